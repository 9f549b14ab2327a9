//! What a screen holds, as data: each face shows it in its own way.

/// How much a line stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// What matters most.
    Strong,
    /// What is there to look up.
    Dim,
    /// What is marked.
    Accent,
}

/// A paragraph; the spaces it begins with indent all of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub text: String,
    pub tone: Tone,
}

impl Paragraph {
    pub fn new(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

/// How far somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of the step, from 1.
    pub at: usize,
    pub of: usize,
    pub text: String,
}

/// Something to choose, by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub text: String,
    /// What is said behind them, such as that it was the answer so far.
    pub remark: Option<String>,
}

impl Choice {
    /// Choices without remarks.
    pub fn all(texts: impl IntoIterator<Item = String>) -> Vec<Self> {
        texts.into_iter().map(|text| Self { text, remark: None }).collect()
    }
}

/// A key that does something here, and what it does in a word or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The letter; the same in every language.
    pub letter: char,
    pub label: String,
}

/// A screen: what it says, what can be chosen, and which keys do what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// What has happened since the last screen.
    pub notices: Vec<String>,
    pub progress: Option<Progress>,
    /// What is said; it scrolls where there is nothing to choose.
    pub text: Vec<Paragraph>,
    pub choices: Vec<Choice>,
    /// The choice that Enter takes at first.
    pub marked: Option<usize>,
    pub below: Vec<Paragraph>,
    /// What digits do, in a word; empty where the choices have no numbers.
    pub digits: String,
    /// What Enter does where nothing is marked.
    pub enter: Option<String>,
    /// The letters that do something.
    pub keys: Vec<Key>,
}

impl Screen {
    #[must_use]
    pub fn say(mut self, text: impl Into<String>, tone: Tone) -> Self {
        self.text.push(Paragraph::new(text, tone));
        self
    }

    #[must_use]
    pub fn gap(self) -> Self {
        self.say("", Tone::Plain)
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.keys.iter().any(|key| key.letter == letter)
    }
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Chosen(usize),
    /// Pressed a letter that does something here.
    Key(char),
    /// Pressed Enter where nothing was marked.
    Enter,
    Back,
}

/// A line to type.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What it belongs to.
    pub about: String,
    pub message: String,
    pub initial: String,
    pub help: String,
}

/// A row of a list to search.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub text: String,
    pub search: String,
}

impl Row {
    /// Whether every word of a text is in it, in upper or lower case.
    pub(super) fn has(&self, typed: &str) -> bool {
        let searched = format!("{} {}", self.text, self.search).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| searched.contains(word))
    }
}
