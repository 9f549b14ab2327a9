//! Prompts in a terminal that can move its cursor, drawn by inquire.

use std::cell::Cell;
use std::fmt;
use std::io::IsTerminal;
use std::rc::Rc;

use inquire::ui::{Color, RenderConfig, StyleSheet, Styled};
use inquire::{InquireError, Select, Text};

use super::{Entry, Menu, Prompts, Reply, gone, interrupted, no_terminal, say, size, stress};
use crate::error::{Error, Kind, Message, Result};
use crate::language::Words;
use crate::text::{columns, cut, one_line, reading_width, wrap};

/// The columns that inquire puts before a row: the mark of the highlighted one and a space.
const MARK: usize = 2;

/// What stands below a list and on the line that asks: each one line, and one to spare.
const AROUND: usize = 3;

/// Prompts drawn by inquire.
pub(super) struct Interactive<'a> {
    words: &'a Words,
}

impl<'a> Interactive<'a> {
    pub(super) const fn new(words: &'a Words) -> Self {
        Self { words }
    }

    /// What the keys do, in as many words as fit on one line.
    fn keys(&self, menu: &Menu) -> String {
        let room = size().0.saturating_sub(3);
        let ids = if menu.searchable {
            ["prompt.keys-search", "prompt.keys-search-short"]
        } else {
            ["prompt.keys", "prompt.keys-short"]
        };
        let [long, short] = ids.map(|id| self.words.say(id));
        if columns(&long) <= room { long } else { cut(&short, room) }
    }
}

/// How prompts look; the word stands behind a question that was gone back from.
fn style(back: &str) -> RenderConfig<'_> {
    let choice = anstream::AutoStream::choice(&std::io::stderr());
    let config = if choice == anstream::ColorChoice::Never {
        RenderConfig::empty()
    } else {
        // The bright colours of the default set vanish on a light background.
        RenderConfig::default_colored()
            .with_prompt_prefix(Styled::new("?").with_fg(Color::DarkCyan))
            .with_answered_prompt_prefix(Styled::new(">").with_fg(Color::DarkCyan))
            .with_highlighted_option_prefix(Styled::new(">").with_fg(Color::DarkCyan))
            .with_selected_option(Some(StyleSheet::new().with_fg(Color::DarkCyan)))
            .with_answer(StyleSheet::new().with_fg(Color::DarkCyan))
            .with_help_message(StyleSheet::empty())
    };
    config.with_canceled_prompt_indicator(Styled::new(back))
}

impl Prompts for Interactive<'_> {
    fn say(&mut self, text: &str) {
        say(text);
    }

    fn stress(&mut self, text: &str) {
        stress(text);
    }

    fn back_key(&self) -> String {
        self.words.say("prompt.back-key")
    }

    fn choose(&mut self, menu: &Menu) -> Result<Reply<usize>> {
        let mut texts = menu.rows.clone();
        // A list always highlights a row: a fresh one begins on a row that is no answer.
        let neutral = usize::from(menu.start.is_none());
        if neutral == 1 {
            texts.insert(0, self.words.say("prompt.choose"));
        }
        let sheet = Rc::new(Sheet::new(texts, menu.headroom));
        let rows = (0..sheet.texts.len()).map(|index| Row { index, sheet: Rc::clone(&sheet) }).collect();
        let back = self.words.say("prompt.back");
        let help = self.keys(menu);
        let message = lines(&menu.message, size().0).join("\n  ");
        let formatter = |row: inquire::list_option::ListOption<&Row>| row.value.chosen(&message);
        let mut select = Select::new(&message, rows)
            .with_render_config(style(&back))
            .with_starting_cursor(menu.start.unwrap_or(0))
            .with_page_size(sheet.page.get())
            .with_formatter(&formatter)
            .with_help_message(&help);
        select.filter_input_enabled = menu.searchable;
        let chosen = select.raw_prompt();
        let reply = reply(chosen.map(|row| row.value.index))?;
        Ok(match reply {
            Reply::Given(index) if index < neutral => Reply::Nothing,
            Reply::Given(index) => Reply::Given(index - neutral),
            other => other,
        })
    }

    fn line(&mut self, entry: &Entry) -> Result<Reply<String>> {
        let back = self.words.say("prompt.back");
        // What came from a file must not steer the terminal while it is edited.
        let initial = one_line(&entry.initial);
        let passed = self.words.say("prompt.passed");
        let help = lines(&entry.help, size().0).join("\n  ");
        let message = lines(&entry.message, size().0).join("\n  ");
        let mut prompt = Text::new(&message);
        prompt.help_message = Some(help.as_str()).filter(|help| !help.is_empty());
        let typed = prompt
            .with_render_config(style(&back))
            .with_initial_value(&initial)
            .with_formatter(&|typed| {
                Some(one_line(typed)).filter(|kept| !kept.is_empty()).unwrap_or(passed.clone())
            })
            .prompt();
        Ok(match reply(typed)? {
            Reply::Given(typed) => Reply::Given(one_line(&typed)),
            other => other,
        })
    }
}

fn reply<T>(result: std::result::Result<T, InquireError>) -> Result<Reply<T>> {
    match result {
        Ok(value) => Ok(Reply::Given(value)),
        Err(InquireError::OperationCanceled) => Ok(Reply::Back),
        Err(InquireError::OperationInterrupted) => Err(interrupted()),
        Err(InquireError::NotTTY) => Err(no_terminal()),
        Err(_) if !std::io::stdin().is_terminal() => Err(gone()),
        Err(error) => Err(Error::new(Kind::Input, Message::new("prompt.failed").with("cause", error))),
    }
}

/// The rows of a list and the room they have.
struct Sheet {
    texts: Vec<String>,
    headroom: usize,
    /// How many rows are shown at once.
    page: Cell<usize>,
    /// The size of the terminal when the rows were last drawn.
    drawn: Cell<(usize, usize)>,
    /// How often the size has changed while the list was open.
    changes: Cell<usize>,
}

impl Sheet {
    fn new(texts: Vec<String>, headroom: usize) -> Self {
        let (width, height) = size();
        let sheet = Self {
            texts,
            headroom,
            page: Cell::new(1),
            drawn: Cell::new((width, height)),
            changes: Cell::new(0),
        };
        sheet.page.set(sheet.largest_page(width, height));
        sheet
    }

    /// The most rows of which any run that follows one another fits on the screen; at least three.
    fn largest_page(&self, width: usize, height: usize) -> usize {
        let heights: Vec<usize> = self.texts.iter().map(|text| lines(text, width).len()).collect();
        // A long question may scroll away rather than squeeze the answers into a slit.
        let room = height.saturating_sub(AROUND + self.headroom.min(height / 3)).max(6);
        let fits = |page: &usize| heights.windows(*page).all(|run| run.iter().sum::<usize>() <= room);
        (3..=heights.len()).rev().find(fits).unwrap_or(3)
    }

    /// How many lines a row may have so that a whole page fits on the screen: all, unless the terminal was made
    /// smaller while the list was open.
    fn most_lines(&self, width: usize, height: usize) -> usize {
        if self.page.get() <= self.largest_page(width, height) {
            return usize::MAX;
        }
        let heights: Vec<usize> = self.texts.iter().map(|text| lines(text, width).len()).collect();
        let room = height.saturating_sub(AROUND);
        let fits = |most: &usize| {
            let rows = heights.iter().map(|height| (*height).min(*most));
            rows.sum::<usize>() <= room
        };
        (1..=4).rev().find(fits).unwrap_or(1)
    }

    /// The lines of a row in the terminal as it is now. Where a smaller terminal has no room for a whole page,
    /// each row is cut to its share: drawing more than the screen holds would garble it.
    fn shown(&self, index: usize) -> String {
        let now = size();
        if now != self.drawn.replace(now) {
            self.changes.set(self.changes.get() + 1);
        }
        let (width, height) = now;
        let mut shown = lines(&self.texts[index], width);
        let most = self.most_lines(width, height);
        if shown.len() > most {
            shown.truncate(most);
            if let Some(last) = shown.last_mut() {
                *last = cut(&format!("{last} …"), width.saturating_sub(MARK + 1));
            }
        }
        shown.join(&format!("{}\n  ", self.stamp()))
    }

    /// Inquire draws a line anew only where its content has changed, which is wrong after the terminal has moved
    /// everything to new places: a mark without effect makes the content differ then.
    fn stamp(&self) -> &'static str {
        match self.changes.get() {
            0 => "",
            odd if odd % 2 == 1 => "\u{1b}[m",
            _ => "\u{1b}[m\u{1b}[m",
        }
    }
}

fn lines(text: &str, width: usize) -> Vec<String> {
    wrap(text, reading_width(width).saturating_sub(MARK + 1))
}

/// A row that is wrapped anew whenever it is drawn, since the terminal may have changed its width.
struct Row {
    index: usize,
    sheet: Rc<Sheet>,
}

impl Row {
    /// How the row stands behind the question once it was chosen.
    fn chosen(&self, message: &str) -> String {
        let (width, _) = size();
        let text = &self.sheet.texts[self.index];
        if columns(message) + columns(text) + 5 <= width {
            return text.clone();
        }
        // Below the question, so that the row breaks between words here too.
        format!("\n  {}", lines(text, width).join("\n  "))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.sheet.shown(self.index), self.sheet.stamp())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sheet(texts: Vec<String>) -> Sheet {
        Sheet { texts, headroom: 5, page: Cell::new(1), drawn: Cell::new((80, 24)), changes: Cell::new(0) }
    }

    #[test]
    fn a_page_holds_as_many_rows_as_the_screen_has_room_for() {
        let rows = sheet(vec!["row".to_owned(); 30]);
        assert_eq!(rows.largest_page(80, 24), 16);
        assert_eq!(rows.largest_page(80, 60), 30);
    }

    proptest! {
        #[test]
        fn a_page_fits_the_screen_and_a_smaller_screen_cuts_rows(
            lengths in prop::collection::vec(1usize..25, 3..34), width in 40usize..200, height in 20usize..60,
        ) {
            let rows = sheet(lengths.iter().map(|words| "word ".repeat(*words)).collect());
            let page = rows.largest_page(width, height);
            let heights: Vec<usize> = rows.texts.iter().map(|text| lines(text, width).len()).collect();
            for run in heights.windows(page) {
                prop_assert!(run.iter().sum::<usize>() + AROUND <= height || page == 3);
            }
            rows.page.set(page);
            prop_assert_eq!(rows.most_lines(width, height), usize::MAX);
        }
    }
}
