//! `init`: copies the built-in pack into a folder, to make a custom one.

use std::path::PathBuf;

use crate::commands::Session;
use crate::error::{Message, Result};
use crate::pack::copy;
use crate::store::{self, folder};

/// What is said when the copy is there, and what to do next.
const SAID: [&str; 4] = ["init.done", "init.next.change", "init.next.check", "init.next.use"];

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Copies the built-in pack.
///
/// # Errors
/// A folder that holds something, or that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    folder::write(&arguments.folder, &copy::files())?;
    for id in SAID {
        session.say(&Message::new(id).with("folder", store::shown(&arguments.folder)));
    }
    Ok(())
}
