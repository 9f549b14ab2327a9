//! Which mark each company is drawn with. Three companies have a shape and colour of their own; further ones share a
//! mark and are told apart by name in the rows, since more shapes could no longer be told apart.

use serde::Serialize;

use crate::content::Content;
use crate::report::{ComparisonPart, Report};
use crate::story::Stage;

/// The number of companies with a mark of their own.
pub(crate) const OWN_MARKS: usize = 3;
/// The mark that further companies share.
pub(crate) const SHARED_MARK: usize = OWN_MARKS;
/// The mark of chapters that tell of failure.
pub(crate) const FAILURE_MARK: usize = OWN_MARKS + 1;

/// One company of the comparison.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Series {
    /// The id of its story.
    pub(crate) story: String,
    /// Its name.
    pub(crate) company: String,
    /// The number of its mark.
    pub(crate) mark: usize,
    /// The chapter that it is compared by: what it came to, or what failure looked like.
    #[serde(skip)]
    pub(crate) chapter: usize,
    /// Where it started, if that can be compared.
    #[serde(skip)]
    pub(crate) before: Option<usize>,
    /// The years of its chapter.
    pub(crate) years: String,
    /// The years of where it started.
    pub(crate) before_years: Option<String>,
    /// Traits that team and chapter both have.
    pub(crate) shared: usize,
    /// Of those, traits on which the team is lower.
    pub(crate) behind: usize,
    /// Traits on the same level.
    pub(crate) level: usize,
    /// Traits on which the team is higher.
    pub(crate) ahead: usize,
}

/// The companies of a report, in the order of its stories. The positions are those in `report.comparisons`.
pub(crate) fn series(report: &Report, content: &Content) -> Vec<Series> {
    let mut free: Vec<usize> =
        (0..OWN_MARKS).filter(|mark| owner(report, content, *mark).is_none()).collect();
    free.reverse();
    let mut series: Vec<Series> = Vec::new();
    for (position, part) in report.comparisons.iter().enumerate() {
        if series.iter().any(|known| known.story == part.story) {
            continue;
        }
        let mark = match (own_mark(content, &part.story), part.stage) {
            (Some(mark), _) => mark,
            (None, Stage::AntiPattern) => FAILURE_MARK,
            (None, _) => free.pop().unwrap_or(SHARED_MARK),
        };
        series.push(one(report, position, mark));
    }
    series
}

/// The company of a chapter list that begins at a position.
fn one(report: &Report, position: usize, mark: usize) -> Series {
    let story = &report.comparisons[position].story;
    let chapters = || report.comparisons.iter().enumerate().filter(|(_, part)| part.story == *story);
    let last = |stage: Stage| chapters().rev().find(|(_, part)| part.stage == stage).map(|(at, _)| at);
    let before = last(Stage::Before);
    let chapter = last(Stage::After).or_else(|| last(Stage::AntiPattern)).unwrap_or(position);
    let before = before.filter(|at| *at != chapter);
    let part = &report.comparisons[chapter];
    Series {
        story: story.clone(),
        company: part.company.clone(),
        mark,
        chapter,
        before,
        years: part.years.clone(),
        before_years: before.map(|at| report.comparisons[at].years.clone()),
        shared: part.shared,
        behind: part.behind,
        level: part.level,
        ahead: part.ahead,
    }
}

/// The mark that belongs to a story by its place among the questionnaire's default stories.
fn own_mark(content: &Content, story: &str) -> Option<usize> {
    content.questionnaire.default_stories.iter().take(OWN_MARKS).position(|id| id == story)
}

/// The comparison whose story owns a mark.
fn owner<'a>(report: &'a Report, content: &Content, mark: usize) -> Option<&'a ComparisonPart> {
    report.comparisons.iter().find(|part| own_mark(content, &part.story) == Some(mark))
}
