//! The pages of the teams of an organisation: a file each, an index beside them, and links there and back.

use std::collections::{BTreeMap, HashSet};
use std::path::{Component, Path, PathBuf};

use crate::commands::Session;
use crate::commands::several::Together;
use crate::comparison::Unverified;
use crate::error::{Message, Result};
use crate::parallel;
use crate::render;
use crate::render::html::org::Pages;
use crate::render::org::Organisation;
use crate::report::team::{self, People};
use crate::store::{self, Replace, Rights};
use crate::team::Mode;
use crate::team::anonymous::{Disclosure, FEWEST_ANONYMOUS};
use crate::team::gathered::Gathered;

/// The page that lists the others.
const INDEX: &str = "index.html";

/// The pages to write: the team's name, the name of the file, and what it shows.
pub(super) struct TeamPages<'a> {
    folder: &'a Path,
    pages: Vec<(&'a str, String, Shown<'a>)>,
}

/// A team that a page can be written of.
enum Shown<'a> {
    Gathered(&'a Gathered),
    Told(&'a Disclosure),
}

impl<'a> TeamPages<'a> {
    /// The pages of all teams, in anonymous mode of those that may be shown.
    pub(super) fn new(
        folder: &'a Path,
        mode: Mode,
        organisation: &Organisation<'a>,
        teams: &'a BTreeMap<Box<str>, Gathered>,
    ) -> Self {
        let is_shown =
            |gathered: &Gathered| mode == Mode::Workshop || gathered.table.respondents() >= FEWEST_ANONYMOUS;
        let gathered = teams.iter().filter(|(_, gathered)| is_shown(gathered));
        let gathered = gathered.map(|(name, gathered)| (&**name, Shown::Gathered(gathered)));
        let told = organisation.told.iter().map(|(name, told)| (&**name, Shown::Told(told)));
        let mut taken = HashSet::from([INDEX.trim_end_matches(".html").to_owned()]);
        let named = |(name, shown): (&'a str, Shown<'a>)| (name, file_name(name, &mut taken), shown);
        Self { folder, pages: gathered.chain(told).map(named).collect() }
    }

    /// The files that are written.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let names = self.pages.iter().map(|(_, file, _)| file.as_str()).chain([INDEX]);
        names.map(|name| self.folder.join(name)).collect()
    }

    /// The addresses of the pages, as a page in this folder links to them.
    pub(super) fn seen_from(&self, folder: &Path) -> Pages {
        let way = relative(folder, self.folder);
        self.pages
            .iter()
            .map(|(team, file, _)| ((*team).to_owned(), format!("{way}{}", encoded(file))))
            .collect()
    }

    /// Writes every team's own page and the index.
    pub(super) fn write(&self, session: &Session, organisation: &Organisation<'_>, mode: Mode) -> Result<()> {
        store::make_folder(self.folder)?;
        let content = organisation.content;
        let write = |file: &str, page: &str| {
            store::write_report(&self.folder.join(file), page, &[], Replace::OwnReport, Rights::Usual)
        };
        let report = |(name, file, shown): &(&str, String, Shown<'_>)| {
            let name = Some(*name).filter(|name| !name.is_empty());
            let people = |gathered| People { name, gathered, layout: organisation.layout };
            let report = match (mode, shown) {
                (_, Shown::Told(told)) => {
                    Some(Together::Anonymous(Box::new(team::told(content, name, told))))
                }
                (Mode::Workshop, Shown::Gathered(gathered)) => {
                    let report = team::build(content, Unverified::Hidden, people(gathered), &[]);
                    Some(Together::Workshop(Box::new(report)))
                }
                (Mode::Anonymous, Shown::Gathered(gathered)) => team::anonymous(content, people(gathered))
                    .map(|report| Together::Anonymous(Box::new(report))),
            };
            let Some(report) = report else { return Ok(()) };
            write(file, &report.page(content, Some(INDEX))?)
        };
        parallel::in_order(&self.pages, report, |written| written)?;
        let links = self.seen_from(self.folder);
        let index = render::html::org::page(organisation, None, mode == Mode::Anonymous, &links)?;
        write(INDEX, &index)?;
        let message = Message::new("org.reports").with("number", self.pages.len());
        session.say(&message.with("folder", store::shown(self.folder)));
        Ok(())
    }
}

/// The way from one folder to another as the start of a relative address; empty if they are the same.
fn relative(from: &Path, to: &Path) -> String {
    let here = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    let absolute = |path: &Path| std::path::absolute(here(path)).unwrap_or_else(|_| path.to_owned());
    let (from, to) = (absolute(from), absolute(to));
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let down = to[shared..].iter().map(|part| encoded(&part.as_os_str().to_string_lossy()));
    up.chain(down).map(|part| part + "/").collect()
}

/// A name as a part of an address: what is not a letter, a digit or one of `-._~` is written as its bytes.
fn encoded(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
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

    #[test]
    fn an_address_leads_from_one_folder_to_the_other() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("", "teams"), "teams/");
        assert_eq!(way("out", "out"), "");
        assert_eq!(way("out/a", "out/b c"), "../b%20c/");
        assert_eq!(encoded("결제.html"), "%EA%B2%B0%EC%A0%9C.html");
    }
}
