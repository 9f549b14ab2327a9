//! The page of an organisation: the teams on both axes, what many lack and who could show it, how teams
//! are spread on each question, and the teams in alphabetical order, never ranked.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Frame;
use crate::assessment::{Assessment, VerdictCode};
use crate::content::Content;
use crate::error::Result;
use crate::fraction::Fraction;
use crate::numbers;
use crate::questionnaire::{Area, Axis, Question};
use crate::render::chart::coordinate;
use crate::render::org::{AnonymousOverall, Organisation};
use crate::render::{team, template};
use crate::report::WarningPart;
use crate::report::org::{Overall, QuestionSpread, RowScore, Summing, Team};
use crate::score::Standing;
use crate::team::agreement;
use crate::team::anonymous::Band;
use crate::text::Word;

/// With more teams the quadrant shows how many are in each field of a grid.
const MOST_DOTS: usize = 150;
/// The fields of that grid in each direction.
const FIELDS: usize = 12;
/// Of more teams than this, shares are shown in percent.
const MOST_COUNTED: usize = 100;
/// At most this many teams are named as able to show a practice.
const MOST_SHOWING: usize = 3;

/// What the template is given.
#[derive(Debug, Serialize)]
struct OrgPage<'a> {
    page: Frame,
    respondents: u64,
    teams: usize,
    not_shown: usize,
    anonymous: bool,
    beside: Option<&'a str>,
    /// The addresses of the pages of teams.
    pages: &'a Pages,
    /// The lines of both axes, if both are asked, for the quadrant.
    lines: Option<[Option<f64>; 2]>,
    dots: Vec<Dot<'a>>,
    density: Vec<Density>,
    verdicts: Vec<VerdictView>,
    questions: Vec<SpreadView<'a>>,
    /// Whether the questions show percentages of teams instead of their number.
    shares: bool,
    axes: Vec<Axis>,
    areas: Vec<&'a str>,
    rows: Vec<RowView<'a>>,
    warnings: &'a [WarningPart],
}

/// A team in the quadrant, with its number in the list of teams and its scores on both axes.
#[derive(Debug, Serialize)]
struct Dot<'a> {
    number: usize,
    team: &'a str,
    at: [f64; 2],
}

/// A field of the grid that stands for very many dots.
#[derive(Debug, Serialize)]
struct Density {
    /// Its upper left corner as scores.
    at: [f64; 2],
    teams: usize,
    /// 0..1: its share of the fullest field.
    share: f64,
}

/// A part of the bar of verdicts, with its place and width in percent.
#[derive(Debug, Serialize)]
struct VerdictView {
    code: &'static str,
    teams: usize,
    x: String,
    width: String,
}

/// How teams are spread on a question.
#[derive(Debug, Serialize)]
struct SpreadView<'a> {
    name: String,
    axis: Axis,
    /// How many teams are on each level.
    levels: Vec<usize>,
    /// How many teams are in the lower half.
    lacking: usize,
    #[serde(flatten)]
    showing: Showing<'a>,
}

/// Teams of which the middle person is in the upper quarter of a question: the first, in alphabetical order, and how
/// many more there are.
#[derive(Clone, Debug, Default, Serialize)]
struct Showing<'a> {
    showing: Vec<&'a str>,
    more: usize,
}

/// A team in the table.
#[derive(Debug, Serialize)]
struct RowView<'a> {
    team: &'a str,
    people: u32,
    cells: Vec<CellView>,
}

/// A cell: what it says, and its quarter of the scale, which the colour says again.
#[derive(Debug, Serialize)]
struct CellView {
    text: Option<String>,
    quarter: usize,
}

impl CellView {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score lies in 0..=1")]
    fn of_score(score: RowScore) -> Self {
        Self {
            text: score.score.map(numbers::level),
            quarter: score.score.map_or(0, |score| ((4.0 * score) as usize).min(3)),
        }
    }

    fn of_band(band: Option<Band>) -> Self {
        let quarter = band.and_then(|band| Band::QUARTERS.iter().position(|known| *known == band));
        Self { text: band.map(team::band_text), quarter: quarter.unwrap_or_default() }
    }
}

/// Where the pages of teams are, by the names of the teams; relative addresses.
pub type Pages = BTreeMap<String, String>;

/// The page. `beside` is the name of the file that holds the teams if they are too many for a page.
///
/// # Errors
/// A template that does not fit.
pub fn page(
    organisation: &Organisation<'_>,
    beside: Option<&str>,
    anonymous: bool,
    pages: &Pages,
) -> Result<String> {
    let content = organisation.content;
    let questionnaire = &content.questionnaire;
    let both = questionnaire.axes().count() > 1;
    let title = if both { "page.org.title" } else { "page.org.title.one" };
    let mut page = OrgPage {
        page: Frame { title: content.words.say(title), ..Frame::of(content, None) },
        respondents: organisation.respondents(),
        teams: organisation.teams.len(),
        not_shown: 0,
        anonymous,
        beside,
        pages,
        lines: None,
        dots: Vec::new(),
        density: Vec::new(),
        verdicts: Vec::new(),
        questions: Vec::new(),
        shares: organisation.teams.len() > MOST_COUNTED,
        axes: questionnaire.axes().collect(),
        areas: questionnaire.areas.iter().map(|area| content.area(&area.id)).collect(),
        rows: Vec::new(),
        warnings: &organisation.warnings,
    };
    if anonymous {
        add_anonymous(&mut page, organisation);
    } else {
        add_teams(&mut page, organisation);
    }
    template::render("org.html", &content.words, page)
}

/// What each team adds to the page.
struct OfTeam<'a> {
    row: Option<RowView<'a>>,
    scores: Option<[f64; 2]>,
    /// Whether the middle person is in the upper quarter of each question.
    shows: Vec<bool>,
}

impl<'a> OfTeam<'a> {
    fn new(organisation: &Organisation<'_>, team: &Team<'a>, keeps_row: bool) -> Self {
        let questionnaire = &organisation.content.questionnaire;
        let score = |axis: Axis| team.assessment.axis(axis).score.score.map(Fraction::as_f64);
        let shows = questionnaire.questions.iter().enumerate().map(|(position, question)| {
            let levels = team.table.tally(organisation.layout, position).levels;
            agreement::middle(levels).is_some_and(|level| 4 * level >= 3 * usize::from(question.top()))
        });
        let row = || {
            let row = organisation.row(team);
            let axes = questionnaire.axes().map(|axis| row.axes.get(axis));
            let scores = axes.chain(row.areas.iter().map(|area| area.score));
            RowView { team: team.name, people: row.n, cells: scores.map(CellView::of_score).collect() }
        };
        Self {
            scores: score(Axis::Adoption).zip(score(Axis::Outcome)).map(<[f64; 2]>::from),
            shows: shows.collect(),
            row: keeps_row.then(row),
        }
    }
}

fn add_teams<'a>(page: &mut OrgPage<'a>, organisation: &Organisation<'a>) {
    let questionnaire = &organisation.content.questionnaire;
    let mut summing = Summing::new(questionnaire, organisation.layout);
    let mut showing = vec![Showing::default(); questionnaire.questions.len()];
    let keeps_rows = page.beside.is_none();
    let mut number = 0;
    let told = organisation.each(
        |team| (OfTeam::new(organisation, &team, keeps_rows), team),
        |(of_team, team)| {
            number += 1;
            page.dots.extend(of_team.scores.map(|at| Dot { number, team: team.name, at }));
            for (named, shows) in showing.iter_mut().zip(of_team.shows) {
                if shows && named.showing.len() < MOST_SHOWING {
                    named.showing.push(team.name);
                } else if shows {
                    named.more += 1;
                }
            }
            page.rows.extend(of_team.row);
            summing.add(&team);
            Ok(())
        },
    );
    // Nothing is written here that could fail.
    debug_assert!(told.is_ok());
    let overall = summing.finish();
    if questionnaire.axes().count() > 1 {
        let nobody = vec![Standing::Unanswered; questionnaire.questions.len()];
        let typical = Assessment::of(questionnaire, nobody);
        let line = |axis| typical.axis(axis).line_of_applicable.map(Fraction::as_f64);
        page.lines = Some(Axis::ALL.map(line));
        page.verdicts = verdicts(|code| overall.verdicts.get(code).copied());
    }
    if page.lines.is_none() || page.dots.len() > MOST_DOTS {
        let dots = std::mem::take(&mut page.dots);
        page.density = page.lines.iter().flat_map(|_| density(&dots)).collect();
    }
    page.questions = spreads(organisation.content, &overall, showing);
}

/// How many teams are in each field of a grid over the quadrant.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score lies in 0..=1")]
fn density(dots: &[Dot<'_>]) -> Vec<Density> {
    let mut fields: BTreeMap<[usize; 2], usize> = BTreeMap::new();
    for dot in dots {
        let field = dot.at.map(|score| ((score * FIELDS as f64) as usize).min(FIELDS - 1));
        *fields.entry(field).or_default() += 1;
    }
    let most = fields.values().copied().max().unwrap_or(1) as f64;
    let side = 1.0 / FIELDS as f64;
    let view = |([across, up], teams): ([usize; 2], usize)| Density {
        at: [across as f64 * side, (up + 1) as f64 * side],
        teams,
        share: 0.15 + 0.85 * teams as f64 / most,
    };
    fields.into_iter().map(view).collect()
}

/// The verdicts as parts of one bar, in the order in which they are named everywhere.
fn verdicts(teams: impl Fn(&str) -> Option<usize>) -> Vec<VerdictView> {
    let counts = VerdictCode::ALL.map(VerdictCode::word).map(|code| (code, teams(code).unwrap_or(0)));
    let all = counts.iter().map(|(_, teams)| teams).sum::<usize>().max(1) as f64;
    let mut x = 0.0;
    let view = |(code, teams): (&'static str, usize)| {
        let width = 100.0 * teams as f64 / all;
        x += width;
        VerdictView { code, teams, x: coordinate(x - width), width: coordinate(width) }
    };
    counts.into_iter().filter(|(_, teams)| *teams > 0).map(view).collect()
}

/// The questions, those that most teams lack first; practices before results.
fn spreads<'a>(content: &Content, overall: &Overall, showing: Vec<Showing<'a>>) -> Vec<SpreadView<'a>> {
    let questions = content.questionnaire.questions.iter().zip(&overall.questions).zip(showing);
    let view = |((question, spread), showing): ((&Question, &QuestionSpread), Showing<'a>)| SpreadView {
        name: content.name_of(&question.id),
        axis: content.questionnaire.axis(question),
        levels: spread.teams.clone(),
        lacking: spread.lacking,
        showing,
    };
    let mut views: Vec<SpreadView<'a>> = questions.map(view).collect();
    views.sort_by_key(|view| (view.axis, std::cmp::Reverse(view.lacking)));
    views
}

fn add_anonymous<'a>(page: &mut OrgPage<'a>, organisation: &Organisation<'a>) {
    let content = organisation.content;
    let mut overall = AnonymousOverall::default();
    let keeps_rows = page.beside.is_none();
    let mut people = 0;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let told = organisation.each_anonymous(&mut overall, |_, row| {
        people += u64::from(row.n);
        *counts.entry(row.verdict.code.word()).or_insert(0) += 1;
        let band =
            |area: &Area| row.areas.iter().find(|known| known.id == area.id).and_then(|area| area.band);
        let axes = content.questionnaire.axes().map(|axis| row.axes.get(axis).band);
        let bands = axes.chain(content.questionnaire.areas.iter().map(band));
        if keeps_rows {
            let cells = bands.map(CellView::of_band).collect();
            page.rows.push(RowView { team: row.team, people: row.n, cells });
        }
        Ok(())
    });
    // Nothing is written here that could fail.
    debug_assert!(told.is_ok());
    (page.respondents, page.teams, page.not_shown) = (people, overall.teams, overall.teams_not_shown);
    if content.questionnaire.axes().count() > 1 {
        page.verdicts = verdicts(|code| counts.get(code).copied());
    }
}
