//! `diditwork measure`: a worked example, repositories of every shape, traps in them, and hostile records.

mod properties;
mod records;
mod repositories;
mod script;
mod traps;
mod worked;
