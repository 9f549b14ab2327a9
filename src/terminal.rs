//! The only place that prints or asks. A [`Screen`] says what is to be shown; a [`Face`] shows it: drawn on the whole
//! screen, in plain lines, or, in tests, to a script.

mod full;
mod layout;
mod plain;
mod screen;
#[cfg(test)]
pub(crate) mod scripted;
pub mod signals;

use std::io::{IsTerminal, Write};
use std::path::Path;

pub use screen::{Choice, Entry, Event, Key, Paragraph, Progress, Row, Screen, Tone};

use crate::error::{Error, Kind, Message, Result};
use crate::language::Words;
use crate::store;
pub use crate::text::{reading_width, visible, wrap_all};

/// How a person is spoken with. An interruption (Ctrl-C, end of input) is an error of its own kind.
pub trait Face {
    /// Shows a screen and waits until the person does something.
    ///
    /// # Errors
    /// An interruption, or a terminal that cannot be drawn on.
    fn ask(&mut self, screen: &Screen) -> Result<Event>;
    /// Lets the person type a line, which may be empty; without line ends and control characters. `None` leads back.
    ///
    /// # Errors
    /// An interruption, or a terminal that cannot be drawn on.
    fn line(&mut self, entry: &Entry) -> Result<Option<String>>;
    /// Lets the person choose from a long list by searching it; gives the index. `None` leads back.
    ///
    /// # Errors
    /// An interruption, or a terminal that cannot be drawn on.
    fn find(&mut self, message: &str, rows: &[Row], start: usize) -> Result<Option<usize>>;
    /// Asks for yes or no, below what was said; yes unless the person says no.
    ///
    /// # Errors
    /// An interruption, or a terminal that cannot be drawn on.
    fn confirm(&mut self, question: &str) -> Result<bool>;
    /// Gives the screen back, so that what is said next stays on it.
    fn close(&mut self);
}

/// The face that suits this terminal.
///
/// # Errors
/// Wrong usage if standard input or standard error is not a terminal: nobody could answer.
pub fn face(words: &Words, plain: bool) -> Result<Box<dyn Face + '_>> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return Err(no_terminal());
    }
    if plain || variable("TERM").is_some_and(|term| term == "dumb") {
        return Ok(Box::new(plain::Plain::new(words)));
    }
    Ok(Box::new(full::Full::new(words)))
}

/// Whether a browser could open here: there is a desktop, and nobody sits at the other end of a connection.
pub fn has_desktop() -> bool {
    if variable("SSH_CONNECTION").is_some() {
        return false;
    }
    cfg!(any(windows, target_os = "macos"))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| variable(name).is_some_and(|set| !set.is_empty()))
}

/// Whether somebody typed yes or no, on a keyboard set to any of the languages.
fn is_yes(typed: &str) -> Option<bool> {
    match typed.trim().to_lowercase().as_str() {
        "y" | "yes" | "ㅛ" | "예" | "네" => Some(true),
        "n" | "no" | "ㅜ" | "아니요" => Some(false),
        _ => None,
    }
}

fn no_terminal() -> Error {
    Error::wrong(Message::new("survey.no-terminal"))
}

fn interrupted() -> Error {
    Error { kind: Kind::Interrupted, findings: Vec::new() }
}

fn gone() -> Error {
    const HANGUP: u8 = 1;
    Error { kind: Kind::Signal(HANGUP), findings: Vec::new() }
}

/// A variable of the environment that is text.
#[expect(clippy::disallowed_methods, reason = "the locale and the terminal are described by the environment")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The columns of the terminal; 80 where there is none.
pub fn width() -> usize {
    size().0
}

/// The width to set errors and warnings to; `None` if no terminal shows them.
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

/// Prints what was asked for on standard output. A broken pipe is success: the reader has read enough.
///
/// # Errors
/// Output that cannot be written.
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
    // If standard error is closed, nobody reads this.
    let _ = writeln!(anstream::stderr(), "{wrapped}");
}

/// Whether somebody watches standard error, who wants to know how far a long work is.
pub fn shows_progress() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether a person sees standard output.
pub fn shows_output() -> bool {
    std::io::stdout().is_terminal()
}

/// Says how far a work is, in a line that the next one writes over.
pub fn progress(text: &str) {
    // If standard error is closed, nobody reads this.
    let _ = write!(anstream::stderr(), "\r{text}\r");
}

/// Prints help that was asked for, in colour where the output wants it.
///
/// # Errors
/// Output that cannot be written.
pub fn print_styled(help: &clap::builder::StyledStr) -> Result<()> {
    print(&help.ansi().to_string())
}

/// Says lines that are laid out already, on standard error.
pub fn say_lines(lines: &[String]) {
    // If standard error is closed, nobody reads this.
    let _ = writeln!(anstream::stderr(), "{}", lines.join("\n"));
}
