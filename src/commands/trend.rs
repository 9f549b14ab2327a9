//! `trend`: what changed between dated answers of one team.

mod anonymous;
pub mod series;

use std::path::{Path, PathBuf};

use crate::commands::output::{Format, Output, no_tasks};
use crate::commands::trend::series::{Dated, Source};
use crate::commands::{Session, styled};
use crate::content::Content;
use crate::error::{Error, Kind, Message, Result};
use crate::pack::Choice;
use crate::report::trend::TrendPart;
use crate::report::trend::build::{self, Subject};
use crate::trend::Point;
use crate::{render, store};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Answers files or report pages in order of time, or a folder of them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Stories by id or tag, or `all`, whose chapters show the way.
    #[arg(long, value_name = "ID|TAG|all", value_delimiter = ',')]
    with: Vec<String>,
    /// Whether nobody's answers may be seen.
    #[arg(long)]
    anonymous: bool,
    #[command(flatten)]
    output: Output,
}

/// Tells what changed.
///
/// # Errors
/// Fewer than two dates, answers that cannot be read, and a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let choice = if arguments.with.is_empty() { Choice::Default } else { Choice::These(&arguments.with) };
    let content = session.pack.content(&session.words, choice)?;
    let format = arguments.output.format_or(Format::Text);
    let (text, paths) = if arguments.anonymous {
        let (trend, paths) = anonymous::of(session, &content, &arguments.paths)?;
        (anonymous::rendered(&trend, &content, format)?, paths)
    } else {
        let source = Source { session, questionnaire: &content.questionnaire };
        let (dates, paths) = series::read(source, &arguments.paths)?;
        if dates.len() < 2 {
            return Err(Error::new(Kind::Input, Message::new("trend.one").with("found", dates.len())));
        }
        let (trend, points) = of(&content, &dates);
        (rendered(&trend, &points, &content, format)?, paths)
    };
    let read: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let page = Path::new("diditwork-trend.html");
    if let Some(file) = arguments.output.write_as(format, &text, page, &read, store::Rights::Usual)? {
        session.say(&Message::new("report.written").with("file", store::shown(&file)));
        session.say(&Message::new("trend.next"));
    }
    Ok(())
}

/// The trend of dated answers, in the order given.
pub fn of(content: &Content, dates: &[Dated]) -> (TrendPart, Vec<Point>) {
    let questionnaire = &content.questionnaire;
    let point = |dated: &Dated| match dated.answers.as_slice() {
        [one] => Point::of(questionnaire, one, &dated.name),
        several => Point::of_people(questionnaire, several, &dated.name),
    };
    let points: Vec<Point> = dates.iter().map(point).collect();
    let all = || dates.iter().flat_map(|dated| &dated.answers);
    let subject = Subject {
        teams: all().map(|answers| answers.team.clone()).collect(),
        scopes: all().map(|answers| answers.scope.clone()).collect(),
    };
    (build::build(content, &subject, &points), points)
}

fn rendered(trend: &TrendPart, points: &[Point], content: &Content, format: Format) -> Result<String> {
    Ok(match format {
        Format::Html => render::trend::html::page(trend, content)?,
        Format::Markdown => render::markdown::set(&render::trend::document(trend, content)),
        Format::Json => render::json::document(trend),
        Format::Csv => render::trend::csv::rows(trend, content, points),
        Format::Text => styled(&render::trend::document(trend, content)),
        Format::Tasks | Format::TaskTable => return Err(no_tasks()),
    })
}
