//! A screen laid out for a terminal of a certain size: pure, so that every size can be tested.

use super::screen::{Paragraph, Screen, Tone};
use crate::text::{columns, reading_width, visible, wrap, wrap_all};

/// The empty columns left of everything.
const MARGIN: usize = 1;

/// Columns and rows of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// A piece of a row in one tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) tone: Tone,
    /// Whether the cursor is before it.
    has_cursor: bool,
}

pub(super) type Line = Vec<Span>;

/// What a person has done to a screen: moved the mark, scrolled, typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Stand {
    pub(super) marked: Option<usize>,
    pub(super) top: usize,
    /// What is in the field to type in, and how many characters of it are before the cursor.
    pub(super) typed: Option<(String, usize)>,
}

/// The rows of a screen, where the cursor stands among them, and how far the text can scroll.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) lines: Vec<Line>,
    /// Row and column, counted from 0.
    pub(super) cursor: (usize, usize),
    /// The first row of the scrolling part that is shown.
    pub(super) top: usize,
    /// How many rows of the scrolling part are shown at once.
    pub(super) window: usize,
}

fn span(text: impl Into<String>, tone: Tone) -> Span {
    Span { text: text.into(), tone, has_cursor: false }
}

/// What scrolls, and the rows in it that must stay in sight.
#[derive(Default)]
struct Body {
    lines: Vec<Line>,
    focus: std::ops::Range<usize>,
}

/// Lays a screen out.
pub(super) fn frame(screen: &Screen, size: Size, stand: &Stand) -> Frame {
    let width = reading_width(size.columns).saturating_sub(2 * MARGIN).max(10);
    let mut head: Vec<Line> =
        screen.notices.iter().flat_map(|notice| paragraph(notice, Tone::Accent, width)).collect();
    if !head.is_empty() {
        head.push(Line::new());
    }
    if let Some(progress) = &screen.progress {
        head.extend(bar(progress.at, progress.of, &progress.text, width));
        head.push(Line::new());
    }
    let text: Vec<Line> = paragraphs(&screen.text, width);
    let field = stand.typed.as_ref().map(|(typed, cursor)| field(typed, *cursor, width));
    let mut body = choices(screen, stand.marked, width);
    let mut foot = paragraphs(&screen.below, width);
    if !foot.is_empty() {
        foot.insert(0, Line::new());
    }
    foot.push(Line::new());
    foot.extend(keys(screen, width));
    match field {
        None if body.lines.is_empty() => body.lines = text,
        None => head.extend(text.into_iter().chain([Line::new()])),
        Some(field) => {
            head.extend(text.into_iter().chain([Line::new()]));
            if body.lines.is_empty() {
                body = field;
            } else {
                head.extend(field.lines.into_iter().chain([Line::new()]));
            }
        }
    }
    fit(head, body, foot, size, stand.top)
}

/// Puts the parts together: without empty rows where there is no room for them, the middle part scrolled where that
/// is not enough.
fn fit(mut head: Vec<Line>, mut body: Body, mut foot: Vec<Line>, size: Size, top: usize) -> Frame {
    const LEAST: usize = 5;
    let is_text = |line: &Line| !line.is_empty();
    if head.len() + body.lines.len() + foot.len() > size.rows {
        head.retain(is_text);
        foot.retain(is_text);
    }
    if size.rows.saturating_sub(head.len() + foot.len()) < LEAST.min(body.lines.len()) {
        // A long question on a low screen scrolls with its options.
        let above = head.len();
        head.append(&mut body.lines);
        (body.lines, head) = (head, Vec::new());
        body.focus = body.focus.start + above..body.focus.end + above;
    }
    let room = size.rows.saturating_sub(head.len() + foot.len()).max(1);
    let scrolls = body.lines.len() > room;
    // A row above and one below say that there is more.
    let window = if scrolls { room.saturating_sub(2).max(1) } else { body.lines.len() };
    let mut first = top.min(body.lines.len().saturating_sub(window));
    if !body.focus.is_empty() {
        first = first.max(body.focus.end.saturating_sub(window)).min(body.focus.start);
    }
    let behind = body.lines.len().saturating_sub(first + window);
    let mut lines = head;
    if scrolls {
        lines.push(more('↑', first));
    }
    lines.extend(body.lines.into_iter().skip(first).take(window));
    if scrolls {
        lines.push(more('↓', behind));
    }
    lines.append(&mut foot);
    for line in lines.iter_mut().filter(|line| !line.is_empty()) {
        line.insert(0, span(" ".repeat(MARGIN), Tone::Plain));
    }
    let cursor = lines.iter().enumerate().find_map(|(row, line)| Some((row, column_of_cursor(line)?)));
    let cursor = cursor.unwrap_or((lines.len().saturating_sub(1), 0));
    Frame { lines, cursor, top: first, window }
}

fn column_of_cursor(line: &Line) -> Option<usize> {
    let at = line.iter().position(|span| span.has_cursor)?;
    Some(line[..at].iter().map(|span| columns(&span.text)).sum())
}

fn more(arrow: char, rows: usize) -> Line {
    if rows == 0 { Line::new() } else { vec![span(format!("{arrow} {rows}"), Tone::Dim)] }
}

fn paragraphs(all: &[Paragraph], width: usize) -> Vec<Line> {
    all.iter().flat_map(|each| paragraph(&each.text, each.tone, width)).collect()
}

/// The lines of a text; what was laid out in columns stays so if there is room for it.
fn paragraph(text: &str, tone: Tone, width: usize) -> Vec<Line> {
    let line = |text: String| if text.is_empty() { Line::new() } else { vec![span(text, tone)] };
    let broken = |text: &str| {
        let safe = visible(text);
        if columns(&safe) <= width {
            vec![safe]
        } else {
            wrap_all(&safe, width).lines().map(str::to_owned).collect()
        }
    };
    text.split('\n').flat_map(broken).map(line).collect()
}

/// "███████░░░░░  3 of 12 · Deliver": the words below the bar where there is no room beside it.
fn bar(at: usize, of: usize, text: &str, width: usize) -> Vec<Line> {
    const LONGEST: usize = 30;
    const SHORTEST: usize = 8;
    let beside = width.saturating_sub(columns(text) + 2);
    let length = if beside >= SHORTEST { beside.min(LONGEST).min(width / 2) } else { LONGEST.min(width) };
    let full = (length * at).checked_div(of).unwrap_or(0).min(length);
    let mut lines =
        vec![vec![span("█".repeat(full), Tone::Accent), span("░".repeat(length - full), Tone::Dim)]];
    if beside >= SHORTEST {
        lines[0].push(span(format!("  {text}"), Tone::Dim));
    } else {
        lines.extend(paragraph(text, Tone::Dim, width));
    }
    lines
}

/// The choices behind their numbers, with the mark before the one that Enter takes.
fn choices(screen: &Screen, marked: Option<usize>, width: usize) -> Body {
    let mut body = Body::default();
    let digits = if screen.digits.is_empty() { 0 } else { screen.choices.len().to_string().len() };
    let indent = if digits > 0 { digits + 4 } else { 2 };
    for (index, choice) in screen.choices.iter().enumerate() {
        let is_marked = marked == Some(index);
        let start = body.lines.len();
        let remark = choice.remark.as_deref().map(|remark| format!(" ({remark})")).unwrap_or_default();
        let told = visible(&format!("{}{remark}", choice.text));
        for (row, part) in wrap(&told, width.saturating_sub(indent)).into_iter().enumerate() {
            let mark = if is_marked && row == 0 { ">" } else { "" };
            let number =
                if row == 0 && digits > 0 { format!("{:digits$}", index + 1) } else { String::new() };
            let mut lead = span(format!("{:indent$}", format!("{mark:2}{number}")), Tone::Accent);
            lead.has_cursor = is_marked && row == 0;
            body.lines.push(vec![lead, span(part, if is_marked { Tone::Strong } else { Tone::Plain })]);
        }
        if is_marked {
            body.focus = start..body.lines.len();
        }
    }
    body
}

/// A field to type in, broken into as many rows as it needs.
fn field(typed: &str, cursor: usize, width: usize) -> Body {
    let room = width.saturating_sub(3);
    let mut rows = vec![(String::new(), None)];
    for (number, character) in typed.chars().chain([' ']).enumerate() {
        let mut piece = [0; 4];
        let piece = character.encode_utf8(&mut piece);
        if rows.last().is_some_and(|(row, _)| columns(row) + columns(piece) > room) {
            rows.push((String::new(), None));
        }
        if let Some((row, at)) = rows.last_mut() {
            if number == cursor {
                *at = Some(row.len());
            }
            row.push_str(piece);
        }
    }
    let focus = rows.iter().position(|(_, at)| at.is_some()).unwrap_or(0);
    let lines = rows.iter().enumerate().map(|(number, (row, at))| {
        let lead = span(if number == 0 { "> " } else { "  " }, Tone::Accent);
        let (before, behind) = row.split_at(at.unwrap_or(0));
        let behind = Span { has_cursor: at.is_some(), ..span(behind.trim_end(), Tone::Plain) };
        vec![lead, span(before, Tone::Plain), behind]
    });
    Body { lines: lines.collect(), focus: focus..focus + 1 }
}

/// The keys with what they do, as many on a row as there is room for.
fn keys(screen: &Screen, width: usize) -> Vec<Line> {
    const BETWEEN: &str = "   ";
    let digits = match screen.choices.len() {
        0 => None,
        _ if screen.digits.is_empty() => None,
        1 => Some("1".to_owned()),
        count => Some(format!("1-{}", count.min(9))),
    };
    let pairs = digits
        .map(|digits| (digits, screen.digits.clone()))
        .into_iter()
        .chain(screen.enter.iter().map(|label| ("Enter".to_owned(), label.clone())))
        .chain(screen.keys.iter().map(|key| (key.letter.to_string(), key.label.clone())));
    let mut lines: Vec<Line> = Vec::new();
    let mut used = 0;
    for (key, label) in pairs {
        let room = width.saturating_sub(columns(&key) + 1);
        // A label that is wider than the screen goes on in rows of its own.
        let mut parts = wrap(&label, room).into_iter();
        let first = parts.next().unwrap_or_default();
        let needed = columns(&key) + 1 + columns(&first);
        match lines.last_mut() {
            Some(line) if used + BETWEEN.len() + needed <= width => {
                line.push(span(BETWEEN, Tone::Plain));
                used += BETWEEN.len() + needed;
            }
            _ => {
                lines.push(Line::new());
                used = needed;
            }
        }
        if let Some(line) = lines.last_mut() {
            line.extend([span(key, Tone::Strong), span(format!(" {first}"), Tone::Dim)]);
        }
        for part in parts {
            used = width;
            lines.push(vec![span(part, Tone::Dim)]);
        }
    }
    lines
}

#[cfg(test)]
mod tests;
