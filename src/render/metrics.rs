//! The delivery metrics in words and as rows: an overview, what to know about the numbers, and each metric by itself.

mod sentences;
mod weeks;

use crate::content::Content;
use crate::delivery::LEAST_DEPLOYMENTS;
use crate::delivery::metrics::{Listed, Metrics, WarningPart};
use crate::language::Words;
use crate::questionnaire::Question;
use crate::questionnaire::metric::Metric;
use crate::render::csv::{self as sheet, optional};
use crate::render::document::{Block, Column, Document, Item, Line};
use crate::render::numbers;
use crate::text::Word;

pub use self::sentences::definition;
pub use self::weeks::Marks;

/// The metrics in words.
pub fn document(metrics: &Metrics, content: &Content) -> Document {
    let words = &content.words;
    let mut blocks = Vec::new();
    if !metrics.services.is_empty() {
        let about = metrics.warnings.first().map(|warning| Line::dim(warning.text.as_str()));
        blocks.extend(about.map(Block::text));
        blocks.push(services(metrics, words));
    } else if metrics.deployment_frequency.is_some() {
        let from = words.say(&format!("metrics.from.{}", metrics.method.deployments));
        let about = sentences::window(metrics, words).into_iter().chain([from]);
        blocks.push(Block::Lines(about.map(Line::dim).collect()));
        blocks.push(overview(metrics, content));
        blocks.extend(sentences::lower_bound(metrics, words).map(Block::text));
    } else {
        blocks.push(Block::Lines(sentences::nothing(metrics, words).into_iter().map(Line::from).collect()));
    }
    let notes = notes(metrics, words);
    if !notes.is_empty() {
        blocks.extend([Block::Heading(words.say("text.warnings.heading")), Block::Items(notes)]);
    }
    if metrics.services.is_empty() {
        blocks.extend(Metric::ALL.into_iter().filter_map(|metric| by_itself(metrics, metric, content)));
    }
    if !metrics.list.is_empty() {
        blocks.push(Block::More(words.say("metrics.list.heading"), vec![list(metrics, words)]));
    }
    if metrics.each().iter().any(|service| service.deployment_frequency.is_some()) {
        blocks.push(Block::More(words.say("metrics.definitions"), vec![definitions(metrics, words)]));
    }
    let signature = words.fill("metrics.signature", &[("program", &env!("CARGO_PKG_VERSION"))]);
    let signature = format!("{} {signature}", env!("CARGO_PKG_NAME"));
    Document { title: words.say("metrics.heading"), blocks, signature }
}

/// A row for each service.
fn services(metrics: &Metrics, words: &Words) -> Block {
    let short_names = Metric::ALL.map(|metric| words.say(&format!("metrics.short.{}", metric.word())));
    let head =
        ["metrics.service", "metrics.deployments"].map(|id| words.say(id)).into_iter().chain(short_names);
    let row = |service: &Metrics| {
        let first = [service.name.clone().unwrap_or_default(), service.deployments().to_string()];
        first.into_iter().chain(Metric::ALL.map(|metric| short(service, metric, words))).collect()
    };
    let mut kinds = [Column::Number; 7];
    kinds[0] = Column::Words;
    Block::table(&kinds, head.collect(), metrics.services.iter().map(row))
}

/// A row for each metric: its number, its level, the number of the time before, and its weeks.
fn overview(metrics: &Metrics, content: &Content) -> Block {
    let words = &content.words;
    let head = ["metric", "number", "level", "before", "weeks"];
    let head = head.map(|id| words.say(&format!("metrics.column.{id}"))).to_vec();
    let none = || words.say("text.none");
    let row = |metric: Metric| {
        let level = question(metric, content)
            .and_then(|question| Some(format!("{}/{}", metrics.levels.get(&question.id)?, question.top())));
        let before = metrics.before.as_ref().and_then(|before| before.values.get(&metric));
        let weekly = metrics.measured(metric).map(|measured| Marks::of(metric, &measured.weekly).drawn());
        vec![
            words.say(&format!("metric.{}", metric.word())),
            short(metrics, metric, words),
            level.unwrap_or_else(none),
            before.map_or_else(none, |value| numbers::value(*value, metric.unit(), words)),
            weekly.unwrap_or_default(),
        ]
    };
    let kinds = [Column::Fixed, Column::Number, Column::Number, Column::Number, Column::Fixed];
    Block::table(&kinds, head, Metric::ALL.map(row))
}

fn question(metric: Metric, content: &Content) -> Option<&Question> {
    content.questionnaire.questions.iter().find(|question| question.metric == Some(metric))
}

/// The number of a metric in a cell.
fn short(metrics: &Metrics, metric: Metric, words: &Words) -> String {
    let Some((value, of)) = metrics.value(metric) else { return words.say("text.none") };
    let count = match metric {
        Metric::ChangeFailRate => metrics.change_fail_rate.as_ref().map(|part| part.failed),
        Metric::DeploymentReworkRate => metrics.deployment_rework_rate.as_ref().map(|part| part.rework),
        _ => None,
    };
    match count {
        Some(count) if of < LEAST_DEPLOYMENTS => format!("{count}/{of}"),
        _ => numbers::value(value, metric.unit(), words),
    }
}

/// What there is to know, an item each: why a metric has no number, what makes one doubtful, and the rest. A sentence is
/// there once, with the metrics or services it is about; one about all metrics names none.
fn notes(metrics: &Metrics, words: &Words) -> Vec<Item> {
    let of_metric =
        |warning: &WarningPart| warning.metric.map(|metric| words.say(&format!("metric.{}", metric.word())));
    // Without a number, why there is none is said already.
    let is_counted = metrics.deployment_frequency.is_some();
    let own = metrics.warnings.iter().filter(|warning| is_counted || warning.metric.is_none());
    let of_all = own.map(|warning| (of_metric(warning), warning));
    let of_each = metrics.services.iter().flat_map(|service| {
        let is_told =
            |warning: &&WarningPart| warning.metric.is_none_or(|metric| service.value(metric).is_some());
        service.warnings.iter().filter(is_told).map(|warning| (service.name.clone(), warning))
    });
    let mut notes: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, warning) in of_all.chain(of_each) {
        let position = notes.iter().position(|(text, _)| *text == warning.text).unwrap_or(notes.len());
        if position == notes.len() {
            notes.push((&warning.text, Vec::new()));
        }
        let names = &mut notes[position].1;
        names.extend(name.filter(|name| !names.contains(name)));
    }
    let item = |(text, names): (&str, Vec<String>)| {
        let is_about_all = metrics.services.is_empty() && names.len() == Metric::ALL.len();
        if names.is_empty() || is_about_all {
            return Item::from(text);
        }
        Item::from(Line::strong(names.join(", ")).then(format!(": {text}")))
    };
    notes.into_iter().map(item).collect()
}

/// One metric with its events, its spread, its level and its weeks.
fn by_itself(metrics: &Metrics, metric: Metric, content: &Content) -> Option<Block> {
    let words = &content.words;
    let mut told = sentences::figures(metrics, metric, words);
    told.extend(question(metric, content).and_then(|asked| sentences::level(metrics, asked, content)));
    if metrics.without_level.contains(&metric) && metrics.value(metric).is_some() {
        told.push(words.say("metrics.no-level"));
    }
    if let Some(measured) = metrics.measured(metric).filter(|measured| measured.weekly.len() > 1) {
        let marks = Marks::of(metric, &measured.weekly);
        let since = metrics.window.as_ref().map_or("", |window| &window.since);
        told.extend([marks.drawn(), marks.told(since, words)]);
    }
    told.extend(sentences::before(metrics, metric, words));
    let lines = told.into_iter().map(Line::from).collect::<Vec<_>>();
    let name = words.say(&format!("metric.{}", metric.word()));
    (!lines.is_empty()).then(|| Block::More(name, vec![Block::Lines(lines)]))
}

/// Every deployment with what it brought and why it failed.
fn list(metrics: &Metrics, words: &Words) -> Block {
    let head = ["time", "deployment", "commits", "median", "slowest", "failed"];
    let head = head.map(|id| words.say(&format!("metrics.list.{id}"))).to_vec();
    let row = |listed: &Listed| {
        let time = |value: Option<f64>| {
            value.map_or_else(|| words.say("text.none"), |value| sentences::hours(value, words))
        };
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
            sentences::why_failed(listed, words),
        ]
    };
    let kinds = [Column::Fixed, Column::Words, Column::Number, Column::Number, Column::Number, Column::Words];
    Block::table(&kinds, head, metrics.list.iter().map(row))
}

/// What each number means.
fn definitions(metrics: &Metrics, words: &Words) -> Block {
    let method = metrics.each().first().map_or(&metrics.method, |service| &service.method);
    Block::items(Metric::ALL.map(|metric| {
        let name = words.say(&format!("metric.{}", metric.word()));
        Line::strong(name).then(format!(": {}", definition(metric, method, words)))
    }))
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
