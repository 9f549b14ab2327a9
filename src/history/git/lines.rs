//! The lines that git prints, one function each: pure, and without a panic on any bytes.

use glob::Pattern;

use super::subject;
use crate::delivery::graph::{Author, Commit, Hash, parse_hash};
use crate::history::tags::fits;

/// One tag that names a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    pub commit: Hash,
    /// When it was made; for a tag without a date of its own the committer's time of its commit.
    pub time: i64,
    /// Whether it has a date of its own.
    pub is_dated: bool,
}

/// The tag of a line: its name, its kind and object, those that it points to, and its time, parted by NUL; nothing
/// where it names no commit or has no time.
pub fn tag(line: &[u8]) -> Option<Tag> {
    let mut parts = line.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let mut part = || parts.next().unwrap_or_default();
    let (name, kind, object, inner_kind, inner) = (part(), part(), part(), part(), part());
    let is_dated = kind != "commit";
    let commit = if is_dated { Some(&inner).filter(|_| inner_kind == "commit") } else { Some(&object) };
    let commit = commit.and_then(|commit| parse_hash(commit))?;
    let time = part().trim().parse().ok()?;
    Some(Tag { name: name.into_owned(), commit, time, is_dated })
}

/// The commit of a line: its name, its parents, both times, its author's address and name, and its first line, parted by
/// tabs.
pub fn commit(line: &[u8], exclude: &[Pattern]) -> Option<Commit> {
    let mut parts = line.splitn(7, |byte| *byte == b'\t');
    let mut part = || parts.next().unwrap_or_default();
    let hash = std::str::from_utf8(part()).ok().and_then(parse_hash)?;
    let parents: Vec<_> = std::str::from_utf8(part()).ok()?.split(' ').filter_map(parse_hash).collect();
    let authored = std::str::from_utf8(part()).ok()?.parse().ok();
    let committed = std::str::from_utf8(part()).ok()?.parse().ok();
    let author = author(part(), part(), exclude);
    let subject = part();
    let is_squash = parents.len() == 1 && authored == committed && ends_with_number(subject);
    Some(Commit { hash, parents, authored, committed, kind: subject::kind(subject), author, is_squash })
}

/// Whether the author of a line's commit fits a pattern.
pub fn is_by(line: &[u8], pattern: &Pattern) -> bool {
    commit(line, std::slice::from_ref(pattern)).is_some_and(|commit| commit.author == Author::Excluded)
}

/// Who wrote a commit; patterns are of names and addresses, in capital or small letters.
fn author(address: &[u8], name: &[u8], exclude: &[Pattern]) -> Author {
    let is =
        |pattern: &Pattern| [address, name].iter().any(|text| fits(pattern, &String::from_utf8_lossy(text)));
    if exclude.iter().any(is) {
        Author::Excluded
    } else if name.ends_with(b"[bot]") || address.windows(6).any(|part| part == b"[bot]@") {
        Author::Bot
    } else {
        Author::Person
    }
}

/// Whether a first line ends as a forge writes it when it squashes a branch: `Add a thing (#12)`, `Add a thing (!12)`.
fn ends_with_number(subject: &[u8]) -> bool {
    let Some(inside) = subject.trim_ascii_end().strip_suffix(b")") else { return false };
    let digits = inside.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && [&b" (#"[..], b" (!"].iter().any(|begin| inside[..inside.len() - digits].ends_with(begin))
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
    fn an_author_is_excluded_by_name_or_address() {
        let author = |name: &str, pattern: &str| {
            author(b"a@example.org", name.as_bytes(), &[Pattern::new(pattern).unwrap()])
        };
        assert_eq!(author("Renovate", "renovate"), Author::Excluded);
        assert_eq!(author("Ann", "*@example.org"), Author::Excluded);
        assert_eq!(author("renovate[bot]", "somebody"), Author::Bot);
        assert_eq!(author("Ann", "renovate"), Author::Person);
    }

    #[test]
    fn a_squash_has_the_number_of_its_branch_and_one_time() {
        let line = |authored: u8, parents: &str, subject: &str| {
            let name = "0".repeat(40);
            let line = format!("{name}\t{parents}\t{authored}\t2\ta@b\tA\t{subject}");
            commit(line.as_bytes(), &[]).unwrap().is_squash
        };
        let parent = "1".repeat(40);
        assert!(line(2, &parent, "Add a thing (#12)"));
        assert!(line(2, &parent, "Add a thing (!12)"));
        assert!(!line(1, &parent, "Add a thing (#12)"), "rebased: the author's time is kept");
        assert!(!line(2, &format!("{parent} {parent}"), "Merge (#12)"));
        for subject in ["Add a thing", "Add (#)", "(12)", ""] {
            assert!(!line(2, &parent, subject), "{subject}");
        }
    }

    #[test]
    fn a_revert_names_its_commit() {
        let name = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(reverted(&format!("This reverts commit {name}.")), parse_hash(name));
        assert_eq!(reverted("This reverts commit 01234."), None);
    }
}
