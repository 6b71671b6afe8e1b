//! The parts of a form's table that hold only under a condition.

use methodspec::resolved::{Form, Test};
use proc_macro2::TokenStream;
use quote::quote;

use super::names::integer;
use super::{form, operation, values};
use crate::plan::{self, When};
use crate::words;

/// `.under_conditions(…)`, or nothing.
pub(super) fn under_conditions(form: &Form) -> TokenStream {
    let requirements: Vec<TokenStream> = plan::requirements(form)
        .iter()
        .map(|one| {
            let (path, when, cite) = (&one.path, when(&one.when), words::cites(one.cite));
            quote!(Requirement::new(#path, #when, #cite))
        })
        .collect();
    let narrowings: Vec<TokenStream> = plan::narrowings(form)
        .iter()
        .map(|one| {
            let (path, when, cite) = (&one.path, when(&one.when), words::cites(one.cite));
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
pub(super) fn together(form: &Form) -> TokenStream {
    let tables: Vec<TokenStream> = plan::together(form)
        .iter()
        .map(|one| {
            let (columns, told, cite) = (&one.columns, &one.told, words::cites(one.cite));
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

/// `.limits_when(…)`, or nothing.
pub(super) fn limits(form: &Form) -> TokenStream {
    let noun = words::noun(form.operation);
    let limits: Vec<TokenStream> = plan::limits(form)
        .iter()
        .map(|(limit, one, condition)| {
            let bounds = operation::bounds(one.min, one.max, one.step);
            let (currency, decimals) = (&limit.currency, integer(i64::from(limit.decimals)));
            let force = operation::force(one.force);
            let told = format!("{noun} takes {} where {}", words::limit_when(limit, one), condition.told);
            let cite = words::cites(&one.cite);
            let when = when(condition);
            let told_step = one.step_told.then(|| quote!(.step_told()));
            let lifts = one.lifts_ends().then(|| quote!(.lifts_ends()));
            quote!(LimitWhen::new(Limit::new(#currency, #decimals) #bounds #told_step #force .told(#told, #cite), #when) #lifts)
        })
        .collect();
    if limits.is_empty() || !form::has_amount(form) { quote!() } else { quote!(.limits_when(&[#(#limits),*])) }
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
            Test::Range(least, greatest) => {
                let (least, greatest) = values::ends(*least, *greatest);
                quote!(Test::Range(#least, #greatest))
            }
            Test::Sent(sent) => quote!(Test::Sent(#sent)),
        };
        quote!((#path, #test))
    });
    quote!(When::new(&[#(#tests),*], #told))
}
