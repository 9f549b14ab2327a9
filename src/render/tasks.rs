//! The next steps as work items: Markdown check boxes, or CSV for the import of a tracker. Each has an id that stays the
//! same as long as the step does.

use crate::content::Content;
use crate::render::csv::table;
use crate::render::markdown::escaped;
use crate::render::sections::{assumptions, next_level, step_title};
use crate::report::{Report, StepPart};

/// The columns; Jira, Azure and `gh` in a loop take them under the names that their import asks for.
const COLUMNS: [&str; 4] = ["summary", "description", "labels", "id"];

/// A check box for each step and for each thing to do this week.
pub fn markdown(report: &Report, content: &Content) -> String {
    let words = &content.words;
    let title = match &report.team {
        Some(team) => words.fill("tasks.title.team", &[("team", team)]),
        None => words.say("tasks.title"),
    };
    let mut lines = vec![format!("# {}", escaped(&title))];
    lines.extend(assumptions(report, content).iter().map(|line| format!("\n{}", escaped(line))));
    for step in &report.next_steps {
        lines.push(format!("\n- [ ] **{}** (`{}`)", escaped(&step_title(&step.step, content)), step.id));
        lines.extend(about(step, content).iter().map(|line| format!("  - {}", escaped(line))));
        lines.extend(step.week.iter().map(|thing| format!("  - [ ] {}", escaped(thing))));
    }
    if report.next_steps.is_empty() {
        lines.push(format!("\n{}", words.say("tasks.none")));
    }
    lines.join("\n") + "\n"
}

/// A row for each step.
pub fn csv(report: &Report, content: &Content) -> String {
    let row = |step: &StepPart| {
        let mut description = assumptions(report, content);
        description.extend(about(step, content));
        description.extend(step.week.iter().map(|thing| format!("- {thing}")));
        let labels =
            std::iter::once("diditwork").chain(step.step.trait_id.as_deref()).collect::<Vec<_>>().join(" ");
        vec![step_title(&step.step, content), description.join("\n"), labels, step.id.clone()]
    };
    table(&COLUMNS, report.next_steps.iter().map(row))
}

/// What the next level looks like and what to watch.
fn about(step: &StepPart, content: &Content) -> Vec<String> {
    let watch = step.watch.as_ref().map(|watch| format!("{}: {watch}", content.words.say("step.watch")));
    next_level(step, content).into_iter().chain(watch).collect()
}
