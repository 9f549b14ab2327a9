//! What is said about the team, its service and the person: on one screen at the end, and passed with one key.

use super::sitting::{Ending, Sitting};
use crate::answers::{Answers, Role};
use crate::error::Result;
use crate::terminal::{Choice, Entry, Event, Screen, Tone, visible};

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Team,
    Scope,
    Role,
    Goal,
}

impl Field {
    const ALL: [Self; 4] = [Self::Team, Self::Scope, Self::Role, Self::Goal];

    /// The ids of its name, of what is asked, and of what to know about it.
    const fn ids(self) -> [&'static str; 3] {
        match self {
            Self::Team => ["survey.about.team", "survey.team", "survey.team.help"],
            Self::Scope => ["survey.about.scope", "survey.scope", "survey.scope.help"],
            Self::Role => ["survey.about.role", "survey.role", ""],
            Self::Goal => ["survey.about.goal", "survey.goal", "survey.goal.help"],
        }
    }

    /// Where it is kept; the role is one of a few and not a text.
    const fn text(self, answers: &mut Answers) -> Option<&mut Option<String>> {
        match self {
            Self::Team => Some(&mut answers.team),
            Self::Scope => Some(&mut answers.scope),
            Self::Goal => Some(&mut answers.goal),
            Self::Role => None,
        }
    }
}

/// Shows what is said so far; Enter writes the report.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let choices = Field::ALL.map(|field| {
        let value = value(sitting, field).unwrap_or_else(|| sitting.word("survey.about.none"));
        Choice { text: sitting.fill(field.ids()[0], &[("value", &visible(&value))]), remark: None }
    });
    let screen = Screen {
        notices: std::mem::take(&mut sitting.notices),
        choices: choices.into(),
        digits: sitting.word("survey.key.change"),
        enter: Some(sitting.word("survey.key.report")),
        keys: vec![sitting.key('b', "survey.key.back"), sitting.key('q', "survey.key.quit")],
        ..Screen::default()
    };
    let screen = screen
        .say(sitting.word("survey.about"), Tone::Strong)
        .say(sitting.word("survey.about.how"), Tone::Dim);
    match sitting.face.ask(&screen)? {
        Event::Chosen(index) => {
            if let Some(field) = Field::ALL.get(index) {
                change(sitting, *field)?;
            }
        }
        Event::Enter => return Ok(Some(Ending::Finished)),
        Event::Back => drop(sitting.interview.back()),
        Event::Key(_) => return Ok(Some(Ending::Stopped)),
    }
    Ok(None)
}

fn value(sitting: &mut Sitting<'_>, field: Field) -> Option<String> {
    if let Some(text) = field.text(sitting.interview.answers_mut()) {
        return text.clone();
    }
    let role = sitting.interview.answers().respondent.role?;
    Some(sitting.word(&format!("role.{}", role.word())))
}

fn change(sitting: &mut Sitting<'_>, field: Field) -> Result<()> {
    let [_, message, help] = field.ids();
    let before = value(sitting, field);
    let Some(_) = field.text(sitting.interview.answers_mut()) else { return role(sitting) };
    let entry = Entry {
        about: sitting.word("survey.about"),
        message: sitting.word(message),
        initial: before.clone().unwrap_or_default(),
        help: sitting.word(help),
    };
    let Some(typed) = sitting.face.line(&entry)? else { return Ok(()) };
    let typed = (!typed.is_empty()).then_some(typed);
    if typed != before {
        if let Some(text) = field.text(sitting.interview.answers_mut()) {
            *text = typed;
        }
        sitting.keep()?;
    }
    Ok(())
}

fn role(sitting: &mut Sitting<'_>) -> Result<()> {
    let before = sitting.interview.answers().respondent.role;
    let roles = Role::ALL.map(|role| sitting.word(&format!("role.{}", role.word())));
    let none = sitting.word("survey.role.pass");
    let screen = Screen {
        choices: roles.into_iter().chain([none]).map(|text| Choice { text, remark: None }).collect(),
        marked: before.and_then(|role| Role::ALL.iter().position(|known| *known == role)),
        digits: sitting.word("survey.key.choose"),
        keys: vec![sitting.key('b', "survey.key.back")],
        ..Screen::default()
    };
    let screen = screen.say(sitting.word("survey.role"), Tone::Strong);
    if let Event::Chosen(row) = sitting.face.ask(&screen)? {
        sitting.interview.answers_mut().respondent.role = Role::ALL.get(row).copied();
        sitting.keep()?;
    }
    Ok(())
}
