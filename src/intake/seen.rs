//! Which documents without a code say the same as another one. All threads share it, so that of two such documents
//! exactly one counts as the first.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::team::gathered::Roster;
use crate::team::{Mode, Record, tally};

/// With more documents than this they are no longer compared in a workshop, so that memory stays flat.
const MOST_COMPARED: usize = 10_000;

#[derive(Debug)]
pub(super) struct Seen {
    mode: Mode,
    marks: Mutex<HashSet<u64>>,
    twins: AtomicUsize,
    copies: AtomicUsize,
    is_full: AtomicBool,
}

impl Seen {
    pub(super) fn new(mode: Mode) -> Self {
        Self {
            mode,
            marks: Mutex::default(),
            twins: AtomicUsize::new(0),
            copies: AtomicUsize::new(0),
            is_full: AtomicBool::new(false),
        }
    }

    /// Adds a document to a roster; in anonymous mode one that says the same as another is set aside.
    pub(super) fn add(&self, roster: &mut Roster, record: &Record<'_>) {
        let is_compared = record.code.is_empty() && !record.agreed && !self.is_full.load(Ordering::Relaxed);
        if is_compared && !self.is_new(record.mark()) {
            self.twins.fetch_add(1, Ordering::Relaxed);
            if self.mode == Mode::Anonymous {
                return roster.set_aside(record.team);
            }
        }
        roster.add(record);
    }

    /// Notes the line of a tally; where it has people without a code, a copy of it counts them twice.
    pub(super) fn note_tally(&self, line: &str) {
        if !self.is_full.load(Ordering::Relaxed) && !self.is_new(tally::mark(line)) {
            self.copies.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many lines of tallies say the same as another one.
    pub(super) fn copies(&self) -> usize {
        self.copies.load(Ordering::Relaxed)
    }

    fn is_new(&self, mark: u64) -> bool {
        let mut marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = marks.insert(mark);
        if self.mode == Mode::Workshop && marks.len() > MOST_COMPARED {
            self.is_full.store(true, Ordering::Relaxed);
            *marks = HashSet::new();
        }
        is_new
    }

    pub(super) fn twins(&self) -> usize {
        if self.is_full.load(Ordering::Relaxed) { 0 } else { self.twins.load(Ordering::Relaxed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Form;
    use crate::team::Layout;
    use crate::team::gathered::Roles;
    use crate::testing::drawn;

    const ANYBODY: Record<'static> = Record {
        team: "",
        scope: "",
        code: "",
        role: None,
        date: "2026-05-01",
        form: Form::Full,
        agreed: false,
        choices: &[2],
    };

    /// How many people count, how many documents were set aside, and how many are twins.
    fn counted(mode: Mode, records: &[Record<'_>]) -> (u32, u32, usize) {
        let seen = Seen::new(mode);
        let mut roster = Roster::new(Layout::new(&drawn(&["a"], &[])), Roles::Together, None);
        for record in records {
            seen.add(&mut roster, record);
        }
        let team = &roster.finish()[""];
        (team.table.respondents(), team.set_aside, seen.twins())
    }

    #[test]
    fn the_same_sheet_counts_once_where_people_are_anonymous() {
        let records = [
            ANYBODY,
            ANYBODY,
            Record { date: "2026-05-02", ..ANYBODY },
            Record { choices: &[3], ..ANYBODY },
            Record { code: "k", ..ANYBODY },
            Record { code: "l", ..ANYBODY },
        ];
        assert_eq!(counted(Mode::Anonymous, &records), (5, 1, 1), "a code tells people apart");
        assert_eq!(counted(Mode::Workshop, &records), (6, 0, 1));
    }

    #[test]
    fn a_workshop_compares_ten_thousand_documents_at_most() {
        let names: Vec<String> = (0..=MOST_COMPARED).map(|number| number.to_string()).collect();
        let mut records: Vec<Record<'_>> = names.iter().map(|scope| Record { scope, ..ANYBODY }).collect();
        records.push(records[0]);
        assert_eq!(
            counted(Mode::Workshop, &records[1..]),
            (10_001, 0, 0),
            "the last is not among the others"
        );
        assert_eq!(counted(Mode::Workshop, &records[..2]).2, 0);
        records.drain(1..100);
        assert_eq!(counted(Mode::Workshop, &records).2, 1);
    }
}
