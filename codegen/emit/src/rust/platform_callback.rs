//! The platform's callback: what it holds, how it is read, and an accessor for each member.

use std::collections::BTreeSet;

use methodspec::resolved::{CallbackField, Platform, Reading, Shape, Sums, TakesMoney};
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
    let rows = platform.callback.iter().map(|field| shape_row(field, is_read(platform, &field.path, &field.shape)));
    let rows = list(rows);
    let accessors = platform.callback.iter().enumerate();
    let accessors = accessors.filter(|(_, field)| field.path != platform.reading.payment);
    let accessors = accessors.filter_map(|(index, field)| by_row(index, field));
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
    let payment = payment(platform);
    let is_last = is_last(platform);
    quote! {
        #head
        use std::ops::Deref;
        use ecommpay_runtime::callback::{ActionKey, DedupeKey, JsonShape, Keys, Reading, Refusal, Shape, ShapeField, Sums, Verified};
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
            #payment

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

            /// Whether polling ends, by the payment's status: the payment is no longer under way. News may follow all the
            /// same, such as a late success or a refund: take each, whatever came before.
            #[must_use]
            pub fn is_final(&self) -> bool {
                self.payment_status().is_some_and(|status| status.is_final())
            }

            #is_last

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

            /// Tells old news from new: equal if and only if what was signed is equal. The platform resends, and keeps no
            /// order.
            ///
            /// To act on a payment once, see [`Callback::action_key`]: news of one operation may be several.
            #[must_use]
            pub fn dedupe_key(&self) -> DedupeKey {
                READING.dedupe_key(&self.0)
            }

            /// For what must happen once: equal for all callbacks of one operation of one payment. Nothing where the callback
            /// names no payment.
            ///
            /// A debit of a series and a part of a payment are operations of their own, and so is a refund.
            #[must_use]
            pub fn action_key(&self) -> Option<ActionKey> {
                READING.action_key(&self.0)
            }

            /// What the operation was asked for, in minor units.
            #[must_use]
            pub fn sum_asked(&self) -> Option<(i64, &str)> {
                READING.sum_asked(&self.0)
            }

            /// What this operation took from the customer, in minor units: of a payment in parts, its part. Nothing where it
            /// took no money, or where sums contradict each other.
            #[must_use]
            pub fn sum_paid_by_operation(&self) -> Option<(i64, &str)> {
                READING.sum_paid_by_operation(&self.0)
            }

            /// What is paid of the payment by all its operations, less what went back, in minor units. Nothing while it is
            /// under way.
            #[must_use]
            pub fn sum_paid_so_far(&self) -> Option<(i64, &str)> {
                READING.sum_paid_so_far(&self.0)
            }

            /// What the operation comes to after conversion: never to be booked as the order's sum.
            #[must_use]
            pub fn sum_converted(&self) -> Option<(i64, &str)> {
                READING.sum_converted(&self.0)
            }

            /// Holds project, payment id, currency and amount against what the merchant ordered: it holds if the callback
            /// says that all of the order is paid, and nothing in it contradicts that.
            ///
            /// # Errors
            /// The first that differs, is absent or contradicts another; or why the payment is not paid.
            pub fn check(&self, order: &ecommpay_runtime::callback::Order<'_>) -> Result<(), ecommpay_runtime::callback::Mismatch> {
                READING.check(&self.0, order)
            }

            /// [`Callback::check`] of a method whose documents say that the customer may pay another sum than asked for: the
            /// order must be of the sum that was paid.
            ///
            /// # Errors
            /// As [`Callback::check`].
            pub fn check_other_sum(&self, order: &ecommpay_runtime::callback::Order<'_>) -> Result<(), ecommpay_runtime::callback::Mismatch> {
                READING.check_other_sum(&self.0, order)
            }
        }
    }
}

/// The payment's id, from wherever it stands.
fn payment(platform: &Platform) -> Option<TokenStream> {
    let field = platform.callback.iter().find(|field| field.path == platform.reading.payment)?;
    let name = ident(&field.rust);
    let places: Vec<String> = std::iter::once(&platform.reading.payment)
        .chain(&platform.reading.payment_elsewhere)
        .map(|path| format!("`{path}`"))
        .collect();
    let docs =
        docs(&format!("{}\n\n{}{}", sentence(&field.means), places.join(", else "), words::in_brackets(&field.cite)));
    Some(quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> Option<&str> {
            READING.payment_id(&self.0)
        }
    })
}

/// Whether a payment has come to its last news, where the platform says so of a status.
fn is_last(platform: &Platform) -> Option<TokenStream> {
    let field = platform.callback.iter().find(|field| field.path == platform.reading.status)?;
    let Shape::Listed(list) = &field.shape else { return None };
    let any = platform.lists.get(list)?.iter().any(|listed| listed.is_last);
    let status = ident(&field.rust);
    any.then(|| {
        quote! {
            /// Whether no more news follows at all, by the payment's status. Polling ends earlier: see
            /// [`Callback::is_final`].
            #[must_use]
            pub fn is_last(&self) -> bool {
                self.#status().is_some_and(|status| status.is_last())
            }
        }
    })
}

/// Whether something is decided by a member or by one in it: then its type counts.
pub(super) fn is_read(platform: &Platform, path: &str, shape: &Shape) -> bool {
    let Reading { paid, operation_type, payment_type, operation, sums, payment, payment_elsewhere, .. } =
        &platform.reading;
    let Reading { method, status, redirect, display, .. } = &platform.reading;
    let of_sums = [&sums.asked, &sums.paid_by_operation, &sums.paid_so_far, &sums.converted];
    let of_sums = of_sums.into_iter().flat_map(|sum| ["amount", "currency"].map(|member| format!("{sum}.{member}")));
    let of_turns = ["url", "method", "body"].map(|member| format!("{redirect}.{member}"));
    let of_display = ["type", "title", "data"].map(|member| format!("{display}[].{member}"));
    let by_name = [&operation_type.path, &payment_type.path, payment, method, status];
    let by_name = by_name.into_iter().chain(paid.keys()).chain(operation).chain(payment_elsewhere).cloned();
    // a project's number is read as a text of digits too
    let by_place = ["signature", "general.signature"].map(str::to_owned);
    let mut read = by_name.chain(by_place).chain(of_sums).chain(of_turns).chain(of_display);
    let holds =
        |member: &str| member.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
    let is_status = matches!(shape, Shape::Listed(list) if list.ends_with("_status"));
    is_status || read.any(|member| holds(&member)) || statuses_in(platform, path)
}

/// Whether a member holds one with a status.
fn statuses_in(platform: &Platform, path: &str) -> bool {
    platform.callback.iter().any(|field| {
        matches!(&field.shape, Shape::Listed(list) if list.ends_with("_status"))
            && field.path.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']))
    })
}

pub(super) fn shape_row(field: &CallbackField, is_read: bool) -> TokenStream {
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
    let kept = (!is_read).then(|| quote!(.kept()));
    quote!(ShapeField::new(#path, JsonShape::#json) #uncovered #kept)
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
    let operations = &reading.operation;
    let Sums { asked, paid_by_operation, paid_so_far, converted, paid_with, series, converted_otherwise, .. } =
        &reading.sums;
    let elsewhere = &reading.payment_elsewhere;
    let sums = quote! {
        Sums::new([#asked, #paid_by_operation, #paid_so_far, #converted])
            .paid_with(&[#(#paid_with),*])
            .series(&[#(#series),*])
            .converted_otherwise(&[#(#converted_otherwise),*])
    };
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
            .operation(&[#(#operations),*])
            .sums_at(#sums)
            .members(#method, #payment, #status)
            .payment_elsewhere(&[#(#elsewhere),*])
            .turns(#redirect, #display);
    }
}
