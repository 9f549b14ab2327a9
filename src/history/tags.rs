//! Names of tags: which are chosen by a pattern, which name a pre-release, and what they release.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use glob::{MatchOptions, Pattern, PatternError};

use crate::delivery::HOUR;
use crate::delivery::graph::Hash;
use crate::delivery::version::{Version, is_commit_name};
use crate::error::{Error, Message, Result};
use crate::history::git::Tag;
use crate::history::shape::SHAPES;

/// Whether a name's version is a pre-release: behind its numbers stands one of the usual words, as in `v1.0.0-rc.1`,
/// `2.0b3` or `api-v3.1.0-SNAPSHOT`, or it has anything behind the hyphen of `SemVer`. A word before the numbers names what is
/// released and does not count, nor do the letters in the name of a commit, and a letter behind a date distinguishes
/// deployments of one day.
pub fn is_pre_release(name: &str) -> bool {
    let Some(version) = Version::of(name) else { return false };
    let behind = version.rest.split('+').next().unwrap_or_default();
    let parts = behind.split(|character: char| !character.is_ascii_alphanumeric());
    let parts = parts.filter(|part| !is_commit_name(part));
    let words = parts.flat_map(|part| part.split(|character: char| !character.is_ascii_alphabetic()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let is_final = words.first().is_some_and(|word| SHAPES.final_release.has(word));
    let is_semver =
        behind.len() > 1 && behind.starts_with('-') && version.numbers.len() == 3 && !version.is_date();
    let is_pre = |word: &&str| SHAPES.pre_release.has(word) && !(version.is_date() && word.len() == 1);
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
pub fn pattern(text: &str) -> std::result::Result<Pattern, PatternError> {
    let mut plain = text.to_owned();
    while plain.contains("**") {
        plain = plain.replace("**", "*");
    }
    Pattern::new(&plain)
}

/// The patterns of texts.
///
/// # Errors
/// A bracket that is not closed.
pub fn patterns<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Vec<Pattern>> {
    let wrong = |text| Error::wrong(Message::new("measure.pattern").with("found", text));
    texts.into_iter().map(|text| pattern(text).map_err(|_| wrong(text))).collect()
}

/// Whether a pattern fits a text, in capital or small letters.
pub fn fits(pattern: &Pattern, text: &str) -> bool {
    let options = MatchOptions { case_sensitive: false, ..MatchOptions::new() };
    pattern.matches_with(text, options)
}

/// Tags that release one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// What they release: what is before their versions; empty for bare versions.
    pub name: String,
    pub tags: Vec<Tag>,
}

impl Family {
    /// The shortest pattern that picks these tags and none of the other families.
    pub fn shown(&self, all: &[Self]) -> String {
        let first = self.tags.first().map_or("", |tag| tag.name.as_str());
        let start = Version::of(first).map_or(first.len(), |version| version.start);
        let ends = ["*", "[0-9]*", "[0-9].*", "[12][0-9][0-9][0-9]*"];
        let mut patterns = ends.iter().map(|end| format!("{}{end}", &first[..start]));
        let is_exact = |text: &String| {
            let Ok(pattern) = pattern(text) else { return false };
            let mut own = self.tags.iter().filter(|tag| series(&tag.name) == series(first));
            let others = all.iter().filter(|other| *other != self);
            own.all(|tag| pattern.matches(&tag.name))
                && !others.flat_map(|other| &other.tags).any(|tag| pattern.matches(&tag.name))
        };
        patterns.clone().find(is_exact).or_else(|| patterns.next()).unwrap_or_default()
    }

    /// Whether it is named after production: it then deploys what another family may have released elsewhere before.
    fn is_production(&self) -> bool {
        self.name
            .split(|character: char| !character.is_alphanumeric())
            .any(|word| SHAPES.production.has(word))
    }
}

/// What a tag releases, and whether its version is a date: `v1.2.0` and `20260105` are no versions of one thing. A
/// build may have the number of a year.
fn series(name: &str) -> (String, bool) {
    let is_dated = |numbers: &[u64]| numbers.len() > 1 || numbers.iter().any(|number| *number >= 19_000_101);
    let Some(version) = Version::of(name) else { return (name.to_owned(), false) };
    (version.family.to_owned(), version.is_date() && is_dated(&version.numbers))
}

/// The tags by what they release, by name. A family that never names a commit without a larger one, within an hour, is
/// released together with it and belongs to it; without dates of their own tags have no times to compare.
pub fn families(tags: Vec<Tag>) -> Vec<Family> {
    let mut by_name: BTreeMap<(String, bool), Vec<Tag>> = BTreeMap::new();
    for tag in tags {
        by_name.entry(series(&tag.name)).or_default().push(tag);
    }
    let mut families: Vec<Family> =
        by_name.into_iter().map(|((name, _), tags)| Family { name, tags }).collect();
    families.sort_by_key(|family| std::cmp::Reverse(family.tags.len()));
    // When the family of each group named each of its commits, where that is known.
    let mut groups: Vec<(HashMap<Hash, Option<i64>>, Family)> = Vec::new();
    for family in families {
        let time = |tag: &Tag| tag.is_dated.then_some(tag.time);
        let is_beside = |(known, group): &&mut (HashMap<Hash, Option<i64>>, Family)| {
            let is_near = |tag: &Tag| {
                let near =
                    |known: &Option<i64>| known.zip(time(tag)).is_none_or(|(a, b)| (a - b).abs() <= HOUR);
                known.get(&tag.commit).is_some_and(near)
            };
            !group.is_production() && !family.is_production() && family.tags.iter().all(is_near)
        };
        match groups.iter_mut().find(is_beside) {
            Some((_, group)) => group.tags.extend(family.tags),
            None => groups.push((family.tags.iter().map(|tag| (tag.commit, time(tag))).collect(), family)),
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
    // The family of the tag by which each commit was first deployed.
    let mut known: BTreeMap<Hash, (String, bool)> = BTreeMap::new();
    let mut kept: Vec<Tag> = Vec::new();
    for tag in tags {
        let own = series(&tag.name);
        let is_again = kept.last().is_some_and(|last| last.commit != tag.commit && series(&last.name) == own);
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
            "build-1040-171b8ce",
            "prod-3fa9c21",
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
        assert_eq!(names(together.clone()), [("app".to_owned(), 3)]);
        together[2].time = 2 + HOUR + 1;
        assert_eq!(names(together.clone()), [("app".to_owned(), 2), ("lib".to_owned(), 1)], "later");
        together[2].is_dated = false;
        assert_eq!(names(together.clone()), [("app".to_owned(), 3)], "without a date of its own");
        together[2].name = "prod-1".to_owned();
        assert_eq!(names(together.clone()), [("app".to_owned(), 2), ("prod".to_owned(), 1)]);
        together.extend([tag("lib-0.1", 1, 1, true), tag("lib-0.2", 9, 9, true)]);
        assert_eq!(names(together).len(), 3, "lib has a deployment of its own");
    }

    #[test]
    fn numbers_in_names_and_dates_part_families_and_patterns_pick_one() {
        let names = |tags: &[&str]| -> Vec<String> {
            let tags = (1u8..).zip(tags).map(|(at, name)| tag(name, at, i64::from(at), true));
            let families = families(tags.collect());
            families.iter().map(|family| family.shown(&families)).collect()
        };
        assert_eq!(names(&["k8s-prod-1", "k8s-web-1", "k8s-prod-2"]), ["k8s-prod-*", "k8s-web-*"]);
        assert_eq!(names(&["v1.0.0", "20260303", "v1.1.0"]), ["v*", "[0-9]*"]);
        assert_eq!(names(&["1.0.0", "20260303", "latest"]), ["[0-9].*", "[12][0-9][0-9][0-9]*", "latest*"]);
        assert_eq!(names(&["build-1899", "build-1900", "build-2200"]), ["build-*"], "numbers, and no years");
        assert_eq!(names(&["prod-3fa9c21", "prod-fa9c213", "prod-1234567"]), ["prod-*"]);
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
