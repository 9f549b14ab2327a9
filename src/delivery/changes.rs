//! The commits that the deployments of a window brought, and how long each took.

use std::collections::HashMap;

use crate::delivery::claim::{Claim, Claims};
use crate::delivery::graph::{Author, Graph, Kind, Node};
use crate::delivery::history::Deployment;
use crate::delivery::options::{LeadTimeFrom, Line, Options};
use crate::delivery::statistics::{hours, quantile, sorted};
use crate::delivery::window::Window;

/// What is deployed within so many seconds of being written was written to be deployed: a program's release commit.
const AT_ONCE: i64 = 60;

/// One commit that was deployed, or a merge that stands for its branch.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub commit: u32,
    pub claim: Claim,
    pub deployed: i64,
    /// From its beginning to its deployment.
    pub seconds: i64,
    /// Why it is counted apart.
    pub apart: Option<Apart>,
}

/// Why a commit is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// It only makes a release, by its first line.
    Release,
    /// It was deployed within a minute of being written.
    AtOnce,
    /// Its author's commits are not to count.
    Excluded,
}

/// All of a window.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    pub all: Vec<Change>,
    /// Commits left out: they seem to be written after their deployment, or have no time that can be read.
    pub dropped: usize,
}

/// A commit that was deployed, and the one that it is counted as.
#[derive(Clone, Copy)]
struct Piece<'g> {
    of: u32,
    claim: Claim,
    node: &'g Node,
}

impl Changes {
    /// The changes of the deployments in a window. The first deployment of all has no predecessor: what it contains was
    /// not all new, so it gives no times. On the line of first parents a merge begins with the first commit of its branch.
    pub fn of(
        graph: &Graph,
        claims: &Claims,
        successful: &[&Deployment],
        window: Window,
        options: Options,
    ) -> Self {
        let first = successful.iter().position(|deployment| deployment.commit.is_some());
        let counts = |(commit, claim): &(u32, Claim)| {
            let deployment = claim.deployment as usize;
            Some(deployment) != first
                && window.contains(successful[deployment].finished_at)
                && !graph[*commit].is_outside
                && (options.line == Line::FirstParent || !graph[*commit].is_merge())
        };
        let piece = |(commit, claim): (u32, Claim)| {
            let of = if options.line == Line::FirstParent { claim.merge } else { commit };
            Piece { of, claim, node: &graph[commit] }
        };
        let mut pieces: Vec<Piece<'_>> = claims.claimed().filter(counts).map(piece).collect();
        pieces.sort_by_key(|piece| piece.of);
        let mut changes = Self::default();
        for pieces in pieces.chunk_by(|a, b| a.of == b.of) {
            let deployed = successful[pieces[0].claim.deployment as usize].finished_at;
            changes.add(pieces, deployed, options.from);
        }
        changes
    }

    fn add(&mut self, pieces: &[Piece<'_>], deployed: i64, from: LeadTimeFrom) {
        let Piece { of: commit, claim, .. } = pieces[0];
        let begun = pieces.iter().filter_map(|piece| piece.node.begun(from)).min();
        let Some(seconds) = begun.map(|begun| deployed.saturating_sub(begun)).filter(|seconds| *seconds >= 0)
        else {
            self.dropped += 1;
            return;
        };
        let nodes = || pieces.iter().map(|piece| piece.node);
        let is_all =
            |is: fn(&Node) -> bool| nodes().all(|node| node.is_merge() || is(node)) && nodes().any(is);
        let apart = if is_all(|node| node.author == Author::Excluded) {
            Some(Apart::Excluded)
        } else if is_all(|node| node.kind == Kind::Release) {
            Some(Apart::Release)
        } else {
            (seconds < AT_ONCE).then_some(Apart::AtOnce)
        };
        self.all.push(Change { commit, claim, deployed, seconds, apart });
    }

    /// Those that are not counted apart.
    pub fn counted(&self) -> impl Iterator<Item = &Change> {
        self.all.iter().filter(|change| change.apart.is_none())
    }

    /// The hours of the changes for which this holds, in ascending order.
    pub fn hours(&self, holds: impl Fn(&Change) -> bool) -> Vec<f64> {
        sorted(self.all.iter().filter(|change| holds(change)).map(|change| hours(change.seconds)).collect())
    }

    /// The median of what counts and of which this holds.
    pub fn median(&self, holds: impl Fn(&Change) -> bool) -> Option<f64> {
        quantile(&self.hours(|change| change.apart.is_none() && holds(change)), 0.5)
    }

    /// How many are counted apart for this reason.
    pub fn apart(&self, reason: Apart) -> usize {
        self.all.iter().filter(|change| change.apart == Some(reason)).count()
    }

    /// The merge that brought more than half of what counts, and so much that it is no usual branch; and how many.
    pub fn imported(&self) -> Option<(u32, usize)> {
        const LEAST: usize = 20;
        let mut brought: HashMap<u32, usize> = HashMap::new();
        for change in self.counted() {
            *brought.entry(change.claim.merge).or_default() += 1;
        }
        let most = brought.into_iter().max_by_key(|(merge, number)| (*number, *merge))?;
        (most.1 >= LEAST && 2 * most.1 > self.counted().count()).then_some(most)
    }
}
