//! Versions in names of tags: what is released, and the numbers that distinguish releases.

use std::ops::Range;

/// The version in a name such as `api-v1.4.2-rc.1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<'a> {
    /// What is released: what is before the numbers, without `v` and separators (`api`; empty for `v1.4.2`).
    pub family: &'a str,
    /// The numbers (1, 4, 2); of a date also those parted by hyphens; none where the name of a commit stands for them.
    pub numbers: Vec<u64>,
    /// What is behind them (`-rc.1`).
    pub rest: &'a str,
    /// Where the numbers begin in the name.
    pub start: usize,
}

impl<'a> Version<'a> {
    /// The version in a name: its first numbers parted by points, else its first number that begins a word, else the name
    /// of a commit (`prod-3fa9c21`), else its first number.
    pub fn of(name: &'a str) -> Option<Self> {
        let hash = commit_name(name);
        let begins = |index: &usize| {
            name[*index..].starts_with(|first: char| first.is_ascii_digit())
                && !name[..*index].ends_with(|before: char| before.is_ascii_digit() || before == '.')
                && !hash.as_ref().is_some_and(|hash| hash.contains(index))
        };
        let starts: Vec<usize> = name.char_indices().map(|(index, _)| index).filter(begins).collect();
        let mut versions = starts.iter().filter_map(|start| Self::at(name, *start));
        let dotted = versions.clone().find(|version| version.numbers.len() > 1);
        let whole = || versions.clone().find(|version| before_word(&name[..version.start]).is_some());
        let unnumbered = |hash: Range<usize>| Self {
            family: name[..hash.start].trim_end_matches(SEPARATORS),
            numbers: Vec::new(),
            rest: &name[hash.end..],
            start: hash.start,
        };
        dotted.or_else(whole).or_else(|| hash.clone().map(unnumbered)).or_else(|| versions.next())
    }

    fn at(name: &'a str, start: usize) -> Option<Self> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let mut rest = &name[start..];
        let mut numbers: Vec<u64> = Vec::new();
        loop {
            let (number, behind) = rest.split_at(digits(rest));
            numbers.push(number.parse().ok()?);
            let separators: &[char] = if is_year(numbers[0]) { &['.', '-'] } else { &['.'] };
            let next = behind.strip_prefix(separators).filter(|next| digits(next) > 0);
            let Some(next) = next.filter(|_| numbers.len() < 4) else {
                let before = &name[..start];
                return Some(Self {
                    family: before_word(before).unwrap_or(before).trim_end_matches(SEPARATORS),
                    numbers,
                    rest: behind,
                    start,
                });
            };
            rest = next;
        }
    }

    /// Whether the numbers are a date or begin with a year.
    pub fn is_date(&self) -> bool {
        self.numbers.first().is_some_and(|first| is_year(*first) || *first >= 19_000_101)
    }

    /// All numbers but the last: releases of an older line come after ones of a newer line.
    pub fn line(&self) -> Option<&[u64]> {
        let (_, line) = self.numbers.split_last()?;
        (!line.is_empty() && !self.is_date()).then_some(line)
    }

    /// Whether it is a later patch of the other version: `v1.4.2` after `v1.4.1`.
    pub fn is_patch_of(&self, before: &Self) -> bool {
        let three =
            |version: &Self| version.numbers.get(..3).map(|numbers| (numbers[0], numbers[1], numbers[2]));
        let (Some(new), Some(old)) = (three(self), three(before)) else { return false };
        self.family == before.family && (new.0, new.1) == (old.0, old.1) && new.2 > old.2
    }
}

/// What parts a name from its version.
const SEPARATORS: [char; 7] = ['-', '_', '/', '@', '.', ' ', ':'];

/// What is before a number that begins a word, without the `v` of a version.
fn before_word(before: &str) -> Option<&str> {
    let plain = before.strip_suffix(['v', 'V']).unwrap_or(before);
    (!plain.ends_with(char::is_alphanumeric)).then_some(plain)
}

/// Where the name of a commit is in the name of a tag.
fn commit_name(name: &str) -> Option<Range<usize>> {
    let word = name.split(SEPARATORS).find(|word| is_commit_name(word))?;
    let start = name.find(word)?;
    Some(start..start + word.len())
}

/// Whether a word is the name of a commit: hexadecimal digits with letters among them, and no date with a letter behind it
/// (`20260105a`).
pub fn is_commit_name(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.bytes().any(|byte| is(&byte));
    let is_hexadecimal = word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let date = word.get(..8).and_then(|date| date.parse::<u64>().ok());
    let is_date = date.is_some_and(|date| is_year(date / 10_000));
    is_hexadecimal && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && !is_date
}

const fn is_year(number: u64) -> bool {
    1900 <= number && number < 2200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_family_and_numbers() {
        for (name, family, numbers, rest) in [
            ("v1.4.2", "", &[1, 4, 2][..], ""),
            ("1.4", "", &[1, 4], ""),
            ("api-v1.4.2-rc.1", "api", &[1, 4, 2], "-rc.1"),
            ("@scope/pkg@2.0.0", "@scope/pkg", &[2, 0, 0], ""),
            ("py3-v1.0", "py3", &[1, 0], ""),
            ("deploy-2026-01-05b", "deploy", &[2026, 1, 5], "b"),
            ("dev1", "dev", &[1], ""),
            ("t17", "t", &[17], ""),
            ("release/20260105.3", "release", &[20_260_105, 3], ""),
            ("v1.2.x", "", &[1, 2], ".x"),
            ("k8s-staging-12", "k8s-staging", &[12], ""),
            ("web1-prod-v3", "web1-prod", &[3], ""),
            ("build-1040-171e8ce", "build", &[1040], "-171e8ce"),
            ("prod-fa9c213", "prod", &[], ""),
            ("k8s_prod_3fa9c21b", "k8s_prod", &[], ""),
            ("deploy-20260105c", "deploy", &[20_260_105], "c"),
        ] {
            let version = Version::of(name).unwrap();
            assert_eq!(
                (version.family, version.numbers.as_slice(), version.rest),
                (family, numbers, rest),
                "{name}"
            );
        }
        for name in ["latest", "", "v99999999999999999999.4.2"] {
            assert_eq!(Version::of(name), None, "{name}");
        }
    }

    #[test]
    fn a_patch_raises_the_third_number_only() {
        let is_patch = |after, before| Version::of(after).unwrap().is_patch_of(&Version::of(before).unwrap());
        assert!(is_patch("v1.4.2", "v1.4.1"));
        assert!(is_patch("api-v1.4.2-1", "api-v1.4.0"));
        for (after, before) in [
            ("v1.5.0", "v1.4.1"),
            ("v1.4.1", "v1.4.1"),
            ("web-v1.4.2", "api-v1.4.1"),
            ("v2", "v1"),
            ("1.2", "1.1"),
        ] {
            assert!(!is_patch(after, before), "{after} {before}");
        }
    }
}
