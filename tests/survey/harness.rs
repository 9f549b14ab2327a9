//! The program in a pseudo-terminal, with a terminal emulator that knows what is on the screen.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pty};
use rustix::termios::{LocalModes, tcgetattr};

/// Far longer than anything takes, so that a busy machine fails no test; what is waited for is looked for all the time.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked.
const GLANCE: Duration = Duration::from_millis(5);

pub(crate) const ENTER: &str = "\r";
pub(crate) const ESC: &str = "\x1b";
pub(crate) const DOWN: &str = "\x1b[B";
pub(crate) const CTRL_C: &str = "\x03";

/// A terminal with the program in it.
pub(crate) struct Terminal {
    pty: Arc<Pty>,
    pub(crate) child: Child,
    parser: Arc<Mutex<vt100::Parser>>,
    heard: Arc<Mutex<Vec<u8>>>,
    /// Whether everything that was written has been read.
    is_read: Arc<AtomicBool>,
}

/// What a terminal is like.
#[derive(Clone, Copy)]
pub(crate) struct Setup {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
    pub(crate) environment: &'static [(&'static str, &'static str)],
}

pub(crate) const USUAL: Setup = Setup { columns: 80, rows: 24, environment: &[] };

impl Terminal {
    /// Starts the program in a folder.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_in(folder, arguments, USUAL)
    }

    /// Starts the program in a terminal of a certain kind.
    pub(crate) fn start_in(folder: &Path, arguments: &[&str], setup: Setup) -> Self {
        Self::start_program(env!("CARGO_BIN_EXE_diditwork"), folder, arguments, setup)
    }

    /// Starts any program in a terminal of a certain kind.
    pub(crate) fn start_program(program: &str, folder: &Path, arguments: &[&str], setup: Setup) -> Self {
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(Size::new(setup.rows, setup.columns)).unwrap();
        let mut command = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("TERM", "xterm-256color")
            .env("PATH", "/usr/bin:/bin")
            .env("LANG", "en_GB.UTF-8");
        for (name, value) in setup.environment {
            command = command.env(name, value);
        }
        let child = command.spawn(pts).unwrap();
        let terminal = Self {
            pty: Arc::new(pty),
            child,
            parser: Arc::new(Mutex::new(vt100::Parser::new(lines(setup.rows), lines(setup.columns), 500))),
            heard: Arc::default(),
            is_read: Arc::default(),
        };
        terminal.listen();
        terminal
    }

    fn listen(&self) {
        let (pty, parser, heard) = (Arc::clone(&self.pty), Arc::clone(&self.parser), Arc::clone(&self.heard));
        let is_read = Arc::clone(&self.is_read);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Reading fails when the program has ended.
            while let Ok(count @ 1..) = (&*pty).read(&mut bytes) {
                parser.lock().unwrap().process(&bytes[..count]);
                heard.lock().unwrap().extend_from_slice(&bytes[..count]);
            }
            is_read.store(true, Ordering::SeqCst);
        });
    }

    /// What is on the screen now.
    pub(crate) fn screen(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    /// Looks at the screen with its colours and weights.
    pub(crate) fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.parser.lock().unwrap().screen())
    }

    /// Everything on the screen once the program has ended.
    pub(crate) fn printed(&mut self) -> String {
        self.end();
        self.wait("the end of the output", |_| self.is_read.load(Ordering::SeqCst));
        // The last of it may have come after the look that the waiting began with.
        self.screen()
    }

    /// Everything that was ever written, with its control sequences, once the program has ended.
    pub(crate) fn printed_bytes(&mut self) -> String {
        self.printed();
        self.heard()
    }

    /// The lines that the terminal had to break because they were wider than it.
    pub(crate) fn broken_lines(&self) -> Vec<String> {
        let parser = self.parser.lock().unwrap();
        let screen = parser.screen();
        let lines: Vec<String> = screen.rows(0, screen.size().1.into()).collect();
        let is_broken = |row: &usize| u16::try_from(*row).is_ok_and(|row| screen.row_wrapped(row));
        (0..lines.len()).filter(is_broken).map(|row| lines[row].clone()).collect()
    }

    fn is_drawn(&self) -> bool {
        !self.parser.lock().unwrap().screen().hide_cursor()
    }

    /// Everything that was ever written, with its control sequences.
    pub(crate) fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned()
    }

    /// Waits until something holds of the screen.
    pub(crate) fn wait(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let screen = self.screen();
            // While a screen is being drawn the cursor is hidden: what is there then is half of it.
            if self.is_drawn() && screen == self.screen() && holds(&screen) {
                return screen;
            }
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}:\n{screen}");
            std::thread::sleep(GLANCE);
        }
    }

    /// Waits until a text is on the screen, however it is wrapped.
    pub(crate) fn see(&self, text: &str) -> String {
        self.wait(text, |screen| flat(screen).contains(text))
    }

    /// Sends keys without waiting for anything.
    pub(crate) fn send(&self, keys: &str) {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
    }

    /// Sends keys and waits until a text is on the screen.
    pub(crate) fn press(&self, keys: &str, then: &str) -> String {
        self.send(keys);
        self.see(then)
    }

    /// Waits until the choice of this number is the marked one.
    pub(crate) fn marks(&self, number: usize) -> String {
        let mark = format!(" > {number}  ");
        self.wait(&mark, |screen| screen.lines().any(|line| line.starts_with(&mark)))
    }

    /// Takes the first choice of the first screen, 12 questions, or the second, all, and passes the rule; the first
    /// question is on the screen then.
    pub(crate) fn begin(&self, digit: &str) -> String {
        self.see("1-3 choose");
        self.press(digit, "Enter begin");
        self.press(ENTER, "1 of ")
    }

    /// Changes the size of the terminal.
    pub(crate) fn resize(&self, rows: u16, columns: u16) {
        self.parser.lock().unwrap().screen_mut().set_size(lines(rows), lines(columns));
        self.pty.resize(Size::new(rows, columns)).unwrap();
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Whether the terminal is as a shell needs it: lines, echo and signals on, cursor shown, pastes unmarked.
    pub(crate) fn is_usable(&self) -> bool {
        let modes = tcgetattr(&*self.pty).unwrap().local_modes;
        let parser = self.parser.lock().unwrap();
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
            && !parser.screen().hide_cursor()
            && !parser.screen().bracketed_paste()
    }

    /// Waits for the program to end.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(GLANCE);
        }
        panic!("the program does not end:\n{}", self.screen());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// A screen as one line: every run of spaces and line ends as a single space.
pub(crate) fn flat(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}
