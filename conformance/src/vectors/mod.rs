//! Vectors: outputs of the vendor's own SDKs, held against our runtime.
//!
//! Each is judged twice. By the *reference*: the bare rule must give what the vector says. By the *policy*: what our
//! defaults say of it, which `policy.json` keeps beside the reasons for which it may differ.

mod callback;
mod page;
mod policy;
mod signature;

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::check::Check;
use crate::{plain, regular};
use policy::Policy;
pub(crate) use policy::{Stricter, stricter};
pub(crate) use signature::{data, mac};

/// How many vectors passed, failed, or show what the reference does by accident.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Both verdicts are as they should be.
    pub passed: usize,
    /// One of them is not.
    pub failed: usize,
    /// Vectors marked `php_array_quirk`.
    pub out_of_scope: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} out of scope", self.passed, self.failed, self.out_of_scope)
    }
}

/// Judges the vectors of these files. Writes a line per failing vector, and the tally as the last line.
///
/// # Errors
/// Where a file cannot be read, is no file of vectors, or `out` cannot be written.
pub fn run(files: &[PathBuf], out: &mut dyn Write) -> Result<Tally, Fault> {
    let policy = Policy::ours()?;
    let mut tally = Tally::default();
    for file in files {
        let text = regular::text(file, regular::REPORT).map_err(|error| Fault::new(file, error))?;
        let vectors: Vec<Value> = serde_json::from_str(&text).map_err(|error| Fault::new(file, error))?;
        for (number, vector) in vectors.iter().enumerate() {
            let verdict = judge(vector, number, &text, &policy).map_err(|what| Fault::new(file, what))?;
            match verdict {
                Verdict::Passed => tally.passed += 1,
                Verdict::OutOfScope => tally.out_of_scope += 1,
                Verdict::Failed(why) => {
                    tally.failed += 1;
                    let name = vector.get("name").or(vector.get("id")).and_then(Value::as_str).unwrap_or("?");
                    writeln!(out, "FAILED {}: {name}: {why}", plain::path(file))
                        .map_err(|error| Fault::new(file, error))?;
                }
            }
        }
    }
    writeln!(out, "{tally}").map_err(|error| Fault { file: None, what: error.to_string() })?;
    Ok(tally)
}

/// The vectors that the program carries: kind, and the file's text.
const CARRIED: [(&str, &str); 4] = [
    ("signature", include_str!("../signer/vectors/signature.json")),
    ("published", include_str!("../signer/vectors/signature_examples.json")),
    ("callback", include_str!("../signer/vectors/callback_verify.json")),
    ("payment-page", include_str!("../signer/vectors/payment_page_url.json")),
];

/// Each vector that the program carries, as a check of its own: `platform/vector/signature/clear-cb-000`.
///
/// # Errors
/// Where a file holds no vectors.
pub fn checks() -> Result<Vec<Check>, Fault> {
    let policy = Policy::ours()?;
    let mut checks = Vec::new();
    for (kind, file) in CARRIED {
        let fault = |what: String| Fault { file: None, what: format!("{kind}: {what}") };
        let vectors: Vec<Value> = serde_json::from_str(file).map_err(|why| fault(why.to_string()))?;
        for (number, vector) in vectors.iter().enumerate() {
            let result = match judge(vector, number, file, &policy).map_err(fault)? {
                Verdict::Passed => Ok(()),
                Verdict::Failed(why) => Err(why),
                Verdict::OutOfScope => continue,
            };
            let name = vector.get("name").or(vector.get("id")).and_then(Value::as_str).unwrap_or("?");
            checks.push(Check::new(format!("platform/vector/{kind}/{name}"), "", result));
        }
    }
    Ok(checks)
}

/// Tells a vector's kind by its fields, and judges it.
fn judge(vector: &Value, number: usize, file: &str, policy: &Policy) -> Result<Verdict, String> {
    let has = |key: &str| vector.get(key).is_some();
    if has("payload_json") {
        signature::judge(vector, text(vector, "payload_json")?, policy)
    } else if has("data") {
        signature::judge(vector, &signature::data(file, number)?, policy)
    } else if has("body") {
        callback::judge(vector, policy)
    } else if has("url") {
        page::judge(vector, policy)
    } else {
        Err(format!("vector {number} has neither payload_json, data, body nor url"))
    }
}

/// What came of a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Passed,
    OutOfScope,
    Failed(String),
}

/// A vector's text at a key.
fn text<'a>(vector: &'a Value, key: &str) -> Result<&'a str, String> {
    vector.get(key).and_then(Value::as_str).ok_or_else(|| format!("a vector has no text {key}"))
}

/// Two texts that should be the same, and where they start to differ.
fn differ(what: &str, wanted: &str, got: &str) -> String {
    let same = wanted.bytes().zip(got.bytes()).take_while(|(wanted, got)| wanted == got).count();
    format!("{what} differs at byte {same}: wanted {wanted:?}, got {got:?}")
}

/// Why vectors were not judged.
#[derive(Debug)]
pub struct Fault {
    file: Option<PathBuf>,
    what: String,
}

impl Fault {
    fn new(file: &Path, what: impl fmt::Display) -> Fault {
        Fault { file: Some(file.to_owned()), what: what.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{}: {}", plain::path(file), self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> io::Error {
        io::Error::other(fault)
    }
}
