//! A specs folder in memory with one method.

use ecommpay_platform::facts::{OPERATION_CODES, PLATFORM};
use methodspec::Memory;
use methodspec::resolved::Specs;

/// A specs folder with this one method.
pub(crate) fn specs(key: &str, yaml: &str) -> Specs {
    let mut files = Memory::default();
    for (path, text) in [
        ("platform.yaml".to_owned(), PLATFORM),
        ("operation-codes.yaml".to_owned(), OPERATION_CODES),
        (format!("methods/{key}.yaml"), yaml),
    ] {
        files.0.insert(path, text.as_bytes().to_vec());
    }
    methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{}", faults.human(false)))
}
