//! What commands share that write a report: formats, companies to compare with, and where the report is written.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::answers::{Answers, code};
use crate::commands::{Session, styled};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::pack::{Choice, peers};
use crate::render::html::Notes;
use crate::report::Report;
use crate::store::{self, Replace, Rights};
use crate::{render, terminal};

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One self-contained page.
    Html,
    /// For a pull request or wiki.
    Markdown,
    /// The report as data.
    Json,
    /// One row a question.
    Csv,
    /// For the terminal.
    Text,
    /// The next steps as work items.
    Tasks,
    /// The same as rows, for a file of that extension.
    #[value(skip)]
    TaskTable,
}

impl Format {
    /// Reads one of these formats, for a command that has no others.
    pub fn one_of(formats: &[Self]) -> impl TypedValueParser<Value = Self> + use<> {
        let words = formats.iter().filter_map(ValueEnum::to_possible_value);
        PossibleValuesParser::new(words).try_map(|word| Self::from_str(&word, false))
    }

    /// A report of this format as a file holds it: text without the looks that it has in a terminal.
    pub fn in_file(self, report: &str) -> Cow<'_, str> {
        match self {
            Self::Text => anstream::adapter::strip_str(report).to_string().into(),
            _ => report.into(),
        }
    }

    /// The format that the ending of a file's name asks for.
    pub fn of_name(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "txt" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// Which companies to compare with.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Companies {
    /// Stories by id or tag, or `all`.
    #[arg(long, value_name = "ID|TAG|peers|all", value_delimiter = ',')]
    with: Vec<String>,
    /// Whether facts of which the source was not read are shown, marked.
    #[arg(long)]
    unverified: bool,
}

impl Companies {
    pub fn choice(&self) -> Choice<'_> {
        if self.with.is_empty() { Choice::Default } else { Choice::These(&self.with) }
    }

    /// Which stories to read before the answers are: those that fit the team are known only with them.
    pub fn choice_before_answers(&self) -> Choice<'_> {
        if self.asks_for_peers() { Choice::Default } else { self.choice() }
    }

    /// The content with the stories that fit what the team says of itself, where those were asked for. Where nothing fits,
    /// that is said.
    ///
    /// # Errors
    /// A story or tag that the questionnaire does not know.
    pub fn fitted(&self, session: &Session, content: Content, answers: &Answers) -> Result<Content> {
        if !self.asks_for_peers() {
            return Ok(content);
        }
        if !peers::fit(&content.questionnaire, answers) {
            session.warn(&[Finding::warning(Message::new("peers.none"))]);
        }
        let fitting = peers::of(&content.questionnaire, answers, session.words.wanted());
        let others = self.with.iter().filter(|name| *name != peers::WORD).cloned();
        let names: Vec<String> = fitting.into_iter().map(str::to_owned).chain(others).collect();
        session.pack.content(&session.words, Choice::These(&names))
    }

    fn asks_for_peers(&self) -> bool {
        self.with.iter().any(|name| name == peers::WORD)
    }

    /// Whether ratings that rest on unread facts are shown.
    pub const fn unverified(&self) -> Unverified {
        if self.unverified { Unverified::Shown } else { Unverified::Hidden }
    }
}

/// Where a command writes to.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Target {
    /// The file; `-` is standard output.
    #[arg(short = 'o', long = "output", id = "output", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Whether to replace a file that is not a report of ours. In help it comes after what else is an option of the command.
    #[arg(long, display_order = 99)]
    force: bool,
}

impl Target {
    /// The file that was named, else the usual one; `None` is standard output.
    pub fn file_or(&self, usual: Option<&Path>) -> Option<PathBuf> {
        self.file.as_deref().or(usual).filter(|file| *file != Path::new("-")).map(Path::to_owned)
    }

    /// Refuses a file that must stay: it was read, holds answers, or is, without force, not a report of ours.
    ///
    /// # Errors
    /// A file that must stay.
    pub fn may_replace(&self, file: &Path, read: &[&Path]) -> Result<()> {
        store::may_replace(file, read, self.replace())
    }

    /// Writes a text to a file that may be replaced.
    ///
    /// # Errors
    /// A file that cannot be written or must stay.
    pub fn write(&self, file: &Path, text: &str, read: &[&Path], rights: Rights) -> Result<()> {
        store::write_report(file, text, read, self.replace(), rights)
    }

    const fn replace(&self) -> Replace {
        if self.force { Replace::Anything } else { Replace::OwnReport }
    }
}

/// Where a report goes and in which form.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Output {
    #[command(flatten)]
    pub target: Target,
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
}

impl Output {
    /// The format: what was said, else what the file's ending says, else the usual one of the command.
    pub fn format_or(&self, usual: Format) -> Format {
        let by_name = self.target.file.as_deref().and_then(Format::of_name);
        match (self.format, by_name) {
            (Some(Format::Tasks), Some(Format::Csv)) => Format::TaskTable,
            (given, by_name) => given.or(by_name).unwrap_or(usual),
        }
    }

    /// The file that a report of this format goes to, a page to `page` unless another file was named; `None` is standard
    /// output.
    pub fn file(&self, format: Format, page: &Path) -> Option<PathBuf> {
        self.target.file_or((format == Format::Html).then_some(page))
    }

    /// Writes a report of this format where it belongs; gives the file, if it is one.
    ///
    /// # Errors
    /// A file that cannot be written or must stay.
    pub fn write(
        &self,
        format: Format,
        text: &str,
        page: &Path,
        read: &[&Path],
        rights: Rights,
    ) -> Result<Option<PathBuf>> {
        let file = self.file(format, page);
        match &file {
            Some(file) => self.target.write(file, &format.in_file(text), read, rights)?,
            None => terminal::print(text)?,
        }
        Ok(file)
    }
}

/// In which form a report is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub format: Format,
    /// Whether the text is a summary of a few lines.
    pub short: bool,
    pub without_notes: bool,
}

impl Style {
    /// The whole report in a format.
    pub const fn of(format: Format) -> Self {
        Self { format, short: false, without_notes: false }
    }
}

/// The report in a format; `answers` are those that were given. A page holds them unless it shows something else: levels
/// that were assumed, or no notes.
///
/// # Errors
/// A template that does not fit, which is a fault of the program or of a custom template.
pub fn rendered(report: &Report, answers: &Answers, content: &Content, style: Style) -> Result<String> {
    let rendered = match style.format {
        Format::Json => render::json::document(report),
        Format::Csv => render::csv::rows(report),
        Format::Html => {
            let notes = if style.without_notes { Notes::LeftOut } else { Notes::Inside };
            let holds = report.what_if.is_none() && !style.without_notes;
            let answers = holds.then(|| answers.without_schema().to_json());
            render::html::page(report, content, answers.as_deref(), notes)?
        }
        Format::Markdown => render::markdown::set(&render::sections::report(report, content)),
        Format::Text if style.short => {
            let code = code::encode(&content.questionnaire, answers);
            render::sections::short(report, content, Some(&code))
        }
        Format::Text => styled(&render::sections::report(report, content)),
        Format::TaskTable => render::tasks::csv(report, content),
        Format::Tasks => render::tasks::markdown(report, content),
    };
    Ok(rendered)
}

/// `NAME.html` beside `NAME.json`; `diditwork-report.html` here for what is not such a file.
pub fn page_beside(answers: &Path) -> PathBuf {
    let is_answers = answers.extension().is_some_and(|ending| ending == "json" || ending == "csv");
    if is_answers { answers.with_extension("html") } else { PathBuf::from("diditwork-report.html") }
}

/// Opens a file with the program that the system has for it. No shell reads the file's name: Windows is asked directly, and
/// elsewhere the name is an argument of its own, whole, so that none is taken for an option or for another program.
///
/// # Errors
/// No such program, or one that fails.
pub fn open(file: &Path) -> Result<()> {
    // `that` would start PowerShell on Windows; `that_detached` would miss a program that fails late elsewhere.
    let open = |file: PathBuf| {
        if cfg!(windows) { ::open::that_detached(file) } else { ::open::that(file) }
    };
    let failed = |_| Error::new(Kind::File, Message::new("report.open").with("file", store::shown(file)));
    std::path::absolute(file).and_then(open).map_err(failed)
}

/// The error for work items of what has no next steps.
pub fn no_tasks() -> Error {
    Error::wrong(Message::new("tasks.not-here"))
}
