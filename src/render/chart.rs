//! The geometry of the charts as numbers; the templates draw them.

use serde::Serialize;

use crate::render::numbers;

/// A coordinate or length as it is written into SVG: one decimal at most.
pub fn coordinate(number: f64) -> String {
    let text = numbers::tenths(number);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The room to the left and right of a strip's axis, in percent of its width, so that marks at its ends are whole.
const STRIP_MARGIN: f64 = 4.0;

/// Where a level of a scale from 0 to `top` lies on a strip, in percent of its width.
pub fn strip_x(level: f64, top: f64) -> String {
    let share = if top > 0.0 { level / top } else { 0.0 };
    coordinate(STRIP_MARGIN + share * (100.0 - 2.0 * STRIP_MARGIN)) + "%"
}

/// Where a score, a fraction 0..1, lies on a strip, in percent of its width.
pub fn strip_score(score: f64) -> String {
    strip_x(score, 1.0)
}

/// The side of the quadrant's square, in units of the drawing.
const SIDE: f64 = 320.0;
/// The room left of the square, for the axis' numbers.
const LEFT: f64 = 34.0;
/// The room above the square.
const ABOVE: f64 = 8.0;

/// The quadrant: adoption to the right, outcome upwards.
#[derive(Clone, Debug, Serialize)]
pub struct Quadrant {
    /// The left edge of the square.
    pub left: String,
    /// The right edge.
    pub right: String,
    /// The upper edge.
    pub top: String,
    /// The lower edge.
    pub bottom: String,
    /// The side of the square.
    pub side: String,
    /// Where adoption's line stands.
    pub line_x: Option<String>,
    /// Where the outcome's line lies.
    pub line_y: Option<String>,
    /// The middle of the half of each side that a label is put into: not adopted, adopted.
    pub middle_x: [String; 2],
    /// Not working, working.
    pub middle_y: [String; 2],
    /// The field of the verdict: x, y, width, height.
    pub field: Option<[String; 4]>,
    /// The team, where both axes have a score.
    pub point: Option<[String; 2]>,
    /// What both ranges allow: x, y, width, height.
    pub range: Option<[String; 4]>,
    /// Whole levels on the horizontal axis: place and number.
    pub ticks_x: Vec<(String, u8)>,
    /// Whole levels on the vertical axis.
    pub ticks_y: Vec<(String, u8)>,
}

/// One axis of the quadrant; all are fractions 0..1.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuadrantAxis {
    /// The score.
    pub score: Option<f64>,
    /// The lowest it could be.
    pub low: Option<f64>,
    /// The highest it could be.
    pub high: Option<f64>,
    /// The line that parts yes from no.
    pub line: Option<f64>,
}

impl QuadrantAxis {
    /// The ends of the range, where there is one.
    fn range(self) -> Option<(f64, f64)> {
        self.low.zip(self.high)
    }

    /// The half, as its two ends, in which the score lies.
    fn half(self) -> Option<(f64, f64)> {
        let (score, line) = self.score.zip(self.line)?;
        Some(if score >= line { (line, 1.0) } else { (0.0, line) })
    }
}

impl Quadrant {
    /// The drawing of two axes.
    pub fn of(adoption: QuadrantAxis, outcome: QuadrantAxis) -> Self {
        let line = |axis: QuadrantAxis| axis.line.unwrap_or(0.5);
        Self {
            left: coordinate(LEFT),
            right: coordinate(LEFT + SIDE),
            top: coordinate(ABOVE),
            bottom: coordinate(ABOVE + SIDE),
            side: coordinate(SIDE),
            line_x: adoption.line.map(x),
            line_y: outcome.line.map(y),
            middle_x: [x(line(adoption) / 2.0), x(f64::midpoint(line(adoption), 1.0))],
            middle_y: [y(line(outcome) / 2.0), y(f64::midpoint(line(outcome), 1.0))],
            field: adoption.half().zip(outcome.half()).map(|(across, up)| rectangle(across, up)),
            point: adoption.score.zip(outcome.score).map(|(across, up)| [x(across), y(up)]),
            range: adoption.range().zip(outcome.range()).map(|(across, up)| rectangle(across, up)),
            ticks_x: (0..=4).map(|level| (x(f64::from(level) / 4.0), level)).collect(),
            ticks_y: (0..=4).map(|level| (y(f64::from(level) / 4.0), level)).collect(),
        }
    }
}

fn x(score: f64) -> String {
    coordinate(LEFT + score * SIDE)
}

fn y(score: f64) -> String {
    coordinate(ABOVE + (1.0 - score) * SIDE)
}

fn rectangle(across: (f64, f64), up: (f64, f64)) -> [String; 4] {
    [x(across.0), y(up.1), coordinate((across.1 - across.0) * SIDE), coordinate((up.1 - up.0) * SIDE)]
}

/// The lengths of bars for shares, given as percentages, in percent of the room: the longest fills it.
pub fn bars(shares: &[f64]) -> Vec<String> {
    let longest = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    shares.iter().map(|share| coordinate(share / longest * 100.0) + "%").collect()
}

/// The width of the drawing over time, in units of the drawing.
const OVER_TIME_WIDTH: f64 = 640.0;
/// Its height.
const OVER_TIME_HEIGHT: f64 = 240.0;
/// The room right of the last date, for the names of the lines.
const NAMES: f64 = 90.0;
/// At most this many dates are named under the drawing.
const MOST_NAMED: usize = 7;

/// Scores over time: one line for each axis, dates at equal distances in the order given.
#[derive(Clone, Debug, Serialize)]
pub struct OverTime {
    /// Whole levels: the height of each, and its number.
    pub ticks: Vec<(String, u8)>,
    /// Dates to name: the place of each, and its position in the list.
    pub names: Vec<(String, usize)>,
    /// The lines, in the order given.
    pub lines: Vec<TimeLine>,
    /// The left end of the drawing's grid.
    pub left: String,
    /// Its right end.
    pub right: String,
}

/// One line of a drawing over time.
#[derive(Clone, Debug, Serialize)]
pub struct TimeLine {
    /// The path through all dates that have a score; it breaks where one has none.
    pub path: String,
    /// The place of each score.
    pub points: Vec<[String; 2]>,
    /// The ranges: place, lower end, upper end.
    pub ranges: Vec<[String; 3]>,
    /// Where its name stands: behind its last point.
    pub name: Option<[String; 2]>,
}

impl OverTime {
    /// The drawing of these scores; every list is one line with an entry for each date: score, low and high, 0..1.
    pub fn of(lines: &[Vec<[Option<f64>; 3]>]) -> Self {
        let dates = lines.iter().map(Vec::len).max().unwrap_or(0);
        let every = dates.div_ceil(MOST_NAMED).max(1);
        let last = dates.saturating_sub(1);
        let named = (0..dates).filter(|date| (last - date).is_multiple_of(every));
        let mut drawn: Vec<TimeLine> = lines.iter().map(|line| time_line(line)).collect();
        keep_names_apart(&mut drawn, lines);
        Self {
            ticks: (0..=4).map(|level| (time_y(f64::from(level) / 4.0), level)).collect(),
            names: named.map(|date| (time_x(date, dates), date)).collect(),
            lines: drawn,
            left: coordinate(LEFT),
            right: coordinate(OVER_TIME_WIDTH - NAMES + 12.0),
        }
    }
}

fn time_line(line: &[[Option<f64>; 3]]) -> TimeLine {
    let place = |date: usize| time_x(date, line.len());
    let mut path = String::new();
    let mut points = Vec::new();
    let mut is_begun = false;
    for (date, [score, ..]) in line.iter().enumerate() {
        let Some(score) = score else {
            is_begun = false;
            continue;
        };
        let point = [place(date), time_y(*score)];
        path.extend([if is_begun { "L" } else { "M" }, &point[0], " ", &point[1]]);
        is_begun = true;
        points.push(point);
    }
    let range = |(date, [_, low, high]): (usize, &[Option<f64>; 3])| {
        let (low, high) = low.zip(*high).filter(|(low, high)| high > low)?;
        Some([place(date), time_y(low), time_y(high)])
    };
    let name = points.last().map(|[x, y]| [x.clone(), y.clone()]);
    TimeLine { path, ranges: line.iter().enumerate().filter_map(range).collect(), points, name }
}

/// Moves the names of two lines apart where they end at nearly the same height.
fn keep_names_apart(drawn: &mut [TimeLine], lines: &[Vec<[Option<f64>; 3]>]) {
    const APART: f64 = 0.08;
    let end = |line: &Vec<[Option<f64>; 3]>| line.iter().rev().find_map(|[score, ..]| *score);
    let [first, second] = drawn else { return };
    let Some((one, other)) = lines.first().and_then(end).zip(lines.get(1).and_then(end)) else { return };
    let short = (APART - (one - other).abs()).max(0.0) / 2.0;
    let up = if one >= other { short } else { -short };
    for (line, height) in [(first, one + up), (second, other - up)] {
        if let Some(name) = &mut line.name {
            name[1] = time_y(height);
        }
    }
}

fn time_x(date: usize, dates: usize) -> String {
    let room = OVER_TIME_WIDTH - LEFT - NAMES - 24.0;
    let share = if dates > 1 { date as f64 / (dates - 1) as f64 } else { 0.0 };
    coordinate(LEFT + 24.0 + share * room)
}

fn time_y(score: f64) -> String {
    coordinate(ABOVE + 4.0 + (1.0 - score) * (OVER_TIME_HEIGHT - ABOVE - 44.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_strip_leave_room_for_whole_marks() {
        assert_eq!(strip_x(0.0, 4.0), "4%");
        assert_eq!(strip_x(2.0, 4.0), "50%");
        assert_eq!(strip_score(1.0), "96%");
    }

    #[test]
    fn the_team_lies_in_the_field_of_its_verdict() {
        let adoption = QuadrantAxis { score: Some(0.75), low: Some(0.5), high: Some(1.0), line: Some(0.625) };
        let outcome = QuadrantAxis { score: Some(0.25), low: Some(0.25), high: Some(0.25), line: Some(0.5) };
        let drawn = Quadrant::of(adoption, outcome);
        assert_eq!(drawn.point, Some(["274".to_owned(), "248".to_owned()]));
        assert_eq!(drawn.field, Some(["234", "168", "120", "160"].map(str::to_owned)));
        assert_eq!(drawn.range, Some(["194", "248", "160", "0"].map(str::to_owned)));
    }

    #[test]
    fn without_scores_there_is_no_point() {
        let drawn = Quadrant::of(QuadrantAxis::default(), QuadrantAxis::default());
        assert!(drawn.point.is_none() && drawn.field.is_none() && drawn.range.is_none());
    }

    #[test]
    fn the_longest_bar_fills_its_room() {
        assert_eq!(bars(&[10.0, 40.0]), ["25%", "100%"]);
        assert_eq!(bars(&[]), Vec::<String>::new());
    }

    #[test]
    fn a_line_over_time_breaks_where_there_is_no_score() {
        let known = |score: f64| [Some(score), Some(score), Some(score)];
        let line = vec![known(0.0), known(1.0), [None, Some(0.2), Some(0.8)], known(0.5)];
        let drawn = OverTime::of(&[line]);
        assert_eq!(drawn.lines[0].path, "M58 200L222 12M550 106");
        assert_eq!(drawn.lines[0].ranges, [["386", "162.4", "49.6"].map(str::to_owned)]);
        assert_eq!(drawn.lines[0].name, Some(["550", "106"].map(str::to_owned)));
        assert_eq!(drawn.names.iter().map(|(_, date)| *date).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }

    #[test]
    fn many_dates_are_named_from_the_latest_back() {
        let drawn = OverTime::of(&[vec![[Some(0.5), None, None]; 15]]);
        assert_eq!(drawn.names.iter().map(|(_, date)| *date).collect::<Vec<_>>(), [2, 5, 8, 11, 14]);
        assert!(OverTime::of(&[]).names.is_empty());
    }

    #[test]
    fn names_of_lines_that_end_together_are_kept_apart() {
        let line = |score: f64| vec![[Some(score), None, None]];
        let drawn = OverTime::of(&[line(0.5), line(0.5)]);
        let heights: Vec<&str> =
            drawn.lines.iter().flat_map(|line| &line.name).map(|name| name[1].as_str()).collect();
        assert_eq!(heights, ["98.5", "113.5"]);
    }
}
