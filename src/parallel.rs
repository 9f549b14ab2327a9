//! Work for every item of a list on all processors, with the results in the order of the items.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// So many items are worked on before their results are taken, which bounds memory.
const CHUNK: usize = 256;

/// Fewer items than this are not worth a thread of their own.
const FEWEST: usize = 16;

/// Works on each item, and hands over the results one by one in the order of the items.
///
/// # Errors
/// The first one of `take`; the rest is given up.
pub fn in_order<I: Sync, T: Send, E>(
    items: &[I],
    work: impl Fn(&I) -> T + Sync + Send,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    if items.len() <= FEWEST {
        return items.iter().try_for_each(|item| take(work(item)));
    }
    for chunk in items.chunks(CHUNK) {
        let results: Vec<T> = chunk.par_iter().with_min_len(FEWEST).map(&work).collect();
        results.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_on_any_thread() {
        for number in [0, 1, FEWEST, 2 * CHUNK + 3] {
            let items: Vec<usize> = (0..number).collect();
            let mut taken = Vec::new();
            let done: Result<(), ()> = in_order(
                &items,
                |item| item * 2,
                |result| {
                    taken.push(result);
                    Ok(())
                },
            );
            assert_eq!(done, Ok(()));
            assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_result_that_cannot_be_taken_ends_it() {
        let items: Vec<usize> = (0..1000).collect();
        let mut taken = 0;
        let done = in_order(
            &items,
            |item| *item,
            |result| {
                taken += 1;
                if result == 40 { Err(result) } else { Ok(()) }
            },
        );
        assert_eq!((done, taken), (Err(40), 41));
    }
}
