//! All teams of an organisation: how people and teams are spread over the levels, and where teams differ. Teams are in
//! alphabetical order and are never ranked.

mod overall;

use std::borrow::Cow;
#[cfg(test)]
use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::Serializer;

use crate::assessment::Assessment;
use crate::content::Content;
use crate::questionnaire::{Axes, Axis, Question, Questionnaire};
use crate::report::team::{AnonymousArea, BandPart, VerdictOnly, anonymous_areas};
use crate::score::Score;
use crate::team::anonymous::Disclosure;
use crate::team::standing;
use crate::team::{Layout, Table, Tally};

pub use self::overall::{AreaSpread, Overall, QuestionSpread, Summing};

/// The schema that reports of organisations name.
pub const SCHEMA: &str = "diditwork/org/1";

/// One team in the report of an organisation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamRow<'a> {
    /// Its name; empty where its people gave none.
    pub team: &'a str,
    /// How many people answered.
    pub n: u32,
    pub verdict: VerdictOnly,
    pub axes: Axes<Score>,
    /// The areas, in the order of the questionnaire.
    pub areas: Vec<RowArea<'a>>,
    /// The questions by id.
    pub questions: RowQuestions<'a>,
}

/// The score of an area.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowArea<'a> {
    pub id: &'a str,
    pub axis: Axis,
    #[serde(flatten)]
    pub score: Score,
}

/// The questions of a team by id, in the order of the questionnaire.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowQuestions<'a>(
    #[cfg_attr(test, schemars(with = "BTreeMap<&'a str, RowQuestion<'a>>"))]
    pub  Vec<(&'a str, RowQuestion<'a>)>,
);

impl Serialize for RowQuestions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, question)| (id, question)))
    }
}

/// The answers of people to one question; levels are on its own scale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowQuestion<'a> {
    /// How many people gave a level.
    pub n: u32,
    /// How many gave each level, lowest first.
    pub counts: Cow<'a, [u32]>,
    pub unknown: u32,
    /// How many say that it does not apply.
    pub not_applicable: u32,
    pub mean: Option<f64>,
    /// The standard deviation with n − 1.
    pub sd: Option<f64>,
}

impl<'a> RowQuestion<'a> {
    /// The answers that these counts, borrowed or not, are of.
    fn of(tally: Tally<'_>, counts: impl Into<Cow<'a, [u32]>>) -> Self {
        let (n, mean, sd) = mean_and_deviation(tally.levels);
        let Tally { unknown, not_applicable, .. } = tally;
        Self { n, counts: counts.into(), unknown, not_applicable, mean, sd }
    }
}

/// A team with everything that follows from its table.
#[derive(Clone, Debug)]
pub struct Team<'a> {
    pub name: &'a str,
    pub table: &'a Table,
    pub assessment: Assessment,
}

impl<'a> Team<'a> {
    /// A team and what follows.
    pub fn new(questionnaire: &Questionnaire, layout: &Layout, name: &'a str, table: &'a Table) -> Self {
        let standings = standing::means(questionnaire, layout, table);
        Self { name, table, assessment: Assessment::of(questionnaire, standings) }
    }

    /// Its row.
    pub fn row(&'a self, questionnaire: &'a Questionnaire, layout: &Layout) -> TeamRow<'a> {
        let areas = questionnaire.areas.iter().zip(&self.assessment.areas);
        TeamRow {
            team: self.name,
            n: self.table.respondents(),
            verdict: VerdictOnly { code: self.assessment.verdict.code },
            axes: Axes::map(|axis| self.assessment.axes.get(axis).score),
            areas: areas
                .map(|(area, (score, _))| RowArea { id: &area.id, axis: area.axis, score: *score })
                .collect(),
            questions: row_questions(questionnaire, layout, self.table),
        }
    }

    /// What may be shown about it where its people stay anonymous; nothing for fewer than five.
    pub fn disclosure(&self, questionnaire: &Questionnaire, layout: &Layout) -> Option<Disclosure> {
        Disclosure::of(questionnaire, layout, self.table)
    }
}

fn row_questions<'a>(
    questionnaire: &'a Questionnaire,
    layout: &Layout,
    table: &'a Table,
) -> RowQuestions<'a> {
    let row = |(position, question): (usize, &'a Question)| {
        let tally = table.tally(layout, position);
        (question.id.as_str(), RowQuestion::of(tally, tally.levels))
    };
    RowQuestions(questionnaire.questions.iter().enumerate().map(row).collect())
}

/// The mean and the standard deviation with n − 1 of counted levels. The sums are whole numbers, so the only
/// rounding is that of one division and one root.
fn mean_and_deviation(counts: &[u32]) -> (u32, Option<f64>, Option<f64>) {
    let levels = || (0u64..).zip(counts.iter().map(|count| u64::from(*count)));
    let n: u64 = levels().map(|(_, count)| count).sum();
    let sum: u64 = levels().map(|(level, count)| level * count).sum();
    let squares: u64 = levels().map(|(level, count)| level * level * count).sum();
    let people = n as f64;
    let mean = (n > 0).then(|| sum as f64 / people);
    let parts = (u128::from(n) * u128::from(squares)).saturating_sub(u128::from(sum) * u128::from(sum));
    let deviation = (n > 1).then(|| (parts as f64 / (people * (people - 1.0))).sqrt());
    (u32::try_from(n).unwrap_or(u32::MAX), mean, deviation)
}

/// One team of which nobody's answers may be seen.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AnonymousRow<'a> {
    pub team: &'a str,
    /// How many people answered.
    pub n: u32,
    pub verdict: VerdictOnly,
    pub axes: Axes<BandPart>,
    pub areas: Vec<AnonymousArea>,
}

impl<'a> AnonymousRow<'a> {
    /// The row of a team of which this may be shown.
    pub fn new(content: &Content, name: &'a str, disclosure: &Disclosure) -> Self {
        Self {
            team: name,
            n: disclosure.respondents,
            verdict: VerdictOnly { code: disclosure.verdict },
            axes: BandPart::axes(disclosure),
            areas: anonymous_areas(content, disclosure),
        }
    }
}

#[cfg(test)]
mod tests;
