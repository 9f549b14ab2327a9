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
pub mod version;
pub mod window;

pub use history::{Cause, Deployment, History, Incident, Note, Origin, Outcome};
pub use metrics::Metrics;
pub use options::{LeadTimeFrom, Line, Options};
pub use window::Window;

/// Seconds of an hour.
pub const HOUR: i64 = 3600;
/// Seconds of a day.
pub const DAY: i64 = 24 * HOUR;
/// Seconds of a week, which is always seven days.
pub const WEEK: i64 = 7 * DAY;

/// Fewer deployments than these give counts and no level: at 12 a share of one quarter still reaches from 9 to 53 %.
pub const LEAST_DEPLOYMENTS: usize = 12;

/// An incident without a link belongs to the latest deployment at most this many hours before it.
pub const INFERENCE_HOURS: u32 = 72;

#[cfg(test)]
mod tests;
