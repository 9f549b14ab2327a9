//! A team beside the companies, as tables.

use crate::content::Content;
use crate::render::layout::{Column, Lines};
use crate::render::numbers;
use crate::report::{ComparisonPart, Report};

/// One row for each company.
pub(super) fn beside(lines: &mut Lines<'_>, report: &Report) {
    lines.heading("text.beside.heading");
    if report.comparisons.is_empty() {
        lines.say("text.beside.none");
        return;
    }
    let head = ["company", "years", "shared", "behind", "level", "ahead", "distance"];
    let mut rows: Vec<Vec<String>> =
        vec![head.map(|id| lines.words.say(&format!("text.beside.{id}"))).to_vec()];
    rows.extend(report.comparisons.iter().map(|comparison| {
        let counts = [comparison.shared, comparison.behind, comparison.level, comparison.ahead];
        let distance = comparison.distance.map_or_else(|| lines.words.say("text.none"), numbers::distance);
        [comparison.company.clone(), comparison.years.clone()]
            .into_iter()
            .chain(counts.map(|count| count.to_string()))
            .chain([distance])
            .collect()
    }));
    let kinds = [
        Column::Words,
        Column::Words,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Number,
        Column::Number,
    ];
    lines.table(&kinds, &rows);
    lines.say("text.beside.note");
}

/// One row for each trait that a company was rated on.
pub(super) fn traits(lines: &mut Lines<'_>, comparison: &ComparisonPart, content: &Content) {
    lines.title(&format!("{}, {}", comparison.company, comparison.years));
    let none = lines.words.say("text.none");
    let head = ["trait", "you", "company", "difference", "year", "facts"];
    let mut rows: Vec<Vec<String>> =
        vec![head.map(|id| lines.words.say(&format!("text.traits.{id}"))).to_vec()];
    rows.extend(comparison.traits.iter().map(|compared| {
        let mark = if compared.confidence == crate::story::Confidence::C { " ?" } else { "" };
        vec![
            content.name_of(&compared.id),
            compared.team.map_or_else(|| none.clone(), |level| level.to_string()),
            format!("{}{mark}", compared.company),
            compared.difference.map_or_else(|| none.clone(), signed),
            compared.year.to_string(),
            compared.facts.join(" "),
        ]
    }));
    let kinds = [Column::Words, Column::Number, Column::Number, Column::Number, Column::Words, Column::Words];
    lines.table(&kinds, &rows);
}

/// A difference in levels with its sign; no difference has none.
fn signed(difference: i16) -> String {
    if difference == 0 { "0".to_owned() } else { format!("{difference:+}") }
}
