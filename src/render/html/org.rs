//! The page of an organisation: the teams on both axes, what many lack and who could show it, how teams
//! are spread on each question, and the teams in alphabetical order, never ranked.

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::Frame;
use crate::assessment::{Assessment, VerdictCode};
use crate::content::Content;
use crate::error::Result;
use crate::fraction::Fraction;
use crate::questionnaire::{Area, Axis, Question, Questionnaire};
use crate::render::org::{AnonymousOverall, Organisation};
use crate::render::template;
use crate::report::org::{Overall, QuestionSpread, Summing, Team};
use crate::score::Standing;
use crate::team::agreement;
use crate::team::anonymous::Band;
use crate::text::Word;

/// With more teams the quadrant shows how many are in each field of a grid.
const MOST_DOTS: usize = 150;
/// The fields of that grid in each direction.
const FIELDS: usize = 12;
/// At most this many teams are named as able to show a practice.
const MOST_SHOWING: usize = 3;

/// What is said of the teams.
#[derive(Debug, Default, Serialize)]
struct Told<'a> {
    respondents: u64,
    teams: usize,
    not_shown: usize,
    /// How many teams have each verdict; none if only one axis is asked.
    verdicts: Vec<(&'static str, usize)>,
    /// The lines of both axes, for the quadrant; it is drawn if both are asked and the teams are named.
    lines: Option<[Option<f64>; 2]>,
    dots: Vec<Dot<'a>>,
    /// With very many teams, how many are in each field of a grid: across, up, teams.
    density: Vec<([usize; 2], usize)>,
    questions: Vec<SpreadView<'a>>,
    rows: Vec<RowView<'a>>,
}

/// A team in the quadrant, with its number in the list of teams and its scores on both axes.
#[derive(Debug, Serialize)]
struct Dot<'a> {
    number: usize,
    team: &'a str,
    at: [f64; 2],
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

/// A team in the table, with its axes and areas.
#[derive(Debug, Serialize)]
struct RowView<'a> {
    team: &'a str,
    people: u32,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Cell {
    Score(Option<f64>),
    Band(Option<Band>),
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
    let keeps_rows = beside.is_none();
    let mut told =
        if anonymous { anonymous_teams(organisation, keeps_rows) } else { teams(organisation, keeps_rows) };
    if !both {
        // A verdict is about both axes.
        told.verdicts.clear();
    }
    let areas = questionnaire.areas.iter().map(|area| content.area(&area.id));
    let given = context! {
        page => Serde(Frame { title: content.words.say(title), ..Frame::of(content, None) }),
        anonymous,
        beside,
        pages => Serde(pages),
        axes => Serde(questionnaire.axes().collect::<Vec<Axis>>()),
        areas => Serde(areas.collect::<Vec<&str>>()),
        warnings => Serde(&organisation.warnings),
        ..Serde(told)
    };
    template::render("org.html", &content.words, given)
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
        let score = |axis: Axis| team.assessment.axes.get(axis).score.score;
        let shows = questionnaire.questions.iter().enumerate().map(|(position, question)| {
            let levels = team.table.tally(organisation.layout, position).levels;
            agreement::middle(levels).is_some_and(|level| 4 * level >= 3 * usize::from(question.top()))
        });
        let row = || {
            let areas = team.assessment.areas.iter().map(|(area, _)| area.score);
            let cells = questionnaire.axes().map(score).chain(areas);
            let cells = cells.map(|score| Cell::Score(score.map(Fraction::as_f64))).collect();
            RowView { team: team.name, people: team.table.respondents(), cells }
        };
        let both = score(Axis::Adoption).zip(score(Axis::Outcome));
        Self {
            scores: both.map(|(adoption, outcome)| [adoption.as_f64(), outcome.as_f64()]),
            shows: shows.collect(),
            row: keeps_row.then(row),
        }
    }
}

fn teams<'a>(organisation: &Organisation<'a>, keeps_rows: bool) -> Told<'a> {
    let questionnaire = &organisation.content.questionnaire;
    let mut told = Told {
        respondents: organisation.respondents(),
        teams: organisation.teams.len(),
        lines: lines(questionnaire),
        ..Told::default()
    };
    let mut summing = Summing::new(questionnaire, organisation.layout);
    let mut showing = vec![Showing::default(); questionnaire.questions.len()];
    let mut number = 0;
    let read = organisation.each(
        |team| (OfTeam::new(organisation, &team, keeps_rows), team),
        |(of_team, team)| {
            number += 1;
            told.dots.extend(of_team.scores.map(|at| Dot { number, team: team.name, at }));
            for (named, shows) in showing.iter_mut().zip(of_team.shows) {
                if shows && named.showing.len() < MOST_SHOWING {
                    named.showing.push(team.name);
                } else if shows {
                    named.more += 1;
                }
            }
            told.rows.extend(of_team.row);
            summing.add(&team);
            Ok(())
        },
    );
    // Nothing is written here that could fail.
    debug_assert!(read.is_ok());
    let overall = summing.finish();
    told.verdicts = verdicts(&overall.verdicts);
    if told.lines.is_none() || told.dots.len() > MOST_DOTS {
        let dots = std::mem::take(&mut told.dots);
        told.density = told.lines.map(|_| density(&dots)).unwrap_or_default();
    }
    told.questions = spreads(organisation.content, &overall, showing);
    told
}

/// The lines of both axes where every question applies, if both are asked.
fn lines(questionnaire: &Questionnaire) -> Option<[Option<f64>; 2]> {
    let nobody = vec![Standing::Unanswered; questionnaire.questions.len()];
    let typical = Assessment::of(questionnaire, nobody);
    let line = |axis| typical.axes.get(axis).line_of_applicable.map(Fraction::as_f64);
    (questionnaire.axes().count() > 1).then(|| Axis::ALL.map(line))
}

/// How many teams are in each field of a grid over the quadrant.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score lies in 0..=1")]
fn density(dots: &[Dot<'_>]) -> Vec<([usize; 2], usize)> {
    let mut fields: BTreeMap<[usize; 2], usize> = BTreeMap::new();
    for dot in dots {
        let field = dot.at.map(|score| ((score * FIELDS as f64) as usize).min(FIELDS - 1));
        *fields.entry(field).or_default() += 1;
    }
    fields.into_iter().collect()
}

/// How many teams have each verdict, in the order in which they are named everywhere; one of no team is left out.
fn verdicts(teams: &BTreeMap<&'static str, usize>) -> Vec<(&'static str, usize)> {
    let codes = VerdictCode::ALL.map(VerdictCode::word).into_iter();
    codes.filter_map(|code| Some((code, *teams.get(code).filter(|teams| **teams > 0)?))).collect()
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

fn anonymous_teams<'a>(organisation: &Organisation<'a>, keeps_rows: bool) -> Told<'a> {
    let questionnaire = &organisation.content.questionnaire;
    let mut overall = AnonymousOverall::default();
    let mut told = Told::default();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let read = organisation.each_anonymous(&mut overall, |_, row| {
        told.respondents += u64::from(row.n);
        *counts.entry(row.verdict.code.word()).or_default() += 1;
        let band =
            |area: &Area| row.areas.iter().find(|known| known.id == area.id).and_then(|area| area.band);
        let axes = questionnaire.axes().map(|axis| row.axes.get(axis).band);
        let cells = axes.chain(questionnaire.areas.iter().map(band)).map(Cell::Band);
        if keeps_rows {
            told.rows.push(RowView { team: row.team, people: row.n, cells: cells.collect() });
        }
        Ok(())
    });
    // Nothing is written here that could fail.
    debug_assert!(read.is_ok());
    (told.teams, told.not_shown) = (overall.teams, overall.teams_not_shown);
    told.verdicts = verdicts(&counts);
    told
}
