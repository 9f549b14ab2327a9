//! The documents of each team put together: who counts, and what was found about them. Any order gives the same.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::answers::{Form, Role};
use crate::team::{Choices, Layout, Record, Table};

/// Above this many documents it is no longer looked whether two have the same contents, so that memory stays flat.
const MOST_COMPARED: usize = 10_000;

/// The documents of one team.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The counts of everybody who has no code; of all, once all were gathered.
    pub table: Table,
    /// The same by role, where that was asked for.
    pub roles: BTreeMap<Role, Table>,
    /// The service, where all name the same; empty where they differ.
    pub scope: Option<Box<str>>,
    /// The latest date.
    pub date: Box<str>,
    /// How many documents gave way to a later one with the same code.
    pub replaced: u32,
    /// How many documents are consensus files, which are no person.
    pub agreed: u32,
    coded: HashMap<Box<str>, Kept>,
    consensus: Option<Kept>,
}

/// A document that a later one may replace. The order is that of its fields: the later date wins, and of the same
/// date the one with the greater contents, so that the order of reading decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    date: Box<str>,
    choices: Choices,
    is_short: bool,
    role: Option<Role>,
}

impl Kept {
    fn of(record: &Record<'_>) -> Self {
        Self {
            date: record.date.into(),
            choices: record.choices.into(),
            is_short: record.form == Form::Short,
            role: record.role,
        }
    }

    fn form(&self) -> Form {
        if self.is_short { Form::Short } else { Form::Full }
    }
}

impl Gathered {
    fn new(layout: &Layout) -> Self {
        Self {
            table: Table::new(layout),
            roles: BTreeMap::new(),
            scope: None,
            date: "".into(),
            replaced: 0,
            agreed: 0,
            coded: HashMap::new(),
            consensus: None,
        }
    }

    fn add(&mut self, (layout, roles): (&Layout, Roles), record: &Record<'_>) {
        if *record.date > *self.date {
            self.date = record.date.into();
        }
        self.note_scope(record.scope);
        if record.agreed {
            self.agreed += 1;
            self.consensus = self.consensus.take().max(Some(Kept::of(record)));
        } else if record.code.is_empty() {
            self.count((layout, roles), record.choices, (record.form, record.role));
        } else {
            self.keep(record.code.into(), Kept::of(record));
        }
    }

    fn count(
        &mut self,
        (layout, roles): (&Layout, Roles),
        choices: &[u8],
        (form, role): (Form, Option<Role>),
    ) {
        self.table.add(layout, choices, form);
        if let (Roles::Apart, Some(role)) = (roles, role) {
            self.roles.entry(role).or_insert_with(|| Table::new(layout)).add(layout, choices, form);
        }
    }

    fn keep(&mut self, code: Box<str>, kept: Kept) {
        match self.coded.entry(code) {
            Entry::Vacant(entry) => {
                entry.insert(kept);
            }
            Entry::Occupied(mut entry) => {
                self.replaced += 1;
                if kept > *entry.get() {
                    entry.insert(kept);
                }
            }
        }
    }

    fn note_scope(&mut self, scope: &str) {
        match &self.scope {
            Some(known) if **known == *scope => {}
            Some(_) => self.scope = Some("".into()),
            None => self.scope = Some(scope.into()),
        }
    }

    /// Puts the documents of another part of the same team in.
    fn merge(&mut self, other: Self) {
        self.table.merge(&other.table);
        for (role, table) in other.roles {
            match self.roles.entry(role) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(table);
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => entry.get_mut().merge(&table),
            }
        }
        if let Some(scope) = other.scope {
            self.note_scope(&scope);
        }
        self.date = std::mem::take(&mut self.date).max(other.date);
        self.replaced += other.replaced;
        self.agreed += other.agreed;
        other.coded.into_iter().for_each(|(code, kept)| self.keep(code, kept));
        self.consensus = self.consensus.take().max(other.consensus);
    }

    /// Counts those with a code, each once. Where nobody but a consensus file speaks for the team, it counts as one.
    fn finish(&mut self, layout: &Layout, roles: Roles) {
        for (_, kept) in std::mem::take(&mut self.coded) {
            self.count((layout, roles), &kept.choices, (kept.form(), kept.role));
        }
        if let Some(kept) = self.consensus.take().filter(|_| self.table.respondents() == 0) {
            self.table.add(layout, &kept.choices, kept.form());
        }
    }
}

/// Whether people are also counted by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// Together only.
    Together,
    /// By role too.
    Apart,
}

/// The teams that documents were put together for.
#[derive(Clone, Debug)]
pub struct Roster {
    layout: Layout,
    roles: Roles,
    only: Option<String>,
    /// The teams by name; those without a name under the empty one.
    pub teams: HashMap<Box<str>, Gathered>,
    documents: usize,
    contents: HashSet<u64>,
}

impl Roster {
    /// No documents yet; `only` leaves out every team but one.
    pub fn new(layout: Layout, roles: Roles, only: Option<String>) -> Self {
        Self { layout, roles, only, teams: HashMap::new(), documents: 0, contents: HashSet::new() }
    }

    /// The layout of its tables.
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Whether it still wants to know the contents of documents that carry no code.
    pub const fn compares(&self) -> bool {
        self.documents <= MOST_COMPARED
    }

    /// Adds a document; `contents` stands for all that is in it, and is needed only while [`Roster::compares`].
    pub fn add(&mut self, record: &Record<'_>, contents: impl FnOnce() -> u64) {
        if self.only.as_ref().is_some_and(|only| only != record.team) {
            return;
        }
        if record.code.is_empty() && !record.agreed {
            self.documents += 1;
            if self.compares() {
                self.contents.insert(contents());
            } else {
                self.contents = HashSet::new();
            }
        }
        let how = (&self.layout, self.roles);
        if let Some(team) = self.teams.get_mut(record.team) {
            team.add(how, record);
        } else {
            let mut team = Gathered::new(&self.layout);
            team.add(how, record);
            self.teams.insert(record.team.into(), team);
        }
    }

    /// Puts another part of the same documents in.
    pub fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        if self.compares() {
            self.contents.extend(other.contents);
        } else {
            self.contents = HashSet::new();
        }
        for (name, team) in other.teams {
            match self.teams.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(team);
                }
                Entry::Occupied(mut entry) => entry.get_mut().merge(team),
            }
        }
    }

    /// All teams by name, with everybody counted.
    pub fn finish(self) -> BTreeMap<Box<str>, Gathered> {
        let (layout, roles) = (self.layout, self.roles);
        let finished = |(name, mut team): (Box<str>, Gathered)| {
            team.finish(&layout, roles);
            (name, team)
        };
        self.teams.into_iter().map(finished).collect()
    }

    /// All documents as one team, whatever name they carry.
    pub fn together(&self) -> Gathered {
        let mut together = Gathered::new(&self.layout);
        self.teams.values().for_each(|team| together.merge(team.clone()));
        together.finish(&self.layout, self.roles);
        together
    }

    /// How many documents without a code have the same contents as another one. Not looked for above ten thousand
    /// documents: then none.
    pub fn twins(&self) -> usize {
        if self.compares() { self.documents - self.contents.len() } else { 0 }
    }
}

#[cfg(test)]
mod tests;
