//! HTTP: Gate and Data API, Payment Page, the tester's controls.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Path, Query, Request as HttpRequest, State};
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use serde_json::{Value, json};

use super::input::{Control, Input, Options};
use super::page;
use super::payment::Key;
use super::refusal::{Refusal, Why};
use super::sender;
use super::service::{Service, log};
use super::tester::{action_of, advance, control, list, show, time};
use super::world::Answer;

/// How much of a body is read: ours.
const BODY: usize = 1 << 20;
/// How long a body is waited for: ours.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type Shared = State<Arc<Service>>;

/// Everything that is served.
pub fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/provider/{project}/{payment}", get(provider))
        .route("/provider/{project}/{payment}/{action}", post(provider_decides))
        .route("/control/payments", get(list))
        .route("/control/payments/{payment}", get(show))
        .route("/control/payments/{payment}/{action}", post(control))
        .route("/control/clock", get(time))
        .route("/control/clock/advance", post(advance))
        .route("/control/{*rest}", any(|| async { said(404, &json!({ "error": "there is no such control" })) }))
        .route_layer(axum::middleware::from_fn(no_strangers))
        .route("/payment", get(open_page).post(choose))
        .fallback(gate)
        .with_state(service)
}

/// What is not signed is the tester's alone: a page of somebody else's in the same browser is kept out, by its origin, and
/// by the name under which it reached this machine.
async fn no_strangers(request: HttpRequest, next: axum::middleware::Next) -> Response {
    if is_own(request.headers()) {
        next.run(request).await
    } else {
        said(403, &json!({ "error": "only for pages of this Gate, and for programs on this machine" }))
    }
}

fn is_own(headers: &header::HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(header::HOST).unwrap_or_default();
    let name = host.parse::<Authority>().is_ok_and(|authority| sender::is_local(authority.host()));
    let origin = text(header::ORIGIN);
    // a program may be silent about both; a browser never is
    (name || host.is_empty()) && origin.is_none_or(|origin| origin.strip_prefix("http://") == Some(host))
}

async fn gate(State(service): Shared, request: HttpRequest) -> Response {
    let path = request.uri().path().to_owned();
    let posted = request.method() == Method::POST;
    let taken = async {
        let bytes = body(request.into_body()).await?;
        if !posted {
            return Err(Refusal::of(Why::Malformed, "", "requests are sent by POST"));
        }
        service.judge.gate(&path, &bytes)
    };
    let answer = match taken.await {
        Ok(request) => service.answer(&Input::Request(request)),
        Err(refusal) => Some(service.stranger(&path, &refusal)),
    };
    let Some(answer) = answer else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if answer.status != 200 {
        let code = answer.body["code"].as_str().unwrap_or_default();
        // a path that is not served may be anybody's text
        let known = service.judge.model.at(&path).map_or("a request", |_| path.as_str());
        log(&format!("{known}: refused with code {code}, HTTP {}", answer.status));
    }
    let (status, body) = service.written(answer);
    said(status, &body)
}

/// A body within the limits of size and time.
pub(super) async fn body(body: Body) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Refusal::of(Why::TooLarge, "", "the body is above one mebibyte, or broke off")),
        Err(_) => Err(Refusal::of(Why::TooSlow, "", "the body did not come in ten seconds")),
    }
}

async fn open_page(State(service): Shared, Query(params): Query<BTreeMap<String, String>>) -> Response {
    match service.judge.page(&params).and_then(|_| service.judge.can_open(&params)) {
        Ok(()) => shown(200, page::form(&page::payable(&service.judge.model, &params), &params)),
        Err(refusal) => cannot(&service, &refusal),
    }
}

async fn choose(State(service): Shared, request: HttpRequest) -> Response {
    let read = async {
        let bytes = body(request.into_body()).await?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::from(Why::Malformed))?;
        let address = format!("/?{text}").parse().map_err(|_| Refusal::from(Why::Malformed))?;
        let Query(mut params) =
            Query::<BTreeMap<String, String>>::try_from_uri(&address).map_err(|_| Refusal::from(Why::Malformed))?;
        let method =
            params.remove("local_gate_method").ok_or_else(|| Refusal::of(Why::Required, "", "no method was chosen"))?;
        let project = service.judge.page(&params)?;
        service.judge.can_open(&params)?;
        let request = service.judge.on_page(project, &params, &method)?;
        Ok((project, params, request))
    };
    let (project, params, request) = match read.await {
        Ok(read) => read,
        Err(refusal) => return cannot(&service, &refusal),
    };
    match service.answer(&Input::Request(request)) {
        Some(Answer { status: 200, .. }) => {
            let id = params.get("payment_id").map_or("", String::as_str);
            let mut place = format!("/provider/{project}/");
            place.push_str(&super::encoded(id));
            (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
        }
        Some(answer) if answer.body["code"] == "3041" => cannot(&service, &Why::Used.into()),
        _ => cannot(&service, &Why::Malformed.into()),
    }
}

async fn provider(State(service): Shared, Path((project, payment)): Path<(i64, String)>) -> Response {
    let path = format!("/provider/{project}/{}", super::encoded(&payment));
    let page = service.read(|world| {
        world.book().get(&Key::new(project, &payment)).map(|payment| page::provider(project, payment, &path))
    });
    page.map_or_else(|| shown(404, page::nothing()), |page| shown(200, page))
}

async fn provider_decides(
    State(service): Shared,
    Path((project, payment, action)): Path<(i64, String, String)>,
) -> Response {
    let place = format!("/provider/{project}/{}", super::encoded(&payment));
    let Some(action) = action_of(&action) else { return shown(404, page::nothing()) };
    service.answer(&Input::Control(Control {
        payment_id: payment,
        project: Some(project),
        action,
        options: Options::default(),
    }));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

pub(super) fn said(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn shown(status: u16, page: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

fn cannot(service: &Service, refusal: &Refusal) -> Response {
    shown(refusal.why.http(), page::refused(refusal, &service.judge.model.specs.platform))
}
