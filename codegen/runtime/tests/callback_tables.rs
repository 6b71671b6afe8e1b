//! What generated crates make of the tables of callbacks: accessors, lists of values, a method's view, one webhook.

#![allow(unreachable_pub, reason = "the macros make public items, as in a crate of their own")]

use crate::support::{SHAPE, callback, keys, row, signed};
use ecommpay_runtime::callback::{DisplayData, RedirectData, Verified, verify};
use ecommpay_runtime::method::EventKind;

ecommpay_runtime::made_for!(1);

#[test]
fn the_format_that_is_taken_is_the_one_that_is_told() {
    assert_eq!(ecommpay_runtime::FORMAT, 1);
}

ecommpay_runtime::lists! {
    /// A payment status.
    PaymentStatus(final: [Declined, Success]) {
        /// It was refused.
        Declined = "decline"(also "declined", "refused"),
        /// A part went back.
        PartlyRefunded = "partially refunded",
        /// The platform works on it.
        Processing = "processing",
        /// It was done.
        Success = "success",
    }

    /// A payment type: none of them ends anything.
    PaymentType {
        /// An account is checked.
        AccountVerification = "account_verification",
        /// Money from the customer.
        Purchase = "purchase",
    }
}

#[test]
fn a_value_is_read_by_all_its_spellings_and_written_by_the_first() {
    for text in ["decline", "declined", "refused"] {
        assert_eq!(PaymentStatus::of(text), PaymentStatus::Declined, "{text}");
    }
    for text in ["partially refunded", "partially_refunded"] {
        assert_eq!(PaymentStatus::of(text), PaymentStatus::PartlyRefunded, "{text}");
    }
    for text in ["account verification", "account_verification"] {
        assert_eq!(PaymentType::of(text), PaymentType::AccountVerification, "{text}");
        assert_eq!(PaymentType::of(text).as_str(), "account_verification");
    }
    assert_eq!(PaymentStatus::Declined.as_str(), "decline");
    assert_eq!(PaymentStatus::Success.to_string(), "success");
    assert_eq!(PaymentType::of("purchase"), PaymentType::Purchase);
}

#[test]
fn a_value_that_is_not_listed_is_kept_as_it_came_and_ends_nothing() {
    for text in ["", "Success", "success ", "on hold", "partially-refunded", "partially  refunded", "_success"] {
        let found = PaymentStatus::of(text);
        assert_eq!(found, PaymentStatus::Unlisted(text));
        assert_eq!(found.as_str(), text);
        assert!(!found.is_final(), "{text}");
    }
}

#[test]
fn only_what_is_named_so_is_final() {
    assert!(PaymentStatus::Declined.is_final());
    assert!(PaymentStatus::Success.is_final());
    assert!(!PaymentStatus::Processing.is_final());
}

/// A callback of a platform that has one kind of redirection and one text to show.
#[derive(Debug)]
pub struct Callback(Verified);

impl Callback {
    fn of(description: &str, members: &str) -> Self {
        let body = signed(&callback(description).replacen('{', &format!("{{{members}"), 1));
        Self(verify(&SHAPE, &keys(), body.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}: {body}")))
    }

    /// Members are found by their paths here, where generated crates know the row.
    fn find(&self, path: &str) -> Option<ecommpay_runtime::callback::Item<'_>> {
        self.0.field(row(path))
    }

    fn method_label(&self) -> Option<&str> {
        self.find("payment.method").and_then(|item| item.as_str())
    }

    fn is_final(&self) -> bool {
        self.find("payment.status")
            .and_then(|item| item.as_str())
            .is_some_and(|text| PaymentStatus::of(text).is_final())
    }

    fn redirect(&self) -> Option<RedirectData<'_>> {
        READING.redirect(&self.0)
    }

    fn display(&self) -> Option<DisplayData<'_>> {
        READING.display(&self.0)
    }
}

static READING: ecommpay_runtime::callback::Reading =
    ecommpay_runtime::callback::Reading::new(&SHAPE).turns("redirect_data", "display_data");

/// What the accessors are for.
struct Read<'a>(&'a Callback);

ecommpay_runtime::members! {
    find of Read<'_>,
    /// A text.
    label: text = "payment.method",
    /// A number.
    amount: integer = "payment.sum.amount",
    /// Yes or no.
    again: boolean = "payment.is_new_attempts_available",
    /// One of a list.
    status: PaymentStatus = "payment.status",
    /// Whatever it is.
    sum: item = "payment.sum",
    /// One that this callback does not have.
    account: text = "account.number",
}

#[test]
fn accessors_read_what_they_say() {
    let callback = Callback::of("", "");
    let read = Read(&callback);
    assert_eq!(read.label(), Some("coral"));
    assert_eq!(read.amount(), Some(125_000));
    assert_eq!(read.again(), None);
    assert_eq!(read.status(), Some(PaymentStatus::Success));
    assert_eq!(read.sum().and_then(|sum| sum.get("currency")).and_then(|item| item.as_str()), Some("THB"));
    assert_eq!(read.account(), None);
}

/// Accessors over members of another type than they say.
struct Mistaken<'a>(&'a Callback);

ecommpay_runtime::members! {
    find of Mistaken<'_>,
    /// A number, as a text.
    amount: text = "payment.sum.amount",
    /// A text, as a number.
    id: integer = "payment.id",
    /// A text, as yes or no.
    label: boolean = "payment.method",
    /// A number, as one of a list.
    status: PaymentStatus = "payment.sum.amount",
    /// Yes or no, as such.
    again: boolean = "payment.is_new_attempts_available",
}

#[test]
fn a_member_of_another_type_is_none() {
    let body = callback("").replacen(r#""id":"dev-0001""#, r#""id":"1","is_new_attempts_available":true"#, 1);
    let callback = Callback(verify(&SHAPE, &keys(), signed(&body).as_bytes()).expect("a callback"));
    let read = Mistaken(&callback);
    assert_eq!((read.amount(), read.id(), read.label(), read.status()), (None, None, None, None));
    assert_eq!(read.again(), Some(true));
}

#[test]
fn an_item_is_found_by_keys_and_list_positions() {
    let callback = Callback::of("", r#""display_data":[{"title":"a"},{"title":"b"}],"#);
    let document = callback.0.document();
    let list = callback.find("display_data").expect("a list");
    assert_eq!(list.at("1.title").and_then(|item| item.as_str()), Some("b"));
    assert_eq!(document.at("display_data.1.title").and_then(|item| item.as_str()), Some("b"));
    for path in ["2.title", "title", "1.name", "1.title.x", "", "-1"] {
        assert!(list.at(path).is_none(), "{path}");
    }
}

mod redirecting {
    ecommpay_runtime::view! {
        /// A callback of Coral.
        Callback of super::Callback = ["coral", "coral-2"],
        /// What it tells.
        Event {
            /// The customer is to be redirected with this.
            Redirect(RedirectData) = redirect,
            /// The customer is to be shown this.
            Display(DisplayData) = display,
        }
    }
}

mod plain {
    ecommpay_runtime::view! {
        /// A callback of a method that goes to its end at once.
        Callback of super::Callback = ["plain"],
        /// What it tells.
        Event {}
    }
}

#[test]
fn a_view_is_there_for_its_own_labels_alone() {
    let callback = Callback::of("", "");
    assert!(redirecting::Callback::of(&callback).is_some());
    assert_eq!(redirecting::Callback::LABELS, ["coral", "coral-2"]);
    assert!(plain::Callback::of(&callback).is_none());
    assert_eq!(plain::Callback::kind(&callback), None);
    let body = callback_of("plain");
    let callback = Callback(verify(&SHAPE, &keys(), body.as_bytes()).expect("a callback"));
    assert_eq!(plain::Callback::kind(&callback), Some(EventKind::Final));
    let event = plain::Callback::of(&callback).map(|callback| callback.event());
    assert!(matches!(event, Some(plain::Event::Final)), "{event:?}");
}

/// A callback with another label.
fn callback_of(label: &str) -> String {
    signed(&callback("").replacen("\"coral\"", &format!("{label:?}"), 1))
}

#[test]
fn what_the_customer_has_to_do_comes_before_the_end() {
    let redirect = r#""redirect_data":{"url":"https://a.test","method":"GET"},"#;
    let display = r#""display_data":[{"type":"add_info","title":"code","data":"1"}],"#;
    let kind = |members: &str| redirecting::Callback::kind(&Callback::of("", members));
    assert_eq!(kind(redirect), Some(EventKind::Redirect));
    assert_eq!(kind(display), Some(EventKind::Display));
    assert_eq!(kind(&format!("{redirect}{display}")), Some(EventKind::Redirect), "in the order of the table");
    assert_eq!(kind(""), Some(EventKind::Final));
    let callback = Callback::of("", redirect);
    let event = redirecting::Callback::of(&callback).map(|callback| callback.event());
    assert!(matches!(&event, Some(redirecting::Event::Redirect(_))), "{event:?}");
}

#[test]
fn what_is_neither_final_nor_a_turn_is_other() {
    let body = callback("").replacen(r#""status":"success""#, r#""status":"processing""#, 1);
    let callback = Callback(verify(&SHAPE, &keys(), signed(&body).as_bytes()).expect("a callback"));
    assert_eq!(redirecting::Callback::kind(&callback), Some(EventKind::Other));
}

/// The crate of a platform, as a facade sees it.
mod platform {
    use ecommpay_runtime::callback::{Keys, Refusal};

    pub(crate) use super::Callback;

    /// Reads a callback.
    pub(crate) fn verify(keys: &Keys, body: &[u8]) -> Result<Callback, Refusal> {
        ecommpay_runtime::callback::verify(&super::SHAPE, keys, body).map(Callback)
    }
}

mod facade {
    use super::platform;

    ecommpay_runtime::methods! {
        over platform,
        /// One of Coral.
        "client" Coral = redirecting,
        /// One of another.
        "tracing" Plain = plain,
    }
}

#[test]
fn one_webhook_tells_the_methods_whose_features_are_on() {
    let body = signed(&callback(""));
    let found = facade::verify(&keys(), body.as_bytes()).expect("a callback");
    #[cfg(feature = "client")]
    assert!(matches!(found.method(), facade::Method::Coral(_)), "{:?}", found.method());
    #[cfg(not(feature = "client"))]
    assert_eq!(format!("{:?}", found.method()), "Unknown(\"coral\")");
    let other = signed(&callback("").replacen("\"coral\"", "\"amber\"", 1));
    let found = facade::verify(&keys(), other.as_bytes()).expect("a callback");
    assert_eq!(format!("{:?}", found.method()), "Unknown(\"amber\")");
    assert_eq!(found.method_label(), Some("amber"), "it is read all the same");
}

#[test]
fn a_forged_one_is_refused_by_the_one_webhook_too() {
    let forged = signed(&callback("")).replacen("125000", "1", 1);
    assert!(facade::verify(&keys(), forged.as_bytes()).is_err());
}
