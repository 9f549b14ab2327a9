//! What a repository alone tells of failed deployments: reverts and hotfixes, a lower bound and never the rate.

use std::collections::BTreeSet;

use crate::delivery::claim::Claims;
use crate::delivery::graph::{Graph, Kind};
use crate::delivery::metrics::LowerBound;
use crate::delivery::{DAY, Deployment, Window};

/// A deployment that is followed within this time by its repair failed at least so often.
const REPAIRED_WITHIN: i64 = DAY;

/// The deployments of a window that a repair followed within a day: a hotfix (a patch release of which every commit
/// says that it reverts or fixes something), or the revert of a commit that they brought. `successful` is sorted by
/// time. Not every failure leaves such a trace, so the truth lies at or above this number.
pub fn lower_bound(
    graph: &Graph,
    (successful, claims): (&[&Deployment], &Claims),
    window: Window,
) -> LowerBound {
    let counted = |position: &usize| window.contains(successful[*position].finished_at);
    let hotfixed = hotfixes(graph, successful, claims).into_iter().filter(counted).collect::<BTreeSet<_>>();
    let reverted = reverts(graph, successful, claims).into_iter().filter(counted).collect::<BTreeSet<_>>();
    let deployments = successful.iter().filter(|deployment| window.contains(deployment.finished_at)).count();
    LowerBound {
        failed: hotfixed.union(&reverted).count(),
        deployments,
        hotfixed: hotfixed.len(),
        reverted: reverted.len(),
    }
}

/// The deployments that a hotfix followed.
fn hotfixes(graph: &Graph, successful: &[&Deployment], claims: &Claims) -> Vec<usize> {
    let mut repairs = vec![0usize; successful.len()];
    let mut changes = vec![0usize; successful.len()];
    for (commit, position) in claims.claimed().filter(|(commit, _)| !graph.is_merge(*commit)) {
        match graph.kind(commit) {
            Kind::Change => changes[position] += 1,
            Kind::Fix | Kind::Revert => repairs[position] += 1,
        }
    }
    let followed = |position: &usize| {
        let (before, after) = (successful[*position], successful[position + 1]);
        after.finished_at - before.finished_at <= REPAIRED_WITHIN
            && is_patch_of(&after.id, &before.id)
            && repairs[position + 1] > 0
            && changes[position + 1] == 0
    };
    (0..successful.len().saturating_sub(1)).filter(followed).collect()
}

/// The deployments of which a commit was reverted.
fn reverts(graph: &Graph, successful: &[&Deployment], claims: &Claims) -> Vec<usize> {
    let undone = graph.reverts().iter().filter_map(|(revert, reverted)| {
        let (by, of) = (claims.of_commit(*revert)?, claims.of_commit(*reverted)?);
        let gap = successful[by].finished_at - successful[of].finished_at;
        (by != of && (0..=REPAIRED_WITHIN).contains(&gap)).then_some(of)
    });
    undone.collect()
}

/// Whether a tag names a later patch of the version that another names: `v1.4.2` after `v1.4.1`.
fn is_patch_of(after: &str, before: &str) -> bool {
    match (version(after), version(before)) {
        (Some((prefix, [major, minor, patch])), Some((before_prefix, [old_major, old_minor, old_patch]))) => {
            prefix == before_prefix && (major, minor) == (old_major, old_minor) && patch > old_patch
        }
        _ => false,
    }
}

/// What stands before a version of three numbers in a name, and these numbers.
fn version(name: &str) -> Option<(&str, [u64; 3])> {
    let start = name.char_indices().find_map(|(index, _)| {
        let parts = numbers(&name[index..]);
        let is_start = !name[..index].ends_with(|before: char| before.is_ascii_digit() || before == '.');
        (is_start && parts.is_some()).then_some(index)
    })?;
    Some((&name[..start], numbers(&name[start..])?))
}

fn numbers(text: &str) -> Option<[u64; 3]> {
    let mut parts = text.splitn(3, '.');
    let whole =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    let (major, minor) = (whole(parts.next()?)?, whole(parts.next()?)?);
    let rest = parts.next()?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    Some([major, minor, rest[..digits].parse().ok()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_whole() {
        assert_eq!(version("api-v1.4.2-1"), Some(("api-v", [1, 4, 2])));
        // The end of a number, or of something longer than three of them, is none.
        for name in ["v..1.4.2", "v99999999999999999999.4.2"] {
            assert_eq!(version(name), None, "{name}");
        }
    }

    #[test]
    fn a_patch_raises_the_third_number_only() {
        assert!(is_patch_of("v1.4.2", "v1.4.1"));
        assert!(is_patch_of("api-v1.4.2-1", "api-v1.4.0"));
        for (after, before) in [
            ("v1.5.0", "v1.4.1"),
            ("v1.4.1", "v1.4.1"),
            ("web-v1.4.2", "api-v1.4.1"),
            ("v2", "v1"),
            ("1.2", "1.1"),
        ] {
            assert!(!is_patch_of(after, before), "{after} {before}");
        }
        assert!(!is_patch_of("v1.99999999999999999999.1", "v1.99999999999999999999.0"));
    }
}
