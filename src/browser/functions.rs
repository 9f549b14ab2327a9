//! What the page can ask for. Every error is the list of sentences to show.

use diditwork::answers::{Answers, Form, code as short_code, document};
use diditwork::comparison::Unverified;
use diditwork::content::Content;
use diditwork::error::{Error, Finding};
use diditwork::intake::{self, Document, Invalid, Request};
use diditwork::language::{Language, Words};
use diditwork::pack::{self, Choice, Pack};
use diditwork::render;
use diditwork::render::finding;
use diditwork::render::html::{self, Notes, form};
use diditwork::report::build;
use diditwork::report::team::{self as several, People};
use diditwork::team::Mode;
use diditwork::team::gathered::Roles;

/// Columns of a sentence about a fault, so that none is broken into lines.
const WIDTH: usize = usize::MAX;

type Result<T> = std::result::Result<T, Vec<String>>;

/// The questionnaire as the page to answer on.
///
/// # Errors
/// No words of the program in this language.
pub fn form(language: &str, short: bool) -> Result<String> {
    let content = content(language, Choice::None)?;
    let asked = if short { Form::Short } else { Form::Full };
    form::page(&content, None, form::Mode::Workshop, asked).map_err(|error| sentences(&error, &content.words))
}

/// The report of one person's answers, as `diditwork report` writes it for a file of this name.
///
/// # Errors
/// Answers with a fault.
pub fn report(language: &str, name: &str, answers: &str) -> Result<String> {
    let content = content(language, Choice::Default)?;
    let (answers, findings) = read(name, answers, &content)?;
    let report = build::build(&content, &answers, &findings, Unverified::Hidden);
    html::page(&report, &content, Some(&answers.without_schema().to_json()), Notes::Inside)
        .map_err(|error| sentences(&error, &content.words))
}

/// The short code of answers, or the answers file of a short code.
///
/// # Errors
/// Answers with a fault, or a code with a slip.
pub fn code(language: &str, answers: &str) -> Result<String> {
    let content = content(language, Choice::None)?;
    let (read, _) = read("", answers, &content)?;
    let is_code = short_code::is_like_code(&content.questionnaire, answers.trim());
    Ok(if is_code { read.to_json() } else { short_code::encode(&content.questionnaire, &read) })
}

/// The report of several people's answers, as `diditwork team` writes it for files of these names and for these codes.
///
/// # Errors
/// The first document with a fault, several teams, or too few people.
pub fn team(language: &str, documents: &[Document], is_anonymous: bool) -> Result<String> {
    let content = content(language, Choice::Default)?;
    together(&content, documents, is_anonymous).map_err(|error| sentences(&error, &content.words))
}

fn together(
    content: &Content,
    documents: &[Document],
    is_anonymous: bool,
) -> diditwork::error::Result<String> {
    let mode = if is_anonymous { Mode::Anonymous } else { Mode::Workshop };
    let request = Request {
        paths: &[],
        documents,
        invalid: Invalid::Stops,
        roles: if is_anonymous { Roles::Together } else { Roles::Apart },
        mode,
        team: None,
        lists_people: false,
        threads: 1,
        progress: None,
    };
    let intake = intake::read(&content.questionnaire, request)?;
    let name = intake::team::name(&intake, None)?;
    if intake.roster.is_anonymous() {
        return html::team::anonymous_page(&intake::team::told(content, &intake)?, content, None);
    }
    let gathered = intake::team::gathered(&intake, name.as_deref(), mode)?;
    let people = People { name: name.as_deref(), gathered: &gathered, layout: intake.roster.layout() };
    if is_anonymous {
        let report = several::anonymous(content, people).ok_or_else(|| intake::team::too_few(0, mode))?;
        return html::team::anonymous_page(&report, content, None);
    }
    let findings = intake::team::findings(&intake, &gathered);
    let report = several::build(content, Unverified::Hidden, people, &findings);
    html::team::page(&report, content, None)
}

/// A story as a page of its own, as `diditwork stories ID --format html` prints it.
///
/// # Errors
/// No story of this id.
pub fn story(language: &str, id: &str) -> Result<String> {
    let content = content(language, Choice::These(&[id.to_owned()]))?;
    let pages = content.stories.iter().filter(|told| told.story.id == id).map(|told| {
        let document = render::story::story(told, &content, Unverified::Hidden);
        html::document::page(&document, &content)
    });
    let first = pages.into_iter().next();
    first
        .unwrap_or_else(|| Err(pack::unknown_story(&content.questionnaire, id)))
        .map_err(|error| sentences(&error, &content.words))
}

/// What the built-in questionnaire says in a language, with these stories.
///
/// # Errors
/// No words of the program in this language, and a story that is not known.
pub fn content(language: &str, choice: Choice<'_>) -> Result<Content> {
    let known = Language::from_tag(language).and_then(|tag| pack::words(&tag));
    let words = known.ok_or_else(|| vec![language.to_owned()])?;
    Pack::BuiltIn.content(&words, choice).map_err(|error| sentences(&error, &words))
}

/// Answers from a file, a page, a sheet or a short code, and the warnings of reading them.
fn read(name: &str, text: &str, content: &Content) -> Result<(Answers, Vec<Finding>)> {
    let reading = document::read(text, &content.questionnaire);
    let reading = if name.is_empty() { reading } else { reading.in_file(|_| name.to_owned()) };
    reading.result().map_err(|error| sentences(&error, &content.words))
}

/// What an error says, a sentence each.
fn sentences(error: &Error, words: &Words) -> Vec<String> {
    error.findings.iter().map(|finding| finding::lines(finding, words, WIDTH).join("\n")).collect()
}
