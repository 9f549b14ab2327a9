//! The dated answers of a team, from files and folders.

use std::path::{Path, PathBuf};

use crate::answers::{Answers, document};
use crate::commands::{Session, read_answers};
use crate::error::{Finding, Message, Result};
use crate::questionnaire::Questionnaire;
use crate::store;
use crate::store::found::{self, Found};
use crate::trend::people;

/// The answers of one date.
#[derive(Clone, Debug)]
pub struct Dated {
    /// The name of the file or folder, shown if answers have no date.
    pub name: String,
    /// One person's answers or what a team agreed on; or those of several people.
    pub answers: Vec<Answers>,
}

impl Dated {
    pub fn one(answers: Answers, path: &Path) -> Self {
        Self { name: stem(path), answers: vec![answers] }
    }

    /// Several documents of one date: the people among them, or where there are none, what was agreed on last.
    fn several(source: Source<'_>, documents: Vec<Answers>, name: String) -> Option<Self> {
        let codes = people::disputed(&documents).into_iter().collect::<Vec<_>>().join(", ");
        if !codes.is_empty() {
            let message = Message::new("team.disputed").with("names", codes);
            source.session.warn(&[Finding::warning(message)]);
        }
        let agreed = documents.iter().filter(|answers| answers.agreed);
        let agreed = agreed.max_by_key(|answers| (answers.date.clone(), answers.to_json())).cloned();
        let people = people::persons(documents);
        let answers = if people.is_empty() { agreed.into_iter().collect() } else { people };
        (!answers.is_empty()).then_some(Self { name, answers })
    }

    /// What it is put in order by: its latest date, or its name.
    fn when(&self) -> String {
        let date = self.answers.iter().filter_map(|answers| answers.date.clone()).max();
        date.unwrap_or_else(|| self.name.clone())
    }
}

/// With what answers are read.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Where warnings go.
    pub session: &'a Session,
    pub questionnaire: &'a Questionnaire,
}

/// The dates in order of time, and every file that was read.
///
/// Several paths are one date each, in the order given: a file is one document, a folder holds those of several people.
/// A single folder is a whole history, in the order of its dates: each folder in it is one date, and so are all files
/// in it of the same date.
///
/// # Errors
/// A file that cannot be read or holds no answers to this questionnaire.
pub fn read(source: Source<'_>, paths: &[PathBuf]) -> Result<(Vec<Dated>, Vec<PathBuf>)> {
    let mut files = Vec::new();
    let mut dates = Vec::new();
    if let [folder] = paths
        && store::is_folder(folder)
    {
        for path in store::folders_in(folder)? {
            dates.extend(of_folder(source, &path, &mut files)?);
        }
        dates.extend(by_date(source, folder, &mut files)?);
        dates.sort_by_key(|dated| (dated.when(), dated.name.clone()));
        return Ok((dates, files));
    }
    for path in paths {
        if store::is_folder(path) {
            dates.extend(of_folder(source, path, &mut files)?);
        } else {
            dates.push(Dated::one(answers_of(source, path, &mut files)?, path));
        }
    }
    Ok((dates, files))
}

fn answers_of(source: Source<'_>, path: &Path, files: &mut Vec<PathBuf>) -> Result<Answers> {
    let (answers, _) = read_answers(source.session, path, source.questionnaire)?;
    files.push(path.to_owned());
    Ok(answers)
}

fn of_folder(source: Source<'_>, folder: &Path, files: &mut Vec<PathBuf>) -> Result<Option<Dated>> {
    let documents: Vec<Answers> =
        inside(source, folder)?.iter().map(|path| answers_of(source, path, files)).collect::<Result<_>>()?;
    Ok(Dated::several(source, documents, store::name(folder)))
}

/// The files of a folder that hold answers; the others are named.
fn inside(source: Source<'_>, folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Found::inside(folder)?;
    let holds = |file: &PathBuf| {
        found::is_for_answers(file)
            || store::read(file).is_ok_and(|text| document::holds_answers(&text, source.questionnaire))
    };
    let (files, others): (Vec<PathBuf>, Vec<PathBuf>) =
        std::mem::take(&mut found.files).into_iter().partition(holds);
    found.unread.extend(others);
    source.session.warn(&found::passed_over(&found.unread, found.pages));
    Ok(files)
}

/// The files of a folder, those of the same date together.
fn by_date(source: Source<'_>, folder: &Path, files: &mut Vec<PathBuf>) -> Result<Vec<Dated>> {
    let mut groups: Vec<(Option<String>, String, Vec<Answers>)> = Vec::new();
    for path in inside(source, folder)? {
        let answers = answers_of(source, &path, files)?;
        let date = answers.date.clone();
        match groups.iter_mut().find(|(known, ..)| date.is_some() && *known == date) {
            Some((.., group)) => group.push(answers),
            None => groups.push((date, stem(&path), vec![answers])),
        }
    }
    Ok(groups.into_iter().filter_map(|(_, name, group)| Dated::several(source, group, name)).collect())
}

/// The last part of a path without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| store::name(path), |stem| stem.to_string_lossy().into_owned())
}
