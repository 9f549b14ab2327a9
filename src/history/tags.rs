//! Names of tags: which are chosen by a pattern, and which name a pre-release.

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

/// Whether a name's version is a pre-release: behind its numbers stands one of the usual words, as in `v1.0.0-rc.1`,
/// `2.0b3` or `api-v3.1.0-SNAPSHOT`. A word before the numbers names what is released and does not count.
pub fn is_pre_release(name: &str) -> bool {
    let Some(start) = name.find(|character: char| character.is_ascii_digit()) else { return false };
    let behind =
        name[start..].trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    let behind = behind.split('+').next().unwrap_or_default();
    let words = behind.split(|character: char| !character.is_ascii_alphabetic());
    let mut words = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
    words.any(|word| PRE_RELEASE.contains(&word.as_str()))
}

/// Whether a name fits a pattern: `*` stands for any characters, `/` among them, `?` for one, `[a-z]` for one of
/// these, `[!a-z]` for one of all others, and everything else for itself.
pub fn fits(name: &str, pattern: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let (mut at, mut in_pattern) = (0, 0);
    // Where to go on when what follows the last star does not fit: its place, and how much it has taken.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match piece(&pattern, in_pattern) {
            Some(Piece::Star) => {
                star = Some((in_pattern + 1, at));
                in_pattern += 1;
            }
            Some(Piece::One(matches, length)) if matches(name[at]) => {
                at += 1;
                in_pattern += length;
            }
            _ => {
                let Some((behind, taken)) = star else { return false };
                star = Some((behind, taken + 1));
                (in_pattern, at) = (behind, taken + 1);
            }
        }
    }
    pattern[in_pattern..].iter().all(|character| *character == '*')
}

enum Piece<'p> {
    Star,
    One(Box<dyn Fn(char) -> bool + 'p>, usize),
}

fn piece(pattern: &[char], position: usize) -> Option<Piece<'_>> {
    let rest = &pattern[position..];
    Some(match rest.first()? {
        '*' => Piece::Star,
        '?' => Piece::One(Box::new(|_| true), 1),
        '[' => match rest.iter().skip(2).position(|character| *character == ']') {
            Some(end) => {
                let inside = &rest[1..end + 2];
                Piece::One(Box::new(move |character| in_class(inside, character)), end + 3)
            }
            None => Piece::One(Box::new(|character| character == '['), 1),
        },
        literal => Piece::One(Box::new(move |character| character == *literal), 1),
    })
}

fn in_class(class: &[char], character: char) -> bool {
    let (class, wanted) = match class.first() {
        Some('!' | '^') => (&class[1..], false),
        _ => (class, true),
    };
    let mut position = 0;
    while position < class.len() {
        let is_range = class.get(position + 1) == Some(&'-') && position + 2 < class.len();
        let last = if is_range { class[position + 2] } else { class[position] };
        if (class[position]..=last).contains(&character) {
            return wanted;
        }
        position += if is_range { 3 } else { 1 };
    }
    !wanted
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
        for name in [
            "v1.0.0",
            "1.2.3-1",
            "beta-service-v1.0",
            "v1.0.0-hotfix",
            "release",
            "v1+rc",
            "2026-11-22",
            "v1.0-ga",
        ] {
            assert!(!is_pre_release(name), "{name}");
        }
    }

    #[test]
    fn patterns_fit_whole_names() {
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
        assert!(!fits(&"a".repeat(5000), &format!("{}b", "*a".repeat(50))));
    }
}
