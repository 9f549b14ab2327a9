//! The page as a whole: nothing typed gets through unescaped, every part works with every optional thing absent.

use std::path::Path;

use super::{Notes, page};
use crate::answers::Answers;
use crate::answers::read::read;
use crate::comparison::Unverified;
use crate::content::Content;
use crate::error::Error;
use crate::language::Language;
use crate::pack::{self, Choice, Pack};
use crate::render::measured;
use crate::render::template;
use crate::report::{Report, build};
use crate::testing::metrics;

/// The most that a page with the default stories may take, in bytes.
const MOST: usize = 100_000;
/// The most with every story.
const MOST_WITH_ALL: usize = 300_000;

fn content(choice: Choice<'_>) -> Content {
    let words = pack::words(&Language::english()).expect("words");
    Pack::BuiltIn.content(&words, choice).expect("content")
}

fn sample(name: &str, content: &Content) -> (Answers, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/answers/{name}.json"));
    let text = crate::store::read(&path).expect("a sample");
    let answers = read(&text, &content.questionnaire).answers.expect("answers without errors");
    (answers, text)
}

fn report(answers: &Answers, content: &Content) -> Report {
    build::build(content, answers, &[], Unverified::Hidden)
}

fn rendered(name: &str, choice: Choice<'_>) -> String {
    let content = content(choice);
    let (answers, text) = sample(name, &content);
    page(&report(&answers, &content), &content, Some(&text), Notes::Inside).expect("a page")
}

#[test]
fn a_page_with_nothing_in_it_is_still_a_page() {
    let mut content = content(Choice::None);
    let answers = Answers::empty(&content.questionnaire);
    let mut report = report(&answers, &content);
    assert!(page(&report, &content, None, Notes::LeftOut).is_ok());

    report.questions.clear();
    report.areas.clear();
    report.next_steps.clear();
    content.questionnaire.leverage.clear();
    let html = page(&report, &content, None, Notes::LeftOut).expect("a page");
    assert!(html.contains("<h1") && !html.contains("diditwork-answers"));
}

#[test]
fn every_part_stands_with_every_optional_thing_absent() {
    for name in ["strong", "struggling", "small", "unknowns", "hostile"] {
        let content = content(Choice::All);
        let (answers, _) = sample(name, &content);
        let whole = report(&answers, &content);
        for variant in without_optional_things(&whole) {
            page(&variant, &content, None, Notes::Inside).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        }
    }
}

/// The report of a sample with what was measured over so many deployments.
fn measured_page(name: &str, deployments: usize) -> String {
    let content = content(Choice::Default);
    let (answers, text) = sample(name, &content);
    let metrics = metrics(deployments);
    let mut report = report(&answers, &content);
    measured::add(&mut report, &metrics, &content, &answers);
    page(&report, &content, Some(&text), Notes::Inside).expect("a page")
}

#[test]
fn what_was_measured_stands_beside_what_was_claimed() {
    let html = measured_page("strong", 40);
    let row = |id: &str| {
        let from = html.find(&format!("id=\"r-{id}\"")).expect("a row");
        html[from..].split("<tr ").next().unwrap_or_default().to_owned()
    };
    let fail_rate = row("change-fail-rate");
    for told in [
        "Measured: 12%;</b> level 3, 2 below the claim of 5",
        "deployments: 40, 2026-08-01 to 2026-10-30",
        "Deployments that are linked to an incident",
        "class=\"found note\"",
    ] {
        assert!(fail_rate.contains(told), "{told} in {fail_rate}");
    }
    // The mark of what was measured is above the fourth of seven bars of 20 pixels.
    assert!(fail_rate.contains("<circle cx=\"68\""), "{fail_rate}");
    assert!(row("change-lead-time").contains("level 3, 1 below the claim of 4"));
    let lead_time = row("change-lead-time");
    assert!(!lead_time.contains("found note"), "{lead_time}");
    assert!(!row("failed-deployment-recovery-time").contains("easured"));
    assert!(
        html.contains(
            "Measured at least two levels below your answer: Deployment frequency, Change fail rate."
        )
    );
}

#[test]
fn few_deployments_mark_no_option_and_warn_of_nothing() {
    let html = measured_page("strong", 11);
    assert!(html.contains("too few for a level"));
    assert!(!html.contains("<circle cx=\"68\"") && !html.contains("two levels below your answer"));
}

/// The report once with each optional thing taken away, and once with all.
fn without_optional_things(whole: &Report) -> Vec<Report> {
    let takers: [fn(&mut Report); 9] = [
        |report| (report.team, report.scope, report.goal, report.date) = (None, None, None, None),
        |report| report.closest = None,
        |report| report.comparisons.clear(),
        |report| (report.axes.adoption.score.score, report.axes.adoption.score.low) = (None, None),
        |report| (report.axes.outcome.score.score, report.axes.outcome.line) = (None, None),
        |report| {
            report
                .areas
                .iter_mut()
                .for_each(|area| (area.score.score, area.score.low, area.score.high) = (None, None, None));
        },
        |report| {
            for fact in report.facts.values_mut() {
                fact.figure = None;
            }
        },
        |report| {
            for source in report.sources.values_mut() {
                (source.year, source.url) = (None, "gopher://x".to_owned());
            }
        },
        |report| {
            for step in &mut report.next_steps {
                (step.step.trait_id, step.step.from, step.step.to, step.now) = (None, None, None, None);
                (step.next, step.watch) = (None, None);
                (step.week, step.facts, step.unblocks) = (Vec::new(), Vec::new(), Vec::new());
            }
        },
    ];
    let mut bare = whole.clone();
    for take in &takers {
        take(&mut bare);
    }
    let singly = takers.iter().map(|take| {
        let mut variant = whole.clone();
        take(&mut variant);
        variant
    });
    singly.chain([bare]).collect()
}

#[test]
fn nothing_that_people_typed_becomes_markup() {
    const EVIL: &str = "</template></script><svg onload=alert(1)>\"'&\u{0}\u{1b}[31m\u{202e}{{ 7*7 }}";
    let content = content(Choice::Default);
    let (answers, _) = sample("strong", &content);
    let mut report = report(&answers, &content);
    for typed in [&mut report.team, &mut report.scope, &mut report.goal, &mut report.date] {
        *typed = Some(EVIL.to_owned());
    }
    for question in &mut report.questions {
        (question.note, question.reason) = (Some(EVIL.to_owned()), Some(EVIL.to_owned()));
        question.evidence =
            ["javascript:alert(1)", "https://a.example/\"><svg onload=alert(1)>"].map(str::to_owned).to_vec();
    }
    let html =
        page(&report, &content, Some(&format!("{{\"team\":{EVIL:?}}}")), Notes::Inside).expect("a page");
    assert!(!html.contains("<svg onload"), "markup got through");
    assert!(!html.contains("href=\"javascript:") && !html.contains("href=javascript:"));
    assert!(!html.contains(['\u{0}', '\u{1b}', '\u{202e}']), "control characters got through");
    assert!(html.contains("{{ 7*7 }}"), "what people typed is no template");
    assert_eq!((html.matches("</template>").count(), html.matches("</script>").count()), (1, 0));
}

#[test]
fn notes_are_left_out_when_that_is_asked() {
    let content = content(Choice::Default);
    let (answers, _) = sample("strong", &content);
    let mut report = report(&answers, &content);
    for question in &mut report.questions {
        let secret = || Some("a secret".to_owned());
        (question.note, question.reason, question.evidence) =
            (secret(), secret(), vec!["a secret".to_owned()]);
    }
    let html = page(&report, &content, None, Notes::LeftOut).expect("a page");
    assert!(!html.contains("a secret"));
    assert!(html.contains(&content.words.say("page.notes.left-out")));
}

/// Netflix has one fact about cost, and its source could not be read.
#[test]
fn a_company_with_nothing_to_tell_on_a_topic_is_not_named() {
    for choice in [Choice::Default, Choice::All] {
        let html = rendered("strong", choice);
        assert!(html.contains("<dt>Cost</dt>"));
        assert!(!html.contains("</b>\n</p>"), "a name alone");
    }
}

#[test]
fn a_page_is_small_and_the_same_every_time() {
    for name in ["strong", "struggling", "small", "unknowns"] {
        let html = rendered(name, Choice::Default);
        assert!(html.len() <= MOST, "{name}: {} bytes", html.len());
        assert_eq!(html, rendered(name, Choice::Default));
    }
    let all = rendered("struggling", Choice::All);
    assert!(all.len() <= MOST_WITH_ALL, "{} bytes", all.len());
}

#[test]
fn the_policy_names_the_stylesheet_and_nothing_else_is_allowed() {
    let html = rendered("strong", Choice::Default);
    let policy =
        format!("default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'", super::ONE.hash);
    assert!(html.contains(&policy));
    assert!(html.contains(&format!("<style>{}</style>", super::ONE.text)));
    assert!(!html.contains(" style="));
}

#[test]
fn a_mistake_in_a_template_names_the_template_and_the_line() {
    let words = pack::words(&Language::english()).expect("words");
    let failed: Error = template::render("parts/areas.html", &words, ()).expect_err("no report to show");
    let values = &failed.findings[0].message.values;
    let shown = format!("{values:?}");
    assert!(shown.contains("parts/areas.html") && shown.contains("line"), "{shown}");
}

#[test]
fn every_template_can_be_read_and_every_sentence_it_says_is_there() {
    let words = pack::words(&Language::english()).expect("words");
    for name in template::names() {
        let text = template::source(&name).expect("an embedded template");
        for part in text.split("say(\"").skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            let found = words.find(id).is_some()
                || (id.ends_with('.') && words.ids().any(|known| known.starts_with(id)));
            assert!(found, "{name} says {id}");
        }
    }
}

#[test]
fn nobody_does_worse_than_the_lowest_level() {
    let content = content(Choice::Default);
    let (answers, _) = sample("contradiction", &content);
    let html = page(&report(&answers, &content), &content, None, Notes::Inside).expect("a page");
    assert!(html.contains("<br>0% do worse") && !html.contains("-0%"));
}
