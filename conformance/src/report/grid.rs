//! The matrix as rows and columns: a row for each method and channel, a column for each operation and interface.

use std::collections::BTreeSet;

use super::Cell;

const OPERATIONS: [&str; 9] = ["sale", "auth", "capture", "cancel", "recurring", "refund", "payout", "chargeback", "-"];
const INTERFACES: [&str; 6] = ["payment_page", "gate", "callback", "example", "spec", "vector"];

pub(super) struct Grid<'a> {
    /// `sale gate`, `spec`.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row<'a>>,
}

pub(super) struct Row<'a> {
    pub(super) method: &'a str,
    /// Whether the row above is of the same method.
    pub(super) again: bool,
    pub(super) channel: &'a str,
    pub(super) cells: Vec<Option<&'a Cell>>,
}

impl<'a> Grid<'a> {
    pub(super) fn of(cells: &'a [Cell]) -> Self {
        let rank = |of: &[&str], name: &str| of.iter().position(|known| *known == name).unwrap_or(of.len());
        let key = |cell: &'a Cell| {
            let (operation, interface) = (cell.place.operation.as_str(), cell.place.interface.as_str());
            (rank(&OPERATIONS, operation), rank(&INTERFACES, interface), operation, interface)
        };
        let columns: BTreeSet<_> = cells.iter().map(key).collect();
        let rows: BTreeSet<(&str, &str)> =
            cells.iter().map(|cell| (cell.place.method.as_str(), cell.place.channel.as_str())).collect();
        let mut above = "";
        let rows = rows.into_iter().map(|(method, channel)| {
            let found = |column: &_| {
                let mut own = cells.iter().filter(|cell| cell.place.method == method && cell.place.channel == channel);
                own.find(|cell| key(cell) == *column)
            };
            let again = std::mem::replace(&mut above, method) == method;
            Row { method, again, channel, cells: columns.iter().map(found).collect() }
        });
        let rows = rows.collect();
        let head = |operation: &str, interface: &str| {
            let interface = interface.replace("payment_page", "page");
            if operation == "-" { interface } else { format!("{operation} {interface}") }
        };
        Self { columns: columns.iter().map(|(_, _, operation, interface)| head(operation, interface)).collect(), rows }
    }
}

impl Cell {
    /// `84`; `2/84` where two of the rules do not pass.
    pub(super) fn told(&self) -> String {
        let bad = self.failed + self.known + self.unreached;
        if bad == 0 { self.rules.to_string() } else { format!("{bad}/{}", self.rules) }
    }
}
