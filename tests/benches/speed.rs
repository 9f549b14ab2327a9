//! How long the program takes and how much memory it needs, beside a Rust program that prints one line.
//!
//! `cargo bench --bench speed` prints times, memory and their ratios. It asserts nothing about them: what is slow on one
//! machine is fast on another, and only the ratio is the same. The size of the program depends on no machine, and has a
//! bound.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot run says so and ends")]
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::disallowed_methods, reason = "a benchmark prepares its own files")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use wait4::Wait4;

const PROGRAM: &str = env!("CARGO_BIN_EXE_diditwork");
const ANSWERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/answers/strong.json");
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");

/// So many runs of each command; the median is shown.
const RUNS: usize = 301;

/// The program is smaller than so many bytes, where its size is shown.
const SMALLER_THAN: u64 = 12_000_000;

/// What one run took.
struct Run {
    cpu: Duration,
    memory: u64,
}

/// What a command takes: the medians of its runs.
struct Measured {
    milliseconds: f64,
    mebibytes: f64,
}

fn main() {
    let line = one_line_program();
    let page = Path::new(FOLDER).join("speed.html").to_string_lossy().into_owned();
    let commands: [(&str, &str, &[&str]); 5] = [
        ("a Rust program that prints a line", line.to_str().unwrap(), &[]),
        ("`diditwork --version`", PROGRAM, &["--version"]),
        ("`diditwork report strong.json` (one page)", PROGRAM, &["report", ANSWERS, "-o", &page, "--quiet"]),
        ("`diditwork report strong.json --format json`", PROGRAM, &["report", ANSWERS, "--format", "json"]),
        (
            "`diditwork report strong.json --with all --format json`",
            PROGRAM,
            &["report", ANSWERS, "--with", "all", "--format", "json"],
        ),
    ];
    let mut runs: Vec<Vec<Run>> = commands.iter().map(|_| Vec::new()).collect();
    // In turn, so that a busy moment of the machine meets all of them.
    for _ in 0..RUNS {
        for ((_, program, arguments), runs) in commands.iter().zip(&mut runs) {
            runs.extend(run(program, arguments));
        }
    }
    println!("| command | CPU time | times the line | peak memory |");
    println!("| --- | ---: | ---: | ---: |");
    let baseline = measured(&runs[0]).map_or(1.0, |line| line.milliseconds);
    for ((name, ..), runs) in commands.iter().zip(&runs) {
        match measured(runs) {
            Some(Measured { milliseconds, mebibytes }) => {
                let ratio = milliseconds / baseline;
                println!("| {name} | {milliseconds:.2} ms | {ratio:.1} | {mebibytes:.1} MiB |");
            }
            None => println!("| {name} | failed | | |"),
        }
    }
    let size = std::fs::metadata(PROGRAM).unwrap().len();
    println!(
        "\nThe program has {:.2} MB. Medians of {RUNS} runs each, user and system time together.",
        megabytes(size)
    );
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        assert!(
            size < SMALLER_THAN,
            "the program has {size} bytes, and should have less than {SMALLER_THAN}"
        );
    }
}

/// Runs a command to its end; `None` if it failed.
fn run(program: &str, arguments: &[&str]) -> Option<Run> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = command.spawn().unwrap().wait4().unwrap();
    let used = ended.rusage;
    ended.status.success().then(|| Run { cpu: used.utime + used.stime, memory: used.maxrss })
}

fn measured(runs: &[Run]) -> Option<Measured> {
    let mut times: Vec<Duration> = runs.iter().map(|run| run.cpu).collect();
    let mut memory: Vec<u64> = runs.iter().map(|run| run.memory).collect();
    times.sort();
    memory.sort_unstable();
    let milliseconds = times.get(times.len() / 2)?.as_secs_f64() * 1000.0;
    let mebibytes = *memory.get(memory.len() / 2)? as f64 / 1024.0 / 1024.0;
    Some(Measured { milliseconds, mebibytes })
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Builds the program that prints one line, as the yardstick.
fn one_line_program() -> PathBuf {
    let source = Path::new(FOLDER).join("line.rs");
    let program = Path::new(FOLDER).join("line");
    std::fs::write(&source, "fn main() { println!(\"diditwork\"); }\n").unwrap();
    let compiler = option_env!("RUSTC").unwrap_or("rustc");
    let built = Command::new(compiler).args(["-O", "-o"]).arg(&program).arg(&source).status().unwrap();
    assert!(built.success(), "rustc could not build the program that prints one line");
    program
}
