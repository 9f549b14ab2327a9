//! What became of the next steps of an earlier report, at the start of the next round.

use super::menu::{Menu, go};
use super::sitting::{Ending, Sitting};
use crate::answers::{Answers, StepMark};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::Result;
use crate::render::sections::step_title;
use crate::report::{StepPart, build};
use crate::terminal::{Progress, Screen, Tone};
use crate::text::Word;

/// The answers of an earlier round, and the next steps that were named then.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier {
    /// The file, as it is named to the person.
    pub(super) file: String,
    pub(super) steps: Vec<StepPart>,
}

impl Earlier {
    pub(super) fn of(content: &Content, answers: &Answers, file: String) -> Self {
        Self { file, steps: build::build(content, answers, &[], Unverified::Hidden).next_steps }
    }
}

/// Asks about one step; one key passes all.
pub(super) fn ask(sitting: &mut Sitting<'_>, number: usize) -> Result<Option<Ending>> {
    let Some(step) = sitting.earlier.as_ref().and_then(|earlier| earlier.steps.get(number)) else {
        sitting.interview.pass_steps();
        return Ok(None);
    };
    let (title, of) = (step_title(&step.step, sitting.content), sitting.interview.steps());
    let at = number + 1;
    let text = sitting.fill("survey.step.progress", &[("number", &at), ("count", &of)]);
    let screen = Screen { progress: Some(Progress { at, of, text }), ..Screen::default() }
        .say(sitting.word("survey.step"), Tone::Dim)
        .say(title, Tone::Strong);
    let keys = [('s', "survey.key.skip"), ('b', "survey.key.back"), ('q', "survey.key.quit")];
    let mut menu = Menu::new(sitting, screen, &keys);
    for mark in StepMark::ALL {
        let say = move |sitting: &mut Sitting<'_>| {
            sitting.interview.set_mark(Some(mark));
            sitting.keep()?;
            sitting.interview.forward();
            Ok(None)
        };
        menu.offer(sitting.word(&format!("survey.step.{}", mark.word())), say);
    }
    let before = sitting.interview.mark();
    menu.mark(StepMark::ALL.iter().position(|known| Some(*known) == before));
    if before.is_none() {
        menu.enter(sitting.word("survey.key.pass-steps"), go(|sitting| sitting.interview.pass_steps()));
    }
    menu.ask(sitting)
}
