//! One of each: what the language can say, as the resolved model has it.

use std::path::Path;

use methodspec::resolved::{
    Choice, Condition, Erratum, Force, Form, Interface, Method, OperationKind, Presence, Said, Source, Specs, Support, Test, Turn, ValueKind,
};

fn specs() -> Specs {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    methodspec::load(&dir).unwrap_or_else(|faults| panic!("{faults}"))
}

fn method(key: &str) -> Method {
    specs().methods.remove(key).expect("the method")
}

fn form(method: &Method, id: &str) -> Form {
    let all = method.operations.values().flat_map(|operation| &operation.forms);
    all.clone().find(|form| form.id == id).unwrap_or_else(|| panic!("{id} is none of {:?}", all.map(|f| &f.id).collect::<Vec<_>>())).clone()
}

fn presence(form: &Form, path: &str) -> Option<Presence> {
    form.rows.iter().find(|row| row.path == path).map(|row| row.presence)
}

#[test]
fn amounts_are_minor_units_and_scopes_merge_by_currency_and_attribute() {
    let reef = method("reef-money");
    let sale = &reef.operations[&OperationKind::Sale].amounts;
    let payout = &reef.operations[&OperationKind::Payout].amounts;
    // `FJD+TOP` is two currencies.
    assert_eq!((sale["FJD"].min, sale["FJD"].max), (Some(100), Some(500_000)));
    assert_eq!((sale["TOP"].min, sale["TOP"].max), (Some(100), Some(500_000)));
    // Decimals other than the platform's.
    assert_eq!((sale["WST"].decimals, sale["WST"].min, sale["WST"].max), (0, Some(1), Some(5_000)));
    assert_eq!(sale["PGK"].step, Some(100));
    assert_eq!((sale["VUV"].min, sale["VUV"].step, sale["VUV"].force), (Some(100), None, Force::Enforced));
    // The payout adds a step and loosens the force; the range stays the method's. It takes three of the currencies.
    assert_eq!((payout["VUV"].min, payout["VUV"].max, payout["VUV"].step), (Some(100), Some(500_000), Some(5)));
    assert_eq!(payout["VUV"].force, Force::Contract);
    assert_eq!(payout.keys().collect::<Vec<_>>(), ["FJD", "PGK", "VUV"]);
    // One end, an exact amount, three decimals.
    let tide = method("tide-pay");
    let sale = &tide.operations[&OperationKind::Sale].amounts;
    assert_eq!((sale["JPY"].min, sale["JPY"].max, sale["JPY"].step), (Some(100), None, Some(10)));
    assert_eq!((sale["TND"].min, sale["TND"].max), (Some(1_500), Some(1_500)));
}

#[test]
fn sets_are_lists_all_or_all_but() {
    let tide = method("tide-pay");
    assert!(matches!(&tide.countries.said, Said::Is(Choice::AllExcept(codes)) if codes.iter().eq(["AU", "NO"])));
    assert!(matches!(&tide.currencies.said, Said::Is(Choice::Only(codes)) if codes.len() == 3));
    let reef = method("reef-money");
    let otp = &reef.operations[&OperationKind::Sale].channels[0];
    assert!(matches!(&otp.countries, Some(Choice::Only(codes)) if codes.iter().eq(["FJ", "TO", "WS"])));
    assert_eq!(reef.conversion.said, Said::None);
}

#[test]
fn names_differ_by_interface() {
    let reef = method("reef-money");
    assert_eq!(reef.names.payment_page.said, Said::None);
    assert_eq!(reef.names.gate.said, Said::Is(vec!["reef-money".to_owned()]));
    assert_eq!(reef.names.callback.said, Said::Is(vec!["Reef Money".to_owned(), "REEF".to_owned()]));
    assert_eq!((reef.module.as_str(), reef.type_name.as_str()), ("reef_money", "ReefMoney"));
}

#[test]
fn sends_of_all_scopes_merge_and_the_strongest_wins() {
    let tide = method("tide-pay");
    let redirect = form(&tide, "tide-pay/sale/gate/redirect");
    assert_eq!(presence(&redirect, "customer.id"), Some(Presence::Required));
    assert_eq!(presence(&redirect, "return_url.success"), Some(Presence::Required));
    assert_eq!(presence(&redirect, "account.branch"), None);
    let qr = form(&tide, "tide-pay/sale/gate/qr");
    assert_eq!(presence(&qr, "account.branch"), Some(Presence::Optional));
    assert_eq!(presence(&qr, "return_url.success"), None);
    // A condition stands beside the presence that always holds.
    let email = qr.rows.iter().find(|row| row.path == "customer.email").expect("a row");
    assert_eq!(email.presence, Presence::Recommended);
    assert_eq!(email.presence_when.len(), 1);
    assert_eq!(email.presence_when[0].presence, Presence::Required);
    let Condition::All(tests) = &email.presence_when[0].when else { panic!("a condition") };
    assert!(matches!(&tests[..], [(path, Test::OneOf(values))] if path == "payment.currency" && values.iter().eq(["JPY", "TND"])));
    // The Payment Page has one form for both channels, and no address of the customer.
    let page = form(&tide, "tide-pay/sale/payment_page");
    assert_eq!((page.channel.as_deref(), page.channels.as_slice()), (None, ["qr".to_owned(), "redirect".to_owned()].as_slice()));
    assert_eq!(presence(&page, "customer_ip_address"), None);
    assert_eq!(presence(&page, "customer_email"), Some(Presence::Recommended));
    assert_eq!(page.path, "/payment");
}

#[test]
fn rows_stand_in_signing_order_with_the_objects_that_hold_them() {
    let tide = method("tide-pay");
    let form = form(&tide, "tide-pay/sale/gate/redirect");
    let rows: Vec<(&str, &Source)> = form.rows.iter().map(|row| (row.path.as_str(), &row.source)).collect();
    assert_eq!(
        rows,
        [
            ("customer", &Source::Holder),
            ("customer.email", &Source::Caller),
            ("customer.id", &Source::Caller),
            ("customer.ip_address", &Source::Caller),
            ("general", &Source::Holder),
            ("general.payment_id", &Source::Caller),
            ("general.project_id", &Source::Project),
            ("general.signature", &Source::Signature),
            ("payment", &Source::Holder),
            ("payment.amount", &Source::Caller),
            ("payment.currency", &Source::Caller),
            ("return_url", &Source::Holder),
            ("return_url.success", &Source::Caller),
        ]
    );
    // Cites of the platform cannot be mistaken for the method's.
    let amount = form.rows.iter().find(|row| row.path == "payment.amount").expect("a row");
    assert_eq!(amount.cite[0].document, "platform/api");
    assert_eq!(amount.rust, "amount");
}

#[test]
fn a_method_says_what_its_own_fields_are() {
    let reef = method("reef-money");
    let otp = form(&reef, "reef-money/sale/gate/otp");
    let number = otp.rows.iter().find(|row| row.path == "account.number").expect("a row");
    assert!(number.own);
    assert_eq!(number.value.kind, ValueKind::Digits);
    assert_eq!(number.value.length, (None, None));
    let lengths: Vec<_> = number.value_when.iter().map(|one| one.value.length).collect();
    assert_eq!(lengths, [(Some(7), Some(7)), (Some(8), Some(9))]);
    let operator = otp.rows.iter().find(|row| row.path == "account.operator").expect("a row");
    assert_eq!((operator.value.kind, operator.value.values.len(), operator.value.open), (ValueKind::Text, 4, false));
    assert_eq!(operator.value.values[0], ("CORAL".to_owned(), "Coral Pay".to_owned()));
    let tide = method("tide-pay");
    let branch = form(&tide, "tide-pay/sale/gate/qr").rows.into_iter().find(|row| row.path == "account.branch").expect("a row");
    assert_eq!(branch.value.pattern.as_deref(), Some("^[0-9]{3}-[0-9]{3}$"));
}

#[test]
fn channels_have_turns_times_and_steps() {
    let reef = method("reef-money");
    let channels = &reef.operations[&OperationKind::Sale].channels;
    assert_eq!(channels.iter().map(|channel| channel.key.as_str()).collect::<Vec<_>>(), ["otp", "push", "redirect"]);
    let Turn::Display { entries, optional, .. } = &channels[0].turns[0] else { panic!("display") };
    assert!(*optional);
    assert_eq!(entries.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>(), ["amount", "currency", "account_number"]);
    let Turn::Send { name, fields, within, .. } = &channels[0].turns[1] else { panic!("send") };
    assert_eq!(name, "confirm");
    assert_eq!(within.as_ref().map(|span| (span.from, span.to)), Some((Some(45), Some(60))));
    // A turn's send starts from nothing.
    let paths: Vec<&str> = fields.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(paths, ["additional_data", "additional_data.additional_data", "additional_data.additional_data.pin"]);
    assert!(channels[1].turns.is_empty() && !channels[1].turns_unknown);
    assert!(matches!(channels[2].turns[..], [Turn::Redirect { .. }]));
    let steps = |n: usize| channels[n].steps[&Interface::Gate].iter().map(|step| step.what.as_str()).collect::<Vec<_>>();
    assert!(steps(0).contains(&"shows the code") && steps(0).contains(&"sends the second request"));
    assert!(steps(1).contains(&"asks the customer") && !steps(1).contains(&"sends an intermediate callback"));
    assert!(steps(2).contains(&"redirects the customer"));

    let tide = method("tide-pay");
    let qr = &tide.operations[&OperationKind::Sale].channels[0];
    assert_eq!(qr.times.basic.said, Said::Contract);
    assert!(matches!(&qr.times.lifetime["qr"].said, Said::Is(span) if span.from == Some(360) && span.to == Some(360)));
    // `also` and `without`, on one interface or on all.
    let gate: Vec<&str> = qr.steps[&Interface::Gate].iter().map(|step| step.what.as_str()).collect();
    assert_eq!(gate, ["sends the signed request", "sends an intermediate callback", "shows the code", "reads the code", "sends the final callback"]);
    let page: Vec<&str> = qr.steps[&Interface::PaymentPage].iter().map(|step| step.what.as_str()).collect();
    assert_eq!(page, ["opens the page"]);
}

#[test]
fn operations_are_described_words_or_not_documented() {
    let tide = method("tide-pay");
    let support = |kind| tide.operations[&kind].support;
    assert_eq!(support(OperationKind::Sale), Support::Described);
    assert_eq!(support(OperationKind::Payout), Support::None);
    assert_eq!(support(OperationKind::Recurring), Support::None);
    assert_eq!(support(OperationKind::Chargeback), Support::NotDocumented);
    assert!(tide.operations[&OperationKind::Chargeback].cite.is_empty());
    let refund = &tide.operations[&OperationKind::Refund];
    assert_eq!((refund.full, refund.partial), (Some(Support::Supported), Some(Support::Described)));
    // Its fields are not documented, so nothing is generated, and it says why.
    assert!(refund.forms.is_empty());
    assert_eq!(refund.not_generated.len(), 1);
    assert_eq!(refund.steps[&Interface::Gate].len(), 2);
    assert_eq!(tide.operations[&OperationKind::Sale].may_differ, Some(true));
}

#[test]
fn rules_that_go_with_several_fields_and_test_mode() {
    let reef = method("reef-money");
    let together = &reef.operations[&OperationKind::Sale].together;
    assert_eq!(together.len(), 1);
    assert_eq!(together[0].columns, ["account.operator", "country", "payment.currency"]);
    assert_eq!(together[0].rows.len(), 6);
    assert!(!together[0].open && !together[0].same);
    let test = reef.test.expect("rules of test mode");
    assert_eq!(test.ends.iter().map(|(end, when)| (end.as_str(), when.is_some())).collect::<Vec<_>>(), [("decline", true), ("success", false)]);
    let carries: Vec<&str> = reef.operations[&OperationKind::Sale].carries.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(carries, ["account.number", "account.type"]);
}

#[test]
fn examples_are_byte_for_byte_with_their_errata_repaired() {
    let tide = method("tide-pay");
    let example = |file: &str| tide.examples.iter().find(|example| example.file == file).expect("an example");
    assert_eq!(example("page.txt").json["payment_amount"], 150);
    assert_eq!(example("request.txt").json["general"]["signature"], "abcdef...ghi");
    assert!(example("request.txt").text.contains("abc\n"));
    assert_eq!(example("request.txt").errata, [Erratum::LineBreakInString, Erratum::Elided]);
    assert_eq!(example("redirect.txt").json["redirect_data"]["url"], "https://bank.example.com/");
    assert_eq!(example("success.txt").json["operation"]["provider"]["id"], 0);
    assert_eq!(example("success.txt").at.len(), 2);
    assert_eq!(tide.disputed.len(), 2);
}

#[test]
fn the_platform_is_resolved() {
    let platform = specs().platform;
    assert_eq!(platform.delivery.growth_percent, 112);
    assert_eq!((platform.delivery.first, platform.delivery.cap_seconds), ((6, 10), 14_400));
    assert_eq!(platform.envelope[&Interface::Gate], ["general.project_id", "general.payment_id", "general.signature"]);
    let statuses: Vec<&str> = platform.lists["payment_status"].iter().map(|one| one.rust.as_str()).collect();
    assert_eq!(statuses, ["Awaiting3dsResult", "Cancelled", "Decline", "Refunded", "Success"]);
    assert_eq!(platform.lists["payment_status"][1].also, ["canceled"]);
    assert_eq!(platform.codes["20000"], "General decline");
    assert!(platform.countries.contains("NO"));
    assert_eq!(platform.fields["customer.ip_address"].payment_page, None);
    assert_eq!(platform.fields["customer.id"].payment_page.as_deref(), Some("customer_id"));
    assert!(platform.callback.iter().any(|field| field.rust == "display_data_title"));
}

#[test]
fn the_order_of_keys_changes_nothing() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let text = std::fs::read_to_string(dir.join("methods/reef-money.yaml")).expect("a file");
    // Blocks of the file in another order.
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) || blocks.is_empty() {
            blocks.push(String::new());
        }
        let last = blocks.last_mut().expect("a block");
        last.push_str(line);
        last.push('\n');
    }
    blocks.reverse();
    let memory = |text: &str| {
        let mut files = methodspec::Memory::default();
        for name in ["platform.yaml", "operation-codes.yaml"] {
            files.0.insert(name.to_owned(), std::fs::read(dir.join(name)).expect("a file"));
        }
        files.0.insert("methods/reef-money.yaml".to_owned(), text.as_bytes().to_vec());
        let mut specs = methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{faults}"));
        let mut method = specs.methods.remove("reef-money").expect("the method");
        method.text.clear();
        format!("{method:#?}")
    };
    assert_eq!(memory(&text), memory(&blocks.concat()));
}
