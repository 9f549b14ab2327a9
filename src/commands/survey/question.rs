//! One question on the screen: its levels in words, and what else a person may want to do here.

use super::measured::Measured;
use super::sitting::{Ending, Sitting};
use super::{measured, more, moves};
use crate::answers::{Answer, Choice};
use crate::error::Result;
use crate::interview::amount::{self, UnitWords};
use crate::questionnaire::{Question, Unit};
use crate::terminal::{Entry, Menu, Reply, reading_width, visible, width, wrap_all};

/// What a row of the list does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Give(Choice),
    Measured,
    Amount,
    More,
    Note,
    Skip,
    TakeBack,
    Elsewhere,
}

/// What came of one choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The question stays on the screen.
    Stay,
    /// The interview stands somewhere else now.
    Moved,
    /// The sitting ends.
    End(Ending),
}

/// Asks the question that the interview stands at, until it is answered or left.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let Some(question) = sitting.interview.question() else { return Ok(None) };
    let begun = sitting.surroundings.elapsed();
    let mut draft = Draft::of(sitting.interview.answers().get(&question.id));
    let measured = measured::of(sitting.content, sitting.metrics, question);
    loop {
        let menu = screen(sitting, question, (&draft, measured.as_ref()));
        match sitting.prompts.choose(&menu)? {
            Reply::Back => sitting.back(),
            Reply::Nothing => {
                draft.is_pressed = true;
                continue;
            }
            Reply::Given(index) => {
                let row = rows(question, &draft, measured.as_ref()).get(index).copied().unwrap_or(Row::Skip);
                match act(sitting, question, (row, &mut draft, measured.as_ref()))? {
                    Step::Stay => continue,
                    Step::Moved => {}
                    Step::End(ending) => return Ok(Some(ending)),
                }
            }
        }
        if draft.given {
            let now = sitting.surroundings.elapsed();
            sitting.pace.took(now.saturating_sub(begun));
        }
        return Ok(None);
    }
}

/// Does what a row says.
fn act(
    sitting: &mut Sitting<'_>,
    question: &Question,
    (row, draft, measured): (Row, &mut Draft, Option<&Measured>),
) -> Result<Step> {
    match row {
        Row::Give(choice) => give(sitting, question, (choice, draft, measured)),
        Row::Measured => take_measured(sitting, question, (draft, measured)),
        Row::Amount => type_amount(sitting, question, draft),
        Row::More => {
            let text = more::text(sitting.content, question, measured);
            sitting.prompts.say(&text);
            // The question needs the whole screen again: it waits until the text was read.
            let pause = Entry { message: sitting.word("survey.pause"), ..Entry::default() };
            sitting.prompts.line(&pause)?;
            Ok(Step::Stay)
        }
        Row::Note => {
            note(sitting, draft)?;
            Ok(Step::Stay)
        }
        Row::Skip => {
            sitting.forward();
            Ok(Step::Moved)
        }
        Row::TakeBack => {
            sitting.interview.record(None);
            sitting.keep()?;
            sitting.say("survey.taken-back");
            Ok(Step::Moved)
        }
        Row::Elsewhere => Ok(moves::ask(sitting)?.map_or(Step::Moved, Step::End)),
    }
}

/// An answer in the making: what was there before, and what was typed since.
#[derive(Clone, Debug)]
struct Draft {
    /// The answer on file, with notes and evidence as they stand now.
    answer: Answer,
    /// Whether there was an answer before.
    old: bool,
    /// Whether an answer was given now.
    given: bool,
    /// Whether Enter was pressed without a choice.
    is_pressed: bool,
}

impl Draft {
    fn of(answer: Option<&Answer>) -> Self {
        Self {
            answer: answer.cloned().unwrap_or_else(|| Answer::bare(Choice::Unknown)),
            old: answer.is_some(),
            given: false,
            is_pressed: false,
        }
    }

    /// Makes this the answer, with its note and evidence, and takes it to the file.
    fn give(&mut self, sitting: &mut Sitting<'_>, choice: Choice, value: Option<f64>) -> Result<()> {
        self.answer.choice = choice;
        self.answer.value = value;
        self.given = true;
        sitting.interview.record(Some(self.answer.clone()));
        sitting.keep()
    }
}

fn rows(question: &Question, draft: &Draft, measured: Option<&Measured>) -> Vec<Row> {
    let mut rows: Vec<Row> = (0..question.levels).map(|level| Row::Give(Choice::Level(level))).collect();
    rows.extend([Row::Give(Choice::Unknown), Row::Give(Choice::NotApplicable)]);
    rows.extend(measured.and_then(|measured| measured.value.level).map(|_| Row::Measured));
    rows.extend(question.value.is_some().then_some(Row::Amount));
    rows.extend([Row::More, Row::Note, if draft.old { Row::TakeBack } else { Row::Skip }, Row::Elsewhere]);
    rows
}

/// Says where the person is and what is asked; gives the list to choose from.
fn screen(
    sitting: &mut Sitting<'_>,
    question: &Question,
    (draft, measured): (&Draft, Option<&Measured>),
) -> Menu {
    let text = sitting.content.question(&question.id);
    let lines = |text: &str| wrap_all(text, reading_width(width())).lines().count();
    let place = progress(sitting, question);
    sitting.prompts.say(&format!("\n{place}\n"));
    sitting.prompts.stress(&text.question);
    sitting.say_with("survey.window", &[("window", &text.window)]);
    if let Some(measured) = measured {
        sitting.prompts.say(&measured.text);
    }
    let rows = rows(question, draft, measured);
    let start = rows.iter().position(|row| draft.old && *row == Row::Give(draft.answer.choice));
    Menu {
        message: sitting.word(match (draft.old, draft.is_pressed) {
            (true, _) => "survey.change",
            (false, false) => "survey.choose",
            (false, true) => "survey.choose-again",
        }),
        rows: rows.iter().map(|row| label(sitting, *row, &text.levels, (draft, measured))).collect(),
        start,
        searchable: false,
        // Place, an empty line, the question, its window and what was measured.
        headroom: 3 + lines(&text.question) + measured.map_or(0, |measured| lines(&measured.text)),
    }
}

/// "Deliver · 9 of 34 · about 6 minutes left"
fn progress(sitting: &Sitting<'_>, question: &Question) -> String {
    let asked = sitting.interview.tally(None).asked.to_string();
    let number = sitting.interview.number().to_string();
    let area = sitting.area_name(&question.area);
    let left = sitting.time_left();
    let values = [("area", area.as_str()), ("number", &number), ("count", &asked), ("left", &left)];
    sitting.content.words.fill("survey.progress", &values)
}

fn label(
    sitting: &Sitting<'_>,
    row: Row,
    levels: &[String],
    (draft, measured): (&Draft, Option<&Measured>),
) -> String {
    let has_note = draft.answer.note.is_some() || !draft.answer.evidence.is_empty();
    let text = match row {
        Row::Give(Choice::Level(level)) => levels.get(usize::from(level)).cloned().unwrap_or_default(),
        Row::Give(Choice::Unknown) => sitting.word("survey.row.unknown"),
        Row::Give(Choice::NotApplicable) => sitting.word("survey.row.not-applicable"),
        Row::Measured => {
            let value = measured.map(|measured| measured.shown.as_str()).unwrap_or_default();
            sitting.content.words.fill("survey.row.measured", &[("value", value)])
        }
        Row::Amount => sitting.word("survey.row.amount"),
        Row::More => sitting.word("survey.row.more"),
        Row::Note if has_note => sitting.word("survey.row.note-change"),
        Row::Note => sitting.word("survey.row.note"),
        Row::Skip => sitting.word("survey.row.skip"),
        Row::TakeBack => sitting.word("survey.row.take-back"),
        Row::Elsewhere => sitting.word("survey.row.elsewhere"),
    };
    if draft.old && row == Row::Give(draft.answer.choice) {
        return sitting.content.words.fill("survey.row.yours", &[("answer", &text)]);
    }
    text
}

/// Records a choice; what does not apply asks why first.
fn give(
    sitting: &mut Sitting<'_>,
    question: &Question,
    (choice, draft, measured): (Choice, &mut Draft, Option<&Measured>),
) -> Result<Step> {
    draft.answer.reason = match choice {
        Choice::NotApplicable => {
            let entry = Entry {
                message: sitting.word("survey.reason"),
                initial: draft.answer.reason.clone().unwrap_or_default(),
                help: sitting.word("survey.reason.help"),
            };
            match sitting.prompts.line(&entry)? {
                Reply::Given(reason) => (!reason.is_empty()).then_some(reason),
                _ => return Ok(Step::Stay),
            }
        }
        _ => None,
    };
    // A number stays with the answer it stands beside; with another answer only where it gives the same level.
    let is_same = draft.old && choice == draft.answer.choice;
    let kept = draft.answer.value.filter(|value| {
        is_same || question.value.as_ref().is_some_and(|scale| choice == Choice::Level(scale.level(*value)))
    });
    // What was measured is kept beside whatever level the person gives.
    let beside = measured.filter(|measured| {
        kept.is_none() && matches!(choice, Choice::Level(_)) && measured.value.level.is_some()
    });
    draft.give(sitting, choice, kept.or(beside.map(|measured| measured.value.value)))?;
    if let Some(measured) = beside {
        sitting.say_with("survey.measured.kept", &[("value", &measured.shown)]);
    }
    sitting.forward();
    Ok(Step::Moved)
}

/// Records the measured number and the level it gives.
fn take_measured(
    sitting: &mut Sitting<'_>,
    question: &Question,
    (draft, measured): (&mut Draft, Option<&Measured>),
) -> Result<Step> {
    let taken = measured.and_then(|measured| Some((measured, measured.value.level?)));
    let Some((measured, level)) = taken else { return Ok(Step::Stay) };
    draft.answer.reason = None;
    draft.give(sitting, Choice::Level(level), Some(measured.value.value))?;
    say_option(sitting, question, (&measured.shown, level));
    sitting.forward();
    Ok(Step::Moved)
}

/// Says which option a number gives.
fn say_option(sitting: &mut Sitting<'_>, question: &Question, (number, level): (&str, u8)) {
    let text = sitting.content.question(&question.id);
    let option = text.levels.get(usize::from(level)).cloned().unwrap_or_default();
    sitting.say_with("survey.amount.gives", &[("typed", number), ("option", &option)]);
}

/// Asks for the real number and records the level it gives.
fn type_amount(sitting: &mut Sitting<'_>, question: &Question, draft: &mut Draft) -> Result<Step> {
    let Some(scale) = &question.value else { return Ok(Step::Stay) };
    let help = sitting.word(match scale.unit {
        Unit::Share => "survey.amount.share",
        Unit::Hours => "survey.amount.hours",
        Unit::PerWeek => "survey.amount.per-week",
    });
    let units = UnitWords::new(|name| sitting.word(&format!("survey.unit.{name}")));
    let entry = Entry { message: sitting.word("survey.amount"), initial: String::new(), help: help.clone() };
    loop {
        let Reply::Given(typed) = sitting.prompts.line(&entry)? else { return Ok(Step::Stay) };
        if typed.is_empty() {
            return Ok(Step::Stay);
        }
        let Some(value) = amount::read(&typed, scale.unit, &units) else {
            sitting.say_with("survey.amount.unclear", &[("typed", &visible(&typed)), ("help", &help)]);
            continue;
        };
        let level = scale.level(value);
        draft.answer.reason = None;
        draft.give(sitting, Choice::Level(level), Some(value))?;
        say_option(sitting, question, (&visible(&typed), level));
        sitting.forward();
        return Ok(Step::Moved);
    }
}

/// Asks for a note and for links; an answer that is on file already gets them at once.
fn note(sitting: &mut Sitting<'_>, draft: &mut Draft) -> Result<()> {
    let entry = Entry {
        message: sitting.word("survey.note"),
        initial: draft.answer.note.clone().unwrap_or_default(),
        help: sitting.word("survey.note.help"),
    };
    let Reply::Given(note) = sitting.prompts.line(&entry)? else { return Ok(()) };
    let entry = Entry {
        message: sitting.word("survey.evidence"),
        initial: draft.answer.evidence.join(" "),
        help: sitting.word("survey.evidence.help"),
    };
    let Reply::Given(links) = sitting.prompts.line(&entry)? else { return Ok(()) };
    draft.answer.note = (!note.is_empty()).then_some(note);
    draft.answer.evidence = evidence(&links, &draft.answer.evidence);
    if draft.old {
        sitting.interview.record(Some(draft.answer.clone()));
        sitting.keep()?;
        sitting.say("survey.note.kept");
    } else {
        sitting.say("survey.note.waits");
    }
    Ok(())
}

/// The pointers in a typed line: one a word where they are links, else the whole line. What was there before and
/// was not changed stays as it was.
fn evidence(typed: &str, before: &[String]) -> Vec<String> {
    if typed == before.join(" ") {
        return before.to_vec();
    }
    let pieces: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
    if pieces.iter().all(|piece| piece.contains("://")) { pieces } else { vec![typed.to_owned()] }
}
