//! What to do next: at most three steps, with reasons and examples.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Holes, Key, Sheet};
use super::sources::FactView;
use crate::content::Content;
use crate::error::Result;
use crate::report::{QuestionPart, Report, StepKind, StepPart};

/// The most facts that a step is shown with.
const SHOWN_FACTS: usize = 3;

/// One step.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepView {
    /// What kind of step it is.
    pub(crate) kind: StepKind,
    /// Whether to begin with it.
    pub(crate) start_here: bool,
    /// The id of its trait.
    pub(crate) id: Option<String>,
    /// The name of its trait.
    pub(crate) name: Option<String>,
    /// The level the team has.
    pub(crate) from: Option<u8>,
    /// The level to reach.
    pub(crate) to: Option<u8>,
    /// What the team has now.
    pub(crate) now: Option<String>,
    /// What the next level looks like.
    pub(crate) next: Option<String>,
    /// Why the trait matters.
    pub(crate) why: Option<String>,
    /// The class of its effect: how well it is published.
    pub(crate) leverage: Option<String>,
    /// The names of the traits that wait for it.
    pub(crate) unblocks: Vec<String>,
    /// Who did it.
    pub(crate) facts: Vec<FactView>,
    /// What to do this week.
    pub(crate) week: Vec<String>,
    /// What to watch.
    pub(crate) watch: Option<String>,
}

/// The steps as the page shows them: whole, and in short.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepsView {
    /// The list with everything that is told of each.
    pub(crate) whole: Value,
    /// The list in short.
    pub(crate) short: Value,
}

/// The steps of a report; nothing where there are none.
pub(crate) fn steps(sheet: &mut Sheet<'_, '_>) -> Result<Option<StepsView>> {
    let (mut whole, mut short) = (String::new(), String::new());
    for step in &sheet.report.next_steps {
        let key = || Key::Step {
            kind: step.kind,
            id: step.trait_id.clone(),
            from: step.from,
            start_here: step.start_here,
            unblocks: step.unblocks.clone(),
        };
        let bare = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| view(step, sheet.report, sheet.content);
        let with_facts = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| {
            let facts = one_each(sheet.facts(&step.facts));
            StepView { facts, ..view(step, sheet.report, sheet.content) }
        };
        sheet.put(&mut whole, ("parts/step.html", "step", Some(key())), (&[], with_facts))?;
        sheet.put(&mut short, ("parts/step-short.html", "step", Some(key())), (&[], bare))?;
    }
    let safe = Value::from_safe_string;
    Ok((!whole.is_empty()).then(|| StepsView { whole: safe(whole), short: safe(short) }))
}

/// A step without facts.
fn view(step: &StepPart, report: &Report, content: &Content) -> StepView {
    let find = |id: &str| report.questions.iter().find(|question| question.id == id);
    let name =
        |id: &String| find(id).map_or_else(|| id.clone(), |question: &QuestionPart| question.name.clone());
    let question = step.trait_id.as_deref().and_then(|id| content.questionnaire.question(id));
    let text = step.trait_id.as_deref().and_then(|id| content.text.questions.get(id));
    StepView {
        kind: step.kind,
        start_here: step.start_here,
        id: step.trait_id.clone(),
        name: step.trait_id.as_ref().map(name),
        from: step.from,
        to: step.to,
        now: step.now.clone(),
        next: step.next.clone(),
        why: text.map(|text| text.why.clone()),
        leverage: question
            .and_then(|question| question.leverage.clone())
            .filter(|class| content.words.find(&format!("page.leverage.{class}")).is_some()),
        unblocks: step.unblocks.iter().map(name).collect(),
        facts: Vec::new(),
        week: step.week.clone(),
        watch: step.watch.clone(),
    }
}

/// A few facts, of different companies first.
fn one_each(facts: Vec<FactView>) -> Vec<FactView> {
    let mut chosen: Vec<FactView> = Vec::new();
    let mut rest = Vec::new();
    for fact in facts {
        if chosen.iter().any(|known| known.company == fact.company) {
            rest.push(fact);
        } else {
            chosen.push(fact);
        }
    }
    chosen.into_iter().chain(rest).take(SHOWN_FACTS).collect()
}
