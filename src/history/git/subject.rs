//! What a commit's first line says that it is.

use crate::delivery::graph::Kind;
use crate::history::shape::SHAPES;

/// `Revert "…"`, `revert: …` (but of a revert, which is a change again); `fix: …`, `Fixes #12`, `hotfix …`;
/// `chore(main): release 1.2.0`, `Bump version to 1.2`, `v1.2.0`, `Update changelog`; everything else is a change.
pub fn kind(subject: &[u8]) -> Kind {
    let word = subject.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let first = String::from_utf8_lossy(&subject[..word.min(10)]).to_ascii_lowercase();
    match first.as_str() {
        "revert" | "reverts" if is_revert_of_revert(&subject[word..]) => Kind::Change,
        "revert" | "reverts" => Kind::Revert,
        "fix" | "fixes" | "fixed" | "hotfix" | "bugfix" => Kind::Fix,
        _ if is_release(subject) => Kind::Release,
        _ => Kind::Change,
    }
}

/// Whether what is behind the word `revert` begins with the same word in quotes.
fn is_revert_of_revert(behind: &[u8]) -> bool {
    behind.trim_ascii_start().get(..7).is_some_and(|begin| begin.eq_ignore_ascii_case(b"\"revert"))
}

/// Whether a character stands between words.
fn parts(character: char) -> bool {
    matches!(character, ' ' | ':' | '(' | ')' | '[' | ']' | '"' | '\'' | '`' | ',' | '!' | '/')
}

/// Whether a word is the number of a version: `2`, `v1.2`, `1.2.0-rc.1`, `2.0b3`, `1.2.x`, but neither `2s` nor `1.5x`.
fn is_version(word: &str) -> bool {
    let number = word.trim_start_matches('v');
    let behind = number.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    let is_number = number.starts_with(|first: char| first.is_ascii_digit());
    is_number
        && (behind.is_empty()
            || behind.starts_with(['-', '+', '_'])
            || behind.ends_with(|last: char| last.is_ascii_digit())
            || number.strip_suffix(".x").is_some())
}

/// Whether a line has nothing but words of releases, numbers of versions and, in front of a whole version, one name.
fn is_release(subject: &[u8]) -> bool {
    // A line that only makes a release is short; most others are known by their first words already.
    if subject.len() > 80 {
        return false;
    }
    let words = &*SHAPES;
    let line = String::from_utf8_lossy(subject).to_ascii_lowercase();
    let line = line.rsplit_once(" (#").map_or(line.as_str(), |(before, _)| before);
    let (mut releases, mut versions, mut others) = (0, 0, 0);
    let (mut is_named, mut is_whole) = (false, false);
    for word in line.split(parts).filter(|word| !word.is_empty()) {
        if is_version(word) {
            versions += 1;
            is_whole |= word.starts_with('v') || word.contains('.');
        } else if words.release.has(word) {
            // Behind these a version may also have the name of what is released.
            let is_naming = matches!(word, "release" | "releasing" | "cut" | "prepare" | "preparing");
            is_named |= releases == 0 && is_naming;
            releases += 1;
        } else if !words.beside_release.has(word) {
            others += 1;
            if others > 1 || versions > 0 {
                return false;
            }
        }
    }
    let is_bare = releases == 0 && versions == 1 && others == 0 && line.contains('.') && !line.contains(' ');
    let is_packages = line.ends_with("version packages");
    is_bare || is_packages || (releases > 0 && (others == 0 || (is_named && is_whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_says_what_a_commit_is() {
        for (subject, expected) in [
            ("Revert \"x\"", Kind::Revert),
            ("fix(api): y", Kind::Fix),
            ("Fixture for z", Kind::Change),
            ("prefix", Kind::Change),
            ("Revert \"Revert \"x\"\"", Kind::Change),
            ("Revert \"revert the default\"", Kind::Change),
            ("revert: x", Kind::Revert),
            ("", Kind::Change),
        ] {
            assert_eq!(kind(subject.as_bytes()), expected, "{subject}");
        }
    }

    #[test]
    fn a_line_that_only_makes_a_release_is_known() {
        for subject in [
            "chore(main): release 1.2.0",
            "chore: release",
            "Release 2.33.3",
            "release version 2.3.1 (#12)",
            "Release prometheus 2.33.3",
            "Bump version to 0.4.37",
            "v1.2.3",
            "0.4.14",
            "Version Packages",
            "docs: changelog for 1.2.0",
            "Update changelog",
            "chore: prepare tokio v1.36.0",
            "Cut v2.44.0",
            "[maven-release-plugin] prepare release 1.2",
            "Release 2",
            "Prepare next development cycle 1.3.x",
            "Bump version to 2.0b3",
        ] {
            assert_eq!(kind(subject.as_bytes()), Kind::Release, "{subject}");
        }
        for subject in [
            "Release the lock on errors",
            "Bump serde from 1.0.1 to 1.0.2",
            "Prepare the database for new columns",
            "Add a changelog generator to the site",
            "Version the public interface",
            "feature 12",
            "Update dependencies",
            "Cut startup to 2s",
            "Cut startup to 2",
            "Cut memory 1.5x",
            "Release 2 buffers",
            "Prepare 2.0 migration",
            "12",
        ] {
            assert_eq!(kind(subject.as_bytes()), Kind::Change, "{subject}");
        }
    }
}
