//! What `team`, `org` and `tally` share: which documents they read, and what they say about them.

use std::path::{Path, PathBuf};

use crate::commands::output::{Format, no_tasks};
use crate::commands::{Session, styled};
use crate::content::Content;
use crate::error::{Finding, Message, Result};
use crate::intake::{self, Intake, Invalid, Request};
use crate::questionnaire::Questionnaire;
use crate::report::team::{AnonymousReport, TeamReport};
use crate::store::found;
use crate::team::Mode;
use crate::team::gathered::Roles;
use crate::{render, terminal};

/// The documents of several people.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    /// The answers: files, folders, files of one document a line, `-`.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Whether nobody's answers may be seen.
    #[arg(long)]
    pub anonymous: bool,
    /// Whether documents that are not valid are left out.
    #[arg(long)]
    pub skip_invalid: bool,
}

impl Inputs {
    pub const fn mode(&self) -> Mode {
        if self.anonymous { Mode::Anonymous } else { Mode::Workshop }
    }

    /// The files that are read, which no report may replace.
    pub fn files(&self) -> Vec<&Path> {
        self.paths.iter().map(PathBuf::as_path).collect()
    }

    /// Reads the documents, of all teams or of one, and warns of those that were left out.
    ///
    /// # Errors
    /// As for [`intake::read`]; in anonymous mode they quote nothing of a document. An anonymous tally in a workshop.
    pub fn read(&self, session: &Session, questionnaire: &Questionnaire, what: Wanted<'_>) -> Result<Intake> {
        let progress = |documents| {
            let message = Message::new("intake.progress").with("number", documents);
            terminal::progress(&session.words.tell(&message));
        };
        let shows_progress = !session.quiet && terminal::shows_progress();
        let mode = self.mode();
        let request = Request {
            paths: &self.paths,
            documents: &[],
            invalid: if self.skip_invalid { Invalid::IsSkipped } else { Invalid::Stops },
            roles: if self.anonymous { Roles::Together } else { what.roles },
            lists_people: what.people && !self.anonymous,
            mode,
            team: what.team,
            threads: 0,
            progress: if shows_progress { Some(&progress) } else { None },
        };
        let mut intake = intake::read(questionnaire, request)?;
        // A report of a workshop has these as well.
        let findings = match mode {
            Mode::Anonymous => found::passed_over(&intake.unread, intake.pages),
            Mode::Workshop => Vec::new(),
        };
        let left_out = intake.roster.left_out as usize;
        let counts = Message::counts([("team.left-out", left_out), ("tally.copies", intake.copies)]);
        session.warn(&findings.into_iter().chain(counts.map(Finding::warning)).collect::<Vec<_>>());
        if intake.skipped > 0 {
            let message = Message::new("intake.skipped").with("number", intake.skipped);
            let skipped = Finding::warning(message.with("of", intake.documents));
            session.warn(&[vec![skipped], std::mem::take(&mut intake.broken)].concat());
        }
        Ok(intake)
    }
}

/// What to read of the documents.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub roles: Roles,
    /// The only team that counts, if it is one.
    pub team: Option<&'a str>,
    /// Whether to list who answered.
    pub people: bool,
}

/// What several people's answers say together.
#[derive(Debug)]
pub enum Together {
    Workshop(Box<TeamReport>),
    Anonymous(Box<AnonymousReport>),
}

impl Together {
    /// The report in a format.
    ///
    /// # Errors
    /// Work items, which an anonymous report does not have, and a template that does not fit.
    pub fn text(&self, content: &Content, format: Format) -> Result<String> {
        let document = || match self {
            Self::Workshop(report) => render::team::document(report, content),
            Self::Anonymous(report) => render::team::anonymous_document(report, content),
        };
        Ok(match (format, self) {
            (Format::Html, _) => self.page(content, None)?,
            (Format::Markdown, _) => render::markdown::set(&document()),
            (Format::Text, _) => styled(&document()),
            (Format::Json, Self::Workshop(report)) => render::json::document(report),
            (Format::Json, Self::Anonymous(report)) => render::json::document(report),
            (Format::Csv, Self::Workshop(report)) => render::team::in_csv(report),
            (Format::Csv, Self::Anonymous(report)) => render::team::anonymous_in_csv(report),
            (Format::Tasks, Self::Workshop(report)) => render::tasks::markdown(&report.report, content),
            (Format::TaskTable, Self::Workshop(report)) => render::tasks::csv(&report.report, content),
            (Format::Tasks | Format::TaskTable, Self::Anonymous(_)) => return Err(no_tasks()),
        })
    }

    /// The report as a page, with a link to the `index` of all teams if there is one.
    ///
    /// # Errors
    /// A template that does not fit.
    pub fn page(&self, content: &Content, index: Option<&str>) -> Result<String> {
        match self {
            Self::Workshop(report) => render::html::team::page(report, content, index),
            Self::Anonymous(report) => render::html::team::anonymous_page(report, content, index),
        }
    }
}
