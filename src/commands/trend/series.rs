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

    /// What it is put in order by: its latest date, or its name.
    fn when(&self) -> String {
        let date = self.answers.iter().filter_map(|answers| answers.date.clone()).max();
        date.unwrap_or_else(|| self.name.clone())
    }
}

/// Reads dated answers.
struct Reader<'a> {
    /// Where warnings go.
    session: &'a Session,
    questionnaire: &'a Questionnaire,
    /// Every file that was read.
    files: Vec<PathBuf>,
}

/// The dates in order of time, and every file that was read.
///
/// Several paths are one date each, in the order given: a file is one document, a folder holds those of several people.
/// A single folder is a whole history, in the order of its dates: each folder in it is one date, and so are all files
/// in it of the same date.
///
/// # Errors
/// A file that cannot be read or holds no answers to this questionnaire.
pub(super) fn read(
    session: &Session,
    questionnaire: &Questionnaire,
    paths: &[PathBuf],
) -> Result<(Vec<Dated>, Vec<PathBuf>)> {
    let mut reader = Reader { session, questionnaire, files: Vec::new() };
    let mut dates = Vec::new();
    match paths {
        [folder] if store::is_folder(folder) => {
            for path in store::folders_in(folder)? {
                dates.extend(reader.folder(&path)?);
            }
            dates.extend(reader.by_date(folder)?);
            dates.sort_by_key(|dated| (dated.when(), dated.name.clone()));
        }
        _ => {
            for path in paths {
                if store::is_folder(path) {
                    dates.extend(reader.folder(path)?);
                } else {
                    dates.push(Dated::one(reader.file(path)?, path));
                }
            }
        }
    }
    Ok((dates, reader.files))
}

impl Reader<'_> {
    fn file(&mut self, path: &Path) -> Result<Answers> {
        let (answers, _) = read_answers(self.session, path, self.questionnaire)?;
        self.files.push(path.to_owned());
        Ok(answers)
    }

    fn folder(&mut self, folder: &Path) -> Result<Option<Dated>> {
        let paths = self.inside(folder)?;
        let documents = paths.iter().map(|path| self.file(path)).collect::<Result<_>>()?;
        Ok(self.dated(documents, store::name(folder)))
    }

    /// The files of a folder, those of the same date together.
    fn by_date(&mut self, folder: &Path) -> Result<Vec<Dated>> {
        let mut groups: Vec<(Option<String>, String, Vec<Answers>)> = Vec::new();
        for path in self.inside(folder)? {
            let answers = self.file(&path)?;
            let date = answers.date.clone();
            match groups.iter_mut().find(|(known, ..)| date.is_some() && *known == date) {
                Some((.., group)) => group.push(answers),
                None => groups.push((date, stem(&path), vec![answers])),
            }
        }
        Ok(groups.into_iter().filter_map(|(_, name, group)| self.dated(group, name)).collect())
    }

    /// The files of a folder that hold answers; the others are named.
    fn inside(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let Found { files, mut unread, pages } = Found::inside(folder)?;
        let holds = |file: &PathBuf| {
            found::is_for_answers(file)
                || store::read(file).is_ok_and(|text| document::holds_answers(&text, self.questionnaire))
        };
        let (files, others): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(holds);
        unread.extend(others);
        self.session.warn(&found::passed_over(&unread, pages));
        Ok(files)
    }

    /// Several documents of one date: the people among them, or where there are none, what was agreed on last.
    fn dated(&self, documents: Vec<Answers>, name: String) -> Option<Dated> {
        let codes = people::disputed(&documents).into_iter().collect::<Vec<_>>().join(", ");
        if !codes.is_empty() {
            let message = Message::new("team.disputed").with("names", codes);
            self.session.warn(&[Finding::warning(message)]);
        }
        let agreed = documents.iter().filter(|answers| answers.agreed);
        let agreed = agreed.max_by_key(|answers| (answers.date.clone(), answers.to_json())).cloned();
        let people = people::persons(documents);
        let answers = if people.is_empty() { agreed.into_iter().collect() } else { people };
        (!answers.is_empty()).then_some(Dated { name, answers })
    }
}

/// The last part of a path without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| store::name(path), |stem| stem.to_string_lossy().into_owned())
}
