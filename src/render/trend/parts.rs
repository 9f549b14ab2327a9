//! The sections of a trend, one function each; a section with nothing to say is left out.

use crate::assessment::AxisScore;
use crate::content::Content;
use crate::language::{Values, Words};
use crate::questionnaire::Axis;
use crate::render::document::{Block, Column};
use crate::render::numbers;
use crate::render::sections::step_title;
use crate::report::trend::{ChapterPart, DatedAxes, IntervalPart, StepStatePart, TrendPart, ValuePart};
use crate::text::Word;
use crate::trend::people::AxisTest;
use crate::trend::permutation::TELLING;
use crate::trend::{Change, ChangeKind, LikeForLike, Shown};

/// Of more dates than this only the first and the latest are shown: a table must stay readable.
const MOST_VALUES: usize = 4;

/// Whether there is anything to say of a verdict, which is about both axes.
pub(super) fn has_verdicts(content: &Content) -> bool {
    content.questionnaire.axes().count() > 1
}

pub(super) fn axes(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let asked: Vec<Axis> = content.questionnaire.axes().collect();
    let columns = asked.iter().flat_map(|axis| [axis_column(*axis), "trend.column.range"]);
    // One person's answers, or what a team agreed on, need no number.
    let several = trend.axes.iter().any(|axes| axes.respondents > Some(1));
    let head = std::iter::once("trend.column.date").chain(several.then_some("trend.column.people"));
    let head: Vec<String> = head.chain(columns).map(|id| words.say(id)).collect();
    let mut kinds = vec![Column::Number; head.len()];
    kinds[0] = Column::Fixed;
    let row = |axes: &DatedAxes| {
        let none = || words.say("text.none");
        let people = several.then(|| axes.respondents.map_or_else(none, |people| people.to_string()));
        let cells = asked.iter().flat_map(|axis| axis_cells(axes.axes.get(*axis), words));
        std::iter::once(axes.label.clone()).chain(people).chain(cells).collect()
    };
    let of_axis = |axis| Some(like_for_like(axis, trend.like_for_like.get(axis).as_ref()?, content));
    let sentences: Vec<String> = Axis::ALL.into_iter().filter_map(of_axis).collect();
    let mut blocks = vec![Block::table(&kinds, head, trend.axes.iter().map(row))];
    if has_verdicts(content) {
        blocks.push(Block::items(verdicts(trend, content)));
    }
    if !sentences.is_empty() {
        blocks.extend([Block::text(words.say("trend.like-for-like")), Block::items(sentences)]);
    }
    blocks
}

/// The id of the heading of what an axis or both were over time.
pub(super) fn axes_heading(content: &Content) -> &'static str {
    if has_verdicts(content) { "trend.axes.heading" } else { "trend.axes.heading.one" }
}

/// The id of the head of an axis' column.
pub(super) const fn axis_column(axis: Axis) -> &'static str {
    match axis {
        Axis::Adoption => "trend.column.adoption",
        Axis::Outcome => "trend.column.outcome",
    }
}

/// The verdicts with how sure each axis was, each with the dates at which they held.
fn verdicts(trend: &TrendPart, content: &Content) -> Vec<String> {
    let words = &content.words;
    let state = |axes: &DatedAxes| (axes.verdict, axes.axes.adoption.sure, axes.axes.outcome.sure);
    let stretch = |dates: &[DatedAxes]| {
        let (first, last) = dates.first().zip(dates.last())?;
        let sure = |axis: &AxisScore| words.say(&format!("sure.{}", axis.sure.word()));
        let values: &Values<'_> = &[
            ("from", &first.label),
            ("to", &last.label),
            ("verdict", &words.say(&format!("verdict.{}", first.verdict.word()))),
            ("adoption", &sure(&first.axes.adoption)),
            ("outcome", &sure(&first.axes.outcome)),
        ];
        Some(words.fill(if dates.len() > 1 { "trend.verdicts" } else { "trend.verdict" }, values))
    };
    trend.axes.chunk_by(|a, b| state(a) == state(b)).filter_map(stretch).collect()
}

fn axis_cells(axis: &AxisScore, words: &Words) -> [String; 2] {
    let none = || words.say("text.none");
    let open = axis.score.low.zip(axis.score.high).filter(|(low, high)| high > low);
    let range = open.map(|(low, high)| numbers::range(low, high, words));
    [axis.score.score.map_or_else(none, numbers::level), range.unwrap_or_else(none)]
}

fn like_for_like(axis: Axis, part: &LikeForLike, content: &Content) -> String {
    let (from, to) = (numbers::level(part.from), numbers::level(part.to));
    let values: &Values<'_> =
        &[("axis", &content.axis(axis)), ("questions", &part.questions), ("from", &from), ("to", &to)];
    content.words.count("trend.like-for-like.axis", part.questions, values)
}

pub(super) fn test(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let Some(test) = &trend.test else {
        let several = trend.axes.iter().any(|axes| axes.respondents > Some(1));
        let why = if several { "trend.test.one-at-an-end" } else { "trend.test.one-person" };
        return vec![Block::text(words.say(why))];
    };
    let line = |axis: Axis| test_line(axis, test.get(axis).as_ref(), content);
    vec![Block::items(content.questionnaire.axes().map(line)), Block::text(words.say("trend.test.how"))]
}

fn test_line(axis: Axis, test: Option<&AxisTest>, content: &Content) -> String {
    let words = &content.words;
    let Some(test) = test else {
        return words.fill("trend.test.none", &[("axis", &content.axis(axis))]);
    };
    let id = match (test.smallest_p > TELLING, test.p <= TELLING) {
        (true, _) => "trend.test.too-few",
        (false, true) => "trend.test.beyond-chance",
        (false, false) => "trend.test.chance",
    };
    let design = if test.paired { "trend.test.paired" } else { "trend.test.unpaired" };
    let design = words.fill(design, &[("respondents", &test.respondents)]);
    let counted = words.say(if test.exact { "trend.test.exact" } else { "trend.test.drawn" });
    let values: &Values<'_> = &[
        ("axis", &content.axis(axis)),
        ("p", &probability(test.p)),
        ("smallest", &probability(test.smallest_p)),
        ("design", &design),
        ("counted", &counted),
    ];
    words.fill(id, values)
}

/// A p with three decimals; what is smaller shows as an upper bound.
fn probability(p: f64) -> String {
    if p < 0.001 { "< 0.001".to_owned() } else { format!("{p:.3}") }
}

pub(super) fn changes(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let mut blocks = Vec::new();
    for kind in ChangeKind::ALL.into_iter().filter(|kind| *kind != ChangeKind::OnlyInOne) {
        let these = of_kind(&trend.changes, kind);
        let items: Vec<String> = these.map(|change| change_line(change, content)).collect();
        if !items.is_empty() {
            blocks.push(Block::text(words.say(&format!("trend.kind.{}", kind.word()))));
            blocks.push(Block::items(items));
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::text(words.say("trend.changes.none")));
    }
    blocks
}

/// The changes of a kind, without changes of means that do not show in one decimal.
fn of_kind(changes: &[Change], kind: ChangeKind) -> impl Iterator<Item = &Change> {
    let shown = |level: Option<Shown>| match level {
        Some(Shown::Level(level)) => Some(numbers::distance(level)),
        Some(Shown::Mean(level)) => Some(numbers::distance(level)),
        _ => None,
    };
    let is_seen = move |change: &&Change| {
        let (from, to) = (shown(change.from), shown(change.to));
        from.is_none() || to.is_none() || from != to
    };
    changes.iter().filter(move |change| change.kind == kind).filter(is_seen)
}

/// The names of the questions that changed in this way.
fn names(changes: &[Change], kind: ChangeKind, content: &Content) -> String {
    let names: Vec<String> = of_kind(changes, kind).map(|change| content.name_of(&change.id)).collect();
    names.join(", ")
}

fn change_line(change: &Change, content: &Content) -> String {
    let words = &content.words;
    let name = content.name_of(&change.id);
    let (from, to) = (level(change.from, words), level(change.to, words));
    words.fill("trend.change", &[("name", &name), ("from", &from), ("to", &to)])
}

fn level(level: Option<Shown>, words: &Words) -> String {
    match level {
        Some(Shown::Level(level)) => level.to_string(),
        Some(Shown::Mean(level)) => numbers::short(level),
        Some(Shown::Word(word)) => words.say(&format!("status.{word}")),
        None => words.say("status.unanswered"),
    }
}

pub(super) fn intervals(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let line = |part: &IntervalPart| {
        let kinds = ChangeKind::ALL.into_iter().filter_map(|kind| {
            let names = Some(names(&part.changes, kind, content)).filter(|names| !names.is_empty())?;
            let kind = words.say(&format!("trend.kind.{}", kind.word()));
            Some(words.fill("trend.kinds", &[("kind", &kind), ("names", &names)]))
        });
        let told = kinds.collect::<Vec<_>>().join("; ");
        let told = if told.is_empty() { words.say("trend.changes.none") } else { told };
        words.fill("trend.interval", &[("from", &part.from), ("to", &part.to), ("changes", &told)])
    };
    list(trend.intervals.iter().map(line))
}

/// A list, if anything is in it.
fn list(items: impl Iterator<Item = String>) -> Vec<Block> {
    let items: Vec<String> = items.collect();
    if items.is_empty() { Vec::new() } else { vec![Block::items(items)] }
}

pub(super) fn steps(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let row = |(from, step): (&String, &StepStatePart)| {
        let title = step_title(&step.step, content);
        vec![from.clone(), title, words.say(&format!("trend.state.{}", step.state.word()))]
    };
    let steps = trend.steps.iter().flat_map(|part| part.steps.iter().map(|step| (&part.from, step)));
    let rows: Vec<Vec<String>> = steps.map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let head = ["named", "step", "state"].map(|id| words.say(&format!("trend.column.{id}")));
    let table = Block::table(&[Column::Fixed, Column::Words, Column::Fixed], head.to_vec(), rows);
    vec![table, Block::text(words.say("trend.steps.note"))]
}

pub(super) fn values(trend: &TrendPart, content: &Content) -> Vec<Block> {
    if trend.values.is_empty() {
        return Vec::new();
    }
    let words = &content.words;
    let count = trend.axes.len();
    let is_shown = |place: &usize| count <= MOST_VALUES || *place == 0 || place + MOST_VALUES > count;
    let shown: Vec<usize> = (0..count).filter(is_shown).collect();
    let labels = shown.iter().map(|place| trend.axes[*place].label.clone());
    let row = |part: &ValuePart| {
        let cell = |place: &usize| {
            let value = part.values.get(*place).copied().flatten();
            value.map_or_else(|| words.say("text.none"), |value| numbers::value(value, part.unit, words))
        };
        std::iter::once(content.name_of(&part.id)).chain(shown.iter().map(cell)).collect()
    };
    let mut kinds = vec![Column::Number; 1 + shown.len()];
    kinds[0] = Column::Words;
    let head = std::iter::once(words.say("trend.column.measure")).chain(labels).collect();
    vec![Block::table(&kinds, head, trend.values.iter().map(row))]
}

pub(super) fn chapters(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let words = &content.words;
    let known: Vec<&ChapterPart> = trend.chapters.iter().flatten().collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return Vec::new() };
    let name = |chapter: &ChapterPart| format!("{} {}", chapter.company, words.date(&chapter.years));
    let head = ["date", "chapter", "distance", "ties"].map(|id| words.say(&format!("trend.column.{id}")));
    let row = |(axes, chapter): (&DatedAxes, &Option<ChapterPart>)| {
        let cells = chapter
            .as_ref()
            .map(|chapter| [name(chapter), numbers::distance(chapter.distance), chapter.equals.to_string()]);
        let none = || ["text.none"; 3].map(|id| words.say(id));
        std::iter::once(axes.label.clone()).chain(cells.unwrap_or_else(none)).collect()
    };
    let kinds = [Column::Fixed, Column::Words, Column::Number, Column::Number];
    let table = Block::table(&kinds, head.to_vec(), trend.axes.iter().zip(&trend.chapters).map(row));
    let moved = if first.chapter == last.chapter { "trend.chapters.same" } else { "trend.chapters.moved" };
    let mut told = vec![words.fill(moved, &[("from", &name(first)), ("to", &name(last))])];
    told.extend(trend.towards.as_ref().map(|towards| {
        let (from, to) = (numbers::distance(towards.from), numbers::distance(towards.to));
        let values: &Values<'_> =
            &[("company", &towards.company), ("years", &towards.years), ("from", &from), ("to", &to)];
        words.fill("trend.towards", values)
    }));
    told.push(words.say("trend.chapters.note"));
    vec![table, Block::text(told.join(" "))]
}

pub(super) fn not_comparable(trend: &TrendPart, content: &Content) -> Vec<Block> {
    let names = names(&trend.changes, ChangeKind::OnlyInOne, content);
    if names.is_empty() {
        return Vec::new();
    }
    vec![Block::text(content.words.say("trend.only-in-one")), Block::text(names)]
}

pub(super) fn warnings(trend: &TrendPart) -> Vec<Block> {
    list(trend.warnings.iter().map(|warning| warning.text.clone()))
}
