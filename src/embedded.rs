//! The files inside the program. A new file in one of these folders is noticed with the next change of a file that is
//! there already, or of this one.

use std::borrow::Cow;

use rust_embed::Embed;

/// The built-in pack.
#[derive(Embed)]
#[folder = "questionnaires/real-stories"]
pub struct PackFiles;

/// JSON Schemas of what a pack and answers hold.
#[derive(Embed)]
#[folder = "questionnaires/schema"]
pub struct Schemas;

/// Templates, styles and the script of the form.
#[derive(Embed)]
#[folder = "reports/html"]
pub struct Pages;

/// The program's own sentences, one file a language.
#[derive(Embed)]
#[folder = "reports/text"]
pub struct Sentences;

/// The text of a file; `None` if there is no such file.
pub fn text<Files: Embed>(path: &str) -> Option<&'static str> {
    match Files::get(path)?.data {
        Cow::Borrowed(bytes) => str::from_utf8(bytes).ok(),
        // Every build embeds its files (`debug-embed`), so that none is read while the program runs.
        Cow::Owned(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_text() {
        fn all<Files: Embed>() -> usize {
            Files::iter().inspect(|path| assert!(text::<Files>(path).is_some(), "{path}")).count()
        }
        assert!(all::<PackFiles>() > 100 && all::<Schemas>() == 10 && all::<Pages>() > 40);
        assert!(all::<Sentences>() >= 2);
        assert_eq!(
            text::<Schemas>("answers.json"),
            Some(include_str!("../questionnaires/schema/answers.json"))
        );
        assert_eq!(text::<PackFiles>("stories/"), None);
    }
}
