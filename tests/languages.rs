//! Languages: particles behind inserted values, a third language made of files alone, and what a translation leaves out.

#![expect(clippy::unwrap_used, reason = "in a test a failure is the message")]
#![expect(clippy::disallowed_methods, reason = "this test prepares and reads files itself")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use diditwork::answers::read::read;
use diditwork::comparison::Unverified;
use diditwork::error::Severity;
use diditwork::language::{Language, Words};
use diditwork::pack::check::check_pack;
use diditwork::pack::{self, Choice, Pack};
use diditwork::render::html::{Notes, page};
use diditwork::report::build;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// Particles that have two forms, by what is before them.
const PARTICLES: [&str; 14] =
    ["은", "는", "이", "가", "을", "를", "과", "와", "으로", "로", "이나", "나", "이라", "라"];

fn language(tag: &str) -> Language {
    Language::from_tag(tag).unwrap()
}

fn english_words() -> Words {
    pack::words(&language("en")).unwrap()
}

fn korean() -> Words {
    pack::words(&language("ko")).unwrap()
}

/// The particle with two forms that a text begins with: nothing but the end of a word may follow it.
fn particle(text: &str) -> Option<&'static str> {
    PARTICLES.into_iter().find(|particle| {
        text.strip_prefix(*particle)
            .is_some_and(|behind| !behind.starts_with(|letter: char| ('가'..='힣').contains(&letter)))
    })
}

#[test]
fn no_korean_sentence_has_a_fixed_particle_behind_a_value() {
    let words = korean();
    let mut found = Vec::new();
    for id in words.ids() {
        for behind in words.find(id).unwrap().split('}').skip(1) {
            // Quotes around a value are not read; a particle behind brackets belongs to the word before them.
            let behind = behind.trim_start_matches(['"', '\'', '’', '”']);
            found.extend(particle(behind).map(|particle| format!("{id}: {particle}")));
        }
    }
    assert!(found.is_empty(), "write {{name|을/를}}: {found:#?}");
}

#[test]
fn every_particle_in_a_korean_sentence_is_a_pair_that_is_known() {
    const PAIRS: [&str; 5] = ["은/는", "이/가", "을/를", "과/와", "으로/로"];
    let words = korean();
    for id in words.ids() {
        let sentence = words.find(id).unwrap();
        for inside in sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            if let Some((_, pair)) = inside.split_once('|') {
                assert!(PAIRS.contains(&pair) || pair == "1", "{id}: {pair}");
            }
        }
    }
}

#[test]
fn a_particle_is_told_from_a_word_that_begins_like_it() {
    assert_eq!(particle("을 쓸 수 없습니다"), Some("을"));
    assert_eq!(particle("로, 이번 주"), Some("로"));
    assert_eq!(particle("이상이었습니다"), None);
    assert_eq!(particle(" 수준"), None);
}

#[test]
fn korean_keeps_to_one_register() {
    let words = korean();
    let polite = ["세요", "어요", "아요", "에요", "예요"];
    let is_other = |id: &&str| polite.iter().any(|ending| words.find(id).unwrap().contains(ending));
    assert_eq!(words.ids().filter(is_other).collect::<Vec<_>>(), [""; 0]);
}

/// A copy of the built-in pack whose English is there once more under another tag.
fn with_language(folder: &Path, tag: &str) -> PathBuf {
    let pack = folder.join("pack");
    let original = Path::new(REPOSITORY).join("questionnaires/real-stories");
    copy(&original, &pack);
    copy(&original.join("text/en"), &pack.join("text").join(tag));
    edit(&pack.join("questionnaire.json"), |text| {
        let mut questionnaire: serde_json::Value = serde_json::from_str(text).unwrap();
        questionnaire["languages"].as_array_mut().unwrap().push(tag.into());
        questionnaire.to_string()
    });
    pack
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn edit(file: &Path, change: impl Fn(&str) -> String) {
    fs::write(file, change(&fs::read_to_string(file).unwrap())).unwrap();
}

#[test]
fn a_third_language_is_files_alone() {
    let folder = tempfile::tempdir().unwrap();
    let pack = Pack::Folder(with_language(folder.path(), "tlh"));
    assert_eq!(check_pack(&pack, None), []);

    let english = pack::words(&Language::english()).unwrap();
    let sentences: BTreeMap<String, String> =
        english.ids().map(|id| (id.to_owned(), english.find(id).unwrap().to_owned())).collect();
    let words = Words::new(language("tlh"), sentences);
    let content = pack.content(&words, Choice::Default).unwrap();
    let (path, text) = pack.example(&language("tlh")).unwrap().unwrap();
    assert_eq!(path, "example.json");
    let answers = read(&text, &content.questionnaire).answers.unwrap();
    let report = build::build(&content, &answers, &[], Unverified::Hidden);
    assert_eq!(report.language, "tlh");
    let html = page(&report, &content, None, Notes::Inside).unwrap();
    assert!(html.contains("<html lang=\"tlh\">"));
}

#[test]
fn the_sample_team_answers_the_same_in_every_language() {
    let content = Pack::BuiltIn.content(&korean(), Choice::None).unwrap();
    let levels = |tag: &str| -> Vec<_> {
        let (_, text) = Pack::BuiltIn.example(&language(tag)).unwrap().unwrap();
        let read = read(&text, &content.questionnaire);
        assert_eq!(read.findings, []);
        let answers = read.answers.unwrap();
        let ids = content.questionnaire.questions.iter().map(|question| question.id.as_str());
        ids.map(|id| answers.get(id).map(|answer| (answer.choice, answer.value, answer.note.is_some())))
            .collect()
    };
    assert_eq!(levels("ko"), levels("en"));
    assert_ne!(
        Pack::BuiltIn.example(&language("ko")).unwrap().unwrap().0,
        Pack::BuiltIn.example(&language("en")).unwrap().unwrap().0
    );
}

#[test]
fn the_code_names_no_language_but_the_one_it_falls_back_to() {
    for language in pack::languages().iter().filter(|language| **language != Language::english()) {
        let mut folders = vec![Path::new(REPOSITORY).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("tests.rs") {
                    let text = fs::read_to_string(&path).unwrap();
                    let code = text.split("#[cfg(test)]").next().unwrap();
                    assert!(!code.contains(&format!("\"{language}\"")), "{}", path.display());
                }
            }
        }
    }
}

#[test]
fn what_a_translation_leaves_out_is_told_in_the_first_language_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let root = with_language(folder.path(), "tlh");
    fs::remove_file(root.join("text/ko/stories/etsy.json")).unwrap();
    edit(&root.join("text/ko/questionnaire.json"), |text| {
        let mut text: serde_json::Value = serde_json::from_str(text).unwrap();
        text["questions"]["telemetry"].as_object_mut().unwrap().remove("why");
        text["questions"].as_object_mut().unwrap().remove("flow");
        text["areas"]["build"] = "".into();
        text.to_string()
    });
    let pack = Pack::Folder(root);
    let found = check_pack(&pack, None);
    assert!(found.iter().all(|finding| finding.severity == Severity::Warning), "{found:#?}");
    assert!(found.iter().any(|finding| finding.message.id == "pack.file"), "{found:#?}");
    assert!(found.iter().any(|finding| finding.message.id == "pack.missing"), "{found:#?}");
    // Of what is missing in a language that is not in use nothing is said.
    assert_eq!(check_pack(&pack, Some(&english_words())), []);

    let content = pack.content(&korean(), Choice::Default).unwrap();
    let english = pack.content(&english_words(), Choice::Default).unwrap();
    assert_eq!(content.question("telemetry").why, english.question("telemetry").why);
    assert_ne!(content.question("telemetry").name, english.question("telemetry").name);
    assert_eq!(content.question("flow").name, english.question("flow").name);
    assert_eq!(content.text.areas["build"], english.text.areas["build"]);
    let company = |content: &diditwork::content::Content| content.story("etsy").unwrap().text.company.clone();
    assert_eq!(company(&content), company(&english));
}

#[test]
fn a_pack_without_the_wanted_language_says_which_one_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let root = with_language(folder.path(), "tlh");
    edit(&root.join("questionnaire.json"), |text| text.replace("[\"en\",\"ko\",\"tlh\"]", "[\"en\"]"));
    let pack = Pack::Folder(root);
    let found = check_pack(&pack, Some(&korean()));
    let ids: Vec<_> = found.iter().map(|finding| (finding.severity, finding.message.id)).collect();
    assert_eq!(ids, [(Severity::Warning, "pack.no-language")]);
    assert_eq!(check_pack(&pack, Some(&english_words())), []);
}
