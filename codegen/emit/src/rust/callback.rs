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

/// The module `callback`; `None` where no label tells the method's callbacks apart.
pub(super) fn module(method: &Method) -> Option<TokenStream> {
    let labels = labels(method);
    if labels.is_empty() {
        return None;
    }
    let Turns { redirect, display } = turns(method);
    let title = plain(&method.title);
    let told: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    let view = docs(&format!(
        "A callback of {title}: a view of the platform's.\n\nIts `payment.method` is {}{}.",
        told.join(" or "),
        words::in_brackets(&method.names.callback.cite)
    ));
    let event_docs = docs(&format!("What a callback of {title} tells."));
    let redirect_variant = redirect.then(|| {
        quote! {
            /// The customer is to be redirected with this.
            Redirect(RedirectData<'a>),
        }
    });
    let display_variant = display.then(|| {
        quote! {
            /// The customer is to be shown this.
            Display(DisplayData<'a>),
        }
    });
    let life = if redirect || display { quote!(<'a>) } else { quote!() };
    let redirect_case = redirect.then(|| {
        quote! {
            if let Some(data) = self.0.redirect() {
                return Event::Redirect(data);
            }
        }
    });
    let display_case = display.then(|| {
        quote! {
            if let Some(data) = self.0.display() {
                return Event::Display(data);
            }
        }
    });
    let redirect_kind = redirect.then(|| quote!(Event::Redirect(_) => EventKind::Redirect,));
    let display_kind = display.then(|| quote!(Event::Display(_) => EventKind::Display,));
    Some(quote! {
        #view
        #[derive(Debug, Clone, Copy)]
        pub struct Callback<'a>(&'a platform::Callback);

        #event_docs
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum Event #life {
            #redirect_variant
            #display_variant
            /// The status of the payment is final: see it, and the status and type of the operation.
            Final,
            /// Anything else: the payment goes on.
            Other,
        }

        impl<'a> Callback<'a> {
            /// The labels that tell the method in `payment.method`.
            pub const LABELS: &'static [&'static str] = &[#(#labels),*];

            /// The callback as one of this method; `None` where it is another's.
            #[must_use]
            pub fn of(callback: &'a platform::Callback) -> Option<Self> {
                let label = callback.method_label()?;
                Self::LABELS.contains(&label).then_some(Self(callback))
            }

            /// What it tells.
            #[must_use]
            pub fn event(&self) -> Event #life {
                #redirect_case
                #display_case
                if self.0.is_final() { Event::Final } else { Event::Other }
            }

            /// The kind of the event, as the method's table gives it.
            pub(crate) fn kind(callback: &platform::Callback) -> Option<EventKind> {
                Callback::of(callback).map(|callback| match callback.event() {
                    #redirect_kind
                    #display_kind
                    Event::Final => EventKind::Final,
                    Event::Other => EventKind::Other,
                })
            }
        }

        impl Deref for Callback<'_> {
            type Target = platform::Callback;

            fn deref(&self) -> &platform::Callback {
                self.0
            }
        }
    })
}

/// Imports of the module.
pub(super) fn imports(method: &Method) -> TokenStream {
    let Turns { redirect, display } = turns(method);
    let redirect = redirect.then(|| {
        quote!(
            use ecommpay_platform::runtime::callback::RedirectData;
        )
    });
    let display = display.then(|| {
        quote!(
            use ecommpay_platform::runtime::callback::DisplayData;
        )
    });
    quote! {
        use std::ops::Deref;
        use ecommpay_platform as platform;
        use ecommpay_platform::runtime::method::EventKind;
        #redirect
        #display
    }
}
