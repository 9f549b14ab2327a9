//! How an assessment follows from where each question stands: scores, lines, reasons for doubt, the verdict.

use crate::assessment::{ADOPTION_LINE, Assessment, AxisScore, Reason, Verdict, VerdictCode};
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, LevelRange, Question, Questionnaire};
use crate::score::{Item, Score, Set, Standing};

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
    contradictions: Vec<[Choices; 2]>,
}

/// The scores of one question that a contradiction is about.
#[derive(Clone, Copy, Debug)]
struct Choices {
    position: usize,
    axis: Axis,
    lowest: Fraction,
    highest: Fraction,
}

impl Choices {
    fn of(questionnaire: &Questionnaire, range: &LevelRange) -> Option<Self> {
        let position = questionnaire.questions.iter().position(|question| question.id == range.id)?;
        let question = questionnaire.questions.get(position)?;
        Some(Self {
            position,
            axis: questionnaire.axis(question),
            lowest: question.score(range.from),
            highest: question.score(range.to),
        })
    }

    fn hold(&self, standings: &[Standing]) -> bool {
        let score = standings.get(self.position).and_then(|standing| standing.value());
        score.is_some_and(|score| self.lowest <= score && score <= self.highest)
    }
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
            contradictions: questionnaire
                .contradictions
                .iter()
                .filter_map(|pair| {
                    let [a, b] = [&pair.a, &pair.b].map(|range| Choices::of(questionnaire, range));
                    Some([a?, b?])
                })
                .collect(),
        }
    }

    /// The assessment that follows from the state of each question.
    pub fn assess(&self, standings: Vec<Standing>) -> Assessment {
        let contradictions: Vec<usize> = self.contradicting(&standings).collect();
        let [mut adoption, mut outcome] = Axis::ALL.map(|axis| self.axis(axis, &standings));
        for choices in contradictions.iter().filter_map(|at| self.contradictions.get(*at)).flatten() {
            let axis = if choices.axis == Axis::Adoption { &mut adoption } else { &mut outcome };
            if !axis.why.contains(&Reason::Contradiction) {
                axis.why.push(Reason::Contradiction);
            }
        }
        let area = |area: &Vec<usize>| Score::of(Set::Area, self.items(area, &standings));
        let areas = self.areas.iter().map(area).collect();
        let verdict = self.verdict((&adoption, &outcome), &standings);
        Assessment { standings, adoption, outcome, areas, verdict, contradictions }
    }

    /// The positions of the contradictions that hold.
    fn contradicting<'a>(&'a self, standings: &'a [Standing]) -> impl Iterator<Item = usize> + 'a {
        let pairs = self.contradictions.iter().enumerate();
        pairs.filter(|(_, pair)| pair.iter().all(|choices| choices.hold(standings))).map(|(at, _)| at)
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
        let mut found = AxisScore {
            score: Score::of(Set::Axis, self.items(set, standings)),
            line: line(Standing::is_known),
            line_of_applicable: line(Standing::is_applicable),
            why: Vec::new(),
            decides: None,
            proposals: 0,
        };
        let reasons = [
            (Reason::Missing, could_cross(&found) || lacks_answers(&found)),
            (Reason::NearLine, is_near_line(&found)),
            (Reason::Overlap, axis == Axis::Adoption && self.hangs_on_repeats(&found, standings)),
        ];
        found.why = reasons.iter().filter(|(_, holds)| *holds).map(|(reason, _)| *reason).collect();
        found.decides =
            found.why.contains(&Reason::Missing).then(|| self.weightiest_open(set, standings)).flatten();
        found
    }

    /// Whether the practices lie on the other side of their line, or have no score, without those that repeat a measure.
    fn hangs_on_repeats(&self, adoption: &AxisScore, standings: &[Standing]) -> bool {
        let without = Score::alone(Set::Axis, self.items(&self.without_repeats, standings));
        adoption.reached().is_some_and(|reached| without.map(|score| score >= ADOPTION_LINE) != Some(reached))
    }

    /// The first of the open questions that weigh most.
    fn weightiest_open(&self, set: &[usize], standings: &[Standing]) -> Option<usize> {
        let is_open = |at: &&usize| standings.get(**at).is_some_and(|standing| standing.is_open());
        let open = set.iter().filter(is_open);
        open.min_by_key(|at| std::cmp::Reverse(self.weights.get(**at))).copied()
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

    fn verdict(&self, axes: (&AxisScore, &AxisScore), standings: &[Standing]) -> Verdict {
        let (adopted, works) = (axes.0.reached(), axes.1.reached());
        let dora = Score::alone(Set::Axis, self.items(&self.dora, standings));
        let dora = dora.zip(self.typical_mean(&self.dora, standings, Standing::is_known));
        let code_now = code(adopted, works);
        let all = [Reason::Missing, Reason::NearLine, Reason::Overlap, Reason::Contradiction];
        let holds = |reason: &Reason| axes.0.why.contains(reason) || axes.1.why.contains(reason);
        // A verdict that is not known cannot differ without the repeats.
        let is_told = |reason: &Reason| *reason != Reason::Overlap || code_now != VerdictCode::CannotTell;
        let why: Vec<Reason> = all.into_iter().filter(holds).filter(is_told).collect();
        Verdict {
            code: code_now,
            certain: why.is_empty() && code_now != VerdictCode::CannotTell,
            why,
            dora_only: code(adopted, dora.map(|(score, line)| score >= line)),
            proposals: 0,
        }
    }
}

/// The verdict that follows from whether each axis reached its line; `None` if it has no score.
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

/// Whether the score is nearer to its line than 0.3/√answered, which assumes 0.6 of a level of noise in an
/// answer (design, section 4). Squared, so that it stays exact: (score − line)² · answered < 9/100.
fn is_near_line(axis: &AxisScore) -> bool {
    let (Some(score), Some(line)) = (axis.score.score, axis.line) else { return false };
    let distance = score - line;
    let answered = i128::try_from(axis.score.counts.answered).unwrap_or(i128::MAX);
    // Both squares stay below 2¹⁰⁶: no fraction keeps a denominator above 2⁵², and scores and lines lie in 0..1.
    let [above, below] = [distance.numerator(), distance.denominator()].map(|side| side.saturating_mul(side));
    above.saturating_mul(answered).saturating_mul(100) < below.saturating_mul(9)
}
