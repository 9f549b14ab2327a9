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
    /// Whether the next step leads back to the page of all answers, from which the person came.
    amending: bool,
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
        Ok(Self { questionnaire, stations, at: 0, amending: false, all: *scope == Scope::Full, answers })
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
        if std::mem::take(&mut self.amending) {
            self.review();
            return None;
        }
        self.at = (self.at + 1).min(self.stations.len() - 1);
        let area = &left?.area;
        self.question().is_none_or(|next| next.area != *area).then_some(area)
    }

    /// One step back; false at the first station, where there is nothing before. Somebody who came from the page
    /// of all answers gets back there.
    pub fn back(&mut self) -> bool {
        if std::mem::take(&mut self.amending) {
            self.review();
            return true;
        }
        let moved = self.at > 0;
        self.at = self.at.saturating_sub(1);
        moved
    }

    /// Goes to a question. Somebody who comes from the page of all answers gets back there afterwards.
    pub fn go_to_question(&mut self, id: &str) {
        let wanted = |station: &Station| self.question_at(*station).is_some_and(|question| question.id == id);
        if let Some(index) = self.stations.iter().position(wanted) {
            self.amending = self.station() == Station::Review || self.amending;
            self.at = index;
        }
    }

    /// Goes to the first question of an area without an answer, or to its first where all have one.
    pub fn go_to_area(&mut self, area: &str) {
        let first = self.questions().find(|question| question.area == area).map(|question| question.id.clone());
        let open = self.open().find(|question| question.area == area).map(|question| question.id.clone());
        if let Some(id) = open.or(first) {
            self.go_to_question(&id);
            self.amending = false;
        }
    }

    /// Goes to the questions about team, service, role and goal, where this interview has them.
    pub fn go_to_opening(&mut self) {
        if self.stations.first() == Some(&Station::Team) {
            self.amending = false;
            self.at = 0;
        }
    }

    /// Goes to the page of all answers.
    pub fn review(&mut self) {
        self.amending = false;
        self.at = self.stations.len() - 1;
    }

    /// Goes to the first question.
    pub fn go_to_first_question(&mut self) {
        let first = self.stations.iter().position(|station| matches!(station, Station::Question(_)));
        self.at = first.unwrap_or(self.stations.len() - 1);
    }

    /// Goes to where an earlier sitting ended: behind the last answer, and from there to the next question that
    /// has none. Where all behind it have one, the page of all answers follows.
    pub fn go_on(&mut self) {
        let answered = |station: &Station| {
            self.question_at(*station).is_some_and(|question| self.answers.get(&question.id).is_some())
        };
        match self.stations.iter().rposition(answered) {
            Some(last) => self.at = last + 1,
            None => self.go_to_first_question(),
        }
    }

    /// Goes to the first question that has no answer, as somebody does who means to answer them all.
    pub fn go_to_open(&mut self) {
        let open = self.open().next().map(|question| question.id.clone());
        match open {
            Some(id) => {
                self.go_to_question(&id);
                self.amending = false;
            }
            None => self.review(),
        }
    }

    /// Passes over questions that have an answer, for somebody who answers only what is open.
    pub fn pass_answered(&mut self) {
        while self.question().is_some_and(|question| self.answers.get(&question.id).is_some()) {
            self.at += 1;
        }
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
