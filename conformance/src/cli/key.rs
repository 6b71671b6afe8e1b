//! Secrets out of the environment: never out of arguments, which every user of the machine can read.

use anyhow::Context;
use ecommpay_platform::runtime::Secret;

/// The secret of the variable that the `--key-env` at this place names.
///
/// # Errors
/// Where there is no such variable, or nothing in it. What was given is not repeated then: it may be the secret itself.
pub(super) fn secret(at: usize, name: &str) -> anyhow::Result<Secret> {
    // a name with `=` or the byte 0 is none
    let named = !name.is_empty() && !name.contains(['=', '\0']);
    let value = named.then(|| std::env::var_os(name)).flatten();
    let value = value.with_context(|| {
        let number = at + 1;
        format!("the environment has no variable of the name that --key-env no. {number} gives: write the variable's name there, and the secret into the variable")
    })?;
    let value = value.into_encoded_bytes();
    if value.ends_with(b"\n") || value.ends_with(b"\r") {
        eprintln!("the variable {name} ends with a line break, which counts as a part of the secret");
    }
    Secret::new(value).with_context(|| format!("the variable {name} is empty"))
}
