//! The report of a team as text, Markdown and CSV: what people disagree about first, then the report of one person's
//! kind, from their means.

use std::borrow::Cow;

use crate::content::Content;
use crate::language::Words;
use crate::questionnaire::Axis;
use crate::render::csv::push_row;
use crate::render::layout::{Column, Lines};
use crate::render::numbers;
use crate::render::{markdown, text};
use crate::report::Report;
use crate::report::team::{
    AgreementPart, AnonymousReport, BandPart, Group, GroupPart, TeamReport, disagreements,
};
use crate::team::agreement::Groups;

/// Pages of fewer people print whole and half levels only: more digits would say more than so few answers can.
pub(super) const FEW_PEOPLE: u32 = 10;

/// A longer row of dots is written as a number.
const MOST_DOTS: u32 = 12;
/// The longest row of dots.
const DOTS: &str = "●●●●●●●●●●●●";

/// The report as a page prints it: scores of few people in whole and half levels.
pub fn for_a_page(team: &TeamReport) -> Report {
    let mut report = team.report.clone();
    round_for_a_page(&mut report, team.respondents);
    report
}

/// Rounds scores of few people to whole and half levels.
pub fn round_for_a_page(report: &mut Report, respondents: u32) {
    if respondents >= FEW_PEOPLE {
        return;
    }
    for axis in [&mut report.axes.adoption, &mut report.axes.outcome] {
        [&mut axis.score, &mut axis.low, &mut axis.high].into_iter().for_each(round);
    }
    for area in &mut report.areas {
        [&mut area.score, &mut area.low, &mut area.high].into_iter().for_each(round);
    }
    for comparison in &mut report.comparisons {
        comparison.distance = comparison.distance.map(numbers::half);
        comparison.shortfall = comparison.shortfall.map(numbers::half);
    }
    if let Some(closest) = &mut report.closest {
        closest.distance = numbers::half(closest.distance);
        closest.equals.iter_mut().for_each(|tie| tie.distance = numbers::half(tie.distance));
    }
}

/// A score as that of a whole or half level of 4.
fn round(score: &mut Option<f64>) {
    *score = score.map(|score| numbers::half(4.0 * score) / 4.0);
}

/// A mean level as a page prints it.
pub fn mean(level: f64, respondents: u32) -> String {
    numbers::short(if respondents < FEW_PEOPLE { numbers::half(level) } else { level })
}

/// A dot for each person, or their number where they are many.
pub fn dots(count: u32) -> Cow<'static, str> {
    match count {
        0 => Cow::Borrowed("·"),
        1..=MOST_DOTS => Cow::Borrowed(&DOTS[..count as usize * '●'.len_utf8()]),
        _ => Cow::Owned(format!("●×{count}")),
    }
}

/// The report in lines of at most `width` columns.
pub fn in_lines(team: &TeamReport, content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    lines.plain(&people(team, &content.words));
    lines.heading("team.talk.heading");
    let first = disagreements(team);
    lines.say(if first.is_empty() { "team.talk.none" } else { "team.talk.intro" });
    for (number, part) in first.iter().enumerate() {
        let question = content.question(&part.id);
        lines.gap();
        lines.hanging(&format!("{}. ", number + 1), "   ", &question.name);
        lines.hanging("   ", "   ", &position(part, team.respondents, &content.words));
        let rows: Vec<Vec<String>> =
            options(part, content).into_iter().map(|(level, dots, text)| vec![level, dots, text]).collect();
        for row in rows {
            lines.hanging(&format!("   {}  {:<8} ", row[0], row[1]), &" ".repeat(15), &row[2]);
        }
        lines.hanging("   ", "   ", &lines.words.say("team.talk.agreed"));
    }
    let groups = group_lines(team, &content.words);
    if !groups.is_empty() {
        lines.heading("team.groups.heading");
        for line in &groups {
            lines.plain(line);
        }
    }
    lines.gap();
    lines.finish() + "\n" + &text::report(&for_a_page(team), content, width)
}

/// The report as Markdown, without HTML.
pub fn in_markdown(team: &TeamReport, content: &Content) -> String {
    let words = &content.words;
    let first = disagreements(team);
    let intro = if first.is_empty() { "team.talk.none" } else { "team.talk.intro" };
    let mut blocks = vec![people(team, words)];
    blocks.push(format!("## {}", words.say("team.talk.heading")));
    blocks.push(words.say(intro));
    for part in first {
        blocks.push(format!("### {}", markdown::escaped(&content.name_of(&part.id))));
        blocks.push(markdown::escaped(&position(part, team.respondents, words)));
        let option = |(level, dots, text): (String, String, String)| {
            format!("- [ ] {level} {dots} {}", markdown::escaped(&text))
        };
        blocks.push(options(part, content).into_iter().map(option).collect::<Vec<_>>().join("\n"));
    }
    let groups = group_lines(team, words);
    blocks.extend(groups.iter().map(|line| markdown::escaped(line)));
    let section = blocks.join("\n\n");
    let report = markdown::report(&for_a_page(team), content);
    match report.split_once("\n## ") {
        Some((head, rest)) => format!("{head}\n{section}\n\n## {rest}"),
        None => format!("{section}\n\n{report}"),
    }
}

/// The agreement as CSV: a heading row, then one row a question.
pub fn in_csv(team: &TeamReport) -> String {
    let report = &team.report;
    let most = team.agreement.iter().map(|part| part.counts.len()).max().unwrap_or_default();
    let mut head: Vec<String> = ["questionnaire", "version", "id", "name", "area", "status", "score", "n"]
        .map(str::to_owned)
        .to_vec();
    head.extend((0..most).map(|level| format!("level_{level}")));
    let figures = ["unknown", "not_applicable", "mean", "median", "sd", "ad", "r_wg", "talk_first"];
    head.extend(figures.map(str::to_owned));
    let mut text = String::new();
    push_row(&mut text, &head);
    for (question, part) in report.questions.iter().zip(&team.agreement) {
        let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        let status = crate::render::csv::word(&question.status);
        let mut row = vec![report.questionnaire.id.clone(), report.questionnaire.version.to_string()];
        row.extend([question.id.clone(), question.name.clone(), question.area.clone(), status]);
        row.extend([number(question.score), part.n.to_string()]);
        let count = |level: usize| part.counts.get(level).map_or_else(String::new, ToString::to_string);
        row.extend((0..most).map(count));
        row.extend([part.unknown.to_string(), part.not_applicable.to_string()]);
        row.extend([part.mean, part.median, part.sd, part.ad, part.r_wg].map(number));
        row.push(part.talk_first.to_string());
        push_row(&mut text, &row);
    }
    text
}

/// How many people answered.
pub fn people(team: &TeamReport, words: &Words) -> String {
    words.fill("team.people", &[("number", &team.respondents.to_string())])
}

/// The mean of a question in words, or its two groups where the mean says nothing.
pub fn position(part: &AgreementPart, respondents: u32, words: &Words) -> String {
    let silent = part.unknown + part.not_applicable;
    let told = match (part.split(), part.mean) {
        (Some(groups), _) => split(&groups, words),
        (None, Some(level)) => words.fill("team.talk.mean", &[("mean", &mean(level, respondents))]),
        (None, None) => String::new(),
    };
    if silent == 0 {
        return told;
    }
    let unknown = [("unknown", part.unknown.to_string()), ("not", part.not_applicable.to_string())];
    let unknown: Vec<(&str, &str)> = unknown.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{told} {}", words.fill("team.talk.silent", &unknown))
}

fn split(groups: &Groups, words: &Words) -> String {
    let group = |levels: &[(u8, u32)]| {
        let number: u32 = levels.iter().map(|(_, count)| count).sum();
        let names: Vec<String> = levels.iter().map(|(level, _)| level.to_string()).collect();
        (number.to_string(), names.join(", "))
    };
    let (lower, upper) = (group(&groups.lower), group(&groups.upper));
    let values = [
        ("lower", lower.0.as_str()),
        ("lower_levels", lower.1.as_str()),
        ("upper", upper.0.as_str()),
        ("upper_levels", upper.1.as_str()),
    ];
    words.fill("team.talk.split", &values)
}

/// The options of a question: the level, a dot for each person, and what it looks like.
fn options(part: &AgreementPart, content: &Content) -> Vec<(String, String, String)> {
    let texts = content.question(&part.id);
    let text = |level: usize| texts.levels.get(level).cloned().unwrap_or_default();
    let counts = part.counts.iter().enumerate();
    counts.map(|(level, count)| (level.to_string(), dots(*count).into_owned(), text(level))).collect()
}

/// Leaders beside everybody else, a sentence each.
pub fn group_lines(team: &TeamReport, words: &Words) -> Vec<String> {
    let level = |score: Option<f64>| {
        score.map_or_else(|| words.say("text.none"), |score| mean(4.0 * score, team.respondents))
    };
    let only = team.report.axes.only().map(|(axis, _)| axis);
    let line = |part: &GroupPart| {
        let id = match (part.group, only) {
            (Group::Managers, None) => "team.groups.managers",
            (Group::Managers, Some(Axis::Adoption)) => "team.groups.managers.adoption",
            (Group::Managers, Some(Axis::Outcome)) => "team.groups.managers.outcome",
            (Group::Practitioners, None) => "team.groups.practitioners",
            (Group::Practitioners, Some(Axis::Adoption)) => "team.groups.practitioners.adoption",
            (Group::Practitioners, Some(Axis::Outcome)) => "team.groups.practitioners.outcome",
        };
        let values = [part.n.to_string(), level(part.adoption), level(part.outcome)];
        let level = if only == Some(Axis::Outcome) { &values[2] } else { &values[1] };
        let names = ["number", "adoption", "outcome", "level"];
        let values = names.into_iter().zip(values.iter().chain([level]).map(String::as_str));
        words.fill(id, &values.collect::<Vec<_>>())
    };
    team.groups.iter().map(line).collect()
}

/// The rows of an anonymous report: its axes and areas with their bands.
fn bands(report: &AnonymousReport, content: &Content) -> Vec<Vec<String>> {
    let words = &content.words;
    let band =
        |part: BandPart| part.band.map_or_else(|| words.say("team.withheld"), |band| band.word().to_owned());
    let axes = content.questionnaire.axes().map(|axis| (axis, report.axes.get(axis)));
    let mut rows = vec![vec![words.say("markdown.area"), words.say("team.band")]];
    rows.extend(axes.map(|(axis, part)| vec![words.say(text::axis_id(axis)), band(part)]));
    rows.extend(report.areas.iter().map(|area| vec![area.name.clone(), band(BandPart { band: area.band })]));
    rows
}

fn headline(report: &AnonymousReport, content: &Content) -> Vec<String> {
    let words = &content.words;
    let verdict = words.say(&format!("verdict.{}", report.verdict.code.word()));
    let both = content.questionnaire.axes().count() > 1;
    // A verdict is about both axes; without one of them there is none to tell.
    let first =
        if both { words.fill("team.verdict", &[("verdict", &verdict)]) } else { content.asks().to_owned() };
    let mut lines = vec![first];
    lines.extend(report.team.clone());
    lines.push(words.fill("team.people", &[("number", &report.respondents.to_string())]));
    lines
}

/// The anonymous report in lines of at most `width` columns.
pub fn anonymous_in_lines(report: &AnonymousReport, content: &Content, width: usize) -> String {
    let mut lines = Lines::new(&content.words, width);
    for line in headline(report, content) {
        lines.plain(&line);
    }
    lines.gap();
    lines.table(&[Column::Words, Column::Words], &bands(report, content));
    lines.gap();
    for warning in &report.warnings {
        lines.plain(&warning.text);
    }
    lines.gap();
    lines.plain(&text::signature_of(&report.tool, &report.questionnaire, content));
    lines.finish()
}

/// The anonymous report as Markdown.
pub fn anonymous_in_markdown(report: &AnonymousReport, content: &Content) -> String {
    let head = headline(report, content);
    let mut blocks: Vec<String> = head.iter().map(|line| markdown::escaped(line)).collect();
    blocks[0].insert_str(0, "# ");
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().map(|cell| markdown::escaped(cell)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut table: Vec<String> = bands(report, content).iter().map(line).collect();
    table.insert(1, "| --- | --- |".to_owned());
    blocks.push(table.join("\n"));
    blocks.extend(report.warnings.iter().map(|warning| markdown::escaped(&warning.text)));
    blocks.push(format!("_{}_", text::signature_of(&report.tool, &report.questionnaire, content)));
    blocks.join("\n\n") + "\n"
}

/// The anonymous report as CSV: one row for each axis and area.
pub fn anonymous_in_csv(report: &AnonymousReport) -> String {
    let mut page = String::new();
    push_row(&mut page, &["questionnaire", "version", "id", "band"].map(str::to_owned));
    let word = |part: BandPart| part.band.map_or_else(String::new, |band| band.word().to_owned());
    let axes = [("adoption", report.axes.adoption), ("outcome", report.axes.outcome)];
    let areas = report.areas.iter().map(|area| (area.id.as_str(), BandPart { band: area.band }));
    for (id, part) in axes.into_iter().chain(areas) {
        let questionnaire = [report.questionnaire.id.clone(), report.questionnaire.version.to_string()];
        push_row(&mut page, &[&questionnaire[..], &[id.to_owned(), word(part)]].concat());
    }
    page
}
