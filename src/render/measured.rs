//! Measured values beside claimed levels, in words.

use std::collections::BTreeSet;

use crate::answers::Answers;
use crate::content::Content;
use crate::delivery::{LEAST_DEPLOYMENTS, Metrics};
use crate::language::{Values, Words};
use crate::render::document::{Block, Column, Table};
use crate::render::{metrics, numbers};
use crate::report::measured::{MeasuredPart, parts};
use crate::report::{Report, WarningPart};
use crate::text::Word;

/// The code of the warning that a claim is two levels or more above what was measured.
const MEASURED_LOWER: &str = "measured-lower";

/// Adds what was measured to the answers of a report, with a warning if the claim is two levels or more above it.
/// Of several services each is shown by itself.
pub fn add(report: &mut Report, measured: &Metrics, content: &Content, answers: &Answers) {
    let words = &content.words;
    for mut part in parts(measured, content, answers) {
        let own = measured.each().iter().find(|service| service.name == part.service).unwrap_or(measured);
        part.definition = metrics::definition(part.metric, &own.method, words);
        let value = numbers::value(part.value, part.metric.unit(), words);
        let (basis, difference) = (basis_of(&part, words), difference(&part, words));
        let name = match &part.service {
            Some(service) => format!("{service}, {}", part.name),
            None => part.name.clone(),
        };
        if part.is_lower() {
            let (level, claimed) = (shown(part.level), shown(part.claimed));
            let values: &Values<'_> =
                &[("name", &name), ("value", &value), ("level", &level), ("claimed", &claimed)];
            let text = words.fill("warning.measured-lower", values);
            report.warnings.push(WarningPart { code: MEASURED_LOWER.to_owned(), text });
        }
        let values: &Values<'_> = &[
            ("name", &name),
            ("value", &value),
            ("basis", &basis),
            ("difference", &difference),
            ("definition", &part.definition),
        ];
        part.text = words.fill("measured.line", values);
        report.measured.push(part);
    }
}

/// How many deployments a number rests on, and of which time.
pub fn basis(deployments: usize, window: Option<(&str, &str)>, words: &Words) -> String {
    let (since, until) = window.unwrap_or_default();
    let (since, until) = (words.date(since), words.date(until));
    words.fill("measured.deployments", &[("number", &deployments), ("since", &since), ("until", &until)])
}

/// The same for a value in a report.
pub fn basis_of(part: &MeasuredPart, words: &Words) -> String {
    basis(part.deployments, part.since.as_deref().zip(part.until.as_deref()), words)
}

/// How a measured value and the claim lie to one another.
pub fn difference(part: &MeasuredPart, words: &Words) -> String {
    let id = match (part.level, part.difference) {
        (None, _) if part.deployments < LEAST_DEPLOYMENTS => "measured.few",
        (None, _) => "measured.doubtful",
        (Some(_), None) => "measured.unclaimed",
        (Some(_), Some(0)) => "measured.same",
        (Some(_), Some(difference)) if difference > 0 => "measured.lower",
        (Some(_), Some(_)) => "measured.higher",
    };
    let levels = part.difference.unwrap_or_default().unsigned_abs();
    let (level, claimed) = (shown(part.level), shown(part.claimed));
    words.fill(id, &[("level", &level), ("claimed", &claimed), ("levels", &levels)])
}

fn shown(level: Option<u8>) -> String {
    level.map(|level| level.to_string()).unwrap_or_default()
}

/// The measured values of a report: a sentence each, and of several services a table, with the answers above them and what
/// each number means below.
pub fn blocks(report: &Report, content: &Content) -> Vec<Block> {
    let words = &content.words;
    if report.measured.iter().all(|part| part.service.is_none()) {
        return vec![Block::items(report.measured.iter().map(|part| part.text.as_str()))];
    }
    let none = || words.say("text.none");
    let mut seen = BTreeSet::new();
    let questions: Vec<&MeasuredPart> = report.measured.iter().filter(|part| seen.insert(&part.id)).collect();
    let mut seen = BTreeSet::new();
    let services = report.measured.iter().filter_map(|part| part.service.as_deref());
    let services: Vec<&str> = services.filter(|name| seen.insert(*name)).collect();
    let level = |level: Option<u8>| level.map_or_else(none, |level| format!("({level})"));
    let head = std::iter::once(words.say("metrics.service"))
        .chain(questions.iter().map(|part| words.say(&format!("metrics.short.{}", part.metric.word()))));
    let claimed = std::iter::once(words.say("measured.claimed"))
        .chain(questions.iter().map(|part| level(part.claimed)));
    let row = |service: &&str| -> Vec<String> {
        let cell = |question: &&MeasuredPart| {
            let mut own = report.measured.iter().filter(|part| part.service.as_deref() == Some(*service));
            own.find(|part| part.id == question.id).map_or_else(none, |part| {
                let value = numbers::value(part.value, part.metric.unit(), words);
                part.level.map_or_else(|| value.clone(), |level| format!("{value} ({level})"))
            })
        };
        std::iter::once((*service).to_owned()).chain(questions.iter().map(cell)).collect()
    };
    let rows = [head.collect(), claimed.collect()].into_iter().chain(services.iter().map(row)).collect();
    let kinds = std::iter::once(Column::Words).chain(questions.iter().map(|_| Column::Number)).collect();
    let definition = |part: &&MeasuredPart| format!("{}: {}", part.name, part.definition);
    vec![
        Block::text(words.say("measured.services")),
        Block::Table(Table { kinds, rows }),
        Block::items(questions.iter().map(definition)),
    ]
}
