//! Nothing that was secret or somebody's own is printed by `Debug`: canaries go into every public type that could print them,
//! and the types are found in the sources.

mod ours;
mod types;
mod values;

use std::collections::BTreeSet;
use std::path::Path;

/// Stands wherever a text, a key or a name may stand.
pub(super) const CANARY: &str = "CANARY-4215162342";
/// Where a number must stand.
pub(super) const NUMBER: i64 = 4_215_162_342;

fn found() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let runtime = types::that_speak(&root.join("../codegen/runtime/src"), "runtime");
    let suite = types::that_speak(&root.join("src"), "conformance");
    assert!(runtime.len() > 20 && suite.len() > 10, "the sources are read: {runtime:#?} {suite:#?}");
    runtime.union(&suite).cloned().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_public_type_prints_what_is_secret_or_somebodys_own() {
    let values = values::all().await;
    let ours: BTreeSet<String> = ours::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    let tried: BTreeSet<String> = values.iter().map(|(name, _)| (*name).to_owned()).collect();
    let found = found();
    let listed: BTreeSet<String> = ours.union(&tried).cloned().collect();
    let missing: Vec<&String> = found.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "these print texts: give each a value with canaries in canaries/values.rs, {missing:#?}"
    );
    let gone: Vec<&String> = listed.difference(&found).collect();
    assert!(gone.is_empty(), "these are no public types with `Debug` any more, or print nothing: {gone:#?}");
    let both: Vec<&String> = ours.intersection(&tried).collect();
    assert!(both.is_empty(), "{both:#?}");
    let printed = values.into_iter().flat_map(|(name, (short, long))| [(name, short), (name, long)]);
    let leaks: BTreeSet<String> = printed
        .filter(|(_, text)| text.is_empty() || holds(text))
        .map(|(name, text)| format!("{name}: {text}"))
        .collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// As a text, in part, as a number, as bytes, in base64 or hexadecimal digits.
fn holds(text: &str) -> bool {
    let bytes: Vec<String> = CANARY.bytes().take(4).map(|byte| byte.to_string()).collect();
    let hex: String = CANARY.bytes().take(4).map(|byte| format!("{byte:02x}")).collect();
    let small = text.to_lowercase();
    let plain = small.replace(['_', ',', ' ', '\n'], "");
    small.contains("canary")
        || plain.contains("4215162342")
        || small.contains(&bytes.join(", "))
        || plain.contains(&bytes.join(""))
        || small.contains(&hex)
        || text.contains("Q0FOQVJZ")
}

#[test]
fn a_canary_is_seen_however_it_is_printed() {
    for printed in [
        format!("{:?}", Some(CANARY)),
        format!("{:#?}", CANARY.as_bytes()),
        format!("{:?}", CANARY.as_bytes()),
        format!("{:?}", vec![NUMBER]),
        format!("{:x?}", CANARY.as_bytes()).replace(", ", ""),
        "Q0FOQVJZLTQ4MTUxNjIzNDI=".to_owned(),
    ] {
        assert!(holds(&printed), "{printed}");
    }
    assert!(!holds("Secret(..)"));
}
