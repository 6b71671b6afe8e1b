//! What it costs to find faults, counted and not timed.

use std::cell::Cell;

thread_local! {
    /// Entries of maps that were looked at by this thread.
    static LOOKED: Cell<usize> = const { Cell::new(0) };
}

pub(super) fn looked(count: usize) {
    LOOKED.set(LOOKED.get() + count);
}

/// What a look costs: entries that were looked at while `work` ran.
fn cost(work: impl FnOnce()) -> usize {
    LOOKED.set(0);
    work();
    LOOKED.get()
}

/// A file of the language whose faults are as many as its keys.
fn judged(text: &str) -> (usize, usize) {
    let source = super::source::Source::new("methods/a.yaml", text);
    let mut told = (0, 0);
    let looked = cost(|| {
        let (node, mut found) = super::read(&source);
        if let Some(node) = node {
            found.extend(super::shape::check(&super::shape::METHOD, &node, &source));
        }
        let (list, over) = found.into_parts();
        told = (list.len(), over.iter().sum());
    });
    assert!(told.0 <= 100, "{told:?}");
    (looked, told.0 + told.1)
}

/// A name, what begins the file, and its lines.
type Shape<'a> = (&'a str, &'a str, &'a dyn Fn(usize) -> String);

#[test]
fn twice_the_faults_cost_twice_as_much() {
    let keys = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let shapes: [Shape<'_>; 6] = [
        ("unknown keys", "", &|n| format!("k{n:06}: 1\n")),
        ("wrong values", "documents:\n", &|n| format!("  d{n:06}: 1\n")),
        ("wrong keys", "documents:\n", &|n| format!("  D{n:06}: {{ title: x }}\n")),
        ("missing keys", "documents:\n", &|n| format!("  d{n:06}: {{ language: en }}\n")),
        ("keys twice", "", &|n| format!("k{:06}: 1\n", n / 2)),
        ("bare words", "notes:\n", &|_| "  - NO\n".to_owned()),
    ];
    for (name, head, line) in shapes {
        let of = |count: usize| judged(&format!("{head}{}", keys(count, line)));
        let ((few, some), (many, twice)) = (of(2_000), of(4_000));
        assert!(some >= 1_000 && twice >= 2 * some - 20, "{name}: {some} and {twice} faults");
        assert!(many <= 2 * few + 2_000, "{name}: {few} entries looked at, then {many}");
        assert!(many <= 10 * 4_000, "{name}: {many}");
    }
}
