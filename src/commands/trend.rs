//! `trend`: what changed between dated answers of one team.

mod anonymous;
pub mod series;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::commands::output::{Format, Output, no_tasks};
use crate::commands::trend::series::Dated;
use crate::commands::{Session, styled};
use crate::content::Content;
use crate::error::{Error, Message, Result};
use crate::pack::Choice;
use crate::render;
use crate::report::trend::TrendPart;
use crate::report::trend::build::{self, Subject};
use crate::store::Rights;
use crate::trend::Point;

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
    let (dates, paths) = if arguments.anonymous {
        anonymous::read(session, &content.questionnaire, &arguments.paths)?
    } else {
        series::read(session, &content.questionnaire, &arguments.paths)?
    };
    if dates.len() < 2 {
        return Err(Error::wrong(Message::new("trend.one").with("found", dates.len())));
    }
    let text = if arguments.anonymous {
        anonymous::rendered(&anonymous::of(&content, &dates)?, &content, format)?
    } else {
        let (trend, points) = of(session, &content, &dates)?;
        rendered(&trend, &points, &content, format)?
    };
    let read: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let page = Path::new("diditwork-trend.html");
    if let Some(file) = arguments.output.write(format, &text, page, &read, Rights::Usual)? {
        session.say_of(&file, &["report.written", "trend.next"]);
    }
    Ok(())
}

/// The trend of dated answers, in the order given. What there is to know about them is said, and is in it.
///
/// # Errors
/// Answers of several teams.
pub fn of(session: &Session, content: &Content, dates: &[Dated]) -> Result<(TrendPart, Vec<Point>)> {
    let questionnaire = &content.questionnaire;
    let point = |dated: &Dated| match dated.answers.as_slice() {
        [one] => Point::of(questionnaire, one, &dated.name),
        several => Point::of_people(questionnaire, several, &dated.name),
    };
    let points: Vec<Point> = dates.iter().map(point).collect();
    let all = || dates.iter().flat_map(|dated| &dated.answers);
    let subject =
        Subject { team: one_team(all())?, scopes: all().map(|answers| answers.scope.clone()).collect() };
    let findings = build::findings(&subject, &points);
    session.warn(&findings);
    Ok((build::build(content, &subject, &points, &findings), points))
}

/// The team that these answers are of, if they name one.
///
/// # Errors
/// Several teams: what differs between them is no change.
pub fn one_team<'a>(answers: impl IntoIterator<Item = &'a Answers>) -> Result<Option<String>> {
    let teams: BTreeSet<&str> = answers.into_iter().filter_map(|answers| answers.team.as_deref()).collect();
    if teams.len() > 1 {
        let message = Message::new("trend.mixed").with("number", teams.len());
        let teams = teams.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Error::wrong(message.with("teams", teams)));
    }
    Ok(teams.first().map(|team| (*team).to_owned()))
}

fn rendered(trend: &TrendPart, points: &[Point], content: &Content, format: Format) -> Result<String> {
    Ok(match format {
        Format::Html => render::html::document::trend(trend, content)?,
        Format::Markdown => render::markdown::set(&render::trend::document(trend, content)),
        Format::Json => render::json::document(trend),
        Format::Csv => render::trend::csv::rows(trend, content, points),
        Format::Text => styled(&render::trend::document(trend, content)),
        Format::Tasks | Format::TaskTable => return Err(no_tasks()),
    })
}
