//! What to do next: at most three steps, with reasons and examples.

use serde::Serialize;

use super::sources::{Catalogue, FactView};
use crate::content::Content;
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

/// The steps of a report.
pub(crate) fn steps(report: &Report, content: &Content, facts: &mut Catalogue<'_>) -> Vec<StepView> {
    report.next_steps.iter().map(|step| view(step, report, content, facts)).collect()
}

fn view(step: &StepPart, report: &Report, content: &Content, facts: &mut Catalogue<'_>) -> StepView {
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
        facts: one_each(facts.facts(&step.facts)),
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
