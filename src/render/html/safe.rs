//! What came from a file, made safe for the page: links and the embedded answers.

use crate::render::json::push_escaped;
use crate::text::steers;

/// The address, if it may be a link: only http and https are.
pub(crate) fn link(address: &str) -> Option<String> {
    let start: String = address.chars().take(8).collect::<String>().to_ascii_lowercase();
    let is_web = start.starts_with("http://") || start.starts_with("https://");
    (is_web && !address.chars().any(char::is_control)).then(|| address.to_owned())
}

/// An answers document in a form that can be inside of a template: what could end it or a line in another
/// language, or steer the terminal that prints the page, is written as `\u00XX`, and blanks between values are left out. It is still the same JSON.
pub(crate) fn embeddable(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len() + 64);
    let (mut in_text, mut after_backslash) = (false, false);
    for character in json.chars() {
        if !in_text && character.is_ascii_whitespace() {
            continue;
        }
        in_text ^= character == '"' && !after_backslash;
        after_backslash = in_text && character == '\\' && !after_backslash;
        match character {
            '<' | '>' | '&' => push_escaped(&mut escaped, character),
            _ if steers(character) => push_escaped(&mut escaped, character),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        for address in ["https://a.example", "HTTP://a.example"] {
            assert!(link(address).is_some(), "{address}");
        }
        for address in
            ["javascript:alert(1)", " https://a", "ftp://a", "https:a", "data:text/html,x", "//a.example"]
        {
            assert!(link(address).is_none(), "{address}");
        }
    }

    #[test]
    fn nothing_in_a_document_can_end_the_block() {
        let json = "{ \"note\" : \"</template><!-- & \u{2028} \\\" \\\\\", \"next\": 1\n}";
        let embedded = embeddable(json);
        assert!(!embedded.contains(['<', '>', '&', '\u{2028}']));
        let read: serde_json::Value = serde_json::from_str(&embedded).expect("still JSON");
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(json).expect("JSON"));
    }
}
