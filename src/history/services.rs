//! A list of services to measure, a line each.

use crate::error::{Error, Message, Result};
use crate::history::{shape, table};

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
/// A line without a name, or with neither a repository nor deployments.
pub fn services(text: &str) -> Result<Vec<Service>> {
    let table = table::parse(text).map_err(|finding| Error::input(vec![finding]))?;
    let (mut services, mut findings) = (Vec::new(), Vec::new());
    for node in shape::records(&table.root) {
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
        services.push(service);
    }
    if findings.is_empty() { Ok(services) } else { Err(Error::input(findings)) }
}
