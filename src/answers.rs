//! A person's or a team's answers: what was chosen, with notes and evidence. Files are read in `answers::read`.

pub mod code;
pub mod csv;
pub mod document;
pub mod read;
pub mod rules;
mod write;

use serde::{Deserialize, Serialize};

use crate::json::Tree;
use crate::questionnaire::{Questionnaire, Version};

/// The schema that answers files name.
pub const SCHEMA: &str = "diditwork/answers/1";

/// The answers of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// The id of the questionnaire they answer.
    pub questionnaire: String,
    /// Its version when they were given.
    pub version: Version,
    /// Members beside its id and version that this version does not know.
    pub questionnaire_unknown: Vec<(String, Tree)>,
    pub team: Option<String>,
    /// The service they are about.
    pub scope: Option<String>,
    pub goal: Option<String>,
    /// How many people build software there.
    pub size: Option<u32>,
    pub field: Option<String>,
    /// The country or region they are in.
    pub country: Option<String>,
    pub respondent: Respondent,
    /// The date, as `YYYY-MM-DD` or `YYYY-MM`.
    pub date: Option<String>,
    /// Whether all questions were asked, or those of the short form.
    pub form: Form,
    /// Whether several people agreed on them.
    pub agreed: bool,
    /// What became of the next steps of the last report, by the id of the step.
    pub steps: Vec<(String, StepMark)>,
    /// The answers by question id, in the order of the questionnaire.
    pub given: Vec<(String, Answer)>,
    /// Notes and evidence beside questions without an answer, by question id; their choice means nothing.
    pub drafts: Vec<(String, Answer)>,
    /// Members of the file that this version does not know; they are written back.
    pub unknown: Vec<(String, Tree)>,
}

/// Who answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Respondent {
    pub role: Option<Role>,
    /// A code of their own choice, by which two of their files are paired.
    pub code: Option<String>,
    /// Members that this version does not know.
    pub unknown: Vec<(String, Tree)>,
}

/// The role of the person who answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Writes the software.
    Developer,
    /// Runs it.
    Operations,
    /// Tests it.
    Tester,
    /// Secures it.
    Security,
    /// Decides what it does.
    Product,
    /// Leads people.
    Manager,
    /// Works with its data.
    Data,
    /// Something else.
    Other,
}

impl Role {
    /// All roles, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Developer,
        Self::Operations,
        Self::Tester,
        Self::Security,
        Self::Product,
        Self::Manager,
        Self::Data,
        Self::Other,
    ];
}

/// What the team says became of a next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StepMark {
    /// It was taken.
    Done,
    /// Somebody works on it.
    UnderWay,
    /// Nobody will take it.
    Dropped,
}

impl StepMark {
    /// All marks, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Done, Self::UnderWay, Self::Dropped];
}

/// Which questions were asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// All.
    #[default]
    Full,
    /// Those of the short form.
    Short,
}

impl Form {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Full, Self::Short];
}

/// What was chosen for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A level, lowest 0.
    Level(u8),
    /// The person does not know.
    Unknown,
    /// The question does not apply.
    NotApplicable,
}

impl Choice {
    /// The level, if it is one.
    pub const fn level(self) -> Option<u8> {
        match self {
            Self::Level(level) => Some(level),
            Self::Unknown | Self::NotApplicable => None,
        }
    }
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub choice: Choice,
    /// Whether it is the middle of several people's answers that nobody has confirmed yet.
    pub proposed: bool,
    /// The real number it rests on: a share 0..1, hours, or events a week.
    pub value: Option<f64>,
    pub note: Option<String>,
    /// Why the question does not apply.
    pub reason: Option<String>,
    /// Links or pointers to what shows it.
    pub evidence: Vec<String>,
    /// Members that this version does not know.
    pub unknown: Vec<(String, Tree)>,
}

impl Answer {
    /// An answer without anything beside the choice.
    pub const fn bare(choice: Choice) -> Self {
        Self {
            choice,
            proposed: false,
            value: None,
            note: None,
            reason: None,
            evidence: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// Whether there is nothing beside the choice.
    pub fn is_bare(&self) -> bool {
        *self == Self::bare(self.choice)
    }
}

impl Answers {
    /// No answers yet to this questionnaire.
    pub fn empty(questionnaire: &Questionnaire) -> Self {
        Self {
            questionnaire: questionnaire.id.clone(),
            version: questionnaire.version,
            questionnaire_unknown: Vec::new(),
            team: None,
            scope: None,
            goal: None,
            size: None,
            field: None,
            country: None,
            respondent: Respondent::default(),
            date: None,
            form: Form::Full,
            agreed: false,
            steps: Vec::new(),
            given: Vec::new(),
            drafts: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// The answer to a question, if one was given.
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.given.iter().find(|(id, _)| id == question).map(|(_, answer)| answer)
    }

    /// What was chosen for a question, if it has an answer.
    pub fn choice(&self, question: &str) -> Option<Choice> {
        self.get(question).map(|answer| answer.choice)
    }

    /// Gives or takes back the answer to a question; the order of the questionnaire is kept.
    pub fn set(&mut self, questionnaire: &Questionnaire, question: &str, answer: Option<Answer>) {
        self.given.retain(|(id, _)| id != question);
        if answer.is_some() {
            self.drafts.retain(|(id, _)| id != question);
        }
        self.given.extend(answer.map(|answer| (question.to_owned(), answer)));
        self.sort(questionnaire);
    }

    fn sort(&mut self, questionnaire: &Questionnaire) {
        self.given.sort_by_key(|(id, _)| questionnaire.position(id).unwrap_or(usize::MAX));
    }

    /// The same answers without notes, reasons, evidence, respondent and everything this version does not know.
    #[must_use]
    pub fn without_notes(&self) -> Self {
        let given = self.given.iter().map(|(id, answer)| {
            let Answer { choice, proposed, value, .. } = *answer;
            (id.clone(), Answer { proposed, value, ..Answer::bare(choice) })
        });
        Self {
            given: given.collect(),
            respondent: Respondent::default(),
            questionnaire_unknown: Vec::new(),
            drafts: Vec::new(),
            unknown: Vec::new(),
            ..self.clone()
        }
    }

    /// The same answers without the path of a JSON Schema, which leads somewhere only from the file itself.
    #[must_use]
    pub fn without_schema(&self) -> Self {
        let mut answers = self.clone();
        answers.unknown.retain(|(key, _)| key != "$schema");
        answers
    }

    /// The document as written in a file: indented JSON with a newline at the end.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
