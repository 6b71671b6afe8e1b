//! One form: its table, its `Fields`, its `Request`.

use std::collections::BTreeSet;

use methodspec::resolved::{Form, Interface, Method, Operation, Presence, Row, Said, Source, ValueKind};
use methodspec::rust_names;
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{code, docs, sentence};
use super::groups::{block, body, list};
use super::names::{capitalised, field_type, ident};
use super::{conditional, operation, values};
use crate::{plan, words};

/// Whether the form carries an amount.
pub(super) fn has_amount(form: &Form) -> bool {
    form.rows.iter().any(|row| row.value.kind == ValueKind::Amount)
}

/// What the form is, in a line or two.
pub(super) fn summary(form: &Form, operation: &Operation) -> String {
    let noun = words::noun(form.operation);
    let channel = words::of_form(form);
    let place = match form.interface {
        Interface::PaymentPage => {
            format!("{} through the Payment Page{channel}: parameters of its URL.", capitalised(noun))
        }
        _ => format!("{} through Gate{channel}: `POST {}`.", capitalised(noun), form.path),
    };
    let same = plan::twin(form, operation).and_then(|twin| twin.channel.as_deref());
    let same = same.map(|channel| format!("\n\nIt asks for the same as the channel {}.", code(channel)));
    let later: String = form.told.iter().map(|text| format!("\n\n{text}")).collect();
    format!("{place}{}{later}", same.unwrap_or_default())
}

/// The items of a form. None of its types is another form's: what one channel asks for can change, and the others' types stay.
pub(super) fn items(form: &Form, method: &Method, operation: &Operation) -> TokenStream {
    let twin = plan::twin(form, operation);
    // those of the operation's own module stand among its imports
    let shared = (!operation::is_main(form)).then(|| fields(form));
    let money = match plan::sum_of(form, operation) {
        _ if !has_amount(form) => quote!(),
        Some(gate) => {
            let gate = beside(form, gate, 0);
            quote!(
                pub use #gate::{Amount, Currency, limits};
            )
        }
        None => operation::money(form, method, twin),
    };
    let own: Vec<&Row> = declared(form).filter(|row| row.own).collect();
    let other = twin.map(|twin| beside(form, twin, 1));
    let types = types(&own, |row| values::entry(&row.rust, &row.value, &row.path, &row.means, other.as_ref()));
    let table = table(form, twin);
    let request = request(form, operation, &preselected(form, method));
    shared.into_iter().chain([money, types, table, request]).collect()
}

/// The path of one form's module from another's, or from a module that stands `deeper` below it: `super::redirect`.
pub(super) fn beside(from: &Form, to: &Form, deeper: usize) -> TokenStream {
    let up = (0..from.module.len() + deeper).map(|_| quote!(super));
    let down = to.module.iter().map(|name| {
        let name = ident(name);
        quote!(#name)
    });
    let path = up.chain(down);
    quote!(#(#path)::*)
}

/// The catalogue's types that the form uses, at the form's own path: a type that the method narrows stands there too.
pub(super) fn fields(form: &Form) -> TokenStream {
    let types: BTreeSet<_> = declared(form).filter(|row| !row.own).map(|row| field_type(&row.rust)).collect();
    if types.is_empty() {
        return quote!();
    }
    let types = types.iter();
    quote!(
        pub use ecommpay_platform::fields::{#(#types),*};
    )
}

/// Types of fields.
fn types(rows: &[&Row], entry: impl Fn(&Row) -> TokenStream) -> TokenStream {
    if rows.is_empty() {
        return quote!();
    }
    let entries = block(rows.iter().map(|row| entry(row)));
    let named: Vec<TokenStream> =
        rows.iter().filter_map(|row| values::named(&row.rust, &row.value, &row.path)).collect();
    let listed = (!named.is_empty()).then(|| {
        let named = body(named);
        quote!(listed! #named)
    });
    quote!(types! #entries #listed)
}

pub(super) fn declared(form: &Form) -> impl Iterator<Item = &Row> {
    let typed = |row: &&Row| matches!(row.source, Source::Caller | Source::Project);
    form.rows.iter().filter(typed).filter(|row| values::is_declared(row.value.kind))
}

fn table(form: &Form, twin: Option<&Form>) -> TokenStream {
    let id = &form.id;
    let path = &form.path;
    let of = form.id.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
    let new = match form.interface {
        Interface::PaymentPage => {
            quote!(Form::payment_page(#id, #of, #path).parameters(ecommpay_platform::parameters::PAYMENT_PAGE))
        }
        _ => quote! {
            Form::gate(#id, #of, #path)
                .callbacks(&ecommpay_platform::READING)
                .parameters(ecommpay_platform::parameters::GATE)
        },
    };
    let channels = &form.channels;
    let channels = (!channels.is_empty()).then(|| quote!(.channels(&[#(#channels),*])));
    let docs = docs("Path, fields and rules, in signing order.");
    if let Some(twin) = twin {
        let other = beside(form, twin, 0);
        return quote! {
            #docs
            pub static FORM: Form = #new #channels .same_as(&#other::FORM);
        };
    }
    let limits = has_amount(form).then(|| quote!(.limits(Currency::LIMITS)));
    let open = (has_amount(form) && form.currencies_open).then(|| quote!(.open()));
    let rows = list(form.rows.iter().map(row));
    let conditions = conditional::under_conditions(form);
    let together = conditional::together(form);
    let limits_when = conditional::limits(form);
    quote! {
        #docs
        pub static FORM: Form = #new #channels #limits #open .rows(&#rows) #conditions #limits_when #together;
    }
}

fn row(row: &Row) -> TokenStream {
    row_of(row, values::row_kind(row))
}

/// The row of a field that is of a kind.
pub(super) fn row_of(row: &Row, kind: TokenStream) -> TokenStream {
    let path = &row.path;
    let cite = words::cites(&row.cite);
    let new = match row.source {
        Source::Holder => quote!(Row::holder(#path)),
        Source::Encoded => {
            let encoding = values::encoding(&row.value);
            quote!(Row::encoded(#path, #encoding))
        }
        _ => quote!(Row::new(#path, #kind)),
    };
    let presence = match row.presence {
        Presence::Required => quote!(.required(#cite)),
        Presence::Optional => quote!(.presence(Presence::Optional, #cite)),
        Presence::Clarifiable => quote!(.presence(Presence::Clarifiable, #cite)),
        Presence::Contract => quote!(.presence(Presence::Contract, #cite)),
        Presence::Recommended => quote!(.presence(Presence::Recommended, #cite)),
        Presence::Ignored => quote!(.presence(Presence::Ignored, #cite)),
    };
    let source = match row.source {
        Source::Project => Some(quote!(.from(Source::Project))),
        Source::Signature => Some(quote!(.from(Source::Signature))),
        Source::Fixed => Some(quote!(.from(Source::Fixed))),
        Source::Caller | Source::Holder | Source::Encoded => None,
    };
    let inside = row.inside.then(|| quote!(.inside()));
    [Some(new), Some(presence), source, inside].into_iter().flatten().collect()
}

/// Rows that the caller fills; amount and currency are one.
fn filled(form: &Form, required: bool) -> impl Iterator<Item = &Row> {
    form.rows.iter().filter(move |row| {
        row.source == Source::Caller
            && row.value.kind != ValueKind::Currency
            && (row.presence == Presence::Required) == required
    })
}

fn told(form: &Form, row: &Row) -> String {
    let mut text = values::told(&row.value, &row.means);
    text.push_str(&values::narrowings(row));
    text.push_str(&values::example(row));
    if row.presence != Presence::Required {
        text.push_str(&format!(" {}", words::asked(row)));
    }
    if let Some(note) = &row.note {
        text.push_str(&format!(" {}", sentence(note)));
    }
    format!("{text}\n{}{}{}", code(&row.path), words::inside(form, row), words::in_brackets(&row.cite))
}

/// A line of `request!`: the field and the row that it fills.
fn entry(form: &Form, row: &Row) -> TokenStream {
    let docs = docs(&told(form, row));
    let name = ident(&row.rust);
    let ty = values::rust_type(row);
    let path = &row.path;
    let fills = if row.value.kind == ValueKind::Amount { quote!(amount) } else { quote!(#path) };
    quote!(#docs #name: #ty = #fills)
}

/// How the Payment Page is opened with the method chosen, where it has a code there.
fn preselected(form: &Form, method: &Method) -> TokenStream {
    const PARAMETER: &str = "force_payment_method";
    let codes = match &method.names.payment_page.said {
        Said::Is(codes) if form.interface == Interface::PaymentPage => codes.as_slice(),
        _ => &[],
    };
    let (Some(code), false) = (codes.first(), form.rows.iter().any(|row| row.path == PARAMETER)) else {
        return quote!();
    };
    let cites = words::in_brackets(&method.names.payment_page.cite);
    let docs = docs(&format!("Opens the page with this method chosen: `{PARAMETER}` is `{code}`{cites}."));
    let method = ident(rust_names::PRESELECTED);
    quote!(#method { #docs #code })
}

fn request(form: &Form, operation: &Operation, preselected: &TokenStream) -> TokenStream {
    let summary = docs(&format!("{}{}", summary(form, operation), values::fixed(form)));
    let (interface, own) = match form.interface {
        Interface::PaymentPage => (quote!(PaymentPage), rust_names::PAGE_METHODS),
        _ => (quote!(Gate), rust_names::GATE_METHODS),
    };
    let methods = rust_names::REQUEST_METHODS.iter().chain(own).map(|name| ident(name));
    let required = block(filled(form, true).map(|row| entry(form, row)));
    let optional = block(filled(form, false).map(|row| entry(form, row)));
    quote! {
        request! {
            #summary
            #interface: #(#methods)*,
            required #required
            optional #optional
            #preselected
        }
    }
}

/// The path of the form's module below the method's: `sale`, `sale::payment_page`.
pub(super) fn module_path(form: &Form) -> TokenStream {
    let operation = ident(words::operation(form.operation));
    let modules = form.module.iter().map(|name| ident(name));
    quote!(#operation #(::#modules)*)
}
