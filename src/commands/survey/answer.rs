//! What the answers come to, on the screen, and what to do next.

use super::sitting::{Ending, Sitting};
use super::start::beyond_short;
use super::summary;
use crate::error::Result;
use crate::interview::Scope;
use crate::terminal::{Choice, Event, Screen, Tone};

/// What can be done with the answer.
#[derive(Clone, Copy, Debug)]
enum Wish {
    /// Answer what was skipped.
    Open,
    /// Answer the questions that the short form left out.
    Complete,
    Report,
    /// Look at an answer, and change it.
    Look,
}

/// Shows the answer and asks what to do.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let wishes = wishes(sitting);
    let text = summary(sitting.content, sitting.interview.answers());
    let mut screen = Screen {
        choices: Choice::all(wishes.iter().map(|(_, text)| text.clone())),
        digits: sitting.word("survey.key.choose"),
        keys: vec![sitting.key('b', "survey.key.back"), sitting.key('q', "survey.key.quit")],
        ..Screen::default()
    };
    for (number, line) in text.lines().enumerate() {
        screen = screen.say(line, if number == 0 { Tone::Strong } else { Tone::Plain });
    }
    if beyond_short(sitting) > 0 {
        let measured = sitting.content.text.short_form.clone();
        let remark = measured.unwrap_or_else(|| sitting.word("survey.answer.short"));
        screen = screen.gap().say(remark, Tone::Dim);
    }
    match sitting.ask(screen)? {
        Event::Chosen(index) => match wishes.get(index).map(|(wish, _)| *wish) {
            Some(Wish::Open) => sitting.interview.fill(),
            Some(Wish::Complete) => {
                sitting.interview.ask_about(Scope::Full)?;
                sitting.interview.fill();
            }
            Some(Wish::Report) if matches!(sitting.interview.scope(), Scope::Only(_)) => {
                return Ok(Some(Ending::Finished));
            }
            Some(Wish::Report) => sitting.interview.forward(),
            Some(Wish::Look) => sitting.find()?,
            None => {}
        },
        Event::Key(_) => return Ok(Some(Ending::Stopped)),
        Event::Back => drop(sitting.interview.back()),
        Event::Enter => {}
    }
    Ok(None)
}

fn wishes(sitting: &Sitting<'_>) -> Vec<(Wish, String)> {
    let mut wishes = Vec::new();
    let open = sitting.interview.open().count();
    if open > 0 {
        wishes.push((Wish::Open, sitting.count("survey.answer.open", open, &[])));
    }
    let others = beyond_short(sitting);
    if others > 0 {
        let short = &sitting.content.questionnaire.short_form;
        let left_out =
            sitting.content.questionnaire.questions.iter().filter(|known| !short.contains(&known.id));
        let minutes = sitting.count("survey.minutes", sitting.minutes(left_out), &[]);
        wishes.push((
            Wish::Complete,
            sitting.count("survey.answer.complete", others, &[("minutes", &minutes)]),
        ));
    }
    wishes.push((Wish::Report, sitting.word("survey.answer.report")));
    wishes.push((Wish::Look, sitting.word("survey.answer.look")));
    wishes
}
