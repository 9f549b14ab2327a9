//! What is said of metrics, a sentence each.

use crate::content::Content;
use crate::delivery::LEAST_DEPLOYMENTS;
use crate::delivery::metrics::{Frequency, LeadTime, Listed, Method, Metrics, RecoveryTime};
use crate::language::{Values, Words};
use crate::numbers;
use crate::questionnaire::metric::Metric;
use crate::questionnaire::{Question, Unit};
use crate::text::Word;

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
    let mut told = vec![words.fill("metrics.not-available", &[("why", &why)])];
    if metrics.window.is_none() && metrics.method.deployments == "tags" {
        told.push(words.say("metrics.no-window.hint"));
    }
    told
}

/// What a metric means as it was counted, in one sentence.
pub fn definition(metric: Metric, method: &Method, words: &Words) -> String {
    let from = words.say(&format!("metrics.lead-time-from.{}", method.lead_time_from));
    let commits = if method.first_parent { "metrics.commits.first-parent" } else { "metrics.commits.all" };
    let mut commits = words.say(commits);
    if let Some(path) = &method.path {
        commits = words.fill("metrics.commits.path", &[("commits", &commits), ("path", path)]);
    }
    words.fill(
        &format!("metric.{}.definition", metric.word()),
        &[("from", &from), ("commits", &commits), ("hours", &method.inference_hours)],
    )
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

/// The number of a metric with its events and its spread, and what was not counted.
pub(super) fn figures(metrics: &Metrics, metric: Metric, words: &Words) -> Vec<String> {
    let some = |id: &str, number: usize| (number > 0).then(|| words.fill(id, &[("number", &number)]));
    match metric {
        Metric::DeploymentFrequency => {
            metrics.deployment_frequency.iter().map(|part| frequency(part, words)).collect()
        }
        Metric::ChangeLeadTime => {
            let Some(part) = &metrics.change_lead_time else { return Vec::new() };
            let dropped = some("metrics.dropped", part.dropped);
            [Some(lead_time(part, words)), dropped].into_iter().flatten().collect()
        }
        Metric::ChangeFailRate => {
            let Some(part) = &metrics.change_fail_rate else { return Vec::new() };
            let rate = share(part.failed, part.deployments, [part.rate, part.low, part.high], words);
            [Some(rate), some("metrics.inferred", part.inferred)].into_iter().flatten().collect()
        }
        Metric::FailedDeploymentRecoveryTime => {
            let Some(part) = &metrics.failed_deployment_recovery_time else { return Vec::new() };
            let unknown = some("metrics.recovery-unknown", part.unknown);
            [recovery(part, words), some("metrics.open", part.open), unknown].into_iter().flatten().collect()
        }
        Metric::DeploymentReworkRate => {
            let Some(part) = &metrics.deployment_rework_rate else { return Vec::new() };
            vec![share(part.rework, part.deployments, [part.rate, part.low, part.high], words)]
        }
    }
}

pub(super) fn hours(hours: f64, words: &Words) -> String {
    numbers::value(hours, Unit::Hours, words)
}

fn frequency(part: &Frequency, words: &Words) -> String {
    let gap = part.median_gap_hours.map_or_else(|| words.say("text.none"), |gap| hours(gap, words));
    let values: &Values<'_> = &[
        ("frequency", &numbers::value(part.per_week, Unit::PerWeek, words)),
        ("deployments", &part.deployments),
        ("days", &part.days),
        ("days-per-week", &numbers::short(part.days_per_week)),
        ("gap", &gap),
    ];
    words.fill("metrics.frequency", values)
}

/// Fewer times than these have no quarters.
const LEAST_FOR_QUARTERS: usize = 4;

fn lead_time(part: &LeadTime, words: &Words) -> String {
    let values: &Values<'_> = &[
        ("median", &hours(part.median_hours, words)),
        ("p25", &hours(part.p25_hours, words)),
        ("p75", &hours(part.p75_hours, words)),
        ("p90", &hours(part.p90_hours, words)),
        ("commits", &part.commits),
    ];
    let is_few = part.commits < LEAST_FOR_QUARTERS;
    words.fill(if is_few { "metrics.lead-time-few" } else { "metrics.lead-time" }, values)
}

fn recovery(part: &RecoveryTime, words: &Words) -> Option<String> {
    let values: &Values<'_> = &[
        ("median", &hours(part.median_hours?, words)),
        ("p25", &hours(part.p25_hours?, words)),
        ("p75", &hours(part.p75_hours?, words)),
        ("recovered", &part.recovered),
    ];
    let is_few = part.recovered < LEAST_FOR_QUARTERS;
    Some(words.fill(if is_few { "metrics.recovery-few" } else { "metrics.recovery" }, values))
}

/// A share with the two ends of its interval; of few deployments the count alone.
fn share(count: usize, of: usize, rate: [f64; 3], words: &Words) -> String {
    let [rate, low, high] = rate.map(|share| numbers::percent(share, words));
    let values: &Values<'_> =
        &[("count", &count), ("of", &of), ("rate", &rate), ("low", &low), ("high", &high)];
    words.fill(if of < LEAST_DEPLOYMENTS { "metrics.count" } else { "metrics.share" }, values)
}

/// The level that a metric gives to its question, if it gives one, in the words of its option.
pub(super) fn level(metrics: &Metrics, question: &Question, content: &Content) -> Option<String> {
    let level = metrics.levels.get(&question.id)?;
    let text = content.question(&question.id);
    let option = text.levels.get(usize::from(*level)).map_or("", String::as_str);
    let values: &Values<'_> = &[("level", level), ("top", &question.top()), ("option", &option)];
    Some(content.words.fill("metrics.level", values))
}

/// The number of the time before.
pub(super) fn before(metrics: &Metrics, metric: Metric, words: &Words) -> Option<String> {
    let before = metrics.before.as_ref()?;
    let value = numbers::value(*before.values.get(&metric)?, metric.unit(), words);
    let (since, until) = (words.date(&before.window.since), words.date(&before.window.until));
    let values: &Values<'_> =
        &[("value", &value), ("since", &since), ("until", &until), ("deployments", &before.deployments)];
    Some(words.fill("metrics.before", values))
}

/// Why a deployment counts as failed, or as rework.
pub(super) fn why_failed(listed: &Listed, words: &Words) -> String {
    let incidents: Vec<&str> = listed.incidents.iter().map(|id| id.trim_start_matches('\0')).collect();
    let id = if listed.inferred { "metrics.list.inferred" } else { "metrics.list.linked" };
    let linked = || words.fill(id, &[("incidents", &incidents.join(", "))]);
    let why = [
        (!incidents.is_empty()).then(linked),
        listed.rolled_back.then(|| words.say("metrics.list.rolled-back")),
        listed.rework.then(|| words.say("metrics.list.rework")),
    ];
    why.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
