//! The platform's callback: what it holds, how it is read, and an accessor for each member.

use std::collections::BTreeSet;

use methodspec::resolved::{CallbackField, Platform, Shape, TakesMoney};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, sentence};
use super::groups::{block, list};
use super::names::{ident, integer, type_ident};
use crate::words;

/// A type over what the runtime has verified is made of it, and reads as it does.
pub(super) fn over_verified(name: &str) -> TokenStream {
    let name = ident(name);
    quote! {
        impl From<Verified> for #name {
            fn from(verified: Verified) -> Self {
                Self(verified)
            }
        }

        impl Deref for #name {
            type Target = Verified;

            fn deref(&self) -> &Verified {
                &self.0
            }
        }
    }
}

/// The module `callback`.
pub(super) fn module(platform: &Platform) -> TokenStream {
    let head = inner_docs("The platform's callback.");
    let rows = list(platform.callback.iter().map(shape_row));
    let accessors = platform.callback.iter().enumerate().filter_map(|(index, field)| by_row(index, field));
    let accessors = block([quote!(field of Callback)].into_iter().chain(accessors));
    let listed = platform.callback.iter().any(|field| matches!(field.shape, Shape::Listed(_)));
    let lists: BTreeSet<_> = platform
        .callback
        .iter()
        .filter(|field| !field.path.contains("[]"))
        .filter_map(|field| if let Shape::Listed(list) = &field.shape { Some(type_ident(list)) } else { None })
        .collect();
    let lists = lists.iter();
    let lists = listed.then(|| quote!(use super::lists::{#(#lists),*};));
    let reading = reading(platform);
    let over_verified = over_verified("Callback");
    quote! {
        #head
        use std::ops::Deref;
        use ecommpay_runtime::callback::{JsonShape, Keys, Reading, Refusal, Shape, ShapeField, Verified};
        use ecommpay_runtime::members;
        #lists

        /// The members of callbacks that the documents show, with their JSON types.
        pub static SHAPE: Shape = Shape::new(&#rows);

        #reading

        /// Reads a callback once its signature holds. `body` is the request's body as received, to the byte.
        ///
        /// # Errors
        /// Where the body is no callback of one of the projects of `keys`; the refusal says what to answer.
        pub fn verify(keys: &Keys, body: &[u8]) -> Result<Callback, Refusal> {
            ecommpay_runtime::callback::verify(&SHAPE, keys, body).map(Callback::from)
        }

        /// A callback whose signature holds.
        ///
        /// Every member may be absent: what a callback carries is configured per project. What the signature does not
        /// cover cannot be read here.
        #[derive(Debug)]
        pub struct Callback(Verified);

        #over_verified

        #[cfg(feature = "axum")]
        impl ecommpay_runtime::webhook::Incoming for Callback {
            fn verify(keys: &Keys, body: &[u8]) -> Result<Self, Refusal> {
                verify(keys, body)
            }
        }

        members! #accessors

        impl Callback {
            /// The label that tells the method.
            #[must_use]
            pub fn method_label(&self) -> Option<&str> {
                READING.method(&self.0)
            }

            /// Whether this callback brings the news that the customer has paid: the statuses of payment and operation and
            /// the code all say success, and the operation is of a type that takes money.
            ///
            /// `false` says nothing of a payment that was paid before: a refund, done or declined, is no such news.
            /// Never cancel an order for it: [`Callback::paid`] says what speaks against it.
            #[must_use]
            pub fn is_paid(&self) -> bool {
                READING.is_paid(&self.0)
            }

            /// [`Callback::is_paid`], and why not. A callback without an operation counts by the type of the payment.
            ///
            /// # Errors
            /// The first member that speaks against it.
            pub fn paid(&self) -> Result<(), ecommpay_runtime::callback::Unpaid> {
                READING.paid_by(&self.0)
            }

            /// Whether the payment rests, by its status: nothing more follows by itself. An operation on it, such as a
            /// refund, may still be under way or come later.
            #[must_use]
            pub fn is_final(&self) -> bool {
                self.payment_status().is_some_and(|status| status.is_final())
            }

            /// Where the customer is to be redirected, if this callback says so.
            #[must_use]
            pub fn redirect(&self) -> Option<ecommpay_runtime::callback::RedirectData<'_>> {
                READING.redirect(&self.0)
            }

            /// What the customer is to be shown, if this callback says so.
            #[must_use]
            pub fn display(&self) -> Option<ecommpay_runtime::callback::DisplayData<'_>> {
                READING.display(&self.0)
            }

            /// Equal for callbacks that bring the same news: the platform resends, and keeps no order.
            #[must_use]
            pub fn dedupe_key(&self) -> String {
                READING.dedupe_key(&self.0)
            }

            /// Holds project, payment id, amount and currency against what the merchant ordered, and the type of the
            /// operation against those that take money.
            ///
            /// # Errors
            /// The first that differs or is absent.
            pub fn check(&self, order: &ecommpay_runtime::callback::Order<'_>) -> Result<(), ecommpay_runtime::callback::Mismatch> {
                READING.check(&self.0, order)
            }
        }
    }
}

pub(super) fn shape_row(field: &CallbackField) -> TokenStream {
    let path = &field.path;
    let json = ident(match field.shape {
        Shape::Text | Shape::Time | Shape::Listed(_) => "Text",
        Shape::Integer => "Integer",
        Shape::Boolean => "Boolean",
        Shape::Object => "Object",
        Shape::List => "List",
        Shape::Map => "Map",
    });
    let uncovered = field.uncovered.then(|| quote!(.uncovered()));
    quote!(ShapeField::new(#path, JsonShape::#json) #uncovered)
}

fn by_row(index: usize, field: &CallbackField) -> Option<TokenStream> {
    // the verified callback has it under the same name, and knows that it is there
    if field.path.contains("[]") || field.rust == "project_id" {
        return None;
    }
    let index = integer(i64::try_from(index).ok()?);
    Some(accessor(field, &field.rust, &quote!(#index)))
}

/// A line of `members!`: the accessor of a member that is found at a place.
pub(super) fn accessor(field: &CallbackField, name: &str, place: &TokenStream) -> TokenStream {
    let name = ident(name);
    let kind = match &field.shape {
        Shape::Text | Shape::Time => ident("text"),
        Shape::Integer => ident("integer"),
        Shape::Boolean => ident("boolean"),
        Shape::Listed(list) => type_ident(list),
        Shape::Object | Shape::List | Shape::Map => ident("item"),
    };
    let docs = docs(&format!("{}\n\n`{}`{}", sentence(&field.means), field.path, words::in_brackets(&field.cite)));
    quote!(#docs #name: #kind = #place)
}

fn reading(platform: &Platform) -> TokenStream {
    let reading = &platform.reading;
    let paid = reading.paid.iter().map(|(path, value)| quote!((#path, #value)));
    let (dedupe, sums) = (&reading.dedupe, &reading.sum);
    let types = |taking: &TakesMoney| {
        let (path, types) = (&taking.path, &taking.types);
        quote!((#path, &[#(#types),*]))
    };
    let (operation, of_payment) = (types(&reading.operation_type), types(&reading.payment_type));
    let (method, payment, status) = (&reading.method, &reading.payment, &reading.status);
    let (redirect, display) = (&reading.redirect, &reading.display);
    let docs = docs(&format!("Which members mean what{}.", words::in_brackets(&reading.cite)));
    quote! {
        #docs
        pub static READING: Reading = Reading::new(&SHAPE)
            .paid(&[#(#paid),*])
            .takes_money(#operation, #of_payment)
            .dedupe(&[#(#dedupe),*])
            .sums(&[#(#sums),*])
            .members(#method, #payment, #status)
            .turns(#redirect, #display);
    }
}
