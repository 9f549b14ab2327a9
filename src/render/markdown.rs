//! Sets a document as Markdown (GFM) for a pull request, a job summary or a wiki. The only HTML in it is `<details>`.

use crate::render::document::{Block, Column, Document, Item, Line, Span, Table};
use crate::text::{columns, visible};

/// Columns are set to one width up to this many columns, so that the source can be read too.
const WIDEST: usize = 32;

/// A document as Markdown.
pub fn set(document: &Document) -> String {
    let mut page = format!("# {}\n\n", escaped(&document.title));
    blocks(&mut page, &document.blocks, 2);
    if !document.signature.is_empty() {
        push(&mut page, &format!("_{}_", document.signature));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

/// Adds a paragraph, list or table; an empty one is left out.
fn push(page: &mut String, block: &str) {
    if !block.trim().is_empty() {
        page.push_str(block.trim_end());
        page.push_str("\n\n");
    }
}

fn blocks(page: &mut String, all: &[Block], rank: usize) {
    for block in all {
        match block {
            Block::Heading(text) => push(page, &format!("{} {}", "#".repeat(rank), escaped(text))),
            Block::Paragraph(text) => push(page, &line(text)),
            Block::Lines(lines) => push(page, &lines.iter().map(line).collect::<Vec<_>>().join("\\\n")),
            Block::Items(all) => push(page, &items(all, 0)),
            Block::Numbered(all) => {
                let set = all.iter().enumerate().map(|(number, item)| {
                    format!("{}. {}\n{}", number + 1, line(&item.line), items(&item.below, 3))
                });
                push(page, &set.collect::<Vec<_>>().concat());
            }
            Block::Table(rows) => push(page, &table(rows)),
            Block::More(title, inner) => {
                push(page, &format!("<details>\n<summary>{}</summary>", escaped(title)));
                blocks(page, inner, rank + 1);
                push(page, "</details>");
            }
        }
    }
}

fn items(all: &[Item], indent: usize) -> String {
    let space = " ".repeat(indent);
    let set = |item: &Item| format!("{space}- {}\n{}", line(&item.line), items(&item.below, indent + 2));
    all.iter().map(set).collect::<Vec<_>>().concat()
}

fn line(line: &Line) -> String {
    line.0.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    match span {
        Span::Plain(text) => spaced(text, ""),
        Span::Strong(text) => spaced(text, "**"),
        Span::Dim(text) => spaced(text, "_"),
        Span::Link(text, address) => link(text, address),
    }
}

/// An escaped text between marks; the spaces around it stay outside, where they do not undo the marks.
fn spaced(text: &str, mark: &str) -> String {
    let inside = escaped(text);
    if inside.is_empty() {
        return " ".repeat(usize::from(!text.is_empty()));
    }
    let space = |is_there: bool| if is_there { " " } else { "" };
    let before = space(text.starts_with(char::is_whitespace));
    let behind = space(text.ends_with(char::is_whitespace));
    format!("{before}{mark}{inside}{mark}{behind}")
}

fn link(text: &str, address: &str) -> String {
    if address.starts_with("https://") || address.starts_with("http://") {
        let address = visible(address).replace('(', "%28").replace(')', "%29").replace(' ', "%20");
        format!("[{}]({address})", escaped(text))
    } else {
        escaped(text)
    }
}

/// A table. Its columns are set to one width while their cells are short; the last column is never padded, so that one
/// long cell does not make all rows long.
fn table(table: &Table) -> String {
    let cell = |(kind, cell): (&Column, &String)| match kind {
        // Numbers are the program's own; escaping would only make them hard to read.
        Column::Number => cell.clone(),
        Column::Words | Column::Fixed => escaped(cell),
    };
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| table.kinds.iter().zip(row).map(cell).collect()).collect();
    let count = table.kinds.len();
    let width = |column: usize| {
        let widest = rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max();
        if column + 1 == count { 3 } else { widest.unwrap_or_default().clamp(3, WIDEST) }
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let set = |row: &Vec<String>| {
        let padded = |(cell, width): (&String, &usize)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(columns(cell))))
        };
        let cells: Vec<String> = row.iter().zip(&widths).map(padded).collect();
        format!("| {} |\n", cells.join(" | ").trim_end())
    };
    let rule = |(width, kind): (&usize, &Column)| match kind {
        Column::Number => format!("{}:", "-".repeat(width - 1)),
        Column::Words | Column::Fixed => "-".repeat(*width),
    };
    let Some((head, body)) = rows.split_first() else { return String::new() };
    let rules: Vec<String> = widths.iter().zip(&table.kinds).map(rule).collect();
    set(head) + &format!("| {} |\n", rules.join(" | ")) + &body.iter().map(set).collect::<String>()
}

/// A text in which nothing is Markdown or HTML: every character that could begin either is escaped, line ends become
/// spaces, and control characters are made visible. Blanks around it, which would undo the marks beside them, go.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in visible(text).trim().chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '+' | '|' | '~' | '!' | '$' | '@' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    // A bare address would become a link by itself.
    let escaped = escaped.replace("://", "&#58;//").replace("www.", "www&#46;");
    let digits =
        escaped.len() - escaped.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    if escaped.starts_with(['-', '=']) {
        format!("\\{escaped}")
    } else if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &escaped[..digits], &escaped[digits..])
    } else {
        escaped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_no_markup() {
        assert_eq!(escaped("<img> [a](b) *x* | `y`"), "&lt;img&gt; \\[a\\](b) \\*x\\* \\| \\`y\\`");
        assert_eq!(escaped("- item\n# head"), "\\- item \\# head");
        assert_eq!(escaped("https://x"), "https&#58;//x", "no automatic link");
        assert_eq!(escaped("1. item"), "1\\. item");
    }
}
