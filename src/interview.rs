//! The interview as a state machine: where it stands, and what each step makes of it. It knows no terminal.

pub mod amount;
pub mod pace;

use std::collections::BTreeSet;

use crate::answers::{Answer, Answers, Choice, Form};
use crate::error::{Error, Finding, Kind, Message, nearest};
use crate::questionnaire::{Question, Questionnaire};

/// Which questions an interview asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    Full,
    /// Those of the short form.
    Short,
    /// Those of these ids.
    Only(Vec<String>),
}

/// A place where an interview can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Station {
    /// The name of the team.
    Team,
    /// The service.
    Scope,
    /// The role of the person.
    Role,
    /// What the team wants to improve.
    Goal,
    /// A question, by its index in the questionnaire.
    Question(usize),
    /// The page that shows all answers.
    Review,
}

/// What the next step leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// The next station.
    Straight,
    /// Back to the page of all answers, from which the person came.
    Amending,
    /// The next question without an answer.
    Filling,
}

/// How the questions of an area, or of the whole interview, were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many questions are asked.
    pub asked: usize,
    /// How many have a level.
    pub levels: usize,
    /// How many are not known.
    pub unknown: usize,
    /// How many do not apply.
    pub not_applicable: usize,
}

impl Tally {
    /// How many have an answer of any kind.
    pub const fn given(self) -> usize {
        self.levels + self.unknown + self.not_applicable
    }

    /// How many have none.
    pub const fn open(self) -> usize {
        self.asked - self.given()
    }
}

/// An interview: the answers so far and the place where it stands.
#[derive(Clone, Debug)]
pub struct Interview<'q> {
    questionnaire: &'q Questionnaire,
    /// The stations in the order in which they are passed.
    stations: Vec<Station>,
    at: usize,
    course: Course,
    /// Whether all questions are asked, so that an answer outside the short form ends the short form.
    all: bool,
    answers: Answers,
}

impl<'q> Interview<'q> {
    /// An interview that begins with the questions about team, service, role and goal; one that asks only single
    /// questions again begins with the first of them.
    ///
    /// # Errors
    /// Wrong usage where an id names no question.
    pub fn new(questionnaire: &'q Questionnaire, answers: Answers, scope: &Scope) -> Result<Self, Error> {
        let mut stations = match scope {
            Scope::Only(_) => Vec::new(),
            Scope::Full | Scope::Short => vec![Station::Team, Station::Scope, Station::Role, Station::Goal],
        };
        stations.extend(questions(questionnaire, scope)?.into_iter().map(Station::Question));
        stations.push(Station::Review);
        Ok(Self {
            questionnaire,
            stations,
            at: 0,
            course: Course::Straight,
            all: *scope == Scope::Full,
            answers,
        })
    }

    /// The answers so far.
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers so far, to change what stands beside the single answers.
    pub const fn answers_mut(&mut self) -> &mut Answers {
        &mut self.answers
    }

    /// Where the interview stands.
    pub fn station(&self) -> Station {
        self.stations.get(self.at).copied().unwrap_or(Station::Review)
    }

    /// The questions that are asked, in their order.
    pub fn questions(&self) -> impl DoubleEndedIterator<Item = &'q Question> + '_ {
        self.stations.iter().filter_map(|station| self.question_at(*station))
    }

    fn question_at(&self, station: Station) -> Option<&'q Question> {
        match station {
            Station::Question(index) => self.questionnaire.questions.get(index),
            _ => None,
        }
    }

    /// The question the interview stands at, if it stands at one.
    pub fn question(&self) -> Option<&'q Question> {
        self.question_at(self.station())
    }

    /// The number of the question the interview stands at, counted from 1.
    pub fn number(&self) -> usize {
        self.stations[..=self.at].iter().filter(|station| matches!(station, Station::Question(_))).count()
    }

    /// The ids of the areas that are asked about, in their order.
    pub fn areas(&self) -> Vec<&'q str> {
        let mut areas: Vec<&str> = self.questions().map(|question| question.area.as_str()).collect();
        areas.dedup();
        areas
    }

    /// How the questions of an area were answered; those of all areas where none is named.
    pub fn tally(&self, area: Option<&str>) -> Tally {
        let mut tally = Tally::default();
        for question in self.questions().filter(|question| area.is_none_or(|area| question.area == area)) {
            tally.asked += 1;
            match self.answers.get(&question.id).map(|answer| answer.choice) {
                Some(Choice::Level(_)) => tally.levels += 1,
                Some(Choice::Unknown) => tally.unknown += 1,
                Some(Choice::NotApplicable) => tally.not_applicable += 1,
                None => {}
            }
        }
        tally
    }

    /// The questions without an answer, in their order.
    pub fn open(&self) -> impl Iterator<Item = &'q Question> + '_ {
        self.questions().filter(|question| self.answers.get(&question.id).is_none())
    }

    /// Records the answer to the question the interview stands at, or takes it back; elsewhere nothing happens.
    /// Where all questions are asked, an answer outside the short form makes the answers those of the full form.
    pub fn record(&mut self, answer: Option<Answer>) {
        let Some(question) = self.question() else { return };
        if self.all && answer.is_some() && !self.questionnaire.short_form.contains(&question.id) {
            self.answers.form = Form::Full;
        }
        self.answers.set(self.questionnaire, &question.id, answer);
    }

    /// One step on, whether the question was answered or not. Gives the id of the area that was left behind, if
    /// this was the last step in it.
    pub fn forward(&mut self) -> Option<&'q str> {
        let left = self.question();
        match self.course {
            Course::Amending => {
                self.review();
                return None;
            }
            Course::Straight => self.at = (self.at + 1).min(self.last()),
            Course::Filling => self.at = self.next_open(),
        }
        let area = &left?.area;
        self.question().is_none_or(|next| next.area != *area).then_some(area)
    }

    /// One step back; false at the first station, where there is nothing before. Somebody who came from the page
    /// of all answers gets back there.
    pub fn back(&mut self) -> bool {
        if self.course == Course::Amending {
            self.review();
            return true;
        }
        let moved = self.at > 0;
        self.at = self.at.saturating_sub(1);
        moved
    }

    fn last(&self) -> usize {
        self.stations.len() - 1
    }

    /// The index of the next question without an answer behind this one; the page of all answers where there is none.
    fn next_open(&self) -> usize {
        let open = |station: &Station| {
            self.question_at(*station).is_some_and(|question| self.answers.get(&question.id).is_none())
        };
        let behind = (self.at + 1).min(self.last());
        self.stations[behind..].iter().position(open).map_or(self.last(), |index| behind + index)
    }

    /// Goes to a question. Somebody who comes from the page of all answers gets back there afterwards.
    pub fn go_to_question(&mut self, id: &str) {
        let from_review = self.station() == Station::Review || self.course == Course::Amending;
        if self.stand_at(id) {
            self.course = if from_review { Course::Amending } else { Course::Straight };
        }
    }

    fn stand_at(&mut self, id: &str) -> bool {
        let wanted = |station: &Station| self.question_at(*station).is_some_and(|question| question.id == id);
        let found = self.stations.iter().position(wanted);
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// Goes to the first question of an area without an answer, or to its first where all have one.
    pub fn go_to_area(&mut self, area: &str) {
        let first =
            self.questions().find(|question| question.area == area).map(|question| question.id.clone());
        let open = self.open().find(|question| question.area == area).map(|question| question.id.clone());
        if open.or(first).is_some_and(|id| self.stand_at(&id)) {
            self.course = Course::Straight;
        }
    }

    /// Whether this interview asks about team, service, role and goal.
    pub fn has_opening(&self) -> bool {
        self.stations.first() == Some(&Station::Team)
    }

    /// Goes to the questions about team, service, role and goal, where this interview has them.
    pub fn go_to_opening(&mut self) {
        if self.has_opening() {
            self.course = Course::Straight;
            self.at = 0;
        }
    }

    /// Goes to the page of all answers.
    pub fn review(&mut self) {
        self.course = Course::Straight;
        self.at = self.last();
    }

    /// Goes to where an earlier sitting ended: behind the last answer. Where all behind it have one, the page of
    /// all answers follows; where there is no answer at all, the first question.
    pub fn go_on(&mut self) {
        let answered = |station: &Station| {
            self.question_at(*station).is_some_and(|question| self.answers.get(&question.id).is_some())
        };
        let first = self.stations.iter().position(|station| matches!(station, Station::Question(_)));
        let last = self.stations.iter().rposition(answered);
        self.at = last.map(|last| last + 1).or(first).unwrap_or(self.last());
        self.course = Course::Straight;
    }

    /// Goes to the first question without an answer, and from each to the next one; questions that have an answer
    /// are passed over.
    pub fn fill(&mut self) {
        let first = self.open().next().map(|question| question.id.clone());
        if !first.is_some_and(|id| self.stand_at(&id)) {
            self.at = self.last();
        }
        self.course = if self.at == self.last() { Course::Straight } else { Course::Filling };
    }
}

/// The indexes of the questions of a scope: area by area, within an area in the order of the questionnaire.
fn questions(questionnaire: &Questionnaire, scope: &Scope) -> Result<Vec<usize>, Error> {
    let wanted: Option<BTreeSet<&str>> = match scope {
        Scope::Full => None,
        Scope::Short => Some(questionnaire.short_form.iter().map(String::as_str).collect()),
        Scope::Only(ids) => Some(known(questionnaire, ids)?),
    };
    let mut indexes = Vec::new();
    for area in &questionnaire.areas {
        indexes.extend(questionnaire.questions.iter().enumerate().filter_map(|(index, question)| {
            let asked = wanted.as_ref().is_none_or(|ids| ids.contains(question.id.as_str()));
            (asked && question.area == area.id).then_some(index)
        }));
    }
    Ok(indexes)
}

/// The ids that name questions; an error names each that does not.
fn known<'i>(questionnaire: &Questionnaire, ids: &'i [String]) -> Result<BTreeSet<&'i str>, Error> {
    let names = || questionnaire.questions.iter().map(|question| question.id.as_str());
    let strangers: Vec<Finding> = ids
        .iter()
        .filter(|id| !names().any(|name| name == id.as_str()))
        .map(|id| {
            let near = nearest(id, names()).unwrap_or_default();
            Finding::error(Message::new("survey.unknown-question").with("id", id).with("near", near))
        })
        .collect();
    if strangers.is_empty() {
        return Ok(ids.iter().map(String::as_str).collect());
    }
    Err(Error { kind: Kind::Input, findings: strangers })
}

#[cfg(test)]
mod tests;
