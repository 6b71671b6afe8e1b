//! Spans and events without personal data: method, operation, attempt, status, code. Nothing at all without `tracing`.

use super::{Event, Refused, Step};

/// One request's span.
#[derive(Debug, Clone)]
pub(super) struct Trace {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Trace {
    /// `form` is its id: method, operation, interface, channel.
    pub(super) fn new(form: &'static str) -> Self {
        let mut parts = form.splitn(3, '/');
        let (method, operation) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        Self { span: tracing::info_span!("ecommpay", method, operation) }
    }

    pub(super) fn answered(&self, http: u16) {
        self.span.in_scope(|| tracing::debug!(http, "answered"));
    }

    pub(super) fn refused(&self, refused: &Refused) {
        let (kind, code) = (refused.kind(), refused.shown_code());
        self.span.in_scope(|| tracing::warn!(?kind, code, http = refused.http_status(), "refused"));
    }

    pub(super) fn step(&self, event: Event, step: Step, in_vain: u32) {
        self.span.in_scope(|| tracing::info!(?event, ?step, in_vain, "request"));
    }
}

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(super) fn new(_: &'static str) -> Self {
        Self {}
    }

    pub(super) fn answered(&self, _: u16) {}

    pub(super) fn refused(&self, _: &Refused) {}

    pub(super) fn step(&self, _: Event, _: Step, _: u32) {}
}
