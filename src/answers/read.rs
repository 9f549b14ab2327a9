//! Reading an answers file strictly: everything wrong with it is found at once, each with its place.

mod answer;

use crate::answers::{Answer, Answers, Form, Respondent, Role, SCHEMA, StepMark, rules};
use crate::error::{Bounded, Finding, Message, Severity};
use crate::json::{self, Part, Tree, Unplaced};
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

/// Members that every file has.
const REQUIRED: [&str; 3] = ["schema", "questionnaire", "answers"];

/// Members that need no warning: the schema for editors, and the readable texts of a file to fill in.
const SILENT: [&str; 2] = ["$schema", "_help"];

/// Reads an answers file to this questionnaire. Unknown members are kept; a byte-order mark is accepted.
pub fn read(text: &str, questionnaire: &Questionnaire) -> Reading {
    let tree = match json::parse(text) {
        Ok(tree) => tree,
        Err(finding) => return Reading { answers: None, findings: vec![finding] },
    };
    let mut reader =
        Reader { questionnaire, another_schema: None, drafts: Vec::new(), found: Bounded::default() };
    for (path, key) in json::repeated(&tree) {
        reader.error(&path, Part::Key, Message::new("answers.repeated").with("key", key));
    }
    let answers = reader.document(&tree);
    let findings = match reader.another_schema {
        // It is no answers file, so that nothing else is to be expected of it.
        Some(unplaced) => json::place_all(text, vec![unplaced]),
        None => reader.found.finish(|findings| json::place_all(text, findings)),
    };
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    Reading { answers: answers.filter(|_| !failed), findings }
}

struct Reader<'a> {
    questionnaire: &'a Questionnaire,
    /// What is wrong with the name of the schema.
    another_schema: Option<Unplaced>,
    /// Notes beside questions that have no answer yet.
    drafts: Vec<(String, Answer)>,
    found: Bounded<Unplaced>,
}

/// A node of the document and the way to it.
#[derive(Clone, Copy)]
struct Node<'t> {
    tree: &'t Tree,
    path: &'t [usize],
}

/// A member of an object: its key and the node of its value.
struct Member<'t> {
    key: &'t str,
    value: &'t Tree,
    path: Vec<usize>,
}

impl<'t> Member<'t> {
    fn node(&'t self) -> Node<'t> {
        Node { tree: self.value, path: &self.path }
    }

    /// Whether a form to fill in was left open here: then it is as if the member were not there. What every file
    /// needs cannot be left open, and what is not known is kept as it is.
    fn is_left_open(&self, known: &[&str]) -> bool {
        *self.value == Tree::Null && known.contains(&self.key) && !REQUIRED.contains(&self.key)
    }
}

impl Reader<'_> {
    fn error(&mut self, path: &[usize], part: Part, message: Message) {
        self.add(path, part, Finding::error(message));
    }

    fn warn(&mut self, path: &[usize], part: Part, message: Message) {
        self.add(path, part, Finding::warning(message));
    }

    fn add(&mut self, path: &[usize], part: Part, finding: Finding) {
        self.found.add(finding.severity, Unplaced { path: path.to_vec(), part, finding });
    }

    fn wrong_type(&mut self, node: Node<'_>, expected: &'static str) {
        let message =
            Message::new("answers.type").with_sentence("expected", expected).with("found", node.tree.shown());
        self.error(node.path, Part::Value, message);
    }

    /// The members of an object.
    fn members<'t>(&mut self, node: Node<'t>) -> Option<Vec<Member<'t>>> {
        let Tree::Object(members) = node.tree else {
            self.wrong_type(node, "json.kind.object");
            return None;
        };
        let member = |(index, (key, value)): (usize, &'t (String, Tree))| Member {
            key,
            value,
            path: [node.path, &[index]].concat(),
        };
        Some(members.iter().enumerate().map(member).collect())
    }

    fn text_of(&mut self, node: Node<'_>) -> Option<String> {
        if let Tree::Text(text) = node.tree {
            return Some(text.clone());
        }
        self.wrong_type(node, "json.kind.text");
        None
    }

    fn document(&mut self, tree: &Tree) -> Option<Answers> {
        let members = self.members(Node { tree, path: &[] })?;
        for required in REQUIRED {
            if !members.iter().any(|member| member.key == required) {
                self.error(&[], Part::Value, Message::new("answers.missing").with("key", required));
            }
        }
        let mut answers = Answers::empty(self.questionnaire);
        // The version decides what an unknown question means, wherever it is in the file.
        let form = members.iter().find(|member| member.key == "form");
        let told = members.iter().filter(|member| !member.is_left_open(&TOP_FIELDS));
        let (given, others): (Vec<_>, Vec<_>) = told.partition(|member| member.key == "answers");
        for member in others.into_iter().chain(given) {
            self.top_member(member, &mut answers);
        }
        if let (Some(form), Some(message)) = (form, rules::beyond_short_form(&answers, self.questionnaire)) {
            self.warn(&form.path, Part::Value, message);
        }
        answers.sort(self.questionnaire);
        Some(answers)
    }

    fn top_member(&mut self, member: &Member<'_>, answers: &mut Answers) {
        let node = member.node();
        match member.key {
            "schema" => self.schema(node),
            "questionnaire" => self.reference(node, answers),
            "team" => answers.team = self.text_of(node),
            "scope" => answers.scope = self.text_of(node),
            "goal" => answers.goal = self.text_of(node),
            "size" => answers.size = self.size(node),
            "field" => answers.field = self.text_of(node),
            "country" => answers.country = self.text_of(node),
            "respondent" => answers.respondent = self.respondent(node),
            "date" => answers.date = self.date(node),
            "form" => answers.form = self.word(node, &Form::ALL).unwrap_or_default(),
            "agreed" => match node.tree {
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
    fn steps(&mut self, node: Node<'_>) -> Vec<(String, StepMark)> {
        let mut steps = Vec::new();
        for member in self.members(node).unwrap_or_default() {
            steps.extend(self.word(member.node(), &StepMark::ALL).map(|mark| (member.key.to_owned(), mark)));
        }
        steps.sort_by(|(a, _), (b, _)| a.cmp(b));
        steps
    }

    fn unknown_field(&mut self, member: &Member<'_>, known: &[&str]) {
        if SILENT.contains(&member.key) {
            return;
        }
        let near = self.found.nearest(member.key, known.iter().copied()).unwrap_or_default();
        let message = Message::new("answers.field").with("key", member.key).with("near", near);
        self.warn(&member.path, Part::Key, message);
    }

    fn schema(&mut self, node: Node<'_>) {
        let Some(schema) = self.text_of(node) else { return };
        if schema == SCHEMA {
            return;
        }
        let family = SCHEMA.trim_end_matches('1');
        let major = schema.strip_prefix(family).and_then(|major| major.parse::<u32>().ok());
        let newer = major.is_some_and(|major| major > 1);
        let id = if newer { "answers.schema-newer" } else { "answers.schema" };
        let message = Message::new(id).with("found", schema).with("expected", SCHEMA);
        let finding = Finding::error(message);
        self.another_schema.get_or_insert(Unplaced { path: node.path.to_vec(), part: Part::Value, finding });
    }

    fn reference(&mut self, node: Node<'_>, answers: &mut Answers) {
        let Some(members) = self.members(node) else { return };
        for required in ["id", "version"] {
            if !members.iter().any(|member| member.key == required) {
                self.error(node.path, Part::Value, Message::new("answers.missing").with("key", required));
            }
        }
        for member in &members {
            match member.key {
                "id" => self.questionnaire_id(member.node()),
                "version" => self.version(member.node(), answers),
                key => {
                    self.unknown_field(member, &["id", "version"]);
                    answers.questionnaire_unknown.push((key.to_owned(), member.value.clone()));
                }
            }
        }
    }

    fn questionnaire_id(&mut self, node: Node<'_>) {
        let id = self.text_of(node);
        id.map(|id| self.sound(node, rules::questionnaire_id(&id, self.questionnaire)));
    }

    fn version(&mut self, node: Node<'_>, answers: &mut Answers) {
        let Some(text) = self.text_of(node) else { return };
        if let Some((version, warning)) = self.sound(node, rules::version(&text, self.questionnaire.version))
        {
            answers.version = version;
            if let Some(message) = warning {
                self.warn(node.path, Part::Value, message);
            }
        }
    }

    /// What keeps its rule; what does not is an error.
    fn sound<T>(&mut self, node: Node<'_>, checked: Result<T, Message>) -> Option<T> {
        checked.map_err(|message| self.error(node.path, Part::Value, message)).ok()
    }

    fn respondent(&mut self, node: Node<'_>) -> Respondent {
        let mut respondent = Respondent::default();
        let members = self.members(node).unwrap_or_default();
        for member in members.iter().filter(|member| !member.is_left_open(&["role", "code"])) {
            match member.key {
                "role" => respondent.role = self.word(member.node(), &Role::ALL),
                "code" => respondent.code = self.text_of(member.node()),
                key => {
                    self.unknown_field(member, &["role", "code"]);
                    respondent.unknown.push((key.to_owned(), member.value.clone()));
                }
            }
        }
        respondent
    }

    fn word<T: Word>(&mut self, node: Node<'_>, all: &[T]) -> Option<T> {
        let text = self.text_of(node)?;
        self.sound(node, rules::word(&text, all))
    }

    fn size(&mut self, node: Node<'_>) -> Option<u32> {
        let whole = match node.tree {
            Tree::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        if whole.is_none() {
            self.wrong_type(node, "json.kind.number");
        }
        whole
    }

    fn date(&mut self, node: Node<'_>) -> Option<String> {
        let text = self.text_of(node)?;
        self.sound(node, rules::date(text))
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
