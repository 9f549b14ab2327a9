//! Where things are in the charts that the templates draw: filters of theirs.

use crate::numbers;

/// The shortest bar of doubt, as a fraction of the scale: a shorter one would not be seen.
const SHORTEST: f64 = 0.05;

/// A coordinate or length as it is written into SVG: one decimal at most.
pub fn coordinate(number: f64) -> String {
    let text = numbers::tenths(number);
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Where a score, a fraction 0..1, is on a strip, in percent of its width. The margin of 4 percent at both ends is for
/// marks there to be whole.
pub fn strip(score: f64) -> String {
    coordinate(4.0 + 92.0 * score) + "%"
}

/// Where a score of adoption is in the quadrant: the square begins at 24 and is 300 units wide.
pub fn across(score: f64) -> String {
    coordinate(24.0 + 300.0 * score)
}

/// Where a score of outcome is in the quadrant.
pub fn up(score: f64) -> String {
    coordinate(24.0 + 300.0 * (1.0 - score))
}

/// A range of doubt that is long enough to be seen, within 0..1.
pub fn visible((from, to): (f64, f64)) -> (f64, f64) {
    let missing = (SHORTEST - (to - from)).max(0.0) / 2.0;
    ((from - missing).max(0.0), (to + missing).min(1.0))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::language::Language;
    use crate::pack;
    use crate::render::template;

    fn drawn(part: &str, context: Value) -> String {
        let words = pack::words(&Language::english()).expect("words");
        template::render(part, &words, context).expect("a drawing")
    }

    /// The values of an attribute in the order in which they are drawn.
    fn all<'a>(drawing: &'a str, before: &str) -> Vec<&'a str> {
        drawing.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn the_ends_of_a_strip_leave_room_for_whole_marks() {
        assert_eq!([0.0, 0.5, 1.0].map(strip), ["4%", "50%", "96%"]);
    }

    #[test]
    fn a_bar_of_doubt_is_never_too_short_to_be_seen() {
        let bar = |range| <[f64; 2]>::from(visible(range)).map(strip);
        assert_eq!(bar((0.25, 0.75)), ["27%", "73%"]);
        // Widened to a twentieth of the scale: 0.475 to 0.525.
        assert_eq!(bar((0.5, 0.5)), ["47.7%", "52.3%"]);
        assert_eq!(bar((1.0, 1.0))[1], "96%");
    }

    fn quadrant([adoption, outcome]: [Value; 2]) -> String {
        let axis =
            |part: &Value| json!({ "question": "", "answer": "", "level": "", "doubt": part["doubt"] });
        let context = json!({
            "answer": { "axes": [axis(&adoption), axis(&outcome)] },
            "report": { "axes": { "adoption": adoption, "outcome": outcome }, "verdict": { "code": "not-adopted" } },
        });
        drawn("parts/quadrant.html", context)
    }

    #[test]
    fn the_team_lies_in_the_field_of_its_verdict() {
        let drawing = quadrant([
            json!({ "score": 0.75, "doubt": [0.5, 1.0], "line": 0.625 }),
            json!({ "score": 0.25, "doubt": null, "line": 0.5 }),
        ]);
        // The square reaches from 24 to 324 in both directions.
        assert!(drawing.contains(r#"<circle class="you" cx="249" cy="249" r="8"/>"#), "{drawing}");
        let field = r#"<rect class="field" x="211.5" y="174" width="112.5" height="150"/>"#;
        assert!(drawing.contains(field), "{drawing}");
        assert_eq!(all(&drawing, "<path class=\"doubt\" d=\""), ["M174 249H324m0-6v12M174 249m0-6v12"]);
    }

    #[test]
    fn doubt_is_drawn_even_where_nothing_is_missing_on_the_other_axis() {
        let drawing = quadrant([
            json!({ "score": 0.5, "doubt": null, "line": 0.625 }),
            json!({ "score": 0.5, "doubt": [0.4, 0.7], "line": 0.5 }),
        ]);
        assert_eq!(all(&drawing, "<path class=\"doubt\" d=\""), ["M174 204V114m-6 0h12M174 204m-6 0h12"]);
    }

    #[test]
    fn without_scores_there_is_no_point() {
        let nothing = json!({ "score": null, "doubt": [0.1, 0.9], "line": null });
        let drawing = quadrant([nothing.clone(), nothing]);
        assert!(
            !["field", "doubt", "aim", "circle"].iter().any(|drawn| drawing.contains(drawn)),
            "{drawing}"
        );
    }

    /// The drawing over time of the scores of each axis, without doubt.
    fn over_time(axes: &[&str], scores: &[[f64; 2]]) -> String {
        let part = |score: f64| json!({ "score": score, "low": score, "high": score, "line": 0.625 });
        let date = |(number, [adoption, outcome]): (usize, &[f64; 2])| json!({ "label": format!("date {number}"), "adoption": part(*adoption), "outcome": part(*outcome) });
        let dates: Vec<Value> = scores.iter().enumerate().map(date).collect();
        drawn("parts/over-time.html", json!({ "drawing": { "axes": axes, "dates": dates } }))
    }

    #[test]
    fn a_line_over_time_breaks_where_there_is_no_score() {
        let known = |score: f64| json!({ "label": "", "adoption": { "score": score, "low": score, "high": score, "line": 0.625 } });
        let open =
            json!({ "label": "", "adoption": { "score": null, "low": 0.2, "high": 0.8, "line": null } });
        let dates = json!([known(0.0), known(1.0), open, known(0.5)]);
        let drawing =
            drawn("parts/over-time.html", json!({ "drawing": { "axes": ["adoption"], "dates": dates } }));
        assert_eq!(all(&drawing, "<path d=\""), ["M48 200L215.3 12M550 106"]);
        let reach = r#"<line class="reach" x1="382.7" x2="382.7" y1="162.4" y2="49.6"/>"#;
        assert!(drawing.contains(reach), "{drawing}");
        assert!(drawing.contains(r#"<text class="here" x="550" y="106" dx="16" dy="4">"#), "{drawing}");
        assert!(drawing.contains(r#"<line class="aim" x1="24" x2="562" y1="82.5" y2="82.5"/>"#), "{drawing}");
        assert_eq!(drawing.matches("text-anchor=\"middle\"").count(), 4);
    }

    #[test]
    fn many_dates_are_named_from_the_latest_back() {
        let drawing = over_time(&["adoption"], &[[0.5, 0.5]; 15]);
        let named: Vec<&str> =
            drawing.split(">date ").skip(1).filter_map(|rest| rest.split('<').next()).collect();
        assert_eq!(named, ["2", "5", "8", "11", "14"]);
    }

    #[test]
    fn names_of_lines_that_end_together_are_kept_apart() {
        for scores in [[0.5, 0.5], [0.5, 0.49], [0.49, 0.5]] {
            let drawing = over_time(&["adoption", "outcome"], &[scores]);
            let apart = if scores[0] < scores[1] { ["12", "-3"] } else { ["-3", "12"] };
            assert_eq!(all(&drawing, "dx=\"16\" dy=\""), apart);
        }
    }
}
