//! What all teams of an organisation say together, put together team by team.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assessment::VerdictCode;
use crate::questionnaire::{Area, Axis, Question, Questionnaire};
use crate::report::org::{RowQuestion, Team};
use crate::score::{Standing, quarter};
use crate::team::{Layout, Table, agreement};
use crate::text::Word;

/// This many practices are named where teams differ most, and that many teams lack.
const MOST_NAMED: usize = 5;

/// What all teams say together.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Overall {
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
    pub id: String,
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
    pub id: String,
    /// What all people answered.
    #[serde(flatten)]
    pub people: RowQuestion<'static>,
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
pub(super) struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Welford's way, which does not lose digits.
    pub(super) fn add(&mut self, value: f64) {
        self.n += 1.0;
        let before = value - self.mean;
        self.mean += before / self.n;
        self.squares += before * (value - self.mean);
    }

    pub(super) fn deviation(self) -> Option<f64> {
        (self.n > 1.0).then(|| (self.squares / (self.n - 1.0)).sqrt())
    }
}

impl<'a> Summing<'a> {
    /// No teams yet.
    pub fn new(questionnaire: &'a Questionnaire, layout: &'a Layout) -> Self {
        let area =
            |area: &Area| AreaSpread { id: area.id.clone(), axis: area.axis, teams: [0; 4], without: 0 };
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

    /// Puts a team in. Teams come in the order of their names, so that every digit is always the same.
    pub fn add(&mut self, team: &Team<'_>) {
        self.people.merge(team.table);
        self.teams += 1;
        *self.verdicts.entry(team.assessment.verdict.code.word()).or_default() += 1;
        for (spread, (score, _)) in self.areas.iter_mut().zip(&team.assessment.areas) {
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
            let lower = self.levels[position].iter().enumerate();
            let lower = lower.filter(|(level, _)| 2 * level < usize::from(question.top()));
            let deviation = self.means[position].deviation();
            QuestionSpread {
                id: question.id.clone(),
                people: RowQuestion::of(tally, tally.levels.to_vec()),
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
