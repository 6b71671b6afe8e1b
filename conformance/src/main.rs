//! `cargo conformance`: the suite as a program. Each subcommand has a file of its own in `cli`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::exit(cli::Arguments::parse().run(&mut std::io::stdout().lock()))
}
