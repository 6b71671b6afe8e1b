//! The macro's tests, one program: a file a subject.

mod conditions;
mod encoded;
mod limits;
mod names;
mod obstacles;
mod obstacles_wide;
mod outside;
mod own_method;
mod paths;
mod plan;
mod reserved;
mod support;
