//! Building the report: every number from the core, every sentence from the content.

use std::collections::{BTreeMap, HashSet};

use crate::advice::Position;
use crate::answers::{Answer, Answers, Form};
use crate::assessment::{Assessment, AxisScore, standings};
use crate::comparison::{self, Closest, Comparison, FailurePattern, TeamLevels, Unverified};
use crate::content::{Content, ToldStory};
use crate::error::Finding;
use crate::fraction::Fraction;
use crate::language::Values;
use crate::questionnaire::{Area, Contradiction, LevelRange, Question};
use crate::report::steps::step_parts;
use crate::report::verdict;
use crate::report::{
    AreaPart, ComparisonPart, ContradictionPart, FactPart, QuestionPart, QuestionnaireReference, Report,
    SCHEMA, SourcePart, Status, StepPart, TOOL, TraitPart, WarningPart,
};
use crate::score::{Counts, Score, Standing, Standings};

/// The report of one person's answers, or of answers that a team agreed on.
///
/// `findings` are the warnings of reading them; what the content holds decides which stories are compared.
pub fn build(content: &Content, answers: &Answers, findings: &[Finding], unverified: Unverified) -> Report {
    let standings = standings(&content.questionnaire, answers);
    let standings = Standings { steps: standings.clone(), scores: standings };
    of_standings(content, answers, standings, findings, unverified)
}

/// The report of these states; the answers say what each question shows, whole levels only.
pub fn of_standings(
    content: &Content,
    answers: &Answers,
    standings: Standings,
    findings: &[Finding],
    unverified: Unverified,
) -> Report {
    let questionnaire = &content.questionnaire;
    let assessment =
        Assessment::of(questionnaire, standings.scores).with_proposals_of(questionnaire, answers);
    let team = TeamLevels::of(questionnaire, &assessment.standings);
    let (compared, closest) = compare(content, &team, &assessment.axes.adoption, answers.form, unverified);
    let failures = content.failures.iter().map(|told| &told.story);
    let pattern = comparison::failure_pattern(questionnaire, failures, &team);
    let next_steps = step_parts(content, &standings.steps, assessment.verdict.code);
    let comparisons: Vec<ComparisonPart> =
        compared.iter().map(|comparison| comparison_part(content, comparison)).collect();
    let (facts, sources) = evidence(content, &named(&comparisons, &next_steps, pattern.as_ref()));
    let contradictions = contradictions(content, &assessment);
    let warnings = findings.iter().map(|finding| WarningPart::of(finding, &content.words));
    Report {
        schema: SCHEMA,
        tool: TOOL,
        questionnaire: QuestionnaireReference::of(content),
        team: answers.team.clone(),
        scope: answers.scope.clone(),
        goal: answers.goal.clone(),
        date: answers.date.clone(),
        form: answers.form,
        agreed: answers.agreed,
        language: content.words.language().tag().to_owned(),
        verdict: verdict::part(content, &assessment.verdict, &assessment.axes, &contradictions),
        areas: area_parts(content, &assessment),
        questions: question_parts(content, answers, &assessment),
        axes: assessment.axes,
        comparisons,
        closest,
        next_steps,
        contradictions,
        facts,
        sources,
        warnings: warnings.chain(pattern.map(|pattern| pattern_warning(content, &pattern))).collect(),
        measured: Vec::new(),
        what_if: None,
        trend: None,
    }
}

/// The team beside every chapter of the chosen stories that has enough ratings, and the chapter to name; in the full form
/// also beside the story of a company that was once at its levels, if that is another one.
pub(super) fn compare<'a>(
    content: &'a Content,
    team: &TeamLevels,
    adoption: &AxisScore,
    form: Form,
    unverified: Unverified,
) -> (Vec<Comparison<'a>>, Option<Closest>) {
    let of = |stories: &'a [ToldStory]| -> Vec<Comparison<'a>> {
        let stories = stories.iter().map(|told| &told.story);
        stories
            .flat_map(|story| Comparison::of_story(&content.questionnaire, story, team, unverified))
            .collect()
    };
    let chosen = of(&content.stories);
    if form == Form::Short {
        return (chosen, None);
    }
    let compared = if content.is_default_choice {
        comparison::with_who_stood_there(chosen, || of(&content.others), adoption)
    } else {
        chosen
    };
    let closest = comparison::closest(&compared, adoption);
    (compared, closest)
}

/// The contradictions that hold, with both answers in words.
fn contradictions(content: &Content, assessment: &Assessment) -> Vec<ContradictionPart> {
    let questionnaire = &content.questionnaire;
    let answer = |range: &LevelRange| {
        let position = questionnaire.position(&range.id)?;
        let standing = *assessment.standings.get(position)?;
        let Position::At(level) = Position::of(&questionnaire.questions[position], standing) else {
            return None;
        };
        content.question(&range.id).levels.get(usize::from(level)).cloned()
    };
    let part = |pair: &Contradiction| {
        let [a, b] = [&pair.a, &pair.b].map(|range| answer(range).unwrap_or_default());
        let names = [&pair.a, &pair.b].map(|range| content.name_of(&range.id));
        let values: &Values<'_> = &[("a", &names[0]), ("a-level", &a), ("b", &names[1]), ("b-level", &b)];
        ContradictionPart {
            a: pair.a.id.clone(),
            b: pair.b.id.clone(),
            text: content.words.fill("contradiction", values),
        }
    };
    let held = assessment.contradictions.iter().filter_map(|at| questionnaire.contradictions.get(*at));
    held.map(part).collect()
}

fn area_parts(content: &Content, assessment: &Assessment) -> Vec<AreaPart> {
    let part = |(area, (score, counts)): (&Area, &(Score, Counts))| AreaPart {
        id: area.id.clone(),
        name: content.area(&area.id).to_owned(),
        axis: area.axis,
        score: *score,
        answered: counts.answered,
        applicable: counts.applicable,
    };
    content.questionnaire.areas.iter().zip(&assessment.areas).map(part).collect()
}

fn question_parts(content: &Content, answers: &Answers, assessment: &Assessment) -> Vec<QuestionPart> {
    let questions = content.questionnaire.questions.iter().zip(&assessment.standings);
    questions
        .map(|(question, standing)| question_part(content, question, *standing, answers.get(&question.id)))
        .collect()
}

fn question_part(
    content: &Content,
    question: &Question,
    standing: Standing,
    answer: Option<&Answer>,
) -> QuestionPart {
    let answer = answer.filter(|_| standing != Standing::NotAsked);
    QuestionPart {
        id: question.id.clone(),
        name: content.name_of(&question.id),
        area: question.area.clone(),
        axis: content.questionnaire.axis(question),
        level: answer.and_then(|answer| answer.choice.level()),
        levels: question.levels,
        weight: question.weight,
        typical: question.typical.as_ref().map(|typical| typical.level),
        score: standing.value(),
        value: answer.and_then(|answer| answer.value),
        note: answer.and_then(|answer| answer.note.clone()),
        reason: answer.and_then(|answer| answer.reason.clone()),
        evidence: answer.map(|answer| answer.evidence.clone()).unwrap_or_default(),
        proposed: answer.is_some_and(|answer| answer.proposed),
        status: match standing {
            Standing::Known(_) => Status::Answered,
            Standing::Unknown => Status::Unknown,
            Standing::Unanswered => Status::Unanswered,
            Standing::NotApplicable => Status::NotApplicable,
            Standing::NotAsked => Status::NotAsked,
        },
    }
}

fn comparison_part(content: &Content, comparison: &Comparison<'_>) -> ComparisonPart {
    let told = content.story(&comparison.story.id);
    let date = |date: &str| -> String { told.map_or(date, |told| told.text.date(date)).to_owned() };
    let traits = comparison.traits.iter().map(|compared| {
        let difference = compared.difference();
        let company = compared.rating.level;
        TraitPart {
            id: compared.rating.trait_id.clone(),
            team: difference.map(|difference| beside(company, difference)),
            company,
            year: date(&compared.rating.year),
            difference: difference.map(whole),
            facts: compared.rating.facts.clone(),
            confidence: compared.confidence,
        }
    });
    ComparisonPart {
        story: comparison.story.id.clone(),
        chapter: comparison.chapter.id.clone(),
        company: told.map_or_else(|| comparison.story.id.clone(), |told| told.text.company.clone()),
        years: date(&comparison.chapter.years),
        stage: comparison.chapter.stage,
        shared: comparison.shared,
        behind: comparison.behind,
        level: comparison.level,
        ahead: comparison.ahead,
        distance: comparison.distance,
        shortfall: comparison.shortfall,
        traits: traits.collect(),
    }
}

/// A difference in whole levels. One person's is whole; several people's mean is rounded, a half away from zero, as it
/// counts: a difference of less than half a level is none.
fn whole(difference: Fraction) -> i16 {
    let levels = (difference.absolute() + Fraction::new(1, 2)).floor();
    let levels = i16::try_from(levels).unwrap_or(i16::MAX);
    if difference < Fraction::ZERO { -levels } else { levels }
}

/// The team's level that is this far from the company's.
fn beside(company: u8, difference: Fraction) -> u8 {
    u8::try_from(i16::from(company) + whole(difference)).unwrap_or_default()
}

fn pattern_warning(content: &Content, pattern: &FailurePattern<'_>) -> WarningPart {
    let told = content.story(&pattern.story.id);
    let traits: Vec<String> =
        pattern.matches.iter().map(|rating| content.name_of(&rating.trait_id)).collect();
    let years = pattern.chapter.years.as_str();
    let values: &Values<'_> = &[
        ("company", told.map_or(&pattern.story.id, |told| &told.text.company)),
        ("years", &content.words.date(told.map_or(years, |told| told.text.date(years)))),
        ("traits", &traits.join(", ")),
        ("matches", &pattern.matches.len()),
        ("answered", &pattern.answered),
        ("summary", &told.map_or("", |told| &told.text.summary)),
    ];
    let text = content.words.fill("warning.failure-pattern", values);
    WarningPart::new("failure-pattern", text)
}

/// The ids of all facts that a report names.
fn named<'a>(
    comparisons: &'a [ComparisonPart],
    steps: &'a [StepPart],
    pattern: Option<&'a FailurePattern<'_>>,
) -> HashSet<&'a str> {
    let compared = comparisons.iter().flat_map(|comparison| &comparison.traits);
    let rose = steps.iter().flat_map(|step| &step.rose).flat_map(|rose| &rose.facts);
    let matches = pattern.into_iter().flat_map(|pattern| &pattern.matches);
    compared
        .flat_map(|compared| &compared.facts)
        .chain(steps.iter().flat_map(|step| &step.facts))
        .chain(rose)
        .chain(matches.flat_map(|rating| &rating.facts))
        .map(String::as_str)
        .collect()
}

/// These facts and their sources, by their ids.
fn evidence(
    content: &Content,
    named: &HashSet<&str>,
) -> (BTreeMap<String, FactPart>, BTreeMap<String, SourcePart>) {
    let (mut facts, mut sources) = (BTreeMap::new(), BTreeMap::new());
    for told in content.all_stories() {
        for fact in told.story.facts.iter().filter(|fact| named.contains(fact.id.as_str())) {
            facts.insert(fact.id.clone(), FactPart::of(told, fact));
            if let Some(source) = told.story.source(&fact.source) {
                sources.insert(source.id.clone(), source.into());
            }
        }
    }
    (facts, sources)
}
