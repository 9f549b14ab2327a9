//! What the tests of the core share: questionnaires drawn with a few words, teams, the built-in questionnaire, problems as
//! texts.

use serde_json::{Value, json};

use crate::delivery::Metrics;
use crate::delivery::metrics::SCHEMA;
use crate::delivery::read::read;
use crate::questionnaire::validate::Problem;
use crate::questionnaire::{
    Axis, Extent, Need, Overlap, Question, Questionnaire, Requirement, RequirementKind,
};
use crate::score::Standing;

/// The built-in questionnaire.
pub(crate) fn built_in() -> Questionnaire {
    serde_json::from_str(include_str!("../questionnaires/real-stories/questionnaire.json")).unwrap()
}

/// What was measured over thirteen weeks: 2 deployments a week, a lead time of 3 days, 12 % of them failed. Recovery
/// and rework are not available. `deployments` is the number that all of it rests on.
pub(crate) fn metrics(deployments: usize) -> Metrics {
    let text = json!({
        "schema": SCHEMA,
        "window": { "since": "2026-08-01", "until": "2026-10-30", "weeks": 13.0 },
        "method": {
            "deployments": "records", "first_parent": false, "lead_time_from": "author", "inference_hours": 72,
        },
        "deployment_frequency": {
            "deployments": deployments, "per_week": 2.0, "days": 9, "days_per_week": 0.7,
            "median_gap_hours": 80.0, "weekly": [],
        },
        "change_lead_time": {
            "median_hours": 72.0, "p25_hours": 20.0, "p75_hours": 100.0, "p90_hours": 200.0, "commits": 90,
            "deployments": deployments, "dropped": 0, "weekly": [],
        },
        "change_fail_rate": {
            "failed": 1, "deployments": deployments, "rate": 0.12, "low": 0.01, "high": 0.3, "inferred": 0,
            "weekly": [],
        },
        "failed_deployment_recovery_time": null,
        "deployment_rework_rate": null,
        "levels": {},
        "warnings": [],
    });
    read(&text.to_string()).unwrap()
}

/// A questionnaire of traits with five levels and of measures with this many levels and this typical one.
pub(crate) fn drawn(traits: &[&str], measures: &[(&str, u8, u8)]) -> Questionnaire {
    let traits =
        traits.iter().map(|id| json!({ "id": id, "area": "practices", "levels": 5, "leverage": "core" }));
    let measures = measures.iter().map(|(id, levels, typical)| {
        json!({
            "id": id, "area": "results", "levels": levels,
            "typical": { "level": typical, "basis": "convention" },
        })
    });
    let questions: Vec<_> = traits.chain(measures).collect();
    let document = json!({
        "schema": crate::questionnaire::SCHEMA, "id": "drawn", "version": "1.2.3", "languages": ["en"],
        "areas": [{ "id": "practices", "axis": "adoption" }, { "id": "results", "axis": "outcome" }],
        "leverage": { "core": 1.0, "published": 0.7, "practitioner": 0.4 },
        "questions": questions,
    });
    serde_json::from_value(document).unwrap()
}

impl Questionnaire {
    /// The same questionnaire with one question changed.
    pub(crate) fn changing(mut self, id: &str, change: impl FnOnce(&mut Question)) -> Self {
        change(self.questions.iter_mut().find(|question| question.id == id).unwrap());
        self
    }

    /// The same questionnaire in which a step of a trait needs levels of others.
    pub(crate) fn requiring(mut self, (trait_id, level): (&str, u8), needs: &[(&str, u8)]) -> Self {
        let needs = needs.iter().map(|(id, level)| Need { trait_id: (*id).to_owned(), level: *level });
        self.requires.push(Requirement {
            id: format!("{trait_id}-{level}-{}", self.requires.len()),
            trait_id: trait_id.to_owned(),
            level,
            needs: needs.collect(),
            kind: RequirementKind::Judgement,
            sources: Vec::new(),
        });
        self
    }

    /// The same questionnaire in which a trait's whole scale repeats a measure.
    pub(crate) fn repeating(self, trait_id: &str, measure: &str) -> Self {
        let overlap = Overlap { measure: measure.to_owned(), extent: Extent::Whole };
        self.changing(trait_id, |question| question.overlaps.push(overlap))
    }

    /// The same questionnaire in which a class of leverage is worth this much, and traits belong to it.
    pub(crate) fn worth(mut self, class: &str, worth: f64, traits: &[&str]) -> Self {
        self.leverage.insert(class.to_owned(), worth);
        traits.iter().fold(self, |all, id| all.changing(id, |known| known.leverage = Some(class.to_owned())))
    }
}

/// A team: its state on every question of a questionnaire.
#[derive(Clone, Debug)]
pub(crate) struct Team<'q> {
    questionnaire: &'q Questionnaire,
    /// The state of each question, in the order of the questionnaire.
    pub(crate) standings: Vec<Standing>,
}

impl<'q> Team<'q> {
    /// A team without an answer.
    pub(crate) fn of(questionnaire: &'q Questionnaire) -> Self {
        Self { questionnaire, standings: vec![Standing::Unanswered; questionnaire.questions.len()] }
    }

    /// The same team standing the same everywhere on an axis.
    pub(crate) fn all(mut self, axis: Axis, standing: impl Fn(&Question) -> Standing) -> Self {
        for (question, known) in self.questionnaire.questions.iter().zip(&mut self.standings) {
            if self.questionnaire.axis(question) == axis {
                *known = standing(question);
            }
        }
        self
    }

    /// The same team with one level on all traits.
    pub(crate) fn practising(self, level: u8) -> Self {
        self.all(Axis::Adoption, |question| Standing::Known(question.score(level)))
    }

    /// The same team with the typical answer to every measure.
    pub(crate) fn typical(self) -> Self {
        let typical = |question: &Question| question.typical.as_ref().unwrap().level;
        self.all(Axis::Outcome, |question| Standing::Known(question.score(typical(question))))
    }

    /// The same team with levels on these questions.
    pub(crate) fn at(self, levels: &[(&str, u8)]) -> Self {
        levels.iter().fold(self, |team, (id, level)| {
            let score = team.questionnaire.question(id).unwrap().score(*level);
            team.standing(id, Standing::Known(score))
        })
    }

    /// The same team standing otherwise on one question.
    pub(crate) fn standing(mut self, id: &str, standing: Standing) -> Self {
        let position = self.questionnaire.questions.iter().position(|question| question.id == id);
        self.standings[position.unwrap()] = standing;
        self
    }
}

/// Each problem as its code and its place.
pub(crate) fn told(problems: &[Problem]) -> Vec<(&'static str, String)> {
    problems.iter().map(|problem| (problem.message.id, problem.place.clone())).collect()
}

/// The pointers to everything below a value.
pub(crate) fn pointers(value: &Value, above: &str, all: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(key, child)| (key.clone(), child)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(position, child)| (position.to_string(), child)).collect()
        }
        _ => return,
    };
    for (key, child) in children {
        let pointer = format!("{above}/{key}");
        pointers(child, &pointer, all);
        all.push(pointer);
    }
}
