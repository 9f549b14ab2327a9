//! The geometry of the charts as numbers; the templates draw them.

use serde::Serialize;

/// A coordinate or length as it is written into SVG: one decimal at most.
pub fn coordinate(number: f64) -> String {
    let text = format!("{number:.1}");
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
}
