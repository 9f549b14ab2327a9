//! The next steps of a report, in words: where the team is, what the next level looks like, who did it.

use crate::advice::{self, Action, NextStep};
use crate::assessment::VerdictCode;
use crate::comparison;
use crate::content::{Content, ToldStory};
use crate::questionnaire::Axis;
use crate::report::{QuestionPart, Report, RosePart, StepPart};
use crate::score::Standing;
use crate::story::Stage;

/// At most this many companies are named as having done a step.
const MOST_EXAMPLES: usize = 3;

/// The next steps of a team, the first marked.
pub(super) fn step_parts(content: &Content, standings: &[Standing], verdict: VerdictCode) -> Vec<StepPart> {
    let steps = advice::next_steps(&content.questionnaire, standings, verdict);
    steps
        .iter()
        .enumerate()
        .map(|(index, step)| StepPart { start_here: index == 0, ..part(content, step) })
        .collect()
}

/// The id of the sentence that says why a report has no next step: every answered trait is at its top, or no trait
/// has a level that a step could begin from, or none applies.
pub fn why_none(report: &Report) -> &'static str {
    let is_known = |question: &QuestionPart| question.axis == Axis::Adoption && question.level.is_some();
    match report.axes.adoption.counts.applicable {
        0 => "step.none.applies",
        _ if report.questions.iter().any(is_known) => "step.none",
        _ => "step.none.unknown",
    }
}

fn part(content: &Content, step: &NextStep) -> StepPart {
    let bare = StepPart {
        id: step.id(),
        step: step.into(),
        priority: step.priority,
        start_here: false,
        unblocks: step.unblocks.clone(),
        facts: Vec::new(),
        rose: Vec::new(),
        now: None,
        next: None,
        week: Vec::new(),
        watch: None,
    };
    let text = step.trait_id.as_ref().map(|id| content.question(id)).unwrap_or_default();
    match step.action {
        Action::Measure => StepPart {
            week: ["step.measure.flow", "step.measure.reliability", "step.measure.feedback"]
                .map(|id| content.words.say(id))
                .to_vec(),
            watch: Some(content.words.say("step.measure.watch")),
            ..bare
        },
        Action::FindOut => StepPart { week: vec![text.look_at.clone()], ..bare },
        Action::Do { from } => {
            let details = text.steps.get(usize::from(from)).cloned().unwrap_or_default();
            StepPart {
                now: text.levels.get(usize::from(from)).cloned(),
                next: text.levels.get(usize::from(from) + 1).cloned(),
                week: details.week,
                watch: Some(details.watch).filter(|watch| !watch.is_empty()),
                rose: step.trait_id.as_ref().map(|id| rose(content, id, from)).unwrap_or_default(),
                facts: step.trait_id.as_ref().map(|id| examples(content, id, from + 1)).unwrap_or_default(),
                ..bare
            }
        }
    }
}

/// Who once was at this level of a trait and rose: the companies asked for first.
fn rose(content: &Content, trait_id: &str, from: u8) -> Vec<RosePart> {
    let of = |told: &ToldStory| {
        let rose = comparison::rose(&told.story, trait_id, from)?;
        Some(RosePart {
            story: told.story.id.clone(),
            year: told.text.date(rose.year).to_owned(),
            facts: rose.facts.to_vec(),
        })
    };
    content.all_stories().filter_map(of).take(MOST_EXAMPLES).collect()
}

/// Facts that show who reached a level of a trait: one company each, those nearest above the level first.
pub fn examples(content: &Content, trait_id: &str, level: u8) -> Vec<String> {
    let mut found: Vec<(u8, &String)> = Vec::new();
    for told in &content.stories {
        let after = told.story.chapters.iter().filter(|chapter| chapter.stage == Stage::After);
        let nearest = after
            .flat_map(|chapter| &chapter.ratings)
            .filter(|rating| {
                rating.trait_id == trait_id && rating.level >= level && told.story.counts(rating)
            })
            .min_by_key(|rating| rating.level);
        found.extend(nearest.and_then(|rating| Some((rating.level, rating.facts.first()?))));
    }
    found.sort_by_key(|(level, _)| *level);
    found.into_iter().take(MOST_EXAMPLES).map(|(_, fact)| fact.clone()).collect()
}
