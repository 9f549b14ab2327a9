//! Every command end to end, as a person or a script meets it: what it prints, what it writes, how it ends.
//!
//! The expected output stands beside the command; `cargo insta test --review` shows what a change does to it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test a failure is the message")]

mod attacks;
mod check;
mod compare;
mod completions;
mod damage;
mod documents;
mod example;
mod explain;
mod faults;
mod first_view;
mod form;
mod help;
mod init;
mod limits;
#[cfg(target_os = "linux")]
mod opening;
mod org;
mod output;
mod own_packs;
#[cfg(target_os = "linux")]
mod pipeline;
#[cfg(target_os = "linux")]
mod release;
mod report;
mod safety;
mod sandbox;
#[cfg(target_os = "linux")]
mod steps;
mod stories;
mod survey;
mod trend;
mod wrong_files;
