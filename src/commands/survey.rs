//! `survey`: asks the questions.

use crate::commands::Session;
use crate::error::{Error, Kind, Message, Result};

/// What `survey` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {}

/// Asks the survey.
pub fn run(_: &Session, _: &Arguments) -> Result<()> {
    Err(Error::new(Kind::Input, Message::new("usage.other")))
}
