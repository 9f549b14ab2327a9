//! The recording in README: a real run of the survey as a moving picture, made anew by
//! `UPDATE_EXAMPLES=1 cargo test --test survey recording`.

use std::fmt::Write as _;

use crate::harness::{ENTER, Terminal};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/reports/examples/survey.svg");

/// The most that the picture may take, in bytes.
const MOST: usize = 150_000;

/// What is pressed at the twelve questions: a team half on its way, without a contradiction.
const ANSWERS: [&str; 12] = ["3", "3", "2", "3", "3", "2", "3", "3", "4", "2", "3", "3"];

/// Width and height of a character, and the space around the screen.
const CHARACTER: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 16.0;
const BAR: f64 = 34.0;

/// A screen, how long it is shown in seconds, and the key that is pressed then.
struct Frame {
    drawn: String,
    seconds: f64,
    key: &'static str,
}

/// How a run of characters stands out.
fn class(cell: &vt100::Cell) -> &'static str {
    match (cell.bold(), cell.dim(), cell.fgcolor()) {
        (true, _, _) => "b",
        (_, true, _) => "d",
        (_, _, vt100::Color::Idx(_)) => "a",
        _ => "p",
    }
}

/// The characters on the screen as text, one element for each run of the same look.
fn drawn(screen: &vt100::Screen) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let mut drawn = String::new();
    for row in 0..rows {
        let mut column = 0;
        while column < columns {
            let start = column;
            let look = |column| screen.cell(row, column).map_or("p", class);
            let first = look(start);
            let mut text = String::new();
            while column < columns && look(column) == first {
                let cell = screen.cell(row, column).filter(|cell| cell.has_contents());
                text.push_str(cell.map_or(" ", vt100::Cell::contents));
                column += 1;
            }
            let blank = text.len() - text.trim_start().len();
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let length = text.chars().count() as f64 * CHARACTER.0;
            let x = MARGIN + (f64::from(start) + blank as f64) * CHARACTER.0;
            let y = BAR + MARGIN + f64::from(row) * CHARACTER.1 + 13.0;
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = writeln!(
                drawn,
                r#"<text class="{first}" x="{x:.1}" y="{y}" textLength="{length:.1}">{text}</text>"#
            );
        }
    }
    drawn
}

/// Answers the short form, and gives each screen.
fn recorded() -> Vec<Frame> {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &[]);
    let mut frames = Vec::new();
    let mut take = |terminal: &Terminal, seconds, key| {
        frames.push(Frame { drawn: terminal.with_screen(drawn), seconds, key });
    };
    terminal.see("1-3 choose");
    take(&terminal, 3.0, "Enter");
    terminal.press(ENTER, "Enter begin");
    take(&terminal, 4.0, "Enter");
    terminal.press(ENTER, "1 of 12 ·");
    for (place, key) in ANSWERS.iter().enumerate() {
        take(&terminal, if place < 3 { 2.5 } else { 0.8 }, key);
        let next = place + 2;
        terminal
            .press(key, &if next > 12 { "Write the report".to_owned() } else { format!("{next} of 12 ·") });
    }
    take(&terminal, 8.0, "2");
    terminal.press("2", "Enter write the report");
    take(&terminal, 3.0, "Enter");
    terminal.press(ENTER, "Next: diditwork form");
    terminal.printed();
    take(&terminal, 7.0, "");
    frames
}

const STYLE: &str = r#"text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre;fill:#1f2328}
.b{font-weight:700}.d{fill:#59636e}.a{fill:#0a6b73}
.s{fill:#fff;stroke:#d1d9e0}.k{fill:#f6f8fa;stroke:#d1d9e0}.n{text-anchor:middle}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.d{fill:#9198a1}.a{fill:#4fc3cc}.s{fill:#0d1117;stroke:#3d444d}.k{fill:#21262d;stroke:#3d444d}}
"#;

/// The frames as one picture that begins again at its end. Who wants no motion sees the first question.
fn picture(frames: &[Frame]) -> String {
    let (width, height) = (80.0 * CHARACTER.0 + 2.0 * MARGIN, 24.0 * CHARACTER.1 + BAR + 2.0 * MARGIN);
    let whole: f64 = frames.iter().map(|frame| frame.seconds).sum();
    let (mut style, mut body, mut begun) = (STYLE.to_owned(), String::new(), 0.0);
    let _ = writeln!(style, ".f{{visibility:hidden;animation:{whole:.1}s step-end infinite}}");
    for (number, frame) in frames.iter().enumerate() {
        let (from, to) = (100.0 * begun / whole, 100.0 * (begun + frame.seconds) / whole);
        begun += frame.seconds;
        let hidden = if number == 0 { "" } else { "0%{visibility:hidden}" };
        let end =
            if number + 1 == frames.len() { String::new() } else { format!("{to:.2}%{{visibility:hidden}}") };
        let _ = writeln!(
            style,
            "#f{number}{{animation-name:k{number}}}@keyframes k{number}{{{hidden}{from:.2}%{{visibility:visible}}{end}}}"
        );
        let _ = writeln!(body, r#"<g class="f" id="f{number}">"#);
        if !frame.key.is_empty() {
            let wide = frame.key.chars().count() as f64 * CHARACTER.0 + 20.0;
            let (x, middle) = (width - MARGIN - wide, width - MARGIN - wide / 2.0);
            let key = frame.key;
            let _ = writeln!(
                body,
                r#"<rect class="k" x="{x:.1}" y="7" width="{wide:.1}" height="22" rx="5"/><text class="n" x="{middle:.1}" y="23">{key}</text>"#
            );
        }
        body.push_str(&frame.drawn);
        body.push_str("</g>\n");
    }
    style.push_str("@media(prefers-reduced-motion:reduce){.f{animation:none}#f2{visibility:visible}}\n");
    let (name, about) = (
        "A run of the diditwork survey",
        "Twelve questions, one key each, then the answer, the first step and the report.",
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"name about\">\n\
         <title id=\"name\">{name}</title>\n<desc id=\"about\">{about}</desc>\n<style>\n{style}</style>\n\
         <rect class=\"s\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n<text class=\"d\" x=\"{MARGIN}\" y=\"23\">$ diditwork</text>\n{body}</svg>\n",
        width - 1.0,
        height - 1.0
    )
}

/// A picture without its numbers: the day, and the minutes that are left, differ from run to run.
fn without_numbers(picture: &str) -> String {
    let mut text = String::new();
    for character in picture.chars() {
        match character {
            '0'..='9' | '.' if text.ends_with('0') => {}
            '0'..='9' => text.push('0'),
            other => text.push(other),
        }
    }
    text
}

#[test]
fn the_recording_in_the_readme_is_a_run_of_today() {
    let picture = picture(&recorded());
    assert!(picture.len() < MOST, "{} bytes", picture.len());
    for foreign in [
        std::env::temp_dir().to_str().unwrap(),
        env!("CARGO_MANIFEST_DIR"),
        "/home",
        "/root",
        "/tmp",
        "<image",
        "href",
    ] {
        assert!(!picture.contains(foreign), "{foreign}");
    }
    let known = std::fs::read_to_string(FILE).unwrap_or_default();
    if without_numbers(&known) != without_numbers(&picture) {
        assert!(
            std::env::var_os("UPDATE_EXAMPLES").is_some(),
            "reports/examples/survey.svg shows another survey: UPDATE_EXAMPLES=1 cargo test --test survey recording"
        );
        std::fs::write(FILE, picture).unwrap();
    }
    let readme = include_str!("../../README.md");
    assert!(readme.contains("](reports/examples/survey.svg)"));
}
