//! A sitting: the interview, the face it is asked with, and the file it is kept in.

use std::path::Path;
use std::time::Duration;

use super::saving::Unsaved;
use super::steps::Earlier;
use super::{about, answer, conflict, question, saving, start, steps};
use crate::answers::{Answers, Choice};
use crate::content::Content;
use crate::delivery::Metrics;
use crate::error::Result;
use crate::interview::pace::{Pace, length, minutes};
use crate::interview::{Interview, Station};
use crate::language::Values;
use crate::questionnaire::Question;
use crate::terminal::{Event, Face, Key, Row, Screen};

/// How a sitting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The person wants the report.
    Finished,
    /// The person goes on another time.
    Stopped,
}

/// What a sitting needs from outside: where the answers go, and what time it is.
pub(super) trait Surroundings {
    /// Keeps the answers, safe from whatever happens next. If somebody else has changed the file meanwhile, theirs is
    /// kept under the name that is given.
    fn keep(&mut self, answers: &Answers) -> Result<Option<String>>;
    /// From now on answers go to this file.
    fn move_to(&mut self, path: &Path) -> Result<()>;
    /// Puts the file that is there aside, unless the new answers go elsewhere anyway; gives its new name.
    fn put_aside(&mut self) -> Result<Option<String>>;
    /// The time since some moment before the sitting.
    fn elapsed(&self) -> Duration;
    /// Today, as `YYYY-MM-DD`.
    fn today(&self) -> String;
    /// The file, as it is named to the person.
    fn file(&self) -> String;
    /// The report of the sample team as text, if the pack has one.
    fn example(&self) -> Result<Option<String>>;
}

/// A sitting.
pub(super) struct Sitting<'a> {
    pub(super) content: &'a Content,
    /// What was measured, if a metrics file was given.
    pub(super) metrics: Option<&'a Metrics>,
    pub(super) face: &'a mut dyn Face,
    pub(super) interview: Interview<'a>,
    pub(super) surroundings: &'a mut dyn Surroundings,
    /// The round before this one, if there was one.
    pub(super) earlier: Option<Earlier>,
    pub(super) pace: Pace,
    /// Whether the command line says which questions are asked.
    pub(super) is_settled: bool,
    /// What the next screen says first.
    pub(super) notices: Vec<String>,
}

impl<'a> Sitting<'a> {
    pub(super) fn new(
        content: &'a Content,
        face: &'a mut dyn Face,
        interview: Interview<'a>,
        surroundings: &'a mut dyn Surroundings,
    ) -> Self {
        Self {
            content,
            metrics: None,
            face,
            interview,
            surroundings,
            earlier: None,
            pace: Pace::default(),
            is_settled: false,
            notices: Vec::new(),
        }
    }

    /// Begins with other answers, after an earlier round with what became of its steps.
    pub(super) fn begin(&mut self, interview: Interview<'a>) {
        self.interview = interview;
        if let Some(earlier) = &self.earlier {
            self.interview.ask_about_steps(earlier.steps.iter().map(|step| step.id.clone()).collect());
        }
    }

    /// Asks until the person has finished or stops.
    ///
    /// # Errors
    /// An interruption, and a file that cannot be written.
    pub(super) fn run(&mut self) -> Result<Ending> {
        loop {
            let ending = match self.interview.station() {
                Station::Step(number) => steps::ask(self, number)?,
                Station::Start => start::ask(self)?,
                Station::Rule => start::rule(self)?,
                Station::Question(_) => question::ask(self)?,
                Station::Conflict(conflict) => conflict::ask(self, conflict)?,
                Station::Answer => answer::ask(self)?,
                Station::About => about::ask(self)?,
            };
            if let Some(ending) = ending {
                return Ok(ending);
            }
        }
    }

    /// Shows a screen below what it says first, and waits until the person does something.
    pub(super) fn ask(&mut self, screen: Screen) -> Result<Event> {
        self.face.ask(&Screen { notices: std::mem::take(&mut self.notices), ..screen })
    }

    pub(super) fn notice(&mut self, id: &str, values: &Values<'_>) {
        self.notices.push(self.content.words.fill(id, values));
    }

    pub(super) fn word(&self, id: &str) -> String {
        self.content.words.say(id)
    }

    /// A sentence of the program with values put in.
    pub(super) fn fill(&self, id: &str, values: &Values<'_>) -> String {
        self.content.words.fill(id, values)
    }

    /// A sentence with a number put in for `{count}`; of one thing the sentence `ID.one`, if there is one.
    pub(super) fn count(&self, id: &str, count: usize, values: &Values<'_>) -> String {
        self.content.words.count(id, count, values)
    }

    /// A key with what it does.
    pub(super) fn key(&self, letter: char, id: &str) -> Key {
        Key { letter, label: self.word(id) }
    }

    /// Keeps the answers as they are now. If that fails, the person may try again or name another file.
    pub(super) fn keep(&mut self) -> Result<()> {
        let today = self.surroundings.today();
        self.interview.answers_mut().date = Some(today);
        let other = saving::insist(self.face, &self.content.words, Unsaved::Answers, |place| {
            place.map_or(Ok(()), |place| self.surroundings.move_to(&place))?;
            self.surroundings.keep(self.interview.answers())
        })?;
        if let Some(other) = other {
            self.notice("survey.edited", &[("file", &other)]);
        }
        Ok(())
    }

    /// Notes how long a question took.
    pub(super) fn took(&mut self, question: &Question, time: Duration) {
        self.pace.took(length(&self.content.question(&question.id)), time);
    }

    /// "6 minutes": the time that these questions will take, at least one.
    pub(super) fn in_minutes<'q>(&self, questions: impl Iterator<Item = &'q Question>) -> String {
        self.count("survey.minutes", self.minutes(questions), &[])
    }

    fn minutes<'q>(&self, questions: impl Iterator<Item = &'q Question>) -> usize {
        let time = self.pace.left(questions.map(|question| length(&self.content.question(&question.id))));
        usize::try_from(minutes(time)).unwrap_or(usize::MAX).max(1)
    }

    /// "6 minutes left", by the length of the open questions and the person's own pace.
    pub(super) fn time_left(&self) -> String {
        match self.interview.open().count() {
            0 => self.word("survey.left.none"),
            _ => self.count("survey.time-left", self.minutes(self.interview.open()), &[]),
        }
    }

    /// Lets the person choose one of the questions and goes there. From a question, what the answers come to can be
    /// chosen as well.
    pub(super) fn find(&mut self) -> Result<()> {
        let questions: Vec<&Question> = self.interview.questions().collect();
        let mut rows: Vec<Row> = questions.iter().map(|question| self.row(question)).collect();
        let here = self.interview.question();
        if here.is_some() {
            rows.push(Row { text: self.word("survey.find.answer"), search: String::new() });
        }
        let start = here.and_then(|here| questions.iter().position(|question| question.id == here.id));
        let message = self.word("survey.find");
        match self.face.find(&message, &rows, start.unwrap_or(0))? {
            Some(row) if row < questions.len() => self.interview.go_to(&questions[row].id),
            Some(_) => self.interview.finish(),
            None => {}
        }
        Ok(())
    }

    /// A question with its answer on one line; it is found by its own words too.
    fn row(&self, question: &Question) -> Row {
        let text = self.content.question(&question.id);
        let answer = answer_text(self.content, self.interview.answers(), question);
        let answer = answer.unwrap_or_else(|| self.word("survey.open"));
        Row {
            text: self.fill("survey.find.row", &[("name", &text.name), ("answer", &answer)]),
            search: text.question.clone(),
        }
    }
}

/// What was answered to a question, in words.
pub(super) fn answer_text(content: &Content, answers: &Answers, question: &Question) -> Option<String> {
    Some(match answers.get(&question.id)?.choice {
        Choice::Level(level) => {
            content.question(&question.id).levels.get(usize::from(level)).cloned().unwrap_or_default()
        }
        Choice::Unknown => content.words.say("survey.unknown"),
        Choice::NotApplicable => content.words.say("survey.not-applicable"),
    })
}
