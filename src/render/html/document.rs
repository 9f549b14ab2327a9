//! A document in words as a page of its own, in the look of the report; that of a trend begins with a drawing.

use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::document::Document;
use crate::render::html::Frame;
use crate::render::template;
use crate::render::trend::{self, anonymous};
use crate::report::trend::anonymous::AnonymousTrend;
use crate::report::trend::{DatedAxes, TrendPart};

/// The scores of the axes that are asked, over time.
#[derive(Debug, Serialize)]
struct Drawing<'a> {
    axes: Vec<Axis>,
    dates: &'a [DatedAxes],
}

/// What changed since earlier answers, in the page of a report.
#[derive(Debug, Serialize)]
pub(super) struct Since<'a> {
    document: Document,
    drawing: Drawing<'a>,
}

impl<'a> Since<'a> {
    pub(super) fn of(trend: &'a TrendPart, content: &Content) -> Self {
        let (title, blocks) = (trend::headline(trend, content), trend::blocks(trend, content));
        Self {
            document: Document { title, blocks, signature: String::new() },
            drawing: Drawing { axes: content.questionnaire.axes().collect(), dates: &trend.axes },
        }
    }
}

fn rendered(
    page: Frame,
    document: &Document,
    drawing: Option<Drawing<'_>>,
    content: &Content,
) -> Result<String> {
    let given = context! { page => Serde(page), document => Serde(document), drawing => Serde(drawing) };
    template::render("document.html", &content.words, given)
}

/// The page of a document, whole.
///
/// # Errors
/// A template that does not fit.
pub fn page(document: &Document, content: &Content) -> Result<String> {
    let page = Frame { title: document.title.clone(), ..Frame::of(content, Some(&document.title)) };
    rendered(page, document, None, content)
}

/// The page of a trend, whole. It holds no answers.
///
/// # Errors
/// A template that does not fit.
pub fn trend(trend: &TrendPart, content: &Content) -> Result<String> {
    let last = trend.axes.last().and_then(|axes| axes.date.as_deref());
    let page = Frame {
        scope: trend.scope.clone(),
        date: last.map(|date| content.words.date(date)),
        ..Frame::of(content, trend.team.as_deref()).named(&trend.questionnaire, &trend.tool)
    };
    let Since { document, drawing } = Since::of(trend, content);
    rendered(page, &document, Some(drawing), content)
}

/// The page of the trend of an anonymous team.
///
/// # Errors
/// A template that does not fit.
pub fn anonymous_trend(trend: &AnonymousTrend, content: &Content) -> Result<String> {
    let last = trend.dates.last().and_then(Option::as_deref);
    let page = Frame {
        date: last.map(|date| content.words.date(date)),
        ..Frame::of(content, trend.team.as_deref()).named(&trend.questionnaire, &trend.tool)
    };
    let (title, blocks) = (anonymous::headline(trend, content), anonymous::blocks(trend, content));
    let document = Document { title, blocks, signature: String::new() };
    rendered(page, &document, None, content)
}
