//! Disks that are full, folders that nobody may write to, files that are replaced meanwhile, programs that are killed in
//! the middle of writing: with real file systems and real signals. Whatever happens, an answers file is the old one or
//! the new one, whole.
//!
//! A part that needs rights or a program that this machine does not have says so and passes: look for `not run`.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests prepare and read files themselves")]
#![expect(clippy::print_stdout, reason = "what is not run must be seen")]

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::sandbox::Sandbox;

/// The system calls by which a file comes to be: each may be the last, and each may fail.
const CALLS: [&str; 8] = ["openat", "flock", "write", "fsync", "renameat", "close", "statx", "readlink"];

/// Three people, and what they agreed on so far.
fn agreeing() -> (Sandbox, String) {
    let sandbox = Sandbox::with_answers(["team.ndjson"]);
    assert_eq!(sandbox.run(AGREE).status, Some(0));
    // Something was decided, so that the file that follows differs from the one before.
    sandbox.edit("agreed.json", "\"agreed\": true", "\"goal\": \"before\",\n  \"agreed\": true");
    let before = sandbox.read("agreed.json");
    (sandbox, before)
}

const AGREE: &str = "team team.ndjson --agree agreed.json --format csv --quiet";

/// What agreeing makes of the file that is there.
fn after(sandbox: &Sandbox, before: &str) -> String {
    assert_eq!(sandbox.run(AGREE).status, Some(0));
    let after = sandbox.read("agreed.json");
    assert_ne!(after, before, "otherwise nothing can be told from it");
    sandbox.write("agreed.json", before);
    after
}

/// Whether this is root; says what is not run where it is not.
fn is_root(part: &str) -> bool {
    let root = std::fs::metadata("/proc/self").is_ok_and(|known| known.uid() == 0);
    if !root {
        println!("not run, because it needs root: {part}");
    }
    root
}

/// A small file system in memory, gone at the end.
struct Mount(PathBuf);

impl Mount {
    fn new(sandbox: &Sandbox, name: &str, size: &str) -> Option<Self> {
        if !is_root(name) {
            return None;
        }
        let folder = sandbox.path(name);
        std::fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "none"]).arg(&folder);
        if mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        println!("not run, because nothing can be mounted here: {name}");
        None
    }

    fn turn_read_only(&self) {
        let status = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn on_a_full_disk_the_old_files_stay() {
    let (sandbox, before) = agreeing();
    let before_report = "_diditwork 0.1.0 · questionnaire real-stories 2.0.0_\n";
    let Some(disk) = Mount::new(&sandbox, "disk", "64k") else { return };
    sandbox.write("disk/agreed.json", &before);
    sandbox.write("disk/report.md", before_report);
    let mut filler = vec![0; 64 * 1024];
    while std::fs::write(disk.0.join("filler"), &filler).is_err() {
        filler.truncate(filler.len() - 1024);
    }
    for (arguments, file) in [
        ("team team.ndjson --agree disk/agreed.json --format csv --quiet", "disk/agreed.json"),
        ("team team.ndjson -o disk/report.md --quiet", "disk/report.md"),
        ("org team.ndjson --format csv -o disk/org.csv --quiet", "disk/org.csv"),
    ] {
        let told = sandbox.run(arguments);
        assert_eq!(told.status, Some(3), "{told}");
        assert!(told.stderr.contains(&format!("{file} could not be written: the disk is full.")), "{told}");
    }
    assert_eq!(sandbox.read("disk/agreed.json"), before);
    assert_eq!(sandbox.read("disk/report.md"), before_report);
    assert_eq!(names(&sandbox, "disk"), ["agreed.json", "filler", "report.md"], "and nothing is left behind");
}

#[test]
fn where_nothing_may_be_written_that_is_told() {
    let (sandbox, before) = agreeing();
    let Some(disk) = Mount::new(&sandbox, "disk", "256k") else { return };
    sandbox.write("disk/agreed.json", &before);
    disk.turn_read_only();
    let told = sandbox.run("team team.ndjson --agree disk/agreed.json --quiet");
    assert_eq!(told.status, Some(3), "{told}");
    assert!(told.stderr.contains("could not be written: the file system is read-only."), "{told}");
    let survey = sandbox.run("survey -o disk/answers.json");
    assert_ne!(survey.status, Some(0), "{survey}");
    assert_eq!(sandbox.read("disk/agreed.json"), before);
}

#[test]
fn a_folder_of_somebody_else_is_told() {
    let (sandbox, before) = agreeing();
    let closed = sandbox.path("closed");
    std::fs::create_dir(&closed).unwrap();
    sandbox.write("closed/agreed.json", &before);
    let open = std::fs::Permissions::from_mode(0o666);
    std::fs::set_permissions(closed.join("agreed.json"), open).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    let program = sandbox.command("team team.ndjson --agree closed/agreed.json --quiet");
    // Root may write everywhere, so that somebody else has to try.
    let root = std::fs::metadata("/proc/self").is_ok_and(|known| known.uid() == 0);
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]);
    command.arg(program.get_program()).args(program.get_args());
    let mut command = if root { command } else { program };
    let mut folder = sandbox.path("").canonicalize().unwrap();
    while root && folder.pop() && folder.starts_with(std::env::temp_dir()) && folder != std::env::temp_dir() {
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let Ok(output) = command.current_dir(sandbox.path("")).output() else {
        println!("not run, because setpriv is missing: a folder of somebody else");
        return;
    };
    let told = String::from_utf8(output.stderr).unwrap();
    if root && told.contains("setpriv:") {
        println!("not run, because another user may not start the program here: {told}");
        return;
    }
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("could not be written: permission denied."), "{told}");
    assert_eq!(sandbox.read("closed/agreed.json"), before);
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_link_stays_a_link_and_what_it_leads_to_is_written() {
    let (sandbox, before) = agreeing();
    let after = after(&sandbox, &before);
    std::fs::create_dir(sandbox.path("elsewhere")).unwrap();
    std::fs::rename(sandbox.path("agreed.json"), sandbox.path("elsewhere/real.json")).unwrap();
    symlink("elsewhere/real.json", sandbox.path("agreed.json")).unwrap();
    assert_eq!(sandbox.run(AGREE).status, Some(0));
    assert!(sandbox.path("agreed.json").is_symlink());
    assert_eq!(sandbox.read("elsewhere/real.json"), after);
    assert_eq!(names(&sandbox, "elsewhere"), ["real.json"]);
    // One that leads back to itself leads nowhere; a report takes its place or is refused, and nothing hangs.
    symlink("circle.csv", sandbox.path("circle.csv")).unwrap();
    let told = sandbox.run("team team.ndjson -o circle.csv --quiet");
    assert!(matches!(told.status, Some(0 | 3)), "{told}");
}

#[test]
fn a_file_that_vanishes_or_is_replaced_meanwhile_harms_nobody() {
    let (sandbox, before) = agreeing();
    let after = after(&sandbox, &before);
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let (file, other) = (sandbox.path("agreed.json"), sandbox.path("other.json"));
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = std::fs::remove_file(&file);
                std::fs::write(&other, &before).unwrap();
                std::fs::rename(&other, &file).unwrap();
            }
        });
        for _ in 0..20 {
            let told = sandbox.run(AGREE);
            // Between looking and reading it may be gone.
            assert!(matches!(told.status, Some(0 | 3)), "{told}");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let fresh = sandbox.read("agreed.json");
    assert!(fresh == before || fresh == after, "{fresh}");
}

#[test]
fn several_programs_on_one_file_leave_a_whole_one() {
    let (sandbox, before) = agreeing();
    let after = after(&sandbox, &before);
    for _ in 0..5 {
        let start = |_| sandbox.command(AGREE).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let running: Vec<_> = (0..4).map(start).collect();
        for mut program in running {
            assert!(program.wait().unwrap().success());
        }
        assert_eq!(sandbox.read("agreed.json"), after);
        sandbox.write("agreed.json", &before);
    }
    assert_eq!(sandbox.files(), ["agreed.json", "team.ndjson"]);
}

/// The program under a tracer that does something at one of its system calls.
fn traced(sandbox: &Sandbox, call: &str, what: &str, number: usize) -> Option<std::process::Output> {
    let program = sandbox.command(AGREE);
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-qq",
        "-e",
        &format!("trace={call}"),
        "-e",
        &format!("inject={call}:{what}:when={number}"),
    ]);
    command.arg("-o").arg(sandbox.path("../trace")).arg(program.get_program()).args(program.get_args());
    command.current_dir(sandbox.path("")).env_clear().env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    command.output().ok().filter(|output| !String::from_utf8_lossy(&output.stderr).contains("strace:"))
}

/// Goes through every call of the program, one run each, until a run is not touched any more.
fn at_every_call(what: &str, look: impl Fn(&Sandbox, &str, usize, &std::process::Output)) {
    let (sandbox, before) = agreeing();
    let after = after(&sandbox, &before);
    let mut runs = 0;
    for call in CALLS {
        for number in 1.. {
            sandbox.write("agreed.json", &before);
            let Some(output) = traced(&sandbox, call, what, number) else {
                println!("not run, because strace is missing or may not trace: {what} at every call");
                return;
            };
            let now = sandbox.read("agreed.json");
            assert!(now == before || now == after, "{call} {number}: {now}");
            look(&sandbox, call, number, &output);
            runs += 1;
            let trace = std::fs::read_to_string(sandbox.path("../trace")).unwrap_or_default();
            let is_touched = trace.contains("INJECTED") || trace.contains("killed by");
            if !is_touched {
                assert_eq!(now, after, "{call} {number}");
                break;
            }
        }
    }
    assert!(runs > 2 * CALLS.len(), "the program was hit {runs} times");
}

#[test]
fn a_kill_at_any_call_leaves_a_whole_file() {
    at_every_call("signal=KILL", |sandbox, _, _, _| {
        for name in sandbox.files() {
            let is_part = name
                .strip_prefix(".diditwork-")
                .is_some_and(|name| name.split('.').next_back() == Some("part"));
            assert!(is_part || ["agreed.json", "team.ndjson"].contains(&name.as_str()), "{name}");
            if is_part {
                std::fs::remove_file(sandbox.path(&name)).unwrap();
            }
        }
    });
}

#[test]
fn a_call_that_fails_leaves_a_whole_file_and_nothing_else() {
    at_every_call("error=EIO", |sandbox, call, number, output| {
        // What fails before the program is loaded is not its own, nor the panic of the standard library where a folder
        // cannot be closed; what it cannot close or lock does no harm.
        let is_ours = output.status.code().is_some_and(|code| [0, 2, 3].contains(&code));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(
            is_ours
                || ["error while loading", "unexpected error during closedir"]
                    .iter()
                    .any(|known| told.contains(known))
                || !told.contains("panicked"),
            "{call} {number}: {told}"
        );
        assert_eq!(sandbox.files(), ["agreed.json", "team.ndjson"], "{call} {number}");
    });
}

fn names(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(sandbox.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
