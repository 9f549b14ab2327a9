//! Building the trend: every number from the core, every sentence from the content.

use std::collections::BTreeSet;

use crate::comparison::{self, Comparison, TeamLevels, Unverified};
use crate::content::Content;
use crate::error::{Finding, Message};
use crate::questionnaire::{Axes, Questionnaire, Version};
use crate::report::build::compare;
use crate::report::trend::{
    ChapterPart, DatedAxes, IntervalPart, SCHEMA, StepStatePart, StepsPart, TowardsPart, TrendPart, ValuePart,
};
use crate::report::{QuestionnaireReference, TOOL, WarningPart};
use crate::trend::people::{self, AxisTest};
use crate::trend::{self, Point, months};

/// What the dated assessments are of.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    pub team: Option<String>,
    pub scopes: Vec<Option<String>>,
}

/// The trend of dated assessments of one team, in the order given, with what there is to know about them. The content
/// decides which stories the way through the chapters is shown by. With fewer than two points there is nothing to
/// compare, and every part is empty.
pub fn build(content: &Content, subject: &Subject, points: &[Point], findings: &[Finding]) -> TrendPart {
    let questionnaire = &content.questionnaire;
    let ends = points.first().zip(points.last());
    TrendPart {
        schema: SCHEMA,
        tool: TOOL,
        questionnaire: QuestionnaireReference::of(content),
        team: subject.team.clone(),
        scope: subject.scopes.iter().rev().flatten().next().cloned(),
        language: content.words.language().tag().to_owned(),
        dates: points.iter().map(|point| point.date.clone()).collect(),
        axes: points.iter().map(dated_axes).collect(),
        like_for_like: Axes::map(|axis| {
            ends.and_then(|(first, last)| trend::like_for_like(questionnaire, axis, first, last))
        }),
        intervals: if points.len() > 2 { intervals(questionnaire, points) } else { Vec::new() },
        steps: pairs(points).map(|(before, after)| steps(questionnaire, before, after)).collect(),
        values: values(questionnaire, points),
        chapters: points.iter().map(|point| chapter(content, point)).collect(),
        towards: ends.and_then(|(first, last)| towards(content, first, last)),
        test: ends.and_then(|(first, last)| test(first, last)),
        warnings: findings.iter().map(|finding| WarningPart::of(finding, &content.words)).collect(),
        changes: ends.map(|(first, last)| trend::changes(questionnaire, first, last)).unwrap_or_default(),
    }
}

fn pairs(points: &[Point]) -> impl Iterator<Item = (&Point, &Point)> {
    points.iter().zip(points.iter().skip(1))
}

fn dated_axes(point: &Point) -> DatedAxes {
    DatedAxes {
        date: point.date.clone(),
        label: point.label.clone(),
        version: point.version,
        form: point.form,
        respondents: (!point.people.is_empty()).then_some(point.people.len()),
        verdict: point.assessment.verdict.code,
        certain: point.assessment.verdict.certain,
        axes: point.assessment.axes.clone(),
    }
}

fn intervals(questionnaire: &Questionnaire, points: &[Point]) -> Vec<IntervalPart> {
    let interval = |(before, after): (&Point, &Point)| IntervalPart {
        from: before.label.clone(),
        to: after.label.clone(),
        changes: trend::changes(questionnaire, before, after),
    };
    pairs(points).map(interval).collect()
}

fn steps(questionnaire: &Questionnaire, before: &Point, after: &Point) -> StepsPart {
    let states = trend::step_states(questionnaire, before, after).into_iter();
    let states = states.map(|(step, state)| StepStatePart { step: step.into(), state });
    StepsPart { from: before.label.clone(), to: after.label.clone(), steps: states.collect() }
}

fn values(questionnaire: &Questionnaire, points: &[Point]) -> Vec<ValuePart> {
    let questions = questionnaire.questions.iter().enumerate();
    let parts = questions.filter_map(|(place, question)| {
        let values: Vec<Option<f64>> =
            points.iter().map(|point| point.values.get(place).copied().flatten()).collect();
        let unit = question.value.as_ref()?.unit;
        values.iter().any(Option::is_some).then(|| ValuePart { id: question.id.clone(), unit, values })
    });
    parts.collect()
}

fn levels(content: &Content, point: &Point) -> TeamLevels {
    TeamLevels::of(&content.questionnaire, &point.assessment.standings)
}

fn chapter(content: &Content, point: &Point) -> Option<ChapterPart> {
    let (team, adoption) = (levels(content, point), &point.assessment.axes.adoption);
    let closest = compare(content, &team, adoption, point.form, Unverified::Hidden).1?;
    let (company, years) = title(content, &closest.story, &closest.chapter);
    Some(ChapterPart {
        company,
        years,
        distance: closest.distance,
        equals: closest.equals.len(),
        story: closest.story,
        chapter: closest.chapter,
    })
}

/// The company and the years of a chapter.
fn title(content: &Content, story: &str, chapter: &str) -> (String, String) {
    let Some(told) = content.story(story) else { return (story.to_owned(), chapter.to_owned()) };
    let years = told
        .story
        .chapter(chapter)
        .map(|chapter| told.text.date(&chapter.years).to_owned())
        .unwrap_or_default();
    (told.text.company.clone(), years)
}

fn towards(content: &Content, first: &Point, last: &Point) -> Option<TowardsPart> {
    let start = chapter(content, first)?;
    let story = &content.story(&start.story)?.story;
    let from = story.chapter(&start.chapter)?;
    let (later, _) = comparison::what_came_next(story, from)?;
    let distance = |point: &Point| {
        let team = levels(content, point);
        let compared = Comparison::of_story(&content.questionnaire, story, &team, Unverified::Hidden);
        compared.iter().find(|compared| compared.chapter.id == later.id)?.distance
    };
    let (company, years) = title(content, &story.id, &later.id);
    Some(TowardsPart {
        story: story.id.clone(),
        chapter: later.id.clone(),
        company,
        years,
        from: distance(first)?,
        to: distance(last)?,
    })
}

fn test(first: &Point, last: &Point) -> Option<Axes<Option<AxisTest>>> {
    let are_several = first.people.len() > 1 && last.people.len() > 1;
    are_several.then(|| Axes::map(|axis| people::test(axis, &first.people, &last.people)))
}

/// What a reader should know about dated assessments that are compared.
pub fn findings(subject: &Subject, points: &[Point]) -> Vec<Finding> {
    let known: BTreeSet<&str> = subject.scopes.iter().flatten().map(String::as_str).collect();
    let versions: BTreeSet<Version> = points.iter().map(|point| point.version).collect();
    let labels = |before: &Point, after: &Point| format!("{}, {}", before.label, after.label);
    let backwards = |(before, after): &(&Point, &Point)| matches!((&before.date, &after.date), (Some(a), Some(b)) if a > b);
    let asked: Vec<&Point> = points.iter().filter(|point| !point.people.is_empty()).collect();
    let are_others = asked.windows(2).any(|pair| people::different(&pair[0].people, &pair[1].people) > 0);
    let number = |point: &&Point| format!("{}: {}", point.label, point.people.len());
    let stretched =
        points.iter().find(|point| months(point.since.as_deref(), point.date.as_deref()) > Some(1));
    let stretch = |point: &Point| {
        [point.since.as_deref(), point.date.as_deref()].map(Option::unwrap_or_default).join(", ")
    };
    let found = [
        are_others.then(|| ("trend.people", asked.iter().map(number).collect::<Vec<_>>().join(", "))),
        (known.len() > 1).then(|| ("trend.scopes", known.into_iter().collect::<Vec<_>>().join(", "))),
        (versions.len() > 1).then(|| {
            ("trend.versions", versions.iter().map(Version::to_string).collect::<Vec<_>>().join(", "))
        }),
        points.iter().any(|point| point.form != points[0].form).then(|| ("trend.forms", String::new())),
        pairs(points).find(backwards).map(|(before, after)| ("trend.backwards", labels(before, after))),
        pairs(points).find(|(a, b)| a.label == b.label).map(|(point, _)| ("trend.same", point.label.clone())),
        stretched.map(|point| ("trend.stretched", stretch(point))),
    ];
    let warning =
        |(id, names): (&'static str, String)| Finding::warning(Message::new(id).with("names", names));
    found.into_iter().flatten().map(warning).collect()
}
