//! The first screen: what the survey is, how long it takes, who sees the answers; team, service, role and goal.

use super::sitting::{Ending, Sitting};
use crate::answers::Role;
use crate::error::Result;
use crate::interview::Station;
use crate::interview::pace::minutes;
use crate::terminal::{Entry, Menu, Reply};

/// Says what the survey is, before anything is asked.
pub(super) fn welcome(sitting: &mut Sitting<'_>) {
    let asked = sitting.interview.tally(None).asked;
    let minutes = minutes(sitting.pace.left(asked)).max(1).to_string();
    let file = sitting.surroundings.file();
    let asks = sitting.content.text.asks.as_ref().map(|asks| format!("{asks} ")).unwrap_or_default();
    let values = [
        ("title", sitting.content.text.title.as_str()),
        ("asks", &asks),
        ("unit", sitting.content.text.unit.as_str()),
        ("count", &asked.to_string()),
        ("minutes", &minutes),
        ("file", &file),
    ];
    let has_stories = sitting.content.questionnaire.has_stories();
    sitting.say_with(if has_stories { "survey.welcome" } else { "survey.welcome.own" }, &values);
}

/// Asks what the opening asks at this station; each can be passed with Enter.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let passed = match sitting.interview.station() {
        Station::Role => role(sitting)?,
        station => line(sitting, station)?,
    };
    if passed {
        sitting.forward();
    } else {
        sitting.back();
    }
    Ok(None)
}

/// The sentences of a station of the opening.
const fn sentences(station: Station) -> (&'static str, &'static str) {
    match station {
        Station::Team => ("survey.team", "survey.team.help"),
        Station::Scope => ("survey.scope", "survey.scope.help"),
        _ => ("survey.goal", "survey.goal.help"),
    }
}

fn field<'s>(sitting: &'s mut Sitting<'_>, station: Station) -> &'s mut Option<String> {
    let answers = sitting.interview.answers_mut();
    match station {
        Station::Team => &mut answers.team,
        Station::Scope => &mut answers.scope,
        _ => &mut answers.goal,
    }
}

fn line(sitting: &mut Sitting<'_>, station: Station) -> Result<bool> {
    let (message, help) = sentences(station);
    let before = field(sitting, station).clone();
    let entry = Entry {
        message: sitting.word(message),
        initial: before.clone().unwrap_or_default(),
        help: sitting.word(help),
    };
    let Reply::Given(typed) = sitting.prompts.line(&entry)? else { return Ok(false) };
    let typed = (!typed.is_empty()).then_some(typed);
    if typed != before {
        *field(sitting, station) = typed;
        sitting.keep()?;
    }
    Ok(true)
}

fn role(sitting: &mut Sitting<'_>) -> Result<bool> {
    let mut rows = vec![sitting.word("survey.role.pass")];
    rows.extend(Role::ALL.map(|role| sitting.word(&format!("role.{}", role.word()))));
    let before = sitting.interview.answers().respondent.role;
    let start = before
        .and_then(|role| Role::ALL.iter().position(|known| *known == role))
        .map_or(0, |index| index + 1);
    let menu = Menu { message: sitting.word("survey.role"), rows, start: Some(start), ..Menu::default() };
    let Reply::Given(row) = sitting.prompts.choose(&menu)? else { return Ok(false) };
    let role = row.checked_sub(1).and_then(|index| Role::ALL.get(index).copied());
    if role != before {
        sitting.interview.answers_mut().respondent.role = role;
        sitting.keep()?;
    }
    Ok(true)
}
