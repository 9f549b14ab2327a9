//! Facts with the numbers of their sources; the numbers follow the order in which the page first names a source.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Filling, Holes, Key, Sheet};
use super::safe::link;
use crate::content::ToldStory;
use crate::error::Result;
use crate::report::{FactPart, SourcePart};
use crate::story::Confidence;

/// A fact as the page shows it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FactView {
    /// The company it is about, where that story was asked for.
    pub(crate) company: Option<String>,
    /// What is claimed.
    pub(crate) claim: String,
    /// The figure.
    pub(crate) figure: Option<String>,
    /// The time it speaks of.
    pub(crate) as_of: String,
    /// A, B or C.
    pub(crate) confidence: Confidence,
    /// Whether the page told it before.
    pub(crate) told: bool,
    /// The source.
    pub(crate) source: Citation,
}

/// A source where it is named.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Citation {
    /// Its number in the list at the end.
    pub(crate) number: Value,
}

/// A source in the list at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct SourceView {
    /// Its number, where it is listed.
    pub(crate) number: Value,
    /// Its title.
    pub(crate) title: String,
    /// Who wrote or published it.
    pub(crate) publisher: String,
    /// The year, where known.
    pub(crate) year: Option<i16>,
    /// The address as text.
    pub(crate) address: Option<String>,
    /// The address, if it may be a link.
    pub(crate) link: Option<String>,
    /// The licence under which its content is carried over.
    pub(crate) licence: Option<String>,
}

impl Sheet<'_, '_> {
    /// A fact by its id, for a part that tells it. Facts of confidence C are shown only where the report itself carries
    /// them.
    pub(crate) fn fact(&mut self, id: &str) -> Option<FactView> {
        let (company, fact, source) = self.find(id)?;
        let number = self.name_source(&fact.source, story_source(source?));
        self.tell(id);
        let FactPart { claim, figure, as_of, confidence, .. } = fact;
        let as_of = self.content.words.date(&as_of);
        Some(FactView { company, claim, figure, as_of, confidence, told: false, source: Citation { number } })
    }

    /// The number of the source of a fact that is not told here.
    pub(crate) fn source_of(&mut self, id: &str) -> Option<usize> {
        let (_, fact, source) = self.find(id)?;
        Some(self.number_source(&fact.source, story_source(source?)))
    }

    /// Several facts; those that are not known or not shown are left out.
    pub(crate) fn facts(&mut self, ids: &[String]) -> Vec<FactView> {
        ids.iter().filter_map(|id| self.fact(id)).collect()
    }

    /// A source of the questionnaire itself, by its id.
    pub(crate) fn reference(&mut self, id: &str) -> Option<Citation> {
        let reference = self.content.questionnaire.sources.iter().find(|reference| reference.id == id)?;
        let view = SourceView {
            number: Value::UNDEFINED,
            title: reference.title.clone(),
            publisher: reference.publisher.clone().unwrap_or_default(),
            year: reference.year,
            link: reference.url.as_deref().and_then(link),
            address: reference.url.clone(),
            licence: reference.licence.clone(),
        };
        Some(Citation { number: self.name_source(id, view) })
    }

    /// The list of all sources that the page names.
    pub(crate) fn sources(&mut self) -> Result<String> {
        let mut text = String::new();
        for (index, source) in self.listed().to_vec().into_iter().enumerate() {
            let view = |sheet: &mut Self, holes: Holes<'_>| SourceView {
                number: holes.at(0),
                ..sheet.source(source).clone()
            };
            let part = ("parts/source.html", "source", Some(Key::Source(source)));
            self.put(&mut text, part, (&[Filling::Number(index + 1)], view))?;
        }
        Ok(text)
    }

    /// The company, the fact and its source.
    fn find(&self, id: &str) -> Option<(Option<String>, FactPart, Option<SourcePart>)> {
        let mut stories = self.content.stories.iter().chain(&self.content.failures);
        let told = stories.find(|told| told.story.fact(id).is_some());
        let company = told.map(|told| told.text.company.clone());
        let (fact, source) = match self.report.facts.get(id) {
            Some(fact) => (fact.clone(), self.report.sources.get(&fact.source).cloned()),
            None => told.and_then(|told| told_fact(told, id))?,
        };
        Some((company, fact, source))
    }
}

/// The source of a story as it is listed.
fn story_source(source: SourcePart) -> SourceView {
    let SourcePart { title, publisher, year, url } = source;
    SourceView {
        number: Value::UNDEFINED,
        title,
        publisher,
        year,
        link: link(&url),
        address: Some(url),
        licence: None,
    }
}

/// A fact of a story that the report does not carry: told beside the comparison, never counted in it.
fn told_fact(told: &ToldStory, id: &str) -> Option<(FactPart, Option<SourcePart>)> {
    let fact = told.story.fact(id).filter(|fact| fact.confidence < Confidence::C)?;
    let text = told.text.facts.get(id)?;
    let source = told.story.source(&fact.source).map(|source| SourcePart {
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        year: source.year,
        url: source.url.clone(),
    });
    let fact = FactPart {
        claim: text.claim.clone(),
        figure: text.figure.clone(),
        as_of: told.text.date(&fact.as_of).to_owned(),
        confidence: fact.confidence,
        source: fact.source.clone(),
    };
    Some((fact, source))
}
