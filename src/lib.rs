//! Have you adopted DevOps, and did it work?
//!
//! Data flows one way, and each arrow is a pure function of what is left of it:
//!
//! ```text
//! questionnaire ─┐
//! answers ───────┴─► assessment ─► comparison (stories) ─► next steps ─► report ─► html | markdown | json | csv | text
//! git, deployments, incidents ─► delivery metrics ─► beside the answers to the outcome questions
//! ```
//!
//! The modules are in that order. Files, clock, environment and terminal are touched only at the edges, which
//! come after the core.

pub mod error;

pub mod encoding;
pub mod fraction;
pub mod json;
pub mod text;

pub mod csv;
pub mod language;

pub mod questionnaire;

pub mod numbers;

pub mod answers;
pub mod interview;

pub mod score;

pub mod assessment;

pub mod team;

pub mod story;

pub mod comparison;

pub mod content;

pub mod advice;

pub mod delivery;
pub mod trend;

pub mod report;

pub mod embedded;
pub mod render;

#[cfg(not(target_family = "wasm"))]
pub mod history;
pub mod intake;
pub mod pack;
pub mod parallel;
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod terminal;

#[cfg(not(target_family = "wasm"))]
pub mod cli;
#[cfg(not(target_family = "wasm"))]
pub mod commands;
#[cfg(not(target_family = "wasm"))]
pub mod run;

#[cfg(test)]
mod schema;
#[cfg(test)]
mod testing;
