//! One operation: its currencies and limits, and the forms that belong to it.

use std::collections::BTreeMap;

use methodspec::resolved::{Bound, Force, Form, Interface, Limit, Method, Operation, Step};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, plain, sentence};
use super::form;
use super::groups::{block, body, list};
use super::names::{capitalised, ident, integer};
use crate::{facts, words};

/// Forms by their modules below the operation's.
#[derive(Default)]
struct Tree<'a> {
    here: Vec<&'a Form>,
    below: BTreeMap<&'a str, Tree<'a>>,
}

impl<'a> Tree<'a> {
    fn of(forms: &'a [Form]) -> Self {
        let mut root = Self::default();
        for form in forms {
            let mut at = &mut root;
            for name in &form.module {
                at = at.below.entry(name).or_default();
            }
            at.here.push(form);
        }
        root
    }

    fn items(&self, method: &Method, operation: &Operation) -> TokenStream {
        let own = self.here.iter().map(|form| form::items(form, method, operation));
        let below = self.below.iter().map(|(name, tree)| {
            let docs = docs(&tree.summary(operation));
            let name = ident(name);
            let content = body([
                quote!(
                    use super::*;
                ),
                tree.items(method, operation),
            ]);
            quote!(#docs pub mod #name #content)
        });
        own.chain(below).collect()
    }

    /// What stands above the module: the form's own words, or of what its modules are.
    fn summary(&self, operation: &Operation) -> String {
        if let Some(form) = self.here.first() {
            return form::summary(form, operation);
        }
        let channels: Vec<String> =
            self.below.values().flat_map(|tree| &tree.here).filter_map(|form| form.channel.clone()).take(1).collect();
        let noun = capitalised(words::noun(operation.kind));
        match channels.first() {
            Some(channel) => format!("{noun} in the channel `{channel}`: what follows the first request."),
            None => format!("{noun}: requests of its own for the whole sum and for a part of it."),
        }
    }
}

/// The items of an operation's module.
pub(super) fn module(method: &Method, operation: &Operation) -> TokenStream {
    let limits = match limits_of(operation) {
        Some(Limits::Here) => limits(operation),
        _ => quote!(),
    };
    let forms = Tree::of(&operation.forms).items(method, operation);
    [limits, forms].into_iter().collect()
}

/// Where the limits of the whole operation stand.
pub(super) enum Limits<'a> {
    /// With the `Currency` of a request.
    Of(&'a Form),
    /// Beside the requests, none of which takes just these.
    Here,
}

/// Where the limits of the whole operation stand, if any of its requests carries an amount.
pub(super) fn limits_of(operation: &Operation) -> Option<Limits<'_>> {
    let mut with_amount = operation.forms.iter().filter(|form| form::has_amount(form)).peekable();
    with_amount.peek()?;
    let all = operation.main_amounts();
    Some(with_amount.find(|form| form.amounts == *all).map_or(Limits::Here, Limits::Of))
}

/// `LIMITS`, where no request takes what the operation says.
fn limits(operation: &Operation) -> TokenStream {
    let limits = operation.main_amounts().values().map(|limit| {
        let limit = limit_of(words::noun(operation.kind), limit);
        quote!(&#limit)
    });
    let limits = list(limits);
    let docs = docs("What the operation takes by itself, by currency: each of its requests has limits of its own.");
    quote!(#docs pub static LIMITS: &[&Limit] = &#limits;)
}

/// What stands above the module.
pub(super) fn summary(method: &Method, operation: &Operation) -> String {
    let kind = words::operation(operation.kind);
    let mut lines = vec![format!("The {kind} of {}.", plain(&method.title))];
    lines.extend(facts_of(method, operation));
    lines.join("\n\n")
}

/// What the documents say of an operation, a paragraph or a list each.
pub(super) fn facts_of(method: &Method, operation: &Operation) -> Vec<String> {
    let mut lines: Vec<String> = operation.note.iter().map(|note| sentence(note)).collect();
    lines.extend(bullets(&facts::head(operation)));
    let limits = facts::limits(&operation.amounts, operation.currencies.is_some());
    if limits.len() <= MOST_LIMITS {
        lines.extend(bullets(&limits));
    } else {
        lines.push(format!("Amounts: {}.", words::limits(&operation.amounts, operation.currencies.is_some())));
    }
    for (name, limits) in facts::parts(operation) {
        lines.push(format!("{name} refunds:"));
        lines.extend(bullets(&limits));
    }
    if operation.currencies_open && !operation.via.is_empty() {
        lines.push("It may take other currencies: none is refused.".to_owned());
    }
    lines.extend(bullets(&facts::of_operation(method, operation)));
    lines.extend(steps(&operation.steps));
    for channel in &operation.channels {
        let cites = words::in_brackets(&channel.cite);
        lines.push(format!("Channel `{}`{cites}: {}", channel.key, sentence(&channel.means)));
        lines.extend(bullets(&facts::of_channel(method, operation, channel)));
        lines.extend(steps(&channel.steps));
    }
    for why in &operation.not_generated {
        lines.push(format!("Not generated: {}", sentence(why)));
    }
    lines
}

/// How many currencies have a line of their own: each has one beside its constant as well.
const MOST_LIMITS: usize = 24;

/// A list, where there is anything in it.
pub(super) fn bullets(lines: &[String]) -> Option<String> {
    let lines: Vec<String> = lines.iter().map(|line| format!("- {}", line.replace(['\n', '\r'], " "))).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn steps(of: &BTreeMap<Interface, Vec<Step>>) -> Vec<String> {
    facts::steps(of).into_iter().flat_map(|(through, steps)| std::iter::once(through).chain(bullets(&steps))).collect()
}

pub(super) fn inner_summary(method: &Method, operation: &Operation) -> TokenStream {
    inner_docs(&summary(method, operation))
}

/// Whether the form's items stand in the operation's module itself.
pub(super) fn is_main(form: &Form) -> bool {
    form.module.is_empty()
}

/// Whether any form of the operation carries an amount.
pub(super) fn has_money(operation: &Operation) -> bool {
    operation.forms.iter().any(form::has_amount)
}

/// `Currency`, `Amount` and the limits behind them; the limits of another request where it takes the same.
pub(super) fn money(form: &Form, method: &Method, twin: Option<&Form>) -> TokenStream {
    let noun = words::noun(form.operation);
    let id = format!("{}/{}", method.key, words::operation(form.operation));
    let constants = form.amounts.values().map(|limit| {
        let code = ident(&limit.currency);
        let value = match twin {
            Some(twin) => {
                let other = form::beside(form, twin, 1);
                quote!(#other::limits::#code)
            }
            None => limit_of(noun, limit),
        };
        limit_constant(limit, &code, &value)
    });
    let entries = block([quote!(#id: #noun)].into_iter().chain(constants));
    quote!(currencies! #entries)
}

fn limit_constant(limit: &Limit, code: &proc_macro2::Ident, value: &TokenStream) -> TokenStream {
    let said = format!("{}{}.", words::limit(limit), words::in_brackets(&limit.cite));
    let beside = words::beside(limit, str::to_owned)
        .iter()
        .map(|text| format!(" {}", capitalised(&sentence(text))))
        .collect::<String>();
    let docs = docs(&format!("{said}{beside}"));
    quote!(#docs #code = #value)
}

/// A limit as the table has it.
fn limit_of(noun: &str, limit: &Limit) -> TokenStream {
    let currency = &limit.currency;
    let decimals = integer(i64::from(limit.decimals));
    let told = format!("{noun} takes {}{}", words::limit(limit), words::checked(limit));
    let cite = words::cites(&limit.cite);
    let bounds = bounds(limit.min, limit.max, limit.step);
    let widest = widest(limit);
    let told_step = limit.step_told.then(|| quote!(.step_told()));
    let force = force(limit.force);
    quote!(Limit::new(#currency, #decimals) #bounds #told_step #widest #force .told(#told, #cite))
}

/// `.widest(…)`, where a condition allows amounts that the bounds without one do not.
fn widest(limit: &Limit) -> Option<TokenStream> {
    let widest = Bound::ALL.map(|bound| limit.widest(bound));
    let step = limit.step.filter(|_| !limit.step_told);
    let wider = limit.force == Force::Enforced && widest != [limit.min, limit.max, step];
    let [min, max, step] = widest;
    let bounds = bounds(min, max, step);
    wider.then(|| quote!(.widest(money::Bounds::new() #bounds)))
}

/// `.min(…).max(…).step(…)`, as far as they are there.
pub(super) fn bounds(min: Option<i64>, max: Option<i64>, step: Option<i64>) -> TokenStream {
    let bounds = [("min", min), ("max", max), ("step", step)].into_iter().filter_map(|(name, minor)| {
        let (name, minor) = (ident(name), integer(minor?));
        Some(quote!(.#name(#minor)))
    });
    quote!(#(#bounds)*)
}

/// `.force(…)`, where it is not enforced.
pub(super) fn force(force: Force) -> Option<TokenStream> {
    match force {
        Force::Enforced => None,
        Force::Advisory => Some(quote!(.force(money::Force::Advisory))),
        Force::Contract => Some(quote!(.force(money::Force::Contract))),
    }
}
