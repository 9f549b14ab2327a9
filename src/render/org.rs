//! The report of an organisation as JSON and CSV, written team by team: its size is bounded by the disk, not by memory.

use std::collections::BTreeMap;
use std::io::{Result, Write};

use serde::Serialize;

use crate::content::Content;
use crate::parallel;
use crate::render::csv::optional;
use crate::render::{csv, json};
use crate::report::org::{AnonymousRow, SCHEMA, Summing, Team, TeamRow};
use crate::report::{QuestionnaireReference, TOOL, WarningPart};
use crate::team::anonymous::{Disclosure, FEWEST_ANONYMOUS};
use crate::team::{Layout, Table};
use crate::text::Word;

/// All teams in alphabetical order, and what is needed to show them.
#[derive(Debug)]
pub struct Organisation<'a> {
    pub content: &'a Content,
    /// Where in a table each question is.
    pub layout: &'a Layout,
    pub teams: Vec<(&'a str, &'a Table)>,
    /// What anonymous tallies contain about teams.
    pub told: &'a BTreeMap<Box<str>, Disclosure>,
    /// How many teams are too small to be shown in them.
    pub not_shown: usize,
    pub warnings: Vec<WarningPart>,
}

/// What the teams of an organisation come to where their people stay anonymous.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnonymousOverall {
    pub teams: usize,
    /// How many have too few people to be shown.
    pub teams_not_shown: usize,
}

impl<'a> Organisation<'a> {
    /// What all processors make of each team, taken in the order of the teams.
    ///
    /// # Errors
    /// The first error of `take`.
    pub fn each<T: Send>(
        &self,
        work: impl Fn(Team<'a>) -> T + Sync,
        take: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let questionnaire = &self.content.questionnaire;
        let team = |(name, table): &(&'a str, &'a Table)| Team::new(questionnaire, self.layout, name, table);
        parallel::in_order(&self.teams, |named| work(team(named)), take)
    }

    pub fn row<'t>(&'t self, team: &'t Team<'_>) -> TeamRow<'t> {
        team.row(&self.content.questionnaire, self.layout)
    }

    pub fn respondents(&self) -> u64 {
        self.teams.iter().map(|(_, table)| u64::from(table.respondents())).sum()
    }

    fn head(&self, output: &mut dyn Write, respondents: u64) -> Result<()> {
        writeln!(output, "{{\n  \"schema\": \"{SCHEMA}\",")?;
        member(output, "tool", &TOOL)?;
        member(output, "questionnaire", &QuestionnaireReference::of(self.content))?;
        member(output, "language", &self.content.words.language().tag())?;
        member(output, "respondents", &respondents)?;
        write!(output, "  \"teams\": [")
    }

    fn foot(&self, output: &mut dyn Write, overall: &impl Serialize) -> Result<()> {
        writeln!(output, "\n  ],")?;
        member(output, "overall", overall)?;
        writeln!(output, "  \"warnings\": {}\n}}", json::line(&self.warnings))
    }

    /// As JSON, one team a line.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn json(&self, output: &mut dyn Write) -> Result<()> {
        let questionnaire = &self.content.questionnaire;
        let mut summing = Summing::new(questionnaire, self.layout);
        let mut start: &[u8] = b"\n    ";
        self.head(output, self.respondents())?;
        self.each(
            |team| (json::line(&self.row(&team)), team),
            |(line, team)| {
                output.write_all(std::mem::replace(&mut start, b",\n    "))?;
                output.write_all(line.as_bytes())?;
                summing.add(&team);
                Ok(())
            },
        )?;
        self.foot(output, &summing.finish())
    }

    /// As JSON of which nobody's answers can be worked out; teams of fewer than five people are counted.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn anonymous_json(&self, output: &mut dyn Write) -> Result<()> {
        let mut overall = AnonymousOverall::default();
        self.head(output, self.shown_respondents())?;
        self.each_anonymous(&mut overall, |number, row| {
            output.write_all(if number == 0 { b"\n    " } else { b",\n    " })?;
            output.write_all(json::line(&row).as_bytes())
        })?;
        self.foot(output, &overall)
    }

    /// How many people answered in teams that are large enough to be shown.
    fn shown_respondents(&self) -> u64 {
        let shown = self.teams.iter().map(|(_, table)| table.respondents());
        let shown = shown.filter(|people| *people >= FEWEST_ANONYMOUS);
        shown.chain(self.told.values().map(|told| told.respondents)).map(u64::from).sum()
    }

    /// Every team that may be shown, as far as it may.
    ///
    /// # Errors
    /// The first error of `tell`.
    pub fn each_anonymous(
        &self,
        overall: &mut AnonymousOverall,
        mut tell: impl FnMut(usize, AnonymousRow<'a>) -> Result<()>,
    ) -> Result<()> {
        self.each(
            |team| (team.name, team.disclosure(&self.content.questionnaire, self.layout)),
            |(name, told)| {
                let Some(told) = told else {
                    overall.teams_not_shown += 1;
                    return Ok(());
                };
                overall.teams += 1;
                tell(overall.teams - 1, AnonymousRow::new(self.content, name, &told))
            },
        )?;
        // Tallies of anonymous teams and answers are never read together.
        overall.teams_not_shown += self.not_shown;
        self.told.iter().try_for_each(|(name, told)| {
            overall.teams += 1;
            tell(overall.teams - 1, AnonymousRow::new(self.content, name, told))
        })
    }

    /// As CSV, one row a team.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn csv(&self, output: &mut dyn Write) -> Result<()> {
        let questionnaire = &self.content.questionnaire;
        let mut head = names(&["questionnaire", "version", "team", "n", "verdict", "adoption", "outcome"]);
        head.extend(questionnaire.areas.iter().map(|area| format!("area {}", area.id)));
        head.extend(questionnaire.questions.iter().map(|question| question.id.clone()));
        output.write_all(crate::csv::MARK.as_bytes())?;
        row(output, &head)?;
        self.each(|team| self.csv_row(&self.row(&team)), |cells| row(output, &cells))
    }

    fn csv_row(&self, told: &TeamRow<'_>) -> Vec<String> {
        let mut cells = self.csv_start(told.team, told.n, told.verdict.code.word());
        cells.extend([told.axes.adoption, told.axes.outcome].map(|axis| optional(axis.score)));
        cells.extend(told.areas.iter().map(|area| optional(area.score.score)));
        cells.extend(told.questions.0.iter().map(|(_, question)| optional(question.mean)));
        cells
    }

    fn csv_start(&self, team: &str, people: u32, verdict: &str) -> Vec<String> {
        let questionnaire = &self.content.questionnaire;
        let version = questionnaire.version.to_string();
        vec![questionnaire.id.clone(), version, team.to_owned(), people.to_string(), verdict.to_owned()]
    }

    /// As CSV of which nobody's answers can be worked out.
    ///
    /// # Errors
    /// Output that cannot be written.
    pub fn anonymous_csv(&self, output: &mut dyn Write) -> Result<()> {
        let mut head = names(&["questionnaire", "version", "team", "n", "verdict", "adoption", "outcome"]);
        let questions = |area: &str| {
            self.content.questionnaire.questions.iter().filter(|question| question.area == area).count()
        };
        let areas = self.content.questionnaire.areas.iter().filter(|area| questions(&area.id) >= 3);
        let areas: Vec<&str> = areas.map(|area| area.id.as_str()).collect();
        head.extend(areas.iter().map(|area| format!("area {area}")));
        output.write_all(crate::csv::MARK.as_bytes())?;
        row(output, &head)?;
        self.each_anonymous(&mut AnonymousOverall::default(), |_, told| {
            let mut cells = self.csv_start(told.team, told.n, told.verdict.code.word());
            let band =
                |band: Option<crate::team::anonymous::Band>| band.map_or("", |band| band.word()).to_owned();
            cells.extend([told.axes.adoption, told.axes.outcome].map(|axis| band(axis.band)));
            let of_area =
                |id: &&str| told.areas.iter().find(|area| area.id == **id).and_then(|area| area.band);
            cells.extend(areas.iter().map(|area| band(of_area(area))));
            row(output, &cells)
        })
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn row(output: &mut dyn Write, cells: &[String]) -> Result<()> {
    let mut text = String::new();
    csv::push_row(&mut text, cells);
    output.write_all(text.as_bytes())
}

fn member(output: &mut dyn Write, key: &str, value: &impl Serialize) -> Result<()> {
    writeln!(output, "  \"{key}\": {},", json::line(value))
}
