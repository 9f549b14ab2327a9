//! The delivery metrics as functions of a history of commits, deployments and incidents.
//!
//! Definitions follow DORA (<https://dora.dev/guides/dora-metrics>). Every time is in seconds since 1970 UTC; durations
//! that are shown are in hours.

pub mod changes;
pub mod claim;
pub mod compare;
mod doubts;
pub mod failures;
pub mod graph;
pub mod hints;
pub mod history;
pub mod measure;
mod measuring;
pub mod metrics;
pub mod options;
pub mod read;
pub mod statistics;
pub mod units;
pub mod version;
pub mod window;

pub use history::{Cause, Deployment, History, Incident, Note, Origin, Outcome};
pub use metrics::Metrics;
pub use options::{LeadTimeFrom, Line, Options};
pub use units::{DAY, HOUR, INFERENCE_HOURS, LEAST_DEPLOYMENTS, WEEK};
pub use window::Window;

#[cfg(test)]
mod tests;
