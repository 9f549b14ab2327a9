//! A sitting: the interview, the prompts it is asked with, and the file it is kept in.

use std::time::Duration;

use super::{opening, question, review};
use crate::answers::Answers;
use crate::content::Content;
use crate::delivery::Metrics;
use crate::error::Result;
use crate::interview::pace::{Pace, minutes};
use crate::interview::{Interview, Station};
use crate::terminal::Prompts;

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
    /// Keeps the answers, safe from whatever happens next.
    fn keep(&mut self, answers: &Answers) -> Result<()>;
    /// The time since some moment before the sitting.
    fn elapsed(&self) -> Duration;
    /// Today, as `YYYY-MM-DD`.
    fn today(&self) -> String;
    /// The file, as it is named to the person.
    fn file(&self) -> String;
}

/// A sitting.
pub(super) struct Sitting<'a> {
    pub(super) content: &'a Content,
    /// What was measured, where a metrics file was given.
    pub(super) metrics: Option<&'a Metrics>,
    pub(super) prompts: &'a mut dyn Prompts,
    pub(super) interview: Interview<'a>,
    pub(super) surroundings: &'a mut dyn Surroundings,
    pub(super) pace: Pace,
    rule_told: bool,
}

impl<'a> Sitting<'a> {
    pub(super) fn new(
        (content, metrics): (&'a Content, Option<&'a Metrics>),
        prompts: &'a mut dyn Prompts,
        interview: Interview<'a>,
        surroundings: &'a mut dyn Surroundings,
    ) -> Self {
        Self { content, metrics, prompts, interview, surroundings, pace: Pace::default(), rule_told: false }
    }

    /// Asks until the person has finished or stops.
    ///
    /// # Errors
    /// An interruption, and a file that cannot be written.
    pub(super) fn run(&mut self) -> Result<Ending> {
        loop {
            let ending = match self.interview.station() {
                Station::Question(_) => {
                    self.tell_rule();
                    question::ask(self)?
                }
                Station::Review => review::ask(self)?,
                _ => opening::ask(self)?,
            };
            if let Some(ending) = ending {
                return Ok(ending);
            }
        }
    }

    /// Once, before the first question: how to choose, and which keys do what.
    fn tell_rule(&mut self) {
        if !std::mem::replace(&mut self.rule_told, true) {
            let rule = &self.content.text.answering_rule;
            let back = self.prompts.back_key();
            self.say_with("survey.rule", &[("rule", rule), ("back", &back)]);
        }
    }

    /// Says a sentence of the program.
    pub(super) fn say(&mut self, id: &str) {
        self.say_with(id, &[]);
    }

    /// Says a sentence of the program with values put in.
    pub(super) fn say_with(&mut self, id: &str, values: &[(&str, &str)]) {
        let text = self.content.words.fill(id, values);
        self.prompts.say(&text);
    }

    /// A sentence of the program.
    pub(super) fn word(&self, id: &str) -> String {
        self.content.words.say(id)
    }

    /// The name of an area.
    pub(super) fn area_name(&self, id: &str) -> String {
        self.content.text.areas.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// Keeps the answers as they are now.
    pub(super) fn keep(&mut self) -> Result<()> {
        let today = self.surroundings.today();
        self.interview.answers_mut().date = Some(today);
        self.surroundings.keep(self.interview.answers())
    }

    /// "about 6 minutes left", by the person's own pace.
    pub(super) fn time_left(&self) -> String {
        let open = self.interview.tally(None).open();
        match minutes(self.pace.left(open)) {
            _ if open == 0 => self.word("survey.left.none"),
            0 => self.word("survey.left.moment"),
            1 => self.word("survey.left.minute"),
            minutes => self.content.words.fill("survey.left.minutes", &[("minutes", &minutes.to_string())]),
        }
    }

    /// One step on; where that leaves an area, what was answered in it is summed up.
    pub(super) fn forward(&mut self) {
        if let Some(area) = self.interview.forward() {
            review::sum_up(self, area);
        }
    }

    /// One step back; at the very beginning the person is told that there is nothing before.
    pub(super) fn back(&mut self) {
        if !self.interview.back() {
            self.say("survey.first");
        }
    }
}
