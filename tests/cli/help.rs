//! Help, the version, and usage errors.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_version_names_the_pack_too() {
    assert_snapshot!(Sandbox::new().run("--version"), @"
    status 0
    ---- stdout
    diditwork 0.1.0 (real-stories 2.0.0)
    ");
    assert_eq!(Sandbox::new().run("-V"), Sandbox::new().run("--version"));
}

#[test]
fn help_of_the_whole() {
    assert_snapshot!(Sandbox::new().run("--help"), @"
    status 0
    ---- stdout
    Have you adopted DevOps, and did it work? Answer a survey and get one page that
    compares your team with Amazon, Netflix and Etsy, based on published facts, each
    with its source.

    Usage: diditwork [OPTIONS] [COMMAND]

    Answer:
      survey       Answer the survey and write your report (the default command).
      form         Write the questionnaire as a page to fill in offline.
      measure      Measure DORA's delivery metrics from git or from records.

    Read:
      report       Write a report from answers, as a page or another format.
      compare      Compare your answers with companies, in the terminal.
      trend        Show what changed between a team's dated answers.

    Together:
      team         Combine several people's answers; disagreements come first.
      org          Show all teams of an organisation, never ranked.
      tally        Count part of the answers, for team and org to combine.

    Learn:
      example      Write a sample report about an invented team.
      stories      List the companies' stories, or show one with its sources.
      explain      Explain a practice or result, or list all of them.

    Set up:
      check        Check answers files and questionnaires, and list all errors.
      init         Copy the built-in questionnaire to a folder, to make your own.
      completions  Print the completion script for your shell.
      man          Show the manual page, or write all pages to a folder.
      help         Show the help of a command.

    Options:
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Examples:
      # Answer 12 questions, about 4 minutes
      diditwork
      # See a sample report first
      diditwork example
    ");
}

#[test]
fn help_of_survey() {
    assert_snapshot!(Sandbox::new().run("survey --help"), @r#"
    status 0
    ---- stdout
    Answer the survey and write your report (the default command).

    Usage: diditwork survey [OPTIONS] [ANSWERS]

    Options:
      -o, --output <F>           Where to write the answers [default: the file
                                 named, or answers.json].
          --report <F>           Where to write the report [default: next to the
                                 answers, as .html].
          --short                Ask only the short form; you can complete it later.
          --full                 Ask all questions.
          --only <ID,…>          Ask only the questions with these ids.
          --code <CODE>          A word of your choice that links this file to your
                                 next one, so that a report can show what changed.
                                 It does not have to say who you are.
          --before <OLD>         The answers of the last round: the survey asks what
                                 became of its next steps.
          --blank                Write a file to fill in instead of asking; -o
                                 NAME.csv for a spreadsheet.
          --measured <FILE>      Metrics written by "diditwork measure", shown next
                                 to the questions.
          --plain                Ask line by line without redrawing the screen, for
                                 screen readers and simple terminals.
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Arguments:
      [ANSWERS]  The answers file to continue, or a new file NAME.json [default:
                 answers.json].

    Examples:
      # Answer the short form now and the rest later
      diditwork survey --short
      # Answer in a spreadsheet instead
      diditwork survey --blank -o sheet.csv
    "#);
}

#[test]
fn help_of_report() {
    assert_snapshot!(Sandbox::new().run("report --help"), @r#"
    status 0
    ---- stdout
    Write a report from answers, as a page or another format.

    Usage: diditwork report [OPTIONS] [ANSWERS]

    Options:
          --with <ID|TAG|peers|all>
              Companies to compare with: ids, tags (such as under-50 or regulated),
              peers (three that match your size, field and country) or all.
          --unverified
              Also show facts whose sources were not read, marked. They are not used
              in any score.
      -o, --output <FILE>
              The file to write; - is standard output [default: NAME.html next to
              NAME.json; standard output for other formats].
          --format <FORMAT>
              html, markdown, json, csv, text or tasks (work items; rows in a .csv
              file) [default: by file extension, else html].
          --without-notes
              Leave out notes, reasons, evidence and the respondent.
          --what-if <ID=LEVEL>
              Assume these levels and show what would change, such as
              telemetry=3,flow=2.
          --measured <FILE>
              Metrics written by "diditwork measure", shown next to the answers.
          --before <OLD>
              Earlier answers; the report shows what changed since then.
          --since <OLD>
              With --format tasks: leave out steps that these earlier answers
              already had.
          --fail-under <AXIS=LEVEL>
              Exit with status 1 if a level is below one of these, such as
              adoption=2.5,outcome=2.0 (0 to 4). A self-assessment that becomes a
              target stops being honest: use this to notice changes, never to judge
              people.
          --fail-if-worse <OLD>
              Exit with status 1 if a level is lower than in these earlier answers.
              Use it to notice changes, never to judge people.
          --short
              With --format text: a summary of a few lines, to paste into a chat.
          --open
              Open the page in the browser.
          --force
              Overwrite the file even if it is not a diditwork report.
          --color <WHEN>
              When to use colour: auto, always or never [default: auto].
      -h, --help
              Show this help.
          --language <TAG>
              The language of all output, such as en or ko [default: from the
              locale].
      -q, --quiet
              Show no warnings or notes.
          --questionnaire <DIR>
              The folder of a custom questionnaire.

    Arguments:
      [ANSWERS]  The answers file or report page; - is standard input [default:
                 answers.json].

    Examples:
      # Write the page answers.html from answers.json
      diditwork report
      # Print a few lines to paste into a chat
      diditwork report --format text --short
    "#);
}

#[test]
fn help_of_example() {
    assert_snapshot!(Sandbox::new().run("example --help"), @"
    status 0
    ---- stdout
    Write a sample report about an invented team.

    Usage: diditwork example [OPTIONS]

    Options:
          --with <ID|TAG|all>    Companies to compare with: ids, tags (such as
                                 under-50 or regulated), or all.
          --unverified           Also show facts whose sources were not read,
                                 marked. They are not used in any score.
      -o, --output <FILE>        The file to write; - is standard output [default:
                                 diditwork-example.html].
          --format <FORMAT>      html, markdown, json, csv, text or tasks (work
                                 items; rows in a .csv file) [default: by file
                                 extension, else html].
          --force                Overwrite the file even if it is not a diditwork
                                 report.
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Examples:
      # Write the sample report as a page
      diditwork example
      # Read it in the terminal
      diditwork example --format text
    ");
}

#[test]
fn help_of_compare() {
    assert_snapshot!(Sandbox::new().run("compare --help"), @"
    status 0
    ---- stdout
    Compare your answers with companies, in the terminal.

    Usage: diditwork compare [OPTIONS] [ANSWERS]

    Options:
          --with <ID|TAG|peers|all>
              Companies to compare with: ids, tags (such as under-50 or regulated),
              peers (three that match your size, field and country) or all.
          --unverified
              Also show facts whose sources were not read, marked. They are not used
              in any score.
          --color <WHEN>
              When to use colour: auto, always or never [default: auto].
      -h, --help
              Show this help.
          --language <TAG>
              The language of all output, such as en or ko [default: from the
              locale].
      -q, --quiet
              Show no warnings or notes.
          --questionnaire <DIR>
              The folder of a custom questionnaire.

    Arguments:
      [ANSWERS]  The answers file or report page [default: answers.json].

    Examples:
      # Compare with Amazon, Netflix and Etsy
      diditwork compare
      # Compare with companies like yours
      diditwork compare --with peers
    ");
}

#[test]
fn help_of_stories() {
    assert_snapshot!(Sandbox::new().run("stories --help"), @"
    status 0
    ---- stdout
    List the companies' stories, or show one with its sources.

    Usage: diditwork stories [OPTIONS] [ID]

    Options:
          --with <ID|TAG|all>    Stories to list: ids, tags (such as under-50 or
                                 regulated), or all.
          --format <FORMAT>      text, markdown or html (one story as a page)
                                 [default: text].
          --unverified           Also show facts whose sources were not read,
                                 marked.
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Arguments:
      [ID]  The id of a story; without it, all are listed.

    Examples:
      # List the stories of small organisations
      diditwork stories --with under-50
      # Read one story with its facts and links
      diditwork stories etsy
    ");
}

#[test]
fn help_of_explain() {
    assert_snapshot!(Sandbox::new().run("explain --help"), @"
    status 0
    ---- stdout
    Explain a practice or result, or list all of them.

    Usage: diditwork explain [OPTIONS] [ID]

    Options:
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Arguments:
      [ID]  The id of a practice or result; without it, all are listed.

    Examples:
      # List all practices and results
      diditwork explain
      # Read about one: levels, first steps, what companies published
      diditwork explain telemetry
    ");
}

#[test]
fn help_of_check() {
    assert_snapshot!(Sandbox::new().run("check --help"), @"
    status 0
    ---- stdout
    Check answers files and questionnaires, and list all errors.

    Usage: diditwork check [OPTIONS] [PATHS]...

    Options:
          --format <FORMAT>      text, or json for editors [default: text].
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Arguments:
      [PATHS]...  Answers files, folders of them, or folders with a custom
                  questionnaire; - is standard input [default: the questionnaire in
                  use].

    Examples:
      # Check an answers file
      diditwork check answers.json
      # Check it for an editor
      diditwork check answers.json --format json
    ");
}

#[test]
fn a_slip_in_an_option_gets_the_one_that_was_meant() {
    assert_snapshot!(Sandbox::new().run("report --fromat json"), @"
    status 2
    ---- stderr
    error: there is no option --fromat.
      hint: did you mean --format?
    ");
}

#[test]
fn a_wrong_value_gets_the_possible_ones() {
    assert_snapshot!(Sandbox::new().run("report --format pdf"), @r#"
    status 2
    ---- stderr
    error: "pdf" is not valid for --format <FORMAT>. Possible values: html, markdown, json, csv, text, tasks.
    "#);
    assert_snapshot!(Sandbox::new().run("report --format"), @"
    status 2
    ---- stderr
    error: --format <FORMAT> needs a value.
    ");
    assert_snapshot!(Sandbox::new().run("report one.json two.json"), @r#"
    status 2
    ---- stderr
    error: unexpected argument "two.json".
      hint: add --help to the command to see its arguments.
    "#);
}

#[test]
fn a_language_without_words_gets_the_known_ones() {
    assert_snapshot!(Sandbox::new().run("stories --language tlh"), @r#"
    status 2
    ---- stderr
    error: there are no texts in "tlh". Languages: en, ko.
    "#);
    assert_snapshot!(Sandbox::new().run("stories --language 12"), @r#"
    status 2
    ---- stderr
    error: "12" is not a language tag.
      hint: a language tag looks like en or ko.
    "#);
}

#[test]
fn two_options_that_exclude_each_other_are_named() {
    assert_snapshot!(Sandbox::new().run("stories etsy --with small"), @"
    status 2
    ---- stderr
    error: [ID] cannot be used with --with <ID|TAG|all>.
    ");
}

#[test]
fn help_of_trend() {
    assert_snapshot!(Sandbox::new().run("trend --help"), @"
    status 0
    ---- stdout
    Show what changed between a team's dated answers.

    Usage: diditwork trend [OPTIONS] <PATHS>...

    Options:
          --with <ID|TAG|all>    Companies whose chapters to follow: ids, tags (such
                                 as under-50 or regulated), or all.
          --anonymous            Protect people from readers of the trend: only
                                 bands, from 5 people per date on, and no comparison
                                 if fewer than 3 respondents differ.
      -o, --output <FILE>        The file to write; - is standard output [default:
                                 standard output; diditwork-trend.html for html].
          --format <FORMAT>      text, markdown, json, csv or html [default: by file
                                 extension, else text].
          --force                Overwrite the file even if it is not a diditwork
                                 report.
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Arguments:
      <PATHS>...  Answers files in order of time; a folder among them is several
                  people's answers at one date. A single folder is a whole history,
                  sorted by date.

    Examples:
      # Show what changed between the files of a folder
      diditwork trend history
      # Write it as a page
      diditwork trend history -o trend.html
    ");
}

/// The commands of the examples at the end of the help of every command, in the order of the groups.
fn examples(language: &str) -> Vec<String> {
    let sandbox = Sandbox::new();
    let whole = sandbox.run("help").output();
    let list = whole.split("Answer:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let mut found = Vec::new();
    for name in names {
        let name = if name == "help" { "" } else { name };
        let help = sandbox.run(&format!("help {name} --language {language}")).output();
        let commands: Vec<&str> = help.lines().filter_map(|line| line.strip_prefix("  diditwork")).collect();
        assert!(commands.len() >= 2, "{name}: {commands:?}");
        found
            .extend(commands.iter().map(|line| line.split('>').next().unwrap_or_default().trim().to_owned()));
    }
    found
}

#[test]
fn every_example_of_the_help_works() {
    let sandbox = Sandbox::with_history();
    sandbox.write("answers.json", include_str!("../answers/strong.json"));
    sandbox.write("deployments.csv", include_str!("../measure/example/deployments.csv"));
    sandbox.write("incidents.csv", include_str!("../measure/example/incidents.csv"));
    sandbox.write("team.ndjson", include_str!("../answers/team.ndjson"));
    sandbox.write("organisation.ndjson", include_str!("../answers/organisation.ndjson"));
    crate::documents::repository(&sandbox);
    let english = examples("en");
    assert_eq!(examples("ko"), english);
    assert_eq!(english.len(), 34);
    for arguments in english {
        if arguments.is_empty() || arguments == "survey --short" {
            continue; // Needs a person; tests of the survey cover it.
        }
        let outcome = sandbox.run(&arguments);
        assert_eq!(outcome.status, Some(0), "{arguments}\n{outcome}");
        let writes =
            arguments.contains("-o ") || ["report", "example", "form", "init mine"].contains(&&*arguments);
        assert_eq!(
            outcome.stderr.contains("Next: "),
            writes || arguments.contains("org") || arguments.contains("team t"),
            "{arguments}\n{outcome}"
        );
        assert!(!outcome.stdout.contains("Next: "), "{arguments}");
    }
}

#[test]
fn help_and_errors_follow_the_colour_that_was_asked_for() {
    let sandbox = Sandbox::new();
    for line in ["help", "report --help", "nonsense", "report missing.json", "man report"] {
        let coloured = sandbox.run(&format!("{line} --color always"));
        let has =
            |outcome: &crate::sandbox::Outcome| (outcome.stdout.clone() + &outcome.stderr).contains('\u{1b}');
        assert_eq!(has(&coloured), line != "man report", "{line}: a manual page is for another program");
        assert!(!has(&sandbox.run(&format!("{line} --color never"))), "{line}");
        assert!(!has(&sandbox.run(line)), "{line}");
    }
}

#[test]
fn an_unknown_first_word_is_an_unknown_command() {
    assert_snapshot!(Sandbox::new().run("deployments --help"), @r#"
    status 2
    ---- stderr
    error: there is no command "deployments".
      hint: "diditwork help" lists the commands.
    "#);
    assert_snapshot!(Sandbox::new().run("reprot"), @r#"
    status 2
    ---- stderr
    error: there is no command "reprot".
      hint: did you mean "report"?
    "#);
    assert_snapshot!(Sandbox::new().run("help reprot"), @r#"
    status 2
    ---- stderr
    error: there is no command "reprot".
      hint: did you mean "report"?
    "#);
}
