//! The assessment: both axes, the areas, and the verdict that follows (design, section 4).

mod assessor;

use serde::{Deserialize, Serialize};

use crate::answers::{Answer, Answers, Choice, Form};
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Questionnaire};
use crate::score::{Score, Standing};

/// The line that parts "adopted" from "not adopted": 2.5 of 4, on average nearer to "this is how we work" than to
/// "partly" (design, section 4).
pub const ADOPTION_LINE: Fraction = Fraction::new(5, 8);

/// What follows from one questionnaire and the state of each of its questions.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The state of each question, in the order of the questionnaire.
    pub standings: Vec<Standing>,
    pub adoption: AxisScore,
    pub outcome: AxisScore,
    /// The scores of the areas, in the order of the questionnaire.
    pub areas: Vec<Score>,
    pub verdict: Verdict,
    /// The positions of the contradictions of the questionnaire that hold.
    pub contradictions: Vec<usize>,
}

/// The score of an axis, the line it is held against, and what casts doubt on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisScore {
    pub score: Score,
    /// The line, 0..1; for results it exists only where a measure has a level.
    pub line: Option<Fraction>,
    /// The line over all applicable measures, against which the bounds are held.
    pub line_of_applicable: Option<Fraction>,
    /// The reasons for doubt that hold on this axis.
    pub why: Vec<Reason>,
    /// The position of the open question that could move the axis most; `None` unless answers are missing.
    pub decides: Option<usize>,
    /// How many of its answers are proposals.
    pub proposals: usize,
}

impl AxisScore {
    /// How sure the axis is.
    pub fn sure(&self) -> Sure {
        if self.score.score.is_none() || self.why.contains(&Reason::Missing) {
            Sure::Open
        } else if self.why.is_empty() && self.proposals == 0 {
            Sure::Firm
        } else {
            Sure::Leaning
        }
    }

    /// Whether the score is at or above the line; `None` without a score.
    pub fn reached(&self) -> Option<bool> {
        Some(self.score.score? >= self.line?)
    }
}

/// How sure the answer of an axis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// No open question and no answer one level off could change it.
    Firm,
    /// Near its line, resting on what repeats a result, on answers that contradict each other, or on proposals.
    Leaning,
    /// Unanswered questions could change it, or there is no score.
    Open,
}

/// The answer to "adopted, and did it work?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub code: VerdictCode,
    /// Whether none of the reasons for doubt holds. It is about the answers given, not about whether they are true.
    pub certain: bool,
    pub why: Vec<Reason>,
    /// The code where only DORA's delivery metrics count as results.
    pub dora_only: VerdictCode,
    /// How many answers are proposals; with any, the verdict is not certain.
    pub proposals: usize,
}

/// The five verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VerdictCode {
    /// Both axes at or above their lines.
    AdoptedAndWorking,
    /// Practices at or above the line, results below.
    AdoptedNotWorking,
    /// Practices below the line, results at or above.
    WorkingWithoutAdoption,
    /// Both below.
    NotAdopted,
    /// An axis has no score.
    CannotTell,
}

impl VerdictCode {
    /// All codes.
    pub const ALL: [Self; 5] = [
        Self::AdoptedAndWorking,
        Self::AdoptedNotWorking,
        Self::WorkingWithoutAdoption,
        Self::NotAdopted,
        Self::CannotTell,
    ];

    /// The verdict that follows from whether each axis reached its line; `None` if it has no score.
    pub const fn of(adopted: Option<bool>, works: Option<bool>) -> Self {
        match (adopted, works) {
            (Some(true), Some(true)) => Self::AdoptedAndWorking,
            (Some(true), Some(false)) => Self::AdoptedNotWorking,
            (Some(false), Some(true)) => Self::WorkingWithoutAdoption,
            (Some(false), Some(false)) => Self::NotAdopted,
            (None, _) | (_, None) => Self::CannotTell,
        }
    }
}

/// Why a verdict only leans one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// What is not known could carry an axis across its line.
    Missing,
    /// A score is nearer to its line than the noise of answering.
    NearLine,
    /// The verdict differs without the traits that repeat a measure.
    Overlap,
    /// Two answers that the questionnaire declares impossible together.
    Contradiction,
}

/// The state of each question in one person's answers, in its order.
pub fn standings(questionnaire: &Questionnaire, answers: &Answers) -> Vec<Standing> {
    questionnaire
        .questions
        .iter()
        .map(|question| {
            if answers.form == Form::Short && !questionnaire.short_form.contains(&question.id) {
                return Standing::NotAsked;
            }
            match answers.choice(&question.id) {
                Some(Choice::Level(level)) => Standing::Known(question.score(level)),
                Some(Choice::Unknown) => Standing::Unknown,
                Some(Choice::NotApplicable) => Standing::NotApplicable,
                None => Standing::Unanswered,
            }
        })
        .collect()
}

impl Assessment {
    /// The assessment that follows from the state of each question.
    pub fn of(questionnaire: &Questionnaire, standings: Vec<Standing>) -> Self {
        assessor::assess(questionnaire, standings)
    }

    /// The same assessment if the answers that `answers` marks as proposals are not confirmed yet: nothing is firm
    /// that rests on one.
    #[must_use]
    pub fn with_proposals_of(mut self, questionnaire: &Questionnaire, answers: &Answers) -> Self {
        let proposed =
            |(id, answer): &&(String, Answer)| answer.proposed && questionnaire.question(id).is_some();
        for (id, _) in answers.given.iter().filter(proposed) {
            let axis = questionnaire.question(id).map(|question| questionnaire.axis(question));
            match axis {
                Some(Axis::Adoption) => self.adoption.proposals += 1,
                Some(Axis::Outcome) => self.outcome.proposals += 1,
                None => {}
            }
        }
        self.verdict.proposals = self.adoption.proposals + self.outcome.proposals;
        self.verdict.certain &= self.verdict.proposals == 0;
        self
    }

    /// The score of an axis.
    pub const fn axis(&self, axis: Axis) -> &AxisScore {
        axis.pick(&self.adoption, &self.outcome)
    }
}

#[cfg(test)]
mod tests;
