//! A list of services to measure, a line each.

use crate::error::{Error, Message, Result, nearest};
use crate::history::{shape, table};

const COLUMNS: [&str; 6] = ["name", "repository", "tags", "path", "deployments", "incidents"];

/// One line of a list of services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    pub name: String,
    pub repository: Option<String>,
    pub deployments: Option<String>,
    pub incidents: Option<String>,
    pub tags: String,
    pub path: Option<String>,
}

/// Reads a list of services: CSV with a line each.
///
/// # Errors
/// A column that is not known; a line without a name, with neither a repository nor deployments, or with deployments and
/// tags: where records of deployments are, tags are none.
pub fn services(text: &str) -> Result<Vec<Service>> {
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let (mut services, mut findings) = (Vec::new(), Vec::new());
    let columns = table.heading.iter().flat_map(crate::json::Node::members);
    for column in columns.filter(|column| !COLUMNS.contains(&column.key.as_str()) && !column.key.is_empty()) {
        let message = Message::new("records.service-column").with("field", &column.key);
        let message = message.with("near", nearest(&column.key, COLUMNS).unwrap_or_default());
        findings.push(table.finding(column.key_at, message));
    }
    for node in shape::records(&table.root, &|_| true).nodes {
        let text = |name: &str| node.named(name).next()?.text().filter(|text| !text.is_empty());
        let service = Service {
            name: text("name").unwrap_or_default(),
            repository: text("repository"),
            deployments: text("deployments"),
            incidents: text("incidents"),
            tags: text("tags").unwrap_or_default(),
            path: text("path"),
        };
        if service.name.is_empty() || (service.repository.is_none() && service.deployments.is_none()) {
            findings.push(table.finding(node.at, Message::new("records.service")));
        }
        if service.deployments.is_some() && !service.tags.is_empty() {
            findings.push(table.finding(node.at, Message::new("records.service-tags")));
        }
        services.push(service);
    }
    if findings.is_empty() { Ok(services) } else { Err(Error::input(findings)) }
}
