//! Requests made and answers read, without input and output.

use std::marker::PhantomData;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response, Uri};

use super::api::{Enquiry, Signed as IsSigned};
use super::{Accepted, Error, Hosts, Kind, Platform, Refused, Settings, Unreadable};
use crate::callback::{Keys, Reason, Refusal, Shape, Verified, verify};
use crate::form::{Draft, Gate, Signed, Slot};
use crate::json::{Document, Limits};
use crate::money::Contract;
use crate::project::{Mode, Project};

/// A project's requests and their answers, for whoever brings their own HTTP.
///
/// A test project's client has test hosts: the two cannot be mixed.
///
/// ```compile_fail,E0308
/// use ecommpay_runtime::client::{Core, Hosts, Platform};
/// use ecommpay_runtime::{Live, Project, Test};
///
/// fn mixed<P: Platform>(project: Project<Test>, hosts: Hosts<Live>) {
///     Core::<Test, P>::new(project, hosts);
/// }
/// ```
pub struct Core<M: Mode, P: Platform> {
    project: Project<M>,
    keys: Keys,
    pub(super) hosts: Hosts<M>,
    pub(super) settings: Settings,
    platform: PhantomData<fn() -> P>,
}

impl<M: Mode, P: Platform> Core<M, P> {
    /// A project at hosts.
    #[must_use]
    pub fn new(project: Project<M>, hosts: Hosts<M>) -> Self {
        let keys = Keys::new().with_project(&project);
        Self { project, keys, hosts, settings: Settings::default(), platform: PhantomData }
    }

    /// With other settings.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The project.
    #[must_use]
    pub fn project(&self) -> &Project<M> {
        &self.project
    }

    /// The hosts.
    #[must_use]
    pub fn hosts(&self) -> &Hosts<M> {
        &self.hosts
    }

    /// Judges a request and signs it.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn sign(&self, draft: &Draft<Gate>, contract: Option<&Contract>) -> Result<Signed, Error> {
        let signed = match contract {
            Some(contract) => draft.sign_under(&self.project, contract),
            None => draft.sign(&self.project),
        };
        Ok(signed?)
    }

    /// A signed request as an HTTP request of Gate.
    ///
    /// # Errors
    /// Where host and path make no address.
    pub fn request(&self, signed: &Signed) -> Result<Request<Vec<u8>>, Error> {
        post(&self.hosts.gate, signed)
    }

    /// The enquiry after a payment's status, by the payment's identifier.
    ///
    /// # Errors
    /// Where the identifier is none, or the platform's documents do not give the enquiry.
    pub fn status_request(&self, payment_id: &str) -> Result<Request<Vec<u8>>, Error> {
        self.enquiry(P::API.status, payment_id)
    }

    /// The enquiry by the identifier that the platform gave to a request. The platform asks to wait a while before.
    ///
    /// # Errors
    /// As [`Core::status_request`].
    pub fn status_by_request(&self, request_id: &str) -> Result<Request<Vec<u8>>, Error> {
        self.enquiry(P::API.status_by_request, request_id)
    }

    fn enquiry(&self, enquiry: Option<Enquiry>, id: &str) -> Result<Request<Vec<u8>>, Error> {
        let enquiry = enquiry.ok_or(Error::NotDocumented)?;
        let draft = Draft::<Gate>::new(enquiry.form).set(enquiry.id, Slot::Text(id.to_owned()));
        self.request(&self.sign(&draft, None)?)
    }

    /// Reads the answer to a request that does something.
    ///
    /// `payment_id` is that of the request, if it had one: an answer about another payment is none to it.
    ///
    /// # Errors
    /// [`Error::Refused`] and [`Error::Unreadable`]
    pub fn read(&self, response: &Response<Vec<u8>>, payment_id: Option<&str>) -> Result<Accepted, Error> {
        let table = &P::API.accepted;
        let (http, body) = self.refusal(response)?;
        let text = |path: &str| body.at(path).and_then(|item| item.as_str());
        let holds = table.told_by.iter().all(|(path, value)| text(path) == Some(value));
        let ids = text(table.request).zip(text(table.payment)).zip(body.at(table.project).and_then(|id| id.as_i64()));
        let (true, true, Some(((request, payment), project))) = (fits(table.http, http), holds, ids) else {
            return Err(Error::Unreadable(Unreadable::Unknown(http)));
        };
        if project != self.project.id() || payment_id.is_some_and(|wanted| !same(wanted, payment)) {
            return Err(Error::Unreadable(Unreadable::OfAnother));
        }
        let signed = match (table.signed, self.verified(table.shape, response.body())) {
            (IsSigned::Never, _) => false,
            (_, Ok(_)) => true,
            (IsSigned::NotDocumented, Err(refusal)) if refusal.reason() == Reason::SignatureMissing => false,
            (_, Err(_)) => return Err(Error::Unreadable(Unreadable::Signature)),
        };
        Ok(Accepted { request: request.to_owned(), project, payment: payment.to_owned(), signed })
    }

    /// Reads the answer to an enquiry after a status, once its signature holds.
    ///
    /// `payment_id` is the one that was asked for: a genuine answer about another payment is no answer. The answer is held
    /// to the rules of a callback, that on texts with a `;` among them ([`crate::callback`]): where a payment's texts break
    /// it, settle the order by the operations of the Data API, or by hand.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::Unreadable`], and [`Error::Unverified`] where it is not signed as it must be
    pub fn read_status(&self, response: &Response<Vec<u8>>, payment_id: Option<&str>) -> Result<Verified, Error> {
        let table = &P::API.status_answer;
        let (http, body) = self.refusal(response)?;
        if !fits(table.http, http) {
            return Err(Error::Unreadable(Unreadable::Unknown(http)));
        }
        let verified = self.verified(table.shape, response.body()).map_err(|refusal| {
            let none = body.at(table.payment).is_none() && refusal.reason() == Reason::SignatureMissing;
            none.then(|| not_known::<P>(http, &body)).flatten().unwrap_or(Error::Unverified(refusal))
        })?;
        match (payment_id, text(&verified, table.payment)) {
            (Some(wanted), Some(found)) if !same(wanted, found) => Err(Error::Unreadable(Unreadable::OfAnother)),
            (_, Some(_)) => Ok(verified),
            (_, None) => Err(self.faults(http, &verified)),
        }
    }

    /// A signed answer that tells of no payment: its faults say why.
    fn faults(&self, http: u16, verified: &Verified) -> Error {
        let refused = Refused::read(&P::API.refused, |code| P::API.kind(code), http, verified.document());
        if refused.faults().is_empty() { Error::Unreadable(Unreadable::Unknown(http)) } else { Error::Refused(refused) }
    }

    /// The answer's body, unless it says that the request was refused.
    fn refusal(&self, response: &Response<Vec<u8>>) -> Result<(u16, Document), Error> {
        refusal::<P>(response, self.settings.answer_bytes)
    }

    fn verified(&self, shape: &'static Shape, body: &[u8]) -> Result<Verified, Refusal> {
        verify(shape, &self.keys, body)
    }
}

pub(super) fn refusal<P: Platform>(response: &Response<Vec<u8>>, most: usize) -> Result<(u16, Document), Error> {
    let table = &P::API.refused;
    let http = response.status().as_u16();
    if response.status().is_redirection() {
        return Err(Error::Unreadable(Unreadable::Redirect(http)));
    }
    if response.body().len() > most {
        return Err(Error::Unreadable(Unreadable::too_large(http)));
    }
    let body = Document::read(response.body(), &Limits::default().body(most))
        .map_err(|_| Error::Unreadable(Unreadable::NoJson(http)))?;
    // with or without a code, it does not say whether the request was taken in
    if response.status().is_server_error() {
        return Err(Error::Unreadable(Unreadable::Unknown(http)));
    }
    let told = |(path, value): &(&str, &str)| body.at(path).and_then(|item| item.as_str()) == Some(value);
    let told = !table.told_by.is_empty() && table.told_by.iter().all(told);
    // some routes refuse with a list of faults alone
    let listed = body.at(table.errors).is_some_and(|errors| errors.items().next().is_some());
    if fits(table.http, http) && (told || (listed && response.status().is_client_error())) {
        return Err(Error::Refused(Refused::read(table, |code| P::API.kind(code), http, &body)));
    }
    Ok((http, body))
}

/// An answer that there is no payment, or none yet: nothing is done by it but to ask again, so it needs neither a signature
/// nor a status of HTTP or its own.
fn not_known<P: Platform>(http: u16, body: &Document) -> Option<Error> {
    let refused = Refused::read(&P::API.refused, |code| P::API.kind(code), http, body);
    (refused.kind() == Kind::NotFound).then_some(Error::Refused(refused))
}

fn text<'a>(verified: &'a Verified, path: &str) -> Option<&'a str> {
    let row = verified.shape().fields().iter().position(|field| field.path == path)?;
    verified.field(row).and_then(|item| item.as_str())
}

/// Identifiers of payments are the same whatever their letters' case.
fn same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

fn fits(wanted: Option<u16>, found: u16) -> bool {
    wanted.is_none_or(|wanted| wanted == found)
}

pub(super) fn post(host: &str, signed: &Signed) -> Result<Request<Vec<u8>>, Error> {
    let uri: Uri = format!("{host}{}", signed.path).parse().map_err(|_| Error::NotDocumented)?;
    let mut request = Request::new(signed.body.clone().into_bytes());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri;
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(CONTENT_TYPE, json.clone());
    request.headers_mut().insert(ACCEPT, json);
    Ok(request)
}

impl<M: Mode, P: Platform> Clone for Core<M, P> {
    fn clone(&self) -> Self {
        Self {
            project: self.project.clone(),
            keys: self.keys.clone(),
            hosts: self.hosts.clone(),
            settings: self.settings,
            platform: PhantomData,
        }
    }
}

impl<M: Mode, P: Platform> std::fmt::Debug for Core<M, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Core").field("project", &self.project).field("gate", &self.hosts.gate).finish_non_exhaustive()
    }
}
