//! A refused request, in the platform's words.

use axum::http::StatusCode;
use methodspec::resolved::{Platform, RequestKind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::Model;
pub use super::why::Why;

/// A request that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What it is about: of the first fault, where there are several.
    pub why: Why,
    /// Each fault: what it is, the field, what is wrong with it. Never the value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What it is about.
    pub why: Why,
    /// The field's path; empty where it is the whole request.
    pub field: String,
    /// What is wrong, and what to do.
    pub says: String,
}

impl From<Why> for Refusal {
    fn from(why: Why) -> Self {
        Self { why, faults: Vec::new() }
    }
}

impl Refusal {
    /// One fault of one field.
    #[must_use]
    pub fn of(why: Why, field: &str, says: impl Into<String>) -> Self {
        Self { why, faults: vec![Fault { why, field: field.to_owned(), says: says.into() }] }
    }

    /// The same of a refund, whose currency is not the platform's affair but the payment's.
    #[must_use]
    pub fn of_refund(mut self) -> Self {
        let faults = self.faults.iter_mut().map(|fault| &mut fault.why);
        for why in faults.chain([&mut self.why]).filter(|why| **why == Why::Currency) {
            *why = Why::RefundCurrency;
        }
        self
    }

    /// Whether all of it comes later, by the platform's file.
    #[must_use]
    pub fn is_later(&self, platform: &Platform) -> bool {
        self.why.is_later(platform) && self.faults.iter().all(|fault| fault.why.is_later(platform))
    }

    /// What is answered to a request at a path: the HTTP status and the body. Refusals are not signed.
    ///
    /// There are three bodies: code and message with the list of faults; on some paths, with HTTP 400, that list alone; and that
    /// of the Data API.
    #[must_use]
    pub fn answer(&self, model: &Model, path: &str) -> (u16, Value) {
        let platform = &model.specs.platform;
        let request = model.request(path);
        let is_question = request.is_some_and(|kind| kind != RequestKind::Clarification);
        let http = if is_question { self.why.http_of_question(platform) } else { self.why.http(platform) };
        let answers = platform.answers.as_ref();
        if request == Some(RequestKind::Operations)
            && let Some(members) = answers.and_then(|answers| answers.operations.refused.as_ref())
        {
            // the kinds of refusals are Gate's, and so are their statuses
            let http = self.why.http_of_ours();
            return (http, self.of_list(platform, members, http));
        }
        let alone = http == 400 && answers.is_some_and(|answers| answers.refused.is_list_alone(path));
        (http, if alone { self.list_alone(platform) } else { self.whole(platform) })
    }

    /// Code, message, and the list of faults.
    #[must_use]
    pub fn whole(&self, platform: &Platform) -> Value {
        let mut body =
            json!({ "status": "error", "code": self.why.code(platform), "message": message(self.why, platform) });
        if !self.faults.is_empty() {
            body["errors"] = self.faults.iter().map(|fault| fault.told(platform)).collect();
        }
        body
    }

    /// The list of faults and nothing else.
    fn list_alone(&self, platform: &Platform) -> Value {
        json!({ "errors": self.listed(platform) })
    }

    /// The list of faults, as answers and callbacks have it: its codes are integers.
    #[must_use]
    pub(super) fn listed(&self, platform: &Platform) -> Value {
        let of_whole = [Fault { why: self.why, field: String::new(), says: String::new() }];
        let faults = if self.faults.is_empty() { &of_whole[..] } else { &self.faults[..] };
        let told = faults.iter().map(|fault| {
            let mut told = fault.told(platform);
            told["code"] = integer(fault.why, platform);
            told
        });
        told.collect()
    }

    /// As the Data API refuses: the HTTP status by its name and as a number, the code as a number.
    fn of_list(&self, platform: &Platform, [name, words, code, status]: &[String; 4], http: u16) -> Value {
        let title = StatusCode::from_u16(http).ok().and_then(|status| status.canonical_reason());
        let says = self.faults.first().map(|fault| format!("{} {}", fault.field, fault.says).trim().to_owned());
        let mut body = json!({});
        body[name] = json!(title.unwrap_or_default());
        body[words] = json!(says.unwrap_or_else(|| message(self.why, platform).to_owned()));
        body[code] = integer(self.why, platform);
        body[status] = json!(http);
        body
    }
}

impl Fault {
    /// With the platform's names for it.
    fn told(&self, platform: &Platform) -> Value {
        let mut told = json!({ "code": self.why.code(platform), "message": message(self.why, platform) });
        let refused = platform.answers.as_ref().map(|answers| &answers.refused);
        if !self.field.is_empty() {
            told["field"] = json!(self.field);
        }
        if !self.says.is_empty() {
            told["description"] = json!(self.says);
        }
        if let Some(name) = refused.and_then(|refused| refused.constraint.as_ref())
            && !self.constraint().is_empty()
        {
            told[name] = json!(self.constraint());
        }
        told
    }

    /// The rule that it breaks, by its kind: the names are ours.
    fn constraint(&self) -> &'static str {
        match self.why {
            why if why.is_absence() => "required",
            Why::OverLimit => "maximum",
            Why::UnderLimit => "minimum",
            Why::UnknownBank => "enum",
            _ => "",
        }
    }
}

fn message(why: Why, platform: &Platform) -> &str {
    platform.codes.get(why.code(platform)).map_or("", String::as_str)
}

fn integer(why: Why, platform: &Platform) -> Value {
    why.code(platform).parse::<i64>().map_or(Value::Null, |code| json!(code))
}
