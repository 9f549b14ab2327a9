//! The report of a team as text, Markdown and CSV: what people disagree about first, then the report of one person's
//! kind, from their means.

use std::borrow::Cow;

use crate::assessment::VerdictCode;
use crate::content::Content;
use crate::fraction::Fraction;
use crate::language::{Values, Words};
use crate::questionnaire::Axis;
use crate::render::csv::{self, optional};
use crate::render::document::{Block, Column, Document, Item, Line, Table};
use crate::render::numbers;
use crate::render::sections;
use crate::report::team::{AnonymousReport, BandPart, Group, GroupPart, Settled, TeamReport, disagreements};
use crate::report::{self, QuestionnaireReference, Report};
use crate::team::agreement::{Agreement, Groups};
use crate::team::anonymous::{Band, FEWEST_QUESTIONS};
use crate::text::Word;

/// A longer row of dots is written as a number.
const MOST_DOTS: u32 = 12;
/// The longest row of dots.
const DOTS: &str = "●●●●●●●●●●●●";

/// A dot for each person, or their number where they are many.
pub fn dots(count: u32) -> Cow<'static, str> {
    match count {
        0 => Cow::Borrowed("·"),
        1..=MOST_DOTS => Cow::Borrowed(&DOTS[..count as usize * '●'.len_utf8()]),
        _ => Cow::Owned(format!("●×{count}")),
    }
}

/// The report in words: what people disagree about first, then the report of one person's kind from their means.
pub fn document(team: &TeamReport, content: &Content) -> Document {
    let words = &content.words;
    let first = disagreements(team);
    let mut document = sections::report(&team.report, content);
    let heading = |id: &str| Block::Heading(words.say(id));
    let intro = if first.is_empty() { "team.talk.none" } else { "team.talk.intro" };
    let Settled { agreed, proposed, open } = Settled::of(team);
    let counts =
        words.fill("page.team.counts", &[("agreed", &agreed), ("proposed", &proposed), ("open", &open)]);
    let mut blocks = vec![Block::text(Line::dim(people(team, words))), Block::text(counts)];
    blocks.extend(absent(&team.report).into_iter().map(Block::text));
    blocks.push(Block::text(words.say("page.team.counts.meaning")));
    blocks.extend([heading("team.talk.heading"), Block::text(words.say(intro))]);
    if !first.is_empty() {
        let talk = first.iter().map(|part| {
            let name = content.name_of(&part.id);
            let told = Line::strong(name).then(format!(": {}", position(part, words)));
            let options = options(part, content).into_iter();
            Item::new(
                told,
                options.map(|(level, dots, text)| format!("{level} {dots} {text}").into()).collect(),
            )
        });
        blocks.push(Block::Numbered(talk.collect()));
    }
    let groups = group_lines(team, words);
    if !groups.is_empty() {
        blocks.extend([heading("team.groups.heading"), Block::items(groups)]);
    }
    document.blocks.splice(0..0, blocks);
    document.title = title(team, content);
    document
}

/// "Checkout, 6 people: 7 questions to talk about".
pub fn title(team: &TeamReport, content: &Content) -> String {
    let name = team.report.team.clone().unwrap_or_else(|| content.text.title.clone());
    let talk = disagreements(team).len();
    content.words.count("team.title", talk, &[("team", &name), ("people", &team.respondents)])
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
    let rows = report.questions.iter().zip(&team.agreement).map(|(question, part)| {
        let mut row = vec![report.questionnaire.id.clone(), report.questionnaire.version.to_string()];
        let status = question.status.word().to_owned();
        row.extend([question.id.clone(), question.name.clone(), question.area.clone(), status]);
        row.extend([optional(question.score), part.n.to_string()]);
        row.extend((0..most).map(|level| optional(part.counts.get(level))));
        row.extend([part.unknown.to_string(), part.not_applicable.to_string()]);
        row.extend([optional(part.mean), optional(part.median), optional(part.sd), optional(part.ad)]);
        row.push(optional(part.r_wg));
        row.push(part.talk_first.to_string());
        row
    });
    crate::csv::MARK.to_owned() + &csv::table(&head, rows)
}

/// How many people answered.
pub fn people(team: &TeamReport, words: &Words) -> String {
    words.fill("team.people", &[("number", &team.respondents)])
}

/// The mean of a question in words, or its two groups where the mean says nothing; and who gave no level.
pub fn position(part: &Agreement, words: &Words) -> String {
    let told = match (part.split(), part.mean) {
        (Some(groups), _) => split(&groups, words),
        (None, Some(level)) => words.fill("team.talk.mean", &[("mean", &numbers::distance(level))]),
        (None, None) => String::new(),
    };
    let counts = [("team.talk.unknown", part.unknown), ("team.talk.not", part.not_applicable)];
    let silent = counts.into_iter().filter(|(_, count)| *count > 0);
    let silent: Vec<String> = silent.map(|(id, count)| words.count(id, count as usize, &[])).collect();
    if silent.is_empty() {
        return told;
    }
    let silent = words.fill("team.talk.silent", &[("silent", &silent.join(", "))]);
    format!("{told} {silent}").trim_start().to_owned()
}

fn split(groups: &Groups, words: &Words) -> String {
    let group = |levels: &[(u8, u32)]| {
        let number: u32 = levels.iter().map(|(_, count)| count).sum();
        let names: Vec<String> = levels.iter().map(|(level, _)| level.to_string()).collect();
        (number, names.join(", "))
    };
    let (lower, upper) = (group(&groups.lower), group(&groups.upper));
    let values: &Values<'_> =
        &[("lower", &lower.0), ("lower_levels", &lower.1), ("upper", &upper.0), ("upper_levels", &upper.1)];
    words.fill("team.talk.split", values)
}

/// The options of a question: the level, a dot for each person, and what it looks like.
fn options(part: &Agreement, content: &Content) -> Vec<(String, String, String)> {
    let texts = content.question(&part.id);
    let text = |level: usize| texts.levels.get(level).cloned().unwrap_or_default();
    let counts = part.counts.iter().enumerate();
    counts.map(|(level, count)| (level.to_string(), dots(*count).into_owned(), text(level))).collect()
}

/// Leaders beside everybody else, a sentence each.
pub fn group_lines(team: &TeamReport, words: &Words) -> Vec<String> {
    let level = |score: Option<Fraction>| score.map_or_else(|| words.say("text.none"), numbers::level);
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
        let (adoption, outcome) = (level(part.scores.adoption), level(part.scores.outcome));
        let level = if only == Some(Axis::Outcome) { &outcome } else { &adoption };
        let values: &Values<'_> =
            &[("number", &part.n), ("adoption", &adoption), ("outcome", &outcome), ("level", level)];
        words.fill(id, values)
    };
    team.groups.iter().map(line).collect()
}

/// A band as people read it, such as "2–3".
pub fn band_text(band: Band) -> String {
    let [low, high] = band.levels();
    format!("{low}–{high}")
}

/// The names of the areas that are too small to be shown of people who stay anonymous.
pub fn small_areas(content: &Content) -> String {
    let questionnaire = &content.questionnaire;
    let questions = |id: &str| questionnaire.questions.iter().filter(|question| question.area == id).count();
    let small = questionnaire.areas.iter().filter(|area| questions(&area.id) < FEWEST_QUESTIONS);
    small.map(|area| content.area(&area.id)).collect::<Vec<_>>().join(", ")
}

/// Who is missing and whose answers are incomplete, in sentences.
pub fn absent(report: &Report) -> Vec<&str> {
    const CODES: [&str; 3] = ["team.missing", "team.missing.names", "team.incomplete"];
    let absent = report.warnings.iter().filter(|warning| CODES.contains(&warning.code.as_str()));
    absent.map(|warning| warning.text.as_str()).collect()
}

/// The rows of an anonymous report: its axes and areas with their bands.
fn bands(report: &AnonymousReport, content: &Content) -> Vec<Vec<String>> {
    let words = &content.words;
    let band = |part: BandPart| part.band.map_or_else(|| words.say("team.withheld"), band_text);
    let axes = content.questionnaire.axes().map(|axis| (axis, *report.axes.get(axis)));
    let mut rows = vec![vec![words.say("markdown.area"), words.say("team.band")]];
    rows.extend(axes.map(|(axis, part)| vec![content.axis(axis), band(part)]));
    rows.extend(report.areas.iter().map(|area| vec![area.name.clone(), band(BandPart { band: area.band })]));
    rows
}

/// The anonymous report in words: whole sentences, what is withheld by name, and what to do next.
pub fn anonymous_document(report: &AnonymousReport, content: &Content) -> Document {
    let words = &content.words;
    let both = content.questionnaire.axes().count() > 1;
    let is_withheld = both && report.verdict.code == VerdictCode::CannotTell;
    // A verdict is about both axes; without one of them there is none to show.
    let verdict = match report.verdict.code {
        VerdictCode::CannotTell => words.say("page.anonymous.no-verdict"),
        code => words.say(&format!("verdict.{}", code.word())),
    };
    let title = if both { verdict } else { content.asks().to_owned() };
    let people = words.fill("team.people", &[("number", &report.respondents)]);
    let known = report.team.iter().cloned().chain([people]).collect::<Vec<_>>().join(" · ");
    let rows = bands(report, content);
    let withheld: Vec<&str> =
        report.areas.iter().filter(|area| area.band.is_none()).map(|area| area.name.as_str()).collect();
    let mut blocks = vec![Block::text(Line::dim(known))];
    blocks.extend(is_withheld.then(|| Block::text(words.say("page.anonymous.no-verdict.why"))));
    blocks.push(Block::Table(Table { kinds: vec![Column::Words, Column::Fixed], rows }));
    if !withheld.is_empty() {
        blocks.push(Block::text(words.fill("team.withheld.names", &[("names", &withheld.join(", "))])));
    }
    let small = small_areas(content);
    if !small.is_empty() {
        blocks.push(Block::text(words.fill("team.small-areas", &[("names", &small)])));
    }
    blocks.extend(report.warnings.iter().map(|warning| Block::text(warning.text.as_str())));
    blocks.push(Block::text(words.say("team.anonymous.next")));
    let signature = sections::signature(&report.tool, &report.questionnaire, content);
    Document { title, blocks, signature }
}

/// The anonymous report as CSV: one row for each axis and area.
pub fn anonymous_in_csv(report: &AnonymousReport) -> String {
    let QuestionnaireReference { id: questionnaire, version, .. } = &report.questionnaire;
    let rows = report::team::bands(&report.axes, &report.areas).map(|(id, band)| {
        [questionnaire.as_str(), &version.to_string(), id, band].map(str::to_owned).to_vec()
    });
    crate::csv::MARK.to_owned() + &csv::table(&["questionnaire", "version", "id", "band"], rows)
}
