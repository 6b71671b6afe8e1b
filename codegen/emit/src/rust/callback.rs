//! A method's view of the platform's callback.

use methodspec::resolved::{Method, Said, Turn};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, plain};
use crate::words;

/// Which intermediate callbacks a method has.
struct Turns {
    redirect: bool,
    display: bool,
}

fn turns(method: &Method) -> Turns {
    let turns = method.operations.values().flat_map(|operation| &operation.channels).flat_map(|channel| &channel.turns);
    let mut has = Turns { redirect: false, display: false };
    for turn in turns {
        match turn {
            Turn::Redirect { .. } => has.redirect = true,
            Turn::Display { .. } => has.display = true,
            Turn::Send { .. } => {}
        }
    }
    has
}

/// Labels in callbacks; none where they are not documented.
pub(crate) fn labels(method: &Method) -> &[String] {
    match &method.names.callback.said {
        Said::Is(labels) => labels,
        _ => &[],
    }
}

/// Whether a label tells the method's callbacks apart.
pub(super) fn has_view(method: &Method) -> bool {
    !labels(method).is_empty()
}

/// The module `callback`, where the method has a view of its callbacks.
pub(super) fn module(method: &Method) -> Option<TokenStream> {
    if !has_view(method) {
        return None;
    }
    let labels = labels(method);
    let Turns { redirect, display } = turns(method);
    let title = plain(&method.title);
    let told: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    let view = docs(&format!(
        "A callback of {title}: a view of the platform's.\n\nIts `payment.method` is {}{}.",
        told.join(" or "),
        words::in_brackets(&method.names.callback.cite)
    ));
    let event = docs(&format!("What a callback of {title} tells."));
    let redirect = redirect.then(|| {
        quote! {
            /// The customer is to be redirected with this.
            Redirect(RedirectData) = redirect,
        }
    });
    let display = display.then(|| {
        quote! {
            /// The customer is to be shown this.
            Display(DisplayData) = display,
        }
    });
    let differs = method.operations.values().any(|operation| operation.sum_may_differ() == Some(true));
    let may_differ = differs.then(|| quote!(may_differ));
    Some(quote! {
        ecommpay_platform::runtime::view! {
            #view
            Callback of ecommpay_platform::Callback = [#(#labels),*] #may_differ,
            #event
            Event { #redirect #display }
        }
    })
}
