//! Repositories by script, with fixed dates, and the program run on them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Monday, 2026-03-02, 00:00 UTC.
pub(crate) const MONDAY: i64 = 1_772_409_600;
pub(crate) const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 24 * HOUR;

/// A commit to be made; `mark` names it for others.
#[derive(Clone, Copy, Default)]
pub(crate) struct Commit<'a> {
    pub(crate) mark: usize,
    pub(crate) parents: &'a [usize],
    pub(crate) authored: i64,
    /// The author's time where it is 0.
    pub(crate) committed: i64,
    pub(crate) message: &'a str,
    /// A file that it writes.
    pub(crate) file: &'a str,
    /// Who wrote it; `A` if it is empty.
    pub(crate) author: &'a str,
}

/// A script for `git fast-import`.
#[derive(Default)]
pub(crate) struct Script(pub(crate) String);

impl Script {
    fn add(&mut self, lines: &str) {
        self.0.push_str(lines);
    }

    pub(crate) fn commit(&mut self, commit: Commit<'_>) -> &mut Self {
        let Commit { mark, parents, authored, committed, message, file, author } = commit;
        let author = if author.is_empty() { "A" } else { author };
        let committed = if committed == 0 { authored } else { committed };
        let message = if message.is_empty() { "change" } else { message };
        self.add(&format!("commit refs/heads/line{mark}\nmark :{mark}\n"));
        self.add(&format!("author {author} <a@example.org> {authored} +0000\n"));
        self.add(&format!("committer C <c@example.org> {committed} +0000\n"));
        self.add(&format!("data {}\n{message}\n", message.len()));
        let mut parents = parents.iter();
        if let Some(first) = parents.next() {
            self.add(&format!("from :{first}\n"));
        }
        parents.for_each(|parent| self.add(&format!("merge :{parent}\n")));
        let file = if file.is_empty() { "file" } else { file };
        let content = mark.to_string();
        self.add(&format!("M 644 inline {file}\ndata {}\n{content}\n\n", content.len()));
        self
    }

    /// A tag with a date of its own.
    pub(crate) fn annotated(&mut self, name: &str, mark: usize, time: i64) -> &mut Self {
        self.add(&format!("tag {name}\nfrom :{mark}\ntagger T <t@example.org> {time} +0000\ndata 1\nx\n"));
        self
    }

    /// A tag without one.
    pub(crate) fn lightweight(&mut self, name: &str, mark: usize) -> &mut Self {
        self.add(&format!("reset refs/tags/{name}\nfrom :{mark}\n\n"));
        self
    }

    /// The repository, in a folder that goes with the returned value.
    pub(crate) fn build(&self) -> Repository {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository { folder };
        repository.git(&["init", "-q", "--initial-branch=line1", "."]);
        let mut child = command(repository.path())
            .args(["fast-import", "--quiet"])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(self.0.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        repository
    }
}

pub(crate) struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = command(self.path()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// What `measure` says of it as JSON.
    pub(crate) fn measure(&self, arguments: &[&str]) -> Value {
        let path = self.path().to_str().unwrap();
        json(&run(&[&["measure", path, "--format", "json"], arguments].concat()))
    }

    /// A file beside the work tree.
    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::File::create_new(&path).unwrap().write_all(content.as_bytes()).unwrap();
        path
    }
}

/// git without what the person who runs the tests has set up.
fn command(path: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(path).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    command
}

/// Runs the program.
pub(crate) fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
    command.args(["--language", "en"]).args(arguments).stdin(Stdio::null());
    command.output().unwrap()
}

/// The JSON that it printed.
pub(crate) fn json(output: &Output) -> Value {
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whether two numbers are equal but for rounding.
pub(crate) fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap_or(f64::NAN);
    assert!((value - expected).abs() < 1e-6, "{value} instead of {expected}");
}
