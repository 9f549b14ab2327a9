//! The only place that prints or prompts. Prompts stand behind the small trait [`Prompts`]; a scripted twin
//! takes its place in tests, and plain lines take it where the terminal can do nothing else.

mod interactive;
mod plain;
#[cfg(test)]
pub(crate) mod scripted;
pub mod signals;

use std::io::{IsTerminal, Write};
use std::path::Path;

use crate::error::{Error, Kind, Message, Result};
use crate::language::Words;
use crate::store;
pub use crate::text::{reading_width, visible, wrap_all};

/// What a person did at a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// Gave this.
    Given(T),
    /// Wants to go back.
    Back,
    /// Pressed Enter without choosing anything.
    Nothing,
}

/// A list to choose one row from.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// What is asked.
    pub message: String,
    /// The rows, each in words; long rows are wrapped.
    pub rows: Vec<String>,
    /// The row to begin on; without one the list begins on a row that is no answer, so that Enter alone chooses
    /// nothing.
    pub start: Option<usize>,
    /// Whether typing narrows the list down.
    pub searchable: bool,
    /// How many screen lines above the list should stay in sight.
    pub headroom: usize,
}

/// A line to type.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What is asked.
    pub message: String,
    /// What stands there at first.
    pub initial: String,
    /// What to know about it.
    pub help: String,
}

/// How a person is spoken with. An interruption (Ctrl-C, end of input) is an error of its own kind.
pub trait Prompts {
    /// Says something, wrapped to the width of the terminal.
    fn say(&mut self, text: &str);
    /// Says what matters most on the screen, in heavier letters where there are any.
    fn stress(&mut self, text: &str) {
        self.say(text);
    }
    /// What a person presses or types to go back.
    fn back_key(&self) -> String;
    /// Lets the person choose a row; gives its index.
    fn choose(&mut self, menu: &Menu) -> Result<Reply<usize>>;
    /// Lets the person type a line, which may be empty; without line ends and control characters.
    fn line(&mut self, entry: &Entry) -> Result<Reply<String>>;
}

/// The prompts that suit this terminal.
///
/// # Errors
/// Wrong usage where standard input or standard error is not a terminal: nobody could answer.
pub fn prompts(words: &Words) -> Result<Box<dyn Prompts + '_>> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Err(no_terminal());
    }
    if variable("TERM").is_some_and(|term| term == "dumb") {
        return Ok(Box::new(plain::Plain::new(words)));
    }
    Ok(Box::new(interactive::Interactive::new(words)))
}

fn no_terminal() -> Error {
    Error::new(Kind::Input, Message::new("survey.no-terminal"))
}

fn interrupted() -> Error {
    Error { kind: Kind::Interrupted, findings: Vec::new() }
}

fn gone() -> Error {
    const HANGUP: u8 = 1;
    Error { kind: Kind::Signal(HANGUP), findings: Vec::new() }
}

#[expect(clippy::disallowed_methods, reason = "the terminal is described by the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The columns of the terminal; 80 where there is none.
pub fn width() -> usize {
    size().0
}

/// The width to set errors and warnings to; nothing where no terminal shows them.
pub fn error_width() -> Option<usize> {
    std::io::stderr().is_terminal().then(|| reading_width(width()))
}

/// Columns and rows of the terminal; 80 and 24 where there is none.
fn size() -> (usize, usize) {
    const USUAL: (usize, usize) = (80, 24);
    // Asked without a terminal, the library would start another program to find out.
    if !(std::io::stderr().is_terminal() || std::io::stdout().is_terminal()) {
        return USUAL;
    }
    match crossterm::terminal::size() {
        Ok((columns, rows)) if columns > 0 && rows > 0 => (columns.into(), rows.into()),
        _ => USUAL,
    }
}

/// Says something in heavier letters, where the terminal may be given any.
fn stress(text: &str) {
    let wrapped = wrap_all(text, reading_width(width()));
    // Taken out again where colours and the like are not wanted.
    let _ = writeln!(anstream::stderr(), "\u{1b}[1m{wrapped}\u{1b}[0m");
}

/// Prints what was asked for on standard output. A broken pipe is success: whoever read has read enough.
pub fn print(text: &str) -> Result<()> {
    let mut output = anstream::stdout();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(store::failed("file.output", Path::new("-"), &error))
        }
        _ => Ok(()),
    }
}

/// Says something to the person, wrapped to the width of the terminal, on standard error. Names of files are part of it,
/// and a name may hold anything.
pub fn say(text: &str) {
    let visible: Vec<String> = text.split('\n').map(visible).collect();
    let wrapped = wrap_all(&visible.join("\n"), reading_width(width()));
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{wrapped}");
}

/// Whether somebody watches standard error, who wants to know how far a long work is.
pub fn shows_progress() -> bool {
    std::io::stderr().is_terminal()
}

/// Says how far a work is, in a line that the next one writes over.
pub fn progress(text: &str) {
    // Nobody is left to be told when standard error is closed.
    let _ = write!(anstream::stderr(), "\r{text}\r");
}

/// Prints help that was asked for, in colour where the output wants it.
pub fn print_styled(help: &clap::builder::StyledStr) -> Result<()> {
    print(&help.ansi().to_string())
}

/// Says lines that are laid out already, on standard error.
pub fn say_lines(lines: &[String]) {
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{}", lines.join("\n"));
}
