//! A document in words as a page of its own, in the look of the report.

use serde::Serialize;

use crate::content::Content;
use crate::error::Result;
use crate::render::document::Document;
use crate::render::html::Frame;
use crate::render::template;

/// What the template of the page is given.
#[derive(Debug, Serialize)]
struct Page<'a> {
    page: Frame,
    document: &'a Document,
}

/// The page of a document, whole.
///
/// # Errors
/// A template that does not fit.
pub fn page(document: &Document, content: &Content) -> Result<String> {
    let frame = Frame { title: document.title.clone(), ..Frame::of(content, Some(&document.title)) };
    template::render("document.html", &content.words, Page { page: frame, document })
}
