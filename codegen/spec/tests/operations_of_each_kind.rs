//! One of each: operations, channels, turns and how they end, each in the few lines that say it.

use crate::one_of_each::{form, method, operation, row};
use methodspec::resolved::{Interface, OperationKind, Presence, Role, Said, Support, Turn};

/// A purchase on Gate with what stands behind its head.
fn sale(rest: &str) -> String {
    format!("operations:\n  sale:\n    via: [gate]\n    path: /v2/payment/coral/sale\n{rest}")
}

const PLAIN: &str = "    amounts: contract\n    times: not_documented\n    send: { customer.id: required }\n";

#[test]
fn payouts_alone() {
    let made = method(
        "operations:\n  payout: { via: [gate], path: /v2/payment/coral/payout, amounts: { any: 1.00.. }, times: { takes: 1d..3d }, send: { account.number: required } }\n",
    );
    assert_eq!(operation(&made, OperationKind::Sale).support, Support::None);
    assert_eq!(row(form(&made, "payout/gate"), "account.number").presence, Presence::Required);
    assert_eq!(operation(&made, OperationKind::Payout).forms.len(), 1);
}

#[test]
fn full_and_partial_refunds_with_limits_of_their_own() {
    let made = method(
        "operations:\n  refund:\n    via: [gate]\n    path: /v2/payment/coral/refund\n    amounts: contract\n    times: not_documented\n    send: { payment.amount+currency: optional }\n    \
         full: supported\n    partial: { amounts: { FJD: 1.00..100.00 }, send: { payment.amount+currency: required, payment.description: required } }\n",
    );
    assert_eq!(form(&made, "refund/gate/full").role, Role::Full);
    let partial = form(&made, "refund/gate/partial");
    assert_eq!((partial.amounts["FJD"].min, partial.amounts["FJD"].max), (Some(100), Some(10_000)));
    assert_eq!(row(partial, "payment.description").presence, Presence::Required);
}

#[test]
fn refunds_of_the_whole_sum_alone() {
    let made = method(
        "operations:\n  refund: { via: [gate], path: /v2/payment/coral/refund, amounts: contract, times: not_documented, send: { payment.amount+currency: optional }, full: supported, partial: none }\n",
    );
    let refund = form(&made, "refund/gate");
    assert!(refund.rows.iter().all(|row| row.path != "payment.amount"), "no sum can be named");
}

#[test]
fn auth_capture_and_cancel() {
    let two = |name: &str| {
        format!(
            "  {name}: {{ via: [gate], path: /v2/payment/coral/{name}, amounts: contract, times: not_documented, send: {{ payment.amount+currency: optional }} }}\n"
        )
    };
    let made = method(&format!("operations:\n{}{}{}", two("auth"), two("capture"), two("cancel")));
    for name in ["auth", "capture", "cancel"] {
        assert_eq!(form(&made, &format!("{name}/gate")).path, format!("/v2/payment/coral/{name}"));
    }
    // a hold names its sum, a capture may
    assert_eq!(row(form(&made, "auth/gate"), "payment.amount").presence, Presence::Required);
    assert_eq!(row(form(&made, "capture/gate"), "payment.amount").presence, Presence::Optional);
}

#[test]
fn recurring_debits() {
    let made = method(
        "fields: { recurring_id: { type: text, means: The registered debit., from: { operation: sale, member: recurring.id } } }\noperations:\n  sale: supported\n  \
         recurring: { via: [gate], path: /v2/payment/coral/recurring, amounts: contract, times: not_documented, send: { recurring_id: required } }\n",
    );
    let id = row(form(&made, "recurring/gate"), "recurring_id");
    let from = id.value.from.as_ref().expect("where it comes from");
    assert_eq!((from.operation.as_deref(), from.member.as_deref()), (Some("sale"), Some("recurring.id")));
}

#[test]
fn channels_on_one_path_chosen_by_the_contract() {
    let made = method(&sale(&format!(
        "{PLAIN}    channels:\n      redirect: {{ means: On a page., turns: [{{ get: redirect_data }}], send: {{ return_url.success: required }} }}\n      push: {{ means: On the phone., turns: [] }}\n"
    )));
    let (redirect, push) = (form(&made, "sale/gate/redirect"), form(&made, "sale/gate/push"));
    assert_eq!(redirect.path, push.path);
    assert!(push.rows.iter().all(|row| row.path != "return_url.success"));
    let channels = &operation(&made, OperationKind::Sale).channels;
    assert!(channels.iter().any(|one| one.key == "push" && one.turns.is_empty() && !one.turns_unknown));
}

#[test]
fn further_requests_nested_once_and_twice_with_a_deadline() {
    let made = method(&sale(&format!(
        "{PLAIN}    channels:\n      code:\n        means: A code.\n        turns:\n          \
         - {{ send: {{ additional_data.code: {{ gate: required, type: digits, length: 6, means: The code. }} }}, name: code, within: 45s..60s }}\n          \
         - {{ send: {{ additional_data.additional_data.pin: {{ gate: required, type: digits, length: 4, means: The pin. }} }}, name: pin, path: /v2/payment/coral/pin }}\n"
    )));
    let code = form(&made, "sale/gate/code/code");
    let Role::Further { within: Some(within), .. } = &code.role else { panic!("a further request") };
    assert_eq!((within.from, within.to), (Some(45), Some(60)));
    assert_eq!(row(code, "additional_data.code").value.length, (Some(6), Some(6)));
    let pin = form(&made, "sale/gate/code/pin");
    assert_eq!((pin.path.as_str(), pin.module.join("::")), ("/v2/payment/coral/pin", "code::pin".to_owned()));
    assert_eq!(row(pin, "additional_data.additional_data.pin").presence, Presence::Required);
}

#[test]
fn a_further_request_whose_path_is_not_documented() {
    let made = method(&sale(&format!(
        "{PLAIN}    channels:\n      code: {{ means: A code., turns: [ {{ send: {{ additional_data.code: {{ gate: required, type: digits, means: The code. }} }}, name: code, path: not_documented }} ] }}\n"
    )));
    let sale = operation(&made, OperationKind::Sale);
    assert!(sale.forms.iter().all(|form| form.role == Role::First));
    assert!(sale.not_generated.iter().any(|why| why.contains("`code`")), "{:?}", sale.not_generated);
}

#[test]
fn fields_that_are_asked_for_later() {
    let made = method(&sale(
        "    amounts: contract\n    times: not_documented\n    send: { customer.id: required, customer.phone: clarifiable }\n    channels: none\n",
    ));
    assert_eq!(row(form(&made, "sale/gate"), "customer.phone").presence, Presence::Clarifiable);
}

#[test]
fn other_names_on_the_page_on_gate_and_in_callbacks() {
    let made = method("names: { payment_page: coral-wallet, gate: wallet/coral, callback: [Coral, CORAL] }\n");
    assert_eq!(made.names.payment_page.said, Said::Is(vec!["coral-wallet".to_owned()]));
    assert_eq!(made.names.gate.said, Said::Is(vec!["wallet/coral".to_owned()]));
    assert_eq!(made.names.callback.said, Said::Is(vec!["Coral".to_owned(), "CORAL".to_owned()]));
}

#[test]
fn a_method_that_cannot_be_preselected() {
    let made = method(
        "names: { payment_page: none, gate: coral, callback: not_documented }\noperations:\n  sale: { via: [payment_page], amounts: contract, times: not_documented, send: { customer.id: required }, channels: none }\n",
    );
    assert_eq!(made.names.payment_page.said, Said::None);
    assert_eq!(form(&made, "sale/payment_page").interface, Interface::PaymentPage);
}

#[test]
fn what_is_displayed_is_of_several_types() {
    let made = method(&sale(&format!(
        "{PLAIN}    channels:\n      slip: {{ means: A slip., turns: [ {{ get: {{ display_data: {{ Code: {{ kind: qr_img, means: The code. }}, Bank: {{ kind: add_info, means: The bank., example: First Bank }} }} }}, show: optional }} ] }}\n"
    )));
    let turns = &operation(&made, OperationKind::Sale).channels[0].turns;
    let Turn::Display { entries, optional, .. } = &turns[0] else { panic!("something to show") };
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.as_deref()).collect();
    assert!(*optional && kinds.contains(&Some("qr_img")) && kinds.contains(&Some("add_info")), "{kinds:?}");
}

#[test]
fn objects_that_the_final_callback_carries_beside() {
    let made = method(&sale(&format!(
        "{PLAIN}    channels: none\n    ends:\n      carries: {{ account.type: {{ type: text, means: The operator. }} }}\n      success: {{ payment: success, operation: success, code: \"0\", sum: may_differ }}\n"
    )));
    let sale = operation(&made, OperationKind::Sale);
    assert_eq!(sale.carries[0].path, "account.type");
    let success = sale.ends.iter().find(|end| end.key == "success").expect("an end");
    assert_eq!((success.payment.as_deref(), success.codes.as_slice()), (Some("success"), &["0".to_owned()][..]));
}

#[test]
fn times_by_operation_and_service_hours() {
    let made = method(&format!(
        "times: {{ basic: ..10min }}\n{}",
        sale(
            "    amounts: contract\n    times: { basic: 1min..3min, threshold: 30min, hours: daily 05:00-01:00 +12:00 }\n    send: { customer.id: required }\n    channels: none\n  \
             payout: { via: [gate], path: /v2/payment/coral/payout, amounts: contract, times: { takes: 1d..3d }, send: { account.number: required } }\n"
        )
    ));
    let times = |kind| &operation(&made, kind).times;
    let (sale, payout) = (times(OperationKind::Sale), times(OperationKind::Payout));
    let Said::Is(threshold) = &sale.threshold.said else { panic!("a time") };
    assert_eq!((threshold.from, threshold.to), (Some(1_800), Some(1_800)));
    assert_eq!(sale.hours.said, Said::Is("daily 05:00-01:00 +12:00".to_owned()));
    let Said::Is(takes) = &payout.takes.said else { panic!("a time") };
    assert_eq!((takes.from, takes.to), (Some(86_400), Some(259_200)));
}

#[test]
fn an_amount_that_test_mode_declines() {
    let rules = "test: { ends: [ { end: decline, when: { payment.amount: [40000] } }, { end: success } ] }\n";
    let ends = "    channels: none\n    ends: { success: { payment: success }, decline: { payment: decline } }\n";
    let made = method(&format!("{rules}{}", sale(&format!("{PLAIN}{ends}"))));
    let test = made.test.expect("rules");
    assert_eq!((test.ends[0].0.as_str(), test.ends[0].1.is_some()), ("decline", true));
    assert_eq!((test.ends[1].0.as_str(), test.ends[1].1.is_none()), ("success", true));
}

#[test]
fn what_is_not_generated_names_all_that_is_missing() {
    let made = method(
        "operations:\n  sale: { via: [gate, payment_page], amounts: contract, times: not_documented, not_documented: [path, send, channels] }\n",
    );
    let sale = operation(&made, OperationKind::Sale);
    assert_eq!(
        sale.not_generated,
        [
            "sale through Gate: the documents do not give its path and do not say which fields it takes.",
            "channels of sale: the documents do not name its channels; the steps are those of every such operation.",
        ]
    );
    assert!(sale.channels.is_empty() && !sale.steps.is_empty());
}
