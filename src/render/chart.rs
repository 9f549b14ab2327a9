//! The geometry of the charts as numbers; the templates draw them.

use serde::Serialize;

use crate::numbers;

/// A coordinate or length as it is written into SVG: one decimal at most.
pub fn coordinate(number: f64) -> String {
    let text = numbers::tenths(number);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// The room to the left and right of a strip's axis, in percent of its width, so that marks at its ends are whole.
const STRIP_MARGIN: f64 = 4.0;
/// The shortest bar of doubt on a strip, as a fraction of the scale: a shorter one would not be seen.
const SHORTEST: f64 = 0.05;

/// Where a score, a fraction 0..1, is on a strip, in percent of its width.
pub fn strip(score: f64) -> String {
    coordinate(STRIP_MARGIN + score * (100.0 - 2.0 * STRIP_MARGIN)) + "%"
}

/// A bar of doubt on a strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    pub from: String,
    pub to: String,
}

impl Bar {
    /// The bar between two fractions 0..1, never too short to be seen.
    pub fn of(range: (f64, f64)) -> Self {
        let (from, to) = visible(range);
        Self { from: strip(from), to: strip(to) }
    }
}

/// A range that is long enough to be seen, within 0..1.
fn visible(range: (f64, f64)) -> (f64, f64) {
    let (from, to) = range;
    let missing = (SHORTEST - (to - from)).max(0.0) / 2.0;
    ((from - missing).max(0.0), (to + missing).min(1.0))
}

/// The side of the quadrant's square, in units of the drawing.
const SIDE: f64 = 300.0;
/// The room left of the square, for the name of its axis.
const LEFT: f64 = 24.0;
/// The room above the square, for the names of its upper corners.
const ABOVE: f64 = 24.0;

/// The quadrant: adoption to the right, outcome upwards.
#[derive(Clone, Debug, Serialize)]
pub struct Quadrant {
    pub left: String,
    pub right: String,
    pub top: String,
    pub bottom: String,
    pub side: String,
    /// Where adoption's line is.
    pub line_x: Option<String>,
    /// Where the outcome's line is.
    pub line_y: Option<String>,
    /// The field of the verdict: x, y, width, height.
    pub field: Option<[String; 4]>,
    /// The team, if both axes have a score.
    pub point: Option<[String; 2]>,
    /// The doubt about adoption, at the team's height: left and right end.
    pub across: Option<[String; 2]>,
    /// The doubt about the outcome: lower and upper end.
    pub up: Option<[String; 2]>,
}

/// One axis of the quadrant; all are fractions 0..1.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuadrantAxis {
    pub score: Option<f64>,
    /// Where it could be, if there is doubt.
    pub doubt: Option<(f64, f64)>,
    /// The line that parts yes from no.
    pub line: Option<f64>,
}

impl QuadrantAxis {
    /// The part of the axis, as its two ends, on which the score is.
    fn part(self) -> Option<(f64, f64)> {
        let (score, line) = self.score.zip(self.line)?;
        Some(if score >= line { (line, 1.0) } else { (0.0, line) })
    }
}

impl Quadrant {
    /// The drawing of adoption and outcome.
    pub fn of([adoption, outcome]: [QuadrantAxis; 2]) -> Self {
        let point =
            adoption.score.zip(outcome.score).map(|(adoption, outcome)| [across(adoption), up(outcome)]);
        let doubt = |axis: QuadrantAxis| point.as_ref().and(axis.doubt).map(visible);
        let field = adoption.part().zip(outcome.part()).map(|(adoption, outcome)| {
            let lengths =
                [adoption.1 - adoption.0, outcome.1 - outcome.0].map(|length| coordinate(length * SIDE));
            let [width, height] = lengths;
            [across(adoption.0), up(outcome.1), width, height]
        });
        Self {
            left: coordinate(LEFT),
            right: coordinate(LEFT + SIDE),
            top: coordinate(ABOVE),
            bottom: coordinate(ABOVE + SIDE),
            side: coordinate(SIDE),
            line_x: adoption.line.map(across),
            line_y: outcome.line.map(up),
            field,
            across: doubt(adoption).map(|(from, to)| [across(from), across(to)]),
            up: doubt(outcome).map(|(from, to)| [up(from), up(to)]),
            point,
        }
    }
}

/// Where a score of adoption is in the quadrant.
pub fn across(score: f64) -> String {
    coordinate(LEFT + score * SIDE)
}

/// Where a score of outcome is in the quadrant.
pub fn up(score: f64) -> String {
    coordinate(ABOVE + (1.0 - score) * SIDE)
}

/// The room left of the drawing over time, for the levels.
const TIME_LEFT: f64 = 24.0;
/// The room above it.
const TIME_ABOVE: f64 = 12.0;
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
    pub lines: Vec<TimeLine>,
    /// The left end of the drawing's grid.
    pub left: String,
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
    /// Where its name is: behind its last point.
    pub name: Option<[String; 2]>,
    /// The height of the line that parts yes from no, at the last date that has one.
    pub aim: Option<String>,
}

/// What is drawn of one date: fractions 0..1.
#[derive(Clone, Copy, Debug, Default)]
pub struct AtDate {
    pub score: Option<f64>,
    /// The lowest and the highest that it could be.
    pub range: Option<(f64, f64)>,
    /// The line that parts yes from no.
    pub line: Option<f64>,
}

impl OverTime {
    /// The drawing of these scores; every list is one line with an entry for each date.
    pub fn of(lines: &[Vec<AtDate>]) -> Self {
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
            left: coordinate(TIME_LEFT),
            right: coordinate(OVER_TIME_WIDTH - NAMES + 12.0),
        }
    }
}

fn time_line(line: &[AtDate]) -> TimeLine {
    let place = |date: usize| time_x(date, line.len());
    let mut path = String::new();
    let mut points = Vec::new();
    let mut is_begun = false;
    for (date, at) in line.iter().enumerate() {
        let Some(score) = at.score else {
            is_begun = false;
            continue;
        };
        let point = [place(date), time_y(score)];
        path.extend([if is_begun { "L" } else { "M" }, &point[0], " ", &point[1]]);
        is_begun = true;
        points.push(point);
    }
    let range = |(date, at): (usize, &AtDate)| {
        let (low, high) = at.range.filter(|(low, high)| high > low)?;
        Some([place(date), time_y(low), time_y(high)])
    };
    let name = points.last().map(|[x, y]| [x.clone(), y.clone()]);
    let aim = line.iter().rev().find_map(|at| at.line).map(time_y);
    TimeLine { path, ranges: line.iter().enumerate().filter_map(range).collect(), points, name, aim }
}

/// Moves the names of two lines apart if they end at nearly the same height.
fn keep_names_apart(drawn: &mut [TimeLine], lines: &[Vec<AtDate>]) {
    const APART: f64 = 0.08;
    let end = |line: &Vec<AtDate>| line.iter().rev().find_map(|at| at.score);
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
    let room = OVER_TIME_WIDTH - TIME_LEFT - NAMES - 24.0;
    let share = if dates > 1 { date as f64 / (dates - 1) as f64 } else { 0.0 };
    coordinate(TIME_LEFT + 24.0 + share * room)
}

fn time_y(score: f64) -> String {
    coordinate(TIME_ABOVE + (1.0 - score) * (OVER_TIME_HEIGHT - TIME_ABOVE - 40.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_a_strip_leave_room_for_whole_marks() {
        assert_eq!([0.0, 0.5, 1.0].map(strip), ["4%", "50%", "96%"]);
    }

    #[test]
    fn a_bar_of_doubt_is_never_too_short_to_be_seen() {
        assert_eq!(Bar::of((0.25, 0.75)), Bar { from: "27%".to_owned(), to: "73%".to_owned() });
        // Widened to a twentieth of the scale: 0.475 to 0.525.
        assert_eq!(Bar::of((0.5, 0.5)), Bar { from: "47.7%".to_owned(), to: "52.3%".to_owned() });
        assert_eq!(Bar::of((1.0, 1.0)).to, "96%");
    }

    #[test]
    fn the_team_lies_in_the_field_of_its_verdict() {
        let adoption = QuadrantAxis { score: Some(0.75), doubt: Some((0.5, 1.0)), line: Some(0.625) };
        let outcome = QuadrantAxis { score: Some(0.25), doubt: None, line: Some(0.5) };
        let drawn = Quadrant::of([adoption, outcome]);
        // The square reaches from 24 to 324 in both directions.
        assert_eq!(drawn.point, Some(["249", "249"].map(str::to_owned)));
        assert_eq!(drawn.field, Some(["211.5", "174", "112.5", "150"].map(str::to_owned)));
        assert_eq!(drawn.across, Some(["174", "324"].map(str::to_owned)));
        assert_eq!(drawn.up, None);
    }

    #[test]
    fn doubt_is_drawn_even_where_nothing_is_missing_on_the_other_axis() {
        let known = QuadrantAxis { score: Some(0.5), doubt: None, line: Some(0.625) };
        let open = QuadrantAxis { score: Some(0.5), doubt: Some((0.4, 0.7)), line: Some(0.5) };
        let drawn = Quadrant::of([known, open]);
        assert_eq!(drawn.up, Some(["204", "114"].map(str::to_owned)));
    }

    #[test]
    fn without_scores_there_is_no_point() {
        let drawn = Quadrant::of([QuadrantAxis::default(); 2]);
        assert!(drawn.point.is_none() && drawn.field.is_none() && drawn.across.is_none());
    }

    fn at(score: f64) -> AtDate {
        AtDate { score: Some(score), range: Some((score, score)), line: Some(0.625) }
    }

    #[test]
    fn a_line_over_time_breaks_where_there_is_no_score() {
        let open = AtDate { score: None, range: Some((0.2, 0.8)), line: None };
        let drawn = OverTime::of(&[vec![at(0.0), at(1.0), open, at(0.5)]]);
        assert_eq!(drawn.lines[0].path, "M48 200L215.3 12M550 106");
        assert_eq!(drawn.lines[0].ranges, [["382.7", "162.4", "49.6"].map(str::to_owned)]);
        assert_eq!(drawn.lines[0].name, Some(["550", "106"].map(str::to_owned)));
        assert_eq!(drawn.lines[0].aim.as_deref(), Some("82.5"));
        assert_eq!(drawn.names.iter().map(|(_, date)| *date).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }

    #[test]
    fn many_dates_are_named_from_the_latest_back() {
        let drawn = OverTime::of(&[vec![at(0.5); 15]]);
        assert_eq!(drawn.names.iter().map(|(_, date)| *date).collect::<Vec<_>>(), [2, 5, 8, 11, 14]);
        assert!(OverTime::of(&[]).names.is_empty());
    }

    #[test]
    fn names_of_lines_that_end_together_are_kept_apart() {
        let drawn = OverTime::of(&[vec![at(0.5)], vec![at(0.5)]]);
        let heights: Vec<&str> =
            drawn.lines.iter().flat_map(|line| &line.name).map(|name| name[1].as_str()).collect();
        assert_eq!(heights, ["98.5", "113.5"]);
    }
}
