//! The trend in words: a document, which every format sets in its own way.

pub mod anonymous;
pub mod csv;
mod headline;
mod parts;

use crate::content::Content;
use crate::render::document::{Block, Document, Line};
use crate::render::sections::signature;
use crate::report::trend::TrendPart;

pub use self::headline::headline;

/// What a trend says, section by section, without its title.
pub fn blocks(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let sections = [
        ("text.warnings.heading", parts::warnings(trend)),
        (parts::axes_heading(content), parts::axes(trend, content)),
        ("trend.test.heading", parts::test(trend, content)),
        ("trend.changes.heading", parts::changes(trend, content)),
        ("trend.intervals.heading", parts::intervals(trend, content)),
        ("trend.steps.heading", parts::steps(trend, content)),
        ("trend.values.heading", parts::values(trend, content)),
        ("trend.chapters.heading", parts::chapters(trend, content)),
        ("trend.only-in-one.heading", parts::not_comparable(trend, content)),
    ];
    Block::sections(sections, &content.words)
}

/// The trend in words.
pub fn document(trend: &TrendPart, content: &Content) -> Document {
    let known = [&trend.team, &trend.scope].into_iter().flatten().map(String::as_str);
    let mut blocks = vec![Block::text(Line::dim(known.collect::<Vec<_>>().join(" · ")))];
    blocks.extend(self::blocks(trend, content));
    let signature = signature(&trend.tool, &trend.questionnaire, content);
    Document { title: headline(trend, content), blocks, signature }
}
