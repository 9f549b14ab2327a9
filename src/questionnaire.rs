//! The questionnaire as it is read: areas, questions, levels, weights, prerequisites, and its texts.

pub mod metric;
mod requirement;
pub mod text;
pub mod validate;
mod value;
mod version;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fraction::Fraction;
use crate::language::Language;
use crate::questionnaire::metric::Metric;

pub use self::requirement::{Need, Requirement, RequirementKind};
pub use self::value::{Bound, Unit, ValueScale};
pub use self::version::Version;

/// The schema that questionnaire files name.
pub const SCHEMA: &str = "diditwork/questionnaire/1";

/// One of the two axes, which are never merged into one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// Have you adopted it? The practices.
    Adoption,
    /// Did it work? The results.
    Outcome,
}

impl Axis {
    /// Both, in the order in which they are asked and shown.
    pub const ALL: [Self; 2] = [Self::Adoption, Self::Outcome];

    /// What belongs to this axis, of two things.
    pub const fn pick<'t, T: ?Sized>(self, adoption: &'t T, outcome: &'t T) -> &'t T {
        match self {
            Self::Adoption => adoption,
            Self::Outcome => outcome,
        }
    }
}

/// What belongs to each of the two axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
pub struct Axes<T> {
    pub adoption: T,
    pub outcome: T,
}

impl<T> Axes<T> {
    /// What this makes of each axis.
    pub fn map(mut make: impl FnMut(Axis) -> T) -> Self {
        Self { adoption: make(Axis::Adoption), outcome: make(Axis::Outcome) }
    }

    /// That of an axis.
    pub const fn get(&self, axis: Axis) -> &T {
        axis.pick(&self.adoption, &self.outcome)
    }

    pub const fn get_mut(&mut self, axis: Axis) -> &mut T {
        match axis {
            Axis::Adoption => &mut self.adoption,
            Axis::Outcome => &mut self.outcome,
        }
    }
}

/// A questionnaire: its questions in areas, on two axes.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// The schema of the file, for editors.
    #[serde(default, rename = "$schema")]
    pub json_schema: Option<String>,
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: Version,
    /// The languages it has texts in; the first is the one to fall back to.
    #[cfg_attr(test, schemars(length(max = 50)))]
    pub languages: Vec<Language>,
    /// The areas, in the order in which they are asked.
    #[cfg_attr(test, schemars(length(max = 50)))]
    pub areas: Vec<Area>,
    /// The questions, in the order in which they are asked.
    #[cfg_attr(test, schemars(length(max = 300)))]
    pub questions: Vec<Question>,
    /// What a step of a trait needs of other traits.
    #[cfg_attr(test, schemars(length(max = 1000)))]
    #[serde(default)]
    pub requires: Vec<Requirement>,
    /// How much a step counts by how well its effect is published: class → 0..1.
    #[serde(default)]
    pub leverage: BTreeMap<String, f64>,
    /// The ids of the questions of the short form.
    #[serde(default)]
    pub short_form: Vec<String>,
    /// Answers that cannot both be true.
    #[serde(default)]
    pub contradictions: Vec<Contradiction>,
    /// The stories, in their order.
    #[cfg_attr(test, schemars(length(max = 500)))]
    #[serde(default)]
    pub stories: Vec<StoryEntry>,
    /// The stories that a report compares with unless others are named.
    #[serde(default)]
    pub default_stories: Vec<String>,
    /// The stories of failure whose pattern a report warns of.
    #[serde(default)]
    pub warning_stories: Vec<String>,
    /// What a team can say of itself to find companies like it.
    #[serde(default)]
    pub peers: Peers,
    /// Where distributions and prerequisites were published.
    #[cfg_attr(test, schemars(length(max = 2000)))]
    #[serde(default)]
    pub sources: Vec<Reference>,
}

/// What a team can say of itself to find companies like it: tags of the stories.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Peers {
    /// The fields it can work in.
    pub field: Vec<String>,
    /// The countries and regions it can be in.
    pub country: Vec<String>,
}

/// A group of questions on one axis.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its id.
    pub id: String,
    /// The axis it counts for.
    pub axis: Axis,
}

/// One question.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The id of its area.
    pub area: String,
    /// The number of its levels, 2 to 11; the lowest is 0.
    #[cfg_attr(test, schemars(range(min = 2, max = 11)))]
    pub levels: u8,
    /// How much it counts within its area and axis: a whole number above 0.
    #[cfg_attr(test, schemars(range(min = 1, max = 1_000_000)))]
    #[serde(default = "one")]
    pub weight: u32,
    /// Ids that it had in older versions.
    #[serde(default)]
    pub formerly: Vec<String>,
    /// The class of its effect, a key of [`Questionnaire::leverage`]; traits only.
    #[serde(default)]
    pub leverage: Option<String>,
    /// The names that DORA gives to the capabilities it observes.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// The measures that this trait repeats, wholly or in part.
    #[serde(default)]
    pub overlaps: Vec<Overlap>,
    /// Whether it is one of DORA's delivery metrics.
    #[serde(default)]
    pub dora: bool,
    /// The delivery metric it asks for, so that a measured number can be shown next to the answer; measures only.
    #[serde(default)]
    pub metric: Option<Metric>,
    /// How a real number gives a level; measures only.
    #[serde(default)]
    pub value: Option<ValueScale>,
    /// The answer that parts good from poor results; measures only.
    #[serde(default)]
    pub typical: Option<Typical>,
    /// How many of those asked in a published survey gave each level.
    #[serde(default)]
    pub distribution: Option<Distribution>,
    /// The traits to prefer where this result is poor.
    #[serde(default)]
    pub improved_by: Vec<String>,
}

const fn one() -> u32 {
    1
}

impl Question {
    /// The highest level.
    pub const fn top(&self) -> u8 {
        self.levels.saturating_sub(1)
    }

    /// A level as a score: level / (number of levels − 1), in 0..1 (design, section 4).
    pub fn score(&self, level: u8) -> Fraction {
        Fraction::new(i128::from(level), i128::from(self.top()))
    }

    /// The whole level that a score reaches.
    pub fn level(&self, score: Fraction) -> u8 {
        u8::try_from((score * Fraction::whole(self.top().into())).floor()).unwrap_or_default()
    }

    /// The score of the typical answer; if there is none, the middle of the scale.
    pub fn typical_score(&self) -> Fraction {
        let typical = self.typical.as_ref().map(|typical| self.score(typical.level));
        typical.unwrap_or_else(|| Fraction::new(1, 2))
    }

    /// Whether the whole scale of this trait repeats a measure, so that the second reading leaves it out.
    pub fn repeats_a_measure(&self) -> bool {
        self.overlaps.iter().any(|overlap| overlap.extent == Extent::Whole)
    }
}

/// A measure that a trait repeats.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    /// The id of the measure.
    pub measure: String,
    /// How much of the scale repeats it.
    pub extent: Extent,
}

/// How much of a trait's scale repeats a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// All of it: the trait is left out of the second reading.
    Whole,
    /// Single levels name what the measure asks.
    Part,
}

/// The answer that parts good from poor results on a measure.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Typical {
    /// The level.
    pub level: u8,
    /// What it rests on, in a word of the pack's own; its sentence is in the texts of the question.
    pub basis: String,
}

/// How those asked in a published survey spread over the levels.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// The id of its source.
    pub source: String,
    /// The year of the survey.
    pub year: u16,
    /// Percent of those asked who gave each level, worst level first.
    pub shares: Vec<f64>,
}

impl Distribution {
    /// Percent of those asked who gave this level or a better one.
    pub fn at_or_above(&self, level: u8) -> f64 {
        let sum: Fraction =
            self.shares.iter().skip(usize::from(level)).map(|share| Fraction::from_decimal(*share)).sum();
        sum.as_f64()
    }
}

/// Answers to two questions that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// Levels of one question.
    pub a: LevelRange,
    /// Levels of another question.
    pub b: LevelRange,
}

/// Neighbouring levels of one question, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LevelRange {
    /// The id of the question.
    pub id: String,
    /// The lowest level.
    pub from: u8,
    /// The highest level.
    pub to: u8,
}

/// A story in the list of a questionnaire.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StoryEntry {
    /// The id of the story, which names its files.
    pub id: String,
    /// What kind of organisation it is; `--with TAG` takes all that carry it.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// A published source.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who wrote or published it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// The year, where known.
    #[serde(default)]
    pub year: Option<i16>,
    /// Its address, where known.
    #[serde(default)]
    pub url: Option<String>,
    /// The licence under which its content is carried over.
    #[serde(default)]
    pub licence: Option<String>,
    /// How it was read.
    #[serde(default)]
    pub note: Option<String>,
}

impl Questionnaire {
    /// The position of the question of an id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.id == id)
    }

    /// The question of an id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// The question that has or once had this id.
    pub fn question_by_any_name(&self, id: &str) -> Option<&Question> {
        self.question(id).or_else(|| {
            self.questions.iter().find(|question| question.formerly.iter().any(|former| former == id))
        })
    }

    /// The area of an id.
    pub fn area(&self, id: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The axis of a question.
    pub fn axis(&self, question: &Question) -> Axis {
        self.area(&question.area).map_or(Axis::Adoption, |area| area.axis)
    }

    /// The axes that it asks about: both, unless a custom pack has questions on one only.
    pub fn axes(&self) -> impl Iterator<Item = Axis> {
        Axis::ALL.into_iter().filter(|axis| self.on_axis(*axis).next().is_some())
    }

    /// Whether it has stories to compare with.
    pub const fn has_stories(&self) -> bool {
        !self.stories.is_empty()
    }

    /// Whether it asks for DORA's delivery metrics, so that there is a second reading and somebody to name.
    pub fn asks_dora(&self) -> bool {
        self.questions.iter().any(|question| question.dora)
    }

    /// The questions of an axis, in order.
    pub fn on_axis(&self, axis: Axis) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(move |question| self.axis(question) == axis)
    }
}
