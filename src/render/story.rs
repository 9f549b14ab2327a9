//! The stories: a table of all, and one with its facts, years, confidence and links.

use crate::comparison;
use crate::content::{Content, ToldStory};
use crate::language::Values;
use crate::render::document::{Block, Column, Document, Item, Line, Span};
use crate::story::{Chapter, Confidence, Fact, Rating, Source, Stage};
use std::collections::BTreeSet;

/// Whether facts of which the source was not read are shown.
pub use crate::comparison::Unverified;

/// All stories, a row each: what kind of organisation it is, and how many of its chapters and ratings are compared.
pub fn list(content: &Content) -> Document {
    let words = &content.words;
    let head = ["id", "company", "years", "tags", "chapters", "ratings"];
    let head = head.map(|id| words.say(&format!("story.column.{id}"))).to_vec();
    let row = |told: &ToldStory| {
        let chapters = &told.story.chapters;
        let ratings: usize = chapters.iter().map(|chapter| counting(told, chapter)).sum();
        vec![
            told.story.id.clone(),
            told.text.company.clone(),
            words.date(&years(chapters)),
            told.tags.join(", "),
            chapters.len().to_string(),
            ratings.to_string(),
        ]
    };
    let kinds = [Column::Fixed, Column::Words, Column::Words, Column::Words, Column::Number, Column::Number];
    let tags: BTreeSet<&str> =
        content.stories.iter().flat_map(|told| told.tags.iter().map(String::as_str)).collect();
    let tags = tags.into_iter().collect::<Vec<_>>().join(", ");
    let blocks = vec![
        Block::table(&kinds, head, content.stories.iter().map(row)),
        Block::text(words.fill("story.list.tags", &[("tags", &tags)])),
        Block::text(words.say("story.list.foot")),
    ];
    Document { title: words.say("story.list.head"), blocks, signature: String::new() }
}

/// The first and the last year that chapters are about.
fn years(chapters: &[Chapter]) -> String {
    let split = |chapter: &Chapter| -> Vec<String> {
        let parts = chapter.years.split(|character: char| !character.is_ascii_digit());
        parts.filter(|part| part.len() == 4).map(str::to_owned).collect()
    };
    let all: Vec<String> = chapters.iter().flat_map(split).collect();
    match (all.iter().min(), all.iter().max()) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (Some(first), _) => first.clone(),
        _ => String::new(),
    }
}

fn counting(told: &ToldStory, chapter: &Chapter) -> usize {
    chapter.ratings.iter().filter(|rating| told.story.counts(rating)).count()
}

/// One story whole.
pub fn story(told: &ToldStory, content: &Content, unverified: Unverified) -> Document {
    let one = One { told, content, unverified };
    let words = &content.words;
    let mut blocks = vec![Block::text(told.text.summary.as_str())];
    blocks.extend(told.story.chapters.iter().flat_map(|chapter| one.chapter(chapter)));
    for (heading, items, note) in [
        ("story.facts", one.facts(), one.hidden()),
        ("story.results", one.results(), Some(words.say("story.results.note"))),
        ("story.difficulties", one.difficulties(), None),
        ("story.lesson", one.lesson(), None),
        ("story.conflicts", one.conflicts(), None),
        ("story.sources", one.sources(), None),
    ] {
        if items.is_empty() {
            continue;
        }
        blocks.extend([Block::Heading(words.say(heading)), Block::Items(items)]);
        blocks.extend(note.map(Block::text));
    }
    blocks.push(Block::text(words.say("story.confidence")));
    Document { title: told.text.company.clone(), blocks, signature: String::new() }
}

const fn stage_id(stage: Stage) -> &'static str {
    match stage {
        Stage::Before => "stage.before",
        Stage::After => "stage.after",
        Stage::AntiPattern => "stage.anti-pattern",
    }
}

const fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::A => "A",
        Confidence::B => "B",
        Confidence::C => "C",
    }
}

/// One story in the making.
struct One<'a> {
    told: &'a ToldStory,
    content: &'a Content,
    unverified: Unverified,
}

impl One<'_> {
    fn filled(&self, id: &str, values: &Values<'_>) -> String {
        self.content.words.fill(id, values)
    }

    fn date(&self, date: &str) -> String {
        self.content.words.date(self.told.text.date(date))
    }

    /// Whether what rests on facts of this confidence is shown.
    fn shows(&self, confidence: Confidence) -> bool {
        confidence < Confidence::C || self.unverified == Unverified::Shown
    }

    fn chapter(&self, chapter: &Chapter) -> Vec<Block> {
        let text = self.told.text.chapters.get(&chapter.id).cloned().unwrap_or_default();
        let stage = self.content.words.say(stage_id(chapter.stage));
        let values: &Values<'_> =
            &[("stage", &stage), ("organisation", &text.organisation), ("peers", &text.peer_for)];
        let about = self.filled("story.chapter", values);
        let mut blocks = vec![Block::Heading(text.title), Block::text(about)];
        let ratings = counting(self.told, chapter);
        if ratings < comparison::FEWEST_RATINGS {
            let values: &Values<'_> = &[("ratings", &ratings), ("least", &comparison::FEWEST_RATINGS)];
            blocks.push(Block::text(self.filled("story.not-compared", values)));
        }
        let reasons = self.told.text.ratings.get(&chapter.id);
        let rated = self.content.questionnaire.questions.iter().filter_map(|question| {
            let rating = chapter.ratings.iter().find(|rating| rating.trait_id == question.id)?;
            let reason = reasons.and_then(|reasons| reasons.get(&question.id)).map_or("", String::as_str);
            self.shows(self.told.story.confidence(&rating.facts)).then(|| self.rating(rating, reason))
        });
        blocks.push(Block::Items(rated.collect()));
        blocks
    }

    fn rating(&self, rating: &Rating, reason: &str) -> Item {
        let later = rating.later.as_ref().map(|later| {
            let (year, facts) = (self.date(&later.year), later.facts.join(", "));
            let values: &Values<'_> = &[("level", &later.level), ("year", &year), ("facts", &facts)];
            Item::from(self.filled("story.rating.later", values))
        });
        let values: &Values<'_> = &[
            ("trait", &self.content.name_of(&rating.trait_id)),
            ("level", &rating.level),
            ("year", &self.date(&rating.year)),
            ("reason", &reason),
            ("facts", &rating.facts.join(", ")),
            ("confidence", &confidence_word(self.told.story.confidence(&rating.facts))),
        ];
        let told = self.filled("story.rating", values);
        Item::new(told, later.into_iter().collect())
    }

    fn facts(&self) -> Vec<Item> {
        self.told
            .story
            .facts
            .iter()
            .filter(|fact| self.shows(fact.confidence))
            .map(|fact| self.fact(fact))
            .collect()
    }

    /// One fact with its year, confidence and link.
    fn fact(&self, fact: &Fact) -> Item {
        let text = self.told.text.facts.get(&fact.id).cloned().unwrap_or_default();
        let mark =
            (fact.confidence == Confidence::C).then(|| self.content.words.say("story.fact.unverified"));
        let confidence = confidence_word(fact.confidence);
        let values: &Values<'_> = &[("date", &self.date(&fact.as_of)), ("confidence", &confidence)];
        let dated = Some(self.filled("story.fact.dated", values));
        let parts: Vec<String> = [text.figure, dated, mark].into_iter().flatten().collect();
        let mut below = vec![Item::from(Line::dim(parts.join(" · ")))];
        below.extend(text.note.map(Item::from));
        let source = self.told.story.source(&fact.source);
        below.extend(source.map(|source| link(source.id.clone(), source)));
        Item::new(Line::strong(fact.id.as_str()).then(format!(": {}", text.claim)), below)
    }

    fn hidden(&self) -> Option<String> {
        let hidden = self.told.story.facts.iter().filter(|fact| !self.shows(fact.confidence)).count();
        (hidden > 0).then(|| self.filled("story.facts.hidden", &[("number", &hidden)]))
    }

    /// Which facts are about which kind of result; never a score, and nothing about cause.
    fn results(&self) -> Vec<Item> {
        let about = |topic: &String| {
            let read = self.told.story.facts.iter().filter(|fact| fact.confidence < Confidence::C);
            let ids = read.filter(|fact| fact.outcomes.contains(topic)).map(|fact| fact.id.as_str());
            ids.collect::<Vec<_>>().join(", ")
        };
        let topics = self.content.text.topics.iter().map(|(topic, name)| (name, about(topic)));
        topics.filter(|(_, ids)| !ids.is_empty()).map(|(name, ids)| format!("{name}: {ids}").into()).collect()
    }

    fn difficulties(&self) -> Vec<Item> {
        let item = |id: &String| {
            let confidence = self.told.story.fact(id).map_or(Confidence::C, |fact| fact.confidence);
            let claim = self.told.text.facts.get(id).map(|text| text.claim.clone()).unwrap_or_default();
            let behind = if confidence == Confidence::C {
                format!("{id}; {}", self.content.words.say("story.fact.unverified"))
            } else {
                id.clone()
            };
            self.shows(confidence).then(|| Item::from(format!("{claim} ({behind})")))
        };
        self.told.story.difficulties.iter().filter_map(item).collect()
    }

    fn lesson(&self) -> Vec<Item> {
        let claims = self.told.story.lesson.iter().map(|claim| {
            let text = self.told.text.lesson.get(&claim.id).cloned().unwrap_or_default();
            let finding = self.content.words.say(&format!("lesson.{}", claim.finding));
            let finding = Line::strong(finding).then(format!(": {}", text.finding));
            Item::new(format!("{}: {}", claim.id, text.says), vec![finding.into()])
        });
        claims.collect()
    }

    fn conflicts(&self) -> Vec<Item> {
        let conflicts = self.told.text.conflicts.iter().map(|conflict| {
            let used = self.filled("story.conflict.use", &[("use", &conflict.used), ("why", &conflict.why)]);
            Item::new(format!("{}: {}", conflict.topic, conflict.versions.join("; ")), vec![used.into()])
        });
        conflicts.collect()
    }

    fn sources(&self) -> Vec<Item> {
        let is_shown = |source: &&Source| {
            let mut using = self.told.story.facts.iter().filter(|fact| fact.source == source.id).peekable();
            using.peek().is_none() || using.any(|fact| self.shows(fact.confidence))
        };
        let item = |source: &Source| {
            let year = source.year.map(|year| format!(", {year}")).unwrap_or_default();
            let mut below = Vec::new();
            below.extend((!source.url.is_empty()).then(|| link(String::new(), source)));
            below.extend(self.told.text.sources.get(&source.id).map(|note| Item::from(note.as_str())));
            Item::new(format!("{}: {} ({}{year})", source.id, source.title, source.publisher), below)
        };
        self.told.story.sources.iter().filter(is_shown).map(item).collect()
    }
}

fn link(text: String, source: &Source) -> Item {
    Item::from(Line(vec![Span::Link(text, source.url.clone())]))
}
