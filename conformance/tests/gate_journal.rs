//! The Gate's journal: what it is kept in, what it refuses.

use std::path::Path;
use std::process::Command;

use crate::gate_support::{Gate, PROJECT, Shop, sign, start};
use ecommpay_conformance::gate::clock::LAST;
use ecommpay_conformance::gate::input::{Input, Started};
use ecommpay_conformance::gate::journal::{Header, Journal};
use ecommpay_conformance::gate::model::Model;
use ecommpay_conformance::gate::past::Told;
use ecommpay_conformance::gate::world::{Settings, World};
use serde_json::{Value, json};

const FRESH: Header = Header::new(7, 1_800_000_000_000);

fn read(path: &Path) -> Result<(Journal, Header, Told), String> {
    let past = Journal::open(path, FRESH)?;
    let header = past.header;
    past.read(|_, _| Ok(())).map(|(journal, told)| (journal, header, told))
}

fn refused(path: &Path) -> String {
    read(path).err().unwrap_or_else(|| panic!("{} was taken", path.display()))
}

#[test]
fn a_file_that_is_no_journal_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes");
    for text in ["my notes", "my notes\n", "{\"gate\":\n", "{}\n", "{\"gate\":3,\"seed\":7}", "\n", "{\"gate\":3 "] {
        std::fs::write(&file, text).unwrap();
        let told = refused(&file);
        assert!(told.contains("first line") && told.contains("name another file"), "{told}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "not a byte is changed");
    }
    std::fs::write(&file, "{\"gate\":1,\"seed\":7,\"at\":1}\n").unwrap();
    assert!(refused(&file).contains("another version"));
}

#[test]
fn a_torn_first_line_of_ours_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    drop(read(&file).unwrap());
    let whole = std::fs::read(&file).unwrap();
    for cut in 0..whole.len() {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let (_, header, told) = read(&file).unwrap_or_else(|why| panic!("cut at {cut}: {why}"));
        assert_eq!((header, told.note.is_some()), (FRESH, cut > 0));
        assert_eq!(std::fs::read(&file).unwrap(), whole);
    }
}

#[test]
fn only_a_regular_file_with_lines_of_some_length_is_read() {
    let folder = tempfile::tempdir().unwrap();
    assert!(refused(folder.path()).contains("regular file"));
    #[cfg(unix)]
    {
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [Path::new("/dev/full"), Path::new("/dev/zero"), pipe.as_path()] {
            assert!(refused(path).contains("regular file"));
        }
    }
    let file = folder.path().join("long");
    std::fs::File::create(&file).unwrap().set_len(1 << 40).unwrap();
    assert!(refused(&file).contains("first line"), "a hole of a tebibyte is not read");
    std::fs::remove_file(&file).unwrap();
    drop(read(&file).unwrap());
    std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(1 << 40).unwrap();
    assert!(refused(&file).contains("line 2 is longer"));
}

const SALE: &str = "/v2/payment/card-partner/sale";

fn sale(payment: &str) -> Value {
    json!({
        "general": { "project_id": PROJECT, "payment_id": payment },
        "customer": { "id": "123", "ip_address": "1.2.3.4", "phone": "123456789", "email": "customer@example.com" },
        "payment": { "amount": 100_000, "currency": "KES" }
    })
}

async fn over(journal: &Path, retain: usize, shop: &Shop) -> Gate {
    let mut start = start();
    start.journal = Some(journal.to_owned());
    start.retain = retain;
    start.callback_url = Some(shop.url.clone());
    Gate::begin(start).await
}

async fn paid(gate: &Gate, shop: &mut Shop, payment: &str) {
    gate.accepted(SALE, sale(payment)).await;
    gate.pass(1).await;
    shop.next().await;
    gate.settled().await;
    assert_eq!(gate.control(payment, "success", json!({})).await.0, 200);
    gate.pass(0).await;
    shop.next().await;
    gate.settled().await;
}

#[tokio::test]
async fn each_start_stands_in_the_journal_with_its_options() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let (mut first, mut second) = (Shop::open().await, Shop::open().await);
    let gate = over(&file, 1, &first).await;
    for payment in ["old", "new"] {
        paid(&gate, &mut first, payment).await;
    }
    gate.accepted(SALE, sale("waits")).await;
    gate.end().await;

    let gate = over(&file, 1000, &second).await;
    let listed: Value = serde_json::from_str(&gate.get("/control/payments").await.1).unwrap();
    let ids: Vec<&Value> = listed["payments"].as_array().unwrap().iter().map(|one| &one["payment_id"]).collect();
    assert_eq!(ids, [&json!("new"), &json!("waits")], "what was forgotten stays so");
    gate.pass(1).await;
    assert_eq!(first.next().await["payment"]["id"], "waits", "its request came when callbacks went there");
    paid(&gate, &mut second, "old").await;
    gate.end().await;

    // the starts before count, not the present one
    let gate = over(&file, 0, &first).await;
    assert_eq!(gate.status("old").await["payment"]["status"], "success");
    gate.end().await;
}

#[tokio::test]
async fn time_driven_by_hand_goes_on_from_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let shop = Shop::open().await;
    let time = async |gate: &Gate| {
        let told: Value = serde_json::from_str(&gate.get("/control/clock").await.1).unwrap();
        told["milliseconds"].as_i64().unwrap()
    };
    let gate = over(&file, 10, &shop).await;
    let began = time(&gate).await;
    gate.pass(86_400 * 30).await;
    gate.accepted(SALE, sale("later")).await;
    gate.pass(5).await;
    gate.end().await;
    let gate = over(&file, 10, &shop).await;
    assert_eq!(time(&gate).await - began, 86_400 * 30_000 + 5_000);
    assert_eq!(gate.status("later").await["payment"]["status"], "awaiting redirect result");
    // a start by the present would end the payment at once: it lives for a day at most
    gate.end().await;
    let day = 86_400_000;
    std::fs::remove_file(&file).unwrap();
    drop(Journal::open(&file, Header::new(1, began - 40 * day)).unwrap().read(|_, _| Ok(())).unwrap());
    let gate = over(&file, 10, &shop).await;
    assert_eq!(time(&gate).await, began - 40 * day, "not that of the wall");
    gate.end().await;
}

/// A journal of a Gate that took payments and refused requests, in lines.
async fn lines(file: &Path) -> Vec<String> {
    let mut shop = Shop::open().await;
    let gate = over(file, 10, &shop).await;
    paid(&gate, &mut shop, "one").await;
    gate.refused(SALE, sale("one")).await;
    assert_eq!(gate.raw(SALE, "{}").await.0, 400);
    gate.end().await;
    std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
}

fn written(file: &Path, lines: &[String]) -> String {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(file, &text).unwrap();
    text
}

#[tokio::test]
async fn a_line_that_is_missing_doubled_moved_or_changed_is_found_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let whole = lines(&file).await;
    assert!(whole.len() > 8, "{whole:#?}");
    let finds = |changed: &[String], what: &str| {
        let text = written(&file, changed);
        let told = refused(&file);
        assert!(told.contains(what) && told.contains("Nothing was changed"), "{what}: {told}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "not a byte is changed");
    };
    for at in 0..whole.len() {
        let number = at + 1;
        // what is missing at the end was never written, for all that a Gate can know
        if number < whole.len() {
            let mut missing = whole.clone();
            missing.remove(at);
            finds(&missing, &format!("line {number} is missing"));
            let mut moved = whole.clone();
            moved.swap(at, at + 1);
            finds(&moved, &format!("line {number} is missing"));
        }
        if at > 0 {
            let mut doubled = whole.clone();
            doubled.insert(at, whole[at].clone());
            finds(&doubled, &format!("line {number} stands there twice"));
        }
        // every byte of it, to another digit or letter
        for byte in 0..whole[at].len() {
            let mut bytes = whole[at].clone().into_bytes();
            bytes[byte] = if bytes[byte] == b'7' { b'8' } else { b'7' };
            let mut changed = whole.clone();
            changed[at] = String::from_utf8_lossy(&bytes).into_owned();
            written(&file, &changed);
            let told = refused(&file);
            let by_number = told.contains(&format!("line {number} was changed"));
            // of a first line the beginning tells what the file is
            assert!(
                by_number || at == 0 && (told.contains("first line") || told.contains("another version")),
                "{told}"
            );
        }
    }
    let mut gap = whole.clone();
    gap.drain(2..5);
    finds(&gap, "lines 3 to 5 are missing");
    // a line of another journal is none of this one
    let other = lines(&folder.path().join("other")).await;
    let mut mixed = whole.clone();
    mixed[3].clone_from(&other[3]);
    finds(&mixed, "line 4 was changed");
    written(&file, &whole);
    assert!(read(&file).is_ok());
}

#[test]
fn a_moment_that_no_clock_shows_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    for at in [i64::MIN, -1, LAST + 1, i64::MAX] {
        let file = folder.path().join("header");
        let _ = std::fs::remove_file(&file);
        drop(Journal::open(&file, Header::new(7, at)).unwrap().read(|_, _| Ok(())).unwrap());
        let told = refused(&file);
        assert!(told.contains("line 1: `at`"), "{told}");
        let file = folder.path().join("line");
        let _ = std::fs::remove_file(&file);
        let (mut journal, ..) = read(&file).unwrap();
        journal.input(at, &Input::Passed).unwrap();
        drop(journal);
        let told = refused(&file);
        assert!(told.contains("line 2: `at`"), "{told}");
    }
}

#[tokio::test]
async fn the_clock_ends_with_the_year_9999() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let shop = Shop::open().await;
    drop(Journal::open(&file, Header::new(7, LAST - 2000)).unwrap().read(|_, _| Ok(())).unwrap());
    let gate = over(&file, 10, &shop).await;
    gate.accepted(SALE, sale("at the end of time")).await;
    gate.pass(2).await;
    let (status, told) = gate.raw("/control/clock/advance", json!({ "seconds": 1 }).to_string()).await;
    assert!(status == 409 && told["error"].as_str().unwrap().contains("9999"), "{told}");
    gate.settled().await;
    gate.end().await;
    let gate = over(&file, 10, &shop).await;
    assert_eq!(gate.status("at the end of time").await["payment"]["status"], "awaiting redirect result");
    gate.end().await;
}

/// `REFUSALS=100000` for the long form.
#[tokio::test]
async fn refusals_do_not_pile_up_and_the_last_thousand_are_known() {
    let number = std::env::var("REFUSALS").ok().map(|number| number.parse().unwrap());
    let refusals = number.unwrap_or_else(|| crate::support::cases(10_000));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let mut shop = Shop::open().await;
    let gate = over(&file, 1000, &shop).await;
    let mut requests = Vec::new();
    let body = {
        let mut body = sale("refused");
        body["customer"]["ip_address"] = json!("here");
        sign(&mut body);
        body.to_string()
    };
    for _ in 0..refusals {
        let (_, answer) = gate.raw(SALE, body.clone()).await;
        requests.push(answer["request_id"].as_str().unwrap().to_owned());
    }
    for payment in 0..50 {
        paid(&gate, &mut shop, &format!("paid-{payment}")).await;
    }
    gate.end().await;
    let long = std::fs::metadata(&file).unwrap().len();
    assert!(long < 3 << 20, "{long} bytes of journal");
    let gate = over(&file, 1000, &shop).await;
    for payment in 0..50 {
        assert_eq!(gate.status(&format!("paid-{payment}")).await["payment"]["status"], "success");
    }
    let known = async |request: &str| {
        let mut body = json!({ "general": { "project_id": PROJECT }, "request_id": request });
        sign(&mut body);
        gate.raw("/v2/payment/status/request", body.to_string()).await
    };
    let (old, new) = requests.split_at(requests.len() - 1000);
    for request in [&new[0], &new[999]] {
        let (status, answer) = known(request).await;
        assert_eq!((status, &answer["code"]), (200, &json!("702")), "{answer}");
    }
    assert_eq!(known(&old[old.len() - 1]).await.1["code"], "3061");
    gate.end().await;
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_a_journal() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let (file, notes) = (folder.path().join("journal"), folder.path().join("notes"));
    let mode = |file: &Path| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
    let (mut journal, ..) = read(&file).unwrap();
    assert_eq!(mode(&file), 0o600);
    let bench = World::new(
        std::sync::Arc::new(Model::new(start().specs, &start().schemas, &[]).unwrap()),
        Settings {
            base: String::new(),
            seed: 7,
            started: Started { retain: 1, callback_url: None, projects: Vec::new() },
        },
        FRESH.at,
    );
    journal.compact(&bench).unwrap();
    assert_eq!(mode(&file), 0o600, "of the file that took its place");
    drop(journal);
    for (path, after) in [(&file, 0o600), (&notes, 0o644)] {
        if path == &notes {
            std::fs::write(path, "my notes\n").unwrap();
        }
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let _ = read(path);
        assert_eq!(mode(path), after, "what is no journal of ours stays as it is");
    }
}

#[tokio::test]
async fn a_callback_that_cannot_be_signed_is_not_sent_until_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let mut shop = Shop::open().await;
    let gate = over(&file, 10, &shop).await;
    gate.accepted(SALE, sale("unsigned")).await;
    gate.end().await;
    // the project's secret is not known any more
    let mut stranger = start();
    stranger.journal = Some(file.clone());
    stranger.projects = vec![(126, crate::gate_support::secret())];
    let gate = Gate::begin(stranger).await;
    for _ in 0..3 {
        gate.pass(10).await;
        assert!(shop.is_idle(&gate).await, "nothing goes out without a signature");
    }
    let listed: Value = serde_json::from_str(&gate.get("/control/payments").await.1).unwrap();
    assert_eq!(listed["payments"][0]["undelivered"], 1, "and it is not given up: {listed}");
    gate.end().await;
    let log = log_of_a_stranger(&file);
    assert!(
        log.contains("not sent, it cannot be signed: project 125 is not served: start with --project 125"),
        "{log}"
    );
    let gate = over(&file, 10, &shop).await;
    gate.pass(3600).await;
    assert_eq!(shop.next().await["payment"]["id"], "unsigned", "verified as a merchant would");
    gate.end().await;
}

/// What a Gate says that is started over a journal without the secret of its payments, until it has tried.
fn log_of_a_stranger(file: &Path) -> String {
    use std::io::{BufRead, BufReader};

    let mut child = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"))
        .args(["gate", "--project", "126", "--key-env", "GATE_TEST_KEY", "--clock", "1000x"])
        .args(["--journal", file.to_str().unwrap()])
        .env("GATE_TEST_KEY", "a secret of this test")
        .current_dir(crate::gate_support::root())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = String::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok) {
        log.push_str(&line);
        if line.contains("try") {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    log
}
