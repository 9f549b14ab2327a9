//! What is said about the team, its service and the person: on one screen at the end, and passed with one key.

use super::menu::Menu;
use super::sitting::{Ending, Sitting};
use crate::answers::{Answers, Role};
use crate::error::Result;
use crate::terminal::{Choice, Entry, Event, Screen, Tone, visible};
use crate::text::Word;

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Team,
    Scope,
    Role,
    Goal,
    Size,
    Field,
    Country,
}

impl Item {
    const ALL: [Self; 7] =
        [Self::Team, Self::Scope, Self::Role, Self::Goal, Self::Size, Self::Field, Self::Country];

    /// The ids of its name, of what is asked, and of what to know about it.
    const fn ids(self) -> [&'static str; 3] {
        match self {
            Self::Team => ["survey.about.team", "survey.team", "survey.team.help"],
            Self::Scope => ["survey.about.scope", "survey.scope", "survey.scope.help"],
            Self::Role => ["survey.about.role", "survey.role", ""],
            Self::Goal => ["survey.about.goal", "survey.goal", "survey.goal.help"],
            Self::Size => ["survey.about.size", "survey.size", "survey.size.help"],
            Self::Field => ["survey.about.field", "survey.field", ""],
            Self::Country => ["survey.about.country", "survey.country", ""],
        }
    }

    /// Where it is kept, if it is a text.
    const fn text(self, answers: &mut Answers) -> Option<&mut Option<String>> {
        match self {
            Self::Team => Some(&mut answers.team),
            Self::Scope => Some(&mut answers.scope),
            Self::Goal => Some(&mut answers.goal),
            Self::Field => Some(&mut answers.field),
            Self::Country => Some(&mut answers.country),
            Self::Role | Self::Size => None,
        }
    }

    /// What it can be, each with its word in files and its name; none where it is typed.
    fn options(self, sitting: &Sitting<'_>) -> Vec<(String, String)> {
        let peers = &sitting.content.questionnaire.peers;
        let tags = match self {
            Self::Role => {
                let name = |role: Role| sitting.word(&format!("role.{}", role.word()));
                return Role::ALL.map(|role| (role.word().to_owned(), name(role))).into();
            }
            Self::Field => &peers.field,
            Self::Country => &peers.country,
            Self::Team | Self::Scope | Self::Goal | Self::Size => return Vec::new(),
        };
        tags.iter().map(|tag| (tag.clone(), sitting.content.tag(tag).to_owned())).collect()
    }

    /// What is said now, as it is in files.
    fn value(self, sitting: &mut Sitting<'_>) -> Option<String> {
        let answers = sitting.interview.answers_mut();
        match self {
            Self::Role => answers.respondent.role.map(|role| role.word().to_owned()),
            Self::Size => answers.size.map(|size| size.to_string()),
            _ => self.text(answers)?.clone(),
        }
    }

    /// Says something else, or nothing any more; false if it cannot be that.
    fn set(self, sitting: &mut Sitting<'_>, value: Option<String>) -> bool {
        let answers = sitting.interview.answers_mut();
        match self {
            Self::Role => {
                answers.respondent.role =
                    Role::ALL.into_iter().find(|role| value.as_deref() == Some(role.word()));
            }
            Self::Size => {
                let number = value.as_ref().and_then(|value| value.replace([',', ' '], "").parse().ok());
                if value.is_some() && number.is_none() {
                    return false;
                }
                answers.size = number;
            }
            _ => {
                if let Some(text) = self.text(answers) {
                    *text = value;
                }
            }
        }
        true
    }
}

/// Shows what is said so far; Enter writes the report.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let has_peers = !sitting.content.questionnaire.peers.field.is_empty();
    let mut screen = Screen::default()
        .say(sitting.word("survey.about"), Tone::Strong)
        .say(sitting.word("survey.about.how"), Tone::Dim);
    if has_peers {
        screen = screen.say(sitting.word("survey.about.peers"), Tone::Dim);
    }
    let mut menu = Menu::new(sitting, screen, &[('b', "survey.key.back"), ('q', "survey.key.quit")]);
    menu.digits(sitting.word("survey.key.change"));
    for item in if has_peers { &Item::ALL[..] } else { &Item::ALL[..4] } {
        let value = item.value(sitting);
        let options = item.options(sitting);
        let name = options.into_iter().find(|(word, _)| Some(word) == value.as_ref()).map(|(_, name)| name);
        let shown = name.or(value).unwrap_or_else(|| sitting.word("survey.about.none"));
        let text = sitting.fill(item.ids()[0], &[("value", &visible(&shown))]);
        menu.offer(text, |sitting| change(sitting, *item).map(|()| None));
    }
    menu.enter(sitting.word("survey.key.report"), |_| Ok(Some(Ending::Finished)));
    menu.ask(sitting)
}

fn change(sitting: &mut Sitting<'_>, field: Item) -> Result<()> {
    let options = field.options(sitting);
    if options.is_empty() { typed(sitting, field) } else { chosen(sitting, field, options) }
}

fn typed(sitting: &mut Sitting<'_>, field: Item) -> Result<()> {
    let [_, message, help] = field.ids();
    let before = field.value(sitting);
    let mut entry = Entry {
        about: sitting.word("survey.about"),
        message: sitting.word(message),
        initial: before.clone().unwrap_or_default(),
        help: sitting.word(help),
    };
    while let Some(typed) = sitting.face.line(&entry)? {
        let value = (!typed.is_empty()).then(|| typed.clone());
        if value == before {
            return Ok(());
        }
        if field.set(sitting, value) {
            return sitting.keep();
        }
        entry.help = sitting.word("survey.size.unclear");
        entry.initial = typed;
    }
    Ok(())
}

/// One of a few, or rather not said.
fn chosen(sitting: &mut Sitting<'_>, field: Item, options: Vec<(String, String)>) -> Result<()> {
    let before = field.value(sitting);
    let (words, names): (Vec<_>, Vec<_>) = options.into_iter().unzip();
    let none = sitting.word("survey.role.pass");
    let screen = Screen {
        choices: Choice::all(names.into_iter().chain([none])),
        marked: words.iter().position(|word| Some(word) == before.as_ref()),
        digits: sitting.word("survey.key.choose"),
        keys: vec![sitting.key('b', "survey.key.back")],
        ..Screen::default()
    }
    .say(sitting.word(field.ids()[1]), Tone::Strong);
    if let Event::Chosen(row) = sitting.ask(screen)? {
        field.set(sitting, words.get(row).cloned());
        sitting.keep()?;
    }
    Ok(())
}
