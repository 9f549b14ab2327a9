//! How far an interview is.

/// How the questions were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many questions are asked.
    pub asked: usize,
    /// How many have a level.
    pub levels: usize,
    /// How many are not known.
    pub unknown: usize,
    /// How many do not apply.
    pub not_applicable: usize,
}

impl Tally {
    /// How many have an answer of any kind.
    pub const fn given(self) -> usize {
        self.levels + self.unknown + self.not_applicable
    }

    /// How many have none.
    pub const fn open(self) -> usize {
        self.asked - self.given()
    }
}
