//! The platform's own requests and answers, as the tables that the runtime's client reads.

use methodspec::resolved::{
    Accepted, Answers, Interface, OperationKind, Platform, PlatformRequest, Refused, RequestKind, Row, Said, Signed,
    Source,
};
use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{docs, inner_docs, sentence};
use super::groups::list;
use super::names::{field_type, ident, integer};
use super::platform_callback::{is_read, shape_row};
use super::platform_status::{lists, operation, status, status_answer};
use super::{form, values};
use crate::words;

/// The module `client`; none where the platform's file does not say how requests are answered.
pub(super) fn module(platform: &Platform) -> Option<TokenStream> {
    let answers = platform.answers.as_ref()?;
    let head = inner_docs("Talking to the platform: its own requests, its answers, and what its refusals mean.");
    let forms = platform.requests.iter().filter_map(|(kind, request)| request_form(*kind, request));
    let api = api(platform, answers);
    let accepted = accepted_shape(&answers.accepted);
    let operations = format!("{}[]", answers.status.operations);
    let status_rows = list(answers.status.members.iter().map(|member| {
        // an operation in the list is read as the one of a callback
        let path = member.path.replacen(&operations, "operation", 1);
        let is_list = member.path == answers.status.operations;
        shape_row(member, is_list || is_read(platform, &path, &member.shape))
    }));
    let status = status(platform, answers);
    let operation = operation(answers);
    let lists = lists(answers);
    Some(quote! {
        #head
        use ecommpay_runtime::callback::{Item, JsonShape, Shape, ShapeField, Verified};
        use ecommpay_runtime::client::{self, AcceptedAnswer, Api, Enquiry, Entry, Kind as Refusal, Listing, Once,
            RefusedAnswer, Signed, StatusAnswer};
        use ecommpay_runtime::form::{Form, IntegerRule, Kind, Presence, Row, Source, TextRule};
        use ecommpay_runtime::members;
        use std::ops::Deref;
        use super::fields;
        #lists

        pub use ecommpay_runtime::client::{Accepted, Error, Hosts, Interval, Lost, NoHost, NoSelection, NoToken, Poll, Polled, Refused,
            Retry, Schedule, Sent, Settings, Token, Unreadable};
        pub use ecommpay_runtime::client::Kind as RefusalKind;

        #(#forms)*

        /// Members of the answer to a request that was taken in.
        pub static ACCEPTED: Shape = Shape::new(&[#accepted]);

        /// Members of the answer to the enquiry after a payment's status.
        pub static STATUS_SHAPE: Shape = Shape::new(&#status_rows);

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
    let rows = list(request.rows.iter().map(|row| form::row_of(row, row_kind(row))));
    Some(quote! {
        #docs
        pub static #constant: Form = Form::gate(#id, #id, #path).rows(&#rows);
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

pub(super) fn http(said: &Said<u16>) -> TokenStream {
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
        let conclusive = request.conclusive_after_seconds.map(|seconds| {
            let seconds = integer(i64::from(seconds));
            quote!(.conclusive_after(#seconds))
        });
        Some(quote!(.#setter(Enquiry::new(&#constant, #about)#wait #conclusive)))
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
    let refused_by = answers.operations.refused.as_ref().map(|[.., status]| quote!(.refused_by(#status)));
    Some(quote!(.operations(Listing::new(&#constant, [#(#asks),*], [#limit, #offset], #most, #list)#refused_by)))
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
    let Refused { head, told_by, code, message, errors, error, constraint, .. } = refused;
    let (http, told_by) = (http(&head.http.said), pairs(told_by));
    let constraint = constraint.as_ref().map(|name| quote!(.constraint(#name)));
    quote!(RefusedAnswer::new(#http, #told_by, [#code, #message, #errors], [#(#error),*])#constraint)
}
