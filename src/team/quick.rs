//! Reading very many answers documents: most are ordinary, and of those only the choices and who made them are needed.
//! [`QuickReader`] takes only documents that the strict reader takes without a finding, and reads the same from them;
//! anything else, whether an error, a warning or merely unusual, it leaves to the strict reader.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::answers::rules::{is_date, is_name};
use crate::answers::{Form, Role, SCHEMA};
use crate::json::Members;
use crate::questionnaire::{Question, Questionnaire, Unit};
use crate::team::{NOT_APPLICABLE, Record, UNANSWERED, UNKNOWN};

/// A reader for the answers to one questionnaire.
#[derive(Debug)]
pub struct QuickReader<'q> {
    questionnaire: &'q Questionnaire,
    version: String,
}

impl<'q> QuickReader<'q> {
    pub fn new(questionnaire: &'q Questionnaire) -> Self {
        Self { questionnaire, version: questionnaire.version.to_string() }
    }

    /// What a document says; `choices` has one place for each question. `None` if the strict reader must decide.
    pub fn read<'a>(&self, text: &'a str, choices: &'a mut [u8]) -> Option<Record<'a>> {
        let document: Document<'a> = serde_json::from_str(text).ok()?;
        let reference = &document.questionnaire;
        let is_ours = document.schema == SCHEMA
            && reference.id == self.questionnaire.id
            && reference.version == self.version
            && document.date.is_none_or(is_date);
        let respondent = document.respondent.unwrap_or_default();
        let names = [document.team, respondent.code];
        (is_ours && names.into_iter().flatten().all(is_name)).then_some(())?;
        choices.fill(UNANSWERED);
        let mut next = 0;
        for (id, given) in &document.answers.0 {
            let position = self.position(id, next)?;
            next = position + 1;
            let question = &self.questionnaire.questions[position];
            let is_asked =
                document.form != Some(Form::Short) || self.questionnaire.short_form.contains(&question.id);
            (is_asked && choices[position] == UNANSWERED).then_some(())?;
            choices[position] = given.choice(question)?;
        }
        Some(Record {
            team: document.team.unwrap_or_default(),
            scope: document.scope.unwrap_or_default(),
            code: respondent.code.unwrap_or_default(),
            role: respondent.role,
            date: document.date.unwrap_or_default(),
            form: document.form.unwrap_or_default(),
            agreed: document.agreed.unwrap_or_default(),
            choices,
        })
    }

    /// The position of a question, looked for from `next` on: most documents keep the order of the questionnaire.
    fn position(&self, id: &str, next: usize) -> Option<usize> {
        let questions = &self.questionnaire.questions;
        (next..questions.len()).chain(0..next).find(|position| questions[*position].id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'a> {
    schema: &'a str,
    #[serde(borrow)]
    questionnaire: Reference<'a>,
    team: Option<&'a str>,
    scope: Option<&'a str>,
    #[serde(rename = "goal")]
    _goal: Option<Text>,
    respondent: Option<Respondent<'a>>,
    date: Option<&'a str>,
    form: Option<Form>,
    agreed: Option<bool>,
    #[serde(borrow)]
    answers: Members<&'a str, Given>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference<'a> {
    id: &'a str,
    version: &'a str,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Respondent<'a> {
    role: Option<Role>,
    code: Option<&'a str>,
}

/// One answer: a choice alone, or an object around it.
struct Given {
    choice: u8,
    value: Option<f64>,
    has_reason: bool,
}

impl Given {
    const fn bare(level: Level) -> Self {
        Self { choice: level.0, value: None, has_reason: false }
    }

    /// The choice, if the strict reader would take the answer to this question without a finding.
    fn choice(&self, question: &Question) -> Option<u8> {
        let is_known = match self.choice {
            NOT_APPLICABLE => self.has_reason,
            choice => choice <= question.top() || choice == UNKNOWN,
        };
        (is_known && self.value.is_none_or(|value| self.fits(question, value))).then_some(self.choice)
    }

    fn fits(&self, question: &Question, value: f64) -> bool {
        let Some(scale) = &question.value else { return false };
        let highest = if scale.unit == Unit::Share { 1.0 } else { f64::MAX };
        let is_level = self.choice <= question.top();
        (0.0..=highest).contains(&value) && (!is_level || scale.level(value) == self.choice)
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a level, a word or an object")
    }

    fn visit_u64<E: Error>(self, level: u64) -> Result<Given, E> {
        LevelVisitor.visit_u64(level).map(Given::bare)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Given, E> {
        LevelVisitor.visit_str(word).map(Given::bare)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Given, A::Error> {
        let details = Details::deserialize(MapAccessDeserializer::new(map))?;
        let has_reason = details.reason.is_some_and(|reason| !reason.is_blank);
        Ok(Given { choice: details.level.0, value: details.value, has_reason })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Details {
    level: Level,
    value: Option<f64>,
    #[serde(rename = "note")]
    _note: Option<Text>,
    reason: Option<Text>,
    #[serde(rename = "evidence")]
    _evidence: Option<Vec<Text>>,
    #[serde(rename = "proposed")]
    _proposed: Option<bool>,
}

#[derive(Clone, Copy)]
struct Level(u8);

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LevelVisitor)
    }
}

struct LevelVisitor;

impl Visitor<'_> for LevelVisitor {
    type Value = Level;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a level or a word")
    }

    fn visit_u64<E: Error>(self, level: u64) -> Result<Level, E> {
        let level = u8::try_from(level).ok().filter(|level| *level < NOT_APPLICABLE);
        level.map(Level).ok_or_else(|| E::custom("too high"))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Level, E> {
        match word {
            "unknown" => Ok(Level(UNKNOWN)),
            "not-applicable" => Ok(Level(NOT_APPLICABLE)),
            _ => Err(E::custom("unknown word")),
        }
    }
}

/// Any text; what it says is not needed.
struct Text {
    is_blank: bool,
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text { is_blank: text.trim().is_empty() })
    }
}

#[cfg(test)]
mod tests;
