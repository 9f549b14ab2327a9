//! Next steps: which step is ready, what it is worth by itself, and what waits for it (design, section 6).

use std::collections::VecDeque;

use crate::assessment::VerdictCode;
use crate::fraction::Fraction;
use crate::questionnaire::{Axis, Need, Question, Questionnaire};
use crate::score::Standing;

/// At most this many steps are shown.
pub const MOST_STEPS: usize = 3;

/// Steps of at least this share of the best priority count as equally good, so that the worst result decides.
const NEARLY_BEST: Fraction = Fraction::new(4, 5);

/// The state of a trait for advice: whole levels only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// It has this level.
    At(u8),
    /// Its level is not known.
    Open,
    /// It does not apply.
    NotApplicable,
}

impl Position {
    /// The position that follows from a standing; a mean of several people is rounded down.
    pub fn of(question: &Question, standing: Standing) -> Self {
        match standing {
            Standing::Known(score) => Self::At(question.level(score)),
            Standing::NotApplicable => Self::NotApplicable,
            Standing::Unknown | Standing::Unanswered | Standing::NotAsked => Self::Open,
        }
    }
}

/// What to do about a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Go from this level one up.
    Do {
        /// The level now.
        from: u8,
    },
    /// Find out its level, because other steps depend on it.
    FindOut,
    /// Measure results instead of adding practices; of no trait.
    Measure,
}

/// One next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// What to do.
    pub action: Action,
    /// The id of the trait; nothing for [`Action::Measure`].
    pub trait_id: Option<String>,
    /// What the step is worth by itself and by what waits for it, above 0.
    pub priority: Fraction,
    /// The ids of the traits that wait for it, in the order of the questionnaire.
    pub unblocks: Vec<String>,
}

impl NextStep {
    /// An id that stays the same as long as the step does: `TRAIT-FROM-TO`, `TRAIT-find-out` or `measure`.
    pub fn id(&self) -> String {
        let name = self.trait_id.as_deref().unwrap_or_default();
        match self.action {
            Action::Do { from } => format!("{name}-{from}-{}", from + 1),
            Action::FindOut => format!("{name}-find-out"),
            Action::Measure => "measure".to_owned(),
        }
    }
}

/// The next steps of a team, best first, at most three.
///
/// `standings` are in the order of the questionnaire.
pub fn next_steps(
    questionnaire: &Questionnaire,
    standings: &[Standing],
    verdict: VerdictCode,
) -> Vec<NextStep> {
    let mut ranked = ranked_steps(questionnaire, standings);
    if verdict == VerdictCode::AdoptedNotWorking {
        let priority = ranked.first().map_or(Fraction::ZERO, |step| step.priority);
        ranked
            .insert(0, NextStep { action: Action::Measure, trait_id: None, priority, unblocks: Vec::new() });
    }
    ranked.truncate(MOST_STEPS);
    ranked
}

/// Every step that is ready and everything worth finding out, best first.
pub fn ranked_steps(questionnaire: &Questionnaire, standings: &[Standing]) -> Vec<NextStep> {
    let graph = Graph::new(questionnaire, standings);
    let tied = tied_to_the_worst(questionnaire, standings);
    let mut steps: Vec<(usize, NextStep)> = graph.steps();
    let Some(best) = steps.iter().map(|(_, step)| step.priority).max() else { return Vec::new() };
    let threshold = best * NEARLY_BEST;
    steps.sort_by_key(|(order, step)| {
        let nearly_best = step.priority >= threshold;
        let preferred = nearly_best && step.trait_id.as_ref().is_some_and(|id| tied.contains(&id.as_str()));
        // What is nearly the best stays in front of the rest; inside it the ties to the worst result decide first.
        let level = match step.action {
            Action::Do { from } => from,
            Action::FindOut | Action::Measure => u8::MAX,
        };
        (!nearly_best, !preferred, std::cmp::Reverse(step.priority), level, *order)
    });
    steps.into_iter().map(|(_, step)| step).collect()
}

/// The traits that the questionnaire ties to the results of the lowest score.
fn tied_to_the_worst<'a>(questionnaire: &'a Questionnaire, standings: &[Standing]) -> Vec<&'a str> {
    let results = || {
        questionnaire
            .questions
            .iter()
            .zip(standings)
            .filter(|(question, _)| questionnaire.axis(question) == Axis::Outcome)
            .filter_map(|(question, standing)| Some((question, standing.value()?)))
    };
    let worst = results().map(|(_, value)| value).min().filter(|value| *value < Fraction::ONE);
    results()
        .filter(|(_, value)| Some(*value) == worst)
        .flat_map(|(question, _)| question.improved_by.iter().map(String::as_str))
        .collect()
}

/// The traits with what each next level needs.
struct Graph<'a> {
    traits: Vec<Node<'a>>,
}

struct Node<'a> {
    question: &'a Question,
    position: Position,
    /// What it is worth by itself to go one level up.
    own: Fraction,
    /// The positions of the traits that its next level needs and that are not there yet.
    unmet: Vec<usize>,
}

impl<'a> Graph<'a> {
    fn new(questionnaire: &'a Questionnaire, standings: &[Standing]) -> Self {
        let mut traits: Vec<Node<'a>> = questionnaire
            .questions
            .iter()
            .zip(standings)
            .filter(|(question, _)| questionnaire.axis(question) == Axis::Adoption)
            .map(|(question, standing)| {
                let position = Position::of(question, *standing);
                Node { question, position, own: own(questionnaire, question, position), unmet: Vec::new() }
            })
            .collect();
        let unmet: Vec<Vec<usize>> = traits.iter().map(|node| unmet(questionnaire, &traits, node)).collect();
        for (node, unmet) in traits.iter_mut().zip(unmet) {
            node.unmet = unmet;
        }
        Self { traits }
    }

    /// What each trait's step is worth by itself and by what waits for it, and which traits wait for it.
    fn worth(&self) -> (Vec<Fraction>, Vec<Vec<usize>>) {
        let mut priorities: Vec<Fraction> = self.traits.iter().map(|node| node.own).collect();
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); self.traits.len()];
        for (candidate, node) in self.traits.iter().enumerate() {
            for (prerequisite, depth) in self.lends_to(candidate) {
                let halved = (0..depth).fold(node.own, |worth, _| worth * Fraction::new(1, 2));
                priorities[prerequisite] = priorities[prerequisite] + halved;
                waiting[prerequisite].push(candidate);
            }
        }
        (priorities, waiting)
    }

    /// Every ready step and everything worth finding out, with the position of its trait.
    fn steps(&self) -> Vec<(usize, NextStep)> {
        let (priorities, waiting) = self.worth();
        let step = |(order, node): (usize, &Node<'_>)| {
            let action = match node.position {
                Position::At(from) if from < node.question.top() && node.unmet.is_empty() => {
                    Action::Do { from }
                }
                Position::Open if priorities[order] > Fraction::ZERO => Action::FindOut,
                _ => return None,
            };
            let unblocks =
                waiting[order].iter().map(|&waiting| self.traits[waiting].question.id.clone()).collect();
            let trait_id = Some(node.question.id.clone());
            Some((order, NextStep { action, trait_id, priority: priorities[order], unblocks }))
        };
        self.traits.iter().enumerate().filter_map(step).collect()
    }

    /// The traits that a step waits for, each once with the length of the shortest way to it. A trait that is met
    /// ends the way, and so does one of which the level is not known.
    fn lends_to(&self, candidate: usize) -> Vec<(usize, u32)> {
        let mut seen = vec![false; self.traits.len()];
        seen[candidate] = true;
        let mut reached = Vec::new();
        let mut queue = VecDeque::from([(candidate, 0)]);
        while let Some((from, depth)) = queue.pop_front() {
            for &next in &self.traits[from].unmet {
                if !std::mem::replace(&mut seen[next], true) {
                    reached.push((next, depth + 1));
                    queue.push_back((next, depth + 1));
                }
            }
        }
        reached
    }
}

/// (top − level)/top × leverage; nothing for what has no level or is at its top.
fn own(questionnaire: &Questionnaire, question: &Question, position: Position) -> Fraction {
    let Position::At(level) = position else { return Fraction::ZERO };
    let leverage = question.leverage.as_ref().and_then(|class| questionnaire.leverage.get(class)).copied();
    let gap = i128::from(question.top().saturating_sub(level));
    Fraction::new(gap, i128::from(question.top())) * Fraction::from_decimal(leverage.unwrap_or(1.0))
}

fn unmet(questionnaire: &Questionnaire, traits: &[Node<'_>], node: &Node<'_>) -> Vec<usize> {
    let Position::At(level) = node.position else { return Vec::new() };
    let is_unmet = |need: &Need| {
        let found = traits.iter().position(|other| other.question.id == need.trait_id)?;
        match traits[found].position {
            Position::At(level) if level >= need.level => None,
            Position::NotApplicable => None,
            _ => Some(found),
        }
    };
    let mut unmet: Vec<usize> = questionnaire
        .requires
        .iter()
        .filter(|requirement| requirement.trait_id == node.question.id && requirement.level == level + 1)
        .flat_map(|requirement| requirement.needs.iter().filter_map(is_unmet))
        .collect();
    unmet.sort_unstable();
    unmet.dedup();
    unmet
}

#[cfg(test)]
mod tests;
