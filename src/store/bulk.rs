//! Very many files, and files larger than memory: listing, reading into one buffer, writing as it comes.

use std::borrow::Cow;
use std::fs;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::encoding;
use crate::error::{Error, Finding, Kind, Message, Result};
use crate::store::{LARGEST, Rights, failed, shown};

/// The largest document that is read, in bytes.
pub const LARGEST_DOCUMENT: u64 = LARGEST;

/// Opens a file to be read piece by piece; `-` is standard input.
///
/// # Errors
/// A file that cannot be opened.
pub fn open(path: &Path) -> Result<Box<dyn Read + Send>> {
    super::open(path).map_err(|error| failed("file.read", path, &error))
}

/// Reads a file into a buffer that is used again and again; gives how many of its bytes are the file's.
///
/// # Errors
/// A file that cannot be read or is larger than 64 MiB.
pub fn read_into(path: &Path, buffer: &mut Vec<u8>) -> Result<usize> {
    let read = read_whole(path, buffer).map_err(|error| failed("file.read", path, &error))?;
    if read as u64 > LARGEST { Err(too_large(path)) } else { Ok(read) }
}

/// Reads in pieces that most documents fit into, without asking for the size first. The buffer never shrinks, so
/// that it is cleared once and not for every file.
fn read_whole(path: &Path, buffer: &mut Vec<u8>) -> std::io::Result<usize> {
    const PIECE: usize = 16 * 1024;
    let mut file = fs::File::open(path)?;
    let mut filled = 0;
    while filled as u64 <= LARGEST {
        if buffer.len() < filled + PIECE {
            buffer.resize(filled + PIECE, 0);
        }
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The error for a file or line that is larger than any document.
pub fn too_large(path: &Path) -> Error {
    let message = Message::new("file.large").with("file", shown(path)).with("most", LARGEST / 1024 / 1024);
    Error::wrong(message)
}

/// The bytes of a file as text, with a warning if the encoding was guessed.
///
/// # Errors
/// Bytes that are no text, with the place.
pub fn text<'a>(path: &Path, bytes: &'a [u8]) -> Result<(Cow<'a, str>, Option<Finding>)> {
    match encoding::borrowed(bytes) {
        Some(text) => Ok((Cow::Borrowed(text), None)),
        None => match encoding::decoded(bytes.to_vec()) {
            Ok((text, guessed)) => Ok((Cow::Owned(text), guessed)),
            Err(finding) => Err(Error::input(vec![finding.in_file(&shown(path))])),
        },
    }
}

/// One path of each file, however it is named; a path that leads nowhere stays as it is.
pub fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// All files of a folder and its folders, in any order. What is hidden is left out, and links to folders are not
/// followed.
///
/// # Errors
/// A folder that cannot be read, and what is no ordinary file in it, such as a pipe.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |error: std::io::Error| failed("file.read", &folder, &error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let name = entry.file_name();
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
            path.extend([folder.as_os_str(), &name]);
            if kind.is_dir() {
                folders.push(path);
            } else {
                if !kind.is_file() {
                    super::ordinary(&path)?;
                }
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// Writes what comes piece by piece to a file, whole or not at all; without a file to standard output.
///
/// # Errors
/// A file or standard output that cannot be written; a closed pipe is no error.
pub fn write_through(
    path: Option<&Path>,
    content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<()> {
    let Some(path) = path else {
        let mut output = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
        return match content(&mut output).and_then(|()| output.flush()) {
            // The reader has read enough.
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Error::new(Kind::File, Message::new("file.output").with("why", error)))
            }
            _ => Ok(()),
        };
    };
    super::write_as(path, Rights::Usual, content).map_err(|error| failed("file.write", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_folder_what_is_not_hidden_is_listed() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("inner.json/.hidden")).unwrap();
        for name in ["a.json", "json", ".json", ".b.json", "inner.json/f.json"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        fs::write(root.path().join("inner.json/.hidden/g.json"), "").unwrap();
        let mut found = files_below(root.path()).unwrap();
        found.sort();
        let expected = ["a.json", "inner.json/f.json", "json"].map(|name| root.path().join(name));
        assert_eq!(found, expected);
    }
}
