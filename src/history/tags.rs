//! Names of tags: which are chosen by a pattern, which name a pre-release, and what they release.

use std::collections::{BTreeMap, BTreeSet};

use glob::{Pattern, PatternError};

use crate::delivery::graph::Hash;
use crate::delivery::version::Version;
use crate::history::git::Tag;

/// Words behind a version's numbers that name a pre-release.
const PRE_RELEASE: [&str; 20] = [
    "a",
    "alpha",
    "b",
    "beta",
    "rc",
    "c",
    "cr",
    "m",
    "milestone",
    "pre",
    "preview",
    "prerelease",
    "dev",
    "snapshot",
    "nightly",
    "canary",
    "next",
    "ea",
    "eap",
    "test",
];

/// Words behind the hyphen of a `SemVer` that name a release after all.
fn is_release_word(word: &str) -> bool {
    matches!(word, "release" | "final" | "ga" | "stable" | "lts" | "hotfix" | "patch")
}

/// Whether a name's version is a pre-release: behind its numbers stands one of the usual words, as in `v1.0.0-rc.1`,
/// `2.0b3` or `api-v3.1.0-SNAPSHOT`, or it has anything behind the hyphen of `SemVer`. A word before the numbers names what is
/// released and does not count, and a letter behind a date distinguishes deployments of one day.
pub fn is_pre_release(name: &str) -> bool {
    let Some(version) = Version::of(name) else { return false };
    let behind = version.rest.split('+').next().unwrap_or_default();
    let words = behind.split(|character: char| !character.is_ascii_alphabetic());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let is_final = words.first().is_some_and(|word| is_release_word(word));
    let is_semver =
        behind.len() > 1 && behind.starts_with('-') && version.numbers.len() == 3 && !version.is_date();
    let is_pre =
        |word: &String| PRE_RELEASE.contains(&word.as_str()) && !(version.is_date() && word.len() == 1);
    words.iter().any(is_pre) || (is_semver && !is_final)
}

/// Whether a name marks a line of versions (`1.2.x`) and no version.
pub fn is_bookmark(name: &str) -> bool {
    Version::of(name).is_some_and(|version| version.rest.eq_ignore_ascii_case(".x"))
}

/// The pattern of a text: `*` stands for any characters, `/` among them, `?` for one, `[a-z]` for one of these, `[!a-z]`
/// for one of all others, and everything else for itself.
///
/// # Errors
/// A bracket that is not closed.
pub fn pattern(text: &str) -> Result<Pattern, PatternError> {
    let mut plain = text.to_owned();
    while plain.contains("**") {
        plain = plain.replace("**", "*");
    }
    Pattern::new(&plain)
}

/// Tags that release one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// What they release: what is before their versions; empty for bare versions.
    pub name: String,
    pub tags: Vec<Tag>,
}

impl Family {
    /// The pattern that picks these tags.
    pub fn shown(&self) -> String {
        let first = self.tags.first().map_or("", |tag| tag.name.as_str());
        let start = Version::of(first).map_or(first.len(), |version| version.start);
        format!("{}*", &first[..start])
    }
}

/// The tags by what they release, by name. Families of which at least half of the commits carry a tag of a larger one are
/// released together with it and belong to it.
pub fn families(tags: Vec<Tag>) -> Vec<Family> {
    let mut by_name: BTreeMap<String, Vec<Tag>> = BTreeMap::new();
    for tag in tags {
        let family = Version::of(&tag.name).map_or(tag.name.as_str(), |version| version.family).to_owned();
        by_name.entry(family).or_default().push(tag);
    }
    let commits = |family: &Family| family.tags.iter().map(|tag| tag.commit).collect::<BTreeSet<Hash>>();
    let mut families: Vec<Family> = by_name.into_iter().map(|(name, tags)| Family { name, tags }).collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.tags.len()));
    let mut groups: Vec<(BTreeSet<Hash>, Family)> = Vec::new();
    for family in families {
        let own = commits(&family);
        match groups.iter_mut().find(|(known, _)| 2 * known.intersection(&own).count() >= own.len()) {
            Some((known, group)) => {
                known.extend(own);
                group.tags.extend(family.tags);
            }
            None => groups.push((own, family)),
        }
    }
    let mut families: Vec<Family> = groups.into_iter().map(|(_, family)| family).collect();
    families.sort_by(|a, b| a.name.cmp(&b.name));
    families
}

/// The tags that are deployments, by time, and how many others name a commit of them. Of several tags of a commit one with
/// a date of its own counts, and of these the earliest; a commit that is tagged again behind another commit of the same
/// family was deployed again.
pub fn deployed(mut tags: Vec<Tag>) -> (Vec<Tag>, usize) {
    let number = tags.len();
    let dated: BTreeSet<Hash> = tags.iter().filter(|tag| tag.is_dated).map(|tag| tag.commit).collect();
    tags.retain(|tag| tag.is_dated || !dated.contains(&tag.commit));
    tags.sort_by(|a, b| (a.time, &a.name).cmp(&(b.time, &b.name)));
    let family =
        |tag: &Tag| Version::of(&tag.name).map_or(tag.name.clone(), |version| version.family.to_owned());
    // The family of the tag by which each commit was first deployed.
    let mut known: BTreeMap<Hash, String> = BTreeMap::new();
    let mut kept: Vec<Tag> = Vec::new();
    for tag in tags {
        let own = family(&tag);
        let is_again = kept.last().is_some_and(|last| last.commit != tag.commit && family(last) == own);
        let counts = known.get(&tag.commit).is_none_or(|first| is_again && tag.is_dated && *first == own);
        known.entry(tag.commit).or_insert(own);
        if counts {
            kept.push(tag);
        }
    }
    let left_out = number - kept.len();
    (kept, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pre_release_is_known_by_the_word_behind_its_numbers() {
        for name in
            ["v1.0.0-rc.1", "2.0b3", "1.0rc1", "api-v3.1.0-SNAPSHOT", "v2-beta", "5.0.0.M1", "v1.0.0-dev+7"]
        {
            assert!(is_pre_release(name), "{name}");
        }
        for name in ["v5.10.0-internal.0", "1.2.3-1"] {
            assert!(is_pre_release(name), "{name}: behind SemVer's hyphen");
        }
        for name in [
            "v1.0.0",
            "beta-service-v1.0",
            "v1.0.0-hotfix",
            "release",
            "v1+rc",
            "2026-11-22",
            "v1.0-ga",
            "deploy-2026-01-05a",
            "20260105c",
            "2026.01.05-2",
        ] {
            assert!(!is_pre_release(name), "{name}");
        }
        assert!(is_bookmark("0.12.x") && !is_bookmark("0.12.1") && !is_bookmark("v1.x-ray"));
    }

    fn tag(name: &str, commit: u8, time: i64, is_dated: bool) -> Tag {
        Tag { name: name.to_owned(), commit: [commit; 32], time, is_dated }
    }

    #[test]
    fn what_is_released_together_is_one_family() {
        let names = |tags: Vec<Tag>| -> Vec<(String, usize)> {
            families(tags).into_iter().map(|family| (family.name, family.tags.len())).collect()
        };
        let apart = vec![tag("app-1.0", 1, 1, true), tag("app-1.1", 2, 2, true), tag("lib-0.1", 3, 3, true)];
        assert_eq!(names(apart.clone()), [("app".to_owned(), 2), ("lib".to_owned(), 1)]);
        let mut together = apart;
        together[2].commit = [2; 32];
        assert_eq!(names(together), [("app".to_owned(), 3)]);
    }

    #[test]
    fn a_commit_is_deployed_once_unless_it_comes_back() {
        let kept = |tags: &[(&str, u8, i64, bool)]| {
            let (kept, left_out) = deployed(
                tags.iter().map(|(name, commit, time, dated)| tag(name, *commit, *time, *dated)).collect(),
            );
            (kept.into_iter().map(|tag| tag.name).collect::<Vec<_>>(), left_out)
        };
        let both = [("v1", 1, 10, false), ("deploy-1", 1, 20, true), ("latest", 1, 30, true)];
        assert_eq!(kept(&both), (vec!["deploy-1".to_owned()], 2), "the first date of its own");
        let back = [("d-1", 1, 10, true), ("d-2", 2, 20, true), ("d-3", 1, 30, true)];
        assert_eq!(kept(&back), (["d-1", "d-2", "d-3"].map(str::to_owned).to_vec(), 0));
        let other = [("d-1", 1, 10, true), ("d-2", 2, 20, true), ("latest", 1, 30, true)];
        assert_eq!(kept(&other), (["d-1", "d-2"].map(str::to_owned).to_vec(), 1));
    }

    #[test]
    fn patterns_fit_whole_names() {
        let fits = |name: &str, text: &str| pattern(text).is_ok_and(|pattern| pattern.matches(name));
        for (name, pattern) in [
            ("v1.0", "v*"),
            ("api/v1.0", "*v1*"),
            ("v1", "v?"),
            ("v1.0", "v[0-9]*"),
            ("a*b", "a*b"),
            ("한", "?"),
            ("", "*"),
        ] {
            assert!(fits(name, pattern), "{name} {pattern}");
        }
        for (name, pattern) in
            [("v1.0", "v?"), ("xv1", "v*"), ("va", "v[0-9]"), ("v1", "v[!0-9]"), ("", "?"), ("a[", "[")]
        {
            assert!(!fits(name, pattern), "{name} {pattern}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_ends() {
        let pattern = pattern(&format!("{}b", "*a".repeat(50))).unwrap();
        assert!(!pattern.matches(&"a".repeat(500)));
    }
}
