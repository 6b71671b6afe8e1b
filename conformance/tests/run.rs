//! The run: what breaks in a generated table is found under the rule that is broken, and told the same way each time.

use std::sync::LazyLock;

use crate::support::{self, SPECS};
use ecommpay_conformance::report::{Kind, Report, Verdict};
use ecommpay_conformance::run::{Known, Run, Selection};
use ecommpay_conformance::second_engine::Schemas;
use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::{Form, Kind as Value, Presence, Row};
use ecommpay_platform::runtime::method::{FormEntry, Read};
use ecommpay_platform::runtime::money::Limit;

const METHOD: &str = "card-partner";
const GATE: &str = "card-partner/sale/gate/redirect";

/// What a fault may change in the table of one form, and in the method's.
struct Table {
    path: &'static str,
    rows: Vec<Row>,
    limits: Vec<Limit>,
    labels: &'static [&'static str],
}

fn leak<T>(value: Vec<T>) -> &'static [T] {
    Box::leak(value.into_boxed_slice())
}

/// The generated method with one fault in the table of its sale through Gate.
fn with_fault(fault: impl Fn(&mut Table)) -> &'static Method {
    Box::leak(Box::new(made(fault)))
}

fn made(fault: impl Fn(&mut Table)) -> Method {
    let real = ecommpay::METHODS.iter().find(|method| method.key == METHOD).expect("the method");
    let gate = real.forms.iter().find(|entry| entry.form.id == GATE).expect("the form");
    let mut table = Table {
        path: gate.form.path,
        rows: gate.form.rows.to_vec(),
        limits: gate.form.limits.iter().map(|limit| **limit).collect(),
        labels: real.labels,
    };
    fault(&mut table);
    let limits: &'static [Limit] = leak(table.limits);
    let limits: &'static [&'static Limit] = leak(limits.iter().collect());
    let form = Form::gate(gate.form.id, gate.form.operation, table.path).parameters(gate.form.parameters);
    let form = form.channels(gate.form.channels).rows(leak(table.rows)).limits(limits);
    let Read::Gate(read) = gate.read else { panic!("a form of Gate") };
    let broken = FormEntry::gate(Box::leak(Box::new(form)), read);
    let others = real.forms.iter().filter(|entry| entry.form.id != GATE).map(|entry| match entry.read {
        Read::Gate(read) => FormEntry::gate(entry.form, read),
        Read::Page(read) => FormEntry::page(entry.form, read),
        _ => panic!("a way of reading"),
    });
    let forms = leak(others.chain([broken]).collect());
    let method = Method::new(real.key, real.title, real.version).payment_page(real.payment_page);
    method.labels(table.labels, real.event.expect("a label")).operations(real.operations).forms(forms)
}

static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/schemas");
    Schemas::read(&folder, &SPECS)
});

fn run(method: &'static Method, rule: Option<&str>, known: &str) -> Report {
    let run = Run {
        specs: &SPECS,
        linked: &[method],
        schemas: &SCHEMAS,
        selection: Selection::new(vec![METHOD.to_owned()], rule).expect("a selection"),
        seed: 7,
        cases: 8,
        api: None,
        known: Known::parse("known.yaml", known).expect("a list"),
        command: "cargo conformance run".to_owned(),
        folder: "specs/".to_owned(),
    };
    run.report().expect("a run")
}

fn failed(report: &Report) -> Vec<&str> {
    let failed = report.rules.iter().filter(|result| matches!(result.verdict, Verdict::Failed | Verdict::Unreached));
    failed.map(|result| result.rule.id.as_str()).collect()
}

fn row<'a>(table: &'a mut Table, path: &str) -> &'a mut Row {
    table.rows.iter_mut().find(|row| row.path == path).expect("the row")
}

#[test]
fn a_sound_table_holds() {
    let report = run(with_fault(|_| {}), None, "");
    assert!(report.holds(), "{}", report.write(Kind::Human).expect("a text"));
    assert!(report.totals.rules > 80 && report.totals.passed > 150, "{}", report.totals);
}

/// One fault, the rule that must tell of it, and the sort of failure that it is.
type Bite = (fn(&mut Table), &'static str, &'static str);

#[test]
fn each_fault_of_a_table_fails_under_its_rule() {
    let bites: [Bite; 9] = [
        (
            |table| table.limits[0].max = Some(20_000_001),
            "card-partner/sale/gate/redirect/amount/max/KES",
            "engines-disagree",
        ),
        (
            |table| table.limits[0].max = Some(19_999_999),
            "card-partner/sale/gate/redirect/amount/max/KES",
            "engines-disagree",
        ),
        (|table| table.limits[1].min = Some(101), "card-partner/sale/gate/redirect/amount/min/USD", "engines-disagree"),
        (
            |table| table.limits[1].currency = "UGX",
            "card-partner/sale/gate/redirect/currency/payment.currency",
            "engines-disagree",
        ),
        (|table| table.path = "/v2/payment/card-partner/refund", "card-partner/sale/gate/redirect/described", "wrong"),
        (
            |table| row(table, "customer.ip_address").presence = Presence::Optional,
            "card-partner/sale/gate/redirect/required/customer.ip_address",
            "engines-disagree",
        ),
        (
            |table| row(table, "customer.phone").presence = Presence::Required,
            "card-partner/sale/gate/redirect/required/customer.phone",
            "unreached",
        ),
        (
            |table| row(table, "customer.id").kind = Value::Json,
            "card-partner/sale/gate/redirect/type/customer.id",
            "engines-disagree",
        ),
        (|table| table.labels = &["Card Partner"], "card-partner/names/callback", "wrong"),
    ];
    for (fault, rule, kind) in bites {
        // the rules of the form that was changed; a sound table holds under all rules, as said above
        let among = if rule.starts_with(GATE) { format!("{GATE}/*") } else { rule.to_owned() };
        let report = run(with_fault(fault), Some(&among), "");
        assert!(!report.holds(), "{rule}");
        assert!(failed(&report).contains(&rule), "{rule}: {:?}", failed(&report));
        let found = report.failures.iter().find(|failure| failure.rule == rule);
        let found = found.map_or("unreached".to_owned(), |failure| {
            serde_json::to_value(failure.kind).expect("a word").as_str().expect("a word").to_owned()
        });
        assert_eq!(found, kind, "{rule}");
    }
}

#[test]
fn a_failure_says_what_where_and_how_to_see_it_again() {
    let method = with_fault(|table| table.limits[0].max = Some(20_000_001));
    let rule = "card-partner/sale/gate/redirect/amount/max/KES";
    let report = run(method, Some(rule), "");
    insta::assert_snapshot!(report.write(Kind::Human).expect("a text"));
    let failure = &report.failures[0];
    assert_eq!(failure.input.as_ref().expect("an input").pointer("/payment/amount"), Some(&20_000_001.into()));
    // alone it fails on the very input on which it fails among others
    let whole = run(method, None, "");
    let among = whole.failures.iter().find(|one| one.rule == rule && one.part == failure.part).expect("the failure");
    assert_eq!(among.input, failure.input);
}

/// One fault, and the rule that it puts in the way of others.
type Slip = (fn(&mut Table), &'static str);

#[test]
fn what_fails_over_one_rule_is_told_once() {
    let slips: [Slip; 2] = [
        // the rule itself fails
        (|table| table.limits[0].min = Some(2_000), "card-partner/sale/gate/redirect/amount/min/KES"),
        // the spec has no such rule: the first check that it stands in the way of is told
        (
            |table| row(table, "customer.phone").presence = Presence::Required,
            "card-partner/sale/gate/redirect/required/customer.phone",
        ),
    ];
    for (slip, over) in slips {
        let report = run(with_fault(slip), None, "");
        let causes = report.causes();
        let followers: usize = causes.iter().map(|(_, followers)| followers.len()).sum();
        assert_eq!(causes.len() + followers, report.news().count(), "each is told or counted");
        assert!(causes.len() < 8 && followers > 10, "{} told, {followers} with them", causes.len());
        let heads = causes.iter().filter(|(head, followers)| !followers.is_empty() && head.rule != over);
        for (head, followers) in heads {
            assert_eq!(head.over.as_deref(), Some(over), "{}", head.rule);
            assert!(followers.iter().all(|one| one.over.as_deref() == Some(over)), "{}", head.rule);
        }
        let told = report.write(Kind::Human).expect("a text");
        assert_eq!(told.matches("\nFAILED ").count(), causes.len(), "{told}");
        assert!(told.contains(&format!("{followers} more fail over {over}, each told by")), "{told}");
        // a program gets each of them
        let json = report.write(Kind::Json).expect("a text");
        assert_eq!(
            json.matches(&format!("\"over\": \"{over}\"")).count(),
            followers + usize::from(causes.iter().any(|(head, _)| head.over.is_some()))
        );
    }
}

#[test]
fn the_same_run_is_the_same_report() {
    let method = with_fault(|table| row(table, "customer.ip_address").presence = Presence::Optional);
    let (one, other) = (run(method, None, ""), run(method, None, ""));
    for kind in [Kind::Human, Kind::Json, Kind::Junit, Kind::Sarif, Kind::Github, Kind::Html] {
        assert_eq!(one.write(kind).expect("a text"), other.write(kind).expect("a text"), "{kind}");
    }
}

#[test]
fn a_known_failure_is_told_and_fails_nothing_until_it_passes() {
    let method = with_fault(|table| table.limits[0].max = Some(20_000_001));
    let entry = |rule: &str| format!("- rule: '{rule}'\n  reason: off by one\n  cite: ru:34\n");
    let rule = Some("card-partner/sale/gate/redirect/amount/*");
    let known = run(method, rule, &entry("card-partner/sale/gate/redirect/amount/max/KES"));
    assert!(known.holds(), "{}", known.write(Kind::Human).expect("a text"));
    assert!(known.totals.known > 0 && known.totals.failed == 0);
    assert!(known.write(Kind::Human).expect("a text").contains("off by one (ru:34)"));
    for (list, told) in [
        (entry("card-partner/sale/gate/redirect/amount/max/USD"), "the rule passes"),
        (entry("card-partner/sale/gate/redirect/amount/*/KES"), "1 of the 2 rules that it names pass"),
        (entry("card-partner/sale/gate/redirect/amount/max/EUR"), "no rule is called so"),
    ] {
        let stale = run(method, rule, &list);
        assert!(!stale.holds(), "{told}");
        let text = stale.write(Kind::Human).expect("a text");
        assert!(text.contains(told) && text.contains("known.yaml:1"), "{text}");
    }
    // an entry of a method that was not asked for is left alone
    for elsewhere in ["platform/vector/*", "promptpay/sale/callback/*"] {
        let list = entry("card-partner/sale/gate/redirect/amount/max/KES") + &entry(elsewhere);
        assert!(run(method, rule, &list).holds(), "{elsewhere}");
    }
    // what is not selected is not judged
    let other = run(
        method,
        Some("card-partner/sale/gate/redirect/amount/min/*"),
        &entry("card-partner/sale/gate/redirect/amount/max/KES"),
    );
    assert!(other.holds());
}

#[test]
fn an_entry_without_a_reason_or_with_a_strange_key_is_refused() {
    let good = "# why\n- rule: a/b\n  reason: so\n  cite: ru:1\n";
    for (more, told) in [
        ("- rule: a/c\n  cite: ru:1\n", "known.yaml:5: a/c has no reason"),
        ("- rule: a/c\n  reason: ' '\n  cite: ru:1\n", "known.yaml:5: a/c has no reason"),
        ("- rule: a/c\n  reason: so\n", "known.yaml:5: a/c has neither cite nor link"),
        ("- rule: a/c\n  reason: so\n  cites: ru:1\n", "unknown field `cites`"),
        ("- reason: so\n", "missing field `rule`"),
        ("- rule: 'a[*'\n  reason: so\n  cite: ru:1\n", "is no glob"),
    ] {
        let fault = Known::parse("known.yaml", &format!("{good}{more}")).expect_err(told);
        assert!(fault.contains(told) && fault.contains("known.yaml"), "{fault}");
    }
    for empty in ["", "# nothing is known\n", "[]\n"] {
        Known::parse("known.yaml", empty).expect("an empty list");
    }
}

#[test]
fn a_rule_names_the_line_of_the_spec_that_it_comes_from() {
    let report = run(with_fault(|_| {}), None, "");
    let text = std::fs::read_to_string(support::folder().join("methods/card-partner.yaml")).expect("the spec");
    let lines: Vec<&str> = text.lines().collect();
    for (rule, begins) in [
        ("card-partner/sale/gate/redirect/amount/max/KES", "      KES: "),
        ("card-partner/sale/gate/redirect/required/customer.ip_address", "      customer.ip_address: "),
        ("card-partner/sale/payment_page/redirect/required/customer_id", "      customer.id: "),
        ("card-partner/sale/gate/redirect/kept", "  sale:"),
        ("card-partner/refund/callback/decline", "      decline: "),
        ("card-partner/sale/limits", "    amounts:"),
        ("card-partner/names/callback", "names:"),
        ("card-partner/described", "method: "),
        ("card-partner/contradiction/operations/sale/path", "  - about: /operations/sale/path"),
    ] {
        let result = report.rules.iter().find(|result| result.rule.id == rule).expect(rule);
        assert_eq!(result.file, "specs/methods/card-partner.yaml");
        assert!(lines[result.line - 1].starts_with(begins), "{rule}: {}", lines[result.line - 1]);
    }
}

#[test]
fn a_crate_made_from_other_facts_than_the_folder_has_fails() {
    let real = ecommpay::METHODS.iter().find(|method| method.key == METHOD).expect("the method");
    let found = |spec: String| {
        let method: &'static Method = Box::leak(Box::new(made(|_| {}).spec(Box::leak(spec.into_boxed_str()))));
        let report = run(method, Some("card-partner/facts"), "");
        assert_eq!(report.rules.len(), 1);
        report.failures.first().map(|failure| failure.found.clone()).unwrap_or_default()
    };
    assert_eq!(found(real.spec.to_owned()), "");
    // words may change, facts may not: not even one that no table has
    assert_eq!(found(format!("{}# a remark\n", real.spec)), "");
    let edited = |from: &str, to: &str| {
        assert!(real.spec.contains(from), "{from}");
        real.spec.replacen(from, to, 1)
    };
    let told = found(edited("what: shows the result", "what: shows a result"));
    assert!(told.contains("sale/channels/redirect/steps changed"), "{told}");
    let told = found(edited("means: The customer pays on the partner's page.", "means: The customer pays."));
    assert!(told.contains("was \"The customer pays.\", is \"The customer pays on the partner's page.\""), "{told}");
    let told = found("# made from\nmethod: card-partner\n".to_owned());
    assert!(told.contains("documents"), "{told}");
}
