//! Signals that end a program: the first asks, the second does not.

use tokio::sync::mpsc;

/// Done at the first signal: what is in flight may be finished. The second ends the program at once.
pub(super) async fn stop() {
    let (send, mut asked) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut signals = match Signals::new() {
            Ok(signals) => signals,
            // without signals there is nothing to wait for
            Err(_) => std::future::pending().await,
        };
        signals.next().await;
        let _ = send.send(()).await;
        let code = signals.next().await;
        std::process::exit(code);
    });
    if asked.recv().await.is_none() {
        std::future::pending().await
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// The exit code that a shell gives to who ends by it.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 130,
            _ = self.terminate.recv() => 143,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> i32 {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        130
    }
}
