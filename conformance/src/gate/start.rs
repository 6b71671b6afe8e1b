//! Starts the Gate, serves until it is told to stop, and finishes what is in flight.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ecommpay_platform::runtime::Secret;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use methodspec::resolved::Specs;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use super::clock::{Clock, Pace};
use super::guard::Policies;
use super::input::{Input, Started};
use super::journal::{Header, Journal};
use super::judge::Judge;
use super::model::Model;
use super::past::replay;
use super::patient::Patient;
use super::rules::Rules;
use super::service::{Happened, Service, log};
use super::world::{Settings, World};
use super::{sender, server};
use crate::plain;

/// How many connections are open at once; others wait.
const CONNECTIONS: usize = 1024;
/// How much of a connection's requests, and of answers to them, is held here: a request's head has to fit in.
const BUFFER: usize = 32 << 10;
/// How much of answers the system holds, at least: who pipelines and never reads is soon waited for.
const UNREAD: u32 = 32 << 10;

/// What the Gate is started with.
pub struct Start {
    /// The methods.
    pub specs: Specs,
    /// Folder of the generated JSON Schemas.
    pub schemas: PathBuf,
    /// The projects with their secrets.
    pub projects: Vec<(i64, Secret)>,
    /// 0 lets the system choose.
    pub port: u16,
    /// Where callbacks go that the request does not direct.
    pub callback_url: Option<String>,
    /// Methods with the channel of their contract.
    pub contracts: Vec<(String, String)>,
    /// How time passes.
    pub pace: Pace,
    /// A file of rules.
    pub rules: Option<PathBuf>,
    /// A file of what happened.
    pub journal: Option<PathBuf>,
    /// How many payments at rest are kept.
    pub retain: usize,
    /// Callbacks may leave this machine.
    pub beyond_loopback: bool,
    /// Of the identifiers; else by the time.
    pub seed: Option<u64>,
    /// How long a request's body is waited for, and the answer to a callback: not documented, ours. A request's head, a kept
    /// connection's next request and whoever is to read on are waited for half as long again.
    pub patience: Duration,
    /// Checks that the platform may make after a request was taken in are made at once.
    pub at_once: bool,
    /// Origins beyond this machine whose pages may frame what a customer is shown.
    pub frame_origins: Vec<String>,
}

/// Serves until `stop` is done. Says on `out` where it listens.
///
/// # Errors
/// Where it cannot be started.
pub async fn serve(
    start: Start,
    out: &mut (dyn Write + std::marker::Send),
    stop: impl Future<Output = ()>,
) -> Result<(), String> {
    let model = Arc::new(Model::new(start.specs, &start.schemas, &start.contracts)?);
    let rules = match start.rules.as_deref() {
        Some(file) => {
            let rules = Rules::read(file)?;
            rules.check(&model.specs).map_err(|why| format!("{}: {why}", plain::path(file)))?;
            rules
        }
        None => Rules::default(),
    };
    let mut known = BTreeSet::new();
    if let Some((twice, _)) = start.projects.iter().find(|(project, _)| !known.insert(*project)) {
        return Err(format!("--project {twice} is given twice: one secret signs for a project"));
    }
    if let Some(url) = &start.callback_url {
        // its text may hold anything
        sender::allowed(url, start.beyond_loopback).map_err(|why| format!("--callback-url: {why}"))?;
    }
    let policies = Policies::new(&start.frame_origins).map_err(|why| format!("--frame-origin: {why}"))?;
    let listener = listen(start.port).map_err(|why| format!("port {}: {why}", start.port))?;
    let base = format!("http://{}", listener.local_addr().map_err(|why| why.to_string())?);

    let present = Clock::new(Pace::Manual, 0).now();
    let fresh = Header::new(start.seed.unwrap_or(present.unsigned_abs()), present);
    let past = match &start.journal {
        Some(path) => Some(Journal::open(path, fresh)?),
        None => None,
    };
    let header = past.as_ref().map_or(fresh, |past| past.header);
    let started = Started {
        retain: start.retain,
        callback_url: start.callback_url,
        projects: start.projects.iter().map(|(project, _)| *project).collect(),
    };
    let settings = Settings { base: base.clone(), seed: header.seed, started: started.clone() };
    let mut world = World::new(model.clone(), settings, header.at);
    let mut journal = None;
    if let Some(past) = past {
        let (read, told) = replay(&mut world, past)?;
        told.note.iter().for_each(|note| log(note));
        if told.lines > 0 {
            log(&format!("restored {} payments, {} callbacks pending", world.book().len(), world.undelivered()));
        }
        journal = Some(read);
    }
    model.told().iter().for_each(|line| log(line));
    let clock = match start.pace {
        // the tester alone moves it, also over a restart
        Pace::Manual => Clock::at(Pace::Manual, world.now()),
        pace => Clock::new(pace, world.now()),
    };
    let (service, sends) = Service::new(
        Judge::new(model, rules, &start.projects).at_once(start.at_once),
        clock,
        world,
        journal,
        start.patience,
    );
    let service = Arc::new(service);

    let (stopping, stopped) = watch::channel(false);
    let sending =
        tokio::spawn(sender::run(service.clone(), sends, start.beyond_loopback, start.patience, stopped.clone()));
    let ticking = tokio::spawn(service.clone().run());
    if matches!(service.happens(&Input::Started(started)), Happened::NotDone) {
        return Err("the journal cannot be written".to_owned());
    }
    service.tick();
    writeln!(out, "listening on {base}").and_then(|()| out.flush()).map_err(|why| why.to_string())?;
    accept(listener, server::router(service, policies), start.patience * 3 / 2, stop, &stopped, &stopping).await;
    ticking.abort();
    let _ = sending.await;
    Ok(())
}

/// Accepted connections have the listening one's buffers.
fn listen(port: u16) -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // as `TcpListener::bind` has it: a port whose connections linger is free
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(UNREAD)?;
    socket.bind(([127, 0, 0, 1], port).into())?;
    socket.listen(1024)
}

async fn accept(
    listener: TcpListener,
    router: axum::Router,
    patience: Duration,
    stop: impl Future<Output = ()>,
    stopped: &watch::Receiver<bool>,
    stopping: &watch::Sender<bool>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut open = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = async {
                let place = places.clone().acquire_owned().await;
                (listener.accept().await, place)
            } => accepted,
        };
        let (Ok((stream, _)), Ok(place)) = accepted else {
            // too many open files, mostly: others have to go first
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let handler = TowerToHyperService::new(router.clone());
        let mut stopped = stopped.clone();
        open.spawn(async move {
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(patience).max_buf_size(BUFFER);
            let mut connection =
                std::pin::pin!(http.serve_connection(TokioIo::new(Patient::new(stream, patience)), handler));
            // a connection that breaks is the caller's affair
            tokio::select! {
                _ = connection.as_mut() => {}
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
            drop(place);
        });
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = stopping.send(true);
    let finish = async { while open.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(patience, finish).await;
}
