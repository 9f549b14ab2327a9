//! From the arguments to the exit status: words, session, command.

use std::ffi::OsString;
use std::path::Path;

use crate::cli::{self, Cli, Colour, Command, Usage};
use crate::commands::{
    MOST_FINDINGS, Session, check, compare, completions, example, explain, form, init, man, measure, org,
    report, stories, survey, tally, team, tell, trend,
};
use crate::error::{Error, Kind, Message, Result};
use crate::language::{Language, Words};
use crate::pack::{self, Pack};
use crate::questionnaire::Questionnaire;
use crate::{store, terminal};

/// Runs the program on these arguments; gives the exit status.
pub fn run(arguments: Vec<OsString>) -> u8 {
    terminal::signals::outlive_the_limit_on_files();
    match cli::wanted_colour(&arguments) {
        Some(Colour::Always) => anstream::ColorChoice::Always.write_global(),
        Some(Colour::Never) => anstream::ColorChoice::Never.write_global(),
        Some(Colour::Auto) | None => {}
    }
    let language = cli::wanted_language(&arguments, terminal::variable);
    let words = || match language.as_ref().ok().and_then(Option::as_ref) {
        Some(language) => pack::words(language).unwrap_or_else(english).for_reader_of(language.clone()),
        None => english(),
    };
    let outcome = match &language {
        Err(error) => Err(error.clone()),
        // The version needs no sentence.
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

/// The English words, which are always available.
fn english() -> Words {
    pack::words(&Language::english()).unwrap_or_else(|| Words::new(Language::english(), [("", ""); 0]))
}

fn dispatch(arguments: Vec<OsString>, words: &Words) -> Result<()> {
    let cli = match cli::parse(cli::with_default_command(arguments, is_file), words) {
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
        Command::Completions(arguments) => completions::run(&session, arguments, cli::whole(words)),
        Command::Man(arguments) => man::run(&session, arguments, cli::whole(words)),
    }
}

fn is_file(name: &str) -> bool {
    store::exists(Path::new(name))
}

fn version() -> Result<()> {
    let Questionnaire { id, version, .. } = Pack::BuiltIn.questionnaire()?;
    let (name, own) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    terminal::print(&format!("{name} {own} ({id} {version})\n"))
}

fn session(cli: &Cli, words: &Words) -> Result<Session> {
    if let Some(tag) = &cli.common.language {
        // The words are in the wanted language unless there are none.
        let at_hand = words.language().tag();
        let is_known = Language::from_tag(tag)
            .is_some_and(|language| [language.tag(), language.base()].contains(&at_hand));
        if !is_known && !has_own_texts(cli, words) {
            let known: Vec<String> = pack::languages().iter().map(ToString::to_string).collect();
            let message =
                Message::new("usage.language-unknown").with("tag", tag).with("known", known.join(", "));
            return Err(Error::wrong(message));
        }
    }
    let pack = cli.common.questionnaire.clone().map_or(Pack::BuiltIn, Pack::Folder);
    if let Pack::Folder(folder) = &pack
        && !store::exists(folder)
    {
        let message = Message::new("pack.folder").with("folder", store::shown(folder));
        return Err(Error::new(Kind::File, message));
    }
    let session = Session { pack, words: words.clone(), quiet: cli.common.quiet };
    if matches!(session.pack, Pack::Folder(_)) {
        check::own_pack(&session)?;
    }
    Ok(session)
}

/// Whether a custom pack has texts in the wanted language, so that only the program's own sentences are in another.
fn has_own_texts(cli: &Cli, words: &Words) -> bool {
    let folder = cli.common.questionnaire.clone();
    let questionnaire = folder.and_then(|folder| Pack::Folder(folder).questionnaire().ok());
    let languages = questionnaire.map(|questionnaire| questionnaire.languages).unwrap_or_default();
    languages.iter().any(|known| known.base() == words.wanted().base())
}
