//! A release: its archives, the step that packs them, and that all files which name the systems name the same ones.
#![expect(clippy::print_stdout, reason = "what is not run must be seen")]

use std::collections::BTreeSet;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::documents;
use crate::sandbox::Sandbox;
use crate::steps;

const VERSION: &str = env!("CARGO_PKG_VERSION");
const CI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.ci");

/// What writes completions and manual pages as the program does, at once.
const STAND_IN: &str = "#!/bin/sh
case $4 in
completions) echo \"for $5\" ;;
man) mkdir \"$6\" && echo page >\"$6/diditwork.1\" ;;
esac
";

/// A sandbox with `.ci` and this script as `program`; `None` if Python, which packs, cannot be had.
fn prepared(program: &str) -> Option<Sandbox> {
    let sandbox = Sandbox::new();
    if !steps::run(&sandbox, "python3 --version", &[] as &[(&str, &str)]).status.success() {
        println!("not run, because it is missing: python3");
        return None;
    }
    symlink(CI, sandbox.path(".ci")).unwrap();
    sandbox.write("program", program);
    std::fs::set_permissions(sandbox.path("program"), std::fs::Permissions::from_mode(0o700)).unwrap();
    Some(sandbox)
}

/// What a script prints that has to succeed.
fn printed(sandbox: &Sandbox, script: &str, environment: &[(&str, &str)]) -> String {
    let output = steps::run(sandbox, script, environment);
    assert!(output.status.success(), "{script}\n{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The targets that the workflow builds.
fn targets() -> BTreeSet<String> {
    let matrix = steps::value(&steps::read(".github/workflows/release.yml"), "matrix:", "include");
    let targets = matrix.lines().map(|row| row.split("target: ").nth(1).unwrap());
    targets.map(|rest| rest.split([',', ' ']).next().unwrap().to_owned()).collect()
}

/// The name of a target's archive without its ending: also the folder inside.
fn name(target: &str) -> String {
    format!("diditwork-v{VERSION}-{target}")
}

fn ending(target: &str) -> &'static str {
    if target.contains("windows") { "zip" } else { "tar.gz" }
}

#[test]
fn an_archive_holds_program_documents_completions_and_manual_pages() {
    let program = format!("#!/bin/sh\nexec {} \"$@\"\n", env!("CARGO_BIN_EXE_diditwork"));
    let Some(sandbox) = prepared(&program) else { return };
    for (target, program) in
        [("x86_64-unknown-linux-musl", "diditwork"), ("x86_64-pc-windows-msvc", "diditwork.exe")]
    {
        let name = name(target);
        let archive = format!("out/{name}.{}", ending(target));
        assert_eq!(
            printed(&sandbox, &format!(".ci/archive {target} program out"), &[]),
            format!("{archive}\n")
        );
        let unpack = format!("python3 -c \"import shutil; shutil.unpack_archive('{archive}', '.')\"");
        printed(&sandbox, &unpack, &[]);
        assert_eq!(sandbox.files_of(&name), ["LICENSE", "README.md", "completions", program, "man"]);
        let completions = ["_diditwork", "_diditwork.ps1", "diditwork.bash", "diditwork.fish"];
        assert_eq!(sandbox.files_of(&format!("{name}/completions")), completions);
        assert!(sandbox.read(&format!("{name}/completions/diditwork.bash")).contains("complete -F"));
        assert!(sandbox.read(&format!("{name}/man/diditwork-report.1")).starts_with(".ie"));
        assert_eq!(sandbox.read(&format!("{name}/{program}")), sandbox.read("program"));
    }
    let listed = printed(&sandbox, "tar tvf out/*.tar.gz", &[("TZ", "UTC")]);
    assert!(listed.lines().all(|line| line.contains(" 0/0 ") && line.contains("1980-01-01")), "{listed}");
    let runs = |line: &str| line.starts_with("-rwxr-xr-x") && line.ends_with("/diditwork");
    assert_eq!(listed.lines().filter(|line| runs(line)).count(), 1, "{listed}");
}

#[test]
fn who_packs_when_and_where_changes_no_byte_of_an_archive() {
    let Some(sandbox) = prepared(STAND_IN) else { return };
    for target in ["aarch64-apple-darwin", "x86_64-pc-windows-msvc"] {
        printed(&sandbox, &format!("umask 077; .ci/archive {target} program one"), &[("TZ", "Asia/Seoul")]);
        let again = format!("umask 0; touch -d 2001-02-03 program; .ci/archive {target} ../work/program two");
        printed(&sandbox, &again, &[("LANG", "ko_KR.UTF-8"), ("LC_ALL", "ko_KR.UTF-8")]);
    }
    printed(&sandbox, "diff -r one two", &[]);
}

/// The lines of README, on an archive and its checksum.
#[test]
fn an_archive_is_installed_as_the_readme_says() {
    let Some(sandbox) = prepared(STAND_IN) else { return };
    printed(
        &sandbox,
        ".ci/archive aarch64-unknown-linux-musl program .; sha256sum -- diditwork-v* >SHA256SUMS",
        &[],
    );
    let install = steps::read("README.md").split("## Install").nth(1).unwrap().to_owned();
    let commands = install.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(printed(&sandbox, commands, &[]).ends_with("OK\n"));
    assert_eq!(sandbox.read(&format!("{}/diditwork", name("aarch64-unknown-linux-musl"))), STAND_IN);
}

/// The step of the workflow, as it stands there, on programs of a few bytes.
#[test]
fn the_workflow_packs_an_archive_and_a_bill_for_every_system() {
    let Some(sandbox) = prepared(STAND_IN) else { return };
    documents::repository(&sandbox);
    let targets = targets();
    for target in &targets {
        let program = if target.contains("windows") { "diditwork.exe" } else { "diditwork" };
        std::fs::create_dir_all(sandbox.path(&format!("built/{target}"))).unwrap();
        sandbox.write(&format!("built/{target}/{program}"), sandbox.read("program"));
        sandbox.write(&format!("built/{target}/diditwork.cdx.json"), "{}");
    }
    let workflow = steps::read(".github/workflows/release.yml");
    let script = steps::value(&workflow, "- name: Pack twice, with the same bytes", "run");
    printed(&sandbox, &script, &[("GITHUB_REF_NAME", &format!("v{VERSION}"))]);
    let names = |target: &String| [ending(target), "cdx.json"].map(|end| format!("{}.{end}", name(target)));
    let expected: BTreeSet<String> = targets.iter().flat_map(names).collect();
    assert_eq!(BTreeSet::from_iter(sandbox.files_of("release")), expected);
    let listed = printed(&sandbox, "tar tvf release/*-aarch64-unknown-linux-musl.tar.gz", &[("TZ", "UTC")]);
    assert!(listed.contains("2026-03-02 09:00"), "the time of the commit: {listed}");
}

#[test]
fn all_files_that_name_the_systems_name_the_same_ones() {
    let targets = targets();
    assert_eq!(targets.len(), 7);
    let deny = steps::read(".cargo/deny.toml");
    let judged = deny.split("targets = [").nth(1).unwrap().split(']').next().unwrap();
    assert_eq!(judged.split('"').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>(), targets);
}

/// `cargo binstall` fills in the templates of the manifest; what comes out are the archives that are packed.
#[test]
fn binstall_finds_the_archives() {
    let manifest = steps::read("Cargo.toml");
    let section =
        |head: &str| manifest.split(&format!("{head}]\n")).nth(1).unwrap().split("\n[").next().unwrap();
    let key = |section: &str, key: &str| {
        let line = section.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.and_then(|line| line.strip_suffix('"')).unwrap().to_owned()
    };
    let general = section("[package.metadata.binstall");
    for target in targets() {
        let windows = "[package.metadata.binstall.overrides.x86_64-pc-windows-msvc";
        let format = key(if target.contains("windows") { section(windows) } else { general }, "pkg-fmt");
        // What binstall tries for these two formats.
        let suffix = if format == "tgz" { ".tar.gz" } else { ".zip" };
        let filled = [("name", "diditwork"), ("version", VERSION), ("target", &target), ("bin", "diditwork")];
        let fill = |template: &str| {
            let all = filled.iter().fold(template.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{ {name} }}"), value)
            });
            all.replace("{ archive-suffix }", suffix).replace("{ binary-ext }", "")
        };
        let url = fill(&key(general, "pkg-url"));
        let archive = format!("{}.{}", name(&target), ending(&target));
        assert_eq!(url, format!("{{ repo }}/releases/download/v{VERSION}/{archive}"));
        assert_eq!(fill(&key(general, "bin-dir")), format!("{}/diditwork", name(&target)));
    }
}

/// A release is a tag that `measure` counts without being told which.
#[test]
fn the_tags_of_releases_are_what_measure_counts() {
    let workflow = steps::read(".github/workflows/release.yml");
    assert_eq!(steps::value(&workflow, "push:", "tags"), "[\"v*\"]");
    let sandbox = Sandbox::new();
    documents::repository(&sandbox);
    printed(
        &sandbox,
        "export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@a.example GIT_COMMITTER_DATE=2026-03-09T09:00:00Z
         export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@a.example GIT_AUTHOR_DATE=2026-03-09T08:00:00Z
         git commit --quiet --allow-empty --message second
         git tag --annotate --message 'second release' v1.1.0",
        &[],
    );
    let measured = sandbox.run("measure --format text").output();
    assert!(measured.contains("2 deployments"), "{measured}");
}

#[test]
fn the_image_is_the_program_alone_and_runs_as_nobody() {
    let file = steps::read(".ci/Containerfile");
    let lines: Vec<&str> = file.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        lines,
        [
            "FROM scratch",
            "COPY diditwork /diditwork",
            "WORKDIR /work",
            "USER 65532:65532",
            "ENTRYPOINT [\"/diditwork\"]"
        ]
    );
}
