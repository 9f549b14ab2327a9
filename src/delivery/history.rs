//! What is known of a service's deliveries: deployments, incidents, and what was noticed while they were read.

use crate::delivery::graph::Graph;
use crate::error::Message;
use crate::questionnaire::metric::Metric;

/// What is known of a service's deliveries.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Every deployment to production that is known, also outside the window, in any order.
    pub deployments: Vec<Deployment>,
    /// The commits; `None` if no repository was read.
    pub graph: Option<Graph>,
    /// The incidents, in any order; `None` if no records of them were given.
    pub incidents: Option<Vec<Incident>>,
    /// Where the deployments come from.
    pub origin: Origin,
    /// The newest commit of the branch that is checked out.
    pub head: Option<u32>,
    /// What was noticed while reading, with the metric that gets no level because of it.
    pub notes: Vec<Note>,
}

/// Something that a person should know about the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The metric that is not available or doubtful because of it; `None` if it makes no number doubtful.
    pub metric: Option<Metric>,
    pub message: Message,
    /// The number without what is doubtful; there is no level where it would give another, or where there is none.
    pub without: Option<f64>,
}

impl Note {
    /// A note about one metric, which gets no level.
    pub const fn of(metric: Metric, message: Message) -> Self {
        Self { metric: Some(metric), message, without: None }
    }

    /// A note about all metrics.
    pub const fn general(message: Message) -> Self {
        Self { metric: None, message, without: None }
    }
}

/// Where deployments come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Tags of a repository.
    #[default]
    Tags,
    /// Records.
    Records,
}

/// One deployment to production.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    /// Its id, or the name of its tag.
    pub id: String,
    /// When it was finished.
    pub finished_at: i64,
    /// Whether it reached users.
    pub result: Outcome,
    /// The position of its commit in the graph, where it is known there.
    pub commit: Option<u32>,
    /// Its commit as it was written, where there is one.
    pub revision: Option<String>,
    /// Where it went; `None` if the records do not say.
    pub environment: Option<String>,
    /// Whether it was planned; an unplanned one repairs something that users noticed.
    pub planned: Option<bool>,
    /// Whether it was rolled back.
    pub rolled_back: Option<bool>,
    /// Whether its tag has no date, so that the time of its commit stands in.
    pub is_undated: bool,
}

/// How a deployment ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It reached users.
    #[default]
    Success,
    /// It never did, and counts neither as a deployment nor as a failed one.
    Failure,
}

/// One incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its id.
    pub id: String,
    /// When it began or was noticed.
    pub created_at: i64,
    /// When it was over; nothing while it is open.
    pub resolved_at: Option<i64>,
    /// What caused it, where the records say so.
    pub cause: Option<Cause>,
    /// Whether users noticed it.
    pub user_facing: Option<bool>,
}

/// What caused an incident, as the records say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The deployment of this id.
    Deployment(String),
    /// A commit, as it was written, and its position in the graph where it is known there.
    Commit(String, Option<u32>),
}

impl History {
    /// The successful deployments by time; those of the same second by id.
    pub fn successful(&self) -> Vec<&Deployment> {
        let mut successful: Vec<&Deployment> =
            self.deployments.iter().filter(|deployment| deployment.result == Outcome::Success).collect();
        successful.sort_by(|a, b| (a.finished_at, &a.id).cmp(&(b.finished_at, &b.id)));
        successful
    }
}
