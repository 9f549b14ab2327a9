//! All teams of an organisation: how people and teams are spread over the levels, and where teams differ. Teams are in
//! alphabetical order and are never ranked.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::assessment::{Assessment, Assessor, VerdictCode};
use crate::content::Content;
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::report::build::number;
use crate::report::team::{AnonymousArea, AnonymousAxes, BandPart, VerdictOnly, anonymous_areas};
use crate::score::{Score, Standing};
use crate::team::agreement;
use crate::team::anonymous::{Band, Disclosure};
use crate::team::standing::TeamStandings;
use crate::team::{Layout, Table};

/// The schema that reports of organisations name.
pub const SCHEMA: &str = "diditwork/org/1";

/// This many practices are named where teams differ most, and that many teams lack.
const MOST_NAMED: usize = 5;

/// One team in the report of an organisation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TeamRow<'a> {
    /// Its name; empty where its people gave none.
    pub team: &'a str,
    /// How many people answered.
    pub n: u32,
    /// The verdict.
    pub verdict: VerdictOnly,
    /// Both axes.
    pub axes: RowAxes,
    /// The areas, in the order of the questionnaire.
    pub areas: Vec<RowArea<'a>>,
    /// The questions by id.
    pub questions: RowQuestions<'a>,
}

/// The scores of both axes.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowAxes {
    /// Have you adopted it?
    pub adoption: RowScore,
    /// Did it work?
    pub outcome: RowScore,
}

impl RowAxes {
    /// The score of an axis.
    pub const fn get(&self, axis: Axis) -> RowScore {
        match axis {
            Axis::Adoption => self.adoption,
            Axis::Outcome => self.outcome,
        }
    }
}

/// A score of 0..1 with its bounds; `None` if there are too few answers.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowScore {
    /// The score.
    pub score: Option<f64>,
    /// The lowest it could be.
    pub low: Option<f64>,
    /// The highest it could be.
    pub high: Option<f64>,
    /// Answered of applicable, 0..1.
    pub coverage: Option<f64>,
}

impl RowScore {
    fn of(score: &Score) -> Self {
        Self {
            score: number(score.score),
            low: number(score.low),
            high: number(score.high),
            coverage: number(score.coverage),
        }
    }
}

/// The score of an area.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowArea<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its axis.
    pub axis: Axis,
    /// Its score.
    #[serde(flatten)]
    pub score: RowScore,
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
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, question) in &self.0 {
            map.serialize_entry(id, question)?;
        }
        map.end()
    }
}

/// The answers of a team to one question; levels are on its own scale.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RowQuestion<'a> {
    /// How many people gave a level.
    pub n: u32,
    /// How many gave each level, lowest first.
    pub counts: &'a [u32],
    /// How many do not know.
    pub unknown: u32,
    /// How many say that it does not apply.
    pub not_applicable: u32,
    /// The mean level.
    pub mean: Option<f64>,
    /// The standard deviation with n − 1.
    pub sd: Option<f64>,
}

/// A team with everything that follows from its table.
#[derive(Clone, Debug)]
pub struct Team<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its answers.
    pub table: &'a Table,
    /// The scores and the verdict.
    pub assessment: Assessment,
}

impl<'a> Team<'a> {
    /// A team and what follows.
    pub fn new(
        (questionnaire, assessor): (&Questionnaire, &Assessor),
        layout: &Layout,
        (name, table): (&'a str, &'a Table),
    ) -> Self {
        let standings = TeamStandings::means(questionnaire, layout, table);
        Self { name, table, assessment: assessor.assess(standings) }
    }

    /// Its row.
    pub fn row(&'a self, questionnaire: &'a Questionnaire, layout: &Layout) -> TeamRow<'a> {
        let areas = questionnaire.areas.iter().zip(&self.assessment.areas);
        TeamRow {
            team: self.name,
            n: self.table.respondents(),
            verdict: VerdictOnly { code: self.assessment.verdict.code },
            axes: RowAxes {
                adoption: RowScore::of(&self.assessment.adoption.score),
                outcome: RowScore::of(&self.assessment.outcome.score),
            },
            areas: areas
                .map(|(area, score)| RowArea { id: &area.id, axis: area.axis, score: RowScore::of(score) })
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
        let (n, mean, sd) = mean_and_deviation(tally.levels);
        let (unknown, not_applicable) = (tally.unknown, tally.not_applicable);
        (question.id.as_str(), RowQuestion { n, counts: tally.levels, unknown, not_applicable, mean, sd })
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
    /// Its name.
    pub team: &'a str,
    /// How many people answered.
    pub n: u32,
    /// The verdict.
    pub verdict: VerdictOnly,
    /// The bands of both axes.
    pub axes: AnonymousAxes,
    /// The bands of the areas.
    pub areas: Vec<AnonymousArea>,
}

impl<'a> AnonymousRow<'a> {
    /// The row of a team of which this may be shown.
    pub fn new(content: &Content, name: &'a str, disclosure: &Disclosure) -> Self {
        let [adoption, outcome] = disclosure.axes.map(|band: Option<Band>| BandPart { band });
        Self {
            team: name,
            n: disclosure.respondents,
            verdict: VerdictOnly { code: disclosure.verdict },
            axes: AnonymousAxes { adoption, outcome },
            areas: anonymous_areas(content, disclosure),
        }
    }
}

/// What all teams say together.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Overall {
    /// How many teams there are.
    pub teams: usize,
    /// How many teams have each verdict.
    pub verdicts: BTreeMap<&'static str, usize>,
    /// How the teams are spread on each area, in the order of the questionnaire.
    pub areas: Vec<AreaSpread>,
    /// How people and teams are spread on each question, in the order of the questionnaire.
    pub questions: Vec<QuestionSpread>,
    /// The practices on which teams differ most: ids, widest first.
    pub differ: Vec<String>,
    /// The practices that most teams lack: ids, most teams first.
    pub lacking: Vec<String>,
}

/// How teams are spread on an area.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AreaSpread {
    /// Its id.
    pub id: String,
    /// Its axis.
    pub axis: Axis,
    /// How many teams lie in each quarter of the scale: 0–1, 1–2, 2–3, 3–4 of 4.
    pub teams: [usize; 4],
    /// How many teams have too few answers.
    pub without: usize,
}

/// How people and teams are spread on a question.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionSpread {
    /// Its id.
    pub id: String,
    /// How many people gave a level.
    pub n: u32,
    /// How many people gave each level, lowest first.
    pub counts: Vec<u32>,
    /// How many people do not know.
    pub unknown: u32,
    /// How many people say that it does not apply.
    pub not_applicable: u32,
    /// The mean level of all people.
    pub mean: Option<f64>,
    /// The standard deviation of all people with n − 1.
    pub sd: Option<f64>,
    /// How many teams are at each level by their median, rounded down, lowest first.
    pub teams: Vec<usize>,
    /// How many teams lack it: their median is in the lower half of the scale.
    pub lacking: usize,
    /// The standard deviation of the teams' means with n − 1.
    pub between_teams: Option<f64>,
}

/// Puts teams together one by one, in any order.
#[derive(Clone, Debug)]
pub struct Summing<'a> {
    questionnaire: &'a Questionnaire,
    layout: &'a Layout,
    people: Table,
    teams: usize,
    verdicts: BTreeMap<&'static str, usize>,
    areas: Vec<AreaSpread>,
    levels: Vec<Vec<usize>>,
    means: Vec<Moments>,
}

/// The sums that a standard deviation needs.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Welford's way, which does not lose digits.
    fn add(&mut self, value: f64) {
        self.n += 1.0;
        let before = value - self.mean;
        self.mean += before / self.n;
        self.squares += before * (value - self.mean);
    }

    fn deviation(self) -> Option<f64> {
        (self.n > 1.0).then(|| (self.squares / (self.n - 1.0)).sqrt())
    }
}

impl<'a> Summing<'a> {
    /// No teams yet.
    pub fn new(questionnaire: &'a Questionnaire, layout: &'a Layout) -> Self {
        let area = |area: &crate::questionnaire::Area| AreaSpread {
            id: area.id.clone(),
            axis: area.axis,
            teams: [0; 4],
            without: 0,
        };
        let questions = &questionnaire.questions;
        Self {
            questionnaire,
            layout,
            people: Table::new(layout),
            teams: 0,
            verdicts: VerdictCode::ALL.iter().map(|code| (code.word(), 0)).collect(),
            areas: questionnaire.areas.iter().map(area).collect(),
            levels: questions.iter().map(|question| vec![0; question.levels.into()]).collect(),
            means: vec![Moments::default(); questions.len()],
        }
    }

    /// How many people there are so far.
    pub const fn respondents(&self) -> u32 {
        self.people.respondents()
    }

    /// Puts a team in. Teams come in the order of their names, so that every digit is always the same.
    pub fn add(&mut self, team: &Team<'_>) {
        self.people.merge(team.table);
        self.teams += 1;
        *self.verdicts.entry(team.assessment.verdict.code.word()).or_default() += 1;
        for (spread, score) in self.areas.iter_mut().zip(&team.assessment.areas) {
            match score.score {
                Some(score) => spread.teams[quarter(score)] += 1,
                None => spread.without += 1,
            }
        }
        for (position, standing) in team.assessment.standings.iter().enumerate() {
            let Standing::Known(score) = standing else { continue };
            self.means[position].add(score.as_f64());
            let level = agreement::middle(team.table.tally(self.layout, position).levels).unwrap_or_default();
            self.levels[position][level] += 1;
        }
    }

    /// What all teams say together.
    pub fn finish(self) -> Overall {
        let spread = |(position, question): (usize, &Question)| {
            let tally = self.people.tally(self.layout, position);
            let (n, mean, sd) = mean_and_deviation(tally.levels);
            let lower = self.levels[position].iter().enumerate();
            let lower = lower.filter(|(level, _)| 2 * level < usize::from(question.top()));
            let deviation = self.means[position].deviation();
            QuestionSpread {
                id: question.id.clone(),
                n,
                counts: tally.levels.to_vec(),
                unknown: tally.unknown,
                not_applicable: tally.not_applicable,
                mean,
                sd,
                teams: self.levels[position].clone(),
                lacking: lower.map(|(_, teams)| teams).sum(),
                between_teams: deviation.map(|deviation| deviation * f64::from(question.top())),
            }
        };
        let questions: Vec<QuestionSpread> =
            self.questionnaire.questions.iter().enumerate().map(spread).collect();
        let practices = self.questionnaire.questions.iter().zip(&questions);
        let practices = practices
            .filter(|(question, _)| self.questionnaire.axis(question) == Axis::Adoption)
            .map(|(_, spread)| spread);
        let (mut differ, mut lacking): (Vec<&QuestionSpread>, Vec<&QuestionSpread>) =
            practices.map(|spread| (spread, spread)).unzip();
        differ.retain(|spread| spread.between_teams.is_some_and(|deviation| deviation > 0.0));
        differ.sort_by(|a, b| b.between_teams.unwrap_or(0.0).total_cmp(&a.between_teams.unwrap_or(0.0)));
        lacking.retain(|spread| spread.lacking > 0);
        lacking.sort_by_key(|spread| std::cmp::Reverse(spread.lacking));
        let ids = |spreads: Vec<&QuestionSpread>| {
            spreads.iter().take(MOST_NAMED).map(|spread| spread.id.clone()).collect()
        };
        let (differ, lacking) = (ids(differ), ids(lacking));
        Overall { teams: self.teams, verdicts: self.verdicts, areas: self.areas, questions, differ, lacking }
    }
}

/// In which quarter of the scale a score is.
fn quarter(score: Fraction) -> usize {
    usize::try_from((score * Fraction::whole(4)).floor()).unwrap_or_default().min(3)
}

#[cfg(test)]
mod tests;
