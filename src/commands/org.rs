//! `org`: all teams of an organisation, in alphabetical order, never ranked.

mod pages;

use std::io::Write;
use std::path::{Path, PathBuf};

use self::pages::TeamPages;
use crate::commands::Session;
use crate::commands::output::{Format, Output};
use crate::commands::several::{Inputs, Wanted};
use crate::error::{Error, Message, Result};
use crate::intake::team::{counted_once, disputed, remarks};
use crate::pack::Choice;
use crate::render;
use crate::render::html::org::Pages;
use crate::render::org::Organisation;
use crate::report::WarningPart;
use crate::store::{self, bulk};
use crate::team::Mode;
use crate::team::gathered::{Roles, Roster};

/// Above this many teams the page holds the distributions, and a CSV beside it holds the teams.
pub const MOST_ON_A_PAGE: usize = 1000;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Where the report goes, as html, json or csv.
    #[command(flatten)]
    output: Output,
    /// The folder that every team's own report is written to.
    #[arg(long, value_name = "DIR")]
    reports: Option<PathBuf>,
}

/// Shows all teams of an organisation.
///
/// # Errors
/// A format that there is none of, answers that cannot be read, and a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let format = arguments.output.format_or(Format::Html);
    if !matches!(format, Format::Html | Format::Json | Format::Csv) {
        return Err(Error::wrong(Message::new("org.format")));
    }
    let inputs = &arguments.inputs;
    let mode = inputs.mode();
    let companies = if arguments.reports.is_some() { Choice::Default } else { Choice::None };
    let content = session.pack.content(&session.words, companies)?;
    let mut intake = inputs.read(
        session,
        &content.questionnaire,
        Wanted { roles: Roles::Together, team: None, people: false },
    )?;
    let layout = intake.roster.layout().clone();
    let mut roster =
        std::mem::replace(&mut intake.roster, Roster::new(layout.clone(), Roles::Together, None));
    let told = std::mem::take(&mut roster.told);
    let not_shown = roster.not_shown;
    let teams = roster.finish();
    if teams.is_empty() && told.is_empty() && not_shown.is_none() {
        return Err(Error::wrong(Message::new("org.none")));
    }
    let replaced = teams.values().map(|team| team.replaced).sum();
    let disputed = disputed(teams.values(), mode);
    session.warn(disputed.as_slice());
    let findings = match mode {
        Mode::Workshop => remarks(&intake, &[("team.replaced", replaced)]),
        Mode::Anonymous => Vec::new(),
    };
    session.warn(&findings);
    teams.iter().try_for_each(|(name, gathered)| counted_once(name, gathered))?;
    let organisation = Organisation {
        content: &content,
        layout: &layout,
        teams: teams.iter().map(|(name, team)| (&**name, &team.table)).collect(),
        told: &told,
        not_shown: not_shown.unwrap_or_default() as usize,
        warnings: findings
            .iter()
            .chain(&disputed)
            .filter(|_| mode == Mode::Workshop)
            .map(|finding| WarningPart::of(finding, &session.words))
            .collect(),
    };
    let folder = arguments.reports.as_deref();
    let pages = folder.map(|folder| TeamPages::new(folder, mode, &organisation, &teams));
    let in_file = write(session, arguments, &organisation, format, pages.as_ref())?;
    if let Some(pages) = pages {
        pages.write(session, &organisation, mode)?;
    }
    if in_file {
        session.say(&Message::new("org.next"));
    }
    Ok(())
}

/// Writes the report, and whether to a file; a page of very many teams gets a CSV with the teams beside it.
fn write(
    session: &Session,
    arguments: &Arguments,
    organisation: &Organisation<'_>,
    format: Format,
    pages: Option<&TeamPages<'_>>,
) -> Result<bool> {
    let mode = arguments.inputs.mode();
    let file = arguments.output.file(format, Path::new("diditwork-org.html"));
    let table = file.as_ref().map(|file| file.with_extension("csv"));
    let table = table.filter(|_| format == Format::Html && organisation.teams.len() > MOST_ON_A_PAGE);
    let own = file.iter().chain(&table).cloned();
    store::are_apart(own.chain(pages.into_iter().flat_map(TeamPages::files)))?;
    let (target, read) = (&arguments.output.target, arguments.inputs.files());
    file.iter().chain(&table).try_for_each(|file| target.may_replace(file, &read))?;
    let csv = |output: &mut dyn Write| match mode {
        Mode::Workshop => organisation.csv(output),
        Mode::Anonymous => organisation.anonymous_csv(output),
    };
    if let Some(table) = &table {
        bulk::write_through(Some(table), csv)?;
    }
    if format == Format::Html {
        let beside = table.as_deref().map(store::name);
        let links = file
            .as_deref()
            .zip(pages)
            .map_or_else(Pages::new, |(file, pages)| pages.seen_from(file.parent().unwrap_or(Path::new(""))));
        let page = render::html::org::page(organisation, beside.as_deref(), mode == Mode::Anonymous, &links)?;
        bulk::write_through(file.as_deref(), |output| output.write_all(page.as_bytes()))?;
    } else {
        bulk::write_through(file.as_deref(), |output| match mode {
            _ if format == Format::Csv => csv(output),
            Mode::Workshop => organisation.json(output),
            Mode::Anonymous => organisation.anonymous_json(output),
        })?;
    }
    for file in file.iter().chain(&table) {
        session.say_of(file, &["report.written"]);
    }
    Ok(file.is_some())
}
