//! Two answers that cannot both be true, named as soon as both are given.

use super::sitting::{Ending, Sitting, answer_text};
use crate::error::Result;
use crate::terminal::{Choice, Event, Screen, Tone};

/// Shows both answers and lets the person change either, or keep both.
pub(super) fn ask(sitting: &mut Sitting<'_>, pair: usize) -> Result<Option<Ending>> {
    let Some(pair) = sitting.content.questionnaire.contradictions.get(pair) else {
        sitting.interview.forward();
        return Ok(None);
    };
    let ids = [&pair.a.id, &pair.b.id];
    let choices = ids.map(|id| {
        let question = sitting.content.questionnaire.question(id);
        let answer =
            question.and_then(|known| answer_text(sitting.content, sitting.interview.answers(), known));
        let answer = answer.unwrap_or_default();
        let values = [("name", sitting.content.name_of(id)), ("answer", answer)];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        Choice { text: sitting.fill("survey.find.row", &values), remark: None }
    });
    let screen = Screen {
        notices: std::mem::take(&mut sitting.notices),
        choices: choices.into(),
        digits: sitting.word("survey.key.change-answer"),
        enter: Some(sitting.word("survey.key.keep-both")),
        keys: vec![sitting.key('q', "survey.key.quit")],
        ..Screen::default()
    };
    let screen = screen.say(sitting.word("survey.conflict"), Tone::Strong);
    match sitting.face.ask(&screen)? {
        Event::Chosen(index) => {
            if let Some(id) = ids.get(index) {
                sitting.interview.go_to(id);
            }
        }
        Event::Enter => sitting.interview.forward(),
        Event::Key(_) => return Ok(Some(Ending::Stopped)),
        Event::Back => drop(sitting.interview.back()),
    }
    Ok(None)
}
