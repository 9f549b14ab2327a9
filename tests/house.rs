//! The rules of the house that no lint keeps: which module may know which, and that sentences and content are data.

#![expect(clippy::unwrap_used, reason = "a test stops where the source cannot be read")]
#![expect(clippy::disallowed_methods, reason = "this test reads the source itself")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use diditwork::answers::{Role, StepMark};
use diditwork::assessment::{Reason, VerdictCode};
use diditwork::cli::Cli;
use diditwork::language::{Language, Words};
use diditwork::pack::{Choice, Pack, words};
use diditwork::questionnaire::metric::Metric;
use diditwork::text::Word;
use diditwork::trend::ChangeKind;

/// The first module of the edges in the order of `lib.rs`; what is above is the core.
const FIRST_EDGE: &str = "render";

/// Sentence ids that are put together while the program runs: the text in the code, and what it can become.
fn families() -> Vec<(&'static str, Vec<String>)> {
    let all = |prefix: &str, ends: &[&str]| ends.iter().map(|end| format!("{prefix}{end}")).collect();
    let lessons = ["imprecise", "partly-supported", "supported", "unattributed", "wrong"];
    let classes = ["core", "published", "practitioner"];
    let reasons =
        [Reason::Missing, Reason::NearLine, Reason::Overlap, Reason::Contradiction].map(Reason::word);
    let beside = ["company", "years", "shared", "behind", "level", "ahead", "distance"];
    let traits = ["trait", "you", "company", "difference", "year", "facts"];
    let head = ["area", "level", "answered", "question", "answer", "note"];
    vec![
        ("verdict.{}", all("verdict.", &VerdictCode::ALL.map(VerdictCode::word))),
        ("sure.{}", all("sure.", &["firm", "leaning", "open"])),
        ("sure.why.{}", all("sure.why.", &reasons)),
        ("leverage.{class}", all("leverage.", &classes)),
        ("page.leverage.{class}", all("page.leverage.", &classes)),
        ("page.method.leverage.{class}", all("page.method.leverage.", &classes)),
        ("lesson.{}", all("lesson.", &lessons)),
        ("text.beside.{id}", all("text.beside.", &beside)),
        ("text.gaps.{id}", all("text.gaps.", &["trait", "you", "there", "company", "year"])),
        ("story.column.{id}", beginning_with("story.column.")),
        ("trend.moved.{who}.{id}", beginning_with("trend.moved.")),
        ("trend.sure.{}", beginning_with("trend.sure.")),
        ("trend.below.{}", beginning_with("trend.below.")),
        ("text.traits.{id}", all("text.traits.", &traits)),
        ("markdown.{id}", all("markdown.", &head)),
        ("trend.kind.{}", all("trend.kind.", &ChangeKind::ALL.map(ChangeKind::word))),
        ("trend.state.{}", beginning_with("trend.state.")),
        ("trend.column.{id}", beginning_with("trend.column.")),
        ("status.{word}", all("status.", &["unknown", "not-applicable"])),
        ("role.{}", all("role.", &Role::ALL.map(Role::word))),
        ("survey.step.{}", all("survey.step.", &StepMark::ALL.map(StepMark::word))),
        ("survey.unit.{name}", beginning_with("survey.unit.")),
        ("survey.blank.{}", beginning_with("survey.blank.")),
        ("metric.{}", all("metric.", &Metric::ALL.map(Metric::word))),
        ("metric.{}.definition", metrics("definition")),
        ("metric.{}.week", metrics("week")),
        ("metrics.short.{}", all("metrics.short.", &Metric::ALL.map(Metric::word))),
        ("metrics.column.{id}", beginning_with("metrics.column.")),
        ("metrics.list.{id}", beginning_with("metrics.list.")),
        ("history/shapes.json", of_shapes()),
        ("metrics.from.{}", all("metrics.from.", &["tags", "records"])),
        ("metrics.lead-time-from.{}", all("metrics.lead-time-from.", &["author", "committer"])),
        ("form.script.", beginning_with("form.script.")),
        ("browser.", beginning_with("browser.")),
        // The help of every command and argument.
        ("{prefix}.{id}", help(&Cli::command(), "help")),
        (
            "{prefix}.examples",
            beginning_with("help.").into_iter().filter(|id| id.ends_with(".examples")).collect(),
        ),
        ("help.group.{group}", beginning_with("help.group.")),
    ]
}

/// The sentences that the shapes of exports name: the kind of each, and why some are refused.
fn of_shapes() -> Vec<String> {
    let shapes = include_str!("../src/history/shapes.json");
    let ids: Vec<String> =
        shapes.split('"').filter(|text| text.starts_with("records.")).map(str::to_owned).collect();
    assert!(!ids.is_empty());
    ids
}

/// The sentences of one kind about the delivery metrics.
fn metrics(end: &str) -> Vec<String> {
    Metric::ALL.iter().map(|metric| format!("metric.{}.{end}", metric.word())).collect()
}

/// The ids that begin like this, for families of which the ends are named elsewhere in the code.
fn beginning_with(prefix: &str) -> Vec<String> {
    let ids: Vec<String> = english().ids().filter(|id| id.starts_with(prefix)).map(str::to_owned).collect();
    assert!(!ids.is_empty(), "{prefix}");
    ids
}

/// Texts that are no sentences of ours, each with the reason.
const NO_SENTENCES: &[(&str, &str)] = &[
    ("EOF while parsing", "an error of the JSON reader that is recognised by its words"),
    ("unexpected end of hex escape", "an error of the JSON reader that is recognised by its words"),
    ("not a git repository", "an error of git that is recognised by its words"),
    ("key must be a string", "an error of the JSON reader that is recognised by its words"),
    ("lone leading surrogate", "an error of the JSON reader that is recognised by its words"),
    ("number out of range", "an error of the JSON reader that is recognised by its words"),
    ("%Y년 %m월 %d일", "a date as a Korean table writes it, to be read"),
    ("a JSON value", "what serde expected, for its own error"),
    ("answers by question", "what serde expected, for its own error"),
    ("a level, a word or an object", "what serde expected, for its own error"),
    ("a level or a word", "what serde expected, for its own error"),
    ("expected a version such as 1.0.0", "for the error of serde, which is told as a detail"),
    ("expected a language tag such as en", "for the error of serde, which is told as a detail"),
    ("usage: site MODULE.wasm FOLDER", "for whoever changes .ci/site"),
    ("{id}: {name} has no value", "a mistake in a template, which is told as a detail"),
    ("a text was expected here, not {kind}", "a mistake in a template, which is told as a detail"),
];

/// Texts that are the names of fields and only happen to be names in the built-in pack too, by file.
const FIELDS: &[(&str, &str)] = &[("story/validate.rs", "lesson"), ("commands/measure.rs", "failure")];

#[test]
fn core_modules_know_only_core_modules_above_them() {
    let order = modules();
    let position = |name: &str| order.iter().position(|known| known == name);
    let edge = position(FIRST_EDGE).unwrap();
    for source in sources() {
        let own = position(&source.module);
        let Some(own) = own.filter(|own| *own < edge) else { continue };
        for known in source.knows() {
            let known_at = position(&known);
            assert!(
                known_at.is_some_and(|known_at| known_at <= own),
                "{} is {} and must not know {known}",
                source.file,
                source.module,
            );
        }
    }
}

#[test]
fn every_sentence_that_the_code_names_is_there() {
    let words = english();
    let prefixes: BTreeSet<&str> = words.ids().filter_map(|id| id.split('.').next()).collect();
    let families = families();
    for source in sources() {
        for text in &source.texts {
            let first = text.split('.').next().unwrap_or_default();
            if is_id(text) && prefixes.contains(first) {
                assert!(words.find(text).is_some(), "{}: no sentence {text}", source.file);
            }
            let built = text.split_once('{').map(|(before, _)| before).filter(|before| before.ends_with('.'));
            if built.is_some_and(|_| prefixes.contains(first) && !text.contains(' ')) {
                let known = families.iter().any(|(known, _)| known == text);
                assert!(
                    known,
                    "{}: {text} is a family of sentences that this test does not know",
                    source.file
                );
            }
        }
    }
    for id in families.into_iter().flat_map(|(_, ids)| ids) {
        assert!(words.find(&id).is_some(), "no sentence {id}");
    }
    for id in template_texts().into_iter().filter(|id| is_id(id) && id.starts_with("page.")) {
        assert!(words.find(&id).is_some(), "no sentence {id} for a template");
    }
}

#[test]
fn every_sentence_is_used() {
    let words = english();
    let sources = sources();
    let mut used: BTreeSet<String> = sources.iter().flat_map(|source| source.texts.iter().cloned()).collect();
    used.extend(families().into_iter().flat_map(|(_, ids)| ids));
    let templates = template_texts();
    let built: Vec<&String> = templates.iter().filter(|text| text.ends_with('.')).collect();
    used.extend(templates.iter().cloned());
    let idle: Vec<&str> = words
        .ids()
        .filter(|id| {
            let ends = [".hint", ".near", ".one", ".same"];
            let code = ends.into_iter().find_map(|end| id.strip_suffix(end)).unwrap_or(id);
            let built = built.iter().any(|beginning| id.starts_with(beginning.as_str()));
            !used.contains(*id) && !used.contains(code) && !built
        })
        .collect();
    assert!(idle.is_empty(), "nothing says {idle:?}");
}

#[test]
fn every_language_has_the_same_sentences_with_the_same_values() {
    let values = |sentence: &str| -> BTreeSet<String> {
        let inside = sentence.split('{').skip(1).filter_map(|rest| rest.split(['}', '|']).next());
        inside.map(str::to_owned).collect()
    };
    let english = english();
    for language in diditwork::pack::languages() {
        let other = words(&language).unwrap();
        assert_eq!(english.ids().collect::<Vec<_>>(), other.ids().collect::<Vec<_>>(), "{language}");
        for id in english.ids() {
            let (ours, theirs) = (english.find(id).unwrap(), other.find(id).unwrap());
            assert_eq!(values(ours), values(theirs), "{language} {id}");
        }
    }
}

#[test]
fn no_sentence_stands_in_the_code() {
    let mut found = Vec::new();
    for source in sources() {
        for text in &source.texts {
            let is_word =
                |part: &&str| part.chars().filter(|character| character.is_alphabetic()).count() > 1;
            let is_free = |part: &&str| !part.contains(['{', '}', '<', '=']);
            let words = text.split_whitespace().filter(is_free).filter(is_word).count();
            let allowed = NO_SENTENCES.iter().any(|(known, _)| known == text);
            if words >= 3 && !allowed {
                found.push(format!("{}: {text}", source.file));
            }
        }
    }
    assert!(found.is_empty(), "these belong into reports/text: {found:#?}");
}

#[test]
fn the_code_names_no_question_story_or_tag_of_the_built_in_pack() {
    let content = Pack::BuiltIn.content(&english(), Choice::All).unwrap();
    let questionnaire = &content.questionnaire;
    let mut names: BTreeSet<&str> = questionnaire.questions.iter().map(|known| known.id.as_str()).collect();
    for entry in &questionnaire.stories {
        names.insert(&entry.id);
        names.extend(entry.tags.iter().map(String::as_str));
    }
    names.extend(content.stories.iter().flat_map(|told| &told.story.chapters).map(|known| known.id.as_str()));
    let mut found = Vec::new();
    for source in sources() {
        for text in &source.texts {
            let is_named = |name: &&str| text == name || name.contains('-') && text.contains(*name);
            let is_field = FIELDS.contains(&(source.file.as_str(), text.as_str()));
            if names.iter().any(is_named) && !is_field {
                found.push(format!("{}: {text}", source.file));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn texts_are_found_where_they_are_and_nowhere_else() {
    let source = Source::read(
        "x.rs",
        "x",
        concat!(
            "//! \"comment\"\n#[doc = \"attribute\"]\nuse crate::{error, json::{self, Tree}};\n",
            "fn f<'a>(c: char) { g('\"', \"one \\\" two\", r#\"raw \"x\"\"#, 'a', crate::score::of(\"\\n\")); /* \"no\" */ }\n",
            "#[cfg(test)]\nmod tests { const X: &str = \"test\"; }\n",
        ),
    );
    assert_eq!(source.texts, ["one \\\" two", "raw \"x\"", "\\n"]);
    assert_eq!(source.knows(), BTreeSet::from(["error", "json", "score"].map(str::to_owned)));
}

fn english() -> Words {
    words(&Language::english()).unwrap()
}

/// Every id of a help text: `help`, `help.COMMAND`, `help.COMMAND.ARGUMENT`.
fn help(command: &clap::Command, prefix: &str) -> Vec<String> {
    let mut ids = vec![prefix.to_owned()];
    ids.extend(command.get_arguments().map(|argument| format!("{prefix}.{}", argument.get_id())));
    for inner in command.get_subcommands() {
        ids.extend(help(inner, &format!("{prefix}.{}", inner.get_name())));
    }
    ids
}

/// Whether a text has the form of a sentence's id; names of files have it too.
fn is_id(text: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let is_file = [".json", ".html", ".svg", ".css", ".js"].iter().any(|ending| text.ends_with(ending));
    text.contains('.') && text.split('.').all(is_part) && !is_file
}

/// The modules of the library, in the order of its front page.
fn modules() -> Vec<String> {
    let front = text(&root().join("lib.rs"));
    let module = |line: &str| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned);
    front.lines().filter_map(module).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Every text in quotes in the templates of the page.
fn template_texts() -> BTreeSet<String> {
    let mut folders = vec![root().with_file_name("reports").join("html")];
    let mut texts = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                let whole = text(&path);
                texts.extend(['"', '\''].iter().flat_map(|quote| whole.split(*quote)).map(str::to_owned));
            }
        }
    }
    texts
}

/// A file of the source without comments, attributes and tests.
struct Source {
    file: String,
    module: String,
    /// The code; where a text stood, there are only its quotes.
    code: String,
    /// The texts as they are written.
    texts: Vec<String>,
}

/// The ends of the names of files that are only built for tests.
const FOR_TESTS: [&str; 5] =
    ["tests.rs", "testing.rs", "schema.rs", "schema/documents.rs", "terminal/scripted.rs"];

/// Every file of the source but the tests and what they share.
fn sources() -> Vec<Source> {
    let mut folders = vec![root()];
    let mut sources = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if is_code(&path) && !FOR_TESTS.iter().any(|known| name.ends_with(known)) {
                let module = name.trim_end_matches(".rs").split('/').next().unwrap();
                sources.insert(name.clone(), Source::read(&name, module, &text(&path)));
            }
        }
    }
    sources.into_values().collect()
}

fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "rs")
}

impl Source {
    fn read(file: &str, module: &str, whole: &str) -> Self {
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let mut source =
            Self { file: file.to_owned(), module: module.to_owned(), code: String::new(), texts: Vec::new() };
        let mut rest = code;
        while let Some(next) = rest.chars().next() {
            rest = source.token(rest, next);
        }
        source
    }

    /// Takes one token from the front; gives what is left.
    fn token<'t>(&mut self, rest: &'t str, next: char) -> &'t str {
        let after = |end: &str| rest.find(end).map_or("", |at| &rest[at + end.len()..]);
        if rest.starts_with("//") {
            after("\n")
        } else if rest.starts_with("/*") {
            after("*/")
        } else if rest.starts_with("#[") || rest.starts_with("#![") {
            skip_attribute(rest)
        } else if let Some(hashes) = raw_text(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let inside = &rest[hashes + 2..];
            let length = inside.find(&end).unwrap_or(inside.len());
            self.add(&inside[..length]);
            inside.get(length + end.len()..).unwrap_or_default()
        } else if next == '"' {
            let length = text_length(&rest[1..]);
            self.add(&rest[1..=length]);
            rest.get(length + 2..).unwrap_or_default()
        } else if next == '\'' {
            let length = character_length(rest);
            self.code.push_str(&rest[..length]);
            &rest[length..]
        } else {
            self.code.push(next);
            &rest[next.len_utf8()..]
        }
    }

    fn add(&mut self, text: &str) {
        self.code.push_str("\"\"");
        self.texts.push(text.to_owned());
    }

    /// The modules of the library that it names.
    fn knows(&self) -> BTreeSet<String> {
        let mut known = BTreeSet::new();
        for after in self.code.split("crate::").skip(1) {
            match after.strip_prefix('{') {
                Some(group) => known.extend(group_heads(group)),
                None => known.extend(name(after)),
            }
        }
        known
    }
}

/// The name that a text begins with.
fn name(text: &str) -> Option<String> {
    let name: String = text
        .trim_start()
        .chars()
        .take_while(|character| character.is_alphanumeric() || *character == '_')
        .collect();
    (!name.is_empty()).then_some(name)
}

/// The first names of the members of `{a, b::{c, d}}`, behind its opening brace.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut heads = Vec::new();
    let mut member = String::new();
    for character in group.chars() {
        depth += match character {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 || depth == 1 && character == ',' {
            heads.extend(name(&member));
            member.clear();
        } else {
            member.push(character);
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// The number of hashes of a raw text, if one begins here.
fn raw_text(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('r')?;
    let hashes = inside.bytes().take_while(|byte| *byte == b'#').count();
    inside[hashes..].starts_with('"').then_some(hashes)
}

/// The length of a text up to its closing quote.
fn text_length(inside: &str) -> usize {
    let mut escaped = false;
    for (at, character) in inside.char_indices() {
        match character {
            '"' if !escaped => return at,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    inside.len()
}

/// The length of a character in quotes, or of the quote alone where a lifetime begins.
fn character_length(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            characters.skip(1).find(|(_, character)| *character == '\'').map_or(1, |(at, _)| at + 1)
        }
        Some(_) => characters.next().filter(|(_, character)| *character == '\'').map_or(1, |(at, _)| at + 1),
        None => 1,
    }
}

/// What follows an attribute; brackets and texts inside of it are skipped.
fn skip_attribute(rest: &str) -> &str {
    let mut depth = 0;
    let mut at = 0;
    while let Some(character) = rest[at..].chars().next() {
        at += character.len_utf8();
        match character {
            '"' => at = (at + text_length(&rest[at..]) + 1).min(rest.len()),
            '[' => depth += 1,
            ']' if depth == 1 => return &rest[at..],
            ']' => depth -= 1,
            _ => {}
        }
    }
    ""
}
