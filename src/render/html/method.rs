//! How this was computed: the parts of the text that the questionnaire decides.

use serde::Serialize;

use crate::content::Content;
use crate::order;
use crate::render::numbers::decimal;

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MethodView {
    /// The classes of effect with what a step of each counts.
    pub(crate) leverage: Vec<(String, String)>,
    /// The names of the traits that repeat a measure and are left out once more.
    pub(crate) repeats: Vec<String>,
}

/// The section of a report.
pub(crate) fn method(content: &Content) -> MethodView {
    let mut leverage: Vec<(&String, f64)> =
        content.questionnaire.leverage.iter().map(|(class, share)| (class, *share)).collect();
    // A pack of somebody's own may have classes that the program has no words for.
    leverage.retain(|(class, _)| content.words.find(&format!("page.method.leverage.{class}")).is_some());
    order::by(&mut leverage, |(_, a), (_, b)| b.total_cmp(a));
    let repeating = content.questionnaire.questions.iter().filter(|question| question.repeats_a_measure());
    MethodView {
        leverage: leverage.into_iter().map(|(class, share)| (class.clone(), decimal(share, 1))).collect(),
        repeats: repeating.map(|question| content.name_of(&question.id)).collect(),
    }
}
