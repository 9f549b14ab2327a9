//! Prompts in a terminal that cannot move its cursor (`TERM=dumb`): whole lines, nothing drawn over.

use std::io::{BufRead, Write};

use super::{Entry, Menu, Prompts, Reply, interrupted, say, width};
use crate::error::Result;
use crate::language::Words;
use crate::text::{hanging, one_line, reading_width};

/// What somebody types to go back.
const BACK: &str = "<";

/// Prompts by whole lines.
pub(super) struct Plain<'a> {
    words: &'a Words,
}

impl<'a> Plain<'a> {
    pub(super) const fn new(words: &'a Words) -> Self {
        Self { words }
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

/// Prints a row behind its letter.
fn print_row(letters: &str, text: &str) {
    let first = format!("{:3} ", format!("{letters})"));
    let lines = hanging(text, reading_width(width()), &first, "    ");
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{}", lines.join("\n"));
}

impl Prompts for Plain<'_> {
    fn say(&mut self, text: &str) {
        say(text);
    }

    fn back_key(&self) -> String {
        BACK.to_owned()
    }

    fn choose(&mut self, menu: &Menu) -> Result<Reply<usize>> {
        say(&menu.message);
        for (index, text) in menu.rows.iter().enumerate() {
            print_row(&letters(index), text);
        }
        let prompt = match menu.start {
            Some(start) => self.words.fill("prompt.plain-keep", &[("letter", &letters(start))]),
            None => self.words.say("prompt.plain"),
        };
        loop {
            let typed = ask(&prompt)?.to_lowercase();
            if typed == BACK {
                return Ok(Reply::Back);
            }
            if typed.is_empty() {
                return Ok(menu.start.map_or(Reply::Nothing, Reply::Given));
            }
            let wanted = typed.trim_end_matches([')', '.']);
            if let Some(index) = (0..menu.rows.len()).find(|index| letters(*index) == wanted) {
                return Ok(Reply::Given(index));
            }
            let last = letters(menu.rows.len().saturating_sub(1));
            say(&self
                .words
                .fill("prompt.plain-unknown", &[("typed", &super::visible(&typed)), ("last", &last)]));
        }
    }

    fn line(&mut self, entry: &Entry) -> Result<Reply<String>> {
        if !entry.help.is_empty() {
            say(&entry.help);
        }
        if !entry.initial.is_empty() {
            say(&self.words.fill("prompt.plain-now", &[("value", &super::visible(&entry.initial))]));
        }
        let typed = ask(&self.words.fill("prompt.plain-line", &[("message", &entry.message)]))?;
        Ok(match typed.as_str() {
            BACK => Reply::Back,
            "" => Reply::Given(entry.initial.clone()),
            "-" => Reply::Given(String::new()),
            _ => Reply::Given(typed),
        })
    }
}

/// The letters before a row: a to z, then aa, ab and so on.
pub(super) fn letters(index: usize) -> String {
    let letter = |place: usize| char::from(b'a' + u8::try_from(place % 26).unwrap_or(0));
    if index < 26 {
        letter(index).to_string()
    } else {
        format!("{}{}", letter(index / 26 - 1), letter(index))
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn rows_are_lettered_like_the_columns_of_a_sheet() {
        assert_eq!([0, 25, 26, 51, 52].map(letters), ["a", "z", "aa", "az", "ba"]);
    }
}
