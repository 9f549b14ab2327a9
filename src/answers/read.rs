//! Reading an answers file strictly: everything wrong with it is found at once, each with its place.

mod answer;

use crate::answers::{Answer, Answers, Form, Respondent, Role, SCHEMA, StepMark, rules};
use crate::error::{Bounded, Error, Finding, Message, Result, Severity, Unplaced};
use crate::json::{self, Member, Node, Tree, without_mark};
use crate::questionnaire::Questionnaire;
use crate::text::Word;

/// What came of reading an answers file.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The answers; `None` if an error was found.
    pub answers: Option<Answers>,
    /// Everything that was found, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// The same findings in a file, which is named by how bad they are.
    #[must_use]
    pub fn in_file(mut self, name: impl Fn(Severity) -> String) -> Self {
        let named = |finding: Finding| {
            let file = name(finding.severity);
            finding.in_file(&file)
        };
        self.findings = self.findings.into_iter().map(named).collect();
        self
    }

    /// The answers, with the warnings of reading them.
    ///
    /// # Errors
    /// Every error that was found, without the warnings.
    pub fn result(self) -> Result<(Answers, Vec<Finding>)> {
        match self.answers {
            Some(answers) => Ok((answers, self.findings)),
            None => Err(Error::among(self.findings)),
        }
    }

    /// Answers in which this was found: none at all if one of the findings is an error.
    pub(super) fn of(answers: Option<Answers>, findings: Vec<Finding>) -> Self {
        let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
        Self { answers: answers.filter(|_| !failed), findings }
    }
}

/// Members that every file has.
const REQUIRED: [&str; 3] = ["schema", "questionnaire", "answers"];

/// Members that need no warning: the schema for editors, and the readable texts of a file to fill in.
const SILENT: [&str; 2] = ["$schema", "_help"];

/// Reads an answers file to this questionnaire. Unknown members are kept; a byte-order mark is accepted.
pub fn read(text: &str, questionnaire: &Questionnaire) -> Reading {
    let document = match json::parse(text) {
        Ok(document) => document,
        Err(finding) => return Reading { answers: None, findings: vec![finding] },
    };
    let mut reader =
        Reader { questionnaire, another_schema: None, drafts: Vec::new(), found: Bounded::default() };
    json::repeated(&document, &mut reader.found);
    let answers = reader.document(&document);
    let text = without_mark(text);
    match reader.another_schema {
        // It is no answers file, so that nothing else is to be expected of it.
        Some(Unplaced { at, finding }) => Reading::of(None, vec![finding.behind(text, at)]),
        None => Reading::of(answers, reader.found.placed(text)),
    }
}

struct Reader<'a> {
    questionnaire: &'a Questionnaire,
    /// What is wrong with the name of the schema.
    another_schema: Option<Unplaced>,
    /// Notes beside questions that have no answer yet.
    drafts: Vec<(String, Answer)>,
    found: Bounded<Unplaced>,
}

/// Whether a form to fill in was left open here: then it is as if the member were not there. What every file needs
/// cannot be left open, and what is not known is kept as it is.
fn is_left_open(member: &Member, known: &[&str]) -> bool {
    let key = member.key.as_str();
    matches!(member.value.tree, Tree::Null) && known.contains(&key) && !REQUIRED.contains(&key)
}

impl Reader<'_> {
    fn wrong_type(&mut self, node: &Node, expected: &'static str) {
        let message =
            Message::new("answers.type").with_sentence("expected", expected).with("found", node.tree.shown());
        self.found.error(node.at, message);
    }

    /// The members of an object.
    fn members<'t>(&mut self, node: &'t Node) -> Option<&'t [Member]> {
        if let Tree::Object(members) = &node.tree {
            return Some(members);
        }
        self.wrong_type(node, "json.kind.object");
        None
    }

    fn text_of(&mut self, node: &Node) -> Option<String> {
        if let Tree::Text(text) = &node.tree {
            return Some(text.clone());
        }
        self.wrong_type(node, "json.kind.text");
        None
    }

    fn name(&mut self, node: &Node) -> Option<String> {
        self.text_of(node).and_then(|text| rules::name(&text))
    }

    fn document(&mut self, document: &Node) -> Option<Answers> {
        let members = self.members(document)?;
        for required in REQUIRED {
            if !members.iter().any(|member| member.key == required) {
                self.found.error(document.at, Message::new("answers.missing").with("key", required));
            }
        }
        let mut answers = Answers::empty(self.questionnaire);
        // The version decides what an unknown question means, wherever it is in the file.
        let form = members.iter().find(|member| member.key == "form");
        let told = members.iter().filter(|member| !is_left_open(member, &TOP_FIELDS));
        let (given, others): (Vec<_>, Vec<_>) = told.partition(|member| member.key == "answers");
        for member in others.into_iter().chain(given) {
            self.top_member(member, &mut answers);
        }
        if let (Some(form), Some(message)) = (form, rules::beyond_short_form(&answers, self.questionnaire)) {
            self.found.warn(form.value.at, message);
        }
        answers.sort(self.questionnaire);
        Some(answers)
    }

    fn top_member(&mut self, member: &Member, answers: &mut Answers) {
        let node = &member.value;
        match member.key.as_str() {
            "schema" => self.schema(node),
            "questionnaire" => self.reference(node, answers),
            "team" => answers.team = self.name(node),
            "scope" => answers.scope = self.text_of(node),
            "goal" => answers.goal = self.text_of(node),
            "size" => answers.size = self.size(node),
            "field" => answers.field = self.text_of(node),
            "country" => answers.country = self.text_of(node),
            "respondent" => answers.respondent = self.respondent(node),
            "date" => answers.date = self.date(node),
            "form" => answers.form = self.word(node, &Form::ALL).unwrap_or_default(),
            "agreed" => match &node.tree {
                Tree::Boolean(agreed) => answers.agreed = *agreed,
                _ => self.wrong_type(node, "json.kind.boolean"),
            },
            "steps" => answers.steps = self.steps(node),
            "answers" => self.given(node, answers),
            key => {
                self.unknown_field(member, &TOP_FIELDS);
                answers.unknown.push((key.to_owned(), node.tree.clone()));
            }
        }
    }

    /// What became of earlier steps; ids are kept as they are, in their order.
    fn steps(&mut self, node: &Node) -> Vec<(String, StepMark)> {
        let mut steps = Vec::new();
        for member in self.members(node).unwrap_or_default() {
            steps.extend(self.word(&member.value, &StepMark::ALL).map(|mark| (member.key.clone(), mark)));
        }
        steps.sort_by(|(a, _), (b, _)| a.cmp(b));
        steps
    }

    fn unknown_field(&mut self, member: &Member, known: &[&str]) {
        if SILENT.contains(&member.key.as_str()) {
            return;
        }
        let near = self.found.nearest(&member.key, known.iter().copied()).unwrap_or_default();
        let message = Message::new("answers.field").with("key", &member.key).with("near", near);
        self.found.warn(member.key_at, message);
    }

    fn schema(&mut self, node: &Node) {
        let Some(schema) = self.text_of(node) else { return };
        if schema == SCHEMA {
            return;
        }
        let family = SCHEMA.trim_end_matches('1');
        let major = schema.strip_prefix(family).and_then(|major| major.parse::<u32>().ok());
        let id = match major {
            Some(2..) => "answers.schema-newer",
            _ if schema.starts_with("diditwork/tally/") => "answers.tally",
            _ => "answers.schema",
        };
        let message = Message::new(id).with("found", schema).with("expected", SCHEMA);
        let finding = Finding::error(message);
        self.another_schema.get_or_insert(Unplaced { at: node.at, finding });
    }

    fn reference(&mut self, node: &Node, answers: &mut Answers) {
        let Some(members) = self.members(node) else { return };
        for required in ["id", "version"] {
            if !members.iter().any(|member| member.key == required) {
                self.found.error(node.at, Message::new("answers.missing").with("key", required));
            }
        }
        for member in members {
            match member.key.as_str() {
                "id" => self.questionnaire_id(&member.value),
                "version" => self.version(&member.value, answers),
                key => {
                    self.unknown_field(member, &["id", "version"]);
                    answers.questionnaire_unknown.push((key.to_owned(), member.value.tree.clone()));
                }
            }
        }
    }

    fn questionnaire_id(&mut self, node: &Node) {
        let id = self.text_of(node);
        id.map(|id| self.found.sound(node.at, rules::questionnaire_id(&id, self.questionnaire)));
    }

    fn version(&mut self, node: &Node, answers: &mut Answers) {
        let Some(text) = self.text_of(node) else { return };
        if let Some((version, warning)) =
            self.found.sound(node.at, rules::version(&text, self.questionnaire.version))
        {
            answers.version = version;
            if let Some(message) = warning {
                self.found.warn(node.at, message);
            }
        }
    }

    fn respondent(&mut self, node: &Node) -> Respondent {
        let mut respondent = Respondent::default();
        let members = self.members(node).unwrap_or_default();
        for member in members.iter().filter(|member| !is_left_open(member, &["role", "code"])) {
            match member.key.as_str() {
                "role" => respondent.role = self.word(&member.value, &Role::ALL),
                "code" => respondent.code = self.name(&member.value),
                key => {
                    self.unknown_field(member, &["role", "code"]);
                    respondent.unknown.push((key.to_owned(), member.value.tree.clone()));
                }
            }
        }
        respondent
    }

    fn word<T: Word>(&mut self, node: &Node, all: &[T]) -> Option<T> {
        let text = self.text_of(node)?;
        self.found.sound(node.at, rules::word(&text, all))
    }

    fn size(&mut self, node: &Node) -> Option<u32> {
        let whole = match &node.tree {
            Tree::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        if whole.is_none() {
            self.wrong_type(node, "json.kind.count");
        }
        whole
    }

    fn date(&mut self, node: &Node) -> Option<String> {
        let text = self.text_of(node)?;
        self.found.sound(node.at, rules::date(text))
    }
}

pub(crate) const TOP_FIELDS: [&str; 14] = [
    "schema",
    "questionnaire",
    "team",
    "scope",
    "goal",
    "size",
    "field",
    "country",
    "respondent",
    "date",
    "form",
    "agreed",
    "steps",
    "answers",
];

pub(crate) const ANSWER_FIELDS: [&str; 6] = ["level", "value", "note", "reason", "evidence", "proposed"];

#[cfg(test)]
mod tests;
