//! Everything wrong with a pack: the shape of each of its files first, and of what can be read the rules.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::answers::document;
use crate::error::{Bounded, Finding, Message, Severity, Value};
use crate::json::{self, Part, Step, Tree, Unplaced, shape};
use crate::language::{Language, Words};
use crate::pack::Pack;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::text::QuestionnaireText;
use crate::questionnaire::validate::problems::{Problem, in_gap, ways};
use crate::questionnaire::validate::{self, names};
use crate::store;
use crate::story::{self, Story, StoryText};

/// What is told of the sample team rests on these places of the questionnaire: the beginning of a code, and where.
const SAMPLE_RESTS_ON: [(&str, &str); 8] = [
    ("answers.question", "questions/*/id"),
    ("answers.question", "questions/*/formerly/*"),
    ("answers.questionnaire", "id"),
    ("answers.version", "version"),
    ("answers.level", "questions/*/levels"),
    ("answers.value", "questions/*/value/*/*/*"),
    ("answers.beyond-short", "short_form/*"),
    ("answers.beyond-short", "questions/*/id"),
];

/// At most so many files are looked at that no list names.
const MOST_FOUND: usize = 500;

/// Everything wrong with a pack, in all of its languages. With words, what stands against using it with these: of each
/// file that cannot be read the first fault, and of the languages the first one and the one that is wanted.
pub fn check_pack(pack: &Pack, words: Option<&Words>) -> Vec<Finding> {
    Check { pack, words, found: Vec::new() }.run()
}

struct Check<'a> {
    pack: &'a Pack,
    words: Option<&'a Words>,
    found: Vec<Finding>,
}

impl Check<'_> {
    fn run(mut self) -> Vec<Finding> {
        let (questionnaire, mut file) = self.read::<Questionnaire>("questionnaire.json", None);
        let Some(questionnaire) = questionnaire else {
            self.found.extend(file.finish());
            return self.found;
        };
        let too_long = validate::too_long(&questionnaire);
        let is_too_long = !too_long.is_empty();
        file.add((Severity::Error, &[]), || too_long);
        if is_too_long {
            self.found.extend(file.finish());
            return self.found;
        }
        file.add((Severity::Error, &[]), || validate::questionnaire(&questionnaire));
        let gaps = file.gaps.clone();
        self.found.extend(file.finish());
        let languages = self.languages(&questionnaire, &gaps);
        self.texts("questionnaire.json", &languages, &gaps, |text: &QuestionnaireText| {
            validate::text(&questionnaire, text)
        });
        for id in self.stories(&questionnaire, &gaps) {
            self.story(&id, &questionnaire, &languages, &gaps);
        }
        if self.words.is_none() {
            // What no command needs matters only to whoever asks for everything.
            self.unlisted(&questionnaire, &gaps);
            self.samples(&questionnaire, &gaps);
        }
        self.found
    }

    /// The languages whose texts are looked at, each with whether it is the first; those that cannot be read are none.
    fn languages(&mut self, questionnaire: &Questionnaire, gaps: &[Vec<Step>]) -> Vec<(Language, bool)> {
        let is_known =
            |(position, _): &(usize, &Language)| !in_gap(gaps, &["languages".into(), (*position).into()]);
        let all = questionnaire.languages.iter().enumerate().filter(is_known);
        let mut languages: Vec<_> = all.map(|(position, known)| (known.clone(), position == 0)).collect();
        if let Some(words) = self.words {
            let (wanted, used) = (words.wanted(), self.pack.language(questionnaire, words));
            if used.base() != wanted.base() {
                let message = Message::new("pack.no-language").with("language", wanted.base());
                self.found.push(Finding::warning(message.with("first", &used)));
            }
            languages.retain(|(language, is_first)| *language == used || *is_first);
        }
        // Where nobody knows which languages are meant, there are those that have a folder.
        if in_gap(gaps, &ways("languages/*")) {
            let folders = self.below("text").into_iter().filter_map(|name| Language::from_tag(&name));
            let new = folders.filter(|found| !languages.iter().any(|(known, _)| known == found));
            languages.extend(new.map(|found| (found, false)).collect::<Vec<_>>());
        }
        languages
    }

    /// The ids of the stories; where nobody knows which are meant, of those too that have a file.
    fn stories(&self, questionnaire: &Questionnaire, gaps: &[Vec<Step>]) -> Vec<String> {
        let listed = questionnaire.stories.iter().map(|entry| entry.id.clone());
        let mut ids: Vec<String> = listed.filter(|id| names::is_id(id)).collect();
        if in_gap(gaps, &ways("stories/*/id")) {
            let files = self.below("stories").into_iter();
            let new = files.filter_map(|name| name.strip_suffix(".json").map(str::to_owned));
            ids.extend(new.filter(|id| names::is_id(id) && !ids.contains(id)).collect::<Vec<_>>());
        }
        ids
    }

    /// The names in a folder of the pack, of which no more are looked at than a pack may have.
    fn below(&self, folder: &str) -> Vec<String> {
        let Pack::Folder(pack) = self.pack else { return Vec::new() };
        let folder = pack.join(folder);
        let files = store::files_in(&folder, "json").unwrap_or_default();
        let all = store::folders_in(&folder).unwrap_or_default().into_iter().chain(files);
        all.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).take(MOST_FOUND).collect()
    }

    fn story(
        &mut self,
        id: &str,
        questionnaire: &Questionnaire,
        languages: &[(Language, bool)],
        gaps: &[Vec<Step>],
    ) {
        let path = format!("stories/{id}.json");
        let (told, mut file) = self.read::<Story>(&path, None);
        let Some(told) = told else {
            self.found.extend(file.finish());
            return;
        };
        file.add((Severity::Error, gaps), || {
            let mut problems = story::validate::story(&told, questionnaire);
            if told.id != id {
                let message = Message::new("pack.story-id").with("found", &told.id).with("expected", id);
                problems.push(Problem::new(vec!["id".into()], message));
            }
            problems
        });
        let own_gaps = file.gaps.clone();
        self.found.extend(file.finish());
        self.texts(&path, languages, &own_gaps, |text: &StoryText| story::validate::text(&told, text));
    }

    /// Checks a file of sentences in each language. What is missing in the first is an error; in another it falls back
    /// to the first, which is worth a warning.
    fn texts<T: DeserializeOwned>(
        &mut self,
        file: &str,
        languages: &[(Language, bool)],
        gaps: &[Vec<Step>],
        problems: impl Fn(&T) -> Vec<Problem>,
    ) {
        let mut first: Option<Tree> = None;
        for (language, is_first) in languages {
            let (text, mut file) = self.read::<T>(&format!("text/{language}/{file}"), first.as_ref());
            let severity = if *is_first { Severity::Error } else { Severity::Warning };
            file.add((severity, gaps), || text.map(|text| problems(&text)).unwrap_or_default());
            let tree = file.tree.take_if(|_| *is_first);
            self.found.extend(file.finish());
            first = first.or(tree);
        }
    }

    /// Warns of stories that lie in the folder and are not listed.
    fn unlisted(&mut self, questionnaire: &Questionnaire, gaps: &[Vec<Step>]) {
        let Pack::Folder(folder) = self.pack else { return };
        if in_gap(gaps, &ways("stories/*/id")) {
            return;
        }
        for file in store::files_in(&folder.join("stories"), "json").unwrap_or_default() {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            if !questionnaire.stories.iter().any(|entry| entry.id == name) {
                let message = Message::new("pack.unlisted").with("file", store::shown(&file));
                self.found.push(Finding::warning(message));
            }
        }
    }

    /// Checks the answers of the sample team, in every language that has its own.
    fn samples(&mut self, questionnaire: &Questionnaire, gaps: &[Vec<Step>]) {
        let own = questionnaire.languages.iter().map(|language| format!("text/{language}/example.json"));
        // A finding about one question rests on nothing of the others.
        let place = |finding: &Finding, pattern: &str| {
            let mut way = ways(pattern);
            let is_its = |id: &str| finding.message.values.contains(&("id", Value::Text(id.to_owned())));
            let question = questionnaire.questions.iter().position(|question| is_its(&question.id));
            if let (Some(position), Some(step @ Step::Every)) = (question, way.get_mut(1)) {
                *step = position.into();
            }
            way
        };
        let is_known = |finding: &Finding| {
            let rests = SAMPLE_RESTS_ON.iter().filter(|(code, _)| finding.message.id.starts_with(code));
            !rests.into_iter().any(|(_, pattern)| in_gap(gaps, &place(finding, pattern)))
        };
        for path in std::iter::once("example.json".to_owned()).chain(own) {
            let text = match self.pack.file(&path) {
                Ok(Some(text)) => text,
                Ok(None) => continue,
                Err(error) => {
                    self.found.extend(error.findings);
                    continue;
                }
            };
            let file = self.pack.shown(&path);
            let found = document::read(&text, questionnaire).findings;
            self.found.extend(found.into_iter().filter(is_known).map(|finding| finding.in_file(&file)));
        }
    }

    /// A file of a known shape, with stand-ins for what cannot be read where everything is told; `first` is what fills
    /// it where it says nothing.
    fn read<T: DeserializeOwned>(&self, path: &str, first: Option<&Tree>) -> (Option<T>, File) {
        let mut file = File::open(self.pack, path, first.is_some());
        let shaped = shape::read::<T>(file.tree.as_ref(), first);
        file.gaps = shaped.gaps;
        if file.tree.is_some() {
            file.found = shaped.found;
        }
        let is_faulty = file.tree.is_none() || !file.found.kept.is_empty();
        if self.words.is_some() && is_faulty {
            file.keep_first();
            return (None, file);
        }
        (shaped.value, file)
    }
}

/// A file while it is checked.
struct File {
    shown: String,
    text: Cow<'static, str>,
    /// What it holds; nothing where it is missing or no JSON.
    tree: Option<Tree>,
    /// Why it holds nothing.
    unread: Vec<Finding>,
    found: Bounded<Unplaced>,
    /// The ways to what cannot be read.
    gaps: Vec<Vec<Step>>,
}

impl File {
    fn open(pack: &Pack, path: &str, is_filled: bool) -> Self {
        let shown = pack.shown(path);
        let message = Message::new("pack.file").with("file", &shown);
        let missing = if is_filled { Finding::warning(message) } else { Finding::error(message) };
        let text = pack.file(path).map_err(|error| error.findings);
        let text = text.and_then(|text| text.ok_or(vec![missing]));
        let (text, unread) = text.map_or_else(|found| (Cow::default(), found), |text| (text, Vec::new()));
        let mut file = Self { shown, text, tree: None, unread, found: Bounded::default(), gaps: Vec::new() };
        if file.unread.is_empty() {
            match json::parse(&file.text) {
                Ok(tree) => file.tree = Some(tree),
                Err(finding) => file.unread.push(finding.in_file(&file.shown)),
            }
        }
        file
    }

    /// Keeps of what is wrong with its shape the first error, or else the first warning.
    fn keep_first(&mut self) {
        let found = std::mem::take(&mut self.found).kept;
        let place = |found: &Unplaced| (found.finding.severity, found.path.clone(), found.part);
        let first = found.into_iter().min_by_key(place);
        if let Some(first) = first {
            self.found.add(first.finding.severity, first);
        }
    }

    /// Adds the broken rules that rest on nothing unreadable, here and in the document that this one belongs to.
    fn add(
        &mut self,
        (severity, elsewhere): (Severity, &[Vec<Step>]),
        problems: impl FnOnce() -> Vec<Problem>,
    ) {
        let Some(tree) = self.tree.as_ref().filter(|_| !in_gap(&self.gaps, &[])) else { return };
        for problem in problems().into_iter().filter(|problem| problem.stands(&self.gaps, elsewhere)) {
            let path = if self.found.is_full() { Vec::new() } else { json::path_of(tree, &problem.way) };
            let finding = Finding { severity, ..Finding::error(problem.message) };
            self.found.add(severity, Unplaced { path, part: Part::Value, finding });
        }
    }

    /// What was found, in the order of the file.
    fn finish(self) -> Vec<Finding> {
        let placed = self.found.finish(|found| json::place_all(&self.text, found));
        let placed = placed.into_iter().map(|finding| finding.in_file(&self.shown));
        self.unread.into_iter().chain(placed).collect()
    }
}
