//! A custom pack: questionnaire, texts and a story.

use std::collections::BTreeMap;

use diditwork::assessment::standings;
use diditwork::comparison::Unverified;
use diditwork::error::Severity;
use diditwork::pack::check::check_pack;
use diditwork::pack::{Choice, Pack};
use diditwork::render;
use diditwork::render::html::Notes;
use diditwork::report::build;

use super::{content, told};

/// The files, parted by lines `=====`: the questionnaire, its text, a story, and its text.
const FILES: [&str; 4] =
    ["questionnaire.json", "text/en/questionnaire.json", "stories/s.json", "text/en/stories/s.json"];

/// What parts the files.
const BREAK: &[u8] = b"\n=====\n";

/// The files of a pack that stand in these bytes.
fn files(data: &[u8]) -> Vec<(String, &[u8])> {
    let mut parts = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(BREAK.len()).position(|window| window == BREAK) {
        parts.push(&rest[..at]);
        rest = &rest[at + BREAK.len()..];
    }
    parts.push(rest);
    parts.resize(FILES.len(), &[]);
    FILES.iter().map(|name| (*name).to_owned()).zip(parts).collect()
}

/// Whatever stands in the files, the check says what is wrong; where it finds no error, every format can be rendered.
pub(super) fn folder(data: &[u8]) {
    let files: BTreeMap<String, &[u8]> = files(data).into_iter().collect();
    let pack = Pack::Folder(super::folder(&files));
    let findings = check_pack(&pack, None);
    told(&findings);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return;
    }
    let content = pack.content(&content().words, Choice::All).expect("what has no error can be used");
    let questionnaire = &content.questionnaire;
    let mut answers = diditwork::answers::Answers::empty(questionnaire);
    for (position, question) in questionnaire.questions.iter().enumerate() {
        let level = u8::try_from(position % usize::from(question.levels)).expect("a level is small");
        let answer = diditwork::answers::Answer::bare(diditwork::answers::Choice::Level(level));
        answers.set(questionnaire, &question.id, Some(answer));
    }
    assert_eq!(standings(questionnaire, &answers).len(), questionnaire.questions.len());
    let report = build::build(&content, &answers, &[], Unverified::Shown);
    let page = render::html::page(&report, &content, Some(&answers.to_json()), Notes::Inside);
    assert!(page.is_ok(), "{page:?}");
    let form = render::html::form::page(
        &content,
        None,
        render::html::form::Mode::Workshop,
        diditwork::answers::Form::Full,
    );
    assert!(form.is_ok(), "{form:?}");
    assert!(!render::markdown::set(&render::sections::report(&report, &content)).is_empty());
    assert!(!render::csv::rows(&report).is_empty());
    let documents = [
        render::sections::report(&report, &content),
        render::explain::list(&content),
        render::story::list(&content),
    ];
    let text =
        documents.map(|document| render::text::set(&document, 80, render::text::Style::Plain)).concat();
    let steers = |character| character != '\n' && diditwork::text::steers(character);
    assert!(!text.chars().any(steers), "{text:?}");
}
