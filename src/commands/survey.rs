//! `diditwork survey`: asks the questions, keeps every answer at once, and writes answers and report.

mod beginning;
mod blank;
mod measured;
mod more;
mod moves;
mod opening;
mod question;
mod review;
mod sitting;
#[cfg(test)]
mod tests;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use self::beginning::Wish;
use self::sitting::{Ending, Sitting, Surroundings};
use crate::answers::{Answers, Form};
use crate::commands::output::{Format, Style, rendered};
use crate::commands::report::{add_measured, read_metrics};
use crate::commands::{Session, environment};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::delivery::Metrics;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::history::time;
use crate::interview::{Interview, Scope};
use crate::language::Words;
use crate::pack;
use crate::report::build;
use crate::store::lock::Lock;
use crate::store::{self, Replace, Rights};
use crate::terminal::{self, Prompts, signals, visible};

/// The file that answers go to unless another is named.
const USUAL_FILE: &str = "answers.json";

/// Asks the survey and writes answers and report.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The answers to go on with; a new file where there is none.
    #[arg(value_name = "ANSWERS")]
    answers: Option<PathBuf>,
    /// Where the answers go.
    #[arg(short, long, value_name = "F")]
    output: Option<PathBuf>,
    /// Where the report goes.
    #[arg(long, value_name = "F", conflicts_with = "blank")]
    report: Option<PathBuf>,
    /// Whether only the questions of the short form are asked.
    #[arg(long, conflicts_with = "only")]
    short: bool,
    /// The questions to ask, and no others.
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    only: Vec<String>,
    /// A code of the person's own choice, which pairs this file with a later one.
    #[arg(long, conflicts_with = "blank")]
    code: Option<String>,
    /// Whether a file to fill in is written instead of asking.
    #[arg(long)]
    blank: bool,
    /// A metrics file.
    #[arg(long, value_name = "FILE", conflicts_with = "blank")]
    measured: Option<PathBuf>,
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
    let mut prompts = terminal::prompts(&session.words)?;
    let content = session.pack.content(&session.words, pack::Choice::Default)?;
    let scope = arguments.scope();
    Interview::new(&content.questionnaire, Answers::empty(&content.questionnaire), &scope)?;
    let metrics = arguments.measured.as_deref().map(read_metrics).transpose()?;
    let files = Files::of(arguments)?;
    let lock = Lock::acquire(&files.output)?;
    let farewell = Farewell {
        words: session.words.clone(),
        output: files.output.clone(),
        measured: files.measured.clone(),
    };
    let begun = Instant::now();
    let mut survey = Survey {
        session,
        content: &content,
        metrics: metrics.as_ref(),
        code: arguments.code.as_deref(),
        files,
        farewell,
        begun,
    };
    let farewell = survey.farewell.clone();
    signals::watch(move || farewell.text());
    let outcome = survey.ask(prompts.as_mut(), scope);
    let told = survey.end(outcome);
    drop(lock);
    told
}

/// The files that a survey reads and writes.
#[derive(Clone, Debug)]
struct Files {
    /// What is read at first, if it is there.
    input: PathBuf,
    /// Where the answers go.
    output: PathBuf,
    /// Where the report goes.
    report: PathBuf,
    /// What was measured.
    measured: Option<PathBuf>,
}

impl Files {
    fn of(arguments: &Arguments) -> Result<Self> {
        let named = arguments.answers.clone();
        let output = match (&arguments.output, &named) {
            (Some(output), _) => output.clone(),
            // Answers from a spreadsheet or a page go on as the usual kind of file beside it.
            (None, Some(input)) => input.with_extension("json"),
            (None, None) => PathBuf::from(USUAL_FILE),
        };
        let input = named.clone().unwrap_or_else(|| output.clone());
        let refuse =
            |id, path: &Path| Err(Error::new(Kind::Input, Message::new(id).with("file", store::shown(path))));
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

/// A survey with its files.
struct Survey<'a> {
    session: &'a Session,
    content: &'a Content,
    metrics: Option<&'a Metrics>,
    code: Option<&'a str>,
    files: Files,
    farewell: Farewell,
    begun: Instant,
}

/// What the person wanted in the end, and the answers with the warnings of reading them.
struct Done {
    ending: Ending,
    answers: Answers,
    findings: Vec<Finding>,
}

impl Survey<'_> {
    /// Asks, from the first screen to the page of all answers.
    fn ask(&mut self, prompts: &mut dyn Prompts, scope: Scope) -> Result<Done> {
        let (content, metrics) = (self.content, self.metrics);
        let empty = Answers::empty(&content.questionnaire);
        let fresh = Answers { form: if scope == Scope::Short { Form::Short } else { Form::Full }, ..empty };
        let (mut answers, findings) = self.load()?.unwrap_or_else(|| (fresh.clone(), Vec::new()));
        // What an earlier sitting began as the short form goes on as such, until the person wants the rest.
        let is_short = scope == Scope::Full && answers.form == Form::Short;
        let mut asked = if is_short { Scope::Short } else { scope.clone() };
        let has_begun = !answers.given.is_empty() || answers.team.is_some();
        let wish = match scope {
            Scope::Full | Scope::Short if has_begun => {
                Some(beginning::ask(content, prompts, &answers, &asked)?)
            }
            _ => None,
        };
        match wish {
            Some(Wish::Leave) => return Ok(Done { ending: Ending::Stopped, answers, findings }),
            Some(Wish::Complete) => asked = Scope::Full,
            Some(Wish::StartOver) => {
                self.keep_old(prompts)?;
                (asked, answers) = (scope, fresh);
            }
            Some(Wish::GoOn) | None => {}
        }
        if let Some(code) = self.code {
            answers.respondent.code = Some(code.to_owned());
        }
        let interview = Interview::new(&content.questionnaire, answers, &asked)?;
        let mut sitting = Sitting::new((content, metrics), prompts, interview, self);
        beginning::set_out(&mut sitting, wish, &asked);
        let ending = sitting.run()?;
        if ending == Ending::Finished {
            sitting.keep()?;
        }
        let answers = sitting.interview.answers().clone();
        Ok(Done { ending, answers, findings })
    }

    /// The answers that are there already, with the warnings of reading them.
    fn load(&self) -> Result<Option<(Answers, Vec<Finding>)>> {
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
        self.session.warn(&findings);
        Ok(Some((answers, findings)))
    }

    /// Keeps the old file under another name, unless the new answers go elsewhere anyway.
    fn keep_old(&self, prompts: &mut dyn Prompts) -> Result<()> {
        if self.files.input == self.files.output {
            let kept = store::keep_as_old(&self.files.input)?;
            prompts.say(&self.session.words.fill("survey.kept", &[("file", &shown(&kept))]));
        }
        Ok(())
    }

    /// Writes the report, or says how to go on.
    fn end(&self, outcome: Result<Done>) -> Result<()> {
        match outcome {
            Ok(Done { ending: Ending::Finished, answers, findings }) => self.report(&answers, &findings),
            Ok(_) => {
                terminal::say(&self.farewell.text());
                Ok(())
            }
            Err(error) => {
                if error.kind == Kind::Interrupted {
                    terminal::say(&format!("\n{}", self.farewell.text()));
                }
                Err(error)
            }
        }
    }

    fn report(&self, answers: &Answers, findings: &[Finding]) -> Result<()> {
        let mut report = build::build(self.content, answers, findings, Unverified::Hidden);
        if let Some(metrics) = self.metrics {
            add_measured(&mut report, metrics, (self.content, answers));
        }
        let format = Format::of_name(&self.files.report).unwrap_or(Format::Html);
        let style = Style { format, short: false, without_notes: false };
        let text = rendered(report, answers, self.content, style)?;
        let read = [self.files.input.as_path(), self.files.output.as_path()];
        let read: Vec<&Path> = read.into_iter().chain(self.files.measured.as_deref()).collect();
        store::write_report(&self.files.report, &text, &read, Replace::OwnReport)?;
        let values = [("answers", shown(&self.files.output)), ("report", shown(&self.files.report))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        terminal::say(&self.session.words.fill("survey.done", &values));
        Ok(())
    }
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
        let quoted = |file: &str| {
            if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file.to_owned() }
        };
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
    fn keep(&mut self, answers: &Answers) -> Result<()> {
        signals::undisturbed(|| store::write(&self.files.output, &answers.to_json(), Rights::Owner))
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
}

/// The zone of this machine. Where it names one without having any data on zones, as in a container, that of the
/// program; UTC where it names none.
fn here() -> TimeZone {
    let named = || {
        let link = || store::link(Path::new("/etc/localtime"));
        time::mentioned(&environment("TZ").or_else(link)?)
    };
    TimeZone::try_system().ok().or_else(named).unwrap_or(TimeZone::UTC)
}

fn shown(path: &Path) -> String {
    visible(&store::shown(path))
}
