//! Bytes as text: UTF-8, UTF-16, and for tables the encodings in which Excel saves them.

use encoding_rs::{EUC_KR, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::{Finding, Message, Place};

/// So many characters decide whether bytes without a mark are UTF-16.
const LOOKED_AT: usize = 32;

/// How workbooks begin: those of today are ZIP archives, older ones compound files.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// How files begin that gzip compressed.
const COMPRESSED: &[u8] = b"\x1f\x8b";

/// How UTF-32 begins, by its mark or by the bracket of a document.
const UTF_32: [&[u8]; 5] = [b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"{\0\0\0", b"[\0\0\0", b"\0\0\0{"];

/// The text, with a warning if its encoding was guessed.
///
/// # Errors
/// A workbook, and bytes that are no text in any encoding that is known, with the place of the first.
pub fn decoded(bytes: Vec<u8>) -> Result<(String, Option<Finding>), Finding> {
    if WORKBOOKS.iter().any(|beginning| bytes.starts_with(beginning)) {
        return Err(Finding::error(Message::new("file.workbook")));
    }
    if bytes.starts_with(COMPRESSED) {
        return Err(Finding::error(Message::new("file.compressed")));
    }
    if UTF_32.iter().any(|beginning| bytes.starts_with(beginning)) {
        return Err(Finding::error(Message::new("file.utf-32")));
    }
    if let Some(encoding) = utf_16(&bytes) {
        let (text, _, is_broken) = encoding.decode(&bytes);
        let broken = || Finding::error(Message::new("file.encoding"));
        return if is_broken { Err(broken()) } else { Ok((text.into_owned(), None)) };
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, None)),
        Err(error) => error,
    };
    match table(error.as_bytes()) {
        Some((text, encoding)) => {
            let message = Message::new("file.guessed").with("encoding", encoding);
            Ok((text, Some(Finding::warning(message))))
        }
        None => Err(not_text(error.as_bytes(), error.utf8_error())),
    }
}

/// The text of bytes that are UTF-8 already.
pub fn borrowed(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|_| utf_16(bytes).is_none() && !bytes.starts_with(WORKBOOKS[0]))
}

/// Whether bytes begin as UTF-16, in which the ends of lines are no single bytes.
pub fn is_utf_16(bytes: &[u8]) -> bool {
    utf_16(bytes).is_some()
}

/// UTF-16 with its mark, or without one if the first characters are those of ASCII.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |at: usize| {
        let mut pairs = bytes.chunks_exact(2).take(LOOKED_AT);
        bytes.len() >= 4 && pairs.all(|pair| pair[at] == 0 && pair[1 - at] != 0)
    };
    match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        _ if zeros(1) => Some(UTF_16LE),
        _ if zeros(0) => Some(UTF_16BE),
        _ => None,
    }
}

/// The text of a table that is not UTF-8, and the name of the encoding that fits: Korean if all of it is, else Western.
fn table(bytes: &[u8]) -> Option<(String, &'static str)> {
    let is_control = |byte: &u8| *byte < b' ' && !b"\t\r\n".contains(byte);
    let start = bytes.trim_ascii_start().first().copied();
    let is_other = matches!(start, None | Some(b'{' | b'[' | b'<'));
    let is_separated = bytes.iter().any(|byte| b",;\t".contains(byte));
    if is_other || !is_separated || bytes.iter().any(is_control) {
        return None;
    }
    let korean = EUC_KR.decode_without_bom_handling_and_without_replacement(bytes);
    let western = || (WINDOWS_1252.decode_without_bom_handling(bytes).0, "Windows-1252");
    let (text, name) = korean.map_or_else(western, |text| (text, "CP949"));
    Some((text.into_owned(), name))
}

/// The error for bytes that are not UTF-8, with the place of the first that is not.
fn not_text(bytes: &[u8], error: std::str::Utf8Error) -> Finding {
    let place = Place::START.behind(&String::from_utf8_lossy(&bytes[..error.valid_up_to()]));
    Finding { place: Some(place), ..Finding::error(Message::new("file.encoding")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decoded(bytes.to_vec()).unwrap().0
    }

    fn utf_16_of(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(text(&utf_16_of("\u{feff}id,답변\n", order)), "id,답변\n");
            assert_eq!(
                text(&utf_16_of("id;answer and the name of the first team;팀\n", order)),
                "id;answer and the name of the first team;팀\n"
            );
        }
    }

    #[test]
    fn a_table_of_excel_is_read_as_korean_or_western_and_says_so() {
        // 결제 in CP949, café in Windows-1252.
        for (bytes, expected, name) in [
            (&b"team,\xb0\xe1\xc1\xa6"[..], "team,결제", "CP949"),
            (b"team;caf\xe9 x", "team;café x", "Windows-1252"),
        ] {
            let (text, guessed) = decoded(bytes.to_vec()).unwrap();
            assert_eq!(text, expected);
            assert_eq!(guessed.unwrap().message, Message::new("file.guessed").with("encoding", name));
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        let found = |bytes: &[u8]| decoded(bytes.to_vec()).unwrap_err();
        assert_eq!(found(b"PK\x03\x04rest").message.id, "file.workbook");
        assert_eq!(found(b"\x1f\x8b\x08").message.id, "file.compressed");
        assert_eq!(found(b"{\n\"a\": \"caf\xe9\"}").place, Some(Place { line: 2, column: 10 }));
        assert_eq!(found(b"\x01,\xff\x00").message.id, "file.encoding");
        for utf_32 in
            [&b"\xff\xfe\0\0i\0\0\0"[..], b"\0\0\xfe\xff\0\0\0i", b"{\0\0\0}\0\0\0", b"\0\0\0{\0\0\0}"]
        {
            assert_eq!(found(utf_32).message.id, "file.utf-32");
        }
    }
}
