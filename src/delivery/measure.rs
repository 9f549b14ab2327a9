//! Measuring: the five metrics of a history within a window.

use std::collections::BTreeSet;

use crate::delivery::claim::Claims;
use crate::delivery::compare::measured_values;
use crate::delivery::doubts;
use crate::delivery::failures::Failures;
use crate::delivery::history::{History, Note};
use crate::delivery::measuring::{Known, Measuring};
use crate::delivery::metrics::{Before, Metrics};
use crate::delivery::options::Options;
use crate::delivery::window::Window;
use crate::questionnaire::Questionnaire;
use crate::questionnaire::metric::Metric;

/// What was measured, and what a person should know about it, in no language yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The numbers; definitions and warnings are still without sentences.
    pub metrics: Metrics,
    /// Why metrics are not available, then what makes a number doubtful, then what else to know.
    pub notes: Vec<Note>,
}

/// Measures a history. Windows only choose among deployments: which commit belongs to which deployment, and which
/// deployment an incident, follows from everything that is known, so that moving a window changes no such link.
pub fn measure(history: &History, options: Options, questionnaire: &Questionnaire) -> Measured {
    let successful = history.successful();
    let claims = history.graph.as_ref().map(|graph| Claims::of(graph, &successful)).unwrap_or_default();
    let failures = Failures::of(history, &successful, &claims);
    let known = Known { history, options, successful: &successful, claims: &claims, failures: &failures };
    let window = window(history, options);
    let mut measuring = Measuring::new(&known, window.unwrap_or(Window { since: 0, end: 0 }));
    let mut metrics = measuring.metrics();
    metrics.window = window.map(|window| window.part());
    metrics.before = window.and_then(|window| before(&known, window));
    metrics.list = if options.list { measuring.list() } else { Vec::new() };
    let mut notes = std::mem::take(&mut measuring.missing);
    notes.extend(doubts::of(&measuring, &metrics));
    metrics.without_level = withheld(&metrics, &notes, questionnaire);
    let values = measured_values(&metrics, questionnaire).into_iter();
    metrics.levels = values.filter_map(|value| Some((value.question, value.level?))).collect();
    Measured { metrics, notes }
}

/// The metrics of which a doubt changes the level.
fn withheld(metrics: &Metrics, notes: &[Note], questionnaire: &Questionnaire) -> Vec<Metric> {
    let level = |metric: Metric, value: f64| {
        let question = questionnaire.questions.iter().find(|question| question.metric == Some(metric))?;
        Some(question.value.as_ref()?.level(value))
    };
    let doubted = |note: &Note| {
        let metric = note.metric?;
        let (value, _) = metrics.value(metric)?;
        let without = note.without.and_then(|without| level(metric, without));
        (level(metric, value) != without).then_some(metric)
    };
    let withheld: BTreeSet<Metric> = notes.iter().filter_map(doubted).collect();
    withheld.into_iter().collect()
}

/// The numbers of as long a time before a window, where the history reaches back so far.
fn before(known: &Known<'_>, window: Window) -> Option<Before> {
    let earlier = Window {
        since: window.since.saturating_sub(window.end.saturating_sub(window.since)),
        end: window.since,
    };
    known.successful.first().filter(|first| first.finished_at < earlier.since)?;
    let mut measuring = Measuring::new(known, earlier);
    let metrics = measuring.metrics();
    let values = Metric::ALL.iter().filter_map(|metric| Some((*metric, metrics.value(*metric)?.0)));
    Some(Before { window: earlier.part(), deployments: measuring.inside.len(), values: values.collect() })
}

/// The window of a history: what was said of it, else 90 days up to its last event.
pub fn window(history: &History, options: Options) -> Option<Window> {
    let deployed = history.deployments.iter().map(|deployment| deployment.finished_at);
    let began = history.incidents.iter().flatten().map(|incident| incident.created_at);
    let last = deployed.chain(began).max().or(options.end).or(options.since)?;
    Some(Window::of(options.since, options.end, last))
}
