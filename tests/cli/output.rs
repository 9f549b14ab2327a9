//! Where a report goes, and what is never replaced by one.

use insta::assert_snapshot;

use crate::sandbox::Sandbox;

#[test]
fn the_page_goes_beside_its_answers() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    assert_snapshot!(sandbox.run("report strong.json"), @"
    status 0
    ---- stderr
    The report is in strong.html.
    Next: diditwork form (ask your colleagues, then combine the answers with
    diditwork team)
    ");
    assert_snapshot!(sandbox.run_with_input("report -", &sandbox.read("strong.json")), @"
    status 0
    ---- stderr
    The report is in diditwork-report.html.
    Next: diditwork form (ask your colleagues, then combine the answers with
    diditwork team)
    ");
    assert_snapshot!(sandbox.run("example"), @"
    status 0
    ---- stderr
    The report is in diditwork-example.html.
    Next: diditwork (answer the questions yourself)
    ");
    let pages = ["diditwork-example.html", "diditwork-report.html", "strong.html", "strong.json"];
    assert_eq!(sandbox.files(), pages);
    let page = sandbox.read("strong.html");
    assert!(page.starts_with("<!DOCTYPE html>") || page.starts_with("<!doctype html>"));
    assert_eq!(page, sandbox.read("diditwork-report.html"));
    assert_eq!(sandbox.run("report strong.json -q").status, Some(0), "a page of ours is replaced");
}

#[test]
fn a_page_is_read_like_the_answers_it_holds() {
    let sandbox = Sandbox::with_answers(["hostile.json"]);
    assert_eq!(sandbox.run("report hostile.json -q").status, Some(0));
    let of_answers = sandbox.run("report hostile.json --format json").output();
    assert_eq!(sandbox.run("report hostile.html --format json").output(), of_answers);
    assert_snapshot!(sandbox.run("report hostile.html -o hostile.html"), @"
    status 3
    ---- stderr
    error: hostile.html was read in this run and is not overwritten.
      hint: name another file with -o.
    ");
}

#[test]
fn the_ending_of_the_file_picks_the_format_and_format_wins() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    for (ending, format) in
        [("html", "html -o -"), ("md", "markdown"), ("json", "json"), ("csv", "csv"), ("txt", "text")]
    {
        let told = sandbox.run(&format!("report strong.json -o report.{ending}"));
        assert_eq!((told.status, told.stdout.as_str()), (Some(0), ""), "{told}");
        assert!(told.stderr.starts_with(&format!("The report is in report.{ending}.\nNext: ")), "{told}");
        let printed = sandbox.run(&format!("report strong.json --format {format}")).output();
        assert_eq!(sandbox.read(&format!("report.{ending}")), printed);
    }
    assert_eq!(sandbox.run("report strong.json -o report.txt --format csv").status, Some(0));
    assert_eq!(sandbox.read("report.txt"), sandbox.read("report.csv"));
}

#[test]
fn a_dash_is_standard_output() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    let dash = sandbox.run("report strong.json --format json -o -");
    assert_eq!(dash, sandbox.run("report strong.json --format json"));
    assert_eq!(sandbox.files(), ["strong.json"]);
}

#[test]
fn quiet_keeps_remarks_back() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    assert_snapshot!(sandbox.run("report strong.json -o report.md --quiet"), @"status 0");
}

#[test]
fn what_was_read_and_what_holds_answers_is_never_replaced() {
    let sandbox = Sandbox::with_answers(["strong.json", "small.json"]);
    assert_snapshot!(sandbox.run("report strong.json -o strong.json --force"), @"
    status 3
    ---- stderr
    error: strong.json was read in this run and is not overwritten.
      hint: name another file with -o.
    ");
    assert_snapshot!(sandbox.run("report strong.json -o ./small.json --force"), @"
    status 3
    ---- stderr
    error: ./small.json contains answers and is not overwritten by a report.
      hint: name another file with -o.
    ");
    assert_eq!(sandbox.files(), ["small.json", "strong.json"]);
    assert_eq!(sandbox.run("check strong.json small.json").status, Some(0));
}

#[test]
fn a_file_of_somebody_else_is_replaced_only_by_force() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    sandbox.write("notes.md", "# Our notes\n");
    assert_snapshot!(sandbox.run("report strong.json -o notes.md"), @"
    status 3
    ---- stderr
    error: notes.md is not a diditwork report and is not overwritten.
      hint: name another file with -o, or overwrite it with --force.
    ");
    assert_eq!(sandbox.read("notes.md"), "# Our notes\n");
    assert_eq!(sandbox.run("report strong.json -o notes.md --force").status, Some(0));
    assert_eq!(sandbox.run("report strong.json -o notes.md").status, Some(0), "it is ours now");
}

#[test]
fn the_same_answers_give_the_same_bytes_wherever_they_lie() {
    let (one, other) = (Sandbox::with_answers(["hostile.json"]), Sandbox::with_answers(["hostile.json"]));
    for format in ["html -o -", "json", "markdown", "csv", "text"] {
        let arguments = format!("report hostile.json --format {format}");
        let first = one.run(&arguments).output();
        assert_eq!(first, one.run(&arguments).output());
        assert_eq!(first, other.run(&arguments).output());
        let absolute = format!("report {} --format {format}", one.path("hostile.json").display());
        assert_eq!(first, other.run(&absolute).output());
        assert!(!first.contains(one.path("").to_str().unwrap()), "no path of the machine in {format}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_read_enough_is_no_failure() {
    use std::process::Stdio;

    let sandbox = Sandbox::with_answers(["strong.json"]);
    for arguments in ["report strong.json --format json", "stories", "compare strong.json", "--help"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = sandbox.command(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_told() {
    let told = Sandbox::new().run_in_shell("exec >/dev/full", "stories");
    assert_eq!(told.status, Some(3));
    assert_snapshot!(told.stderr, @"error: standard output could not be written: the disk is full.");
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    assert_snapshot!(sandbox.run("report strong.json -o nowhere/report.md"), @"
    status 3
    ---- stderr
    error: nowhere/report.md could not be written: no such file or folder.
      hint: nothing was changed. Name another place.
    ");
    assert_eq!(sandbox.files(), ["strong.json"]);
}

#[test]
#[cfg(target_os = "linux")]
fn where_a_file_cannot_be_written_whole_the_old_one_stays() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    assert_eq!(sandbox.run("report strong.json -o report.md --quiet").status, Some(0));
    let before = sandbox.read("report.md");
    let limited = sandbox.run_in_shell("ulimit -f 4", "report strong.json -o report.md --with all");
    assert_snapshot!(limited, @"
    status 3
    ---- stderr
    error: report.md could not be written: the file size limit is reached.
      hint: nothing was changed. Name another place.
    ");
    assert_eq!(sandbox.read("report.md"), before);
    assert_eq!(sandbox.files(), ["report.md", "strong.json"], "and nothing else is left behind");
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_no_ordinary_file_is_written_to_as_it_is() {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    assert_snapshot!(sandbox.run("report strong.json --format text -o /dev/full"), @"
    status 3
    ---- stderr
    error: /dev/full could not be written: the disk is full.
      hint: nothing was changed. Name another place.
    ");
    assert_eq!(sandbox.run("report strong.json --quiet --format json -o /dev/null").status, Some(0));
}
