//! Two answers that cannot both be true, named as soon as both are given.

use super::menu::{Menu, go};
use super::sitting::{Ending, Sitting, answer_text};
use crate::error::Result;
use crate::interview::Conflict;
use crate::questionnaire::Question;
use crate::terminal::{Screen, Tone};

/// Shows both answers and asks which is right, so that the other one can be changed; or keeps both.
pub(super) fn ask(sitting: &mut Sitting<'_>, conflict: Conflict) -> Result<Option<Ending>> {
    let questionnaire = &sitting.content.questionnaire;
    let pair = questionnaire.contradictions.get(conflict.pair);
    let both = pair
        .and_then(|pair| Some((questionnaire.question(&pair.a.id)?, questionnaire.question(&pair.b.id)?)));
    let (Some((a, b)), Some(now)) = (both, questionnaire.questions.get(conflict.now)) else {
        sitting.interview.forward();
        return Ok(None);
    };
    let earlier = if a.id == now.id { b } else { a };
    let screen = Screen::default()
        .say(sitting.word("survey.conflict"), Tone::Strong)
        .gap()
        .say(told(sitting, "survey.conflict.earlier", earlier), Tone::Plain)
        .say(told(sitting, "survey.conflict.now", now), Tone::Plain);
    let mut menu = Menu::new(sitting, screen, &[('b', "survey.key.back"), ('q', "survey.key.quit")]);
    for (id, wrong) in [("survey.conflict.earlier-right", now), ("survey.conflict.now-right", earlier)] {
        let text = sitting.fill(id, &[("name", &sitting.content.name_of(&wrong.id))]);
        let wrong = wrong.id.clone();
        menu.offer(text, go(move |sitting| sitting.interview.go_to(&wrong)));
    }
    menu.enter(sitting.word("survey.key.keep-both"), go(|sitting| sitting.interview.forward()));
    menu.ask(sitting)
}

/// A question with what was answered to it.
fn told(sitting: &Sitting<'_>, id: &str, question: &Question) -> String {
    let answer = answer_text(sitting.content, sitting.interview.answers(), question).unwrap_or_default();
    sitting.fill(id, &[("name", &sitting.content.name_of(&question.id)), ("answer", &answer)])
}
