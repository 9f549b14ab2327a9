//! The delivery metrics as text: each with its number, events, spread, definition, and a line of weeks.

mod lines;
mod parts;
mod rows;

use crate::content::Content;
use crate::delivery::LEAST_DEPLOYMENTS;
use crate::delivery::metrics::Metrics;
use crate::language::Values;
use crate::questionnaire::Unit;
use crate::questionnaire::metric::Metric;
use crate::render::numbers;
use crate::text::Word;

use lines::Lines;
pub use parts::{Marks, definition};
use parts::{hours, lower_bound, nothing, sparkline, window};
pub use rows::{csv, markdown};

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
            let _ = level(&mut lines, metrics, metric, content);
            doubts(&mut lines, metrics, metric);
            weeks(&mut lines, metrics, metric);
            before(&mut lines, metrics, metric, content);
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
    let signature = words.fill("metrics.signature", &[("program", &env!("CARGO_PKG_VERSION"))]);
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
fn before(lines: &mut Lines<'_>, metrics: &Metrics, metric: Metric, content: &Content) {
    let Some(before) = &metrics.before else { return };
    let Some(value) = before.values.get(&metric) else { return };
    let questions = &content.questionnaire.questions;
    let Some(question) = questions.iter().find(|question| question.metric == Some(metric)) else { return };
    let (since, until) = (lines.words.date(&before.window.since), lines.words.date(&before.window.until));
    let value = super::measured::value(*value, &question.id, content);
    let values: &Values<'_> =
        &[("value", &value), ("since", &since), ("until", &until), ("deployments", &before.deployments)];
    lines.fill("metrics.before", values);
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
        lines.fill("metrics.not-available", &[("why", &why)]);
    }
}

fn frequency(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.deployment_frequency.as_ref()?;
    let words = lines.words;
    let gap = part.median_gap_hours.map_or_else(|| words.say("text.none"), |gap| hours(gap, words));
    let values: &Values<'_> = &[
        ("frequency", &numbers::value(part.per_week, Unit::PerWeek, words)),
        ("deployments", &part.deployments),
        ("days", &part.days),
        ("days-per-week", &numbers::short(part.days_per_week)),
        ("gap", &gap),
    ];
    lines.fill("metrics.frequency", values);
    Some(())
}

fn lead_time(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.change_lead_time.as_ref()?;
    let words = lines.words;
    let values: &Values<'_> = &[
        ("median", &hours(part.median_hours, words)),
        ("p25", &hours(part.p25_hours, words)),
        ("p75", &hours(part.p75_hours, words)),
        ("p90", &hours(part.p90_hours, words)),
        ("commits", &part.commits),
    ];
    lines.fill("metrics.lead-time", values);
    if part.dropped > 0 {
        lines.fill("metrics.dropped", &[("number", &part.dropped)]);
    }
    Some(())
}

fn fail_rate(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    if let Some(lower) = lower_bound(metrics, lines.words) {
        lines.plain(&lower);
    }
    let part = metrics.change_fail_rate.as_ref()?;
    share(lines, part.failed, part.deployments, [part.rate, part.low, part.high]);
    if part.inferred > 0 {
        lines.fill("metrics.inferred", &[("number", &part.inferred)]);
    }
    Some(())
}

fn recovery(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.failed_deployment_recovery_time.as_ref()?;
    let words = lines.words;
    if let (Some(median), Some(p25), Some(p75)) = (part.median_hours, part.p25_hours, part.p75_hours) {
        let values: &Values<'_> = &[
            ("median", &hours(median, words)),
            ("p25", &hours(p25, words)),
            ("p75", &hours(p75, words)),
            ("recovered", &part.recovered),
        ];
        lines.fill("metrics.recovery", values);
    }
    let counts = [("metrics.open", part.open), ("metrics.recovery-unknown", part.unknown)];
    for (id, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        lines.fill(id, &[("number", &count)]);
    }
    Some(())
}

fn rework(lines: &mut Lines<'_>, metrics: &Metrics) -> Option<()> {
    let part = metrics.deployment_rework_rate.as_ref()?;
    share(lines, part.rework, part.deployments, [part.rate, part.low, part.high]);
    Some(())
}

/// A share with the two ends of its interval; of few deployments the count alone.
fn share(lines: &mut Lines<'_>, count: usize, of: usize, rate: [f64; 3]) {
    let words = lines.words;
    let [rate, low, high] = rate.map(|share| numbers::percent(share, words));
    let values: &Values<'_> =
        &[("count", &count), ("of", &of), ("rate", &rate), ("low", &low), ("high", &high)];
    lines.fill(if of < LEAST_DEPLOYMENTS { "metrics.count" } else { "metrics.share" }, values);
}

/// The level that a metric gives, where it gives one, in the words of its option.
fn level(lines: &mut Lines<'_>, metrics: &Metrics, metric: Metric, content: &Content) -> Option<()> {
    let questions = &content.questionnaire.questions;
    let question = questions.iter().find(|question| question.metric == Some(metric))?;
    let level = metrics.levels.get(&question.id)?;
    let option = content.question(&question.id).levels.get(usize::from(*level)).cloned().unwrap_or_default();
    lines.fill("metrics.level", &[("level", level), ("top", &question.top()), ("option", &option)]);
    Some(())
}

/// The weeks of a metric as a row of bars, each as high as its week; a gap where a week has none.
fn weeks(lines: &mut Lines<'_>, metrics: &Metrics, metric: Metric) {
    let Some(measured) = metrics.measured(metric).filter(|measured| measured.weekly.len() > 1) else {
        return;
    };
    let marks = Marks::of(metric, &measured.weekly);
    let since = metrics.window.as_ref().map_or("", |window| &window.since);
    lines.raw(&sparkline(&marks.heights));
    lines.plain(&marks.told(since, lines.words));
}
