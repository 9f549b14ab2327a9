//! The trend as one HTML page, and as a part of the page of a report.

use serde::Serialize;

use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::Axis;
use crate::render::chart::{AtDate, OverTime};
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
#[derive(Debug, Serialize)]
pub struct TrendView {
    /// What happened, in one sentence.
    headline: String,
    /// The dates with their labels; only of a drawing.
    dates: Vec<DatedAxes>,
    /// The words of both axes, in the order of the lines.
    axes: Vec<Axis>,
    /// The drawing; an anonymous team has none.
    drawing: Option<OverTime>,
    sections: Vec<Section>,
}

/// The page of a trend, whole. It holds no answers.
///
/// # Errors
/// A template that does not fit.
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
    TrendView {
        headline: headline(trend, content),
        dates: trend.axes.clone(),
        drawing: Some(OverTime::of(&asked.iter().map(line).collect::<Vec<Vec<AtDate>>>())),
        axes: asked,
        sections: sections(trend, content),
    }
}

/// The page of the trend of an anonymous team.
///
/// # Errors
/// A template that does not fit.
pub fn anonymous_page(trend: &AnonymousTrend, content: &Content) -> Result<String> {
    let last = trend.dates.last().and_then(Option::as_deref);
    let page = Page {
        page: Frame {
            date: last.map(|date| content.words.date(date)),
            ..Frame::of(content, trend.team.as_deref()).named(&trend.questionnaire, &trend.tool)
        },
        trend: TrendView {
            headline: anonymous::headline(trend, content),
            dates: Vec::new(),
            axes: content.questionnaire.axes().collect(),
            drawing: None,
            sections: anonymous::sections(trend, content),
        },
    };
    template::render("trend.html", &content.words, page)
}
