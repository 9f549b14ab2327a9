//! The commands of `reports/README.md` lose no deployment in any shell: they run against a stand-in for `gh`.
#![cfg(unix)]

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use diditwork::history::records::{Reading, deployments};

/// Writes 14 deployments, half of them with a line break in a text, and one status for each.
const GH: &str = r#"#!/bin/sh
case "$2" in
*statuses*)
  printf '[{"state":"success","created_at":"2026-03-02T10:00:00Z"}]\n' ;;
*)
  for k in 10 11 12 13 14 15 16 17 18 19 20 21 22 23; do
    text=ok; [ $((k % 2)) = 0 ] || text='Deploy\nnotes'
    printf '%s\n' '{"id":'$k',"sha":"abcdef'$k'","environment":"production","description":"'"$text"'","created_at":"2026-03-02T09:00:00Z","statuses_url":"https://example.org/deployments/'$k'/statuses"}'
  done ;;
esac
"#;

#[test]
fn no_deployment_is_lost_in_any_shell() {
    let readme = include_str!("../../reports/README.md");
    let begin = readme.find("gh api 'repos/OWNER/REPO/deployments").unwrap();
    let recipe = &readme[begin..begin + readme[begin..].find("```").unwrap()];
    let folder = tempfile::tempdir().unwrap();
    let gh = folder.path().join("gh");
    let mut file = std::fs::File::create_new(&gh).unwrap();
    file.write_all(GH.as_bytes()).unwrap();
    file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
    drop(file);
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    for shell in ["sh", "dash", "bash", "zsh"] {
        let mut command = Command::new(shell);
        command.args(["-c", recipe]).env("PATH", &path).current_dir(folder.path());
        // Not every machine has every shell; sh is everywhere.
        let Ok(output) = command.output() else {
            assert_ne!(shell, "sh");
            continue;
        };
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        let written = std::fs::File::open(folder.path().join("deployments.json")).unwrap();
        let text = std::io::read_to_string(written).unwrap();
        assert_eq!(deployments(&text, &Reading::default()).unwrap().records.len(), 14, "{shell}");
    }
}
