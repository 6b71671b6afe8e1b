//! How fast we verify callbacks, beside what nobody can do without.
//!
//! `cargo bench -p ecommpay-runtime`
#![allow(missing_docs, clippy::print_stdout)]

mod callbacks;
mod measure;

fn main() {
    // `cargo test --benches` runs this too; it must then only show that it works.
    let measured = std::env::args().any(|argument| argument == "--bench");
    callbacks::run(if measured { 10_000 } else { 100 }, if measured { 21 } else { 1 });
}
