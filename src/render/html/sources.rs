//! Facts with the numbers of their sources; the numbers follow the order in which the page first names a source.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::safe::link;
use crate::content::{Content, ToldStory};
use crate::report::{FactPart, Report, SourcePart};
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
    pub(crate) number: usize,
    /// Who wrote or published it.
    pub(crate) publisher: String,
    /// Its address, if it may be a link.
    pub(crate) link: Option<String>,
}

/// A source in the list at the end.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SourceView {
    /// Its number.
    pub(crate) number: usize,
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

/// The facts and sources of a report; remembers which sources were named.
pub(crate) struct Catalogue<'a> {
    report: &'a Report,
    content: &'a Content,
    numbers: BTreeMap<String, usize>,
    named: Vec<SourceView>,
    told: BTreeSet<String>,
}

impl<'a> Catalogue<'a> {
    /// A catalogue in which nothing is named yet.
    pub(crate) fn new(report: &'a Report, content: &'a Content) -> Self {
        Self { report, content, numbers: BTreeMap::new(), named: Vec::new(), told: BTreeSet::new() }
    }

    /// The sources that were named, in order of their numbers.
    pub(crate) fn into_sources(self) -> Vec<SourceView> {
        self.named
    }

    /// Whether the page names a source already.
    pub(crate) fn is_told(&self, source: &str) -> bool {
        self.numbers.contains_key(source)
    }

    /// A fact by its id. Facts of confidence C are shown only where the report itself carries them.
    pub(crate) fn fact(&mut self, id: &str) -> Option<FactView> {
        let mut stories = self.content.stories.iter().chain(&self.content.failures);
        let told = stories.find(|told| told.story.fact(id).is_some());
        let company = told.map(|told| told.text.company.clone());
        let (fact, source) = match self.report.facts.get(id) {
            Some(fact) => (fact.clone(), self.report.sources.get(&fact.source).cloned()),
            None => told.and_then(|told| told_fact(told, id))?,
        };
        let source = self.cite(&fact.source, source?);
        let FactPart { claim, figure, as_of, confidence, .. } = fact;
        let as_of = self.content.words.date(&as_of);
        let told = !self.told.insert(id.to_owned());
        Some(FactView { company, claim, figure, as_of, confidence, told, source })
    }

    /// The number of the source of a fact that is not told here.
    pub(crate) fn source_of(&mut self, id: &str) -> Option<usize> {
        let told = self.told.contains(id);
        let number = self.fact(id)?.source.number;
        if !told {
            self.told.remove(id);
        }
        Some(number)
    }

    /// Several facts; those that are not known or not shown are left out.
    pub(crate) fn facts(&mut self, ids: &[String]) -> Vec<FactView> {
        ids.iter().filter_map(|id| self.fact(id)).collect()
    }

    /// A source of the questionnaire itself, by its id.
    pub(crate) fn reference(&mut self, id: &str) -> Option<Citation> {
        let reference = self.content.questionnaire.sources.iter().find(|reference| reference.id == id)?;
        Some(self.number(id, || SourceView {
            number: 0,
            title: reference.title.clone(),
            publisher: reference.publisher.clone().unwrap_or_default(),
            year: reference.year,
            link: reference.url.as_deref().and_then(link),
            address: reference.url.clone(),
            licence: reference.licence.clone(),
        }))
    }

    fn cite(&mut self, id: &str, source: SourcePart) -> Citation {
        let SourcePart { title, publisher, year, url } = source;
        self.number(id, || SourceView {
            number: 0,
            title,
            publisher,
            year,
            link: link(&url),
            address: Some(url),
            licence: None,
        })
    }

    /// The number of a source, which is prepared where it is named for the first time.
    fn number(&mut self, id: &str, source: impl FnOnce() -> SourceView) -> Citation {
        let next = self.named.len() + 1;
        let number = *self.numbers.entry(id.to_owned()).or_insert(next);
        if number == next {
            self.named.push(SourceView { number, ..source() });
        }
        let SourceView { publisher, link, .. } = &self.named[number - 1];
        Citation { number, publisher: publisher.clone(), link: link.clone() }
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
