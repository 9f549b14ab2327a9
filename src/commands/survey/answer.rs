//! What the answers come to, on the screen, and what to do next.

use super::menu::{Menu, go};
use super::sitting::{Ending, Sitting};
use super::start::{beyond_short, complete};
use super::summary;
use crate::error::Result;
use crate::interview::Scope;
use crate::terminal::{Screen, Tone};

/// Shows the answer and asks what to do.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let text = summary(sitting.content, sitting.interview.answers());
    let mut screen = Screen::default();
    for (number, line) in text.lines().enumerate() {
        screen = screen.say(line, if number == 0 { Tone::Strong } else { Tone::Plain });
    }
    let others = beyond_short(sitting);
    if others > 0 {
        let measured = sitting.content.text.short_form.clone();
        let remark = measured.unwrap_or_else(|| sitting.word("survey.answer.short"));
        screen = screen.gap().say(remark, Tone::Dim);
    }
    let mut menu = Menu::new(sitting, screen, &[('b', "survey.key.back"), ('q', "survey.key.quit")]);
    let open = sitting.interview.open().count();
    if open > 0 {
        menu.offer(sitting.count("survey.answer.open", open, &[]), go(|sitting| sitting.interview.fill()));
    }
    if others > 0 {
        let questionnaire = &sitting.content.questionnaire;
        let left_out =
            questionnaire.questions.iter().filter(|known| !questionnaire.short_form.contains(&known.id));
        let minutes = sitting.in_minutes(left_out);
        let text = sitting.count("survey.answer.complete", others, &[("minutes", &minutes)]);
        menu.offer(text, complete);
    }
    let is_part = matches!(sitting.interview.scope(), Scope::Only(_));
    let report = move |sitting: &mut Sitting<'_>| {
        sitting.interview.forward();
        Ok(is_part.then_some(Ending::Finished))
    };
    menu.offer(sitting.word("survey.answer.report"), report);
    menu.offer(sitting.word("survey.answer.look"), |sitting| sitting.find().map(|()| None));
    menu.ask(sitting)
}
