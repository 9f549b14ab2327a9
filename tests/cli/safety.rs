//! What a file of somebody else may not do: steer the terminal, or break out of a format.

use crate::sandbox::Sandbox;

/// Whether a character steers a terminal or turns its reading order around.
fn steers(character: char) -> bool {
    let is_control = character.is_control() && character != '\n';
    let is_invisible = matches!(
        character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    is_control || is_invisible
}

#[test]
fn nothing_from_a_file_steers_the_terminal() {
    let sandbox = Sandbox::with_answers(["hostile.json"]);
    let runs = ["text", "text --short", "markdown", "json", "csv"]
        .map(|format| format!("report hostile.json --format {format} --with all --color always"));
    for arguments in runs.iter().map(String::as_str).chain(["compare hostile.json", "check hostile.json"]) {
        let told = sandbox.run(arguments);
        assert_eq!(told.status, Some(0), "{told}");
        let mut text = (told.stdout + &told.stderr).replace("\r\n", "\n");
        // The program's own bold and dim, and the byte-order mark of a table.
        for own in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{feff}"] {
            text = text.replace(own, "");
        }
        let found = text.lines().find(|line| line.contains(steers));
        assert_eq!(found, None, "{arguments}");
    }
}

#[test]
fn the_page_holds_no_control_character() {
    let sandbox = Sandbox::with_answers(["hostile.json"]);
    let page = sandbox.run("report hostile.json -o -").output();
    assert_eq!(page.lines().find(|line| line.replace('\t', " ").contains(char::is_control)), None);
}

#[test]
fn nothing_in_an_error_steers_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox.write("a.json", "{ \"schema\": \"\\u001b[2Jred\\u202e\", \"answers\": {} }");
    sandbox.write("b.json", "{ \"\u{1b}[31m\u{202e}\": \u{1b}[2J }");
    sandbox.write(
        "c.json",
        r#"{ "schema": "diditwork/answers/1", "questionnaire": { "id": "real-stories", "version": "2.0.0" },
             "answers": { "\u001b[2J\u202e": 1, "flow": "\u009b31m" } }"#,
    );
    let told = sandbox.run("check a.json b.json c.json --color always");
    assert_eq!(told.status, Some(1), "{told}");
    assert!(told.stderr.contains("␛[2Jred<U+202E>"), "{told}");
    let own = [("\u{1b}[1m\u{1b}[31merror", "error"), ("\u{1b}[2m  ", "  "), ("\u{1b}[0m", "")];
    let own_colours_left_out = own.iter().fold(told.stderr, |told, (own, bare)| told.replace(own, bare));
    assert_eq!(own_colours_left_out.lines().find(|line| line.contains(steers)), None);
}

#[test]
fn a_spreadsheet_finds_no_formula_in_what_people_typed() {
    let sandbox = Sandbox::with_answers(["hostile.json"]);
    let csv = sandbox.run("report hostile.json --format csv").output();
    for formula in ["=cmd", "+1+1", "-2+3", "@SUM"] {
        assert!(csv.contains(&format!("'{formula}")), "{formula} is in the file, made harmless");
        assert!(!csv.contains(&format!(",{formula}")) && !csv.contains(&format!("\"{formula}")), "{formula}");
    }
}

#[test]
fn markdown_lets_no_markup_through() {
    let sandbox = Sandbox::with_answers(["hostile.json"]);
    let markdown = sandbox.run("report hostile.json --format markdown").output().replace(r"\]", "");
    for markup in ["<script", "<img", "<svg", "](javascript:", "](data:", "](vbscript:", "](file:"] {
        assert!(!markdown.to_lowercase().contains(markup), "{markup}");
    }
}

#[test]
fn the_words_of_templates_are_only_words() {
    let sandbox = Sandbox::with_answers(["hostile.json"]);
    let text = sandbox.run("report hostile.json --format text").output();
    assert!(text.contains("{{7*7}}"), "typed braces stay as they are");
}

#[test]
#[cfg(unix)]
fn the_name_of_a_file_steers_nothing() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    let told = sandbox.run("report strong.json -o x\u{1b}[31m\u{202e}.html");
    assert_eq!(told.status, Some(0), "{told}");
    assert!(told.stderr.contains("x␛[31m<U+202E>.html"), "{told}");
    assert_eq!(told.stderr.lines().find(|line| line.contains(steers)), None);
}
