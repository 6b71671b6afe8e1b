//! Counts what comparing and hashing cost, for the tests of this crate alone: elsewhere it is nothing at all.

/// What was done.
#[cfg(test)]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Comparisons of two paths.
    pub(crate) comparisons: usize,
    /// Bytes that comparisons looked at; eight that were looked at together are one.
    pub(crate) compared: usize,
    /// Bytes that were hashed.
    pub(crate) hashed: usize,
    /// Bytes of texts with a `;` that were searched for further lines.
    pub(crate) searched: usize,
}

#[cfg(test)]
thread_local! {
    static WORK: std::cell::RefCell<Work> = const {
        std::cell::RefCell::new(Work { comparisons: 0, compared: 0, hashed: 0, searched: 0 })
    };
}

/// What `work` costs.
#[cfg(test)]
pub(crate) fn measure(work: impl FnOnce()) -> Work {
    WORK.take();
    work();
    WORK.take()
}

#[cfg(test)]
fn add(change: impl FnOnce(&mut Work)) {
    WORK.with_borrow_mut(change);
}

#[inline(always)]
pub(crate) fn comparison() {
    #[cfg(test)]
    add(|work| work.comparisons += 1);
}

#[inline(always)]
pub(crate) fn compared(_bytes: usize) {
    #[cfg(test)]
    add(|work| work.compared += _bytes);
}

#[inline(always)]
pub(crate) fn hashed(_bytes: usize) {
    #[cfg(test)]
    add(|work| work.hashed += _bytes);
}

#[inline(always)]
pub(crate) fn searched(_bytes: usize) {
    #[cfg(test)]
    add(|work| work.searched += _bytes);
}
