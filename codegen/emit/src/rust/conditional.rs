//! The parts of a form's table that hold only under a condition.

use methodspec::resolved::{Form, Operation, Test};
use proc_macro2::TokenStream;
use quote::quote;

use super::values;
use crate::conditions::{self, When};
use crate::words;

/// `.under_conditions(…)`, or nothing.
pub(super) fn under_conditions(form: &Form) -> TokenStream {
    let requirements: Vec<TokenStream> = conditions::requirements(form)
        .iter()
        .map(|one| {
            let (path, when, cite) = (&one.path, when(&one.when), words::cites(&one.cite));
            quote!(Requirement::new(#path, #when, #cite))
        })
        .collect();
    let narrowings: Vec<TokenStream> = conditions::narrowings(form)
        .iter()
        .map(|one| {
            let (path, when, cite) = (&one.path, when(&one.when), words::cites(&one.cite));
            let kind = values::narrowed(&one.value);
            quote!(Narrowing::new(#path, #kind, #when, #cite))
        })
        .collect();
    if requirements.is_empty() && narrowings.is_empty() {
        return quote!();
    }
    quote!(.under_conditions(&[#(#requirements),*], &[#(#narrowings),*]))
}

/// `.together(…)`, or nothing.
pub(super) fn together(operation: &Operation, form: &Form) -> TokenStream {
    let tables: Vec<TokenStream> = conditions::together(operation, form)
        .iter()
        .map(|one| {
            let (columns, told, cite) = (&one.columns, &one.told, words::cites(&one.cite));
            let rows = one.rows.iter().map(|row| {
                let cells = row.iter().map(|values| quote!(&[#(#values),*]));
                quote!(&[#(#cells),*])
            });
            let when = one.when.as_ref().map(|condition| {
                let when = when(condition);
                quote!(.when(#when))
            });
            quote!(Together::new(&[#(#columns),*], &[#(#rows),*], #told, #cite) #when)
        })
        .collect();
    if tables.is_empty() { quote!() } else { quote!(.together(&[#(#tables),*])) }
}

fn when(when: &When) -> TokenStream {
    let told = &when.told;
    let tests = when.all.iter().map(|(path, test)| {
        let test = match test {
            Test::OneOf(values) => {
                let values = values.iter();
                quote!(Test::OneOf(&[#(#values),*]))
            }
            Test::NoneOf(values) => {
                let values = values.iter();
                quote!(Test::NoneOf(&[#(#values),*]))
            }
            Test::Sent(sent) => quote!(Test::Sent(#sent)),
        };
        quote!((#path, #test))
    });
    quote!(When::new(&[#(#tests),*], #told))
}
