//! The emitter's tests, one program: a file a subject.

mod fresh;
mod module;
mod order;
mod output;
