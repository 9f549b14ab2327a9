//! `team`: what several people's answers say together.

use std::path::{Path, PathBuf};

use crate::answers::{Answers, Form, document, rules};
use crate::commands::output::{Companies, Format, Output, no_tasks};
use crate::commands::several::{Inputs, Wanted};
use crate::commands::{Session, styled};
use crate::content::Content;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::intake::{self, Intake};
use crate::questionnaire::Questionnaire;
use crate::render;
use crate::report::team::{self, AnonymousReport, People, TeamReport};
use crate::store::{self, Rights};
use crate::team::Mode;
use crate::team::gathered::Roles;

#[derive(Debug, clap::Args)]
#[command(mut_arg("with", |with| with.value_name("ID|TAG|all")))]
pub struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    companies: Companies,
    #[command(flatten)]
    output: Output,
    /// The team, where the files hold several.
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// How many people were asked, or a file with their names, one a line.
    #[arg(long, value_name = "NUMBER|FILE")]
    expected: Option<String>,
    /// The answers file to write what was agreed to.
    #[arg(long, value_name = "AGREED.json", conflicts_with = "anonymous")]
    agree: Option<PathBuf>,
    /// The page to write for the person who leads the discussion.
    #[arg(long, value_name = "PAGE.html", conflicts_with = "anonymous")]
    facilitator: Option<PathBuf>,
}

/// What several people's answers say together.
///
/// # Errors
/// Answers that cannot be read or are not of one team, too few people, and a file that cannot be written.
pub fn run(session: &Session, arguments: &Arguments) -> Result<()> {
    let page = Path::new("diditwork-team.html");
    let written = [arguments.output.file(arguments.output.format(), page), arguments.agree.clone()];
    store::are_apart(written.into_iter().flatten().chain(arguments.facilitator.clone()))?;
    let content = session.pack.content(&session.words, arguments.companies.choice())?;
    let team = arguments.team.as_deref().and_then(rules::name);
    let team = team.as_deref();
    let expected = arguments.expected.as_deref().map(Expected::read).transpose()?;
    let wanted = Wanted { roles: Roles::Apart, team, people: expected.is_some() };
    let intake = arguments.inputs.read(session, &content.questionnaire, wanted)?;
    let absent = expected.map(|expected| expected.findings(&intake)).unwrap_or_default();
    let name = intake::team::name(&intake, team)?;
    let report = if intake.roster.is_anonymous() {
        session.warn(&absent);
        let report = intake::team::told(&content, &intake)?;
        anonymous_text(&report, &content, arguments.output.format())?
    } else {
        gathered_text(session, arguments, &content, &intake, name.as_deref(), absent)?
    };
    let written = arguments.output.write(&report, page, &arguments.inputs.files())?;
    if let Some(file) = &written {
        session.say(&Message::new("report.written").with("file", store::shown(file)));
    }
    let next = match (&arguments.agree, arguments.inputs.mode()) {
        (Some(agreed), _) => Some(Message::new("team.agree.next").with("file", store::shown(agreed))),
        (None, Mode::Anonymous) => written.map(|_| Message::new("team.anonymous.next")),
        (None, Mode::Workshop) => written.map(|_| Message::new("team.next")),
    };
    if let Some(next) = next {
        session.say(&next);
    }
    Ok(())
}

/// Who was asked.
enum Expected {
    Number(usize),
    Names(Vec<String>),
}

impl Expected {
    /// A number, or the names in a file.
    fn read(text: &str) -> Result<Self> {
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        let names = store::read(Path::new(text))?;
        let names: Vec<&str> = names.lines().map(str::trim).filter(|name| !name.is_empty()).collect();
        let is_table = |separator| !names.is_empty() && names.iter().all(|name| name.contains(separator));
        if [',', ';', '\t'].into_iter().any(is_table) {
            return Err(Error::new(Kind::Input, Message::new("team.expected.table"))
                .in_file(&store::name(Path::new(text))));
        }
        Ok(Self::Names(names.into_iter().map(str::to_owned).collect()))
    }

    fn number(&self) -> usize {
        match self {
            Self::Number(number) => *number,
            Self::Names(names) => names.len(),
        }
    }

    /// Who is missing, and whose answers are incomplete; in anonymous mode only how many are missing.
    fn findings(&self, intake: &Intake) -> Vec<Finding> {
        let warning = |id, number: usize, names: &[String]| {
            let message = Message::new(id).with("number", number).with("names", names.join(", "));
            (number > 0).then(|| Finding::warning(message))
        };
        let there = intake.roster.together();
        let there = there.table.respondents() as usize;
        let same = |name: &str, other: &str| name.to_lowercase() == other.to_lowercase();
        let answered =
            |name: &&String| intake.people.iter().any(|one| same(name, &one.name) || same(name, &one.file));
        let missing = match self {
            Self::Names(names) if !intake.people.is_empty() => {
                let names: Vec<String> = names.iter().filter(|name| !answered(name)).cloned().collect();
                warning("team.missing.names", names.len(), &names)
            }
            _ => warning("team.missing", self.number().saturating_sub(there), &[]),
        };
        let surplus = warning("team.surplus", there.saturating_sub(self.number()), &[]);
        let open = intake.people.iter().filter(|one| one.open > 0);
        let open: Vec<String> = open.map(|one| format!("{} ({})", one.name, one.open)).collect();
        let incomplete = warning("team.incomplete", open.len(), &open);
        [missing, surplus, incomplete].into_iter().flatten().collect()
    }
}

/// The report of the people who answered.
fn gathered_text(
    session: &Session,
    arguments: &Arguments,
    content: &Content,
    intake: &Intake,
    name: Option<&str>,
    absent: Vec<Finding>,
) -> Result<String> {
    let mode = arguments.inputs.mode();
    let gathered = intake::team::gathered(intake, name, mode)?;
    let people = People { name, gathered: &gathered, layout: intake.roster.layout() };
    if let Some(path) = &arguments.agree {
        agree(session, path, content, people)?;
    }
    match mode {
        Mode::Anonymous => {
            session.warn(&absent);
            session.warn(intake::team::disputed([&gathered], mode).as_slice());
            let report = team::anonymous(content, people).ok_or_else(|| intake::team::too_few(0, mode))?;
            anonymous_text(&report, content, arguments.output.format())
        }
        Mode::Workshop => {
            let findings = [absent, intake::team::findings(intake, &gathered)].concat();
            session.warn(&findings);
            let report = team::build(content, arguments.companies.unverified(), people, &findings);
            if let Some(path) = &arguments.facilitator {
                let page = render::html::team::facilitator(&report, content)?;
                arguments.output.write_beside(path, &page, &arguments.inputs.files())?;
                session.say(&Message::new("team.facilitator.written").with("file", store::shown(path)));
            }
            workshop_text(&report, content, arguments.output.format())
        }
    }
}

/// Writes what people agree on to an answers file. What it holds already stays: it was decided.
fn agree(session: &Session, path: &Path, content: &Content, people: People<'_>) -> Result<()> {
    let decided = if store::exists(path) { Some(decisions(path, &content.questionnaire)?) } else { None };
    let answers = team::agreed(content, people, decided);
    store::write(path, &answers.to_json(), Rights::Owner)?;
    let asked = content.questionnaire.questions.iter().filter(|question| {
        answers.form == Form::Full || content.questionnaire.short_form.contains(&question.id)
    });
    let open = asked.filter(|question| answers.get(&question.id).is_none()).count();
    let proposed = answers.given.iter().filter(|(_, answer)| answer.proposed).count();
    let message = Message::new("team.agree.written").with("file", store::shown(path)).with("open", open);
    session.say(&message.with("agreed", answers.given.len() - proposed).with("proposed", proposed));
    Ok(())
}

/// The decisions of a consensus file that is there already.
fn decisions(path: &Path, questionnaire: &Questionnaire) -> Result<Answers> {
    let file = store::shown(path);
    let reading = document::read(&store::read(path)?, questionnaire);
    match reading.answers {
        Some(answers) if answers.agreed => Ok(answers),
        Some(_) => Err(Error::new(Kind::File, Message::new("team.agree.not-agreed").with("file", file))),
        None => Err(Error::input(reading.findings).in_file(&file)),
    }
}

/// The report of a team in a format.
///
/// # Errors
/// A template that does not fit.
pub fn workshop_text(report: &TeamReport, content: &Content, format: Format) -> Result<String> {
    Ok(match format {
        Format::Html => render::html::team::page(report, content, None)?,
        Format::Markdown => render::markdown::set(&render::team::document(report, content)),
        Format::Json => render::json::document(report),
        Format::Csv => render::team::in_csv(report),
        Format::Text => styled(&render::team::document(report, content)),
        Format::Tasks => render::tasks::markdown(&report.report, content),
        Format::TaskTable => render::tasks::csv(&report.report, content),
    })
}

/// The report of a team whose people stay anonymous in a format.
///
/// # Errors
/// Work items, which an anonymous report does not have, and a template that does not fit.
pub fn anonymous_text(report: &AnonymousReport, content: &Content, format: Format) -> Result<String> {
    Ok(match format {
        Format::Html => render::html::team::anonymous_page(report, content, None)?,
        Format::Markdown => render::markdown::set(&render::team::anonymous_document(report, content)),
        Format::Json => render::json::document(report),
        Format::Csv => render::team::anonymous_in_csv(report),
        Format::Text => styled(&render::team::anonymous_document(report, content)),
        Format::Tasks | Format::TaskTable => return Err(no_tasks()),
    })
}
