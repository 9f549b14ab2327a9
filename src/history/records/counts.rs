//! Which records count, and what is said of those that do not.

use std::collections::BTreeSet;

use super::reader::Reader;
use crate::delivery::version::Version;
use crate::error::{Finding, Message, Result};
use crate::history::shape::{self, Of, SHAPES, find, is_at, says};
use crate::history::tags::{self, fits};
use crate::json::Node;
use crate::questionnaire::metric::Metric;

impl<'a> Reader<'a> {
    /// Whether a record counts, as far as it says so beside its result.
    ///
    /// # Errors
    /// An environment was chosen, and no record names one.
    pub(super) fn does_count(&mut self, node: &'a Node) -> Result<bool> {
        let other = shape::of(node, self.of).filter(|other| !std::ptr::eq(*other, self.shape));
        if let Some(other) = other.filter(|other| !other.is_own()) {
            let message = Message::new("records.mixed").with_sentence("found", &other.kind);
            let message = message.with("system", &other.system).with_sentence("expected", &self.shape.kind);
            self.findings.push(self.table.error(node.at, message));
            return Ok(false);
        }
        let is_candidate = !self.is_left_out(node);
        if is_candidate {
            self.candidates.push(node);
        }
        if !is_candidate || !self.is_labelled(node) {
            self.count("records.left-out");
            return Ok(false);
        }
        self.is_in_production(node)
    }

    /// Whether a record says itself that it does not count, or is a tag that says so by its name.
    fn is_left_out(&self, node: &Node) -> bool {
        let (shape, leave_out) = (self.shape, &self.shape.leave_out);
        let mut told = leave_out.keys().filter(|path| path.ends_with("prerelease"));
        let is_early = |tag: &&Node| tag.text().is_some_and(|name| tags::is_pre_release(&name));
        leave_out.iter().any(|(path, words)| says(node, path, words))
            || shape.states.iter().any(|path| says(node, path, &SHAPES.void))
            || (find(node, &shape.tag).iter().any(is_early) && told.all(|path| find(node, path).is_empty()))
    }

    /// The label that an incident needs, if the records have labels and are of a system or a label was named.
    ///
    /// # Errors
    /// A label was named, and no record has any.
    pub(super) fn needed_label(&self) -> Result<Option<String>> {
        let named = self.reading.label.as_deref();
        let is_sought = self.of == Of::Incidents && (named.is_some() || !self.shape.is_own());
        let has_labels = self.nodes.iter().any(|node| is_at(node, &self.shape.labels));
        match self.nodes.first() {
            Some(_) if is_sought && has_labels => Ok(Some(named.unwrap_or("incident").to_owned())),
            Some(first) if is_sought && named.is_some() => {
                let message = Message::new("records.no-labels").with("found", self.names_shown());
                Err(self.refused(first.at, message))
            }
            _ => Ok(None),
        }
    }

    fn is_labelled(&self, node: &Node) -> bool {
        let Some(label) = self.label.as_ref().map(|label| label.to_lowercase()) else { return true };
        // Jira's service projects call the type of an incident "[System] Incident"; sheets join labels.
        let is = |text: &str| {
            text.strip_suffix(&label).is_some_and(|rest| rest.is_empty() || rest.ends_with("] "))
        };
        let texts = self.shape.labels.iter().flat_map(|path| find(node, path)).filter_map(Node::text);
        let mut texts = texts.map(|text| text.to_lowercase());
        texts.any(|text| is(&text) || text.split([',', ';', '\n']).any(|part| is(part.trim())))
    }

    /// Whether a deployment went to production: by default to an environment of a usual name. An empty one is none.
    fn is_in_production(&mut self, node: &'a Node) -> Result<bool> {
        let wanted = &self.reading.environments;
        if !self.fields.contains_key("environment") {
            let is_all = wanted.is_empty() || self.of == Of::Incidents;
            return if is_all { Ok(true) } else { Err(self.no_column("environment", "environment")) };
        }
        // What is no word is an error when the record is read.
        let Ok(field) = self.word(node, "environment") else { return Ok(true) };
        let (name, at) = field.map_or_else(|| (String::new(), node.at), |field| (field.text, field.node.at));
        let counts = match wanted.as_slice() {
            [] => SHAPES.production.has(&name),
            wanted => wanted.iter().any(|pattern| fits(pattern, &name)),
        };
        if !counts {
            self.elsewhere.push((at, if name.is_empty() { "\"\"".to_owned() } else { name }));
        }
        Ok(counts)
    }

    /// Says what counted and what did not.
    ///
    /// # Errors
    /// No deployment went to production.
    pub(super) fn say_counts(&mut self) -> Result<()> {
        let candidates = self.candidates.len();
        for names in self.families().into_iter().filter(|names| names.len() > 1) {
            self.doubt(Message::new("records.several").with("names", joined(names)));
        }
        if let Some((at, _)) = self.elsewhere.first() {
            let names = joined(self.elsewhere.iter().map(|(_, name)| name.clone()).collect());
            if self.number == 0 {
                return Err(self.refused(*at, Message::new("records.environment").with("names", names)));
            }
            let message = Message::new("records.elsewhere").with("number", self.elsewhere.len());
            self.warn(Finding::warning(message.with("names", names)), &[]);
        }
        match &self.label {
            Some(label) if self.number == 0 && candidates > 0 => {
                let message =
                    Message::new("measure.no-label").with("label", label).with("number", candidates);
                self.note(&message, self.of.metrics());
            }
            None if !self.shape.is_own() && !self.shape.labels.is_empty() && candidates > 0 => {
                self.doubt(Message::new("records.without-labels").with("number", candidates));
            }
            _ => {}
        }
        let counted: [(&str, &[Metric]); 4] = [
            ("records.endless", &[Metric::FailedDeploymentRecoveryTime]),
            ("records.alike", self.of.metrics()),
            ("records.left-out", &[]),
            ("records.several-commits", &[]),
        ];
        for (id, metrics) in counted {
            if let Some(number) = self.counts.get(id) {
                self.warn(Finding::warning(Message::new(id).with("number", number)), metrics);
            }
        }
        Ok(())
    }

    /// The services, pipelines or branches that records name, of which each may not deploy; one set for each way to name
    /// them.
    fn families(&self) -> Vec<BTreeSet<String>> {
        if self.of == Of::Incidents {
            return Vec::new();
        }
        let text = |node: &'a Node, path: &str| find(node, path).first()?.text();
        let named = |names: &String| {
            let name = |node: &&'a Node| names.split('|').find_map(|path| text(node, path));
            self.candidates.iter().filter_map(name).filter(|name| !name.is_empty()).collect()
        };
        let tagged = |node: &&'a Node| {
            let tag = text(node, &self.shape.tag)?;
            let family = Version::of(&tag)?.family;
            Some(if family.is_empty() { "v*".to_owned() } else { format!("{family}-*") })
        };
        let of_tags = std::iter::once_with(|| self.candidates.iter().filter_map(tagged).collect());
        self.shape.several.iter().map(named).chain(of_tags).collect()
    }
}

fn joined(names: BTreeSet<String>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}
