//! HTTP: Gate and Data API, Payment Page, the tester's controls.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Query, Request as HttpRequest, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use methodspec::resolved::RequestKind;
use serde_json::{Value, json};

use super::guard::{Policies, guarded, no_strangers};
use super::input::{Control, Input, Options};
use super::intake::{BODY, CONTROL, Taken, Work};
use super::page;
use super::payment::Key;
use super::refusal::{Refusal, Why};
use super::service::{Service, log};
use super::tester::{action_of, advance, control, list, own, show, time};
use super::world::Answer;

pub(super) type Shared = State<Arc<Service>>;

/// Everything that is served.
pub(super) fn router(service: Arc<Service>, policies: Arc<Policies>) -> Router {
    Router::new()
        .route("/provider/{project}/{payment}", get(provider))
        .route("/provider/{project}/{payment}/{action}", post(provider_decides))
        .route("/control/payments", get(list))
        .route("/control/callbacks", post(own))
        .route("/control/payments/{payment}", get(show))
        .route("/control/payments/{payment}/{action}", post(control))
        .route("/control/clock", get(time))
        .route("/control/clock/advance", post(advance))
        .route("/control/{*rest}", any(|| async { said(404, &json!({ "error": "there is no such control" })) }))
        .route_layer(axum::middleware::from_fn(no_strangers))
        .route("/payment", get(open_page).post(choose))
        .fallback(gate)
        .layer(axum::middleware::from_fn_with_state(policies, guarded))
        .with_state(service)
}

async fn gate(State(service): Shared, request: HttpRequest) -> Response {
    let path = request.uri().path().to_owned();
    let posted = request.method() == Method::POST;
    let taken = service.intake.body(request.into_body(), BODY).await;
    // what sums up many payments is much work, however short its body
    let sums_up = service.judge.model.request(&path) == Some(RequestKind::Operations);
    let work = taken.as_ref().map_or(Work::Short, |taken| if sums_up { Work::Long } else { taken.work() });
    let answer = service.off(work, move |service| answer(service, &path, posted, taken)).await;
    let Some(Some((status, body))) = answer else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    said(status, &body)
}

/// What is answered to a request, signed. Nothing where it must not be told, or cannot be.
fn answer(service: &Service, path: &str, posted: bool, taken: Result<Taken, Refusal>) -> Option<(u16, Value)> {
    let read = taken.and_then(|taken| {
        if !posted {
            return Err(Refusal::of(Why::Malformed, "", "requests are sent by POST"));
        }
        service.judge.gate(path, &taken.bytes)
    });
    let answer = match read {
        Ok(request) => service.answer(&Input::Request(request))?,
        Err(refusal) => service.stranger(path, &refusal),
    };
    if answer.status != 200 || answer.body["status"] == "error" {
        let code = answer.body.get("code").or_else(|| answer.body.pointer("/errors/0/code")).unwrap_or(&Value::Null);
        let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
        // a path that is not served may be anybody's text
        let known = service.judge.model.at(path).map_or("a request", |_| path);
        log(&format!("{known}: refused with code {code}, HTTP {}", answer.status));
    }
    service.written(answer)
}

async fn open_page(State(service): Shared, Query(params): Query<BTreeMap<String, String>>) -> Response {
    off(&service, Work::Short, move |service| opened(service, &params)).await
}

/// The page, by an address or by a form that a shop sends.
fn opened(service: &Service, params: &BTreeMap<String, String>) -> Response {
    match service.judge.page(params).and_then(|_| service.judge.can_open(params)) {
        Ok(()) => shown(200, page::form(&page::payable(&service.judge.model, params), params)),
        Err(refusal) => cannot(service, &refusal),
    }
}

async fn choose(State(service): Shared, request: HttpRequest) -> Response {
    match service.intake.body(request.into_body(), BODY).await {
        Ok(taken) => off(&service, taken.work(), move |service| chosen(service, &taken.bytes)).await,
        Err(refusal) => cannot(&service, &refusal),
    }
}

fn chosen(service: &Service, bytes: &[u8]) -> Response {
    let read = || {
        let mut params = form(bytes)?;
        let Some(method) = params.remove("local_gate_method") else { return Ok(Err(opened(service, &params))) };
        let project = service.judge.page(&params)?;
        service.judge.can_open(&params)?;
        let request = service.judge.on_page(project, &params, &method)?;
        Ok(Ok((project, params, request)))
    };
    let (project, params, request) = match read() {
        Ok(Ok(read)) => read,
        Ok(Err(page)) => return page,
        Err(refusal) => return cannot(service, &refusal),
    };
    match service.answer(&Input::Request(request)) {
        Some(Answer { status: 200, .. }) => {
            let id = params.get("payment_id").map_or("", String::as_str);
            let mut place = format!("/provider/{project}/");
            place.push_str(&super::encoded(id));
            (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
        }
        Some(answer) if answer.body["code"] == "3041" => cannot(service, &Why::Used.into()),
        _ => cannot(service, &Why::Malformed.into()),
    }
}

async fn provider(State(service): Shared, Path((project, payment)): Path<(i64, String)>) -> Response {
    off(&service, Work::Short, move |service| {
        let path = format!("/provider/{project}/{}", super::encoded(&payment));
        let page = service.read(|world| {
            world.book().get(&Key::new(project, &payment)).map(|payment| page::provider(project, payment, &path))
        });
        page.map_or_else(|| shown(404, page::nothing()), |page| shown(200, page))
    })
    .await
}

async fn provider_decides(
    State(service): Shared,
    Path((project, payment, action)): Path<(i64, String, String)>,
    request: HttpRequest,
) -> Response {
    let place = format!("/provider/{project}/{}", super::encoded(&payment));
    let Some(action) = action_of(&action) else { return shown(404, page::nothing()) };
    let taken = match service.intake.body(request.into_body(), CONTROL).await {
        Ok(taken) => taken,
        Err(refusal) => return cannot(&service, &refusal),
    };
    off(&service, Work::Short, move |service| {
        let amount = match amount(&taken.bytes) {
            Ok(amount) => amount.filter(|_| action.takes_sum()),
            Err(refusal) => return cannot(service, &refusal),
        };
        service.answer(&Input::Control(Control {
            payment_id: payment,
            project: Some(project),
            action,
            options: Options { amount, ..Options::default() },
        }));
        (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
    })
    .await
}

/// The sum that a form of the provider's page has; nothing where its field is empty.
fn amount(bytes: &[u8]) -> Result<Option<i64>, Refusal> {
    let Some(text) = form(bytes)?.remove("amount").filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let amount = text.trim().parse::<i64>().ok().filter(|amount| *amount > 0);
    let refused = || Refusal::of(Why::Malformed, "amount", "is no whole number of minor units above 0");
    amount.map(Some).ok_or_else(refused)
}

/// The fields of a form.
fn form(bytes: &[u8]) -> Result<BTreeMap<String, String>, Refusal> {
    let malformed = || Refusal::from(Why::Malformed);
    let text = std::str::from_utf8(bytes).map_err(|_| malformed())?;
    let address = format!("/?{text}").parse().map_err(|_| malformed())?;
    Query::try_from_uri(&address).map(|Query(fields)| fields).map_err(|_| malformed())
}

/// An answer that is made off the runtime's threads.
pub(super) async fn off(
    service: &Arc<Service>,
    work: Work,
    job: impl FnOnce(&Service) -> Response + Send + 'static,
) -> Response {
    service.off(work, job).await.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
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
    let http = refusal.why.http(&service.judge.model.specs.platform);
    shown(http, page::refused(refusal, &service.judge.model.specs.platform))
}
