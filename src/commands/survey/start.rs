//! The first screens: what the survey is and how much of it to answer, or what to do with earlier answers; the rule.

use super::menu::{Menu, go};
use super::sitting::{Ending, Sitting, answer_text};
use super::steps::Earlier;
use crate::answers::{Answers, Form};
use crate::error::Result;
use crate::interview::{Interview, Scope};
use crate::terminal::{Screen, Tone, visible};

/// The key that leaves before there is anything to save.
const LEAVE: [(char, &str); 1] = [('q', "survey.key.leave")];

/// Asks what to do; the first choice is the usual one.
pub(super) fn ask(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let answers = sitting.interview.answers();
    let is_fresh = answers.given.is_empty() && answers.drafts.is_empty();
    let mut menu = if is_fresh { welcome(sitting) } else { back(sitting) };
    if menu.is_empty() {
        menu.enter(sitting.word("survey.key.begin"), go(|sitting| sitting.interview.forward()));
    } else {
        menu.mark(Some(0));
    }
    menu.ask(sitting)
}

/// Goes through the questions without an answer, those that the short form left out among them.
pub(super) fn complete(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    sitting.interview.ask_about(Scope::Full)?;
    sitting.interview.fill();
    Ok(None)
}

/// Begins again; the old file is kept.
fn start_over(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
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
    Ok(None)
}

/// What the survey is, and how many questions to answer.
fn welcome(sitting: &Sitting<'_>) -> Menu {
    let content = sitting.content;
    let file = sitting.surroundings.file();
    let told = sitting.fill("survey.start", &[("unit", &content.text.unit), ("file", &file)]);
    let screen = Screen::default().say(content.asks(), Tone::Strong).gap().say(told, Tone::Plain);
    let size = |id, interview: &Interview<'_>| {
        let minutes = sitting.in_minutes(interview.questions());
        sitting.count(id, interview.questions().count(), &[("minutes", &minutes)])
    };
    if sitting.is_settled {
        let screen = screen.gap().say(size("survey.start.short", &sitting.interview), Tone::Plain);
        return Menu::new(sitting, screen, &LEAVE);
    }
    let mut menu = Menu::new(sitting, screen, &LEAVE);
    for (scope, id) in [(Scope::Short, "survey.start.short"), (Scope::Full, "survey.start.full")] {
        let fresh = Interview::new(&content.questionnaire, Answers::empty(&content.questionnaire), &scope);
        if let Some(fresh) = fresh.ok().filter(|fresh| fresh.questions().next().is_some()) {
            let begin = |sitting: &mut Sitting<'_>| {
                sitting.interview.ask_about(scope)?;
                sitting.interview.forward();
                Ok(None)
            };
            menu.offer(size(id, &fresh), begin);
        }
    }
    if content.questionnaire.has_stories() {
        let example = |sitting: &mut Sitting<'_>| {
            let text = sitting.surroundings.example()?.unwrap_or_default();
            page(sitting, Screen::default().say(text, Tone::Plain))
        };
        menu.offer(sitting.word("survey.start.example"), example);
    }
    menu
}

/// What to do with the answers that are there.
fn back(sitting: &Sitting<'_>) -> Menu {
    let answers = sitting.interview.answers();
    let (asked, given) = (sitting.interview.questions().count(), sitting.interview.given());
    let title = match &answers.team {
        Some(team) => sitting.fill("survey.back.team", &[("team", &visible(team))]),
        None => sitting.word("survey.back"),
    };
    let mut told = vec![sitting.count("survey.back.given", given, &[("asked", &asked)])];
    if let Some(date) = &answers.date {
        told.push(sitting.fill("survey.back.date", &[("date", &sitting.content.words.date(date))]));
    }
    if let Some(next) = sitting.interview.resumes_at() {
        let name = sitting.content.name_of(&next.id);
        told.push(sitting.fill("survey.back.next", &[("name", &name)]));
    }
    let screen = Screen::default().say(title, Tone::Strong).gap().say(told.join("\n"), Tone::Plain);
    let mut menu = Menu::new(sitting, screen, &LEAVE);
    if sitting.interview.proposals() > 0 {
        let wanting = sitting.interview.open().count();
        menu.offer(sitting.count("survey.proposals", wanting, &[]), go(|sitting| sitting.interview.fill()));
    }
    let text = match asked - given {
        0 => sitting.word("survey.back.answer"),
        left => {
            let minutes = sitting.in_minutes(sitting.interview.open());
            sitting.count("survey.back.go-on", left, &[("minutes", &minutes)])
        }
    };
    menu.offer(text, go(|sitting| sitting.interview.go_on()));
    let others = beyond_short(sitting);
    if others > 0 {
        menu.offer(sitting.count("survey.back.complete", others, &[]), complete);
    }
    menu.offer(sitting.word("survey.back.look"), look);
    menu.offer(sitting.word("survey.back.start-over"), start_over);
    menu
}

/// How many questions the short form leaves out, if that is what is asked.
pub(super) fn beyond_short(sitting: &Sitting<'_>) -> usize {
    let all = sitting.content.questionnaire.questions.len();
    if *sitting.interview.scope() == Scope::Short { all - sitting.interview.questions().count() } else { 0 }
}

/// Every answer, area by area.
fn look(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
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
pub(super) fn page(sitting: &mut Sitting<'_>, screen: Screen) -> Result<Option<Ending>> {
    let keys = vec![sitting.key('b', "survey.key.back")];
    sitting.ask(Screen { enter: Some(sitting.word("survey.key.back")), keys, ..screen }).map(|_| None)
}

/// The rule of answering, on a screen of its own.
pub(super) fn rule(sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
    let screen = Screen::default()
        .say(sitting.word("survey.rule"), Tone::Strong)
        .gap()
        .say(&sitting.content.text.answering_rule, Tone::Plain)
        .gap()
        .say(sitting.word("survey.rule.keys"), Tone::Plain);
    let mut menu = Menu::new(sitting, screen, &[('b', "survey.key.back"), LEAVE[0]]);
    menu.enter(sitting.word("survey.key.begin"), go(|sitting| sitting.interview.forward()));
    menu.ask(sitting)
}
