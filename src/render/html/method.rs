//! How this was computed: the parts of the text that the questionnaire decides.

use std::collections::BTreeMap;

use serde::Serialize;

use super::format::decimal;
use crate::content::Content;

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
    let classes: BTreeMap<&String, &f64> = content.questionnaire.leverage.iter().collect();
    let mut leverage: Vec<(&String, f64)> =
        classes.into_iter().map(|(class, share)| (class, *share)).collect();
    leverage.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let repeating = content.questionnaire.questions.iter().filter(|question| question.repeats_a_measure());
    MethodView {
        leverage: leverage.into_iter().map(|(class, share)| (class.clone(), decimal(share, 1))).collect(),
        repeats: repeating.map(|question| content.question(&question.id).name).collect(),
    }
}
