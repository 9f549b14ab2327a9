//! Over time: what changed between dated assessments of one team, and whether it can be distinguished from chance.
//!
//! One person's changes are reported as changes of answers, without statistics. For several people there is one test for
//! each axis ([`people`]), never one for each question.

pub mod people;
pub mod permutation;

use std::cmp::Ordering;

use serde::Serialize;

use crate::advice::{self, Action, NextStep, Position};
use crate::answers::{Answers, Form, StepMark};
use crate::assessment::{Assessment, standings};
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Question, Questionnaire, Version};
use crate::score::{Item, Score, Set, Standing};
use crate::team::standing;
use crate::team::{Layout, Table};
use crate::trend::people::Person;

/// A team at one date.
#[derive(Clone, Debug)]
pub struct Point {
    /// How this date is named to people: the date, or the name of the file where it has none.
    pub label: String,
    pub date: Option<String>,
    /// The earliest date of several people's answers, else the same date.
    pub since: Option<String>,
    /// Which questions were asked.
    pub form: Form,
    /// The version of the questionnaire that was answered.
    pub version: Version,
    pub assessment: Assessment,
    /// The team's state in whole levels, by which steps are taken: several people by their median.
    pub ground: Vec<Standing>,
    /// The next steps that were named then, best first.
    pub steps: Vec<NextStep>,
    /// What the answers say became of earlier steps, by the id of the step.
    pub marks: Vec<(String, StepMark)>,
    /// The real number behind each answer, in the order of the questionnaire.
    pub values: Vec<Option<f64>>,
    /// Those who answered; empty for what a team agreed on.
    pub people: Vec<Person>,
}

impl Point {
    /// The point of one person's answers, or of answers that a team agreed on. `name` is shown if the answers have
    /// no date.
    pub fn of(questionnaire: &Questionnaire, answers: &Answers, name: &str) -> Self {
        let assessment = Assessment::of(questionnaire, standings(questionnaire, answers));
        let value = |question: &Question| answers.get(&question.id).and_then(|answer| answer.value);
        Self {
            label: answers.date.clone().unwrap_or_else(|| name.to_owned()),
            date: answers.date.clone(),
            since: answers.date.clone(),
            form: answers.form,
            version: answers.version,
            ground: assessment.standings.clone(),
            steps: advice::next_steps(questionnaire, &assessment.standings, assessment.verdict.code),
            values: questionnaire.questions.iter().map(value).collect(),
            marks: answers.steps.clone(),
            people: if answers.agreed { Vec::new() } else { vec![Person::of(questionnaire, answers)] },
            assessment,
        }
    }

    /// The point of several people's answers about the same service (design, section 7). Real numbers behind answers
    /// are left out: each of them is one person's.
    pub fn of_people(questionnaire: &Questionnaire, people: &[Answers], name: &str) -> Self {
        let layout = Layout::new(questionnaire);
        let table = Table::of_people(questionnaire, &layout, people);
        let standings = standing::of(questionnaire, &layout, &table);
        let assessment = Assessment::of(questionnaire, standings.scores);
        let date = people.iter().filter_map(|answers| answers.date.clone()).max();
        Self {
            label: date.clone().unwrap_or_else(|| name.to_owned()),
            since: people.iter().filter_map(|answers| answers.date.clone()).min(),
            date,
            form: table.form(),
            version: people.iter().map(|answers| answers.version).min().unwrap_or(questionnaire.version),
            steps: advice::next_steps(questionnaire, &standings.steps, assessment.verdict.code),
            ground: standings.steps,
            values: vec![None; questionnaire.questions.len()],
            marks: Vec::new(),
            people: people.iter().map(|answers| Person::of(questionnaire, answers)).collect(),
            assessment,
        }
    }

    /// Whether both answered the same questions: patches of a version change no question.
    fn is_of_version(&self, other: &Self) -> bool {
        (self.version.major, self.version.minor) == (other.version.major, other.version.minor)
    }
}

/// Months from one date to a later one; `None` backwards and where one is missing.
pub fn months(first: Option<&str>, last: Option<&str>) -> Option<usize> {
    let of = |date: Option<&str>| {
        let mut parts = date?.split('-');
        let year: usize = parts.next()?.parse().ok()?;
        let month: usize = parts.next()?.parse().ok()?;
        Some(12 * year + month)
    };
    of(last)?.checked_sub(of(first)?)
}

/// How an answer changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Its level is higher.
    Rose,
    /// Its level is lower.
    Fell,
    /// It has a level now.
    BecameKnown,
    /// It has no level any more.
    BecameUnknown,
    /// The question does not apply any more.
    StoppedApplying,
    /// The question applies now.
    AppliesAgain,
    /// It was asked or answered in one of two forms or versions only, so that nothing can be compared.
    OnlyInOne,
}

impl ChangeKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Rose,
        Self::Fell,
        Self::BecameKnown,
        Self::BecameUnknown,
        Self::StoppedApplying,
        Self::AppliesAgain,
        Self::OnlyInOne,
    ];
}

/// What is behind a question at one date: null is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LevelPart"))]
#[serde(untagged)]
pub enum Shown {
    Level(u8),
    /// Several people's mean level.
    Mean(f64),
    /// `unknown` or `not-applicable`.
    Word(&'static str),
}

impl Shown {
    /// The level behind a score on a scale from 0 to `top`, or the word that takes its place.
    pub fn of(standing: Standing, top: u8) -> Option<Self> {
        match standing {
            Standing::Known(score) => {
                let level = score.as_f64() * f64::from(top);
                let whole = (0..=top).find(|whole| (f64::from(*whole) - level).abs() < 1e-9);
                Some(whole.map_or(Self::Mean(level), Self::Level))
            }
            Standing::Unknown => Some(Self::Word("unknown")),
            Standing::NotApplicable => Some(Self::Word("not-applicable")),
            Standing::Unanswered | Standing::NotAsked => None,
        }
    }
}

/// One answer that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ChangePart"))]
pub struct Change {
    pub id: String,
    /// What it was.
    pub from: Option<Shown>,
    /// What it is.
    pub to: Option<Shown>,
    pub kind: ChangeKind,
}

/// Every answer that changed, in the order of the questionnaire.
///
/// Between two versions of the questionnaire a question without any answer at one date counts as not being in that
/// version: nothing in the file says otherwise.
pub fn changes(questionnaire: &Questionnaire, before: &Point, after: &Point) -> Vec<Change> {
    let same_version = before.is_of_version(after);
    let both = before.assessment.standings.iter().zip(&after.assessment.standings);
    let all = questionnaire.questions.iter().zip(both).filter_map(|(question, (from, to))| {
        let kind = kind(*from, *to, same_version)?;
        let [from, to] = [from, to].map(|standing| Shown::of(*standing, question.top()));
        Some(Change { id: question.id.clone(), from, to, kind })
    });
    all.collect()
}

fn kind(from: Standing, to: Standing, same_version: bool) -> Option<ChangeKind> {
    let is_missing = |standing: Standing| match standing {
        Standing::NotAsked => true,
        Standing::Unanswered => !same_version,
        _ => false,
    };
    match (from, to) {
        // Neither an answer nor a place where one could have been.
        (Standing::NotAsked | Standing::Unanswered, Standing::NotAsked | Standing::Unanswered) => None,
        _ if is_missing(from) || is_missing(to) => Some(ChangeKind::OnlyInOne),
        (Standing::NotApplicable, Standing::NotApplicable) => None,
        (Standing::NotApplicable, _) => Some(ChangeKind::AppliesAgain),
        (_, Standing::NotApplicable) => Some(ChangeKind::StoppedApplying),
        (Standing::Known(from), Standing::Known(to)) => match to.cmp(&from) {
            Ordering::Greater => Some(ChangeKind::Rose),
            Ordering::Less => Some(ChangeKind::Fell),
            Ordering::Equal => None,
        },
        (Standing::Known(_), _) => Some(ChangeKind::BecameUnknown),
        (_, Standing::Known(_)) => Some(ChangeKind::BecameKnown),
        _ => None,
    }
}

/// One axis over the questions that have a level at two dates; scores are fractions 0..1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "LikeForLikePart"))]
pub struct LikeForLike {
    pub questions: usize,
    pub from: Fraction,
    pub to: Fraction,
}

/// An axis over the questions that have a level at both dates, so that what became known or stopped applying moves
/// nothing; `None` if there are none.
pub fn like_for_like(
    questionnaire: &Questionnaire,
    axis: Axis,
    before: &Point,
    after: &Point,
) -> Option<LikeForLike> {
    let both = before.assessment.standings.iter().zip(&after.assessment.standings);
    let shared: Vec<(u32, Standing, Standing)> = questionnaire
        .questions
        .iter()
        .zip(both)
        .filter(|(question, _)| questionnaire.axis(question) == axis)
        .filter(|(_, (from, to))| from.value().is_some() && to.value().is_some())
        .map(|(question, (from, to))| (question.weight, *from, *to))
        .collect();
    let mean = |standing: fn(&(u32, Standing, Standing)) -> Standing| {
        let item = |entry: &(u32, Standing, Standing)| Item { weight: entry.0, standing: standing(entry) };
        Score::value(Set::Area, shared.iter().map(item))
    };
    Some(LikeForLike { questions: shared.len(), from: mean(|entry| entry.1)?, to: mean(|entry| entry.2)? })
}

/// What became of a next step by the following date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// The level that it led to is reached, or what was to be found out is known.
    Taken,
    /// It is not.
    Open,
    /// The trait does not apply any more.
    NoLongerApplies,
    /// The answers do not say.
    CannotTell,
    /// The team says that it was taken.
    Done,
    /// The team works on it.
    UnderWay,
    /// The team will not take it.
    Dropped,
}

impl From<StepMark> for StepState {
    fn from(mark: StepMark) -> Self {
        match mark {
            StepMark::Done => Self::Done,
            StepMark::UnderWay => Self::UnderWay,
            StepMark::Dropped => Self::Dropped,
        }
    }
}

/// What became of the next steps that were named at one date by a later one.
pub fn step_states<'a>(
    questionnaire: &Questionnaire,
    before: &'a Point,
    after: &Point,
) -> Vec<(&'a NextStep, StepState)> {
    let position = |id: &String| {
        let place = questionnaire.position(id)?;
        let standing = after.ground.get(place)?;
        Some(Position::of(&questionnaire.questions[place], *standing))
    };
    let state = |step: &NextStep| match (step.action, step.trait_id.as_ref().and_then(position)) {
        (_, Some(Position::NotApplicable)) => StepState::NoLongerApplies,
        (Action::Do { from }, Some(Position::At(level))) if level <= from => StepState::Open,
        (Action::FindOut, Some(Position::Open)) => StepState::Open,
        (Action::Do { .. } | Action::FindOut, Some(Position::At(_))) => StepState::Taken,
        (Action::Do { .. } | Action::Measure, _) | (_, None) => StepState::CannotTell,
    };
    let said =
        |step: &NextStep| after.marks.iter().find(|(id, _)| *id == step.id()).map(|(_, mark)| (*mark).into());
    // What the answers show counts before what the team says.
    let of = |step| match state(step) {
        StepState::Taken => StepState::Taken,
        shown => said(step).unwrap_or(shown),
    };
    before.steps.iter().map(|step| (step, of(step))).collect()
}

#[cfg(test)]
mod tests;
