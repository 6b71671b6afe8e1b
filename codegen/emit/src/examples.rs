//! Programs beside the facade, for the first methods whose shapes they need.
//!
//! Which methods those are is the specs' affair: an example that no method has the shape for is not made.

use methodspec::resolved::{
    Condition, ConditionalPresence, Form, Interface, Method, Operation, OperationKind, Presence, Role, Row, Source,
    Specs, Test, Turn, ValueKind,
};

use crate::rust::{callback_labels, ident};
use crate::{EmitError, Files, words};

/// A program: its name, its text, the features that it needs.
struct Example {
    name: &'static str,
    text: String,
    features: Vec<String>,
}

/// Programs by name, with the features that each needs.
type Made = Vec<(&'static str, Vec<String>)>;

/// Writes the examples, and returns what the facade's manifest says of them: names, and the features that they need.
///
/// # Errors
/// Where an example is no Rust.
pub(crate) fn examples(specs: &Specs, dir: &str, header: &str, out: &mut Files) -> Result<Made, EmitError> {
    let by_redirect = first(specs, OperationKind::Sale, |turn| match turn {
        Turn::Redirect { .. } => Some(""),
        _ => None,
    });
    let by_code = first(specs, OperationKind::Sale, |turn| match turn {
        Turn::Display { entries, .. } => {
            entries.iter().filter_map(|entry| entry.kind.as_deref()).find(|kind| kind.starts_with("qr"))
        }
        _ => None,
    });
    let refunded = specs.methods.values().find_map(|method| {
        let operation = method.operations.get(&OperationKind::Refund)?;
        let form = operation.forms.iter().find(|form| form.interface == Interface::Gate)?;
        Some((method, form, request(form, operation)?))
    });
    let labelled = specs.methods.values().find(|method| !callback_labels(method).is_empty());
    let made = [
        by_redirect.map(|sale| sale.example("redirect", include_str!("examples/redirect.txt"))),
        by_code.map(|sale| sale.example("qr", include_str!("examples/qr.txt"))),
        labelled.map(|method| {
            // as it can stand in a text that is formatted
            let title = method.title.replace('{', "{{").replace('}', "}}").escape_debug().to_string();
            let variant = ident(&method.type_name).to_string();
            let fill = [("variant", variant.as_str()), ("title", title.as_str())];
            filled("callbacks", include_str!("examples/callbacks.txt"), &["axum", &method.key], &fill)
        }),
        refunded.map(|(method, form, request)| {
            let (path, name) = path(form);
            let uses = if request.contains("amount!") { format!("{{amount, {path}}}") } else { path };
            let fill = [
                ("module", ident(&method.module).to_string()),
                ("uses", uses),
                ("request", request.replace("@form@", &name)),
            ];
            let fill = fill.each_ref().map(|(name, value)| (*name, value.as_str()));
            filled("refund", include_str!("examples/refund.txt"), &["ureq", &method.key], &fill)
        }),
        Some(filled("poll", include_str!("examples/poll.txt"), &["ureq"], &[])),
        Some(filled("reconcile", include_str!("examples/reconcile.txt"), &["ureq"], &[])),
    ];
    let mut named = Made::new();
    for Example { name, text, features } in made.into_iter().flatten() {
        let file = format!("{dir}/examples/{name}.rs");
        syn::parse_file(&text).map_err(|why| EmitError { file: file.clone(), why })?;
        out.insert(file, format!("// {header}\n\n{text}"));
        named.push((name, features));
    }
    Ok(named)
}

/// A sale by Gate that an example can make.
struct Sale<'a> {
    method: &'a Method,
    form: &'a Form,
    kind: &'a str,
    request: String,
    minor: i64,
    currency: &'a str,
}

/// The first method with an operation whose first turn is of a kind, in a channel that a form of Gate is for.
fn first<'a>(specs: &'a Specs, kind: OperationKind, turn: impl Fn(&'a Turn) -> Option<&'a str>) -> Option<Sale<'a>> {
    specs.methods.values().find_map(|method| {
        let operation = method.operations.get(&kind)?;
        let forms = operation.forms.iter().filter(|form| form.interface == Interface::Gate && form.role == Role::First);
        forms.into_iter().find_map(|form| {
            // one channel, so that whoever has the form has the turn
            let [channel] = form.channels.as_slice() else { return None };
            let channel = operation.channels.iter().find(|one| one.key == *channel)?;
            let kind = turn(channel.turns.first()?)?;
            let directs = form.rows.iter().any(|row| row.path == "general.merchant_callback_url");
            let (minor, currency) = sum(form, operation)?;
            let request = request(form, operation).filter(|_| !directs)?;
            Some(Sale { method, form, kind, request, minor, currency })
        })
    })
}

impl Sale<'_> {
    fn example(&self, name: &'static str, text: &'static str) -> Example {
        let (path, module) = path(self.form);
        let fill = [
            ("module", ident(&self.method.module).to_string()),
            ("path", path),
            ("request", self.request.replace("@form@", &module)),
            ("minor", self.minor.to_string()),
            ("currency", self.currency.to_owned()),
            ("kind", self.kind.to_owned()),
        ];
        let fill = fill.each_ref().map(|(name, value)| (*name, value.as_str()));
        filled(name, text, &["axum", "reqwest", &self.method.key], &fill)
    }
}

fn filled(name: &'static str, text: &str, features: &[&str], fill: &[(&str, &str)]) -> Example {
    let fill = fill.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("@{name}@"), value));
    let features: Vec<String> = features.iter().map(|feature| (*feature).to_owned()).collect();
    Example { name, text: fill.replace("@features@", &features.join(",")), features }
}

/// The module of a form: its path below the method's, and the name that it is imported by.
fn path(form: &Form) -> (String, String) {
    let modules = form.module.iter().map(|name| ident(name).to_string());
    let all: Vec<String> = std::iter::once(words::operation(form.operation).to_owned()).chain(modules).collect();
    (all.join("::"), all.last().cloned().unwrap_or_default())
}

/// A sum that the form takes, in the first currency that the documents name: the least, or as little as may be.
fn sum<'a>(form: &'a Form, operation: &Operation) -> Option<(i64, &'a str)> {
    let limit = form.amounts.values().find(|limit| operation.currencies.is_some() || !limit.any)?;
    let step = limit.step.unwrap_or(1).max(1);
    let minor = limit.min.unwrap_or(step).max(step);
    Some((minor, limit.currency.as_str()))
}

/// The request as Rust, with its form's path to be put in; nothing where a value cannot be made up.
fn request(form: &Form, operation: &Operation) -> Option<String> {
    // a condition on what the example does not send asks for nothing
    let sent = |row: &Row| {
        !matches!(row.source, Source::Holder) && matches!(row.presence, Presence::Required | Presence::Clarifiable)
    };
    let sends = |path: &str| {
        let there =
            |row: &Row| row.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        form.rows.iter().any(|row| sent(row) && there(row))
    };
    let idle = |one: &ConditionalPresence| {
        let Condition::All(tests) = &one.when else { return false };
        tests.iter().any(|(path, test)| *test == Test::Sent(true) && !sends(path))
    };
    let plain = form.together.is_empty()
        && form.rows.iter().all(|row| row.presence_when.iter().all(idle) && row.value_when.is_empty());
    if !plain {
        return None;
    }
    let of = |presence: Presence| {
        form.rows.iter().filter(move |row| row.source == Source::Caller && row.presence == presence)
    };
    let mut fields = Vec::new();
    for row in of(Presence::Required).filter(|row| row.value.kind != ValueKind::Currency) {
        fields.push(if row.value.kind == ValueKind::Amount {
            let (minor, currency) = sum(form, operation)?;
            format!("amount: amount!(@form@, {currency} {})", decimal(minor, form.amounts.get(currency)?.decimals))
        } else {
            format!("{}: {}", ident(&row.rust), value(row)?)
        });
    }
    let mut text = format!("@form@::Request::new(@form@::Fields {{\n        {},\n    }})", fields.join(",\n        "));
    if fields.len() < 2 {
        text = format!("@form@::Request::new(@form@::Fields {{ {} }})", fields.join(", "));
    }
    // what is absent the platform would ask for
    for row in of(Presence::Clarifiable) {
        text.push_str(&format!("\n    .{}({})", ident(&row.rust), value(row)?));
    }
    Some(text)
}

/// A value of a field as Rust.
fn value(row: &Row) -> Option<String> {
    if row.field == "general.payment_id" {
        return Some("order.parse()?".to_owned());
    }
    let known = row.value.values.first().map(|(value, _)| value.as_str());
    let text = row.example.as_deref().or(known).or(match row.value.kind {
        _ if row.value.pattern.is_some() => None,
        ValueKind::Text => Some("customer 1"),
        ValueKind::Digits => Some("123456789"),
        ValueKind::Email => Some("customer@example.com"),
        ValueKind::Url => Some("https://example.com/return"),
        ValueKind::Ip => Some("1.2.3.4"),
        _ => None,
    })?;
    let length = u32::try_from(text.chars().count()).ok()?;
    let (least, most) = row.value.length;
    let fits = least.is_none_or(|least| length >= least) && most.is_none_or(|most| length <= most);
    let is_text = !matches!(row.value.kind, ValueKind::Integer | ValueKind::Boolean | ValueKind::Json);
    (fits && is_text).then(|| format!("{text:?}.parse()?"))
}

/// `1_000.00`, of minor units.
fn decimal(minor: i64, decimals: u8) -> String {
    let digits = usize::from(decimals);
    let text = format!("{minor:0>width$}", width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let point = if digits == 0 { "" } else { "." };
    format!("{whole}{point}{part}")
}
