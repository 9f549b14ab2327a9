//! `check`: validates packs and answers files; everything wrong is found at once.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::answers::document;
use crate::commands::Session;
use crate::commands::output::Format;
use crate::error::{Bounded, Error, Finding, Kind, Message, Place, Result, Severity};
use crate::pack::Pack;
use crate::pack::check::check_pack;
use crate::questionnaire::Questionnaire;
use crate::store;
use crate::store::found::{self, Found};
use crate::team::tally::{Tallies, is_tally};
use crate::{render, terminal};

/// What a pack has in its folder; a folder without any of it holds answers.
const PACK: [&str; 3] = ["questionnaire.json", "stories", "text"];

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Packs (folders), answers files, folders of them, and files of one document a line; - is standard input.
    paths: Vec<PathBuf>,
    /// Whether the findings come as text or as data.
    #[arg(long, value_name = "FORMAT", value_parser = Format::one_of(&[Format::Text, Format::Json]))]
    #[arg(hide_possible_values = true)]
    format: Option<Format>,
}

/// Validates what was named, or the pack in use.
///
/// # Errors
/// Errors were found, or a file could not be read.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let mut findings = Vec::new();
    if arguments.paths.is_empty() {
        findings.extend(check_pack(&session.pack, None));
    }
    let mut kind = Kind::No;
    for path in &arguments.paths {
        match check_path(session, path) {
            Ok(found) => findings.extend(found),
            // What else was named is checked all the same.
            Err(error) if error.kind == Kind::File => {
                kind = Kind::File;
                findings.extend(error.findings);
            }
            Err(error) => return Err(error),
        }
    }
    if arguments.format == Some(Format::Json) {
        terminal::print(&render::json::document(&as_data(&findings, session)))?;
    } else {
        super::tell(&session.words, &findings, usize::MAX);
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let message = Message::new("check.done").with("errors", count(Severity::Error));
        let message = message.with("warnings", count(Severity::Warning));
        terminal::print(&format!("{}\n", session.words.tell(&message)))?;
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Error { kind, findings: Vec::new() });
    }
    Ok(())
}

/// Refuses a custom pack that breaks a rule, before anything is done with it. Of its translations only the
/// one in use matters here.
///
/// # Errors
/// The first error of the pack.
pub fn own_pack(session: &Session) -> Result<()> {
    let findings = check_pack(&session.pack, Some(&session.words));
    let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Error);
    session.warn(&warnings);
    if errors.is_empty() { Ok(()) } else { Err(Error::input(errors)) }
}

fn check_path(session: &Session, path: &Path) -> Result<Vec<Finding>> {
    if !store::is_folder(path) {
        return check_file(session, path).map(|(findings, _)| findings);
    }
    let is_pack = PACK.iter().any(|part| store::exists(&path.join(part)));
    let mut found = if is_pack { Found::default() } else { Found::below(path)? };
    if found.files.is_empty() && found.unread.is_empty() {
        return Ok(check_pack(&Pack::Folder(path.to_owned()), None));
    }
    let mut findings = Vec::new();
    for file in &found.files {
        match check_file(session, file)? {
            (of_file, true) => findings.extend(of_file),
            (_, false) => found.unread.push(file.clone()),
        }
    }
    findings.extend(found::passed_over(&found.unread, found.pages));
    Ok(findings)
}

/// What is found in a file, and whether it is meant for answers or holds them in any form.
fn check_file(session: &Session, path: &Path) -> Result<(Vec<Finding>, bool)> {
    let questionnaire = session.pack.questionnaire()?;
    let is_meant = found::is_for_answers(path);
    let (text, guessed) = match store::read_noting(path) {
        Ok(read) => read,
        Err(error) if error.kind == Kind::Input => return Ok((error.findings, is_meant)),
        Err(error) => return Err(error),
    };
    let file = store::shown(path);
    let found = if found::has_lines(path) || is_tally(&text) || document::holds_codes(&text, &questionnaire) {
        line_by_line(&text, &questionnaire)
    } else {
        document::read(&text, &questionnaire).findings
    };
    let findings = guessed.into_iter().chain(found).map(|finding| finding.in_file(&file)).collect();
    Ok((findings, is_meant || document::holds_answers(&text, &questionnaire)))
}

/// What is found in a file of one answers document, short code or tally a line.
fn line_by_line(text: &str, questionnaire: &Questionnaire) -> Vec<Finding> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (tallies, mut found) = (Tallies::new(questionnaire), Bounded::default());
    for (index, line) in lines {
        let below = |place: Place| Place { line: place.line + index, ..place };
        let findings = if is_tally(line) {
            tallies.read(line).err().into_iter().collect()
        } else {
            document::read_line(line, questionnaire).findings
        };
        for finding in findings {
            found.add(finding.severity, Finding { place: finding.place.map(below), ..finding });
        }
    }
    found.finish(std::convert::identity)
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
