//! One form: its table, its `Fields`, its `Request`.

use methodspec::resolved::{Form, Interface, Method, Operation, Presence, Row, Said, Source, ValueKind};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{code, docs, sentence};
use super::groups::{block, body, list};
use super::names::{capitalised, field_type, ident};
use super::{conditional, operation, values};
use crate::words;

/// Whether the form carries an amount.
pub(super) fn has_amount(form: &Form) -> bool {
    form.rows.iter().any(|row| row.value.kind == ValueKind::Amount)
}

/// What the form is, in a line or two.
pub(super) fn summary(form: &Form) -> String {
    let noun = words::noun(form.operation);
    let channel = words::of_form(form);
    let place = match form.interface {
        Interface::PaymentPage => {
            format!("{} through the Payment Page{channel}: parameters of its URL.", capitalised(noun))
        }
        _ => format!("{} through Gate{channel}: `POST {}`.", capitalised(noun), form.path),
    };
    let shared = match form.channels.as_slice() {
        _ if form.channel.is_some() => String::new(),
        [] => String::new(),
        [one] => format!("\n\nIt goes on in the channel `{one}`."),
        several => {
            let channels: Vec<String> = several.iter().map(|channel| format!("`{channel}`")).collect();
            format!("\n\nThe same for the channels {}: the merchant's contract says which.", channels.join(" and "))
        }
    };
    let later: String = form.told.iter().map(|text| format!("\n\n{text}")).collect();
    format!("{place}{shared}{later}")
}

/// The items of a form: beside the operation's own where it stands in the operation's module.
pub(super) fn items(form: &Form, method: &Method, operation: &Operation) -> TokenStream {
    let main = operation::is_main(form);
    let money = (!operation::takes_the_operations(form, operation))
        .then(|| operation::money(operation.kind, &method.key, &form.amounts));
    let own = (!main).then(|| types(&apart(form, operation)));
    let table = table(form);
    let request = request(form, &preselected(form, method));
    money.into_iter().chain(own).chain([table, request]).collect()
}

/// Fields that the method narrows whose types stand beside the operation's own items: those of the form that stands
/// there too, and those that are the same in every form. One field is then one type, whichever the channel.
pub(super) fn common(operation: &Operation) -> Vec<&Row> {
    let mut rows: Vec<&Row> = Vec::new();
    for form in &operation.forms {
        for row in declared(form).filter(|row| row.own) {
            let mut all = operation.forms.iter().flat_map(declared).filter(|other| other.own && other.rust == row.rust);
            let same = all.all(|other| other.value == row.value);
            let known = rows.iter().any(|other| other.rust == row.rust);
            if !known && (same || operation::is_main(form)) {
                rows.push(row);
            }
        }
    }
    rows
}

/// Fields of a form whose types are its own.
fn apart<'a>(form: &'a Form, operation: &Operation) -> Vec<&'a Row> {
    let common = common(operation);
    let is_common = |row: &Row| common.iter().any(|other| other.rust == row.rust && other.value == row.value);
    declared(form).filter(|row| row.own && !is_common(row)).collect()
}

/// Types of fields.
pub(super) fn types(rows: &[&Row]) -> TokenStream {
    if rows.is_empty() {
        return quote!();
    }
    let entries = rows.iter().map(|row| values::entry(&row.rust, &row.value, &row.path, &row.means));
    let entries = block(entries);
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

/// Names of the catalogue's types that the form uses.
pub(super) fn platform_types(form: &Form) -> impl Iterator<Item = proc_macro2::Ident> + '_ {
    declared(form).filter(|row| !row.own).map(|row| field_type(&row.rust))
}

fn table(form: &Form) -> TokenStream {
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
    let limits = has_amount(form).then(|| quote!(.limits(Currency::LIMITS)));
    let open = (has_amount(form) && form.currencies_open).then(|| quote!(.open()));
    let rows = list(form.rows.iter().map(row));
    let conditions = conditional::under_conditions(form);
    let together = conditional::together(form);
    let limits_when = conditional::limits(form);
    let docs = docs("Path, fields and rules, in signing order.");
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
    quote!(preselected { #docs #code })
}

fn request(form: &Form, preselected: &TokenStream) -> TokenStream {
    let summary = docs(&format!("{}{}", summary(form), values::fixed(form)));
    let interface = match form.interface {
        Interface::PaymentPage => quote!(PaymentPage),
        _ => quote!(Gate),
    };
    let required = block(filled(form, true).map(|row| entry(form, row)));
    let optional = block(filled(form, false).map(|row| entry(form, row)));
    quote! {
        request! {
            #summary
            #interface,
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
