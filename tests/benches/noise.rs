//! How far the verdict can be relied on: made-up teams whose answers are disturbed as people disturb them.
//! `cargo bench --bench noise` prints the table of `questionnaires/README.md`; the same seed gives the same figures.
//!
//! One ability is behind the practices and one, correlated 0.5 with it, behind the results; each area has a factor
//! of its own. DORA's published shares hold for the four delivery results that have them; other results are
//! symmetric, and practices are more or less difficult, drawn anew for every twentieth of the teams. Teams whose true answers contradict each other are drawn again.
#![allow(clippy::expect_used, reason = "a simulation that cannot run says so and ends")]
#![allow(clippy::print_stdout, reason = "a simulation prints what it found")]
#![allow(missing_docs, reason = "a program, not a library")]

use diditwork::assessment::{Assessment, VerdictCode};
use diditwork::comparison::{Comparison, TeamLevels, Unverified, closest, with_who_stood_there};
use diditwork::fraction::Fraction;
use diditwork::language::Language;
use diditwork::pack::{Choice, Pack, words};
use diditwork::questionnaire::{Axis, Question, Questionnaire};
use diditwork::score::Standing;
use diditwork::story::{Stage, Story};

const DRAWS: usize = 20;
const TEAMS_A_DRAW: usize = 1_000;
const SEED: u64 = 20_261_128;
/// The share of answers that are one level off by a slip.
const SLIPS: f64 = 0.2;
/// The spread of a person's own bias, in levels.
const BIAS: f64 = 0.3;

/// A small generator of pseudo-random numbers, with a seed.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of the standard normal distribution (Box and Muller).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// The share of the standard normal distribution below a number (Abramowitz and Stegun 7.1.26, error below 2e-7).
fn below(number: f64) -> f64 {
    let positive = number.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * positive);
    let polynomial = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592]
        .iter()
        .fold(0.0_f64, |sum, factor| sum.mul_add(t, *factor))
        * t;
    let half = polynomial * (-positive * positive).exp() / 2.0;
    if number < 0.0 { half } else { 1.0 - half }
}

/// The levels of a team, in the order of the questionnaire.
type Levels = Vec<i128>;

struct Model<'a> {
    questionnaire: &'a Questionnaire,
    stories: Vec<Story>,
    /// All others, without those whose pattern is warned of.
    others: Vec<Story>,
    /// How much easier than usual each practice is, in standard deviations.
    ease: Vec<f64>,
}

impl Model<'_> {
    fn team(&self, random: &mut Random) -> Levels {
        let practice = random.normal();
        let result = practice.mul_add(0.5, 0.75_f64.sqrt() * random.normal());
        let areas: Vec<f64> = self.questionnaire.areas.iter().map(|_| random.normal()).collect();
        let questions = self.questionnaire.questions.iter().zip(&self.ease);
        questions
            .map(|(question, ease)| {
                let (ability, general, area) = match self.questionnaire.axis(question) {
                    Axis::Adoption => (practice, 0.31_f64, 0.25_f64),
                    Axis::Outcome => (result, 0.20, 0.20),
                };
                let of_area = self.questionnaire.areas.iter().position(|known| known.id == question.area);
                let factor = areas[of_area.expect("an area of the questionnaire")];
                let own = (1.0 - general - area).sqrt() * random.normal();
                let latent = general.sqrt() * ability + area.sqrt() * factor + own;
                level_at(question, below(latent + ease))
            })
            .collect()
    }

    /// A team without answers that contradict each other, and its assessment.
    fn possible(&self, random: &mut Random) -> (Levels, Assessment) {
        loop {
            let truth = self.team(random);
            let assessment = self.assess(&[&truth], false);
            if assessment.contradictions.is_empty() {
                return (truth, assessment);
            }
        }
    }

    /// The answers of a person about a team: a bias of that person's own, and slips.
    fn answered(&self, random: &mut Random, truth: &Levels, bias: f64) -> Levels {
        let questions = self.questionnaire.questions.iter().zip(truth);
        questions
            .map(|(question, level)| {
                let slip = match random.uniform() {
                    chance if chance < SLIPS / 2.0 => -1.0,
                    chance if chance < SLIPS => 1.0,
                    _ => 0.0,
                };
                // A part of a level is a chance of one.
                let shifted = (bias + random.uniform()).floor() + slip;
                #[expect(clippy::cast_possible_truncation, reason = "a few levels")]
                let shifted = level + shifted as i128;
                shifted.clamp(0, i128::from(question.top()))
            })
            .collect()
    }

    /// The assessment of the mean of several people's levels.
    fn assess(&self, people: &[&Levels], short: bool) -> Assessment {
        let questions = self.questionnaire.questions.iter().enumerate();
        let standings = questions.map(|(at, question)| {
            if short && !self.questionnaire.short_form.contains(&question.id) {
                return Standing::NotAsked;
            }
            let sum = people.iter().map(|levels| levels[at]).sum();
            let count = i128::try_from(people.len()).expect("few people");
            Standing::Known(Fraction::new(sum, count * i128::from(question.top())))
        });
        Assessment::of(self.questionnaire, standings.collect())
    }

    /// The chapter that a report would name, whether it is one of "after", and how many traits it shows to the team.
    fn chapter(&self, assessment: &Assessment) -> Option<(String, bool, usize)> {
        let levels = TeamLevels::of(self.questionnaire, &assessment.standings);
        let of_story = |story| Comparison::of_story(self.questionnaire, story, &levels, Unverified::Hidden);
        let chosen: Vec<Comparison<'_>> = self.stories.iter().flat_map(of_story).collect();
        let others = || self.others.iter().flat_map(of_story).collect();
        let comparisons = with_who_stood_there(chosen, others, &assessment.axes.adoption);
        let found = closest(&comparisons, &assessment.axes.adoption)?;
        let named = comparisons.iter().find(|comparison| comparison.chapter.id == found.chapter)?;
        Some((found.chapter, named.chapter.stage == Stage::After, found.told_on.len()))
    }
}

/// The level that so high a share of teams gives at most.
fn level_at(question: &Question, share: f64) -> i128 {
    let even: &[f64] = if question.levels == 7 {
        &[5.0, 10.0, 20.0, 30.0, 20.0, 10.0, 5.0]
    } else {
        &[10.0, 20.0, 40.0, 20.0, 10.0]
    };
    let shares = question.distribution.as_ref().map_or(even, |known| &known.shares);
    let whole: f64 = shares.iter().sum();
    let mut reached = 0.0;
    let above = shares.iter().take(usize::from(question.top())).filter(|part| {
        reached += **part;
        share > reached / whole
    });
    i128::try_from(above.count()).expect("few levels")
}

/// Counts of what happened, by name, in the order in which names come up.
#[derive(Default)]
struct Table(Vec<(&'static str, u64, u64)>);

impl Table {
    fn count(&mut self, name: &'static str, holds: bool) {
        if !self.0.iter().any(|row| row.0 == name) {
            self.0.push((name, 0, 0));
        }
        for row in self.0.iter_mut().filter(|row| row.0 == name) {
            row.1 += u64::from(holds);
            row.2 += 1;
        }
    }
}

fn one_team(model: &Model<'_>, random: &mut Random, table: &mut Table) {
    let (truth, full) = model.possible(random);
    let right = full.verdict.code;
    let [first, second] = [(); 2].map(|()| model.answered(random, &truth, 0.0));
    let [first, second] = [&first, &second].map(|levels| model.assess(&[levels], false));
    table.count("slips: the verdict stays", first.verdict.code == right);
    table.count("slips: the verdict is certain", first.verdict.certain);
    if first.verdict.certain {
        table.count("slips: right where certain", first.verdict.code == right);
    }
    table.count("slips: two answers contradict each other", !first.contradictions.is_empty());
    table.count("slips: two tries agree", first.verdict.code == second.verdict.code);
    let people: Vec<Levels> = (0..3)
        .map(|_| {
            let bias = BIAS * random.normal();
            model.answered(random, &truth, bias)
        })
        .collect();
    let [one, other, _] = [0, 1, 2].map(|person| model.assess(&[&people[person]], false));
    table.count("one colleague with a bias: right", one.verdict.code == right);
    table.count("one colleague with a bias: certain", one.verdict.certain);
    if one.verdict.certain {
        table.count("one colleague with a bias: right where certain", one.verdict.code == right);
    }
    table.count("two colleagues with a bias: agree", one.verdict.code == other.verdict.code);
    let together = model.assess(&people.iter().collect::<Vec<_>>(), false);
    table.count("three colleagues together: right", together.verdict.code == right);
    let short = model.assess(&[&truth], true);
    table.count("short form: verdict of the full form", short.verdict.code == right);
    table.count("short form: certain", short.verdict.certain);
    if short.verdict.certain {
        table.count("short form: verdict of the full form where certain", short.verdict.code == right);
    }
    table.count("truth: practices reach their line", full.axes.adoption.reached() == Some(true));
    table.count("truth: results reach their line", full.axes.outcome.reached() == Some(true));
    if matches!(right, VerdictCode::NotAdopted | VerdictCode::WorkingWithoutAdoption) {
        let named = model.chapter(&full);
        table.count("below the line: a chapter is named", named.is_some());
        table.count("below the line: it is one of 'after'", named.as_ref().is_some_and(|named| named.1));
        table.count(
            "below the line: it shows six traits or more",
            named.as_ref().is_some_and(|named| named.2 >= 6),
        );
        let again = model.chapter(&first);
        table.count(
            "below the line: the same after slips",
            named.map(|named| named.0) == again.map(|again| again.0),
        );
    }
}

fn main() {
    let words = words(&Language::english()).expect("words");
    let content = Pack::BuiltIn.content(&words, Choice::Default).expect("the built-in pack");
    let questionnaire = content.questionnaire;
    let [stories, others] =
        [content.stories, content.others].map(|told| told.into_iter().map(|told| told.story).collect());
    let mut random = Random(SEED);
    let mut model = Model { questionnaire: &questionnaire, stories, others, ease: Vec::new() };
    let mut table = Table::default();
    for _ in 0..DRAWS {
        let ease = questionnaire.questions.iter().map(|question| match questionnaire.axis(question) {
            Axis::Adoption => 0.5 * random.normal(),
            Axis::Outcome => 0.0,
        });
        model.ease = ease.collect();
        for _ in 0..TEAMS_A_DRAW {
            one_team(&model, &mut random, &mut table);
        }
    }
    println!("{} teams, seed {SEED}", DRAWS * TEAMS_A_DRAW);
    for (name, holds, of) in &table.0 {
        println!("{:6.1} % of {of:6}  {name}", 100.0 * *holds as f64 / *of as f64);
    }
}
