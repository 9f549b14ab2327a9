//! The survey with prompts that a script answers.

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;

use super::saving::{self, Unsaved};
use super::sitting::{Ending, Sitting, Surroundings};
use crate::answers::{Answer, Answers, Choice, Form, Role, StepMark, read};
use crate::content::Content;
use crate::delivery::Metrics;
use crate::error::{Error, Kind, Message, Result};
use crate::interview::{Interview, Scope, Station};
use crate::language::Language;
use crate::pack::{self, Pack};
use crate::questionnaire::{Contradiction, LevelRange};
use crate::terminal::scripted::Deed::{self, Back, Enter, Pick, Press, Type};
use crate::terminal::scripted::Scripted;
use crate::terminal::{Entry, Event, Face, Row, Screen};
use crate::testing::metrics;

fn content() -> Content {
    let words = pack::words(&Language::english()).unwrap();
    Pack::BuiltIn.content(&words, pack::Choice::Default).unwrap()
}

/// Remembers what was kept; each look at the clock is ten seconds after the one before.
#[derive(Default)]
struct Desk {
    kept: Vec<String>,
    /// What the next savings come to, before all others succeed.
    fails: Vec<Result<Option<String>>>,
    file: String,
    clock: std::cell::Cell<u64>,
}

impl Surroundings for Desk {
    fn keep(&mut self, answers: &Answers) -> Result<Option<String>> {
        let saved = self.fails.pop().unwrap_or(Ok(None))?;
        self.kept.push(answers.to_json());
        Ok(saved)
    }
    fn move_to(&mut self, path: &Path) -> Result<()> {
        self.file = path.display().to_string();
        Ok(())
    }
    fn put_aside(&mut self) -> Result<Option<String>> {
        Ok(Some("answers-old.json".to_owned()))
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
    fn example(&self) -> Result<Option<String>> {
        Ok(Some("An example".to_owned()))
    }
}

struct Outcome {
    ending: Result<Ending>,
    answers: Answers,
    station: Station,
    kept: Vec<String>,
    file: String,
    transcript: String,
}

fn sit(scope: &Scope, deeds: Vec<Deed>) -> Outcome {
    let content = content();
    sit_with(&content, Answers::empty(&content.questionnaire), scope, deeds)
}

fn sit_with(content: &Content, answers: Answers, scope: &Scope, deeds: Vec<Deed>) -> Outcome {
    sit_beside(content, None, answers, scope, deeds)
}

/// A sitting with what was measured.
fn sit_measured(deployments: usize, scope: &Scope, deeds: Vec<Deed>) -> Outcome {
    let (content, metrics) = (content(), metrics(deployments));
    sit_beside(&content, Some(&metrics), Answers::empty(&content.questionnaire), scope, deeds)
}

fn sit_beside(
    content: &Content,
    metrics: Option<&Metrics>,
    answers: Answers,
    scope: &Scope,
    deeds: Vec<Deed>,
) -> Outcome {
    sit_at(content, metrics, answers, scope, deeds, Desk::default())
}

fn sit_at(
    content: &Content,
    metrics: Option<&Metrics>,
    answers: Answers,
    scope: &Scope,
    deeds: Vec<Deed>,
    mut desk: Desk,
) -> Outcome {
    let mut face = Scripted::new(deeds);
    let interview = Interview::new(&content.questionnaire, answers, scope).unwrap();
    let mut sitting = Sitting::new(content, &mut face, interview, &mut desk);
    sitting.metrics = metrics;
    let ending = sitting.run();
    let answers = sitting.interview.answers().clone();
    let station = sitting.interview.station();
    Outcome { ending, answers, station, kept: desk.kept, file: desk.file, transcript: face.transcript() }
}

fn only(id: &str) -> Scope {
    Scope::Only(vec![id.to_owned()])
}

/// What was answered to the only question that was asked.
fn answered(id: &str, deeds: Vec<Deed>) -> Answer {
    sit(&only(id), deeds).answers.get(id).cloned().unwrap()
}

#[test]
fn two_keys_lead_to_the_first_of_twelve_questions() {
    let outcome = sit(&Scope::Full, vec![Enter, Enter]);
    assert_eq!(outcome.ending.unwrap_err().kind, Kind::Interrupted);
    assert!(outcome.kept.is_empty());
    for told in ["12 questions, about", "All 34 questions", "Nothing is sent anywhere", "1 of 12 · Build"] {
        assert!(outcome.transcript.contains(told), "{told} in {}", outcome.transcript);
    }
    let rule = "Between two? Take the lower one. “I don't know” is an answer too.";
    assert_eq!(outcome.transcript.matches(rule).count(), 2, "on a screen of its own and below the question");
}

#[test]
fn all_questions_or_an_example_can_be_chosen_instead() {
    let outcome = sit(&Scope::Full, vec![Press('3'), Enter, Press('2'), Enter]);
    assert!(outcome.transcript.contains("An example"));
    assert!(outcome.transcript.contains("1 of 34 · Build"), "{}", outcome.transcript);
}

#[test]
fn a_digit_chooses_saves_and_goes_on() {
    let outcome = sit(&Scope::Full, vec![Enter, Enter, Press('3')]);
    assert_eq!(outcome.kept.len(), 1);
    assert!(outcome.kept[0].contains("\"date\": \"2026-11-22\""));
    assert!(outcome.kept[0].contains("\"form\": \"short\""));
    assert_eq!(outcome.answers.given.len(), 1);
    assert_eq!(outcome.answers.given[0].1.choice, Choice::Level(2));
    assert!(outcome.transcript.contains("2 of 12"));
}

#[test]
fn the_short_form_takes_seventeen_keys_and_the_full_form_thirty_nine() {
    for (first, questions, most) in [('1', 12, 20), ('2', 34, 45)] {
        let mut deeds = vec![Press(first), Enter];
        deeds.extend(std::iter::repeat_n(Press('3'), questions));
        deeds.extend([Pick("Write the report"), Enter]);
        // One more key opens the report.
        assert!(deeds.len() < most);
        let outcome = sit(&Scope::Full, deeds);
        assert_eq!(outcome.ending.unwrap(), Ending::Finished);
        assert_eq!(outcome.answers.given.len(), questions);
    }
}

#[test]
fn enter_alone_never_answers_a_fresh_question() {
    let outcome = sit(&only("telemetry"), vec![Enter, Enter, Enter]);
    assert!(outcome.answers.given.is_empty());
    assert!(outcome.transcript.contains("Nothing is marked yet."));
}

#[test]
fn an_answer_that_is_there_is_marked_and_enter_keeps_it() {
    let outcome = sit(&only("telemetry"), vec![Press('2'), Back, Enter, Pick("Write the report")]);
    assert_eq!(outcome.ending.unwrap(), Ending::Finished);
    assert_eq!(outcome.answers.get("telemetry").unwrap().choice, Choice::Level(1));
    assert!(outcome.transcript.contains("(your answer so far)"));
}

#[test]
fn an_answer_without_a_level_is_shown_and_enter_keeps_it() {
    let outcome = sit(&only("telemetry"), vec![Press('u'), Back, Enter, Pick("Write the report")]);
    assert_eq!(outcome.answers.get("telemetry").unwrap().choice, Choice::Unknown);
    assert!(outcome.transcript.contains("Your answer so far: Don't know"));
}

#[test]
fn what_does_not_apply_asks_why_and_esc_there_takes_nothing() {
    let deeds = vec![Press('x'), Back, Press('x'), Type("no database")];
    let outcome = sit(&only("database-change"), deeds);
    let answer = outcome.answers.get("database-change").unwrap();
    assert_eq!(answer.choice, Choice::NotApplicable);
    assert_eq!(answer.reason.as_deref(), Some("no database"));
    assert_eq!(outcome.kept.len(), 1);
    assert_eq!(answered("database-change", vec![Press('x'), Enter]).reason, None);
}

#[test]
fn a_note_waits_for_its_answer_and_loses_its_line_ends() {
    let deeds = vec![
        Press('n'),
        Type("first line\nsecond line"),
        Type("https://a.example https://b.example"),
        Press('u'),
        Back,
        Press('n'),
        Type("한국어 메모"),
        Type("wiki, page three"),
    ];
    let outcome = sit(&only("telemetry"), deeds);
    // The note is kept before there is an answer, and a later sitting finds it.
    let kept = |index: usize| read::read(&outcome.kept[index], &content().questionnaire).answers.unwrap();
    assert_eq!(
        kept(0).drafts[0].1.note.as_deref(),
        Some("first line second line"),
        "before links are asked for"
    );
    assert!(kept(0).drafts[0].1.evidence.is_empty());
    let draft = kept(1);
    assert!(draft.given.is_empty());
    assert_eq!(draft.drafts[0].1.note.as_deref(), Some("first line second line"));
    assert_eq!(draft.drafts[0].1.evidence, ["https://a.example", "https://b.example"]);
    let later = sit_with(&content(), draft, &only("telemetry"), vec![Press('u')]).answers;
    assert_eq!(later.get("telemetry").unwrap().note.as_deref(), Some("first line second line"));
    assert!(later.drafts.is_empty());
    let answer = outcome.answers.get("telemetry").unwrap();
    assert_eq!(answer.note.as_deref(), Some("한국어 메모"));
    assert_eq!(answer.evidence, ["wiki, page three"]);
    assert_eq!(answer.choice, Choice::Unknown);
}

#[test]
fn a_real_number_shows_and_gives_its_level() {
    let outcome = sit(&only("change-fail-rate"), vec![Press('v'), Type("lots"), Type("12 %")]);
    let answer = outcome.answers.get("change-fail-rate").unwrap();
    assert_eq!((answer.choice, answer.value), (Choice::Level(3), Some(0.12)));
    let option = content().question("change-fail-rate").levels[3].clone();
    assert!(outcome.transcript.contains(&format!("12 % means: {option}")), "{}", outcome.transcript);
}

#[test]
fn a_number_goes_with_the_level_it_gave() {
    let deeds = vec![Press('v'), Type("12 %"), Back, Press('7')];
    assert_eq!(answered("change-fail-rate", deeds).value, None);
}

#[test]
fn durations_and_frequencies_are_understood_as_people_write_them() {
    for (id, typed, level) in [
        ("change-lead-time", "3 days", 3),
        ("failed-deployment-recovery-time", "40 min", 5),
        ("deployment-frequency", "twice a week", 3),
        ("unplanned-work", "30%", 2),
    ] {
        let answer = answered(id, vec![Press('v'), Type(typed)]);
        assert_eq!(answer.choice, Choice::Level(level), "{id}");
    }
}

#[test]
fn the_measured_option_is_marked_and_never_chosen_beforehand() {
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Enter, Enter]);
    assert!(outcome.answers.given.is_empty());
    let option = content().question("change-fail-rate").levels[3].clone();
    for told in [
        "Measured: 12% (deployments: 40, 2026-08-01 to 2026-10-30)".to_owned(),
        format!("{option} (measured: 12%)"),
        "Nothing is marked yet.".to_owned(),
    ] {
        assert!(outcome.transcript.contains(&told), "{told} in {}", outcome.transcript);
    }
    for id in ["telemetry", "failed-deployment-recovery-time"] {
        assert!(!sit_measured(40, &only(id), vec![Enter]).transcript.contains("easured"), "{id}");
    }
}

#[test]
fn the_measured_number_is_kept_with_its_level_and_beside_another() {
    let outcome = sit_measured(40, &only("change-lead-time"), vec![Press('4'), Back, Enter]);
    let answer = outcome.answers.get("change-lead-time").unwrap();
    assert_eq!((answer.choice, answer.value), (Choice::Level(3), Some(72.0)));
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Press('7')]);
    let answer = outcome.answers.get("change-fail-rate").unwrap();
    assert_eq!((answer.choice, answer.value), (Choice::Level(6), Some(0.12)));
    assert!(outcome.transcript.contains("with your answer: 12%."));
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Press('u')]);
    assert_eq!(outcome.answers.get("change-fail-rate").unwrap().value, None);
    let outcome = sit_measured(40, &only("change-fail-rate"), vec![Press('v'), Type("7 %")]);
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
fn few_deployments_are_shown_and_mark_nothing() {
    let outcome = sit_measured(11, &only("change-fail-rate"), vec![Press('7')]);
    assert!(outcome.transcript.contains("2026-10-30); too few deployments for a level."));
    assert!(!outcome.transcript.contains("(measured:"));
    assert_eq!(outcome.answers.get("change-fail-rate").unwrap().value, None);
}

#[test]
fn more_says_why_where_to_look_what_was_measured_and_what_a_company_did() {
    let outcome = sit_measured(40, &only("deployment-frequency"), vec![Press('?'), Enter]);
    let why = outcome.transcript.find("Why we ask").unwrap();
    for told in ["Look at: ", "Measured: 2 a week", "Definition: Successful deployments"] {
        assert!(outcome.transcript[why..].contains(told), "{told} in {}", outcome.transcript);
    }
    let outcome = sit(&only("telemetry"), vec![Press('?'), Enter]);
    for told in ["What others did: ", "Source: ", "http"] {
        assert!(outcome.transcript.contains(told), "{told} in {}", outcome.transcript);
    }
}

#[test]
fn skipping_leaves_a_question_open_and_the_end_offers_it() {
    let scope = Scope::Only(vec!["telemetry".to_owned(), "flow".to_owned()]);
    let outcome =
        sit(&scope, vec![Press('s'), Press('u'), Pick("Answer the question you skipped"), Press('1')]);
    assert_eq!(outcome.answers.given.len(), 2);
    assert_eq!(outcome.station, Station::Answer);
}

#[test]
fn one_can_go_anywhere_take_an_answer_back_and_stop() {
    let go = |rest: Vec<Deed>| sit(&Scope::Full, [vec![Press('2'), Enter], rest].concat());
    let question = go(vec![Press('g'), Pick("Change approval"), Press('u'), Back, Press('t')]);
    assert!(question.kept[0].contains("\"flow\": \"unknown\""));
    assert!(question.answers.given.is_empty());
    assert_eq!(go(vec![Press('q')]).ending.unwrap(), Ending::Stopped);
    let end = go(vec![
        Press('g'),
        Pick("Go to the result"),
        Pick("Look at an answer"),
        Pick("Change approval"),
        Press('u'),
    ]);
    assert_eq!(end.station, Station::Answer);
    assert_eq!(end.answers.given.len(), 1);
}

#[test]
fn after_the_short_form_the_others_can_be_answered() {
    let mut deeds = vec![Enter, Enter];
    deeds.extend(std::iter::repeat_n(Press('2'), 12));
    deeds.extend([Pick("Continue with the other 22 questions"), Press('2')]);
    let outcome = sit(&Scope::Full, deeds);
    assert_eq!((outcome.answers.given.len(), outcome.answers.form), (13, Form::Full));
    assert!(outcome.transcript.contains("22 of 100 verdicts changed"), "{}", outcome.transcript);
}

#[test]
fn the_remark_on_the_short_form_is_what_the_simulation_gave() {
    let told = include_str!("../../../questionnaires/README.md");
    let row = told.lines().find(|line| line.contains("the short form gives the verdict of the full form"));
    let same: f64 = row.unwrap().split('|').nth(2).unwrap().trim().trim_end_matches('%').parse().unwrap();
    let changed = format!("{:.0}", 100.0 - same);
    for (language, remark) in [("en", "of 100 verdicts changed"), ("ko", "판정 100건 중")] {
        let words = pack::words(&Language::from_tag(language).unwrap()).unwrap();
        let content = Pack::BuiltIn.content(&words, pack::Choice::Default).unwrap();
        let told = content.text.short_form.unwrap();
        assert!(told.contains(remark) && told.contains(&changed), "{told}");
        assert!(told.contains(&content.questionnaire.questions.len().to_string()), "{told}");
    }
}

#[test]
fn what_is_said_about_the_team_is_kept_at_once() {
    let about = vec![Press('2'), Enter, Press('g'), Pick("Go to the result"), Pick("Write the report")];
    let said = vec![
        Pick("Team"),
        Type("Checkout"),
        Pick("Team"),
        Type("Payments"),
        Pick("Service"),
        Type("shop"),
        Pick("Your role"),
        Pick("Tester"),
        Pick("Goal"),
        Type("sleep better"),
        Pick("People who build software"),
        Type("many"),
        Type("1,200"),
        Pick("Field"),
        Pick("Finance and insurance"),
        Pick("Country or region"),
        Pick("Japan"),
        Pick("Country or region: Japan"),
        Pick("Rather not say"),
        Enter,
    ];
    let outcome = sit(&Scope::Full, [about, said].concat());
    let answers = outcome.answers;
    assert_eq!(answers.team.as_deref(), Some("Payments"));
    assert_eq!(answers.scope.as_deref(), Some("shop"));
    assert_eq!(answers.respondent.role, Some(Role::Tester));
    assert_eq!(answers.goal.as_deref(), Some("sleep better"));
    assert_eq!((answers.size, answers.field.as_deref()), (Some(1200), Some("finance")));
    assert_eq!(answers.country, None, "rather not said");
    assert!(outcome.transcript.contains("Type one whole number, such as 60."));
    assert!(outcome.transcript.contains("Country or region: Japan"), "{}", outcome.transcript);
    assert_eq!(outcome.kept.len(), 9);
    assert_eq!(outcome.ending.unwrap(), Ending::Finished);
}

#[test]
fn the_time_left_follows_the_own_pace_smoothly() {
    let outcome = sit(&Scope::Full, [vec![Press('2'), Enter], vec![Press('u'); 20]].concat());
    let left = |number: usize| {
        let from = outcome.transcript.find(&format!("\n{number} of 34 · ")).unwrap();
        let line = outcome.transcript[from + 1..].lines().next().unwrap();
        line.rsplit(" · ").next().unwrap().split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    for number in 1..20 {
        assert!(left(number).abs_diff(left(number + 1)) <= 2, "{} {}", left(number), left(number + 1));
    }
    assert!(left(20) < left(1));
}

#[test]
fn a_later_sitting_can_go_on_look_start_over_or_leave() {
    let content = content();
    let mut answers =
        Answers { form: Form::Short, team: Some("A".to_owned()), ..Answers::empty(&content.questionnaire) };
    answers.set(&content.questionnaire, "automated-testing", Some(Answer::bare(Choice::Level(1))));
    let ask = |deeds: Vec<Deed>| sit_with(&content, answers.clone(), &Scope::Short, deeds);
    let going_on = ask(vec![Enter]);
    for told in [
        "Team A has answered before.",
        "1 of 12 questions has an answer.",
        "Continue: 11 questions left",
        "2 of 12",
    ] {
        assert!(going_on.transcript.contains(told), "{told} in {}", going_on.transcript);
    }
    let complete = ask(vec![Pick("Answer the other 22 questions as well"), Press('1')]);
    assert_eq!((complete.answers.given.len(), complete.answers.form), (2, Form::Full));
    let over = ask(vec![Pick("Start over")]);
    assert!(over.answers.given.is_empty() && over.transcript.contains("answers-old.json"));
    assert_eq!(ask(vec![Press('q')]).ending.unwrap(), Ending::Stopped);
    let looked = ask(vec![Pick("Look at"), Enter, Press('q')]);
    assert!(looked.transcript.contains("Automated testing: "), "{}", looked.transcript);
}

/// Answers of an earlier day, with a level for every question.
fn earlier_answers(content: &Content) -> Answers {
    let mut answers =
        Answers { date: Some("2026-08-01".to_owned()), ..Answers::empty(&content.questionnaire) };
    for question in &content.questionnaire.questions {
        answers.set(&content.questionnaire, &question.id, Some(Answer::bare(Choice::Level(1))));
    }
    answers
}

#[test]
fn a_new_round_asks_first_what_became_of_each_step() {
    let content = content();
    let ask = |deeds: Vec<Deed>| sit_with(&content, earlier_answers(&content), &Scope::Full, deeds);
    let over =
        ask(vec![Pick("Start over"), Press('1'), Back, Enter, Press('s'), Press('3'), Press('2'), Enter]);
    for told in ["Step 1 of 3", "What became of this step of your last report?", "Step 3 of 3", "1 of 34"] {
        assert!(over.transcript.contains(told), "{told} in {}", over.transcript);
    }
    let marks: Vec<StepMark> = over.answers.steps.iter().map(|(_, mark)| *mark).collect();
    assert_eq!(over.answers.steps.len(), 2, "one was skipped");
    assert!(marks.contains(&StepMark::Done) && marks.contains(&StepMark::Dropped));
    assert!(over.answers.given.is_empty());
    let passed = ask(vec![Pick("Start over"), Enter, Press('2'), Enter]);
    assert!(passed.answers.steps.is_empty() && passed.transcript.contains("1 of 34"));
}

#[test]
fn starting_over_on_the_same_day_asks_about_no_step() {
    let content = content();
    let answers = Answers { date: Some("2026-11-22".to_owned()), ..earlier_answers(&content) };
    let outcome = sit_with(&content, answers, &Scope::Full, vec![Pick("Start over"), Press('2'), Enter]);
    assert!(!outcome.transcript.contains("Step 1 of"), "{}", outcome.transcript);
}

#[test]
fn two_answers_that_do_not_fit_are_named_and_either_can_be_changed_or_both_kept() {
    let mut content = content();
    let range = |id: &str, from, to| LevelRange { id: id.to_owned(), from, to };
    content.questionnaire.contradictions =
        vec![Contradiction { a: range("telemetry", 4, 4), b: range("flow", 0, 0) }];
    let scope = Scope::Only(vec!["telemetry".to_owned(), "flow".to_owned()]);
    let ask = |deeds: Vec<Deed>| sit_with(&content, Answers::empty(&content.questionnaire), &scope, deeds);
    let now_right =
        ask(vec![Press('5'), Press('1'), Pick("This one is right: change “Telemetry”"), Press('2')]);
    assert!(now_right.transcript.contains("These two answers contradict each other. Which one is right?"));
    assert!(now_right.transcript.contains("Earlier: Telemetry: "), "{}", now_right.transcript);
    assert_eq!(now_right.answers.get("telemetry").unwrap().choice, Choice::Level(1));
    assert_eq!(now_right.station, Station::Answer);
    let earlier_right = ask(vec![Press('5'), Press('1'), Pick("The earlier one is right"), Press('2')]);
    assert_eq!(earlier_right.answers.get("flow").unwrap().choice, Choice::Level(1));
    assert_eq!(earlier_right.station, Station::Answer);
    let kept = ask(vec![Press('5'), Press('1'), Enter, Pick("Write the report")]);
    assert_eq!(kept.ending.unwrap(), Ending::Finished);
}

#[test]
fn enter_confirms_a_proposal_and_a_digit_decides_otherwise() {
    let content = content();
    let mut answers = Answers { agreed: true, ..Answers::empty(&content.questionnaire) };
    let proposal =
        Answer { proposed: true, note: Some("2 to 3".to_owned()), ..Answer::bare(Choice::Level(2)) };
    for id in ["telemetry", "flow"] {
        answers.set(&content.questionnaire, id, Some(proposal.clone()));
    }
    let deeds = vec![
        Press('1'),
        Press('g'),
        Pick("Telemetry"),
        Enter,
        Press('g'),
        Pick("Change approval"),
        Press('2'),
    ];
    let outcome = sit_with(&content, answers, &Scope::Full, deeds);
    assert!(
        outcome.transcript.contains("Go through 34 proposals and open questions"),
        "{}",
        outcome.transcript
    );
    assert!(outcome.transcript.contains("(proposed)"));
    for (id, level) in [("telemetry", 2), ("flow", 1)] {
        let answer = outcome.answers.get(id).unwrap();
        assert_eq!((answer.choice, answer.proposed), (Choice::Level(level), false), "{id}");
        assert_eq!(answer.note.as_deref(), Some("2 to 3"));
    }
}

#[test]
fn a_proposal_that_a_question_does_not_apply_shows_as_one_with_its_reason() {
    let content = content();
    let mut answers = Answers { agreed: true, ..Answers::empty(&content.questionnaire) };
    let reason = Some("2 of 3 people".to_owned());
    let proposal = Answer { proposed: true, reason: reason.clone(), ..Answer::bare(Choice::NotApplicable) };
    answers.set(&content.questionnaire, "database-change", Some(proposal));
    let deeds = vec![Press('1'), Press('g'), Pick("Database change"), Enter];
    let outcome = sit_with(&content, answers, &Scope::Full, deeds);
    assert!(outcome.transcript.contains("oes not apply (proposed)"), "{}", outcome.transcript);
    assert!(outcome.transcript.contains("2 of 3 people"), "{}", outcome.transcript);
    let answer = outcome.answers.get("database-change").unwrap();
    assert_eq!((answer.choice, answer.proposed, &answer.reason), (Choice::NotApplicable, false, &reason));
}

fn full_disk() -> Error {
    Error::new(
        Kind::File,
        Message::new("file.write").with("file", "answers.json").with_sentence("why", "file.why.full"),
    )
}

#[test]
fn a_full_disk_is_said_and_the_choice_is_kept_for_another_try_or_place() {
    let content = content();
    let sit = |fails: usize, deeds: Vec<Deed>| {
        let desk = Desk { fails: (0..fails).map(|_| Err(full_disk())).collect(), ..Desk::default() };
        let answers = Answers::empty(&content.questionnaire);
        sit_at(&content, None, answers, &only("telemetry"), deeds, desk)
    };
    let again = sit(2, vec![Press('3'), Pick("Try again"), Enter]);
    assert_eq!((again.kept.len(), again.station), (1, Station::Answer));
    assert!(again.transcript.contains("Your last answer is not saved yet."));
    let elsewhere = sit(1, vec![Press('3'), Pick("Save to another file"), Type("/tmp/other.json")]);
    assert_eq!((elsewhere.file.as_str(), elsewhere.kept.len()), ("/tmp/other.json", 1));
    for leave in [vec![Press('3'), Press('q')], vec![Press('3')]] {
        assert_eq!(sit(1, leave).ending.unwrap_err().kind, Kind::File, "nobody may think that all is saved");
    }
}

#[test]
fn of_a_report_that_cannot_be_written_it_is_said_that_the_answers_are_saved() {
    let mut face = Scripted::new(vec![Pick("Save to another file"), Type("moved.html"), Press('q')]);
    let mut places = Vec::new();
    let written = saving::insist(&mut face, &content().words, Unsaved::Report, |place| {
        places.push(place);
        Err::<(), Error>(full_disk())
    });
    assert_eq!(written.unwrap_err(), full_disk());
    assert_eq!(places, [None, Some("moved.html".into())]);
    let told = face.transcript();
    assert!(told.contains("Your answers are saved; only the report is not."), "{told}");
    assert!(!told.contains("last answer"), "{told}");
}

#[test]
fn an_edit_made_meanwhile_is_said_once() {
    let content = content();
    let desk = Desk { fails: vec![Ok(Some("answers-old.json".to_owned()))], ..Desk::default() };
    let scope = Scope::Only(vec!["telemetry".to_owned(), "flow".to_owned()]);
    let answers = Answers::empty(&content.questionnaire);
    let outcome = sit_at(&content, None, answers, &scope, vec![Press('3'), Press('3')], desk);
    assert_eq!(outcome.transcript.matches("That version is kept in answers-old.json.").count(), 1);
}

/// Does whatever the numbers say: any key at any time.
struct Monkey {
    numbers: std::vec::IntoIter<u8>,
}

impl Monkey {
    fn next(&mut self) -> Result<usize> {
        let interrupted = || Error { kind: Kind::Interrupted, findings: Vec::new() };
        self.numbers.next().map(usize::from).ok_or_else(interrupted)
    }
}

impl Face for Monkey {
    fn ask(&mut self, screen: &Screen) -> Result<Event> {
        let number = self.next()?;
        let letters: Vec<char> =
            screen.keys.iter().map(|key| key.letter).filter(|letter| *letter != 'b').collect();
        Ok(match number {
            0..20 => Event::Back,
            20..60 => screen.marked.map_or(Event::Enter, Event::Chosen),
            60..120 if !letters.is_empty() => Event::Key(letters[number % letters.len()]),
            _ if screen.choices.is_empty() => Event::Enter,
            number => Event::Chosen(number % screen.choices.len()),
        })
    }
    fn line(&mut self, entry: &Entry) -> Result<Option<String>> {
        const TYPED: [&str; 8] =
            ["", "7%", "3 days", "2 a week", "배포 자동화", "\"quoted\\ \u{202e}", "https://a.example", "x"];
        Ok(match self.next()? {
            0..40 => None,
            40..80 => Some(entry.initial.clone()),
            number => Some(TYPED[number % TYPED.len()].to_owned()),
        })
    }
    fn find(&mut self, _message: &str, rows: &[Row], _start: usize) -> Result<Option<usize>> {
        Ok(Some(self.next()? % rows.len()))
    }
    fn confirm(&mut self, _question: &str) -> Result<bool> {
        Ok(true)
    }
    fn close(&mut self) {}
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_sequence_of_keys_ends_in_a_valid_answers_file(numbers in prop::collection::vec(any::<u8>(), 0..200)) {
        let content = content();
        let (questionnaire, metrics) = (&content.questionnaire, metrics(40));
        let mut face = Monkey { numbers: numbers.into_iter() };
        let mut desk = Desk::default();
        let interview = Interview::new(questionnaire, Answers::empty(questionnaire), &Scope::Full).unwrap();
        let mut sitting = Sitting::new(&content, &mut face, interview, &mut desk);
        sitting.metrics = Some(&metrics);
        let _ = sitting.run();
        let answers = sitting.interview.answers().clone();
        if let Some(last) = desk.kept.last() {
            let read = read::read(last, questionnaire);
            if !answers.given.is_empty() {
                prop_assert_eq!(read.answers, Some(answers), "{:?}", read.findings);
            }
        } else {
            prop_assert!(answers.given.is_empty());
        }
    }
}
