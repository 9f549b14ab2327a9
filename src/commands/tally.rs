//! `tally`: the counts of a part of the answers, to be merged with those of other parts.

use std::io::Write;

use crate::commands::Session;
use crate::commands::output::Target;
use crate::commands::several::{Inputs, Wanted};
use crate::error::Result;
use crate::intake::Intake;
use crate::intake::team::{counted_once, disputed, remarks};
use crate::questionnaire::Questionnaire;
use crate::store::bulk;
use crate::team::Mode;
use crate::team::gathered::Roles;
use crate::team::tally::Tallies;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    target: Target,
}

/// Counts a part of the answers.
///
/// # Errors
/// Answers that cannot be read, somebody who was counted twice, and a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let questionnaire = session.pack.questionnaire()?;
    let inputs = &arguments.inputs;
    let intake =
        inputs.read(session, &questionnaire, Wanted { roles: Roles::Apart, team: None, people: false })?;
    let lines = match inputs.mode() {
        Mode::Workshop => counts(session, &questionnaire, intake)?,
        Mode::Anonymous => told(session, &questionnaire, intake)?,
    };
    let file = arguments.target.file_or(None);
    if let Some(file) = &file {
        arguments.target.may_replace(file, &inputs.files())?;
    }
    let content =
        |output: &mut dyn Write| lines.iter().try_for_each(|line| output.write_all(line.as_bytes()));
    bulk::write_through(file.as_deref(), content)?;
    if let Some(file) = &file {
        session.say_of(file, &["tally.written", "tally.next"]);
    }
    Ok(())
}

/// The counts of every team. What is to be known of single documents is said here, where they are.
fn counts(session: &Session, questionnaire: &Questionnaire, intake: Intake) -> Result<Vec<String>> {
    session.warn(&remarks(&intake, &[]));
    let teams = intake.roster.tally();
    session.warn(disputed(teams.values(), Mode::Workshop).as_slice());
    let tallies = Tallies::new(questionnaire);
    let teams = teams.iter().map(|(name, gathered)| {
        counted_once(name, gathered)?;
        Ok(tallies.counts(name, gathered))
    });
    teams.collect()
}

/// What may be shown about every team; small ones are counted.
fn told(session: &Session, questionnaire: &Questionnaire, mut intake: Intake) -> Result<Vec<String>> {
    let layout = intake.roster.layout().clone();
    let mut told = std::mem::take(&mut intake.roster.told);
    let mut not_shown = intake.roster.not_shown.unwrap_or_default();
    let teams = intake.roster.finish();
    session.warn(disputed(teams.values(), Mode::Anonymous).as_slice());
    for (name, gathered) in teams {
        counted_once(&name, &gathered)?;
        match gathered.disclosure(questionnaire, &layout) {
            Some(disclosure) => drop(told.insert(name, disclosure)),
            None => not_shown = not_shown.saturating_add(1),
        }
    }
    let tallies = Tallies::new(questionnaire);
    let mut lines: Vec<String> = told.iter().map(|(name, told)| tallies.told(name, told)).collect();
    // Said also where it is none, so that a part without teams is known to be one of anonymous people.
    lines.push(tallies.not_shown(not_shown));
    Ok(lines)
}
