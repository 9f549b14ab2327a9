//! The report as Markdown (GFM) for a pull request or a wiki, without HTML.

use crate::content::Content;
use crate::language::Words;
use crate::render::text::chapter::{closest_lines, next_lines};
use crate::render::text::{axis_id, axis_line, certain_id, signature, step_title, what_if_lines};
use crate::render::{measured, numbers, trend};
use crate::report::steps::why_none;
use crate::report::{Report, Status};
use crate::text::{columns, visible};

/// The whole report.
pub fn report(report: &Report, content: &Content) -> String {
    let words = &content.words;
    let mut page = Page::new(words);
    page.block(&format!("# {}", escaped(&report.verdict.headline)));
    page.block(&escaped(&report.verdict.text));
    let known = [&report.team, &report.scope, &report.date];
    let known: Vec<String> = known.into_iter().flatten().map(|part| escaped(part)).collect();
    page.block(&known.join(" · "));
    if let Some(goal) = &report.goal {
        page.block(&words.fill("text.goal", &[("goal", &escaped(goal))]));
    }
    if let Some(before) = &report.what_if {
        page.heading("text.what-if.heading");
        let lines = what_if_lines(before, report, content);
        page.block(&lines.iter().map(|line| format!("- {}", escaped(line))).collect::<Vec<_>>().join("\n"));
    }
    if !report.measured.is_empty() {
        page.heading("measured.heading");
        let lines: Vec<String> = measured::lines(report).map(|line| format!("- {}", escaped(line))).collect();
        page.block(&lines.join("\n"));
        page.block(&words.say("measured.note"));
    }
    axes(&mut page, report, content);
    steps(&mut page, report, content);
    if let Some(trend) = &report.trend {
        page.heading("trend.heading");
        page.block(&escaped(&trend::headline(trend, content)));
        trend::set_markdown(&mut page, trend, (content, 3));
    }
    if content.questionnaire.has_stories() {
        comparisons(&mut page, report, content);
    }
    answers(&mut page, report);
    warnings(&mut page, report);
    page.block(&format!("_{}_", signature(report, content)));
    page.finish()
}

/// A page that grows from top to bottom.
pub(super) struct Page<'a> {
    words: &'a Words,
    text: String,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(super) const fn new(words: &'a Words) -> Self {
        Self { words, text: String::new() }
    }

    /// The text with one newline at the end.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text + "\n"
    }

    /// A paragraph, a list or a table; nothing where it is empty.
    pub(super) fn block(&mut self, block: &str) {
        if !block.trim().is_empty() {
            self.text.push_str(block.trim_end());
            self.text.push_str("\n\n");
        }
    }

    /// The heading of a section.
    fn heading(&mut self, id: &str) {
        let heading = format!("## {}", self.words.say(id));
        self.block(&heading);
    }

    /// A table with its columns set to one width, so that it can be read as text too. The first column holds words,
    /// the others numbers unless they are last.
    pub(super) fn table(&mut self, rows: &[Vec<String>]) {
        let Some(head) = rows.first() else { return };
        let width =
            |column: usize| rows.iter().map(|row| columns(&row[column])).max().unwrap_or_default().max(3);
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        let line = |row: &[String]| {
            let cells = row.iter().zip(&widths);
            let cells = cells.map(|(cell, width)| format!("{cell}{}", " ".repeat(width - columns(cell))));
            format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
        };
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        let body: String = rows[1..].iter().map(|row| line(row)).collect();
        let table = line(head) + &line(&rule) + &body;
        self.block(&table);
    }
}

fn axes(page: &mut Page<'_>, report: &Report, content: &Content) {
    page.heading("text.axes.heading");
    let words = page.words;
    let line =
        |(axis, part)| format!("- **{}** {}", words.say(axis_id(axis)), axis_line(part, report.form, words));
    page.block(&report.axes.asked().map(line).collect::<Vec<_>>().join("\n"));
    if content.questionnaire.asks_dora() {
        let second = words.say(&format!("verdict.{}", report.verdict.dora_only.word()));
        page.block(&words.fill("text.dora-only", &[("verdict", &second)]));
    }
    page.block(&words.say(certain_id(report)));
    let head = ["area", "level", "answered"].map(|id| words.say(&format!("markdown.{id}"))).to_vec();
    let rows = report.areas.iter().map(|area| {
        let level = area.score.map_or_else(|| words.say("text.none"), numbers::level);
        vec![escaped(&area.name), level, format!("{}/{}", area.answered, area.applicable)]
    });
    page.table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
}

fn steps(page: &mut Page<'_>, report: &Report, content: &Content) {
    page.heading("text.steps.heading");
    let words = page.words;
    if report.next_steps.is_empty() {
        page.block(&words.say(why_none(report)));
    }
    for (number, step) in report.next_steps.iter().enumerate() {
        let mut lines = vec![format!("{}. **{}**", number + 1, escaped(&step_title(step, content)))];
        for (id, text) in [("step.now", &step.now), ("step.next", &step.next), ("step.watch", &step.watch)] {
            lines.extend(text.as_ref().map(|text| format!("   - {}: {}", words.say(id), escaped(text))));
        }
        if !step.week.is_empty() {
            lines.push(format!("   - {}:", words.say("step.week")));
        }
        lines.extend(step.week.iter().map(|thing| format!("     - {}", escaped(thing))));
        lines.extend(step.facts.iter().filter_map(|id| {
            let fact = report.facts.get(id)?;
            let claim = format!("{} ({})", escaped(&fact.claim), escaped(&fact.as_of));
            let company = escaped(content.company_of(id));
            let told = words.fill("step.who", &[("company", &company), ("claim", &claim)]);
            Some(format!("   - {told} {}", link(id, &fact.source, report)))
        }));
        page.block(&lines.join("\n"));
    }
}

fn link(id: &str, source: &str, report: &Report) -> String {
    let address = report.sources.get(source).map(|source| source.url.as_str()).unwrap_or_default();
    if address.starts_with("https://") || address.starts_with("http://") {
        let address = address.replace('(', "%28").replace(')', "%29").replace(' ', "%20");
        format!("[{id}]({address})")
    } else {
        id.to_owned()
    }
}

fn comparisons(page: &mut Page<'_>, report: &Report, content: &Content) {
    page.heading("text.beside.heading");
    let words = page.words;
    if report.comparisons.is_empty() {
        page.block(&words.say("text.beside.none"));
        return;
    }
    let head = ["company", "years", "shared", "behind", "level", "ahead", "distance"];
    let head = head.map(|id| words.say(&format!("text.beside.{id}"))).to_vec();
    let rows = report.comparisons.iter().map(|comparison| {
        let counts = [comparison.shared, comparison.behind, comparison.level, comparison.ahead];
        let distance = comparison.distance.map_or_else(|| words.say("text.none"), numbers::distance);
        let names = [escaped(&comparison.company), escaped(&comparison.years)];
        names.into_iter().chain(counts.map(|count| count.to_string())).chain([distance]).collect()
    });
    page.table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
    page.block(&words.say("text.beside.note"));
    if let Some(closest) = &report.closest {
        page.heading("text.closest.heading");
        let sentences = closest_lines(closest, report, content);
        page.block(&sentences.iter().map(|line| escaped(line)).collect::<Vec<_>>().join(" "));
        let next = next_lines(closest, report, content);
        if let Some((head, traits)) = next.split_first() {
            page.block(&escaped(head));
            page.block(
                &traits.iter().map(|line| format!("- {}", escaped(line))).collect::<Vec<_>>().join("\n"),
            );
        }
    }
}

fn answers(page: &mut Page<'_>, report: &Report) {
    page.heading("markdown.answers");
    let words = page.words;
    let head = ["question", "answer", "note"].map(|id| words.say(&format!("markdown.{id}"))).to_vec();
    let rows = report.questions.iter().map(|question| {
        let answer = match (question.status, question.level) {
            (Status::Answered, Some(level)) => format!("{level}/{}", question.levels.saturating_sub(1)),
            (Status::Unknown, _) => words.say("status.unknown"),
            (Status::NotApplicable, _) => words.say("status.not-applicable"),
            (Status::NotAsked, _) => words.say("status.not-asked"),
            _ => words.say("status.unanswered"),
        };
        let note = [&question.note, &question.reason].into_iter().flatten().map(|text| escaped(text));
        vec![escaped(&question.name), answer, note.collect::<Vec<_>>().join(" ")]
    });
    page.table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
}

fn warnings(page: &mut Page<'_>, report: &Report) {
    if report.warnings.is_empty() {
        return;
    }
    page.heading("text.warnings.heading");
    let lines: Vec<String> =
        report.warnings.iter().map(|warning| format!("- {}", escaped(&warning.text))).collect();
    page.block(&lines.join("\n"));
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
