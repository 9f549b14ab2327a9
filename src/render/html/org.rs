//! The page of an organisation: what many teams lack and where they differ, how people and teams are spread, and a heat
//! map of the teams in alphabetical order.

use serde::Serialize;

use super::Style;
use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::{Axis, Questionnaire};
use crate::render::org::{AnonymousOverall, Organisation};
use crate::render::{numbers, template};
use crate::report::org::{Overall, RowScore, Summing, TeamRow};
use crate::team::anonymous::Band;

/// What the template is given.
#[derive(Debug, Serialize)]
struct OrgPage<'a> {
    style: Style,
    language: &'a str,
    tool: String,
    questionnaire: String,
    respondents: u64,
    teams: usize,
    not_shown: usize,
    anonymous: bool,
    beside: Option<&'a str>,
    verdicts: Vec<(&'a str, usize)>,
    lacking: Vec<NamedView>,
    differ: Vec<NamedView>,
    questions: Vec<SpreadView>,
    axes: Vec<Axis>,
    areas: Vec<String>,
    rows: Vec<RowView>,
    warnings: Vec<&'a str>,
}

/// A practice with a number that belongs to it.
#[derive(Debug, Serialize)]
struct NamedView {
    name: String,
    number: String,
}

/// How people and teams are spread on a question.
#[derive(Debug, Serialize)]
struct SpreadView {
    name: String,
    axis: Axis,
    levels: Vec<LevelView>,
}

#[derive(Debug, Serialize)]
struct LevelView {
    level: usize,
    people: u32,
    teams: usize,
    /// The share of the people in percent, for the bar.
    bar: String,
}

/// A team in the heat map.
#[derive(Debug, Serialize)]
struct RowView {
    team: String,
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
    fn of_score(score: RowScore, people: u32) -> Self {
        let level = score.score.map(|score| 4.0 * score);
        let shown = level.map(|level| if people < 10 { numbers::half(level) } else { level });
        Self {
            text: shown.map(|level| format!("{level:.1}")),
            quarter: shown.map_or(0, |level| (level as usize).min(3)),
        }
    }

    fn of_band(band: Option<Band>) -> Self {
        let quarter = band.and_then(|band| Band::ALL.iter().position(|known| *known == band));
        Self { text: band.map(|band| band.word().to_owned()), quarter: quarter.unwrap_or_default() }
    }
}

/// The page. `beside` is the name of the file that holds the teams where they are too many for a page.
pub fn page(organisation: &Organisation<'_>, beside: Option<&str>, anonymous: bool) -> Result<String> {
    let content = organisation.content;
    let questionnaire = &content.questionnaire;
    let mut page = OrgPage {
        style: Style::of_several(),
        language: content.words.language().tag(),
        tool: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        questionnaire: format!("{} {}", content.text.title, questionnaire.version),
        respondents: organisation.respondents(),
        teams: organisation.teams.len(),
        not_shown: 0,
        anonymous,
        beside,
        verdicts: Vec::new(),
        lacking: Vec::new(),
        differ: Vec::new(),
        questions: Vec::new(),
        axes: questionnaire.axes().collect(),
        areas: questionnaire.areas.iter().map(|area| area_name(content, &area.id)).collect(),
        rows: Vec::new(),
        warnings: organisation.warnings.iter().map(|warning| warning.text.as_str()).collect(),
    };
    if anonymous {
        add_anonymous(&mut page, organisation);
    } else {
        let mut summing = Summing::new(questionnaire, organisation.layout);
        let keeps_rows = beside.is_none();
        let told = organisation.each(
            |team| (keeps_rows.then(|| row_view(&organisation.row(&team), questionnaire)), team),
            |(row, team)| {
                page.rows.extend(row);
                summing.add(&team);
                Ok(())
            },
        );
        // Nothing is written here that could fail.
        debug_assert!(told.is_ok());
        add_overall(&mut page, content, summing.finish());
    }
    template::render("org.html", &content.words, page)
}

fn area_name(content: &Content, id: &str) -> String {
    content.text.areas.get(id).map_or(id, String::as_str).to_owned()
}

fn row_view(row: &TeamRow<'_>, questionnaire: &Questionnaire) -> RowView {
    let axes = questionnaire.axes().map(|axis| row.axes.get(axis));
    let scores = axes.chain(row.areas.iter().map(|area| area.score));
    RowView {
        team: row.team.to_owned(),
        people: row.n,
        verdict: row.verdict.code.word(),
        cells: scores.map(|score| CellView::of_score(score, row.n)).collect(),
    }
}

fn add_overall(page: &mut OrgPage<'_>, content: &Content, overall: Overall) {
    let name = |id: &String| content.name_of(id);
    let spread = |id: &String| overall.questions.iter().find(|spread| spread.id == *id);
    let named = |ids: &[String], number: &dyn Fn(&crate::report::org::QuestionSpread) -> String| {
        let view = |id| Some(NamedView { name: name(id), number: number(spread(id)?) });
        ids.iter().filter_map(view).collect()
    };
    page.lacking = named(&overall.lacking, &|spread| spread.lacking.to_string());
    page.differ = named(&overall.differ, &|spread| numbers::short(spread.between_teams.unwrap_or_default()));
    let questions = content.questionnaire.questions.iter().zip(&overall.questions);
    page.questions = questions
        .map(|(question, spread)| {
            let levels = spread.counts.iter().zip(&spread.teams).enumerate();
            let share = |people: u32| 100.0 * f64::from(people) / f64::from(spread.n.max(1));
            let levels = levels.map(|(level, (people, teams))| LevelView {
                level,
                people: *people,
                teams: *teams,
                bar: format!("{:.0}%", share(*people)),
            });
            let axis = content.questionnaire.axis(question);
            SpreadView { name: name(&question.id), axis, levels: levels.collect() }
        })
        .collect();
    if content.questionnaire.axes().count() > 1 {
        page.verdicts = overall.verdicts.into_iter().collect();
    }
}

fn add_anonymous<'a>(page: &mut OrgPage<'a>, organisation: &Organisation<'a>) {
    let content = organisation.content;
    let areas: Vec<&str> = content.questionnaire.areas.iter().map(|area| area.id.as_str()).collect();
    let mut overall = AnonymousOverall::default();
    let keeps_rows = page.beside.is_none();
    let mut people = 0;
    let mut verdicts = std::collections::BTreeMap::new();
    let told = organisation.each_anonymous(&mut overall, |_, row| {
        people += u64::from(row.n);
        *verdicts.entry(row.verdict.code.word()).or_insert(0) += 1;
        let band = |id: &&str| row.areas.iter().find(|area| area.id == **id).and_then(|area| area.band);
        let axes = content.questionnaire.axes().map(|axis| row.axes.get(axis).band);
        let bands = axes.chain(areas.iter().map(band));
        let cells = bands.map(CellView::of_band).collect();
        if keeps_rows {
            let verdict = row.verdict.code.word();
            page.rows.push(RowView { team: row.team.to_owned(), people: row.n, verdict, cells });
        }
        Ok(())
    });
    // Nothing is written here that could fail.
    debug_assert!(told.is_ok());
    (page.respondents, page.teams, page.not_shown) = (people, overall.teams, overall.teams_not_shown);
    if content.questionnaire.axes().count() > 1 {
        page.verdicts = verdicts.into_iter().collect();
    }
}
