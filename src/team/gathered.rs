//! The documents of each team put together: who counts, and what was found about them. Any order gives the same.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::answers::{Form, Role};
use crate::questionnaire::Questionnaire;
use crate::team::anonymous::Disclosure;
use crate::team::tally::{Part, mark};
use crate::team::{Choices, Layout, Record, Table};

/// The documents of one team.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The counts of everybody who has no code; of all, once all were gathered.
    pub table: Table,
    /// The same of those who lead people, where that was asked for.
    pub managers: Option<Table>,
    /// The same of everybody else who names a role, where that was asked for.
    pub practitioners: Option<Table>,
    /// The service, where all name the same; empty where they differ.
    pub scope: Option<Box<str>>,
    /// The latest date; empty where there is none.
    pub date: Box<str>,
    /// How many documents are not the latest one with the same code.
    pub replaced: u32,
    /// The codes of which several documents that say different things may be the latest.
    pub disputed: BTreeSet<Box<str>>,
    /// How many documents are consensus files, which are no person.
    pub agreed: u32,
    /// How many documents say the same as another one and were not counted.
    pub set_aside: u32,
    /// Whether a person was counted in two parts, of which one is a tally: then one of them cannot give way.
    pub is_twice: bool,
    /// The fingerprints of the codes of those who were counted already.
    pub(in crate::team) tallied: BTreeSet<u64>,
    pub(in crate::team) coded: HashMap<Box<str>, Kept>,
    pub(in crate::team) consensus: Option<Kept>,
}

/// A document that a later one may replace. The order is that of its fields: the later date wins, and of the same
/// date the one with the greater contents, so that the order of reading decides nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::team) struct Kept {
    pub(in crate::team) date: Box<str>,
    pub(in crate::team) choices: Choices,
    pub(in crate::team) form: Form,
    pub(in crate::team) role: Option<Role>,
    /// Others that its date does not show to be older.
    pub(in crate::team) rivals: Vec<Kept>,
}

impl Kept {
    fn of(record: &Record<'_>) -> Self {
        Self {
            date: record.date.into(),
            choices: record.choices.into(),
            form: record.form,
            role: record.role,
            rivals: Vec::new(),
        }
    }

    /// Gives way to another document of the same person if that is the later one. A day is not later than its month, nor
    /// than no date at all.
    fn meet(&mut self, mut other: Self) {
        if other > *self {
            std::mem::swap(self, &mut other);
        }
        self.rivals.append(&mut other.rivals);
        self.rivals.push(other);
        self.rivals.retain(|rival| self.date.starts_with(&*rival.date));
        self.rivals.sort();
        self.rivals.dedup();
    }

    /// Whether it cannot be known that this is the latest, and it matters.
    fn is_disputed(&self) -> bool {
        let says = |kept: &Self| (kept.choices.clone(), kept.form, kept.role);
        self.rivals.iter().any(|rival| says(rival) != says(self))
    }
}

impl Gathered {
    /// No documents yet.
    pub(in crate::team) fn new(layout: &Layout) -> Self {
        Self {
            table: Table::new(layout),
            managers: None,
            practitioners: None,
            is_twice: false,
            tallied: BTreeSet::new(),
            scope: None,
            date: Box::default(),
            set_aside: 0,
            replaced: 0,
            disputed: BTreeSet::new(),
            agreed: 0,
            coded: HashMap::new(),
            consensus: None,
        }
    }

    fn add(&mut self, layout: &Layout, roles: Roles, record: &Record<'_>) {
        if *record.date > *self.date {
            self.date = record.date.into();
        }
        self.note_scope(record.scope);
        if record.agreed {
            self.agreed += 1;
            self.consensus = self.consensus.take().max(Some(Kept::of(record)));
        } else if record.code.is_empty() {
            self.count(layout, roles, record.choices, record.form, record.role);
        } else {
            self.keep(record.code.into(), Kept::of(record));
        }
    }

    fn count(&mut self, layout: &Layout, roles: Roles, choices: &[u8], form: Form, role: Option<Role>) {
        self.table.add(layout, choices, form);
        if let (Roles::Apart, Some(role)) = (roles, role) {
            let group = if role == Role::Manager { &mut self.managers } else { &mut self.practitioners };
            group.get_or_insert_with(|| Table::new(layout)).add(layout, choices, form);
        }
    }

    fn keep(&mut self, code: Box<str>, kept: Kept) {
        match self.coded.entry(code) {
            Entry::Vacant(entry) => {
                entry.insert(kept);
            }
            Entry::Occupied(mut entry) => {
                self.replaced += 1;
                entry.get_mut().meet(kept);
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

    /// What is shown of it where its people stay anonymous; `None` for fewer than five.
    pub fn disclosure(&self, questionnaire: &Questionnaire, layout: &Layout) -> Option<Disclosure> {
        let disclosure = Disclosure::of(questionnaire, layout, &self.table)?;
        Some(Disclosure { set_aside: self.set_aside, ..disclosure })
    }

    /// How many people and agreed answers it holds, before those with a code were counted.
    fn voices(&self) -> u32 {
        let coded = u32::try_from(self.coded.len()).unwrap_or(u32::MAX);
        self.table.respondents().saturating_add(coded).saturating_add(self.agreed)
    }

    /// Puts the documents of another part of the same team in.
    fn merge(&mut self, other: Self) {
        self.table.merge(&other.table);
        let groups = [(&mut self.managers, other.managers), (&mut self.practitioners, other.practitioners)];
        for (ours, theirs) in groups {
            match (ours, theirs) {
                (Some(ours), Some(theirs)) => ours.merge(&theirs),
                (ours @ None, theirs) => *ours = theirs,
                (Some(_), None) => {}
            }
        }
        self.is_twice |= other.is_twice;
        for code in other.tallied {
            self.is_twice |= !self.tallied.insert(code);
        }
        if let Some(scope) = other.scope {
            self.note_scope(&scope);
        }
        self.date = std::mem::take(&mut self.date).max(other.date);
        self.replaced = self.replaced.saturating_add(other.replaced);
        self.agreed = self.agreed.saturating_add(other.agreed);
        self.set_aside = self.set_aside.saturating_add(other.set_aside);
        other.coded.into_iter().for_each(|(code, kept)| self.keep(code, kept));
        self.consensus = self.consensus.take().max(other.consensus);
    }

    /// Counts those with a code, each once.
    fn count_coded(&mut self, layout: &Layout, roles: Roles) {
        for (code, kept) in std::mem::take(&mut self.coded) {
            self.is_twice |= !self.tallied.insert(mark(&code));
            self.count(layout, roles, &kept.choices, kept.form, kept.role);
            if kept.is_disputed() {
                self.disputed.insert(code);
            }
        }
    }

    /// Counts everybody. Where nobody but a consensus file speaks for the team, it counts as one.
    fn finish(&mut self, layout: &Layout, roles: Roles) {
        self.count_coded(layout, roles);
        if let Some(kept) = self.consensus.take().filter(|_| self.table.respondents() == 0) {
            self.table.add(layout, &kept.choices, kept.form);
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
    /// The teams by name; documents without a team under the empty one.
    pub teams: HashMap<Box<str>, Gathered>,
    /// What anonymous tallies contain about teams.
    pub told: BTreeMap<Box<str>, Disclosure>,
    /// How many teams are too small to be shown in them; `None` if there were none.
    pub not_shown: Option<u32>,
    /// Whether a team is in two anonymous tallies, whose bands cannot be put together.
    pub is_told_twice: bool,
    /// How many people and agreed answers are not of the only team that counts.
    pub left_out: u32,
}

impl Roster {
    /// No documents yet; `only` leaves out every team but one.
    pub fn new(layout: Layout, roles: Roles, only: Option<String>) -> Self {
        Self {
            layout,
            roles,
            only,
            teams: HashMap::new(),
            told: BTreeMap::new(),
            not_shown: None,
            is_told_twice: false,
            left_out: 0,
        }
    }

    /// The layout of its tables.
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Adds a document.
    pub fn add(&mut self, record: &Record<'_>) {
        if self.is_other(record.team) {
            self.left_out = self.left_out.saturating_add(1);
            return;
        }
        if let Some(team) = self.teams.get_mut(record.team) {
            team.add(&self.layout, self.roles, record);
        } else {
            let mut team = Gathered::new(&self.layout);
            team.add(&self.layout, self.roles, record);
            self.teams.insert(record.team.into(), team);
        }
    }

    /// Notes a document of a team that says the same as another one.
    pub fn set_aside(&mut self, team: &str) {
        if !self.is_other(team) {
            let known = self.teams.entry(team.into()).or_insert_with(|| Gathered::new(&self.layout));
            known.set_aside = known.set_aside.saturating_add(1);
        }
    }

    /// Whether a document is of another team than the only one that counts. One without a team may be of that one.
    fn is_other(&self, team: &str) -> bool {
        !team.is_empty() && self.only.as_ref().is_some_and(|only| only != team)
    }

    /// Puts documents without a team into the one team that all others name. Beside several teams nobody knows whose they
    /// are: they stay by themselves, and are left out where only one team counts. So a team holds the same people in every
    /// report about the same documents. To be called once all were read.
    pub fn settle(&mut self) {
        let Some(unnamed) = self.teams.remove("") else { return };
        let mut named = self.teams.values_mut();
        match (named.next(), named.next()) {
            _ if self.left_out > 0 => self.left_out = self.left_out.saturating_add(unnamed.voices()),
            (Some(team), None) => team.merge(unnamed),
            _ => drop(self.teams.insert(Box::default(), unnamed)),
        }
    }

    /// Adds what a line of a tally says.
    pub fn add_part(&mut self, part: Part) {
        match part {
            Part::Counts(team, counts) if self.is_other(&team) => {
                self.left_out = self.left_out.saturating_add(counts.voices());
            }
            Part::Told(team, told) if self.only.as_ref().is_some_and(|only| **only != *team) => {
                self.left_out = self.left_out.saturating_add(told.respondents);
            }
            Part::Counts(team, counts) => self.put(team, *counts),
            Part::Told(team, told) => self.tell(team, told),
            Part::NotShown(teams) => {
                self.not_shown = Some(self.not_shown.unwrap_or_default().saturating_add(teams));
            }
        }
    }

    fn put(&mut self, name: Box<str>, team: Gathered) {
        match self.teams.entry(name) {
            Entry::Occupied(mut known) => known.get_mut().merge(team),
            Entry::Vacant(place) => {
                place.insert(team);
            }
        }
    }

    fn tell(&mut self, name: Box<str>, told: Disclosure) {
        self.is_told_twice |= self.told.insert(name, told).is_some();
    }

    /// Whether there are both anonymous tallies and others, or answers: neither can be put into the other.
    pub fn is_mixed(&self) -> bool {
        !self.teams.is_empty() && self.is_anonymous()
    }

    /// Whether it holds what anonymous tallies say.
    pub fn is_anonymous(&self) -> bool {
        self.not_shown.is_some() || !self.told.is_empty()
    }

    /// How many people there are, before those with a code were counted.
    pub fn people(&self) -> u64 {
        self.teams.values().map(|team| u64::from(team.table.respondents())).sum()
    }

    /// Puts another part of the same documents in.
    pub fn merge(&mut self, other: Self) {
        other.teams.into_iter().for_each(|(name, team)| self.put(name, team));
        self.is_told_twice |= other.is_told_twice;
        self.left_out = self.left_out.saturating_add(other.left_out);
        other.told.into_iter().for_each(|(name, told)| self.tell(name, told));
        other.not_shown.into_iter().for_each(|teams| self.add_part(Part::NotShown(teams)));
    }

    /// All teams by name as a tally lists them: everybody counted, and what was agreed on kept apart.
    pub fn tally(self) -> BTreeMap<Box<str>, Gathered> {
        self.counted(Gathered::count_coded)
    }

    /// All teams by name, with everybody counted.
    pub fn finish(mut self) -> BTreeMap<Box<str>, Gathered> {
        self.settle();
        self.counted(Gathered::finish)
    }

    fn counted(self, count: fn(&mut Gathered, &Layout, Roles)) -> BTreeMap<Box<str>, Gathered> {
        let mut teams: BTreeMap<Box<str>, Gathered> = self.teams.into_iter().collect();
        for team in teams.values_mut() {
            count(team, &self.layout, self.roles);
        }
        teams
    }

    /// All documents as one team, whatever name they carry.
    pub fn together(&self) -> Gathered {
        let mut together = Gathered::new(&self.layout);
        self.teams.values().for_each(|team| together.merge(team.clone()));
        together.finish(&self.layout, self.roles);
        together
    }
}

#[cfg(test)]
mod tests;
