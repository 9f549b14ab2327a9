//! The assessment: both axes, the areas, and the verdict that follows (design, section 4).

use serde::{Deserialize, Serialize};

use crate::answers::{Answers, Choice, Form};
use crate::fraction::Fraction;
use crate::questionnaire::{Area, Axis, Question, Questionnaire};
use crate::score::{Item, Score, Set, Standing};

/// The line that parts "adopted" from "not adopted": 2.5 of 4, on average nearer to "this is how we work" than to
/// "partly" (design, section 4).
pub const ADOPTION_LINE: Fraction = Fraction::new(5, 8);

/// What follows from one questionnaire and where each of its questions stands.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Where each question stands, in the order of the questionnaire.
    pub standings: Vec<Standing>,
    /// The axis of practices.
    pub adoption: AxisScore,
    /// The axis of results.
    pub outcome: AxisScore,
    /// The areas, in the order of the questionnaire.
    pub areas: Vec<(String, Axis, Score)>,
    /// The verdict.
    pub verdict: Verdict,
}

/// The score of an axis and the line it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxisScore {
    /// The score.
    pub score: Score,
    /// The line, 0..1; for results it exists only where a measure has a level.
    pub line: Option<Fraction>,
    /// The line over all applicable measures, against which the bounds are held.
    pub line_of_applicable: Option<Fraction>,
}

/// The answer to "adopted, and did it work?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its code.
    pub code: VerdictCode,
    /// Whether none of the reasons for doubt holds. It speaks of the answers given, never of whether they are true.
    pub certain: bool,
    /// The reasons for doubt that hold.
    pub why: Vec<Reason>,
    /// The code where only DORA's delivery metrics count as results.
    pub dora_only: VerdictCode,
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

    /// The word of this code in files and text ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AdoptedAndWorking => "adopted-and-working",
            Self::AdoptedNotWorking => "adopted-not-working",
            Self::WorkingWithoutAdoption => "working-without-adoption",
            Self::NotAdopted => "not-adopted",
            Self::CannotTell => "cannot-tell",
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
    /// A score lies nearer to its line than the noise of answering.
    NearLine,
    /// The verdict differs without the traits that repeat a measure.
    Overlap,
}

impl Reason {
    /// The word of this reason in files and text ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NearLine => "near-line",
            Self::Overlap => "overlap",
        }
    }
}

/// Where each question of the questionnaire stands in one person's answers, in its order.
pub fn standings(questionnaire: &Questionnaire, answers: &Answers) -> Vec<Standing> {
    questionnaire
        .questions
        .iter()
        .map(|question| {
            if answers.form == Form::Short && !questionnaire.short_form.contains(&question.id) {
                return Standing::NotAsked;
            }
            match answers.get(&question.id).map(|answer| answer.choice) {
                Some(Choice::Level(level)) => Standing::Known(question.score(level)),
                Some(Choice::Unknown) => Standing::Unknown,
                Some(Choice::NotApplicable) => Standing::NotApplicable,
                None => Standing::Unanswered,
            }
        })
        .collect()
}

impl Assessment {
    /// The assessment that follows from where each question stands.
    pub fn of(questionnaire: &Questionnaire, standings: Vec<Standing>) -> Self {
        let placed = placed(questionnaire, &standings);
        let everything = |_: &Question| true;
        let adoption = axis_score(&placed, Axis::Adoption, everything);
        let outcome = axis_score(&placed, Axis::Outcome, everything);
        let area = |(position, area): (usize, &Area)| {
            let items = items(placed.iter().filter(|placed| placed.area == position));
            (area.id.clone(), area.axis, Score::of(Set::Area, &items))
        };
        let areas = questionnaire.areas.iter().enumerate().map(area).collect();
        let verdict = verdict(&placed, (adoption, outcome));
        Self { standings, adoption, outcome, areas, verdict }
    }

    /// The score of an axis.
    pub const fn axis(&self, axis: Axis) -> &AxisScore {
        match axis {
            Axis::Adoption => &self.adoption,
            Axis::Outcome => &self.outcome,
        }
    }
}

/// A question with its place: looked up once, since all sets of questions go by it.
struct Placed<'a> {
    question: &'a Question,
    standing: Standing,
    area: usize,
    axis: Axis,
}

fn placed<'a>(questionnaire: &'a Questionnaire, standings: &[Standing]) -> Vec<Placed<'a>> {
    let placed = |(question, standing): (&'a Question, &Standing)| {
        let area = questionnaire.areas.iter().position(|area| area.id == question.area).unwrap_or(usize::MAX);
        let axis =
            questionnaire.areas.get(area).map_or_else(|| questionnaire.axis(question), |area| area.axis);
        Placed { question, standing: *standing, area, axis }
    };
    questionnaire.questions.iter().zip(standings).map(placed).collect()
}

fn items<'a>(placed: impl Iterator<Item = &'a Placed<'a>>) -> Vec<Item> {
    placed.map(|placed| Item { weight: placed.question.weight, standing: placed.standing }).collect()
}

fn axis_score(placed: &[Placed<'_>], axis: Axis, wanted: impl Fn(&Question) -> bool) -> AxisScore {
    let on_axis = || placed.iter().filter(|placed| placed.axis == axis && wanted(placed.question));
    let line = |counts: fn(Standing) -> bool| match axis {
        Axis::Adoption => Some(ADOPTION_LINE),
        Axis::Outcome => typical_mean(on_axis().filter(|placed| counts(placed.standing))),
    };
    AxisScore {
        score: Score::of(Set::Axis, &items(on_axis())),
        line: line(|standing| standing.value().is_some()),
        line_of_applicable: line(Standing::is_applicable),
    }
}

/// The weighted mean of the typical answers to these measures; a measure without a typical answer takes the middle of
/// its scale.
fn typical_mean<'a>(placed: impl Iterator<Item = &'a Placed<'a>>) -> Option<Fraction> {
    let typical = |placed: &Placed<'_>| {
        let question = placed.question;
        let typical = question.typical.as_ref().map(|typical| question.score(typical.level));
        let value = typical.unwrap_or_else(|| Fraction::new(1, 2));
        Item { weight: question.weight, standing: Standing::Known(value) }
    };
    Score::of(Set::Area, &placed.map(typical).collect::<Vec<_>>()).score
}

fn code(adoption: &AxisScore, outcome: &AxisScore) -> VerdictCode {
    let reached = |axis: &AxisScore| Some(axis.score.score? >= axis.line?);
    match (reached(adoption), reached(outcome)) {
        (Some(true), Some(true)) => VerdictCode::AdoptedAndWorking,
        (Some(true), Some(false)) => VerdictCode::AdoptedNotWorking,
        (Some(false), Some(true)) => VerdictCode::WorkingWithoutAdoption,
        (Some(false), Some(false)) => VerdictCode::NotAdopted,
        (None, _) | (_, None) => VerdictCode::CannotTell,
    }
}

fn verdict(placed: &[Placed<'_>], (adoption, outcome): (AxisScore, AxisScore)) -> Verdict {
    let code_now = code(&adoption, &outcome);
    let without_repeats = axis_score(placed, Axis::Adoption, |question| !question.repeats_a_measure());
    let dora = axis_score(placed, Axis::Outcome, |question| question.dora);
    let axes = [&adoption, &outcome];
    let reasons = [
        (Reason::Missing, axes.iter().any(|axis| could_cross(axis) || lacks_answers(axis))),
        (Reason::NearLine, axes.iter().any(|axis| is_near_line(axis))),
        (Reason::Overlap, code(&without_repeats, &outcome) != code_now),
    ];
    let why: Vec<Reason> = reasons.iter().filter(|(_, holds)| *holds).map(|(reason, _)| *reason).collect();
    let certain = why.is_empty() && code_now != VerdictCode::CannotTell;
    Verdict { code: code_now, certain, why, dora_only: code(&adoption, &dora) }
}

/// Whether the bounds lie on different sides of the line over all applicable questions.
fn could_cross(axis: &AxisScore) -> bool {
    match (axis.score.low, axis.score.high, axis.line_of_applicable) {
        (Some(low), Some(high), Some(line)) => (low >= line) != (high >= line),
        _ => false,
    }
}

/// Whether the axis has no score because answers are missing.
fn lacks_answers(axis: &AxisScore) -> bool {
    axis.score.score.is_none() && axis.score.counts.answered < axis.score.counts.applicable
}

/// Whether the score lies nearer to its line than 0.3/√answered, which assumes 0.6 of a level of noise in an
/// answer (design, section 4). Squared, so that it stays exact: (score − line)² · answered < 9/100.
fn is_near_line(axis: &AxisScore) -> bool {
    let (Some(score), Some(line)) = (axis.score.score, axis.line) else { return false };
    let answered = Fraction::whole(i128::try_from(axis.score.counts.answered).unwrap_or(i128::MAX));
    let distance = score - line;
    distance * distance * answered < Fraction::new(9, 100)
}

#[cfg(test)]
mod tests;
