//! Screens laid out in every size: nothing is cut, and what is marked is in sight.

use proptest::prelude::*;

use super::super::screen::{Choice, Key, Progress};
use super::*;

fn size(columns: usize, rows: usize) -> Size {
    Size { columns, rows }
}

fn text(line: &Line) -> String {
    line.iter().map(|span| span.text.as_str()).collect()
}

fn drawn(screen: &Screen, size: Size, stand: &Stand) -> Vec<String> {
    frame(screen, size, stand).lines.iter().map(text).collect()
}

fn screen(options: impl IntoIterator<Item = String>) -> Screen {
    Screen {
        progress: Some(Progress { at: 3, of: 12, text: "3 of 12".to_owned() }),
        choices: options.into_iter().map(|text| Choice { text, remark: None }).collect(),
        below: vec![Paragraph::new("The rule", Tone::Dim)],
        digits: "choose".to_owned(),
        keys: vec![
            Key { letter: 'u', label: "don't know".to_owned() },
            Key { letter: 'q', label: "quit".to_owned() },
        ],
        ..Screen::default()
    }
    .say("How?", Tone::Strong)
}

#[test]
fn a_screen_with_room_stands_loose() {
    let screen = screen(["one two three four".to_owned(), "five".to_owned()]);
    let stand = Stand { marked: Some(1), ..Stand::default() };
    assert_eq!(
        drawn(&screen, size(22, 14), &stand),
        [
            " ██░░░░░░░░  3 of 12",
            "",
            " How?",
            "",
            "   1  one two three",
            "      four",
            " > 2  five",
            "",
            " The rule",
            "",
            " 1-2 choose",
            " u don't know",
            " q quit",
        ]
    );
    assert_eq!(frame(&screen, size(22, 14), &stand).cursor, (6, 1));
}

#[test]
fn a_screen_without_choices_names_no_digits() {
    let last = drawn(&screen([]), size(40, 14), &Stand::default()).pop();
    assert_eq!(last.as_deref(), Some(" u don't know   q quit"));
}

#[test]
fn a_low_screen_scrolls_the_options_and_says_how_much_is_hidden() {
    let screen = screen((1..=9).map(|number| format!("option {number}")));
    let stand = Stand { marked: Some(7), ..Stand::default() };
    assert_eq!(
        drawn(&screen, size(40, 10), &stand),
        [
            " ████░░░░░░░░░░░░░░░  3 of 12",
            " How?",
            " ↑ 4",
            "   5  option 5",
            "   6  option 6",
            "   7  option 7",
            " > 8  option 8",
            " ↓ 1",
            " The rule",
            " 1-9 choose   u don't know   q quit",
        ]
    );
}

#[test]
fn what_is_typed_breaks_into_rows_and_the_cursor_follows() {
    let screen = Screen::default().say("Note:", Tone::Strong);
    let typed = Some(("배포는 하루 두 번 합니다".to_owned(), 12));
    let frame = frame(&screen, size(20, 10), &Stand { typed, ..Stand::default() });
    let lines: Vec<String> = frame.lines.iter().map(text).collect();
    assert_eq!(lines, [" Note:", "", " > 배포는 하루 두", "   번 합니다", ""]);
    assert_eq!(frame.cursor, (3, 3 + "번 합".chars().count() + 2));
}

#[test]
fn control_characters_of_a_file_are_seen_and_not_obeyed() {
    let screen = screen(["\u{1b}[2Jred".to_owned()]);
    assert!(drawn(&screen, size(80, 24), &Stand::default()).iter().any(|line| line.contains("␛[2Jred")));
}

proptest! {
    #[test]
    fn it_always_fits_and_the_marked_option_is_in_sight(
        lengths in prop::collection::vec(1usize..25, 1..11), marked in 0usize..11,
        columns in 20usize..200, rows in 14usize..60,
    ) {
        let screen = screen(lengths.iter().map(|words| "word ".repeat(*words)));
        let marked = marked.min(lengths.len() - 1);
        let stand = Stand { marked: Some(marked), ..Stand::default() };
        let frame = frame(&screen, size(columns, rows), &stand);
        prop_assert!(frame.lines.len() <= rows, "{} rows", frame.lines.len());
        let lines: Vec<String> = frame.lines.iter().map(text).collect();
        prop_assert!(lines.iter().all(|line| columns_of(line) <= columns), "{lines:#?}");
        prop_assert!(lines[frame.cursor.0].starts_with(" > "), "{lines:#?}");
    }

    #[test]
    fn scrolling_shows_every_row(count in 1usize..80, rows in 6usize..30) {
        let told: Vec<String> = (0..count).map(|number| format!("row {number}.")).collect();
        let screen = Screen { enter: Some("back".to_owned()), ..Screen::default() }.say(told.join("\n"), Tone::Plain);
        let mut seen = Vec::new();
        for top in 0..count {
            seen.extend(drawn(&screen, size(80, rows), &Stand { top, ..Stand::default() }));
        }
        for row in told {
            prop_assert!(seen.contains(&format!(" {row}")), "{row}");
        }
    }
}

fn columns_of(line: &str) -> usize {
    columns(line)
}
