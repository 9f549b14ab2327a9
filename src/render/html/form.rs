//! The questionnaire as one page to answer on. Its script reads everything it needs from a block of data in the page;
//! nothing is requested, and everything typed by people is escaped.

use std::borrow::Cow;
use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::{Style, safe};
use crate::answers::{Answers, Form, Role, SCHEMA};
use crate::content::Content;
use crate::error::Result;
use crate::interview::pace::{self, Pace};
use crate::interview::{Interview, Scope};
use crate::language::Words;
use crate::questionnaire::text::QuestionText;
use crate::questionnaire::{Axis, Contradiction, Question, Unit, ValueScale, Version};
use crate::render::template;
use crate::report::TOOL;
use crate::text::Word;

/// The parts of the stylesheet.
const STYLE: [&str; 2] = ["base.css", "form/form.css"];
/// The script, which is the same in every page.
const SCRIPT: &str = "form/form.js";
/// How the ids of the sentences begin that the script says.
const SCRIPT_WORDS: [&str; 3] = ["form.script.", "survey.left.", "survey.count."];
/// How the ids of the words for amounts begin.
const UNIT_WORDS: &str = "survey.unit.";

/// What the answers promise to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Names are agreed, nothing is promised.
    Workshop,
    /// The file holds neither respondent nor day, and the browser keeps nothing.
    Anonymous,
}

/// What is one of a few.
#[derive(Debug, Serialize)]
struct Choices<'a> {
    id: &'static str,
    options: Vec<Named<'a>>,
}

/// A word of the answers file with its name.
#[derive(Debug, Serialize)]
struct Named<'a> {
    word: &'a str,
    name: String,
}

/// The questions of an area.
#[derive(Debug, Serialize)]
struct AreaView<'a> {
    id: &'a str,
    name: &'a str,
    axis: Axis,
    questions: Vec<QuestionView<'a>>,
}

/// One question with its sentences.
#[derive(Debug, Serialize)]
struct QuestionView<'a> {
    id: &'a str,
    number: usize,
    levels: u8,
    unit: Option<Unit>,
    text: Cow<'a, QuestionText>,
}

/// What the script reads.
#[derive(Debug, Serialize)]
struct Data<'a> {
    schema: &'static str,
    questionnaire: Identity<'a>,
    team: Option<&'a str>,
    anonymous: bool,
    fields: &'static [&'static str],
    choices: BTreeMap<&'static str, Vec<&'a str>>,
    seconds: u64,
    form: Form,
    short_form: &'a [String],
    contradictions: &'a [Contradiction],
    questions: Vec<QuestionData<'a>>,
    units: BTreeMap<&'a str, &'a str>,
    words: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
struct Identity<'a> {
    id: &'a str,
    version: Version,
}

/// What the script needs to know of a question; its sentences are in the page.
#[derive(Debug, Serialize)]
struct QuestionData<'a> {
    id: &'a str,
    area: &'a str,
    name: String,
    levels: u8,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    formerly: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a ValueScale>,
}

/// The page to answer on, for a team if one is named.
///
/// # Errors
/// A template that does not fit.
pub fn page(content: &Content, team: Option<&str>, mode: Mode, form: Form) -> Result<String> {
    let scope = if form == Form::Short { Scope::Short } else { Scope::Full };
    let interview = Interview::new(&content.questionnaire, Answers::empty(&content.questionnaire), &scope)?;
    let asked: Vec<&Question> = interview.questions().collect();
    let pace = Pace::default();
    let data = data(content, team, mode, form);
    let given = context! {
        style => Serde(Style::of(&STYLE)),
        script => Serde(Style::of(&[SCRIPT])),
        form => context! {
            language => content.words.language().tag(),
            title => content.text.title.as_str(),
            asks => content.asks(),
            version => content.questionnaire.version.to_string(),
            team,
            mode => Serde(mode),
            unit => content.text.unit.as_str(),
            rule => content.text.answering_rule.as_str(),
            count => asked.len(),
            minutes => pace::minutes(pace.left(lengths(content, &asked))).max(1),
            tool => Serde(TOOL),
        },
        fields => Serde(fields(content, mode)),
        choices => Serde(choices(content, mode)),
        areas => Serde(areas(content, &asked)),
        data => Value::from_safe_string(safe::embeddable(&serde_json::to_string(&data).unwrap_or_default())),
    };
    template::render("form.html", &content.words, given)
}

/// What is asked in a line of its own; an anonymous page asks for nothing by which two files could be recognised as of the
/// same person.
fn fields(content: &Content, mode: Mode) -> &'static [&'static str] {
    match mode {
        Mode::Workshop if has_peers(content) => &["team", "scope", "goal", "code", "size"],
        Mode::Workshop => &["team", "scope", "goal", "code"],
        Mode::Anonymous => &["team", "scope", "goal"],
    }
}

/// Whether the questionnaire has companies of several fields.
fn has_peers(content: &Content) -> bool {
    !content.questionnaire.peers.field.is_empty()
}

/// What is one of a few; an anonymous page asks for none of it.
fn choices(content: &Content, mode: Mode) -> Vec<Choices<'_>> {
    if mode == Mode::Anonymous {
        return Vec::new();
    }
    let role =
        |role: Role| Named { word: role.word(), name: content.words.say(&format!("role.{}", role.word())) };
    let peers = &content.questionnaire.peers;
    let all = [
        ("role", Role::ALL.map(role).into()),
        ("field", tags(content, &peers.field)),
        ("country", tags(content, &peers.country)),
    ];
    all.into_iter()
        .filter(|(_, options)| !options.is_empty())
        .map(|(id, options)| Choices { id, options })
        .collect()
}

fn tags<'a>(content: &'a Content, tags: &'a [String]) -> Vec<Named<'a>> {
    tags.iter().map(|tag| Named { word: tag, name: content.tag(tag).to_owned() }).collect()
}

/// The questions area by area, numbered in the order in which they are asked.
fn areas<'a>(content: &'a Content, asked: &[&'a Question]) -> Vec<AreaView<'a>> {
    let areas = content.questionnaire.areas.iter().map(|area| {
        let of_area = asked.iter().enumerate().filter(|(_, question)| question.area == area.id);
        AreaView {
            id: &area.id,
            name: content.area(&area.id),
            axis: area.axis,
            questions: of_area.map(|(index, known)| question(content, known, index + 1)).collect(),
        }
    });
    areas.filter(|area| !area.questions.is_empty()).collect()
}

fn question<'a>(content: &'a Content, question: &'a Question, number: usize) -> QuestionView<'a> {
    QuestionView {
        id: &question.id,
        number,
        levels: question.levels,
        unit: question.value.as_ref().map(|scale| scale.unit),
        text: content.question(&question.id),
    }
}

fn data<'a>(content: &'a Content, team: Option<&'a str>, mode: Mode, form: Form) -> Data<'a> {
    let questionnaire = &content.questionnaire;
    let questions = questionnaire.questions.iter().map(|question| QuestionData {
        id: &question.id,
        area: &question.area,
        name: content.name_of(&question.id),
        levels: question.levels,
        formerly: &question.formerly,
        value: question.value.as_ref(),
    });
    Data {
        schema: SCHEMA,
        questionnaire: Identity { id: &questionnaire.id, version: questionnaire.version },
        team,
        anonymous: mode == Mode::Anonymous,
        fields: fields(content, mode),
        choices: choices(content, mode)
            .into_iter()
            .map(|choice| (choice.id, choice.options.iter().map(|option| option.word).collect()))
            .collect(),
        seconds: seconds(content),
        form,
        short_form: &questionnaire.short_form,
        contradictions: &questionnaire.contradictions,
        questions: questions.collect(),
        units: beginning_with(&content.words, UNIT_WORDS)
            .map(|(id, sentence)| (id.trim_start_matches(UNIT_WORDS), sentence))
            .collect(),
        words: SCRIPT_WORDS.iter().flat_map(|start| beginning_with(&content.words, start)).collect(),
    }
}

/// The sentences of which the ids begin like this.
fn beginning_with<'a>(words: &'a Words, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let ids = words.ids().filter(move |id| id.starts_with(start));
    ids.filter_map(|id| Some((id, words.find(id)?)))
}

/// How much there is to read in questions.
fn lengths(content: &Content, asked: &[&Question]) -> Vec<usize> {
    asked.iter().map(|question| pace::length(&content.question(&question.id))).collect()
}

/// How long a question takes on average, in seconds.
fn seconds(content: &Content) -> u64 {
    let all: Vec<&Question> = content.questionnaire.questions.iter().collect();
    let time = Pace::default().left(lengths(content, &all)).as_secs();
    time.checked_div(u64::try_from(all.len()).unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
