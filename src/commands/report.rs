//! `report`: turns answers into a report.

use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::commands::gate::{self, Floor, Gate};
use crate::commands::output::{Companies, Format, Output, Style, open, page_beside, rendered};
use crate::commands::trend::series::Dated;
use crate::commands::{Session, answers_path, read_answers, trend, what_if};
use crate::content::Content;
use crate::delivery::{self, Metrics};
use crate::error::{Error, Message, Result};
use crate::report::build;
use crate::store::Rights;
use crate::{render, store};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The answers file, or a report page that holds answers.
    answers: Option<PathBuf>,
    #[command(flatten)]
    companies: Companies,
    #[command(flatten)]
    output: Output,
    /// Whether notes, reasons, evidence and respondent are left out.
    #[arg(long)]
    without_notes: bool,
    #[arg(long, value_name = "ID=LEVEL", value_delimiter = ',')]
    what_if: Vec<String>,
    #[arg(long, value_name = "FILE")]
    measured: Option<PathBuf>,
    /// Earlier answers, to show what changed since then.
    #[arg(long, value_name = "OLD")]
    before: Option<PathBuf>,
    /// Earlier answers, of which the steps are left out.
    #[arg(long, value_name = "OLD")]
    since: Option<PathBuf>,
    /// The lowest levels that are enough.
    #[arg(long, value_name = "AXIS=LEVEL", value_delimiter = ',', conflicts_with = "what_if")]
    fail_under: Vec<String>,
    /// Earlier answers that no level may fall below.
    #[arg(long, value_name = "OLD", conflicts_with = "what_if")]
    fail_if_worse: Option<PathBuf>,
    /// Whether the text is a summary of a few lines.
    #[arg(long)]
    short: bool,
    #[arg(long)]
    open: bool,
}

impl Arguments {
    /// The format; a summary is text unless something else was said.
    fn format(&self) -> Format {
        self.output.format_or(if self.short { Format::Text } else { Format::Html })
    }
}

/// Refuses an option that would do nothing.
fn only_with(is_given: bool, option: &str, has_effect: bool, format: &str) -> Result<()> {
    if !is_given || has_effect {
        return Ok(());
    }
    let message = Message::new("report.only-with").with("option", option).with("format", format);
    Err(Error::wrong(message))
}

/// Turns answers into a report. Where a level is not enough, the report is written first.
///
/// # Errors
/// Options that do not fit, files that cannot be read or written, and a level that is not enough.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let floor = Floor::parse(&arguments.fail_under, &session.words)?;
    let format = arguments.format();
    let is_tasks = matches!(format, Format::Tasks | Format::TaskTable);
    only_with(arguments.since.is_some(), "--since", is_tasks, "--format tasks")?;
    only_with(arguments.short, "--short", format == Format::Text, "--format text")?;
    let path = answers_path(arguments.answers.as_ref());
    let content = session.pack.content(&session.words, arguments.companies.choice_before_answers())?;
    floor.fits(&content)?;
    let (answers, findings) = read_answers(session, &path, &content.questionnaire)?;
    let content = arguments.companies.fitted(session, content, &answers)?;
    let earlier = |path: &Option<PathBuf>| earlier(session, path.as_deref(), &content, &answers);
    let (before, bar) = (earlier(&arguments.before)?, earlier(&arguments.fail_if_worse)?);
    let since = earlier(&arguments.since)?;
    if let Some(bar) = &bar {
        gate::same_form(&answers, bar)?;
        let dates = [Dated::one(bar.0.clone(), Path::new(&bar.1)), Dated::one(answers.clone(), &path)];
        // What there is to know about answers that are compared is said here too.
        trend::of(session, &content, &dates)?;
    }
    let answers = if arguments.without_notes { answers.without_notes() } else { answers };
    let unverified = arguments.companies.unverified();
    let assumed = what_if::assume(&answers, &arguments.what_if, &content.questionnaire)?;
    let mut report = build::build(&content, &assumed, &findings, unverified);
    if !arguments.what_if.is_empty() {
        let given = build::build(&content, &answers, &findings, unverified);
        report.what_if = what_if::part(&given, &answers, &assumed, &arguments.what_if);
    }
    if let Some((old, _)) = &since {
        let known = build::build(&content, old, &[], unverified).next_steps;
        report.next_steps.retain(|step| known.iter().all(|known| known.id != step.id));
    }
    if let Some(file) = &arguments.measured {
        let metrics = read_metrics(file)?;
        render::measured::add(&mut report, &metrics, &content, &assumed);
    }
    if let Some((before, name)) = before {
        let dates = [Dated::one(before, Path::new(&name)), Dated::one(assumed.clone(), &path)];
        report.trend = Some(trend::of(session, &content, &dates)?.0);
    }
    let style = Style { format, short: arguments.short, without_notes: arguments.without_notes };
    let text = rendered(&report, &answers, &content, style)?;
    let others = [&arguments.before, &arguments.since, &arguments.fail_if_worse, &arguments.measured]
        .into_iter()
        .flatten();
    let read: Vec<&Path> = std::iter::once(&path).chain(others).map(PathBuf::as_path).collect();
    // As private as the answers that it holds.
    let rights = if arguments.without_notes { Rights::Usual } else { Rights::Owner };
    let written = arguments.output.write(format, &text, &page_beside(&path), &read, rights)?;
    if let Some(file) = &written {
        let said = if is_tasks { ["tasks.written", "tasks.next"] } else { ["report.written", "report.next"] };
        session.say_of(file, &said);
    }
    if let Some(file) = written.filter(|_| arguments.open) {
        open(&file)?;
    }
    Gate { floor: &floor, earlier: bar.as_ref() }.check(&content, &assumed)
}

/// Earlier answers of the same team that an option names, with the name of their file.
fn earlier(
    session: &Session,
    path: Option<&Path>,
    content: &Content,
    answers: &Answers,
) -> Result<Option<(Answers, String)>> {
    let Some(path) = path else { return Ok(None) };
    let (earlier, _) = read_answers(session, path, &content.questionnaire)?;
    trend::one_team([&earlier, answers])?;
    Ok(Some((earlier, store::name(path))))
}

/// What a metrics file says.
///
/// # Errors
/// A file that cannot be read or is no metrics file, with the place.
pub fn read_metrics(path: &Path) -> Result<Metrics> {
    let text = store::read(path)?;
    delivery::read::read(&text).map_err(|finding| Error::input(vec![finding.in_file(&store::shown(path))]))
}
