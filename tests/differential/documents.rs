//! Answers documents as nobody would write them: every layout, every order, and damage of every kind. The same seed
//! gives the same documents. A file of plain functions, to be shared by every test that wants to be surprised.

use std::fmt::Write as _;

use diditwork::answers::{Role, SCHEMA};
use diditwork::questionnaire::{Question, Questionnaire};

/// Numbers by chance, the same ones for the same seed (splitmix64).
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
    /// Whether the document at hand has nothing odd about it.
    is_tame: bool,
}

impl Random {
    /// Chance that begins with a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed, is_tame: false }
    }

    /// A number below a bound that is above zero.
    pub fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap_or_default()
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// True once in so many times, where the document may be odd.
    fn is_odd(&mut self, times: usize) -> bool {
        self.once_in(times) && !self.is_tame
    }

    /// One of them; of a tame document one of the first.
    fn first_of<'a, T: ?Sized>(&mut self, first: usize, items: &[&'a T]) -> &'a T {
        let bound = if self.is_tame { first } else { items.len() };
        items[self.below(bound)]
    }

    fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }
}

/// How the parts of a document are set apart.
struct Layout {
    /// Behind a comma or an opening bracket, and before a closing one; deeper levels get more.
    line: &'static str,
    indent: &'static str,
    /// Behind a colon.
    gap: &'static str,
}

const LAYOUTS: [Layout; 5] = [
    Layout { line: "", indent: "", gap: "" },
    Layout { line: "\n", indent: "  ", gap: " " },
    Layout { line: "", indent: "", gap: " " },
    Layout { line: " ", indent: "", gap: " " },
    Layout { line: "\r\n", indent: "\t", gap: "" },
];

/// Texts as they stand in a file; the first [`PLAIN`] have no escape and are not blank.
const TEXTS: [&str; 14] = [
    "Checkout",
    "team-00042",
    "a longer name of a team, longer than a stride",
    "결제 팀",
    "é",
    "\u{1f525} \u{2028}",
    "no such system",
    "",
    " ",
    "a\\\"b",
    "\\\\",
    "line\\nbreak",
    "\\u00e4",
    "\\ud83d\\ude00",
];

const PLAIN: usize = 7;

const DATES: [&str; 9] = [
    "2026-11-22",
    "2026-01-01",
    "2026-12-28",
    "2024-02-29",
    "2026-02-29",
    "2026-11",
    "2026-13",
    "2026-11-31",
    "26-1-1",
];

/// What is put in where a document is damaged.
const SHARDS: [&str; 44] = [
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "\\",
    "\\u",
    "\\u00",
    "\\ud800",
    "\\u+0e4",
    "0",
    "9",
    "-",
    "-0",
    ".",
    "1e0",
    "00",
    "null",
    "true",
    "false",
    " ",
    "\n",
    "\r",
    "\t",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "\"level\":",
    "\"note\":\"",
    "\"reason\":\"\"",
    "\"unknown\"",
    "\"not-applicable\"",
    "\"flow\":1,",
    "\"flow\":",
    "\"answers\":{}",
    "\"form\":\"short\",",
    "},",
    "{\"level\":",
];

/// A document, mostly a valid one.
pub fn document(random: &mut Random, questionnaire: &Questionnaire) -> String {
    random.is_tame = !random.once_in(4);
    let mut members = vec![
        ("schema", format!("\"{SCHEMA}\"")),
        ("questionnaire", reference(random, questionnaire)),
        ("answers", String::new()),
    ];
    let mut more: Vec<(&str, String)> = Vec::new();
    for key in ["team", "scope", "goal"] {
        if random.once_in(2) {
            more.push((key, format!("\"{}\"", random.first_of(PLAIN, &TEXTS))));
        }
    }
    if random.once_in(2) {
        more.push(("date", format!("\"{}\"", random.first_of(5, &DATES))));
    }
    if random.once_in(3) {
        more.push((
            "form",
            random.first_of(2, &["\"full\"", "\"full\"", "\"short\"", "\"long\""]).to_owned(),
        ));
    }
    if random.once_in(4) {
        more.push(("agreed", random.first_of(3, &["true", "false", "false", "0"]).to_owned()));
    }
    if random.once_in(2) {
        more.push(("respondent", respondent(random)));
    }
    if random.is_odd(10) {
        more.push((random.of(&["$schema", "_help", "teams", "team", "answers"]), "\"x\"".to_owned()));
    }
    let end = members.len() - 1;
    members.splice(end..end, more);
    if random.once_in(8) {
        shuffle(random, &mut members);
    }
    let layout = &LAYOUTS[random.below(LAYOUTS.len())];
    for (key, value) in &mut members {
        if *key == "answers" && value.is_empty() {
            *value = answers(random, questionnaire, layout);
        }
    }
    let mut text = object(layout, 0, &members);
    if random.once_in(4) {
        text.push_str(random.first_of(5, &["\n", " ", "\r\n", "\t \n", "\n\n", "x"]));
    }
    if random.is_odd(10) {
        text.insert_str(0, random.of(&["\u{feff}", " ", "\n", "\t"]));
    }
    text
}

/// The same document after up to three accidents.
pub fn damaged(random: &mut Random, mut text: String) -> String {
    for _ in 0..=random.below(3) {
        let (from, to) = (place(random, &text), place(random, &text));
        let near = |at: usize| (at..text.len().min(at + 9)).rev().find(|at| text.is_char_boundary(*at));
        match random.below(8) {
            0 => text.insert_str(from, random.of(&SHARDS)),
            1 => text.replace_range(from..near(from).unwrap_or(from), ""),
            2 => text.replace_range(from..near(from).unwrap_or(from), random.of(&SHARDS)),
            3 => text.truncate(from),
            4 => {
                let copy = text[from.min(to)..from.max(to)].to_owned();
                text.insert_str(place(random, &text), &copy);
            }
            5 => text.replace_range(from.min(to)..from.max(to), ""),
            6 => digit(random, &mut text, from),
            _ => {
                let flipped: String = text[from..].chars().take(1).map(|c| flip(random, c)).collect();
                let end = from + text[from..].chars().next().map_or(0, char::len_utf8);
                text.replace_range(from..end, &flipped);
            }
        }
    }
    text
}

fn place(random: &mut Random, text: &str) -> usize {
    let at = random.below(text.len() + 1);
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Puts another digit in the place of the next one.
fn digit(random: &mut Random, text: &mut String, from: usize) {
    let next = text[from..].find(|character: char| character.is_ascii_digit());
    if let Some(at) = next.map(|next| from + next) {
        text.replace_range(at..=at, &random.below(10).to_string());
    }
}

/// The character with one of its lower bits turned over, where that is a character.
fn flip(random: &mut Random, character: char) -> char {
    char::from_u32(u32::from(character) ^ (1 << random.below(7))).unwrap_or(character)
}

fn shuffle<T>(random: &mut Random, items: &mut [T]) {
    for at in (1..items.len()).rev() {
        items.swap(at, random.below(at + 1));
    }
}

fn reference(random: &mut Random, questionnaire: &Questionnaire) -> String {
    let id = if random.is_odd(20) { "other" } else { &questionnaire.id };
    let version = questionnaire.version.to_string();
    let version = if random.is_odd(20) { random.of(&["0.9.0", "1.1.0", "2.0.0", "1", ""]) } else { &version };
    match random.below(20) {
        _ if random.is_tame => format!(r#"{{"id":"{id}","version":"{version}"}}"#),
        0 => format!(r#"{{"version":"{version}","id":"{id}"}}"#),
        1 => format!(r#"{{ "id" : "{id}" , "version" : "{version}" }}"#),
        2 => format!(r#"{{"id":"{id}"}}"#),
        _ => format!(r#"{{"id":"{id}","version":"{version}"}}"#),
    }
}

fn respondent(random: &mut Random) -> String {
    let role = Role::ALL[random.below(Role::ALL.len())].word();
    let text = random.first_of(PLAIN, &TEXTS);
    match random.below(if random.is_tame { 3 } else { 8 }) {
        0 => "{}".to_owned(),
        1 => format!(r#"{{"code":"{text}"}}"#),
        2 => format!(r#"{{"code":"{text}","role":"{role}"}}"#),
        3 => format!(r#"{{"role":"{text}"}}"#),
        4 => format!(r#"{{"role":"{role}","role":"{role}"}}"#),
        _ => format!(r#"{{"role":"{role}"}}"#),
    }
}

fn answers(random: &mut Random, questionnaire: &Questionnaire, layout: &Layout) -> String {
    let most = [2, 6, 12, questionnaire.questions.len()][random.below(4)];
    let share = questionnaire.questions.len().div_ceil(most.max(1));
    let mut given: Vec<(&str, String)> = Vec::new();
    for question in &questionnaire.questions {
        if random.once_in(share) {
            given.push((&question.id, answer(random, question, layout)));
        }
    }
    match random.below(16) {
        0 => shuffle(random, &mut given),
        _ if random.is_tame => {}
        1 => given.extend(given.last().cloned()),
        2 => given.push(("flow", "2".to_owned())),
        3 => given.push((random.of(&["flows", "_help", "", "telemetr"]), "2".to_owned())),
        _ => {}
    }
    object(layout, 1, &given)
}

fn answer(random: &mut Random, question: &Question, layout: &Layout) -> String {
    let level = match random.below(48) {
        0..=2 => "\"unknown\"".to_owned(),
        3..=4 => "\"not-applicable\"".to_owned(),
        _ if random.is_tame => random.below(question.levels.into()).to_string(),
        5 => random.below(12).to_string(),
        6 => random.of(&["null", "1.0", "1e0", "-1", "\"3\"", "01", "true", "\"Unknown\""]).to_owned(),
        _ => random.below(question.levels.into()).to_string(),
    };
    if random.once_in(3) && !(random.is_tame && level.starts_with("\"n")) {
        return level;
    }
    let mut members = vec![("level", level.clone())];
    if question.value.is_some() && random.is_odd(3) {
        let value = random.of(&[
            "0.12",
            "0",
            "0.50",
            "24",
            "1",
            "12.5",
            "0.123456789012345678",
            "1e-1",
            ".5",
            "00.1",
        ]);
        members.push(("value", value.to_owned()));
    }
    if random.once_in(4) {
        members.push(("note", format!("\"{}\"", random.first_of(PLAIN, &TEXTS))));
    }
    if (level == "\"not-applicable\"" && !random.is_odd(5)) || random.once_in(12) {
        members.push(("reason", format!("\"{}\"", random.first_of(PLAIN, &TEXTS))));
    }
    if random.once_in(10) {
        members.push((
            "evidence",
            random.first_of(3, &["[]", "[\"x\"]", "[ \"x\" , \"\\u00e4\" ]", "[1]", "[\"x\",]"]).to_owned(),
        ));
    }
    match random.below(40) {
        _ if random.is_tame => {}
        0 => shuffle(random, &mut members),
        1 => members.push(("notes", "\"x\"".to_owned())),
        2 => members.extend(members.last().cloned()),
        _ => {}
    }
    object(layout, 2, &members)
}

fn object(layout: &Layout, depth: usize, members: &[(&str, String)]) -> String {
    let mut text = "{".to_owned();
    for (number, (key, value)) in members.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let indent = layout.indent.repeat(depth + 1);
        // Writing to a text never fails.
        let _ = write!(text, "{comma}{}{indent}\"{key}\":{}{value}", layout.line, layout.gap);
    }
    if !members.is_empty() {
        text.push_str(layout.line);
        text.push_str(&layout.indent.repeat(depth));
    }
    text.push('}');
    text
}
