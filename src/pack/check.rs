//! Everything wrong with a pack: first the shape of each of its files, and if all of them have theirs, the rules.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::answers::document;
use crate::error::{Bounded, Finding, Message, Severity, Unplaced};
use crate::json::{self, Node, Tree};
use crate::language::{Language, Words};
use crate::pack::{Document, Pack};
use crate::questionnaire::Questionnaire;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::validate::{self, Problem, names};
use crate::store;
use crate::story::{self, Story, StoryText};

/// Stories and languages beyond this number are not looked at; the schema allows fewer.
const MOST_LISTED: usize = 500;

/// Everything wrong with a pack, in all of its languages. With words, the first that prevents using it with these, in
/// its first language and the one that is wanted.
pub fn check_pack(pack: &Pack, words: Option<&Words>) -> Vec<Finding> {
    let mut check = Check { pack, words, found: Vec::new() };
    check.run();
    let first = check.found.iter().position(|finding| finding.severity == Severity::Error);
    if let Some(first) = first.filter(|_| words.is_some()) {
        check.found.truncate(first + 1);
    }
    check.found
}

struct Check<'a> {
    pack: &'a Pack,
    words: Option<&'a Words>,
    found: Vec<Finding>,
}

/// A file that is JSON.
struct File {
    shown: String,
    text: Cow<'static, str>,
    document: Node,
    has_its_shape: bool,
}

/// A file of sentences, and how bad it is if something is missing in it.
type Texts = Vec<(File, Severity)>;

impl Check<'_> {
    fn run(&mut self) {
        let file = self.open::<Questionnaire>("questionnaire.json", None);
        let languages = self.languages(file.as_ref());
        let texts = self.texts::<QuestionnaireText>("questionnaire.json", &languages);
        let mut stories = Vec::new();
        for id in self.listed(file.as_ref(), "stories", "stories").into_iter().filter(|id| names::is_id(id)) {
            let path = format!("stories/{id}.json");
            let story = self.open::<Story>(&path, None);
            let texts = self.texts::<StoryText>(&path, &languages);
            stories.extend(story.map(|story| (id, story, texts)));
        }
        if self.found.iter().any(|finding| finding.severity == Severity::Error) {
            return;
        }
        let Some(file) = file else { return };
        let Some(questionnaire) = self.read::<Questionnaire>(&file) else { return };
        self.add(&file, Severity::Error, validate::questionnaire(&questionnaire));
        self.text_rules(&texts, |text| validate::text(&questionnaire, text));
        for (id, file, texts) in &stories {
            self.story_rules(id, file, texts, &questionnaire);
        }
        if self.words.is_none() {
            // What no command needs matters only if everything is checked.
            self.unlisted(&questionnaire);
            self.samples(&questionnaire);
        }
    }

    /// The languages whose texts are looked at, each with whether it is the first.
    fn languages(&mut self, file: Option<&File>) -> Vec<(Language, bool)> {
        let all = self.listed(file, "languages", "text");
        let all = all.iter().filter_map(|tag| Language::from_tag(tag)).enumerate();
        let mut languages: Vec<_> = all.map(|(position, language)| (language, position == 0)).collect();
        let questionnaire = file.and_then(|file| serde_json::from_str(json::without_mark(&file.text)).ok());
        if let (Some(words), Some(questionnaire)) = (self.words, questionnaire) {
            let (wanted, used) = (words.wanted(), self.pack.language(&questionnaire, words));
            if used.base() != wanted.base() {
                let message = Message::new("pack.no-language").with("language", wanted.base());
                self.found.push(Finding::warning(message.with("first", &used)));
            }
            languages.retain(|(language, is_first)| *language == used || *is_first);
        }
        languages
    }

    fn story_rules(&mut self, id: &str, file: &File, texts: &Texts, questionnaire: &Questionnaire) {
        let Some(told) = self.read::<Story>(file) else { return };
        let mut problems = story::validate::story(&told, questionnaire);
        if told.id != id {
            let message = Message::new("pack.story-id").with("found", &told.id).with("expected", id);
            problems.push(Problem { place: "/id".to_owned(), message });
        }
        self.add(file, Severity::Error, problems);
        self.text_rules(texts, |text| story::validate::text(&told, text));
    }

    /// The files of sentences in each language. What is missing in the first is an error; in another it falls back to the
    /// first, which is worth a warning.
    fn texts<T: Document>(&mut self, file: &str, languages: &[(Language, bool)]) -> Texts {
        let mut texts: Texts = Vec::new();
        for (language, is_first) in languages {
            let first = texts.first().map(|(file, _)| &file.document);
            let severity = if *is_first { Severity::Error } else { Severity::Warning };
            let opened = self.open::<T>(&format!("text/{language}/{file}"), first);
            texts.extend(opened.map(|file| (file, severity)));
        }
        texts
    }

    /// Checks sentences by their rules. What lacks a field is checked once that is there.
    fn text_rules<T: Document>(&mut self, texts: &Texts, problems: impl Fn(&T) -> Vec<Problem>) {
        for (file, severity) in texts.iter().filter(|(file, _)| file.has_its_shape) {
            if let Some(text) = self.read::<T>(file) {
                self.add(file, *severity, problems(&text));
            }
        }
    }

    /// The names or ids in a list of the questionnaire; if that cannot be relied on, those in the folder too.
    fn listed(&self, file: Option<&File>, list: &str, folder: &str) -> Vec<String> {
        let items = file.and_then(|file| file.document.member(list)).map(Node::items).unwrap_or_default();
        let name = |item: &Node| match &item.member("id").unwrap_or(item).tree {
            Tree::Text(text) => Some(text.clone()),
            _ => None,
        };
        let mut names: Vec<String> = items.iter().filter_map(name).collect();
        if let (Pack::Folder(pack), None) = (self.pack, file.filter(|file| file.has_its_shape)) {
            let folder = pack.join(folder);
            let files = store::files_in(&folder, "json").unwrap_or_default();
            let all = store::folders_in(&folder).unwrap_or_default().into_iter().chain(files);
            names.extend(all.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())));
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.insert(name.clone()));
        }
        names.truncate(MOST_LISTED);
        names
    }

    /// Warns of stories that are in the folder and not listed.
    fn unlisted(&mut self, questionnaire: &Questionnaire) {
        let Pack::Folder(folder) = self.pack else { return };
        for file in store::files_in(&folder.join("stories"), "json").unwrap_or_default() {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            if !questionnaire.stories.iter().any(|entry| entry.id == name) {
                let message = Message::new("pack.unlisted").with("file", store::shown(&file));
                self.found.push(Finding::warning(message));
            }
        }
    }

    /// Checks the answers of the sample team, in every language that has its own.
    fn samples(&mut self, questionnaire: &Questionnaire) {
        let own = questionnaire.languages.iter().map(|language| format!("text/{language}/example.json"));
        for path in std::iter::once("example.json".to_owned()).chain(own) {
            match self.pack.file(&path) {
                Ok(Some(text)) => {
                    let found = document::read(&text, questionnaire).findings.into_iter();
                    self.found.extend(found.map(|finding| finding.in_file(&self.pack.shown(&path))));
                }
                Ok(None) => {}
                Err(error) => self.found.extend(error.findings),
            }
        }
    }

    /// A file with its faults of shape reported; `None` if it is missing or no JSON. `first` is what fills a translation
    /// that says nothing: a field that is there is missed by nobody.
    fn open<T: Document>(&mut self, path: &str, first: Option<&Node>) -> Option<File> {
        let shown = self.pack.shown(path);
        let text = match self.pack.file(path) {
            Ok(Some(text)) => text,
            Ok(None) => {
                let message = Message::new("pack.file").with("file", &shown);
                let missing = if first.is_some() { Finding::warning } else { Finding::error };
                self.found.push(missing(message));
                return None;
            }
            Err(error) => {
                self.found.extend(error.findings);
                return None;
            }
        };
        let document = match json::parse(&text) {
            Ok(document) => document,
            Err(finding) => {
                self.found.push(finding.in_file(&shown));
                return None;
            }
        };
        let mut faults = T::schema().faults(&document);
        for fault in faults.kept.iter_mut().filter(|fault| fault.finding.message.id == "pack.missing") {
            // The first language has such an object too, with all of its fields.
            if first.is_some_and(|first| document.is_in(first, fault.at)) {
                fault.finding.severity = Severity::Warning;
            }
        }
        let file = File { shown, text, document, has_its_shape: faults.kept.is_empty() };
        self.place(&file, faults);
        Some(file)
    }

    /// The type of a file; whatever its schema does not say is reported here.
    fn read<T: Document>(&mut self, file: &File) -> Option<T> {
        let read = serde_json::from_str(json::without_mark(&file.text));
        let found = |error| json::syntax_finding(&file.text, &error).in_file(&file.shown);
        read.map_err(|error| self.found.push(found(error))).ok()
    }

    /// Adds the broken rules of a file.
    fn add(&mut self, file: &File, severity: Severity, problems: Vec<Problem>) {
        let mut found = Bounded::default();
        for problem in problems {
            let at = file.document.follow(&problem.place).at;
            let finding = Finding { severity, ..Finding::error(problem.message) };
            found.add(severity, Unplaced { at, finding });
        }
        self.place(file, found);
    }

    /// Adds what was found in a file, in its order.
    fn place(&mut self, file: &File, found: Bounded<Unplaced>) {
        let placed = found.placed(json::without_mark(&file.text));
        self.found.extend(placed.into_iter().map(|finding| finding.in_file(&file.shown)));
    }
}
