//! The time that metrics are about.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::delivery::metrics::WindowPart;
use crate::delivery::{DAY, WEEK};

/// The days of a window of which only one end, or none, was said.
pub const USUAL_DAYS: i64 = 90;

/// A stretch of time: from its first second to the second before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its first second.
    pub since: i64,
    /// The second behind its last one.
    pub end: i64,
}

impl Window {
    /// Whether a time is in it.
    pub const fn contains(&self, time: i64) -> bool {
        self.since <= time && time < self.end
    }

    /// Its length in weeks of seven days.
    pub const fn weeks(&self) -> f64 {
        (self.end - self.since) as f64 / WEEK as f64
    }

    /// The window of these ends, each inclusive, where they are said: else 90 days, up to the UTC day of the last
    /// event.
    pub fn of(since: Option<i64>, end: Option<i64>, last_event: i64) -> Self {
        let end_of_day = (last_event.div_euclid(DAY) + 1) * DAY;
        let end = end.unwrap_or_else(|| end_of_day.max(since.map_or(i64::MIN, |since| since + DAY)));
        Self { since: since.unwrap_or(end - USUAL_DAYS * DAY), end }
    }

    /// What of this falls into each of its weeks, which are counted from its beginning; the last may be shorter.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time inside the window")]
    pub fn by_week<T>(&self, timed: impl IntoIterator<Item = (i64, T)>) -> Vec<Vec<T>> {
        let number = (self.end - self.since + WEEK - 1).div_euclid(WEEK).max(0) as usize;
        let mut weeks: Vec<Vec<T>> = std::iter::repeat_with(Vec::new).take(number).collect();
        for (time, value) in timed.into_iter().filter(|(time, _)| self.contains(*time)) {
            weeks[((time - self.since) / WEEK) as usize].push(value);
        }
        weeks
    }

    /// How many of these times fall into each of its weeks.
    #[expect(clippy::cast_possible_truncation, reason = "nobody deploys four thousand million times a week")]
    pub fn per_week(&self, times: impl IntoIterator<Item = i64>) -> Vec<u32> {
        self.by_week(times.into_iter().map(|time| (time, ()))).iter().map(|week| week.len() as u32).collect()
    }

    /// The window as it is written to a file.
    pub fn part(&self) -> WindowPart {
        let (since, until) = self.shown();
        WindowPart { since, until, weeks: self.weeks() }
    }

    /// Both ends as they are written: dates where they are whole UTC days, else times; both inclusive.
    pub fn shown(&self) -> (String, String) {
        let is_days = self.since % DAY == 0 && self.end % DAY == 0;
        let show = |time: i64| {
            let Ok(time) = Timestamp::from_second(time) else { return time.to_string() };
            let date: Date = time.to_zoned(TimeZone::UTC).date();
            if is_days { date.to_string() } else { time.to_string() }
        };
        let until = if is_days { self.end - DAY } else { self.end - 1 };
        (show(self.since), show(until))
    }
}

/// A time as it is written.
pub fn time_shown(time: i64) -> String {
    Timestamp::from_second(time).map_or_else(|_| time.to_string(), |time| time.to_string())
}

/// The UTC day of a time as it is written.
pub fn day_shown(time: i64) -> String {
    time_shown(time).chars().take_while(|character| *character != 'T').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_inclusive_and_read_as_they_were_written() {
        let window = Window { since: 0, end: 14 * DAY };
        assert_eq!(window.shown(), ("1970-01-01".to_owned(), "1970-01-14".to_owned()));
        assert!((window.weeks() - 2.0).abs() < 1e-12);
        let window = Window { since: 30, end: 14 * DAY };
        assert_eq!(window.shown().0, "1970-01-01T00:00:30Z");
        assert_eq!(window.shown().1, "1970-01-14T23:59:59Z");
        let window = Window { since: 7 * DAY, end: 14 * DAY + 30 };
        assert_eq!(window.shown(), ("1970-01-08T00:00:00Z".to_owned(), "1970-01-15T00:00:29Z".to_owned()));
        let window = Window { since: 7 * DAY, end: 14 * DAY };
        assert!((window.weeks() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn without_ends_it_is_ninety_days_up_to_the_last_event() {
        let window = Window::of(None, None, 200 * DAY + 5);
        assert_eq!((window.since, window.end), (111 * DAY, 201 * DAY));
        let since = Window::of(Some(300 * DAY), None, 200 * DAY);
        assert_eq!((since.since, since.end), (300 * DAY, 301 * DAY), "one day behind the last event");
    }

    #[test]
    fn every_time_falls_into_one_week() {
        let window = Window { since: 0, end: 10 * DAY };
        assert_eq!(window.per_week([0, WEEK - 1, WEEK, 10 * DAY, -1]), [2, 1]);
        let later = Window { since: 3 * DAY, end: 17 * DAY };
        assert_eq!(later.per_week([3 * DAY, 10 * DAY - 1, 10 * DAY, 16 * DAY]), [2, 2], "two whole weeks");
    }
}
