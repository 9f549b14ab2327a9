//! The verdict in words: its fixed name, the answer of each axis, and what follows.

use crate::assessment::{AxisScore, Verdict, VerdictCode};
use crate::content::Content;
use crate::questionnaire::{Axes, Axis};
use crate::report::answer::line;
use crate::report::{ContradictionPart, VerdictPart};
use crate::text::Word;

/// The verdict of an assessment with these axes.
pub(super) fn part(
    content: &Content,
    verdict: &Verdict,
    axes: &Axes<AxisScore>,
    contradictions: &[ContradictionPart],
) -> VerdictPart {
    let advice = content.text.verdicts.get(verdict.code.word()).map(|own| own.advice.clone());
    let of_one = |axis: Axis| content.words.say(axis.pick("verdict.only.practices", "verdict.only.results"));
    // With nothing open there is nothing to answer.
    let is_open = axes.asked().any(|(_, part)| part.counts.open() > 0);
    let advice = advice.filter(|_| verdict.code != VerdictCode::CannotTell || is_open);
    let follows = axes.only().map(|(axis, _)| of_one(axis)).or(advice);
    let answers =
        axes.asked().map(|(axis, part)| line(content, axis, part, contradictions).sentence(content));
    VerdictPart {
        code: verdict.code,
        certain: verdict.certain,
        why: verdict.why.clone(),
        headline: headline(content, verdict.code, axes),
        text: answers.chain(follows.filter(|text| !text.is_empty())).collect::<Vec<String>>().join(" "),
        dora_only: verdict.dora_only,
        proposals: verdict.proposals,
    }
}

/// The name of the verdict: the pack's own, or the program's.
pub(super) fn name(content: &Content, code: VerdictCode) -> String {
    let own = content.text.verdicts.get(code.word()).map(|own| own.headline.clone());
    let own = own.filter(|headline| !headline.is_empty());
    own.unwrap_or_else(|| content.words.say(&format!("verdict.{}", code.word())))
}

fn headline(content: &Content, code: VerdictCode, axes: &Axes<AxisScore>) -> String {
    let id = axes.only().and_then(|(axis, part)| {
        Some(match (axis, part.reached()?) {
            (Axis::Adoption, true) => "verdict.only.adopted",
            (Axis::Adoption, false) => "verdict.only.not-adopted",
            (Axis::Outcome, true) => "verdict.only.working",
            (Axis::Outcome, false) => "verdict.only.not-working",
        })
    });
    let is_open = || axes.asked().any(|(_, part)| part.counts.open() > 0);
    if code == VerdictCode::CannotTell && !is_open() {
        return content.words.say("verdict.few-apply");
    }
    id.map_or_else(|| name(content, code), |id| content.words.say(id))
}
