//! The facade: each method behind a feature of its own.

use methodspec::resolved::{Method, Specs};
use proc_macro2::TokenStream;
use quote::quote;

use super::callback::labels;
use super::docs::{docs, inner_docs, plain};
use super::groups::block;
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
        pub use ecommpay_platform::runtime::callback::{ActionKey, DedupeKey, Keys, Order};
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
    // known by callback.dedupe_key()? then it was sent again: answer 200 and do nothing else
    if callback.is_paid() {
        // hold it against the order with callback.check(..), then deliver once for each callback.action_key()
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
    let lines = methods.iter().map(|method| {
        let (feature, module, name) = (&method.key, ident(&method.module), ident(&method.type_name));
        let docs = docs(&format!("One of {}.", plain(&method.title)));
        quote!(#docs #feature #name = #module)
    });
    let lines = block([quote!(over ecommpay_platform)].into_iter().chain(lines));
    quote!(#head ecommpay_platform::runtime::methods! #lines)
}
