//! An async client on `reqwest` and tokio, with rustls (ring) and Mozilla's roots.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Request, Response};
use reqwest::{Client, redirect, retry};

use super::run::{Came, Do, Question, Run};
use super::{
    Core, Error, Hosts, Interval, Lost, Next, NoSelection, Pages, Platform, Poll, Polled, Schedule, Sent, Settings,
    Standing, Token, Unreadable,
};
use crate::form::Draft;
use crate::money::Contract;
use crate::project::{Mode, Project};

/// Gate and the Data API for one project.
///
/// It follows no redirect and knows no proxy. Make one and keep it: it holds its connections.
pub struct Gate<M: Mode, P: Platform> {
    core: Core<M, P>,
    client: Client,
}

impl<M: Mode, P: Platform> Gate<M, P> {
    /// At the platform's own hosts.
    ///
    /// # Errors
    /// [`Setup`], where a host is no address or there can be no client.
    pub fn new(project: Project<M>) -> Result<Self, Setup> {
        Self::at(project, Hosts::of(P::API).map_err(Setup::Host)?)
    }

    /// At other hosts: a white label's, or a test server's.
    ///
    /// # Errors
    /// [`Setup::Client`]
    pub fn at(project: Project<M>, hosts: Hosts<M>) -> Result<Self, Setup> {
        Ok(Self { core: Core::new(project, hosts), client: client(&Settings::default())? })
    }

    /// With other settings.
    ///
    /// # Errors
    /// [`Setup::Client`]
    pub fn settings(self, settings: Settings) -> Result<Self, Setup> {
        Ok(Self { client: client(&settings)?, core: self.core.settings(settings) })
    }

    /// What makes the requests and reads the answers.
    #[must_use]
    pub fn core(&self) -> &Core<M, P> {
        &self.core
    }

    /// Signs a request, sends it and reads the answer. Where no answer comes, it is sent again as far as that is safe.
    /// Of a future that is dropped before its end nothing is known: the request may have arrived.
    ///
    /// # Errors
    /// [`Error`] says whether it was sent, refused, or may have arrived.
    pub async fn send(&self, request: &impl AsRef<Draft<crate::Gate>>) -> Result<Sent<P::Status>, Error> {
        self.run(Run::new(&self.core, request.as_ref(), None)?).await
    }

    /// As [`Gate::send`], with what the merchant's contract changes.
    ///
    /// # Errors
    /// As [`Gate::send`].
    pub async fn send_under(
        &self,
        request: &impl AsRef<Draft<crate::Gate>>,
        contract: &Contract,
    ) -> Result<Sent<P::Status>, Error> {
        self.run(Run::new(&self.core, request.as_ref(), Some(contract))?).await
    }

    async fn run(&self, mut run: Run<'_, M, P>) -> Result<Sent<P::Status>, Error> {
        loop {
            match run.to_do() {
                Do::Send(request) => run.came(self.carry(*request, None).await),
                Do::Wait(pause) => tokio::time::sleep(pause).await,
                Do::Finish => return run.finish(),
            }
        }
    }

    async fn ask(&self, mut question: Question, listing: bool) -> Result<Response<Vec<u8>>, Error> {
        let listing = listing.then_some((self.core.settings.listing, self.core.settings.listing_bytes));
        loop {
            match question.to_do() {
                Do::Send(request) => question.came(self.carry(*request, listing).await),
                Do::Wait(pause) => tokio::time::sleep(pause).await,
                Do::Finish => return question.finish(),
            }
        }
    }

    /// Where a payment stands, by an answer that is signed.
    ///
    /// # Errors
    /// [`Error::Unverified`] where it is not.
    pub async fn status(&self, payment_id: impl AsRef<str>) -> Result<P::Status, Error> {
        let payment_id = payment_id.as_ref();
        let request = self.core.status_request(payment_id)?;
        let form = P::API.status.map_or("", |enquiry| enquiry.form.id);
        let response = self.ask(Question::new(request, self.core.settings.retry, form), false).await?;
        self.core.read_status(&response, Some(payment_id)).map(Into::into)
    }

    /// The same by the identifier of a request that was sent so long ago.
    ///
    /// # Errors
    /// [`Error::TooEarly`] where the platform asks to wait; else as [`Gate::status`].
    pub async fn status_by_request(&self, request_id: &str, sent_ago: Duration) -> Result<P::Status, Error> {
        let enquiry = P::API.status_by_request.ok_or(Error::NotDocumented)?;
        if sent_ago < enquiry.not_before {
            return Err(Error::TooEarly(enquiry.not_before - sent_ago));
        }
        let request = self.core.status_by_request(request_id)?;
        let response = self.ask(Question::new(request, self.core.settings.retry, enquiry.form.id), false).await?;
        self.core.read_status(&response, None).map(Into::into)
    }

    /// Asks for a payment's status until it is final or the schedule ends. Call it when the request was sent.
    ///
    /// # Errors
    /// Where an answer cannot be trusted or read. A lost one, one of a server on the way that cannot go on (such as HTTP
    /// 502 with a page), or a payment that is not known yet, is asked for again.
    pub async fn poll(&self, payment_id: impl AsRef<str>, schedule: Schedule) -> Result<Polled<P::Status>, Error> {
        let begun = Instant::now();
        self.poll_with(payment_id, schedule, || begun.elapsed(), tokio::time::sleep).await
    }

    /// As [`Gate::poll`], with another clock: the time since the request was sent, and what waits.
    ///
    /// # Errors
    /// As [`Gate::poll`].
    pub async fn poll_with<W: Future<Output = ()>>(
        &self,
        payment_id: impl AsRef<str>,
        schedule: Schedule,
        mut elapsed: impl FnMut() -> Duration,
        mut wait: impl FnMut(Duration) -> W,
    ) -> Result<Polled<P::Status>, Error> {
        let (payment_id, mut poll, mut last) = (payment_id.as_ref(), Poll::new(schedule), None);
        loop {
            match poll.next(elapsed()) {
                Next::Wait(pause) => wait(pause).await,
                Next::End => return Ok(Polled::Unsettled(last)),
                Next::Ask => match super::asked(self.status(payment_id).await)? {
                    Some(status) if status.is_final() => return Ok(Polled::Final(status)),
                    Some(status) => last = Some(status),
                    None => {}
                },
            }
        }
    }

    /// The operations of the project in an interval, out of the Data API.
    ///
    /// # Errors
    /// Where the platform's documents do not give the request.
    pub fn operations(&self, token: &Token, interval: &Interval) -> Result<Operations<'_, M, P>, Error> {
        Ok(Operations { gate: self, pages: Pages::new(&self.core, token, interval)? })
    }

    /// Sends one request, once.
    async fn carry(&self, request: Request<Vec<u8>>, listing: Option<(Duration, usize)>) -> Came {
        let most = listing.map_or(self.core.settings.answer_bytes, |(_, most)| most);
        let mut request = reqwest::Request::try_from(request).map_err(|_| Lost::Unconnected)?;
        if let Some((time, _)) = listing {
            *request.timeout_mut() = Some(time);
        }
        let mut response = self.client.execute(request).await.map_err(|fault| lost(&fault))?;
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|fault| lost(&fault))? {
            if piece.len() > most.saturating_sub(body.len()) {
                return Err(Lost::Unreadable(Unreadable::too_large(response.status().as_u16())));
            }
            body.extend_from_slice(&piece);
        }
        let mut answer = Response::new(body);
        *answer.status_mut() = response.status();
        Ok(answer)
    }
}

fn client(settings: &Settings) -> Result<Client, Setup> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Setup::Client)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(settings.connect)
        .timeout(settings.whole)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_proxy()
        .build()
        .map_err(|_| Setup::Client)
}

/// What a fault of the transport means. What is not surely before the request counts as after it.
fn lost(fault: &reqwest::Error) -> Lost {
    if fault.is_connect() {
        Lost::Unconnected
    } else if fault.is_timeout() {
        Lost::TimeOut
    } else {
        Lost::Broken
    }
}

/// Why there is no client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setup {
    /// A host is no address to send to.
    Host(super::NoHost),
    /// The TLS library or the HTTP library refused its settings.
    Client,
}

impl std::fmt::Display for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Host(host) => host.fmt(f),
            Self::Client => f.write_str("TLS or HTTP cannot be set up"),
        }
    }
}

impl std::error::Error for Setup {}

/// Operations, page after page.
#[derive(Debug)]
pub struct Operations<'g, M: Mode, P: Platform> {
    gate: &'g Gate<M, P>,
    pages: Pages<P>,
}

impl<M: Mode, P: Platform> Operations<'_, M, P> {
    /// How many entries a page holds; as many as the platform gives unless set.
    #[must_use]
    pub fn per_page(mut self, entries: u32) -> Self {
        self.pages = self.pages.per_page(entries);
        self
    }

    /// See [`Pages::projects`].
    ///
    /// # Errors
    /// Where there are none.
    pub fn projects(self, projects: impl IntoIterator<Item = i64>) -> Result<Self, NoSelection> {
        Ok(Self { pages: self.pages.projects(projects)?, ..self })
    }

    /// See [`Pages::all_projects`].
    #[must_use]
    pub fn all_projects(self) -> Self {
        Self { pages: self.pages.all_projects(), ..self }
    }

    /// See [`Pages::select`].
    ///
    /// # Errors
    /// Where the request has no such field, or it does not take so many values.
    pub fn select<V: Into<String>>(
        self,
        field: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, NoSelection> {
        Ok(Self { pages: self.pages.select(field, values)?, ..self })
    }

    /// The next page; none once there is no further one.
    ///
    /// # Errors
    /// Where the page cannot be had. There is none after it.
    pub async fn next_page(&mut self) -> Result<Option<Vec<P::Operation>>, Error> {
        let core = &self.gate.core;
        let Some(request) = self.pages.request(core)? else { return Ok(None) };
        let question = Question::new(request, core.settings.retry, self.pages.form());
        let response = self.gate.ask(question, true).await.inspect_err(|_| self.pages.end())?;
        self.pages.read(core, &response).map(Some)
    }
}

/// Of the same connections.
impl<M: Mode, P: Platform> Clone for Gate<M, P> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), client: self.client.clone() }
    }
}

impl<M: Mode, P: Platform> std::fmt::Debug for Gate<M, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Gate").field(&self.core).finish()
    }
}
