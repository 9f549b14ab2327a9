//! What changed, in two sentences: how far each axis moved, then the verdict, how sure it is, or how far from the line.

use crate::content::Content;
use crate::numbers;
use crate::questionnaire::Axis;
use crate::report::trend::{DatedAxes, TrendPart};
use crate::text::Word;
use crate::trend::months;

/// How an axis moved, in tenths of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Rose(u32),
    Fell(u32),
    Same,
    /// It has a level only since.
    Known,
    /// It has none any more.
    Unknown,
    /// It had none and has none.
    Never,
}

/// What changed from the first date to the last.
pub fn headline(trend: &TrendPart, content: &Content) -> String {
    let (Some(first), Some(last)) = (trend.axes.first(), trend.axes.last()) else { return String::new() };
    let asked: Vec<Axis> = content.questionnaire.axes().collect();
    let mut told = vec![moved(trend, (first, last), &asked, content)];
    told.extend(then(first, last, &asked, content));
    told.join(" ")
}

fn moved(
    trend: &TrendPart,
    (first, last): (&DatedAxes, &DatedAxes),
    asked: &[Axis],
    content: &Content,
) -> String {
    let words = &content.words;
    let same_questions = first.form == last.form && first.version == last.version;
    let of_axis = |axis: &Axis| {
        let whole = of(first.axes.get(*axis).score.score, last.axes.get(*axis).score.score);
        let alike = trend.like_for_like.get(*axis).map(|part| of(Some(part.from), Some(part.to)));
        (*axis, Moved::of(whole, alike, same_questions))
    };
    let moves: Vec<(Axis, Moved)> = asked.iter().map(of_axis).collect();
    let same = moves.len() > 1 && moves.iter().all(|(_, known)| *known == moves[0].1);
    if moves.iter().all(|(_, known)| known.by == Move::Never) {
        return words.say("trend.headline.none");
    }
    let parts: Vec<String> = if same {
        vec![part("both", moves[0].1, content)]
    } else {
        moves.iter().map(|(axis, known)| part(axis.word(), *known, content)).collect()
    };
    let text = capital(&parts.join(", "));
    match months(first.date.as_deref(), last.date.as_deref()) {
        Some(count) if count > 0 => words.count("trend.headline.months", count, &[("moved", &text)]),
        _ => words
            .fill("trend.headline.dates", &[("moved", &text), ("from", &first.label), ("to", &last.label)]),
    }
}

/// How an axis moved, and over which questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moved {
    by: Move,
    /// Whether only the questions with a level at both dates count.
    is_like_for_like: bool,
}

impl Moved {
    /// What is true of an axis whose whole level moved like this, and the level over the questions of both dates like that:
    /// where other questions were asked, or what was newly answered turns the answer round, the latter.
    fn of(whole: Move, alike: Option<Move>, same_questions: bool) -> Self {
        let has_both = matches!(whole, Move::Rose(_) | Move::Fell(_) | Move::Same);
        let turns = |alike: &Move| std::mem::discriminant(alike) != std::mem::discriminant(&whole);
        match alike.filter(|alike| has_both && (!same_questions || turns(alike))) {
            Some(by) => Self { by, is_like_for_like: true },
            None => Self { by: whole, is_like_for_like: false },
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "levels lie in 0..4")]
fn of<N: Into<f64>>(first: Option<N>, last: Option<N>) -> Move {
    let tenths = |score: N| (40.0 * score.into() + 1e-9).round() as u32;
    match (first.map(tenths), last.map(tenths)) {
        (Some(from), Some(to)) if to > from => Move::Rose(to - from),
        (Some(from), Some(to)) if to < from => Move::Fell(from - to),
        (Some(_), Some(_)) => Move::Same,
        (None, Some(_)) => Move::Known,
        (Some(_), None) => Move::Unknown,
        (None, None) => Move::Never,
    }
}

fn part(who: &str, moved: Moved, content: &Content) -> String {
    let (id, by) = match moved.by {
        Move::Rose(by) => ("rose", by),
        Move::Fell(by) => ("fell", by),
        Move::Same => ("same", 0),
        Move::Known => ("known", 0),
        Move::Unknown => ("unknown", 0),
        Move::Never => ("never", 0),
    };
    let by = numbers::tenths(f64::from(by) / 10.0);
    let told = content.words.fill(&format!("trend.moved.{who}.{id}"), &[("by", &by)]);
    if moved.is_like_for_like {
        return content.words.fill("trend.moved.like-for-like", &[("moved", &told)]);
    }
    told
}

/// The verdict if it changed, else how sure each axis is if that changed, else how far below its line it is.
fn then(first: &DatedAxes, last: &DatedAxes, asked: &[Axis], content: &Content) -> Vec<String> {
    let words = &content.words;
    if first.verdict != last.verdict && asked.len() > 1 {
        let name = |axes: &DatedAxes| words.say(&format!("verdict.{}", axes.verdict.word()));
        return vec![words.fill("trend.headline.verdict", &[("before", &name(first)), ("now", &name(last))])];
    }
    let sure = |axis: &Axis| {
        let (before, now) = (first.axes.get(*axis).sure, last.axes.get(*axis).sure);
        let word = |sure: crate::assessment::Sure| words.say(&format!("sure.{}", sure.word()));
        let id = format!("trend.sure.{}", axis.word());
        (before != now).then(|| words.fill(&id, &[("before", &word(before)), ("now", &word(now))]))
    };
    let changed: Vec<String> = asked.iter().filter_map(sure).collect();
    if !changed.is_empty() {
        return changed;
    }
    let below = |axis: &Axis| {
        let part = last.axes.get(*axis);
        let (score, line) = part.score.score.zip(part.line).filter(|(score, line)| score < line)?;
        let by = numbers::gap(4.0 * (line.as_f64() - score.as_f64()));
        Some(words.fill(&format!("trend.below.{}", axis.word()), &[("by", &by)]))
    };
    asked.iter().filter_map(below).collect()
}

/// A text with its first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_from_months_and_days() {
        assert_eq!(months(Some("2025-12"), Some("2026-03-31")), Some(3));
        assert_eq!(months(Some("2026-03-01"), Some("2026-03-31")), Some(0));
        assert_eq!(months(Some("2026-03"), Some("2025-03")), None, "backwards");
        assert_eq!(months(None, Some("2025-03")), None);
    }

    #[test]
    fn other_questions_and_a_turn_are_told_like_for_like() {
        let told = |whole, alike, same| {
            let moved = Moved::of(whole, Some(alike), same);
            (moved.by, moved.is_like_for_like)
        };
        // 16 practices at 3, then the same with eight new ones at 0: 3.0 and 2.0 as a whole.
        assert_eq!(told(Move::Fell(10), Move::Same, true), (Move::Same, true));
        assert_eq!(told(Move::Rose(11), Move::Rose(12), true), (Move::Rose(11), false));
        assert_eq!(told(Move::Rose(11), Move::Rose(12), false), (Move::Rose(12), true), "short, then full");
        assert_eq!(told(Move::Known, Move::Same, false), (Move::Known, false));
        assert!(!Moved::of(Move::Same, None, false).is_like_for_like);
    }

    #[test]
    fn an_axis_moves_by_tenths_as_they_are_shown() {
        // 0.53 is level 2.12 and shown as 2.1; 0.66 is 2.64 and shown as 2.6.
        assert_eq!(of(Some(0.53), Some(0.66)), Move::Rose(5));
        assert_eq!(of(Some(0.66), Some(0.53)), Move::Fell(5));
        assert_eq!(of(Some(0.53), Some(0.5301)), Move::Same);
        assert_eq!(of(None, Some(0.5)), Move::Known);
        assert_eq!(of(Some(0.5), None), Move::Unknown);
    }
}
