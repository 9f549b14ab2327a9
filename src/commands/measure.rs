//! `measure`: the delivery metrics from repositories and from records.

mod source;

use std::path::{Path, PathBuf};

use glob::Pattern;

use crate::commands::{Session, output, styled};
use crate::delivery::measure::{measure, window};
use crate::delivery::metrics::WarningPart;
use crate::delivery::{History, LeadTimeFrom, Line, Metrics, Note, Options, Outcome};
use crate::error::{Error, Kind, Message, Result};
use crate::history;
use crate::history::records::{DEPLOYMENT, INCIDENT, Reading};
use crate::history::tags::Family;
use crate::history::time::{self, Edge, Wrong};
use crate::pack::Choice;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::metric::Metric;
use crate::store::{self, Replace, Rights};
use crate::{render, terminal};
use source::{Source, patterns};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    repository: Option<PathBuf>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["repository", "deployments", "incidents", "tags", "path"])]
    repositories: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    deployments: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    incidents: Option<PathBuf>,
    #[arg(long, value_name = "GLOB", conflicts_with = "deployments")]
    tags: Vec<String>,
    #[arg(long, value_name = "DIR")]
    path: Option<String>,
    #[arg(long)]
    first_parent: bool,
    #[arg(long, value_name = "AUTHOR")]
    exclude: Vec<String>,
    #[arg(long, value_name = "TIME", default_value = "author", value_parser = ["author", "committer"])]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    lead_time_from: String,
    #[arg(long, value_name = "NAME", requires = "deployments")]
    environment: Vec<String>,
    #[arg(long, value_name = "OURS=THEIRS")]
    column: Vec<String>,
    #[arg(long, value_name = "THEIRS=success|failure", requires = "deployments")]
    result: Vec<String>,
    #[arg(long, value_name = "NAME", requires = "incidents")]
    label: Option<String>,
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    timezone: Option<String>,
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[arg(long)]
    list: bool,
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// In which form the metrics are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Sentences.
    Text,
    /// A page for a pipeline's summary.
    Markdown,
    /// The metrics file.
    Json,
    /// A row for each service.
    Csv,
}

/// Measures and shows the metrics.
///
/// # Errors
/// Options that do not fit, a repository or records that cannot be read, and a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, Choice::None)?;
    let setup = Setup::of(arguments)?;
    let measuring = Measuring { session, setup: &setup, questionnaire: &content.questionnaire };
    let metrics = match &arguments.repositories {
        Some(list) => measuring.several(list)?,
        None => measuring.one(&Source {
            name: String::new(),
            repository: arguments.repository.clone(),
            deployments: arguments.deployments.clone(),
            incidents: arguments.incidents.clone(),
            tags: patterns(&arguments.tags)?,
            path: arguments.path.clone(),
        })?,
    };
    let text = match format(arguments) {
        Format::Json => render::json::document(&metrics),
        Format::Text => styled(&render::metrics::document(&metrics, &content)),
        Format::Markdown => render::markdown::set(&render::metrics::document(&metrics, &content)),
        Format::Csv => render::metrics::csv(&metrics),
    };
    write(session, arguments, &text)
}

fn format(arguments: &Arguments) -> Format {
    let by_name = match arguments.output.as_deref().and_then(output::Format::of_name) {
        Some(output::Format::Json) => Format::Json,
        Some(output::Format::Csv) => Format::Csv,
        Some(output::Format::Markdown) => Format::Markdown,
        _ => Format::Text,
    };
    arguments.format.unwrap_or(by_name)
}

fn write(session: &Session, arguments: &Arguments, text: &str) -> Result<()> {
    let Some(file) = arguments.output.as_deref().filter(|file| *file != Path::new("-")) else {
        return terminal::print(text);
    };
    let read = [&arguments.deployments, &arguments.incidents, &arguments.repositories];
    let read: Vec<&Path> = read.into_iter().flatten().map(PathBuf::as_path).collect();
    let plain = anstream::adapter::strip_str(text).to_string();
    store::write_report(file, &plain, &read, Replace::OwnReport, Rights::Usual)?;
    session.say(&Message::new("measure.written").with("file", store::shown(file)));
    let next = if format(arguments) == Format::Json { "measure.next" } else { "measure.next-json" };
    session.say(&Message::new(next).with("file", store::shown(file)));
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
        from: match arguments.lead_time_from.as_str() {
            "committer" => LeadTimeFrom::Committer,
            _ => LeadTimeFrom::Author,
        },
        list: arguments.list,
    };
    match (options.since, options.end) {
        (Some(since), Some(end)) if end <= since => Err(wrong(Message::new("measure.window"))),
        _ => Ok(options),
    }
}

/// How all services are measured.
struct Setup {
    reading: Reading,
    options: Options,
    exclude: Vec<Pattern>,
}

impl Setup {
    fn of(arguments: &Arguments) -> Result<Self> {
        let reading = Reading {
            zone: zone(arguments)?,
            environments: patterns(&arguments.environment)?,
            label: arguments.label.clone(),
            columns: columns(arguments)?,
            results: results(arguments)?,
        };
        Ok(Self { options: options(arguments, &reading)?, reading, exclude: patterns(&arguments.exclude)? })
    }
}

/// Our fields and the columns that hold them.
fn columns(arguments: &Arguments) -> Result<Vec<(String, String)>> {
    let of_incidents = INCIDENT.into_iter().filter(|field| !DEPLOYMENT.contains(field));
    let known: Vec<&str> = DEPLOYMENT.into_iter().chain(of_incidents).collect();
    let is_given = |file: &Option<PathBuf>| file.is_some() || arguments.repositories.is_some();
    let files: [(&str, &[&str], bool); 2] = [
        ("deployments.", &DEPLOYMENT, is_given(&arguments.deployments)),
        ("incidents.", &INCIDENT, is_given(&arguments.incidents)),
    ];
    let column = |text: &String| {
        let (ours, theirs) = text.split_once('=').unwrap_or((text, ""));
        let of = |(kind, fields, _): &&(&str, &[&str], bool)| {
            let name = ours.strip_prefix(kind).unwrap_or(ours);
            fields.contains(&name) && text.contains('=')
        };
        let mut files = files.iter().filter(of).peekable();
        if files.peek().is_none() {
            let message = Message::new("measure.column").with("found", text);
            return Err(wrong(message.with("known", known.join(", "))));
        }
        if !files.any(|file| file.2) {
            return Err(wrong(Message::new("measure.column-unused").with("found", text)));
        }
        Ok((ours.to_owned(), theirs.trim().to_owned()))
    };
    arguments.column.iter().map(column).collect()
}

fn results(arguments: &Arguments) -> Result<Vec<(String, Outcome)>> {
    let result = |text: &String| match text.rsplit_once('=') {
        Some((theirs, "success")) => Ok((theirs.trim().to_owned(), Outcome::Success)),
        Some((theirs, "failure")) => Ok((theirs.trim().to_owned(), Outcome::Failure)),
        _ => Err(wrong(Message::new("measure.result").with("found", text))),
    };
    arguments.result.iter().map(result).collect()
}

/// The tags of a time that are left out since each is the only one with its kind of name.
fn single_tags(alone: &[&Family], since: i64, end: Option<i64>) -> Option<Note> {
    const MOST: usize = 5;
    let tags = alone.iter().flat_map(|family| &family.tags);
    let inside = tags.filter(|tag| since <= tag.time && end.is_none_or(|end| tag.time < end));
    let mut names: Vec<&str> = inside.map(|tag| tag.name.as_str()).collect();
    let number = names.len();
    if number > MOST {
        names.splice(MOST.., ["…"]);
    }
    let message = Message::new("measure.single-tags").with("number", number);
    (number > 0).then(|| Note::general(message.with("names", names.join(", "))))
}

struct Measuring<'a> {
    session: &'a Session,
    setup: &'a Setup,
    questionnaire: &'a Questionnaire,
}

impl Measuring<'_> {
    /// Several services, a line of the list each; families of tags are services too.
    fn several(&self, list: &Path) -> Result<Metrics> {
        let mut services = Vec::new();
        for source in Source::list(list)? {
            let mut metrics = self.one(&source)?;
            let name = source.name.clone();
            if metrics.services.is_empty() {
                metrics.name = Some(name);
                services.push(metrics);
                continue;
            }
            for mut family in std::mem::take(&mut metrics.services) {
                family.name = family.name.map(|family| format!("{name}: {family}"));
                services.push(family);
            }
        }
        let mut metrics = measure(&History::default(), self.setup.options, self.questionnaire).metrics;
        metrics.services = services;
        let message = Message::new("measure.services").with("number", metrics.services.len());
        Ok(self.in_words(metrics, &Metric::ALL.map(|metric| Note::of(metric, message.clone()))))
    }

    /// One service, or each family of tags of a repository.
    fn one(&self, source: &Source) -> Result<Metrics> {
        let (mut history, families) = source.read(self.session, &self.setup.reading, &self.setup.exclude)?;
        let (series, alone): (Vec<&Family>, Vec<&Family>) =
            families.iter().partition(|family| family.tags.len() > 1);
        if !series.is_empty() {
            history::deploy(&mut history, &series);
        } else if !alone.is_empty() {
            let tags = alone.iter().flat_map(|family| family.tags.iter().cloned()).collect();
            history::deploy(&mut history, &[&Family { name: String::new(), tags }]);
        }
        if let (Some(window), false) = (window(&history, self.setup.options), series.is_empty()) {
            history.notes.extend(single_tags(&alone, window.since, self.setup.options.end));
            let is_active = |family: &&Family| family.tags.iter().any(|tag| window.contains(tag.time));
            match series.iter().copied().filter(is_active).collect::<Vec<_>>().as_slice() {
                [] => {}
                only @ [_] => history::deploy(&mut history, only),
                active => return Ok(self.families(source, &mut history, active, &families)),
            }
        }
        Ok(self.measured(source, &history, self.setup.options))
    }

    /// Each family of tags by itself, over the same time.
    fn families(
        &self,
        source: &Source,
        history: &mut History,
        families: &[&Family],
        all: &[Family],
    ) -> Metrics {
        let options = Options { list: false, ..self.setup.options };
        let mut whole = measure(history, options, self.questionnaire).metrics;
        let same = window(history, options).map(|window| (window.since, window.end));
        let options =
            Options { since: same.map(|same| same.0), end: same.map(|same| same.1), ..self.setup.options };
        let notes = std::mem::take(&mut history.notes);
        let mut services = Vec::new();
        for family in families {
            history.notes.clear();
            history::deploy(history, &[family]);
            services
                .push(Metrics { name: Some(family.shown(all)), ..self.measured(source, history, options) });
        }
        let names: Vec<String> = services
            .iter()
            .map(|service| {
                let number = service.deployment_frequency.as_ref().map_or(0, |part| part.deployments);
                format!("{} ({number})", service.name.as_deref().unwrap_or_default())
            })
            .collect();
        let largest = families.iter().max_by_key(|family| family.tags.len()).map(|family| family.shown(all));
        let message = Message::new("measure.families").with("names", names.join(", "));
        let message = message.with("pattern", largest.unwrap_or_default());
        whole = Metrics { window: whole.window, services, ..Metrics::empty(whole.method) };
        let missing = Metric::ALL.map(|metric| Note::of(metric, message.clone()));
        self.in_words(whole, &[&missing, notes.as_slice()].concat())
    }

    fn measured(&self, source: &Source, history: &History, options: Options) -> Metrics {
        let mut measured = measure(history, options, self.questionnaire);
        let method = &mut measured.metrics.method;
        method.tags = source.tags.iter().map(|tag| tag.as_str().to_owned()).collect();
        method.path.clone_from(&source.path);
        method.exclude = self.setup.exclude.iter().map(|author| author.as_str().to_owned()).collect();
        self.in_words(measured.metrics, &measured.notes)
    }

    /// The metrics with their definitions and warnings in words.
    fn in_words(&self, mut metrics: Metrics, notes: &[Note]) -> Metrics {
        let words = &self.session.words;
        let part = |Note { metric, message }: &Note| WarningPart {
            code: message.id.to_owned(),
            metric: *metric,
            text: words.tell(message),
        };
        metrics.warnings = notes.iter().map(part).collect();
        let define = |metric| (metric, render::metrics::definition(metric, &metrics.method, words));
        metrics.definitions = Metric::ALL.into_iter().map(define).collect();
        metrics
    }
}
