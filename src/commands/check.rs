//! `check`: validates packs and answers files; everything wrong is found at once.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answers::document;
use crate::commands::Session;
use crate::error::{Bounded, Error, Finding, Kind, Message, Place, Result, Severity};
use crate::json::{self, Part};
use crate::language::{Language, Words};
use crate::order;
use crate::pack::{Pack, typed};
use crate::questionnaire::Questionnaire;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::validate::{self, Problem, names};
use crate::store::{self, bulk};
use crate::story::{Story, StoryText};
use crate::{render, story, terminal};

/// What a pack has in its folder; a folder without any of it holds answers.
const PACK: [&str; 3] = ["questionnaire.json", "stories", "text"];

/// The endings of files in a folder of answers that are checked, the same that `team` and `org` read.
const ENDINGS: [&str; 3] = ["json", "ndjson", "jsonl"];

/// What `check` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Packs (folders), answers files, folders of them, and files of one document a line; - is standard input.
    paths: Vec<PathBuf>,
    /// Whether the findings come as text or as data.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: CheckFormat,
}

/// In which form findings are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum CheckFormat {
    /// Sentences.
    Text,
    /// JSON.
    Json,
}

/// Validates what was named, or the pack in use.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let mut findings = Vec::new();
    if arguments.paths.is_empty() {
        findings.extend(check_pack(&session.pack, None));
    }
    for path in &arguments.paths {
        findings.extend(check_path(session, path)?);
    }
    match arguments.format {
        CheckFormat::Json => terminal::print(&render::json::document(&as_data(&findings, session)))?,
        CheckFormat::Text => {
            super::tell(&session.words, &findings);
            let counts = [Severity::Error, Severity::Warning]
                .map(|severity| findings.iter().filter(|finding| finding.severity == severity).count());
            let message = Message::new("check.done").with("errors", counts[0]).with("warnings", counts[1]);
            terminal::print(&format!("{}\n", session.words.tell(&message)))?;
        }
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Error { kind: Kind::No, findings: Vec::new() });
    }
    Ok(())
}

/// Refuses a pack of somebody's own that breaks a rule, before anything is done with it. Of its translations only the
/// one in use matters here.
pub fn own_pack(session: &Session) -> Result<()> {
    let findings = check_pack(&session.pack, Some(&session.words));
    let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Error);
    session.warn(&warnings);
    if errors.is_empty() { Ok(()) } else { Err(Error::input(errors)) }
}

fn check_path(session: &Session, path: &Path) -> Result<Vec<Finding>> {
    if store::is_folder(path) {
        if PACK.iter().any(|part| store::exists(&path.join(part))) {
            return Ok(check_pack(&Pack::Folder(path.to_owned()), None));
        }
        let mut files = bulk::files_below(path, &ENDINGS)?;
        order::by(&mut files, Ord::cmp);
        if files.is_empty() {
            return Ok(check_pack(&Pack::Folder(path.to_owned()), None));
        }
        let checked = files.iter().map(|file| check_path(session, file)).collect::<Result<Vec<_>>>()?;
        return Ok(checked.into_iter().flatten().collect());
    }
    let questionnaire = session.pack.questionnaire()?;
    let text = match store::read(path) {
        Ok(text) => text,
        Err(error) if error.kind == Kind::Input => return Ok(error.findings),
        Err(error) => return Err(error),
    };
    let file = store::shown(path);
    let found = if path.extension().is_some_and(|ending| ending == "ndjson" || ending == "jsonl") {
        line_by_line(&text, &questionnaire)
    } else {
        document::read(&text, &questionnaire).findings
    };
    Ok(found.into_iter().map(|finding| finding.in_file(&file)).collect())
}

/// What is found in a file of one answers document a line.
fn line_by_line(text: &str, questionnaire: &Questionnaire) -> Vec<Finding> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut found = Bounded::default();
    for (index, line) in lines {
        let below = |place: Place| Place { line: place.line + index, ..place };
        for finding in document::read(line, questionnaire).findings {
            found.add(finding.severity, Finding { place: finding.place.map(below), ..finding });
        }
    }
    found.finish(std::convert::identity)
}

/// Everything wrong with a pack, in all of its languages or in the first and the one that is wanted.
pub fn check_pack(pack: &Pack, words: Option<&Words>) -> Vec<Finding> {
    let mut findings = Findings { pack, found: Vec::new() };
    let Some(questionnaire) = findings.read::<Questionnaire>("questionnaire.json") else {
        return findings.found;
    };
    let too_long = validate::too_long(&questionnaire);
    if !too_long.is_empty() {
        findings.add("questionnaire.json", too_long);
        return findings.found;
    }
    findings.add("questionnaire.json", validate::questionnaire(&questionnaire));
    let mut languages = questionnaire.languages.clone();
    if let Some(words) = words {
        let (wanted, used) = (words.wanted(), pack.language(&questionnaire, words));
        if used.base() != wanted.base() {
            findings.found.push(Finding::warning(
                Message::new("pack.no-language").with("language", wanted.base()).with("first", &used),
            ));
        }
        let first = languages.first().cloned();
        languages.retain(|language| *language == used || first.as_ref() == Some(language));
    }
    findings.texts("questionnaire.json", &languages, |text: &QuestionnaireText| {
        validate::text(&questionnaire, text)
    });
    for entry in questionnaire.stories.iter().filter(|entry| names::is_id(&entry.id)) {
        let path = format!("stories/{}.json", entry.id);
        let Some(told) = findings.read::<Story>(&path) else { continue };
        if told.id != entry.id {
            let message = Message::new("pack.story-id").with("found", &told.id).with("expected", &entry.id);
            findings.add(&path, vec![Problem { way: vec!["id".into()], message }]);
        }
        findings.add(&path, story::validate::story(&told, &questionnaire));
        let file = format!("stories/{}.json", entry.id);
        findings.texts(&file, &languages, |text: &StoryText| story::validate::text(&told, text));
    }
    if words.is_none() {
        // What no command needs matters only to whoever asks for everything.
        findings.unlisted(&questionnaire);
        findings.examples(&questionnaire);
    }
    findings.found
}

struct Findings<'a> {
    pack: &'a Pack,
    found: Vec<Finding>,
}

impl Findings<'_> {
    /// Checks a file of sentences in each language. What is missing in the first is an error; in another it falls back
    /// to the first, which is worth a warning.
    fn texts<T: DeserializeOwned>(
        &mut self,
        file: &str,
        languages: &[Language],
        problems: impl Fn(&T) -> Vec<Problem>,
    ) {
        let Some(first) = languages.first() else { return };
        for language in languages {
            let path = format!("text/{language}/{file}");
            let severity = if language == first { Severity::Error } else { Severity::Warning };
            let before = self.found.len();
            if let Some(text) = self.read::<T>(&path) {
                self.place(&path, problems(&text), severity);
            } else if language != first && self.pack.text::<T>(file, language, first).is_ok() {
                self.found[before..].iter_mut().for_each(|finding| finding.severity = severity);
            }
        }
    }

    /// Warns of stories that lie in the folder and are not listed.
    fn unlisted(&mut self, questionnaire: &Questionnaire) {
        let Pack::Folder(folder) = self.pack else { return };
        for file in store::files_in(&folder.join("stories"), "json").unwrap_or_default() {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            if !questionnaire.stories.iter().any(|entry| entry.id == name) {
                let message = Message::new("pack.unlisted").with("file", store::shown(&file));
                self.found.push(Finding::warning(message));
            }
        }
    }

    /// Checks the answers of the sample team, in every language that has its own.
    fn examples(&mut self, questionnaire: &Questionnaire) {
        let own = questionnaire.languages.iter().map(|language| format!("text/{language}/example.json"));
        for path in std::iter::once("example.json".to_owned()).chain(own) {
            let Ok(Some(text)) = self.pack.file(&path) else { continue };
            let file = self.pack.shown(&path);
            let found = document::read(&text, questionnaire).findings;
            self.found.extend(found.into_iter().map(|finding| finding.in_file(&file)));
        }
    }

    /// A file of a known shape, or the finding that it is missing or has another.
    fn read<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let file = self.pack.shown(path);
        let read = self.pack.file(path).map_err(|error| error.findings).and_then(|text| match text {
            Some(text) => {
                let repeated = json::parse(&text).map(|tree| json::repeated(&tree)).unwrap_or_default();
                let repeated = repeated.into_iter().map(|(path, key)| {
                    let finding = Finding::error(Message::new("answers.repeated").with("key", key));
                    json::at(&text, &path, Part::Key, finding).in_file(&file)
                });
                let repeated: Vec<Finding> = repeated.collect();
                if repeated.is_empty() {
                    typed(&text).map_err(|finding| vec![finding.in_file(&file)])
                } else {
                    Err(repeated)
                }
            }
            None => Err(vec![Finding::error(Message::new("pack.file").with("file", &file))]),
        });
        read.map_err(|findings| self.found.extend(findings)).ok()
    }

    fn add(&mut self, path: &str, problems: Vec<Problem>) {
        self.place(path, problems, Severity::Error);
    }

    fn place(&mut self, path: &str, problems: Vec<Problem>, severity: Severity) {
        let Ok(Some(text)) = self.pack.file(path) else { return };
        let file = self.pack.shown(path);
        let mut found = Bounded::default();
        for problem in problems {
            let finding = Finding { severity, ..Finding::error(problem.message) };
            found.add(severity, (problem.way, finding));
        }
        let placed = found.finish(|findings| json::at_ways(&text, findings));
        self.found.extend(placed.into_iter().map(|finding| finding.in_file(&file)));
    }
}

/// A finding as data, for editors.
#[derive(Serialize)]
struct FindingPart {
    severity: &'static str,
    code: &'static str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    text: String,
    hint: Option<String>,
}

fn as_data(findings: &[Finding], session: &Session) -> Vec<FindingPart> {
    let part = |finding: &Finding| FindingPart {
        severity: if finding.severity == Severity::Error { "error" } else { "warning" },
        code: finding.message.id,
        file: finding.file.clone(),
        line: finding.place.map(|place| place.line),
        column: finding.place.map(|place| place.column),
        text: session.words.tell(&finding.message),
        hint: render::finding::hint(finding, &session.words),
    };
    findings.iter().map(part).collect()
}
