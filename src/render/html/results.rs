//! The results: each measure beside how the respondents of a published survey spread over the same options.

use minijinja::Value;
use serde::Serialize;

use super::parts::{Holes, Key, Sheet};
use super::sources::Citation;
use crate::content::Content;
use crate::error::Result;
use crate::questionnaire::{Axis, Question};
use crate::render::chart::{bars, strip_x};
use crate::render::{measured, numbers};
use crate::report::measured::MeasuredPart;
use crate::report::{QuestionPart, Report, Status};

/// The section.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ResultsView {
    /// The measures.
    pub(crate) measures: Value,
    /// Whether something was measured beside them.
    pub(crate) measured: bool,
}

/// One measure.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MeasureView {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// What became of the question.
    pub(crate) status: Status,
    /// What the team answered, in the words of the option.
    pub(crate) answer: Option<String>,
    /// The number that was given, with its unit.
    pub(crate) value: Option<String>,
    /// What was measured.
    pub(crate) measured: Option<MeasuredView>,
    /// Percent of respondents who gave this answer or a better one.
    pub(crate) at_or_above: Option<String>,
    /// The place of the team's option, counted from the worst, from 1.
    pub(crate) yours: Option<u8>,
    /// The place of the typical option.
    pub(crate) typical: Option<u8>,
    /// The options, worst first.
    pub(crate) options: Vec<OptionView>,
    /// The survey; without one the scale is our own.
    pub(crate) survey: Option<SurveyView>,
}

/// What was measured, beside the answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MeasuredView {
    /// The number with its unit.
    pub(crate) value: String,
    /// How it lies to the answer.
    pub(crate) difference: String,
    /// What it rests on.
    pub(crate) basis: String,
    /// What it means.
    pub(crate) definition: String,
    /// Whether the answer lies far above it.
    pub(crate) lower: bool,
    /// The place of the option that it gives, counted from the worst, from 1.
    pub(crate) place: Option<u8>,
}

/// One option of a measure.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OptionView {
    /// What it says.
    pub(crate) text: String,
    /// Percent of respondents.
    pub(crate) share: Option<String>,
    /// The length of its bar.
    pub(crate) bar: Option<String>,
    /// Where it stands on the strip of a scale of our own.
    pub(crate) x: String,
    /// Whether it is the team's.
    pub(crate) yours: bool,
    /// Whether it is the one that the measured number gives.
    pub(crate) measured: bool,
    /// Whether it is the typical one.
    pub(crate) typical: bool,
}

/// The survey that a distribution comes from.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SurveyView {
    /// Its year.
    pub(crate) year: u16,
    /// Its source.
    pub(crate) source: Option<Citation>,
}

/// The measures of a report, in the order of the questionnaire; nothing where there are none.
pub(crate) fn results(sheet: &mut Sheet<'_, '_>) -> Result<Option<ResultsView>> {
    let report = sheet.report;
    let (mut text, mut measured) = (String::new(), false);
    for (position, part) in report.questions.iter().enumerate().filter(|(_, part)| part.axis == Axis::Outcome)
    {
        let found = measured_of(report, &part.id);
        if part.status == Status::NotAsked && found.is_none() {
            continue;
        }
        let (status, level) = (part.status, part.level);
        let is_shared = found.is_none() && part.value.is_none();
        let key = is_shared.then_some(Key::Measure { question: position, status, level });
        let view = |sheet: &mut Sheet<'_, '_>, _: Holes<'_>| measure(part, found, sheet);
        sheet.put(&mut text, ("parts/measure.html", "measure", key), (&[], view))?;
        measured |= found.is_some();
    }
    Ok((!text.is_empty()).then(|| ResultsView { measures: Value::from_safe_string(text), measured }))
}

/// The names of the measures for which a far better answer was given than was measured.
pub(crate) fn lower(report: &Report) -> Vec<&str> {
    report.measured.iter().filter(|part| part.is_lower()).map(|part| part.name.as_str()).collect()
}

fn measured_of<'a>(report: &'a Report, question: &str) -> Option<&'a MeasuredPart> {
    report.measured.iter().find(|part| part.id == question)
}

fn measured(part: &MeasuredPart, content: &Content) -> MeasuredView {
    MeasuredView {
        value: measured::value(part.value, &part.id, content),
        difference: measured::difference(part, &content.words),
        basis: measured::basis_of(part, &content.words),
        definition: part.definition.clone(),
        lower: part.is_lower(),
        place: part.level.map(|level| level + 1),
    }
}

fn measure(part: &QuestionPart, found: Option<&MeasuredPart>, sheet: &mut Sheet<'_, '_>) -> MeasureView {
    let content = sheet.content;
    let question = content.questionnaire.question(&part.id);
    let text = content.question(&part.id);
    let distribution = question.and_then(|question| question.distribution.as_ref());
    let scale = question.and_then(|question| question.value.as_ref());
    MeasureView {
        id: part.id.clone(),
        name: part.name.clone(),
        status: part.status,
        answer: part.level.and_then(|level| text.levels.get(usize::from(level)).cloned()),
        value: part.value.zip(scale).map(|(value, scale)| numbers::value(value, scale.unit, &content.words)),
        measured: found.map(|found| measured(found, content)),
        at_or_above: distribution
            .zip(part.level)
            .map(|(shares, level)| numbers::decimal(shares.at_or_above(level), 1)),
        yours: part.level.map(|level| level + 1),
        typical: part.typical.map(|level| level + 1),
        options: options(part, (question, &text.levels), found.and_then(|found| found.level)),
        survey: distribution
            .map(|shares| SurveyView { year: shares.year, source: sheet.reference(&shares.source) }),
    }
}

fn options(
    part: &QuestionPart,
    (question, texts): (Option<&Question>, &[String]),
    measured: Option<u8>,
) -> Vec<OptionView> {
    let shares = question.and_then(|question| question.distribution.as_ref()).map(|shares| &shares.shares);
    let bars = shares.map_or_else(Vec::new, |shares| bars(shares));
    let top = f64::from(part.levels.saturating_sub(1));
    (0..part.levels)
        .map(|level| {
            let index = usize::from(level);
            OptionView {
                text: texts.get(index).cloned().unwrap_or_default(),
                share: shares.and_then(|shares| shares.get(index)).map(|share| numbers::decimal(*share, 1)),
                bar: bars.get(index).cloned(),
                x: strip_x(f64::from(level), top),
                yours: part.level == Some(level),
                measured: measured == Some(level),
                typical: part.typical == Some(level),
            }
        })
        .collect()
}
