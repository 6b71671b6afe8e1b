//! The platform's own requests and answers, as the tables that the runtime's client reads.

use methodspec::resolved::{
    Accepted, Answers, CallbackField, Interface, OperationKind, Platform, PlatformRequest, Refused, RequestKind, Row,
    Said, Shape, Signed, Source, StatusAnswer,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, sentence};
use super::names::{field_type, ident, integer, type_ident};
use super::platform::{read_as, shape_row};
use super::{form, values};
use crate::words;

/// The module `client`; none where the platform's file does not say how requests are answered.
pub(super) fn module(platform: &Platform) -> Option<TokenStream> {
    let answers = platform.answers.as_ref()?;
    let head = inner_docs("Talking to the platform: its own requests, its answers, and what its refusals mean.");
    let forms = platform.requests.iter().filter_map(|(kind, request)| request_form(*kind, request));
    let api = api(platform, answers);
    let accepted = accepted_shape(&answers.accepted);
    let status_rows = answers.status.members.iter().map(shape_row);
    let status = status(platform, answers);
    let operation = operation(answers);
    let lists = lists(answers);
    Some(quote! {
        #head
        use ecommpay_runtime::callback::{Item, JsonShape, Shape, ShapeField, Verified};
        use ecommpay_runtime::client::{self, AcceptedAnswer, Api, Enquiry, Entry, Kind as Refusal, Listing, Once,
            RefusedAnswer, Signed, StatusAnswer};
        use ecommpay_runtime::form::{Form, IntegerRule, Kind, Presence, Row, Source, TextRule};
        use std::ops::Deref;
        use super::fields;
        #lists

        pub use ecommpay_runtime::client::{Accepted, Error, Hosts, Interval, Lost, NoHost, NoToken, Poll, Polled, Refused,
            Retry, Schedule, Sent, Settings, Token, Unreadable};
        pub use ecommpay_runtime::client::Kind as RefusalKind;

        #(#forms)*

        /// Members of the answer to a request that was taken in.
        pub static ACCEPTED: Shape = Shape::new(&[#accepted]);

        /// Members of the answer to the enquiry after a payment's status.
        pub static STATUS_SHAPE: Shape = Shape::new(&[#(#status_rows),*]);

        #api

        /// The platform, for the runtime's client.
        #[derive(Debug)]
        pub enum Platform {}

        impl client::Platform for Platform {
            const API: &'static Api = &API;
            type Status = Status;
            type Operation = Operation;
        }

        /// Requests made and answers read, for whoever brings their own HTTP.
        pub type Core<M> = client::Core<M, Platform>;

        /// The async client, on reqwest and tokio.
        #[cfg(feature = "reqwest")]
        pub type Gate<M> = client::reqwest::Gate<M, Platform>;

        /// The blocking client, on ureq.
        #[cfg(feature = "ureq")]
        pub mod blocking {
            /// The blocking client, on ureq.
            pub type Gate<M> = ecommpay_runtime::client::ureq::Gate<M, super::Platform>;
        }

        /// The platform's own hosts.
        ///
        /// # Errors
        /// Never, as long as the platform's spec holds addresses.
        pub fn hosts<M: ecommpay_runtime::Mode>() -> Result<Hosts<M>, NoHost> {
            Hosts::of(&API)
        }

        /// All hosts at one address, with the paths that they have on the platform: a test server on this machine.
        ///
        /// # Errors
        /// Where it is no address to send to.
        pub fn hosts_at<M: ecommpay_runtime::Mode>(address: &str) -> Result<Hosts<M>, NoHost> {
            Hosts::at(&API, address)
        }

        #status

        #operation
    })
}

const fn name(kind: RequestKind) -> (&'static str, &'static str) {
    match kind {
        RequestKind::Status => ("STATUS", "platform/status"),
        RequestKind::StatusByRequest => ("STATUS_BY_REQUEST", "platform/status_by_request"),
        RequestKind::Clarification => ("CLARIFICATION", "platform/clarification"),
        RequestKind::Operations => ("OPERATIONS", "platform/operations"),
    }
}

/// The table of a request whose path is documented.
fn request_form(kind: RequestKind, request: &PlatformRequest) -> Option<TokenStream> {
    let Said::Is(path) = &request.path.said else { return None };
    let (constant, id) = name(kind);
    let constant = ident(constant);
    let note = request.note.as_ref().map(|note| format!(" {}", sentence(note))).unwrap_or_default();
    let docs = docs(&format!(
        "{}{note}\n\n`POST {path}` at `hosts::{}`{}",
        sentence(&request.means),
        request.host.to_uppercase(),
        words::in_brackets(&request.cite)
    ));
    let rows = request.rows.iter().map(|row| form::row_of(row, row_kind(row)));
    Some(quote! {
        #docs
        pub static #constant: Form = Form::gate(#id, #id, #path).rows(&[#(#rows),*]);
    })
}

/// Fields of the catalogue have types; the request's own are told in place.
fn row_kind(row: &Row) -> TokenStream {
    if row.source == Source::Signature || !values::is_declared(row.value.kind) {
        values::row_kind(row)
    } else if row.own {
        values::narrowed(&row.value)
    } else {
        let name = field_type(&row.rust);
        quote!(fields::#name::KIND)
    }
}

fn http(said: &Said<u16>) -> TokenStream {
    match said {
        Said::Is(status) => {
            let status = integer(i64::from(*status));
            quote!(Some(#status))
        }
        _ => quote!(None),
    }
}

fn pairs(pairs: &[(String, String)]) -> TokenStream {
    let pairs = pairs.iter().map(|(path, value)| quote!((#path, #value)));
    quote!(&[#(#pairs),*])
}

fn accepted_shape(accepted: &Accepted) -> TokenStream {
    let text = |path: &String| quote!(ShapeField::new(#path, JsonShape::Text));
    let project = &accepted.project;
    let told = accepted.told_by.iter().map(|(path, _)| text(path));
    let (request, payment) = (text(&accepted.request), text(&accepted.payment));
    quote!(#(#told,)* #request, ShapeField::new(#project, JsonShape::Integer), #payment)
}

fn api(platform: &Platform, answers: &Answers) -> TokenStream {
    let host = |key: &str| platform.hosts.get(key).map(|host| host.url.clone()).unwrap_or_default();
    let hosts = [host("gate"), host("payment_page"), host("data_api")];
    let payment = about(platform, RequestKind::Status).unwrap_or_default();
    let status = status_answer(platform, &answers.status);
    let (accepted, refused) = (accepted(answers), refused(&answers.refused));
    let enquiry = |kind: RequestKind, setter: &str| {
        let request = platform.requests.get(&kind)?;
        let (constant, setter) = (ident(name(kind).0), ident(setter));
        let about = request.about.as_ref().filter(|_| matches!(request.path.said, Said::Is(_)))?;
        let wait = request.not_before_seconds.map(|seconds| {
            let seconds = integer(i64::from(seconds));
            quote!(.not_before(#seconds))
        });
        Some(quote!(.#setter(Enquiry::new(&#constant, #about)#wait)))
    };
    let enquiries =
        [enquiry(RequestKind::Status, "status"), enquiry(RequestKind::StatusByRequest, "status_by_request")]
            .into_iter()
            .flatten();
    let listing = listing(platform, answers);
    let once = platform.operations.iter().filter_map(|(kind, operation)| once(platform, *kind, operation));
    let mut refusals: Vec<(&String, TokenStream)> = Vec::new();
    for (kind, one) in &platform.refusals {
        let kind = ident(&format!("{kind:?}"));
        refusals.extend(one.codes.iter().map(|code| (code, quote!((#code, Refusal::#kind)))));
    }
    refusals.sort_by_key(|(code, _)| code.to_owned());
    let refusals = refusals.iter().map(|(_, row)| row);
    quote! {
        /// The platform's facts, as the client reads them.
        pub static API: Api = Api::new([#(#hosts),*], #payment, #accepted, #refused, #status)
            .once(&[#(#once),*])
            #(#enquiries)*
            #listing
            .refusals(&[#(#refusals),*]);
    }
}

fn about(platform: &Platform, kind: RequestKind) -> Option<String> {
    platform.requests.get(&kind)?.about.clone()
}

fn once(
    platform: &Platform,
    kind: OperationKind,
    operation: &methodspec::resolved::PlatformOperation,
) -> Option<TokenStream> {
    let once = operation.once.as_ref()?;
    let (name, by, refused_as) = (words::operation(kind), &once.by, ident(&format!("{:?}", once.refused_as)));
    let own = operation.send.get(&Interface::Gate).into_iter().flatten();
    let starts: Vec<&String> = own.filter(|path| platform.fields.contains_key(*path)).collect();
    let types = &operation.operation_type;
    let shown_as = (!types.is_empty()).then(|| quote!(.shown_as(&[#(#types),*])));
    Some(quote!((#name, Once::new(#by, Refusal::#refused_as, &[#(#starts),*])#shown_as)))
}

fn listing(platform: &Platform, answers: &Answers) -> Option<TokenStream> {
    let request = platform.requests.get(&RequestKind::Operations)?;
    let pages = request.pages.as_ref().filter(|_| matches!(request.path.said, Said::Is(_)))?;
    let constant = ident(name(RequestKind::Operations).0);
    let asks = &pages.asks;
    let (limit, offset, most) = (&pages.limit, &pages.offset, integer(i64::from(pages.most)));
    let list = match &answers.operations.list.said {
        Said::Is(path) => quote!(Some(#path)),
        _ => quote!(None),
    };
    Some(quote!(.operations(Listing::new(&#constant, [#(#asks),*], [#limit, #offset], #most, #list))))
}

fn accepted(answers: &Answers) -> TokenStream {
    let Accepted { head, told_by, request, project, payment } = &answers.accepted;
    let (http, told_by) = (http(&head.http.said), pairs(told_by));
    let signed = ident(match head.signed {
        Signed::Always => "Always",
        Signed::Never => "Never",
        Signed::NotDocumented => "NotDocumented",
    });
    quote!(AcceptedAnswer::new(#http, Signed::#signed, &ACCEPTED, #told_by, [#request, #project, #payment]))
}

fn refused(refused: &Refused) -> TokenStream {
    let Refused { head, told_by, code, message, errors, error } = refused;
    let (http, told_by) = (http(&head.http.said), pairs(told_by));
    quote!(RefusedAnswer::new(#http, #told_by, [#code, #message, #errors], [#(#error),*]))
}

fn status_answer(platform: &Platform, answer: &StatusAnswer) -> TokenStream {
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
    let sums = &platform.reading.sum;
    let sum = sums.iter().filter_map(of_one).find(|member| has(&format!("{items}{member}")))?;
    let whole = sums.iter().find(|path| has(path))?;
    Some(quote!(.operations([#list, #kind, #sum, #whole])))
}

/// Lists of values that the answers' members have.
fn lists(answers: &Answers) -> Option<TokenStream> {
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

/// An accessor of a member; `found` gives it as an item.
fn accessor(field: &CallbackField, name: &str, found: &TokenStream) -> TokenStream {
    let (ty, read) = read_as(&field.shape, found);
    let name = ident(name);
    let docs = docs(&format!("{}\n\n`{}`{}", sentence(&field.means), field.path, words::in_brackets(&field.cite)));
    quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> Option<#ty> {
            #read
        }
    }
}

fn status(platform: &Platform, answers: &Answers) -> TokenStream {
    let answer = &answers.status;
    let items = format!("{}[].", answer.operations);
    let own = answer.members.iter().enumerate().filter(|(_, member)| {
        !member.path.contains("[]") && member.rust != "project_id" && member.path != answer.operations
    });
    let accessors = own.map(|(row, member)| {
        let row = integer(i64::try_from(row).unwrap_or(0));
        accessor(member, &member.rust, &quote!(self.0.field(#row)))
    });
    let of_operations = answer.members.iter().filter_map(|member| {
        let path = member.path.strip_prefix(&items).filter(|path| !path.contains("[]"))?;
        let plain = member.rust.strip_prefix(&format!("{}_", answer.operations)).unwrap_or(&member.rust);
        let steps = path.split('.').map(|step| quote!(.and_then(|item| item.get(#step))));
        Some(accessor(member, plain, &quote!(Some(self.0) #(#steps)*)))
    });
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
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Status(Verified);

        impl From<Verified> for Status {
            fn from(verified: Verified) -> Self {
                Self(verified)
            }
        }

        impl Deref for Status {
            type Target = Verified;

            fn deref(&self) -> &Verified {
                &self.0
            }
        }

        impl client::Standing for Status {
            fn is_final(&self) -> bool {
                #is_final
            }
        }

        impl Status {
            #(#accessors)*

            /// Whether the payment rests, by its status: nothing more follows by itself. An operation on it, such as a
            /// refund, may still be under way or come later.
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

        impl<'a> OperationOf<'a> {
            #(#of_operations)*

            /// A member by its name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<Item<'a>> {
                self.0.get(name)
            }
        }
    }
}

fn operation(answers: &Answers) -> TokenStream {
    let accessors = answers.operations.members.iter().map(|member| {
        let path = &member.path;
        accessor(member, &member.rust, &quote!(self.0.at(#path)))
    });
    quote! {
        /// An operation out of the Data API.
        ///
        /// The documents name few of its members: any other is read by its name.
        #[derive(Debug, Clone)]
        pub struct Operation(Entry);

        impl From<Entry> for Operation {
            fn from(entry: Entry) -> Self {
                Self(entry)
            }
        }

        impl Operation {
            #(#accessors)*

            /// A member by its name.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<Item<'_>> {
                self.0.at(name)
            }
        }
    }
}
