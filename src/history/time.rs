//! Times as people and programs write them.
//!
//! Time zones come from data inside the program and never from the machine, so that the same input gives the same
//! numbers everywhere.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use crate::delivery::{DAY, Window};

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is a local time, and nothing says of which zone.
    NoZone,
    NoTime,
    NoDate,
    /// Day and month may be in either order.
    DayOrMonth,
    /// The clock showed it twice, when it was put back.
    Twice,
    UnknownZone,
}

/// The zone of a name such as `Europe/Berlin`, of `UTC` or `Z`, or of an offset such as `+09:00` or `UTC+9`.
pub fn zone(name: &str) -> Option<TimeZone> {
    if name.eq_ignore_ascii_case("utc") || name.eq_ignore_ascii_case("z") {
        return Some(TimeZone::UTC);
    }
    let behind = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")).unwrap_or(name);
    if behind.starts_with(['+', '-']) {
        return offset(behind).map(TimeZone::fixed);
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

/// Dates as programs write them besides ISO 8601, for `strptime`: Jira's, German and Korean ones, those of logs. One with
/// the month as a number in the middle of slashes or hyphens is ambiguous and missing here.
const DATES: [&str; 11] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d/%b/%y",
    "%d/%b/%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b %d %Y",
    "%Y. %m. %d.",
    "%Y년 %m월 %d일",
];

/// Times of day that come after them.
const CLOCKS: [&str; 6] = ["%H:%M:%S%.f", "%H:%M", "%I:%M %p", "%I:%M:%S %p", "%p %I:%M", "%p %I:%M:%S"];

static FORMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let forms = DATES.iter().flat_map(|date| CLOCKS.iter().map(move |clock| format!("{date} {clock}")));
    forms.chain(["%a %b %d %H:%M:%S %Y".to_owned()]).collect()
});

/// Whether a text is what programs write where there is no time: Go's and .NET's first day, a database's day of zeros.
pub fn is_zero(text: &str) -> bool {
    let behind = text.trim().strip_prefix("0001-01-01").or_else(|| text.trim().strip_prefix("0000-00-00"));
    behind.is_some_and(|rest| rest.chars().all(|character| "T 0:.,+-ZUTC".contains(character)))
}

/// A time in seconds since 1970 UTC; fractions of a second are cut off. Seconds, milliseconds and finer units since then
/// are read as they are. What is before 1970 is no time: a year of two digits, or what [`is_zero`]. A local time needs a
/// zone, its own (an offset, a name behind it, RFC 9557) or `local`; one that the clock showed twice is refused, one that
/// it skipped is moved behind the gap.
///
/// # Errors
/// Why the text is no time.
pub fn parse(text: &str, local: Option<&TimeZone>) -> Result<i64, Wrong> {
    let text = text.trim();
    if is_zero(text) {
        return Err(Wrong::NoDate);
    }
    if let Some(seconds) = epoch(text) {
        return Ok(seconds);
    }
    if let Some((time, name)) = text.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        let zone = zone(name.trim_start_matches('!')).ok_or(Wrong::UnknownZone)?;
        return parse(time, Some(&zone));
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        let is_possible = time >= Timestamp::UNIX_EPOCH;
        return is_possible.then(|| time.as_second()).ok_or(Wrong::NoDate);
    }
    if let Ok(time) = rfc2822::DateTimeParser::new().parse_timestamp(text) {
        return Ok(time.as_second());
    }
    let time = match local_time(text) {
        Ok(time) => time,
        Err(wrong) => return with_zone_behind(text).unwrap_or(Err(wrong)),
    };
    let Some(zone) = local else { return Err(Wrong::NoZone) };
    let ambiguous = zone.to_ambiguous_timestamp(time);
    if matches!(ambiguous.offset(), AmbiguousOffset::Fold { .. }) {
        return Err(Wrong::Twice);
    }
    ambiguous.compatible().map(Timestamp::as_second).map_err(|_| Wrong::NoDate)
}

/// A time with a zone or an offset as its last word; nothing if the last word is none.
fn with_zone_behind(text: &str) -> Option<Result<i64, Wrong>> {
    let (time, name) = text.rsplit_once(' ')?;
    if let Some(zone) = zone(name) {
        // An abbreviation names one offset: CET is that of the winter in summer too.
        let is_abbreviation = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let zone = if is_abbreviation { without_summer(&zone) } else { zone };
        return Some(parse(time, Some(&zone)));
    }
    let is_name = name.len() > 2 && name.starts_with(|first: char| first.is_ascii_uppercase());
    match parse(time, None) {
        // Behind an offset the name of the zone says nothing more.
        Ok(known) if is_name => Some(Ok(known)),
        Err(Wrong::NoZone) if is_name => Some(Err(Wrong::UnknownZone)),
        _ => None,
    }
}

/// The offset that a zone of the northern half has in winter.
fn without_summer(zone: &TimeZone) -> TimeZone {
    let winter = Date::constant(2026, 1, 1).to_zoned(zone.clone());
    winter.map_or_else(|_| zone.clone(), |winter| TimeZone::fixed(winter.offset()))
}

fn local_time(text: &str) -> Result<DateTime, Wrong> {
    if text.parse::<Date>().is_ok() && text.len() <= 10 {
        return Err(Wrong::NoTime);
    }
    let is_possible = |time: &DateTime| time.year() >= 1970;
    if let Some(time) = text.parse().ok().filter(is_possible) {
        return Ok(time);
    }
    let text = text.replace(',', "").replace("오전", "AM").replace("오후", "PM");
    let mut times = FORMS.iter().filter_map(|form| DateTime::strptime(form, &text).ok());
    times.find(is_possible).ok_or_else(|| no_date(&text))
}

/// Seconds, milli-, micro- or nanoseconds since 1970, of a time that a deployment can have.
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
        15 | 16 => Some(number / 1_000_000),
        18 | 19 => Some(number / 1_000_000_000),
        _ => None,
    }
}

/// A date such as 03/04/2026 could be in March or in April.
fn no_date(text: &str) -> Wrong {
    let mut parts = text.split(|character: char| "/- ".contains(character));
    let mut number = || parts.next().and_then(|part| part.parse::<u16>().ok());
    match (number(), number(), number()) {
        (Some(1..=31), Some(1..=31), Some(_)) => Wrong::DayOrMonth,
        _ => Wrong::NoDate,
    }
}

/// One end of a window as it is written: the second of a time, or a whole UTC day.
///
/// # Errors
/// Why the text is neither.
pub fn edge(text: &str, local: Option<&TimeZone>) -> Result<Window, Wrong> {
    let text = text.trim();
    if let Some(date) = text.parse::<Date>().ok().filter(|_| text.len() <= 10) {
        let start = date.to_zoned(TimeZone::UTC).map_err(|_| Wrong::NoDate)?.timestamp().as_second();
        return Ok(Window { since: start, end: start + DAY });
    }
    parse(text, local).map(|time| Window { since: time, end: time + 1 })
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
    fn times_are_read_as_programs_write_them() {
        let seoul = zone("Asia/Seoul").unwrap();
        let nine = parse("2026-01-05T09:00:00Z", None);
        for text in [
            "Mon, 05 Jan 2026 09:00:00 GMT",
            "Mon, 05 Jan 2026 18:00:00 +0900",
            "Mon Jan 5 18:00:00 2026 +0900",
            "2026-01-05 09:00:00 +0000 UTC",
            "2026-01-05 10:00:00 +0100 CET",
            "2026-01-05 18:00:00 UTC+9",
            "2026-01-05 18:00 Asia/Seoul",
            "2026-01-05 18:00:00.123 GMT+09:00",
            "2026. 1. 5. 오후 6:00:00",
            "2026-01-05 오후 6:00",
            "2026년 1월 5일 18:00",
            "05/Jan/26 6:00 PM",
            "Jan 5, 2026, 6:00:00 PM",
            "05.01.2026 18:00",
            "05.01.26 18:00",
            "1767603600",
            "1767603600000.5",
            "1767603600000000",
        ] {
            assert_eq!(parse(text, Some(&seoul)), nine, "{text}");
        }
        assert_eq!(parse("2026-01-05 09:00:00 KST", Some(&seoul)), Err(Wrong::UnknownZone));
        assert_eq!(parse("2026-07-01 12:00:00 CET", None), parse("2026-07-01T11:00:00Z", None));
        for text in
            ["01/05/2026 9:00", "13/01/2026 09:00", "05-01-2026 09:00", "3/1/26 12:00", "05/03/26 13:00"]
        {
            assert_eq!(parse(text, Some(&seoul)), Err(Wrong::DayOrMonth), "{text}");
        }
        for text in [
            "1767603600000 ms",
            "45000.5",
            "next Monday",
            "09:00",
            "2026-01-05 noon",
            "0001-01-01T00:00:00Z",
            "0001-01-01 00:00:00 +0000 UTC",
            "05-Jan-26 09:00",
        ] {
            assert_eq!(parse(text, Some(&seoul)), Err(Wrong::NoDate), "{text}");
        }
        for text in ["0001-01-01T00:00:00Z", "0001-01-01 00:00:00.0000000 +00:00", "0000-00-00 00:00:00"] {
            assert!(is_zero(text), "{text}");
        }
        assert!(!is_zero("0001-01-01 00:00:01") && !is_zero("2026-01-01T00:00:00Z"));
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
        assert_eq!(edge("1970-01-02", None), Ok(Window { since: DAY, end: 2 * DAY }));
    }
}
