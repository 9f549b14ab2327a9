//! How long the rest takes, measured from the person's own pace.

use std::time::Duration;

/// What a question takes before anything was measured.
const USUAL: Duration = Duration::from_secs(25);

/// After this time somebody was away rather than thinking.
const AWAY: Duration = Duration::from_secs(5 * 60);

/// How many questions must have been measured before the measured pace is used alone.
const ENOUGH: usize = 3;

/// The times that questions took so far.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    taken: Vec<Duration>,
}

impl Pace {
    /// Notes the time that one question took; a pause is not a pace.
    pub fn took(&mut self, time: Duration) {
        if time <= AWAY {
            self.taken.push(time);
        }
    }

    /// The time that so many questions will take: by the middle of the times so far, which one long thought does
    /// not move.
    pub fn left(&self, questions: usize) -> Duration {
        let each = if self.taken.len() < ENOUGH { USUAL } else { self.middle() };
        each * u32::try_from(questions).unwrap_or(u32::MAX)
    }

    fn middle(&self) -> Duration {
        let mut sorted = self.taken.clone();
        sorted.sort();
        sorted.get(sorted.len() / 2).copied().unwrap_or(USUAL)
    }
}

/// Whole minutes, rounded to the nearest; 0 is less than one.
pub fn minutes(time: Duration) -> u64 {
    (time.as_secs() + 30) / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn before_three_answers_the_usual_time_is_told() {
        let mut pace = Pace::default();
        pace.took(seconds(1));
        assert_eq!(minutes(pace.left(34)), 14);
    }

    #[test]
    fn afterwards_the_own_pace_is_told_and_a_pause_does_not_count() {
        let mut pace = Pace::default();
        for taken in [10, 20, 12, 3000, 280] {
            pace.took(seconds(taken));
        }
        assert_eq!(pace.left(3), seconds(60));
        assert_eq!(minutes(seconds(29)), 0);
        assert_eq!(minutes(seconds(90)), 2);
    }
}
