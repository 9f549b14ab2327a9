//! `org`: all teams of an organisation, in alphabetical order, never ranked.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::commands::Session;
use crate::commands::output::Format;
use crate::commands::several::{Inputs, Wanted, counted_once, remarks};
use crate::commands::team::anonymous_text;
use crate::comparison::Unverified;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::pack::Choice;
use crate::parallel;
use crate::render;
use crate::render::org::Organisation;
use crate::report::WarningPart;
use crate::report::build::Ground;
use crate::report::team::{self, People};
use crate::store::{self, Replace, Rights, bulk};
use crate::team::Mode;
use crate::team::anonymous::{Disclosure, FEWEST_ANONYMOUS};
use crate::team::gathered::{Gathered, Roles};

/// Above this many teams the page holds the distributions, and a CSV beside it holds the teams.
pub const MOST_ON_A_PAGE: usize = 100;

/// What `org` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// The file; `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The format: html, json or csv.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// Whether to replace a file that is not a report of ours.
    #[arg(long)]
    force: bool,
    /// The folder that every team's own report is written to.
    #[arg(long, value_name = "DIR")]
    reports: Option<PathBuf>,
}

/// Tells of all teams of an organisation.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let by_name = || arguments.output.as_deref().and_then(Format::of_name);
    let format = arguments.format.or_else(by_name).unwrap_or(Format::Html);
    if matches!(format, Format::Markdown | Format::Text | Format::Tasks | Format::TaskTable) {
        return Err(Error::new(Kind::Input, Message::new("org.format")));
    }
    let inputs = &arguments.inputs;
    let mode = inputs.mode();
    let companies = if arguments.reports.is_some() { Choice::Default } else { Choice::None };
    let content = session.pack.content(&session.words, companies)?;
    let intake = inputs.read(
        session,
        &content.questionnaire,
        Wanted { roles: Roles::Together, team: None, people: false },
    )?;
    let replaced = intake.roster.teams.values().map(|team| team.replaced).sum();
    let findings = match mode {
        Mode::Workshop => remarks(&intake, &[("team.replaced", replaced)]),
        Mode::Anonymous => Vec::new(),
    };
    session.warn(&findings);
    let layout = intake.roster.layout().clone();
    let mut roster = intake.roster;
    let (told, not_shown) = (std::mem::take(&mut roster.told), roster.not_shown.unwrap_or_default());
    let teams = roster.finish();
    teams.iter().try_for_each(|(name, gathered)| counted_once(name, gathered))?;
    let warning = |finding: &Finding| WarningPart {
        code: finding.message.id.to_owned(),
        text: session.words.tell(&finding.message),
    };
    let organisation = Organisation {
        content: &content,
        layout: &layout,
        teams: teams.iter().map(|(name, team)| (&**name, &team.table)).collect(),
        told: &told,
        not_shown: not_shown as usize,
        warnings: findings.iter().map(warning).collect(),
    };
    write(session, arguments, (&organisation, format, mode))?;
    match &arguments.reports {
        Some(folder) => reports(session, (folder, mode), (&organisation, &teams)),
        None => Ok(()),
    }
}

/// Writes the report; a page of very many teams gets a CSV with the teams beside it.
fn write(
    session: &Session,
    arguments: &Arguments,
    (organisation, format, mode): (&Organisation<'_>, Format, Mode),
) -> Result<()> {
    let file = match (&arguments.output, format) {
        (Some(file), _) if file == Path::new("-") => None,
        (Some(file), _) => Some(file.clone()),
        (None, Format::Html) => Some(PathBuf::from("diditwork-org.html")),
        (None, _) => None,
    };
    let replace = if arguments.force { Replace::Anything } else { Replace::OwnReport };
    let may_write = |path: &Path| store::may_replace(path, &arguments.inputs.files(), replace);
    if let Some(file) = &file {
        may_write(file)?;
    }
    let table = file.as_ref().map(|file| file.with_extension("csv"));
    let table = table.filter(|_| format == Format::Html && organisation.teams.len() > MOST_ON_A_PAGE);
    if let Some(table) = &table {
        may_write(table)?;
        bulk::write_through(Some(table), |output| match mode {
            Mode::Anonymous => organisation.anonymous_csv(output),
            Mode::Workshop => organisation.csv(output),
        })?;
    }
    if format == Format::Html {
        let beside = table.as_deref().map(store::name);
        let page = render::html::org::page(
            organisation,
            beside.as_deref(),
            mode == Mode::Anonymous,
            &render::html::org::Pages::new(),
        )?;
        bulk::write_through(file.as_deref(), |output| output.write_all(page.as_bytes()))?;
    } else {
        bulk::write_through(file.as_deref(), |output| match (format, mode) {
            (Format::Csv, Mode::Workshop) => organisation.csv(output),
            (Format::Csv, Mode::Anonymous) => organisation.anonymous_csv(output),
            (_, Mode::Workshop) => organisation.json(output),
            (_, Mode::Anonymous) => organisation.anonymous_json(output),
        })?;
    }
    for file in file.iter().chain(&table) {
        session.say(&Message::new("report.written").with("file", store::shown(file)));
    }
    Ok(())
}

/// Writes every team's own page, named after the team; in anonymous mode those of teams that may be shown.
fn reports(
    session: &Session,
    (folder, mode): (&Path, Mode),
    (organisation, teams): (&Organisation<'_>, &BTreeMap<Box<str>, Gathered>),
) -> Result<()> {
    store::make_folder(folder)?;
    let content = organisation.content;
    let is_shown =
        |gathered: &Gathered| mode == Mode::Workshop || gathered.table.respondents() >= FEWEST_ANONYMOUS;
    let gathered = teams.iter().filter(|(_, gathered)| is_shown(gathered));
    let gathered = gathered.map(|(name, gathered)| (&**name, Shown::Gathered(gathered)));
    let told = organisation.told.iter().map(|(name, told)| (&**name, Shown::Told(told)));
    let mut taken = HashSet::new();
    let shown = gathered.chain(told);
    let shown: Vec<(&str, PathBuf, Shown<'_>)> =
        shown.map(|(name, shown)| (name, folder.join(file_name(name, &mut taken)), shown)).collect();
    let desk = || Ground::new(content, Unverified::Hidden);
    let report = |ground: &mut Ground<'_>, (name, file, shown): &(&str, PathBuf, Shown<'_>)| {
        let name = Some(*name).filter(|name| !name.is_empty());
        let people = |gathered| People { name, gathered, layout: organisation.layout };
        let page = match (mode, shown) {
            (Mode::Workshop, Shown::Gathered(gathered)) => {
                let report = team::build(ground, people(gathered), &[]);
                render::html::team::page(report, content, None)?
            }
            (Mode::Anonymous, Shown::Gathered(gathered)) => {
                let Some(report) = team::anonymous(content, people(gathered)) else { return Ok(()) };
                anonymous_text(&report, content, Format::Html)?
            }
            (_, Shown::Told(told)) => {
                anonymous_text(&team::told(content, name, told), content, Format::Html)?
            }
        };
        store::write_report(file, &page, &[], Replace::OwnReport, Rights::Usual)
    };
    parallel::in_order(&shown, (desk, report), |written| written)?;
    let number = shown.len();
    let message = Message::new("org.reports").with("number", number).with("folder", store::shown(folder));
    session.say(&message);
    Ok(())
}

/// A team that a page can be written of.
enum Shown<'a> {
    Gathered(&'a Gathered),
    Told(&'a Disclosure),
}

/// A file name that every system takes, made of a team's name; no two teams get the same.
fn file_name(team: &str, taken: &mut HashSet<String>) -> String {
    let plain = |character: char| if character.is_alphanumeric() { character } else { '-' };
    let name: String = team.chars().map(plain).take(60).collect();
    let name = name.trim_matches('-').to_lowercase();
    let name = if name.is_empty() { "team".to_owned() } else { name };
    let mut candidate = name.clone();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}-{number}");
        number += 1;
    }
    candidate + ".html"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_after_its_team_and_no_two_share_a_name() {
        let mut taken = HashSet::new();
        let mut name = |team: &str| file_name(team, &mut taken);
        assert_eq!(name("Checkout & Pay"), "checkout---pay.html");
        assert_eq!(name("결제"), "결제.html");
        assert_eq!(name("../../etc"), "etc.html");
        assert_eq!([name(""), name("TEAM"), name("team 2")], ["team.html", "team-2.html", "team-2-2.html"]);
    }
}
