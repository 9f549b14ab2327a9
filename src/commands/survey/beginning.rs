//! How a sitting begins: fresh, or with what an earlier one left.

use super::moves;
use super::sitting::Sitting;
use crate::answers::{Answers, Form};
use crate::content::Content;
use crate::error::Result;
use crate::interview::{Interview, Scope};
use crate::questionnaire::Question;
use crate::terminal::{Menu, Prompts, Reply, visible};

/// What the person wants to do with answers that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Go on where it stopped.
    GoOn,
    /// Answer the questions that the short form left out.
    Complete,
    /// Begin again; the old file is kept.
    StartOver,
    /// Leave everything as it is.
    Leave,
}

/// Asks what to do with the answers that are there.
pub(super) fn ask(
    content: &Content,
    prompts: &mut dyn Prompts,
    answers: &Answers,
    scope: &Scope,
) -> Result<Wish> {
    let words = &content.words;
    let interview = Interview::new(&content.questionnaire, answers.clone(), scope)?;
    let tally = interview.tally(None);
    let (given, asked) = (tally.given().to_string(), tally.asked.to_string());
    let team = visible(answers.team.as_deref().unwrap_or_default());
    let date =
        answers.date.as_ref().map(|date| words.fill("survey.back.date", &[("date", &words.date(date))]));
    let values =
        [("given", given.as_str()), ("asked", &asked), ("date", date.as_deref().unwrap_or_default())];
    let greeting = if team.is_empty() { "survey.back.title" } else { "survey.back.title-team" };
    prompts.say(&words.fill(greeting, &[values.as_slice(), &[("team", team.as_str())]].concat()));
    let mut wishes = vec![if tally.open() > 0 {
        (Some(Wish::GoOn), words.fill("survey.back.go-on", &[("open", &tally.open().to_string())]))
    } else {
        (Some(Wish::GoOn), words.say("survey.back.look-over"))
    }];
    if answers.form == Form::Short {
        let all = Interview::new(&content.questionnaire, answers.clone(), &Scope::Full)?.tally(None).open();
        wishes
            .push((Some(Wish::Complete), words.fill("survey.back.complete", &[("open", &all.to_string())])));
    }
    wishes.push((None, words.say("survey.back.look")));
    wishes.push((Some(Wish::StartOver), words.say("survey.back.start-over")));
    wishes.push((Some(Wish::Leave), words.say("survey.back.leave")));
    let rows = wishes.iter().map(|(_, text)| text.clone()).collect();
    let menu = Menu { message: words.say("survey.back.ask"), rows, start: Some(0), ..Menu::default() };
    loop {
        let Reply::Given(row) = prompts.choose(&menu)? else { return Ok(Wish::Leave) };
        match wishes.get(row) {
            Some((Some(wish), _)) => return Ok(*wish),
            _ => prompts.say(&overview(content, &interview)),
        }
    }
}

/// Every answer, area by area; what has none is named at the end.
fn overview(content: &Content, interview: &Interview<'_>) -> String {
    let mut lines = Vec::new();
    let given = |question: &&Question| interview.answers().get(&question.id).is_some();
    for area in interview.areas() {
        let answered: Vec<&Question> =
            interview.questions().filter(|question| question.area == area).filter(given).collect();
        if !answered.is_empty() {
            lines.push(format!("\n{}", content.text.areas.get(area).map_or(area, String::as_str)));
            lines.extend(
                answered.iter().map(|question| format!("  - {}", moves::line(content, interview, question))),
            );
        }
    }
    let open: Vec<String> = interview.open().map(|question| content.name_of(&question.id)).collect();
    if !open.is_empty() {
        lines.push(content.words.fill("survey.back.open", &[("names", &open.join(", "))]));
    }
    lines.join("\n")
}

/// Puts the interview where it begins, and says what there is to say first.
pub(super) fn set_out(sitting: &mut Sitting<'_>, wish: Option<Wish>, scope: &Scope) {
    match (wish, scope) {
        (_, Scope::Only(_)) => {}
        (Some(Wish::GoOn), _) => sitting.interview.go_on(),
        (Some(Wish::Complete), _) => sitting.interview.fill(),
        _ => super::opening::welcome(sitting),
    }
}
