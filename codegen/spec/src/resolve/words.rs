//! Names: paths, Rust names, and the order of signing.

use std::cmp::Ordering;

use crate::model::operation::{Actor, InterfaceName, OperationName};
use crate::resolved as r;
use crate::rust_names::{is_keyword, reserved_for_requests};

/// The paths that a key with `+` stands for: `customer.id+email` is `customer.id`, `customer.email`.
pub(crate) fn paths(key: &str) -> Vec<String> {
    let mut parts = key.split('+');
    let first = parts.next().unwrap_or_default();
    let parent = first.rfind('.').and_then(|cut| first.get(..=cut)).unwrap_or_default();
    std::iter::once(first.to_owned()).chain(parts.map(|part| format!("{parent}{part}"))).collect()
}

/// `customer.ip_address` -> `customer_ip_address`, as far as ASCII goes.
pub(crate) fn snake(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}

/// `awaiting 3ds result` -> `Awaiting3dsResult`.
pub(crate) fn camel(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let shouted = word.len() > 1 && word.chars().all(|c| !c.is_ascii_lowercase());
            let rest = word.get(1..).unwrap_or_default();
            let rest = if shouted { rest.to_ascii_lowercase() } else { rest.to_owned() };
            format!("{}{rest}", word.get(..1).unwrap_or_default().to_ascii_uppercase())
        })
        .collect()
}

/// Why a text is no Rust name for a field, a module or a value; `None` where it is one.
pub(crate) fn refused(name: &str, reserved: &[&str]) -> Option<String> {
    let Some(first) = name.chars().next() else {
        return Some("nothing of it is ASCII".to_owned());
    };
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') || !name.chars().any(|c| c.is_ascii_alphabetic()) {
        return Some(format!("`{name}` is no Rust name"));
    }
    if first.is_ascii_digit() {
        return Some(format!("`{name}` starts with a digit"));
    }
    if is_keyword(name) {
        return Some(format!("`{name}` is a Rust keyword"));
    }
    if reserved.contains(&name) {
        return Some(format!("`{name}` is reserved: every crate has an item of that name"));
    }
    (name.len() > 120).then(|| format!("a name of {} characters is too long", name.len()))
}

/// As [`refused`], for a field: its setter stands beside the methods of its request.
pub(crate) fn refused_for_field(name: &str) -> Option<String> {
    let taken = reserved_for_requests().any(|method| method == name);
    refused(name, &[])
        .or_else(|| taken.then(|| format!("`{name}` is reserved: every request has a method of that name")))
}

/// Names of modules beside the channels.
pub(crate) const RESERVED_MODULES: &[&str] =
    &["payment_page", "platform", "runtime", "std", "core", "alloc", "kind", "values"];
/// Keys of methods that are features of the facade, crates beside the methods', or cases of its enum.
pub(crate) const RESERVED_KEYS: &[&str] =
    &["all", "axum", "client", "default", "reqwest", "tracing", "ureq", "platform", "runtime", "unknown"];
/// Modules of the facade.
pub(crate) const RESERVED_METHODS: &[&str] =
    &["callback", "client", "ecommpay_platform", "hosts", "platform", "runtime", "std", "core", "alloc", "all"];

/// What data to be shown are, as a spec says it.
pub(crate) const fn shown(data: crate::model::operation::ShownType) -> &'static str {
    use crate::model::operation::ShownType as S;
    match data {
        S::Text => "text",
        S::QrText => "qr_text",
        S::QrImage => "qr_image",
        S::Url => "url",
        S::Amount => "amount",
    }
}

/// PHP's natural order of two paths, members joined by `:`: the order in which lines are signed.
pub(crate) fn signing_order(a: &str, b: &str) -> Ordering {
    let wire = |path: &str| path.replace(':', "::").replace('.', ":");
    natural(wire(a).as_bytes(), wire(b).as_bytes())
}

/// PHP `strnatcmp` on bytes.
fn natural(a: &[u8], b: &[u8]) -> Ordering {
    if a.is_empty() || b.is_empty() {
        return a.len().cmp(&b.len());
    }
    let at = |s: &[u8], i: usize| s.get(i).copied().unwrap_or(0);
    let lead = |s: &[u8]| {
        let mut i = 0;
        while at(s, i) == b'0' && at(s, i + 1).is_ascii_digit() {
            i += 1;
        }
        i
    };
    let space = |s: &[u8], mut i: usize| {
        while matches!(at(s, i), b' ' | b'\t' | b'\n' | 0x0b | 0x0c | b'\r') {
            i += 1;
        }
        i
    };
    let (mut i, mut j) = (lead(a), lead(b));
    loop {
        i = space(a, i);
        j = space(b, j);
        if at(a, i).is_ascii_digit() && at(b, j).is_ascii_digit() {
            let run = |s: &[u8], from: usize| s.iter().skip(from).take_while(|c| c.is_ascii_digit()).count();
            let (x, y) = (run(a, i), run(b, j));
            let left = a.get(i..i + x).unwrap_or_default();
            let right = b.get(j..j + y).unwrap_or_default();
            let fractional = at(a, i) == b'0' || at(b, j) == b'0';
            let order = if fractional { left.cmp(right) } else { x.cmp(&y).then_with(|| left.cmp(right)) };
            if order != Ordering::Equal {
                return order;
            }
            i += x;
            j += y;
            match (i >= a.len(), j >= b.len()) {
                (true, true) => return Ordering::Equal,
                (true, false) => return Ordering::Less,
                (false, true) => return Ordering::Greater,
                _ => {}
            }
        }
        let order = at(a, i).cmp(&at(b, j));
        if order != Ordering::Equal {
            return order;
        }
        i += 1;
        j += 1;
        match (i >= a.len(), j >= b.len()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            _ => {}
        }
    }
}

pub(crate) fn interface(name: InterfaceName) -> r::Interface {
    match name {
        InterfaceName::Gate => r::Interface::Gate,
        InterfaceName::PaymentPage => r::Interface::PaymentPage,
        InterfaceName::Dashboard => r::Interface::Dashboard,
        InterfaceName::Links => r::Interface::Links,
        InterfaceName::Plugins => r::Interface::Plugins,
    }
}

pub(crate) fn interface_word(interface: r::Interface) -> &'static str {
    match interface {
        r::Interface::Gate => "gate",
        r::Interface::PaymentPage => "payment_page",
        r::Interface::Dashboard => "dashboard",
        r::Interface::Links => "links",
        r::Interface::Plugins => "plugins",
    }
}

pub(crate) fn operation(name: OperationName) -> r::OperationKind {
    match name {
        OperationName::Sale => r::OperationKind::Sale,
        OperationName::Auth => r::OperationKind::Auth,
        OperationName::Capture => r::OperationKind::Capture,
        OperationName::Cancel => r::OperationKind::Cancel,
        OperationName::Recurring => r::OperationKind::Recurring,
        OperationName::Refund => r::OperationKind::Refund,
        OperationName::Payout => r::OperationKind::Payout,
        OperationName::Chargeback => r::OperationKind::Chargeback,
    }
}

pub(crate) const OPERATIONS: [r::OperationKind; 8] = [
    r::OperationKind::Sale,
    r::OperationKind::Auth,
    r::OperationKind::Capture,
    r::OperationKind::Cancel,
    r::OperationKind::Recurring,
    r::OperationKind::Refund,
    r::OperationKind::Payout,
    r::OperationKind::Chargeback,
];

pub(crate) fn operation_word(kind: r::OperationKind) -> &'static str {
    match kind {
        r::OperationKind::Sale => "sale",
        r::OperationKind::Auth => "auth",
        r::OperationKind::Capture => "capture",
        r::OperationKind::Cancel => "cancel",
        r::OperationKind::Recurring => "recurring",
        r::OperationKind::Refund => "refund",
        r::OperationKind::Payout => "payout",
        r::OperationKind::Chargeback => "chargeback",
    }
}

pub(crate) fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Customer => "customer",
        Actor::Shop => "shop",
        Actor::PaymentPage => "payment_page",
        Actor::Platform => "platform",
        Actor::Provider => "provider",
        Actor::Dashboard => "dashboard",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natural_order_is_phps() {
        let mut paths = [
            "payment.id",
            "payment_id",
            "payment2",
            "items.10",
            "items.2",
            "payment",
            "a1",
            "a01",
            "a001",
            "a10",
            "address2",
            "address",
        ];
        paths.sort_by(|a, b| signing_order(a, b));
        assert_eq!(
            paths,
            [
                "a001",
                "a01",
                "a1",
                "a10",
                "address",
                "address2",
                "items.2",
                "items.10",
                "payment",
                "payment2",
                "payment.id",
                "payment_id"
            ]
        );
    }

    #[test]
    fn names() {
        assert_eq!(camel("awaiting 3ds result"), "Awaiting3dsResult");
        assert_eq!(camel("GET"), "Get");
        assert_eq!(camel("partially_paid-out"), "PartiallyPaidOut");
        assert_eq!(snake("errors[].code"), "errors_code");
        assert_eq!(paths("customer.id+ip_address"), ["customer.id", "customer.ip_address"]);
        assert_eq!(paths("FJD+TOP"), ["FJD", "TOP"]);
        assert!(refused("type", &[]).is_some());
        assert!(refused("3ds", &[]).is_some());
        assert!(refused_for_field("new").is_some());
        assert!(refused_for_field("amount").is_none());
    }
}
