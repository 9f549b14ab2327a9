//! How far a team has come without talking (design, section 7): what it agrees on, what is a proposal, what stays open.

use crate::answers::{Answer, Answers, Choice};
use crate::content::Content;
use crate::language::Values;
use crate::questionnaire::Question;
use crate::report::Status;
use crate::report::team::{People, TeamReport, choice, shown_answers};
use crate::team::Tally;
use crate::team::agreement::Agreement;
use crate::team::standing;

/// How many questions a team agrees on, has a proposal for, or leaves open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Settled {
    pub agreed: usize,
    pub proposed: usize,
    pub open: usize,
}

/// What became of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Everybody who knows says the same.
    Agreed,
    /// Answers are near each other; the middle one is taken until somebody confirms it.
    Proposed,
    /// Answers are far apart, or too few people know.
    Open,
}

impl State {
    /// `choice` is that of the middle person; `None` if nobody answered.
    fn of(choice: Option<Choice>, agreement: &Agreement) -> Self {
        match (choice, kinds(agreement)) {
            // Of people of whom some know, nobody can say that it is unknown.
            (None, _) | (Some(Choice::Unknown), 1..) => Self::Open,
            (Some(_), 0 | 1) => Self::Agreed,
            (Some(_), _) if agreement.talk_first => Self::Open,
            (Some(_), _) => Self::Proposed,
        }
    }
}

/// How many different answers people who know gave.
fn kinds(agreement: &Agreement) -> usize {
    let levels = agreement.counts.iter().filter(|count| **count > 0).count();
    levels + usize::from(agreement.not_applicable > 0)
}

impl Settled {
    /// Counts the questions that were asked.
    pub fn of(team: &TeamReport) -> Self {
        let mut settled = Self::default();
        for (question, agreement) in team.report.questions.iter().zip(&team.agreement) {
            let choice = match question.status {
                Status::NotAsked => continue,
                Status::Answered => question.level.map(Choice::Level),
                Status::Unknown => Some(Choice::Unknown),
                Status::NotApplicable => Some(Choice::NotApplicable),
                Status::Unanswered => None,
            };
            match State::of(choice, agreement) {
                State::Agreed => settled.agreed += 1,
                State::Proposed => settled.proposed += 1,
                State::Open => settled.open += 1,
            }
        }
        settled
    }
}

/// The team's answers: what is agreed, proposals, and no answer if it is open. What a file already holds as agreed stays.
pub fn agreed(content: &Content, people: People<'_>, decided: Option<Answers>) -> Answers {
    let questionnaire = &content.questionnaire;
    let medians = standing::of(questionnaire, people.layout, &people.gathered.table).steps;
    let fresh = || Answers { given: Vec::new(), agreed: true, ..shown_answers(questionnaire, people, &[]) };
    let mut answers = decided.unwrap_or_else(fresh);
    for ((position, question), median) in questionnaire.questions.iter().enumerate().zip(medians) {
        if answers.get(&question.id).is_none_or(|answer| answer.proposed) {
            let tally = people.gathered.table.tally(people.layout, position);
            let answer =
                choice(question, median).and_then(|choice| settled(content, question, choice, tally));
            answers.set(questionnaire, &question.id, answer);
        }
    }
    answers
}

/// The answer that these people come to, if they do; `choice` is that of the middle person.
fn settled(content: &Content, question: &Question, choice: Choice, tally: Tally<'_>) -> Option<Answer> {
    let state = State::of(Some(choice), &Agreement::of(&question.id, tally));
    let counts: &Values<'_> = &[("number", &tally.not_applicable), ("of", &tally.asked)];
    let reason = || content.words.fill("team.agree.reason", counts);
    let note = || {
        let levels = tally.levels.iter().enumerate().filter(|(_, count)| **count > 0);
        let answers: Vec<String> = levels.map(|(level, count)| format!("{level} (×{count})")).collect();
        content.words.fill("team.agree.note", &[("answers", &answers.join(", "))])
    };
    let does_not_apply = choice == Choice::NotApplicable;
    (state != State::Open).then(|| Answer {
        proposed: state == State::Proposed,
        reason: does_not_apply.then(reason),
        note: (state == State::Proposed && !does_not_apply).then(note),
        ..Answer::bare(choice)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_agreed_proposed_or_open() {
        let state = |choice, levels: &[u32; 5], not_applicable| {
            let tally = Tally { asked: 0, levels, unknown: 0, not_applicable };
            State::of(choice, &Agreement::of("question", tally))
        };
        let level = Some(Choice::Level(2));
        assert_eq!(state(level, &[0, 0, 5, 0, 0], 0), State::Agreed);
        // 2 and 3 of five options: the mean distance is a half, far below 5/6.
        assert_eq!(state(level, &[0, 0, 2, 2, 0], 0), State::Proposed);
        // From 0 to 3 of five options is three quarters of the scale.
        assert_eq!(state(level, &[1, 0, 4, 1, 0], 0), State::Open);
        // One person of three says that it does not apply.
        assert_eq!(state(level, &[0, 0, 2, 0, 0], 1), State::Proposed);
        assert_eq!(state(Some(Choice::Unknown), &[0, 0, 1, 0, 0], 0), State::Open, "most do not know");
        assert_eq!(state(Some(Choice::Unknown), &[0, 0, 0, 0, 0], 0), State::Agreed, "nobody knows");
        assert_eq!(state(None, &[0, 0, 0, 0, 0], 0), State::Open);
    }
}
