//! Times as people and programs write them.
//!
//! Time zones come from data inside the program and never from the machine, so that the same input gives the same
//! numbers everywhere.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use crate::delivery::DAY;

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is a local time, and nothing says of which zone.
    NoZone,
    /// It is a date without a time.
    NoTime,
    /// It is no time at all.
    NoDate,
    /// Day and month may be in either order.
    DayOrMonth,
    /// The clock showed it twice, when it was put back.
    Twice,
    /// It names a zone that is not known.
    UnknownZone,
}

/// The zone of a name such as `Europe/Berlin`, of `UTC` or `Z`, or of an offset such as `+09:00`.
pub fn zone(name: &str) -> Option<TimeZone> {
    if name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("z") {
        return Some(TimeZone::UTC);
    }
    if name.starts_with(['+', '-']) {
        return offset(name).map(TimeZone::fixed);
    }
    named(name)
}

/// The zone of a name such as `Europe/Berlin`, in capital or small letters, from the data inside the program.
pub fn named(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The zone that a setting of a machine mentions: by its name, perhaps behind a colon or the path of a folder of zones.
pub fn mentioned(setting: &str) -> Option<TimeZone> {
    named(setting.rsplit("zoneinfo/").next()?.trim_start_matches(':'))
}

/// The offset of a text such as `+09:00`, `-0330` or `+9`.
fn offset(text: &str) -> Option<Offset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text[1..].chars().filter(|character| *character != ':').collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes) = match digits.len() {
        1 | 2 if is_number => (digits.as_str(), "0"),
        4 if is_number => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = sign * (hours * 3600 + minutes * 60);
    (minutes < 60).then(|| Offset::from_seconds(seconds).ok()).flatten()
}

/// Local times as programs write them besides ISO 8601, for `strptime`: Jira's, German, those with a slash, of logs.
const LOCAL: [&str; 12] = [
    "%d/%b/%y %I:%M %p",
    "%d/%b/%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y-%m-%d %H:%M",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%d-%b-%Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%d %b %Y %H:%M:%S",
];

/// A time in seconds since 1970 UTC; fractions of a second are cut off. Seconds and milliseconds since then are read as
/// they are. A local time needs a zone, its own (RFC 9557, `UTC`) or `local`; one that the clock showed twice is refused,
/// one that it skipped is moved behind the gap.
pub fn parse(text: &str, local: Option<&TimeZone>) -> Result<i64, Wrong> {
    let text = text.trim();
    if let Some(seconds) = epoch(text) {
        return Ok(seconds);
    }
    if let Some((time, zone_name)) = text.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        let zone = zone(zone_name.trim_start_matches('!')).ok_or(Wrong::UnknownZone)?;
        return parse(time, Some(&zone));
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(whole_second(time));
    }
    // Behind a time stands `UTC`, an offset, or both, as some programs write them.
    for name in [" UTC", " GMT", " Z"] {
        if let Some(time) = text.strip_suffix(name) {
            return parse(time, Some(&TimeZone::UTC));
        }
    }
    if let Some((time, offset_text)) = text.rsplit_once(' ')
        && offset_text.starts_with(['+', '-'])
        && let Some(offset) = offset(offset_text)
    {
        return parse(time, Some(&TimeZone::fixed(offset)));
    }
    if text.len() <= 10 {
        return Err(if text.parse::<Date>().is_ok() { Wrong::NoTime } else { Wrong::NoDate });
    }
    let time = match text.parse::<DateTime>() {
        Ok(time) => time,
        Err(_) => {
            LOCAL.iter().find_map(|form| DateTime::strptime(form, text).ok()).ok_or_else(|| no_date(text))?
        }
    };
    let Some(zone) = local else { return Err(Wrong::NoZone) };
    let ambiguous = zone.to_ambiguous_timestamp(time);
    if matches!(ambiguous.offset(), AmbiguousOffset::Fold { .. }) {
        return Err(Wrong::Twice);
    }
    ambiguous.compatible().map(Timestamp::as_second).map_err(|_| Wrong::NoDate)
}

/// Seconds or milliseconds since 1970, of a time that a deployment can have.
fn epoch(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        9 | 10 => Some(number),
        12 | 13 => Some(number / 1000),
        _ => None,
    }
}

/// A date such as 03/04/2026 could be in March or in April.
fn no_date(text: &str) -> Wrong {
    let mut parts = text.split(|character: char| "/- ,".contains(character));
    let mut number = || parts.next().and_then(|part| part.parse::<u16>().ok());
    match (number(), number(), number()) {
        (Some(1..=31), Some(1..=31), Some(_)) => Wrong::DayOrMonth,
        _ => Wrong::NoDate,
    }
}

fn whole_second(time: Timestamp) -> i64 {
    let second = time.as_nanosecond().div_euclid(1_000_000_000);
    time.as_second().min(second.try_into().unwrap_or(i64::MAX))
}

/// The end of a window as it is written: a date means the whole UTC day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Its first second.
    pub first: i64,
    /// The second behind its last one.
    pub behind: i64,
}

/// One end of a window: a date, or a time.
pub fn edge(text: &str, local: Option<&TimeZone>) -> Result<Edge, Wrong> {
    if let Ok(date) = text.trim().parse::<Date>()
        && text.trim().len() <= 10
    {
        let start = date.to_zoned(TimeZone::UTC).map_err(|_| Wrong::NoDate)?.timestamp().as_second();
        return Ok(Edge { first: start, behind: start + DAY });
    }
    parse(text, local).map(|time| Edge { first: time, behind: time + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_an_offset_need_no_zone() {
        let noon = parse("2026-03-01T12:00:00Z", None).unwrap();
        for text in [
            "2026-03-01T21:00:00+09:00",
            "2026-03-01 12:00:00Z",
            "2026-03-01T12:00:00.999Z",
            " 2026-03-01T07:00:00-0500 ",
        ] {
            assert_eq!(parse(text, None), Ok(noon), "{text}");
        }
    }

    #[test]
    fn a_local_time_needs_a_zone() {
        assert_eq!(parse("2026-03-01T12:00:00", None), Err(Wrong::NoZone));
        assert_eq!(parse("2026-03-01", None), Err(Wrong::NoTime));
        assert_eq!(parse("yesterday", None), Err(Wrong::NoDate));
        assert_eq!(parse("2026-02-30T12:00:00Z", None), Err(Wrong::NoDate));
        let seoul = zone("Asia/Seoul").unwrap();
        assert_eq!(parse("2026-03-01T21:00:00", Some(&seoul)), parse("2026-03-01T12:00:00Z", None));
    }

    #[test]
    fn zones_are_names_or_offsets() {
        for name in
            ["UTC", "Z", "+09:00", "-0330", "+9", "Europe/Berlin", "asia/seoul", "Asia/Calcutta", "Zulu"]
        {
            assert!(zone(name).is_some(), "{name}");
        }
        for name in ["Middle/Earth", "Europe/Berlin,", "Europe", "+25:99", "+", "", "9"] {
            assert!(zone(name).is_none(), "{name}");
        }
        let berlin = zone("Europe/Berlin").unwrap();
        let summer = parse("2026-07-01T12:00:00", Some(&berlin)).unwrap();
        assert_eq!(Ok(summer), parse("2026-07-01T10:00:00Z", None));
    }

    #[test]
    fn a_machine_mentions_its_zone_by_name_or_path() {
        let seoul = zone("Asia/Seoul").unwrap();
        for setting in
            ["Asia/Seoul", ":Asia/Seoul", "/usr/share/zoneinfo/Asia/Seoul", ":../zoneinfo/Asia/Seoul"]
        {
            assert_eq!(mentioned(setting), Some(seoul.clone()), "{setting}");
        }
        assert_eq!(mentioned("/etc/timezone"), None);
    }

    #[test]
    fn a_date_is_a_whole_day() {
        let edge = edge("1970-01-02", None).unwrap();
        assert_eq!((edge.first, edge.behind), (DAY, 2 * DAY));
    }
}
