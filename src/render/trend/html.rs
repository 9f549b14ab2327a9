//! The trend as one HTML page, and as a part of the page of a report.

use serde::Serialize;

use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::chart::{AtDate, OverTime};
use crate::render::document::{Block, Column, Line, Table};
use crate::render::html::Frame;
use crate::render::template;
use crate::render::trend::{Section, anonymous, headline, printed, sections};
use crate::report::trend::anonymous::AnonymousTrend;
use crate::report::trend::{DatedAxes, TrendPart};

/// What the template of the page is given.
#[derive(Debug, Serialize)]
struct Page {
    page: Frame,
    trend: TrendView,
}

/// A trend as the templates see it.
#[derive(Clone, Debug, Serialize)]
pub struct TrendView {
    /// What happened, in one sentence.
    pub headline: String,
    /// How the dates are named.
    pub labels: Vec<String>,
    /// The words of both axes, in the order of the lines.
    pub axes: Vec<Axis>,
    /// The drawing; an anonymous team has none.
    pub drawing: Option<OverTime>,
    /// Everything else.
    pub sections: Vec<SectionView>,
}

/// A section.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    pub heading: String,
    /// What is under it.
    pub blocks: Vec<BlockView>,
}

/// A paragraph, a list or a table; the fields of the two others are empty.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BlockView {
    pub text: Option<String>,
    pub items: Vec<String>,
    /// The head of the table: whether the column holds numbers, and its name.
    pub head: Vec<(bool, String)>,
    /// Its rows, cell by cell in the same way.
    pub rows: Vec<Vec<(bool, String)>>,
}

/// The page of a trend, whole. It holds no answers.
pub fn page(trend: &TrendPart, content: &Content) -> Result<String> {
    let last = trend.axes.last().and_then(|axes| axes.date.as_deref());
    let page = Page {
        page: Frame {
            scope: trend.scope.clone(),
            date: last.map(|date| content.words.date(date)),
            ..Frame::of(content, trend.team.as_deref()).named(&trend.questionnaire, &trend.tool)
        },
        trend: view(trend, content),
    };
    template::render("trend.html", &content.words, page)
}

/// A trend as the templates see it.
pub fn view(trend: &TrendPart, content: &Content) -> TrendView {
    let trend = &printed(trend);
    let asked: Vec<Axis> = content.questionnaire.axes().collect();
    let line = |axis: &Axis| {
        let scores = |axes: &DatedAxes| {
            let part = axes.get(*axis);
            AtDate { score: part.score, range: part.low.zip(part.high), line: part.line }
        };
        trend.axes.iter().map(scores).collect()
    };
    let sections = sections(trend, content).into_iter().map(|section| section_view(section, content));
    TrendView {
        headline: headline(trend, content),
        labels: trend.axes.iter().map(|axes| axes.label.clone()).collect(),
        axes: asked.clone(),
        drawing: Some(OverTime::of(&asked.iter().map(line).collect::<Vec<Vec<AtDate>>>())),
        sections: sections.collect(),
    }
}

fn section_view(section: Section, content: &Content) -> SectionView {
    SectionView {
        heading: content.words.say(section.heading),
        blocks: section.blocks.into_iter().map(block).collect(),
    }
}

/// The page of the trend of an anonymous team.
pub fn anonymous_page(trend: &AnonymousTrend, content: &Content) -> Result<String> {
    let told = anonymous::sections(trend, content).into_iter();
    let last = trend.dates.last().and_then(Option::as_deref);
    let page = Page {
        page: Frame {
            date: last.map(|date| content.words.date(date)),
            ..Frame::of(content, trend.team.as_deref()).named(&trend.questionnaire, &trend.tool)
        },
        trend: TrendView {
            headline: anonymous::headline(trend, content),
            labels: Vec::new(),
            axes: content.questionnaire.axes().collect(),
            drawing: None,
            sections: told.map(|section| section_view(section, content)).collect(),
        },
    };
    template::render("trend.html", &content.words, page)
}

fn block(block: Block) -> BlockView {
    let empty = BlockView::default();
    match block {
        Block::Heading(text) => BlockView { text: Some(text), ..empty },
        Block::Paragraph(line) => BlockView { text: Some(line.plain()), ..empty },
        Block::Lines(lines) => BlockView { items: lines.iter().map(Line::plain).collect(), ..empty },
        Block::Items(items) | Block::Numbered(items) => {
            BlockView { items: items.iter().map(|item| item.line.plain()).collect(), ..empty }
        }
        Block::Table(Table { kinds, rows }) => {
            let cells = |row: Vec<String>| {
                kinds.iter().map(|kind| *kind == Column::Number).zip(row).collect::<Vec<(bool, String)>>()
            };
            let mut rows = rows.into_iter().map(cells);
            BlockView { head: rows.next().unwrap_or_default(), rows: rows.collect(), ..empty }
        }
        Block::More(title, _) => BlockView { text: Some(title), ..empty },
    }
}
