//! The stories of companies that are most like a team, by what the team says of itself. A choice of what to read, and
//! never a ranking of companies.

use std::cmp::Reverse;

use crate::answers::Answers;
use crate::language::Language;
use crate::questionnaire::{Questionnaire, StoryEntry};

/// The word by which they are asked for.
pub const WORD: &str = "peers";

/// This many.
const COUNT: usize = 3;

/// How a tag begins that says how many people build software there at most; larger companies carry none of them.
const SIZE: &str = "under-";

/// The ids of the three stories that fit best, beside those that are compared with anyway and those that warn: first by
/// the words of the field that are tags of the story, then by those of the country, then by the size, then in the order
/// of the questionnaire, where stories with newer facts come first. At least one is at home where the language is spoken, if there
/// is one: its tags hold the language.
pub fn of<'q>(questionnaire: &'q Questionnaire, answers: &Answers, language: &Language) -> Vec<&'q str> {
    let is_kept = |ids: &[String], entry: &StoryEntry| ids.contains(&entry.id);
    let mut fitting: Vec<&StoryEntry> = questionnaire
        .stories
        .iter()
        .filter(|entry| !is_kept(&questionnaire.default_stories, entry))
        .filter(|entry| !is_kept(&questionnaire.warning_stories, entry))
        .collect();
    let size = answers.size.map(|size| size_tag(&fitting, size));
    fitting.sort_by_key(|entry| {
        let field = shared(entry, answers.field.as_deref());
        let country = shared(entry, answers.country.as_deref());
        let is_as_large = size.as_ref().is_some_and(|tag| match tag {
            Some(tag) => entry.tags.contains(tag),
            None => !entry.tags.iter().any(|known| known.starts_with(SIZE)),
        });
        Reverse((field, country, is_as_large))
    });
    let is_at_home = |entry: &&StoryEntry| entry.tags.iter().any(|tag| tag == language.base());
    if let Some(at) = fitting.iter().position(is_at_home).filter(|at| *at >= COUNT) {
        fitting.swap(at, COUNT - 1);
    }
    fitting.into_iter().take(COUNT).map(|entry| entry.id.as_str()).collect()
}

/// Whether what a team says of itself fits the tags of any story at all.
pub fn fit(questionnaire: &Questionnaire, answers: &Answers) -> bool {
    let said = [answers.field.as_deref(), answers.country.as_deref()];
    answers.size.is_some()
        || questionnaire.stories.iter().any(|entry| said.iter().any(|said| shared(entry, *said) > 0))
}

/// How many words of a text are tags of a story.
fn shared(entry: &StoryEntry, said: Option<&str>) -> usize {
    let words = said.unwrap_or_default().to_lowercase();
    let words = words.split([' ', ',', ';', '/']).filter(|word| !word.is_empty());
    words.filter(|word| entry.tags.iter().any(|tag| tag == word)).count()
}

/// The tag of the smallest limit that a number of people stays under; nothing above all of them.
fn size_tag(stories: &[&StoryEntry], size: u32) -> Option<String> {
    let tags = stories.iter().flat_map(|entry| &entry.tags);
    let limits = tags.filter_map(|tag| tag.strip_prefix(SIZE)?.parse::<u32>().ok());
    limits.filter(|limit| size < *limit).min().map(|limit| format!("{SIZE}{limit}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;

    fn fitting(size: Option<u32>, field: &str, country: &str, language: &str) -> Vec<String> {
        let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
        let mut answers = Answers::empty(&questionnaire);
        (answers.size, answers.field, answers.country) =
            (size, Some(field.to_owned()), Some(country.to_owned()));
        let language = Language::from_tag(language).unwrap();
        of(&questionnaire, &answers, &language).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn the_field_comes_before_the_country_and_the_country_before_the_size() {
        assert_eq!(fitting(Some(60), "Finance", "Korea", "en"), ["toss", "monzo", "capital-one"]);
        assert_eq!(fitting(Some(2000), "public", "Europe", "en")[..2], ["hmrc", "govuk"]);
        assert_eq!(fitting(Some(200), "public", "europe", "en")[..2], ["govuk", "hmrc"]);
        assert_eq!(fitting(None, "embedded, industry", "", "en"), ["john-deere", "denso", "hp-laserjet"]);
    }

    #[test]
    fn words_that_are_no_tags_fit_nothing() {
        let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
        let fits = |size, field: Option<&str>, country: Option<&str>| {
            let [field, country] = [field, country].map(|said| said.map(str::to_owned));
            fit(&questionnaire, &Answers { size, field, country, ..Answers::empty(&questionnaire) })
        };
        assert!(
            fits(Some(60), None, None)
                && fits(None, Some("Finance"), None)
                && fits(None, None, Some("korea"))
        );
        assert!(!fits(None, None, None) && !fits(None, Some("금융"), Some("한국")));
    }

    #[test]
    fn one_at_least_is_at_home_where_the_language_is_spoken() {
        let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
        let is_korean = |id: &String| {
            questionnaire
                .stories
                .iter()
                .any(|entry| entry.id == *id && entry.tags.iter().any(|tag| tag == "ko"))
        };
        for field in ["", "public", "embedded", "finance", "media"] {
            assert!(fitting(None, field, "", "ko").iter().any(is_korean), "{field}");
        }
        assert!(!fitting(None, "embedded", "", "en").iter().any(is_korean));
    }

    #[test]
    fn no_story_that_is_compared_with_anyway_or_warns_is_among_them() {
        let questionnaire = Pack::BuiltIn.questionnaire().unwrap();
        for entry in &questionnaire.stories {
            for tag in &entry.tags {
                let found = fitting(Some(10), tag, tag, "en");
                assert_eq!(found.len(), COUNT);
                let left_out = questionnaire.default_stories.iter().chain(&questionnaire.warning_stories);
                assert!(left_out.into_iter().all(|id| !found.contains(id)), "{tag}");
            }
        }
    }
}
