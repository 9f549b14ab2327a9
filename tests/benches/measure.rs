//! `measure` beside a single `git log` over the same history: 80,000 commits and 1,000 tags, made by script with fixed
//! dates. Prints processor seconds of each, their ratio and the peak of memory; fails where the ratio is above the goal
//! by more than noise explains. `cargo bench --bench measure`; `-- FOLDER` measures a repository of your own.

#![cfg(target_os = "linux")]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it cannot go on, and prints"
)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

const COMMITS: usize = 80_000;
const TAGS: usize = 1_000;
const ROUNDS: usize = 7;
/// What `measure` may take of what `git log` takes.
const GOAL: f64 = 1.3;
/// What a loaded machine may add to it.
const NOISE: f64 = 1.3;
/// The most memory, in MiB.
const MEMORY: u64 = 200;

fn main() -> ExitCode {
    let own = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let folder = tempfile::tempdir().expect("a folder");
    if own.is_none() {
        build(folder.path());
    }
    let path = own.map_or_else(|| folder.path().to_owned(), Into::into);
    let path = path.to_str().expect("a path");
    let program = env!("CARGO_BIN_EXE_diditwork");
    let ours = [program, "--quiet", "measure", path, "--since", "2000-01-01", "--format", "json"];
    let log = ["git", "--no-pager", "-C", path, "log", "--format=%H%x09%at%x09%ct", "--topo-order"];
    let (mut measured, mut logged, mut memory) = (Vec::new(), Vec::new(), 0);
    for round in 0..=ROUNDS {
        let (seconds, peak) = cost(&ours);
        let (reference, _) = cost(&log);
        // The first round warms the caches.
        if round > 0 {
            measured.push(seconds);
            logged.push(reference);
            memory = memory.max(peak);
        }
    }
    let (measured, logged) = (median(measured), median(logged));
    let ratio = measured / logged;
    println!("diditwork measure  {measured:.3} s of processor time, {memory} MiB at most in one process");
    println!("git log            {logged:.3} s of processor time");
    println!("ratio              {ratio:.2} (goal {GOAL})");
    if ratio <= GOAL * NOISE && memory < MEMORY { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// User and system seconds of a command and everything that it starts, and the memory of its largest process in MiB.
fn cost(command: &[&str]) -> (f64, u64) {
    let script = "import os,resource,subprocess,sys\n\
                  status=subprocess.call(sys.argv[1:],stdout=subprocess.DEVNULL)\n\
                  used=resource.getrusage(resource.RUSAGE_CHILDREN)\n\
                  print(used.ru_utime+used.ru_stime,used.ru_maxrss)\n\
                  sys.exit(status)";
    let output = Command::new("python3").args(["-c", script]).args(command).output().expect("python3");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut parts = told.split_whitespace();
    let seconds = parts.next().and_then(|part| part.parse().ok()).expect("seconds");
    let memory: u64 = parts.next().and_then(|part| part.parse().ok()).expect("memory");
    (seconds, memory / 1024)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// A main line with a merged branch at every fifth commit, messages of a usual length, and a tag at every eightieth
/// commit, every second one annotated.
fn build(folder: &Path) {
    let git = |arguments: &[&str]| {
        let status = Command::new("git").arg("-C").arg(folder).args(arguments).status().expect("git");
        assert!(status.success(), "{arguments:?}");
    };
    git(&["init", "-q", "--initial-branch=main", "."]);
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git");
    let mut input = std::io::BufWriter::new(child.stdin.take().expect("standard input"));
    let mut main = 0;
    for mark in 1..=COMMITS {
        let is_branch = mark % 5 == 3 && mark < COMMITS;
        let script = commit(mark, main, is_branch);
        input.write_all(script.as_bytes()).expect("fast-import");
        if !is_branch {
            main = mark;
        }
        if mark % (COMMITS / TAGS) == 0 {
            input.write_all(tag(mark, main).as_bytes()).expect("fast-import");
        }
    }
    drop(input);
    assert!(child.wait().expect("fast-import").success());
}

fn commit(mark: usize, main: usize, is_branch: bool) -> String {
    const BODY: &str = "What was wrong, why it was wrong, and how this sets it right, in the length that people write: \
                        two or three lines that tell the next reader what the change itself cannot.\n\n\
                        Reviewed-by: Somebody Else <somebody@example.org>\n";
    let time = 1_500_000_000 + mark * 1800;
    let line = if is_branch { "branch" } else { "main" };
    let message = format!("part-{}: change number {mark} of this history\n\n{BODY}", mark % 97);
    let mut script = format!(
        "commit refs/heads/{line}\nmark :{mark}\nauthor Some Body <body@example.org> {} +0200\n\
         committer Some Body <body@example.org> {time} +0000\ndata {}\n{message}\n",
        time - (mark % 50) * 3600,
        message.len()
    );
    if main > 0 {
        let _ = writeln!(script, "from :{main}");
    }
    if !is_branch && mark % 5 == 4 {
        let _ = writeln!(script, "merge :{}", mark - 1);
    }
    let content = format!("{mark}\n");
    let _ = write!(script, "M 644 inline part-{}/file\ndata {}\n{content}\n", mark % 97, content.len());
    script
}

fn tag(mark: usize, main: usize) -> String {
    let time = 1_500_000_000 + mark * 1800 + 600;
    if mark.is_multiple_of(160) {
        format!("tag v{mark}\nfrom :{main}\ntagger T <t@example.org> {time} +0000\ndata 2\nx\n\n")
    } else {
        format!("reset refs/tags/v{mark}\nfrom :{main}\n\n")
    }
}
