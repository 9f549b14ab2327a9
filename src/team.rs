//! Several people's answers to one questionnaire (design, section 7). A team's whole state is its table of counts,
//! which merges: it grows neither with the number of answers nor with the order in which they come.

pub mod agreement;
pub mod anonymous;
pub mod gathered;
pub mod quick;
pub mod standing;
pub mod tally;

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::answers::{Answers, Choice, Form, Role};
use crate::questionnaire::{Axis, Question, Questionnaire};

/// A workshop needs at least this many people; one person's answers are a report.
pub const FEWEST_PEOPLE: u32 = 2;

/// Whether names are agreed, or nobody's answers may be seen, in messages too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Workshop,
    Anonymous,
}

/// Where each question's counts are in a table, and which set its answer speaks for.
#[derive(Clone, Debug)]
pub struct Layout {
    slots: Vec<Slot>,
    cells: usize,
    areas: usize,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    start: usize,
    levels: u8,
    area: usize,
    axis: Axis,
    short_form: bool,
}

impl Layout {
    /// The layout that a questionnaire gives.
    pub fn new(questionnaire: &Questionnaire) -> Self {
        let mut cells = 0;
        let slot = |question: &Question| {
            let start = cells;
            cells += usize::from(question.levels) + 2;
            let area = questionnaire.areas.iter().position(|area| area.id == question.area);
            Slot {
                start,
                levels: question.levels,
                area: area.unwrap_or_default(),
                axis: questionnaire.axis(question),
                short_form: questionnaire.short_form.contains(&question.id),
            }
        };
        let slots = questionnaire.questions.iter().map(slot).collect();
        Self { slots, cells, areas: questionnaire.areas.len() }
    }
}

/// What one person chose for each question, a byte each, in the order of the questionnaire: a level, or one of the
/// three words of this module.
pub type Choices = Box<[u8]>;

/// No answer.
pub const UNANSWERED: u8 = 255;
/// "Don't know".
pub const UNKNOWN: u8 = 254;
/// "Does not apply".
pub const NOT_APPLICABLE: u8 = 253;

/// One document as far as a team needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Record<'a> {
    /// The team's name; empty where it has none.
    pub team: &'a str,
    /// The service; empty where none is named.
    pub scope: &'a str,
    /// The code the person chose; empty where there is none.
    pub code: &'a str,
    pub role: Option<Role>,
    /// The date as `YYYY-MM-DD` or `YYYY-MM`; empty where there is none.
    pub date: &'a str,
    /// Which questions were asked.
    pub form: Form,
    /// Whether several people agreed on it.
    pub agreed: bool,
    pub choices: &'a [u8],
}

impl<'a> Record<'a> {
    /// The record of a document that was read; `choices` takes what was chosen.
    pub fn of(answers: &'a Answers, questionnaire: &Questionnaire, choices: &'a mut [u8]) -> Self {
        choices.fill(UNANSWERED);
        for (question, choice) in questionnaire.questions.iter().zip(choices.iter_mut()) {
            *choice = match answers.choice(&question.id) {
                Some(Choice::Level(level)) => level,
                Some(Choice::Unknown) => UNKNOWN,
                Some(Choice::NotApplicable) => NOT_APPLICABLE,
                None => UNANSWERED,
            };
        }
        let text = |text: &'a Option<String>| text.as_deref().unwrap_or_default();
        Self {
            team: text(&answers.team),
            scope: text(&answers.scope),
            code: text(&answers.respondent.code),
            role: answers.respondent.role,
            date: text(&answers.date),
            form: answers.form,
            agreed: answers.agreed,
            choices,
        }
    }

    /// The same for two documents that say the same of the same team, role and day.
    pub fn mark(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// How many people chose what, for every question; a tally writes it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    #[serde(rename = "n")]
    respondents: u32,
    /// How many of them had the short form.
    #[serde(rename = "short")]
    short_form: u32,
    /// Of each question, in the order of the questionnaire: how many gave each level, do not know, say that it does
    /// not apply.
    cells: Box<[u32]>,
    /// How many people gave at least one level: in each area, then on each axis.
    givers: Box<[u32]>,
}

/// The counts of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally<'a> {
    /// How many people were asked it.
    pub asked: u32,
    /// How many gave each level, lowest first.
    pub levels: &'a [u32],
    pub unknown: u32,
    /// How many say that it does not apply.
    pub not_applicable: u32,
}

impl Tally<'_> {
    /// How many gave a level.
    pub fn given(&self) -> u32 {
        self.levels.iter().sum()
    }
}

impl Table {
    /// A table without anybody in it.
    pub fn new(layout: &Layout) -> Self {
        Self {
            respondents: 0,
            short_form: 0,
            cells: vec![0; layout.cells].into(),
            givers: vec![0; layout.areas + Axis::ALL.len()].into(),
        }
    }

    /// The counts of these people.
    pub fn of_people<'a>(
        questionnaire: &Questionnaire,
        layout: &Layout,
        people: impl IntoIterator<Item = &'a Answers>,
    ) -> Self {
        let mut table = Self::new(layout);
        let mut choices = vec![UNANSWERED; questionnaire.questions.len()];
        for answers in people {
            let form = Record::of(answers, questionnaire, &mut choices).form;
            table.add(layout, &choices, form);
        }
        table
    }

    /// Adds one person. What the short form does not ask does not count in it.
    pub fn add(&mut self, layout: &Layout, choices: &[u8], form: Form) {
        self.respondents += 1;
        self.short_form += u32::from(form == Form::Short);
        // One bit for each area and axis: a questionnaire has at most fifty areas.
        let mut gave = 0u128;
        let axes = layout.areas;
        for (slot, choice) in layout.slots.iter().zip(choices) {
            if *choice == UNANSWERED || (form == Form::Short && !slot.short_form) {
                continue;
            }
            let cell = match *choice {
                UNKNOWN => usize::from(slot.levels),
                NOT_APPLICABLE => usize::from(slot.levels) + 1,
                level => {
                    gave |= 1 << slot.area | 1 << (axes + slot.axis as usize);
                    usize::from(level.min(slot.levels.saturating_sub(1)))
                }
            };
            self.cells[slot.start + cell] += 1;
        }
        for (set, givers) in self.givers.iter_mut().enumerate() {
            *givers += u32::from(gave >> set & 1 == 1);
        }
    }

    /// Puts the people of another table of the same questionnaire in. What would be too many stays the most there
    /// can be; the number of people is bounded where they are read.
    pub fn merge(&mut self, other: &Self) {
        let add = |ours: &mut u32, theirs: &u32| *ours = ours.saturating_add(*theirs);
        add(&mut self.respondents, &other.respondents);
        add(&mut self.short_form, &other.short_form);
        self.cells.iter_mut().zip(&other.cells).for_each(|(ours, theirs)| add(ours, theirs));
        self.givers.iter_mut().zip(&other.givers).for_each(|(ours, theirs)| add(ours, theirs));
    }

    /// Whether people can have given these numbers.
    pub fn is_possible(&self, layout: &Layout) -> bool {
        let fits = self.respondents <= tally::MOST_PEOPLE
            && self.short_form <= self.respondents
            && self.cells.len() == layout.cells
            && self.givers.len() == layout.areas + Axis::ALL.len();
        if !fits {
            return false;
        }
        // Of each set of questions: the most people who gave one a level, and how many levels there are together.
        let mut bounds = vec![(0u64, 0u64); self.givers.len()];
        for (position, slot) in layout.slots.iter().enumerate() {
            let tally = self.tally(layout, position);
            let sum = |counts: &[u32]| counts.iter().map(|count| u64::from(*count)).sum::<u64>();
            let given = sum(tally.levels);
            if given + sum(&[tally.unknown, tally.not_applicable]) > u64::from(tally.asked) {
                return false;
            }
            for set in [slot.area, layout.areas + slot.axis as usize] {
                bounds[set] = (bounds[set].0.max(given), bounds[set].1 + given);
            }
        }
        self.givers.iter().zip(bounds).all(|(givers, (least, most))| {
            (least..=most.min(self.respondents.into())).contains(&u64::from(*givers))
        })
    }

    /// Whether some of its people can have given the numbers of another table.
    pub fn covers(&self, other: &Self) -> bool {
        let covers =
            |ours: &[u32], theirs: &[u32]| ours.iter().zip(theirs).all(|(ours, theirs)| ours >= theirs);
        covers(&[self.respondents, self.short_form], &[other.respondents, other.short_form])
            && covers(&self.cells, &other.cells)
            && covers(&self.givers, &other.givers)
    }

    /// How many people answered.
    pub const fn respondents(&self) -> u32 {
        self.respondents
    }

    /// Which questions were asked: the short form's only where nobody had the full one.
    pub const fn form(&self) -> Form {
        if self.respondents > 0 && self.short_form == self.respondents { Form::Short } else { Form::Full }
    }

    /// The counts of the question at a position of the questionnaire.
    pub fn tally<'a>(&'a self, layout: &Layout, position: usize) -> Tally<'a> {
        let slot = layout.slots[position];
        let levels = usize::from(slot.levels);
        let cells = &self.cells[slot.start..slot.start + levels + 2];
        Tally {
            asked: self.respondents - if slot.short_form { 0 } else { self.short_form },
            levels: &cells[..levels],
            unknown: cells[levels],
            not_applicable: cells[levels + 1],
        }
    }

    /// How many people gave a level to at least one question of the area at a position.
    pub fn area_givers(&self, area: usize) -> u32 {
        self.givers[area]
    }

    /// How many people gave a level to at least one question of an axis.
    pub fn axis_givers(&self, axis: Axis) -> u32 {
        self.givers[self.givers.len() - Axis::ALL.len() + axis as usize]
    }
}

#[cfg(test)]
mod tests;
