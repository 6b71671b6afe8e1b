//! Puts lines in the order in which they are signed.

use std::cell::Cell;
use std::cmp::Ordering;

/// A line as far as its order goes.
pub(crate) trait Ranked: Copy {
    /// Where the line stood in the document.
    fn place(&self) -> usize;
    /// Moves it there.
    fn set_place(&mut self, place: usize);
}

/// What sorting found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Sorted {
    /// Every path is there once.
    Unique,
    /// Some paths were there twice; of these the last is kept, where the first stood, and so many lines are left.
    Overwritten(usize),
}

/// Sorts by path; paths that are equal in that order keep the order of the document.
///
/// `compare` is the natural order of two lines' paths, `same` says whether they are the same path.
pub(crate) fn sort<T: Ranked>(
    lines: &mut [T],
    compare: impl Fn(&T, &T) -> Ordering,
    bytes: impl Fn(&T, &T) -> Ordering,
) -> Sorted {
    // Neighbours in the result have been compared with each other, whatever the algorithm: no tie goes unseen.
    let tied = Cell::new(false);
    let by_place = |one: &T, other: &T| match compare(one, other) {
        Ordering::Equal => {
            tied.set(tied.get() || one.place() != other.place());
            one.place().cmp(&other.place())
        }
        order => order,
    };
    lines.sort_unstable_by(by_place);
    if !tied.get() {
        return Sorted::Unique;
    }
    // Rare: equal paths, or paths that differ in white space alone. Brings equal ones together.
    lines.sort_unstable_by(|one, other| {
        compare(one, other).then_with(|| bytes(one, other)).then_with(|| one.place().cmp(&other.place()))
    });
    let mut kept = 0;
    for at in 0..lines.len() {
        let Some(&line) = lines.get(at) else { break };
        let (done, _) = lines.split_at_mut(kept);
        match done.last_mut() {
            Some(last) if bytes(last, &line) == Ordering::Equal => {
                let place = last.place();
                *last = line;
                last.set_place(place);
            }
            _ => {
                if let Some(slot) = lines.get_mut(kept) {
                    *slot = line;
                }
                kept += 1;
            }
        }
    }
    let overwritten = kept < lines.len();
    let (lines, _) = lines.split_at_mut(kept);
    lines.sort_unstable_by(by_place);
    if overwritten { Sorted::Overwritten(kept) } else { Sorted::Unique }
}
