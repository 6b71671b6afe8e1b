//! Any order of distinct payments and any cut into shards gives the same totals, and reports join in any order.

use std::collections::BTreeMap;

use crate::traffic_support::{callbacks, lines, paid, signed, with};
use ecommpay_conformance::traffic::rules::Severity;
use ecommpay_conformance::traffic::{FORMAT, Human, Of, Options, Place, Report, Told};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Callbacks of a payment: one with faults of its story, one with none, one with duplicates, in their order.
fn payment(number: u32) -> Vec<String> {
    let id = format!("order-{number}");
    let waiting = json!("awaiting redirect result");
    let waits: Value = with(
        paid(&id),
        &[
            ("/payment/status", waiting.clone()),
            ("/operation/status", waiting),
            ("/operation/date", json!("2026-11-22T03:09:00+0000")),
        ],
    );
    let good = signed(paid(&id));
    match number % 5 {
        0 => vec![good.clone(), signed(waits), good],
        1 => vec![good.clone(), good.replace("success", "decline")],
        2 => vec![signed(with(paid(&id), &[("/operation/code", json!("100"))])), good],
        3 => vec![good, format!("{{\"payment\": {{\"id\": \"{id}\"")],
        _ => vec![signed(waits), good],
    }
}

/// The payments' lines, mixed in an order that keeps each payment's own.
fn mixed(payments: u32, choices: &[usize]) -> String {
    let mut queues: Vec<std::collections::VecDeque<String>> =
        (0..payments).map(|number| payment(number).into()).collect();
    let mut text = String::new();
    let mut choices = choices.iter().cycle();
    while queues.iter().any(|queue| !queue.is_empty()) {
        let open: Vec<usize> = (0..queues.len()).filter(|at| !queues[*at].is_empty()).collect();
        let next = open[choices.next().unwrap() % open.len()];
        text += &queues[next].pop_front().unwrap();
        text.push('\n');
    }
    text
}

/// What does not depend on where in the files something stands.
fn totals(report: &Report) -> (Report, BTreeMap<String, u64>) {
    let counts = report.rules.iter().map(|(id, told)| (id.clone(), told.count)).collect();
    (Report { rules: BTreeMap::new(), parts: Vec::new(), ..report.clone() }, counts)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_distinct_payments_changes_no_total(choices in prop::collection::vec(0..64_usize, 1..40)) {
        let straight = callbacks(Options::default(), mixed(20, &[0]).as_bytes());
        prop_assert_eq!((straight.failed > 0, straight.unreadable, straight.payments), (true, 4, 20));
        let other = callbacks(Options::default(), mixed(20, &choices).as_bytes());
        prop_assert_eq!(totals(&other), totals(&straight));
    }

    #[test]
    fn the_sum_of_shards_is_the_whole(shards in 1..9_u32, payments in 1..40_u32, examples in 0..4_usize) {
        let text = mixed(payments, &[3, 1, 4, 1, 5, 9, 2, 6]);
        let options = Options { examples, ..Options::default() };
        let whole = callbacks(options, text.as_bytes());
        let mut parts = (0..shards).map(|number| {
            let shard = Some(format!("{number}/{shards}").parse().unwrap());
            callbacks(Options { shard, ..options }, text.as_bytes())
        });
        let first = parts.next().unwrap();
        let sum = parts.try_fold(first, Report::join).unwrap();
        // places too: the first of each rule, wherever they were found
        let sum = sum.whole(false).unwrap();
        prop_assert_eq!(Report { parts: vec!["whole".to_owned()], ..sum }, whole);
    }

    #[test]
    fn joining_is_commutative_and_associative(a in report("0/4"), b in report("3/4"), c in report("1/4")) {
        let join = |one: &Report, other: &Report| one.clone().join(other.clone()).unwrap();
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
    }

    #[test]
    fn a_report_is_read_as_it_was_written(report in report("whole")) {
        prop_assert_eq!(serde_json::from_str::<Report>(&report.json()).unwrap(), report);
    }
}

/// Any report of the same run: sorted and cut as a run leaves it.
fn report(part: &'static str) -> impl Strategy<Value = Report> {
    let place = ("[ab]", 1..9_u64, "[xy]", "[pq]").prop_map(|(file, line, at, found)| Place {
        file,
        line,
        element: (line > 5).then_some(line),
        at,
        found,
    });
    let told = (0..3_u8, 0..99_u64, prop::collection::vec(place, 0..6), "[mn]").prop_map(
        |(severity, count, places, means)| Told {
            severity: [Severity::Note, Severity::Advice, Severity::Error][usize::from(severity)],
            cite: String::new(),
            means,
            count,
            places,
        },
    );
    let rules = prop::collection::btree_map("[rst]", told, 0..3);
    let counts = (any::<u64>(), 0..99_u64, 0..99_u64, 0..9_u64, prop::collection::btree_map("[kl]", 0..9_u64, 0..3));
    (rules, counts, 0..5_usize).prop_map(
        move |(mut rules, (passed, failed, unreadable, not_judged, methods), examples)| {
            for told in rules.values_mut() {
                told.places.sort();
                told.places.truncate(examples);
            }
            Report {
                format: FORMAT,
                of: Of::Callbacks,
                specs: "s".to_owned(),
                story: true,
                signed: true,
                orders: false,
                examples,
                parts: vec![part.to_owned()],
                missing: Vec::new(),
                passed,
                failed,
                unreadable,
                not_judged,
                payments: 0,
                methods,
                rules,
            }
        },
    )
}

#[test]
fn reports_of_different_things_are_not_joined() {
    let part = |number: u64, of: u64| Some(format!("{number}/{of}").parse().unwrap());
    let told = |options| callbacks(options, lines([paid("X")]).as_bytes());
    let report = told(Options { shard: part(0, 2), ..Options::default() });
    let stateless = told(Options { story: false, ..Options::default() });
    let of_three = told(Options { shard: part(1, 3), ..Options::default() });
    for (other, why) in [
        (stateless, "stories"),
        (Report { of: Of::Requests, ..report.clone() }, "callbacks or requests"),
        (Report { specs: "other".to_owned(), ..report.clone() }, "specs"),
        (Report { signed: false, ..report.clone() }, "signatures"),
        (Report { orders: true, ..report.clone() }, "orders"),
        (Report { format: FORMAT + 1, ..report.clone() }, "format"),
        (report.clone(), "part 0/2 is given twice"),
        (of_three, "no parts of one cut"),
        (told(Options::default()), "a report of the whole"),
    ] {
        let refused = report.clone().join(other).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn a_sum_without_a_shard_is_no_whole() {
    let shard = |text: &str| {
        callbacks(Options { shard: Some(text.parse().unwrap()), ..Options::default() }, mixed(9, &[0]).as_bytes())
    };
    let sum = shard("3/4").join(shard("0/4")).unwrap();
    let refused = sum.clone().whole(false).unwrap_err();
    assert_eq!(refused, "no report of 1-2/4: `--partial` joins the others");
    let partial = sum.whole(true).unwrap();
    assert_eq!(partial.missing, ["1-2/4"]);
    assert!(Human(&partial).to_string().contains("MISSING parts: 1-2/4\n"));
    // what lacked came later
    let all = partial.join(shard("2/4")).unwrap().join(shard("1/4")).unwrap().whole(false).unwrap();
    assert!(all.missing.is_empty());
}
