//! Work for every item of a list on all processors, with the results in the order of the items.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};

/// So many items go together; each is too little work for a message of its own.
const RUN: usize = 16;

/// So many finished runs of a thread wait at most, so that memory stays bounded.
const AHEAD: usize = 2;

/// Does the work for each item, and hands the results over one by one in the order of the items. Each thread has a desk
/// of its own, on which it may keep what helps with the next item.
///
/// # Errors
/// The first one of taking a result; then the rest is given up.
pub fn in_order<I: Sync, Desk, T: Send, E>(
    items: &[I],
    (desk, work): (impl Fn() -> Desk + Sync, impl Fn(&mut Desk, &I) -> T + Sync),
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(items.len().div_ceil(RUN));
    if threads <= 1 {
        let mut desk = desk();
        return items.iter().try_for_each(|item| take(work(&mut desk, item)));
    }
    // The results lie beside the channels, which only tell that they are there: a channel for each type of result is a
    // large part of a small program.
    let done: Vec<Mutex<Vec<T>>> = items.chunks(RUN).map(|_| Mutex::default()).collect();
    let place = |run: usize| done[run].lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| {
        let (desk, work, place) = (&desk, &work, &place);
        let worker = |number: usize| -> Receiver<()> {
            let (sender, receiver) = sync_channel(AHEAD);
            scope.spawn(move || {
                let mut desk = desk();
                for (run, items) in items.chunks(RUN).enumerate().skip(number).step_by(threads) {
                    let results = items.iter().map(|item| work(&mut desk, item)).collect();
                    *place(run) = results;
                    // It fails only where nobody takes results any more.
                    if sender.send(()).is_err() {
                        return;
                    }
                }
            });
            receiver
        };
        let receivers: Vec<Receiver<()>> = (0..threads).map(worker).collect();
        for (run, receiver) in (0..done.len()).zip(receivers.iter().cycle()) {
            // A thread that panicked sends no more; its panic goes on where the scope ends.
            if receiver.recv().is_err() {
                break;
            }
            let results = std::mem::take(&mut *place(run));
            results.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_whoever_did_the_work() {
        for number in [0, 1, RUN, 5 * RUN + 3] {
            let items: Vec<usize> = (0..number).collect();
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_order(&items, (|| (), |(), item| item * 2), |result| {
                taken.push(result);
                Ok(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_result_that_cannot_be_taken_ends_it() {
        let items: Vec<usize> = (0..1000).collect();
        let mut taken = 0;
        let done = in_order(&items, (|| (), |(), item| *item), |result| {
            taken += 1;
            if result == 40 { Err(result) } else { Ok(()) }
        });
        assert_eq!((done, taken), (Err(40), 41));
    }
}
