//! `cargo repair`: the commands of `cargo xtask`, built without the crates that they generate.

fn main() -> std::process::ExitCode {
    xtask::main()
}
