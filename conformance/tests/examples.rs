//! The documented examples, held against the generated crates.

use crate::support;
use ecommpay_conformance::examples;
use methodspec::resolved::ExampleKind;

#[test]
fn every_documented_example_holds() {
    let specs = support::specs();
    let checks = examples::check(&specs, ecommpay::METHODS);
    let failed: Vec<String> = checks.iter().filter(|check| !check.holds()).map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{} of {}:\n{}", failed.len(), checks.len(), failed.join("\n"));
    let examples: usize = specs.methods.values().map(|method| method.examples.len()).sum();
    assert!(checks.len() >= 2 * examples, "only {} checks for {examples} examples", checks.len());
}

#[test]
fn what_became_of_each_example() {
    let specs = support::specs();
    for method in ecommpay::METHODS {
        let Some(spec) = specs.methods.get(method.key) else { continue };
        for example in &spec.examples {
            let shown = match example.kind {
                ExampleKind::GateRequest | ExampleKind::PaymentPageRequest => {
                    match examples::written(method, example) {
                        Ok(written) => format!("{written:#}"),
                        Err(why) => format!("not taken: {why}"),
                    }
                }
                _ => examples::understood(method, example).unwrap_or_else(|why| panic!("{}: {why}", example.file)),
            };
            let name = format!("{}-{}", method.key, example.file.trim_end_matches(".txt"));
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, shown);
            });
        }
    }
}
