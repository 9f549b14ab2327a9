//! `diditwork measure`: a worked example, repositories of every shape, traps in them, and hostile records.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a test may fail, looks at files as they are, and its numbers are small"
)]

mod cases;
mod counted;
mod doubtful;
mod exports;
mod families;
mod generated;
mod properties;
mod recipes;
mod records;
mod repositories;
mod script;
mod shown;
mod silent;
mod traps;
mod worked;
