//! A lock on a file that one run of the program works on for a long time.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{failed, name, shown};
use crate::error::{Error, Kind, Message, Result};
use crate::terminal::signals;

/// How often a lock file may vanish between opening and locking it before that is an error.
const ATTEMPTS: usize = 20;

/// A lock, held until it is dropped. It is a hidden file next to the locked one, since that one is replaced
/// by every save. The operating system gives it back however the program ends, so a lock file that was left behind
/// locks nothing.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _held: File,
}

impl Lock {
    /// Locks a file, which need not exist yet. A file system without locks counts as unlocked.
    ///
    /// # Errors
    /// Somebody else holds the lock, or nothing can be written beside the file.
    pub fn acquire(guarded: &Path) -> Result<Self> {
        let path = beside(guarded);
        for _ in 0..ATTEMPTS {
            let file = open(&path).map_err(|error| failed("file.write", guarded, &error))?;
            if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
                break;
            }
            // Between opening and locking, the one who held it may have removed it: then this locks nothing.
            if is_still(&file, &path) {
                signals::leftover(path.clone());
                tidy(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")));
                return Ok(Self { path, _held: file });
            }
        }
        Err(Error::new(Kind::File, Message::new("survey.locked").with("file", shown(guarded))))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held, so that nobody can lock a file that is about to vanish.
        let _ = fs::remove_file(&self.path);
        signals::is_gone(&self.path);
    }
}

/// [`tidy`], once a run for each folder: a run may write thousands of pages into one.
pub(super) fn tidy_once(folder: &Path) {
    static TIDIED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    if TIDIED.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        tidy(folder);
    }
}

/// Removes what a program that was killed in the middle of writing left in a folder. A program that still writes holds a lock
/// on its file.
pub(super) fn tidy(folder: &Path) {
    let is_part = |path: &PathBuf| {
        let name = name(path);
        name.starts_with(super::PART.0) && name.ends_with(super::PART.1)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    for part in entries.filter(is_part) {
        let is_file = fs::symlink_metadata(&part).is_ok_and(|known| known.is_file());
        let file = is_file.then(|| OpenOptions::new().write(true).open(&part).ok()).flatten();
        // The lock is held until the file is gone, so that a process that just made it sees one or the other.
        if let Some(file) = file
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(&part);
        }
    }
}

fn beside(guarded: &Path) -> PathBuf {
    let real = fs::canonicalize(guarded).unwrap_or_else(|_| guarded.to_owned());
    real.with_file_name(format!(".{}.lock", name(&real)))
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(named)) => (held.dev(), held.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_at_a_time_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers.json");
        let first = Lock::acquire(&file).unwrap();
        assert_eq!(Lock::acquire(&file).unwrap_err().kind, Kind::File);
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        drop(Lock::acquire(&file).unwrap());
    }

    #[test]
    fn a_signal_removes_the_lock_that_came_after_another() {
        let folder = tempfile::tempdir().unwrap();
        let [before, now] = ["a.json", "b.json"].map(|name| folder.path().join(name));
        let first = Lock::acquire(&before).unwrap();
        let second = Lock::acquire(&now).unwrap();
        drop(first);
        assert!(signals::leftovers().contains(&beside(&now)));
        assert!(!signals::leftovers().contains(&beside(&before)));
        drop(second);
        assert!(!signals::leftovers().contains(&beside(&now)));
    }

    #[test]
    fn what_a_killed_program_left_is_removed_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let part = |name: &str| folder.path().join(format!(".diditwork-{name}.part"));
        let held = super::super::part_beside(folder.path(), super::super::Rights::Owner).unwrap();
        fs::write(part("dead"), "half").unwrap();
        fs::create_dir(part("folder")).unwrap();
        fs::write(folder.path().join("diditwork-mine.part"), "mine").unwrap();
        drop(Lock::acquire(&folder.path().join("answers.json")).unwrap());
        assert!(!part("dead").exists());
        assert!(held.path().exists() && part("folder").exists());
        assert!(folder.path().join("diditwork-mine.part").exists());
    }

    #[test]
    fn what_other_threads_are_writing_is_never_taken_for_a_leftover() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let folder = folder.path();
                scope.spawn(move || {
                    for number in 0..100 {
                        let page = folder.join(format!("{thread}-{number}.html"));
                        tidy(folder);
                        super::super::write(&page, "page", super::super::Rights::Usual).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 400);
    }

    #[test]
    fn a_lock_file_that_was_left_behind_locks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers.json");
        open(&beside(&file)).unwrap();
        Lock::acquire(&file).unwrap();
    }
}
