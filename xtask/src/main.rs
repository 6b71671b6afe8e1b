//! The project's own commands. Thin: what they do is in the crates they call.

mod generate;
mod sources;
mod specs;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Commands of the project", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make crates, schemas and pages from the specs
    Generate(generate::Options),
    /// Hold every cited fact against the vendor's documents
    Sources(sources::Options),
}

fn main() -> std::process::ExitCode {
    let done = match Arguments::parse().command {
        Command::Generate(options) => generate::run(&options),
        Command::Sources(options) => sources::run(&options),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
