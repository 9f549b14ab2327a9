//! `diditwork survey`: asks the questions, keeps every answer at once, and writes answers and report.

mod about;
mod answer;
mod blank;
mod conflict;
mod files;
mod measured;
mod menu;
mod more;
mod question;
mod saving;
mod sitting;
mod start;
mod steps;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use self::files::{Files, shown};
use self::saving::Unsaved;
use self::sitting::{Ending, Sitting, Surroundings};
use self::steps::Earlier;
use crate::answers::{Answers, Form, code, rules};
use crate::commands::Session;
use crate::commands::output::{Format, Style, open, rendered};
use crate::commands::report::read_metrics;
use crate::comparison::Unverified;
use crate::content::Content;
use crate::delivery::Metrics;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::history::time;
use crate::interview::{Interview, Scope};
use crate::language::Words;
use crate::pack;
use crate::render;
use crate::report::build;
use crate::store::lock::Lock;
use crate::store::{self, Replace, Rights, Stamp};
use crate::terminal::{self, Face, signals};

/// The file that answers go to unless another is named.
const USUAL_FILE: &str = "answers.json";

/// Runs the survey and writes answers and report.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub struct Arguments {
    /// The answers to go on with; a new file where there is none.
    #[arg(value_name = "ANSWERS")]
    answers: Option<PathBuf>,
    #[arg(short, long, value_name = "F")]
    output: Option<PathBuf>,
    #[arg(long, value_name = "F", conflicts_with = "blank")]
    report: Option<PathBuf>,
    /// Whether only the questions of the short form are asked.
    #[arg(long, conflicts_with = "only")]
    short: bool,
    #[arg(long, conflicts_with_all = ["only", "short"])]
    full: bool,
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    only: Vec<String>,
    /// A code of the person's own choice, which pairs this file with a later one.
    #[arg(long, conflicts_with = "blank")]
    code: Option<String>,
    /// The answers of the round before, of which the steps are asked about.
    #[arg(long, value_name = "OLD", conflicts_with = "blank")]
    before: Option<PathBuf>,
    /// Whether a file to fill in is written instead of asking.
    #[arg(long)]
    blank: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "blank")]
    measured: Option<PathBuf>,
    #[arg(long, conflicts_with = "blank")]
    plain: bool,
}

impl Arguments {
    fn scope(&self) -> Scope {
        match (self.short, self.only.is_empty()) {
            (true, _) => Scope::Short,
            (_, false) => Scope::Only(self.only.iter().map(|id| id.trim().to_owned()).collect()),
            _ => Scope::Full,
        }
    }
}

/// Runs the survey.
///
/// # Errors
/// No terminal, a file that cannot be read, written or locked, and an interruption.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    if arguments.blank {
        return blank::run(session, arguments);
    }
    let mut face = terminal::face(&session.words, arguments.plain)?;
    let content = session.pack.content(&session.words, pack::Choice::Default)?;
    let scope = arguments.scope();
    Interview::new(&content.questionnaire, Answers::empty(&content.questionnaire), &scope)?;
    let metrics = arguments.measured.as_deref().map(read_metrics).transpose()?;
    tell_services(session, arguments.measured.as_deref(), metrics.as_ref());
    let files = Files::of(arguments)?;
    let lock = Lock::acquire(&files.output)?;
    let farewell = Arc::new(Mutex::new(Farewell {
        words: session.words.clone(),
        output: files.output.clone(),
        measured: files.measured.clone(),
    }));
    let mut survey = Survey {
        session,
        content: &content,
        metrics,
        files,
        lock: Some(lock),
        known: None,
        farewell: Arc::clone(&farewell),
        begun: Instant::now(),
    };
    signals::watch(move || farewell.lock().unwrap_or_else(PoisonError::into_inner).text());
    let outcome = survey.ask(face.as_mut(), arguments);
    survey.end(face.as_mut(), outcome)
}

/// A survey with its files.
struct Survey<'a> {
    session: &'a Session,
    content: &'a Content,
    /// What was measured, if a metrics file was given.
    metrics: Option<Metrics>,
    files: Files,
    lock: Option<Lock>,
    /// The file of answers as this survey read or wrote it last.
    known: Option<Stamp>,
    farewell: Arc<Mutex<Farewell>>,
    begun: Instant,
}

/// The answers that the person wants a report of, with the warnings of reading them.
struct Done {
    answers: Answers,
    findings: Vec<Finding>,
    /// The file of the round before.
    earlier: Option<String>,
}

impl Survey<'_> {
    /// Asks until the person wants the report; `None` if they go on another time.
    fn ask(&mut self, face: &mut dyn Face, arguments: &Arguments) -> Result<Option<Done>> {
        let content = self.content;
        let mut scope = arguments.scope();
        let empty = Answers::empty(&content.questionnaire);
        let fresh = Answers { form: if scope == Scope::Short { Form::Short } else { Form::Full }, ..empty };
        let (mut answers, findings) = self.load()?.unwrap_or_else(|| (fresh, Vec::new()));
        let earlier = self.earlier(arguments, &answers)?;
        // What an earlier sitting began as the short form goes on as such, until the person wants the rest.
        if scope == Scope::Full && !arguments.full && answers.form == Form::Short {
            scope = Scope::Short;
        }
        if let Some(code) = &arguments.code {
            answers.respondent.code = rules::name(code);
        }
        let interview = Interview::new(&content.questionnaire, answers, &scope)?;
        let metrics = self.metrics.clone();
        let mut sitting = Sitting::new(content, face, interview.clone(), self);
        sitting.metrics = metrics.as_ref();
        sitting.earlier = earlier;
        sitting.begin(interview);
        sitting.is_settled = arguments.short || arguments.full;
        if sitting.run()? == Ending::Stopped {
            return Ok(None);
        }
        sitting.keep()?;
        let answers = sitting.interview.answers().clone();
        Ok(Some(Done { answers, findings, earlier: sitting.earlier.map(|earlier| earlier.file) }))
    }

    /// The round before: the answers that are named as such, or those of another day that go on in another file.
    fn earlier(&self, arguments: &Arguments, answers: &Answers) -> Result<Option<Earlier>> {
        let content = self.content;
        if let Some(path) = &arguments.before {
            let (before, _) = super::read_answers(self.session, path, &content.questionnaire)?;
            return Ok(Some(Earlier::of(content, &before, shown(path))));
        }
        let goes_on = arguments.output.is_some() && self.files.input != self.files.output;
        let is_new = goes_on && answers.date.as_ref().is_some_and(|date| *date != self.today());
        Ok(is_new.then(|| Earlier::of(content, answers, shown(&self.files.input))))
    }

    /// The answers that are there already, with the warnings of reading them.
    fn load(&mut self) -> Result<Option<(Answers, Vec<Finding>)>> {
        self.known = store::stamp(&self.files.output);
        if !store::exists(&self.files.input) {
            return Ok(None);
        }
        let (mut answers, findings) =
            super::read_answers(self.session, &self.files.input, &self.content.questionnaire)?;
        // Help for somebody who fills in a form says nothing beside given answers.
        answers.unknown.retain(|(key, _)| key != blank::HELP);
        for (_, answer) in &mut answers.given {
            answer.unknown.retain(|(key, _)| key != blank::HELP);
        }
        Ok(Some((answers, findings)))
    }

    /// Writes the report and says what comes next, or says how to go on.
    fn end(&mut self, face: &mut dyn Face, outcome: Result<Option<Done>>) -> Result<()> {
        let outcome = match outcome {
            Ok(Some(done)) => self.report(face, &done).map(|()| Some(done)),
            outcome => outcome,
        };
        face.close();
        match &outcome {
            Ok(Some(done)) => return self.last_words(face, done),
            Ok(None) => terminal::say(&self.farewell().text()),
            Err(error) if error.kind == Kind::Interrupted => {
                terminal::say(&format!("\n{}", self.farewell().text()));
            }
            Err(_) => {}
        }
        outcome.map(|_| ())
    }

    fn farewell(&self) -> MutexGuard<'_, Farewell> {
        self.farewell.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&mut self, face: &mut dyn Face, Done { answers, findings, .. }: &Done) -> Result<()> {
        let mut report = build::build(self.content, answers, findings, Unverified::Hidden);
        if let Some(metrics) = &self.metrics {
            render::measured::add(&mut report, metrics, self.content, answers);
        }
        let written = saving::insist(face, &self.session.words, Unsaved::Report, |place| {
            self.files.report = place.unwrap_or_else(|| self.files.report.clone());
            // The person may have named a file of another format.
            let format = Format::of_name(&self.files.report).unwrap_or(Format::Html);
            let text = rendered(&report, answers, self.content, Style::of(format))?;
            let read = [self.files.input.as_path(), self.files.output.as_path()];
            let read: Vec<&Path> = read.into_iter().chain(self.files.measured.as_deref()).collect();
            store::write_report(
                &self.files.report,
                &format.in_file(&text),
                &read,
                Replace::OwnReport,
                Rights::Owner,
            )
        });
        written.map_err(|error| if error.kind == Kind::File { self.no_report(&error) } else { error })
    }

    /// The error for a report that the person gave up, which can be written later.
    fn no_report(&self, error: &Error) -> Error {
        let told = error.findings.iter().map(|finding| self.session.words.tell(&finding.message));
        let message = Message::new("survey.no-report").with("why", told.collect::<Vec<_>>().join(" "));
        Error::new(error.kind, message.with("answers", shown(&self.files.output)))
    }

    /// The answer once more, where everything is, and what comes next.
    fn last_words(&self, face: &mut dyn Face, done: &Done) -> Result<()> {
        let (words, questionnaire) = (&self.session.words, &self.content.questionnaire);
        terminal::say(&summary(self.content, &done.answers));
        let code = code::encode(questionnaire, &done.answers);
        let (answers, report) = (shown(&self.files.output), shown(&self.files.report));
        let told = words.fill("survey.done", &[("answers", &answers), ("report", &report), ("code", &code)]);
        terminal::say_lines(&told.lines().map(str::to_owned).collect::<Vec<_>>());
        let answers = quoted(&answers);
        if !questionnaire.peers.field.is_empty() {
            terminal::say(&words.fill("survey.peers", &[("answers", &answers)]));
        }
        let is_page = Format::of_name(&self.files.report).unwrap_or(Format::Html) == Format::Html;
        if is_page && terminal::has_desktop() && face.confirm(&words.say("survey.open-report"))? {
            open(&self.files.report)?;
        }
        terminal::say(&match &done.earlier {
            Some(before) => {
                words.fill("survey.next.trend", &[("before", &quoted(before)), ("answers", &answers)])
            }
            None => words.say("survey.next"),
        });
        Ok(())
    }
}

/// Says why metrics of several services are not shown beside the questions.
fn tell_services(session: &Session, file: Option<&Path>, metrics: Option<&Metrics>) {
    let names: Vec<&str> =
        metrics.iter().flat_map(|all| &all.services).filter_map(|one| one.name.as_deref()).collect();
    if !names.is_empty() {
        let message = Message::new("survey.measured.services").with("names", names.join(", "));
        session.say(&message.with("file", file.map(store::shown).unwrap_or_default()));
    }
}

/// The answer in a few lines, with what to do first.
fn summary(content: &Content, answers: &Answers) -> String {
    render::sections::closing(&build::build(content, answers, &[], Unverified::Hidden), content)
}

/// A file as a shell takes it.
fn quoted(file: &str) -> String {
    if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file.to_owned() }
}

/// What is said to somebody who leaves: how to go on another time.
#[derive(Clone, Debug)]
struct Farewell {
    words: Words,
    output: PathBuf,
    measured: Option<PathBuf>,
}

impl Farewell {
    fn text(&self) -> String {
        let file = shown(&self.output);
        let id = if store::exists(&self.output) { "survey.farewell" } else { "survey.farewell-empty" };
        self.words.fill(id, &[("file", &file), ("command", &self.command(&file))])
    }

    /// The command that goes on with a file.
    fn command(&self, file: &str) -> String {
        let mut command = env!("CARGO_PKG_NAME").to_owned();
        if file != USUAL_FILE {
            command = format!("{command} survey {}", quoted(file));
        }
        match &self.measured {
            Some(measured) => format!("{command} --measured {}", quoted(&shown(measured))),
            None => command,
        }
    }
}

impl Surroundings for Survey<'_> {
    fn keep(&mut self, answers: &Answers) -> Result<Option<String>> {
        signals::undisturbed(|| {
            let (path, now) = (&self.files.output, store::stamp(&self.files.output));
            // A file that was taken away is written again; one that somebody else has written is kept.
            let other = (now.is_some() && now != self.known).then(|| store::keep_as_old(path)).transpose()?;
            store::write(path, &answers.to_json(), Rights::Owner)?;
            self.known = store::stamp(path);
            Ok(other.map(|other| shown(&other)))
        })
    }

    fn move_to(&mut self, path: &Path) -> Result<()> {
        let lock = Lock::acquire(path)?;
        self.lock = Some(lock);
        self.known = None;
        path.clone_into(&mut self.files.output);
        self.files.report = path.with_extension("html");
        path.clone_into(&mut self.farewell().output);
        Ok(())
    }

    fn put_aside(&mut self) -> Result<Option<String>> {
        let is_same = self.files.input == self.files.output && store::exists(&self.files.input);
        let kept = is_same.then(|| store::keep_as_old(&self.files.input)).transpose()?;
        self.known = store::stamp(&self.files.output);
        Ok(kept.map(|kept| shown(&kept)))
    }

    fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "the date of the answers is the day they are given")]
    fn today(&self) -> String {
        jiff::Timestamp::now().to_zoned(here()).date().to_string()
    }

    fn file(&self) -> String {
        shown(&self.files.output)
    }

    fn example(&self) -> Result<Option<String>> {
        super::example::text(self.session, self.content)
    }
}

/// The zone of this machine. Where it names one without having any data on zones, as in a container, that of the
/// program; UTC where it names none.
fn here() -> TimeZone {
    let named = || {
        let link = || store::link(Path::new("/etc/localtime"));
        time::mentioned(&terminal::variable("TZ").or_else(link)?)
    };
    TimeZone::try_system().ok().or_else(named).unwrap_or(TimeZone::UTC)
}
