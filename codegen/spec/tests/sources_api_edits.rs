//! Single edits of the sample's platform and of its description: what each is told as, and which say nothing.

use crate::sources_api::{AS_IT_IS, judged, told};

/// What a method does not send is held as well: fields of the platform, and paths without a request.
#[test]
fn single_edits_of_what_no_request_sends_are_each_caught() {
    for ((from, to), wanted) in [
        (
            ("length: 4..24,", "length: 4..25,"),
            "api-differs: customer.phone: ^[0-9]{4,25}$ here, pattern ^[0-9]{4,24}$",
        ),
        (
            ("customer.country: { type: country", "customer.country: { type: text"),
            "api-differs: customer.country: no pattern here, pattern ^[A-Z]{2}$",
        ),
        (
            ("payment.description: { type: text, length: ..255", "payment.description: { type: text, length: ..256"),
            "api-differs: payment.description: ..256 letters here, ..255 letters",
        ),
        (
            ("customer.first_name: { type: text", "customer.first_name: { type: integer"),
            "api-differs: customer.first_name: integer here, text",
        ),
        (
            ("return_url.return: { type: url", "return_url.return: { type: text"),
            "api-differs: return_url.return: text here, format uri",
        ),
        (
            ("  account: {", "  customer.nick: { type: text, means: A name. }\n  account: {"),
            "api-differs: customer.nick: a member here, no such member",
        ),
        ((", described_by: described", ""), "api-unused: no host is described by `described`"),
        (
            ("described: 1..200 letters,", "described: \"1..200 letters in /v2/payment/{method}/sale\","),
            "api-differs: general.signature: 88 letters here, 1..200 letters",
        ),
        (("    chosen: 88 letters\n", ""), "api-differs: general.signature: 88 letters here, 1..200 letters"),
        (
            ("    chosen: 88 letters\n", "    chosen: 88 letters or more\n"),
            "api-differs: general.signature: 88 letters here",
        ),
        (
            ("described: 1..200 letters,", "described: \"1..200 letters in sales; 1..9 letters in refunds\","),
            "api-record: the API description does not say so of `/fields/general.signature`: 1..9 letters in refunds",
        ),
    ] {
        let found = told(&judged(&[(from, to)], &[], AS_IT_IS));
        assert!(found.iter().any(|one| one.starts_with(wanted)), "{wanted}: {found:#?}");
    }
    let paths = [("path: /v2/payment/qr/tide-pay/refund", "path: /v2/payment/qr/tide-pay/refunds")];
    let found = told(&judged(&[], &paths, AS_IT_IS));
    assert!(
        found.iter().any(|one| one.contains("the route: /v2/payment/qr/tide-pay/refunds here, no such route")),
        "{found:#?}"
    );
}

#[test]
fn single_edits_of_the_description_are_each_caught() {
    const SALE: &str =
        "\"/v2/payment/qr/{method}/sale\": { \"post\": { \"requestBody\": { \"content\": { \"application/json\":";
    for ((from, to), wanted) in [
        ((", \"format\": \"ip-address\"", ""), "customer.ip_address: ip here, no format"),
        (("\"ip-address\"", "\"ipv4\""), "customer.ip_address: ip here, format ipv4"),
        (
            ("\"ip-address\"", "\"ip-address\", \"maxLength\": 10"),
            "customer.ip_address: 2..45 letters here, ..10 letters",
        ),
        ((", \"format\": \"email\"", ""), "customer.email: email here, no format"),
        ((", \"pattern\": \"^[0-9]{4,24}$\"", ""), "customer.phone: ^[0-9]{4,24}$ here, no pattern"),
        (("{4,24}$\"", "{4,24}$\", \"maxLength\": 6"), "customer.phone: 4..24 letters here, ..6 letters"),
        ((", \"pattern\": \"^[A-Z]{3}$\"", ""), "payment.currency: ^[A-Z]{3}$ here, no pattern"),
        (("{3}$\" },\n", "{3}$\", \"minLength\": 4 },\n"), "payment.currency: 3 letters here, 4.. letters"),
        (
            ("\"maximum\": 5000", "\"maximum\": 5000, \"multipleOf\": 100"),
            "payment.amount: no such rule here, multipleOf 100",
        ),
        (
            ("\"maximum\": 5000", "\"maximum\": 5000, \"nullable\": true"),
            "payment.amount: integer here, integer or null",
        ),
        (("\"maximum\": 5000", "\"maximum\": 4999.5"), "payment.amount: 1..5000 here, 1..4999"),
        (
            ("\"amount\": { \"type\": \"integer\"", "\"amount\": { \"type\": \"number\""),
            "payment.amount: integer here, number",
        ),
        (("\"amount\": { \"type\": \"integer\",", "\"amount\": {"), "payment.amount: integer here, any value"),
        (
            (
                "\"General\": { \"type\": \"object\",",
                "\"General\": { \"type\": \"object\", \"additionalProperties\": false,",
            ),
            "general: no such rule here, additionalProperties false",
        ),
        (("\"payment_id\", \"signature\"]", "\"payment_id\"]"), "general.signature: required here, optional"),
        (
            ("\"required\": [\"amount\", \"currency\"]", "\"required\": [\"currency\"]"),
            "payment.amount: required here, optional",
        ),
        (
            ("[\"general\", \"customer\", \"payment\"]", "[\"customer\", \"payment\"]"),
            "general.project_id: required here, optional",
        ),
        (
            ("\"maxLength\": 255 } } } } } }", "\"maxLength\": 50 } } } } } }"),
            "payment.description: ..255 letters here, ..50 letters",
        ),
        (
            (",\n    \"description\": { \"type\": \"string\", \"maxLength\": 255 }", ""),
            "payment.description: a member here, no such member",
        ),
        (
            (
                SALE,
                "\"/v2/payment/qr/{method}/sale\": { \"post\": { \"requestBody\": { \"content\": { \"application/xml\":",
            ),
            "the route: JSON here, application/xml",
        ),
        (
            (
                SALE,
                "\"/v2/payment/qr/{method}/sale\": { \"put\": { \"requestBody\": { \"content\": { \"application/json\":",
            ),
            "the route: /v2/payment/qr/tide-pay/sale here, no such route",
        ),
        (
            (SALE, "\"/v2/payment/qr/{method}/sale\": { \"post\": { \"body\": { \"content\": { \"application/json\":"),
            "the route: JSON here, no body",
        ),
        (("{method}/refund\"", "{method}/back\""), "the route: /v2/payment/qr/tide-pay/refund here, no such route"),
    ] {
        let found = told(&judged(&[], &[], (from, to)));
        let wanted = format!("api-differs: {wanted}");
        assert!(found.iter().any(|one| one.starts_with(&wanted)), "{wanted}: {found:#?}");
    }
}

/// Each with the reason for which it is no difference.
#[test]
fn edits_that_say_nothing_are_no_difference() {
    for ((from, to), why) in [
        (("\"ip-address\"", "\"ip-address\", \"maxLength\": 255"), "no address has more than 45 letters"),
        (("{4,24}$\"", "{4,24}$\", \"maxLength\": 24"), "the pattern says so already"),
        (("\"maximum\": 5000", "\"maximum\": 5000, \"default\": 7"), "a default restricts nothing"),
        (
            ("\"currency\": {", "\"tip\": { \"type\": \"integer\" }, \"currency\": {"),
            "nobody has to send a further member",
        ),
        (("[\"ip_address\"]", "[]"), "the method's own documents require it, and may ask for more"),
        (
            ("\"minimum\": 1, \"maximum\": 5000", "\"minimum\": 0, \"maximum\": 5000"),
            "each currency has a least amount of its own",
        ),
        ((", \"pattern\": \"^[0-9]{3}-[0-9]{3}$\"", ""), "the method narrows the value by its own documents"),
        (("charset=utf-8", "charset=UTF-16"), "parameters of a content are not read"),
    ] {
        let found = told(&judged(&[], &[], (from, to)));
        assert_eq!(found, Vec::<String>::new(), "{why}");
    }
}

/// Limits that a contract sets do not narrow what a route takes.
#[test]
fn limits_by_contract_leave_the_route_s_own_range() {
    let zero = ("\"minimum\": 1, \"maximum\": 5000", "\"minimum\": 0, \"maximum\": 5000");
    let contract = [("      AUD: 1.00..2_000.00\n", "      AUD: { is: 1.00..2_000.00, force: contract }\n")];
    let found = told(&judged(&[], &contract, zero));
    assert_eq!(
        found,
        ["api-differs: payment.amount: 1..5000 here, 0..5000 in the API description (every route that has it)"]
    );
}

#[test]
fn a_record_that_names_the_route_holds_for_it() {
    let named = ("described: 1..200 letters,", "described: \"1..200 letters in /v2/payment/qr/{method}/sale\",");
    assert_eq!(told(&judged(&[named], &[], AS_IT_IS)), Vec::<String>::new());
}
