//! What pages cite: facts by their ids, and their sources, numbered in the order in which a page first names them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::safe;
use crate::content::{Content, ToldStory};
use crate::report::Report;
use crate::story::Confidence;

/// The functions that a page's templates cite with.
#[derive(Debug, Serialize)]
pub(super) struct Functions {
    /// `fact(id)`: the fact with the number of its source; none if it is not known or not shown.
    fact: Value,
    /// `cite(id)`: the number of a source; none if it is not known.
    cite: Value,
    /// `sources()`: all sources cited so far, in the order of their numbers.
    sources: Value,
}

/// A fact as a template shows it.
#[derive(Clone, Debug, Serialize)]
struct FactView {
    company: Option<String>,
    claim: String,
    figure: Option<String>,
    as_of: String,
    confidence: Confidence,
    source: String,
    number: usize,
}

/// A source as it is listed. An address that may not be a link is shown as text.
#[derive(Clone, Debug, Serialize)]
struct SourceView {
    title: String,
    publisher: String,
    year: Option<i16>,
    address: Option<String>,
    link: Option<String>,
    licence: Option<String>,
}

/// Everything that a page may cite, and what it has cited.
#[derive(Debug)]
struct Evidence {
    facts: BTreeMap<String, FactView>,
    sources: BTreeMap<String, SourceView>,
    cited: Mutex<Vec<String>>,
}

/// The functions of one page. Facts of confidence C are known only if the report itself carries them.
pub(super) fn functions(report: &Report, content: &Content) -> Functions {
    let evidence = Arc::new(Evidence::of(report, content));
    let [for_facts, for_sources, for_all] = [(); 3].map(|()| Arc::clone(&evidence));
    Functions {
        fact: Value::from_function(move |id: &str| for_facts.fact(id)),
        cite: Value::from_function(move |id: &str| for_sources.number(id)),
        sources: Value::from_function(move || for_all.listed()),
    }
}

impl Evidence {
    fn of(report: &Report, content: &Content) -> Self {
        let mut known = Self { facts: BTreeMap::new(), sources: BTreeMap::new(), cited: Mutex::default() };
        for reference in &content.questionnaire.sources {
            let address = reference.url.clone();
            known.sources.insert(
                reference.id.clone(),
                SourceView {
                    title: reference.title.clone(),
                    publisher: reference.publisher.clone().unwrap_or_default(),
                    year: reference.year,
                    link: address.as_deref().and_then(safe::link),
                    address,
                    licence: reference.licence.clone(),
                },
            );
        }
        for told in content.stories.iter().chain(&content.failures) {
            known.add_story(told);
        }
        for (id, source) in &report.sources {
            known.add_source(id, (&source.title, &source.publisher, source.year, &source.url));
        }
        for (id, fact) in &report.facts {
            let company = Some(content.company_of(id)).filter(|name| !name.is_empty()).map(str::to_owned);
            let view = FactView {
                company,
                claim: fact.claim.clone(),
                figure: fact.figure.clone(),
                as_of: fact.as_of.clone(),
                confidence: fact.confidence,
                source: fact.source.clone(),
                number: 0,
            };
            known.facts.insert(id.clone(), view);
        }
        known
    }

    fn add_story(&mut self, told: &ToldStory) {
        for source in &told.story.sources {
            self.add_source(&source.id, (&source.title, &source.publisher, source.year, &source.url));
        }
        for fact in told.story.facts.iter().filter(|fact| fact.confidence < Confidence::C) {
            let Some(text) = told.text.facts.get(&fact.id) else { continue };
            let view = FactView {
                company: Some(told.text.company.clone()),
                claim: text.claim.clone(),
                figure: text.figure.clone(),
                as_of: told.text.date(&fact.as_of).to_owned(),
                confidence: fact.confidence,
                source: fact.source.clone(),
                number: 0,
            };
            self.facts.insert(fact.id.clone(), view);
        }
    }

    fn add_source(&mut self, id: &str, (title, publisher, year, url): (&str, &str, Option<i16>, &str)) {
        let view = SourceView {
            title: title.to_owned(),
            publisher: publisher.to_owned(),
            year,
            link: safe::link(url),
            address: Some(url.to_owned()),
            licence: None,
        };
        self.sources.insert(id.to_owned(), view);
    }

    fn fact(&self, id: &str) -> Option<Value> {
        let fact = self.facts.get(id)?;
        let number = self.number(&fact.source)?;
        Some(Value::from(Serde(FactView { number, ..fact.clone() })))
    }

    /// The number of a source, from 1; it gets the next one when it is cited for the first time.
    fn number(&self, source: &str) -> Option<usize> {
        self.sources.get(source)?;
        let mut cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
        let known = cited.iter().position(|known| known == source);
        Some(
            1 + known.unwrap_or_else(|| {
                cited.push(source.to_owned());
                cited.len() - 1
            }),
        )
    }

    fn listed(&self) -> Value {
        let cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
        let views: Vec<&SourceView> = cited.iter().filter_map(|id| self.sources.get(id)).collect();
        Value::from(Serde(views))
    }
}
