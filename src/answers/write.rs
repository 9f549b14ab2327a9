//! Answers as they are written into a file.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::answers::{Answer, Answers, Choice, Respondent, Role, SCHEMA};
use crate::text::Word;

impl Serialize for Answers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("questionnaire", &Reference(self))?;
        entry(&mut map, "team", self.team.as_ref())?;
        entry(&mut map, "scope", self.scope.as_ref())?;
        entry(&mut map, "goal", self.goal.as_ref())?;
        entry(&mut map, "size", self.size.as_ref())?;
        entry(&mut map, "field", self.field.as_ref())?;
        entry(&mut map, "country", self.country.as_ref())?;
        if self.respondent != Respondent::default() {
            map.serialize_entry("respondent", &self.respondent)?;
        }
        entry(&mut map, "date", self.date.as_ref())?;
        map.serialize_entry("form", self.form.word())?;
        if self.agreed {
            map.serialize_entry("agreed", &true)?;
        }
        if !self.steps.is_empty() {
            map.serialize_entry("steps", &self.steps.iter().cloned().collect::<BTreeMap<_, _>>())?;
        }
        for (key, value) in &self.unknown {
            map.serialize_entry(key, value)?;
        }
        map.serialize_entry("answers", &Given(self))?;
        map.end()
    }
}

/// The questionnaire that answers are to.
struct Reference<'a>(&'a Answers);

impl Serialize for Reference<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.0.questionnaire)?;
        map.serialize_entry("version", &self.0.version)?;
        for (key, value) in &self.0.questionnaire_unknown {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

struct Given<'a>(&'a Answers);

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (id, answer) in &self.0.given {
            map.serialize_entry(id, answer)?;
        }
        for (id, draft) in &self.0.drafts {
            map.serialize_entry(id, &Written { level: None, answer: draft })?;
        }
        map.end()
    }
}

impl Serialize for Respondent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entry(&mut map, "role", self.role.map(Role::word).as_ref())?;
        entry(&mut map, "code", self.code.as_ref())?;
        for (key, value) in &self.unknown {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Level(level) => serializer.serialize_u8(*level),
            Self::Unknown => serializer.serialize_str("unknown"),
            Self::NotApplicable => serializer.serialize_str("not-applicable"),
        }
    }
}

/// What is beside a level, or beside a question without an answer.
struct Written<'a> {
    level: Option<Choice>,
    answer: &'a Answer,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { level, answer } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("level", level)?;
        entry(&mut map, "value", answer.value.as_ref())?;
        entry(&mut map, "note", answer.note.as_ref())?;
        entry(&mut map, "reason", answer.reason.as_ref())?;
        if answer.proposed {
            map.serialize_entry("proposed", &true)?;
        }
        if !answer.evidence.is_empty() {
            map.serialize_entry("evidence", &answer.evidence)?;
        }
        for (key, value) in &answer.unknown {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_bare() {
            return self.choice.serialize(serializer);
        }
        Written { level: Some(self.choice), answer: self }.serialize(serializer)
    }
}

/// Writes a member only where it has a value.
fn entry<M: SerializeMap, T: Serialize>(map: &mut M, key: &str, value: Option<&T>) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, value))
}
