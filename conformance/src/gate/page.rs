//! The Payment Page, and the page on which the tester stands in for bank and customer. Plain HTML.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, html};
use methodspec::resolved::{Method, Platform, Said};

use super::model::Model;
use super::opening::page_operation;
use super::payment::Payment;
use super::refusal::Refusal;

fn whole(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body {
                h1 { (title) }
                (body)
                p { small { "A local Gate for tests. No money moves here." } }
            }
        }
    };
    page.into_string()
}

/// The methods that the parameters leave to choose from.
pub(super) fn choice<'a>(model: &'a Model, params: &BTreeMap<String, String>) -> Vec<&'a Method> {
    let currency = params.get("payment_currency").map_or("", String::as_str);
    let forced = params.get("force_payment_method");
    let fits = |method: &&Method| {
        forced.is_none_or(|code| matches!(&method.names.payment_page.said, Said::Is(codes) if codes.contains(code)))
    };
    // the currency's lifetime is the call's
    model
        .specs
        .methods
        .values()
        .filter(fits)
        .filter(|method| model.on_page(page_operation(params), currency).any(|one| one.key == method.key))
        .collect()
}

/// Those of them that take the sum, where there is one.
pub(super) fn payable<'a>(model: &'a Model, params: &BTreeMap<String, String>) -> Vec<&'a Method> {
    let sum = params.get("payment_amount").and_then(|text| text.parse().ok());
    let currency = params.get("payment_currency").map_or("", String::as_str);
    let takes = |method: &&Method| {
        let operation = method.operations.get(&page_operation(params));
        sum.zip(operation).is_none_or(|(sum, operation)| model.page_sum(operation, sum, currency).is_ok())
    };
    choice(model, params).into_iter().filter(takes).collect()
}

/// The form of the page: a method, or a choice.
pub(super) fn form(methods: &[&Method], params: &BTreeMap<String, String>) -> String {
    let param = |name: &str| params.get(name).map_or("", String::as_str);
    let body = html! {
        p { (param("payment_amount")) " minor units of " (param("payment_currency")) }
        @if !param("payment_description").is_empty() { p { (param("payment_description")) } }
        @if methods.is_empty() {
            p { "No method of the specs takes this currency here, or none has the code that is asked for." }
        } @else {
            form method="post" action="/payment" {
                @for (name, value) in params { input type="hidden" name=(name) value=(value); }
                fieldset {
                    legend { "Pay by" }
                    @for (index, method) in methods.iter().enumerate() {
                        p { label { input type="radio" name="local_gate_method" value=(method.key) checked[index == 0]; " " (method.title) } }
                    }
                }
                button { "Pay" }
            }
        }
    };
    whole("Payment", &body)
}

/// What is wrong with the parameters.
pub(super) fn refused(refusal: &Refusal, platform: &Platform) -> String {
    let code = refusal.why.code(platform);
    let body = html! {
        p { "Code " (code) ": " (platform.codes.get(code).map_or("", String::as_str)) }
        ul { @for fault in &refusal.faults { li { code { (fault.field) } " " (fault.says) } } }
    };
    whole("This page cannot be opened", &body)
}

/// What the customer can do, how it is called, and which sum goes with it: an empty field means the usual one.
const WAYS: [(&str, &str, &str); 5] = [
    ("success", "Pay", "Another sum, in minor units:"),
    ("part", "Pay a part", "Of it, in minor units:"),
    ("decline", "Decline", ""),
    ("expire", "Let it expire", ""),
    ("3ds", "Ask for 3-D Secure", ""),
];

/// Where a payment stands, with the ways to go on.
pub(super) fn provider(project: i64, payment: &Payment, path: &str) -> String {
    let body = html! {
        dl {
            dt { "Payment" } dd { (payment.id) }
            dt { "Project" } dd { (project) }
            dt { "Sum" } dd { (payment.sum) " minor units of " (payment.currency) }
            dt { "Status" } dd { (payment.status) }
            @if payment.left > 0 { dt { "Paid so far" } dd { (payment.left) } }
        }
        @if payment.under_way().is_some() {
            @for (action, title, sum) in WAYS {
                form method="post" action=(format!("{path}/{action}")) {
                    @if !sum.is_empty() { label { (sum) " " input name="amount" inputmode="numeric"; } " " }
                    button { (title) }
                }
            }
        }
    };
    whole("At the bank", &body)
}

/// Nothing is there.
pub(super) fn nothing() -> String {
    whole("Nothing here", &html! { p { "There is no such payment." } })
}
