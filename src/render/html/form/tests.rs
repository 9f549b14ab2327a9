//! The page to answer on: safe, the same every time, and in step with its script.

use std::collections::BTreeSet;

use super::{Mode, SCRIPT, SCRIPT_WORDS, STYLE, Style, page};
use crate::answers::code::encode;
use crate::answers::{Answer, Answers, Choice as Given, Form};
use crate::content::Content;
use crate::language::Language;
use crate::pack::{self, Choice, Pack};

/// The most that the page may take, in bytes.
const MOST: usize = 200_000;

fn content(language: &str) -> Content {
    let words = pack::words(&Language::from_tag(language).unwrap()).unwrap();
    Pack::BuiltIn.content(&words, Choice::None).unwrap()
}

#[test]
fn every_question_stands_with_every_option_and_window() {
    for language in ["en", "ko"] {
        let content = content(language);
        for mode in [Mode::Workshop, Mode::Anonymous] {
            let html =
                page(&content, None, mode, Form::Full).unwrap().replace("&#39;", "'").replace("&quot;", "\"");
            for question in &content.questionnaire.questions {
                let text = content.question(&question.id);
                for sentence in text.levels.iter().chain([&text.question, &text.window, &text.why]) {
                    assert!(html.contains(sentence.as_str()), "{language} {}: {sentence}", question.id);
                }
                let radios = format!("name=\"q-{}\"", question.id);
                assert_eq!(html.matches(&radios).count(), usize::from(question.levels) + 2, "{radios}");
            }
        }
    }
}

#[test]
fn a_page_is_small_and_the_same_every_time() {
    for language in ["en", "ko"] {
        let content = content(language);
        let html = page(&content, Some("Checkout"), Mode::Workshop, Form::Full).unwrap();
        assert!(html.len() <= MOST, "{language}: {} bytes", html.len());
        assert_eq!(html, page(&content, Some("Checkout"), Mode::Workshop, Form::Full).unwrap());
    }
}

#[test]
fn the_policy_names_one_style_and_one_script_and_nothing_else_is_allowed() {
    let html = page(&content("en"), None, Mode::Workshop, Form::Full).unwrap();
    let (style, script) = (Style::of(&STYLE), Style::of(&[SCRIPT]));
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        style.hash, script.hash
    );
    assert!(html.contains(&policy));
    assert!(html.contains(&format!("<style>{}</style>", style.text)));
    assert!(html.contains(&format!("<script>{}</script>", script.text)));
    assert!(!html.contains(" style=") && !html.contains("http://") && !html.contains("src="));
    assert_eq!(html.matches("<script").count(), 2);
}

#[test]
fn a_hostile_name_of_a_team_becomes_no_markup() {
    const EVIL: &str = "</script><svg onload=alert(1)>\"'&\u{0}\u{1b}\u{202e}{{ 7*7 }}";
    let html = page(&content("en"), Some(EVIL), Mode::Workshop, Form::Full).unwrap();
    assert!(!html.contains("<svg") && !html.contains(['\u{0}', '\u{1b}', '\u{202e}']));
    assert!(html.contains("{{ 7*7 }}"), "what people typed is no template");
    assert_eq!(html.matches("</script>").count(), 2);
    let data = html.split("id=\"form-data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["team"], EVIL);
}

#[test]
fn an_anonymous_page_asks_for_no_role_and_says_what_it_promises() {
    let content = content("en");
    let html = page(&content, None, Mode::Anonymous, Form::Full).unwrap();
    for name in ["role", "field", "country"] {
        assert!(!html.contains(&format!("type=\"radio\" name=\"{name}\"")), "{name}");
    }
    assert!(!html.contains("id=\"size\""));
    for id in ["form.readers.anonymous", "form.draft.anonymous"] {
        assert!(html.contains(&content.words.say(id)), "{id}");
    }
    assert!(
        page(&content, None, Mode::Workshop, Form::Full).unwrap().contains("type=\"radio\" name=\"role\"")
    );
}

#[test]
fn the_script_holds_no_sentence_and_says_every_one_that_is_meant_for_it() {
    let content = content("en");
    let script = Style::of(&[SCRIPT]).text.to_string();
    let said: BTreeSet<&str> = script.split(['\'', '`']).filter(|text| text.contains('.')).collect();
    let built = |id: &str| {
        let starts = said.iter().filter_map(|text| text.split_once("${").map(|(start, _)| start));
        starts.filter(|start| start.ends_with('.')).any(|start| id.starts_with(start))
    };
    let meant = |id: &&str| SCRIPT_WORDS.iter().any(|start| id.starts_with(start));
    for id in content.words.ids().filter(meant) {
        let id = id.trim_end_matches(".one");
        let short = id.trim_start_matches("form.script.open.");
        let through = script.contains(&format!("tell('{short}'"));
        assert!(said.contains(id) || built(id) || through, "nothing says {id}");
    }
    for id in said.iter().filter(|text| SCRIPT_WORDS.iter().any(|start| text.starts_with(start))) {
        assert!(id.contains("${") || content.words.find(id).is_some(), "no sentence {id}");
    }
    for forbidden in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("] {
        assert!(!script.contains(forbidden), "{forbidden}");
    }
    for ending in ["fetch(", "XMLHttp", "import(", "</script", "<!--"] {
        assert!(!script.contains(ending), "{ending}");
    }
}

#[test]
fn the_short_page_asks_the_short_form_only() {
    let content = content("en");
    let html = page(&content, None, Mode::Workshop, Form::Short).unwrap();
    assert_eq!(html.matches("data-question=").count(), content.questionnaire.short_form.len());
    for id in &content.questionnaire.short_form {
        assert!(html.contains(&format!("id=\"q-{id}\"")), "{id}");
    }
    assert!(html.contains("\"form\":\"short\""));
}

/// Codes of answers drawn with a fixed seed, which the test of the page in the browser compares with those of its
/// script. `UPDATE_CODES=1 cargo test --lib codes_of_the_page` writes them anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test writes its own table")]
fn codes_of_the_page_are_those_of_the_program() {
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let mut seed: u32 = 1;
    let codes: Vec<serde_json::Value> = (0..24)
        .map(|number| {
            let form = if number % 3 == 2 { Form::Short } else { Form::Full };
            let mut answers = Answers { form, ..Answers::empty(&questionnaire) };
            let mut given = serde_json::Map::new();
            for question in &questionnaire.questions {
                if form == Form::Short && !questionnaire.short_form.contains(&question.id) {
                    continue;
                }
                seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
                let digit = (seed >> 16) % (u32::from(question.levels) + 3);
                let (choice, word) = match digit.checked_sub(question.levels.into()) {
                    None => (Given::Level(u8::try_from(digit).unwrap()), digit.into()),
                    Some(0) => (Given::Unknown, "unknown".into()),
                    Some(1) => (Given::NotApplicable, "not-applicable".into()),
                    Some(_) => continue,
                };
                answers.set(&questionnaire, &question.id, Some(Answer::bare(choice)));
                given.insert(question.id.clone(), word);
            }
            serde_json::json!({ "form": form, "answers": given, "code": encode(&questionnaire, &answers) })
        })
        .collect();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/codes.json");
    if std::env::var_os("UPDATE_CODES").is_some() {
        let text = serde_json::to_string_pretty(&codes).unwrap() + "\n";
        std::fs::write(&path, text).unwrap();
    }
    let known: Vec<serde_json::Value> = serde_json::from_str(&crate::store::read(&path).unwrap()).unwrap();
    assert_eq!(known, codes);
}
