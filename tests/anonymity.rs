//! What an anonymous report gives away, by enumeration: teams of 5 to 8 people, areas of three to six questions, and
//! everything that one of them can answer while the answers of all others are known; then one who left, and one who
//! joined; then who a report is about. The rates stand in `.github/SECURITY.md`, which this keeps current.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test stops where it cannot go on")]

use std::collections::BTreeMap;

use diditwork::answers::Form;
use diditwork::assessment::{Assessment, VerdictCode};
use diditwork::fraction::Fraction;
use diditwork::questionnaire::{Axis, Questionnaire};
use diditwork::team::anonymous::{Band, Disclosure};
use diditwork::team::gathered::{Roles, Roster};
use diditwork::team::standing;
use diditwork::team::{Layout, Record, Table, UNKNOWN};

/// So many teams are drawn for each number of people and of questions.
const TEAMS: usize = 6;

/// What one person may answer to a question of five levels here: both ends, the middle, and nothing.
const CHOICES: [u8; 4] = [0, 2, 4, UNKNOWN];

/// A questionnaire with one area of practices of so many questions, and three measures.
fn questionnaire(questions: usize) -> Questionnaire {
    let question = |id: String, area: &str| format!(r#"{{"id":"{id}","area":"{area}","levels":5}}"#);
    let practices = (0..questions).map(|number| question(format!("p{number}"), "practices"));
    let measures = (0..3).map(|number| question(format!("m{number}"), "results"));
    let text = format!(
        r#"{{"schema":"diditwork/questionnaire/1","id":"small","version":"1.0.0","languages":["en"],"areas":[{{"id":"practices","axis":"adoption"}},{{"id":"results","axis":"outcome"}}],"questions":[{}]}}"#,
        practices.chain(measures).collect::<Vec<_>>().join(",")
    );
    serde_json::from_str(&text).unwrap()
}

/// Numbers by chance, the same ones each time (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    /// A person of a team that is mostly at one level, or a level beside it; one answer in twelve is "don't know".
    fn person(&mut self, level: u8, questions: usize) -> Vec<u8> {
        let mut choice = || match (self.below(12), self.below(4)) {
            (0, _) => UNKNOWN,
            (_, 0) => level - 1,
            (_, 1) => level + 1,
            _ => level,
        };
        (0..questions + 3).map(|_| choice()).collect()
    }

    fn team(&mut self, people: usize, questions: usize) -> Vec<Vec<u8>> {
        let level = u8::try_from(1 + self.below(3)).unwrap();
        (0..people).map(|_| self.person(level, questions)).collect()
    }
}

const ANYBODY: Record<'static> = Record {
    team: "",
    scope: "",
    code: "",
    role: None,
    date: "",
    form: Form::Full,
    agreed: false,
    choices: &[],
};

struct Study {
    questionnaire: Questionnaire,
    layout: Layout,
}

impl Study {
    fn new(questions: usize) -> Self {
        let questionnaire = questionnaire(questions);
        Self { layout: Layout::new(&questionnaire), questionnaire }
    }

    fn table(&self, people: &[Vec<u8>]) -> Table {
        let mut table = Table::new(&self.layout);
        for choices in people {
            table.add(&self.layout, choices, Form::Full);
        }
        table
    }

    fn shown(&self, people: &[Vec<u8>]) -> Disclosure {
        Disclosure::of(&self.questionnaire, &self.layout, &self.table(people)).unwrap()
    }

    /// The scores and the verdict as a workshop would see them.
    fn assessed(&self, people: &[Vec<u8>]) -> Assessment {
        let means = standing::means(&self.questionnaire, &self.layout, &self.table(people));
        Assessment::of(&self.questionnaire, means)
    }

    /// Whatever is shown is true of these people.
    fn is_true_of(&self, shown: &Disclosure, people: &[Vec<u8>]) -> bool {
        let assessed = self.assessed(people);
        let holds = |band: Option<Band>, score: Option<Fraction>| {
            band.is_none_or(|band| {
                score.is_some_and(|score| quarters(band).contains(&Band::of(score, score).unwrap()))
            })
        };
        let areas = &self.questionnaire.areas;
        let score = |id: &str| assessed.areas[areas.iter().position(|area| area.id == id).unwrap()].0.score;
        let axes = Axis::ALL.into_iter().zip(shown.axes());
        axes.into_iter().all(|(axis, band)| holds(band, assessed.axes.get(axis).score.score))
            && shown.areas.iter().all(|area| holds(area.band, score(&area.id)))
            && [VerdictCode::CannotTell, assessed.verdict.code].contains(&shown.verdict)
    }
}

/// The quarters of the scale that a band names.
fn quarters(band: Band) -> Vec<Band> {
    let [first, second, third, fourth] = Band::QUARTERS;
    match band {
        Band::LowerHalf => vec![first, second],
        Band::Middle => vec![second, third],
        Band::UpperHalf => vec![third, fourth],
        one => vec![one],
    }
}

/// Every way to answer the practices of a person whose measures are these.
fn every_answer(questions: usize, measures: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new()];
    for _ in 0..questions {
        let with = |start: &Vec<u8>| CHOICES.map(|choice| [start.as_slice(), &[choice]].concat());
        all = all.iter().flat_map(with).collect();
    }
    all.into_iter().map(|answers| [answers.as_slice(), measures].concat()).collect()
}

/// What somebody who knows the answers of all others learns about the last one, counted over all that they can answer.
#[derive(Default)]
struct Rates {
    answers: usize,
    /// Some choice of some question is excluded.
    narrowed: usize,
    /// All answers to the practices are known.
    told: usize,
}

impl Rates {
    fn add(&mut self, study: &Study, (others, answers): (&[Vec<u8>], &[Vec<u8>]), questions: usize) {
        let mut by_report: BTreeMap<String, Vec<&Vec<u8>>> = BTreeMap::new();
        for last in answers {
            let people = [others, std::slice::from_ref(last)].concat();
            let shown = study.shown(&people);
            assert!(study.is_true_of(&shown, &people), "{shown:?} {people:?}");
            assert!(study.is_true_of(&shown, others), "{shown:?} without {last:?}: {others:?}");
            by_report.entry(format!("{shown:?}")).or_default().push(last);
        }
        for possible in by_report.values() {
            let is_open = |question: usize| {
                CHOICES.iter().all(|choice| possible.iter().any(|answers| answers[question] == *choice))
            };
            self.answers += possible.len();
            self.told += usize::from(possible.len() == 1);
            self.narrowed += if (0..questions).all(is_open) { 0 } else { possible.len() };
        }
    }
}

fn percent(part: usize, whole: usize) -> String {
    format!("{:.1}%", 100.0 * part as f64 / whole as f64)
}

fn stands_in_the_policy(row: &str) {
    let policy = std::fs::read_to_string(".github/SECURITY.md").unwrap();
    assert!(policy.contains(row), "the row for .github/SECURITY.md is {row}");
}

#[test]
fn whatever_is_shown_holds_without_the_last_one_and_the_rates_are_those_of_the_policy() {
    for questions in 3..=6 {
        let study = Study::new(questions);
        let mut random = Random(questions as u64);
        let rates = [5, 6, 7, 8].map(|people| {
            let mut rates = Rates::default();
            // Of 4,096 answers to six questions two teams are enough.
            for _ in 0..TEAMS.min(6_000 / CHOICES.len().pow(u32::try_from(questions).unwrap())).max(1) {
                let mut team = random.team(people, questions);
                let last = team.pop().unwrap();
                rates.add(&study, (&team, &every_answer(questions, &last[questions..])), questions);
            }
            rates
        });
        let cell = |rates: &Rates| {
            format!("{} / {}", percent(rates.narrowed, rates.answers), percent(rates.told, rates.answers))
        };
        stands_in_the_policy(&format!("| {questions} | {} |", rates.each_ref().map(cell).join(" | ")));
    }
}

#[test]
fn every_report_about_a_team_is_about_the_same_people() {
    let study = Study::new(3);
    // Each of seven people names a team, another one, or none.
    for number in 0..3usize.pow(7) {
        let teams: Vec<&str> = (0..7).map(|person| ["T", "U", ""][number / 3usize.pow(person) % 3]).collect();
        let roster = |only: Option<&str>| {
            let mut roster = Roster::new(study.layout.clone(), Roles::Together, only.map(str::to_owned));
            for (person, team) in (0u8..).zip(&teams) {
                let choices = [person % 5, person / 5, 2, 2, 2, 2];
                roster.add(&Record { team, choices: &choices, ..ANYBODY });
            }
            roster
        };
        if !teams.contains(&"T") {
            continue;
        }
        let organisation = roster(None).finish();
        let mut chosen = roster(Some("T"));
        chosen.settle();
        assert_eq!(chosen.together().table, organisation["T"].table, "org, and team --team T: {teams:?}");
        if !teams.contains(&"U") {
            assert_eq!(roster(None).together().table, organisation["T"].table, "org and team: {teams:?}");
        }
    }
}

#[test]
fn reports_before_and_after_one_person_never_exclude_each_other() {
    for people in [6, 8, 12, 20] {
        let (mut changed, mut sides, mut random) = (0, 0, Random(people as u64));
        let teams = 300;
        for _ in 0..teams {
            let study = Study::new(4);
            let team = random.team(people, 4);
            let (whole, less) = (study.shown(&team), study.shown(&team[1..]));
            assert!(study.is_true_of(&whole, &team[1..]), "of who stayed");
            changed += usize::from(
                whole.axes() != less.axes() || whole.areas != less.areas || whole.verdict != less.verdict,
            );
            for (before, after) in whole.axes().into_iter().zip(less.axes()) {
                let (Some(before), Some(after)) = (before, after) else { continue };
                let (before, after) = (quarters(before), quarters(after));
                assert!(before.iter().any(|quarter| after.contains(quarter)));
                sides += usize::from(before.len() == 1 && after.len() == 1 && before != after);
            }
        }
        assert_eq!(sides, 0, "two single bands are the same one");
        stands_in_the_policy(&format!("| {people} and {} | {} |", people - 1, percent(changed, teams)));
    }
}
