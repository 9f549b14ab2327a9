//! `measure`: the delivery metrics from a repository and from records.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::commands::Session;
use crate::delivery::claim::Line;
use crate::delivery::measure::{Options, measure};
use crate::delivery::metrics::WarningPart;
use crate::delivery::{History, LeadTimeFrom, Metrics, Origin};
use crate::error::{Error, Kind, Message, Result};
use crate::history::git::Repository;
use crate::history::records::{self, Reading};
use crate::history::time::{self, Edge, Wrong};
use crate::history::{self, Part};
use crate::pack::Choice;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::metric::Metric;
use crate::store::{self, Replace, Rights};
use crate::{render, terminal};

/// What `measure` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The repository.
    repository: Option<PathBuf>,
    /// Records of deployments, in place of tags.
    #[arg(long, value_name = "FILE")]
    deployments: Option<PathBuf>,
    /// Records of incidents.
    #[arg(long, value_name = "FILE")]
    incidents: Option<PathBuf>,
    /// Patterns of the tags that are deployments.
    #[arg(long, value_name = "GLOB", conflicts_with = "deployments")]
    tags: Vec<String>,
    /// The folder of the repository whose changes count.
    #[arg(long, value_name = "DIR")]
    path: Option<String>,
    /// Whether only first parents are followed.
    #[arg(long)]
    first_parent: bool,
    /// Where a change's time begins.
    #[arg(
        long,
        value_name = "TIME",
        default_value = "author",
        hide_possible_values = true,
        hide_default_value = true
    )]
    lead_time_from: From,
    /// The environment whose deployments count.
    #[arg(long, value_name = "NAME", requires = "deployments")]
    environment: Option<String>,
    /// The label by which an issue is an incident.
    #[arg(long, value_name = "NAME", requires = "incidents")]
    label: Option<String>,
    /// The zone of local times.
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    timezone: Option<String>,
    /// The first day or time.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// The last day or time.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// The format.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// The file; `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Where a change's time begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum From {
    /// When it was written.
    Author,
    /// When it was last rewritten.
    Committer,
}

/// In which form the metrics are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Sentences.
    Text,
    /// The metrics file.
    Json,
}

/// Measures and tells the metrics.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, Choice::None)?;
    let reading = Reading {
        zone: zone(arguments)?,
        environment: arguments.environment.clone(),
        label: arguments.label.clone(),
    };
    let options = options(arguments, &reading)?;
    let (history, remarks) = read(session, arguments, &reading)?;
    let metrics = measured(session, (&history, &content.questionnaire), (options, remarks));
    let metrics = with_part(metrics, arguments);
    let text = match format(arguments) {
        Format::Json => render::json::document(&metrics),
        Format::Text => render::metrics::text(&metrics, &content, terminal::width()),
    };
    write(session, arguments, &text)
}

fn format(arguments: &Arguments) -> Format {
    let is_json = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let by_name = if arguments.output.as_deref().is_some_and(is_json) { Format::Json } else { Format::Text };
    arguments.format.unwrap_or(by_name)
}

fn write(session: &Session, arguments: &Arguments, text: &str) -> Result<()> {
    let Some(file) = arguments.output.as_deref().filter(|file| *file != Path::new("-")) else {
        return terminal::print(text);
    };
    let read: Vec<&Path> =
        [&arguments.deployments, &arguments.incidents].into_iter().flatten().map(PathBuf::as_path).collect();
    store::write_report(file, text, &read, Replace::OwnReport, Rights::Usual)?;
    session.say(&Message::new("measure.written").with("file", store::shown(file)));
    Ok(())
}

fn wrong(message: Message) -> Error {
    Error::new(Kind::Input, message)
}

fn zone(arguments: &Arguments) -> Result<Option<jiff::tz::TimeZone>> {
    let Some(name) = &arguments.timezone else { return Ok(None) };
    let unknown = || wrong(Message::new("measure.timezone").with("found", name));
    time::zone(name).map(Some).ok_or_else(unknown)
}

fn options(arguments: &Arguments, reading: &Reading) -> Result<Options> {
    let edge = |text: &Option<String>| -> Result<Option<Edge>> {
        let Some(text) = text else { return Ok(None) };
        let told = |why: Wrong| {
            let id = if why == Wrong::NoZone { "measure.edge-zone" } else { "measure.edge" };
            wrong(Message::new(id).with("found", text))
        };
        time::edge(text, reading.zone.as_ref()).map(Some).map_err(told)
    };
    let (since, until) = (edge(&arguments.since)?, edge(&arguments.until)?);
    let options = Options {
        since: since.map(|edge| edge.first),
        end: until.map(|edge| edge.behind),
        line: if arguments.first_parent { Line::FirstParent } else { Line::All },
        from: match arguments.lead_time_from {
            From::Author => LeadTimeFrom::Author,
            From::Committer => LeadTimeFrom::Committer,
        },
    };
    match (options.since, options.end) {
        (Some(since), Some(end)) if end <= since => Err(wrong(Message::new("measure.window"))),
        _ => Ok(options),
    }
}

/// Everything that is known: records first, then the repository, unless records are all that was given.
fn read(session: &Session, arguments: &Arguments, reading: &Reading) -> Result<(History, Vec<Message>)> {
    let mut history = History::default();
    if let Some(path) = &arguments.deployments {
        let read = from_file(session, path, |text| records::deployments(text, reading))?;
        history.deployments = read;
        history.origin = Origin::Records;
    }
    if let Some(path) = &arguments.incidents {
        history.incidents = Some(from_file(session, path, |text| records::incidents(text, reading))?);
    }
    let here = PathBuf::from(".");
    let path = match (&arguments.repository, history.origin) {
        (Some(path), _) => path,
        (None, Origin::Tags) => &here,
        (None, Origin::Records) => return Ok((history, Vec::new())),
    };
    let (started, is_said) = (Instant::now(), Cell::new(false));
    let progress = |commits: usize| {
        if !is_said.get() && started.elapsed() >= Duration::from_secs(1) {
            is_said.set(true);
            session.say(&Message::new("measure.progress").with("number", commits));
        }
    };
    let repository = Repository::open(path, &progress)?;
    let part = Part { tags: arguments.tags.clone(), path: arguments.path.clone() };
    let remarks = match history.origin {
        Origin::Tags => history::read_tags(&mut history, &repository, &part)?,
        Origin::Records => history::read_commits(&mut history, &repository, &part)?,
    };
    history::find_causes(&mut history);
    Ok((history, remarks))
}

fn from_file<T>(
    session: &Session,
    path: &Path,
    read: impl Fn(&str) -> Result<records::Read<T>>,
) -> Result<Vec<T>> {
    let text = store::read(path)?;
    let file = if path == Path::new("-") { session.words.say("file.input") } else { store::shown(path) };
    let read = read(&text).map_err(|error| error.in_file(&file))?;
    let findings: Vec<_> = read.findings.into_iter().map(|finding| finding.in_file(&file)).collect();
    session.warn(&findings);
    Ok(read.records)
}

/// The metrics with their definitions and warnings in words.
fn measured(
    session: &Session,
    (history, questionnaire): (&History, &Questionnaire),
    (options, remarks): (Options, Vec<Message>),
) -> Metrics {
    let words = &session.words;
    let measured = measure(history, options, questionnaire);
    let mut metrics = measured.metrics;
    let missing = measured.missing.iter().map(|(metric, message)| WarningPart {
        code: message.id.to_owned(),
        metric: Some(*metric),
        text: words.tell(message),
    });
    let others = remarks.iter().chain(&measured.remarks).map(|message| WarningPart {
        code: message.id.to_owned(),
        metric: None,
        text: words.tell(message),
    });
    metrics.warnings = missing.chain(others).collect();
    let define = |metric| (metric, render::metrics::definition(metric, &metrics.method, words));
    metrics.definitions = Metric::ALL.into_iter().map(define).collect();
    metrics
}

/// The metrics with what was chosen of the repository.
fn with_part(mut metrics: Metrics, arguments: &Arguments) -> Metrics {
    metrics.method.tags.clone_from(&arguments.tags);
    metrics.method.path.clone_from(&arguments.path);
    metrics
}
