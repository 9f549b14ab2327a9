//! What people typed, in every format: it is text there and nothing else.

use std::collections::BTreeMap;

use diditwork::answers::{Answer, Answers, Choice, document, rules};
use diditwork::comparison::Unverified;
use diditwork::csv;
use diditwork::delivery::{Metrics, read};
use diditwork::render;
use diditwork::render::document::Document;
use diditwork::render::html::{Notes, form};
use diditwork::render::org::Organisation;
use diditwork::report::team::{self, People};
use diditwork::report::trend::build::{self as trend, Subject};
use diditwork::report::{Report, build};
use diditwork::team::gathered::{Roles, Roster};
use diditwork::team::{Layout, Record};
use diditwork::text::steers;
use diditwork::trend::Point;

use super::content;

/// One document in all formats.
struct Rendered {
    pages: Vec<String>,
    markdown: Vec<String>,
    tables: Vec<String>,
    texts: Vec<String>,
    data: Vec<String>,
}

/// Every line of the bytes is put into one of the fields after the other; the first byte says into which document.
pub(super) fn fields(data: &[u8]) {
    let Some((kind, data)) = data.split_first() else { return };
    let typed = String::from_utf8_lossy(data).into_owned();
    let hostile = rendered(*kind, &typed);
    let markup = |character: char| matches!(character, '<' | '>' | '&' | '"' | '\'' | '`');
    let tame = rendered(*kind, &replaced(&typed, markup));
    for (hostile, tame) in hostile.pages.iter().zip(&tame.pages) {
        assert_eq!(skeleton(hostile), skeleton(tame), "{typed:?}");
        let steers = |character: char| !matches!(character, '\n' | '\t') && character.is_control();
        assert!(!hostile.chars().any(steers), "{typed:?}");
    }
    let tame = rendered(*kind, &replaced(&typed, |character| character.is_ascii_punctuation()));
    for (hostile, tame) in hostile.markdown.iter().zip(&tame.markdown) {
        assert_eq!(marks(hostile), marks(tame), "{typed:?}\n{hostile}");
        plain(hostile);
    }
    for (hostile, tame) in hostile.tables.iter().zip(&tame.tables) {
        assert_eq!(shape(hostile), shape(tame), "{typed:?}");
    }
    hostile.texts.iter().for_each(|text| plain(text));
    for data in &hostile.data {
        plain(data);
        assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{typed:?}");
    }
}

/// The same text with a letter for some of its characters.
fn replaced(text: &str, is: impl Fn(char) -> bool) -> String {
    text.chars().map(|character| if is(character) { 'x' } else { character }).collect()
}

fn plain(text: &str) {
    assert!(!text.chars().any(|character| character != '\n' && steers(character)), "{text:?}");
}

/// The tags of a page with the names of their attributes; in scripts nothing may begin a tag.
fn skeleton(page: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (tag, behind) = rest[at..].split_once('>').unwrap_or((&rest[at..], ""));
        let names: String = tag.split('"').step_by(2).collect();
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        tags.push(names);
        rest = behind;
    }
    tags
}

/// How often each mark of Markdown stands there without an escape, and how many lines there are.
fn marks(text: &str) -> Vec<usize> {
    let mut bare = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '&' => drop(characters.find(|character| *character == ';')),
            _ => {
                bare.push(character);
                continue;
            }
        }
        bare.push('x');
    }
    let places =
        ["<", ">", "[", "]", "*", "_", "`", "#", "|", "!", "~", "://", "www.", "\n", "\n-", "\n=", "\n+"];
    places.iter().map(|mark| bare.matches(mark).count()).collect()
}

/// How many cells each row of a table has; none of them is a formula.
fn shape(table: &str) -> Vec<usize> {
    let table = csv::Table::parse(table, |_| true).unwrap_or_else(|finding| panic!("{finding:?}\n{table}"));
    let rows: Vec<_> = std::iter::once(table.header).chain(table.rows).collect();
    for cell in rows.iter().flatten() {
        let is_formula = cell.text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            || cell.text.starts_with(['\t', '\r', '\n']);
        assert!(!is_formula || cell.text.trim().parse::<f64>().is_ok(), "{:?}", cell.text);
        assert!(
            !cell.text.chars().any(|character| character != '\n' && steers(character)),
            "{:?}",
            cell.text
        );
    }
    rows.iter().map(Vec::len).collect()
}

fn rendered(kind: u8, typed: &str) -> Rendered {
    let mut fields = typed.split('\n').cycle().map(str::to_owned);
    let mut next = || fields.next().unwrap_or_default();
    let answers = answers(&mut next);
    match kind % 5 {
        0 => report(&build::build(content(), &answers, &[], Unverified::Shown), &answers),
        1 => {
            let mut report_of = build::build(content(), &answers, &[], Unverified::Shown);
            let metrics = metrics(&mut next);
            render::measured::add(&mut report_of, &metrics, content(), &answers);
            let mut all = report(&report_of, &answers);
            let document = render::metrics::document(&metrics, content());
            all.texts.push(in_lines(&document));
            all.markdown.push(render::markdown::set(&document));
            all
        }
        2 => history(&answers, &next()),
        3 => team_of(&answers, &next()),
        _ => organisation(&answers, &next()),
    }
}

/// Answers in which every field that takes a text has one.
fn answers(next: &mut impl FnMut() -> String) -> Answers {
    let questionnaire = &content().questionnaire;
    let mut answers = Answers::empty(questionnaire);
    (answers.team, answers.scope, answers.goal) = (rules::name(&next()), Some(next()), Some(next()));
    answers.respondent.code = rules::name(&next());
    answers.date = Some("2026-05-01".to_owned());
    for (position, question) in questionnaire.questions.iter().enumerate() {
        let mut answer =
            Answer::bare([Choice::Level(1), Choice::NotApplicable, Choice::Unknown][position % 3]);
        if position % 5 == 0 {
            (answer.note, answer.reason, answer.evidence) =
                (Some(next()), Some(next()), vec![next(), next()]);
        }
        answers.set(questionnaire, &question.id, Some(answer));
    }
    answers
}

fn in_lines(document: &Document) -> String {
    render::text::set(document, 80, render::text::Style::Plain)
}

fn report(report: &Report, answers: &Answers) -> Rendered {
    let content = content();
    let written = answers.to_json();
    let page = render::html::page(report, content, Some(&written), Notes::Inside).expect("the page is sound");
    let read = document::read(&page, &content.questionnaire).answers;
    assert_eq!(read.as_ref(), Some(answers), "the page holds the answers");
    let form = form::page(content, answers.team.as_deref(), form::Mode::Workshop, answers.form)
        .expect("the form is sound");
    Rendered {
        pages: vec![page, form],
        markdown: vec![render::markdown::set(&render::sections::report(report, content))],
        tables: vec![render::csv::rows(report)],
        texts: vec![
            in_lines(&render::sections::report(report, content)),
            render::sections::short(report, content, None),
        ],
        data: vec![render::json::document(report)],
    }
}

/// A metrics file with these texts in it.
fn metrics(next: &mut impl FnMut() -> String) -> Metrics {
    let file = include_str!("seeds/metrics.json");
    let mut metrics = read::read(file).expect("the file is sound");
    (metrics.method.tags, metrics.method.path) = (vec![next(), next()], Some(next()));
    metrics.definitions.values_mut().for_each(|definition| *definition = next());
    metrics.warnings.iter_mut().for_each(|warning| warning.text = next());
    metrics
}

fn history(answers: &Answers, label: &str) -> Rendered {
    let content = content();
    let questionnaire = &content.questionnaire;
    let mut later = answers.clone();
    later.date = None;
    let points =
        [Point::of(questionnaire, answers, label), Point::of(questionnaire, &later, &format!("2{label}"))];
    let subject = Subject { team: later.team.clone(), scopes: vec![answers.scope.clone(), later.scope] };
    let findings = trend::findings(&subject, &points);
    let trend = trend::build(content, &subject, &points, &findings);
    Rendered {
        pages: vec![render::html::document::trend(&trend, content).expect("the page is sound")],
        markdown: vec![render::markdown::set(&render::trend::document(&trend, content))],
        tables: vec![render::trend::csv::rows(&trend, content, &points)],
        texts: vec![in_lines(&render::trend::document(&trend, content))],
        data: vec![render::json::document(&trend)],
    }
}

/// Six people of one team.
fn roster(answers: &Answers) -> Roster {
    let questionnaire = &content().questionnaire;
    let mut roster = Roster::new(Layout::new(questionnaire), Roles::Apart, None);
    let mut choices = vec![0; questionnaire.questions.len()];
    for number in 0..6 {
        let mut one = answers.clone();
        one.respondent.code = Some(format!("{number}{}", one.respondent.code.unwrap_or_default()));
        roster.add(&Record::of(&one, questionnaire, &mut choices));
    }
    roster
}

fn team_of(answers: &Answers, name: &str) -> Rendered {
    let content = content();
    let roster = roster(answers);
    let gathered = roster.together();
    let people = People { name: Some(name), gathered: &gathered, layout: roster.layout() };
    let report = team::build(content, Unverified::Hidden, people, &[]);
    let anonymous = team::anonymous(content, people).expect("six people may be told of");
    Rendered {
        pages: vec![
            render::html::team::page(&report, content, None).expect("the page is sound"),
            render::html::team::anonymous_page(&anonymous, content, None).expect("the page is sound"),
        ],
        markdown: vec![
            render::markdown::set(&render::team::document(&report, content)),
            render::markdown::set(&render::team::anonymous_document(&anonymous, content)),
        ],
        tables: vec![render::team::in_csv(&report), render::team::anonymous_in_csv(&anonymous)],
        texts: vec![
            in_lines(&render::team::document(&report, content)),
            in_lines(&render::team::anonymous_document(&anonymous, content)),
        ],
        data: vec![render::json::document(&report), render::json::document(&anonymous)],
    }
}

fn organisation(answers: &Answers, beside: &str) -> Rendered {
    let content = content();
    let roster = roster(answers);
    let layout = roster.layout().clone();
    let teams = roster.finish();
    let organisation = Organisation {
        content,
        layout: &layout,
        teams: teams.iter().map(|(name, team)| (&**name, &team.table)).collect(),
        told: &BTreeMap::new(),
        not_shown: 0,
        warnings: Vec::new(),
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is written is text");
    let (mut data, mut table) = (Vec::new(), Vec::new());
    organisation.json(&mut data).expect("memory takes everything");
    organisation.csv(&mut table).expect("memory takes everything");
    let no_pages = render::html::org::Pages::new();
    let page = |anonymous| render::html::org::page(&organisation, Some(beside), anonymous, &no_pages);
    Rendered {
        pages: [false, true].into_iter().map(|kind| page(kind).expect("the page is sound")).collect(),
        markdown: Vec::new(),
        tables: vec![text(table)],
        texts: Vec::new(),
        data: vec![text(data)],
    }
}
