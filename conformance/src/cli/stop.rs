//! Signals that end a program: the first asks, the second does not.

use tokio::sync::oneshot;

/// Done at the first signal: what is in flight may be finished. The second ends the program at once. Signals count from
/// here on, not only once somebody waits for them. Called where there is a runtime.
///
/// # Errors
/// Where the system has no signals to give.
pub(super) fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut signals = Signals::new()?;
    let (send, asked) = oneshot::channel();
    tokio::spawn(async move {
        signals.next().await;
        let _ = send.send(());
        let code = signals.next().await;
        std::process::exit(code);
    });
    Ok(async {
        let _ = asked.await;
    })
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
