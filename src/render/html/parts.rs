//! Parts of pages that many pages share. A part is rendered once for each key and kept; what differs from page to page
//! although the key is the same stands in holes, which are filled each time. So ten thousand pages cost little more
//! than their differences, and the templates stay the one place where markup is written.
//!
//! The key of a part holds everything that its view is made from, except what stays the same as long as these parts
//! are kept: the content and the comparisons with its stories. Builds for tests make the view of every part anew and
//! compare, so that a key which says too little is found wherever a page is tested.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;
use std::rc::Rc;

use minijinja::value::{Serde, Value};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::compare::Drawing;
use super::sources::SourceView;
use crate::content::Content;
use crate::error::Result;
use crate::render::template::{Engine, escape};
use crate::report::{Report, Status, StepKind};

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
        Self {
            content,
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

/// Numbers that things get in the order in which a page names them.
#[derive(Debug, Default)]
struct Numbers {
    /// The number of each thing, from 1; 0 where it was not named.
    given: Vec<usize>,
    /// The things that were named, in order.
    named: Vec<usize>,
}

impl Numbers {
    /// Numbers a thing; whether it was not named before.
    fn name(&mut self, thing: usize) -> bool {
        if self.given.len() <= thing {
            self.given.resize(thing + 1, 0);
        }
        let is_new = self.given[thing] == 0;
        if is_new {
            self.named.push(thing);
            self.given[thing] = self.named.len();
        }
        is_new
    }

    /// The number of a thing, from 1; 0 where it was not named.
    fn of(&self, thing: usize) -> usize {
        self.given.get(thing).copied().unwrap_or_default()
    }
}

/// One page while it is put together from parts.
#[derive(Debug)]
pub(crate) struct Sheet<'a, 'c> {
    /// The report that the page shows.
    pub(super) report: &'a Report,
    /// What it is made from.
    pub(super) content: &'c Content,
    parts: &'a mut Parts<'c>,
    /// The sources by their ids, the facts that were told, and the drawings.
    ids: Numbers,
    told: Numbers,
    drawings: Numbers,
    /// The sources in the order of their numbers.
    sources: Vec<usize>,
    /// What the part names that is just rendered.
    naming: Vec<Name>,
}

impl<'a, 'c> Sheet<'a, 'c> {
    /// The page of a report, with nothing on it yet.
    pub(crate) fn new(report: &'a Report, parts: &'a mut Parts<'c>) -> Self {
        Self {
            report,
            content: parts.content,
            parts,
            ids: Numbers::default(),
            told: Numbers::default(),
            drawings: Numbers::default(),
            sources: Vec::new(),
            naming: Vec::new(),
        }
    }

    /// Adds a part to a text: the kept one of this key with its holes filled in, or else the view rendered by the
    /// template, which knows it by this name.
    ///
    /// # Errors
    /// A template that does not fit.
    pub(crate) fn put<View: Serialize>(
        &mut self,
        text: &mut String,
        (template, name, key): (&'static str, &'static str, Option<Key>),
        (fillings, view): (&[Filling], impl Fn(&mut Self, Holes<'_>) -> View),
    ) -> Result<()> {
        let context =
            |sheet: &mut Self, holes: Holes<'_>| Value::from(Serde(Named(name, view(sheet, holes))));
        self.put_context(text, (template, key), (fillings, &context))
    }

    /// A part by itself, see [`Sheet::put`].
    ///
    /// # Errors
    /// A template that does not fit.
    pub(crate) fn part<View: Serialize>(
        &mut self,
        part: (&'static str, &'static str, Option<Key>),
        view: impl Fn(&mut Self, Holes<'_>) -> View,
    ) -> Result<Value> {
        let mut text = String::new();
        self.put(&mut text, part, (&[], view))?;
        Ok(Value::from_safe_string(text))
    }

    fn put_context(
        &mut self,
        text: &mut String,
        (template, key): (&'static str, Option<Key>),
        (fillings, context): (&[Filling], &dyn Fn(&mut Self, Holes<'_>) -> Value),
    ) -> Result<()> {
        let key = key.map(|key| (template, key));
        let kept = key.as_ref().and_then(|key| self.parts.kept.get(key)).map(Rc::clone);
        let part = match kept {
            Some(part) => part,
            None => Rc::new(self.render(template, Holes(None), context)?),
        };
        if cfg!(debug_assertions) {
            let anew = self.render(template, Holes(None), context)?;
            assert_eq!(*part, anew, "{template}: {key:?} does not say everything");
        }
        for named in &part.named {
            match *named {
                Name::Source(source) => self.list(source),
                Name::Fact(fact) => _ = self.told.name(fact),
                Name::Drawing(drawing) => _ = self.drawings.name(drawing),
            }
        }
        let start = text.len();
        self.fill(text, &part, fillings);
        if cfg!(debug_assertions) {
            let anew = self.render(template, Holes::filled(fillings), context)?;
            let mut whole = String::new();
            self.fill(&mut whole, &anew, &[]);
            assert_eq!(text[start..], whole, "{template}: {key:?} has a hole that is more than printed");
        }
        if let Some(key) = key {
            if self.parts.kept.len() >= MOST_KEPT {
                self.parts.kept.clear();
            }
            self.parts.kept.entry(key).or_insert(part);
        }
        Ok(())
    }

    fn render(
        &mut self,
        template: &str,
        holes: Holes<'_>,
        context: &dyn Fn(&mut Self, Holes<'_>) -> Value,
    ) -> Result<Part> {
        self.naming.clear();
        let context = context(self, holes);
        let rendered = self.parts.engine.render(template, context)?;
        Ok(Part::of(&rendered, mem::take(&mut self.naming)))
    }

    fn fill(&self, text: &mut String, part: &Part, fillings: &[Filling]) {
        let mut from = 0;
        for (at, hole) in &part.holes {
            text.push_str(&part.text[from..*at]);
            from = *at;
            match *hole {
                Hole::Own(position) => match fillings.get(position) {
                    Some(Filling::Text(filling)) => text.push_str(&escape(filling)),
                    Some(Filling::Plain(filling)) => text.push_str(filling),
                    Some(Filling::Number(number)) => push_number(text, *number),
                    None => {}
                },
                Hole::Source(id) => push_number(text, self.ids.of(id)),
                // Drawings are numbered from 0.
                Hole::Drawing(drawing) => push_number(text, self.drawings.of(drawing).saturating_sub(1)),
            }
        }
        text.push_str(&part.text[from..]);
    }

    /// Names a source, for the part that is just rendered; gives the hole for its number.
    pub(super) fn name_source(&mut self, id: &str, view: SourceView) -> Value {
        let id = self.parts.number(id);
        let source = Source { id, view };
        let position = position_of(&mut self.parts.sources, source);
        self.naming.push(Name::Source(position));
        hole(Hole::Source(id))
    }

    /// Tells a fact, in the part that is just rendered.
    pub(super) fn tell(&mut self, fact: &str) {
        let fact = self.parts.number(fact);
        self.naming.push(Name::Fact(fact));
    }

    /// Whether the page has told a fact.
    pub(super) fn has_told(&self, fact: &str) -> bool {
        self.parts.ids.get(fact).is_some_and(|fact| self.told.of(*fact) > 0)
    }

    /// Whether the page has named a source.
    pub(super) fn has_named(&self, source: &str) -> bool {
        self.parts.ids.get(source).is_some_and(|id| self.ids.of(*id) > 0)
    }

    /// Names a source outside of any part; gives its number.
    pub(super) fn number_source(&mut self, id: &str, view: SourceView) -> usize {
        let id = self.parts.number(id);
        let position = position_of(&mut self.parts.sources, Source { id, view });
        self.list(position);
        self.ids.of(id)
    }

    /// Numbers a source where it is not numbered.
    fn list(&mut self, source: usize) {
        if self.ids.name(self.parts.sources[source].id) {
            self.sources.push(source);
        }
    }

    /// The sources in the order of their numbers, by their numbers among the parts.
    pub(super) fn listed(&self) -> &[usize] {
        &self.sources
    }

    /// A source by its number among the parts.
    pub(super) fn source(&self, number: usize) -> &SourceView {
        &self.parts.sources[number].view
    }

    /// The drawings in the order of their numbers, by their numbers among the parts.
    pub(super) fn drawn(&self) -> &[usize] {
        &self.drawings.named
    }

    /// A drawing by its number among the parts.
    pub(super) fn drawing(&self, number: usize) -> &Drawing {
        &self.parts.drawings[number]
    }

    /// Draws something, for the part that is just rendered; gives the hole for its number.
    pub(super) fn draw(&mut self, drawing: Drawing) -> Value {
        let position = position_of(&mut self.parts.drawings, drawing);
        self.naming.push(Name::Drawing(position));
        hole(Hole::Drawing(position))
    }
}

/// A view under the name by which its template knows it.
struct Named<View>(&'static str, View);

impl<View: Serialize> Serialize for Named<View> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut named = serializer.serialize_struct("Named", 1)?;
        named.serialize_field(self.0, &self.1)?;
        named.end()
    }
}

/// Where something stands in a list, at the end of which it is put if it does not.
fn position_of<T: PartialEq>(list: &mut Vec<T>, wanted: T) -> usize {
    list.iter().position(|known| *known == wanted).unwrap_or_else(|| {
        list.push(wanted);
        list.len() - 1
    })
}

/// Adds a number in digits. A page has some hundred, most of them of one digit or two.
fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from_digit((number % 10) as u32, 10).unwrap_or_default());
}
