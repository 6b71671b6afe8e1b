//! Work on many things at once, by as many threads as the machine runs. Results stand in the order of the things.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each.
pub fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(things.len());
    if threads < 2 {
        return things.iter().map(work).collect();
    }
    // each thread takes the next that nobody has taken: things differ in size
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(at) else { return made };
            made.push((at, work(thing)));
        }
    };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut made = take();
        made.extend(others.into_iter().flat_map(|other| other.join().unwrap_or_else(|why| resume_unwind(why))));
        made
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}

/// What two kinds of work make, the first of them on a thread of its own.
pub fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().unwrap_or_else(|why| resume_unwind(why)), other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_things() {
        let things: Vec<usize> = (0..1_000).collect();
        let slow_first = |n: &usize| {
            if n.is_multiple_of(7) {
                thread::yield_now();
            }
            n * 2
        };
        assert_eq!(map(&things, slow_first), things.iter().map(|n| n * 2).collect::<Vec<_>>());
        assert_eq!(map(&[] as &[usize], slow_first), Vec::<usize>::new());
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }

    #[test]
    fn a_panic_is_passed_on() {
        let found = std::panic::catch_unwind(|| map(&[1, 2, 3], |n| assert_ne!(*n, 2)));
        assert!(found.is_err());
    }
}
