//! What happens when the program is told to end, or its terminal goes away, while a prompt is open.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Held while files are written, so that no signal ends the program in the middle of it.
static WRITING: Mutex<()> = Mutex::new(());

/// A file to remove when a signal ends the program.
static LEFTOVER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Does something that no signal may cut in half.
pub fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let _held = hold(&WRITING);
    work()
}

/// Names the file that must not stay when a signal ends the program; nothing where there is none any more.
pub fn leftover(path: Option<PathBuf>) {
    *hold(&LEFTOVER) = path;
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on TERM, HUP, INT and a terminal that went away leave the terminal as it was found, say the farewell
/// and end the program with 128 and the number of the signal.
#[cfg(unix)]
pub fn watch(farewell: impl Fn() -> String + Send + 'static) {
    unix::watch(farewell);
}

/// From now on a file that outgrows the limit on files is an error of writing, after which nothing is left behind,
/// instead of the end of the program in the middle of it.
#[cfg(unix)]
pub fn outlive_the_limit_on_files() {
    let unused = std::sync::Arc::default();
    // Without a handler the signal ends the program as it always does.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, unused);
}

/// Other systems know no such signal.
#[cfg(not(unix))]
pub const fn outlive_the_limit_on_files() {}

/// Other systems end a program without asking it.
#[cfg(not(unix))]
pub fn watch(_farewell: impl Fn() -> String + Send + 'static) {}

#[cfg(unix)]
mod unix {
    use std::io::{IsTerminal, Write};
    use std::time::Duration;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::{LEFTOVER, WRITING, hold};

    /// How often it is looked whether the terminal is still there.
    const LOOK_EVERY: Duration = Duration::from_secs(1);

    pub(super) fn watch(farewell: impl Fn() -> String + Send + 'static) {
        // Without a handler a signal ends the program as it always does.
        if let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) {
            std::thread::spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    end(signal, Some(&farewell));
                }
            });
        }
        // A terminal that goes away sends HUP only to the session that owns it; others would read nothing for ever.
        std::thread::spawn(|| {
            while std::io::stdin().is_terminal() {
                std::thread::sleep(LOOK_EVERY);
            }
            end(SIGHUP, None);
        });
    }

    #[expect(
        clippy::exit,
        clippy::disallowed_methods,
        reason = "the main thread waits for a key that will not come"
    )]
    fn end(signal: i32, farewell: Option<&dyn Fn() -> String>) {
        let _no_half_files = hold(&WRITING);
        restore();
        if let Some(farewell) = farewell {
            // Standard error itself may be gone: then there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "\n{}", farewell());
        }
        if let Some(path) = hold(&LEFTOVER).take() {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(128 + signal);
    }

    /// Raw mode off, bracketed paste off, cursor shown.
    fn restore() {
        const PASTE_OFF_CURSOR_ON: &[u8] = b"\x1b[?2004l\x1b[?25h";
        let raw = crossterm::terminal::is_raw_mode_enabled().unwrap_or(false);
        let _ = crossterm::terminal::disable_raw_mode();
        if raw {
            let _ = std::io::stderr().write_all(PASTE_OFF_CURSOR_ON);
        }
    }
}
