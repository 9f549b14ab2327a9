//! `--open`: which program is started with which arguments. The system's own is replaced by a script that writes them down.

use std::os::unix::fs::PermissionsExt;

use crate::sandbox::Sandbox;

/// A sandbox in which the system opens files by this script, and the run that writes and opens a page.
fn opened_by(script: &str, page: &str) -> (Sandbox, std::process::Output) {
    let sandbox = Sandbox::with_answers(["strong.json"]);
    std::fs::create_dir(sandbox.path("bin")).unwrap();
    sandbox.write("bin/xdg-open", script);
    std::fs::set_permissions(sandbox.path("bin/xdg-open"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = sandbox.command("report strong.json --open");
    let output = command.arg(format!("--output={page}")).env("PATH", sandbox.path("bin")).output().unwrap();
    (sandbox, output)
}

const WRITES_DOWN: &str = "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >>opened\n";

#[test]
fn the_page_is_opened_by_its_whole_name_which_no_shell_reads() {
    for page in ["page.html", "-a & $(touch b); 'c\" %PATH% ^.html", "http:page.html"] {
        let (sandbox, output) = opened_by(WRITES_DOWN, page);
        assert!(output.status.success(), "{page}: {output:?}");
        let name = std::fs::canonicalize(sandbox.path(page)).unwrap();
        assert_eq!(sandbox.read("opened"), format!("1\n{}\n", name.display()));
        let mut files = [page, "bin", "opened", "strong.json"];
        files.sort_unstable();
        assert_eq!(sandbox.files(), files, "nothing else was made");
    }
}

#[test]
fn a_program_that_cannot_open_the_page_is_an_error_and_the_page_is_there() {
    for script in ["#!/bin/sh\nexit 3\n", "#!/there/is/no/such/program\n"] {
        let (sandbox, output) = opened_by(script, "page.html");
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("page.html could not be opened"), "{said}");
        assert!(sandbox.read("page.html").contains("</html>"));
    }
}
