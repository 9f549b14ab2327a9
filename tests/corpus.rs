//! What the fuzzer found worth keeping, and every input that once broke something, put through the same functions.
#![expect(clippy::disallowed_methods, reason = "tests read files themselves")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "in a test a failure is the message"
)]

use std::path::Path;

#[path = "fuzz/targets.rs"]
mod targets;

/// The inputs that are kept of a target, by name.
fn kept(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut kept: Vec<(String, Vec<u8>)> =
        entries.map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect();
    kept.sort();
    kept
}

fn replay(target: &str) {
    let (_, run) = targets::TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let kept = kept(target);
    assert!(kept.len() >= 5, "{target} has {} inputs", kept.len());
    for (name, bytes) in kept {
        // The name comes before the panic of whatever fails.
        println!("{name}");
        run(&bytes);
    }
}

/// One test for each target, so that they run beside each other.
macro_rules! replayed {
    ($($target:ident),*) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target));
        })*

        #[test]
        fn every_target_is_replayed() {
            let replayed = [$(stringify!($target)),*];
            assert!(targets::TARGETS.iter().map(|(name, _)| *name).eq(replayed));
        }
    };
}

replayed!(answers, amounts, pack, stream, records, metrics, git, pages);
