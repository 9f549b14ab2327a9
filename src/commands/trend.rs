//! `trend`: what changed between dated answers of one team.

use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::cli::Format;
use crate::commands::report::Output;
use crate::commands::{Session, read_answers};
use crate::content::Content;
use crate::error::{Error, Kind, Message, Result};
use crate::pack::Choice;
use crate::report::trend::TrendPart;
use crate::report::trend::build::{self, Subject};
use crate::trend::Point;
use crate::{render, store, terminal};

/// What `trend` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Answers files or report pages in order of time, or a folder of them.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Stories by id or tag, or `all`, whose chapters show the way.
    #[arg(long, value_name = "ID|TAG|all", value_delimiter = ',')]
    with: Vec<String>,
    /// Where the trend goes.
    #[command(flatten)]
    output: Output,
}

/// Tells what changed.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let paths = files(&arguments.paths)?;
    let choice = if arguments.with.is_empty() { Choice::Default } else { Choice::These(&arguments.with) };
    let content = session.pack.content(&session.words, choice)?;
    let mut dated = Vec::new();
    for path in &paths {
        let (answers, findings) = read_answers(session, path, &content.questionnaire)?;
        session.warn(&findings);
        dated.push((answers, stem(path)));
    }
    if let [folder] = arguments.paths.as_slice()
        && store::is_folder(folder)
    {
        dated.sort_by(|(a, a_name), (b, b_name)| (when(a, a_name), a_name).cmp(&(when(b, b_name), b_name)));
    }
    if dated.len() < 2 {
        return Err(Error::new(Kind::Input, Message::new("trend.one").with("found", dated.len())));
    }
    let (trend, points) = of(&content, &dated);
    let format = arguments.output.format_or(Format::Text);
    let text = rendered((&trend, &points), &content, format)?;
    let read: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let target = (format, Path::new("diditwork-trend.html"));
    if let Some(file) = arguments.output.write_as(target, &text, &read)? {
        session.say(&Message::new("report.written").with("file", store::shown(&file)));
    }
    Ok(())
}

/// The trend of answers, each with the name of its file, in the order given.
pub fn of(content: &Content, dated: &[(Answers, String)]) -> (TrendPart, Vec<Point>) {
    let point = |(answers, name): &(Answers, String)| Point::of(&content.questionnaire, answers, name);
    let points: Vec<Point> = dated.iter().map(point).collect();
    let subject = Subject {
        teams: dated.iter().map(|(answers, _)| answers.team.clone()).collect(),
        scopes: dated.iter().map(|(answers, _)| answers.scope.clone()).collect(),
    };
    (build::build(content, &subject, &points), points)
}

fn rendered((trend, points): (&TrendPart, &[Point]), content: &Content, format: Format) -> Result<String> {
    Ok(match format {
        Format::Html => render::trend::html::page(trend, content)?,
        Format::Markdown => render::trend::markdown(trend, content),
        Format::Json => render::json::document(trend),
        Format::Csv => render::trend::csv::rows(trend, content, points),
        Format::Text => render::trend::text(trend, content, terminal::width()),
    })
}

/// The files that were named; in place of a folder the answers files in it.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if store::is_folder(path) {
            files.extend(store::files_in(path, "json")?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// What answers are put in order by: their date, or the name of their file.
fn when<'a>(answers: &'a Answers, name: &'a str) -> &'a str {
    answers.date.as_deref().unwrap_or(name)
}

/// The last part of a path without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| store::name(path), |stem| stem.to_string_lossy().into_owned())
}
