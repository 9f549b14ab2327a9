//! A file to fill in: every question with its options as text beside it, as JSON or as rows of a spreadsheet.

use std::path::Path;

use super::Arguments;
use crate::answers::csv::{self, Field};
use crate::answers::{Answer, Answers, Choice, Form, SCHEMA};
use crate::commands::{Session, read_answers};
use crate::content::Content;
use crate::error::{Error, Kind, Message, Result};
use crate::interview::Interview;
use crate::json::Tree;
use crate::questionnaire::Question;
use crate::store::{self, Rights};
use crate::text::Word;
use crate::{pack, terminal};

/// The member that holds text for the reader of a file; it is never an answer.
pub(super) const HELP: &str = "_help";

/// Writes a file to fill in; where answers are named, it holds them.
pub(super) fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let content = session.pack.content(&session.words, pack::Choice::None)?;
    let mut answers = Answers::empty(&content.questionnaire);
    if let Some(path) = &arguments.answers {
        (answers, _) = read_answers(session, path, &content.questionnaire)?;
    } else if arguments.short {
        answers.form = Form::Short;
    }
    let interview = Interview::new(&content.questionnaire, answers, &arguments.scope())?;
    let output = arguments.output.as_deref().filter(|path| *path != Path::new("-"));
    let is_sheet =
        output.is_some_and(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")));
    let text = if is_sheet { sheet(&content, &interview) } else { document(&content, &interview) };
    let Some(output) = output else { return terminal::print(&text) };
    if store::exists(output) {
        let message = Message::new("survey.blank-exists").with("file", store::shown(output));
        return Err(Error::new(Kind::File, message));
    }
    store::write(output, &text, Rights::Owner)?;
    let done = if is_sheet { "survey.blank.done-sheet" } else { "survey.blank.done" };
    session.say_of(output, &[done, "survey.blank.next"]);
    Ok(())
}

fn text(value: &str) -> Tree {
    Tree::Text(value.to_owned())
}

fn object(members: Vec<(&str, Tree)>) -> Tree {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The JSON form: each question with its help and an open level.
fn document(content: &Content, interview: &Interview<'_>) -> String {
    let answers = interview.answers();
    let optional = |value: &Option<String>| value.as_deref().map_or(Tree::Null, text);
    let questions = interview
        .questions()
        .map(|question| (question.id.clone(), open_answer(content, question, answers.get(&question.id))));
    let tree = object(vec![
        ("schema", text(SCHEMA)),
        (
            "questionnaire",
            object(vec![
                ("id", text(&answers.questionnaire)),
                ("version", text(&answers.version.to_string())),
            ]),
        ),
        (
            HELP,
            [text(&content.words.say("survey.blank.how")), text(&content.text.answering_rule)]
                .into_iter()
                .collect(),
        ),
        ("team", optional(&answers.team)),
        ("scope", optional(&answers.scope)),
        ("goal", optional(&answers.goal)),
        ("form", text(answers.form.word())),
        ("answers", questions.collect()),
    ]);
    let mut written = serde_json::to_string_pretty(&tree).unwrap_or_default();
    written.push('\n');
    written
}

fn open_answer(content: &Content, question: &Question, answer: Option<&Answer>) -> Tree {
    let words = content.question(&question.id);
    let options = words.levels.iter().enumerate().map(|(level, option)| (level.to_string(), text(option)));
    let help = object(vec![
        ("question", text(&words.question)),
        ("window", text(&words.window)),
        ("options", options.collect()),
    ]);
    let level = match answer.map(|answer| answer.choice) {
        Some(Choice::Level(level)) => Tree::Number(serde_json::Number::from(level).into()),
        Some(choice) => Tree::Text(csv::choice_cell(choice)),
        None => Tree::Null,
    };
    let mut members = vec![(HELP, help), ("level", level)];
    let given = answer.cloned().unwrap_or_else(|| Answer::bare(Choice::Unknown));
    let number = given.value.and_then(serde_json::Number::from_f64);
    members.extend(number.map(|value| ("value", Tree::Number(value.into()))));
    members.extend(given.reason.map(|reason| ("reason", Tree::Text(reason))));
    members.push(("note", given.note.map_or(Tree::Null, Tree::Text)));
    if !given.evidence.is_empty() {
        members.push(("evidence", given.evidence.into_iter().map(Tree::Text).collect()));
    }
    object(members)
}

/// The form for a spreadsheet: first what the answers are about, then one row a question, its options under the
/// letters by which they are chosen.
fn sheet(content: &Content, interview: &Interview<'_>) -> String {
    let answers = interview.answers();
    let most = interview.questions().map(|question| usize::from(question.levels)).max().unwrap_or(0);
    let letters = (0..most).map(csv::letter);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut rows =
        vec![names(&csv::BEFORE).into_iter().chain(letters).chain(names(&csv::BEHIND)).collect::<Vec<_>>()];
    let how = content.words.say("survey.blank.how-sheet");
    rows.push(vec![csv::HELP.to_owned(), String::new(), how, content.text.answering_rule.clone()]);
    for field in Field::ALL {
        let label = content.words.say(&format!("survey.blank.{}", field.word()));
        let value = field.of(answers);
        rows.push(vec![format!("_{}", field.word()), String::new(), label, String::new(), value]);
    }
    for question in interview.questions() {
        let words = content.question(&question.id).into_owned();
        let area = content.text.areas.get(&question.area).cloned().unwrap_or_default();
        let answer = answers.get(&question.id);
        let choice = answer.map(|answer| csv::choice_cell(answer.choice)).unwrap_or_default();
        let mut row = vec![question.id.clone(), area, words.question, words.window, choice];
        row.extend(words.levels);
        row.resize(csv::BEFORE.len() + most, String::new());
        row.extend(answer.map(csv::cells_behind).unwrap_or_default());
        rows.push(row);
    }
    csv::write(&rows)
}

#[cfg(test)]
mod tests;
