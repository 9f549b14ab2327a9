//! The files inside the program, as the build script leaves them. What most runs never ask for lies there compressed;
//! whoever asks for a file does not notice.

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_slice_iter_to_slice;

/// Every file by its path, in the order of the paths.
#[allow(clippy::unreadable_literal, reason = "the build script writes it for the compiler alone")]
static FILES: &[(&str, Held)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// How a file lies in the program.
enum Held {
    /// As it is.
    Plain(&'static str),
    /// Compressed, with its length before that.
    Packed(&'static [u8], usize),
}

/// The text of a file; nothing where there is no such file, or where it is no text.
pub fn text(path: &str) -> Option<Cow<'static, str>> {
    match find(path)? {
        Held::Plain(text) => Some(Cow::Borrowed(text)),
        Held::Packed(packed, length) => String::from_utf8(unpacked(packed, *length)?).ok().map(Cow::Owned),
    }
}

/// The bytes of a file; nothing where there is no such file.
pub fn bytes(path: &str) -> Option<Cow<'static, [u8]>> {
    match find(path)? {
        Held::Plain(text) => Some(Cow::Borrowed(text.as_bytes())),
        Held::Packed(packed, length) => unpacked(packed, *length).map(Cow::Owned),
    }
}

/// The paths below a folder, in order, without the name of the folder.
pub fn below(folder: &str) -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(move |(path, _)| path.strip_prefix(folder)?.strip_prefix('/'))
}

fn find(path: &str) -> Option<&'static Held> {
    FILES.binary_search_by_key(&path, |(known, _)| known).ok().map(|at| &FILES[at].1)
}

fn unpacked(packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let written = decompress_slice_iter_to_slice(&mut bytes, std::iter::once(packed), false, true).ok()?;
    (written == length).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read_whole() {
        assert!(FILES.is_sorted_by_key(|(path, _)| *path));
        for (path, held) in FILES {
            let length = match held {
                Held::Plain(text) => text.len(),
                Held::Packed(packed, length) => {
                    assert!(packed.len() < *length, "{path}");
                    *length
                }
            };
            assert_eq!(bytes(path).map(|bytes| bytes.len()), Some(length), "{path}");
        }
        assert!(bytes("zones/").is_none());
    }

    #[test]
    fn a_compressed_text_is_the_text_of_its_file() {
        let file = include_str!("../questionnaires/schema/answers.json");
        let tight: String = file.lines().map(str::trim_start).collect();
        assert_eq!(text("schema/answers.json").as_deref(), Some(tight.as_str()));
    }

    #[test]
    fn what_is_cut_short_or_damaged_is_no_file() {
        let Some(Held::Packed(packed, length)) = find("schema/answers.json") else {
            panic!("a schema lies compressed")
        };
        assert!(unpacked(packed, *length).is_some());
        assert!(unpacked(&packed[..packed.len() / 2], *length).is_none());
        assert!(unpacked(packed, length + 1).is_none());
        assert!(unpacked(packed, length - 1).is_none());
    }
}
