//! What a report may replace: reports of ours, and with force anything that holds no answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{LARGEST, Rights, bulk, failed, read_bytes, shown, write};
use crate::answers::csv;
use crate::error::{Error, Kind, Message, Result};
use crate::json::without_mark;
use crate::questionnaire::Version;

/// So many bytes of a file show whether it is a report; the rest may be far larger than memory.
const HEAD: u64 = 8 * 1024;

/// What may be replaced by a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    /// A report of ours only.
    OwnReport,
    /// Anything that does not hold answers.
    Anything,
}

/// Writes a report, unless that would replace something that must stay: a file that holds answers, one that was
/// read in this run, or, without force, anything that is not a report of ours.
///
/// # Errors
/// A file that must stay, and one that cannot be written.
pub fn write_report(
    path: &Path,
    content: &str,
    read: &[&Path],
    replace: Replace,
    rights: Rights,
) -> Result<()> {
    may_replace(path, read, replace)?;
    write(path, content, rights)
}

/// Refuses to write two results of one run to the same file, of which the second would replace the first.
///
/// # Errors
/// A file that is named twice, however it is named.
pub fn are_apart(files: impl IntoIterator<Item = PathBuf>) -> Result<()> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let place = |file: &Path| {
        let file = absolute(file);
        fs::canonicalize(&file).unwrap_or_else(|_| {
            let folder = file.parent().map(bulk::canonical).unwrap_or_default();
            folder.join(file.file_name().unwrap_or_default())
        })
    };
    let mut known = BTreeSet::new();
    match files.into_iter().find(|file| !known.insert(place(file))) {
        None => Ok(()),
        Some(file) => Err(Error::wrong(Message::new("file.twice").with("file", shown(&file)))),
    }
}

/// Whether a report may be written to a path, see [`write_report`].
///
/// # Errors
/// A file that must stay: it was read, holds answers, or is not a report of ours.
pub fn may_replace(path: &Path, read: &[&Path], replace: Replace) -> Result<()> {
    let refused = |id| Err(Error::new(Kind::File, Message::new(id).with("file", shown(path))));
    let same =
        |other: &&Path| matches!((fs::canonicalize(path), fs::canonicalize(other)), (Ok(a), Ok(b)) if a == b);
    if read.iter().any(same) {
        return refused("file.was-read");
    }
    if fs::metadata(path).is_ok_and(|known| known.is_file()) {
        let read = |most| read_bytes(path, most).map_err(|error| failed("file.read", path, &error));
        if begins_as_report(&String::from_utf8_lossy(&read(HEAD)?)) {
            return Ok(());
        }
        let old = read(LARGEST + 1)?;
        let old = String::from_utf8_lossy(&old);
        if !is_report(&old) {
            if holds_answers(&old) {
                return refused("file.holds-answers");
            }
            if replace == Replace::OwnReport && !old.is_empty() {
                return refused("file.not-ours");
            }
        }
    }
    Ok(())
}

fn holds_answers(text: &str) -> bool {
    text.contains("\"diditwork/answers/") || csv::is_sheet(text)
}

/// Whether a text is a report that this program wrote. Each format has a signature with the version that wrote it: at its
/// beginning, or for text and Markdown in its last line or paragraph (`diditwork 0.1.0 · … 2.0.0 …`).
fn is_report(text: &str) -> bool {
    let trimmed = text.trim_end();
    let last = [trimmed.rsplit('\n').next(), trimmed.rsplit("\n\n").next()];
    begins_as_report(text) || last.into_iter().flatten().any(is_signature)
}

fn is_signature(part: &str) -> bool {
    let is_version = |word: &&str| Version::parse(word.trim_end_matches([';', '_'])).is_some();
    let words: Vec<&str> = part.trim_start_matches('_').split_whitespace().collect();
    match words.as_slice() {
        ["diditwork", ours, "·", rest @ ..] => is_version(ours) && rest.iter().any(is_version),
        _ => false,
    }
}

fn begins_as_report(text: &str) -> bool {
    const JSON: [&str; 5] = ["report", "metrics", "trend", "team", "org"];
    const CSV: [&str; 3] = ["id", "date", "team"];
    let text = without_mark(text);
    let starts = |rest: Option<&str>, start: &str| {
        rest.and_then(|rest| rest.strip_prefix(start))
            .is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()))
    };
    let member = text.strip_prefix('{').map(str::trim_start);
    let is_json = JSON.iter().any(|kind| starts(member, &format!("\"schema\": \"diditwork/{kind}/")));
    let is_tally = starts(Some(text), "{\"schema\":\"diditwork/tally/");
    let rest = text
        .strip_prefix("<!doctype html>")
        .and_then(|page| page.split_once("<meta name=\"generator\" content=\""));
    let is_page =
        rest.is_some_and(|(head, rest)| !head.contains("</head>") && starts(Some(rest), "diditwork "));
    let mut rows = text.lines();
    let (heading, row) = (rows.next().unwrap_or_default(), rows.next());
    let is_heading = CSV.iter().any(|third| heading.starts_with(&format!("questionnaire,version,{third},")));
    let has_version =
        row.is_none_or(|row| row.split(',').nth(1).is_some_and(|cell| Version::parse(cell).is_some()));
    is_json || is_tally || is_page || is_heading && has_version
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_known_by_its_whole_signature_with_a_version() {
        for ours in [
            "# Did it work?\n\n_diditwork 0.1.0 · questionnaire real-stories 2.0.0_\n",
            "Neither yet\n\ndiditwork 0.1.0 · questionnaire\nreal-stories 2.0.0; facts from published sources\n",
            "{\n  \"schema\": \"diditwork/report/1\",\n",
            "{\"schema\":\"diditwork/tally/1\"}\n",
            "\u{feff}questionnaire,version,id,name\r\nreal-stories,2.0.0,flow,Flow\r\n",
            "<!doctype html>\n<head>\n<meta name=\"generator\" content=\"diditwork 0.1.0\">\n</head>",
        ] {
            assert!(is_report(ours), "{ours}");
        }
        for theirs in [
            "#!/bin/sh\ndiditwork report answers.json\n",
            "My notes.\n\ndiditwork is what we used, see 2.0.0\n",
            "diditwork 0.1.0 is out\n",
            "{ \"mine\": { \"schema\": \"diditwork/report/1\" } }",
            "questionnaire,version,id,name\nmine,first,x,y\n",
            "<p>&lt;meta name=\"generator\" content=\"diditwork 0.1.0\"></p>",
        ] {
            assert!(!is_report(theirs), "{theirs}");
        }
    }
}
