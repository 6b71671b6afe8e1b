//! One of each: what the language says of channels, operations, rules and examples, as the resolved model has it.

use std::path::Path;

use methodspec::resolved::{
    Erratum, Force, Form, Interface, Method, OperationKind, Presence, Role, Said, Specs, Support, Turn,
};

fn specs() -> Specs {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    methodspec::load(&dir).unwrap_or_else(|faults| panic!("{faults}"))
}

fn method(key: &str) -> Method {
    specs().methods.remove(key).expect("the method")
}

#[test]
fn channels_have_turns_times_and_steps() {
    let reef = method("reef-money");
    let channels = &reef.operations[&OperationKind::Sale].channels;
    assert_eq!(channels.iter().map(|channel| channel.key.as_str()).collect::<Vec<_>>(), ["otp", "push", "redirect"]);
    let Turn::Display { entries, optional, .. } = &channels[0].turns[0] else { panic!("display") };
    assert!(*optional);
    assert_eq!(
        entries.iter().map(|entry| entry.title.as_str()).collect::<Vec<_>>(),
        ["amount", "currency", "account_number"]
    );
    let Turn::Send { name, fields, within, .. } = &channels[0].turns[1] else { panic!("send") };
    assert_eq!(name, "confirm");
    assert_eq!(within.as_ref().map(|span| (span.from, span.to)), Some((Some(45), Some(60))));
    // A turn's send starts from nothing.
    let paths: Vec<&str> = fields.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(paths, ["additional_data", "additional_data.additional_data", "additional_data.additional_data.pin"]);
    assert!(channels[1].turns.is_empty() && !channels[1].turns_unknown);
    assert!(matches!(channels[2].turns[..], [Turn::Redirect { .. }]));
    let steps =
        |n: usize| channels[n].steps[&Interface::Gate].iter().map(|step| step.what.as_str()).collect::<Vec<_>>();
    assert!(steps(0).contains(&"shows the code") && steps(0).contains(&"sends the second request"));
    assert!(steps(1).contains(&"asks the customer") && !steps(1).contains(&"sends an intermediate callback"));
    assert!(steps(2).contains(&"redirects the customer"));

    let tide = method("tide-pay");
    let qr = &tide.operations[&OperationKind::Sale].channels[0];
    assert_eq!(qr.times.basic.said, Said::Contract);
    assert!(matches!(&qr.times.lifetime["qr"].said, Said::Is(span) if span.from == Some(360) && span.to == Some(360)));
    // `also` and `without`, on one interface or on all.
    let gate: Vec<&str> = qr.steps[&Interface::Gate].iter().map(|step| step.what.as_str()).collect();
    assert_eq!(
        gate,
        [
            "sends the signed request",
            "sends an intermediate callback",
            "shows the code",
            "reads the code",
            "sends the final callback"
        ]
    );
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
    assert_eq!(
        test.ends.iter().map(|(end, when)| (end.as_str(), when.is_some())).collect::<Vec<_>>(),
        [("decline", true), ("success", false)]
    );
    let carries: Vec<&str> =
        reef.operations[&OperationKind::Sale].carries.iter().map(|field| field.path.as_str()).collect();
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

#[test]
fn two_steps_and_the_parts_of_a_refund() {
    let lagoon = method("lagoon-wallet");
    assert_eq!((lagoon.module.as_str(), lagoon.type_name.as_str()), ("lagoon", "Lagoon"));
    let operation = |kind| &lagoon.operations[&kind];
    assert_eq!(operation(OperationKind::Sale).support, Support::Supported);
    assert_eq!(operation(OperationKind::Auth).forms.len(), 1);
    // A capture in Dashboard alone, or one whose fields are not documented, is no request.
    assert!(operation(OperationKind::Cancel).forms.is_empty());
    assert_eq!(operation(OperationKind::Capture).forms[0].interface, Interface::Gate);
    // The documents name no channel, so nothing is known of turns.
    assert!(operation(OperationKind::Auth).channels.is_empty());

    let refund = operation(OperationKind::Refund);
    // `amounts: contract`: every currency is taken, and the contract says how much of it.
    assert_eq!((refund.amounts["AUD"].min, refund.amounts["AUD"].force), (None, Force::Contract));
    assert!(refund.full_amounts.is_empty());
    assert_eq!((refund.partial_amounts["AUD"].min, refund.partial_amounts["AUD"].max), (Some(100), Some(10_000)));
    // A partial refund has limits and fields of its own, so each part has a request of its own.
    let ids: Vec<&str> = refund.forms.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(ids, ["lagoon-wallet/refund/gate/full", "lagoon-wallet/refund/gate/partial"]);
    let presence = |form: &Form, path: &str| form.rows.iter().find(|row| row.path == path).map(|row| row.presence);
    let (full, partial) = (&refund.forms[0], &refund.forms[1]);
    assert_eq!((full.module.concat(), partial.module.concat()), ("full".to_owned(), "partial".to_owned()));
    assert_eq!(presence(full, "payment.amount"), None);
    assert_eq!(presence(partial, "payment.amount"), Some(Presence::Required));
    assert_eq!(presence(partial, "payment.merchant_refund_id"), Some(Presence::Optional));
    // Limits stand where an amount is sent.
    assert!(full.amounts.is_empty());
    assert_eq!(partial.amounts["AUD"].max, Some(10_000));
}

#[test]
fn a_further_request_with_a_path_is_a_form() {
    let reef = method("reef-money");
    let sale = &reef.operations[&OperationKind::Sale];
    let form = sale.forms.iter().find(|form| form.id == "reef-money/sale/gate/otp/confirm").expect("a form");
    assert_eq!(
        (form.module.join("::").as_str(), form.path.as_str()),
        ("otp::confirm", "/v2/payment/mobile/reef-money/sale")
    );
    let paths: Vec<&str> = form.rows.iter().map(|row| row.path.as_str()).collect();
    assert!(paths.contains(&"general.signature") && paths.contains(&"additional_data.additional_data.pin"));
    // Nothing of the operation's own request comes along.
    assert!(!paths.contains(&"payment.amount") && !paths.contains(&"customer.id"));
    assert!(matches!(&form.role, Role::Further { turn, within: Some(_) } if turn == "confirm"));
}

#[test]
fn a_list_of_values_is_a_request() {
    let lagoon = method("lagoon-wallet");
    let payout = &lagoon.operations[&OperationKind::Payout];
    let list = payout.forms.iter().find(|form| matches!(form.role, Role::List { .. })).expect("a list");
    assert_eq!(list.id, "lagoon-wallet/payout/gate/account_bank_id_list");
    assert_eq!(list.path, "/v2/info/banks/lagoon/payout/list");
    let paths: Vec<&str> = list.rows.iter().map(|row| row.path.as_str()).collect();
    let wanted =
        ["general", "general.project_id", "general.signature", "payment", "payment.amount", "payment.currency"];
    assert_eq!(paths, wanted);
}

#[test]
fn limits_of_any_currency_and_of_one() {
    let lagoon = method("lagoon-wallet");
    let amounts = &lagoon.operations[&OperationKind::Auth].amounts;
    // All currencies but one: each has the limits of `any`, in its own minor units.
    assert!(!amounts.contains_key("VUV"));
    assert_eq!((amounts["TND"].min, amounts["TND"].force), (Some(1_000), Force::Advisory));
    // A range of its own is not held as `any` is.
    assert_eq!((amounts["JPY"].min, amounts["JPY"].max, amounts["JPY"].step), (Some(100), Some(9_000), Some(100)));
    assert_eq!(amounts["JPY"].force, Force::Enforced);
    assert_eq!((amounts["FJD"].decimals, amounts["FJD"].min, amounts["FJD"].max), (0, None, Some(5_000)));
}

#[test]
fn values_of_a_field_are_known_listed_or_packed() {
    let lagoon = method("lagoon-wallet");
    let payout = &lagoon.operations[&OperationKind::Payout].forms[0];
    let bank = payout.rows.iter().find(|row| row.path == "account.bank_id").expect("a row");
    assert!(bank.value.open);
    assert_eq!(bank.value.range, (Some(1), Some(9_999)));
    assert_eq!(bank.value.value_names["104"], "second");
    let from = bank.value.from.as_ref().expect("a list");
    assert_eq!(from.send, ["general.project_id", "payment.amount", "payment.currency"]);
    assert_eq!(lagoon.names.callback.said, Said::NotDocumented);
    assert!(lagoon.names.callback.cite.is_empty());
}
