//! The verdict in words: those of the pack, and the program's own where it has none.

use crate::assessment::{Assessment, Reason, VerdictCode};
use crate::content::Content;
use crate::language::Words;
use crate::questionnaire::Axis;
use crate::questionnaire::text::VerdictText;
use crate::report::build::axes;
use crate::report::{AxisPart, VerdictPart};

/// The verdict of an assessment.
pub(super) fn part(content: &Content, assessment: &Assessment) -> VerdictPart {
    let verdict = &assessment.verdict;
    let leaning = !verdict.certain && verdict.code != VerdictCode::CannotTell;
    let own = content.text.verdicts.get(verdict.code.word()).cloned().unwrap_or_default();
    let both = axes(assessment);
    let told = both.only().and_then(|only| of_one_axis(&content.words, only));
    let (headline, paragraph) = told.unwrap_or_else(|| {
        let paragraph = match (verdict.code, both.only()) {
            (_, Some((axis, _))) => Some(only(axis, &content.words)),
            (VerdictCode::CannotTell, None) => match (both.adoption.score, both.outcome.score) {
                (None, None) => own.both.clone(),
                (None, Some(_)) => own.adoption.clone(),
                _ => own.outcome.clone(),
            },
            _ if leaning => own.leaning.clone(),
            _ => own.certain.clone(),
        };
        (headline(&own, verdict.code, (leaning, &content.words)), paragraph)
    });
    let doubts = verdict.why.iter().filter(|_| leaning).map(|reason| match reason {
        Reason::NearLine if !content.text.near_line.is_empty() => content.text.near_line.clone(),
        reason => content.words.say(&format!("verdict.why.{}", reason.word())),
    });
    VerdictPart {
        code: verdict.code,
        certain: verdict.certain,
        why: verdict.why.clone(),
        headline,
        text: paragraph.into_iter().chain(doubts).collect::<Vec<String>>().join(" "),
        dora_only: verdict.dora_only,
    }
}

/// The answer in one sentence. Words for a certain answer say that it leans where they are all there is.
fn headline(own: &VerdictText, code: VerdictCode, (leaning, words): (bool, &Words)) -> String {
    let told = |headline: &str| {
        if leaning { words.fill("verdict.leaning", &[("verdict", headline)]) } else { headline.to_owned() }
    };
    match &own.leaning_headline {
        Some(headline) if leaning => headline.clone(),
        _ if own.headline.is_empty() => told(&capital(&words.say(&format!("verdict.{}", code.word())))),
        _ => told(&own.headline),
    }
}

/// Headline and paragraph where one axis is all that is asked, and it has a score.
fn of_one_axis(words: &Words, (axis, part): (Axis, &AxisPart)) -> Option<(String, Option<String>)> {
    let id = match (axis, part.score? >= part.line?) {
        (Axis::Adoption, true) => "verdict.only.adopted",
        (Axis::Adoption, false) => "verdict.only.not-adopted",
        (Axis::Outcome, true) => "verdict.only.working",
        (Axis::Outcome, false) => "verdict.only.not-working",
    };
    Some((words.say(id), Some(only(axis, words))))
}

fn only(axis: Axis, words: &Words) -> String {
    words.say(match axis {
        Axis::Adoption => "verdict.only.practices",
        Axis::Outcome => "verdict.only.results",
    })
}

/// A text with its first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
