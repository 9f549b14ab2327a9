//! A folder of files, written whole or not at all.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::error::{Error, Kind, Message, Result};
use crate::store::{failed, shown};

/// Writes files, by their paths inside of it, into a folder that is new or empty. The last of them appears last, so
/// that a folder that holds it holds everything.
///
/// # Errors
/// A folder that holds something, and whatever cannot be written; what was there before is still there then.
pub fn write(folder: &Path, files: &[(String, String)]) -> Result<()> {
    match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                let message = Message::new("init.not-empty").with("folder", shown(folder));
                return Err(Error::new(Kind::File, message));
            }
            fill(folder, files)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => make(folder, files),
        Err(error) => Err(error),
    }
    .map_err(|error| failed("file.write", folder, &error))
}

/// Makes a new folder: built beside it under another name, then renamed.
fn make(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let built = build(parent, files)?;
    fs::rename(built.path(), folder)?;
    // What was renamed is no longer there to be cleared away.
    let _ = built.keep();
    Ok(())
}

/// Fills an empty folder, which may be the one that is somebody's current folder: built inside of it, then moved up entry by
/// entry. Where one cannot be moved, those before it are taken away again.
fn fill(folder: &Path, files: &[(String, String)]) -> io::Result<()> {
    let built = build(folder, files)?;
    let mut entries: Vec<&str> = Vec::new();
    for (path, _) in files {
        let entry = path.split('/').next().unwrap_or(path);
        entries.retain(|known| *known != entry);
        entries.push(entry);
    }
    for (position, entry) in entries.iter().enumerate() {
        if let Err(error) = fs::rename(built.path().join(entry), folder.join(entry)) {
            for moved in &entries[..position] {
                let moved = folder.join(moved);
                // The first failure is the one to report.
                let _ = if moved.is_dir() { fs::remove_dir_all(moved) } else { fs::remove_file(moved) };
            }
            return Err(error);
        }
    }
    Ok(())
}

/// The files in a folder of a name of its own, which goes away unless it is kept.
fn build(parent: &Path, files: &[(String, String)]) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".diditwork-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Narrowed by the user's mask, like the rights of any new folder.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let built = builder.tempdir_in(parent)?;
    for (path, text) in files {
        let target: PathBuf = built.path().join(path);
        if let Some(inner) = target.parent() {
            fs::create_dir_all(inner)?;
        }
        fs::write(target, text)?;
    }
    Ok(built)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Vec<(String, String)> {
        [("a/b/c.txt", "one"), ("a/d.txt", "two"), ("e.txt", "three")]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .to_vec()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_and_an_empty_folder_get_every_file_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("empty")).unwrap();
        for name in ["empty", "new", "deep/er"] {
            let folder = root.path().join(name);
            write(&folder, &files()).unwrap();
            assert_eq!(names(&folder), ["a", "e.txt"]);
            assert_eq!(fs::read_to_string(folder.join("a/b/c.txt")).unwrap(), "one");
        }
        assert_eq!(names(root.path()), ["deep", "empty", "new"]);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        let mut wrong = files();
        wrong.push(("e.txt/inside".to_owned(), String::new()));
        fs::create_dir(root.path().join("empty")).unwrap();
        for name in ["empty", "new"] {
            assert!(write(&root.path().join(name), &wrong).is_err());
        }
        assert_eq!(names(root.path()), ["empty"]);
        assert_eq!(names(&root.path().join("empty")), [""; 0]);
    }

    #[test]
    fn a_folder_that_holds_something_and_a_file_stay_as_they_are() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(".hidden"), "mine").unwrap();
        let refused = write(root.path(), &files()).unwrap_err();
        assert_eq!(refused.findings[0].message.id, "init.not-empty");
        assert_eq!(write(&root.path().join(".hidden"), &files()).unwrap_err().kind, Kind::File);
        assert_eq!(fs::read_to_string(root.path().join(".hidden")).unwrap(), "mine");
        assert_eq!(names(root.path()), [".hidden"]);
    }
}
