//! Whether a text can be the value of a field: examples, listed values, cells of tables, conditions.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use crate::fault::{Kind, did_you_mean};
use crate::load::node::step;
use crate::model::when::Atom;
use crate::resolved as r;

use super::catalogue::Catalogue;
use super::judge::Judge;

/// Codes that a value may have to be one of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Codes {
    countries: Arc<BTreeSet<String>>,
    /// Of the platform's table.
    currencies: Arc<BTreeSet<String>>,
    /// Those that this scope takes, where the documents name them all.
    taken: Option<Arc<BTreeSet<String>>>,
}

impl Codes {
    pub(crate) fn of_platform(platform: &r::Platform) -> Codes {
        Codes {
            countries: Arc::new(platform.countries.clone()),
            currencies: Arc::new(platform.currencies.keys().cloned().collect()),
            taken: None,
        }
    }

    pub(crate) fn currencies(&self) -> &BTreeSet<String> {
        &self.currencies
    }

    pub(crate) fn taking(&mut self, currencies: Option<&[String]>) {
        self.taken = currencies.map(|codes| Arc::new(codes.iter().cloned().collect()));
    }
}

type Refusal = (Kind, String, Vec<String>);

/// Holds what a condition, a table or test mode says of a field against the field. `country` is the country of the deal.
pub(crate) fn check(judge: &Judge<'_>, catalogue: &Catalogue, path: &str, atoms: &[Atom], pointer: &str) {
    let country = r::Value { kind: r::ValueKind::Country, ..r::Value::default() };
    let value = match catalogue.fields.get(path) {
        Some(known) => &known.field.value,
        None if path == "country" => &country,
        None => return,
    };
    for (n, atom) in atoms.iter().enumerate() {
        if let Some((kind, why, mut help)) = refused(value, &atom.to_string(), &catalogue.codes) {
            help.push("nothing that is sent could ever be it".to_owned());
            let at = step(pointer, n);
            let at = if judge.node.at(&at).is_some() { at } else { pointer.to_owned() };
            judge.tell(kind, &at, format!("`{path}`: {why}"), help);
        }
    }
}

/// Tells listed values that the field can never have: of another form, too long, beside its pattern. Integers and currencies
/// are held elsewhere.
pub(crate) fn listed(judge: &Judge<'_>, value: &r::Value, codes: &Codes, path: &str, pointer: &str) {
    if matches!(value.kind, r::ValueKind::Integer | r::ValueKind::Currency) {
        return;
    }
    let alone = r::Value { values: Vec::new(), ..value.clone() };
    for (text, _) in &value.values {
        if let Some((kind, why, mut help)) = refused(&alone, text, codes) {
            help.push("the field could never have it".to_owned());
            judge.tell(kind, pointer, format!("a value of `{path}`: {why}"), help);
        }
    }
}

/// Why a text cannot be the value; nothing where it can.
pub(crate) fn refused(value: &r::Value, text: &str, codes: &Codes) -> Option<Refusal> {
    if let Some(refusal) = of_kind(value.kind, text, codes) {
        return Some(refusal);
    }
    let wrong = |why: String| Some((Kind::WrongForm, why, Vec::new()));
    if let (r::ValueKind::Integer, Ok(number)) = (value.kind, text.parse::<i64>()) {
        if value.range.0.is_some_and(|least| number < least) {
            return wrong(format!("{number} is below the range"));
        }
        if value.range.1.is_some_and(|greatest| number > greatest) {
            return wrong(format!("{number} is above the range"));
        }
    } else {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if value.length.0.is_some_and(|least| length < least) {
            return wrong(format!("`{text}` is too short"));
        }
        if value.length.1.is_some_and(|greatest| length > greatest) {
            return wrong(format!("`{text}` is too long"));
        }
        let pattern = value.pattern.as_ref().and_then(|pattern| regex_lite::Regex::new(pattern).ok());
        if pattern.is_some_and(|pattern| !pattern.is_match(text)) {
            return wrong(format!("`{text}` does not match the pattern of the field"));
        }
    }
    if !value.open && !value.values.is_empty() && !value.values.iter().any(|(known, _)| known == text) {
        let help = did_you_mean(text, value.values.iter().map(|(known, _)| known.as_str()));
        let all: Vec<&str> = value.values.iter().take(24).map(|(known, _)| known.as_str()).collect();
        let help = if help.is_empty() { vec![format!("its values: {}", all.join(", "))] } else { help };
        return Some((Kind::WrongForm, format!("`{text}` is none of its values"), help));
    }
    None
}

fn of_kind(kind: r::ValueKind, text: &str, codes: &Codes) -> Option<Refusal> {
    let wrong = |fits: bool, what: &str| {
        let why = format!("`{text}` is no {what}");
        (!fits).then(|| (Kind::WrongForm, why, Vec::new()))
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    match kind {
        r::ValueKind::Integer => wrong(text.parse::<i64>().is_ok(), "whole number"),
        r::ValueKind::Amount => {
            wrong(text.parse::<i64>().is_ok_and(|minor| minor >= 0), "amount in minor units: a whole number")
        }
        r::ValueKind::Boolean => wrong(matches!(text, "true" | "false"), "true or false"),
        r::ValueKind::Digits => wrong(digits(text), "text of digits"),
        r::ValueKind::Email => wrong(super::form_of_text::is_email(text), "e-mail address"),
        r::ValueKind::Url => wrong(super::form_of_text::is_url(text), "absolute URL"),
        r::ValueKind::Ip => wrong(text.parse::<IpAddr>().is_ok(), "IP address"),
        r::ValueKind::Date => wrong(super::form_of_text::is_date(text), "date as DD-MM-YYYY"),
        r::ValueKind::DateTime => {
            wrong(super::form_of_text::is_date_time(text), "date and time as YYYY-MM-DDThh:mm:ss with an offset")
        }
        r::ValueKind::Country => {
            let unknown = !codes.countries.is_empty() && !codes.countries.contains(text);
            let help = did_you_mean(text, codes.countries.iter().map(String::as_str));
            unknown.then(|| (Kind::UnknownCountry, format!("unknown country `{text}`"), help))
        }
        r::ValueKind::Currency => currency(text, codes),
        r::ValueKind::Text | r::ValueKind::Object | r::ValueKind::List | r::ValueKind::Json => None,
    }
}

fn currency(code: &str, codes: &Codes) -> Option<Refusal> {
    if codes.currencies.is_empty() {
        return None;
    }
    if !codes.currencies.contains(code) {
        let help = did_you_mean(code, codes.currencies.iter().map(String::as_str));
        return Some((Kind::UnknownCurrency, format!("unknown currency `{code}`"), help));
    }
    let taken = codes.taken.as_ref().filter(|taken| !taken.contains(code))?;
    let all: Vec<&str> = taken.iter().take(24).map(String::as_str).collect();
    Some((Kind::NotOffered, format!("{code} is not taken here"), vec![format!("taken: {}", all.join(", "))]))
}
