//! The emitter's tests, one program: a file a subject.

mod arrival;
mod cut_short;
mod fresh;
mod links;
mod manifests;
mod module;
mod order;
mod output;
mod texts;
