//! How an assessment follows from where each question stands: scores, lines, reasons for doubt, the verdict.

use std::cmp::Reverse;

use crate::assessment::{ADOPTION_LINE, Assessment, AxisScore, Reason, Sure, Verdict, VerdictCode};
use crate::fraction::Fraction;
use crate::questionnaire::{Axes, Axis, LevelRange, Question, Questionnaire};
use crate::score::{Item, Score, Set, Standing};

/// A question with its axis and its state.
struct Asked<'q> {
    question: &'q Question,
    axis: Axis,
    standing: Standing,
}

impl Asked<'_> {
    const fn item(&self) -> Item {
        Item { weight: self.question.weight, standing: self.standing }
    }

    /// The same as if it had been given the typical answer.
    fn typical(&self) -> Item {
        Item { weight: self.question.weight, standing: Standing::Known(self.question.typical_score()) }
    }

    fn is_within(&self, range: &LevelRange) -> bool {
        let level = |level| self.question.score(level);
        let is_level = |score| level(range.from) <= score && score <= level(range.to);
        self.question.id == range.id && self.standing.value().is_some_and(is_level)
    }
}

/// The assessment that follows from the state of each question.
pub(super) fn assess(questionnaire: &Questionnaire, standings: Vec<Standing>) -> Assessment {
    let asked = |(question, standing): (_, &Standing)| Asked {
        question,
        axis: questionnaire.axis(question),
        standing: *standing,
    };
    let asked: Vec<Asked<'_>> = questionnaire.questions.iter().zip(&standings).map(asked).collect();
    let mut axes = Axes::map(|axis| axis_score(&asked, axis));
    let mut contradictions = Vec::new();
    for (position, pair) in questionnaire.contradictions.iter().enumerate() {
        let sides = [&pair.a, &pair.b].map(|range| asked.iter().find(|asked| asked.is_within(range)));
        let [Some(a), Some(b)] = sides else { continue };
        contradictions.push(position);
        for axis in [a.axis, b.axis] {
            let why = &mut axes.get_mut(axis).why;
            if !why.contains(&Reason::Contradiction) {
                why.push(Reason::Contradiction);
            }
        }
    }
    let areas = questionnaire.areas.iter().map(|area| {
        Score::of(Set::Area, asked.iter().filter(|asked| asked.question.area == area.id).map(Asked::item))
    });
    let areas = areas.collect();
    let verdict = verdict(&asked, &axes);
    Assessment { standings, axes: axes.judged(), areas, verdict, contradictions }
}

fn axis_score(asked: &[Asked<'_>], axis: Axis) -> AxisScore {
    let of_axis = |asked: &&Asked<'_>| asked.axis == axis;
    let line = |counts: fn(Standing) -> bool| match axis {
        Axis::Adoption => Some(ADOPTION_LINE),
        Axis::Outcome => typical_mean(asked.iter().filter(of_axis), counts),
    };
    let (score, counts) = Score::of(Set::Axis, asked.iter().filter(of_axis).map(Asked::item));
    let mut found = AxisScore {
        score,
        line: line(Standing::is_known),
        line_of_applicable: line(Standing::is_applicable),
        sure: Sure::Open,
        why: Vec::new(),
        decides: None,
        proposals: 0,
        counts,
    };
    let reasons = [
        (Reason::Missing, could_cross(&found) || lacks_answers(&found)),
        (Reason::NearLine, is_near_line(&found)),
        (Reason::Overlap, axis == Axis::Adoption && hangs_on_repeats(asked, &found)),
    ];
    found.why = reasons.iter().filter(|(_, holds)| *holds).map(|(reason, _)| *reason).collect();
    if found.why.contains(&Reason::Missing) {
        // The first of the open questions that weigh most.
        let open = asked.iter().filter(|open| of_axis(open) && open.standing.is_open());
        let decides = open.min_by_key(|open| Reverse(open.question.weight));
        found.decides = decides.map(|open| open.question.id.clone());
    }
    found
}

/// Whether the practices lie on the other side of their line, or have no score, without those that repeat a measure.
fn hangs_on_repeats(asked: &[Asked<'_>], adoption: &AxisScore) -> bool {
    let others =
        asked.iter().filter(|asked| asked.axis == Axis::Adoption && !asked.question.repeats_a_measure());
    let without = Score::value(Set::Axis, others.map(Asked::item));
    adoption.reached().is_some_and(|reached| without.map(|score| score >= ADOPTION_LINE) != Some(reached))
}

/// The weighted mean of the typical answers to those measures whose standing counts.
fn typical_mean<'a>(
    measures: impl Iterator<Item = &'a Asked<'a>>,
    counts: fn(Standing) -> bool,
) -> Option<Fraction> {
    Score::value(Set::Area, measures.filter(|asked| counts(asked.standing)).map(Asked::typical))
}

fn verdict(asked: &[Asked<'_>], Axes { adoption, outcome }: &Axes<AxisScore>) -> Verdict {
    let (adopted, works) = (adoption.reached(), outcome.reached());
    let dora = || asked.iter().filter(|asked| asked.axis == Axis::Outcome && asked.question.dora);
    let score = Score::value(Set::Axis, dora().map(Asked::item));
    let works_by_dora =
        score.zip(typical_mean(dora(), Standing::is_known)).map(|(score, line)| score >= line);
    let code = VerdictCode::of(adopted, works);
    let all = [Reason::Missing, Reason::NearLine, Reason::Overlap, Reason::Contradiction];
    let holds = |reason: &Reason| adoption.why.contains(reason) || outcome.why.contains(reason);
    // A verdict that is not known cannot differ without the repeats.
    let is_told = |reason: &Reason| *reason != Reason::Overlap || code != VerdictCode::CannotTell;
    let why: Vec<Reason> = all.into_iter().filter(holds).filter(is_told).collect();
    Verdict {
        code,
        certain: why.is_empty() && code != VerdictCode::CannotTell,
        why,
        dora_only: VerdictCode::of(adopted, works_by_dora),
        proposals: 0,
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
    axis.score.score.is_none() && axis.counts.open() > 0
}

/// Whether the score is nearer to its line than 0.3/√answered, which assumes 0.6 of a level of noise in an
/// answer (design, section 4). Squared, so that it stays exact: (score − line)² · answered < 9/100.
fn is_near_line(axis: &AxisScore) -> bool {
    let (Some(score), Some(line)) = (axis.score.score, axis.line) else { return false };
    let distance = score - line;
    let answered = i128::try_from(axis.counts.answered).unwrap_or(i128::MAX);
    // Both squares stay below 2¹⁰⁶: no fraction keeps a denominator above 2⁵², and scores and lines lie in 0..1.
    let [above, below] = [distance.numerator(), distance.denominator()].map(|side| side.saturating_mul(side));
    above.saturating_mul(answered).saturating_mul(100) < below.saturating_mul(9)
}
