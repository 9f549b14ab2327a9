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
    Have you adopted DevOps, and did it work? Answer a survey in the terminal and
    get one page that puts your team beside Amazon, Netflix and Etsy as their own
    published facts describe them.

    Usage: diditwork [OPTIONS] <COMMAND>

    Commands:
      survey       Ask the survey and write answers and report; goes on where you
                   stopped.
      report       Turn answers into a report: one page that can be sent, or another
                   format.
      example      Write the report of an invented sample team, to see the result
                   before answering.
      compare      Print the comparison with companies in the terminal.
      stories      List the stories, or tell one with its facts, years, confidence
                   and links.
      explain      Tell one trait or measure whole, or list all.
      team         Put several people's answers about the same service together:
                   what they disagree about first, then the team's report.
      org          Put all teams of an organisation together, in alphabetical order,
                   never ranked.
      tally        Write the counts of a part of the answers, one team a line; team
                   and org read them like answers, so that many machines or
                   departments can count apart.
      form         Write the questionnaire as one offline page to answer on, for a
                   browser, a phone or paper.
      measure      Measure DORA's five delivery metrics from a git repository, or
                   from records of deployments and incidents.
      trend        Tell what changed between dated answers of one team: both axes,
                   single answers, next steps, chapters.
      check        Validate packs and answers files; all findings at once.
      init         Copy the built-in questionnaire with its stories and JSON Schemas
                   into a folder, to make one of your own.
      completions  Print what a shell needs to complete commands and options.
      man          Print this help as a manual page, or write the pages of all
                   commands.

    Options:
          --color <WHEN>         Colours: auto (usual), always or never.
      -h, --help                 Show this help.
          --language <TAG>       The language of everything that is said, such as en
                                 [from the locale].
      -q, --quiet                Keep remarks back.
          --questionnaire <DIR>  A folder with a questionnaire of your own.
    ");
}

#[test]
fn help_of_survey() {
    assert_snapshot!(Sandbox::new().run("survey --help"), @"
    status 0
    ---- stdout
    Ask the survey and write answers and report; goes on where you stopped.

    Usage: diditwork survey [OPTIONS] [ANSWERS]

    Options:
      -o, --output <F>           Where the answers go [usual: the file named, or
                                 answers.json].
          --report <F>           Where the report goes [usual: beside the answers,
                                 ending in .html].
          --short                Ask the short form; it can be completed later.
          --full                 Ask all questions.
          --only <ID,…>          Ask only these questions, by their ids.
          --code <CODE>          A word of your own choice that pairs this file with
                                 your next one, so that change can be told; it need
                                 not say who you are.
          --blank                Write a file to fill in instead of asking; -o
                                 NAME.csv for a spreadsheet.
          --measured <FILE>      A file written by measure: its numbers are shown
                                 beside the questions.
          --plain                Ask in plain lines: for screen readers and
                                 terminals that cannot be drawn on.
          --color <WHEN>         Colours: auto (usual), always or never.
      -h, --help                 Show this help.
          --language <TAG>       The language of everything that is said, such as en
                                 [from the locale].
      -q, --quiet                Keep remarks back.
          --questionnaire <DIR>  A folder with a questionnaire of your own.

    What to work on:
      [ANSWERS]  The answers to go on with, or a new file NAME.json [usual:
                 answers.json].
    ");
}

#[test]
fn help_of_report() {
    assert_snapshot!(Sandbox::new().run("report --help"), @"
    status 0
    ---- stdout
    Turn answers into a report: one page that can be sent, or another format.

    Usage: diditwork report [OPTIONS] [ANSWERS]

    Options:
          --with <ID|TAG|peers|all>
              Companies to compare with: ids, tags (such as under-50 or regulated),
              peers (three that fit what the team says of itself) or all.
          --unverified
              Show what rests on sources that were not read, marked; it never enters
              a number.
      -o, --output <FILE>
              The file to write; - is standard output [NAME.html beside NAME.json;
              other formats: standard output].
          --format <FORMAT>
              html (default), markdown, json, csv, text or tasks (work items; a .csv
              file gets rows); else the file extension selects the format.
          --force
              Replace the file even if it is not a report of diditwork.
          --without-notes
              Leave notes, reasons, evidence and respondent out.
          --what-if <ID=LEVEL>
              Assume levels and show what would change, such as telemetry=3,flow=2.
          --measured <FILE>
              A file written by measure: its numbers stand beside what was claimed.
          --before <OLD>
              Earlier answers, to show what changed since then.
          --since <OLD>
              With --format tasks: leave out the steps that these earlier answers
              had already.
          --fail-under <AXIS=LEVEL>
              End with status 1 if a level is below one of these, such as
              adoption=2.5,outcome=2.0 (0 to 4). A self-assessment that becomes a
              target stops being honest: use it to notice, never to judge people.
          --fail-if-worse <OLD>
              End with status 1 if a level is lower than in these earlier answers.
              The same warning holds: who is judged by answers gives the answers
              that are wanted.
          --short
              With --format text: a summary of a few lines to paste into a chat.
          --open
              Open the page in the browser.
          --color <WHEN>
              Colours: auto (usual), always or never.
      -h, --help
              Show this help.
          --language <TAG>
              The language of everything that is said, such as en [from the locale].
      -q, --quiet
              Keep remarks back.
          --questionnaire <DIR>
              A folder with a questionnaire of your own.

    What to work on:
      [ANSWERS]  The answers file or a report page; - is standard input
                 [answers.json].
    ");
}

#[test]
fn help_of_example() {
    assert_snapshot!(Sandbox::new().run("example --help"), @"
    status 0
    ---- stdout
    Write the report of an invented sample team, to see the result before answering.

    Usage: diditwork example [OPTIONS]

    Options:
          --with <ID|TAG|peers|all>
              Companies to compare with: ids, tags (such as under-50 or regulated),
              or all.
          --unverified
              Show what rests on sources that were not read, marked; it never enters
              a number.
      -o, --output <FILE>
              The file to write; - is standard output [diditwork-example.html].
          --format <FORMAT>
              html (default), markdown, json, csv, text or tasks (work items; a .csv
              file gets rows); else the file extension selects the format.
          --force
              Replace the file even if it is not a report of diditwork.
          --color <WHEN>
              Colours: auto (usual), always or never.
      -h, --help
              Show this help.
          --language <TAG>
              The language of everything that is said, such as en [from the locale].
      -q, --quiet
              Keep remarks back.
          --questionnaire <DIR>
              A folder with a questionnaire of your own.
    ");
}

#[test]
fn help_of_compare() {
    assert_snapshot!(Sandbox::new().run("compare --help"), @"
    status 0
    ---- stdout
    Print the comparison with companies in the terminal.

    Usage: diditwork compare [OPTIONS] [ANSWERS]

    Options:
          --with <ID|TAG|peers|all>
              Companies to compare with: ids, tags (such as under-50 or regulated),
              peers (three that fit what the team says of itself) or all.
          --unverified
              Show what rests on sources that were not read, marked; it never enters
              a number.
          --color <WHEN>
              Colours: auto (usual), always or never.
      -h, --help
              Show this help.
          --language <TAG>
              The language of everything that is said, such as en [from the locale].
      -q, --quiet
              Keep remarks back.
          --questionnaire <DIR>
              A folder with a questionnaire of your own.

    What to work on:
      [ANSWERS]  The answers file or a report page [answers.json].
    ");
}

#[test]
fn help_of_stories() {
    assert_snapshot!(Sandbox::new().run("stories --help"), @"
    status 0
    ---- stdout
    List the stories, or tell one with its facts, years, confidence and links.

    Usage: diditwork stories [OPTIONS] [ID]

    Options:
          --with <ID|TAG|all>    Stories to list: ids, tags (such as under-50 or
                                 regulated), or all.
          --format <FORMAT>      text (usual), markdown or html: one story as a page
                                 of its own.
          --unverified           Tell facts of which the source was not read too,
                                 marked.
          --color <WHEN>         Colours: auto (usual), always or never.
      -h, --help                 Show this help.
          --language <TAG>       The language of everything that is said, such as en
                                 [from the locale].
      -q, --quiet                Keep remarks back.
          --questionnaire <DIR>  A folder with a questionnaire of your own.

    What to work on:
      [ID]  The id of the story; nothing: the list.
    ");
}

#[test]
fn help_of_explain() {
    assert_snapshot!(Sandbox::new().run("explain --help"), @"
    status 0
    ---- stdout
    Tell one trait or measure whole, or list all.

    Usage: diditwork explain [OPTIONS] [ID]

    Options:
          --color <WHEN>         Colours: auto (usual), always or never.
      -h, --help                 Show this help.
          --language <TAG>       The language of everything that is said, such as en
                                 [from the locale].
      -q, --quiet                Keep remarks back.
          --questionnaire <DIR>  A folder with a questionnaire of your own.

    What to work on:
      [ID]  The id of the trait or measure; nothing: the list.
    ");
}

#[test]
fn help_of_check() {
    assert_snapshot!(Sandbox::new().run("check --help"), @"
    status 0
    ---- stdout
    Validate packs and answers files; all findings at once.

    Usage: diditwork check [OPTIONS] [PATHS]...

    Options:
          --format <FORMAT>      text (usual) or json, for editors.
          --color <WHEN>         Colours: auto (usual), always or never.
      -h, --help                 Show this help.
          --language <TAG>       The language of everything that is said, such as en
                                 [from the locale].
      -q, --quiet                Keep remarks back.
          --questionnaire <DIR>  A folder with a questionnaire of your own.

    What to work on:
      [PATHS]...  Answers files or folders of them, or folders with a questionnaire
                  of your own; - is standard input; nothing: the questionnaire in
                  use.
    ");
}

#[test]
fn a_slip_in_an_option_gets_the_one_that_was_meant() {
    assert_snapshot!(Sandbox::new().run("report --fromat json"), @"
    status 2
    ---- stderr
    error: There is no option --fromat.
      hint: Did you mean --format?
    ");
}

#[test]
fn a_wrong_value_gets_the_possible_ones() {
    assert_snapshot!(Sandbox::new().run("report --format pdf"), @r#"
    status 2
    ---- stderr
    error: "pdf" does not fit --format <FORMAT>. Possible: html, markdown, json, csv, text, tasks.
    "#);
    assert_snapshot!(Sandbox::new().run("report --format"), @"
    status 2
    ---- stderr
    error: --format <FORMAT> needs a value.
    ");
    assert_snapshot!(Sandbox::new().run("report one.json two.json"), @r#"
    status 2
    ---- stderr
    error: "two.json" is one argument too many.
      hint: Add --help behind the command to see what it takes.
    "#);
}

#[test]
fn a_language_without_words_gets_the_known_ones() {
    assert_snapshot!(Sandbox::new().run("stories --language tlh"), @r#"
    status 2
    ---- stderr
    error: There are no words in "tlh". Languages: en, ko.
    "#);
    assert_snapshot!(Sandbox::new().run("stories --language 12"), @r#"
    status 2
    ---- stderr
    error: "12" is not a language tag.
      hint: A tag is like en or ko.
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
    Tell what changed between dated answers of one team: both axes, single answers,
    next steps, chapters.

    Usage: diditwork trend [OPTIONS] <PATHS>...

    Options:
          --with <ID|TAG|all>    Companies whose chapters show the way: ids, tags
                                 (such as under-50 or regulated), or all.
          --anonymous            Protect people from those who read the trend: bands
                                 only, from 5 people a date on, and no comparison
                                 where fewer than 3 respondents differ.
      -o, --output <FILE>        The file to write; - is standard output [standard
                                 output; html: diditwork-trend.html].
          --format <FORMAT>      text (usual), markdown, json, csv or html; else the
                                 ending of the output file decides.
          --force                Replace the file even if it is not a report of
                                 diditwork.
          --color <WHEN>         Colours: auto (usual), always or never.
      -h, --help                 Show this help.
          --language <TAG>       The language of everything that is said, such as en
                                 [from the locale].
      -q, --quiet                Keep remarks back.
          --questionnaire <DIR>  A folder with a questionnaire of your own.

    What to work on:
      <PATHS>...  Answers files in order of time; a folder among them holds the
                  files of several people at one date. A single folder is a whole
                  history, put in order by its dates.
    ");
}
