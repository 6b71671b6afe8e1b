//! One request from its first sending to what became of it: what the adapters carry.

use std::time::Duration;

use http::{Request, Response};

use super::attempt::{Attempt, Event, Step, Verdict};
use super::shown::{Shown, Wanted};
use super::trace::Trace;
use super::{Accepted, Core, Error, Kind, Lost, Platform, Refused, Sent, Unreadable};
use crate::form::{Draft, Gate};
use crate::json::{Document, Limits};
use crate::money::Contract;
use crate::project::Mode;

/// What an adapter has to do.
#[non_exhaustive]
pub enum Do {
    /// Send this and tell what came.
    Send(Box<Request<Vec<u8>>>),
    /// Wait so long.
    Wait(Duration),
    /// Take what it came to.
    Finish,
}

/// Prints nothing of what is sent.
impl std::fmt::Debug for Do {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Send(_) => f.write_str("Send(..)"),
            Self::Wait(pause) => f.debug_tuple("Wait").field(pause).finish(),
            Self::Finish => f.write_str("Finish"),
        }
    }
}

/// What came of sending.
pub type Came = Result<Response<Vec<u8>>, Lost>;

/// A request that does something, for adapters: ask [`Run::to_do`], tell what came, until it says [`Do::Finish`].
pub struct Run<'c, M: Mode, P: Platform> {
    core: &'c Core<M, P>,
    request: Request<Vec<u8>>,
    payment: Option<String>,
    wanted: Option<Wanted>,
    attempt: Attempt,
    step: Step,
    /// The pause before the step was made.
    rested: bool,
    accepted: Option<Accepted>,
    refused: Option<Refused>,
    found: Option<P::Status>,
    lost: Lost,
    trace: Trace,
}

impl<'c, M: Mode, P: Platform> Run<'c, M, P> {
    /// Judges the request and signs it.
    ///
    /// # Errors
    /// [`Error::Invalid`]
    pub fn new(core: &'c Core<M, P>, draft: &Draft<Gate>, contract: Option<&Contract>) -> Result<Self, Error> {
        let signed = core.sign(draft, contract)?;
        let body = Document::read(signed.body.as_bytes(), &Limits::default().body(usize::MAX));
        let body = body.as_ref().ok();
        let payment = body.and_then(|body| body.at(P::API.payment)?.as_str().map(str::to_owned));
        let wanted = body.and_then(|body| Wanted::of(P::API, draft.form(), body));
        let attempt = Attempt::new(wanted.as_ref().map(|wanted| wanted.once.refused_as), core.settings.retry);
        let begins = wanted.as_ref().is_some_and(|wanted| wanted.begins);
        let attempt = if begins { attempt.begins_payment() } else { attempt };
        let attempt = match P::API.status {
            Some(status) => attempt.conclusive_after(status.conclusive_after),
            None => attempt,
        };
        Ok(Self {
            core,
            request: core.request(&signed)?,
            payment,
            wanted,
            step: attempt.start(),
            attempt,
            rested: false,
            accepted: None,
            refused: None,
            found: None,
            lost: Lost::Unconnected,
            trace: Trace::new(draft.form().id),
        })
    }

    /// What to do now.
    pub fn to_do(&mut self) -> Do {
        match self.step {
            Step::SendAfter(pause) | Step::AskAfter(pause) if !self.rested => {
                self.rested = true;
                Do::Wait(pause)
            }
            Step::Send | Step::SendAfter(_) => Do::Send(Box::new(self.request.clone())),
            Step::Ask | Step::AskAfter(_) => {
                match self.payment.as_deref().map(|payment| self.core.status_request(payment)) {
                    Some(Ok(request)) => Do::Send(Box::new(request)),
                    _ => {
                        self.on(Event::NotFound);
                        Do::Finish
                    }
                }
            }
            Step::Stop(_) => Do::Finish,
        }
    }

    /// Tells what came of what was given to send.
    pub fn came(&mut self, came: Came) {
        if let Ok(response) = &came {
            self.trace.answered(response.status().as_u16());
        }
        let asking = matches!(self.step, Step::Ask | Step::AskAfter(_));
        let event = if asking { self.asked(came) } else { self.answered(came) };
        self.on(event);
    }

    fn on(&mut self, event: Event) {
        self.rested = false;
        self.step = self.attempt.on(event);
        self.trace.step(event, self.step, self.attempt.in_vain());
    }

    fn answered(&mut self, came: Came) -> Event {
        let read = came.map(|response| self.core.read(&response, self.payment.as_deref()));
        match read {
            Ok(Ok(accepted)) => {
                self.accepted = Some(accepted);
                Event::Accepted
            }
            Ok(Err(Error::Refused(refused))) => {
                self.trace.refused(&refused);
                let kind = refused.kind();
                self.lost = Lost::Refused(kind);
                self.refused = Some(refused);
                Event::Refused(kind)
            }
            Ok(Err(error)) => {
                self.lost = match error {
                    Error::Unreadable(unreadable) => Lost::Unreadable(unreadable),
                    _ => Lost::Broken,
                };
                Event::Lost
            }
            Err(Lost::Unconnected) => Event::Unconnected,
            Err(lost) => {
                self.lost = lost;
                Event::Lost
            }
        }
    }

    fn asked(&mut self, came: Came) -> Event {
        match came.map(|response| self.core.read_status(&response, self.payment.as_deref())) {
            Ok(Ok(verified)) => {
                let shown = self.wanted.as_ref().map(|wanted| wanted.shown(&P::API.status_answer, &verified));
                match shown {
                    Some(Shown::It) => {
                        self.found = Some(verified.into());
                        Event::Found
                    }
                    Some(Shown::Another) => Event::Another,
                    Some(Shown::Nothing) | None => Event::NotFound,
                }
            }
            Ok(Err(Error::Unverified(refusal))) => {
                self.lost = Lost::Unverified(refusal);
                Event::NotFound
            }
            Ok(Err(Error::Unreadable(unreadable))) if unreadable.passes() => Event::Lost,
            Ok(Err(Error::Refused(refused))) if refused.kind() == Kind::NotFound => Event::NotYetKnown,
            Err(Lost::Unreadable(unreadable)) if unreadable.passes() => Event::Lost,
            Ok(Err(_)) | Err(Lost::Unreadable(_)) => Event::NotFound,
            Err(Lost::Unconnected) => Event::Unconnected,
            Err(_) => Event::Lost,
        }
    }

    /// What it came to.
    ///
    /// # Errors
    /// [`Error`] says whether it was sent, refused, or may have arrived.
    pub fn finish(self) -> Result<Sent<P::Status>, Error> {
        let Step::Stop(verdict) = self.step else { return Err(Error::MayHaveArrived(self.lost)) };
        match (verdict, self.accepted, self.refused, self.found) {
            (Verdict::Answered, Some(accepted), ..) => Ok(Sent::Accepted(accepted)),
            (Verdict::Answered, None, Some(refused), _) => Err(Error::Refused(refused)),
            (Verdict::Found, _, _, Some(status)) => Ok(Sent::Found(status)),
            (Verdict::Another, ..) => Err(Error::UsedByAnother),
            (Verdict::NotSent, ..) => Err(Error::NotSent(Lost::Unconnected)),
            _ => Err(Error::MayHaveArrived(self.lost)),
        }
    }
}

/// A question: it changes nothing, so it may be asked again. Used as a [`Run`] is.
pub struct Question {
    request: Request<Vec<u8>>,
    retry: super::Retry,
    asked: u32,
    rested: bool,
    came: Option<Came>,
    trace: Trace,
}

impl Question {
    /// A request with the id of its form.
    #[must_use]
    pub fn new(request: Request<Vec<u8>>, retry: super::Retry, form: &'static str) -> Self {
        Self { request, retry, asked: 0, rested: true, came: None, trace: Trace::new(form) }
    }

    /// What to do now.
    pub fn to_do(&mut self) -> Do {
        let lost = match &self.came {
            None => false,
            Some(Ok(_)) | Some(Err(Lost::Unreadable(_))) => return Do::Finish,
            Some(Err(_)) => true,
        };
        if lost && self.asked > self.retry.of_questions() {
            return Do::Finish;
        }
        if !self.rested {
            self.rested = true;
            return Do::Wait(self.retry.pause.saturating_mul(1 << self.asked.saturating_sub(1).min(6)));
        }
        Do::Send(Box::new(self.request.clone()))
    }

    /// Tells what came of what was given to send.
    pub fn came(&mut self, came: Came) {
        if let Ok(response) = &came {
            self.trace.answered(response.status().as_u16());
        }
        self.asked += 1;
        self.rested = false;
        self.came = Some(came);
    }

    /// The answer. A question that was lost has done nothing, whether it arrived or not.
    ///
    /// # Errors
    /// [`Error::NotSent`], [`Error::NoAnswer`] and [`Error::Unreadable`]
    pub fn finish(self) -> Result<Response<Vec<u8>>, Error> {
        match self.came {
            Some(Ok(response)) => Ok(response),
            Some(Err(Lost::Unreadable(unreadable))) => Err(Error::Unreadable(unreadable)),
            Some(Err(Lost::Unconnected)) => Err(Error::NotSent(Lost::Unconnected)),
            Some(Err(lost)) => Err(Error::NoAnswer(lost)),
            None => Err(Error::Unreadable(Unreadable::Unknown(0))),
        }
    }
}

/// Prints nothing of what is sent.
impl<M: Mode, P: Platform> std::fmt::Debug for Run<'_, M, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("attempt", &self.attempt).field("step", &self.step).finish_non_exhaustive()
    }
}

/// Prints nothing of what is sent.
impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Question").field("asked", &self.asked).finish_non_exhaustive()
    }
}
