//! Reading the answers themselves: each with its level, number, note, reason and evidence.

use std::collections::BTreeMap;

use super::{ANSWER_FIELDS, Reader, SILENT, is_left_open};
use crate::answers::{Answer, Answers, Choice, rules};
use crate::error::Message;
use crate::json::{Node, Tree};
use crate::questionnaire::Question;

impl Reader<'_> {
    pub(super) fn given(&mut self, node: &Node, answers: &mut Answers) {
        let mut given: Vec<(String, Answer)> = Vec::new();
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        let questionnaire = self.questionnaire;
        for member in self.members(node).unwrap_or_default() {
            if SILENT.contains(&member.key.as_str()) {
                continue;
            }
            let question = match rules::question(&member.key, questionnaire, !self.found.is_full()) {
                Ok(question) => question,
                Err(message) => {
                    self.found.error(member.key_at, message);
                    continue;
                }
            };
            if matches!(member.value.tree, Tree::Null) {
                continue;
            }
            // A question may be here by its name and by a former one, in either order.
            let name = names.entry(&question.id).or_insert_with(|| member.key.clone());
            if *name != member.key {
                self.found.error(member.key_at, Message::new("answers.repeated").with("key", &member.key));
            }
            if let Some(answer) = self.answer(&member.value, question) {
                given.push((question.id.clone(), answer));
            }
        }
        answers.given = given;
        answers.drafts = std::mem::take(&mut self.drafts);
    }

    fn answer(&mut self, node: &Node, question: &Question) -> Option<Answer> {
        if !matches!(node.tree, Tree::Object(_)) {
            let answer = Answer::bare(self.choice(node, question)?);
            self.fits(node, question, &answer);
            return Some(answer);
        }
        let members = self.members(node)?;
        let level = members.iter().find(|member| member.key == "level");
        let is_open = level.is_some_and(|level| matches!(level.value.tree, Tree::Null));
        if level.is_none() {
            let is_other = |key: &&str| !ANSWER_FIELDS.contains(key) && !SILENT.contains(key);
            let near = members.iter().map(|member| member.key.as_str()).find(is_other).unwrap_or_default();
            let message = Message::new("answers.missing").with("key", "level").with("near", near);
            self.found.error(node.at, message);
        }
        // Whatever is next to a wrong level is looked at too.
        let choice = match level {
            _ if is_open => Some(Choice::Unknown),
            level => level.and_then(|level| self.choice(&level.value, question)),
        };
        let mut answer = Answer::bare(choice.unwrap_or(Choice::Unknown));
        for member in members.iter().filter(|member| !is_left_open(member, &ANSWER_FIELDS)) {
            let node = &member.value;
            match member.key.as_str() {
                "level" => {}
                "value" => answer.value = self.value(node, question),
                "note" => answer.note = self.text_of(node),
                "reason" => answer.reason = self.text_of(node),
                "evidence" => answer.evidence = self.evidence(node),
                "proposed" => match &node.tree {
                    Tree::Boolean(proposed) => answer.proposed = *proposed,
                    _ => self.wrong_type(node, "json.kind.boolean"),
                },
                key => {
                    self.unknown_field(member, &ANSWER_FIELDS);
                    answer.unknown.push((key.to_owned(), member.value.tree.clone()));
                }
            }
        }
        choice?;
        if is_open {
            let Some(choice) = rules::by_value(question, answer.value) else {
                self.draft(node, question, answer);
                return None;
            };
            answer.choice = choice;
        }
        self.fits(node, question, &answer);
        Some(answer)
    }

    /// Keeps what is beside a question that has no answer yet.
    fn draft(&mut self, node: &Node, question: &Question, mut answer: Answer) {
        answer.unknown.retain(|(key, _)| !SILENT.contains(&key.as_str()));
        if answer.value.is_some() {
            self.fits(node, question, &answer);
        }
        if !answer.is_bare() {
            self.drafts.push((question.id.clone(), answer));
        }
    }

    /// Warns of what an answer leaves to say.
    fn fits(&mut self, node: &Node, question: &Question, answer: &Answer) {
        for message in rules::remarks(question, answer) {
            self.found.warn(node.at, message);
        }
    }

    fn choice(&mut self, node: &Node, question: &Question) -> Option<Choice> {
        let choice = match &node.tree {
            Tree::Number(number) => number
                .as_u64()
                .and_then(|level| u8::try_from(level).ok())
                .filter(|level| *level <= question.top())
                .map(Choice::Level),
            Tree::Text(word) if word == "unknown" => Some(Choice::Unknown),
            Tree::Text(word) if word == "not-applicable" => Some(Choice::NotApplicable),
            _ => None,
        };
        if choice.is_none() {
            let message = Message::new("answers.level")
                .with("id", &question.id)
                .with("top", question.top())
                .with("found", node.tree.shown());
            self.found.error(node.at, message);
        }
        choice
    }

    fn value(&mut self, node: &Node, question: &Question) -> Option<f64> {
        let Tree::Number(number) = &node.tree else {
            self.wrong_type(node, "json.kind.number");
            return None;
        };
        self.found.sound(node.at, rules::value(number.as_f64(), &node.tree.shown(), question))
    }

    fn evidence(&mut self, node: &Node) -> Vec<String> {
        let Tree::List(items) = &node.tree else {
            self.wrong_type(node, "json.kind.list");
            return Vec::new();
        };
        let mut evidence = Vec::new();
        for item in items {
            evidence.extend(self.text_of(item));
        }
        evidence
    }
}
