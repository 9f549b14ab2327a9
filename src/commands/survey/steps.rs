//! What became of the next steps of an earlier report, at the start of the next round.

use super::sitting::{Ending, Sitting};
use crate::answers::{Answers, StepMark};
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::Result;
use crate::render::sections::step_title;
use crate::report::{StepPart, build};
use crate::terminal::{Choice, Event, Progress, Screen, Tone};
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
    let (title, of) = (step_title(step, sitting.content), sitting.interview.steps());
    let before =
        sitting.interview.mark().and_then(|mark| StepMark::ALL.iter().position(|known| *known == mark));
    let at = number + 1;
    let text = sitting.fill("survey.step.progress", &[("number", &at), ("count", &of)]);
    let screen = Screen {
        progress: Some(Progress { at, of, text }),
        choices: Choice::all(StepMark::ALL.map(|mark| sitting.word(&format!("survey.step.{}", mark.word())))),
        marked: before,
        digits: sitting.word("survey.key.choose"),
        enter: before.is_none().then(|| sitting.word("survey.key.pass-steps")),
        keys: vec![
            sitting.key('s', "survey.key.skip"),
            sitting.key('b', "survey.key.back"),
            sitting.key('q', "survey.key.quit"),
        ],
        ..Screen::default()
    }
    .say(sitting.word("survey.step"), Tone::Dim)
    .say(title, Tone::Strong);
    match sitting.ask(screen)? {
        Event::Chosen(row) => {
            sitting.interview.set_mark(StepMark::ALL.get(row).copied());
            sitting.keep()?;
            sitting.interview.forward();
        }
        Event::Key('s') => sitting.interview.forward(),
        Event::Key(_) => return Ok(Some(Ending::Stopped)),
        Event::Enter => sitting.interview.pass_steps(),
        Event::Back => drop(sitting.interview.back()),
    }
    Ok(None)
}
