//! How is counted.

/// How to count.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The first second of the window, where it was said.
    pub since: Option<i64>,
    /// The second behind the window, where it was said.
    pub end: Option<i64>,
    /// Which commits are counted.
    pub line: Line,
    /// Where a change's time begins.
    pub from: LeadTimeFrom,
    /// Whether every deployment is listed.
    pub list: bool,
}

/// Where a commit's time begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeadTimeFrom {
    /// When it was written. A rebase keeps this time.
    #[default]
    Author,
    /// When it was last rewritten, by a rebase or a squash.
    Committer,
}

/// Which commits are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// Every commit that is no merge.
    #[default]
    All,
    /// The line of first parents, which others are merged into. A merge stands for its branch there.
    FirstParent,
}
