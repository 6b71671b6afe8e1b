//! What the platform answers when it is asked how a payment stands: its shape, accessors and operations.

use methodspec::resolved::{Answers, CallbackField, Platform, Shape, StatusAnswer};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, sentence};
use super::groups::block;
use super::names::{integer, type_ident};
use super::platform_callback::{accessor, over_verified};
use super::platform_client::http;
use crate::words;

pub(super) fn status_answer(platform: &Platform, answer: &StatusAnswer) -> TokenStream {
    let http = http(&answer.head.http.said);
    let StatusAnswer { payment, status, errors, .. } = answer;
    let operations = operations(platform, answer);
    quote!(StatusAnswer::new(#http, &STATUS_SHAPE, [#payment, #status, #errors])#operations)
}

/// Where the status tells of operations what a callback tells of its one: the type, and the sum that was asked for.
fn operations(platform: &Platform, answer: &StatusAnswer) -> Option<TokenStream> {
    let list = &answer.operations;
    let items = format!("{list}[].");
    let of_items = |member: &CallbackField| member.path.strip_prefix(&items).map(str::to_owned);
    let has = |path: &str| answer.members.iter().any(|member| member.path == path);
    let listed = |member: &&CallbackField| matches!(&member.shape, Shape::Listed(list) if list == "operation_type");
    let kind = answer.members.iter().filter(listed).find_map(of_items)?;
    let of_one = |path: &String| path.split_once('.').map(|(_, member)| member.to_owned());
    let sums = [&platform.reading.sums.asked, &platform.reading.sums.paid_so_far];
    let sum = sums.iter().copied().filter_map(of_one).find(|member| has(&format!("{items}{member}")))?;
    let whole = sums.into_iter().find(|path| has(path))?;
    Some(quote!(.operations([#list, #kind, #sum, #whole])))
}

/// Lists of values that the answers' members have.
pub(super) fn lists(answers: &Answers) -> Option<TokenStream> {
    let mut names: Vec<_> = answers.status.members.iter().chain(&answers.operations.members).collect::<Vec<_>>();
    names.retain(|member| matches!(member.shape, Shape::Listed(_)));
    let mut names: Vec<_> = names
        .iter()
        .filter_map(|member| if let Shape::Listed(list) = &member.shape { Some(type_ident(list)) } else { None })
        .collect();
    names.sort();
    names.dedup();
    (!names.is_empty()).then(|| quote!(use super::lists::{#(#names),*};))
}

pub(super) fn status(platform: &Platform, answers: &Answers) -> TokenStream {
    let answer = &answers.status;
    let items = format!("{}[].", answer.operations);
    let own = answer.members.iter().enumerate().filter(|(_, member)| {
        !member.path.contains("[]") && member.rust != "project_id" && member.path != answer.operations
    });
    let accessors = own.map(|(row, member)| {
        let row = integer(i64::try_from(row).unwrap_or(0));
        accessor(member, &member.rust, &quote!(#row))
    });
    let accessors = block([quote!(field of Status)].into_iter().chain(accessors));
    let of_operations = answer.members.iter().filter_map(|member| {
        let path = member.path.strip_prefix(&items).filter(|path| !path.contains("[]"))?;
        let plain = member.rust.strip_prefix(&format!("{}_", answer.operations)).unwrap_or(&member.rust);
        Some(accessor(member, plain, &quote!(#path)))
    });
    let of_operations = block([quote!(at of OperationOf<'_>)].into_iter().chain(of_operations));
    let row = |path: &String| {
        let row = answer.members.iter().position(|member| member.path == *path).unwrap_or(0);
        integer(i64::try_from(row).unwrap_or(0))
    };
    let (operations, status) = (row(&answer.operations), row(&answer.status));
    let of_status = answer.members.iter().find(|member| member.path == answer.status);
    let is_final = match of_status.map(|member| &member.shape) {
        Some(Shape::Listed(list))
            if platform.lists.get(list).is_some_and(|values| values.iter().any(|value| value.is_final)) =>
        {
            let list = type_ident(list);
            quote!(self.0.field(#status).and_then(|item| item.as_str()).is_some_and(|text| #list::of(text).is_final()))
        }
        _ => quote!(false),
    };
    let docs = docs(&format!(
        "{}\n\nIts signature holds. Every member may be absent.{}",
        sentence(&answer.head.means),
        words::in_brackets(&answer.head.cite)
    ));
    let over_verified = over_verified("Status");
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Status(Verified);

        #over_verified

        impl client::Standing for Status {
            fn is_final(&self) -> bool {
                #is_final
            }
        }

        members! #accessors

        impl Status {
            /// Whether polling ends, by the payment's status: the payment is no longer under way. An operation on it, such
            /// as a refund, may still be under way or come later.
            #[must_use]
            pub fn is_final(&self) -> bool {
                client::Standing::is_final(self)
            }

            /// The operations of the payment, in the order of the answer.
            pub fn operations(&self) -> impl Iterator<Item = OperationOf<'_>> {
                self.0.field(#operations).into_iter().flat_map(|list| list.items()).map(OperationOf)
            }
        }

        /// An operation of a payment whose status was asked for.
        #[derive(Debug, Clone, Copy)]
        pub struct OperationOf<'a>(Item<'a>);

        members! #of_operations

        impl<'a> OperationOf<'a> {
            /// A member by its name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<Item<'a>> {
                self.0.get(name)
            }
        }
    }
}

pub(super) fn operation(answers: &Answers) -> TokenStream {
    let accessors = answers.operations.members.iter().map(|member| {
        let path = &member.path;
        accessor(member, &member.rust, &quote!(#path))
    });
    let accessors = block([quote!(at of Operation)].into_iter().chain(accessors));
    quote! {
        /// An operation out of the Data API.
        ///
        /// A member that has no accessor here is read by its name.
        #[derive(Debug, Clone)]
        pub struct Operation(Entry);

        impl From<Entry> for Operation {
            fn from(entry: Entry) -> Self {
                Self(entry)
            }
        }

        members! #accessors

        impl Operation {
            /// A member by its name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<Item<'_>> {
                self.0.at(name)
            }
        }
    }
}
