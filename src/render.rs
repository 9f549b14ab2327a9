//! How a report looks: one file per format, each a function of the one [`Report`](crate::report::Report).

pub mod chart;
mod closest;
pub mod csv;
pub mod document;
pub mod explain;
pub mod finding;
pub mod html;
pub mod json;
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

use crate::content::Content;
pub use crate::numbers;

/// What a page is called, in the list of windows and among bookmarks.
fn page_title(team: Option<&str>, content: &Content) -> String {
    let questionnaire = &content.text.title;
    let team = team.unwrap_or(questionnaire);
    // What is asked about one axis only must not mention the other.
    if content.questionnaire.axes().count() > 1 {
        content.words.fill("page.title", &[("team", &team)])
    } else if team == questionnaire {
        team.to_owned()
    } else {
        content.words.fill("page.title.one", &[("questionnaire", questionnaire), ("team", &team)])
    }
}
