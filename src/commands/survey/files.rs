//! The files that a survey reads and writes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::{Arguments, USUAL_FILE};
use crate::error::{Error, Message, Result};
use crate::store;
use crate::terminal::visible;

/// The files that a survey reads and writes.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub(super) input: PathBuf,
    pub(super) output: PathBuf,
    pub(super) report: PathBuf,
    pub(super) measured: Option<PathBuf>,
}

impl Files {
    pub(super) fn of(arguments: &Arguments) -> Result<Self> {
        let named = arguments.answers.clone();
        let output = match (&arguments.output, &named) {
            (Some(output), _) => output.clone(),
            // Answers from a spreadsheet or a page go on as the usual kind of file beside it.
            (None, Some(input)) => input.with_extension("json"),
            (None, None) => PathBuf::from(USUAL_FILE),
        };
        let input = named.clone().unwrap_or_else(|| output.clone());
        let refuse = |id, path: &Path| Err(Error::wrong(Message::new(id).with("file", store::shown(path))));
        if named.is_some() && !store::exists(&input) && input != output {
            return refuse("survey.no-such-file", &input);
        }
        // A command that was mistyped must not become a file of that name.
        if !store::exists(&output) && output.extension() != Some(OsStr::new("json")) {
            return refuse("survey.not-json", &output);
        }
        if input != output && store::exists(&output) {
            return refuse("survey.output-exists", &output);
        }
        let report = arguments.report.clone().unwrap_or_else(|| output.with_extension("html"));
        Ok(Self { input, output, report, measured: arguments.measured.clone() })
    }
}

/// A file as it is named to the person.
pub(super) fn shown(path: &Path) -> String {
    visible(&store::shown(path))
}
