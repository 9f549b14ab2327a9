//! The face of plain lines: for a terminal that cannot be drawn on, and for people who have the screen read aloud.

use std::io::{BufRead, Write};

use super::screen::{Entry, Event, Row, Screen};
use super::{Face, interrupted, say};
use crate::error::Result;
use crate::language::Words;
use crate::text::{one_line, visible};

/// What leads back, beside the letter b.
const BACK: &str = "<";

/// The face of plain lines.
pub(super) struct Plain<'a> {
    words: &'a Words,
}

impl<'a> Plain<'a> {
    pub(super) const fn new(words: &'a Words) -> Self {
        Self { words }
    }

    /// Says everything that a screen holds, from top to bottom.
    fn read_out(screen: &Screen) {
        say("");
        screen.notices.iter().for_each(|notice| say(notice));
        if let Some(progress) = &screen.progress {
            say(&progress.text);
        }
        let told = |paragraphs: &[super::Paragraph]| {
            paragraphs.iter().filter(|told| !told.text.is_empty()).for_each(|told| say(&told.text));
        };
        told(&screen.text);
        for (index, choice) in screen.choices.iter().enumerate() {
            let remark = choice.remark.as_deref().map(|remark| format!(" ({remark})")).unwrap_or_default();
            say(&format!("{}. {}{remark}", index + 1, choice.text));
        }
        told(&screen.below);
        let mut keys: Vec<String> =
            screen.keys.iter().map(|key| format!("{} {}", key.letter, key.label)).collect();
        if let Some(enter) = &screen.enter {
            keys.insert(0, format!("Enter {enter}"));
        }
        say(&keys.join(", "));
    }

    /// Shows rows by number and lets one be chosen; nothing typed goes back.
    fn pick(typed: &str, rows: usize) -> Option<usize> {
        let number = typed.trim_end_matches([')', '.']).parse::<usize>().ok()?;
        (1..=rows).contains(&number).then(|| number - 1)
    }

    fn unknown(&self, typed: &str) {
        say(&self.words.fill("prompt.plain-unknown", &[("typed", &visible(typed))]));
    }
}

/// Reads a line behind a prompt.
fn ask(prompt: &str) -> Result<String> {
    let mut output = anstream::stderr();
    let _ = write!(output, "{prompt} ");
    let _ = output.flush();
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(1..) => Ok(one_line(&line)),
        // The end of the input: nobody will answer any more.
        Ok(0) | Err(_) => Err(interrupted()),
    }
}

impl Face for Plain<'_> {
    fn ask(&mut self, screen: &Screen) -> Result<Event> {
        Self::read_out(screen);
        loop {
            let typed = ask(">")?.to_lowercase();
            let mut letters = typed.chars();
            match (letters.next(), letters.next()) {
                (None, _) => return Ok(screen.marked.map_or(Event::Enter, Event::Chosen)),
                (Some('<'), None) => return Ok(Event::Back),
                (Some('b'), None) if screen.has('b') => return Ok(Event::Back),
                (Some(letter), None) if screen.has(letter) => return Ok(Event::Key(letter)),
                _ => {}
            }
            match Self::pick(&typed, screen.choices.len()) {
                Some(index) => return Ok(Event::Chosen(index)),
                None => self.unknown(&typed),
            }
        }
    }

    fn line(&mut self, entry: &Entry) -> Result<Option<String>> {
        for told in [&entry.about, &entry.help].into_iter().filter(|told| !told.is_empty()) {
            say(told);
        }
        if !entry.initial.is_empty() {
            say(&self.words.fill("prompt.plain-now", &[("value", &visible(&entry.initial))]));
        }
        let typed = ask(&self.words.fill("prompt.plain-line", &[("message", &entry.message)]))?;
        Ok(match typed.as_str() {
            BACK => None,
            "" => Some(entry.initial.clone()),
            "-" => Some(String::new()),
            _ => Some(typed),
        })
    }

    fn find(&mut self, message: &str, rows: &[Row], _start: usize) -> Result<Option<usize>> {
        for (index, row) in rows.iter().enumerate() {
            say(&format!("{}. {}", index + 1, row.text));
        }
        loop {
            let typed = ask(&self.words.fill("prompt.plain-line", &[("message", &message)]))?;
            if typed.is_empty() || typed == BACK {
                return Ok(None);
            }
            match Self::pick(&typed, rows.len()) {
                Some(index) => return Ok(Some(index)),
                None => self.unknown(&typed),
            }
        }
    }

    fn confirm(&mut self, question: &str) -> Result<bool> {
        loop {
            let typed = ask(&format!("{question} [Y/n]"))?;
            match super::is_yes(&typed) {
                None if !typed.is_empty() => say(&self.words.say("prompt.yes-or-no")),
                answer => return Ok(answer.unwrap_or(true)),
            }
        }
    }

    fn close(&mut self) {}
}
