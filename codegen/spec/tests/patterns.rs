//! Patterns that the loader takes are read alike by regex-lite, which the generated validators use, and by the `jsonschema` crate.
//! `.ci/readers` holds the same patterns against the engines of other languages.

use std::collections::BTreeSet;

use serde_json::json;

/// Patterns of one schema: a schema of its own for each would cost more than all else.
const TOGETHER: usize = 500;

#[test]
fn patterns_of_the_grammar_are_read_alike() {
    let full = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    let count = if full { 10_000 } else { 2_500 };
    let (mut matched, mut failed) = (0, Vec::new());
    for cases in methodspec::pattern_cases(1, count).chunks(TOGETHER) {
        let schemas: Vec<_> = cases.iter().map(|(pattern, _)| json!({ "pattern": pattern })).collect();
        let validator = jsonschema::draft202012::new(&json!({ "prefixItems": schemas }))
            .unwrap_or_else(|error| panic!("a pattern is not read: {error}"));
        for nth in 0..cases[0].1.len() {
            let texts: Vec<&str> = cases.iter().map(|(_, texts)| texts[nth].0.as_str()).collect();
            let instance = json!(texts);
            let refused: BTreeSet<String> =
                validator.iter_errors(&instance).map(|error| error.instance_path().to_string()).collect();
            for (at, (pattern, texts)) in cases.iter().enumerate() {
                let (text, matches) = &texts[nth];
                matched += usize::from(*matches);
                if refused.contains(&format!("/{at}")) == *matches {
                    failed.push(format!("{pattern} and {text:?}: {matches} by regex-lite"));
                }
            }
        }
    }
    let some = failed.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(failed.is_empty(), "{} differ:\n{some}", failed.len());
    assert!(matched > count, "{matched} texts match");
}
