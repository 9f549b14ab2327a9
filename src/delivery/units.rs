//! Lengths of time, and the two limits of the definitions.

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
