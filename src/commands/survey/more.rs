//! "Tell me more": why a question is asked, what to look at, and what one of the companies did.

use super::measured::Measured;
use super::sitting::Sitting;
use crate::content::{Content, ToldStory};
use crate::language::Values;
use crate::questionnaire::Question;
use crate::story::{Chapter, Confidence, Stage};
use crate::terminal::{Screen, Tone};

/// All that helps to answer a question, as one page; `measured` is what was measured for it.
pub(super) fn screen(sitting: &Sitting<'_>, question: &Question, measured: Option<&Measured>) -> Screen {
    let content = sitting.content;
    let text = content.question(&question.id);
    let parts = [
        ("survey.more.why", Some(&text.why)),
        ("survey.more.look-at", Some(&text.look_at)),
        ("survey.more.note", text.note.as_ref()),
        ("survey.more.counting", text.counting.as_ref()),
    ];
    let mut screen = Screen::default().say(&text.question, Tone::Strong);
    for (id, text) in parts {
        if let Some(text) = text {
            screen = screen.gap().say(sitting.fill(id, &[("text", text)]), Tone::Plain);
        }
    }
    if let Some(measured) = measured {
        screen = screen.gap().say(&measured.told, Tone::Plain).say(&measured.definition, Tone::Dim);
    }
    match example(content, question) {
        Some(example) => screen.gap().say(example, Tone::Plain),
        None => screen,
    }
}

/// What one company did: for a practice the practice itself, for a result one of the practices that improve it.
/// Which company it is goes round with the questions, so that a reader meets them all.
fn example(content: &Content, question: &Question) -> Option<String> {
    let traits = std::iter::once(question.id.as_str()).chain(question.improved_by.iter().map(String::as_str));
    let turn = content.questionnaire.questions.iter().position(|known| known.id == question.id).unwrap_or(0);
    traits.into_iter().find_map(|trait_id| {
        let told: Vec<String> =
            content.stories.iter().filter_map(|told| deed(content, told, trait_id)).collect();
        (!told.is_empty()).then(|| told[turn % told.len()].clone())
    })
}

/// The best known fact behind a company's rating of a trait after its change.
fn deed(content: &Content, told: &ToldStory, trait_id: &str) -> Option<String> {
    let after = |chapter: &&Chapter| chapter.stage == Stage::After;
    let ratings = told.story.chapters.iter().filter(after).flat_map(|chapter| &chapter.ratings);
    let rating =
        ratings.filter(|rating| rating.trait_id == trait_id).find(|rating| told.story.counts(rating))?;
    let facts = rating.facts.iter().filter_map(|id| told.story.fact(id));
    let fact = facts.filter(|fact| fact.confidence < Confidence::C).min_by_key(|fact| fact.confidence)?;
    let claim = &told.text.facts.get(&fact.id)?.claim;
    let source = told.story.source(&fact.source)?;
    let date = content.words.date(told.text.date(&fact.as_of));
    let values: &Values<'_> = &[
        ("company", &told.text.company),
        ("year", &date),
        ("claim", claim),
        ("source", &source.title),
        ("url", &source.url),
    ];
    Some(content.words.fill("survey.more.example", values))
}
