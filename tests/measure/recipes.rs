//! The commands of `reports/README.md` lose no deployment in any shell: they run against a stand-in for `gh`.
#![cfg(unix)]

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use diditwork::history::records::{Reading, deployments, incidents};

/// Writes 14 deployments, half of them with a line break in a text, and one status for each; 14 runs, releases and issues.
const GH: &str = r#"#!/bin/sh
numbers='10 11 12 13 14 15 16 17 18 19 20 21 22 23'
each() {
  text='['
  for k in $numbers; do text="$text$(printf "$1" "$k" "$k")"; [ "$k" = 23 ] || text="$text,"; done
  printf '%s]\n' "$text"
}
case "$1 $2" in
"run list") each '{"databaseId":%s,"conclusion":"success","headSha":"abcdef%s","headBranch":"main","updatedAt":"2026-03-02T10:00:00Z","workflowName":"deploy"}' ;;
"release list") each '{"tagName":"v%s","publishedAt":"2026-03-02T10:00:00Z","isDraft":false,"isPrerelease":false,"name":"%s"}' ;;
"issue list") each '{"number":%s,"createdAt":"2026-03-02T10:00:00Z","closedAt":"2026-03-02T11:00:00Z","labels":[{"name":"incident"}],"id":"%s"}' ;;
*statuses*)
  printf '[{"state":"success","created_at":"2026-03-02T10:00:00Z"}]\n' ;;
*)
  for k in $numbers; do
    text=ok; [ $((k % 2)) = 0 ] || text='Deploy\nnotes'
    printf '%s\n' '{"id":'$k',"sha":"abcdef'$k'","environment":"production","description":"'"$text"'","created_at":"2026-03-02T09:00:00Z","statuses_url":"https://example.org/deployments/'$k'/statuses"}'
  done ;;
esac
"#;

/// The commands of the guide that call `gh`, block by block.
fn recipes() -> Vec<&'static str> {
    let blocks = include_str!("../../reports/README.md").split("```sh\n").skip(1);
    blocks.filter_map(|block| block.split("```").next()).filter(|block| block.contains("gh ")).collect()
}

#[test]
fn no_record_is_lost_in_any_shell() {
    let folder = tempfile::tempdir().unwrap();
    let gh = folder.path().join("gh");
    let mut file = std::fs::File::create_new(&gh).unwrap();
    file.write_all(GH.as_bytes()).unwrap();
    file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
    drop(file);
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let recipes = recipes();
    assert_eq!(recipes.len(), 3, "runs, releases and issues, deployments with their statuses");
    for (recipe, shell) in
        recipes.iter().flat_map(|recipe| ["sh", "dash", "bash", "zsh"].map(|shell| (recipe, shell)))
    {
        for name in ["deployments.json", "incidents.json"] {
            let _ = std::fs::remove_file(folder.path().join(name));
        }
        let mut command = Command::new(shell);
        command.args(["-c", recipe]).env("PATH", &path).current_dir(folder.path());
        // Not every machine has every shell; sh is everywhere.
        let Ok(output) = command.output() else {
            assert_ne!(shell, "sh");
            continue;
        };
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        let read = |name: &str| {
            let file = std::fs::File::open(folder.path().join(name)).ok()?;
            Some(std::io::read_to_string(file).unwrap())
        };
        let text = read("deployments.json").unwrap();
        assert_eq!(deployments(&text, &Reading::default()).unwrap().records.len(), 14, "{shell}: {recipe}");
        if let Some(text) = read("incidents.json") {
            assert_eq!(incidents(&text, &Reading::default()).unwrap().records.len(), 14, "{shell}: {recipe}");
        }
    }
}
