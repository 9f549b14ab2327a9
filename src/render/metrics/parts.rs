//! What text and Markdown say alike of metrics.

use crate::delivery::metrics::{Method, Metrics};
use crate::language::{Values, Words};
use crate::numbers;
use crate::questionnaire::Unit;
use crate::questionnaire::metric::Metric;
use crate::text::Word;

/// The most marks of a line of weeks; more weeks than these share marks.
const MARKS: usize = 52;

/// The window in words.
pub(super) fn window(metrics: &Metrics, words: &Words) -> Option<String> {
    let window = metrics.window.as_ref()?;
    let weeks = numbers::short(window.weeks);
    let (since, until) = (words.date(&window.since), words.date(&window.until));
    Some(words.fill("metrics.window", &[("since", &since), ("until", &until), ("weeks", &weeks)]))
}

/// Why there is no number at all, and what helps.
pub(super) fn nothing(metrics: &Metrics, words: &Words) -> Vec<String> {
    let why = metrics.warnings.first().map(|warning| warning.text.as_str()).unwrap_or_default();
    let mut lines = vec![words.fill("metrics.not-available", &[("why", &why)])];
    if metrics.window.is_none() && metrics.method.deployments == "tags" {
        lines.push(words.say("metrics.no-window.hint"));
    }
    lines
}

/// What a metric means as it was counted, in one sentence.
pub fn definition(metric: Metric, method: &Method, words: &Words) -> String {
    let from = words.say(&format!("metrics.lead-time-from.{}", method.lead_time_from));
    let commits = if method.first_parent { "metrics.commits.first-parent" } else { "metrics.commits.all" };
    let mut commits = words.say(commits);
    if let Some(path) = &method.path {
        commits = words.fill("metrics.commits.path", &[("commits", &commits), ("path", &path)]);
    }
    let values: &Values<'_> = &[("from", &from), ("commits", &commits), ("hours", &method.inference_hours)];
    words.fill(&format!("metric.{}.definition", metric.word()), values)
}

/// What a repository alone shows of failed deployments.
pub(super) fn lower_bound(metrics: &Metrics, words: &Words) -> Option<String> {
    let lower = metrics.change_fail_rate_lower_bound.as_ref()?;
    let values: &Values<'_> = &[
        ("failed", &lower.failed),
        ("deployments", &lower.deployments),
        ("hotfixed", &lower.hotfixed),
        ("reverted", &lower.reverted),
        ("redeployed", &lower.redeployed),
    ];
    Some(words.fill("metrics.lower-bound", values))
}

pub(super) fn hours(value: f64, words: &Words) -> String {
    numbers::value(value, Unit::Hours, words)
}

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
        let join = if metric.is_time() { f64::max } else { |a: f64, b: f64| a + b };
        let mark = |weeks: &[Option<f64>]| weeks.iter().flatten().copied().reduce(join);
        Self { metric, together, heights: weekly.chunks(together).map(mark).collect() }
    }

    /// What they show: from when on, how many weeks each, and the highest.
    pub fn told(&self, since: &str, words: &Words) -> String {
        let highest = self.heights.iter().flatten().copied().fold(0.0, f64::max);
        let highest = if self.metric.is_time() { hours(highest, words) } else { numbers::short(highest) };
        let what = words.say(&format!("metric.{}.week", self.metric.word()));
        let since = words.date(since.get(..10).unwrap_or(since));
        let values: &Values<'_> =
            &[("number", &self.together), ("since", &since), ("highest", &highest), ("what", &what)];
        words.fill(if self.together > 1 { "metrics.weeks-together" } else { "metrics.weeks" }, values)
    }
}

/// One bar for each number, from 0 to the highest; a point where there is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of nine heights")]
pub(super) fn sparkline(numbers: &[Option<f64>]) -> String {
    const BARS: [char; 9] = ['_', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let highest = numbers.iter().flatten().copied().fold(0.0, f64::max);
    let bar = |number: &Option<f64>| match number {
        None => '·',
        Some(number) if highest <= 0.0 || *number <= 0.0 => BARS[0],
        Some(number) => BARS[((number / highest * 8.0).ceil() as usize).clamp(1, 8)],
    };
    numbers.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_tells_nothing_from_none() {
        assert_eq!(sparkline(&[Some(0.0), Some(1.0), None, Some(8.0), Some(4.5)]), "_▁·█▅");
        assert_eq!(sparkline(&[Some(0.0)]), "_");
    }
}
