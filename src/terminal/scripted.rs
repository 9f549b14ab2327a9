//! Prompts that a test answers: what a person would do, one after the other.

use std::collections::VecDeque;

use super::{Entry, Menu, Prompts, Reply, interrupted};
use crate::error::Result;

/// One thing a person does.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// Chooses the row that begins with this.
    Row(&'static str),
    /// Types this.
    Line(&'static str),
    /// Presses Enter at once.
    Enter,
    /// Presses Esc.
    Back,
}

/// Prompts with the deeds to come and all that was said.
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

    /// Everything that was said, as one text.
    pub(crate) fn transcript(&self) -> String {
        self.said.join("\n")
    }

    /// The next deed; at the end of the script the person presses Ctrl-C.
    fn next(&mut self) -> Result<Deed> {
        self.deeds.pop_front().ok_or_else(interrupted)
    }
}

impl Prompts for Scripted {
    fn say(&mut self, text: &str) {
        self.said.push(text.to_owned());
    }

    fn back_key(&self) -> String {
        "Esc".to_owned()
    }

    fn choose(&mut self, menu: &Menu) -> Result<Reply<usize>> {
        self.said.push(menu.message.clone());
        self.said.extend(menu.rows.iter().map(|row| format!("  {row}")));
        match self.next()? {
            Deed::Back => Ok(Reply::Back),
            Deed::Enter => Ok(menu.start.map_or(Reply::Nothing, Reply::Given)),
            Deed::Row(start) => {
                let found = menu.rows.iter().position(|row| row.starts_with(start));
                Ok(Reply::Given(found.unwrap_or_else(|| panic!("no row {start:?} in {:#?}", menu.rows))))
            }
            Deed::Line(text) => panic!("a list was shown, not a line for {text:?}: {menu:#?}"),
        }
    }

    fn line(&mut self, entry: &Entry) -> Result<Reply<String>> {
        self.said.push(entry.message.clone());
        match self.next()? {
            Deed::Back => Ok(Reply::Back),
            Deed::Enter => Ok(Reply::Given(entry.initial.clone())),
            Deed::Line(text) => Ok(Reply::Given(crate::text::one_line(text))),
            Deed::Row(row) => panic!("a line was asked, not the row {row:?}: {entry:#?}"),
        }
    }
}
