//! The metrics as rows: several services, every deployment, a page for a pipeline's summary, and data.

use super::lines::Lines;
use super::parts::{Marks, definition, hours, lower_bound, nothing, sparkline, window};
use crate::content::Content;
use crate::delivery::LEAST_DEPLOYMENTS;
use crate::delivery::metrics::{Listed, Metrics};
use crate::language::Words;
use crate::questionnaire::Unit;
use crate::questionnaire::metric::Metric;
use crate::render::csv::{self as sheet, optional};
use crate::render::document::Column;
use crate::render::markdown::escaped;
use crate::render::{measured, numbers};
use crate::text::Word;

/// One row for each service, and under the rows what there is to know about each.
pub(super) fn services(lines: &mut Lines<'_>, metrics: &Metrics) {
    use Column::{Number, Words};
    if let Some(warning) = metrics.warnings.first() {
        lines.plain(&warning.text);
    }
    lines.gap();
    lines.table(&[Words, Number, Number, Number, Number, Number, Number], service_rows(metrics, lines.words));
    for service in &metrics.services {
        for warning in about(service) {
            lines.item(&format!("{}: {warning}", service.name.as_deref().unwrap_or_default()));
        }
    }
}

/// What makes the numbers of a service doubtful, and what else to know; not what is missing.
fn about(service: &Metrics) -> impl Iterator<Item = &str> {
    let is_told = |metric: Option<Metric>| metric.is_none_or(|metric| service.value(metric).is_some());
    service
        .warnings
        .iter()
        .filter(move |warning| is_told(warning.metric))
        .map(|warning| warning.text.as_str())
}

fn service_rows(metrics: &Metrics, words: &Words) -> Vec<Vec<String>> {
    let short_names = Metric::ALL.map(|metric| words.say(&format!("metrics.short.{}", metric.word())));
    let head =
        ["metrics.service", "metrics.deployments"].map(|id| words.say(id)).into_iter().chain(short_names);
    let row = |service: &Metrics| {
        let first = [service.name.clone().unwrap_or_default(), service.deployments().to_string()];
        first.into_iter().chain(Metric::ALL.map(|metric| short(service, metric, words))).collect()
    };
    std::iter::once(head.collect()).chain(metrics.services.iter().map(row)).collect()
}

/// The number of a metric in a cell.
fn short(metrics: &Metrics, metric: Metric, words: &Words) -> String {
    let Some((value, _)) = metrics.value(metric) else { return words.say("text.none") };
    let share = |count: usize, of: usize| format!("{count}/{of}");
    match metric {
        Metric::DeploymentFrequency => numbers::value(value, Unit::PerWeek, words),
        Metric::ChangeLeadTime | Metric::FailedDeploymentRecoveryTime => hours(value, words),
        Metric::ChangeFailRate => match &metrics.change_fail_rate {
            Some(part) if part.deployments < LEAST_DEPLOYMENTS => share(part.failed, part.deployments),
            _ => numbers::percent(value, words),
        },
        Metric::DeploymentReworkRate => match &metrics.deployment_rework_rate {
            Some(part) if part.deployments < LEAST_DEPLOYMENTS => share(part.rework, part.deployments),
            _ => numbers::percent(value, words),
        },
    }
}

/// Every deployment with what it brought and why it failed.
pub(super) fn list(lines: &mut Lines<'_>, metrics: &Metrics) {
    use Column::{Fixed, Number, Words};
    if !metrics.list.is_empty() {
        lines.heading("metrics.list.heading");
        lines.table(&[Fixed, Words, Number, Number, Number, Words], list_rows(metrics, lines.words));
    }
}

fn list_rows(metrics: &Metrics, words: &Words) -> Vec<Vec<String>> {
    let head = [
        "metrics.list.time",
        "metrics.list.deployment",
        "metrics.list.commits",
        "metrics.list.median",
        "metrics.list.slowest",
        "metrics.list.failed",
    ];
    let head = head.map(|id| words.say(id)).to_vec();
    let none = || words.say("text.none");
    let row = |listed: &Listed| {
        let time = |value: Option<f64>| value.map_or_else(none, |value| hours(value, words));
        let commits = match listed.set_apart {
            0 => listed.commits.to_string(),
            apart => format!("{} + {apart}", listed.commits),
        };
        vec![
            listed.finished_at.clone(),
            listed.id.trim_start_matches('\0').to_owned(),
            commits,
            time(listed.median_hours),
            time(listed.slowest_hours),
            why(listed, words),
        ]
    };
    std::iter::once(head).chain(metrics.list.iter().map(row)).collect()
}

/// Why a deployment counts as failed, or as rework.
fn why(listed: &Listed, words: &Words) -> String {
    let incidents =
        listed.incidents.iter().map(|id| id.trim_start_matches('\0')).collect::<Vec<_>>().join(", ");
    let mut why = Vec::new();
    if !incidents.is_empty() {
        let id = if listed.inferred { "metrics.list.inferred" } else { "metrics.list.linked" };
        why.push(words.fill(id, &[("incidents", &incidents)]));
    }
    if listed.rolled_back {
        why.push(words.say("metrics.list.rolled-back"));
    }
    if listed.rework {
        why.push(words.say("metrics.list.rework"));
    }
    why.join(", ")
}

/// The metrics as Markdown, short enough for the summary of a job.
pub fn markdown(metrics: &Metrics, content: &Content) -> String {
    let words = &content.words;
    let mut blocks = vec![format!("## {}", words.say("metrics.heading"))];
    blocks.extend(window(metrics, words));
    if metrics.services.is_empty() && metrics.deployment_frequency.is_none() {
        blocks.extend(nothing(metrics, words));
    } else if metrics.services.is_empty() {
        blocks.push(table(&metric_rows(metrics, content)));
        blocks.extend(lower_bound(metrics, words));
    } else {
        blocks.push(table(&service_rows(metrics, words)));
    }
    if !metrics.list.is_empty() {
        blocks.push(table(&list_rows(metrics, words)));
    }
    blocks.push(notes(metrics, words).join("\n"));
    if metrics.each().iter().any(|service| service.deployment_frequency.is_some()) {
        blocks.push(definitions(metrics, words));
    }
    let signature = words.fill("metrics.signature", &[("program", &env!("CARGO_PKG_VERSION"))]);
    blocks.push(format!("_{} {signature}_", env!("CARGO_PKG_NAME")));
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n") + "\n"
}

/// What there is to know, an item each: why a metric has no number, what makes one doubtful, and the rest.
fn notes(metrics: &Metrics, words: &Words) -> Vec<String> {
    let item = |name: &str, text: &str| match name {
        "" => format!("- {}", escaped(text)),
        _ => format!("- **{}**: {}", escaped(name), escaped(text)),
    };
    let is_counted = metrics.deployment_frequency.is_some();
    let name = |metric: Option<Metric>| {
        metric.filter(|_| is_counted).map(|metric| words.say(&format!("metric.{}", metric.word())))
    };
    let own = metrics
        .warnings
        .iter()
        .filter(|warning| warning.metric.is_none() || is_counted || !metrics.services.is_empty());
    let mut notes: Vec<String> =
        own.map(|warning| item(&name(warning.metric).unwrap_or_default(), &warning.text)).collect();
    notes.dedup();
    for service in &metrics.services {
        let name = service.name.as_deref().unwrap_or_default();
        notes.extend(about(service).map(|text| item(name, text)));
    }
    notes
}

/// What each number means, folded.
fn definitions(metrics: &Metrics, words: &Words) -> String {
    let method = metrics.each().first().map_or(&metrics.method, |service| &service.method);
    let line = |metric: Metric| {
        let name = words.say(&format!("metric.{}", metric.word()));
        format!("- {name}: {}", escaped(&definition(metric, method, words)))
    };
    let heading = words.say("metrics.definitions");
    format!("<details><summary>{heading}</summary>\n\n{}\n\n</details>", Metric::ALL.map(line).join("\n"))
}

/// A row for each metric: its number, its level, the number of the time before, and its weeks.
fn metric_rows(metrics: &Metrics, content: &Content) -> Vec<Vec<String>> {
    let words = &content.words;
    let head = ["metric", "number", "level", "before", "weeks"];
    let head = head.map(|id| words.say(&format!("metrics.column.{id}"))).to_vec();
    let none = || words.say("text.none");
    let row = |metric: Metric| {
        let question =
            content.questionnaire.questions.iter().find(|question| question.metric == Some(metric));
        let level = question.and_then(|question| Some((metrics.levels.get(&question.id)?, question.top())));
        let before = metrics.before.as_ref().and_then(|before| before.values.get(&metric)).zip(question);
        let weekly = metrics.measured(metric).map(|measured| Marks::of(metric, &measured.weekly));
        vec![
            words.say(&format!("metric.{}", metric.word())),
            short(metrics, metric, words),
            level.map_or_else(none, |(level, top)| format!("{level}/{top}")),
            before.map_or_else(none, |(value, question)| measured::value(*value, &question.id, content)),
            weekly.map(|marks| sparkline(&marks.heights)).unwrap_or_default(),
        ]
    };
    std::iter::once(head).chain(Metric::ALL.map(row)).collect()
}

fn table(rows: &[Vec<String>]) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = |head: &Vec<String>| format!("|{}", " --- |".repeat(head.len()));
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    if let Some(head) = rows.first() {
        lines.insert(1, rule(head));
    }
    lines.join("\n")
}

/// A row for each service, with plain numbers: a week, hours, shares of 0..1.
pub fn csv(metrics: &Metrics) -> String {
    const COLUMNS: [&str; 4] = ["name", "since", "until", "deployments"];
    let words = Metric::ALL.map(Metric::word);
    let head: Vec<&str> = COLUMNS.into_iter().chain(words).chain(["commits", "failed", "warnings"]).collect();
    let services = metrics.each();
    let rows = services.iter().map(|service| {
        let window = service.window.clone().map(|window| [window.since, window.until]).unwrap_or_default();
        let codes: Vec<&str> = service.warnings.iter().map(|warning| warning.code.as_str()).collect();
        let mut row = vec![service.name.clone().unwrap_or_default()];
        row.extend(window);
        row.push(optional(service.deployment_frequency.as_ref().map(|part| part.deployments)));
        row.extend(Metric::ALL.map(|metric| optional(service.value(metric).map(|(value, _)| value))));
        row.push(optional(service.change_lead_time.as_ref().map(|part| part.commits)));
        row.push(optional(service.change_fail_rate.as_ref().map(|part| part.failed)));
        row.push(codes.join(" "));
        row
    });
    sheet::table(&head, rows)
}
