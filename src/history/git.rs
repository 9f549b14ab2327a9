//! Reading tags and commits with git. A repository is foreign ground: nothing that it configures may run, nothing is
//! fetched, and names come behind `--end-of-options`. The number of processes does not grow with the number of tags.

pub mod lines;
mod patient;
pub mod subject;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use glob::Pattern;

use crate::delivery::graph::{Author, Graph, Hash, parse_hash};
use crate::error::{Error, Kind as ErrorKind, Message, Result};
use crate::store;
pub use lines::Tag;
use patient::Patient;

/// A repository, what of it is read, and what is shown meanwhile.
pub struct Repository<'a> {
    path: PathBuf,
    within: Option<&'a str>,
    exclude: &'a [Pattern],
    progress: &'a dyn Fn(usize),
}

/// From which commits the history is read.
#[derive(Clone, Copy, Debug)]
pub enum From<'a> {
    These(&'a [Hash]),
    /// From every branch and tag.
    Everywhere,
}

/// The longest part of git's own words that is shown.
const TOLD: u64 = 2000;

/// The longest line that is read whole, in bytes; the parents of a commit stand at its beginning, and a subject needs its
/// first word only.
const LONGEST_LINE: u64 = 1024 * 1024;

/// How long git may say nothing before it is taken to hang, as it does on a share that went away.
const PATIENCE: Duration = Duration::from_secs(600);

/// The most commits that are read; far more than any repository has, and less than memory holds.
const MOST_COMMITS: usize = 20_000_000;

/// Settings of a repository that would run programs, and what keeps them from it.
const SAFE: [&str; 4] =
    ["core.fsmonitor=false", "log.showSignature=false", "core.hooksPath=/dev/null", "protocol.allow=never"];

/// Variables that would lead git to another place than the one that was named.
const FORGOTTEN: [&str; 9] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
];

impl<'a> Repository<'a> {
    /// Opens a repository, of which the commits that touch nothing `within` a folder or file are marked, and those of
    /// authors that fit `exclude`; `progress` hears the number of commits read so far from time to time.
    ///
    /// # Errors
    /// No repository there, no git, or a shallow clone: its lowest commits look as if they had no parents, and every
    /// number would be wrong without a sign of it.
    pub fn open(
        path: &Path,
        within: Option<&'a str>,
        exclude: &'a [Pattern],
        progress: &'a dyn Fn(usize),
    ) -> Result<Self> {
        let repository = Self { path: path.to_owned(), within, exclude, progress };
        let mut is_shallow = false;
        repository
            .run(&["rev-parse", "--is-shallow-repository"], None, |line| is_shallow |= line == b"true")?;
        if is_shallow {
            let message = Message::new("git.shallow").with("path", store::shown(path));
            return Err(Error::wrong(message));
        }
        Ok(repository)
    }

    /// Every tag that names a commit, by name, and how many name something else.
    ///
    /// # Errors
    /// git fails, or says nothing for too long.
    pub fn tags(&self) -> Result<(Vec<Tag>, usize)> {
        const FORMAT: &str = "--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00\
                              %(*objectname)%00%(creatordate:unix)";
        let (mut tags, mut others) = (Vec::new(), 0);
        self.run(
            &["for-each-ref", FORMAT, "--end-of-options", "refs/tags/"],
            None,
            |line| match lines::tag(line) {
                Some(tag) => tags.push(tag),
                None => others += 1,
            },
        )?;
        Ok((tags, others))
    }

    /// The commit that is checked out, if there is one.
    ///
    /// # Errors
    /// git fails, or says nothing for too long.
    pub fn head(&self) -> Result<Option<Hash>> {
        let mut head = None;
        // Without a commit it says that there is none, and does not fail.
        let input = Some("HEAD^{commit}\n".to_owned());
        self.run(&["cat-file", "--batch-check=%(objectname)"], input, |line| head = hash(line))?;
        Ok(head)
    }

    /// The commits that can be reached, with their parents and times, and the patterns that fit no author of them.
    ///
    /// # Errors
    /// git fails: objects are missing, or a name is none.
    pub fn graph(&self, from: From<'_>) -> Result<(Graph, Vec<&'a Pattern>)> {
        const FORMAT: &str = "--format=%H%x09%P%x09%at%x09%ct%x09%ae%x09%an%x09%s";
        let mut graph = Graph::default();
        let mut number = 0;
        let mut unused: Vec<&Pattern> = self.exclude.iter().collect();
        self.revisions(from, &["--no-commit-header", FORMAT], &[], |line| {
            number += 1;
            if let Some(commit) = lines::commit(line, self.exclude).filter(|_| number <= MOST_COMMITS) {
                graph.add(&commit);
                if commit.author == Author::Excluded {
                    unused.retain(|pattern| !lines::is_by(line, pattern));
                }
            }
            if number % 1024 == 0 {
                (self.progress)(number);
            }
        })?;
        if number > MOST_COMMITS {
            let message = Message::new("git.many").with("path", store::shown(&self.path));
            return Err(Error::wrong(message.with("most", MOST_COMMITS)));
        }
        self.read_reverts(&mut graph)?;
        if let Some(path) = self.within {
            let mut touching = Vec::new();
            self.revisions(from, &["--full-history"], &["--", path], |line| touching.extend(hash(line)))?;
            graph.keep_only(&touching);
        }
        Ok((graph, unused))
    }

    /// Reads from the messages of reverts what they revert.
    fn read_reverts(&self, graph: &mut Graph) -> Result<()> {
        let reverts: Vec<Hash> = graph.revert_hashes().copied().collect();
        if reverts.is_empty() {
            return Ok(());
        }
        let mut pairs = Vec::new();
        let mut current = None;
        let form = ["--no-walk=unsorted", "--no-commit-header", "--format=%x00%H%n%b"];
        self.revisions(From::These(&reverts), &form, &[], |line| {
            let text = String::from_utf8_lossy(line);
            if let Some(name) = text.strip_prefix('\0') {
                current = parse_hash(name.trim());
            } else if let (Some(revert), Some(reverted)) = (current, lines::reverted(&text)) {
                pairs.push((revert, reverted));
            }
        })?;
        for (revert, reverted) in pairs {
            if let (Some(revert), Some(reverted)) = (graph.find(&revert), graph.find(&reverted)) {
                graph.reverts.push((revert, reverted));
            }
        }
        Ok(())
    }

    /// Lists commits. Those to begin with go in by way of standard input, so that their number is not bounded by a command
    /// line.
    fn revisions(
        &self,
        from: From<'_>,
        form: &[&str],
        paths: &[&str],
        each: impl FnMut(&[u8]),
    ) -> Result<()> {
        let (start, input) = match from {
            From::Everywhere => ("--all", None),
            From::These(commits) => ("--stdin", Some(hexadecimal(commits))),
        };
        self.run(&[&["rev-list"], form, &[start], paths].concat(), input, each)
    }

    /// Runs git and hands every line on as it comes, without its end.
    fn run(&self, arguments: &[&str], input: Option<String>, each: impl FnMut(&[u8])) -> Result<()> {
        let mut running = self.start(arguments, input)?;
        running.lines(each)?;
        running.end(self)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--no-pager").arg("-C").arg(&self.path);
        for setting in SAFE {
            command.args(["-c", setting]);
        }
        for name in FORGOTTEN {
            command.env_remove(name);
        }
        command.args(arguments);
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        // Outranks whatever the repository allows; older gits do not know that nothing is to be fetched.
        command.env("GIT_ALLOW_PROTOCOL", "");
        command.env("GIT_LITERAL_PATHSPECS", "1").env("LC_ALL", "C").env("GIT_PAGER", "cat");
        // Whole buffers instead of a line at a time: half of the time would go into handing lines over.
        command.env("GIT_FLUSH", "0");
        command
    }

    /// Starts git; it hears `input`, if there is any, to its end before it says anything.
    fn start(&self, arguments: &[&str], input: Option<String>) -> Result<Running> {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        let mut child = command.spawn().map_err(|error| {
            let is_none = error.kind() == std::io::ErrorKind::NotFound;
            failed(if is_none { "git.none" } else { "git.failed" }, &store::shown(&self.path), error)
        })?;
        if let (Some(input), Some(mut standard)) = (input, child.stdin.take()) {
            // Where git ends before it has heard everything, it says why itself.
            let _ = standard.write_all(input.as_bytes());
        }
        let errors = child.stderr.take().map(|mut errors| {
            std::thread::spawn(move || {
                let mut told = Vec::new();
                let _ = errors.by_ref().take(TOLD).read_to_end(&mut told);
                let _ = std::io::copy(&mut errors, &mut std::io::sink());
                String::from_utf8_lossy(&told).into_owned()
            })
        });
        Ok(Running { child, errors })
    }
}

/// A git that is running.
struct Running {
    child: Child,
    errors: Option<std::thread::JoinHandle<String>>,
}

impl Running {
    /// Hands every line on as it comes, without its end.
    fn lines(&mut self, mut each: impl FnMut(&[u8])) -> Result<()> {
        let Some(output) = self.child.stdout.take() else { return Ok(()) };
        let mut output = BufReader::with_capacity(patient::PIECE, Patient::new(output, PATIENCE));
        let mut line = Vec::new();
        loop {
            match read_line(&mut output, &mut line) {
                Ok(false) => return Ok(()),
                Ok(true) => each(&line),
                Err(error) => {
                    // It is not waited for any longer.
                    let _ = self.child.kill();
                    let is_silent = error.kind() == std::io::ErrorKind::TimedOut;
                    return Err(failed(if is_silent { "git.silent" } else { "git.failed" }, "git", error));
                }
            }
        }
    }

    fn end(mut self, repository: &Repository<'_>) -> Result<()> {
        let status = self.child.wait();
        let told = self.errors.take().and_then(|errors| errors.join().ok()).unwrap_or_default();
        if status.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        let told = told.trim().trim_start_matches("fatal: ");
        let is_none = told.contains("not a git repository") || !repository.path.is_dir();
        let id = if is_none { "git.no-repository" } else { "git.failed" };
        Err(failed(id, &store::shown(&repository.path), told))
    }
}

fn failed(id: &'static str, path: &str, why: impl std::fmt::Display) -> Error {
    let message = Message::new(id).with("path", path).with("why", why);
    Error::new(ErrorKind::File, message.with("minutes", PATIENCE.as_secs() / 60))
}

/// Reads a line without its end, and of a longer one than any that is needed its beginning; false at the end.
fn read_line(output: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    if output.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else {
        output.skip_until(b'\n')?;
    }
    Ok(true)
}

fn hash(line: &[u8]) -> Option<Hash> {
    std::str::from_utf8(line).ok().and_then(parse_hash)
}

/// The names of commits, a line each. SHA-1 leaves the second part of every name empty.
fn hexadecimal(commits: &[Hash]) -> String {
    use std::fmt::Write;
    let length = if commits.iter().all(|commit| commit[20..] == [0; 12]) { 20 } else { 32 };
    let mut text = String::with_capacity(commits.len() * (2 * length + 1));
    for commit in commits {
        for byte in &commit[..length] {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_that_is_too_long_the_beginning_is_read() {
        let longest = usize::try_from(LONGEST_LINE).unwrap();
        let text = format!("first\n{}\n{}\nlast", "a".repeat(longest - 1), "b".repeat(3 * longest));
        let mut output = text.as_bytes();
        let mut line = Vec::new();
        let mut read = Vec::new();
        while read_line(&mut output, &mut line).unwrap() {
            read.push((line.first().copied(), line.len()));
        }
        assert_eq!(
            read,
            [(Some(b'f'), 5), (Some(b'a'), longest - 1), (Some(b'b'), longest), (Some(b'l'), 4)]
        );
    }
}
