//! A screen with things to choose: beside each stands what it does, and the keys at the foot do the same everywhere.

use super::sitting::{Ending, Sitting};
use crate::error::Result;
use crate::terminal::{Choice, Event, Screen};

/// What something on a menu does; the sitting goes on unless it gives an ending.
type Deed = Box<dyn FnOnce(&mut Sitting<'_>) -> Result<Option<Ending>>>;

/// A deed that cannot fail, after which the sitting goes on.
pub(super) fn go(
    deed: impl FnOnce(&mut Sitting<'_>) + 'static,
) -> impl FnOnce(&mut Sitting<'_>) -> Result<Option<Ending>> + 'static {
    |sitting| {
        deed(sitting);
        Ok(None)
    }
}

/// A screen with things to choose.
pub(super) struct Menu {
    screen: Screen,
    deeds: Vec<Deed>,
    enter: Option<Deed>,
}

impl Menu {
    /// A menu below what a screen says, with these keys, each with the id of what it does in words: `s` goes on, `b`
    /// goes back, and any other ends the sitting.
    pub(super) fn new(sitting: &Sitting<'_>, screen: Screen, keys: &[(char, &str)]) -> Self {
        let keys = keys.iter().map(|(letter, id)| sitting.key(*letter, id)).collect();
        let screen = Screen { digits: sitting.word("survey.key.choose"), keys, ..screen };
        Self { screen, deeds: Vec::new(), enter: None }
    }

    /// Adds something to choose.
    pub(super) fn offer(
        &mut self,
        text: String,
        deed: impl FnOnce(&mut Sitting<'_>) -> Result<Option<Ending>> + 'static,
    ) {
        self.screen.choices.push(Choice { text, remark: None });
        self.deeds.push(Box::new(deed));
    }

    /// Says what digits do, if they do not choose.
    pub(super) fn digits(&mut self, label: String) {
        self.screen.digits = label;
    }

    /// Marks what Enter chooses at first.
    pub(super) const fn mark(&mut self, choice: Option<usize>) {
        self.screen.marked = choice;
    }

    /// Says what Enter does where nothing is marked.
    pub(super) fn enter(
        &mut self,
        label: String,
        deed: impl FnOnce(&mut Sitting<'_>) -> Result<Option<Ending>> + 'static,
    ) {
        self.screen.enter = Some(label);
        self.enter = Some(Box::new(deed));
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.deeds.is_empty()
    }

    /// Shows the menu and does what the person wants.
    pub(super) fn ask(self, sitting: &mut Sitting<'_>) -> Result<Option<Ending>> {
        let deed = match sitting.ask(self.screen)? {
            Event::Chosen(index) => self.deeds.into_iter().nth(index),
            Event::Enter => self.enter,
            Event::Key('s') => Some(Box::new(go(|sitting| sitting.interview.forward())) as Deed),
            Event::Key(_) => return Ok(Some(Ending::Stopped)),
            Event::Back => Some(Box::new(go(|sitting| _ = sitting.interview.back())) as Deed),
        };
        deed.map_or(Ok(None), |deed| deed(sitting))
    }
}
