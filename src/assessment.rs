//! The assessment: both axes, the areas, and the verdict that follows (design, section 4).

mod assessor;

use serde::{Deserialize, Serialize};

use crate::answers::{Answers, Choice, Form};
use crate::fraction::Fraction;
use crate::questionnaire::{Axes, Axis, Questionnaire};
use crate::score::{Counts, Score, Standing};

/// The line that parts "adopted" from "not adopted": 2.5 of 4, on average nearer to "this is how we work" than to
/// "partly" (design, section 4).
pub const ADOPTION_LINE: Fraction = Fraction::new(5, 8);

/// What follows from one questionnaire and the state of each of its questions.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// The state of each question, in the order of the questionnaire.
    pub standings: Vec<Standing>,
    pub axes: Axes<AxisScore>,
    /// The scores of the areas, in the order of the questionnaire.
    pub areas: Vec<(Score, Counts)>,
    pub verdict: Verdict,
    /// The positions of the contradictions of the questionnaire that hold.
    pub contradictions: Vec<usize>,
}

/// The score of an axis, the line it is held against, and what casts doubt on it; scores and lines
/// are fractions 0..1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AxisPart"))]
pub struct AxisScore {
    #[serde(flatten)]
    pub score: Score,
    /// The line that parts yes from no; for results it exists only where a measure has a level.
    pub line: Option<Fraction>,
    /// The line over all applicable measures, against which the bounds are held.
    #[serde(skip)]
    pub line_of_applicable: Option<Fraction>,
    pub sure: Sure,
    /// What makes it less than firm, where answers and not proposals do.
    pub why: Vec<Reason>,
    /// The id of the open question that could move the axis most; none unless answers are missing.
    pub decides: Option<String>,
    /// Answers that nobody has confirmed yet.
    #[serde(skip_serializing_if = "is_zero")]
    pub proposals: usize,
    #[serde(flatten)]
    pub counts: Counts,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl AxisScore {
    fn judged(self) -> Self {
        let sure = if self.score.score.is_none() || self.why.contains(&Reason::Missing) {
            Sure::Open
        } else if self.why.is_empty() && self.proposals == 0 {
            Sure::Firm
        } else {
            Sure::Leaning
        };
        Self { sure, ..self }
    }

    /// Whether the score is at or above the line; `None` without a score.
    pub fn reached(&self) -> Option<bool> {
        Some(self.score.score? >= self.line?)
    }

    /// Whether there are questions on it at all; a custom pack may have one axis only.
    pub const fn is_asked(&self) -> bool {
        self.counts.asked > 0
    }

    /// Whether so few of its questions apply that there is no score, however many are answered.
    pub const fn few_apply(&self) -> bool {
        2 * self.counts.applicable < self.counts.asked
    }
}

impl Axes<AxisScore> {
    /// The same with how sure each is, once everything else about them is known.
    fn judged(self) -> Self {
        Self { adoption: self.adoption.judged(), outcome: self.outcome.judged() }
    }

    /// The axes that were asked about, with their parts.
    pub fn asked(&self) -> impl Iterator<Item = (Axis, &AxisScore)> {
        Axis::ALL.into_iter().map(|axis| (axis, self.get(axis))).filter(|(_, part)| part.is_asked())
    }

    /// The only axis that was asked about, where it is one.
    pub fn only(&self) -> Option<(Axis, &AxisScore)> {
        let mut asked = self.asked();
        asked.next().filter(|_| asked.next().is_none())
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
        for (id, _) in answers.given.iter().filter(|(_, answer)| answer.proposed) {
            if let Some(question) = questionnaire.question(id) {
                self.axes.get_mut(questionnaire.axis(question)).proposals += 1;
                self.verdict.proposals += 1;
            }
        }
        self.verdict.certain &= self.verdict.proposals == 0;
        self.axes = self.axes.judged();
        self
    }
}

#[cfg(test)]
mod tests;
