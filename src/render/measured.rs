//! Measured values beside claimed levels, in words.

use crate::content::Content;
use crate::delivery::Metrics;
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

impl Teller<'_> {
    fn value(&self, part: &MeasuredPart) -> String {
        let scale =
            self.content.questionnaire.question(&part.id).and_then(|question| question.value.as_ref());
        scale.map_or_else(String::new, |scale| numbers::value(part.value, scale.unit, &self.content.words))
    }

    fn difference(&self, part: &MeasuredPart) -> String {
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
        let number = part.deployments.to_string();
        let values =
            [("level", level.as_str()), ("claimed", &claimed), ("levels", &levels), ("number", &number)];
        self.content.words.fill(id, &values)
    }
}

impl Tell for Teller<'_> {
    fn definition(&self, metric: Metric) -> String {
        metrics::definition(metric, &self.metrics.method, &self.content.words)
    }

    fn text(&self, part: &MeasuredPart) -> String {
        let words = &self.content.words;
        let dates = [&part.since, &part.until].map(|date| words.date(date.as_deref().unwrap_or_default()));
        let number = part.deployments.to_string();
        let values = [("number", number.as_str()), ("since", &dates[0]), ("until", &dates[1])];
        let basis = words.fill("measured.deployments", &values);
        let (value, difference) = (self.value(part), self.difference(part));
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
        let (value, level, claimed) = (self.value(part), shown(part.level), shown(part.claimed));
        let values =
            [("name", part.name.as_str()), ("value", &value), ("level", &level), ("claimed", &claimed)];
        self.content.words.fill("warning.measured-lower", &values)
    }
}

/// The measured values of a report, a sentence each.
pub fn lines(report: &Report) -> impl Iterator<Item = &str> {
    report.measured.iter().map(|part| part.text.as_str())
}
