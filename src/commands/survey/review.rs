//! What was answered: summed up after each area, and as a page at the end, before the report is written.

use super::moves;
use super::sitting::{Ending, Sitting};
use crate::answers::Choice;
use crate::error::Result;
use crate::interview::Tally;
use crate::questionnaire::Question;
use crate::terminal::{Menu, Reply};

/// What somebody may do on the page of all answers.
#[derive(Clone, Copy, Debug)]
enum Goal {
    Finish,
    Open,
    Change,
    Opening,
    Stop,
}

/// Says how the questions of an area were answered.
pub(super) fn sum_up(sitting: &mut Sitting<'_>, area: &str) {
    let tally = sitting.interview.tally(Some(area));
    let name = sitting.area_name(area);
    let counts = counts(sitting, tally);
    sitting.say_with("survey.area-done", &[("area", &name), ("counts", &counts)]);
}

/// "4 answered, 1 not known, 1 open"; what is nought is left out.
pub(super) fn counts(sitting: &Sitting<'_>, tally: Tally) -> String {
    let parts = [
        ("survey.count.levels", tally.levels),
        ("survey.count.unknown", tally.unknown),
        ("survey.count.not-applicable", tally.not_applicable),
        ("survey.count.open", tally.open()),
    ];
    let shown = parts.iter().filter(|(_, count)| *count > 0);
    let told = shown.map(|(id, count)| sitting.content.words.fill(id, &[("count", &count.to_string())]));
    told.collect::<Vec<_>>().join(&sitting.word("survey.count.between"))
}

/// Shows the page of all answers and asks what to do with them.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let page = page(sitting);
    sitting.prompts.say(&page);
    let open = sitting.interview.tally(None).open();
    let mut goals = vec![(Goal::Finish, sitting.word("survey.review.finish"))];
    if open > 0 {
        let text = sitting.content.words.fill("survey.review.open", &[("count", &open.to_string())]);
        goals.push((Goal::Open, text));
    }
    goals.push((Goal::Change, sitting.word("survey.review.change")));
    if sitting.interview.has_opening() {
        goals.push((Goal::Opening, sitting.word("survey.review.opening")));
    }
    goals.push((Goal::Stop, sitting.word("survey.go.stop")));
    let rows = goals.iter().map(|(_, text)| text.clone()).collect();
    let menu = Menu { message: sitting.word("survey.review.ask"), rows, start: Some(0), ..Menu::default() };
    let Reply::Given(row) = sitting.prompts.choose(&menu)? else {
        sitting.back();
        return Ok(None);
    };
    match goals.get(row).map(|(goal, _)| *goal) {
        Some(Goal::Finish) => return Ok(Some(Ending::Finished)),
        Some(Goal::Open) => sitting.interview.fill(),
        Some(Goal::Change) => moves::question(sitting)?,
        Some(Goal::Opening) => sitting.interview.go_to_opening(),
        Some(Goal::Stop) => return Ok(Some(Ending::Stopped)),
        None => {}
    }
    Ok(None)
}

/// The page: how much was answered, then what has no level, by its reason.
fn page(sitting: &Sitting<'_>) -> String {
    let words = &sitting.content.words;
    let counts = counts(sitting, sitting.interview.tally(None));
    let mut lines = vec![words.fill("survey.review.title", &[("counts", &counts)])];
    let groups = [
        ("survey.review.list-open", None),
        ("survey.review.list-unknown", Some(Choice::Unknown)),
        ("survey.review.list-not-applicable", Some(Choice::NotApplicable)),
    ];
    for (id, choice) in groups {
        let answers = sitting.interview.answers();
        let matches = |question: &&Question| answers.get(&question.id).map(|answer| answer.choice) == choice;
        let chosen = sitting.interview.questions().filter(matches);
        let names: Vec<String> = chosen.map(|question| sitting.content.name_of(&question.id)).collect();
        if !names.is_empty() {
            lines.push(words.fill(id, &[("names", &names.join(", "))]));
        }
    }
    lines.join("\n")
}
