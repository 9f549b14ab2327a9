//! A folder to run the program in, with nothing of the machine around it.
#![expect(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Where the built-in pack is in the repository.
pub(crate) const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/real-stories");

/// The files of `tests/answers`.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/answers");

/// A new folder with an empty home, a cleared environment, English words and 80 columns.
pub(crate) struct Sandbox {
    root: TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for folder in ["home", "work"] {
            std::fs::create_dir(root.path().join(folder)).unwrap();
        }
        Self { root }
    }

    /// A folder with these of the sample answers, such as `strong.json`.
    pub(crate) fn with_answers<const N: usize>(names: [&str; N]) -> Self {
        let sandbox = Self::new();
        for name in names {
            std::fs::copy(Path::new(SAMPLES).join(name), sandbox.path(name)).unwrap();
        }
        sandbox
    }

    /// A folder with six quarters of one team's answers in `history`.
    pub(crate) fn with_history() -> Self {
        let sandbox = Self::new();
        copy_folder(&Path::new(SAMPLES).join("history"), &sandbox.path("history"));
        sandbox
    }

    /// A folder with a copy of the built-in pack in `mine`.
    pub(crate) fn with_own_pack() -> Self {
        let sandbox = Self::new();
        copy_folder(Path::new(PACK), &sandbox.path("mine"));
        sandbox
    }

    /// Where a file of the folder is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    /// Puts a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// The text of a file of the folder.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Replaces a text in a file of the folder; it must be there.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not contain {from}");
        self.write(name, text.replacen(from, to, 1));
    }

    /// The names in the folder, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        self.files_of("")
    }

    /// The names in a folder of the folder, in order.
    pub(crate) fn files_of(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program with these arguments, parted by spaces, not yet started.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diditwork"));
        command.args(arguments.split_whitespace()).current_dir(self.path("")).env_clear();
        command.env("HOME", self.root.path().join("home")).env("LANG", "en_US.UTF-8").env("COLUMNS", "80");
        command.stdin(Stdio::null());
        command
    }

    /// Runs the program with these arguments, parted by spaces.
    pub(crate) fn run(&self, arguments: &str) -> Outcome {
        let output = self.command(arguments).output().unwrap();
        self.outcome(&output)
    }

    /// Runs the program with this text on its standard input.
    pub(crate) fn run_with_input(&self, arguments: &str, input: &str) -> Outcome {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        self.outcome(&child.wait_with_output().unwrap())
    }

    /// Runs the program after these commands of a shell, such as limits.
    #[cfg(unix)]
    pub(crate) fn run_in_shell(&self, before: &str, arguments: &str) -> Outcome {
        let program = self.command(arguments);
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(format!("{before}; exec \"$0\" \"$@\"")).arg(program.get_program());
        shell.args(program.get_args()).current_dir(self.path("")).env_clear();
        shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
        self.outcome(&shell.output().unwrap())
    }

    fn outcome(&self, output: &Output) -> Outcome {
        let folder = self.root.path().to_str().unwrap();
        let text = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).expect("the program prints UTF-8");
            text.replace(folder, "[FOLDER]").replace(env!("CARGO_MANIFEST_DIR"), "[REPOSITORY]")
        };
        Outcome { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

/// How a run ended and all it said; its display is what snapshots hold.
#[must_use]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The exit status; `None` if a signal ended it.
    pub(crate) status: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Outcome {
    /// The standard output of a run that must have succeeded.
    pub(crate) fn output(self) -> String {
        assert_eq!(self.status, Some(0), "{self}");
        self.stdout
    }

    /// The same with only these lines of standard output, counted from 1.
    pub(crate) fn lines(mut self, range: std::ops::RangeInclusive<usize>) -> Self {
        let lines = self.stdout.lines().skip(range.start() - 1).take(range.end() + 1 - range.start());
        self.stdout = lines.fold(String::new(), |text, line| text + line + "\n");
        self
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => writeln!(formatter, "status {status}")?,
            None => writeln!(formatter, "ended by a signal")?,
        }
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                write!(formatter, "---- {name}\n{text}")?;
            }
        }
        Ok(())
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
