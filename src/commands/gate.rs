//! Levels that a report is held against: the report is written first, then the answer may be no.

use crate::answers::Answers;
use crate::assessment::{Assessment, standings};
use crate::content::Content;
use crate::error::{Error, Kind, Message, Result};
use crate::fraction::Fraction;
use crate::language::{Values, Words};
use crate::questionnaire::Axis;

/// The lowest levels that are enough, each on one axis, 0..4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Floor(Vec<(Axis, Fraction)>);

impl Floor {
    /// The levels of a command line, each as `AXIS=LEVEL`.
    ///
    /// # Errors
    /// What is not of this form, names no axis or another level than one from 0 to 4, or names an axis twice.
    pub(super) fn parse(given: &[String], words: &Words) -> Result<Self> {
        let mut floor = Self::default();
        for given in given {
            let wrong = || Error::wrong(Message::new("gate.form").with("given", given));
            let (named, level) = given.split_once('=').ok_or_else(wrong)?;
            let is_named = |axis: &Axis| *named.trim() == *axis.pick("adoption", "outcome");
            let axis = Axis::ALL.into_iter().find(is_named).ok_or_else(wrong)?;
            let level =
                decimal(level.trim()).filter(|level| *level <= Fraction::whole(4)).ok_or_else(wrong)?;
            if floor.0.iter().any(|(known, _)| *known == axis) {
                let message = Message::new("gate.repeated").with("axis", words.say(name(axis)));
                return Err(Error::wrong(message));
            }
            floor.0.push((axis, level));
        }
        Ok(floor)
    }

    /// # Errors
    /// A level is asked for on an axis that the questionnaire has no questions on.
    pub(super) fn fits(&self, content: &Content) -> Result<()> {
        let is_asked = |axis: &Axis| content.questionnaire.axes().any(|known| known == *axis);
        let Some((axis, _)) = self.0.iter().find(|(axis, _)| !is_asked(axis)) else { return Ok(()) };
        Err(Error::wrong(Message::new("gate.not-asked").with_sentence("axis", name(*axis))))
    }
}

/// A number such as `2.5`, exactly: digits, and at most three behind a point.
fn decimal(text: &str) -> Option<Fraction> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, 2) || !digits(part, 3) {
        return None;
    }
    let thousandths: i128 = format!("{whole}{part:0<3}").parse().ok()?;
    Some(Fraction::new(thousandths, 1000))
}

const fn name(axis: Axis) -> &'static str {
    axis.pick("gate.adoption", "gate.outcome")
}

/// The level of an axis, 0..4.
fn level(content: &Content, answers: &Answers, axis: Axis) -> Option<Fraction> {
    let assessment = Assessment::of(&content.questionnaire, standings(&content.questionnaire, answers));
    Some(assessment.axes.get(axis).score.score? * Fraction::whole(4))
}

/// What answers are held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate<'a> {
    /// The lowest levels that are enough.
    pub(super) floor: &'a Floor,
    /// Earlier answers, with the name of their file, which no axis may fall below.
    pub(super) earlier: Option<&'a (Answers, String)>,
}

/// Whether earlier answers rest on the same questions.
///
/// # Errors
/// One is of the short form and the other of the full form.
pub(super) fn same_form(answers: &Answers, (earlier, file): &(Answers, String)) -> Result<()> {
    if answers.form == earlier.form {
        return Ok(());
    }
    Err(Error::wrong(Message::new("gate.forms")).in_file(file))
}

impl Gate<'_> {
    /// `None` if every level is reached.
    ///
    /// # Errors
    /// One line that says which level is not, and by how much. Levels are compared exactly, as fractions.
    pub(super) fn check(&self, content: &Content, answers: &Answers) -> Result<()> {
        let floor = self.floor.0.iter().map(|(axis, level)| Bar { axis: *axis, level: *level, date: None });
        let before = self.earlier.iter().flat_map(|(earlier, file)| {
            let date = Some(earlier.date.as_deref().unwrap_or(file));
            let before = move |axis| Some(Bar { axis, level: level(content, earlier, axis)?, date });
            Axis::ALL.into_iter().filter_map(before)
        });
        let missed = |bar: Bar<'_>| bar.missed(level(content, answers, bar.axis), &content.words);
        let why: Vec<String> = floor.chain(before).filter_map(missed).collect();
        if why.is_empty() {
            return Ok(());
        }
        Err(Error::new(Kind::No, Message::new("gate.failed").with("why", why.join("; "))))
    }
}

/// A level, 0..4, that an axis must reach.
#[derive(Clone, Copy, Debug)]
struct Bar<'a> {
    axis: Axis,
    level: Fraction,
    /// The date or file of the earlier answers that have it; `None` if it was asked for.
    date: Option<&'a str>,
}

impl Bar<'_> {
    /// How far it is missed, in words; `None` if it is reached.
    fn missed(&self, found: Option<Fraction>, words: &Words) -> Option<String> {
        let wanted = self.level;
        let (below, without) = match self.date {
            None => ("gate.under", "gate.no-score"),
            Some(_) => ("gate.worse", "gate.no-score-worse"),
        };
        let (axis, date) = (words.say(name(self.axis)), self.date.unwrap_or_default());
        let Some(found) = found else {
            let values: &Values<'_> = &[("axis", &axis), ("wanted", &shown(wanted, 1)), ("date", &date)];
            return Some(words.fill(without, values));
        };
        let decimals = decimals(found, wanted);
        let [level, asked, by] = [found, wanted, wanted - found].map(|level| shown(level, decimals));
        let values: &Values<'_> =
            &[("axis", &axis), ("level", &level), ("wanted", &asked), ("by", &by), ("date", &date)];
        (found < wanted).then(|| words.fill(below, values))
    }
}

/// As many decimals as it takes to see that one level is below another, and by how much; a level that was asked for
/// shows as it was written.
fn decimals(found: Fraction, wanted: Fraction) -> usize {
    let as_written =
        [10, 100, 1000].iter().position(|parts| (wanted * Fraction::whole(*parts)).denominator() == 1);
    let is_seen = |decimals: &usize| {
        let [level, asked, by] = [found, wanted, wanted - found].map(|level| shown(level, *decimals));
        level != asked && by.contains(|digit: char| digit.is_ascii_digit() && digit != '0')
    };
    let fewest = as_written.map_or(1, |place| place + 1);
    (fewest..=6).find(is_seen).unwrap_or(6)
}

/// A level with so many decimals; half a unit of the last place is rounded up, as everywhere that people read levels.
fn shown(level: Fraction, decimals: usize) -> String {
    format!("{:.decimals$}", level.as_f64() + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_exactly() {
        assert_eq!(decimal("2.5"), Some(Fraction::new(5, 2)));
        assert_eq!(decimal("4"), Some(Fraction::whole(4)));
        assert_eq!(decimal("0.125"), Some(Fraction::new(1, 8)));
        for wrong in ["", ".5", "2.", "-1", "1e1", "2,5", "1.0000", "NaN", "+1", "２"] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_difference_is_always_seen() {
        let seen = |found: Fraction, wanted: Fraction| {
            let decimals = decimals(found, wanted);
            [found, wanted, wanted - found].map(|level| shown(level, decimals))
        };
        assert_eq!(seen(Fraction::new(21, 10), Fraction::new(5, 2)), ["2.1", "2.5", "0.4"]);
        assert_eq!(seen(Fraction::new(9, 4), Fraction::new(451, 200)), ["2.250", "2.255", "0.005"]);
        assert_eq!(seen(Fraction::new(2449, 1000), Fraction::new(49, 20)), ["2.449", "2.450", "0.001"]);
    }
}
