//! Rows of teams as JSON. All teams have the same keys: they are put into words once, so that of each team only its name
//! and its numbers are written.

use serde::Serialize;

use crate::questionnaire::Questionnaire;
use crate::render::json;
use crate::report::org::{RowScore, TeamRow};

/// Writes rows as their types say.
#[derive(Debug)]
pub(super) struct Rows {
    /// What stands before the score of each area.
    areas: Vec<String>,
    /// What stands before the first number of each question.
    questions: Vec<String>,
}

impl Rows {
    /// Rows of the answers to a questionnaire.
    pub(super) fn new(questionnaire: &Questionnaire) -> Self {
        let Questionnaire { areas, questions, .. } = questionnaire;
        let area = |area: &crate::questionnaire::Area| {
            format!(r#"{{"id":{},"axis":{},"#, json::line(&area.id), json::line(&area.axis))
        };
        Self {
            areas: areas.iter().map(area).collect(),
            questions: questions.iter().map(|question| json::line(&question.id) + r#":{"n":"#).collect(),
        }
    }

    /// A row on one line.
    pub(super) fn line(&self, row: &TeamRow<'_>) -> Vec<u8> {
        let mut line = Line(Vec::with_capacity(8 * 1024));
        line.text("{\"team\":").text(&json::line(&row.team)).text(",\"n\":").count(row.n);
        line.text(",\"verdict\":{\"code\":\"")
            .text(row.verdict.code.word())
            .text("\"},\"axes\":{\"adoption\":{");
        line.score(row.axes.adoption).text(",\"outcome\":{").score(row.axes.outcome).text("},\"areas\":[");
        line.list(self.areas.iter().zip(&row.areas), |line, (start, area)| {
            line.text(start).score(area.score);
        });
        line.text("],\"questions\":{");
        line.list(self.questions.iter().zip(&row.questions.0), |line, (start, (_, question))| {
            line.text(start).count(question.n).text(",\"counts\":[");
            line.list(question.counts, |line, count| {
                line.count(*count);
            });
            line.text("],\"unknown\":").count(question.unknown);
            line.text(",\"not_applicable\":").count(question.not_applicable);
            line.text(",\"mean\":").value(&question.mean).text(",\"sd\":").value(&question.sd).text("}");
        });
        line.text("}}");
        line.0
    }
}

/// A line that grows.
struct Line(Vec<u8>);

impl Line {
    fn text(&mut self, text: &str) -> &mut Self {
        self.0.extend_from_slice(text.as_bytes());
        self
    }

    fn value(&mut self, value: &impl Serialize) -> &mut Self {
        // Writing to memory never fails.
        let written = serde_json::to_writer(&mut self.0, value);
        debug_assert!(written.is_ok());
        self
    }

    /// Most counts have one digit.
    fn count(&mut self, count: u32) -> &mut Self {
        match u8::try_from(count) {
            Ok(digit @ 0..=9) => self.0.push(b'0' + digit),
            _ => return self.value(&count),
        }
        self
    }

    /// The members of a score, with the bracket behind them.
    fn score(&mut self, score: RowScore) -> &mut Self {
        self.text("\"score\":").value(&score.score).text(",\"low\":").value(&score.low);
        self.text(",\"high\":").value(&score.high).text(",\"coverage\":").value(&score.coverage).text("}")
    }

    /// What stands between commas.
    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.0.push(b',');
            }
            write(self, item);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::answers::Form;
    use crate::assessment::Assessor;
    use crate::pack::Pack;
    use crate::report::org::Team;
    use crate::team::{Layout, NOT_APPLICABLE, Table, UNANSWERED, UNKNOWN};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_row_is_written_as_its_types_say(
            name in ".*",
            people in prop::collection::vec(prop::collection::vec((0..20u8, any::<bool>()), 34), 0..40),
        ) {
            let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
            let (layout, assessor) = (Layout::new(&questionnaire), Assessor::new(&questionnaire));
            let mut table = Table::new(&layout);
            for choices in people {
                let choice = |(choice, _): &(u8, bool)| match choice {
                    0 => UNANSWERED,
                    1 => UNKNOWN,
                    2 => NOT_APPLICABLE,
                    level => level % 5,
                };
                let form = if choices[0].1 { Form::Short } else { Form::Full };
                table.add(&layout, &choices.iter().map(choice).collect::<Vec<u8>>(), form);
            }
            let team = Team::new((&questionnaire, &assessor), &layout, (&name, &table));
            let row = team.row(&questionnaire, &layout);
            let line = String::from_utf8(Rows::new(&questionnaire).line(&row)).unwrap();
            prop_assert_eq!(line, json::line(&row));
        }
    }
}
