//! The specs of the repository, where this package stands in it. A package by itself has none, and nothing to test here.

use std::path::{Path, PathBuf};

use methodspec::resolved::{Interface, Method, OperationKind};

fn specs() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    path.join("platform.yaml").exists().then_some(path)
}

/// Whether the vendor's own document is behind the method, with its lines, numbered steps and examples.
fn is_documented(method: &Method) -> bool {
    method.documents.values().any(|document| document.file.is_some())
}

#[test]
fn they_load() {
    let Some(path) = specs() else { return };
    let specs = methodspec::load(&path).unwrap_or_else(|faults| panic!("{faults}"));
    assert!(!specs.methods.is_empty());
    for method in specs.methods.values() {
        assert!(!is_documented(method) || !method.examples.is_empty(), "{}", method.key);
        for operation in method.operations.values() {
            for form in &operation.forms {
                assert!(form.rows.iter().all(|row| !row.cite.is_empty() && !row.means.is_empty()), "{}", form.id);
            }
        }
    }
}

/// Facts grow old with the day on which they were taken.
#[test]
fn every_document_says_when_it_was_read() {
    let Some(path) = specs() else { return };
    let specs = methodspec::load(&path).unwrap_or_else(|faults| panic!("{faults}"));
    let of_methods = specs.methods.values().flat_map(|method| &method.documents);
    for (key, document) in specs.platform.documents.iter().chain(of_methods) {
        assert!(document.read.is_some(), "{key}: {}", document.title);
    }
}

/// The documents number the steps of each flow; the standard flow with each method's turns gives the same counts.
#[test]
fn flows_have_as_many_steps_as_the_documents_number() {
    let Some(path) = specs() else { return };
    let specs = methodspec::load(&path).unwrap_or_else(|faults| panic!("{faults}"));
    let methods = || specs.methods.values().filter(|method| is_documented(method));
    assert_eq!(methods().count(), 4);
    let sales = methods().filter_map(|method| method.operations.get(&OperationKind::Sale));
    let count = |interface| {
        let mut counts: Vec<usize> = sales
            .clone()
            .flat_map(|sale| &sale.channels)
            .filter_map(|channel| channel.steps.get(&interface))
            .map(Vec::len)
            .collect();
        counts.sort_unstable();
        counts
    };
    assert_eq!(count(Interface::PaymentPage), [17, 18, 19, 19, 21]);
    assert_eq!(count(Interface::Gate), [13, 14, 15, 15, 17]);
    let refunds = methods().filter_map(|method| method.operations.get(&OperationKind::Refund));
    let refunds: Vec<usize> = refunds.flat_map(|refund| refund.steps.values()).map(Vec::len).collect();
    assert_eq!(refunds, [10]);
}

/// The table of currencies is ISO 4217's, read by another crate; what the platform sets otherwise has a note.
#[test]
fn currencies_are_iso_4217s() {
    let Some(path) = specs() else { return };
    let specs = methodspec::load(&path).unwrap_or_else(|faults| panic!("{faults}"));
    let mut differing = Vec::new();
    let mut missing = Vec::new();
    for (code, currency) in &specs.platform.currencies {
        match iso_currency::Currency::from_code(code) {
            None => missing.push(code.as_str()),
            Some(iso) if iso.exponent() != Some(u16::from(currency.decimals)) => {
                differing.push((code.as_str(), currency.decimals, iso.exponent()))
            }
            Some(_) => {}
        }
    }
    assert_eq!((differing, missing), (vec![], vec![]));
    assert!(specs.platform.currencies.len() > 150);
}
