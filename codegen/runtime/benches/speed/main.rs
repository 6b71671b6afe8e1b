//! How fast we verify callbacks and sign requests, beside what nobody can do without.
//!
//! `cargo bench -p ecommpay-runtime`
#![allow(missing_docs, clippy::print_stdout)]

mod callbacks;
mod measure;
mod requests;

fn main() {
    // `cargo test --benches` runs this too; it must then only show that it works.
    let measured = std::env::args().any(|argument| argument == "--bench");
    callbacks::run(if measured { 10_000 } else { 100 }, if measured { 21 } else { 1 });
    requests::run(if measured { 10_000 } else { 100 }, if measured { 21 } else { 1 });
}
