//! Going somewhere else: the next or the last question, an area, a question, the page of all answers, or home.

use super::sitting::{Ending, Sitting};
use crate::answers::Choice;
use crate::content::Content;
use crate::error::Result;
use crate::interview::Interview;
use crate::questionnaire::Question;
use crate::terminal::{Menu, Reply};

/// Where somebody may go from a question.
#[derive(Clone, Copy, Debug)]
enum Goal {
    Next,
    Before,
    Area,
    Question,
    Review,
    Stop,
}

const GOALS: [(Goal, &str); 6] = [
    (Goal::Next, "survey.go.next"),
    (Goal::Before, "survey.go.before"),
    (Goal::Area, "survey.go.area"),
    (Goal::Question, "survey.go.question"),
    (Goal::Review, "survey.go.review"),
    (Goal::Stop, "survey.go.stop"),
];

/// Asks where to go, and goes there; stepping back from it leads back to the question.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let back = sitting.prompts.back_key();
    let rows = GOALS.iter().map(|(_, id)| sitting.content.words.fill(id, &[("back", &back)])).collect();
    let menu = Menu { message: sitting.word("survey.go"), rows, start: Some(0), ..Menu::default() };
    let Reply::Given(row) = sitting.prompts.choose(&menu)? else { return Ok(None) };
    match GOALS.get(row).map(|(goal, _)| *goal) {
        Some(Goal::Next) => sitting.forward(),
        Some(Goal::Before) => sitting.back(),
        Some(Goal::Area) => area(sitting)?,
        Some(Goal::Question) => question(sitting)?,
        Some(Goal::Review) => sitting.interview.review(),
        Some(Goal::Stop) => return Ok(Some(Ending::Stopped)),
        None => {}
    }
    Ok(None)
}

fn area(sitting: &mut Sitting<'_>) -> Result<()> {
    let areas = sitting.interview.areas();
    let row = |area: &&str| {
        let tally = sitting.interview.tally(Some(area));
        let (given, asked) = (tally.given().to_string(), tally.asked.to_string());
        let name = sitting.area_name(area);
        sitting
            .content
            .words
            .fill("survey.go.area-row", &[("area", &name), ("given", &given), ("asked", &asked)])
    };
    let rows = areas.iter().map(row).collect();
    let here = sitting
        .interview
        .question()
        .and_then(|question| areas.iter().position(|area| *area == question.area));
    let menu = Menu {
        message: sitting.word("survey.go.which-area"),
        rows,
        start: here.or(Some(0)),
        ..Menu::default()
    };
    if let Reply::Given(row) = sitting.prompts.choose(&menu)?
        && let Some(area) = areas.get(row)
    {
        sitting.interview.go_to_area(area);
    }
    Ok(())
}

/// Lets the person choose one of all questions and goes there.
pub(super) fn question(sitting: &mut Sitting<'_>) -> Result<()> {
    let questions: Vec<&Question> = sitting.interview.questions().collect();
    let rows = questions.iter().map(|question| line(sitting.content, &sitting.interview, question)).collect();
    let here = sitting.interview.question();
    let start =
        here.and_then(|here| questions.iter().position(|question| question.id == here.id)).or(Some(0));
    let message = sitting.word("survey.go.which-question");
    let menu = Menu { message, rows, start, searchable: true, ..Menu::default() };
    if let Reply::Given(row) = sitting.prompts.choose(&menu)?
        && let Some(question) = questions.get(row)
    {
        sitting.interview.go_to_question(&question.id);
    }
    Ok(())
}

/// A question with its answer on one line.
pub(super) fn line(content: &Content, interview: &Interview<'_>, question: &Question) -> String {
    let text = content.question(&question.id);
    let answer = match interview.answers().get(&question.id).map(|answer| answer.choice) {
        Some(Choice::Level(level)) => text.levels.get(usize::from(level)).cloned().unwrap_or_default(),
        Some(Choice::Unknown) => content.words.say("survey.row.unknown"),
        Some(Choice::NotApplicable) => content.words.say("survey.row.not-applicable"),
        None => content.words.say("survey.open"),
    };
    content.words.fill("survey.go.question-row", &[("name", &text.name), ("answer", &answer)])
}
