//! Commits and their parents, in little memory.

use std::collections::HashMap;
use std::ops::Index;

use crate::delivery::options::LeadTimeFrom;

/// A commit's name: SHA-1 fills the first 20 bytes, SHA-256 all.
pub type Hash = [u8; 32];

/// What a commit says that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A change.
    #[default]
    Change,
    /// It says that it repairs something (`fix`, `hotfix`, `bugfix`).
    Fix,
    /// It says that it reverts another.
    Revert,
    /// It only makes a release: a version, a changelog.
    Release,
}

/// Who wrote a commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Author {
    #[default]
    Person,
    /// A program, as its name says (`renovate[bot]`).
    Bot,
    /// Somebody whose commits are not to count.
    Excluded,
}

/// One commit, as it is read.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// Its name.
    pub hash: Hash,
    /// Its parents, the first being the line it was merged into.
    pub parents: Vec<Hash>,
    /// When it was written, where that can be read.
    pub authored: Option<i64>,
    /// When it was last rewritten, where that can be read.
    pub committed: Option<i64>,
    /// What it says that it is.
    pub kind: Kind,
    pub author: Author,
    /// Whether it stands for a whole branch that was squashed: only the time of the merge is left.
    pub is_squash: bool,
}

/// One commit, as it is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    hash: Hash,
    authored: i64,
    committed: i64,
    first_parent: u32,
    parents: u16,
    /// What it says that it is.
    pub kind: Kind,
    pub author: Author,
    /// Whether it stands for a whole branch that was squashed.
    pub is_squash: bool,
    /// Whether it touches nothing of what is measured.
    pub is_outside: bool,
}

/// A time that could not be read.
const NO_TIME: i64 = i64::MIN;

impl Node {
    /// Whether it joins several lines.
    pub const fn is_merge(&self) -> bool {
        self.parents > 1
    }

    /// The first digits of its name, as people write them.
    pub fn short_name(&self) -> String {
        let [a, b, c, d, ..] = self.hash;
        format!("{:08x}", u32::from_be_bytes([a, b, c, d]))
    }

    /// When its time begins, where that can be read.
    pub fn begun(&self, from: LeadTimeFrom) -> Option<i64> {
        let time = match from {
            LeadTimeFrom::Author => self.authored,
            LeadTimeFrom::Committer => self.committed,
        };
        Some(time).filter(|time| *time != NO_TIME)
    }
}

/// Commits by position, with their parents.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    edges: Vec<u32>,
    by_hash: HashMap<Hash, u32>,
    /// The reverts that name what they revert: the revert and the reverted commit.
    pub reverts: Vec<(u32, u32)>,
}

impl Graph {
    /// Adds a commit; its parents may be added before or after it.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "git itself cannot hold four thousand million commits"
    )]
    pub fn add(&mut self, commit: &Commit) {
        let position = self.position(commit.hash);
        let first_parent = self.edges.len() as u32;
        for parent in &commit.parents {
            let parent = self.position(*parent);
            self.edges.push(parent);
        }
        let node = &mut self.nodes[position as usize];
        node.authored = commit.authored.unwrap_or(NO_TIME);
        node.committed = commit.committed.unwrap_or(NO_TIME);
        node.first_parent = first_parent;
        node.parents = commit.parents.len().min(usize::from(u16::MAX)) as u16;
        node.kind = commit.kind;
        node.author = commit.author;
        node.is_squash = commit.is_squash;
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "git itself cannot hold four thousand million commits"
    )]
    fn position(&mut self, hash: Hash) -> u32 {
        let next = self.nodes.len() as u32;
        let position = *self.by_hash.entry(hash).or_insert(next);
        if position == next {
            self.nodes.push(Node { hash, authored: NO_TIME, committed: NO_TIME, ..Node::default() });
        }
        position
    }

    /// The number of commits.
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no commit.
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The position of a commit.
    pub fn find(&self, hash: &Hash) -> Option<u32> {
        self.by_hash.get(hash).copied()
    }

    /// The position of the commit whose name begins like this (hexadecimal, at least 7 digits, since a shorter one may be
    /// a build's number); `None` if none or several do.
    pub fn find_by_prefix(&self, prefix: &str) -> Option<u32> {
        let (hash, digits) = parse_prefix(prefix)?;
        if digits >= 40 {
            return self.find(&hash);
        }
        let begins = |known: &Hash| {
            let whole = digits / 2;
            known[..whole] == hash[..whole] && (digits % 2 == 0 || known[whole] & 0xf0 == hash[whole] & 0xf0)
        };
        let mut found = (0u32..).zip(&self.nodes).filter(|(_, node)| begins(&node.hash));
        let (position, _) = found.next()?;
        found.next().is_none().then_some(position)
    }

    /// The parents of a commit, the first one first.
    pub fn parents(&self, commit: u32) -> &[u32] {
        let node = &self[commit];
        let first = node.first_parent as usize;
        &self.edges[first..first + usize::from(node.parents)]
    }

    /// Says that only these commits touch what is measured.
    pub fn keep_only(&mut self, touching: &[Hash]) {
        self.nodes.iter_mut().for_each(|node| node.is_outside = true);
        for hash in touching {
            if let Some(position) = self.find(hash) {
                self.nodes[position as usize].is_outside = false;
            }
        }
    }

    /// Whether no commit at all touches what is measured.
    pub fn is_without_inside(&self) -> bool {
        !self.is_empty() && self.nodes.iter().all(|node| node.is_outside)
    }

    /// The commits that say that they revert another.
    pub fn revert_hashes(&self) -> impl Iterator<Item = &Hash> {
        self.nodes.iter().filter(|node| node.kind == Kind::Revert).map(|node| &node.hash)
    }
}

impl Index<u32> for Graph {
    type Output = Node;
    fn index(&self, position: u32) -> &Node {
        &self.nodes[position as usize]
    }
}

/// The name of a commit from 40 or 64 hexadecimal digits.
pub fn parse_hash(text: &str) -> Option<Hash> {
    matches!(text.len(), 40 | 64).then(|| parse_prefix(text)).flatten().map(|(hash, _)| hash)
}

fn parse_prefix(text: &str) -> Option<(Hash, usize)> {
    let digits = text.len();
    if !(7..=64).contains(&digits) {
        return None;
    }
    let mut hash = [0; 32];
    for (position, byte) in text.bytes().enumerate() {
        let digit = u8::try_from(char::from(byte).to_digit(16)?).ok()?;
        hash[position / 2] |= if position % 2 == 0 { digit << 4 } else { digit };
    }
    Some((hash, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(first: u8) -> Hash {
        let mut hash = [0; 32];
        hash[0] = first;
        hash
    }

    #[test]
    fn a_commit_is_found_by_a_beginning_that_only_it_has() {
        let mut graph = Graph::default();
        for name in [0xab, 0xac] {
            graph.add(&Commit { hash: hash(name), ..Commit::default() });
        }
        assert_eq!(graph.find_by_prefix("ab00000"), Some(0));
        assert_eq!(graph.find_by_prefix("AC000000"), Some(1));
        assert_eq!(graph.find_by_prefix("ad00000"), None);
        assert_eq!(graph.find_by_prefix("ab0000"), None, "too short to mean one");
        assert_eq!(graph.find_by_prefix("v1.0"), None);
    }

    #[test]
    fn an_odd_digit_more_tells_commits_apart_and_a_whole_name_is_that_commit() {
        let mut graph = Graph::default();
        assert!(graph.is_empty());
        for (last, kind) in [(0x10, Kind::Change), (0x20, Kind::Revert)] {
            let mut hash = hash(0xab);
            hash[4] = last;
            graph.add(&Commit { hash, kind, ..Commit::default() });
        }
        assert!(!graph.is_empty());
        let name = |first: &str, digits: usize| format!("{first:0<digits$}");
        assert_eq!(graph.find_by_prefix("ab00000"), None, "both");
        assert_eq!(graph.find_by_prefix("ab0000001"), Some(0));
        assert_eq!(graph.find_by_prefix("ab0000002"), Some(1));
        assert_eq!(graph.find_by_prefix("ab0000003"), None);
        assert_eq!(graph.find_by_prefix("ab00000021"), None, "the last digit counts as well");
        graph.add(&Commit { hash: [0xcd; 32], ..Commit::default() });
        assert_eq!(
            ["cdcdcdcd", "cdcdcdcdc", "cdcdcdcdd"].map(|name| graph.find_by_prefix(name)),
            [Some(2), Some(2), None]
        );
        assert_eq!(graph.find_by_prefix(&name("ab0000001", 40)), Some(0));
        assert_eq!(graph.find_by_prefix(&name("ab0000001", 64)), Some(0));
        let hashes = [40, 64].map(|digits| parse_hash(&name("ab0000002", digits)));
        assert!(
            hashes.iter().all(|hash| graph.revert_hashes().copied().collect::<Vec<_>>() == [hash.unwrap()])
        );
        assert_eq!([39, 41, 63].map(|digits| parse_hash(&name("ab0000002", digits))), [None; 3]);
    }
}
