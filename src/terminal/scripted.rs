//! A face that a test answers: what a person would do, one after the other.

use std::collections::VecDeque;

use super::screen::{Entry, Event, Row, Screen};
use super::{Face, interrupted};
use crate::error::Result;

/// One thing a person does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    /// Chooses what begins with this.
    Pick(&'static str),
    /// Presses this letter, or this digit.
    Press(char),
    Type(&'static str),
    /// Presses Enter at once.
    Enter,
    Back,
}

/// A face with the deeds to come and all that was said.
#[derive(Debug, Default)]
pub(crate) struct Scripted {
    deeds: VecDeque<Deed>,
    /// All that was said and asked.
    pub(crate) said: Vec<String>,
}

impl Scripted {
    pub(crate) fn new(deeds: impl IntoIterator<Item = Deed>) -> Self {
        Self { deeds: deeds.into_iter().collect(), said: Vec::new() }
    }

    pub(crate) fn transcript(&self) -> String {
        self.said.join("\n")
    }

    /// The next deed; at the end of the script the person presses Ctrl-C.
    fn next(&mut self) -> Result<Deed> {
        self.deeds.pop_front().ok_or_else(interrupted)
    }
}

impl Face for Scripted {
    fn ask(&mut self, screen: &Screen) -> Result<Event> {
        self.said.extend(screen.notices.iter().cloned());
        self.said.extend(screen.progress.iter().map(|progress| progress.text.clone()));
        self.said.extend(screen.text.iter().chain(&screen.below).map(|told| told.text.clone()));
        for choice in &screen.choices {
            self.said.push(format!("  {} ({})", choice.text, choice.remark.clone().unwrap_or_default()));
        }
        self.said.extend(screen.keys.iter().map(|key| format!("{} {}", key.letter, key.label)));
        Ok(match self.next()? {
            Deed::Enter => screen.marked.map_or(Event::Enter, Event::Chosen),
            Deed::Back | Deed::Press('b') => Event::Back,
            Deed::Press(digit) if digit.is_ascii_digit() => {
                Event::Chosen(usize::try_from(digit.to_digit(10).unwrap()).unwrap() - 1)
            }
            Deed::Press(letter) => {
                assert!(screen.has(letter), "no key {letter:?} in {screen:#?}");
                Event::Key(letter)
            }
            Deed::Pick(start) => {
                let found = screen.choices.iter().position(|choice| choice.text.starts_with(start));
                Event::Chosen(found.unwrap_or_else(|| panic!("nothing {start:?} in {screen:#?}")))
            }
            Deed::Type(text) => panic!("a screen was shown, no field for {text:?}: {screen:#?}"),
        })
    }

    fn line(&mut self, entry: &Entry) -> Result<Option<String>> {
        self.said.extend([entry.message.clone(), entry.help.clone()]);
        match self.next()? {
            Deed::Back => Ok(None),
            Deed::Enter => Ok(Some(entry.initial.clone())),
            Deed::Type(text) => Ok(Some(crate::text::one_line(text))),
            deed => panic!("a field was shown, and not what {deed:?} is for: {entry:#?}"),
        }
    }

    fn find(&mut self, message: &str, rows: &[Row], _start: usize) -> Result<Option<usize>> {
        self.said.push(message.to_owned());
        self.said.extend(rows.iter().map(|row| format!("  {}", row.text)));
        match self.next()? {
            Deed::Back => Ok(None),
            Deed::Pick(start) => Ok(rows.iter().position(|row| row.text.starts_with(start))),
            deed => panic!("a list was shown, and not what {deed:?} is for: {rows:#?}"),
        }
    }

    fn confirm(&mut self, question: &str) -> Result<bool> {
        self.said.push(question.to_owned());
        Ok(matches!(self.next()?, Deed::Enter))
    }

    fn close(&mut self) {}
}
