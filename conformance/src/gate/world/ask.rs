//! Questions, which change nothing: how a payment or a request stands.

use methodspec::resolved::RequestKind;
use serde_json::Value;

use super::{Answer, World, payment_id};
use crate::gate::book::Fate;
use crate::gate::callback;
use crate::gate::model::pointer;
use crate::gate::payment::Key;
use crate::gate::refusal::{Refusal, Why};

impl World {
    pub(super) fn status(&self, request: &super::Request) -> Answer {
        let key = Key::new(request.project, payment_id(&request.body).unwrap_or_default());
        match self.book.get(&key) {
            Some(payment) => self.signed(request.project, callback::status(&self.model, &key, payment)),
            None => self.no(request, &Refusal::of(Why::NotFound, "general.payment_id", "no such payment")),
        }
    }

    pub(super) fn status_of_request(&self, request: &super::Request) -> Answer {
        let asked = self.model.specs.platform.requests.get(&RequestKind::StatusByRequest);
        let path = asked.and_then(|asked| asked.about.as_deref()).unwrap_or("request_id");
        let id = request.body.pointer(&pointer(path));
        let Some(id) = id.and_then(Value::as_str) else {
            return self.no(request, &Refusal::of(Why::Required, path, "is absent"));
        };
        match self.book.fate(id) {
            Some(Fate::Payment(key)) if key.project == request.project => match self.book.get(key) {
                Some(payment) => self.signed(request.project, callback::status(&self.model, key, payment)),
                None => self.no(request, &Why::NotFound.into()),
            },
            Some(Fate::Refused(project, body)) if *project == request.project => self.signed(*project, body.clone()),
            _ => self.no(request, &Refusal::of(Why::NotFound, path, "no such request")),
        }
    }

    pub(super) fn signed(&self, project: i64, body: Value) -> Answer {
        Answer { status: 200, body, signed: Some(project) }
    }

    pub(super) fn no(&self, request: &super::Request, refusal: &Refusal) -> Answer {
        let (status, body) = refusal.answer(&self.model, &request.path);
        Answer { status, body, signed: None }
    }
}
