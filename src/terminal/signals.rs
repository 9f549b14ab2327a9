//! The state of the terminal, and what happens to it when the program is stopped, continued or ended.

use std::io::{Result, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, poll};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, is_raw_mode_enabled,
};
use crossterm::{cursor, execute};

/// Held while files or the screen are written, so that no signal comes in between.
static WRITING: Mutex<()> = Mutex::new(());

/// The files to remove when a signal ends the program.
static LEFTOVERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Whether the survey has the whole screen.
static HAS_SCREEN: AtomicBool = AtomicBool::new(false);

/// Does something that no signal may cut in half.
pub fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let _held = hold(&WRITING);
    work()
}

/// Names a file that must not stay when a signal ends the program.
pub fn leftover(path: PathBuf) {
    hold(&LEFTOVERS).push(path);
}

/// Says that a file that was named is gone.
pub fn is_gone(path: &Path) {
    hold(&LEFTOVERS).retain(|known| known != path);
}

#[cfg(test)]
pub(crate) fn leftovers() -> Vec<PathBuf> {
    hold(&LEFTOVERS).clone()
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the whole screen, unless it is taken already: every key is read as it is pressed, and what was on the screen
/// comes back afterwards.
pub(super) fn take_screen() -> Result<()> {
    undisturbed(|| if HAS_SCREEN.swap(true, Ordering::SeqCst) { Ok(()) } else { enter() })
}

/// Leaves the terminal as it was found, if the screen was taken.
pub(super) fn give_screen_back() {
    undisturbed(|| {
        if HAS_SCREEN.load(Ordering::SeqCst) {
            restore();
            HAS_SCREEN.store(false, Ordering::SeqCst);
        }
    });
}

fn enter() -> Result<()> {
    enable_raw_mode()?;
    // Only from the first look on does a new size of the window count as an event; one before it would go unseen.
    poll(Duration::ZERO)?;
    execute!(std::io::stderr(), EnterAlternateScreen, EnableBracketedPaste)
}

/// As a shell needs the terminal: lines and echo, the usual screen, pastes unmarked, cursor shown.
fn restore() {
    let is_raw = is_raw_mode_enabled().unwrap_or(false);
    let _ = disable_raw_mode();
    if HAS_SCREEN.load(Ordering::SeqCst) {
        let _ = execute!(std::io::stderr(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    } else if is_raw {
        let _ = execute!(std::io::stderr(), DisableBracketedPaste, cursor::Show);
    }
    let _ = std::io::stderr().flush();
}

/// From now on TERM, HUP, INT, QUIT and a terminal that went away leave the terminal as it was found, say the farewell
/// and end the program with 128 and the number of the signal. TSTP leaves it as it was found and stops the program;
/// CONT takes the screen again.
#[cfg(unix)]
pub fn watch(farewell: impl Fn() -> String + Send + 'static) {
    unix::watch(farewell);
}

/// Asks with a prompt that takes Ctrl-C, Ctrl-Z and Ctrl-\ for letters: here they are the signals that they are in a
/// shell.
#[cfg(unix)]
pub(super) fn heeding_keys<T>(ask: impl FnOnce() -> T) -> T {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let input = std::io::stdin();
    // A prompt finds the terminal in its raw mode already and leaves it so.
    if enable_raw_mode().is_ok()
        && let Ok(mut modes) = tcgetattr(&input)
    {
        modes.local_modes |= LocalModes::ISIG;
        let _ = tcsetattr(&input, OptionalActions::Now, &modes);
    }
    ask()
}

/// Other systems know no such signals.
#[cfg(not(unix))]
pub(super) fn heeding_keys<T>(ask: impl FnOnce() -> T) -> T {
    ask()
}

/// Stops the program as Ctrl-Z does in a shell, and everything that was started together with it.
#[cfg(unix)]
pub(super) fn suspend() {
    // Where it cannot be stopped it goes on.
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

/// Other systems cannot stop a program.
#[cfg(not(unix))]
pub(super) const fn suspend() {}

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
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::{emulate_default_handler, raise};

    use super::{HAS_SCREEN, LEFTOVERS, WRITING, disable_raw_mode, enter, hold, restore};

    /// How often it is looked whether the terminal is still there.
    const LOOK_EVERY: Duration = Duration::from_secs(1);

    pub(super) fn watch(farewell: impl Fn() -> String + Send + 'static) {
        // Without a handler a signal does what it always does.
        if let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT]) {
            std::thread::spawn(move || {
                let mut has_gone_on = false;
                for signal in signals.forever() {
                    match signal {
                        SIGTSTP => has_gone_on = stop(),
                        SIGCONT if std::mem::take(&mut has_gone_on) => {}
                        SIGCONT => {
                            let _nothing_is_drawn = hold(&WRITING);
                            take_again();
                        }
                        _ => end(signal, Some(&farewell)),
                    }
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

    /// Stops the program and, once it is continued, takes the screen again before anything else is drawn; whether it
    /// was stopped, so that the signal that continued it has nothing left to do.
    fn stop() -> bool {
        let _nothing_is_drawn = hold(&WRITING);
        restore();
        // Where the program cannot be stopped it goes on as if it had been.
        let was_stopped = emulate_default_handler(SIGTSTP).is_ok();
        take_again();
        was_stopped
    }

    /// Takes the screen again, whichever signal stopped the program, and has it drawn anew.
    fn take_again() {
        if HAS_SCREEN.load(Ordering::SeqCst) {
            let _ = disable_raw_mode();
            let _ = enter();
            // A new size makes the screen that waits for a key draw again.
            let _ = raise(SIGWINCH);
        }
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
            // Standard error itself may be gone: then nobody reads this.
            let _ = writeln!(std::io::stderr(), "\n{}", farewell());
        }
        for path in hold(&LEFTOVERS).drain(..) {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(128 + signal);
    }
}
