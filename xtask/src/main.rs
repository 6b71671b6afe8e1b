//! The project's own commands. Thin: what they do is in the crates they call.

mod diff;
mod generate;
mod lint;
mod mutants;
mod new;
mod readers;
mod reference;
mod sources;
mod specs;
mod speed;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", about = "Commands of the project", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what a consumer notices between two folders of specs, and the version that it asks for
    Diff(diff::Options),
    /// Make crates, schemas and pages from the specs
    Generate(generate::Options),
    /// Write the skeleton of a method, a draft to be filled from its documents
    New(new::Options),
    /// Read texts, a list in JSON on standard input, as the loader does: other readers are held against it
    #[command(hide = true)]
    Readers(readers::Options),
    /// Tell every fault and warning of the specs
    Lint(lint::Options),
    /// Break the generator on purpose, and see the conformance suite catch it
    Mutants(mutants::Options),
    /// Measure the generator against its targets
    Speed(speed::Options),
    /// Hold every cited fact against the vendor's documents
    Sources(sources::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Diff(options) => diff::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Generate(options) => generate::run(&options).map(|()| ExitCode::SUCCESS),
        Command::New(options) => new::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Lint(options) => lint::run(&options),
        Command::Mutants(options) => mutants::run(&options),
        Command::Speed(options) => speed::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Readers(options) => readers::run(&options).map(|()| ExitCode::SUCCESS),
        Command::Sources(options) => sources::run(&options),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
