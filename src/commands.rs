//! The commands, one file each, and what they share: the session and the way errors are told.

pub mod check;
pub mod compare;
pub mod completions;
pub mod example;
pub mod explain;
pub mod form;
mod gate;
pub mod init;
pub mod man;
pub mod measure;
pub mod org;
pub mod report;
pub mod stories;
pub mod survey;
pub mod tally;
pub mod team;
pub mod trend;
mod what_if;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::answers::read::Reading;
use crate::cli::{self, Cli, Colour, Command, Usage};
use crate::error::{Error, Finding, Kind, Message, Result, Severity};
use crate::language::{Language, Words};
use crate::pack::{self, Pack};
use crate::questionnaire::Questionnaire;
use crate::{answers, render, store, terminal};

/// At most this many findings are told where they are not what was asked for; the rest is counted.
const MOST_FINDINGS: usize = 20;

/// What a command works with: the pack, the words, and how much it says.
#[derive(Clone, Debug)]
pub struct Session {
    /// Where the questionnaire comes from.
    pub pack: Pack,
    /// The program's words in the chosen language.
    pub words: Words,
    /// Whether remarks are kept back.
    pub quiet: bool,
}

impl Session {
    /// Says something to the person, unless they asked for quiet.
    pub fn say(&self, message: &Message) {
        if !self.quiet {
            terminal::say(&self.words.tell(message));
        }
    }

    /// Tells warnings, unless the person asked for quiet.
    pub fn warn(&self, findings: &[Finding]) {
        if !self.quiet {
            tell(&self.words, findings, MOST_FINDINGS);
        }
    }
}

/// Runs the program on these arguments; gives the exit status.
pub fn run(arguments: Vec<OsString>) -> u8 {
    terminal::signals::outlive_the_limit_on_files();
    let language = cli::wanted_language(&arguments, environment);
    let words = || match language.as_ref().ok().and_then(Option::as_ref) {
        Some(language) => pack::words(language).unwrap_or_else(english).for_reader_of(language.clone()),
        None => english(),
    };
    let outcome = match &language {
        Err(error) => Err(error.clone()),
        // The version is told without reading a single sentence.
        Ok(_) if asks_for_the_version(&arguments) => version(),
        Ok(_) => dispatch(arguments, &words()),
    };
    match outcome {
        Ok(()) => 0,
        Err(error) => {
            tell(&words(), &error.findings, MOST_FINDINGS);
            error.kind.status()
        }
    }
}

fn asks_for_the_version(arguments: &[OsString]) -> bool {
    arguments.get(1).is_some_and(|first| first == "--version" || first == "-V")
}

/// The words that are always there.
fn english() -> Words {
    pack::words(&Language::english()).unwrap_or_else(|| Words::prepared(Language::english(), "", &[]))
}

#[expect(clippy::disallowed_methods, reason = "the locale is read here, once")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn dispatch(arguments: Vec<OsString>, words: &Words) -> Result<()> {
    let cli = match cli::parse(cli::with_default_command(arguments), words) {
        Ok(cli) => cli,
        Err(Usage::Help(help)) => return terminal::print_styled(&help),
        Err(Usage::Wrong(error)) => return Err(error),
    };
    let session = session(&cli, words)?;
    match &cli.command {
        Command::Survey(arguments) => survey::run(&session, arguments),
        Command::Report(arguments) => report::run(&session, arguments),
        Command::Example(arguments) => example::run(&session, arguments),
        Command::Compare(arguments) => compare::run(&session, arguments),
        Command::Stories(arguments) => stories::run(&session, arguments),
        Command::Explain(arguments) => explain::run(&session, arguments),
        Command::Team(arguments) => team::run(&session, arguments),
        Command::Org(arguments) => org::run(&session, arguments),
        Command::Tally(arguments) => tally::run(&session, arguments),
        Command::Form(arguments) => form::run(&session, arguments),
        Command::Measure(arguments) => measure::run(&session, arguments),
        Command::Trend(arguments) => trend::run(&session, arguments),
        Command::Check(arguments) => check::run(&session, arguments),
        Command::Init(arguments) => init::run(&session, arguments),
        Command::Completions(arguments) => completions::run(&session, arguments),
        Command::Man(arguments) => man::run(&session, arguments),
    }
}

fn version() -> Result<()> {
    let (id, pack) = Pack::BuiltIn.identity()?;
    terminal::print(&format!("{} {} ({id} {pack})\n", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")))
}

fn session(cli: &Cli, words: &Words) -> Result<Session> {
    match cli.common.color {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    if let Some(tag) = &cli.common.language {
        // The words at hand are those that were asked for, unless there are none in that language.
        let at_hand = words.language().tag();
        let is_known = Language::from_tag(tag)
            .is_some_and(|language| [language.tag(), language.base()].contains(&at_hand));
        if !is_known && !has_own_texts(cli, words) {
            let known: Vec<String> = pack::languages().iter().map(ToString::to_string).collect();
            let message =
                Message::new("usage.language-unknown").with("tag", tag).with("known", known.join(", "));
            return Err(Error::new(Kind::Input, message));
        }
    }
    let pack = cli.common.questionnaire.clone().map_or(Pack::BuiltIn, Pack::Folder);
    let session = Session { pack, words: words.clone(), quiet: cli.common.quiet };
    if matches!(session.pack, Pack::Folder(_)) {
        check::own_pack(&session)?;
    }
    Ok(session)
}

/// Whether a pack of somebody's own has texts in the language that was asked for, so that only what the program itself
/// says is in another.
fn has_own_texts(cli: &Cli, words: &Words) -> bool {
    let folder = cli.common.questionnaire.clone();
    let questionnaire = folder.and_then(|folder| Pack::Folder(folder).questionnaire().ok());
    let languages = questionnaire.map(|questionnaire| questionnaire.languages).unwrap_or_default();
    languages.iter().any(|known| known.base() == words.wanted().base())
}

/// Tells so many findings: what, where, and what to do.
pub fn tell(words: &Words, findings: &[Finding], most: usize) {
    // A log or an editor that reads along wants one line a sentence.
    let width = terminal::error_width().unwrap_or(usize::MAX);
    for finding in findings.iter().take(most) {
        terminal::say_lines(&render::finding::lines(finding, words, width));
    }
    if findings.len() > most {
        let more = Message::new("finding.more").with("number", findings.len() - most);
        terminal::say(&words.tell(&more));
    }
}

/// The answers of a file or of a report page, with the warnings of reading them.
///
/// # Errors
/// Everything wrong with the file at once, each with its place.
pub fn read_answers(
    session: &Session,
    path: &Path,
    questionnaire: &Questionnaire,
) -> Result<(Answers, Vec<Finding>)> {
    let text = store::read(path)?;
    let input = (path == Path::new("-")).then(|| session.words.say("file.input"));
    // A warning names a file by its last part, since it may be passed on; an error leads back to the file.
    let file = |severity| match severity {
        _ if input.is_some() => input.clone().unwrap_or_default(),
        Severity::Warning => store::name(path),
        Severity::Error => store::shown(path),
    };
    let Reading { answers, findings } = answers::document::read(&text, questionnaire);
    let named = |finding: Finding| {
        let file = file(finding.severity);
        finding.in_file(&file)
    };
    let findings: Vec<Finding> = findings.into_iter().map(named).collect();
    match answers {
        Some(answers) => Ok((answers, findings)),
        None => Err(Error::input(
            findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect(),
        )),
    }
}

/// The answers file that was named, or `answers.json` here.
pub fn answers_path(named: Option<&PathBuf>) -> PathBuf {
    named.cloned().unwrap_or_else(|| PathBuf::from("answers.json"))
}
