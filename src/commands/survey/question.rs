//! One question on the screen: its levels in words, and what the keys do there.

use std::time::Duration;

use super::measured::Measured;
use super::sitting::{Ending, Sitting, answer_text};
use super::start::page;
use super::{measured, more};
use crate::answers::{Answer, Choice};
use crate::error::Result;
use crate::interview::amount::{self, UnitWords};
use crate::language::Values;
use crate::questionnaire::{Question, Unit};
use crate::terminal::{self, Entry, Event, Progress, Screen, Tone, visible};

/// An answer in the making: what was there before, with notes and evidence as they are now.
struct Draft<'q> {
    question: &'q Question,
    answer: Answer,
    /// Whether there was an answer before.
    is_old: bool,
    measured: Option<Measured>,
    /// When it was begun.
    begun: Duration,
}

/// Asks the question that the interview is at, until it is answered or left.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let Some(question) = sitting.interview.question() else { return Ok(None) };
    let here = sitting.interview.station();
    let old = sitting.interview.answers().get(&question.id).cloned();
    let mut draft = Draft {
        question,
        is_old: old.is_some(),
        answer: old.unwrap_or_else(|| noted(sitting, question)),
        measured: measured::of(sitting.content, sitting.metrics, question),
        begun: sitting.surroundings.elapsed(),
    };
    while sitting.interview.station() == here {
        let screen = draft.screen(sitting);
        let event = sitting.ask(screen)?;
        if event == Event::Key('q') {
            return Ok(Some(Ending::Stopped));
        }
        draft.follow(sitting, event)?;
    }
    Ok(None)
}

impl Draft<'_> {
    /// Does what the person wants; an answer goes on to what is next.
    fn follow(&mut self, sitting: &mut Sitting<'_>, event: Event) -> Result<()> {
        match event {
            Event::Chosen(index) => {
                self.give(sitting, Choice::Level(u8::try_from(index).unwrap_or(u8::MAX)))?;
            }
            Event::Key('u') => self.give(sitting, Choice::Unknown)?,
            Event::Key('x') => self.does_not_apply(sitting)?,
            Event::Key('v') => self.type_amount(sitting)?,
            Event::Key('?') => {
                let text = more::screen(sitting, self.question, self.measured.as_ref());
                page(sitting, text)?;
            }
            Event::Key('n') => self.note(sitting)?,
            Event::Key('g') => sitting.find()?,
            Event::Key('t') => {
                sitting.interview.record(None);
                self.is_old = false;
                sitting.keep()?;
                sitting.notice("survey.taken-back", &[]);
            }
            // Enter confirms what several people's answers came to.
            Event::Enter if self.is_old && self.answer.proposed => {
                self.record(sitting, self.answer.choice, self.answer.value)?;
            }
            Event::Enter if !self.is_old => sitting.notice("survey.nothing-chosen", &[]),
            Event::Enter | Event::Key(_) => sitting.interview.forward(),
            Event::Back if sitting.interview.back() => {}
            Event::Back => sitting.notice("survey.first", &[]),
        }
        Ok(())
    }

    fn screen(&self, sitting: &mut Sitting<'_>) -> Screen {
        let text = sitting.content.question(&self.question.id);
        let measured_level = self.measured.as_ref().and_then(|measured| measured.value.level);
        let own = match self.answer.choice {
            Choice::Level(level) if self.is_old => Some(level),
            _ => None,
        };
        let choice = |(level, text): (usize, &String)| {
            let is = |known: Option<u8>| known.is_some_and(|known| usize::from(known) == level);
            let measured = self.measured.as_ref().filter(|_| is(measured_level));
            let yours = if self.answer.proposed { "survey.proposed" } else { "survey.yours" };
            let yours = is(own).then(|| sitting.word(yours));
            let remark = yours.into_iter().chain(
                measured.map(|measured| sitting.fill("survey.measured.here", &[("value", &measured.shown)])),
            );
            let remark = remark.collect::<Vec<_>>().join("; ");
            terminal::Choice { text: text.clone(), remark: Some(remark).filter(|remark| !remark.is_empty()) }
        };
        let choices = text.levels.iter().enumerate().map(choice).collect();
        let mut screen = Screen {
            progress: Some(progress(sitting, self.question)),
            choices,
            marked: own.map(usize::from),
            below: vec![terminal::Paragraph::new(sitting.word("survey.rule"), Tone::Dim)],
            digits: sitting.word("survey.key.choose"),
            keys: self.keys(sitting),
            ..Screen::default()
        }
        .say(&text.question, Tone::Strong)
        .say(sitting.fill("survey.window", &[("window", &text.window)]), Tone::Dim);
        if let Some(measured) = &self.measured {
            screen = screen.say(&measured.told, Tone::Plain);
        }
        if self.is_old && own.is_none() {
            let answers = sitting.interview.answers();
            let mut answer = answer_text(sitting.content, answers, self.question).unwrap_or_default();
            if self.answer.proposed {
                answer = format!("{answer} ({})", sitting.word("survey.proposed"));
            }
            screen = screen.say(sitting.fill("survey.so-far", &[("answer", &answer)]), Tone::Plain);
            let reason = self.answer.reason.as_deref().map(visible);
            screen = reason.into_iter().fold(screen, |screen, reason| screen.say(reason, Tone::Dim));
        }
        if let Some(note) = &self.answer.note {
            screen = screen.say(sitting.fill("survey.note.shown", &[("note", &visible(note))]), Tone::Dim);
        }
        screen
    }

    fn keys(&self, sitting: &Sitting<'_>) -> Vec<terminal::Key> {
        let leave = if self.is_old { ('t', "survey.key.take-back") } else { ('s', "survey.key.skip") };
        let keys = [
            ('u', "survey.key.unknown"),
            ('x', "survey.key.not-applicable"),
            ('v', "survey.key.value"),
            ('?', "survey.key.more"),
            ('n', "survey.key.note"),
            leave,
            ('b', "survey.key.back"),
            ('g', "survey.key.go-to"),
            ('q', "survey.key.quit"),
        ];
        let has_number = self.question.value.is_some();
        let offered = keys.iter().filter(|(letter, _)| *letter != 'v' || has_number);
        offered.map(|(letter, id)| sitting.key(*letter, id)).collect()
    }

    /// Takes a choice to the file, with what was measured or typed for it.
    fn give(&mut self, sitting: &mut Sitting<'_>, choice: Choice) -> Result<()> {
        if choice != Choice::NotApplicable {
            self.answer.reason = None;
        }
        // A number stays with the answer it belongs to; with another answer only if it gives the same level.
        let is_same = self.is_old && choice == self.answer.choice;
        let kept = self.answer.value.filter(|value| {
            let scale = self.question.value.as_ref();
            is_same || scale.is_some_and(|scale| choice == Choice::Level(scale.level(*value)))
        });
        // What was measured is kept beside whatever level the person gives.
        let beside = self.measured.as_ref().filter(|measured| {
            kept.is_none() && matches!(choice, Choice::Level(_)) && measured.value.level.is_some()
        });
        if let Some(measured) = beside {
            sitting.notice("survey.measured.kept", &[("value", &measured.shown)]);
        }
        let value = kept.or(beside.map(|measured| measured.value.value));
        self.record(sitting, choice, value)
    }

    /// Keeps an answer and goes on.
    fn record(&mut self, sitting: &mut Sitting<'_>, choice: Choice, value: Option<f64>) -> Result<()> {
        self.answer.choice = choice;
        self.answer.value = value;
        self.answer.proposed = false;
        self.is_old = true;
        sitting.interview.record(Some(self.answer.clone()));
        sitting.keep()?;
        sitting.took(self.question, sitting.surroundings.elapsed().saturating_sub(self.begun));
        sitting.interview.forward();
        Ok(())
    }

    fn entry(&self, sitting: &Sitting<'_>, message: &str, help: &str) -> Entry {
        Entry {
            about: sitting.content.name_of(&self.question.id),
            message: sitting.word(message),
            initial: String::new(),
            help: sitting.word(help),
        }
    }

    /// What does not apply asks why, which may be passed.
    fn does_not_apply(&mut self, sitting: &mut Sitting<'_>) -> Result<()> {
        let initial = self.answer.reason.clone().unwrap_or_default();
        let entry = Entry { initial, ..self.entry(sitting, "survey.reason", "survey.reason.help") };
        let Some(reason) = sitting.face.line(&entry)? else { return Ok(()) };
        self.answer.reason = (!reason.is_empty()).then_some(reason);
        self.give(sitting, Choice::NotApplicable)
    }

    /// Asks for the real number and records the level it gives.
    fn type_amount(&mut self, sitting: &mut Sitting<'_>) -> Result<()> {
        let Some(scale) = &self.question.value else { return Ok(()) };
        let help = match scale.unit {
            Unit::Share => "survey.amount.share",
            Unit::Hours => "survey.amount.hours",
            Unit::PerWeek => "survey.amount.per-week",
        };
        let units = UnitWords::new(|name| sitting.word(&format!("survey.unit.{name}")));
        let mut entry = self.entry(sitting, "survey.amount", help);
        loop {
            let typed = sitting.face.line(&entry)?.filter(|typed| !typed.is_empty());
            let Some(typed) = typed else { return Ok(()) };
            let Some(value) = amount::read(&typed, scale.unit, &units) else {
                let (shown, help) = (visible(&typed), sitting.word(help));
                entry.help = sitting.fill("survey.amount.unclear", &[("typed", &shown), ("help", &help)]);
                entry.initial = typed;
                continue;
            };
            let level = scale.level(value);
            let text = sitting.content.question(&self.question.id);
            let option = text.levels.get(usize::from(level)).cloned().unwrap_or_default();
            sitting.notice("survey.amount.gives", &[("typed", &visible(&typed)), ("option", &option)]);
            self.answer.reason = None;
            return self.record(sitting, Choice::Level(level), Some(value));
        }
    }

    /// Asks for a note and for links; an answer that is on file already gets them at once.
    fn note(&mut self, sitting: &mut Sitting<'_>) -> Result<()> {
        let initial = self.answer.note.clone().unwrap_or_default();
        let entry = Entry { initial, ..self.entry(sitting, "survey.note", "survey.note.help") };
        let Some(note) = sitting.face.line(&entry)? else { return Ok(()) };
        self.answer.note = (!note.is_empty()).then_some(note);
        self.keep_noted(sitting)?;
        let initial = self.answer.evidence.join(" ");
        let entry = Entry { initial, ..self.entry(sitting, "survey.evidence", "survey.evidence.help") };
        let links = sitting.face.line(&entry)?;
        if let Some(links) = links {
            self.answer.evidence = evidence(&links, &self.answer.evidence);
            self.keep_noted(sitting)?;
        }
        sitting.notice(if self.is_old { "survey.note.kept" } else { "survey.note.waits" }, &[]);
        Ok(())
    }

    fn keep_noted(&self, sitting: &mut Sitting<'_>) -> Result<()> {
        if self.is_old {
            sitting.interview.record(Some(self.answer.clone()));
        } else {
            sitting.interview.note(&self.question.id, &self.answer);
        }
        sitting.keep()
    }
}

/// What was noted beside a question that has no answer yet.
fn noted(sitting: &Sitting<'_>, question: &Question) -> Answer {
    let drafts = &sitting.interview.answers().drafts;
    let draft = drafts.iter().find(|(id, _)| *id == question.id);
    draft.map_or_else(|| Answer::bare(Choice::Unknown), |(_, draft)| draft.clone())
}

/// "3 of 12 · Deliver · 4 minutes left"
fn progress(sitting: &Sitting<'_>, question: &Question) -> Progress {
    let (at, of) = (sitting.interview.number(), sitting.interview.questions().count());
    let area = sitting.content.area(&question.area);
    let values: &Values<'_> =
        &[("number", &at), ("count", &of), ("area", &area), ("left", &sitting.time_left())];
    let text = sitting.fill("survey.progress", values);
    Progress { at, of, text }
}

/// The pointers in a typed line: one a word if all are links, else the whole line. What was there before and was not
/// changed stays as it was.
fn evidence(typed: &str, before: &[String]) -> Vec<String> {
    if typed == before.join(" ") {
        return before.to_vec();
    }
    let pieces: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
    if pieces.iter().all(|piece| piece.contains("://")) { pieces } else { vec![typed.to_owned()] }
}
