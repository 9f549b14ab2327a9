//! `trend --anonymous`: bands by date, where comparing them gives nobody away.

use std::path::PathBuf;

use crate::commands::output::Format;
use crate::commands::trend::one_team;
use crate::commands::trend::series::{self, Dated};
use crate::commands::{Session, styled};
use crate::content::Content;
use crate::error::{Error, Kind, Message, Result};
use crate::intake::team::place_only;
use crate::questionnaire::Questionnaire;
use crate::render;
use crate::report::trend::anonymous::{self, AnonymousDate, AnonymousTrend};
use crate::team::anonymous::Disclosure;
use crate::team::{Layout, Table};
use crate::trend::people::{self, Person};

/// The dates, and every file that was read, as [`series::read`] gives them.
///
/// # Errors
/// A file that cannot be read or holds no answers to this questionnaire. No error says what is in a file.
pub(super) fn read(
    session: &Session,
    questionnaire: &Questionnaire,
    paths: &[PathBuf],
) -> Result<(Vec<Dated>, Vec<PathBuf>)> {
    let silent = Session { quiet: true, ..session.clone() };
    series::read(&silent, questionnaire, paths).map_err(|error| match error.kind {
        Kind::Input => Error { findings: error.findings.into_iter().map(place_only).collect(), ..error },
        _ => error,
    })
}

/// The trend of an anonymous team.
///
/// # Errors
/// A date of fewer than five people, or two dates of which fewer than three respondents differ: comparing those would
/// reveal single answers.
pub(super) fn of(content: &Content, dates: &[Dated]) -> Result<AnonymousTrend> {
    let team = one_team(dates.iter().flat_map(|dated| &dated.answers))?;
    apart(content, dates)?;
    let told = dates.iter().map(|dated| disclosed(content, dated)).collect::<Result<Vec<_>>>()?;
    Ok(anonymous::build(content, team, told))
}

/// Refuses dates of which fewer than three respondents differ, whichever two they are.
fn apart(content: &Content, dates: &[Dated]) -> Result<()> {
    let person = |answers| Person::of(&content.questionnaire, answers);
    let people: Vec<Vec<Person>> =
        dates.iter().map(|dated| dated.answers.iter().map(person).collect()).collect();
    for (place, then) in people.iter().enumerate() {
        if people[place + 1..].iter().any(|now| !people::may_be_compared(then, now)) {
            let all_known = people.iter().flatten().all(|person| person.code.is_some());
            let id = if all_known { "trend.anonymous-same" } else { "trend.anonymous-overlap" };
            return Err(Error::wrong(Message::new(id)));
        }
    }
    Ok(())
}

fn disclosed(content: &Content, dated: &Dated) -> Result<AnonymousDate> {
    let questionnaire = &content.questionnaire;
    let layout = Layout::new(questionnaire);
    let people = dated.answers.iter().filter(|answers| !answers.agreed);
    let table = Table::of_people(questionnaire, &layout, people);
    let disclosure = Disclosure::of(questionnaire, &layout, &table);
    let few = || Error::wrong(Message::new("team.few-anonymous"));
    let date = dated.answers.iter().filter_map(|answers| answers.date.clone()).max();
    Ok(AnonymousDate::new(content, date, &dated.name, &disclosure.ok_or_else(few)?))
}

/// The trend of an anonymous team in a format.
pub(super) fn rendered(trend: &AnonymousTrend, content: &Content, format: Format) -> Result<String> {
    Ok(match format {
        Format::Html => render::html::document::anonymous_trend(trend, content)?,
        Format::Markdown => render::markdown::set(&render::trend::anonymous::document(trend, content)),
        Format::Json => render::json::document(trend),
        Format::Csv => render::trend::anonymous::rows(trend),
        Format::Text => styled(&render::trend::anonymous::document(trend, content)),
        Format::Tasks | Format::TaskTable => return Err(crate::commands::output::no_tasks()),
    })
}
