//! The programs: one that is right, and what goes wrong with others.

use std::io::{BufRead, Write};

use ecommpay_platform::runtime::Secret;
use ecommpay_platform::runtime::sign::{Scalar, Signer, callback_text_to_sign, text_to_sign};
use serde_json::{Value, json};

/// Answers as `mode` says.
pub(crate) fn run(mode: &str) {
    if mode == "ends-at-once" {
        return;
    }
    if mode == "never-reads" {
        loop {
            std::thread::park();
        }
    }
    if mode == "closes-output" {
        // what this program is not to do at its end, a shell does well
        use std::os::unix::process::CommandExt;
        let _ = std::process::Command::new("sh").args(["-c", "exec >&- 2>&-; sleep 1000"]).exec();
    }
    if mode == "noisy" {
        std::thread::spawn(|| while std::io::stderr().write_all(&[b'x'; 4096]).is_ok() {});
    }
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let Ok(line) = line else { return };
        let ask: Value = serde_json::from_str(&line).expect("a question");
        let said = match mode {
            "silent" => continue,
            "crashes" if number == 3 => std::process::exit(3),
            "garbage" if number > 2 => "Notice: undefined index in signer.php on line 3".to_owned(),
            "endless-line" => "x".repeat(5 << 20),
            "twice" => format!("{0}\n{0}", answer(mode, &ask)),
            _ => answer(mode, &ask).to_string(),
        };
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{said}").and_then(|()| out.flush()).is_err() {
            return;
        }
    }
    if mode == "stays" {
        loop {
            std::thread::park();
        }
    }
}

fn answer(mode: &str, ask: &Value) -> Value {
    let text = |key: &str| ask.get(key).and_then(Value::as_str);
    let key = text("key").unwrap_or_default();
    let mut id = ask.get("id").and_then(Value::as_u64).unwrap_or(0);
    if mode == "order" && id > 3 {
        id -= 1;
    }
    if text("hello").is_some() {
        return match mode {
            "other-version" => json!({ "id": id, "version": 2 }),
            "no-version" => json!({ "id": id, "name": "old" }),
            "floats" => json!({ "id": id as f64, "version": 1.0, "name": mode }),
            _ => json!({ "id": id, "version": 1, "name": mode }),
        };
    }
    if mode == "does-nothing" {
        return json!({ "id": id, "unsupported": true });
    }
    if let Some(payload) = text("sign") {
        let Ok(right) = text_to_sign(payload.as_bytes()) else {
            return json!({ "id": id, "error": "no payload" });
        };
        let made = made(mode, &right, payload);
        let signature = if mode == "wrong-digest" { "AAAA".to_owned() } else { mac(&made, key) };
        let told = if mode == "wrong-text" { format!("{made};") } else { made };
        if mode == "floats" {
            return json!({ "id": id as f64, "signature": signature, "text": told });
        }
        return json!({ "id": id, "signature": signature, "text": told });
    }
    let genuine = match mode {
        "signs-only" => return json!({ "id": id, "unsupported": "only signs" }),
        "takes-all" => true,
        _ => text("verify").is_some_and(|body| genuine(body, key)),
    };
    json!({ "id": id, "verdict": if genuine { "valid" } else { "invalid" } })
}

fn made(mode: &str, right: &str, payload: &str) -> String {
    match mode {
        // of texts that hold a `;` it is not known where a line ends
        "bytes" if !payload.contains(';') => {
            let mut lines: Vec<&str> = right.split(';').collect();
            lines.sort_unstable();
            lines.join(";")
        }
        "booleans-as-words" if payload.contains(":true") => right.replace(":1", ":true"),
        "semicolons-doubled" if payload.contains(';') => right.replace(';', ";;"),
        "empty-left-out" if payload.contains("null") => {
            right.split(';').filter(|line| !line.ends_with(':')).collect::<Vec<_>>().join(";")
        }
        "list-booleans-as-words" if payload.contains("[true") || payload.contains(",true") => {
            let word = |line: &str| line.strip_suffix(":1").map_or(line.to_owned(), |path| format!("{path}:true"));
            right.split(';').map(word).collect::<Vec<_>>().join(";")
        }
        "names-lost" => {
            let is_own = |line: &&str| !["__proto__", "constructor"].iter().any(|name| line.contains(name));
            if payload.contains(';') {
                right.to_owned()
            } else {
                right.split(';').filter(is_own).collect::<Vec<_>>().join(";")
            }
        }
        "line-ends-changed" => right.replace("\r\n", "\n"),
        "ends-trimmed" if !payload.contains(';') => {
            right.split(';').map(|line| line.trim_end_matches(' ')).collect::<Vec<_>>().join(";")
        }
        "all-dates-read" => all_dates_read(right),
        "dates-read" => right.replace("T10:3", " 10:3"),
        "brackets-encoded" if !payload.contains(';') => {
            let encoded = |line: &str| match line.split_once(':') {
                Some((path, value)) => format!("{}:{value}", path.replace('[', "%5B")),
                None => line.to_owned(),
            };
            right.split(';').map(encoded).collect::<Vec<_>>().join(";")
        }
        "greatest-double" => right.replace("INF", "1.7976931348623E+308"),
        _ => right.to_owned(),
    }
}

fn mac(text: &str, key: &str) -> String {
    let mut signer = Signer::new(&Secret::new(key).expect("a key"));
    match text.split_once(':') {
        Some((path, value)) => signer.sign([(path, Scalar::Text(value))]).to_string(),
        None => signer.begin().finish().to_string(),
    }
}

fn genuine(body: &str, key: &str) -> bool {
    let (Ok(value), Ok(text)) = (serde_json::from_str::<Value>(body), callback_text_to_sign(body.as_bytes())) else {
        return false;
    };
    let given = value.get("signature").or_else(|| value.pointer("/general/signature")).and_then(Value::as_str);
    given.is_some_and(|given| given == mac(&text, key))
}

/// Dates as a reader writes them that makes dates of texts: a blank for the `T`.
fn all_dates_read(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let is_date = |at: usize, bytes: &[u8]| {
        let date = at.checked_sub(10).and_then(|from| bytes.get(from..at));
        date.is_some_and(|date| {
            date.iter()
                .enumerate()
                .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
        })
    };
    for at in 0..bytes.len() {
        if bytes[at] == b'T' && is_date(at, &bytes) {
            bytes[at] = b' ';
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}
