//! The report as plain text for a terminal or a chat.

mod beside;
pub mod chapter;

use self::beside::{beside, traits};
use crate::answers::Form;
use crate::content::Content;
use crate::language::Words;
use crate::questionnaire::Axis;
use crate::render::layout::{Column, Lines, bar};
use crate::render::{measured, numbers, trend};
use crate::report::steps::why_none;
use crate::report::{
    AxisPart, QuestionPart, QuestionnaireReference, Report, Status, StepKind, StepPart, Tool, WhatIfPart,
};
use crate::text::visible;

/// The cells of a bar.
const BAR: usize = 20;

/// The whole report in lines of at most `width` columns.
pub fn report(report: &Report, content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    head(&mut lines, report);
    what_if(&mut lines, report, content);
    measured_beside(&mut lines, report);
    axes(&mut lines, report, content);
    areas(&mut lines, report);
    steps(&mut lines, report, content);
    since(&mut lines, report, content);
    if content.questionnaire.has_stories() {
        beside(&mut lines, report);
        closest(&mut lines, report, content);
    }
    open_questions(&mut lines, report);
    warnings(&mut lines, report);
    lines.gap();
    lines.plain(&signature(report, content));
    lines.finish()
}

/// A summary of at most twelve lines to paste into a chat.
pub fn short(report: &Report, content: &Content) -> String {
    let words = &content.words;
    let mut lines = vec![report.verdict.headline.clone()];
    let known: Vec<&str> =
        [&report.team, &report.date].into_iter().filter_map(|part| part.as_deref()).collect();
    if !known.is_empty() {
        lines.push(known.join(" · "));
    }
    for (axis, part) in report.axes.asked() {
        lines.push(format!("{} {}", words.say(axis_id(axis)), axis_line(part, report.form, words)));
    }
    let steps = report.next_steps.iter().enumerate();
    lines.extend(steps.map(|(number, step)| format!("{}. {}", number + 1, step_title(step, content))));
    lines.extend(report.closest.as_ref().map(|closest| chapter::closest_line(closest, report, content)));
    lines.push(signature(report, content));
    lines.iter().map(|line| visible(line) + "\n").collect()
}

/// The comparison alone: each company in a table, then trait by trait.
pub fn comparison(report: &Report, content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    lines.plain(&report.verdict.headline);
    beside(&mut lines, report);
    for comparison in &report.comparisons {
        traits(&mut lines, comparison, content);
    }
    closest(&mut lines, report, content);
    lines.gap();
    lines.say("text.compare.how");
    lines.plain(&signature(report, content));
    lines.finish()
}

fn head(lines: &mut Lines<'_>, report: &Report) {
    lines.plain(&report.verdict.headline);
    lines.gap();
    lines.plain(&report.verdict.text);
    lines.gap();
    let known = [&report.team, &report.scope, &report.date];
    let known: Vec<&str> = known.into_iter().filter_map(|part| part.as_deref()).collect();
    if !known.is_empty() {
        lines.plain(&known.join(" · "));
    }
    if let Some(goal) = &report.goal {
        lines.fill("text.goal", &[("goal", goal)]);
    }
}

fn what_if(lines: &mut Lines<'_>, report: &Report, content: &Content) {
    let Some(before) = &report.what_if else { return };
    lines.heading("text.what-if.heading");
    for line in what_if_lines(before, report, content) {
        lines.item(&line);
    }
}

fn measured_beside(lines: &mut Lines<'_>, report: &Report) {
    if !report.measured.is_empty() {
        lines.heading("measured.heading");
        for line in measured::lines(report) {
            lines.item(line);
        }
        lines.say("measured.note");
    }
}

/// What was assumed and what it changed, a sentence each.
pub fn what_if_lines(before: &WhatIfPart, report: &Report, content: &Content) -> Vec<String> {
    let words = &content.words;
    let fill = |id: &str, before: &str, now: &str| {
        let id = if before == now { format!("{id}.same") } else { id.to_owned() };
        words.fill(&id, &[("before", before), ("now", now)])
    };
    let level = |score: Option<f64>| score.map_or_else(|| words.say("text.none"), numbers::level);
    let mut lines: Vec<String> = before
        .assumed
        .iter()
        .map(|assumed| {
            let name = content.name_of(&assumed.id);
            let from = assumed.from.clone().unwrap_or_else(|| words.say("text.none"));
            words.fill("text.what-if.assumed", &[("name", &name), ("from", &from), ("to", &assumed.to)])
        })
        .collect();
    lines.push(fill("text.what-if.verdict", &before.headline, &report.verdict.headline));
    lines.extend(report.axes.asked().map(|(axis, part)| match axis {
        Axis::Adoption => fill("text.what-if.adoption", &level(before.adoption), &level(part.score)),
        Axis::Outcome => fill("text.what-if.outcome", &level(before.outcome), &level(part.score)),
    }));
    let chapter =
        |id: Option<&String>| id.map_or_else(|| words.say("text.none"), |id| chapter_title(id, report));
    let now = report.closest.as_ref().map(|closest| &closest.chapter);
    if content.questionnaire.has_stories() {
        lines.push(fill("text.what-if.closest", &chapter(before.closest.as_ref()), &chapter(now)));
    }
    let titles = |steps: &[StepPart]| {
        let plain =
            steps.iter().map(|step| step_title(&StepPart { start_here: false, ..step.clone() }, content));
        plain.collect::<Vec<_>>().join("; ")
    };
    lines.push(fill("text.what-if.steps", &titles(&before.next_steps), &titles(&report.next_steps)));
    lines
}

/// The id of the question that an axis answers.
pub const fn axis_id(axis: Axis) -> &'static str {
    match axis {
        Axis::Adoption => "axis.adoption",
        Axis::Outcome => "axis.outcome",
    }
}

/// An axis in one line: its level and range, the line it is held against, and how much was answered.
pub fn axis_line(axis: &AxisPart, form: Form, words: &Words) -> String {
    let score = match (axis.score, axis.low, axis.high) {
        (Some(score), Some(low), Some(high)) if numbers::level(low) == numbers::level(high) => {
            words.fill("text.score.whole", &[("level", &numbers::level(score))])
        }
        (Some(score), Some(low), Some(high)) => words.fill(
            "text.score",
            &[("level", &numbers::level(score)), ("range", &numbers::range(low, high, words))],
        ),
        _ if axis.few_apply() => words.say("text.no-score.few-apply"),
        _ => words.say("text.no-score"),
    };
    let line = axis.line.map(|line| words.fill("text.line", &[("line", &numbers::level(line))]));
    let counts = [("answered", axis.answered.to_string()), ("applicable", axis.applicable.to_string())];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let short = (form == Form::Short).then(|| words.say("form.short"));
    let parts = [Some(score), line, Some(words.fill("text.answered", &counts)), short];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn axes(lines: &mut Lines<'_>, report: &Report, content: &Content) {
    lines.heading("text.axes.heading");
    for (axis, part) in report.axes.asked() {
        lines.say(axis_id(axis));
        if let Some(score) = part.score {
            lines.raw(&format!("  {}", bar(score, BAR)));
        }
        let told = axis_line(part, report.form, lines.words);
        lines.indented(&told);
    }
    lines.gap();
    if content.questionnaire.asks_dora() {
        let second = lines.words.say(&format!("verdict.{}", report.verdict.dora_only.word()));
        lines.fill("text.dora-only", &[("verdict", &second)]);
    }
    lines.say(certain_id(report));
}

/// The id of the sentence that says what the answer speaks of.
pub const fn certain_id(report: &Report) -> &'static str {
    let both = report.axes.adoption.is_asked() && report.axes.outcome.is_asked();
    if both { "text.certain" } else { "text.certain.one-axis" }
}

fn areas(lines: &mut Lines<'_>, report: &Report) {
    lines.heading("text.areas.heading");
    let none = lines.words.say("text.none");
    let rows: Vec<Vec<String>> = report
        .areas
        .iter()
        .map(|area| {
            let level = area.score.map_or_else(|| none.clone(), numbers::level);
            let drawn = area.score.map(|score| bar(score, BAR / 2)).unwrap_or_default();
            vec![area.name.clone(), drawn, level, format!("{}/{}", area.answered, area.applicable)]
        })
        .collect();
    let kinds = [Column::Words, Column::Words, Column::Number, Column::Number];
    lines.table(&kinds, &rows);
}

/// The title of a step: what to do about which trait.
pub fn step_title(step: &StepPart, content: &Content) -> String {
    let title = step_name(step.kind, (step.trait_id.as_deref(), step.from, step.to), content);
    if step.start_here { format!("{title} ({})", content.words.say("step.start-here")) } else { title }
}

/// What to do about which trait, from which level to which.
pub fn step_name(
    kind: StepKind,
    (trait_id, from, to): (Option<&str>, Option<u8>, Option<u8>),
    content: &Content,
) -> String {
    let name = trait_id.map(|id| content.name_of(id)).unwrap_or_default();
    let level = |level: Option<u8>| level.map(|level| level.to_string()).unwrap_or_default();
    let id = match kind {
        StepKind::Do => "step.do",
        StepKind::FindOut => "step.find-out",
        StepKind::Measure => "step.measure",
    };
    content.words.fill(id, &[("trait", &name), ("from", &level(from)), ("to", &level(to))])
}

/// What changed since earlier answers, where there are some.
fn since(lines: &mut Lines<'_>, report: &Report, content: &Content) {
    let Some(trend) = &report.trend else { return };
    lines.heading("trend.heading");
    lines.plain(&trend::headline(trend, content));
    trend::set(lines, trend, content);
}

fn steps(lines: &mut Lines<'_>, report: &Report, content: &Content) {
    lines.heading("text.steps.heading");
    if report.next_steps.is_empty() {
        lines.say(why_none(report));
    }
    for (number, step) in report.next_steps.iter().enumerate() {
        lines.gap();
        lines.hanging(&format!("{}. ", number + 1), "   ", &step_title(step, content));
        let labelled = [("step.now", &step.now), ("step.next", &step.next), ("step.watch", &step.watch)];
        for (id, text) in labelled {
            let Some(text) = text else { continue };
            let told = format!("{}: {text}", lines.words.say(id));
            lines.hanging("   ", "   ", &told);
        }
        if !step.unblocks.is_empty() {
            let names: Vec<String> = step.unblocks.iter().map(|id| content.name_of(id)).collect();
            let told = lines.words.fill("step.unblocks", &[("traits", &names.join(", "))]);
            lines.hanging("   ", "   ", &told);
        }
        if !step.week.is_empty() {
            let week = lines.words.say("step.week");
            lines.hanging("   ", "   ", &format!("{week}:"));
        }
        step.week.iter().for_each(|thing| lines.hanging("   - ", "     ", thing));
        facts(lines, &step.facts, (report, content));
    }
}

fn facts(lines: &mut Lines<'_>, ids: &[String], (report, content): (&Report, &Content)) {
    for id in ids {
        let Some(fact) = report.facts.get(id) else { continue };
        let source = report.sources.get(&fact.source);
        let link = source.map(|source| source.url.as_str()).unwrap_or_default();
        let told = format!("{} ({}, {id}) {link}", fact.claim, fact.as_of);
        let values = [("company", content.company_of(id)), ("claim", told.trim_end())];
        let told = lines.words.fill("step.who", &values);
        lines.hanging("   ", "   ", &told);
    }
}

/// The company and years of a chapter.
pub fn chapter_title(chapter: &str, report: &Report) -> String {
    report.comparisons.iter().find(|comparison| comparison.chapter == chapter).map_or_else(
        || chapter.to_owned(),
        |comparison| format!("{} {}", comparison.company, comparison.years),
    )
}

fn closest(lines: &mut Lines<'_>, report: &Report, content: &Content) {
    lines.heading("text.closest.heading");
    let Some(closest) = &report.closest else {
        lines.say(if report.form == Form::Short { "text.closest.short" } else { "text.closest.none" });
        return;
    };
    for line in chapter::closest_lines(closest, report, content) {
        lines.plain(&line);
    }
    for (number, line) in chapter::next_lines(closest, report, content).iter().enumerate() {
        if number == 0 {
            lines.gap();
            lines.plain(line);
        } else {
            lines.item(line);
        }
    }
}

fn open_questions(lines: &mut Lines<'_>, report: &Report) {
    let list = |status: Status| -> Vec<&QuestionPart> {
        report.questions.iter().filter(|question| question.status == status).collect()
    };
    for (status, id) in [
        (Status::Unknown, "text.unknown.heading"),
        (Status::Unanswered, "text.unanswered.heading"),
        (Status::NotApplicable, "text.not-applicable.heading"),
    ] {
        let questions = list(status);
        if questions.is_empty() {
            continue;
        }
        lines.heading(id);
        for question in questions {
            let reason = question.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            lines.item(&format!("{}{reason}", question.name));
        }
    }
}

fn warnings(lines: &mut Lines<'_>, report: &Report) {
    if report.warnings.is_empty() {
        return;
    }
    lines.heading("text.warnings.heading");
    report.warnings.iter().for_each(|warning| lines.item(&warning.text));
}

/// The last line of a report: program, questionnaire and versions. It begins with the program's name, by which a
/// report of ours is known again.
pub fn signature(report: &Report, content: &Content) -> String {
    signature_of(&report.tool, &report.questionnaire, content)
}

/// The last line of a page about this questionnaire.
pub fn signature_of(tool: &Tool, questionnaire: &QuestionnaireReference, content: &Content) -> String {
    let words = &content.words;
    let versions = [
        ("program", tool.version.to_owned()),
        ("questionnaire", questionnaire.id.clone()),
        ("version", questionnaire.version.to_string()),
    ];
    let versions: Vec<(&str, &str)> = versions.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let credits = match (content.questionnaire.has_stories(), content.questionnaire.asks_dora()) {
        (true, true) => Some("text.signature.both"),
        (true, false) => Some("text.signature.facts"),
        (false, true) => Some("text.signature.dora"),
        (false, false) => None,
    };
    let signed = format!("{} {}", tool.name, words.fill("text.signature", &versions));
    credits.map_or_else(|| signed.clone(), |id| format!("{signed} · {}", words.say(id)))
}
