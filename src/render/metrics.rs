//! The delivery metrics as text: each with its number, events, spread, definition, and a line of weeks.

mod rows;

use crate::content::Content;
use crate::delivery::LEAST_DEPLOYMENTS;
use crate::delivery::metrics::{Method, Metrics};
use crate::language::Words;
use crate::questionnaire::Unit;
use crate::questionnaire::metric::Metric;
use crate::render::layout::Lines;
use crate::render::numbers;

pub use rows::{csv, markdown};

/// The most marks of a line of weeks; more weeks than these share marks.
const MARKS: usize = 52;

/// All metrics, for a terminal of `width` columns.
pub fn text(metrics: &Metrics, content: &Content, width: usize) -> String {
    let words = &content.words;
    let mut lines = Lines::new(words, width);
    if metrics.services.is_empty() {
        head(&mut lines, metrics);
    } else {
        rows::services(&mut lines, metrics);
    }
    if metrics.services.is_empty() && metrics.deployment_frequency.is_some() {
        for metric in Metric::ALL {
            lines.heading(&format!("metric.{}", metric.word()));
            one(&mut lines, metrics, metric);
            let _ = level(&mut lines, metrics, (content, metric));
            doubts(&mut lines, metrics, metric);
            weeks(&mut lines, metrics, metric);
            before(&mut lines, metrics, (content, metric));
            let definition = definition(metric, &metrics.method, words);
            lines.fill("metrics.definition", &[("definition", &definition)]);
        }
        rows::list(&mut lines, metrics);
    }
    let others: Vec<_> = metrics.warnings.iter().filter(|warning| warning.metric.is_none()).collect();
    if !others.is_empty() {
        lines.heading("text.warnings.heading");
        for warning in others {
            lines.item(&warning.text);
        }
    }
    lines.gap();
    let signature = words.fill("metrics.signature", &[("program", env!("CARGO_PKG_VERSION"))]);
    lines.plain(&format!("{} {signature}", env!("CARGO_PKG_NAME")));
    lines.finish()
}

/// The window and where the deployments come from; without any what is missing and how to give it.
fn head(lines: &mut Lines<'_>, metrics: &Metrics) {
    let words = lines.words;
    if let Some(window) = window(metrics, words) {
        lines.plain(&window);
    }
    if metrics.deployment_frequency.is_some() {
        return lines.say(&format!("metrics.from.{}", metrics.method.deployments));
    }
    for line in nothing(metrics, words) {
        lines.plain(&line);
    }
}

fn window(metrics: &Metrics, words: &Words) -> Option<String> {
    let window = metrics.window.as_ref()?;
    let weeks = numbers::short(window.weeks);
    let (since, until) = (words.date(&window.since), words.date(&window.until));
    Some(words.fill("metrics.window", &[("since", &since), ("until", &until), ("weeks", &weeks)]))
}

/// Why there is no number at all, and what helps.
fn nothing(metrics: &Metrics, words: &Words) -> Vec<String> {
    let why = metrics.warnings.first().map(|warning| warning.text.as_str()).unwrap_or_default();
    let mut lines = vec![words.fill("metrics.not-available", &[("why", why)])];
    if metrics.window.is_none() && metrics.method.deployments == "tags" {
        lines.push(words.say("metrics.no-window.hint"));
    }
    lines
}

/// What makes a number doubtful.
fn doubts(lines: &mut Lines<'_>, metrics: &Metrics, metric: Metric) {
    if metrics.value(metric).is_none() {
        return;
    }
    if metrics.without_level.contains(&metric) {
        lines.say("metrics.no-level");
    }
    for warning in metrics.warnings.iter().filter(|warning| warning.metric == Some(metric)) {
        lines.item(&warning.text);
    }
}

/// The number of the time before.
fn before(lines: &mut Lines<'_>, metrics: &Metrics, (content, metric): (&Content, Metric)) {
    let Some(before) = &metrics.before else { return };
    let Some(value) = before.values.get(&metric) else { return };
    let questions = &content.questionnaire.questions;
    let Some(question) = questions.iter().find(|question| question.metric == Some(metric)) else { return };
    let (since, until) = (lines.words.date(&before.window.since), lines.words.date(&before.window.until));
    let value = super::measured::value(*value, &question.id, content);
    let deployments = before.deployments.to_string();
    let values =
        [("value", value.as_str()), ("since", &since), ("until", &until), ("deployments", &deployments)];
    lines.fill("metrics.before", &values);
}

/// What a metric means as it was counted, in one sentence.
pub fn definition(metric: Metric, method: &Method, words: &Words) -> String {
    let from = words.say(&format!("metrics.lead-time-from.{}", method.lead_time_from));
    let commits = if method.first_parent { "metrics.commits.first-parent" } else { "metrics.commits.all" };
    let mut commits = words.say(commits);
    if let Some(path) = &method.path {
        commits = words.fill("metrics.commits.path", &[("commits", &commits), ("path", path)]);
    }
    let hours = method.inference_hours.to_string();
    let values = [("from", from.as_str()), ("commits", &commits), ("hours", &hours)];
    words.fill(&format!("metric.{}.definition", metric.word()), &values)
}

/// Puts the values in and adds the line.
fn fill(lines: &mut Lines<'_>, id: &str, values: &[(&str, String)]) {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    lines.fill(id, &values);
}

fn one(lines: &mut Lines<'_>, metrics: &Metrics, metric: Metric) {
    let is_told = match metric {
        Metric::DeploymentFrequency => frequency(lines, metrics),
        Metric::ChangeLeadTime => lead_time(lines, metrics),
        Metric::ChangeFailRate => fail_rate(lines, metrics),
        Metric::FailedDeploymentRecoveryTime => recovery(lines, metrics),
        Metric::DeploymentReworkRate => rework(lines, metrics),
    };
    if is_told.is_none() {
        let why = metrics.warnings.iter().find(|warning| warning.metric == Some(metric));
        let why = why.map(|warning| warning.text.as_str()).unwrap_or_default();
        lines.fill("metrics.not-available", &[("why", why)]);
    }
}

fn frequency(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.deployment_frequency.as_ref()?;
    let words = lines.words;
    let gap = part.median_gap_hours.map_or_else(|| words.say("text.none"), |gap| hours(gap, words));
    let values = [
        ("frequency", numbers::value(part.per_week, Unit::PerWeek, words)),
        ("deployments", part.deployments.to_string()),
        ("days", part.days.to_string()),
        ("days-per-week", numbers::short(part.days_per_week)),
        ("gap", gap),
    ];
    fill(lines, "metrics.frequency", &values);
    Some(())
}

fn lead_time(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.change_lead_time.as_ref()?;
    let words = lines.words;
    let values = [
        ("median", hours(part.median_hours, words)),
        ("p25", hours(part.p25_hours, words)),
        ("p75", hours(part.p75_hours, words)),
        ("p90", hours(part.p90_hours, words)),
        ("commits", part.commits.to_string()),
    ];
    fill(lines, "metrics.lead-time", &values);
    if part.dropped > 0 {
        fill(lines, "metrics.dropped", &[("number", part.dropped.to_string())]);
    }
    Some(())
}

fn fail_rate(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    if let Some(lower) = lower_bound(metrics, lines.words) {
        lines.plain(&lower);
    }
    let part = metrics.change_fail_rate.as_ref()?;
    share(lines, (part.failed, part.deployments), (part.rate, part.low, part.high));
    if part.inferred > 0 {
        fill(lines, "metrics.inferred", &[("number", part.inferred.to_string())]);
    }
    Some(())
}

/// What a repository alone shows of failed deployments.
fn lower_bound(metrics: &Metrics, words: &Words) -> Option<String> {
    let lower = metrics.change_fail_rate_lower_bound.as_ref()?;
    let counts = [lower.failed, lower.deployments, lower.hotfixed, lower.reverted, lower.redeployed];
    let counts = counts.map(|count| count.to_string());
    let names = ["failed", "deployments", "hotfixed", "reverted", "redeployed"];
    let values: Vec<_> = names.into_iter().zip(counts.iter().map(String::as_str)).collect();
    Some(words.fill("metrics.lower-bound", &values))
}

fn recovery(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.failed_deployment_recovery_time.as_ref()?;
    let words = lines.words;
    if let (Some(median), Some(p25), Some(p75)) = (part.median_hours, part.p25_hours, part.p75_hours) {
        let values = [
            ("median", hours(median, words)),
            ("p25", hours(p25, words)),
            ("p75", hours(p75, words)),
            ("recovered", part.recovered.to_string()),
        ];
        fill(lines, "metrics.recovery", &values);
    }
    let counts = [("metrics.open", part.open), ("metrics.recovery-unknown", part.unknown)];
    for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        fill(lines, id, &[("number", count.to_string())]);
    }
    Some(())
}

fn rework(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.deployment_rework_rate.as_ref()?;
    share(lines, (part.rework, part.deployments), (part.rate, part.low, part.high));
    Some(())
}

/// A share with its interval; of few deployments the count alone.
fn share(lines: &mut Lines<'_>, (count, of): (usize, usize), (rate, low, high): (f64, f64, f64)) {
    let words = lines.words;
    let values = [
        ("count", count.to_string()),
        ("of", of.to_string()),
        ("rate", numbers::percent(rate, words)),
        ("low", numbers::percent(low, words)),
        ("high", numbers::percent(high, words)),
    ];
    fill(lines, if of < LEAST_DEPLOYMENTS { "metrics.count" } else { "metrics.share" }, &values);
}

fn hours(value: f64, words: &Words) -> String {
    numbers::value(value, Unit::Hours, words)
}

/// The level that a metric gives, where it gives one, in the words of its option.
fn level(lines: &mut Lines<'_>, metrics: &Metrics, (content, metric): (&Content, Metric)) -> Option<()> {
    let questions = &content.questionnaire.questions;
    let question = questions.iter().find(|question| question.metric == Some(metric))?;
    let level = metrics.levels.get(&question.id)?;
    let option = content.question(&question.id).levels.get(usize::from(*level)).cloned().unwrap_or_default();
    let values = [("level", level.to_string()), ("top", question.top().to_string()), ("option", option)];
    fill(lines, "metrics.level", &values);
    Some(())
}

/// The weeks of a metric as a row of bars, each as high as its week; a gap where a week has none.
fn weeks(lines: &mut Lines<'_>, metrics: &Metrics, metric: Metric) {
    let Some(measured) = metrics.measured(metric).filter(|measured| measured.weekly.len() > 1) else {
        return;
    };
    let (together, marks) = marks(metric, &measured.weekly);
    let since = metrics.window.as_ref().map_or("", |window| &window.since);
    lines.raw(&sparkline(&marks));
    lines.plain(&marks_told(metric, (together, &marks), since, lines.words));
}

/// How many weeks share a mark, and the marks: of counts the sum, of medians the highest.
pub fn marks(metric: Metric, weekly: &[Option<f64>]) -> (usize, Vec<Option<f64>>) {
    let together = if weekly.len() <= MARKS { 1 } else { 4 * weekly.len().div_ceil(4 * MARKS) };
    let join = if metric.is_time() { f64::max } else { |a: f64, b: f64| a + b };
    let mark = |weeks: &[Option<f64>]| weeks.iter().flatten().copied().reduce(join);
    (together, weekly.chunks(together).map(mark).collect())
}

/// What marks show: from when on, how many weeks each, and the highest.
pub fn marks_told(
    metric: Metric,
    (together, marks): (usize, &[Option<f64>]),
    since: &str,
    words: &Words,
) -> String {
    let highest = marks.iter().flatten().copied().fold(0.0, f64::max);
    let highest = if metric.is_time() { hours(highest, words) } else { numbers::short(highest) };
    let what = words.say(&format!("metric.{}.week", metric.word()));
    let since = words.date(since.get(..10).unwrap_or(since));
    let number = together.to_string();
    let values = [("number", number.as_str()), ("since", &since), ("highest", &highest), ("what", &what)];
    words.fill(if together > 1 { "metrics.weeks-together" } else { "metrics.weeks" }, &values)
}

/// One bar for each number, from 0 to the highest; a point where there is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of nine heights")]
pub fn sparkline(numbers: &[Option<f64>]) -> String {
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
