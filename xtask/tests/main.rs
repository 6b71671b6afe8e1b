//! The project's own commands, tried: one program, a file a subject.

mod baseline;
mod diff;
mod house;
mod killed;
mod lint;
mod new;
mod readme;
mod reference;
mod sources;
