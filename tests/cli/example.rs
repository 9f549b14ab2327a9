//! `diditwork example`.

use crate::sandbox::{PACK, Sandbox};

#[test]
fn the_example_is_the_report_of_the_sample_team_in_the_pack() {
    let sandbox = Sandbox::new();
    let answers = format!("{PACK}/example.json");
    for format in ["html -o -", "json", "markdown", "csv", "text"] {
        let example = sandbox.run(&format!("example --format {format}")).output();
        assert_eq!(example, sandbox.run(&format!("report {answers} --format {format}")).output());
        assert!(!example.contains("\"warnings\": [\n"), "the sample team's answers are sound");
    }
}

#[test]
fn the_example_goes_where_it_is_sent() {
    let sandbox = Sandbox::new();
    let told = sandbox.run("example -o look.md");
    assert_eq!(
        (told.status, told.stderr.as_str()),
        (Some(0), "The report is in look.md.\nNext: diditwork (answer the questions yourself)\n")
    );
    assert_eq!(sandbox.read("look.md"), sandbox.run("example --format markdown").output());
}
