//! One operation: its currencies and limits, and the forms that belong to it.

use methodspec::resolved::{Force, Form, Interface, Limit, Method, Operation, Said};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, plain, sentence};
use super::form;
use super::names::{ident, integer};
use crate::words;

/// The items of an operation's module.
pub(super) fn module(method: &Method, operation: &Operation) -> TokenStream {
    let money = money(method, operation);
    let (own, apart): (Vec<&Form>, Vec<&Form>) = operation.forms.iter().partition(|form| is_main(form));
    let own = own.into_iter().map(|form| form::items(form, method, operation, true));
    let apart = apart.into_iter().map(|form| {
        let name = ident(&module_name(form));
        let docs = docs(&form::summary(form));
        let items = form::items(form, method, operation, false);
        quote! {
            #docs
            pub mod #name {
                #items
            }
        }
    });
    let types = form::types(&form::common(operation));
    quote! {
        #money
        #types
        #(#own)*
        #(#apart)*
    }
}

/// What stands above the module.
pub(super) fn summary(method: &Method, operation: &Operation) -> String {
    let kind = words::operation(operation.kind);
    let mut lines = vec![format!("The {kind} of {}.", plain(&method.title))];
    if !operation.amounts.is_empty() {
        lines.push(format!("Amounts: {}.", words::limits(&operation.amounts)));
    }
    for (name, fact) in [("Basic time", &operation.times.basic), ("Threshold time", &operation.times.threshold)] {
        if fact.said != Said::NotDocumented {
            let said = words::fact(fact, words::span);
            lines.push(format!("{name}: {said}{}.", words::in_brackets(&fact.cite)));
        }
    }
    if operation.currencies_open {
        lines.push("It may take other currencies: none is refused.".to_owned());
    }
    for channel in &operation.channels {
        lines.push(format!("Channel `{}`: {}", channel.key, sentence(&channel.means)));
    }
    for why in &operation.not_generated {
        lines.push(format!("Not generated: {}", sentence(why)));
    }
    lines.join("\n\n")
}

pub(super) fn inner_summary(method: &Method, operation: &Operation) -> TokenStream {
    inner_docs(&summary(method, operation))
}

/// Whether the form's items stand in the operation's module itself: the one that all channels of Gate share.
pub(super) fn is_main(form: &Form) -> bool {
    form.interface == Interface::Gate && form.channel.is_none()
}

/// Name of the module of a form that has one of its own.
pub(super) fn module_name(form: &Form) -> String {
    match (&form.channel, form.interface) {
        (Some(channel), Interface::PaymentPage) => format!("{channel}_page"),
        (Some(channel), _) => channel.clone(),
        (None, _) => "payment_page".to_owned(),
    }
}

/// Whether any form of the operation carries an amount.
pub(super) fn has_money(operation: &Operation) -> bool {
    operation.forms.iter().any(form::has_amount)
}

fn money(method: &Method, operation: &Operation) -> TokenStream {
    if !has_money(operation) {
        return quote!();
    }
    let noun = words::noun(operation.kind);
    let kind = words::operation(operation.kind);
    let id = format!("{}/{kind}", method.key);
    let limits: Vec<&Limit> = operation.amounts.values().collect();
    let codes: Vec<_> = limits.iter().map(|limit| ident(&limit.currency)).collect();
    let variants = limits.iter().zip(&codes).map(|(limit, code)| {
        let docs = docs(&format!("{}{}.", words::limit(limit), words::in_brackets(&limit.cite)));
        quote!(#docs #code)
    });
    let constants = limits.iter().zip(&codes).map(|(limit, code)| limit_constant(noun, limit, code));
    let enum_docs = docs(&format!("The currencies of {noun}."));
    let amount_docs = docs(&format!("An amount of {noun}: see `amount!`, [`Amount::minor`] and [`Amount::parse`]."));
    let limits_docs = docs(&format!("What {noun} takes, by currency, in minor units."));
    quote! {
        #enum_docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Currency {
            #(#variants),*
        }

        impl Currency {
            /// What the operation takes in this currency.
            #[must_use]
            pub const fn limit(self) -> &'static Limit {
                match self {
                    #(Self::#codes => &limits::#codes),*
                }
            }
        }

        impl money::Currency for Currency {
            const OPERATION: &'static str = #id;
            const ALL: &'static [Self] = &[#(Self::#codes),*];

            fn limit(self) -> &'static Limit {
                Self::limit(self)
            }
        }

        #amount_docs
        pub type Amount = money::Amount<Currency>;

        #limits_docs
        pub mod limits {
            use super::*;
            #(#constants)*
        }
    }
}

fn limit_constant(noun: &str, limit: &Limit, code: &proc_macro2::Ident) -> TokenStream {
    let currency = &limit.currency;
    let decimals = integer(i64::from(limit.decimals));
    let said = words::limit(limit);
    let told = format!("{noun} takes {said}");
    let cite = words::cites(&limit.cite);
    let bound = |name: &str, minor: Option<i64>| {
        minor.map(|minor| {
            let (name, minor) = (ident(name), integer(minor));
            quote!(.#name(#minor))
        })
    };
    let bounds = [bound("min", limit.min), bound("max", limit.max), bound("step", limit.step)];
    let bounds = bounds.into_iter().flatten();
    let force = match limit.force {
        Force::Enforced => None,
        Force::Advisory => Some(quote!(.force(money::Force::Advisory))),
        Force::Contract => Some(quote!(.force(money::Force::Contract))),
    };
    let mut said = said;
    if let Some(note) = &limit.note {
        said.push_str(&format!(". {}", sentence(note)));
    }
    let docs = docs(&format!("{}{}.", said.trim_end_matches('.'), words::in_brackets(&limit.cite)));
    quote! {
        #docs
        pub const #code: Limit = Limit::new(#currency, #decimals) #(#bounds)* #force .told(#told, #cite);
    }
}
