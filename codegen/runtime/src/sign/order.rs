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
    // Rare: equal paths, or paths that differ in white space alone. Those that are equal in the order lie side by side.
    let (mut kept, mut at) = (0, 0);
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let tied = 1 + rest
            .windows(2)
            .take_while(|pair| matches!(pair, [one, other] if compare(one, other) == Ordering::Equal))
            .count();
        let left = match lines.get_mut(at..at + tied) {
            Some(group) if tied > 1 => distinct(group, &bytes),
            _ => 1,
        };
        lines.copy_within(at..at + left, kept);
        kept += left;
        at += tied;
    }
    if kept < lines.len() { Sorted::Overwritten(kept) } else { Sorted::Unique }
}

/// Of lines that the order does not tell apart, leaves each path once, at the front and in the order of the document: the
/// last with the path, where the first stood. Gives how many are left.
fn distinct<T: Ranked>(lines: &mut [T], bytes: impl Fn(&T, &T) -> Ordering) -> usize {
    lines.sort_unstable_by(|one, other| bytes(one, other).then_with(|| one.place().cmp(&other.place())));
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
    if let Some(left) = lines.get_mut(..kept) {
        left.sort_unstable_by_key(Ranked::place);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Line {
        path: u32,
        place: usize,
    }

    impl Ranked for Line {
        fn place(&self) -> usize {
            self.place
        }

        fn set_place(&mut self, place: usize) {
            self.place = place;
        }
    }

    /// Paths that the order takes for equal where their thousands are the same.
    fn sorted(paths: impl Iterator<Item = u32>, coarse: u32) -> (Vec<Line>, Sorted, usize) {
        let compared = Cell::new(0);
        let mut lines: Vec<Line> = paths.enumerate().map(|(place, path)| Line { path, place }).collect();
        let compare = |one: &Line, other: &Line| {
            compared.set(compared.get() + 1);
            (one.path / coarse).cmp(&(other.path / coarse))
        };
        let sorted = sort(&mut lines, compare, |one, other| one.path.cmp(&other.path));
        if let Sorted::Overwritten(kept) = sorted {
            lines.truncate(kept);
        }
        (lines, sorted, compared.get())
    }

    #[test]
    fn comparisons_stay_within_n_log_n_whatever_the_order() {
        const LINES: u32 = 50_000;
        let shuffle = |number: u32| number.wrapping_mul(2_654_435_761) % LINES;
        let saw = |number: u32| {
            if number.is_multiple_of(2) { number } else { LINES - number }
        };
        let bound = 2 * LINES as usize * LINES.ilog2() as usize;
        for (name, compared) in [
            ("in order", sorted(0..LINES, 1).2),
            ("reversed", sorted((0..LINES).rev(), 1).2),
            ("shuffled", sorted((0..LINES).map(shuffle), 1).2),
            ("a saw", sorted((0..LINES).map(saw), 1).2),
        ] {
            assert!(compared <= bound, "{name}: {compared} of {bound}");
        }
        // Ties are sorted three times over: by path, by bytes, by place again.
        let (_, _, compared) = sorted((0..LINES).map(shuffle), 1_000);
        assert!(compared <= 3 * bound, "ties: {compared}");
        assert!(sorted(0..LINES, 1).2 < 2 * LINES as usize, "lines that come in order cost least");
    }

    #[test]
    fn ties_keep_their_place_and_equal_paths_overwrite_at_the_first() {
        let (lines, what, _) = sorted([1_002, 5, 1_001, 1_002, 7, 5].into_iter(), 1_000);
        let got: Vec<(u32, usize)> = lines.iter().map(|line| (line.path, line.place)).collect();
        assert_eq!(got, [(5, 1), (7, 4), (1_002, 0), (1_001, 2)]);
        assert_eq!(what, Sorted::Overwritten(4));
        assert_eq!(sorted([3, 2, 1].into_iter(), 1).1, Sorted::Unique);
        assert_eq!(sorted([3, 2, 1].into_iter(), 10).1, Sorted::Unique);
    }
}
