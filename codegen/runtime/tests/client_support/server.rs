//! A server on this machine that answers each request by the next line of a script.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use ecommpay_runtime::Value;

/// What is answered.
pub enum Reply {
    /// A status and a body.
    Json(u16, Value),
    /// These bytes, and the connection ends.
    Raw(Vec<u8>),
    /// Nothing, until the client gives up.
    Silence,
    /// A head, and then nothing until the client gives up.
    Half,
    /// A body that goes on until the client hangs up.
    Endless,
    /// A body of which a byte comes now and then, until the client hangs up.
    Drops,
    /// The connection ends without a byte.
    Hangup,
}

/// A request as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct Got {
    pub path: String,
    pub head: String,
    pub body: Value,
}

pub struct Server {
    pub address: String,
    got: Receiver<Got>,
}

impl Server {
    pub fn start(script: Vec<Reply>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (tell, got) = channel();
        thread::spawn(move || {
            // each in a thread of its own: a silent one must not hold up the next
            for reply in script {
                let Ok((stream, _)) = listener.accept() else { return };
                let tell = tell.clone();
                let (begun, on) = channel();
                thread::spawn(move || serve(stream, reply, &tell, &begun));
                let _ = on.recv();
            }
        });
        Server { address, got }
    }

    /// The requests so far, in order.
    pub fn got(&self) -> Vec<Got> {
        self.got.try_iter().collect()
    }
}

fn serve(mut stream: TcpStream, reply: Reply, tell: &Sender<Got>, begun: &Sender<()>) {
    let Some(got) = read(&mut stream) else { return };
    let _ = tell.send(got);
    let _ = begun.send(());
    let mut wait = || {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    };
    let bytes = match reply {
        Reply::Json(status, body) => {
            let body = body.to_string();
            format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        }
        Reply::Raw(bytes) => bytes,
        Reply::Silence => return wait(),
        Reply::Half => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"status\"");
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest);
            return;
        }
        Reply::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            while stream.write_all(&[b'x'; 4096]).is_ok() {}
            return;
        }
        Reply::Drops => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            while stream.write_all(b" ").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
            return;
        }
        Reply::Hangup => return,
    };
    let _ = stream.write_all(&bytes);
}

fn read(stream: &mut TcpStream) -> Option<Got> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            })?;
            if body.len() >= length {
                let path = head.split_whitespace().nth(1)?.to_owned();
                let body = serde_json::from_str(body).ok()?;
                return Some(Got { path, head: head.to_owned(), body });
            }
        }
        match stream.read(&mut piece).ok()? {
            0 => return None,
            n => bytes.extend_from_slice(piece.get(..n)?),
        }
    }
}
