//! Which deployment first brought each commit to users.

use crate::delivery::Deployment;
use crate::delivery::graph::Graph;

/// Which parents are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// All: every commit that a deployment contains.
    #[default]
    All,
    /// The first only: the line that others are merged into. A merge stands for its branch there.
    FirstParent,
}

/// For every commit, the position of the first deployment that contains it.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    by_commit: Vec<u32>,
}

/// No deployment contains the commit.
const NOBODY: u32 = u32::MAX;

impl Claims {
    /// Lets each deployment, oldest first, claim the commits that none before it contains. Every commit and every edge
    /// is visited once, so the cost is linear in commits and deployments.
    pub fn of(graph: &Graph, deployments: &[&Deployment], line: Line) -> Self {
        let mut by_commit = vec![NOBODY; graph.len()];
        let mut waiting = Vec::new();
        for (deployment, position) in deployments.iter().zip(0u32..) {
            waiting.extend(deployment.commit);
            while let Some(commit) = waiting.pop() {
                let claim = &mut by_commit[commit as usize];
                if *claim != NOBODY {
                    continue;
                }
                *claim = position;
                let parents = graph.parents(commit);
                let followed = if line == Line::FirstParent { parents.len().min(1) } else { parents.len() };
                waiting.extend(&parents[..followed]);
            }
        }
        Self { by_commit }
    }

    /// The position of the first deployment that contains a commit.
    pub fn of_commit(&self, commit: u32) -> Option<usize> {
        self.by_commit
            .get(commit as usize)
            .copied()
            .filter(|claim| *claim != NOBODY)
            .map(|claim| claim as usize)
    }

    /// Every commit that a deployment contains, with the position of that deployment.
    pub fn claimed(&self) -> impl Iterator<Item = (u32, usize)> {
        (0u32..)
            .zip(&self.by_commit)
            .filter(|(_, claim)| **claim != NOBODY)
            .map(|(commit, claim)| (commit, *claim as usize))
    }
}
