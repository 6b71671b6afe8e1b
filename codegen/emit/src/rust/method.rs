//! The modules of one method's crate.

use methodspec::resolved::{Fact, Form, Interface, Method, Operation, Said, Span};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

use super::docs::{docs, inner_docs, plain, sentence};
use super::groups::{body, list};
use super::names::ident;
use super::operation::Limits;
use super::{callback, form, imports, operation};
use crate::{facts, words};

/// The files of the crate below `src`, by name, formatted later.
pub(crate) fn files(method: &Method) -> Vec<(String, TokenStream)> {
    let mut files = vec![("lib.rs".to_owned(), root(method))];
    for operation in generated(method) {
        let docs = operation::inner_summary(method, operation);
        let items = operation::module(method, operation);
        let imports = imports::of(operation, &items);
        let name = words::operation(operation.kind);
        files.push((format!("{name}.rs"), [docs, imports, items].into_iter().collect()));
    }
    if let Some(items) = callback::module(method) {
        let docs = inner_docs("Callbacks of the method.");
        files.push(("callback.rs".to_owned(), quote!(#docs #items)));
    }
    let docs = inner_docs("The method's table: what suites and clients know of it without naming it.");
    let table = table(method, &quote!("../spec.yaml"));
    files.push(("method.rs".to_owned(), quote!(#docs #table)));
    files
}

/// The same items in one module. `spec` is where the method's file stands, for the compiler.
pub(crate) fn inline(method: &Method, spec: &TokenStream) -> TokenStream {
    let docs = inner_docs(&summary(method));
    let head = head(method);
    let operations = generated(method).map(|operation| {
        let name = ident(words::operation(operation.kind));
        let docs = docs_of(method, operation);
        let items = operation::module(method, operation);
        let imports = imports::of(operation, &items);
        let content = body([imports, items]);
        quote!(#docs pub mod #name #content)
    });
    let callback = callback::module(method).map(|items| quote!(mod callback { #items }));
    let table = table(method, spec);
    quote! {
        #docs
        #head
        #(#operations)*
        #callback
        mod method { #table }
    }
}

fn docs_of(method: &Method, operation: &Operation) -> TokenStream {
    docs(&operation::summary(method, operation))
}

/// Operations with a form.
fn generated(method: &Method) -> impl Iterator<Item = &Operation> {
    method.operations.values().filter(|operation| !operation.forms.is_empty())
}

fn root(method: &Method) -> TokenStream {
    let docs = inner_docs(&summary(method));
    let head = head(method);
    // an attribute in a variable: rustfmt of this file would otherwise take it as meant for itself
    let skip = quote!(#[rustfmt::skip]);
    let operations = generated(method).map(|operation| {
        let name = ident(words::operation(operation.kind));
        quote!(#skip pub mod #name;)
    });
    let callback = callback::has_view(method).then(|| quote!(#skip mod callback;));
    quote! {
        #docs
        #callback
        #skip
        mod method;
        #(#operations)*
        #head
    }
}

fn head(method: &Method) -> TokenStream {
    let callback = callback::has_view(method).then(|| {
        quote!(
            pub use self::callback::{Callback, Event};
        )
    });
    let amount = generated(method).any(operation::has_money).then(|| {
        quote!(
            pub use ecommpay_platform::amount;
        )
    });
    quote! {
        #callback
        pub use self::method::METHOD;
        #amount

        ecommpay_platform::runtime::made_for!(1);
    }
}

/// What the method is, from its file: the documentation of the crate.
fn summary(method: &Method) -> String {
    let mut lines = vec![format!("{}: {}", plain(&method.title), sentence(&method.summary))];
    lines.push("Made from the method's spec; unofficial, with no affiliation to the vendor.".to_owned());
    let said = facts::of_method(method);
    let mut facts: Vec<String> = said.into_iter().map(|(name, said)| format!("{name}: {said}")).collect();
    for operation in method.operations.values() {
        let name = words::operation(operation.kind);
        let support = match (operation.full, operation.partial) {
            (None, None) => words::support(operation.support).to_owned(),
            (full, partial) => {
                let told = |support: Option<_>| support.map_or("not documented", words::support);
                format!("full: {}, partial: {}", told(full), told(partial))
            }
        };
        facts.push(format!("{name}: {support}{}", words::in_brackets(&operation.cite)));
    }
    lines.push(facts.iter().map(|fact| format!("- {fact}")).collect::<Vec<_>>().join("\n"));
    // what has no module of its own has no other place
    for operation in method.operations.values().filter(|operation| operation.forms.is_empty()) {
        let said = operation::facts_of(method, operation);
        if !said.is_empty() {
            lines.push(format!("The {} of it:", words::operation(operation.kind)));
            lines.extend(said);
        }
    }
    let lists = [
        ("Test mode", method.test.iter().flat_map(facts::test).collect()),
        ("Contradictions", facts::contradictions(method)),
        ("Notes", facts::notes(method)),
    ];
    for (name, list) in lists {
        lines.extend(operation::bullets(&list).map(|list| format!("{name}:\n{list}")));
    }
    let without: Vec<String> = method
        .operations
        .values()
        .flat_map(|operation| &operation.not_generated)
        .map(|why| format!("- {}", sentence(why)))
        .collect();
    if !without.is_empty() {
        lines.push(format!("Not generated:\n{}", without.join("\n")));
    }
    let documents = words::documents(&method.documents);
    lines.push(format!(
        "Documents:\n{}",
        documents.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
    ));
    lines.join("\n\n")
}

pub(crate) fn choice(choice: &methodspec::resolved::Choice) -> String {
    use methodspec::resolved::Choice;
    let list = |codes: &BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(", ");
    match choice {
        Choice::Only(codes) => list(codes),
        Choice::AllExcept(codes) if codes.is_empty() => "all".to_owned(),
        Choice::AllExcept(codes) => format!("all except {}", list(codes)),
    }
}

fn table(method: &Method, spec: &TokenStream) -> TokenStream {
    let (key, title, version) = (&method.key, &method.title, &method.version);
    let codes = match &method.names.payment_page.said {
        Said::Is(codes) => codes.as_slice(),
        _ => &[],
    };
    let codes = (!codes.is_empty()).then(|| quote!(.payment_page(&[#(#codes),*])));
    let labels = callback::has_view(method).then(|| quote!(.labels(super::Callback::LABELS, super::Callback::kind)));
    let operations = generated(method).map(|operation| {
        let kind = words::operation(operation.kind);
        let id = format!("{key}/{kind}");
        let module = ident(kind);
        let times = times(operation);
        let limits = match operation::limits_of(operation) {
            Some(Limits::Of(form)) => {
                let path = form::module_path(form);
                quote!(super::#path::Currency::LIMITS)
            }
            Some(Limits::Here) => quote!(super::#module::LIMITS),
            None => quote!(&[]),
        };
        quote!(Operation::new(#id, #limits) #times)
    });
    let forms: Vec<&Form> = generated(method).flat_map(|operation| &operation.forms).collect();
    let entries = forms.iter().map(|form| {
        let path = form::module_path(form);
        let new = match form.interface {
            Interface::PaymentPage => quote!(page),
            _ => quote!(gate),
        };
        quote!(FormEntry::#new(&super::#path::FORM, |json| super::#path::Request::read(json).map(Into::into)))
    });
    let form_import = (!forms.is_empty()).then(|| {
        quote!(
            use ecommpay_platform::runtime::method::{FormEntry, Operation};
        )
    });
    let (operations, entries) = (list(operations), list(entries));
    let operations = (!forms.is_empty()).then(|| quote!(.operations(&#operations).forms(&#entries)));
    let docs = docs(&format!("{} as a table: its forms with their rules, and its callbacks.", plain(title)));
    quote! {
        #form_import
        use ecommpay_platform::Method;

        #docs
        pub static METHOD: Method = Method::new(#key, #title, #version).spec(include_str!(#spec)) #codes #labels #operations;
    }
}

/// When to ask for the status, where the documents say so: the later end of a range.
fn times(operation: &Operation) -> Option<TokenStream> {
    let seconds = |time: &Fact<Span>| match &time.said {
        Said::Is(span) => span.to.or(span.from).and_then(|seconds| i64::try_from(seconds).ok()),
        _ => None,
    };
    let (basic, threshold) = (seconds(&operation.times.basic), seconds(&operation.times.threshold));
    let told = |seconds: Option<i64>| match seconds {
        Some(seconds) => {
            let seconds = super::names::integer(seconds);
            quote!(Some(#seconds))
        }
        None => quote!(None),
    };
    let any = basic.is_some() || threshold.is_some();
    let (basic, threshold) = (told(basic), told(threshold));
    any.then(|| quote!(.times(#basic, #threshold)))
}
