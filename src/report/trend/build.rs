//! Building the trend: every number from the core, every sentence from the content.

use crate::answers::Form;
use crate::comparison::{self, Comparison, TeamLevels, Unverified};
use crate::content::Content;
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Question, Questionnaire};
use crate::report::build::{axis_part, closest_part, compare};
use crate::report::trend::{
    AxisTestPart, ChangePart, ChapterPart, DatedAxes, IntervalPart, LevelPart, LikeForLikePart, LikeForLikes,
    SCHEMA, StepStatePart, StepsPart, TestPart, TowardsPart, TrendPart, ValuePart,
};
use crate::report::{QuestionnaireReference, StepKind, Tool, WarningPart};
use crate::score::Standing;
use crate::trend::people::{self, Design};
use crate::trend::{self, Change, Point};

/// Who the dated assessments are of.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    pub teams: Vec<Option<String>>,
    pub scopes: Vec<Option<String>>,
}

/// The trend of dated assessments of one team, in the order given. The content decides which stories the way through
/// the chapters is shown by. With fewer than two points there is nothing to compare, and every part is empty.
pub fn build(content: &Content, subject: &Subject, points: &[Point]) -> TrendPart {
    let questionnaire = &content.questionnaire;
    let ends = points.first().zip(points.last());
    let changes = ends.map(|(first, last)| trend::changes(questionnaire, first, last)).unwrap_or_default();
    let axis = |axis: Axis| {
        let found = trend::like_for_like(questionnaire, axis, ends?)?;
        Some(LikeForLikePart { questions: found.questions, from: found.from.as_f64(), to: found.to.as_f64() })
    };
    let latest = |names: &[Option<String>]| names.iter().rev().flatten().next().cloned();
    TrendPart {
        schema: SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        questionnaire: QuestionnaireReference {
            id: questionnaire.id.clone(),
            version: questionnaire.version,
            title: content.text.title.clone(),
        },
        team: latest(&subject.teams),
        scope: latest(&subject.scopes),
        language: content.words.language().tag().to_owned(),
        dates: points.iter().map(|point| point.date.clone()).collect(),
        axes: points.iter().map(|point| dated_axes(questionnaire, point)).collect(),
        like_for_like: LikeForLikes { adoption: axis(Axis::Adoption), outcome: axis(Axis::Outcome) },
        intervals: if points.len() > 2 { intervals(questionnaire, points) } else { Vec::new() },
        steps: pairs(points).map(|(before, after)| steps(questionnaire, before, after)).collect(),
        values: values(questionnaire, points),
        chapters: points.iter().map(|point| chapter(content, point)).collect(),
        towards: ends.and_then(|ends| towards(content, ends)),
        test: ends.and_then(|(first, last)| test(first, last)),
        warnings: warnings(content, subject, points),
        changes: change_parts(questionnaire, &changes),
    }
}

fn pairs(points: &[Point]) -> impl Iterator<Item = (&Point, &Point)> {
    points.iter().zip(points.iter().skip(1))
}

fn dated_axes(questionnaire: &Questionnaire, point: &Point) -> DatedAxes {
    DatedAxes {
        date: point.date.clone(),
        label: point.label.clone(),
        version: point.version,
        form: point.form,
        respondents: (!point.people.is_empty()).then_some(point.people.len()),
        verdict: point.assessment.verdict.code,
        certain: point.assessment.verdict.certain,
        adoption: axis_part(questionnaire, &point.assessment.adoption),
        outcome: axis_part(questionnaire, &point.assessment.outcome),
    }
}

fn intervals(questionnaire: &Questionnaire, points: &[Point]) -> Vec<IntervalPart> {
    let interval = |(before, after): (&Point, &Point)| IntervalPart {
        from: before.label.clone(),
        to: after.label.clone(),
        changes: change_parts(questionnaire, &trend::changes(questionnaire, before, after)),
    };
    pairs(points).map(interval).collect()
}

fn change_parts(questionnaire: &Questionnaire, changes: &[Change]) -> Vec<ChangePart> {
    let part = |change: &Change| {
        let top = questionnaire.question(&change.id).map_or(0, Question::top);
        let level = |standing| level_part(standing, top);
        ChangePart {
            id: change.id.clone(),
            from: level(change.from),
            to: level(change.to),
            kind: change.kind,
        }
    };
    changes.iter().map(part).collect()
}

/// The level behind a score on a scale from 0 to `top`, or the word that takes its place.
pub fn level_part(standing: Standing, top: u8) -> Option<LevelPart> {
    match standing {
        Standing::Known(score) => {
            let level = score.as_f64() * f64::from(top);
            let whole = (0..=top).find(|whole| (f64::from(*whole) - level).abs() < 1e-9);
            Some(whole.map_or(LevelPart::Mean(level), LevelPart::Level))
        }
        Standing::Unknown => Some(LevelPart::Word("unknown")),
        Standing::NotApplicable => Some(LevelPart::Word("not-applicable")),
        Standing::Unanswered | Standing::NotAsked => None,
    }
}

fn steps(questionnaire: &Questionnaire, before: &Point, after: &Point) -> StepsPart {
    use crate::advice::Action;
    let states = trend::step_states(questionnaire, before, after).into_iter().map(|(step, state)| {
        let (kind, from) = match step.action {
            Action::Do { from } => (StepKind::Do, Some(from)),
            Action::FindOut => (StepKind::FindOut, None),
            Action::Measure => (StepKind::Measure, None),
        };
        let to = from.map(|from| from + 1);
        StepStatePart { kind, trait_id: step.trait_id.clone(), from, to, state }
    });
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
    let (team, adoption) = (levels(content, point), &point.assessment.adoption);
    let compared = compare(content, &team, adoption, (point.form, Unverified::Hidden));
    let closest = closest_part(&compared, adoption).filter(|_| point.form == Form::Full)?;
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
    let chapter = told.story.chapters.iter().find(|known| known.id == chapter);
    let years = chapter.map(|chapter| told.text.date(&chapter.years).to_owned()).unwrap_or_default();
    (told.text.company.clone(), years)
}

fn towards(content: &Content, (first, last): (&Point, &Point)) -> Option<TowardsPart> {
    let start = chapter(content, first)?;
    let story = &content.story(&start.story)?.story;
    let from = story.chapters.iter().find(|chapter| chapter.id == start.chapter)?;
    let (later, _) = comparison::what_came_next(story, from)?;
    let distance = |point: &Point| {
        let team = levels(content, point);
        let compared = Comparison::of_story(&content.questionnaire, (story, Unverified::Hidden), &team);
        let found = compared.iter().find(|compared| compared.chapter.id == later.id)?;
        found.distance.map(Fraction::as_f64)
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

fn test(first: &Point, last: &Point) -> Option<TestPart> {
    if first.people.is_empty() || last.people.is_empty() {
        return None;
    }
    let axis = |axis: Axis| {
        let found = people::test(axis, &first.people, &last.people)?;
        Some(AxisTestPart {
            p: found.test.p,
            smallest_p: found.test.smallest_p,
            respondents: found.respondents,
            paired: found.design == Design::Paired,
            exact: found.test.is_exact,
        })
    };
    Some(TestPart { adoption: axis(Axis::Adoption), outcome: axis(Axis::Outcome) })
}

fn warnings(content: &Content, subject: &Subject, points: &[Point]) -> Vec<WarningPart> {
    let names = |names: &[Option<String>]| {
        let mut known: Vec<&str> = names.iter().flatten().map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        known.join(", ")
    };
    let differ = |names: &[Option<String>]| {
        let mut known = names.iter().flatten();
        known.next().is_some_and(|first| known.any(|other| other != first))
    };
    let mut versions: Vec<String> = points.iter().map(|point| point.version.to_string()).collect();
    versions.sort();
    versions.dedup();
    let backwards = pairs(points)
        .find(|(before, after)| matches!((&before.date, &after.date), (Some(a), Some(b)) if a > b));
    let forms = points.iter().any(|point| point.form != points[0].form);
    let found = [
        differ(&subject.teams).then(|| ("trend.teams", names(&subject.teams))),
        differ(&subject.scopes).then(|| ("trend.scopes", names(&subject.scopes))),
        (versions.len() > 1).then(|| ("trend.versions", versions.join(", "))),
        forms.then(|| ("trend.forms", String::new())),
        backwards.map(|(before, after)| ("trend.backwards", format!("{}, {}", before.label, after.label))),
    ];
    let part = |(code, names): (&str, String)| WarningPart {
        code: code.to_owned(),
        text: content.words.fill(code, &[("names", &names)]),
    };
    found.into_iter().flatten().map(part).collect()
}
