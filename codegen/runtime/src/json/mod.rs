//! A JSON reader of our own.
//!
//! A signature is made over what a text says, and other readers lose some of that: the digits of a number, a key that
//! stands twice, where a text ends. This one reads a text once into a flat tape that keeps all of it, refuses what the
//! JSON standard refuses, and does not depend on the features of any other crate.

mod document;
mod fault;
mod limits;
mod scan;
mod tape;
mod text;
mod unique;
mod write;

pub use document::{Document, Item, Items, Members};
pub use fault::{Fault, What};
pub use limits::Limits;
pub use tape::Kind;
pub use write::quote;

pub(crate) use document::View;
pub(crate) use limits::Duplicates;
pub(crate) use scan::{checked, count, scan};
pub(crate) use tape::{Node, Span, Tape, mark};
