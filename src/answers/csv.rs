//! Answers as rows of a spreadsheet: one row a question, its options as text in the last columns. Written to be
//! filled in, read again with a place in every error.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::answers::read::Reading;
use crate::answers::{Answer, Answers, Choice, Form, Role, rules};
use crate::csv::{self, Cell, SEPARATORS, Table};
use crate::error::{Bounded, Message, Unplaced};
use crate::json::without_mark;
use crate::questionnaire::{Question, Questionnaire};
use crate::text::{Word, may_group};

/// The columns before those of the options; one writes the answer right before the options it is chosen from.
pub const BEFORE: [&str; 5] = ["id", "area", "question", "window", "answer"];

/// The columns behind those of the options.
pub const BEHIND: [&str; 4] = ["value", "reason", "note", "evidence"];

/// The row that explains the form; it is passed over when the form is read.
pub const HELP: &str = "_help";

/// What is above the questions, in rows of its own; the id of a row is its word behind an underscore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The questionnaire and its version.
    Questionnaire,
    /// The team.
    Team,
    /// The service.
    Scope,
    /// What the team wants to improve.
    Goal,
    /// The role of who answered.
    Role,
    /// The code by which two files of one person are paired.
    Code,
    /// The date.
    Date,
    /// The form.
    Form,
}

impl Field {
    /// All, in the order in which they are written.
    pub const ALL: [Self; 8] = [
        Self::Questionnaire,
        Self::Team,
        Self::Scope,
        Self::Goal,
        Self::Role,
        Self::Code,
        Self::Date,
        Self::Form,
    ];

    /// What the answers say for it.
    pub fn of(self, answers: &Answers) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Questionnaire => format!("{} {}", answers.questionnaire, answers.version),
            Self::Team => optional(&answers.team),
            Self::Scope => optional(&answers.scope),
            Self::Goal => optional(&answers.goal),
            Self::Role => answers.respondent.role.map(Role::word).unwrap_or_default().to_owned(),
            Self::Code => optional(&answers.respondent.code),
            Self::Date => optional(&answers.date),
            Self::Form => answers.form.word().to_owned(),
        }
    }
}

/// The letter of an option: a for the first.
pub fn letter(option: usize) -> String {
    char::from(b'a' + u8::try_from(option % 26).unwrap_or(0)).to_string()
}

/// The cell of a choice: the letter of its option, or a word.
pub fn choice_cell(choice: Choice) -> String {
    match choice {
        Choice::Level(level) => letter(level.into()),
        Choice::Unknown => UNKNOWN.to_owned(),
        Choice::NotApplicable => NOT_APPLICABLE.to_owned(),
    }
}

/// The cells behind the options: value, reason, note, evidence.
pub fn cells_behind(answer: &Answer) -> [String; BEHIND.len()] {
    let value = answer.value.map(|value| value.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [value, text(&answer.reason), text(&answer.note), answer.evidence.join("\n")]
}

const UNKNOWN: &str = "unknown";
const NOT_APPLICABLE: &str = "not-applicable";

/// The rows as a file; every row has as many cells as the longest.
pub fn write(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::from(csv::MARK);
    for row in rows {
        let mut row = row.clone();
        row.resize(width, String::new());
        csv::push_row(&mut text, &row);
    }
    text
}

/// The columns that a sheet must have.
const NEEDED: [&str; 2] = ["id", "answer"];

/// Whether a text is a sheet rather than JSON or a page: it has the heading of one, or it begins as neither of them
/// and its first line has separators.
pub fn is_sheet(text: &str) -> bool {
    let text = without_mark(text).trim_start();
    if text.starts_with(['{', '[', '<']) {
        return false;
    }
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    let is_heading = |row: &[Cell]| csv::names(row, &NEEDED);
    first.contains([',', ';', '\t'])
        || Table::parse(text, is_heading).is_ok_and(|table| is_heading(&table.header))
}

/// Reads a filled-in form.
pub fn read(text: &str, questionnaire: &Questionnaire) -> Reading {
    let table = match Table::parse(text, |row| csv::names(row, &NEEDED)) {
        Ok(table) => table,
        Err(finding) => return Reading { answers: None, findings: vec![finding] },
    };
    let mut reader = Reader {
        separator: table.separator,
        questionnaire,
        names: BTreeMap::new(),
        form: None,
        has_version: false,
        found: Bounded::default(),
    };
    let answers = reader.sheet(&table);
    Reading::of(answers, reader.found.placed(&table.text))
}

struct Reader<'a> {
    separator: char,
    questionnaire: &'a Questionnaire,
    /// The name by which each question was answered.
    names: BTreeMap<String, String>,
    /// Where the form is written.
    form: Option<usize>,
    /// Whether a row says which version of which questionnaire the answers are to.
    has_version: bool,
    found: Bounded<Unplaced>,
}

/// A row of the table.
struct Row<'r> {
    table: &'r Table,
    cells: &'r [Cell],
}

impl Row<'_> {
    /// The cell of a column, without the spaces around it and without the apostrophe of a formula.
    fn cell(&self, name: &str) -> (String, usize) {
        let cell = self.table.column(name).and_then(|index| self.cells.get(index));
        let at = cell.or(self.cells.last()).map_or(0, |cell| cell.at);
        (cell.map(|cell| csv::unguarded(cell.text.trim())).unwrap_or_default(), at)
    }

    fn optional(&self, name: &str) -> Option<String> {
        Some(self.cell(name).0).filter(|text| !text.is_empty())
    }
}

impl Reader<'_> {
    fn sheet(&mut self, table: &Table) -> Option<Answers> {
        let heading = table.header.first().map_or(0, |cell| cell.at);
        for needed in NEEDED {
            if table.column(needed).is_none() {
                let is_whole = |row: &[Cell]| matches!(row, [only] if only.text.contains(SEPARATORS));
                let id = if is_whole(&table.header) { "csv.row-quoted" } else { "csv.column" };
                self.found.error(heading, Message::new(id).with("column", needed));
                return None;
            }
        }
        self.columns(table);
        let mut answers = Answers::empty(self.questionnaire);
        let mut seen = BTreeSet::new();
        for cells in &table.rows {
            let row = Row { table, cells };
            let (id, at) = row.cell("id");
            if id == HELP {
                continue;
            }
            if !seen.insert(id.clone()) {
                self.found.error(at, Message::new("answers.repeated").with("key", &id));
            }
            match id.strip_prefix('_') {
                Some(field) => self.field(field, &row, &mut answers),
                None => self.question(&id, &row, &mut answers),
            }
        }
        if !self.has_version {
            let Questionnaire { id, version, .. } = self.questionnaire;
            self.found.warn(heading, Message::new("csv.version").with("id", id).with("version", version));
        }
        if let (Some(form), Some(message)) =
            (self.form, rules::beyond_short_form(&answers, self.questionnaire))
        {
            self.found.warn(form, message);
        }
        Some(answers)
    }

    /// Refuses a column that is there twice, and warns of one that says something and is not read.
    fn columns(&mut self, table: &Table) {
        let most = self.questionnaire.questions.iter().map(|question| question.levels).max().unwrap_or(0);
        let letters: Vec<String> = (0..most).map(|level| letter(level.into())).collect();
        let known = || BEFORE.into_iter().chain(BEHIND).chain(letters.iter().map(String::as_str));
        for (index, heading) in table.header.iter().enumerate() {
            let name = heading.text.trim();
            let is_known = known().any(|known| known == name.to_lowercase());
            let says_nothing = |row: &Vec<Cell>| row[index].text.trim().is_empty();
            if is_known && table.column(&name.to_lowercase()) != Some(index) {
                self.found.error(heading.at, Message::new("csv.column-twice").with("column", name));
            } else if !is_known && !table.rows.iter().all(says_nothing) {
                let near = self.found.nearest(name, known()).unwrap_or_default();
                let message = Message::new("csv.column-unknown").with("column", name).with("near", near);
                self.found.warn(heading.at, message);
            }
        }
    }

    fn field(&mut self, word: &str, row: &Row<'_>, answers: &mut Answers) {
        let (text, at) = row.cell("answer");
        let Some(field) = Field::ALL.into_iter().find(|field| field.word() == word) else {
            let near = self.found.nearest(word, Field::ALL.map(Field::word));
            let near = near.map(|near| format!("_{near}")).unwrap_or_default();
            let message = Message::new("csv.field").with("key", format!("_{word}")).with("near", near);
            self.found.warn(row.cell("id").1, message);
            return;
        };
        if let Some(beside) = BEHIND.into_iter().find(|name| row.optional(name).is_some()) {
            let message = Message::new("csv.beside").with("key", format!("_{word}"));
            self.found.warn(row.cell(beside).1, message);
        }
        if text.is_empty() {
            return;
        }
        match field {
            Field::Questionnaire => self.identity(&text, at, answers),
            Field::Team => answers.team = rules::name(&text),
            Field::Scope => answers.scope = Some(text),
            Field::Goal => answers.goal = Some(text),
            Field::Code => answers.respondent.code = rules::name(&text),
            Field::Date => answers.date = self.found.sound(at, rules::date(text)),
            Field::Role => {
                answers.respondent.role = self.found.sound(at, rules::word(&text.to_lowercase(), &Role::ALL));
            }
            Field::Form => {
                let form = self.found.sound(at, rules::word(&text.to_lowercase(), &Form::ALL));
                answers.form = form.unwrap_or_default();
                self.form = Some(at);
            }
        }
    }

    fn identity(&mut self, text: &str, at: usize, answers: &mut Answers) {
        self.has_version = true;
        let (id, version) = text.split_once(' ').unwrap_or((text, ""));
        self.found.sound(at, rules::questionnaire_id(id, self.questionnaire));
        let version = rules::version(version.trim(), self.questionnaire.version);
        if let Some((version, warning)) = self.found.sound(at, version) {
            answers.version = version;
            if let Some(message) = warning {
                self.found.warn(at, message);
            }
        }
    }

    fn question(&mut self, id: &str, row: &Row<'_>, answers: &mut Answers) {
        let questionnaire = self.questionnaire;
        let known = rules::question(id, questionnaire, !self.found.is_full());
        let Some(question) = self.found.sound(row.cell("id").1, known) else { return };
        // A question may be there by its name and by a former one.
        let name = self.names.entry(question.id.clone()).or_insert_with(|| id.to_owned());
        if name != id {
            self.found.error(row.cell("id").1, Message::new("answers.repeated").with("key", id));
        }
        let value = self.value(row, question);
        let (written, at) = row.cell("answer");
        let choice = if written.is_empty() {
            rules::by_value(question, value)
        } else {
            self.choice(&written, at, row, question)
        };
        let (note, reason) = (row.optional("note"), row.optional("reason"));
        let evidence = evidence(&row.cell("evidence").0);
        let answer =
            Answer { value, note, reason, evidence, ..Answer::bare(choice.unwrap_or(Choice::Unknown)) };
        if choice.is_none() {
            if written.is_empty() && !answer.is_bare() {
                self.found.warn(at, Message::new("csv.no-answer").with("id", id));
                answers.drafts.push((question.id.clone(), answer));
            }
            return;
        }
        for message in rules::remarks(question, &answer) {
            self.found.warn(at, message);
        }
        answers.set(questionnaire, &question.id, Some(answer));
    }

    /// The choice that a cell writes: a letter, the text of an option, or one of the two words.
    fn choice(&mut self, written: &str, at: usize, row: &Row<'_>, question: &Question) -> Option<Choice> {
        let lower = written.to_lowercase();
        let same = |level: &u8| {
            let letter = letter((*level).into());
            let option = row.cell(&letter).0;
            lower.trim_end_matches([')', '.']) == letter
                || !option.is_empty() && option.to_lowercase() == lower
        };
        let choice = match lower.as_str() {
            UNKNOWN => Some(Choice::Unknown),
            NOT_APPLICABLE => Some(Choice::NotApplicable),
            _ => (0..question.levels).find(same).map(Choice::Level),
        };
        if choice.is_none() {
            let last = letter(question.top().into());
            self.found.error(at, Message::new("csv.answer").with("found", written).with("last", last));
        }
        choice
    }

    /// The real number of a row: as written in answers files, or a share with its sign (`7 %`).
    fn value(&mut self, row: &Row<'_>, question: &Question) -> Option<f64> {
        let (text, at) = row.cell("value");
        if text.is_empty() {
            return None;
        }
        // Where cells are separated by commas a point is the decimal mark; otherwise either mark may be.
        let may_group = may_group(&text, ',') || self.separator != ',' && may_group(&text, '.');
        if may_group && !text.ends_with('%') {
            self.found.error(at, Message::new("csv.value-grouped").with("found", text));
            return None;
        }
        let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
        let value = match text.strip_suffix('%') {
            Some(percent) => number(percent).map(|percent| percent / 100.0),
            None => number(&text),
        };
        self.found.sound(at, rules::value(value, &text, question))
    }
}

/// The pointers in a cell: one a line, or one a word where all of them are links.
fn evidence(cell: &str) -> Vec<String> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let all_links = words.iter().all(|word| word.contains("://"));
    let parts: Vec<&str> = if all_links { words } else { cell.lines().map(str::trim).collect() };
    parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
