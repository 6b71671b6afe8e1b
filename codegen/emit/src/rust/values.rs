//! The Rust type of a field, and the kind that declares it.

use methodspec::resolved::{Encoding, Form, Listing, Row, Source, Value, ValueKind};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::{code, docs, plain, sentence};
use super::names::{field_type, integer};
use crate::words;

/// Whether a field of this kind needs a type to be declared.
pub(super) const fn is_declared(kind: ValueKind) -> bool {
    kind.is_text() || matches!(kind, ValueKind::Integer)
}

/// The type of a field in a signature or struct.
pub(super) fn rust_type(row: &Row) -> TokenStream {
    match row.value.kind {
        kind if is_declared(kind) => {
            let name = field_type(&row.rust);
            quote!(#name)
        }
        ValueKind::Boolean => quote!(bool),
        ValueKind::Amount | ValueKind::Currency => quote!(Amount),
        _ => quote!(Value),
    }
}

/// The `Kind` of a row in the form's table.
pub(super) fn row_kind(row: &Row) -> TokenStream {
    match row.value.kind {
        _ if row.source == Source::Signature => quote!(Kind::Text(TextRule::new())),
        // nobody gives it, so it needs no type of its own
        ValueKind::Integer if row.source == Source::Fixed => narrowed(&row.value),
        _ if row.source == Source::Fixed => {
            let rule = text_rule(&row.value);
            quote!(Kind::Text(#rule))
        }
        kind if is_declared(kind) => {
            let name = field_type(&row.rust);
            quote!(#name::KIND)
        }
        ValueKind::Boolean => quote!(Kind::Boolean),
        ValueKind::Amount => {
            let rule = integer_rule(&row.value);
            quote!(Kind::Amount(#rule))
        }
        ValueKind::Currency => quote!(Kind::Currency),
        ValueKind::Object => quote!(Kind::Object),
        ValueKind::List => quote!(Kind::List),
        _ => quote!(Kind::Json),
    }
}

/// A line of `types!`: the type of a field, with its documentation and its rule; that of another request's field where this one
/// has the same.
pub(super) fn entry(rust: &str, value: &Value, path: &str, means: &str, same: Option<&TokenStream>) -> TokenStream {
    let name = field_type(rust);
    let docs = docs(&told(value, means));
    let is_text = value.kind.is_text();
    let kind = if is_text { quote!(text) } else { quote!(integer) };
    let rule = match same {
        Some(other) => {
            let of = if is_text { quote!(TextKind) } else { quote!(IntegerKind) };
            quote!(<#other::kind::#name as ecommpay_platform::runtime::form::#of>::RULE)
        }
        None if is_text => text_rule(value),
        None => integer_rule(value),
    };
    quote!(#docs #name: #kind(#path) = #rule)
}

/// A line of `listed!`: the values of a field that have names, if any has.
pub(super) fn named(rust: &str, value: &Value, path: &str) -> Option<TokenStream> {
    let named: Vec<TokenStream> = value
        .values
        .iter()
        .filter_map(|(text, label)| {
            let name = super::names::ident(value.value_names.get(text)?);
            let told = if label.is_empty() || label == text { code(text) } else { sentence(label) };
            let docs = docs(&told);
            let literal = if value.kind.is_text() {
                quote!(#text)
            } else {
                let number = integer(text.parse().ok()?);
                quote!(#number)
            };
            Some(quote!(#docs #name = #literal))
        })
        .collect();
    if named.is_empty() || !is_declared(value.kind) {
        return None;
    }
    let name = field_type(rust);
    let docs = docs(&format!("{} of {}.", if value.open { "Known values" } else { "All values" }, code(path)));
    let kind = if value.kind.is_text() { quote!(text) } else { quote!(integer) };
    let named = super::groups::block(named);
    Some(quote!(#docs #name: #kind #named))
}

/// Both ends of a range of integers.
pub(super) fn ends(least: Option<i64>, greatest: Option<i64>) -> (TokenStream, TokenStream) {
    let end = |end: Option<i64>, open: TokenStream| match end {
        Some(end) => {
            let end = integer(end);
            quote!(#end)
        }
        None => open,
    };
    (end(least, quote!(i64::MIN)), end(greatest, quote!(i64::MAX)))
}

fn integer_rule(value: &Value) -> TokenStream {
    let range = (value.range != (None, None)).then(|| {
        let (min, max) = ends(value.range.0, value.range.1);
        quote!(.range(#min, #max))
    });
    let pairs: Vec<TokenStream> = value
        .values
        .iter()
        .filter_map(|(value, label)| {
            let value = integer(value.parse().ok()?);
            Some(quote!((#value, #label)))
        })
        .collect();
    let values = (!pairs.is_empty())
        .then(|| if value.open { quote!(.known(&[#(#pairs),*])) } else { quote!(.values(&[#(#pairs),*])) });
    quote!(IntegerRule::new() #range #values)
}

/// How an object is written as a text.
pub(super) fn encoding(value: &Value) -> TokenStream {
    match value.encoded {
        Some(Encoding::Base64Json) => quote!(Encoding::Base64Json),
        _ => quote!(Encoding::Json),
    }
}

/// The rule of a value under a condition, as the `Kind` that it must be.
pub(super) fn narrowed(value: &Value) -> TokenStream {
    if value.kind == ValueKind::Integer {
        let rule = integer_rule(value);
        quote!(Kind::Integer(#rule))
    } else {
        // its form is the row's matter, under no condition
        let rule = text_rule(&Value { kind: ValueKind::Text, ..value.clone() });
        quote!(Kind::Text(#rule))
    }
}

fn text_rule(value: &Value) -> TokenStream {
    let format = format_name(value.kind).map(|format| quote!(.format(Format::#format)));
    let length = match value.length {
        (None, None) => None,
        (min, max) => {
            let min = Literal::u32_unsuffixed(min.unwrap_or(0));
            let max = match max {
                Some(max) => {
                    let max = Literal::u32_unsuffixed(max);
                    quote!(#max)
                }
                None => quote!(u32::MAX),
            };
            Some(quote!(.length(#min, #max)))
        }
    };
    let values = (!value.values.is_empty()).then(|| {
        let pairs = value.values.iter().map(|(value, label)| quote!((#value, #label)));
        if value.open { quote!(.known(&[#(#pairs),*])) } else { quote!(.values(&[#(#pairs),*])) }
    });
    let pattern = value.pattern.as_ref().map(|pattern| quote!(.pattern(#pattern)));
    quote!(TextRule::new() #format #length #pattern #values)
}

fn format_name(kind: ValueKind) -> Option<Ident> {
    let name = match kind {
        ValueKind::Digits => "Digits",
        ValueKind::Email => "Email",
        ValueKind::Url => "Url",
        ValueKind::Ip => "Ip",
        ValueKind::Date => "Date",
        ValueKind::DateTime => "DateTime",
        ValueKind::Country => "Country",
        _ => return None,
    };
    Some(super::names::ident(name))
}

/// ` For example `PKR`.`, or nothing.
pub(super) fn example(row: &Row) -> String {
    row.example.as_ref().map(|example| format!(" For example {}.", code(example))).unwrap_or_default()
}

/// What the form sends by itself, a paragraph each.
pub(super) fn fixed(form: &Form) -> String {
    let rows = form.rows.iter().filter(|row| row.source == Source::Fixed);
    let told = rows.filter_map(|row| {
        let (value, _) = row.value.values.first()?;
        let cites = words::in_brackets(&row.cite);
        let note = row.note.as_ref().map(|note| format!(" {}", sentence(note))).unwrap_or_default();
        Some(format!("\n\n{} is always {}{cites}.{note}", code(&row.path), code(value)))
    });
    told.collect()
}

/// How many values rustdoc lists: all of them stand in the table beside it.
const SHOWN: usize = 24;

/// What a field is, with its bounds in words.
pub(super) fn told(value: &Value, means: &str) -> String {
    said(value, means, SHOWN)
}

/// The same with every value.
pub(crate) fn in_words(value: &Value, means: &str) -> String {
    said(value, means, usize::MAX)
}

fn said(value: &Value, means: &str, shown: usize) -> String {
    let means = if means.is_empty() { "The documents do not say what it means.".to_owned() } else { sentence(means) };
    std::iter::once(means)
        .chain(bounds(value, shown))
        .chain(value.from.iter().map(listing))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a value is under conditions, a sentence each, after a blank.
pub(crate) fn narrowings(row: &Row) -> String {
    let one = |one: &methodspec::resolved::ConditionalValue| {
        let bounds = bounds(&one.value, SHOWN).join(" ");
        let when = super::names::capitalised(words::condition(&one.when).trim_end_matches('.'));
        format!(" {when}: {bounds}{}", words::in_brackets(&one.cite))
    };
    row.value_when.iter().map(one).collect()
}

/// Where the merchant gets the value from.
fn listing(from: &Listing) -> String {
    let mut text = match (&from.list, &from.operation) {
        (Some(list), _) => format!("From the list {}", code(list)),
        (None, Some(operation)) => format!("From the callback of {}", code(operation)),
        (None, None) => "From the platform".to_owned(),
    };
    if let Some(member) = &from.member {
        text.push_str(&format!(", member {}", code(member)));
    }
    if !from.send.is_empty() {
        let one = |path: &String| match from.weaker.get(path) {
            Some(presence) => {
                format!("{} ({})", code(path), words::presence(*presence).trim_end_matches('.').to_lowercase())
            }
            None => code(path),
        };
        text.push_str(&format!(", asked with {}", from.send.iter().map(one).collect::<Vec<_>>().join(", ")));
    }
    if let Some((least, most)) = from.amount {
        let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
        text.push_str(&format!(", of amounts {}..{} in minor units", end(least), end(most)));
    }
    let note = from.note.as_ref().map(|note| format!(" {}", sentence(note))).unwrap_or_default();
    format!("{text}{}.{note}", words::in_brackets(&from.cite))
}

/// Form, length, range, pattern and values in words, a sentence each.
fn bounds(value: &Value, most: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut say = |words: String| out.push(words);
    match value.kind {
        ValueKind::Digits => say("Decimal digits.".to_owned()),
        ValueKind::Date => say("As DD-MM-YYYY.".to_owned()),
        ValueKind::DateTime => say("As YYYY-MM-DDThh:mm:ss with an offset.".to_owned()),
        ValueKind::Country => say("ISO 3166-1 alpha-2.".to_owned()),
        _ => {}
    }
    match value.length {
        (Some(1), Some(1)) => say("1 character.".to_owned()),
        (Some(1), None) => say("At least 1 character.".to_owned()),
        (None, Some(1)) => say("At most 1 character.".to_owned()),
        (Some(min), Some(max)) if min == max => say(format!("{min} characters.")),
        (Some(min), Some(max)) => say(format!("{min} to {max} characters.")),
        (Some(min), None) => say(format!("At least {min} characters.")),
        (None, Some(max)) => say(format!("At most {max} characters.")),
        (None, None) => {}
    }
    match value.range {
        (Some(min), Some(max)) => say(format!("{min} to {max}.")),
        (Some(min), None) => say(format!("At least {min}.")),
        (None, Some(max)) => say(format!("At most {max}.")),
        (None, None) => {}
    }
    if let Some(pattern) = &value.pattern {
        say(format!("Matches {}.", code(pattern)));
    }
    if !value.values.is_empty() {
        let shown = value.values.iter().take(most).map(|(value, label)| {
            if label.is_empty() || label == value { code(value) } else { format!("{} ({})", code(value), plain(label)) }
        });
        let shown = shown.collect::<Vec<_>>().join(", ");
        let more = value.values.len().saturating_sub(most);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        say(format!("{}: {shown}{more}.", if value.open { "Known values" } else { "One of" }));
    }
    out
}
