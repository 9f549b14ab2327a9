//! The one set-up of the template engine: everything is escaped, nothing missing is printed, and sentences come from
//! the text files.

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior};
use serde::Serialize;

use crate::embedded::{self, Pages};
use crate::error::{Error, Message, Result};
use crate::language::{Words, fill};
use crate::numbers;
use crate::render::{chart, html};

/// The text of a template with a context put in. Sentences are those of `words`.
///
/// # Errors
/// A template that does not fit its context, with its name and line.
pub fn render(template: &str, words: &Words, context: impl Serialize) -> Result<String> {
    let engine = shared_engine(words);
    let found = engine.get_template(template);
    let rendered = found.and_then(|template| template.render(Value::from(Serde(context))));
    rendered.map_err(|error| failure(template, &error))
}

/// The text of an embedded template.
pub(super) fn source(name: &str) -> Option<&'static str> {
    embedded::text::<Pages>(name)
}

/// The names of all templates, for the test that renders every part.
#[cfg(test)]
pub(crate) fn names() -> impl Iterator<Item = String> {
    Pages::iter().map(Cow::into_owned).filter(|name| name.rsplit('.').next() == Some("html"))
}

/// The engine of the words used last, which knows the templates that it read already.
fn shared_engine(words: &Words) -> Arc<Environment<'static>> {
    static LAST: Mutex<Option<(Words, Arc<Environment<'static>>)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, engine)) = &*last
        && known == words
    {
        return Arc::clone(engine);
    }
    let engine = Arc::new(engine(words));
    *last = Some((words.clone(), Arc::clone(&engine)));
    engine
}

/// An engine that finds the embedded templates and uses the given words.
fn engine(words: &Words) -> Environment<'static> {
    let mut engine = Environment::new();
    engine.add_filter("level", numbers::level::<f64>);
    engine.add_filter("distance", numbers::distance::<f64>);
    engine.add_filter("decimal", numbers::decimal);
    engine.add_filter("strip", chart::strip);
    engine.add_filter("across", chart::across);
    engine.add_filter("up", chart::up);
    engine.add_filter("coordinate", chart::coordinate);
    engine.add_filter("link", |address: &str| html::link(address));
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        engine.set_syntax(syntax);
    }
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    // The engine itself escapes only some endings (not `.svg`); here every template is escaped, whatever its name.
    engine.set_auto_escape_callback(|_| AutoEscape::Html);
    engine.set_formatter(write_value);
    engine.set_loader(|name| Ok(source(name)));
    let words = Arc::new(words.clone());
    let dates = Arc::clone(&words);
    engine.add_filter("date", move |date: &str| dates.date(date));
    engine.add_function("say", move |id: &str, values: Kwargs| say(&words, id, &values));
    engine
}

/// A sentence with values put in. Where `count` is 1 and there is a sentence for one, that one is taken.
fn say(words: &Words, id: &str, values: &Kwargs) -> std::result::Result<String, minijinja::Error> {
    let mut known: Vec<(&str, Value)> = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        if value.is_none() || value.is_undefined() {
            return Err(minijinja::Error::new(
                ErrorKind::UndefinedError,
                format!("{id}: {name} has no value"),
            ));
        }
        known.push((name, value));
    }
    let singular = known.iter().any(|(name, value)| *name == "count" && value.to_string() == "1");
    let for_one = singular.then(|| words.find(&format!("{id}.one"))).flatten();
    let Some(sentence) = for_one.or_else(|| words.find(id)) else {
        return Err(minijinja::Error::new(ErrorKind::UndefinedError, format!("no sentence {id}")));
    };
    let known: Vec<(&str, &dyn Display)> = known.iter().map(|(name, value)| (*name, value as _)).collect();
    Ok(fill(sentence, &known))
}

/// Writes a text or a number, escaped. Anything else in a place for text is a mistake in the template.
fn write_value(
    output: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Value,
) -> std::result::Result<(), minijinja::Error> {
    match (value.kind(), value.as_str()) {
        (ValueKind::String, Some(text)) if value.is_safe() => output.write_str(text)?,
        (ValueKind::String, Some(text)) => output.write_str(&escape(text))?,
        (ValueKind::Number, _) => write!(output, "{value}")?,
        (kind, _) => {
            return Err(minijinja::Error::new(
                ErrorKind::UndefinedError,
                format!("a text was expected here, not {kind}"),
            ));
        }
    }
    Ok(())
}

/// Whether a character turns the direction of what follows; in a text that somebody typed it can only mislead.
const fn turns(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text for HTML, for an attribute in quotes, or for SVG. Control characters, which no page may hold, and those that
/// turn the direction of writing show as the replacement character.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let special = |character: char| {
        matches!(character, '<' | '>' | '&' | '"' | '\'')
            || (character.is_control() && !matches!(character, '\n' | '\t'))
            || turns(character)
    };
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\r' => {}
            control if special(control) => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// The error where it arose: a part that fails makes the templates that include it fail too.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<minijinja::Error>());
    cause.map_or(error, innermost)
}

fn failure(template: &str, error: &minijinja::Error) -> Error {
    let error = innermost(error);
    let name = error.name().unwrap_or(template).to_owned();
    let message = Message::new("page.template-failed")
        .with("template", name)
        .with("line", error.line().unwrap_or_default())
        .with("detail", error.detail().unwrap_or_default());
    Error::wrong(message)
}
