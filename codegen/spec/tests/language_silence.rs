//! What the documents leave open: nothing is refused for it, nothing is lost, and what is not generated says why.

use std::path::Path;

use methodspec::resolved::{Cite, Erratum, Force, Method, OperationKind, Said, Support, Turn, ValueKind};

fn spit() -> Method {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let mut specs = methodspec::load(&dir).unwrap_or_else(|faults| panic!("{faults}"));
    specs.methods.remove("spit-transfer").expect("the method")
}

fn codes<T>(amounts: &std::collections::BTreeMap<String, T>) -> Vec<&str> {
    amounts.keys().map(String::as_str).collect()
}

#[test]
fn currencies_without_limits_are_taken_all_the_same() {
    let spit = spit();
    let payout = &spit.operations[&OperationKind::Payout];
    assert_eq!(codes(&payout.amounts), ["FJD", "JPY"]);
    let (fjd, jpy) = (&payout.amounts["FJD"], &payout.amounts["JPY"]);
    assert_eq!((fjd.min, fjd.max, fjd.decimals, &fjd.ends), (None, None, 2, &Said::NotDocumented));
    assert_eq!((jpy.min, jpy.max, &jpy.ends), (Some(100), None, &Said::Is(())));
    let guide = Cite { document: "guide".to_owned(), lines: None, printed: None };
    assert_eq!(fjd.cite, [guide]);
    // Of a request whose currencies nobody names, every currency of the platform can be made.
    let recurring = &spit.operations[&OperationKind::Recurring];
    assert!(recurring.currencies.is_none() && recurring.currencies_open);
    assert!(recurring.amounts.len() > 4 && recurring.amounts.values().all(|limit| limit.min.is_none()));
}

#[test]
fn a_word_in_place_of_limits_holds_off_the_wider_ones() {
    let spit = spit();
    let sale = &spit.operations[&OperationKind::Sale].amounts;
    assert_eq!((sale["FJD"].min, sale["FJD"].max), (None, None));
    assert_eq!((&sale["FJD"].ends, sale["FJD"].force), (&Said::Contract, Force::Contract));
    assert_eq!((sale["AUD"].max, &sale["AUD"].ends, sale["AUD"].force), (None, &Said::None, Force::Enforced));
    // `100.00` of any currency is 100 where there are no decimals.
    assert_eq!((sale["JPY"].min, sale["JPY"].max), (Some(1), Some(100)));
    assert_eq!((sale["VUV"].min, sale["VUV"].max, sale["VUV"].decimals), (Some(1), Some(100), 0));
    let refund = &spit.operations[&OperationKind::Refund].amounts;
    assert_eq!(codes(refund), ["AUD", "FJD", "JPY", "VUV"]);
    assert!(refund.values().all(|limit| limit.force == Force::Contract && limit.ends == Said::Contract));
}

#[test]
fn open_sets_are_kept_open() {
    let spit = spit();
    assert!(spit.countries_open && !spit.currencies_open);
    assert!(spit.operations[&OperationKind::Payout].currencies_open);
    assert!(!spit.operations[&OperationKind::Sale].currencies_open);
}

#[test]
fn the_limits_of_a_channel_are_those_of_its_currencies() {
    let spit = spit();
    let channels = &spit.operations[&OperationKind::Sale].channels;
    assert_eq!(codes(&channels[0].amounts), ["AUD", "FJD"]);
    assert_eq!(channels[1].amounts.len(), 4);
}

#[test]
fn what_is_narrower_under_a_condition_is_not_so_without_it() {
    let spit = spit();
    let sale = &spit.operations[&OperationKind::Sale];
    let level = sale.forms[0].rows.iter().find(|row| row.path == "account.level").expect("a row");
    assert_eq!((level.value.kind, level.value.range), (ValueKind::Integer, (None, None)));
    assert_eq!(level.value_when.len(), 1);
    assert_eq!(level.value_when[0].value.range, (Some(2), Some(5)));
}

#[test]
fn words_are_not_silence() {
    let spit = spit();
    let times = &spit.operations[&OperationKind::Sale].times;
    assert_eq!((&times.basic.said, &times.threshold.said), (&Said::Contract, &Said::Contract));
    assert_eq!(spit.operations[&OperationKind::Capture].support, Support::Contract);
    assert_eq!(spit.operations[&OperationKind::Refund].partial, Some(Support::Contract));
}

#[test]
fn what_is_not_generated_says_why() {
    let spit = spit();
    let why = |kind| spit.operations[&kind].not_generated.clone();
    assert_eq!(why(OperationKind::Auth), ["auth: the documents do not say through which interface it goes."]);
    assert_eq!(
        why(OperationKind::Sale),
        ["the further request `number` of sale, channel `first`: the documents do not give its path.",]
    );
    let Turn::Send { path, .. } = &spit.operations[&OperationKind::Sale].channels[0].turns[1] else { panic!("send") };
    assert_eq!(path.said, Said::Is("/v2/payment/spit/sale".to_owned()));
    // Nobody sends a chargeback.
    assert!(why(OperationKind::Chargeback).is_empty());
}

#[test]
fn a_signature_may_be_left_out_of_the_print() {
    let spit = spit();
    assert_eq!(spit.examples[0].errata, [Erratum::Unsigned]);
}
