//! `diditwork form`.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn help_of_form() {
    assert_snapshot!(Sandbox::new().run("form --help"), @"
    status 0
    ---- stdout
    Write the questionnaire as a page to fill in offline.

    Usage: diditwork form [OPTIONS]

    Options:
      -o, --output <FILE>        The file to write; - is standard output [default:
                                 diditwork-form.html].
          --team <NAME>          The team that the answers are about.
          --short                Ask only the short form: fewer questions, about 4
                                 minutes.
          --anonymous            Save no role and no day, and keep no draft. This
                                 protects people from readers of the report, not
                                 from the person who collects the files.
          --force                Overwrite the file even if it is not a diditwork
                                 page.
          --color <WHEN>         When to use colour: auto, always or never [default:
                                 auto].
      -h, --help                 Show this help.
          --language <TAG>       The language of all output, such as en or ko
                                 [default: from the locale].
      -q, --quiet                Show no warnings or notes.
          --questionnaire <DIR>  The folder of a custom questionnaire.

    Examples:
      # Write the page diditwork-form.html
      diditwork form
      # Ask one team the short form
      diditwork form --short --team Checkout -o checkout.html
    ");
}

#[test]
fn the_page_goes_where_it_is_sent() {
    let sandbox = Sandbox::new();
    let told = sandbox.run("form");
    assert_eq!(
        (told.status, told.stderr.as_str(), told.stdout.as_str()),
        (
            Some(0),
            "The form is in diditwork-form.html.\nNext: diditwork team FOLDER (once the saved answers are in a folder)\n",
            ""
        ),
    );
    let page = sandbox.read("diditwork-form.html");
    assert!(page.starts_with("<!doctype html>"));
    assert_eq!(page, sandbox.run("form -o -").output());
    assert_eq!(sandbox.run("--quiet form -o other.html").stderr, "");
    assert_eq!(page, sandbox.read("other.html"));
    assert_eq!(sandbox.files(), ["diditwork-form.html", "other.html"]);
}

#[test]
fn a_page_of_ours_is_replaced_and_nothing_else() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    sandbox.write("mine.html", "<p>mine</p>");
    assert_eq!(sandbox.run("form -o page.html").status, Some(0));
    assert_eq!(sandbox.run("form --team Checkout -o page.html").status, Some(0));
    assert_eq!(sandbox.run("form -o mine.html").status, Some(3));
    assert_eq!(sandbox.read("mine.html"), "<p>mine</p>");
    assert_eq!(sandbox.run("form -o mine.html --force").status, Some(0));
    let answers = sandbox.read("strong.json");
    assert_eq!(sandbox.run("form -o strong.json --force").status, Some(3));
    assert_eq!(sandbox.read("strong.json"), answers);
}

#[test]
fn language_team_and_questionnaire_are_those_that_were_asked_for() {
    let sandbox = Sandbox::with_own_pack();
    let korean = sandbox.run("form --language ko -o -").output();
    assert!(korean.contains("<html lang=\"ko\">") && korean.contains("답변 저장"));
    let own = "mine/text/en/questionnaire.json";
    sandbox.edit(own, "\"title\": \"DevOps: the real stories\"", "\"title\": \"Ours\"");
    let page = sandbox.run("form --questionnaire mine --team Checkout --anonymous -o -").output();
    assert!(page.contains("<title>Answer: Ours</title>") && page.contains("<b class=\"typed\">Checkout</b>"));
    assert!(page.contains("\"anonymous\":true") && page.contains("\"team\":\"Checkout\""));
}

#[test]
fn a_page_to_answer_on_holds_no_answers() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run("form").status, Some(0));
    let told = sandbox.run("report diditwork-form.html");
    assert_eq!(told.status, Some(2), "{told}");
}
