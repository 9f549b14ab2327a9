//! What the documents of one team come to, before any report: its name, whether enough people answered, what to know.

use std::collections::BTreeSet;

use crate::content::Content;
use crate::error::{Error, Finding, Message, Result};
use crate::intake::Intake;
use crate::report::team::{self, AnonymousReport};
use crate::store::found;
use crate::team::gathered::Gathered;
use crate::team::{FEWEST_PEOPLE, Mode, anonymous::FEWEST_ANONYMOUS};

/// What an anonymous tally contains about its one team.
///
/// # Errors
/// No team that may be shown, and several.
pub fn told(content: &Content, intake: &Intake) -> Result<AnonymousReport> {
    let mut told = intake.roster.told.iter();
    match (told.next(), told.next()) {
        (Some((name, told)), None) => Ok(team::told(content, Some(name), told)),
        (None, _) => Err(too_few(0, Mode::Anonymous)),
        (Some(_), Some(_)) => Err(Error::wrong(Message::new("tally.several"))),
    }
}

/// The name of the one team that the documents are about.
///
/// # Errors
/// No team of the wanted name, and several if none is wanted.
pub fn name(intake: &Intake, wanted: Option<&str>) -> Result<Option<String>> {
    let roster = &intake.roster;
    let mut names: Vec<&str> = roster.teams.keys().map(|name| &**name).collect();
    names.extend(roster.told.keys().map(|name| &**name));
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    match (wanted, names.as_slice()) {
        (Some(wanted), []) => Err(Error::wrong(Message::new("team.none").with("team", wanted))),
        (None, [_, _, ..]) => {
            const MOST_NAMED: usize = 8;
            let known = names.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
            let more = if names.len() > MOST_NAMED { ", …" } else { "" };
            let message = Message::new("team.mixed").with("number", names.len());
            Err(Error::wrong(message.with("teams", known + more)))
        }
        _ => Ok(names.first().map(|name| (*name).to_owned())),
    }
}

pub fn too_few(respondents: u32, mode: Mode) -> Error {
    let id = if mode == Mode::Anonymous { "team.few-anonymous" } else { "team.few" };
    Error::wrong(Message::new(id).with("number", respondents))
}

/// The people whose answers a report is about.
///
/// # Errors
/// Somebody who was counted in two parts, and too few people.
pub fn gathered(intake: &Intake, name: Option<&str>, mode: Mode) -> Result<Gathered> {
    let gathered = intake.roster.together();
    counted_once(name.unwrap_or_default(), &gathered)?;
    let people = gathered.table.respondents();
    let fewest = if mode == Mode::Anonymous { FEWEST_ANONYMOUS } else { FEWEST_PEOPLE };
    if people < fewest { Err(too_few(people, mode)) } else { Ok(gathered) }
}

/// What to know about the documents of a workshop.
pub fn findings(intake: &Intake, gathered: &Gathered) -> Vec<Finding> {
    let counts = [("team.replaced", gathered.replaced), ("team.agreed-left-out", gathered.agreed)];
    remarks(intake, &counts).into_iter().chain(disputed([gathered], Mode::Workshop)).collect()
}

/// The people of whom it is not known which document is the latest; of anonymous people how many they are.
pub fn disputed<'a>(teams: impl IntoIterator<Item = &'a Gathered>, mode: Mode) -> Option<Finding> {
    let codes: BTreeSet<&str> =
        teams.into_iter().flat_map(|team| &team.disputed).map(|code| &**code).collect();
    let names = match mode {
        Mode::Workshop => codes.iter().copied().collect::<Vec<_>>().join(", "),
        Mode::Anonymous => codes.len().to_string(),
    };
    (!codes.is_empty()).then(|| Finding::warning(Message::new("team.disputed").with("names", names)))
}

/// A finding that says where something is wrong and quotes nothing.
pub fn place_only(finding: Finding) -> Finding {
    let id = finding.message.id;
    // What is wrong with a whole file or tally quotes nothing of it; what is wrong with a tally's shape may.
    let quotes_nothing = id.starts_with("file.") || (id.starts_with("tally.") && id != "tally.shape");
    let message = if quotes_nothing { finding.message } else { Message::new("team.broken") };
    Finding { message, excerpt: None, ..finding }
}

/// Refuses a team of which a person was counted in two parts.
///
/// # Errors
/// A person who was counted in two parts.
pub fn counted_once(name: &str, gathered: &Gathered) -> Result<()> {
    let message = || Message::new("tally.twice").with("team", name);
    if gathered.is_twice { Err(Error::wrong(message())) } else { Ok(()) }
}

/// What to know about the documents: which files were passed over, their warnings, how many are twins, and these counts that are not 0.
pub fn remarks(intake: &Intake, counts: &[(&'static str, u32)]) -> Vec<Finding> {
    let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let counts =
        [&[("team.twins", whole(intake.twins))], counts, &[("intake.more", whole(intake.more))]].concat();
    let counted = counts.into_iter().filter(|(_, number)| *number > 0);
    let counted = counted.map(|(id, number)| Finding::warning(Message::new(id).with("number", number)));
    let passed_over = found::passed_over(&intake.unread, intake.pages);
    passed_over.into_iter().chain(intake.warnings.iter().cloned()).chain(counted).collect()
}
