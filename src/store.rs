//! The only place that touches files: reading with a bound and a place in every error, writing whole or not at all.

#![expect(clippy::disallowed_methods, reason = "this is the room for files")]

pub mod bulk;
pub mod folder;
pub mod found;
#[cfg(not(target_family = "wasm"))]
pub mod lock;
mod replace;

use std::fs;
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::encoding;
use crate::error::{Error, Finding, Kind, Message, Result};

pub use replace::{Replace, are_apart, may_replace, write_report};

/// No file of ours comes near this size; what is larger is not read, so that a mistake costs no memory.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How the name of a file begins and ends that is not whole yet.
const PART: (&str, &str) = (".diditwork-", ".part");

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Its owner only: answers.
    Owner,
    /// As usual on this machine: reports.
    Usual,
}

/// A path as it is shown to people.
pub fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The last part of a path, by which warnings and reports name a file.
pub fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| shown(path), |name| name.to_string_lossy().into_owned())
}

/// Where a symbolic link points to; `None` if there is none.
pub fn link(path: &Path) -> Option<String> {
    fs::read_link(path).ok()?.into_os_string().into_string().ok()
}

/// The text of a file; `-` reads standard input.
///
/// # Errors
/// A file that cannot be read, is larger than 64 MiB, or is no text (with the place).
pub fn read(path: &Path) -> Result<String> {
    read_noting(path).map(|(text, _)| text)
}

/// The text of a file, with a warning if its encoding was guessed.
///
/// # Errors
/// As for [`read`].
pub fn read_noting(path: &Path) -> Result<(String, Option<Finding>)> {
    let bytes = read_bytes(path, LARGEST + 1).map_err(|error| failed("file.read", path, &error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(bulk::too_large(path));
    }
    let in_file = |finding: Finding| finding.in_file(&shown(path));
    encoding::decoded(bytes)
        .map(|(text, guessed)| (text, guessed.map(in_file)))
        .map_err(|finding| Error::input(vec![in_file(finding)]))
}

/// The text of a file that was found in a folder and not named by a person.
///
/// # Errors
/// As for [`read`]; and what is no ordinary file, such as a pipe that nobody writes to.
pub fn read_found(path: &Path) -> Result<String> {
    ordinary(path)?;
    read(path)
}

/// Refuses what was found in a folder and is neither a file nor a folder, nor a link to one: reading it might never
/// end. What is not there is left to the reader.
fn ordinary(path: &Path) -> Result<()> {
    match fs::metadata(path) {
        Ok(known) if !known.is_file() && !known.is_dir() => {
            let message = Message::new("file.read").with_sentence("why", "file.why.special");
            Err(Error::new(Kind::File, message.with("file", shown(path))))
        }
        _ => Ok(()),
    }
}

/// So many bytes of a file; `-` is standard input.
fn read_bytes(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn open(path: &Path) -> std::io::Result<Box<dyn Read + Send>> {
    Ok(if path == Path::new("-") { Box::new(std::io::stdin()) } else { Box::new(fs::File::open(path)?) })
}

/// The files of a folder with this ending, by name; empty if there is no such folder.
///
/// # Errors
/// A folder that cannot be read, and what is no ordinary file in it, such as a pipe.
pub fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("file.read", folder, &error)),
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == ending))
        .collect();
    files.sort();
    files.iter().try_for_each(|file| ordinary(file))?;
    Ok(files)
}

/// The folders in a folder, by name; hidden ones are left out.
///
/// # Errors
/// A folder that cannot be read.
pub fn folders_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| failed("file.read", folder, &error))?;
    let is_hidden = |path: &Path| name(path).starts_with('.');
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir() && !is_hidden(path))
        .collect();
    folders.sort();
    Ok(folders)
}

/// Whether there is a file or folder at a path. Where that cannot be found out there may be one: what would be made
/// in its place could replace it.
pub fn exists(path: &Path) -> bool {
    const NOTHING: [ErrorKind; 2] = [ErrorKind::NotFound, ErrorKind::NotADirectory];
    path.symlink_metadata().map_or_else(|error| !NOTHING.contains(&error.kind()), |_| true)
}

/// What a file is known by, to see whether somebody else has written it since: device, number, size and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    time: Option<std::time::SystemTime>,
    #[cfg(unix)]
    place: (u64, u64),
}

/// What a file is known by now; `None` if there is no file or nothing can be found out.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let known = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some(Stamp {
        size: known.len(),
        time: known.modified().ok(),
        #[cfg(unix)]
        place: {
            use std::os::unix::fs::MetadataExt;
            (known.dev(), known.ino())
        },
    })
}

/// So many old files may lie beside a new one.
const MOST_KEPT: usize = 100_000;

/// Gives a file another name beside it, so that it is kept: `answers.json` becomes `answers-old.json`, or
/// `answers-old-2.json` where that is taken. Gives the new path.
///
/// # Errors
/// A folder in which nothing can be renamed.
pub fn keep_as_old(path: &Path) -> Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let mut kept = path.with_file_name(format!("{stem}-old{ending}"));
    let mut number = 1;
    // Where nothing can be found out at all, renaming will say why.
    while exists(&kept) && number < MOST_KEPT {
        number += 1;
        kept = path.with_file_name(format!("{stem}-old-{number}{ending}"));
    }
    fs::rename(path, &kept).map_err(|error| failed("file.write", &kept, &error))?;
    Ok(kept)
}

/// Makes a folder, unless it is there.
///
/// # Errors
/// A folder that cannot be made.
pub fn make_folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path).map_err(|error| failed("file.write", path, &error))
}

/// Whether there is a folder at a path.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Writes a file whole or not at all: into a new file beside it, then renamed. Answers are flushed to disk. A link is followed;
/// what is no ordinary file, such as a pipe, is written to as it is.
///
/// # Errors
/// A file that cannot be written; what was there before is still there then.
pub fn write(path: &Path, content: &str, rights: Rights) -> Result<()> {
    let content = |output: &mut dyn Write| output.write_all(content.as_bytes());
    write_as(path, rights, content).map_err(|error| failed("file.write", path, &error))
}

fn write_as(
    path: &Path,
    rights: Rights,
    content: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> std::io::Result<()> {
    const PIECE: usize = 1 << 16;
    let target = followed(path);
    if target.is_dir() {
        return Err(std::io::Error::from(ErrorKind::IsADirectory));
    }
    if fs::metadata(&target).is_ok_and(|known| !known.is_file()) {
        let mut file = BufWriter::with_capacity(PIECE, fs::OpenOptions::new().write(true).open(&target)?);
        content(&mut file)?;
        return file.flush();
    }
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut part = part_beside(folder, rights)?;
    // The file itself and not its wrapper, of which errors name the file beside that nobody knows of.
    let mut output = BufWriter::with_capacity(PIECE, part.as_file_mut());
    content(&mut output)?;
    output.flush()?;
    drop(output);
    // Answers are what a person typed and must outlive a loss of power; a report can be made again from them.
    let flushed = rights == Rights::Owner;
    if flushed {
        part.as_file().sync_all()?;
    }
    part.persist(&target).map_err(|error| error.error)?;
    // The new name is safe only once the folder is on disk too; not every file system can do this.
    if let Some(folder) = flushed.then(|| fs::File::open(folder).ok()).flatten() {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Where a path leads, also by a link to a file that is not there yet.
fn followed(path: &Path) -> PathBuf {
    let by_link = || fs::read_link(path).map(|link| path.with_file_name(link));
    fs::canonicalize(path).or_else(|_| by_link()).unwrap_or_else(|_| path.to_owned())
}

/// A new file in a folder that takes what is written until it is whole. It is locked, so that nobody takes it for one
/// that was left behind; a file system without locks has it unlocked.
fn part_beside(folder: &Path, rights: Rights) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART.0).suffix(PART.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As a mode of creation these rights are narrowed by the user's mask, like those of any new file.
        let mode = if rights == Rights::Owner { 0o600 } else { 0o666 };
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = rights;
    // What a killed run left here is removed by the next run that writes here.
    #[cfg(not(target_family = "wasm"))]
    lock::tidy_once(folder);
    loop {
        let file = builder.tempfile_in(folder)?;
        // Another program may have taken it for a leftover before it was locked; then a new one is needed.
        let is_taken = matches!(file.as_file().try_lock(), Err(fs::TryLockError::WouldBlock));
        if !is_taken && file.path().exists() {
            return Ok(file);
        }
    }
}

/// Why a file or stream could not be read or written, in our words where we have any.
pub(crate) fn failed(id: &'static str, path: &Path, error: &std::io::Error) -> Error {
    let why = match error.kind() {
        ErrorKind::NotFound => "file.why.not-found",
        ErrorKind::PermissionDenied => "file.why.denied",
        ErrorKind::IsADirectory => "file.why.folder",
        ErrorKind::NotADirectory => "file.why.not-folder",
        ErrorKind::AlreadyExists => "file.why.exists",
        ErrorKind::InvalidFilename => "file.why.name",
        ErrorKind::FileTooLarge => "file.why.limit",
        ErrorKind::StorageFull => "file.why.full",
        ErrorKind::ReadOnlyFilesystem => "file.why.read-only",
        _ => "",
    };
    let message = Message::new(id).with("file", shown(path));
    let message = if why.is_empty() { message.with("why", error) } else { message.with_sentence("why", why) };
    Error::new(Kind::File, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_report_with_answers_is_for_its_owner_and_a_part_that_was_left_is_removed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(format!("{}killed{}", PART.0, PART.1));
        fs::write(&left, "half").unwrap();
        let file = folder.path().join("a.html");
        for (rights, mode) in [(Rights::Usual, 0o044), (Rights::Owner, 0)] {
            let _ = fs::remove_file(&file);
            write_report(&file, "x", &[], Replace::OwnReport, rights).unwrap();
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o044, mode & !umask());
        }
        assert!(!left.exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_file_that_is_not_there_yet_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link.html");
        std::os::unix::fs::symlink("new.html", &link).unwrap();
        write(&link, "x", Rights::Usual).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("new.html")).unwrap(), "x");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    /// What this machine takes away from the rights of a new file.
    #[cfg(unix)]
    fn umask() -> u32 {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new");
        fs::write(&file, "").unwrap();
        0o666 & !fs::metadata(&file).unwrap().permissions().mode()
    }
}
