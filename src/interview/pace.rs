//! How long the rest takes: expected by the length of its words, corrected by the person's own pace.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use crate::questionnaire::text::QuestionText;

/// How many columns of text somebody reads in a second: 240 words of five letters and a space in a minute.
const READ: f64 = 24.0;

/// How long somebody thinks about a question, in seconds.
const THINK: f64 = 10.0;

/// After this time somebody was away rather than thinking.
const AWAY: Duration = Duration::from_secs(5 * 60);

/// For so many seconds the expected pace counts as much as the measured one: about ten questions.
const PRIOR: f64 = 240.0;

/// The pace of a person so far.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Seconds that the answered questions were expected to take.
    expected: f64,
    /// Seconds that they took.
    taken: f64,
}

impl Pace {
    /// Notes the time that a question with so many columns of text took; a pause is not a pace.
    pub fn took(&mut self, columns: usize, time: Duration) {
        if time <= AWAY {
            self.expected += seconds(columns);
            self.taken += time.as_secs_f64();
        }
    }

    /// The time that questions with so many columns of text will take.
    pub fn left(&self, columns: impl IntoIterator<Item = usize>) -> Duration {
        let pace = (self.taken + PRIOR) / (self.expected + PRIOR);
        Duration::from_secs_f64(columns.into_iter().map(seconds).sum::<f64>() * pace)
    }
}

fn seconds(columns: usize) -> f64 {
    THINK + columns as f64 / READ
}

/// How much there is to read in a question and its options, in columns of a terminal.
pub fn length(text: &QuestionText) -> usize {
    text.question.width() + text.levels.iter().map(|level| level.width()).sum::<usize>()
}

/// Whole minutes, rounded to the nearest; 0 is less than half of one.
pub fn minutes(time: Duration) -> u64 {
    (time.as_secs() + 30) / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn at_first_the_length_of_the_text_says_how_long_it_takes() {
        // 240 columns are read in 10 seconds; with 10 to think that makes 20 a question.
        assert_eq!(Pace::default().left([240, 240, 240]), secs(60));
        assert_eq!(minutes(secs(29)), 0);
        assert_eq!(minutes(secs(90)), 2);
    }

    #[test]
    fn the_pace_of_the_person_moves_it_smoothly_and_a_pause_does_not() {
        let mut pace = Pace::default();
        pace.took(240, secs(0));
        // One question in no time: (0 + 240) / (20 + 240) of the 260 seconds.
        assert_eq!(pace.left([240; 13]), secs(240));
        pace.took(240, secs(3000));
        assert_eq!(pace.left([240; 13]), secs(240));
        // Five more, each twice as slow as expected: (200 + 240) / (120 + 240) of 180 seconds.
        for _ in 0..5 {
            pace.took(240, secs(40));
        }
        assert_eq!(pace.left([240; 9]), secs(220));
    }
}
