//! What a repository alone shows of failed deployments: reverts, hotfixes and rollbacks, a lower bound and never the rate.

use std::collections::BTreeSet;

use crate::delivery::DAY;
use crate::delivery::claim::Claims;
use crate::delivery::failures::Failures;
use crate::delivery::graph::{Graph, Kind};
use crate::delivery::history::Deployment;
use crate::delivery::metrics::LowerBound;
use crate::delivery::version::Version;

/// A deployment that is followed within this time by its repair failed at least so often.
const REPAIRED_WITHIN: i64 = DAY;

/// The deployments at these positions that a repair followed within a day: a hotfix (a patch release that fixes or reverts
/// something and changes nothing else), the revert of a commit that they brought, or an earlier commit deployed again.
/// `successful` is sorted by time. Not every failure leaves such a trace, so the truth is at or above this number.
pub fn lower_bound(
    graph: &Graph,
    successful: &[&Deployment],
    claims: &Claims,
    failures: &Failures,
    inside: &[usize],
) -> LowerBound {
    let inside: BTreeSet<usize> = inside.iter().copied().collect();
    let within = |found: Vec<usize>| &inside & &found.into_iter().collect::<BTreeSet<_>>();
    let hotfixed = within(hotfixes(graph, successful, claims));
    let reverted = within(reverts(graph, successful, claims));
    let redeployed = within(failures.failed.keys().copied().collect());
    LowerBound {
        failed: (&(&hotfixed | &reverted) | &redeployed).len(),
        deployments: inside.len(),
        hotfixed: hotfixed.len(),
        reverted: reverted.len(),
        redeployed: redeployed.len(),
    }
}

/// The deployments that a hotfix followed. The commit that makes the release is no change of its own.
fn hotfixes(graph: &Graph, successful: &[&Deployment], claims: &Claims) -> Vec<usize> {
    let mut repairs = vec![0usize; successful.len()];
    let mut changes = vec![0usize; successful.len()];
    for (commit, claim) in claims.claimed().filter(|(commit, _)| !graph[*commit].is_merge()) {
        match graph[commit].kind {
            Kind::Change => changes[claim.deployment as usize] += 1,
            Kind::Fix | Kind::Revert => repairs[claim.deployment as usize] += 1,
            Kind::Release => {}
        }
    }
    let is_patch = |after: &str, before: &str| {
        Version::of(after).zip(Version::of(before)).is_some_and(|(after, before)| after.is_patch_of(&before))
    };
    let patched = |after: usize| {
        let within = |before: &usize| {
            successful[after].finished_at.saturating_sub(successful[*before].finished_at) <= REPAIRED_WITHIN
        };
        let mut earlier = (0..after).rev().take_while(within);
        earlier.find(|before| is_patch(&successful[after].id, &successful[*before].id))
    };
    (0..successful.len())
        .filter(|after| repairs[*after] > 0 && changes[*after] == 0)
        .filter_map(patched)
        .collect()
}

/// The deployments of which a commit was reverted. What only undid another commit is no failure when it is undone itself.
fn reverts(graph: &Graph, successful: &[&Deployment], claims: &Claims) -> Vec<usize> {
    let of_changes = graph.reverts.iter().filter(|(_, reverted)| graph[*reverted].kind != Kind::Revert);
    let undone = of_changes.filter_map(|(revert, reverted)| {
        let (by, of) = (claims.of_commit(*revert)?, claims.of_commit(*reverted)?);
        let gap = successful[by].finished_at - successful[of].finished_at;
        (by != of && (0..=REPAIRED_WITHIN).contains(&gap)).then_some(of)
    });
    undone.collect()
}
