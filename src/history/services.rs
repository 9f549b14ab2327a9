//! What is measured as one service, and lists of services, a line each.

use std::path::{Path, PathBuf};

use glob::Pattern;

use crate::error::{Error, Message, Result, nearest};
use crate::history::tags::patterns;
use crate::history::{shape, table};

const COLUMNS: [&str; 6] = ["name", "repository", "tags", "path", "deployments", "incidents"];

/// A service, and where its history is read from.
#[derive(Clone, Debug, Default)]
pub struct Service {
    pub name: String,
    pub repository: Option<PathBuf>,
    pub deployments: Option<PathBuf>,
    pub incidents: Option<PathBuf>,
    /// Patterns of the tags that are deployments; none means all.
    pub tags: Vec<Pattern>,
    /// The folder or file to which commits are narrowed.
    pub path: Option<String>,
}

/// Reads a list of services: CSV with a line each. Their files are in the folder of the list.
///
/// # Errors
/// A column that is not known; a line without a name, with neither a repository nor deployments, or with deployments and
/// tags: where records of deployments are, tags are none; a pattern that is none.
pub fn services(text: &str, folder: &Path) -> Result<Vec<Service>> {
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let (mut services, mut findings) = (Vec::new(), Vec::new());
    let columns = table.heading.iter().flat_map(crate::json::Node::members);
    for column in columns.filter(|column| !COLUMNS.contains(&column.key.as_str()) && !column.key.is_empty()) {
        let message = Message::new("records.service-column").with("field", &column.key);
        let message = message.with("near", nearest(&column.key, COLUMNS).unwrap_or_default());
        findings.push(table.error(column.key_at, message));
    }
    for node in shape::records(&table.root, &|_| true).nodes {
        let text = |name: &str| node.named(name).next()?.text().filter(|text| !text.is_empty());
        let file = |name: &str| text(name).map(|file| folder.join(file));
        let service = Service {
            name: text("name").unwrap_or_default(),
            repository: file("repository"),
            deployments: file("deployments"),
            incidents: file("incidents"),
            tags: patterns(text("tags").unwrap_or_default().split_whitespace())?,
            path: text("path"),
        };
        if service.name.is_empty() || (service.repository.is_none() && service.deployments.is_none()) {
            findings.push(table.error(node.at, Message::new("records.service")));
        }
        if service.deployments.is_some() && !service.tags.is_empty() {
            findings.push(table.error(node.at, Message::new("records.service-tags")));
        }
        services.push(service);
    }
    if findings.is_empty() { Ok(services) } else { Err(Error::input(findings)) }
}
