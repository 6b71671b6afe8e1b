//! Two invented methods and what is made of them: one with every key of the language, and the same without a path.

use std::collections::BTreeMap;
use std::path::Path;

use methodspec::Memory;
use methodspec_codegen::{Files, Target, emit};

/// A method with every key, each value of which stands nowhere else in it.
pub(super) const EVERY_KEY: &str = include_str!("methods/every-key.yaml");

/// The same where the documents give no path: nothing can be sent to Gate.
pub(super) fn without_path() -> String {
    let mut out = EVERY_KEY.to_owned();
    for (with, without) in [
        (
            "path: { is: /v2/payment/keys/sale, cite: doc:23, note: note-path }",
            "path: { is: not_documented, note: note-path }",
        ),
        (
            "path: { is: /v2/payment/keys/confirm, note: note-turn-path }",
            "path: { is: not_documented, note: note-turn-path }",
        ),
        ("path: /v2/payment/keys/refund", "path: not_documented"),
    ] {
        assert_eq!(out.matches(with).count(), 1, "{with}");
        out = out.replace(with, without);
    }
    out
}

/// What is made of a method's file, by name below the crate's folder; `schemas/…` beside it.
pub(super) struct Made(BTreeMap<String, String>);

impl Made {
    /// Reads and emits, or says what is wrong with the file.
    pub(super) fn of(method: &str) -> Result<Self, String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
        let mut files = Memory::default();
        for file in ["platform.yaml", "operation-codes.yaml"] {
            files.0.insert(file.to_owned(), std::fs::read(folder.join(file)).expect("the platform"));
        }
        let example = "{ \"general\": { \"project_id\": 1, \"payment_id\": \"p\", \"signature\": \"s\" } }\n";
        files.0.insert("examples/every-key/sale.txt".to_owned(), example.as_bytes().to_vec());
        files.0.insert("methods/every-key.yaml".to_owned(), method.as_bytes().to_vec());
        let specs = methodspec::load_with(&files).map_err(|faults| faults.human(false))?;
        let all: Files = emit(&specs, &Target::in_workspace()).map_err(|error| error.to_string())?;
        let own = all.into_iter().filter_map(|(path, text)| {
            let own = path
                .strip_prefix("ecommpay-every-key/")
                .or_else(|| path.strip_prefix("schemas/every-key/").map(|_| path.as_str()))?;
            Some((own.to_owned(), text))
        });
        Ok(Self(own.collect()))
    }

    pub(super) fn file(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("no file {name} among {:?}", self.0.keys()))
    }

    fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(name, _)| name.ends_with(".rs") && name.starts_with("src/"))
            .map(|(n, t)| (n.as_str(), t.as_str()))
    }

    /// The page, a line each.
    pub(super) fn readme(&self) -> Vec<String> {
        self.file("README.md").lines().map(str::to_owned).collect()
    }

    /// Doc comments, what belongs to one item or one line of a list joined.
    pub(super) fn rustdoc(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (_, text) in self.sources() {
            let mut goes_on = false;
            for line in text.lines() {
                let doc = line.trim_start();
                let Some(doc) = doc.strip_prefix("///").or_else(|| doc.strip_prefix("//!")) else {
                    goes_on = false;
                    continue;
                };
                let doc = doc.trim();
                if doc.is_empty() || doc.starts_with("- ") || !goes_on {
                    out.push(doc.to_owned());
                } else if let Some(last) = out.last_mut() {
                    last.push(' ');
                    last.push_str(doc);
                }
                goes_on = !doc.is_empty();
            }
        }
        out
    }

    /// Code without comments.
    pub(super) fn rust(&self) -> String {
        let lines = self.sources().flat_map(|(_, text)| text.lines());
        lines.filter(|line| !line.trim_start().starts_with("//")).map(str::trim).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn model(&self) -> serde_json::Value {
        serde_json::from_str(self.file("method.json")).expect("JSON")
    }

    pub(super) fn schemas(&self) -> BTreeMap<&str, serde_json::Value> {
        let all = self.0.iter().filter_map(|(name, text)| Some((name.strip_prefix("schemas/every-key/")?, text)));
        all.map(|(name, text)| (name.trim_end_matches(".json"), serde_json::from_str(text).expect("JSON"))).collect()
    }
}
