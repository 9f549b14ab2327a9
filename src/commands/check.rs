//! `check`: validates packs and answers files; everything wrong is found at once.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answers::document;
use crate::commands::Session;
use crate::error::{Error, Finding, Kind, Message, Result, Severity};
use crate::json;
use crate::language::Language;
use crate::pack::{Pack, typed};
use crate::questionnaire::Questionnaire;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::validate::{self, Problem};
use crate::story::{Story, StoryText};
use crate::{render, store, story, terminal};

/// What `check` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Packs (folders) and answers files.
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
        findings.extend(check_pack(&session.pack));
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

/// Refuses a pack of somebody's own that breaks a rule, before anything is done with it.
pub fn own_pack(session: &Session) -> Result<()> {
    let findings = check_pack(&session.pack);
    let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Error);
    session.warn(&warnings);
    if errors.is_empty() { Ok(()) } else { Err(Error::input(errors)) }
}

fn check_path(session: &Session, path: &Path) -> Result<Vec<Finding>> {
    if store::is_folder(path) {
        return Ok(check_pack(&Pack::Folder(path.to_owned())));
    }
    let questionnaire = session.pack.questionnaire()?;
    let text = match store::read(path) {
        Ok(text) => text,
        Err(error) if error.kind == Kind::Input => return Ok(error.findings),
        Err(error) => return Err(error),
    };
    let file = store::shown(path);
    let reading = document::read(&text, &questionnaire);
    Ok(reading.findings.into_iter().map(|finding| finding.in_file(&file)).collect())
}

/// Everything wrong with a pack.
pub fn check_pack(pack: &Pack) -> Vec<Finding> {
    let mut findings = Findings { pack, found: Vec::new() };
    let Some(questionnaire) = findings.read::<Questionnaire>("questionnaire.json") else {
        return findings.found;
    };
    findings.add("questionnaire.json", validate::questionnaire(&questionnaire));
    for (position, language) in questionnaire.languages.iter().enumerate() {
        findings.language(&questionnaire, language, position == 0);
    }
    for entry in &questionnaire.stories {
        let path = format!("stories/{}.json", entry.id);
        let Some(told) = findings.read::<Story>(&path) else { continue };
        findings.add(&path, story::validate::story(&told, &questionnaire));
        for (position, language) in questionnaire.languages.iter().enumerate() {
            let path = format!("text/{language}/stories/{}.json", entry.id);
            if let Some(text) = findings.read::<StoryText>(&path) {
                findings.add_texts(&path, story::validate::text(&told, &text), position == 0);
            }
        }
    }
    findings.found
}

struct Findings<'a> {
    pack: &'a Pack,
    found: Vec<Finding>,
}

impl Findings<'_> {
    fn language(&mut self, questionnaire: &Questionnaire, language: &Language, is_first: bool) {
        let path = format!("text/{language}/questionnaire.json");
        if let Some(text) = self.read::<QuestionnaireText>(&path) {
            self.add_texts(&path, validate::text(questionnaire, &text), is_first);
        }
    }

    /// A file of a known shape, or the finding that it is missing or has another.
    fn read<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let file = self.pack.shown(path);
        let read = self.pack.file(path).map_err(|error| error.findings).and_then(|text| match text {
            Some(text) => typed(&text).map_err(|finding| vec![finding.in_file(&file)]),
            None => Err(vec![Finding::error(Message::new("pack.file").with("file", &file))]),
        });
        read.map_err(|findings| self.found.extend(findings)).ok()
    }

    fn add(&mut self, path: &str, problems: Vec<Problem>) {
        self.place(path, problems, Severity::Error);
    }

    /// A text that is missing in the first language is an error; in another it falls back to the first.
    fn add_texts(&mut self, path: &str, problems: Vec<Problem>, is_first: bool) {
        self.place(path, problems, if is_first { Severity::Error } else { Severity::Warning });
    }

    fn place(&mut self, path: &str, problems: Vec<Problem>, severity: Severity) {
        let Ok(Some(text)) = self.pack.file(path) else { return };
        let file = self.pack.shown(path);
        self.found.extend(problems.into_iter().map(|problem| {
            let finding = Finding { severity, ..Finding::error(problem.message) };
            json::at_way(&text, &problem.way, finding).in_file(&file)
        }));
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
