//! Reading what another program says, and not for ever.

use std::io::{Error, ErrorKind, Read, Result};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// The bytes that are read at once; a pipe holds no more.
pub(super) const PIECE: usize = 1 << 16;

/// How many pieces may wait to be taken.
const WAITING: usize = 2;

/// A reader that gives up once nothing has come for so long. The thread behind it ends with what it reads from.
pub(super) struct Patient {
    pieces: Receiver<Result<Vec<u8>>>,
    patience: Duration,
    piece: Vec<u8>,
    taken: usize,
}

impl Patient {
    /// Reads from `source` with this much patience.
    pub(super) fn new(mut source: impl Read + Send + 'static, patience: Duration) -> Self {
        let (send, pieces) = sync_channel(WAITING);
        std::thread::spawn(move || {
            loop {
                let mut piece = vec![0; PIECE];
                let read = source.read(&mut piece).map(|read| {
                    piece.truncate(read);
                    piece
                });
                let is_last = !matches!(&read, Ok(piece) if !piece.is_empty());
                if send.send(read).is_err() || is_last {
                    return;
                }
            }
        });
        Self { pieces, patience, piece: Vec::new(), taken: 0 }
    }
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.taken == self.piece.len() {
            self.taken = 0;
            self.piece = match self.pieces.recv_timeout(self.patience) {
                Ok(piece) => piece?,
                Err(RecvTimeoutError::Timeout) => return Err(Error::from(ErrorKind::TimedOut)),
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
            };
        }
        let read = (&self.piece[self.taken..]).read(buffer)?;
        self.taken += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn everything_that_comes_is_read_in_its_order() {
        let bytes: Vec<u8> = (0..3 * PIECE + 7).map(|number| u8::try_from(number % 251).unwrap()).collect();
        let mut read = Vec::new();
        let source = std::io::Cursor::new(bytes.clone());
        Patient::new(source, Duration::from_secs(600)).read_to_end(&mut read).unwrap();
        assert!(read == bytes);
    }

    #[test]
    fn what_says_nothing_any_more_is_given_up() {
        let (source, mut speaker) = std::io::pipe().unwrap();
        speaker.write_all(b"one").unwrap();
        let mut patient = Patient::new(source, Duration::from_millis(20));
        let mut buffer = [0; 3];
        // The first words may take their time on a busy machine.
        while patient.read(&mut buffer).is_err() {}
        assert_eq!(&buffer, b"one");
        assert_eq!(patient.read(&mut buffer).unwrap_err().kind(), ErrorKind::TimedOut);
        drop(speaker);
        while patient.read(&mut buffer).is_err() {}
    }
}
