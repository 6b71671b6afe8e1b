//! The tester's controls over HTTP.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, Request as HttpRequest, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::input::{Action, Control, Input, Manner, Options};
use super::intake::{CONTROL, Work};
use super::server::{Shared, off, said};

/// How many payments are listed where the tester does not say, and at most.
const PAGE: usize = 100;
const MOST: usize = 1000;

pub(super) async fn list(State(service): Shared, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let number = |name: &str, otherwise: usize| query.get(name).map_or(Ok(otherwise), |text| text.parse::<usize>());
    match (number("offset", 0), number("limit", PAGE)) {
        (Ok(offset), Ok(limit)) if limit <= MOST => {
            off(&service, Work::Long, move |service| said(200, &service.read(|world| world.listed(offset, limit))))
                .await
        }
        _ => said(400, &json!({ "error": format!("offset and limit are whole numbers, limit at most {MOST}") })),
    }
}

pub(super) async fn show(
    State(service): Shared,
    Path(payment_id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let Ok(project) = query.get("project").map(|text| text.parse::<i64>()).transpose() else {
        return said(400, &json!({ "error": "project is no whole number" }));
    };
    off(&service, Work::Short, move |service| match service.read(|world| world.shown(&payment_id, project)) {
        Ok(shown) => said(200, &shown),
        Err((status, says)) => said(status, &json!({ "error": says })),
    })
    .await
}

pub(super) async fn control(
    State(service): Shared,
    Path((payment_id, action)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
    request: HttpRequest,
) -> Response {
    let taken = match service.intake.body(request.into_body(), CONTROL).await {
        Ok(taken) => taken,
        Err(refusal) => {
            let http = refusal.why.http(&service.judge.model.specs.platform);
            return said(http, &json!({ "error": "the body is too large or too slow" }));
        }
    };
    let Some(action) = action_of(&action) else {
        let says = "say success, part, decline, expire, refund, reverse, debit, clarify or 3ds";
        return said(404, &json!({ "error": says }));
    };
    let options = if taken.bytes.is_empty() { Ok(Options::default()) } else { serde_json::from_slice(&taken.bytes) };
    let project = query.get("project").map(|text| text.parse::<i64>()).transpose();
    match (options, project) {
        (Ok(options), Ok(project)) => {
            off(&service, Work::Short, move |service| {
                let answer = service.answer(&Input::Control(Control { payment_id, project, action, options }));
                answer.map_or_else(|| said(500, &Value::Null), |answer| said(answer.status, &answer.body))
            })
            .await
        }
        (Err(why), _) => {
            let (line, column) = (why.line(), why.column());
            let says = format!(
                "the body is none of a control, at line {line}, column {column}: it has code, message, amount, errors, deliver"
            );
            said(400, &json!({ "error": says }))
        }
        (_, Err(_)) => said(400, &json!({ "error": "project is no whole number" })),
    }
}

/// A callback of the tester's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    callback: Value,
    #[serde(default)]
    deliver: Manner,
    /// It is sent whatever the Gate says of it.
    #[serde(default)]
    unchecked: bool,
}

pub(super) async fn own(State(service): Shared, request: HttpRequest) -> Response {
    let taken = match service.intake.body(request.into_body(), CONTROL).await {
        Ok(taken) => taken,
        Err(refusal) => {
            let http = refusal.why.http(&service.judge.model.specs.platform);
            return said(http, &json!({ "error": "the body is too large or too slow" }));
        }
    };
    let Ok(Posted { callback, deliver, unchecked }) = serde_json::from_slice(&taken.bytes) else {
        let says = "say {\"callback\": {…}}, and with it, as you like, deliver and unchecked";
        return said(400, &json!({ "error": says }));
    };
    if deliver.out_of_order {
        return said(400, &json!({ "error": "no callback comes before one of your own: send that one, too" }));
    }
    off(&service, Work::Short, move |service| {
        let read = match service.judge.read_own(callback) {
            Ok(read) => read,
            Err(why) => return said(400, &json!({ "error": why })),
        };
        let verdict = service.read(|world| service.judge.verdict(world, &read));
        if verdict.against.is_some() && !unchecked {
            return said(409, &verdict.json());
        }
        if !deliver.never {
            match service.answer(&Input::Own(read.input(deliver))) {
                Some(answer) if answer.status == 200 => {}
                Some(answer) => return said(answer.status, &answer.body),
                None => return said(500, &Value::Null),
            }
        }
        said(200, &verdict.json())
    })
    .await
}

pub(super) fn action_of(text: &str) -> Option<Action> {
    serde_json::from_value(json!(text)).ok()
}

pub(super) async fn time(State(service): Shared) -> Response {
    said(200, &service.time())
}

pub(super) async fn advance(State(service): Shared, request: HttpRequest) -> Response {
    let asked = service.intake.body(request.into_body(), CONTROL).await.ok();
    let asked = asked.and_then(|taken| serde_json::from_slice::<Value>(&taken.bytes).ok());
    let seconds = asked.as_ref().and_then(|asked| asked.get("seconds")).and_then(Value::as_u64);
    let milliseconds =
        seconds.and_then(|seconds| i64::try_from(seconds).ok()).and_then(|seconds| seconds.checked_mul(1000));
    let Some(milliseconds) = milliseconds.filter(|long| *long <= 400 * 86_400_000) else {
        return said(400, &json!({ "error": "say {\"seconds\": N}, at most 400 days" }));
    };
    off(&service, Work::Short, move |service| match service.advance(milliseconds) {
        Ok(()) => said(200, &service.time()),
        Err(why) => said(409, &json!({ "error": why })),
    })
    .await
}
