//! `measure`: the delivery metrics from repositories and from records.

mod source;

use std::path::{Path, PathBuf};

use glob::Pattern;

use crate::commands::output::{Format, Output};
use crate::commands::{Session, styled};
use crate::delivery::measure::{measure, window};
use crate::delivery::metrics::{Method, WarningPart};
use crate::delivery::{History, LeadTimeFrom, Line, Metrics, Note, Options, Origin, Outcome, Window};
use crate::error::{Error, Message, Result};
use crate::history;
use crate::history::records::Reading;
use crate::history::services::{Service, services};
use crate::history::shape::Of;
use crate::history::tags::{Family, patterns};
use crate::history::time::{self, Wrong};
use crate::pack::Choice;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::metric::Metric;
use crate::render;
use crate::store::{self, Rights};

#[derive(Debug, clap::Args)]
#[command(mut_arg("format", |format| format.value_parser(Format::one_of(&FORMATS))))]
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
    #[command(flatten)]
    output: Output,
}

/// In which forms the metrics are given.
const FORMATS: [Format; 4] = [Format::Text, Format::Markdown, Format::Json, Format::Csv];

/// Measures and shows the metrics.
///
/// # Errors
/// Options that do not fit, a repository or records that cannot be read, and a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, Choice::None)?;
    let patterns = |texts: &[String]| patterns(texts.iter().map(String::as_str));
    let reading = Reading {
        zone: zone(arguments)?,
        environments: patterns(&arguments.environment)?,
        label: arguments.label.clone(),
        columns: columns(arguments)?,
        results: results(arguments)?,
    };
    let measuring = Measuring {
        session,
        questionnaire: &content.questionnaire,
        options: options(arguments, &reading)?,
        reading,
        exclude: patterns(&arguments.exclude)?,
    };
    let metrics = match &arguments.repositories {
        Some(list) => measuring.several(list)?,
        None => measuring.one(&Service {
            name: String::new(),
            repository: arguments.repository.clone(),
            deployments: arguments.deployments.clone(),
            incidents: arguments.incidents.clone(),
            tags: patterns(&arguments.tags)?,
            path: arguments.path.clone(),
        })?,
    };
    let format = arguments.output.format_or(Format::Text);
    // A name that asks for another format gets text.
    let format = if FORMATS.contains(&format) { format } else { Format::Text };
    let text = match format {
        Format::Json => render::json::document(&metrics),
        Format::Csv => render::metrics::csv(&metrics),
        Format::Markdown => render::markdown::set(&render::metrics::document(&metrics, &content)),
        _ => styled(&render::metrics::document(&metrics, &content)),
    };
    let read = [&arguments.deployments, &arguments.incidents, &arguments.repositories];
    let read: Vec<&Path> = read.into_iter().flatten().map(PathBuf::as_path).collect();
    if let Some(file) = arguments.output.write(format, &text, Path::new(""), &read, Rights::Usual)? {
        let next = if format == Format::Json { "measure.next" } else { "measure.next-json" };
        session.say_of(&file, &["measure.written", next]);
    }
    Ok(())
}

fn zone(arguments: &Arguments) -> Result<Option<jiff::tz::TimeZone>> {
    let Some(name) = &arguments.timezone else { return Ok(None) };
    let unknown = || Error::wrong(Message::new("measure.timezone").with("found", name));
    time::zone(name).map(Some).ok_or_else(unknown)
}

fn options(arguments: &Arguments, reading: &Reading) -> Result<Options> {
    let edge = |text: &String| {
        let told = |why: Wrong| {
            let id = if why == Wrong::NoZone { "measure.edge-zone" } else { "measure.edge" };
            Error::wrong(Message::new(id).with("found", text))
        };
        time::edge(text, reading.zone.as_ref()).map_err(told)
    };
    let since = arguments.since.as_ref().map(edge).transpose()?;
    let until = arguments.until.as_ref().map(edge).transpose()?;
    let options = Options {
        since: since.map(|edge| edge.since),
        end: until.map(|edge| edge.end),
        line: if arguments.first_parent { Line::FirstParent } else { Line::All },
        from: if arguments.lead_time_from == "committer" {
            LeadTimeFrom::Committer
        } else {
            LeadTimeFrom::Author
        },
        list: arguments.list,
    };
    match (options.since, options.end) {
        (Some(since), Some(end)) if end <= since => Err(Error::wrong(Message::new("measure.window"))),
        _ => Ok(options),
    }
}

/// Our fields and the columns that hold them.
fn columns(arguments: &Arguments) -> Result<Vec<(String, String)>> {
    let files = [(Of::Deployments, &arguments.deployments), (Of::Incidents, &arguments.incidents)];
    let column = |text: &String| {
        let (ours, theirs) = text.split_once('=').unwrap_or_default();
        let mut files = files.iter().filter(|(of, _)| of.field(ours).is_some()).peekable();
        if files.peek().is_none() {
            let of_incidents =
                Of::Incidents.fields().iter().filter(|field| Of::Deployments.field(field).is_none());
            let known: Vec<&str> = Of::Deployments.fields().iter().chain(of_incidents).copied().collect();
            let message = Message::new("measure.column").with("found", text);
            return Err(Error::wrong(message.with("known", known.join(", "))));
        }
        if !files.any(|(_, file)| file.is_some() || arguments.repositories.is_some()) {
            return Err(Error::wrong(Message::new("measure.column-unused").with("found", text)));
        }
        Ok((ours.to_owned(), theirs.trim().to_owned()))
    };
    arguments.column.iter().map(column).collect()
}

fn results(arguments: &Arguments) -> Result<Vec<(String, Outcome)>> {
    let result = |text: &String| match text.rsplit_once('=') {
        Some((theirs, "success")) => Ok((theirs.trim().to_owned(), Outcome::Success)),
        Some((theirs, "failure")) => Ok((theirs.trim().to_owned(), Outcome::Failure)),
        _ => Err(Error::wrong(Message::new("measure.result").with("found", text))),
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

/// How all services are measured.
struct Measuring<'a> {
    session: &'a Session,
    questionnaire: &'a Questionnaire,
    reading: Reading,
    options: Options,
    exclude: Vec<Pattern>,
}

impl Measuring<'_> {
    /// Several services, a line of the list each, with their files in its folder; families of tags are services too.
    fn several(&self, list: &Path) -> Result<Metrics> {
        let folder = list.parent().unwrap_or(Path::new(""));
        let listed = services(&store::read(list)?, folder);
        let mut services = Vec::new();
        for service in listed.map_err(|error| error.in_file(&store::shown(list)))? {
            let mut metrics = self.one(&service)?;
            if metrics.services.is_empty() {
                services.push(Metrics { name: Some(service.name), ..metrics });
                continue;
            }
            for family in &mut metrics.services {
                family.name = family.name.as_ref().map(|family| format!("{}: {family}", service.name));
            }
            services.append(&mut metrics.services);
        }
        let message = Message::new("measure.services").with("number", services.len());
        let window = window(&History::default(), self.options);
        Ok(self.side_by_side(Origin::Tags, window, services, &message, &[]))
    }

    /// One service, or each family of tags of a repository.
    fn one(&self, service: &Service) -> Result<Metrics> {
        let (mut history, families) = source::read(service, self.session, &self.reading, &self.exclude)?;
        let (series, alone): (Vec<&Family>, Vec<&Family>) =
            families.iter().partition(|family| family.tags.len() > 1);
        if !series.is_empty() {
            history::deploy(&mut history, &series);
        } else if !alone.is_empty() {
            let tags = alone.iter().flat_map(|family| family.tags.iter().cloned()).collect();
            history::deploy(&mut history, &[&Family { name: String::new(), tags }]);
        }
        if let (Some(window), false) = (window(&history, self.options), series.is_empty()) {
            history.notes.extend(single_tags(&alone, window.since, self.options.end));
            let is_active = |family: &&Family| family.tags.iter().any(|tag| window.contains(tag.time));
            match series.iter().copied().filter(is_active).collect::<Vec<_>>().as_slice() {
                [] => {}
                only @ [_] => history::deploy(&mut history, only),
                active => return Ok(self.families(service, &mut history, active, &families)),
            }
        }
        Ok(self.measured(service, &history, self.options))
    }

    /// Each family of tags by itself, over the same time.
    fn families(
        &self,
        service: &Service,
        history: &mut History,
        families: &[&Family],
        all: &[Family],
    ) -> Metrics {
        let window = window(history, self.options);
        let (since, end) = (window.map(|window| window.since), window.map(|window| window.end));
        let options = Options { since, end, ..self.options };
        let notes = std::mem::take(&mut history.notes);
        let measured = |family: &&Family| {
            history.notes.clear();
            history::deploy(history, &[*family]);
            Metrics { name: Some(family.shown(all)), ..self.measured(service, history, options) }
        };
        let services: Vec<Metrics> = families.iter().map(measured).collect();
        let name = |service: &Metrics| {
            format!("{} ({})", service.name.as_deref().unwrap_or_default(), service.deployments())
        };
        let names: Vec<String> = services.iter().map(name).collect();
        let largest = families.iter().max_by_key(|family| family.tags.len()).map(|family| family.shown(all));
        let message = Message::new("measure.families").with("names", names.join(", "));
        let message = message.with("pattern", largest.unwrap_or_default());
        self.side_by_side(history.origin, window, services, &message, &notes)
    }

    /// Several services, and no number of all together; why is what the message says.
    fn side_by_side(
        &self,
        origin: Origin,
        window: Option<Window>,
        services: Vec<Metrics>,
        why: &Message,
        notes: &[Note],
    ) -> Metrics {
        let method = Method::of(origin, self.options);
        let window = window.map(|window| window.part());
        let metrics = Metrics { window, services, ..Metrics::empty(method) };
        let missing = Metric::ALL.map(|metric| Note::of(metric, why.clone()));
        self.in_words(metrics, &[&missing, notes].concat())
    }

    fn measured(&self, service: &Service, history: &History, options: Options) -> Metrics {
        let mut measured = measure(history, options, self.questionnaire);
        let method = &mut measured.metrics.method;
        let texts =
            |patterns: &[Pattern]| patterns.iter().map(|pattern| pattern.as_str().to_owned()).collect();
        method.tags = texts(&service.tags);
        method.path.clone_from(&service.path);
        method.exclude = texts(&self.exclude);
        self.in_words(measured.metrics, &measured.notes)
    }

    /// The metrics with their definitions and warnings in words.
    fn in_words(&self, mut metrics: Metrics, notes: &[Note]) -> Metrics {
        let words = &self.session.words;
        let part = |Note { metric, message, .. }: &Note| WarningPart {
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
