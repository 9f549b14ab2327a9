//! How this was computed: the parts of the text that the questionnaire decides.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Holes, Key, Sheet};
use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::numbers::decimal;

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MethodView {
    /// Whether both axes were asked about.
    pub(crate) both: bool,
    /// Whether the questionnaire asks DORA's delivery metrics.
    pub(crate) dora: bool,
    /// The id of the sentences on the lines: of those axes that are asked, as the questionnaire names what is typical.
    pub(crate) lines: &'static str,
    /// The id of the sentences on the limits.
    pub(crate) limits: &'static str,
    /// The classes of effect with what a step of each counts.
    pub(crate) leverage: Vec<(String, String)>,
    /// The names of the traits that repeat a measure and are left out once more.
    pub(crate) repeats: Vec<String>,
}

/// The section of a report.
pub(crate) fn method(sheet: &mut Sheet<'_, '_>) -> Result<Value> {
    let both = sheet.report.axes.only().is_none();
    let view = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| view(both, sheet.content);
    sheet.part(("parts/method-text.html", "method", Some(Key::Method { both })), view)
}

fn view(both: bool, content: &Content) -> MethodView {
    let mut leverage: Vec<(&String, f64)> =
        content.questionnaire.leverage.iter().map(|(class, share)| (class, *share)).collect();
    // A pack of somebody's own may have classes that the program has no words for.
    leverage.retain(|(class, _)| content.words.find(&format!("page.method.leverage.{class}")).is_some());
    leverage.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let repeating = content.questionnaire.questions.iter().filter(|question| question.repeats_a_measure());
    let axes: Vec<Axis> = content.questionnaire.axes().collect();
    let (lines, limits) = match axes.as_slice() {
        [Axis::Adoption] => ("page.method.lines.text.adoption", "page.method.limits.text.one"),
        [Axis::Outcome] => ("page.method.lines.text.outcome", "page.method.limits.text.one"),
        _ if content.questionnaire.asks_dora() => ("page.method.lines.text", "page.method.limits.text"),
        _ => ("page.method.lines.text.own", "page.method.limits.text"),
    };
    MethodView {
        both,
        dora: content.questionnaire.asks_dora(),
        lines,
        limits,
        leverage: leverage.into_iter().map(|(class, share)| (class.clone(), decimal(share, 1))).collect(),
        repeats: repeating.map(|question| content.name_of(&question.id)).collect(),
    }
}
