//! The report as one page. Its templates are in `reports/html/`.

use crate::content::Content;
use crate::error::{Error, Kind, Message, Result};
use crate::report::Report;

/// Whether notes are in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    /// They are.
    Inside,
    /// They were left out.
    LeftOut,
}

/// The page.
pub fn page(_: &Report, _: &Content, _: Option<&str>, _: Notes) -> Result<String> {
    Err(Error::new(Kind::Input, Message::new("usage.other")))
}
