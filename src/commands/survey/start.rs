//! The first screens: what the survey is and how much of it to answer, or what to do with earlier answers; the rule.

use super::sitting::{Ending, Sitting, answer_text};
use super::steps::Earlier;
use crate::answers::{Answers, Form};
use crate::error::Result;
use crate::interview::{Interview, Scope};
use crate::terminal::{Choice, Event, Screen, Tone, visible};

/// What can be done on the first screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Short,
    Full,
    /// See what comes of it.
    Example,
    GoOn,
    /// Go through the proposals and the questions without an answer.
    Fill,
    /// Answer the questions that have no answer, those that the short form left out among them.
    Complete,
    Look,
    /// Begin again; the old file is kept.
    StartOver,
}

/// Asks what to do.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let answers = sitting.interview.answers();
    let is_fresh = answers.given.is_empty() && answers.drafts.is_empty();
    let (screen, wishes) = if is_fresh { welcome(sitting) } else { back(sitting) };
    match sitting.ask(screen)? {
        Event::Chosen(index) => follow(sitting, wishes.get(index).copied())?,
        Event::Key(_) => return Ok(Some(Ending::Stopped)),
        Event::Enter if wishes.is_empty() => sitting.interview.forward(),
        Event::Enter | Event::Back => {}
    }
    Ok(None)
}

fn follow(sitting: &mut Sitting<'_>, wish: Option<Wish>) -> Result<()> {
    match wish {
        Some(Wish::Short) => begin(sitting, Scope::Short)?,
        Some(Wish::Full) => begin(sitting, Scope::Full)?,
        Some(Wish::Example) => {
            let text = sitting.surroundings.example()?.unwrap_or_default();
            page(sitting, Screen::default().say(text, Tone::Plain))?;
        }
        Some(Wish::GoOn) => sitting.interview.go_on(),
        Some(Wish::Fill) => sitting.interview.fill(),
        Some(Wish::Complete) => {
            sitting.interview.ask_about(Scope::Full)?;
            sitting.interview.fill();
        }
        Some(Wish::Look) => look(sitting)?,
        Some(Wish::StartOver) => start_over(sitting)?,
        None => {}
    }
    Ok(())
}

fn begin(sitting: &mut Sitting<'_>, scope: Scope) -> Result<()> {
    sitting.interview.ask_about(scope)?;
    sitting.interview.forward();
    Ok(())
}

fn start_over(sitting: &mut Sitting<'_>) -> Result<()> {
    let before = sitting.interview.answers().clone();
    if let Some(kept) = sitting.surroundings.put_aside()? {
        sitting.notice("survey.kept", &[("file", &kept)]);
        // Starting over on the same day is a correction and not a new round.
        if sitting.earlier.is_none() && before.date != Some(sitting.surroundings.today()) {
            sitting.earlier = Some(Earlier::of(sitting.content, &before, kept));
        }
    }
    let mut answers = Answers::empty(&sitting.content.questionnaire);
    answers.respondent.code = before.respondent.code;
    let scope = if sitting.is_settled { sitting.interview.scope().clone() } else { Scope::Full };
    if scope == Scope::Short {
        answers.form = Form::Short;
    }
    sitting.begin(Interview::new(&sitting.content.questionnaire, answers, &scope)?);
    Ok(())
}

/// A screen with choices, of which the first is the usual one.
fn screen(sitting: &mut Sitting<'_>, choices: &[(Wish, String)]) -> Screen {
    Screen {
        choices: Choice::all(choices.iter().map(|(_, text)| text.clone())),
        marked: (!choices.is_empty()).then_some(0),
        digits: sitting.word("survey.key.choose"),
        enter: choices.is_empty().then(|| sitting.word("survey.key.begin")),
        keys: vec![sitting.key('q', "survey.key.leave")],
        ..Screen::default()
    }
}

/// What the survey is, and how many questions to answer.
fn welcome(sitting: &mut Sitting<'_>) -> (Screen, Vec<Wish>) {
    let content = sitting.content;
    let mut choices = Vec::new();
    let sizes =
        [(Wish::Short, Scope::Short, "survey.start.short"), (Wish::Full, Scope::Full, "survey.start.full")];
    for (wish, scope, id) in sizes {
        let fresh = Interview::new(&content.questionnaire, Answers::empty(&content.questionnaire), &scope);
        let Ok(fresh) = fresh else { continue };
        let questions = fresh.questions().count();
        if questions > 0 && !sitting.is_settled {
            let minutes = sitting.count("survey.minutes", sitting.minutes(fresh.questions()), &[]);
            choices.push((wish, sitting.count(id, questions, &[("minutes", &minutes)])));
        }
    }
    if !sitting.is_settled && content.questionnaire.has_stories() {
        choices.push((Wish::Example, sitting.word("survey.start.example")));
    }
    let file = sitting.surroundings.file();
    let told = sitting.fill("survey.start", &[("unit", &content.text.unit), ("file", &file)]);
    let mut shown = screen(sitting, &choices).say(content.asks(), Tone::Strong).gap().say(told, Tone::Plain);
    if sitting.is_settled {
        let questions = sitting.interview.questions().count();
        let minutes = sitting.count("survey.minutes", sitting.minutes(sitting.interview.questions()), &[]);
        let size = sitting.count("survey.start.short", questions, &[("minutes", &minutes)]);
        shown = shown.gap().say(size, Tone::Plain);
    }
    (shown, choices.into_iter().map(|(wish, _)| wish).collect())
}

/// What to do with the answers that are there.
fn back(sitting: &mut Sitting<'_>) -> (Screen, Vec<Wish>) {
    let (answers, tally) = (sitting.interview.answers().clone(), sitting.interview.tally());
    let mut told = vec![match &answers.team {
        Some(team) => sitting.fill("survey.back.team", &[("team", &visible(team))]),
        None => sitting.word("survey.back"),
    }];
    let asked = tally.asked.to_string();
    told.push(sitting.count("survey.back.given", tally.given(), &[("asked", &asked)]));
    if let Some(date) = &answers.date {
        told.push(sitting.fill("survey.back.date", &[("date", &sitting.content.words.date(date))]));
    }
    let next = sitting.interview.resumes_at();
    if let Some(next) = next {
        let name = sitting.content.name_of(&next.id);
        told.push(sitting.fill("survey.back.next", &[("name", &name)]));
    }
    let open = tally.open();
    let mut choices = Vec::new();
    let proposals = sitting.interview.proposals();
    if proposals > 0 {
        choices.push((Wish::Fill, sitting.count("survey.proposals", sitting.interview.open().count(), &[])));
    }
    choices.push(if open > 0 {
        let minutes = sitting.count("survey.minutes", sitting.minutes(sitting.interview.open()), &[]);
        (Wish::GoOn, sitting.count("survey.back.go-on", open, &[("minutes", &minutes)]))
    } else {
        (Wish::GoOn, sitting.word("survey.back.answer"))
    });
    let others = beyond_short(sitting);
    if others > 0 {
        choices.push((Wish::Complete, sitting.count("survey.back.complete", others, &[])));
    }
    choices.push((Wish::Look, sitting.word("survey.back.look")));
    choices.push((Wish::StartOver, sitting.word("survey.back.start-over")));
    let shown =
        screen(sitting, &choices).say(told.remove(0), Tone::Strong).gap().say(told.join("\n"), Tone::Plain);
    (shown, choices.into_iter().map(|(wish, _)| wish).collect())
}

/// How many questions the short form leaves out, if that is what is asked.
pub(super) fn beyond_short(sitting: &Sitting<'_>) -> usize {
    let all = sitting.content.questionnaire.questions.len();
    if *sitting.interview.scope() == Scope::Short { all - sitting.interview.tally().asked } else { 0 }
}

/// Every answer, area by area.
fn look(sitting: &mut Sitting<'_>) -> Result<()> {
    let mut screen = Screen::default();
    let mut area = "";
    for question in sitting.interview.questions().collect::<Vec<_>>() {
        if question.area != area {
            area = &question.area;
            screen = if screen.text.is_empty() { screen } else { screen.gap() };
            screen = screen.say(sitting.content.area(area), Tone::Strong);
        }
        let answer = answer_text(sitting.content, sitting.interview.answers(), question);
        let (tone, answer) =
            answer.map_or((Tone::Dim, sitting.word("survey.open")), |told| (Tone::Plain, told));
        let name = sitting.content.name_of(&question.id);
        screen = screen.say(
            format!("- {}", sitting.fill("survey.find.row", &[("name", &name), ("answer", &answer)])),
            tone,
        );
    }
    page(sitting, screen)
}

/// Shows a text until the person has read it.
pub(super) fn page(sitting: &mut Sitting<'_>, screen: Screen) -> Result<()> {
    let back = vec![sitting.key('b', "survey.key.back")];
    let screen = Screen { enter: Some(sitting.word("survey.key.back")), keys: back, ..screen };
    sitting.ask(screen).map(|_| ())
}

/// The rule of answering, on a screen of its own.
pub(super) fn rule(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let screen = Screen {
        enter: Some(sitting.word("survey.key.begin")),
        keys: vec![sitting.key('b', "survey.key.back"), sitting.key('q', "survey.key.leave")],
        ..Screen::default()
    };
    let screen = screen
        .say(sitting.word("survey.rule"), Tone::Strong)
        .gap()
        .say(&sitting.content.text.answering_rule, Tone::Plain)
        .gap()
        .say(sitting.word("survey.rule.keys"), Tone::Plain);
    match sitting.ask(screen)? {
        Event::Key(_) => return Ok(Some(Ending::Stopped)),
        Event::Back => drop(sitting.interview.back()),
        Event::Enter | Event::Chosen(_) => sitting.interview.forward(),
    }
    Ok(None)
}
