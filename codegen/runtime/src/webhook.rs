//! An axum extractor for callbacks: read raw, under limits of size and time, and verified before anything else happens.

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Limited};
use tokio::runtime::Handle;
use tokio::time::sleep;

use crate::callback::{Keys, Reason, Refusal};

/// A callback that can be read out of a request's body. Implemented by generated code.
pub trait Incoming: Sized {
    /// Reads it once its signature holds.
    ///
    /// # Errors
    /// Where it is no callback of one of the projects of `keys`.
    fn verify(keys: &Keys, body: &[u8]) -> Result<Self, Refusal>;
}

/// A verified callback, as the argument of an axum handler.
///
/// The keys come from the router's state, which is [`Keys`] or holds them (`FromRef`). A body larger than `LIMIT` bytes
/// is not read to its end, nor one that is not there `SECONDS` after it was first waited for: 1 MiB and 10 s unless set,
/// as in `Webhook<Callback, 65_536, 5>`. What is refused never reaches the handler: it is answered with the refusal's HTTP
/// status and an empty body, and the platform sends the callback again. Answer 200 only once the news is kept. A handler
/// that takes `Result<Webhook<Callback>, Rejection>` sees the refusal, and with it the payment of an ambiguous callback.
///
/// A body of more than 16 KiB is verified on one of tokio's threads for blocking work: it costs no other request its time.
///
/// The time is tokio's, whose timers `#[tokio::main]` turns on (a runtime that is built by hand: `enable_time`). In no
/// runtime of tokio's there is none, and the server's own limits hold.
pub struct Webhook<C, const LIMIT: usize = { 1 << 20 }, const SECONDS: u64 = 10>(pub C);

impl<S, C, const LIMIT: usize, const SECONDS: u64> FromRequest<S> for Webhook<C, LIMIT, SECONDS>
where
    S: Send + Sync,
    Keys: FromRef<S>,
    C: Incoming + Send + 'static,
{
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let body = in_time(Limited::new(request.into_body(), LIMIT).collect(), Duration::from_secs(SECONDS)).await;
        let body = body.ok_or(Rejection(Refusal::new(Reason::Time)))?;
        // beyond the limit, or broken off: the first is told as such, the second answers nobody
        let body = body.map_err(|fault| match fault.downcast_ref::<http_body_util::LengthLimitError>() {
            Some(_) => Rejection(Refusal::new(Reason::Size)),
            None => Rejection(Refusal::new(Reason::NoJson)),
        })?;
        verified(Keys::from_ref(state), body.to_bytes()).await.map(Self).map_err(Rejection)
    }
}

/// Bodies longer than this are verified off the runtime's threads. The platform's own are shorter.
const LONG: usize = 16 * 1024;

/// Verifies a short body at once, and a long one where it holds up nobody else.
async fn verified<C: Incoming + Send + 'static>(
    keys: Keys,
    body: impl AsRef<[u8]> + Send + 'static,
) -> Result<C, Refusal> {
    let (true, Ok(runtime)) = (body.as_ref().len() > LONG, Handle::try_current()) else {
        return C::verify(&keys, body.as_ref());
    };
    match runtime.spawn_blocking(move || C::verify(&keys, body.as_ref())).await {
        Ok(verified) => verified,
        Err(fault) if fault.is_panic() => std::panic::resume_unwind(fault.into_panic()),
        // The runtime is being shut down: the platform sends the callback again.
        Err(_) => Err(Refusal::new(Reason::Time)),
    }
}

/// What a future comes to, unless that takes longer. One that is ready at once, as most are, asks for no timer.
async fn in_time<F: Future>(future: F, time: Duration) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut timer = None;
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        if timer.is_none() && Handle::try_current().is_ok() {
            timer = Some(Box::pin(sleep(time)));
        }
        match &mut timer {
            Some(timer) => timer.as_mut().poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}

impl<C: fmt::Debug, const LIMIT: usize, const SECONDS: u64> fmt::Debug for Webhook<C, LIMIT, SECONDS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Webhook").field(&self.0).finish()
    }
}

/// A refusal as an answer. Why is for the log, not for who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection(pub Refusal);

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        #[cfg(feature = "tracing")]
        tracing::warn!(reason = %self.0, http = self.0.http_status(), "callback refused");
        let mut response = Response::new(Body::empty());
        *response.status_mut() =
            http::StatusCode::from_u16(self.0.http_status()).unwrap_or(http::StatusCode::BAD_REQUEST);
        response
    }
}
