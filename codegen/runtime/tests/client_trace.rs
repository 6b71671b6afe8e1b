//! What is told to `tracing`, and what never is.
//!
//! One test alone: a span that another thread meets first, which has no subscriber, may stay off for this one too.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use crate::client_support::server::{Reply, Server};
use crate::client_support::{KEY, PERSON, Reef, accepted, hosts, project, refused, sale, settings, standing};
use ecommpay_runtime::Test;
use ecommpay_runtime::client::{Error, ureq};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

/// Keeps every name and value that is told.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.lock().expect("not poisoned").push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Told {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("ecommpay")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        attributes.record(&mut self.clone());
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[test]
fn spans_tell_method_operation_status_and_code_and_no_person() {
    let told = Told::default();
    tracing::subscriber::with_default(told.clone(), || {
        let script = vec![
            Reply::Hangup,
            Reply::Json(200, accepted()),
            Reply::Json(400, refused("3121")),
            Reply::Json(400, refused(PERSON)),
            Reply::Json(200, standing("success")),
        ];
        let server = Server::start(script);
        let gate = ureq::Gate::<Test, Reef>::at(project(), hosts(&server.address)).settings(settings());
        assert!(gate.send(&sale()).is_ok());
        assert!(matches!(gate.send(&sale()), Err(Error::Refused(_))));
        assert!(matches!(gate.send(&sale()), Err(Error::Refused(_))));
        assert!(gate.status("order-1").is_ok());
    });
    let told = told.0.lock().expect("not poisoned").join("\n");
    for wanted in ["method=\"reef\"", "operation=\"sale\"", "http=400", "code=\"3121\"", "kind=Currency", "in_vain=1"] {
        assert!(told.contains(wanted), "no {wanted} in\n{told}");
    }
    for secret in [PERSON, KEY, "order-1", "r-1", "signature", "127.0.0.1"] {
        assert!(!told.contains(secret), "{secret} in\n{told}");
    }
}
