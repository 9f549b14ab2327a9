//! Numbers, dates, shares and durations as people read them, in one place for all formats.

use crate::language::Words;
use crate::questionnaire::Unit;

/// A score of 0..1 as a level from 0 to 4 with one decimal.
pub fn level<N: Into<f64>>(score: N) -> String {
    tenths(rounded(4.0 * score.into(), 10.0))
}

/// Two scores of 0..1 as levels, with as many decimals as it takes to see that they differ.
pub fn levels_apart(one: impl Into<f64>, other: impl Into<f64>) -> [String; 2] {
    let scores: [f64; 2] = [one.into(), other.into()];
    let shown = |places: usize| {
        let parts = 10_f64.powi(i32::try_from(places).unwrap_or_default());
        scores.map(|score| decimal(rounded(4.0 * score, parts), places))
    };
    (1..=6).map(shown).find(|[one, other]| one != other).unwrap_or_else(|| shown(1))
}

/// A difference in levels that is not 0, with as many decimals as it takes to see it.
pub fn gap(levels: f64) -> String {
    let shown = |places: usize| decimal(levels, places);
    let is_seen = |text: &String| text.contains(|digit: char| digit.is_ascii_digit() && digit != '0');
    Some(distance(levels)).filter(is_seen).or_else(|| (2..=6).map(shown).find(is_seen)).unwrap_or_default()
}

/// A mean difference in levels with one decimal.
pub fn distance<N: Into<f64>>(levels: N) -> String {
    tenths(rounded(levels.into(), 10.0))
}

/// A range of scores as levels: `1.9 to 2.8`; one number where both ends read the same.
pub fn range<N: Into<f64>>(low: N, high: N, words: &Words) -> String {
    let (low, high) = (level(low), level(high));
    if low == high { low } else { words.fill("number.range", &[("low", &low), ("high", &high)]) }
}

/// A share of 0..1 in percent, with one decimal below ten percent where it is not whole.
pub fn percent(share: f64, words: &Words) -> String {
    let percent = rounded(share * 100.0, 10.0);
    let number =
        if percent < 10.0 && percent.fract() != 0.0 { tenths(percent) } else { format!("{percent:.0}") };
    words.fill("number.percent", &[("number", &number)])
}

/// A value in the words of its unit: a share in percent, hours as the largest unit that fits, events a week.
pub fn value(value: f64, unit: Unit, words: &Words) -> String {
    const UNITS: [(f64, &str); 4] =
        [(730.0, "number.months"), (168.0, "number.weeks"), (24.0, "number.days"), (1.0, "number.hours")];
    match unit {
        Unit::Share => percent(value, words),
        Unit::PerWeek => words.fill("number.per-week", &[("number", &short(value))]),
        Unit::Hours => {
            let (size, id) =
                UNITS.into_iter().find(|(size, _)| value >= 2.0 * size).unwrap_or((1.0, "number.hours"));
            if value < 1.0 {
                return words.fill("number.minutes", &[("number", &short(value * 60.0))]);
            }
            words.fill(id, &[("number", &short(value / size))])
        }
    }
}

/// A number with this many decimals, such as a percentage as DORA prints it.
pub fn decimal(number: f64, places: usize) -> String {
    format!("{number:.places$}")
}

/// A number with one decimal.
pub fn tenths(number: f64) -> String {
    format!("{number:.1}")
}

/// A number with at most one decimal, and none where it is whole.
pub fn short(number: f64) -> String {
    let number = rounded(number, 10.0);
    if number.fract() == 0.0 { format!("{number:.0}") } else { tenths(number) }
}

/// Rounded half away from zero to parts of one; a fraction such as 0.25 may lie just beside its half.
fn rounded(number: f64, parts: f64) -> f64 {
    ((number * parts) + 1e-9).round() / parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn words() -> Words {
        let sentences = [
            ("number.percent", "{number} %"),
            ("number.range", "{low} to {high}"),
            ("number.hours", "{number} hours"),
            ("number.days", "{number} days"),
            ("number.minutes", "{number} minutes"),
        ];
        Words::new(Language::english(), sentences)
    }

    #[test]
    fn a_score_reads_as_a_level_with_one_decimal() {
        let levels = [0.0, 0.625, 0.53, 1.0].map(level);
        assert_eq!(levels, ["0.0", "2.5", "2.1", "4.0"]);
        assert_eq!(range(0.5, 0.5, &words()), "2.0");
        assert_eq!(range(0.5, 0.75, &words()), "2.0 to 3.0");
    }

    #[test]
    fn what_is_below_its_line_reads_as_below() {
        // 11 of 24 practices at 3 and 13 at 2: 59/24 is 2.458.
        assert_eq!(levels_apart(59.0 / 96.0, 0.625), ["2.46", "2.50"]);
        assert_eq!(levels_apart(0.53, 0.625), ["2.1", "2.5"]);
        assert_eq!(levels_apart(0.6249, 0.625), ["2.4996", "2.5000"]);
        assert_eq!(levels_apart(0.625, 0.625), ["2.5", "2.5"]);
        assert_eq!([0.4, 0.05, 0.04, 0.0004].map(gap), ["0.4", "0.1", "0.04", "0.0004"]);
    }

    #[test]
    fn values_take_the_unit_that_people_would_say() {
        let told = |number, unit| value(number, unit, &words());
        assert_eq!(told(0.075, Unit::Share), "7.5 %");
        assert_eq!(told(0.12, Unit::Share), "12 %");
        assert_eq!(told(36.0, Unit::Hours), "36 hours");
        assert_eq!(told(72.0, Unit::Hours), "3 days");
        assert_eq!(told(0.25, Unit::Hours), "15 minutes");
    }
}
