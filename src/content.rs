//! The content that a report is made from, read from a pack: questionnaire, texts, stories and words in one language.

use std::borrow::Cow;

use crate::language::Words;
use crate::questionnaire::text::{QuestionText, QuestionnaireText};
use crate::questionnaire::{Axis, Questionnaire};
use crate::story::{Story, StoryText};
use crate::text::Word;

/// A questionnaire with its sentences, the stories that are needed, and the program's words, all in one language.
#[derive(Clone, Debug)]
pub struct Content {
    /// The questionnaire.
    pub questionnaire: Questionnaire,
    /// Its sentences.
    pub text: QuestionnaireText,
    /// The stories that were asked for, in the order of the questionnaire's list.
    pub stories: Vec<ToldStory>,
    /// The stories of failure whose pattern a report warns of.
    pub failures: Vec<ToldStory>,
    /// All other stories, in which next steps look for who rose from the same level.
    pub others: Vec<ToldStory>,
    /// Whether nobody chose the stories, so that another one may be added that fits the team.
    pub is_default_choice: bool,
    /// The program's own words.
    pub words: Words,
}

/// A story with its sentences.
#[derive(Clone, Debug)]
pub struct ToldStory {
    /// The structure.
    pub story: Story,
    /// The sentences.
    pub text: StoryText,
    /// The tags it carries in the questionnaire's list.
    pub tags: Vec<String>,
}

impl Content {
    /// Every story that was read: those asked for first.
    pub fn all_stories(&self) -> impl Iterator<Item = &ToldStory> {
        self.stories.iter().chain(&self.failures).chain(&self.others)
    }

    /// The story of an id.
    pub fn story(&self, id: &str) -> Option<&ToldStory> {
        self.all_stories().find(|told| told.story.id == id)
    }

    /// The name of the company that a fact is about; empty where no story that was asked for has it.
    pub fn company_of(&self, fact: &str) -> &str {
        self.all_stories().find(|told| told.story.fact(fact).is_some()).map_or("", |told| &told.text.company)
    }

    /// What all of the questionnaire asks, or else its name.
    pub fn asks(&self) -> &str {
        self.text.asks.as_deref().unwrap_or(&self.text.title)
    }

    /// The question that an axis answers.
    pub fn axis(&self, axis: Axis) -> String {
        let own = self.text.axes.get(axis.word()).cloned();
        own.unwrap_or_else(|| self.words.say(axis.pick("axis.adoption", "axis.outcome")))
    }

    /// The name of a tag of the stories; the tag itself where it has none.
    pub fn tag<'t>(&'t self, tag: &'t str) -> &'t str {
        self.text.tags.get(tag).map_or(tag, String::as_str)
    }

    /// The name of an area; the id itself where it has none.
    pub fn area<'t>(&'t self, id: &'t str) -> &'t str {
        self.text.areas.get(id).map_or(id, String::as_str)
    }

    /// The name of a question; its id where it has no texts.
    pub fn name_of(&self, id: &str) -> String {
        self.text.questions.get(id).map_or(id, |text| &text.name).to_owned()
    }

    /// The texts of a question; a question without texts shows its id as its name.
    pub fn question(&self, id: &str) -> Cow<'_, QuestionText> {
        let nameless = || Cow::Owned(QuestionText { name: id.to_owned(), ..QuestionText::default() });
        self.text.questions.get(id).map_or_else(nameless, Cow::Borrowed)
    }
}
