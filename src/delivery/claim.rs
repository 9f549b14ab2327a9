//! Which deployment first brought each commit to users.

use crate::delivery::graph::Graph;
use crate::delivery::history::Deployment;

/// For every commit, the first deployment that contains it and the commit of the line of first parents that brought it.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    by_commit: Vec<Claim>,
}

/// What brought a commit to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The position of the first deployment that contains the commit.
    pub deployment: u32,
    /// The commit on the deployment's line of first parents that brought it: a merge, or the commit itself.
    pub merge: u32,
}

/// No deployment contains the commit.
const NOBODY: Claim = Claim { deployment: u32::MAX, merge: u32::MAX };

impl Claims {
    /// Lets each deployment, oldest first, claim the commits that none before it contains. Every commit and every edge
    /// is visited once, so the cost is linear in commits and deployments.
    pub fn of(graph: &Graph, deployments: &[&Deployment]) -> Self {
        let mut claims = Self { by_commit: vec![NOBODY; graph.len()] };
        for (deployment, position) in deployments.iter().zip(0u32..) {
            let mut line = Vec::new();
            let mut next = deployment.commit;
            while let Some(commit) = next.filter(|commit| claims.by_commit[*commit as usize] == NOBODY) {
                // Grafts can make a commit its own ancestor.
                if line.len() == graph.len() {
                    break;
                }
                line.push(commit);
                next = graph.parents(commit).first().copied();
            }
            for merge in line.into_iter().rev() {
                claims.claim(graph, Claim { deployment: position, merge });
            }
        }
        claims
    }

    /// Claims a commit of the line and what it merged; its first parent is claimed already.
    fn claim(&mut self, graph: &Graph, claim: Claim) {
        let mut waiting = vec![claim.merge];
        while let Some(commit) = waiting.pop() {
            let known = &mut self.by_commit[commit as usize];
            if *known == NOBODY {
                *known = claim;
                waiting.extend(graph.parents(commit));
            }
        }
    }

    /// The position of the first deployment that contains a commit.
    pub fn of_commit(&self, commit: u32) -> Option<usize> {
        let claim = self.by_commit.get(commit as usize).filter(|claim| **claim != NOBODY)?;
        Some(claim.deployment as usize)
    }

    /// Every commit that a deployment contains, with what brought it.
    pub fn claimed(&self) -> impl Iterator<Item = (u32, Claim)> {
        (0u32..).zip(self.by_commit.iter().copied()).filter(|(_, claim)| *claim != NOBODY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::graph::Commit;

    #[test]
    fn a_commit_that_is_its_own_ancestor_is_claimed_once() {
        let [first, second, third] = [[1; 32], [2; 32], [3; 32]];
        let mut graph = Graph::default();
        for (hash, parent) in [(first, second), (second, first), (third, third)] {
            graph.add(&Commit { hash, parents: vec![parent], ..Commit::default() });
        }
        let deployment = |hash| Deployment { commit: graph.find(hash), ..Deployment::default() };
        let deployments = [deployment(&first), deployment(&third)];
        let claims = Claims::of(&graph, &deployments.iter().collect::<Vec<_>>());
        assert_eq!(
            [first, second, third].map(|hash| claims.of_commit(graph.find(&hash).unwrap())),
            [Some(0), Some(0), Some(1)]
        );
    }
}
