//! `team`: what several people's answers say together.

use std::path::{Path, PathBuf};

use crate::answers::{Answers, Form, rules};
use crate::commands::output::{Companies, Format, Output};
use crate::commands::several::{Inputs, Together, Wanted};
use crate::commands::{Session, read_answers};
use crate::content::Content;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::intake::{self, Intake};
use crate::questionnaire::Questionnaire;
use crate::render;
use crate::report::team::{self, People};
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
    let (format, page) = (arguments.output.format_or(Format::Html), Path::new("diditwork-team.html"));
    let written =
        [arguments.output.file(format, page), arguments.agree.clone(), arguments.facilitator.clone()];
    store::are_apart(written.into_iter().flatten())?;
    let content = session.pack.content(&session.words, arguments.companies.choice())?;
    let team = arguments.team.as_deref().and_then(rules::name);
    let expected = arguments.expected.as_deref().map(Expected::read).transpose()?;
    let wanted = Wanted { roles: Roles::Apart, team: team.as_deref(), people: expected.is_some() };
    let intake = arguments.inputs.read(session, &content.questionnaire, wanted)?;
    let absent = expected.map(|expected| expected.findings(&intake)).unwrap_or_default();
    let name = intake::team::name(&intake, team.as_deref())?;
    let report = if intake.roster.is_anonymous() {
        session.warn(&absent);
        Together::Anonymous(Box::new(intake::team::told(&content, &intake)?))
    } else {
        together(session, arguments, &content, &intake, name.as_deref(), absent)?
    };
    let (text, read) = (report.text(&content, format)?, arguments.inputs.files());
    let written = arguments.output.write(format, &text, page, &read, Rights::Usual)?;
    if let Some(file) = &written {
        session.say_of(file, &["report.written"]);
    }
    match (&arguments.agree, written, arguments.inputs.mode()) {
        (Some(agreed), ..) => session.say_of(agreed, &["team.agree.next"]),
        (None, Some(file), Mode::Anonymous) => session.say_of(&file, &["team.anonymous.next"]),
        (None, Some(file), Mode::Workshop) => session.say_of(&file, &["team.next"]),
        (None, None, _) => {}
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
            return Err(
                Error::wrong(Message::new("team.expected.table")).in_file(&store::name(Path::new(text)))
            );
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
fn together(
    session: &Session,
    arguments: &Arguments,
    content: &Content,
    intake: &Intake,
    name: Option<&str>,
    absent: Vec<Finding>,
) -> Result<Together> {
    let mode = arguments.inputs.mode();
    let gathered = intake::team::gathered(intake, name, mode)?;
    let people = People { name, gathered: &gathered, layout: intake.roster.layout() };
    if let Some(path) = &arguments.agree {
        agree(session, path, content, people)?;
    }
    if mode == Mode::Anonymous {
        session.warn(&absent);
        session.warn(intake::team::disputed([&gathered], mode).as_slice());
        let report = team::anonymous(content, people);
        return report
            .map(|report| Together::Anonymous(Box::new(report)))
            .ok_or_else(|| intake::team::too_few(0, mode));
    }
    let findings = [absent, intake::team::findings(intake, &gathered)].concat();
    session.warn(&findings);
    let report = team::build(content, arguments.companies.unverified(), people, &findings);
    if let Some(path) = &arguments.facilitator {
        let page = render::html::team::facilitator(&report, content)?;
        arguments.output.target.write(path, &page, &arguments.inputs.files(), Rights::Usual)?;
        session.say_of(path, &["team.facilitator.written"]);
    }
    Ok(Together::Workshop(Box::new(report)))
}

/// Writes what people agree on to an answers file. What it holds already stays: it was decided.
fn agree(session: &Session, path: &Path, content: &Content, people: People<'_>) -> Result<()> {
    let decided =
        store::exists(path).then(|| decisions(session, path, &content.questionnaire)).transpose()?;
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
fn decisions(session: &Session, path: &Path, questionnaire: &Questionnaire) -> Result<Answers> {
    let (answers, _) = read_answers(session, path, questionnaire)?;
    if answers.agreed {
        return Ok(answers);
    }
    let message = Message::new("team.agree.not-agreed").with("file", store::shown(path));
    Err(Error::new(Kind::File, message))
}
