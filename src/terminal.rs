//! The only place that prints or prompts.

mod text;

use std::io::Write;

pub use text::{columns, cut, one_line, reading_width, visible, wrap, wrap_all};

use crate::error::{Error, Kind, Message, Result};

/// Prints what was asked for on standard output. A broken pipe is success: whoever read has read enough.
pub fn print(text: &str) -> Result<()> {
    let mut output = anstream::stdout();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::File, Message::new("file.output").with("why", error)))
        }
        _ => Ok(()),
    }
}

/// Says something to the person, wrapped to the width of the terminal, on standard error.
pub fn say(text: &str) {
    let wrapped = wrap_all(text, reading_width(width()));
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{wrapped}");
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

/// The columns of the terminal; 80 where there is none.
pub fn width() -> usize {
    80
}
