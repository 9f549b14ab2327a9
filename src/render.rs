//! How a report looks: one file per format, each a function of the one [`Report`](crate::report::Report).

pub mod chart;
pub mod csv;
pub mod explain;
pub mod finding;
pub mod html;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod measured;
pub mod metrics;
pub mod numbers;
pub mod org;
pub mod story;
pub mod team;
pub mod template;
pub mod text;
pub mod trend;
