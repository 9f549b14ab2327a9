//! `report`: turns answers into a report.

use std::mem;
use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::cli::Format;
use crate::commands::gate::{self, Floor, Gate};
use crate::commands::trend::series::Dated;
use crate::commands::{Session, answers_path, read_answers, trend, what_if};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::delivery::{self, Metrics};
use crate::error::{Error, Kind, Message, Result};
use crate::pack::Choice;
use crate::questionnaire::Questionnaire;
use crate::render::html::Notes;
use crate::report::{Report, build, measured};
use crate::store::{self, Replace};
use crate::{render, terminal};

/// What `report` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The answers file, or a report page that holds answers.
    answers: Option<PathBuf>,
    /// Which companies to compare with.
    #[command(flatten)]
    companies: Companies,
    /// Where the report goes.
    #[command(flatten)]
    output: Output,
    /// Whether notes, reasons, evidence and respondent are left out.
    #[arg(long)]
    without_notes: bool,
    /// Levels to assume.
    #[arg(long, value_name = "ID=LEVEL", value_delimiter = ',')]
    what_if: Vec<String>,
    /// A metrics file.
    #[arg(long, value_name = "FILE")]
    measured: Option<PathBuf>,
    /// Earlier answers, to show what changed since then.
    #[arg(long, value_name = "OLD")]
    before: Option<PathBuf>,
    /// The lowest levels that are enough.
    #[arg(long, value_name = "AXIS=LEVEL", value_delimiter = ',', conflicts_with = "what_if")]
    fail_under: Vec<String>,
    /// Earlier answers that no level may fall below.
    #[arg(long, value_name = "OLD", conflicts_with = "what_if")]
    fail_if_worse: Option<PathBuf>,
    /// Whether the text is a summary of a few lines.
    #[arg(long)]
    short: bool,
    /// Whether to open the page in the browser.
    #[arg(long)]
    open: bool,
}

/// Which companies to compare with.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Companies {
    /// Stories by id or tag, or `all`.
    #[arg(long, value_name = "ID|TAG|all", value_delimiter = ',')]
    with: Vec<String>,
    /// Whether facts of which the source was not read are shown, marked.
    #[arg(long)]
    unverified: bool,
}

impl Companies {
    /// Which stories to read.
    pub fn choice(&self) -> Choice<'_> {
        if self.with.is_empty() { Choice::Default } else { Choice::These(&self.with) }
    }

    /// Whether ratings that rest on unread facts are shown.
    pub const fn unverified(&self) -> Unverified {
        if self.unverified { Unverified::Shown } else { Unverified::Hidden }
    }
}

/// Where a report goes and in which form.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Output {
    /// The file; `-` is standard output.
    #[arg(short = 'o', long = "output", id = "output", value_name = "FILE")]
    file: Option<PathBuf>,
    /// The format.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// Whether to replace a file that is not a report of ours.
    #[arg(long)]
    force: bool,
}

impl Output {
    /// The format: what was said, else what the file's ending says, else a page.
    pub fn format(&self) -> Format {
        self.format_or(Format::Html)
    }

    /// The format: what was said, else what the file's ending says, else the usual one of the command.
    pub fn format_or(&self, usual: Format) -> Format {
        let by_name = || self.file.as_deref().and_then(Format::of_name);
        self.format.or_else(by_name).unwrap_or(usual)
    }

    /// Writes a report where it belongs; gives the file, if it is one.
    ///
    /// # Errors
    /// A file that cannot be written or must not be replaced.
    pub fn write(&self, text: &str, page: &Path, read: &[&Path]) -> Result<Option<PathBuf>> {
        self.write_as((self.format(), page), text, read)
    }

    /// Writes a report of this format where it belongs; a page goes to the file given with it unless another was named.
    ///
    /// # Errors
    /// A file that cannot be written or must not be replaced.
    pub fn write_as(
        &self,
        (format, page): (Format, &Path),
        text: &str,
        read: &[&Path],
    ) -> Result<Option<PathBuf>> {
        let file = match (&self.file, format) {
            (Some(file), _) if file == Path::new("-") => None,
            (Some(file), _) => Some(file.clone()),
            (None, Format::Html) => Some(page.to_owned()),
            (None, _) => None,
        };
        match &file {
            Some(file) => self.write_beside(file, text, read)?,
            None => terminal::print(text)?,
        }
        Ok(file)
    }

    /// Writes a page to a file of its own, by the same rules as the report.
    ///
    /// # Errors
    /// A file that cannot be written or must not be replaced.
    pub fn write_beside(&self, file: &Path, text: &str, read: &[&Path]) -> Result<()> {
        let replace = if self.force { Replace::Anything } else { Replace::OwnReport };
        store::write_report(file, text, read, replace)
    }
}

/// Turns answers into a report. Where a level is not enough, the report is written first.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let floor = Floor::parse(&arguments.fail_under, &session.words)?;
    let path = answers_path(arguments.answers.as_ref());
    let content = session.pack.content(&session.words, arguments.companies.choice())?;
    floor.fits(&content)?;
    let (answers, findings) = read_answers(session, &path, &content.questionnaire)?;
    session.warn(&findings);
    let earlier = |path: &Option<PathBuf>| earlier(session, path.as_deref(), &content.questionnaire);
    let (before, bar) = (earlier(&arguments.before)?, earlier(&arguments.fail_if_worse)?);
    if let Some(bar) = &bar {
        gate::same_form(&answers, bar)?;
    }
    let answers = if arguments.without_notes { answers.without_notes() } else { answers };
    let unverified = arguments.companies.unverified();
    let assumed = what_if::assume(&answers, &arguments.what_if, &content.questionnaire)?;
    let mut report = build::build(&content, &assumed, &findings, unverified);
    if !arguments.what_if.is_empty() {
        let given = build::build(&content, &answers, &findings, unverified);
        report.what_if = what_if::part(&given, (&answers, &assumed));
    }
    if let Some(file) = &arguments.measured {
        let metrics = read_metrics(file)?;
        add_measured(&mut report, &metrics, (&content, &assumed));
    }
    report.trend = before.map(|(before, name)| {
        let dates = [Dated::one(before, Path::new(&name)), Dated::one(assumed.clone(), &path)];
        trend::of(&content, &dates).0
    });
    let style = Style {
        format: arguments.output.format(),
        short: arguments.short,
        without_notes: arguments.without_notes,
    };
    let text = rendered(report, &assumed, &content, style)?;
    let others = [&arguments.before, &arguments.fail_if_worse, &arguments.measured].into_iter().flatten();
    let read: Vec<&Path> = std::iter::once(&path).chain(others).map(PathBuf::as_path).collect();
    let written = arguments.output.write(&text, &page_beside(&path), &read)?;
    if let Some(file) = &written {
        session.say(&Message::new("report.written").with("file", store::shown(file)));
    }
    if let Some(file) = written.filter(|_| arguments.open) {
        open(&file)?;
    }
    let checked = Gate { floor: &floor, earlier: bar.as_ref() }.check(&content, &assumed);
    // As in `rendered`.
    mem::forget(content);
    checked
}

/// Earlier answers that an option names, with the name of their file.
fn earlier(
    session: &Session,
    path: Option<&Path>,
    questionnaire: &Questionnaire,
) -> Result<Option<(Answers, String)>> {
    let Some(path) = path else { return Ok(None) };
    let (answers, findings) = read_answers(session, path, questionnaire)?;
    session.warn(&findings);
    Ok(Some((answers, store::name(path))))
}

/// Puts what was measured beside the answers of a report.
pub fn add_measured(report: &mut Report, metrics: &Metrics, (content, answers): (&Content, &Answers)) {
    let teller = render::measured::Teller { metrics, content };
    measured::add(report, metrics, (content, answers), &teller);
}

/// What a metrics file says.
///
/// # Errors
/// A file that cannot be read or is no metrics file, with the place.
pub fn read_metrics(path: &Path) -> Result<Metrics> {
    let text = store::read(path)?;
    delivery::read::read(&text).map_err(|finding| Error::input(vec![finding.in_file(&store::shown(path))]))
}

/// In which form a report is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// Whether the text is a summary of a few lines.
    pub short: bool,
    /// Whether notes were left out.
    pub without_notes: bool,
}

/// The report in a format.
///
/// # Errors
/// A template that does not fit, which is a fault of the program or of a template of somebody's own.
pub fn rendered(report: Report, answers: &Answers, content: &Content, style: Style) -> Result<String> {
    // Data keeps its dates as they are.
    let report = match style.format {
        Format::Json | Format::Csv => report,
        _ => render::with_dates(report, &content.words),
    };
    let rendered = match style.format {
        Format::Json => render::json::document(&report),
        Format::Csv => render::csv::rows(&report),
        Format::Html => {
            let notes = if style.without_notes { Notes::LeftOut } else { Notes::Inside };
            render::html::page(&report, content, Some(&answers.without_schema().to_json()), notes)?
        }
        Format::Markdown => render::markdown::report(&report, content),
        Format::Text if style.short => render::text::short(&report, content),
        Format::Text => render::text::report(&report, content, terminal::width()),
    };
    // The run ends soon: to take thousands of small values apart would only delay it.
    mem::forget(report);
    Ok(rendered)
}

/// `NAME.html` beside `NAME.json`; `diditwork-report.html` here for what is not such a file.
pub fn page_beside(answers: &Path) -> PathBuf {
    let is_answers = answers.extension().is_some_and(|ending| ending == "json" || ending == "csv");
    if is_answers { answers.with_extension("html") } else { PathBuf::from("diditwork-report.html") }
}

/// Opens a file with the program that the system has for it.
pub fn open(file: &Path) -> Result<()> {
    let opener: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["cmd", "/C", "start", ""]
    } else {
        &["xdg-open"]
    };
    let mut command = std::process::Command::new(opener[0]);
    // What the opener complains of in words of its own is left out: the error below says it, and what to do.
    command
        .args(&opener[1..])
        .arg(file)
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Error::new(Kind::File, Message::new("report.open").with("file", store::shown(file)))),
    }
}
