//! Work for every item of a list on all processors, with the results in the order of the items.

use std::sync::mpsc::{Receiver, sync_channel};

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
    std::thread::scope(|scope| {
        let (desk, work) = (&desk, &work);
        let worker = |number: usize| -> Receiver<Vec<T>> {
            let (sender, receiver) = sync_channel(AHEAD);
            scope.spawn(move || {
                let mut desk = desk();
                // A send fails only where nobody takes results any more.
                let runs = items.chunks(RUN).skip(number).step_by(threads);
                let mut done = runs.map(|run| run.iter().map(|item| work(&mut desk, item)).collect());
                done.all(|done| sender.send(done).is_ok())
            });
            receiver
        };
        let receivers: Vec<Receiver<Vec<T>>> = (0..threads).map(worker).collect();
        // A thread that panicked sends no more; its panic goes on where the scope ends.
        let runs = receivers.iter().cycle().map_while(|receiver| receiver.recv().ok());
        runs.take(items.len().div_ceil(RUN)).flatten().try_for_each(&mut take)
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
