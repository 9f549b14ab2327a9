//! What pages cite: facts by their ids, and their sources, numbered in the order in which a page first names them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use crate::content::{Content, ToldStory};
use crate::report::{FactPart, Report, SourcePart};
use crate::story::{Confidence, Fact};

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

/// A fact with the company it is about.
#[derive(Debug)]
struct Known {
    company: String,
    fact: FactPart,
}

/// A fact as a template is given it.
#[derive(Serialize)]
struct Cited<'a> {
    company: &'a str,
    fact: &'a FactPart,
    /// The number of its source.
    number: usize,
}

/// A source with the licence of its numbers, if they have one.
#[derive(Clone, Debug, Serialize)]
struct Licensed {
    #[serde(flatten)]
    source: SourcePart,
    licence: Option<String>,
}

/// Everything that a page may cite, and what it has cited.
#[derive(Debug)]
struct Evidence {
    facts: BTreeMap<String, Known>,
    sources: BTreeMap<String, Licensed>,
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

/// Whether a page shows a fact of a story that was asked for: the report carries it, or its source was read and the
/// language tells it.
pub(super) fn is_shown(report: &Report, told: &ToldStory, fact: &Fact) -> bool {
    report.facts.contains_key(&fact.id)
        || fact.confidence < Confidence::C && told.text.facts.contains_key(&fact.id)
}

impl Evidence {
    fn of(report: &Report, content: &Content) -> Self {
        let mut known = Self { facts: BTreeMap::new(), sources: BTreeMap::new(), cited: Mutex::default() };
        for reference in &content.questionnaire.sources {
            let source = SourcePart {
                title: reference.title.clone(),
                publisher: reference.publisher.clone().unwrap_or_default(),
                year: reference.year,
                url: reference.url.clone().unwrap_or_default(),
            };
            let licence = reference.licence.clone();
            known.sources.insert(reference.id.clone(), Licensed { source, licence });
        }
        for told in content.stories.iter().chain(&content.failures) {
            for source in &told.story.sources {
                known.add_source(&source.id, source.into());
            }
            known.add_facts(told, |fact| is_shown(report, told, fact));
        }
        for told in &content.others {
            known.add_facts(told, |fact| report.facts.contains_key(&fact.id));
        }
        for (id, source) in &report.sources {
            known.add_source(id, source.clone());
        }
        known
    }

    /// The facts of a story that are known, as the page shows them.
    fn add_facts(&mut self, told: &ToldStory, is_known: impl Fn(&Fact) -> bool) {
        for fact in told.story.facts.iter().filter(|fact| is_known(fact)) {
            let known = Known { company: told.text.company.clone(), fact: FactPart::of(told, fact) };
            self.facts.insert(fact.id.clone(), known);
        }
    }

    fn add_source(&mut self, id: &str, source: SourcePart) {
        self.sources.insert(id.to_owned(), Licensed { source, licence: None });
    }

    fn fact(&self, id: &str) -> Option<Value> {
        let Known { company, fact } = self.facts.get(id)?;
        let number = self.number(&fact.source)?;
        Some(Value::from(Serde(Cited { company, fact, number })))
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
        Value::from(Serde(cited.iter().filter_map(|id| self.sources.get(id)).collect::<Vec<_>>()))
    }
}
