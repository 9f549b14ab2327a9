//! The survey as a state machine: where it is, and what each step makes of it. It knows no terminal and no words.

pub mod amount;
pub mod pace;
mod scope;

use std::collections::BTreeSet;

use crate::answers::{Answer, Answers, Choice, Form, StepMark};
use crate::error::Error;
use crate::questionnaire::{LevelRange, Question, Questionnaire};

pub use scope::Scope;

/// A place where an interview can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Station {
    /// What became of a next step of an earlier report, by its place there.
    Step(usize),
    /// What to do: begin, or go on with what an earlier sitting left.
    Start,
    /// The rule of answering.
    Rule,
    /// A question, by its index in the questionnaire.
    Question(usize),
    /// Two answers that cannot both be true.
    Conflict(Conflict),
    /// What the answers come to.
    Answer,
    /// What is said about the team, its service and the person.
    About,
}

/// Two answers that cannot both be true, of which one was given just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The position of the contradiction in the questionnaire.
    pub pair: usize,
    /// The index of the question that was answered last.
    pub now: usize,
}

/// An interview: the answers so far and the place where it is.
#[derive(Clone, Debug)]
pub struct Interview<'q> {
    questionnaire: &'q Questionnaire,
    scope: Scope,
    /// The questions that are asked, by their indexes, in their order.
    asked: Vec<usize>,
    station: Station,
    /// The ids of the next steps of an earlier report.
    steps: Vec<String>,
    /// Where the question that is looked at between two others leads back to.
    back_to: Option<Station>,
    /// Whether questions that have an answer are passed over.
    fills: bool,
    /// The index of the question that was answered last.
    answered: Option<usize>,
    /// The contradictions that the person has seen and kept.
    kept: BTreeSet<usize>,
    answers: Answers,
}

impl<'q> Interview<'q> {
    /// An interview that begins with what to do; one that asks only single questions again begins with the first of
    /// them.
    ///
    /// # Errors
    /// Wrong usage if an id names no question.
    pub fn new(questionnaire: &'q Questionnaire, answers: Answers, scope: &Scope) -> Result<Self, Error> {
        let asked = scope.questions(questionnaire)?;
        let mut interview = Self {
            questionnaire,
            scope: scope.clone(),
            asked,
            station: Station::Start,
            steps: Vec::new(),
            back_to: None,
            fills: false,
            answered: None,
            kept: BTreeSet::new(),
            answers,
        };
        interview.pass_steps();
        Ok(interview)
    }

    /// Asks first what became of these next steps of an earlier report.
    pub fn ask_about_steps(&mut self, ids: Vec<String>) {
        if !ids.is_empty() {
            (self.steps, self.station) = (ids, Station::Step(0));
        }
    }

    /// How many earlier steps are asked about.
    pub const fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Goes to where the interview would begin without earlier steps.
    pub fn pass_steps(&mut self) {
        let is_part = matches!(self.scope, Scope::Only(_));
        self.station = if is_part { self.at(0) } else { Station::Start };
    }

    /// What is said of the step the interview is at.
    pub fn mark(&self) -> Option<StepMark> {
        let id = self.step()?;
        self.answers.steps.iter().find(|(known, _)| known == id).map(|(_, mark)| *mark)
    }

    /// Says what became of the step the interview is at.
    pub fn set_mark(&mut self, mark: Option<StepMark>) {
        let Some(id) = self.step().cloned() else { return };
        self.answers.steps.retain(|(known, _)| *known != id);
        self.answers.steps.extend(mark.map(|mark| (id, mark)));
        self.answers.steps.sort_by(|(a, _), (b, _)| a.cmp(b));
    }

    fn step(&self) -> Option<&String> {
        match self.station {
            Station::Step(number) => self.steps.get(number),
            _ => None,
        }
    }

    /// The answers so far.
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The answers so far, to change what is beside the single answers.
    pub const fn answers_mut(&mut self) -> &mut Answers {
        &mut self.answers
    }

    /// Which questions are asked.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Where the interview is.
    pub const fn station(&self) -> Station {
        self.station
    }

    /// The questions that are asked, in their order.
    pub fn questions(&self) -> impl DoubleEndedIterator<Item = &'q Question> + '_ {
        self.asked.iter().map(|index| self.known(*index))
    }

    /// The question the interview is at, if it is at one.
    pub fn question(&self) -> Option<&'q Question> {
        match self.station {
            Station::Question(index) => Some(self.known(index)),
            _ => None,
        }
    }

    fn known(&self, index: usize) -> &'q Question {
        &self.questionnaire.questions[index]
    }

    /// The number of the question the interview is at, counted from 1; 0 elsewhere.
    pub fn number(&self) -> usize {
        self.position().map_or(0, |position| position + 1)
    }

    fn position(&self) -> Option<usize> {
        self.asked.iter().position(|index| Station::Question(*index) == self.station)
    }

    /// How many of the questions have an answer of any kind.
    pub fn given(&self) -> usize {
        self.questions().filter(|question| self.answers.get(&question.id).is_some()).count()
    }

    /// The questions that still want an answer, in their order.
    pub fn open(&self) -> impl Iterator<Item = &'q Question> + '_ {
        self.questions().filter(|question| self.wants(question))
    }

    /// A proposal that nobody has confirmed yet wants an answer as well.
    fn wants(&self, question: &Question) -> bool {
        self.answers.get(&question.id).is_none_or(|answer| answer.proposed)
    }

    /// How many answers are proposals.
    pub fn proposals(&self) -> usize {
        let given =
            |question: &&Question| self.answers.get(&question.id).is_some_and(|answer| answer.proposed);
        self.questions().filter(given).count()
    }

    /// Asks other questions from now on. Answers that are there keep their form until one outside of it is given.
    ///
    /// # Errors
    /// Wrong usage if an id names no question.
    pub fn ask_about(&mut self, scope: Scope) -> Result<(), Error> {
        self.asked = scope.questions(self.questionnaire)?;
        if self.answers.given.is_empty() {
            self.answers.form = if scope == Scope::Short { Form::Short } else { Form::Full };
        }
        self.scope = scope;
        Ok(())
    }

    /// Records the answer to the question the interview is at, or takes it back; elsewhere nothing happens.
    /// If all questions are asked, an answer outside the short form makes the answers those of the full form.
    pub fn record(&mut self, answer: Option<Answer>) {
        let Some(question) = self.question() else { return };
        if let (Station::Question(index), Some(_)) = (self.station, &answer) {
            self.answered = Some(index);
        }
        let is_short = self.questionnaire.short_form.contains(&question.id);
        if self.scope == Scope::Full && answer.is_some() && !is_short {
            self.answers.form = Form::Full;
        }
        self.answers.set(self.questionnaire, &question.id, answer);
    }

    /// Keeps a note beside a question that has no answer yet.
    pub fn note(&mut self, id: &str, draft: &Answer) {
        self.answers.drafts.retain(|(known, _)| known != id);
        // A number would give the question an answer.
        let noted = Answer { choice: Choice::Unknown, proposed: false, value: None, ..draft.clone() };
        self.answers.drafts.extend((!noted.is_bare()).then(|| (id.to_owned(), noted)));
    }

    /// One step on, whether the question was answered or not.
    pub fn forward(&mut self) {
        self.station = match self.station {
            Station::Step(number) if number + 1 < self.steps.len() => Station::Step(number + 1),
            Station::Step(_) => return self.pass_steps(),
            Station::Start => Station::Rule,
            Station::Rule => self.resumed(),
            Station::Question(index) => {
                let next = self.back_to.take().unwrap_or_else(|| self.next());
                self.behind(index, next)
            }
            Station::Conflict(Conflict { pair, now }) => {
                self.kept.insert(pair);
                let next = self.back_to.take().unwrap_or(Station::Answer);
                self.behind(now, next)
            }
            Station::Answer | Station::About => Station::About,
        };
    }

    /// One step back; false at the very beginning, where there is nothing before.
    pub fn back(&mut self) -> bool {
        let before = match self.station {
            Station::Step(number) => number.checked_sub(1).map(Station::Step),
            Station::Start => self.steps.len().checked_sub(1).map(Station::Step),
            Station::Rule => Some(Station::Start),
            Station::Question(index) => match (self.back_to.take(), self.position()) {
                (Some(next), _) => Some(self.behind(index, next)),
                (None, Some(0) | None) => (!matches!(self.scope, Scope::Only(_))).then_some(Station::Rule),
                (None, Some(position)) => Some(self.at(position - 1)),
            },
            Station::Conflict(Conflict { now, .. }) => {
                self.back_to = None;
                Some(Station::Question(now))
            }
            Station::Answer => Some(self.at(self.asked.len().saturating_sub(1))),
            Station::About => Some(Station::Answer),
        };
        self.station = before.unwrap_or(self.station);
        before.is_some()
    }

    /// What follows a question: a contradiction of its answer first, if there is one.
    fn behind(&mut self, index: usize, next: Station) -> Station {
        let Some(pair) = self.contradicts(index) else { return next };
        self.back_to = Some(next);
        // A person who only looked at the earlier answer has answered the other one last.
        let now = self.answered.filter(|answered| self.is_of(*answered, pair)).unwrap_or(index);
        Station::Conflict(Conflict { pair, now })
    }

    /// The contradiction between the answer to a question and another one that the person has not seen yet.
    fn contradicts(&self, index: usize) -> Option<usize> {
        let holds = |range: &LevelRange| {
            let level = self.answers.choice(&range.id).and_then(Choice::level);
            level.is_some_and(|level| (range.from..=range.to).contains(&level))
        };
        let mut pairs = self.questionnaire.contradictions.iter().enumerate();
        let found = pairs.find(|(position, pair)| {
            self.is_of(index, *position) && !self.kept.contains(position) && holds(&pair.a) && holds(&pair.b)
        });
        found.map(|(position, _)| position)
    }

    /// Whether a contradiction is about a question.
    fn is_of(&self, index: usize, pair: usize) -> bool {
        let pair = &self.questionnaire.contradictions[pair];
        [&pair.a.id, &pair.b.id].contains(&&self.known(index).id)
    }

    fn at(&self, position: usize) -> Station {
        self.asked.get(position).map_or(Station::Answer, |index| Station::Question(*index))
    }

    /// The next question; the next that wants an answer, if only those are asked.
    fn next(&self) -> Station {
        if self.fills { self.wanting(self.number()) } else { self.at(self.number()) }
    }

    /// The first question from a position on that wants an answer; what the answers come to, if there is none.
    fn wanting(&self, from: usize) -> Station {
        let found = self.asked.iter().skip(from).find(|index| self.wants(self.known(**index)));
        found.map_or(Station::Answer, |index| Station::Question(*index))
    }

    /// Where an earlier sitting ended: behind the last answer. Without any answer it is the first question.
    fn resumed(&self) -> Station {
        if self.fills {
            return self.wanting(0);
        }
        let is_answered = |index: &usize| !self.wants(self.known(*index));
        self.at(self.asked.iter().rposition(is_answered).map_or(0, |last| last + 1))
    }

    /// The question that an earlier sitting would have asked next, if there is one.
    pub fn resumes_at(&self) -> Option<&'q Question> {
        match self.resumed() {
            Station::Question(index) => Some(self.known(index)),
            _ => None,
        }
    }

    /// Goes to where an earlier sitting ended.
    pub fn go_on(&mut self) {
        self.station = self.resumed();
    }

    /// Goes to the first question that wants an answer, and from each to the next one.
    pub fn fill(&mut self) {
        self.fills = true;
        self.station = self.wanting(0);
    }

    /// Goes to a question, and from it on in order. Somebody who comes from elsewhere gets back there instead.
    pub fn go_to(&mut self, id: &str) {
        let Some(index) = self.questionnaire.position(id) else { return };
        // A person who looks at one of two answers that do not fit has a way back already.
        if !matches!(self.station, Station::Question(_) | Station::Conflict(_)) {
            self.back_to = Some(self.station);
        }
        self.station = Station::Question(index);
    }

    /// Goes to what the answers come to.
    pub fn finish(&mut self) {
        self.back_to = None;
        self.fills = false;
        self.station = Station::Answer;
    }
}

#[cfg(test)]
mod tests;
