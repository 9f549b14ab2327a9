//! The survey with prompts that a script answers.

use std::time::Duration;

use proptest::prelude::*;

use super::beginning::{self, Wish};
use super::sitting::{Ending, Sitting, Surroundings};
use crate::answers::{Answer, Answers, Choice, Form, Role, read};
use crate::content::Content;
use crate::delivery::Metrics;
use crate::error::{Kind, Result};
use crate::interview::{Interview, Scope};
use crate::language::Language;
use crate::pack::{self, Pack};
use crate::terminal::scripted::Deed::{self, Back, Enter, Line, Row};
use crate::terminal::scripted::Scripted;
use crate::terminal::{Entry, Menu, Prompts, Reply};
use crate::testing::metrics;

fn content() -> Content {
    let words = pack::words(&Language::english()).unwrap();
    Pack::BuiltIn.content(&words, pack::Choice::Default).unwrap()
}

/// Remembers what was kept; each look at the clock is ten seconds after the one before.
#[derive(Default)]
struct Desk {
    kept: Vec<String>,
    clock: std::cell::Cell<u64>,
}

impl Surroundings for Desk {
    fn keep(&mut self, answers: &Answers) -> Result<()> {
        self.kept.push(answers.to_json());
        Ok(())
    }
    fn elapsed(&self) -> Duration {
        self.clock.set(self.clock.get() + 10);
        Duration::from_secs(self.clock.get())
    }
    fn today(&self) -> String {
        "2026-11-22".to_owned()
    }
    fn file(&self) -> String {
        "answers.json".to_owned()
    }
}

struct Outcome {
    ending: Result<Ending>,
    answers: Answers,
    kept: Vec<String>,
    transcript: String,
}

fn sit(scope: &Scope, deeds: Vec<Deed>) -> Outcome {
    let content = content();
    sit_with(&content, Answers::empty(&content.questionnaire), scope, deeds)
}

fn sit_with(content: &Content, answers: Answers, scope: &Scope, deeds: Vec<Deed>) -> Outcome {
    sit_beside((content, None), answers, scope, deeds)
}

/// A sitting with what was measured.
fn sit_measured(deployments: usize, scope: &Scope, deeds: Vec<Deed>) -> Outcome {
    let (content, metrics) = (content(), metrics(deployments));
    sit_beside((&content, Some(&metrics)), Answers::empty(&content.questionnaire), scope, deeds)
}

fn sit_beside(
    (content, metrics): (&Content, Option<&Metrics>),
    answers: Answers,
    scope: &Scope,
    deeds: Vec<Deed>,
) -> Outcome {
    let mut prompts = Scripted::new(deeds);
    let mut desk = Desk::default();
    let interview = Interview::new(&content.questionnaire, answers, scope).unwrap();
    let mut sitting = Sitting::new((content, metrics), &mut prompts, interview, &mut desk);
    beginning::set_out(&mut sitting, None, scope);
    let ending = sitting.run();
    let answers = sitting.interview.answers().clone();
    Outcome { ending, answers, kept: desk.kept, transcript: prompts.transcript() }
}

fn only(id: &str) -> Scope {
    Scope::Only(vec![id.to_owned()])
}

#[test]
fn the_opening_is_passed_with_enter_and_tells_time_and_readers_first() {
    let outcome = sit(&Scope::Full, vec![Enter, Enter, Enter, Enter]);
    assert_eq!(outcome.ending.unwrap_err().kind, Kind::Interrupted);
    assert!(outcome.kept.is_empty());
    for told in [
        "about 14 minutes",
        "nothing is sent anywhere",
        "How to answer:",
        "Build · 1 of 34 · about 14 minutes left",
    ] {
        assert!(outcome.transcript.contains(told), "{told} in {}", outcome.transcript);
    }
    let rule = outcome.transcript.find("How to answer:");
    assert!(rule < outcome.transcript.find("Which describes you best?"));
}

#[test]
fn what_the_opening_asks_is_kept_at_once_and_can_be_gone_back_to() {
    let deeds =
        vec![Line("Checkout"), Back, Line("Payments"), Line("shop"), Row("Tester"), Line("sleep better")];
    let outcome = sit(&Scope::Full, deeds);
    let answers = outcome.answers;
    assert_eq!(answers.team.as_deref(), Some("Payments"));
    assert_eq!(answers.scope.as_deref(), Some("shop"));
    assert_eq!(answers.respondent.role, Some(Role::Tester));
    assert_eq!(answers.goal.as_deref(), Some("sleep better"));
    assert_eq!(outcome.kept.len(), 5);
    assert!(outcome.kept[0].contains("Checkout"));
}

#[test]
fn esc_at_the_very_beginning_does_not_quit() {
    let outcome = sit(&Scope::Full, vec![Back, Back, Line("Checkout")]);
    assert_eq!(outcome.answers.team.as_deref(), Some("Checkout"));
    assert!(outcome.transcript.contains("This is the beginning"));
}

#[test]
fn enter_alone_never_answers_a_fresh_question() {
    let outcome = sit(&only("telemetry"), vec![Enter, Enter, Enter]);
    assert!(outcome.answers.given.is_empty());
    assert!(outcome.transcript.contains("Nothing chosen yet."));
}

#[test]
fn an_answer_is_kept_before_the_next_question_shows() {
    let outcome = sit(&only("telemetry"), vec![Row("We watch machines only")]);
    assert_eq!(outcome.answers.get("telemetry").unwrap().choice, Choice::Level(1));
    assert_eq!(outcome.kept.len(), 1);
    assert!(outcome.kept[0].contains("\"date\": \"2026-11-22\""));
}

#[test]
fn an_answer_that_is_there_is_marked_and_enter_keeps_it() {
    let deeds = vec![Row("We watch machines only"), Back, Enter, Row("Write the report")];
    let outcome = sit(&only("telemetry"), deeds);
    assert_eq!(outcome.ending.unwrap(), Ending::Finished);
    assert_eq!(outcome.answers.get("telemetry").unwrap().choice, Choice::Level(1));
    assert!(
        outcome.transcript.contains("memory. (your answer so far)")
            || outcome.transcript.contains("(your answer so far)")
    );
}

#[test]
fn what_does_not_apply_asks_why_and_esc_there_takes_nothing() {
    let outcome = sit(
        &only("database-change"),
        vec![Row("Does not apply"), Back, Row("Does not apply"), Line("no database")],
    );
    let answer = outcome.answers.get("database-change").unwrap();
    assert_eq!(answer.choice, Choice::NotApplicable);
    assert_eq!(answer.reason.as_deref(), Some("no database"));
    assert_eq!(outcome.kept.len(), 1);
}

#[test]
fn a_note_waits_for_its_answer_and_loses_its_line_ends() {
    let deeds = vec![
        Row("Add a note"),
        Line("first line\nsecond line"),
        Line("https://a.example https://b.example"),
        Row("I don't know"),
        Back,
        Row("Change the note"),
        Line("한국어 메모"),
        Line("wiki, page three"),
    ];
    let outcome = sit(&only("telemetry"), deeds);
    assert!(outcome.kept[0].contains("first line second line"));
    assert!(outcome.kept[0].contains("\"https://b.example\""));
    let answer = outcome.answers.get("telemetry").unwrap();
    assert_eq!(answer.note.as_deref(), Some("한국어 메모"));
    assert_eq!(answer.evidence, ["wiki, page three"]);
    assert_eq!(answer.choice, Choice::Unknown);
}

#[test]
fn a_real_number_shows_and_gives_its_level() {
    let deeds = vec![Row("I have the real number"), Line("lots"), Line("12 %")];
    let outcome = sit(&only("change-fail-rate"), deeds);
    let answer = outcome.answers.get("change-fail-rate").unwrap();
    assert_eq!((answer.choice, answer.value), (Choice::Level(3), Some(0.12)));
    assert!(outcome.transcript.contains("does not say clearly how much"));
    assert!(outcome.transcript.contains("12 % gives: Over 8 % up to 16 %."));
}

#[test]
fn a_number_goes_with_the_level_it_gave() {
    let deeds = vec![Row("I have the real number"), Line("12 %"), Back, Row("Up to 2 %")];
    let outcome = sit(&only("change-fail-rate"), deeds);
    assert_eq!(outcome.answers.get("change-fail-rate").unwrap().value, None);
}

#[test]
fn durations_and_frequencies_are_understood_as_people_write_them() {
    for (id, typed, level) in [
        ("change-lead-time", "3 days", 3),
        ("failed-deployment-recovery-time", "40 min", 5),
        ("deployment-frequency", "twice a week", 3),
        ("unplanned-work", "30%", 2),
    ] {
        let outcome = sit(&only(id), vec![Row("I have the real number"), Line(typed)]);
        assert_eq!(outcome.answers.get(id).map(|answer| answer.choice), Some(Choice::Level(level)), "{id}");
    }
}

#[test]
fn what_was_measured_stands_beside_its_question_and_is_never_chosen_beforehand() {
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Enter, Enter]);
    assert!(outcome.answers.given.is_empty());
    for told in [
        "Measured: 12 % (deployments: 40, 2026-08-01 to 2026-10-30). It gives: Over 8 % up to 16 %.",
        "Definition: Distinct deployments that an incident",
        "Take the measured number: 12 %",
        "Nothing chosen yet.",
    ] {
        assert!(outcome.transcript.contains(told), "{told} in {}", outcome.transcript);
    }
    for id in ["telemetry", "failed-deployment-recovery-time"] {
        assert!(!sit_measured(40, &only(id), vec![Enter]).transcript.contains("easured"), "{id}");
    }
}

#[test]
fn the_measured_number_can_be_taken_with_its_level() {
    let deeds = vec![Row("Take the measured number"), Back, Enter];
    let outcome = sit_measured(40, &only("change-lead-time"), deeds);
    let answer = outcome.answers.get("change-lead-time").unwrap();
    assert_eq!((answer.choice, answer.value), (Choice::Level(3), Some(72.0)));
    assert!(outcome.kept[0].contains("\"value\": 72"), "{}", outcome.kept[0]);
    assert!(outcome.transcript.contains("3 days gives: "), "{}", outcome.transcript);
}

#[test]
fn another_answer_counts_and_keeps_the_measured_number_beside_it() {
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Row("Up to 2 %")]);
    let answer = outcome.answers.get("change-fail-rate").unwrap();
    assert_eq!((answer.choice, answer.value), (Choice::Level(6), Some(0.12)));
    assert!(outcome.transcript.contains("Kept beside your answer: the measured number, 12 %."));
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Row("I don't know")]);
    assert_eq!(outcome.answers.get("change-fail-rate").unwrap().value, None);
    let typed = vec![Row("I have the real number"), Line("7 %")];
    let outcome = sit_measured(40, &only("change-fail-rate"), typed);
    assert_eq!(outcome.answers.get("change-fail-rate").unwrap().value, Some(0.07));
}

#[test]
fn a_number_beside_another_level_outlives_a_later_sitting() {
    let content = content();
    let mut answers = Answers::empty(&content.questionnaire);
    let claim = Answer { value: Some(0.12), ..Answer::bare(Choice::Level(6)) };
    answers.set(&content.questionnaire, "change-fail-rate", Some(claim.clone()));
    let outcome = sit_with(&content, answers, &only("change-fail-rate"), vec![Enter]);
    assert_eq!(outcome.answers.get("change-fail-rate"), Some(&claim));
}

#[test]
fn few_deployments_are_shown_and_give_nothing_to_take() {
    let outcome = sit_measured(11, &only("change-fail-rate"), vec![Row("Up to 2 %")]);
    assert!(outcome.transcript.contains("2026-10-30); too few deployments for a level."));
    assert!(!outcome.transcript.contains("Take the measured number"));
    assert_eq!(outcome.answers.get("change-fail-rate").unwrap().value, None);
}

#[test]
fn tell_me_more_repeats_what_was_measured() {
    let outcome = sit_measured(40, &only("deployment-frequency"), vec![Row("Tell me more"), Enter]);
    let why = outcome.transcript.find("Why it is asked").unwrap();
    assert!(outcome.transcript[why..].contains("Measured: 2 a week"), "{}", outcome.transcript);
    assert!(outcome.transcript[why..].contains("Definition: Successful deployments"));
}

#[test]
fn tell_me_more_says_why_where_to_look_and_what_a_company_did() {
    let content = content();
    for question in &content.questionnaire.questions {
        let text = super::more::text(&content, question, None);
        assert!(text.contains("Why it is asked: ") && text.contains("Look at: "), "{}", question.id);
    }
    let telemetry = content.questionnaire.question_by_any_name("telemetry").unwrap();
    let text = super::more::text(&content, telemetry, None);
    assert!(
        text.contains("What others did: ") && text.contains("Source: ") && text.contains("http"),
        "{text}"
    );
}

#[test]
fn skipping_leaves_a_question_open_and_the_last_page_names_it() {
    let scope = Scope::Only(vec!["telemetry".to_owned(), "flow".to_owned()]);
    let deeds =
        vec![Row("Skip"), Row("I don't know"), Row("Answer what has no answer yet (1)"), Row("Users tell")];
    let outcome = sit(&scope, deeds);
    assert!(outcome.transcript.contains("Operate is done: 1 open."));
    assert!(outcome.transcript.contains("No answer yet: Telemetry"));
    assert!(outcome.transcript.contains("Not known: Flow and change approval"));
    assert_eq!(outcome.answers.given.len(), 2);
}

#[test]
fn one_can_go_anywhere_and_take_an_answer_back() {
    let start = vec![Enter, Enter, Enter, Enter];
    let go = |rest: Vec<Deed>| sit(&Scope::Full, [start.clone(), rest].concat());
    let area = go(vec![Row("Go elsewhere"), Row("To another area"), Row("Operate"), Row("I don't know")]);
    assert_eq!(area.answers.given[0].0, "fast-recovery");
    let question = go(vec![
        Row("Go elsewhere"),
        Row("To another question"),
        Row("Flow"),
        Row("I don't know"),
        Back,
        Row("Take my"),
    ]);
    assert!(question.kept[0].contains("\"flow\": \"unknown\""));
    assert!(question.answers.given.is_empty());
    let stop = go(vec![Row("Go elsewhere"), Row("Stop here")]);
    assert_eq!(stop.ending.unwrap(), Ending::Stopped);
    let page = go(vec![
        Row("Go elsewhere"),
        Row("To the page"),
        Row("Look at"),
        Row("Flow"),
        Row("I don't know"),
        Row("Write"),
    ]);
    assert_eq!(page.ending.unwrap(), Ending::Finished);
    let opening = go(vec![Row("Go elsewhere"), Row("To the page"), Row("Change team"), Line("New name")]);
    assert_eq!(opening.answers.team.as_deref(), Some("New name"));
}

#[test]
fn the_time_left_follows_the_own_pace() {
    let deeds = [vec![Enter; 4], vec![Row("I don't know"); 3]].concat();
    let outcome = sit(&Scope::Full, deeds);
    assert!(
        outcome.transcript.contains("Deliver · 3 of 34 · about 13 minutes left"),
        "{}",
        outcome.transcript
    );
    // Ten seconds each on this clock: 31 questions take a little over five minutes.
    assert!(
        outcome.transcript.contains("Deliver · 4 of 34 · about 5 minutes left"),
        "{}",
        outcome.transcript
    );
}

#[test]
fn a_later_sitting_can_go_on_look_start_over_or_leave() {
    let content = content();
    let mut answers =
        Answers { form: Form::Short, team: Some("A".to_owned()), ..Answers::empty(&content.questionnaire) };
    answers.set(&content.questionnaire, "telemetry", Some(Answer::bare(Choice::Level(1))));
    let ask = |deeds: Vec<Deed>| {
        let mut prompts = Scripted::new(deeds);
        let wish = beginning::ask(&content, &mut prompts, &answers, &Scope::Short).unwrap();
        (wish, prompts.transcript())
    };
    assert_eq!(ask(vec![Enter]).0, Wish::GoOn);
    assert_eq!(ask(vec![Row("Answer the 33 questions")]).0, Wish::Complete);
    assert_eq!(ask(vec![Row("Start over")]).0, Wish::StartOver);
    assert_eq!(ask(vec![Back]).0, Wish::Leave);
    let (wish, transcript) = ask(vec![Row("Look at"), Row("Leave")]);
    assert_eq!(wish, Wish::Leave);
    assert!(transcript.contains("Telemetry: We watch machines only"));
}

/// Does whatever the numbers say: any key at any time.
struct Monkey {
    numbers: std::vec::IntoIter<u8>,
}

impl Monkey {
    fn next(&mut self) -> Result<usize> {
        let interrupted = || crate::error::Error { kind: Kind::Interrupted, findings: Vec::new() };
        self.numbers.next().map(usize::from).ok_or_else(interrupted)
    }
}

impl Prompts for Monkey {
    fn say(&mut self, _text: &str) {}
    fn back_key(&self) -> String {
        String::new()
    }
    fn choose(&mut self, menu: &Menu) -> Result<Reply<usize>> {
        Ok(match self.next()? {
            0..20 => Reply::Back,
            20..40 => menu.start.map_or(Reply::Nothing, Reply::Given),
            number => Reply::Given(number % menu.rows.len()),
        })
    }
    fn line(&mut self, entry: &Entry) -> Result<Reply<String>> {
        const TYPED: [&str; 8] =
            ["", "7%", "3 days", "2 a week", "배포 자동화", "\"quoted\\ \u{202e}", "https://a.example", "x"];
        Ok(match self.next()? {
            0..40 => Reply::Back,
            40..80 => Reply::Given(entry.initial.clone()),
            number => Reply::Given(TYPED[number % TYPED.len()].to_owned()),
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_sequence_of_keys_ends_in_a_valid_answers_file(numbers in prop::collection::vec(any::<u8>(), 0..200)) {
        let content = content();
        let (questionnaire, metrics) = (&content.questionnaire, metrics(40));
        let mut prompts = Monkey { numbers: numbers.into_iter() };
        let mut desk = Desk::default();
        let interview = Interview::new(questionnaire, Answers::empty(questionnaire), &Scope::Full).unwrap();
        let mut sitting = Sitting::new((&content, Some(&metrics)), &mut prompts, interview, &mut desk);
        let _ = sitting.run();
        let answers = sitting.interview.answers().clone();
        if let Some(last) = desk.kept.last() {
            let read = read::read(last, questionnaire);
            prop_assert_eq!(read.answers, Some(answers), "{:?}", read.findings);
        } else {
            prop_assert!(answers.given.is_empty());
        }
    }
}
