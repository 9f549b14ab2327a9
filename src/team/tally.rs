//! Tallies: the counts of a part of the answers, one team a line, to be merged with those of other parts. A line says
//! all that a report of many people needs, and nothing about one of them that the counts do not: no code, no note, no
//! document. Of people who stay anonymous it says what their report would say, and no counts, since somebody who knows all
//! answers but one could subtract.
//!
//! Reading is strict: another schema or questionnaire, an unknown, missing or repeated field, a count that cannot be.

use serde::{Deserialize, Serialize};

use crate::answers::Form;
use crate::answers::rules::is_date;
use crate::assessment::VerdictCode;
use crate::error::{Finding, Message};
use crate::json;
use crate::questionnaire::{Area, Axis, Question, Questionnaire, Version};
use crate::team::anonymous::{Disclosure, FEWEST_ANONYMOUS, FEWEST_QUESTIONS};
use crate::team::gathered::{Gathered, Kept};
use crate::team::{Choices, Layout, NOT_APPLICABLE, Table, UNANSWERED, UNKNOWN};

/// The schema that every line names.
pub const SCHEMA: &str = "diditwork/tally/1";

/// Of more people than this no tally counts, so that no count ever overflows.
pub const MOST_PEOPLE: u32 = 100_000_000;

/// What one line of a tally says.
#[derive(Clone, Debug)]
pub enum Part {
    /// The counts of a team of this name; the name is empty where it has none.
    Counts(Box<str>, Box<Gathered>),
    /// What may be shown about an anonymous team of this name.
    Told(Box<str>, Disclosure),
    /// So many anonymous teams are too small to be shown.
    NotShown(u32),
}

/// A line as written in the file; one of the last three members is there.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    schema: String,
    questionnaire: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anonymous: Option<Disclosure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    teams_not_shown: Option<u32>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    id: String,
    version: Version,
    digest: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    scope: Box<str>,
    date: Box<str>,
    replaced: u32,
    agreed: u32,
    people: Table,
    managers: Option<Table>,
    practitioners: Option<Table>,
    /// The fingerprints of the codes of those who have one, ascending.
    codes: Vec<String>,
    consensus: Option<Consensus>,
}

/// What a team agreed on: no person's answers, and counted only where no person answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Consensus {
    date: Box<str>,
    short: bool,
    choices: Vec<u8>,
}

/// Whether a text begins as a line of a tally does.
pub fn is_tally(text: &str) -> bool {
    let mut rest = json::without_mark(text);
    for token in ["{", "\"schema\"", ":", "\"diditwork/tally/"] {
        let Some(behind) = rest.trim_start().strip_prefix(token) else { return false };
        rest = behind;
    }
    true
}

/// Writes and reads the lines of one questionnaire.
#[derive(Debug)]
pub struct Tallies<'q> {
    questionnaire: &'q Questionnaire,
    layout: Layout,
    digest: String,
}

impl<'q> Tallies<'q> {
    /// The tallies of answers to a questionnaire.
    pub fn new(questionnaire: &'q Questionnaire) -> Self {
        Self { questionnaire, layout: Layout::new(questionnaire), digest: digest(questionnaire) }
    }

    /// The line of a team whose people were all counted.
    pub fn counts(&self, team: &str, gathered: &Gathered) -> String {
        let consensus = gathered.consensus.as_ref().map(|kept| Consensus {
            date: kept.date.clone(),
            short: kept.form == Form::Short,
            choices: kept.choices.to_vec(),
        });
        let counts = Counts {
            scope: gathered.scope.clone().unwrap_or_default(),
            date: gathered.date.clone(),
            replaced: gathered.replaced,
            agreed: gathered.agreed,
            people: gathered.table.clone(),
            managers: gathered.managers.clone(),
            practitioners: gathered.practitioners.clone(),
            codes: gathered.tallied.iter().map(|code| format!("{code:016x}")).collect(),
            consensus,
        };
        text(&Line { team: Some(team.into()), counts: Some(counts), ..self.empty() })
    }

    /// The line of a team whose people stay anonymous.
    pub fn told(&self, team: &str, told: &Disclosure) -> String {
        text(&Line { team: Some(team.into()), anonymous: Some(told.clone()), ..self.empty() })
    }

    /// The line that says how many teams are too small to be shown.
    pub fn not_shown(&self, teams: u32) -> String {
        text(&Line { teams_not_shown: Some(teams), ..self.empty() })
    }

    fn empty(&self) -> Line {
        Line {
            schema: SCHEMA.to_owned(),
            questionnaire: self.reference(),
            team: None,
            counts: None,
            anonymous: None,
            teams_not_shown: None,
        }
    }

    fn reference(&self) -> Reference {
        let Questionnaire { id, version, .. } = self.questionnaire;
        Reference { id: id.clone(), version: *version, digest: self.digest.clone() }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, with its place where it is no JSON or has another shape.
    pub fn read(&self, text: &str) -> Result<Part, Finding> {
        let line: Line = serde_json::from_str(json::without_mark(text)).map_err(|error| {
            let message = Message::new("tally.shape");
            Finding { message, ..json::syntax_finding(text, &error) }
        })?;
        let wrong = |message: Message| Finding::error(message);
        if line.schema != SCHEMA {
            let message = Message::new("tally.schema").with("found", line.schema);
            return Err(wrong(message.with("expected", SCHEMA)));
        }
        if line.questionnaire != self.reference() {
            let shown = |of: &Reference| format!("{} {} ({})", of.id, of.version, of.digest);
            let message = Message::new("tally.questionnaire").with("found", shown(&line.questionnaire));
            return Err(wrong(message.with("expected", shown(&self.reference()))));
        }
        let part = match (line.team, line.counts, line.anonymous, line.teams_not_shown) {
            (Some(team), Some(counts), None, None) => {
                self.gathered(counts).map(|gathered| Part::Counts(team, Box::new(gathered)))
            }
            (Some(team), None, Some(told), None) if self.may_be_shown(&told) => Some(Part::Told(team, told)),
            (None, None, None, Some(teams)) if teams <= MOST_PEOPLE => Some(Part::NotShown(teams)),
            _ => None,
        };
        part.ok_or_else(|| wrong(Message::new("tally.counts")))
    }

    fn gathered(&self, counts: Counts) -> Option<Gathered> {
        let Counts { people: table, managers, practitioners, .. } = counts;
        let parts = || [&managers, &practitioners].into_iter().flatten();
        if !std::iter::once(&table).chain(parts()).all(|table| table.is_possible(&self.layout)) {
            return None;
        }
        let mut groups = Table::new(&self.layout);
        parts().for_each(|part| groups.merge(part));
        let codes: Option<Vec<u64>> = counts.codes.iter().map(|code| code_of(code)).collect();
        let codes = codes?;
        let is_possible = table.covers(&groups)
            && codes.is_sorted_by(|a, b| a < b)
            && codes.len() <= table.respondents() as usize
            && counts.replaced <= MOST_PEOPLE
            && counts.agreed <= MOST_PEOPLE
            && is_date_or_none(&counts.date)
            && (counts.consensus.is_none() || counts.agreed > 0);
        let consensus = match counts.consensus {
            Some(consensus) => Some(self.kept(consensus)?),
            None => None,
        };
        is_possible.then_some(Gathered {
            table,
            managers,
            practitioners,
            scope: Some(counts.scope),
            date: counts.date,
            replaced: counts.replaced,
            agreed: counts.agreed,
            tallied: codes.into_iter().collect(),
            consensus,
            ..Gathered::new(&self.layout)
        })
    }

    fn kept(&self, consensus: Consensus) -> Option<Kept> {
        let questions = &self.questionnaire.questions;
        let is_choice = |(question, choice): (&Question, &u8)| {
            *choice <= question.top() || [UNANSWERED, UNKNOWN, NOT_APPLICABLE].contains(choice)
        };
        let fits = consensus.choices.len() == questions.len()
            && questions.iter().zip(&consensus.choices).all(is_choice)
            && is_date_or_none(&consensus.date);
        let choices: Choices = consensus.choices.into();
        let form = if consensus.short { Form::Short } else { Form::Full };
        fits.then_some(Kept { date: consensus.date, choices, form, role: None, rivals: Vec::new() })
    }

    /// Whether the rules allow to show this: also the areas, each at most once and in the order of the questionnaire.
    fn may_be_shown(&self, told: &Disclosure) -> bool {
        let questions = |area: &Area| {
            self.questionnaire.questions.iter().filter(|question| question.area == area.id).count()
        };
        let mut areas = self.questionnaire.areas.iter().filter(|area| questions(area) >= FEWEST_QUESTIONS);
        (FEWEST_ANONYMOUS..=MOST_PEOPLE).contains(&told.respondents)
            && told.areas.iter().all(|told| areas.any(|area| area.id == told.id))
            && (told.verdict == VerdictCode::CannotTell || told.axes().iter().all(Option::is_some))
    }
}

fn text(line: &Line) -> String {
    let mut text = serde_json::to_string(line).unwrap_or_default();
    text.push('\n');
    text
}

fn is_date_or_none(date: &str) -> bool {
    date.is_empty() || is_date(date)
}

fn code_of(text: &str) -> Option<u64> {
    let is_plain = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    u64::from_str_radix(text, 16).ok().filter(|_| is_plain)
}

/// Stands for a text (FNV-1a, 64 bits): the same on every machine and in every version. It finds what is the same,
/// and hides nothing from somebody who guesses.
pub(crate) fn mark(text: &str) -> u64 {
    let mix = |mark: u64, byte: u8| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Stands for all of a questionnaire that counts depend on: areas, questions, levels, weights, short form.
fn digest(questionnaire: &Questionnaire) -> String {
    let mut text = String::new();
    for area in &questionnaire.areas {
        let axis = if area.axis == Axis::Adoption { "adoption" } else { "outcome" };
        text.extend([&area.id, " ", axis, "\n"]);
    }
    for question in &questionnaire.questions {
        let numbers = format!(" {} {}\n", question.levels, question.weight);
        text.extend([&question.id, " ", &question.area, &numbers]);
    }
    questionnaire.short_form.iter().for_each(|id| text.extend([id, "\n"]));
    format!("{:016x}", mark(&text))
}

#[cfg(test)]
mod tests;
