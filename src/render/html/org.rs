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
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::render::chart::{Quadrant, QuadrantAxis, coordinate};
use crate::render::org::{AnonymousOverall, Organisation};
use crate::render::{team, template};
use crate::report::org::{Overall, QuestionSpread, RowScore, Summing, Team, TeamRow};
use crate::score::Standing;
use crate::team::agreement;
use crate::team::anonymous::Band;

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
    quadrant: Option<Quadrant>,
    dots: Vec<Dot>,
    density: Vec<Density>,
    verdicts: Vec<VerdictView>,
    questions: Vec<SpreadView>,
    /// Whether the questions show percentages of teams instead of their number.
    shares: bool,
    axes: Vec<Axis>,
    areas: Vec<String>,
    rows: Vec<RowView>,
    warnings: Vec<&'a str>,
}

/// A team in the quadrant, with its number in the list of teams.
#[derive(Debug, Serialize)]
struct Dot {
    number: usize,
    team: String,
    at: [String; 2],
}

/// A field of the grid that stands for very many dots.
#[derive(Debug, Serialize)]
struct Density {
    at: [String; 2],
    side: String,
    teams: usize,
    /// 0..1: its share of the fullest field.
    share: String,
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
struct SpreadView {
    name: String,
    axis: Axis,
    levels: Vec<LevelView>,
    /// How many teams are in the lower half.
    lacking: usize,
    /// Teams of which the middle person is in the upper quarter, in alphabetical order.
    showing: Vec<Link>,
    more: usize,
}

/// How many teams are on a level; `heat` is 0 to 4, by their share.
#[derive(Debug, Serialize)]
struct LevelView {
    heat: usize,
    /// The number, or of very many teams the percentage.
    shown: String,
}

/// A team with the address of its page, if it has one.
#[derive(Clone, Debug, Serialize)]
struct Link {
    team: String,
    page: Option<String>,
}

/// A team in the table.
#[derive(Debug, Serialize)]
struct RowView {
    #[serde(flatten)]
    link: Link,
    people: u32,
    verdict: &'static str,
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
        quadrant: None,
        dots: Vec::new(),
        density: Vec::new(),
        verdicts: Vec::new(),
        questions: Vec::new(),
        shares: organisation.teams.len() > MOST_COUNTED,
        axes: questionnaire.axes().collect(),
        areas: questionnaire.areas.iter().map(|area| area_name(content, &area.id)).collect(),
        rows: Vec::new(),
        warnings: organisation.warnings.iter().map(|warning| warning.text.as_str()).collect(),
    };
    if anonymous {
        add_anonymous(&mut page, organisation, pages);
    } else {
        add_teams(&mut page, organisation, pages);
    }
    template::render("org.html", &content.words, page)
}

fn area_name(content: &Content, id: &str) -> String {
    content.text.areas.get(id).map_or(id, String::as_str).to_owned()
}

/// What each team adds to the page.
struct OfTeam {
    row: Option<RowView>,
    scores: Option<[f64; 2]>,
    /// Whether the middle person is in the upper quarter of each question.
    shows: Vec<bool>,
}

impl OfTeam {
    fn new(organisation: &Organisation<'_>, team: &Team<'_>, link: Link, keeps_row: bool) -> Self {
        let questionnaire = &organisation.content.questionnaire;
        let score = |axis: Axis| team.assessment.axis(axis).score.score.map(Fraction::as_f64);
        let shows = questionnaire.questions.iter().enumerate().map(|(position, question)| {
            let levels = team.table.tally(organisation.layout, position).levels;
            agreement::middle(levels).is_some_and(|level| 4 * level >= 3 * usize::from(question.top()))
        });
        Self {
            scores: score(Axis::Adoption).zip(score(Axis::Outcome)).map(<[f64; 2]>::from),
            shows: shows.collect(),
            row: keeps_row.then(|| row_view(&organisation.row(team), questionnaire, link)),
        }
    }
}

fn row_view(row: &TeamRow<'_>, questionnaire: &Questionnaire, link: Link) -> RowView {
    let axes = questionnaire.axes().map(|axis| row.axes.get(axis));
    let scores = axes.chain(row.areas.iter().map(|area| area.score));
    RowView {
        link,
        people: row.n,
        verdict: row.verdict.code.word(),
        cells: scores.map(CellView::of_score).collect(),
    }
}

fn add_teams(page: &mut OrgPage<'_>, organisation: &Organisation<'_>, pages: &Pages) {
    let questionnaire = &organisation.content.questionnaire;
    let link = |team: &str| Link { team: team.to_owned(), page: pages.get(team).cloned() };
    let mut summing = Summing::new(questionnaire, organisation.layout);
    let mut scores: Vec<(usize, String, [f64; 2])> = Vec::new();
    let mut showing: Vec<Showing> = vec![Showing::default(); questionnaire.questions.len()];
    let keeps_rows = page.beside.is_none();
    let mut number = 0;
    let told = organisation.each(
        |team| (OfTeam::new(organisation, &team, link(team.name), keeps_rows), team),
        |(of_team, team)| {
            number += 1;
            scores.extend(of_team.scores.map(|both| (number, team.name.to_owned(), both)));
            for (named, shows) in showing.iter_mut().zip(of_team.shows) {
                if shows && named.first.len() < MOST_SHOWING {
                    named.first.push(link(team.name));
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
        let aim = |axis: Axis| QuadrantAxis {
            line: typical.axis(axis).line_of_applicable.map(Fraction::as_f64),
            ..QuadrantAxis::default()
        };
        page.quadrant = Some(Quadrant::of([aim(Axis::Adoption), aim(Axis::Outcome)]));
        page.verdicts =
            verdicts(&overall.verdicts.iter().map(|(code, teams)| (*code, *teams)).collect::<Vec<_>>());
        if scores.len() <= MOST_DOTS {
            let dot = |(number, team, [adoption, outcome]): (usize, String, [f64; 2])| Dot {
                number,
                team,
                at: Quadrant::place(adoption, outcome),
            };
            page.dots = scores.into_iter().map(dot).collect();
        } else {
            page.density = density(&scores);
        }
    }
    page.questions = spreads(organisation.content, &overall, showing);
}

/// The first teams that can show a practice, and how many more there are.
#[derive(Clone, Debug, Default)]
struct Showing {
    first: Vec<Link>,
    more: usize,
}

/// How many teams are in each field of a grid over the quadrant.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score lies in 0..=1")]
fn density(scores: &[(usize, String, [f64; 2])]) -> Vec<Density> {
    let mut fields: BTreeMap<[usize; 2], usize> = BTreeMap::new();
    for (_, _, both) in scores {
        let field = both.map(|score| ((score * FIELDS as f64) as usize).min(FIELDS - 1));
        *fields.entry(field).or_default() += 1;
    }
    let most = fields.values().copied().max().unwrap_or(1) as f64;
    let side = 1.0 / FIELDS as f64;
    let view = |([across, up], teams): ([usize; 2], usize)| Density {
        at: Quadrant::place(across as f64 * side, (up + 1) as f64 * side),
        side: coordinate(300.0 * side),
        teams,
        share: format!("{:.2}", 0.15 + 0.85 * teams as f64 / most),
    };
    fields.into_iter().map(view).collect()
}

/// The verdicts as parts of one bar, in the order in which they are named everywhere.
fn verdicts(counts: &[(&'static str, usize)]) -> Vec<VerdictView> {
    let all = counts.iter().map(|(_, teams)| teams).sum::<usize>().max(1) as f64;
    let order = VerdictCode::ALL.map(VerdictCode::word);
    let mut x = 0.0;
    let known = order.into_iter().filter_map(|code| counts.iter().find(|(known, _)| *known == code));
    let view = |(code, teams): &(&'static str, usize)| {
        let width = 100.0 * *teams as f64 / all;
        x += width;
        VerdictView { code, teams: *teams, x: coordinate(x - width), width: coordinate(width) }
    };
    known.filter(|(_, teams)| *teams > 0).map(view).collect()
}

/// The questions, those that most teams lack first; practices before results.
fn spreads(content: &Content, overall: &Overall, showing: Vec<Showing>) -> Vec<SpreadView> {
    let questions = content.questionnaire.questions.iter().zip(&overall.questions).zip(showing);
    let view = |((question, spread), showing): ((&Question, &QuestionSpread), Showing)| {
        let all = spread.teams.iter().sum::<usize>().max(1);
        let shown = |teams: usize| if overall.teams > MOST_COUNTED { teams * 100 / all } else { teams };
        let level = |teams: &usize| LevelView {
            heat: (*teams * 8).div_ceil(all).min(4),
            shown: shown(*teams).to_string(),
        };
        SpreadView {
            name: content.name_of(&question.id),
            axis: content.questionnaire.axis(question),
            levels: spread.teams.iter().map(level).collect(),
            lacking: spread.lacking,
            showing: showing.first,
            more: showing.more,
        }
    };
    let mut views: Vec<SpreadView> = questions.map(view).collect();
    views.sort_by_key(|view| (view.axis, std::cmp::Reverse(view.lacking)));
    views
}

fn add_anonymous<'a>(page: &mut OrgPage<'a>, organisation: &Organisation<'a>, pages: &Pages) {
    let content = organisation.content;
    let areas: Vec<&str> = content.questionnaire.areas.iter().map(|area| area.id.as_str()).collect();
    let mut overall = AnonymousOverall::default();
    let keeps_rows = page.beside.is_none();
    let mut people = 0;
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let told = organisation.each_anonymous(&mut overall, |_, row| {
        people += u64::from(row.n);
        *counts.entry(row.verdict.code.word()).or_insert(0) += 1;
        let band = |id: &&str| row.areas.iter().find(|area| area.id == **id).and_then(|area| area.band);
        let axes = content.questionnaire.axes().map(|axis| row.axes.get(axis).band);
        let bands = axes.chain(areas.iter().map(band));
        let cells = bands.map(CellView::of_band).collect();
        if keeps_rows {
            let link = Link { team: row.team.to_owned(), page: pages.get(row.team).cloned() };
            page.rows.push(RowView { link, people: row.n, verdict: row.verdict.code.word(), cells });
        }
        Ok(())
    });
    // Nothing is written here that could fail.
    debug_assert!(told.is_ok());
    (page.respondents, page.teams, page.not_shown) = (people, overall.teams, overall.teams_not_shown);
    if content.questionnaire.axes().count() > 1 {
        page.verdicts = verdicts(&counts.into_iter().collect::<Vec<_>>());
    }
}
