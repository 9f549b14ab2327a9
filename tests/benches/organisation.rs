//! What an organisation costs: a million documents of ten thousand teams, and a folder of a hundred thousand files.
//!
//! `cargo bench --bench organisation [DOCUMENTS]` prints times, memory and their ratios to `DuckDB`, if `python3` has it. It
//! asserts nothing: only the ratios are the same on other machines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that cannot run says so and ends")]
#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![allow(clippy::disallowed_methods, reason = "a benchmark prepares its own files")]

use std::fmt::Write as _;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use diditwork::pack::Pack;
use diditwork::questionnaire::Questionnaire;
use wait4::Wait4;

const PROGRAM: &str = env!("CARGO_BIN_EXE_diditwork");
const FOLDER: &str = env!("CARGO_TARGET_TMPDIR");
const QUESTIONNAIRE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/real-stories/questionnaire.json");
const DUCKDB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/benches/duckdb.py");

/// So many runs of each command; the median is shown.
const RUNS: usize = 3;
const TEAMS: u64 = 10_000;

/// What one run took: user and system time together, and the peak of its memory in bytes.
struct Run {
    cpu: Duration,
    memory: u64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [mode, folder] = arguments.as_slice()
        && mode == "--read"
    {
        return read_all(Path::new(folder));
    }
    let documents: usize = arguments.first().map_or(1_000_000, |number| number.parse().expect("a number"));
    let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
    let whole = lines(&questionnaire, documents);
    let tenth = lines(&questionnaire, documents / 10);
    let folder = files(&questionnaire, documents / 10);
    let output = path("organisation.json");
    let org = |input: &Path| -> Vec<String> {
        ["org", &shown(input), "--format", "json", "-o", &output, "--quiet"].map(str::to_owned).to_vec()
    };
    let own = std::env::current_exe().unwrap();
    let commands = [
        (
            "DuckDB, columns given: n, mean, SD alone",
            "python3",
            vec![DUCKDB.into(), QUESTIONNAIRE.into(), shown(&whole)],
        ),
        ("`cat`, all documents, one a line", "cat", vec![shown(&whole)]),
        ("`org`, all documents, one a line", PROGRAM, org(&whole)),
        ("`org`, a tenth of them, one a line", PROGRAM, org(&tenth)),
        (
            "opening and reading a tenth of them, a file each",
            own.to_str().unwrap(),
            vec!["--read".into(), shown(&folder)],
        ),
        ("`org`, a tenth of them, a file each", PROGRAM, org(&folder)),
    ];
    let mut runs: Vec<Vec<Run>> = commands.iter().map(|_| Vec::new()).collect();
    // In turn, so that a busy moment of the machine meets all of them.
    for _ in 0..RUNS {
        for ((_, program, arguments), runs) in commands.iter().zip(&mut runs) {
            runs.extend(run(program, arguments));
        }
    }
    println!("{documents} documents of {TEAMS} teams, {:.2} GB\n", size(&whole) as f64 / 1e9);
    println!("| command | CPU time | peak memory |\n| --- | ---: | ---: |");
    for ((name, ..), runs) in commands.iter().zip(&mut runs) {
        runs.sort_by_key(|run| run.cpu);
        match runs.get(runs.len() / 2) {
            Some(run) => {
                let memory = run.memory as f64 / 1024.0 / 1024.0;
                println!("| {name} | {:.2} s | {memory:.0} MiB |", run.cpu.as_secs_f64());
            }
            None => println!("| {name} | not there | |"),
        }
    }
}

fn path(name: &str) -> String {
    shown(&Path::new(FOLDER).join(name))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).unwrap().len()
}

/// Runs a command to its end; `None` if it failed.
fn run(program: &str, arguments: &[String]) -> Option<Run> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = command.spawn().ok()?.wait4().unwrap();
    let used = ended.rusage;
    ended.status.success().then(|| Run { cpu: used.utime + used.stime, memory: used.maxrss })
}

/// The yardstick of a folder: every file opened and read, nothing done with it.
fn read_all(folder: &Path) {
    let mut buffer = Vec::new();
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        buffer.clear();
        bytes += std::fs::File::open(entry.unwrap().path()).unwrap().read_to_end(&mut buffer).unwrap();
    }
    println!("{bytes}");
}

fn lines(questionnaire: &Questionnaire, documents: usize) -> PathBuf {
    let path = Path::new(FOLDER).join(format!("organisation-{documents}.ndjson"));
    if !path.exists() {
        let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
        let mut writer = Writer::new(questionnaire);
        for _ in 0..documents {
            writeln!(file, "{}", writer.document()).unwrap();
        }
        file.flush().unwrap();
    }
    path
}

fn files(questionnaire: &Questionnaire, documents: usize) -> PathBuf {
    let folder = Path::new(FOLDER).join(format!("organisation-{documents}"));
    if !folder.exists() {
        std::fs::create_dir(&folder).unwrap();
        let mut writer = Writer::new(questionnaire);
        for number in 0..documents {
            std::fs::write(folder.join(format!("{number:07}.json")), writer.document()).unwrap();
        }
    }
    folder
}

/// Writes documents, the same ones every time: 88 % of the answers have a level, one in ten of them a note.
struct Writer<'a> {
    questionnaire: &'a Questionnaire,
    state: u64,
}

impl<'a> Writer<'a> {
    fn new(questionnaire: &'a Questionnaire) -> Self {
        Self { questionnaire, state: 1 }
    }

    /// A number below a bound (splitmix64).
    fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn document(&mut self) -> String {
        const NOTES: [&str; 4] = [
            "We deploy on Tuesdays only; the change board must sign off first, and that takes four working days.",
            "Said \\\"we tried it\\\" but nobody kept the dashboards.",
            "롤백은 승인을 받아야 해서 평균 두 시간 걸립니다.",
            "see run-book\\nand wiki page 42",
        ];
        let mut answers = String::new();
        for question in &self.questionnaire.questions {
            let kind = self.below(100);
            let level = self.below(question.levels.into());
            let note = if self.below(10) == 0 { NOTES[usize::try_from(self.below(4)).unwrap()] } else { "" };
            let start = if answers.is_empty() { "" } else { "," };
            let id = &question.id;
            let written = match (kind, note) {
                (0..4, _) => Ok(()),
                (4..8, _) => write!(answers, r#"{start}"{id}":{{"level":"unknown"}}"#),
                (8..12, _) => {
                    write!(answers, r#"{start}"{id}":{{"level":"not-applicable","reason":"no such system"}}"#)
                }
                (_, "") => write!(answers, r#"{start}"{id}":{{"level":{level}}}"#),
                _ => write!(answers, r#"{start}"{id}":{{"level":{level},"note":"{note}"}}"#),
            };
            written.unwrap();
        }
        let Questionnaire { id, version, .. } = self.questionnaire;
        let team = self.below(TEAMS);
        let (month, day) = (self.below(12) + 1, self.below(28) + 1);
        format!(
            r#"{{"schema":"diditwork/answers/1","questionnaire":{{"id":"{id}","version":"{version}"}},"team":"team-{team:05}","respondent":{{"role":"developer"}},"date":"2026-{month:02}-{day:02}","answers":{{{answers}}}}}"#
        )
    }
}
