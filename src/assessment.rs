//! The assessment: both axes, the areas, and the verdict that follows (design, section 4).

use serde::{Deserialize, Serialize};

use crate::answers::{Answers, Choice, Form};
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Question, Questionnaire};
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
    /// The scores of the areas, in the order of the questionnaire.
    pub areas: Vec<Score>,
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
        Assessor::new(questionnaire).assess(standings)
    }

    /// The score of an axis.
    pub const fn axis(&self, axis: Axis) -> &AxisScore {
        match axis {
            Axis::Adoption => &self.adoption,
            Axis::Outcome => &self.outcome,
        }
    }
}

/// All that an assessment needs of a questionnaire, looked up once for any number of assessments: the sets of questions
/// by their positions, and what each question counts.
#[derive(Clone, Debug)]
pub struct Assessor {
    areas: Vec<Vec<usize>>,
    axes: [Vec<usize>; 2],
    /// The practices that do not repeat a measure.
    without_repeats: Vec<usize>,
    /// DORA's delivery metrics.
    dora: Vec<usize>,
    weights: Vec<u32>,
    /// The score of the typical answer; where there is none, the middle of the scale.
    typical: Vec<Fraction>,
}

impl Assessor {
    /// What assessments of a questionnaire need.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let Questionnaire { areas, questions, .. } = questionnaire;
        let area = |question: &Question| areas.iter().position(|area| area.id == question.area);
        let placed = |question| {
            let area: Option<usize> = area(question);
            let axis = area.and_then(|area| areas.get(area)).map(|area| area.axis);
            (question, area, axis.unwrap_or_else(|| questionnaire.axis(question)))
        };
        let placed: Vec<(&Question, Option<usize>, Axis)> = questions.iter().map(placed).collect();
        let set = |belongs: &dyn Fn(&Question, Option<usize>, Axis) -> bool| -> Vec<usize> {
            let all = placed.iter().enumerate();
            all.filter(|(_, (question, area, axis))| belongs(question, *area, *axis))
                .map(|(position, _)| position)
                .collect()
        };
        let of_axis = |axis: Axis| set(&|_, _, its| its == axis);
        let typical = |question: &Question| {
            let typical = question.typical.as_ref().map(|typical| question.score(typical.level));
            typical.unwrap_or_else(|| Fraction::new(1, 2))
        };
        Self {
            areas: (0..areas.len()).map(|area| set(&|_, its, _| its == Some(area))).collect(),
            axes: Axis::ALL.map(of_axis),
            without_repeats: set(&|question, _, axis| {
                axis == Axis::Adoption && !question.repeats_a_measure()
            }),
            dora: set(&|question, _, axis| axis == Axis::Outcome && question.dora),
            weights: questions.iter().map(|question| question.weight).collect(),
            typical: questions.iter().map(typical).collect(),
        }
    }

    /// The assessment that follows from where each question stands.
    pub fn assess(&self, standings: Vec<Standing>) -> Assessment {
        let [adoption, outcome] = Axis::ALL.map(|axis| self.axis(axis, &standings));
        let area = |area: &Vec<usize>| Score::of(Set::Area, self.items(area, &standings));
        let areas = self.areas.iter().map(area).collect();
        let verdict = self.verdict((&adoption, &outcome), &standings);
        Assessment { standings, adoption, outcome, areas, verdict }
    }

    fn items(&self, set: &[usize], standings: &[Standing]) -> impl Iterator<Item = Item> {
        set.iter()
            .filter_map(|at| Some(Item { weight: *self.weights.get(*at)?, standing: *standings.get(*at)? }))
    }

    fn axis(&self, axis: Axis, standings: &[Standing]) -> AxisScore {
        let set = &self.axes[axis as usize];
        let line = |counts: fn(Standing) -> bool| match axis {
            Axis::Adoption => Some(ADOPTION_LINE),
            Axis::Outcome => self.typical_mean(set, standings, counts),
        };
        AxisScore {
            score: Score::of(Set::Axis, self.items(set, standings)),
            line: line(Standing::is_known),
            line_of_applicable: line(Standing::is_applicable),
        }
    }

    /// The weighted mean of the typical answers to those measures whose standing counts.
    fn typical_mean(
        &self,
        set: &[usize],
        standings: &[Standing],
        counts: fn(Standing) -> bool,
    ) -> Option<Fraction> {
        let counted = set.iter().filter(|at| standings.get(**at).copied().is_some_and(counts));
        let typical = |at: &usize| {
            Some(Item { weight: *self.weights.get(*at)?, standing: Standing::Known(*self.typical.get(*at)?) })
        };
        Score::alone(Set::Area, counted.filter_map(typical))
    }

    fn verdict(&self, (adoption, outcome): (&AxisScore, &AxisScore), standings: &[Standing]) -> Verdict {
        let reached = |axis: &AxisScore| Some(axis.score.score? >= axis.line?);
        let (adopted, works) = (reached(adoption), reached(outcome));
        let alone = |set: &[usize]| Score::alone(Set::Axis, self.items(set, standings));
        let adopted_without_repeats = alone(&self.without_repeats).map(|score| score >= ADOPTION_LINE);
        let dora = alone(&self.dora).zip(self.typical_mean(&self.dora, standings, Standing::is_known));
        let axes = [adoption, outcome];
        let code_now = code(adopted, works);
        let reasons = [
            (Reason::Missing, axes.iter().any(|axis| could_cross(axis) || lacks_answers(axis))),
            (Reason::NearLine, axes.iter().any(|axis| is_near_line(axis))),
            (Reason::Overlap, code(adopted_without_repeats, works) != code_now),
        ];
        let why: Vec<Reason> =
            reasons.iter().filter(|(_, holds)| *holds).map(|(reason, _)| *reason).collect();
        let certain = why.is_empty() && code_now != VerdictCode::CannotTell;
        let dora_only = code(adopted, dora.map(|(score, line)| score >= line));
        Verdict { code: code_now, certain, why, dora_only }
    }
}

/// The verdict that follows from whether each axis reached its line; nothing where it has no score.
const fn code(adopted: Option<bool>, works: Option<bool>) -> VerdictCode {
    match (adopted, works) {
        (Some(true), Some(true)) => VerdictCode::AdoptedAndWorking,
        (Some(true), Some(false)) => VerdictCode::AdoptedNotWorking,
        (Some(false), Some(true)) => VerdictCode::WorkingWithoutAdoption,
        (Some(false), Some(false)) => VerdictCode::NotAdopted,
        (None, _) | (_, None) => VerdictCode::CannotTell,
    }
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
    let distance = score - line;
    let answered = i128::try_from(axis.score.counts.answered).unwrap_or(i128::MAX);
    // Both squares stay below 2¹⁰⁶: no fraction keeps a denominator above 2⁵², and scores and lines lie in 0..1.
    let [above, below] = [distance.numerator(), distance.denominator()].map(|side| side.saturating_mul(side));
    above.saturating_mul(answered).saturating_mul(100) < below.saturating_mul(9)
}

#[cfg(test)]
mod tests;
