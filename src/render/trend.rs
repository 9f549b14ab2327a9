//! The trend in words: sections of paragraphs, lists and tables, which every format sets in its own way.

pub mod anonymous;
pub mod csv;
mod headline;
pub mod html;
mod parts;

use serde::Serialize;

use crate::content::Content;
use crate::render::document::{Block, Document, Line};
use crate::render::numbers;
use crate::render::sections::signature;
use crate::report::trend::TrendPart;
use crate::report::trend::anonymous::AnonymousTrend;
use crate::trend::{Change, Shown};

/// A stretch of a trend under a heading of its own.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    pub heading: &'static str,
    pub blocks: Vec<Block>,
}

impl Section {
    /// The heading and what is under it.
    pub fn under(self, content: &Content) -> impl Iterator<Item = Block> {
        let heading = Block::Heading(content.words.say(self.heading));
        std::iter::once(heading).chain(self.blocks)
    }
}

/// What a trend says, section by section, without its title.
pub fn sections(trend: &TrendPart, content: &Content) -> Vec<Section> {
    let first = parts::warnings(trend, content);
    let always = [parts::axes(trend, content), parts::test(trend, content), parts::changes(trend, content)];
    let further = [
        parts::intervals(trend, content),
        parts::steps(trend, content),
        parts::values(trend, content),
        parts::chapters(trend, content),
        parts::not_comparable(trend, content),
    ];
    first.into_iter().chain(always).chain(further.into_iter().flatten()).collect()
}

pub use self::headline::headline;

/// The trend without changes of means that do not show in one decimal.
pub(super) fn printed(trend: &TrendPart) -> TrendPart {
    let mut trend = trend.clone();
    let shown = |level: Option<Shown>| match level {
        Some(Shown::Level(level)) => Some(numbers::distance(level.into())),
        Some(Shown::Mean(level)) => Some(numbers::distance(level)),
        _ => None,
    };
    let is_seen = |change: &Change| {
        let (from, to) = (shown(change.from), shown(change.to));
        from.is_none() || to.is_none() || from != to
    };
    let intervals = trend.intervals.iter_mut().map(|interval| &mut interval.changes);
    intervals.chain([&mut trend.changes]).for_each(|changes| changes.retain(is_seen));
    trend
}

/// The trend in words.
pub fn document(trend: &TrendPart, content: &Content) -> Document {
    let trend = &printed(trend);
    let known = [&trend.team, &trend.scope].into_iter().flatten().map(String::as_str);
    let known = known.collect::<Vec<_>>().join(" · ");
    let mut blocks = vec![Block::text(Line::dim(known))];
    blocks.extend(sections(trend, content).into_iter().flat_map(|section| section.under(content)));
    let signature = signature(&trend.tool, &trend.questionnaire, content);
    Document { title: headline(trend, content), blocks, signature }
}

/// The trend of an anonymous team in words.
pub fn anonymous_document(trend: &AnonymousTrend, content: &Content) -> Document {
    let mut blocks: Vec<Block> =
        trend.team.iter().map(|team| Block::text(Line::dim(team.as_str()))).collect();
    blocks.extend(anonymous::sections(trend, content).into_iter().flat_map(|section| section.under(content)));
    let signature = signature(&trend.tool, &trend.questionnaire, content);
    Document { title: anonymous::headline(trend, content), blocks, signature }
}
