//! How a report looks: one file per format, each a function of the one [`Report`].

pub mod chart;
pub mod csv;
pub mod document;
pub mod explain;
pub mod finding;
pub mod html;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod measured;
pub mod metrics;
pub mod org;
pub mod sections;
pub mod story;
pub mod tasks;
pub mod team;
pub mod template;
pub mod text;
pub mod trend;

use std::sync::Arc;

use crate::content::Content;
use crate::language::Words;
pub use crate::numbers;
use crate::report::Report;

/// What a page is called, in the list of windows and among bookmarks.
fn page_title(team: Option<&str>, content: &Content) -> String {
    let questionnaire = &content.text.title;
    let team = team.unwrap_or(questionnaire);
    // What is asked about one axis only must not mention the other.
    if content.questionnaire.axes().count() > 1 {
        content.words.fill("page.title", &[("team", team)])
    } else if team == questionnaire {
        team.to_owned()
    } else {
        content.words.fill("page.title.one", &[("questionnaire", questionnaire), ("team", team)])
    }
}

/// A report for people: its dates and years as the language writes them. Data keeps them as they are.
pub fn with_dates(mut report: Report, words: &Words) -> Report {
    let write = |date: &mut String| *date = words.date(date);
    report.date.iter_mut().for_each(write);
    for comparison in &mut report.comparisons {
        write(&mut comparison.years);
        for compared in &mut comparison.traits {
            compared.year = words.date(&compared.year).into();
        }
    }
    for fact in Arc::make_mut(&mut report.facts).values_mut() {
        fact.as_of = words.date(&fact.as_of);
    }
    report
}
