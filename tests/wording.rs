//! How the project speaks. The texts of the built-in questionnaire have bounds in each language: a person answers at the pace
//! of reading, and an option that is longer than the others gives the good answer away (`questionnaires/README.md`). And
//! stiff phrases that were replaced once must not come back, in sentences, help, documents and comments.

#![expect(clippy::unwrap_used, reason = "a test stops where the pack cannot be read")]
#![expect(clippy::disallowed_methods, reason = "tests read files themselves")]

use diditwork::content::Content;
use diditwork::language::Language;
use diditwork::pack::{Choice, Pack, words};
use diditwork::questionnaire::{Axis, Question};
use diditwork::text::columns;

/// What the texts of a language may take. A Korean word stands for 1.44 English ones, by the two texts themselves.
struct Bounds {
    language: &'static str,
    words_an_option: usize,
    mean_words_of_practices: f64,
    words_a_minute: f64,
}

const BOUNDS: [Bounds; 2] = [
    Bounds { language: "en", words_an_option: 16, mean_words_of_practices: 11.0, words_a_minute: 230.0 },
    Bounds { language: "ko", words_an_option: 11, mean_words_of_practices: 8.0, words_a_minute: 160.0 },
];

/// Minutes to read all questions and options: of the full form, of the short one.
const MINUTES: [f64; 2] = [9.0, 3.0];

/// How much longer options of the top level may be on average than those of the bottom one.
const TOP_TO_BOTTOM: f64 = 1.25;

/// A terminal of 80×24: rows beside question and options, and columns for an option.
const ROWS: usize = 24;
const OTHER_ROWS: usize = 7;
const WIDTH: usize = 72;

fn told(language: &str) -> Content {
    let words = words(&Language::from_tag(language).unwrap()).unwrap();
    Pack::BuiltIn.content(&words, Choice::None).unwrap()
}

fn words_of(text: &str) -> usize {
    text.split_whitespace().count()
}

fn mean(numbers: &[usize]) -> f64 {
    numbers.iter().sum::<usize>() as f64 / numbers.len() as f64
}

/// Words of a question and its options.
fn read(content: &Content, question: &Question) -> usize {
    let text = &content.text.questions[&question.id];
    words_of(&text.question) + text.levels.iter().map(|level| words_of(level)).sum::<usize>()
}

/// The rows that a text takes, broken between words.
fn rows(text: &str) -> usize {
    let mut rows = 1;
    let mut used = 0;
    for word in text.split_whitespace().map(columns) {
        let with_space = if used == 0 { word } else { used + 1 + word };
        (rows, used) = if with_space > WIDTH { (rows + 1, word) } else { (rows, with_space) };
    }
    rows
}

fn practices(content: &Content) -> impl Iterator<Item = (&Question, &Vec<String>)> {
    let questions = content.questionnaire.on_axis(Axis::Adoption);
    questions.map(|question| (question, &content.text.questions[&question.id].levels))
}

#[test]
fn no_option_is_long() {
    for bounds in BOUNDS {
        let content = told(bounds.language);
        for (id, text) in &content.text.questions {
            for level in &text.levels {
                assert!(words_of(level) <= bounds.words_an_option, "{} {id}: {level}", bounds.language);
            }
        }
        let all: Vec<usize> =
            practices(&content).flat_map(|(_, levels)| levels).map(|level| words_of(level)).collect();
        assert_eq!(all.len(), 120);
        assert!(mean(&all) <= bounds.mean_words_of_practices, "{} {}", bounds.language, mean(&all));
    }
}

#[test]
fn length_does_not_give_the_good_answer_away() {
    for bounds in BOUNDS {
        let content = told(bounds.language);
        let of = |level: usize| -> Vec<usize> {
            practices(&content).map(|(_, levels)| words_of(&levels[level])).collect()
        };
        let (bottom, top) = (mean(&of(0)), mean(&of(4)));
        assert!(top <= TOP_TO_BOTTOM * bottom, "{}: {top} of {bottom}", bounds.language);
        // Nor is the good answer the short one.
        assert!(bottom <= TOP_TO_BOTTOM * top, "{}: {bottom} of {top}", bounds.language);
    }
}

#[test]
fn all_is_read_in_nine_minutes_and_the_short_form_in_three() {
    for bounds in BOUNDS {
        let content = told(bounds.language);
        let all = &content.questionnaire.questions;
        let short = all.iter().filter(|question| content.questionnaire.short_form.contains(&question.id));
        let words = [
            all.iter().map(|question| read(&content, question)).sum::<usize>(),
            short.map(|question| read(&content, question)).sum(),
        ];
        for (words, minutes) in words.into_iter().zip(MINUTES) {
            let taken = words as f64 / bounds.words_a_minute;
            assert!(words > 300 && taken <= minutes, "{}: {words} words, {taken} minutes", bounds.language);
        }
    }
}

#[test]
fn every_question_fits_a_small_terminal() {
    for bounds in BOUNDS {
        let content = told(bounds.language);
        for (id, text) in &content.text.questions {
            let taken = rows(&text.question) + text.levels.iter().map(|level| rows(level)).sum::<usize>();
            assert!(taken + OTHER_ROWS <= ROWS, "{} {id}: {taken} rows", bounds.language);
        }
    }
}

#[test]
fn an_option_asks_one_thing_and_refers_to_no_other() {
    for (language, never) in [("en", [";", "previous level"]), ("ko", [";", "앞 수준"])] {
        for (id, text) in &told(language).text.questions {
            for option in &text.levels {
                assert!(!never.iter().any(|words| option.contains(words)), "{language} {id}: {option}");
            }
            let distinct: std::collections::BTreeSet<&String> = text.levels.iter().collect();
            assert_eq!(distinct.len(), text.levels.len(), "{language} {id}");
        }
    }
}

/// A pair that can both be true would blame people for honest answers: each names two questions, and neither range is
/// the whole scale.
#[test]
fn contradictions_leave_answers_that_agree() {
    let questionnaire = told("en").questionnaire;
    assert_eq!(questionnaire.contradictions.len(), 20);
    for pair in &questionnaire.contradictions {
        for range in [&pair.a, &pair.b] {
            let question = questionnaire.question(&range.id).unwrap();
            assert!(range.to - range.from < question.top() - 1, "{}", range.id);
        }
    }
    let samples = ["strong", "struggling", "small"].map(|name| format!("tests/answers/{name}.json"));
    for path in samples.iter().map(String::as_str).chain(["questionnaires/real-stories/example.json"]) {
        let text =
            std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let answers = diditwork::answers::read::read(&text, &questionnaire).answers.unwrap();
        let standings = diditwork::assessment::standings(&questionnaire, &answers);
        let found = diditwork::assessment::Assessment::of(&questionnaire, standings).contradictions;
        assert_eq!(found, [0; 0], "{path}");
    }
}

/// Phrases that a second reading stumbled over, in lower case.
const STIFF: [&str; 42] = [
    "(usual)",
    "[usual:",
    "a finding, not a failure",
    "a finding, not noise",
    "are told",
    "asks the survey",
    "at one remove",
    "be told",
    "can it be told",
    "clear of the line",
    "did it work for them",
    "enter a number",
    "enters a number",
    "gave way",
    "goes on where",
    "is told",
    "keep remarks back",
    "keeps remarks back",
    "lie far apart",
    "lies far apart",
    "mend ",
    "mended",
    "not spoken of",
    "not told",
    "nothing where",
    "of one's own",
    "one argument too many",
    "questionnaire of your own",
    "said in english",
    "somebody's own",
    "speak of",
    "speaks against",
    "speaks of",
    "stands here",
    "stood there and rose",
    "stood where",
    "table that stands in",
    "tell of",
    "tells of",
    "waits for itself",
    "what to work on",
    "whoever",
];

/// The same in Korean: words with a plainer twin, and sentences that read as translated.
const STIFF_KOREAN: [&str; 14] = [
    "(보통",
    "[기본:",
    "견주",
    "기다리는 항목",
    "까닭",
    "끝이 정",
    "더는 모름",
    "자리를 내주",
    "잡음이 아니라",
    "저희",
    "짧은 설문",
    "짧은 양식",
    "첫인상",
    "하나의 발견",
];

/// Lines that people read, each with its place: sentences, help, documents and comments.
fn lines() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let file = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            let skipped = [".git", "target", "node_modules", "reports/examples", "tests/wording.rs"];
            if skipped.iter().any(|skipped| file == *skipped || file.ends_with("/node_modules")) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let is = |wanted: &str| path.extension().is_some_and(|extension| extension == wanted);
            let of_pack = file.starts_with("questionnaires/") && is("json") && !file.contains("/schema/");
            let (is_code, is_text) = (is("rs"), is("md") || of_pack || file.starts_with("reports/text/"));
            let Some(text) = (is_code || is_text).then(|| std::fs::read_to_string(&path).unwrap()) else {
                continue;
            };
            for (number, line) in text.lines().enumerate() {
                if is_text || line.trim_start().starts_with("//") {
                    found.push((format!("{file}:{}", number + 1), line.to_lowercase()));
                }
            }
        }
    }
    found
}

#[test]
fn stiff_phrases_do_not_come_back() {
    let mut lines = lines();
    assert!(lines.len() > 5_000, "{}", lines.len());
    for language in ["en", "ko"] {
        let words = words(&Language::from_tag(language).unwrap()).unwrap();
        let mut whole = diditwork::cli::whole(&words);
        let names: Vec<String> =
            whole.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        lines.push((format!("help {language}"), whole.render_help().to_string().to_lowercase()));
        for name in names {
            let help = whole.find_subcommand_mut(&name).unwrap().render_help().to_string();
            lines.push((format!("help {name} {language}"), help.to_lowercase()));
        }
    }
    let stiff: Vec<String> = lines
        .iter()
        .flat_map(|(place, line)| {
            let of = STIFF.iter().chain(&STIFF_KOREAN).filter(|phrase| line.contains(**phrase));
            of.map(move |phrase| format!("{place}: {phrase}"))
        })
        .collect();
    assert!(stiff.is_empty(), "say these plainly: {stiff:#?}");
}
