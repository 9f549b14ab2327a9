//! What the fields of a record say.

use super::reader::Reader;
use crate::delivery::Outcome;
use crate::delivery::version::Version;
use crate::error::{Finding, Message};
use crate::history::shape::{SHAPES, find};
use crate::history::time::{self, Wrong};
use crate::json::{Node, Tree};

/// A value of a record with its place, and the name under which it is there.
pub(super) struct Field<'t> {
    pub(super) text: String,
    pub(super) node: &'t Node,
    pub(super) name: String,
}

/// What a word says about how a deployment ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Ended(Outcome),
    Unfinished,
    /// Only that it is over, or that one way of failing did not happen.
    Over,
}

type Read<T> = Result<T, Finding>;

impl<'a> Reader<'a> {
    /// The values of a field that are not empty, path by path; a time of zeros is empty.
    fn each_path(&self, node: &'a Node, name: &str) -> impl Iterator<Item = Vec<Field<'a>>> {
        let is_time = name.ends_with("_at");
        let at = move |path: &String| -> Vec<Field<'a>> {
            let name = path.rsplit(['.', ']']).next().unwrap_or(path);
            let texts = find(node, path).into_iter().filter_map(|node| Some((node.text()?, node)));
            let is_empty = |text: &str| text.is_empty() || (is_time && time::is_zero(text));
            let texts = texts.filter(|(text, _)| !is_empty(text));
            texts.map(|(text, node)| Field { text, node, name: name.to_owned() }).collect()
        };
        self.paths(name).iter().map(at).filter(|fields| !fields.is_empty())
    }

    /// The value of a field, if it is not empty; of several in a list the earliest.
    pub(super) fn get(&self, node: &'a Node, name: &str) -> Option<Field<'a>> {
        earliest(self.each_path(node, name).next()?)
    }

    /// The value of a field that must be a word if it is not empty.
    ///
    /// # Errors
    /// It is a list or an object, which may say that the record does not count.
    pub(super) fn word(&self, node: &'a Node, name: &str) -> Read<Option<Field<'a>>> {
        if let Some(field) = self.get(node, name) {
            return Ok(Some(field));
        }
        let found = |path| find(node, path).into_iter().find(|found| found.text().is_none());
        match self.paths(name).iter().find_map(|path| Some((path, found(path)?))) {
            None => Ok(None),
            Some((path, found)) => {
                let message = Message::new("records.plain").with("field", path);
                Err(self.table.error(found.at, message.with("found", found.tree.shown())))
            }
        }
    }

    /// Fields that hold different values: which of them is meant is not known. Causes may be in several columns; times and
    /// commits may be in lists.
    pub(super) fn contradictions(&self, node: &'a Node) -> Vec<Finding> {
        const MANY: [&str; 5] = ["commit", "finished_at", "result", "created_at", "resolved_at"];
        let is_sheet = self.table.heading.is_some();
        let is_one = |name: &&String| is_sheet || !MANY.contains(&name.as_str());
        let contradiction = |name: &String| {
            let paths = if name.starts_with("caused_by") { usize::MAX } else { 1 };
            let mut fields = self.each_path(node, name).take(paths).flatten();
            let first = fields.next()?;
            let other = fields.find(|field| field.text != first.text)?;
            Some(self.contradiction(&first, &other))
        };
        self.fields.keys().filter(is_one).filter_map(contradiction).collect()
    }

    fn contradiction(&self, first: &Field<'a>, other: &Field<'a>) -> Finding {
        let message =
            Message::new("records.contradiction").with("field", &first.name).with("found", &first.text);
        self.table.error(other.node.at, message.with("other", &other.name).with("value", &other.text))
    }

    /// A field whose value is none of its kind.
    fn wrong(&self, id: &'static str, field: &Field<'a>) -> Finding {
        let found = Tree::Text(field.text.clone()).shown();
        self.table.error(field.node.at, Message::new(id).with("field", &field.name).with("found", found))
    }

    /// The commit of a deployment; nothing if it names several, as a build of several repositories does. Argo CD writes
    /// the beginning of its name in brackets behind its branch.
    pub(super) fn commit(&mut self, node: &'a Node) -> Option<String> {
        let mut commits = self.each_path(node, "commit").next()?;
        if commits.iter().any(|commit| commit.text != commits[0].text) {
            self.count("records.several-commits");
            return None;
        }
        let Field { text, name, .. } = commits.pop()?;
        if name == "ref" && !is_version_or_hash(&text) {
            return None;
        }
        let inside = text.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
        Some(inside.map_or(text.as_str(), |(_, inside)| inside).to_owned())
    }

    /// How a deployment ended; nothing if it has not. Of records of unknown origin all columns that may say it are read.
    ///
    /// # Errors
    /// A word that is not known, or two that contradict each other.
    pub(super) fn result(&self, node: &'a Node) -> Read<Option<Outcome>> {
        let paths = if self.shape.is_own() { usize::MAX } else { 1 };
        let fields = self.each_path(node, "result").take(paths).filter_map(earliest);
        let said: Vec<_> = fields.map(|field| Ok((self.said(&field)?, field))).collect::<Read<_>>()?;
        let is_firm = |said: &&(Said, Field<'a>)| said.0 != Said::Over;
        let mut firm = said.iter().filter(is_firm);
        let Some((first, field)) = firm.next().or(said.first()) else {
            let is_read = self.word(node, "result")?.is_some() || self.fields.contains_key("result");
            return Ok((!is_read).then_some(Outcome::Success));
        };
        if let Some((_, other)) = firm.find(|(other, _)| other != first) {
            return Err(self.contradiction(field, other));
        }
        match first {
            Said::Ended(outcome) => Ok(Some(*outcome)),
            Said::Unfinished => Ok(None),
            Said::Over if SHAPES.success.has(&field.text) || SHAPES.no.has(&field.text) => {
                Ok(Some(Outcome::Success))
            }
            Said::Over => Err(self.unknown_result(field)),
        }
    }

    /// What a field says.
    fn said(&self, field: &Field<'a>) -> Read<Said> {
        const FAILED: Said = Said::Ended(Outcome::Failure);
        let (words, text) = (&*SHAPES, field.text.as_str());
        let named = self.reading.results.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
        if let Some((_, outcome)) = named {
            return Ok(Said::Ended(*outcome));
        }
        let (is_yes, is_no) = (words.yes.has(text), words.no.has(text));
        let is_fault = words.faults.has(&field.name);
        let is_flag = field.name.contains("succe") || field.name == "passed";
        let is_number = text.parse::<i64>().is_ok_and(|number| number != 0);
        let meanings = [
            (is_fault && (is_number || is_yes), FAILED),
            (is_fault && is_no, Said::Over),
            (self.shape.is_own() && words.over.has(text), Said::Over),
            (words.success.has(text) || (is_flag && is_yes), Said::Ended(Outcome::Success)),
            (words.failure.has(text) || (is_flag && is_no), FAILED),
            (words.unfinished.has(text), Said::Unfinished),
        ];
        let meaning = meanings.into_iter().find(|(holds, _)| *holds);
        meaning.map(|(_, said)| said).ok_or_else(|| self.unknown_result(field))
    }

    fn unknown_result(&self, field: &Field<'a>) -> Finding {
        let message = Message::new("records.result").with("field", &field.name).with("found", &field.text);
        self.table.error(field.node.at, message)
    }

    /// A time that every record has.
    pub(super) fn required_time(&self, node: &'a Node, name: &'static str) -> Read<i64> {
        if let Some((time, _)) = self.time(node, name)? {
            return Ok(time);
        }
        let found =
            self.paths(name).iter().find_map(|path| Some((path.as_str(), *find(node, path).first()?)));
        let (written, found) = found.unwrap_or((name, node));
        let is_zero = found.text().is_some_and(|text| time::is_zero(&text));
        let message = Message::new(if is_zero { "records.no-date" } else { "records.missing" });
        let message = message.with("field", written).with("found", found.tree.shown());
        Err(self.table.error(found.at, message))
    }

    /// A time, where there is one.
    pub(super) fn time(&self, node: &'a Node, name: &str) -> Read<Option<(i64, Field<'a>)>> {
        let Some(field) = self.word(node, name)? else { return Ok(None) };
        let wrong = match time::parse(&field.text, self.reading.zone.as_ref()) {
            Ok(time) => return Ok(Some((time, field))),
            Err(wrong) => wrong,
        };
        let id = match wrong {
            Wrong::NoZone => "records.no-zone",
            Wrong::NoTime => "records.no-time",
            Wrong::NoDate => "records.no-date",
            Wrong::DayOrMonth => "records.day-or-month",
            Wrong::Twice => "records.twice",
            Wrong::UnknownZone => "records.unknown-zone",
        };
        Err(self.wrong(id, &field))
    }

    /// How long it took, in seconds, where the records say so.
    pub(super) fn duration(&self, node: &'a Node) -> Option<i64> {
        self.get(node, "duration_ms")?.text.parse::<i64>().ok().map(|milliseconds| milliseconds / 1000)
    }

    pub(super) fn yes_or_no(&self, node: &'a Node, name: &str) -> Read<Option<bool>> {
        let Some(field) = self.word(node, name)? else { return Ok(None) };
        match (SHAPES.yes.has(&field.text), SHAPES.no.has(&field.text)) {
            (true, _) => Ok(Some(true)),
            (_, true) => Ok(Some(false)),
            _ => Err(self.wrong("records.yes-or-no", &field)),
        }
    }

    /// The id of a record; one without gets its number, which no text of a file can be. An id that appears twice is an
    /// error: which of the two is meant cannot be known, and counting both would be wrong. Records without an id that are
    /// the same may be two.
    pub(super) fn id(&mut self, node: &'a Node) -> String {
        let Some(field) = self.get(node, "id") else {
            if !self.seen.insert(serde_json::to_string(&node.tree).unwrap_or_default()) {
                self.count("records.alike");
            }
            return format!("\u{0}{:09}", self.number);
        };
        if !self.seen.insert(field.text.clone()) {
            let message = Message::new("records.repeated").with("field", &field.name).with("id", &field.text);
            self.findings.push(self.table.error(field.node.at, message));
        }
        field.text
    }
}

/// Of several values in a list the earliest.
fn earliest(fields: Vec<Field<'_>>) -> Option<Field<'_>> {
    fields.into_iter().min_by(|a, b| a.text.cmp(&b.text))
}

/// Whether a reference is the name of a commit or of a version; the name of a branch is neither.
fn is_version_or_hash(text: &str) -> bool {
    let is_hash = text.len() >= 7 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_version =
        || Version::of(text).is_some_and(|version| version.numbers.len() > 1) && !text.contains('/');
    is_hash || is_version()
}
