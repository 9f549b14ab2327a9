//! Parts of pages that many pages share. A part is rendered once for each key and kept; what differs from page to page
//! although the key is the same stands in holes, which are filled each time. So ten thousand pages cost little more
//! than their differences, and the templates stay the one place where markup is written.
//!
//! The key of a part holds everything that its view is made from, except what stays the same as long as these parts
//! are kept: the content and the comparisons with its stories. Builds for tests make the view of every part anew and
//! compare, so that a key which says too little is found wherever a page is tested.

mod sheet;
#[cfg(test)]
mod tests;

pub(crate) use sheet::Sheet;

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::compare::Drawing;
use super::sources::SourceView;
use crate::content::{Content, ToldStory};
use crate::error::Result;
use crate::render::template::Engine;
use crate::report::{Status, StepKind};

/// Stands around a hole while a part is rendered. No text can hold it: the engine writes control characters otherwise.
const EDGE: char = '\u{1}';

/// At most so many parts are kept, of about a kilobyte each. A run over very different teams begins anew there, so that
/// memory stays bounded.
const MOST_KEPT: usize = 10_000;

/// A part of a page, by its template and the name of its view there, with what that view is made from. A part
/// without a key is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// A next step, whole or in short.
    Step { kind: StepKind, id: Option<String>, from: Option<u8>, start_here: bool, unblocks: Vec<String> },
    /// A trait beside the companies, by its place in the questionnaire.
    Row { question: usize, status: Status, level: Option<u8>, has_gap: bool },
    /// What rows are put together from, by its number here.
    Drawing(usize),
    /// The trouble of the story that is closest.
    Difficulties(String),
    /// A trait that rose from one chapter to the next, by its place among those.
    Rise { story: String, chapter: String, place: usize, team: Option<u8>, told: bool },
    /// What a company published on one topic: the facts that are shown.
    Worked { story: String, facts: Vec<String> },
    /// A result, by its place in the questionnaire.
    Measure { question: usize, status: Status, level: Option<u8> },
    /// Everybody's answers to a question, by its place in the questionnaire, with the options that somebody chose.
    Dots { question: usize, chosen: Vec<bool> },
    /// How it was computed, for one axis or two.
    Method { both: bool },
    /// An area: how its score and the ends of its range read.
    Area { levels: [Option<String>; 3], is_open: bool, has_line: bool },
    /// What a company shares with the team, by its place among the companies: how many traits, and on how many of them
    /// the team is lower, level and higher.
    Shared { company: usize, counts: [usize; 4] },
    /// The list of these sections.
    Contents(Vec<&'static str>),
    /// What is the same on every page.
    Fixed,
    /// A source in the list at the end, by its number here.
    Source(usize),
}

/// What is put into a hole.
#[derive(Clone, Debug)]
pub(crate) enum Filling {
    /// A text, which is escaped.
    Text(String),
    /// A text of the program's own, in which there is nothing to escape.
    Plain(Cow<'static, str>),
    /// A number.
    Number(usize),
}

/// The places in a view for what differs from page to page. It may be printed only, not asked for or put into a
/// sentence, whose words could depend on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holes<'a>(Option<&'a [Filling]>);

impl<'a> Holes<'a> {
    /// No holes, but what would be filled in.
    pub(crate) const fn filled(fillings: &'a [Filling]) -> Self {
        Self(Some(fillings))
    }

    /// The hole at this position in the list of what is filled in.
    pub(crate) fn at(self, position: usize) -> Value {
        match self.0.map(|fillings| fillings.get(position)) {
            None => hole(Hole::Own(position)),
            Some(Some(Filling::Text(text))) => Value::from(text.as_str()),
            Some(Some(Filling::Plain(text))) => Value::from(&**text),
            Some(Some(Filling::Number(number))) => Value::from(*number),
            Some(None) => Value::UNDEFINED,
        }
    }
}

/// A hole in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hole {
    /// What the page gives the part, by position.
    Own(usize),
    /// The number of a source, by its number here.
    Source(usize),
    /// The number of a drawing, by its number here.
    Drawing(usize),
}

/// A hole as it is printed while a part is rendered.
fn hole(hole: Hole) -> Value {
    let (kind, number) = match hole {
        Hole::Own(number) => ('o', number),
        Hole::Source(number) => ('s', number),
        Hole::Drawing(number) => ('d', number),
    };
    Value::from_safe_string(format!("{EDGE}{kind}{number}{EDGE}"))
}

/// The hole that was printed so.
fn printed(text: &str) -> Option<Hole> {
    let number = text.get(1..)?.parse().ok()?;
    match text.as_bytes()[0] {
        b'o' => Some(Hole::Own(number)),
        b's' => Some(Hole::Source(number)),
        b'd' => Some(Hole::Drawing(number)),
        _ => None,
    }
}

/// Something that a page numbers where it is named for the first time, or tells only once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    /// A source.
    Source(usize),
    /// A fact, which is told.
    Fact(usize),
    /// A drawing.
    Drawing(usize),
}

/// A part as it was rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// Its text without the holes.
    text: String,
    /// The holes, each with where in the text it is.
    holes: Vec<(usize, Hole)>,
    /// What it names, in order.
    named: Vec<Name>,
}

impl Part {
    /// Takes the printed holes out of a text.
    fn of(rendered: &str, named: Vec<Name>) -> Self {
        let (mut text, mut holes) = (String::with_capacity(rendered.len()), Vec::new());
        for (position, piece) in rendered.split(EDGE).enumerate() {
            match printed(piece).filter(|_| position % 2 == 1) {
                Some(hole) => holes.push((text.len(), hole)),
                None => text.push_str(piece),
            }
        }
        Self { text, holes, named }
    }
}

/// A source with the number here of its id.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    id: usize,
    view: SourceView,
}

/// The parts that were rendered so far. They serve all pages of one content and the same comparisons.
#[derive(Debug)]
pub struct Parts<'a> {
    content: &'a Content,
    engine: Engine,
    kept: HashMap<(&'static str, Key), Rc<Part>>,
    sources: Vec<Source>,
    drawings: Vec<Drawing>,
    /// The numbers here of the ids of sources, and of facts.
    ids: HashMap<String, usize>,
    /// The facts with the stories that tell them, by their ids.
    stories: Vec<(&'a str, &'a ToldStory)>,
}

impl<'a> Parts<'a> {
    /// The number here of an id, which it gets the first time it is needed.
    fn number(&mut self, id: &str) -> usize {
        if let Some(number) = self.ids.get(id) {
            return *number;
        }
        self.ids.insert(id.to_owned(), self.ids.len());
        self.ids.len() - 1
    }

    /// No parts yet.
    pub fn of(content: &'a Content) -> Self {
        let all = content.stories.iter().chain(&content.failures);
        let facts = all.flat_map(|told| told.story.facts.iter().map(move |fact| (fact.id.as_str(), told)));
        let mut stories: Vec<(&str, &ToldStory)> = facts.collect();
        stories.sort_by_key(|(fact, _)| *fact);
        Self {
            content,
            stories,
            engine: Engine::of(&content.words),
            kept: HashMap::new(),
            sources: Vec::new(),
            drawings: Vec::new(),
            ids: HashMap::new(),
        }
    }

    /// The content that all pages are made from.
    pub const fn content(&self) -> &'a Content {
        self.content
    }

    /// A whole page, by its template.
    ///
    /// # Errors
    /// A template that does not fit.
    pub(super) fn page(&self, template: &str, page: impl Serialize) -> Result<String> {
        self.engine.render(template, Value::from(Serde(page)))
    }
}
