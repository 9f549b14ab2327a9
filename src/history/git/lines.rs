//! The lines that git prints, one function each: pure, and without a panic on any bytes.

use super::Tag;
use crate::delivery::graph::{Commit, Hash, Kind, parse_hash};

/// The tag of a line: its name, its kind and object, those that it points to, and its time, parted by NUL; nothing
/// where it names no commit or has no time.
pub fn tag(line: &[u8]) -> Option<Tag> {
    let mut parts = line.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let mut part = || parts.next().unwrap_or_default();
    let (name, kind, object, inner_kind, inner) = (part(), part(), part(), part(), part());
    let commit =
        if kind == "commit" { Some(&object) } else { Some(&inner).filter(|_| inner_kind == "commit") };
    let commit = commit.and_then(|commit| parse_hash(commit))?;
    let time = part().trim().parse().ok()?;
    Some(Tag { name: name.into_owned(), commit, time })
}

/// The commit of a line: its name, its parents, both times and its first words, parted by tabs.
pub fn commit(line: &[u8]) -> Option<Commit> {
    let mut parts = line.splitn(5, |byte| *byte == b'\t');
    let mut part = || parts.next().unwrap_or_default();
    let ascii = |bytes: &'_ [u8]| std::str::from_utf8(bytes).map(str::to_owned).ok();
    let hash = std::str::from_utf8(part()).ok().and_then(parse_hash)?;
    let parents = std::str::from_utf8(part()).ok()?.split(' ').filter_map(parse_hash).collect();
    let authored = ascii(part())?.parse().ok();
    let committed = ascii(part())?.parse().ok();
    Some(Commit { hash, parents, authored, committed, kind: kind(part()) })
}

/// What a commit's first line says that it is: `Revert "…"`, `revert: …`, `fix: …`, `Fixes #12`, `hotfix …`.
fn kind(subject: &[u8]) -> Kind {
    let word = subject.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = &subject[..word.min(8)];
    let is = |known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
    if is(&["revert", "reverts"]) {
        Kind::Revert
    } else if is(&["fix", "fixes", "fixed", "hotfix", "bugfix"]) {
        Kind::Fix
    } else {
        Kind::Change
    }
}

/// The commit that a line such as `This reverts commit 1234….` names.
pub fn reverted(line: &str) -> Option<Hash> {
    let (_, behind) = line.split_once("reverts commit ")?;
    let name: String = behind.chars().take_while(char::is_ascii_hexdigit).collect();
    parse_hash(&name)
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
            ("", Kind::Change),
        ] {
            assert_eq!(kind(subject.as_bytes()), expected, "{subject}");
        }
    }

    #[test]
    fn a_revert_names_its_commit() {
        let name = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(reverted(&format!("This reverts commit {name}.")), parse_hash(name));
        assert_eq!(reverted("This reverts commit 01234."), None);
    }
}
