//! The trend in words: sections of paragraphs, lists and tables, which every format sets in its own way.

pub mod anonymous;
pub mod csv;
pub mod html;
mod parts;

use crate::content::Content;
use crate::language::Words;
use crate::render::layout::{Column, Lines};
use crate::render::markdown::{Page, escaped};
use crate::render::numbers;
use crate::render::team::FEW_PEOPLE;
use crate::render::text::signature_of;
use crate::report::trend::anonymous::AnonymousTrend;
use crate::report::trend::{ChangePart, LevelPart, TrendPart};

/// A stretch of a trend under a heading of its own.
#[derive(Clone, Debug)]
pub struct Section {
    /// The id of its heading.
    pub heading: &'static str,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// What a section is made of.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A list.
    Items(Vec<String>),
    /// A table, its head first.
    Table {
        /// How each column is set.
        kinds: Vec<Column>,
        /// The rows; all have as many cells as there are columns.
        rows: Vec<Vec<String>>,
    },
}

/// What a trend says, section by section, without its title.
pub fn sections(trend: &TrendPart, content: &Content) -> Vec<Section> {
    let always = [parts::axes(trend, content), parts::test(trend, content), parts::changes(trend, content)];
    let further = [
        parts::intervals(trend, content),
        parts::steps(trend, content),
        parts::values(trend, content),
        parts::chapters(trend, content),
        parts::not_comparable(trend, content),
        parts::warnings(trend, content),
    ];
    always.into_iter().chain(further.into_iter().flatten()).collect()
}

/// What happened from the first date to the last, in one sentence.
pub fn headline(trend: &TrendPart, content: &Content) -> String {
    parts::headline(trend, content)
}

/// The trend as pages print it: of few people in whole and half levels, and without changes that do not show then.
pub(super) fn printed(trend: &TrendPart) -> TrendPart {
    let mut trend = trend.clone();
    let is_few = |respondents: Option<usize>| respondents.is_some_and(|number| number < FEW_PEOPLE as usize);
    let few = trend.axes.iter().any(|axes| is_few(axes.respondents));
    let halved = |score: f64| numbers::half(4.0 * score) / 4.0;
    for axes in trend.axes.iter_mut().filter(|axes| is_few(axes.respondents)) {
        for axis in [&mut axes.adoption, &mut axes.outcome] {
            for score in [&mut axis.score, &mut axis.low, &mut axis.high] {
                *score = score.map(halved);
            }
        }
    }
    let both = [&mut trend.like_for_like.adoption, &mut trend.like_for_like.outcome];
    for part in both.into_iter().flatten().filter(|_| few) {
        (part.from, part.to) = (halved(part.from), halved(part.to));
    }
    let changes = trend.intervals.iter_mut().map(|interval| &mut interval.changes);
    for changes in changes.chain([&mut trend.changes]) {
        for level in changes.iter_mut().flat_map(|change| [&mut change.from, &mut change.to]).flatten() {
            if let LevelPart::Mean(mean) = level {
                *mean = if few { numbers::half(*mean) } else { *mean };
            }
        }
        let is_seen = |change: &ChangePart| {
            let shown = |level: Option<LevelPart>| match level {
                Some(LevelPart::Level(level)) => Some(numbers::distance(level.into())),
                Some(LevelPart::Mean(level)) => Some(numbers::distance(level)),
                _ => None,
            };
            let (from, to) = (shown(change.from), shown(change.to));
            from.is_none() || to.is_none() || from != to
        };
        changes.retain(is_seen);
    }
    trend
}

/// The trend as plain text in lines of at most `width` columns.
pub fn text(trend: &TrendPart, content: &Content, width: usize) -> String {
    let trend = &printed(trend);
    let mut lines = Lines::new(&content.words, width);
    lines.plain(&headline(trend, content));
    let known: Vec<&str> =
        [&trend.team, &trend.scope].into_iter().filter_map(|part| part.as_deref()).collect();
    if !known.is_empty() {
        lines.gap();
        lines.plain(&known.join(" · "));
    }
    set_lines(&mut lines, &sections(trend, content));
    lines.gap();
    lines.plain(&signature_of(&trend.tool, &trend.questionnaire, content));
    lines.finish()
}

/// The trend as a part of the text of a report.
pub fn set(lines: &mut Lines<'_>, trend: &TrendPart, content: &Content) {
    set_lines(lines, &sections(trend, content));
}

fn set_lines(lines: &mut Lines<'_>, sections: &[Section]) {
    for section in sections {
        lines.heading(section.heading);
        for (number, block) in section.blocks.iter().enumerate() {
            let is_list_of_text = matches!(block, Block::Items(_))
                && number
                    .checked_sub(1)
                    .is_some_and(|before| matches!(section.blocks[before], Block::Text(_)));
            if number > 0 && !is_list_of_text {
                lines.gap();
            }
            match block {
                Block::Text(text) => lines.plain(text),
                Block::Items(items) => items.iter().for_each(|item| lines.item(item)),
                Block::Table { kinds, rows } => lines.table(kinds, rows),
            }
        }
    }
}

/// The trend as Markdown.
pub fn markdown(trend: &TrendPart, content: &Content) -> String {
    let trend = &printed(trend);
    let mut page = Page::new(&content.words);
    page.block(&format!("# {}", escaped(&headline(trend, content))));
    let known: Vec<String> =
        [&trend.team, &trend.scope].into_iter().flatten().map(|part| escaped(part)).collect();
    page.block(&known.join(" · "));
    set_blocks(&mut page, &sections(trend, content), (&content.words, 2));
    page.block(&format!("_{}_", signature_of(&trend.tool, &trend.questionnaire, content)));
    page.finish()
}

/// The sections of a trend in Markdown, under headings of this rank.
pub(super) fn set_markdown(page: &mut Page<'_>, trend: &TrendPart, (content, rank): (&Content, usize)) {
    set_blocks(page, &sections(trend, content), (&content.words, rank));
}

fn set_blocks(page: &mut Page<'_>, sections: &[Section], (words, rank): (&Words, usize)) {
    for section in sections {
        page.block(&format!("{} {}", "#".repeat(rank), words.say(section.heading)));
        for block in &section.blocks {
            match block {
                Block::Text(text) => page.block(&escaped(text)),
                Block::Items(items) => {
                    let items: Vec<String> =
                        items.iter().map(|item| format!("- {}", escaped(item))).collect();
                    page.block(&items.join("\n"));
                }
                Block::Table { kinds, rows } => {
                    // Numbers are the program's own; escaping would only make them hard to read.
                    let cell = |(kind, cell): (&Column, &String)| match kind {
                        Column::Number => cell.clone(),
                        Column::Words | Column::Fixed => escaped(cell),
                    };
                    let row = |row: &Vec<String>| kinds.iter().zip(row).map(cell).collect();
                    page.table(&rows.iter().map(row).collect::<Vec<Vec<String>>>());
                }
            }
        }
    }
}

/// The trend of an anonymous team as plain text in lines of at most `width` columns.
pub fn anonymous_text(trend: &AnonymousTrend, content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    lines.plain(&anonymous::headline(trend, content));
    if let Some(team) = &trend.team {
        lines.gap();
        lines.plain(team);
    }
    set_lines(&mut lines, &anonymous::sections(trend, content));
    lines.gap();
    lines.plain(&signature_of(&trend.tool, &trend.questionnaire, content));
    lines.finish()
}

/// The trend of an anonymous team as Markdown.
pub fn anonymous_markdown(trend: &AnonymousTrend, content: &Content) -> String {
    let mut page = Page::new(&content.words);
    page.block(&format!("# {}", escaped(&anonymous::headline(trend, content))));
    page.block(&trend.team.as_deref().map(escaped).unwrap_or_default());
    set_blocks(&mut page, &anonymous::sections(trend, content), (&content.words, 2));
    page.block(&format!("_{}_", signature_of(&trend.tool, &trend.questionnaire, content)));
    page.finish()
}
