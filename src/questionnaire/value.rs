//! How a real number, such as a share of failures, gives a level.

use serde::{Deserialize, Serialize};

/// How a real number gives a level.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueScale {
    /// What the number counts.
    pub unit: Unit,
    /// What the number must fulfil to reach level 1, 2, 3 and so on.
    pub reach: Vec<Bound>,
}

impl ValueScale {
    /// The level that a value gives: the highest whose bound it fulfils, 0 where it fulfils none.
    #[expect(clippy::cast_possible_truncation, reason = "a question has at most eleven levels")]
    pub fn level(&self, value: f64) -> u8 {
        self.reach.iter().rposition(|bound| bound.holds(value)).map_or(0, |index| index as u8 + 1)
    }
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A share, 0..1.
    Share,
    /// A duration in hours.
    Hours,
    /// A frequency in events a week.
    PerWeek,
}

/// A bound that a value must fulfil.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// This or less.
    AtMost(f64),
    /// Less than this.
    Under(f64),
    /// This or more.
    AtLeast(f64),
    /// More than this.
    Over(f64),
}

impl Bound {
    fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(bound) => value <= bound,
            Self::Under(bound) => value < bound,
            Self::AtLeast(bound) => value >= bound,
            Self::Over(bound) => value > bound,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(unit: Unit, reach: &[Bound]) -> ValueScale {
        ValueScale { unit, reach: reach.to_vec() }
    }

    #[test]
    fn a_share_on_the_bound_takes_the_better_level() {
        let shares = [0.64, 0.32, 0.16, 0.08, 0.04, 0.02].map(Bound::AtMost);
        let scale = scale(Unit::Share, &shares);
        let levels = [0.02, 0.021, 0.04, 0.08, 0.12, 0.16, 0.32, 0.64, 0.65].map(|share| scale.level(share));
        assert_eq!(levels, [6, 5, 5, 4, 3, 3, 2, 1, 0]);
    }

    #[test]
    fn durations_are_cut_as_the_contract_says() {
        let bounds = [
            Bound::AtMost(4380.0),
            Bound::AtMost(730.0),
            Bound::AtMost(168.0),
            Bound::Under(24.0),
            Bound::Under(1.0),
        ];
        let scale = scale(Unit::Hours, &bounds);
        let levels =
            [0.5, 1.0, 23.9, 24.0, 168.0, 168.1, 730.0, 4380.0, 4381.0].map(|hours| scale.level(hours));
        assert_eq!(levels, [5, 4, 4, 3, 3, 2, 2, 1, 0]);
    }
}
