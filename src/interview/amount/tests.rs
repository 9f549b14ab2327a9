//! Amounts as people type them, in the words of each language.

use proptest::prelude::*;

use super::*;
use crate::language::Language;
use crate::pack;

fn words(tag: &str) -> UnitWords {
    let words = Language::from_tag(tag).and_then(|language| pack::words(&language)).expect("words");
    UnitWords::new(|name| words.say(&format!("survey.unit.{name}")))
}

fn cases(tag: &str, unit: Unit, cases: &[(&str, Option<f64>)]) {
    let words = words(tag);
    for (text, expected) in cases {
        let found = read(text, unit, &words);
        let is_same = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-9,
            (found, expected) => found == *expected,
        };
        assert!(is_same, "{tag} {text}: {found:?}, not {expected:?}");
    }
}

#[test]
fn shares_in_english() {
    cases(
        "en",
        Unit::Share,
        &[
            ("7%", Some(0.07)),
            ("12,5 %", Some(0.125)),
            ("７％", Some(0.07)),
            ("7 percent", Some(0.07)),
            ("3 of 40", Some(0.075)),
            ("3 out of 40", Some(0.075)),
            ("1 in 10", Some(0.1)),
            ("3/40", Some(0.075)),
            ("16", Some(0.16)),
            ("0", Some(0.0)),
            ("0.07", None),
            ("0.5%", Some(0.005)),
            ("120%", None),
            ("5 of 4", None),
            ("3 times", None),
            ("3 of 1,000", None),
            ("-3%", None),
            ("many", None),
            ("", None),
        ],
    );
}

#[test]
fn shares_in_korean() {
    cases(
        "ko",
        Unit::Share,
        &[
            ("7%", Some(0.07)),
            ("7퍼센트", Some(0.07)),
            ("약 7프로", Some(0.07)),
            ("7 퍼센트 정도", Some(0.07)),
            ("40건 중 3건", Some(0.075)),
            ("40개 중에서 3개", Some(0.075)),
            ("40중 3", Some(0.075)),
            ("40회 가운데 세 번", Some(0.075)),
            ("40분의 3", Some(0.075)),
            ("열 번에 한 번", Some(0.1)),
            ("3/40", Some(0.075)),
            ("3건/40건", Some(0.075)),
            ("0건", Some(0.0)),
            ("3건", None),
            ("3건 중 40건", None),
            ("3~4%", None),
            ("많음", None),
        ],
    );
}

#[test]
fn durations_in_english() {
    cases(
        "en",
        Unit::Hours,
        &[
            ("3 days", Some(72.0)),
            ("4h", Some(4.0)),
            ("30 min", Some(0.5)),
            ("1.5 hours", Some(1.5)),
            ("1 day 6 hours", Some(30.0)),
            ("a week", Some(168.0)),
            ("half an hour", Some(0.5)),
            ("a day and a half", Some(36.0)),
            ("two weeks", Some(336.0)),
            ("a fortnight", Some(336.0)),
            ("about 2 months", Some(1460.0)),
            ("3", None),
            ("3 4 days", None),
            ("3-4 days", None),
            ("days 3", None),
            ("3 days a week", None),
            ("3 bananas", None),
        ],
    );
}

#[test]
fn durations_in_korean() {
    cases(
        "ko",
        Unit::Hours,
        &[
            ("3일", Some(72.0)),
            ("３일", Some(72.0)),
            ("3일 정도", Some(72.0)),
            ("약 사흘", Some(72.0)),
            ("이틀", Some(48.0)),
            ("하루", Some(24.0)),
            ("일주일", Some(168.0)),
            ("2주", Some(336.0)),
            ("두 주", Some(336.0)),
            ("한 달", Some(730.0)),
            ("석 달쯤", Some(2190.0)),
            ("3개월", Some(2190.0)),
            ("보름", Some(360.0)),
            ("30분", Some(0.5)),
            ("1시간 30분", Some(1.5)),
            ("1시간30분", Some(1.5)),
            ("한 시간 반", Some(1.5)),
            ("반년", Some(4380.0)),
            ("1일 6시간", Some(30.0)),
            ("4h", Some(4.0)),
            ("3", None),
            ("3~4일", None),
            ("서너 시간", None),
            ("3회", None),
            ("하루에 3시간", None),
        ],
    );
}

#[test]
fn frequencies_in_english() {
    cases(
        "en",
        Unit::PerWeek,
        &[
            ("2 a week", Some(2.0)),
            ("3/day", Some(21.0)),
            ("3x/week", Some(3.0)),
            ("twice a week", Some(2.0)),
            ("once per day", Some(7.0)),
            ("5 times a day", Some(35.0)),
            ("2 deployments per week", Some(2.0)),
            ("twice weekly", Some(2.0)),
            ("weekly", Some(1.0)),
            ("Daily", Some(7.0)),
            ("about monthly", Some(168.0 / 730.0)),
            ("fortnightly", Some(0.5)),
            ("fortnight", None),
            ("every 2 weeks", Some(0.5)),
            ("every two weeks", Some(0.5)),
            ("once every 2 weeks", Some(0.5)),
            ("every other week", Some(0.5)),
            ("2 in 3 weeks", Some(2.0 / 3.0)),
            ("every day", Some(7.0)),
            ("every 0 days", None),
            ("2 weeks", None),
            ("two weeks", None),
            ("2-3 a week", None),
            ("2", None),
            ("week", None),
        ],
    );
}

#[test]
fn frequencies_in_korean() {
    cases(
        "ko",
        Unit::PerWeek,
        &[
            ("주 2회", Some(2.0)),
            ("주2회", Some(2.0)),
            ("주당 2번", Some(2.0)),
            ("매주 2회", Some(2.0)),
            ("일주일에 두 번", Some(2.0)),
            ("일주일에 두번 정도", Some(2.0)),
            ("2회/주", Some(2.0)),
            ("1일 2회", Some(14.0)),
            ("일 2회", Some(14.0)),
            ("하루 3회", Some(21.0)),
            ("하루에 세 번씩", Some(21.0)),
            ("매일", Some(7.0)),
            ("이틀에 한 번", Some(3.5)),
            ("2주에 한 번", Some(0.5)),
            ("2주에한번", Some(0.5)),
            ("2주에 1회꼴", Some(0.5)),
            ("매 2주", Some(0.5)),
            ("2주마다", Some(0.5)),
            ("2주마다 한 번", Some(0.5)),
            ("격주로", Some(0.5)),
            ("격주 한 번", Some(0.5)),
            ("한 달에 두 번", Some(2.0 * 168.0 / 730.0)),
            ("월 2회 배포", Some(2.0 * 168.0 / 730.0)),
            ("분기에 한 번", Some(168.0 / 2190.0)),
            ("2주", None),
            ("두 주", None),
            ("주 2~3회", None),
            ("한두 번", None),
            ("하루에 한두 번", None),
            ("2회", None),
            ("수시로", None),
        ],
    );
}

#[test]
fn every_language_has_words_for_every_unit() {
    for language in pack::languages() {
        let known = words(language.tag()).known;
        for (name, hours) in UNITS {
            let is_known = known.values().flatten().any(|known| *known == Meaning::Unit(hours, None));
            assert!(is_known, "{language}: {name}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_gives_a_finite_value_or_nothing(text in "([0-9]{1,3}|[ .,/%~]|[a-z]{1,6}|하루|주|에|한|번|마다|중|반|.){0,12}") {
        for words in [words("en"), words("ko")] {
            for unit in [Unit::Share, Unit::Hours, Unit::PerWeek] {
                if let Some(value) = read(&text, unit, &words) {
                    prop_assert!(value.is_finite() && value >= 0.0);
                }
            }
        }
    }
}
