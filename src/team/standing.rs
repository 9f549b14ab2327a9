//! The state of a team on each question: the mean of its members' scores, or that it has none (design, section 7).

use crate::fraction::Fraction;
use crate::questionnaire::{Question, Questionnaire};
use crate::score::{Standing, Standings};
use crate::team::agreement;
use crate::team::{Layout, Table, Tally};

/// The joint state of the people of a table.
pub fn of(questionnaire: &Questionnaire, layout: &Layout, table: &Table) -> Standings {
    let median = |(at, question)| {
        let tally = table.tally(layout, at);
        standing(tally, || median_score(question, tally))
    };
    Standings {
        scores: means(questionnaire, layout, table),
        steps: questionnaire.questions.iter().enumerate().map(median).collect(),
    }
}

/// Their state by the mean alone.
pub fn means(questionnaire: &Questionnaire, layout: &Layout, table: &Table) -> Vec<Standing> {
    let questions = questionnaire.questions.iter().enumerate();
    questions.map(|(at, question)| mean(question, table.tally(layout, at))).collect()
}

/// A question that more than half say does not apply counts as not applicable; else one to which fewer than half of
/// the others gave a level counts as unknown.
fn standing(tally: Tally<'_>, score: impl Fn() -> Fraction) -> Standing {
    let given = tally.given();
    let others = tally.asked.saturating_sub(tally.not_applicable);
    if tally.asked == 0 {
        Standing::NotAsked
    } else if 2 * tally.not_applicable > tally.asked {
        Standing::NotApplicable
    } else if 2 * given >= others {
        Standing::Known(score())
    } else if given + tally.unknown == 0 {
        Standing::Unanswered
    } else {
        Standing::Unknown
    }
}

/// The state of the people of a tally by their mean.
pub(in crate::team) fn mean(question: &Question, tally: Tally<'_>) -> Standing {
    standing(tally, || mean_score(question, tally))
}

fn mean_score(question: &Question, tally: Tally<'_>) -> Fraction {
    let sum: i128 = (0i128..).zip(tally.levels).map(|(level, count)| level * i128::from(*count)).sum();
    Fraction::new(sum, i128::from(tally.given()) * i128::from(question.top()))
}

fn median_score(question: &Question, tally: Tally<'_>) -> Fraction {
    let median = agreement::middle(tally.levels).unwrap_or_default();
    Fraction::new(i128::try_from(median).unwrap_or_default(), question.top().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(levels: &[u32], unknown: u32, not_applicable: u32) -> Tally<'_> {
        let asked = levels.iter().sum::<u32>() + unknown + not_applicable;
        Tally { asked, levels, unknown, not_applicable }
    }

    fn of(tally: Tally<'_>) -> Standing {
        standing(tally, || Fraction::ONE)
    }

    #[test]
    fn more_than_half_decide_that_a_question_does_not_apply() {
        assert_eq!(of(tally(&[0, 2], 0, 3)), Standing::NotApplicable);
        assert_eq!(of(tally(&[0, 2], 0, 2)), Standing::Known(Fraction::ONE), "just half is not more");
    }

    #[test]
    fn a_team_stands_at_the_mean_and_takes_steps_from_the_median() {
        // Levels 0, 1, 1, 4 of 4: the mean is 6/16, the median 1/4.
        let questionnaire = crate::testing::drawn(&["a"], &[]);
        let layout = Layout::new(&questionnaire);
        let mut table = Table::new(&layout);
        for level in [4, 1, 0, 1] {
            table.add(&layout, &[level], crate::answers::Form::Full);
        }
        let found = super::of(&questionnaire, &layout, &table);
        assert_eq!(found.scores, [Standing::Known(Fraction::new(3, 8))]);
        assert_eq!(found.steps, [Standing::Known(Fraction::new(1, 4))]);
        assert_eq!(means(&questionnaire, &layout, &table), found.scores);
    }

    #[test]
    fn half_of_the_others_are_enough_for_a_level() {
        assert_eq!(of(tally(&[0, 2], 2, 3)), Standing::Known(Fraction::ONE), "two of four");
        assert_eq!(of(tally(&[0, 1], 2, 2)), Standing::Unknown, "one of three");
        assert_eq!(of(tally(&[0, 0], 2, 0)), Standing::Unknown, "nobody knows");
        assert_eq!(of(Tally { asked: 4, ..tally(&[0, 0], 0, 0) }), Standing::Unanswered);
        assert_eq!(of(tally(&[0, 0], 0, 0)), Standing::NotAsked);
    }
}
