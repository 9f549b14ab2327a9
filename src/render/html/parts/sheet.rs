//! One page while it is put together from parts: it numbers what they name in the order of the page.

use std::mem;
use std::rc::Rc;

use minijinja::value::{Serde, Value};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{Filling, Hole, Holes, Key, MOST_KEPT, Name, Part, Parts, Source, hole};
use crate::content::{Content, ToldStory};
use crate::error::Result;
use crate::render::html::compare::Drawing;
use crate::render::html::sources::SourceView;
use crate::render::template::escape;
use crate::report::Report;

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

/// Makes what a template is given, with holes or with what is filled in.
type Context<'a, Page> = dyn Fn(&mut Page, Holes<'_>) -> Value + 'a;

/// One page while it is put together from parts.
#[derive(Debug)]
pub(crate) struct Sheet<'a, 'c> {
    /// The report that the page shows.
    pub(in crate::render::html) report: &'a Report,
    /// What it is made from.
    pub(in crate::render::html) content: &'c Content,
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
        (fillings, context): (&[Filling], &Context<'_, Self>),
    ) -> Result<()> {
        let key = key.map(|key| (template, key));
        let kept = key.as_ref().and_then(|key| self.parts.kept.get(key)).map(Rc::clone);
        let part = match kept {
            Some(part) => part,
            None => Rc::new(self.render(template, Holes(None), context)?),
        };
        if cfg!(debug_assertions) {
            let anew = self.render(template, Holes(None), context)?;
            // A key that does not say everything.
            assert_eq!(*part, anew, "{template} {key:?}: key");
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
            // A hole that is asked for something or stands in a sentence, and not only printed.
            assert_eq!(text[start..], whole, "{template} {key:?}: hole");
        }
        if let Some(key) = key {
            if self.parts.kept.len() >= MOST_KEPT {
                self.parts.kept.clear();
            }
            self.parts.kept.entry(key).or_insert(part);
        }
        Ok(())
    }

    fn render(&mut self, template: &str, holes: Holes<'_>, context: &Context<'_, Self>) -> Result<Part> {
        self.naming.clear();
        let context = context(self, holes);
        let rendered = self.parts.engine.render(template, context)?;
        Ok(Part::of(&rendered, mem::take(&mut self.naming)))
    }

    pub(super) fn fill(&self, text: &mut String, part: &Part, fillings: &[Filling]) {
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
    pub(in crate::render::html) fn name_source(&mut self, id: &str, view: SourceView) -> Value {
        let id = self.parts.number(id);
        let source = Source { id, view };
        let position = position_of(&mut self.parts.sources, source);
        self.naming.push(Name::Source(position));
        hole(Hole::Source(id))
    }

    /// Tells a fact, in the part that is just rendered.
    pub(in crate::render::html) fn tell(&mut self, fact: &str) {
        let fact = self.parts.number(fact);
        self.naming.push(Name::Fact(fact));
    }

    /// The story that tells a fact.
    pub(in crate::render::html) fn told_by(&self, fact: &str) -> Option<&'c ToldStory> {
        let stories = &self.parts.stories;
        // Where two stories tell it, the first does.
        let at = stories.partition_point(|(known, _)| *known < fact);
        stories.get(at).filter(|(known, _)| *known == fact).map(|(_, told)| *told)
    }

    /// Whether the page has told a fact.
    pub(in crate::render::html) fn has_told(&self, fact: &str) -> bool {
        self.parts.ids.get(fact).is_some_and(|fact| self.told.of(*fact) > 0)
    }

    /// Whether the page has named a source.
    pub(in crate::render::html) fn has_named(&self, source: &str) -> bool {
        self.parts.ids.get(source).is_some_and(|id| self.ids.of(*id) > 0)
    }

    /// Names a source outside of any part; gives its number.
    pub(in crate::render::html) fn number_source(&mut self, id: &str, view: SourceView) -> usize {
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
    pub(in crate::render::html) fn listed(&self) -> &[usize] {
        &self.sources
    }

    /// A source by its number among the parts.
    pub(in crate::render::html) fn source(&self, number: usize) -> &SourceView {
        &self.parts.sources[number].view
    }

    /// The drawings in the order of their numbers, by their numbers among the parts.
    pub(in crate::render::html) fn drawn(&self) -> &[usize] {
        &self.drawings.named
    }

    /// A drawing by its number among the parts.
    pub(in crate::render::html) fn drawing(&self, number: usize) -> &Drawing {
        &self.parts.drawings[number]
    }

    /// Draws something, for the part that is just rendered; gives the hole for its number.
    pub(in crate::render::html) fn draw(&mut self, drawing: Drawing) -> Value {
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
    const DIGITS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(DIGITS[number % 10]);
}
