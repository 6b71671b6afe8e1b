//! The Gate's journal: what it is kept in, what it refuses.

use std::path::Path;
use std::process::Command;

use crate::gate_support::{Gate, PROJECT, Shop, start};
use ecommpay_conformance::gate::journal::{Header, Journal};
use serde_json::{Value, json};

const FRESH: Header = Header::new(7, 1_800_000_000_000);

fn refused(path: &Path) -> String {
    Journal::open(path, FRESH).err().unwrap_or_else(|| panic!("{} was taken", path.display()))
}

#[test]
fn a_file_that_is_no_journal_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes");
    for text in ["my notes", "my notes\n", "{\"gate\":\n", "{}\n", "{\"gate\":2,\"seed\":7}", "\n", "{\"gate\":2 "] {
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
    drop(Journal::open(&file, FRESH).unwrap());
    let whole = std::fs::read(&file).unwrap();
    for cut in 0..whole.len() {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let (_, past) = Journal::open(&file, FRESH).unwrap_or_else(|why| panic!("cut at {cut}: {why}"));
        assert_eq!((past.header, past.note.is_some()), (FRESH, cut > 0));
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
    std::fs::write(&file, "{\"gate\":2,\"seed\":7,\"at\":1}\n").unwrap();
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
    let mut text = std::fs::read_to_string(&file).unwrap();
    let day = 86_400_000;
    text = text.replacen(&format!("\"at\":{began}}}"), &format!("\"at\":{}}}", began - 40 * day), 1);
    std::fs::write(&file, text.lines().next().unwrap().to_owned() + "\n").unwrap();
    let gate = over(&file, 10, &shop).await;
    assert_eq!(time(&gate).await, began - 40 * day, "not that of the wall");
    gate.end().await;
}
