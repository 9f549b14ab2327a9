//! A metric week by week, as a row of bars.

use crate::language::Words;
use crate::numbers;
use crate::questionnaire::Unit;
use crate::questionnaire::metric::Metric;
use crate::text::Word;

/// The most marks of a line of weeks; more weeks than these share marks.
const MARKS: usize = 52;

/// A metric week by week; very many weeks share marks.
#[derive(Debug)]
pub struct Marks {
    metric: Metric,
    /// How many weeks share a mark.
    together: usize,
    /// Of counts the sum, of medians the highest.
    pub heights: Vec<Option<f64>>,
}

impl Marks {
    pub fn of(metric: Metric, weekly: &[Option<f64>]) -> Self {
        let together = if weekly.len() <= MARKS { 1 } else { 4 * weekly.len().div_ceil(4 * MARKS) };
        let join = if metric.unit() == Unit::Hours { f64::max } else { |a: f64, b: f64| a + b };
        let mark = |weeks: &[Option<f64>]| weeks.iter().flatten().copied().reduce(join);
        Self { metric, together, heights: weekly.chunks(together).map(mark).collect() }
    }

    fn highest(&self) -> f64 {
        self.heights.iter().flatten().copied().fold(0.0, f64::max)
    }

    /// One bar for each mark, from 0 to the highest; a point where there is none. It holds no space at which a line could
    /// be broken and nothing that is markup.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of eight heights")]
    pub fn drawn(&self) -> String {
        const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let highest = self.highest();
        let bar = |number: &Option<f64>| match number {
            None => '·',
            Some(number) if highest <= 0.0 || *number <= 0.0 => BARS[0],
            Some(number) => BARS[((number / highest * 7.0).ceil() as usize).clamp(1, 7)],
        };
        self.heights.iter().map(bar).collect()
    }

    /// What they show: from when on, how many weeks each, and the highest.
    pub fn told(&self, since: &str, words: &Words) -> String {
        let highest = self.highest();
        let highest = match self.metric.unit() {
            Unit::Hours => numbers::value(highest, Unit::Hours, words),
            Unit::PerWeek | Unit::Share => numbers::short(highest),
        };
        let what = words.say(&format!("metric.{}.week", self.metric.word()));
        let since = words.date(since.get(..10).unwrap_or(since));
        words.fill(
            if self.together > 1 { "metrics.weeks-together" } else { "metrics.weeks" },
            &[("number", &self.together), ("since", &since), ("highest", &highest), ("what", &what)],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_of_nothing_is_not_a_week_without_a_number() {
        let drawn = |weekly: &[Option<f64>]| Marks::of(Metric::ChangeLeadTime, weekly).drawn();
        assert_eq!(drawn(&[Some(0.0), Some(1.0), None, Some(8.0), Some(4.5)]), "▁▂·█▅");
        assert_eq!(drawn(&[Some(0.0)]), "▁");
    }
}
