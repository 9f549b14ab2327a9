//! Measured values beside claimed levels, in words.

use crate::content::Content;
use crate::delivery::Metrics;
use crate::language::Words;
use crate::questionnaire::metric::Metric;
use crate::render::{metrics, numbers};
use crate::report::Report;
use crate::report::measured::{MeasuredPart, Tell};

/// Tells measured values in the language of the content.
pub struct Teller<'a> {
    /// What was measured.
    pub metrics: &'a Metrics,
    /// The words and the scales.
    pub content: &'a Content,
}

/// A number in the unit of its question.
pub fn value(number: f64, question: &str, content: &Content) -> String {
    let scale = content.questionnaire.question(question).and_then(|question| question.value.as_ref());
    scale.map_or_else(String::new, |scale| numbers::value(number, scale.unit, &content.words))
}

/// How many deployments a number rests on, and of which time.
pub fn basis(deployments: usize, window: Option<(&str, &str)>, words: &Words) -> String {
    let number = deployments.to_string();
    let (since, until) = window.unwrap_or_default();
    let (since, until) = (words.date(since), words.date(until));
    words.fill("measured.deployments", &[("number", &number), ("since", &since), ("until", &until)])
}

/// The same for a value that stands in a report.
pub fn basis_of(part: &MeasuredPart, words: &Words) -> String {
    basis(part.deployments, part.since.as_deref().zip(part.until.as_deref()), words)
}

/// How a measured value and the claim lie to one another.
pub fn difference(part: &MeasuredPart, words: &Words) -> String {
    let shown = |level: Option<u8>| level.map(|level| level.to_string()).unwrap_or_default();
    let id = match (part.level, part.difference) {
        (None, _) => "measured.few",
        (Some(_), None) => "measured.unclaimed",
        (Some(_), Some(0)) => "measured.same",
        (Some(_), Some(difference)) if difference > 0 => "measured.lower",
        (Some(_), Some(_)) => "measured.higher",
    };
    let levels = part.difference.unwrap_or_default().unsigned_abs().to_string();
    let (level, claimed) = (shown(part.level), shown(part.claimed));
    words.fill(id, &[("level", &level), ("claimed", &claimed), ("levels", &levels)])
}

impl Tell for Teller<'_> {
    fn definition(&self, metric: Metric) -> String {
        metrics::definition(metric, &self.metrics.method, &self.content.words)
    }

    fn text(&self, part: &MeasuredPart) -> String {
        let words = &self.content.words;
        let value = value(part.value, &part.id, self.content);
        let (basis, difference) = (basis_of(part, words), difference(part, words));
        let values = [
            ("name", part.name.as_str()),
            ("value", &value),
            ("basis", &basis),
            ("difference", &difference),
            ("definition", &part.definition),
        ];
        words.fill("measured.line", &values)
    }

    fn warning(&self, part: &MeasuredPart) -> String {
        let shown = |level: Option<u8>| level.map(|level| level.to_string()).unwrap_or_default();
        let value = value(part.value, &part.id, self.content);
        let (level, claimed) = (shown(part.level), shown(part.claimed));
        let values =
            [("name", part.name.as_str()), ("value", &value), ("level", &level), ("claimed", &claimed)];
        self.content.words.fill("warning.measured-lower", &values)
    }
}

/// The measured values of a report, a sentence each.
pub fn lines(report: &Report) -> impl Iterator<Item = &str> {
    report.measured.iter().map(|part| part.text.as_str())
}
