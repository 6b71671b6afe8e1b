//! The facade: each method behind a feature of its own.

use methodspec::resolved::{Method, Specs};
use proc_macro2::TokenStream;
use quote::quote;

use super::callback::labels;
use super::docs::{docs, inner_docs, plain};
use super::names::ident;

/// `src/lib.rs` of the facade.
pub(crate) fn facade(specs: &Specs) -> TokenStream {
    let methods: Vec<&Method> = specs.methods.values().collect();
    let list: Vec<String> =
        methods.iter().map(|method| format!("- `{}`: {}", method.key, plain(&method.title))).collect();
    let head = inner_docs(&format!(
        "Payment methods of the ecommpay platform, each behind a feature of its own; `all` has them all.\n\n\
         Unofficial, with no affiliation to the vendor.\n\n{}\n\n\
         Features `reqwest` (async) and `ureq` (blocking) add the client, `client` its core without input and output, `axum` the \
         webhook, `tracing` spans without personal data. None is on by default.",
        list.join("\n")
    ));
    let examples = examples();
    let reexports = methods.iter().map(|method| {
        let (feature, module) = (&method.key, ident(&method.module));
        let krate = ident(&format!("ecommpay_{}", method.key.replace('-', "_")));
        quote! {
            #[cfg(feature = #feature)]
            #[doc(inline)]
            pub use #krate as #module;
        }
    });
    let table = methods.iter().map(|method| {
        let (feature, module) = (&method.key, ident(&method.module));
        quote!(#[cfg(feature = #feature)] &#module::METHOD)
    });
    quote! {
        #head
        #examples
        #[rustfmt::skip]
        mod callback;

        pub use self::callback::{Callback, Label, Method, verify};
        pub use ecommpay_platform as platform;
        #[cfg(feature = "client")]
        #[doc(inline)]
        pub use ecommpay_platform::client;
        pub use ecommpay_platform::facts::hosts;
        pub use ecommpay_platform::runtime;
        pub use ecommpay_platform::runtime::callback::{Keys, Order};
        #[cfg(feature = "axum")]
        #[doc(inline)]
        pub use ecommpay_platform::runtime::webhook::Webhook;
        pub use ecommpay_platform::runtime::{Live, Page, Project, Secret, Test, Value, json};
        #(#reexports)*

        /// The tables of the methods whose features are on, in order of their keys.
        #[rustfmt::skip]
        pub static METHODS: &[&platform::Method] = &[#(#table),*];
    }
}

/// Sending and receiving in a few lines. Tested where the features are on.
fn examples() -> TokenStream {
    let lines = EXAMPLES.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#![doc = #lines])*)
}

const EXAMPLES: &str = r#"
# Sending

```no_run
# fn main() {}
# #[cfg(feature = "reqwest")]
# mod shown {
use ecommpay::client::{Error, Gate, Sent};
use ecommpay::{Project, Secret, Test, platform};
use platform::runtime::form::Draft;

# async fn pay(request: Draft<platform::runtime::Gate>) -> Result<(), Box<dyn std::error::Error>> {
let project = Project::<Test>::new(125, Secret::new("your secret")?)?;
let gate = Gate::new(project)?; // make one and keep it
match gate.send(&request).await {
    Ok(Sent::Accepted(accepted)) => println!("request {}", accepted.request_id()),
    Ok(Sent::Found(status)) => println!("no answer came, and it is there: {:?}", status.payment_status()),
    Err(Error::Refused(refused)) => println!("{refused}"),
    Err(Error::MayHaveArrived(_)) => println!("ask for the status later; never send it with a new id"),
    Ok(_) | Err(_) => println!("it was not sent"),
}
let status = gate.status("TEST_184").await?; // verified
println!("{:?}", status.payment_status());
# Ok(())
# }
# }
```

# Receiving

```no_run
# fn main() {}
# #[cfg(feature = "axum")]
# mod shown {
use ecommpay::{Callback, Keys, Webhook};

// Router::new().route("/callbacks", post(callback)).with_state(keys), where keys: Keys
async fn callback(Webhook(callback): Webhook<Callback>) {
    if callback.is_paid() {
        // keep it by callback.dedupe_key(): the platform resends until it gets a 200
    }
}
# fn used(_: Keys) { let _ = callback; }
# }
```
"#;

/// `src/callback.rs` of the facade: one webhook for all methods.
pub(crate) fn facade_callback(specs: &Specs) -> TokenStream {
    let head = inner_docs("One webhook for all methods: a merchant has one URL.");
    let methods: Vec<&Method> = specs.methods.values().filter(|method| !labels(method).is_empty()).collect();
    let variants = methods.iter().map(|method| {
        let (feature, module, name) = (&method.key, ident(&method.module), ident(&method.type_name));
        let docs = docs(&format!("One of {}.", plain(&method.title)));
        quote!(#docs #[cfg(feature = #feature)] #name(crate::#module::Callback<'a>))
    });
    let cases = methods.iter().map(|method| {
        let (feature, module, name) = (&method.key, ident(&method.module), ident(&method.type_name));
        quote! {
            #[cfg(feature = #feature)]
            if let Some(callback) = crate::#module::Callback::of(&self.0) {
                return Method::#name(callback);
            }
        }
    });
    quote! {
        #head
        use std::fmt;
        use std::ops::Deref;
        use ecommpay_platform as platform;
        use ecommpay_platform::runtime::callback::{Keys, Refusal};

        /// Reads a callback once its signature holds. `body` is the request's body as received, to the byte.
        ///
        /// # Errors
        /// Where the body is no callback of one of the projects of `keys`; the refusal says what to answer.
        pub fn verify(keys: &Keys, body: &[u8]) -> Result<Callback, Refusal> {
            platform::verify(keys, body).map(Callback)
        }

        /// A callback whose signature holds, of whatever method.
        #[derive(Debug)]
        pub struct Callback(platform::Callback);

        #[cfg(feature = "axum")]
        impl ecommpay_platform::runtime::webhook::Incoming for Callback {
            fn verify(keys: &Keys, body: &[u8]) -> Result<Self, Refusal> {
                verify(keys, body)
            }
        }

        impl Callback {
            /// The callback as one of its method.
            #[must_use]
            pub fn method(&self) -> Method<'_> {
                #(#cases)*
                Method::Unknown(Label(self.0.method_label()))
            }
        }

        impl Deref for Callback {
            type Target = platform::Callback;

            fn deref(&self) -> &platform::Callback {
                &self.0
            }
        }

        /// The method of a callback, with the method's view of it.
        #[derive(Debug, Clone, Copy)]
        #[non_exhaustive]
        pub enum Method<'a> {
            #(#variants,)*
            /// None of the methods whose features are on. The callback is verified and readable all the same.
            Unknown(Label<'a>),
        }

        /// The label of a method that is not known here. It can be shown and not compared: code that asked for one
        /// label would change its meaning once another crate switches that method's feature on.
        #[derive(Clone, Copy)]
        pub struct Label<'a>(Option<&'a str>);

        impl fmt::Display for Label<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Some(label) => write!(f, "{label:?}"),
                    None => f.write_str("no method"),
                }
            }
        }

        impl fmt::Debug for Label<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    }
}
