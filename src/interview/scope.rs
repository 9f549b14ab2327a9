//! Which questions an interview asks.

use std::collections::BTreeSet;

use crate::error::{Error, Finding, Message, nearest};
use crate::questionnaire::Questionnaire;

/// Which questions an interview asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Full,
    /// Those of the short form.
    Short,
    /// Those of these ids.
    Only(Vec<String>),
}

impl Scope {
    /// The indexes of its questions: area by area, within an area in the order of the questionnaire.
    ///
    /// # Errors
    /// Ids that name no question, each of them.
    pub(super) fn questions(&self, questionnaire: &Questionnaire) -> Result<Vec<usize>, Error> {
        let wanted: Option<BTreeSet<&str>> = match self {
            Scope::Full => None,
            Scope::Short => Some(questionnaire.short_form.iter().map(String::as_str).collect()),
            Scope::Only(ids) => Some(known(questionnaire, ids)?),
        };
        let mut indexes = Vec::new();
        for area in &questionnaire.areas {
            indexes.extend(questionnaire.questions.iter().enumerate().filter_map(|(index, question)| {
                let asked = wanted.as_ref().is_none_or(|ids| ids.contains(question.id.as_str()));
                (asked && question.area == area.id).then_some(index)
            }));
        }
        Ok(indexes)
    }
}

/// The ids that name questions; an error names each that does not.
fn known<'i>(questionnaire: &Questionnaire, ids: &'i [String]) -> Result<BTreeSet<&'i str>, Error> {
    let names = || questionnaire.questions.iter().map(|question| question.id.as_str());
    let strangers: Vec<Finding> = ids
        .iter()
        .filter(|id| !names().any(|name| name == id.as_str()))
        .map(|id| {
            let near = nearest(id, names()).unwrap_or_default();
            Finding::error(Message::new("survey.unknown-question").with("id", id).with("near", near))
        })
        .collect();
    if strangers.is_empty() {
        return Ok(ids.iter().map(String::as_str).collect());
    }
    Err(Error::input(strangers))
}
