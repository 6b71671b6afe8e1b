//! What `reconcile` reads, what it refuses, and what it writes.

use std::path::Path;
use std::process::{Command, Output};

use crate::reconcile::{books, lines, order, page, page as page_of, reconciled, row, with};
use crate::traffic_support::LISTED;
use ecommpay_conformance::reconcile::{Options, RULES, Report, listed};
use ecommpay_conformance::report::Kind;
use serde_json::{Value, json};

fn sale(id: i64, payment: &str) -> Value {
    row(id, payment, "sale", "success", 1_000)
}

fn of(options: Options, operations: &[&str]) -> Result<Report, String> {
    let orders: Vec<Value> = ["A", "B", "C"].map(|id| order(id, 1_000)).to_vec();
    reconciled(options, &orders, operations)
}

/// How many of three orders are paid by a text.
fn settled(operations: &[&str]) -> u64 {
    of(Options::default(), operations).unwrap_or_else(|why| panic!("{why}: {operations:?}")).orders.settled
}

#[test]
fn pages_come_in_whatever_way_they_were_kept() {
    let rows = [sale(1, "A"), sale(2, "B"), sale(3, "C")];
    let [first, second] = [page(&rows[..2]), page(&rows[2..])];
    let laid_out = |page: &str| {
        let page: Value = serde_json::from_str(page).unwrap();
        serde_json::to_string_pretty(&page).unwrap()
    };
    assert_eq!(settled(&[&page(&rows)]), 3);
    assert_eq!(settled(&[&first, &second]), 3);
    assert_eq!(settled(&[&first, &page(&[]), &second]), 3);
    assert_eq!(settled(&[&format!("{first}\n{second}\n")]), 3);
    assert_eq!(settled(&[&format!("[{first},\n {second}]")]), 3);
    assert_eq!(settled(&[&format!("\u{feff}{}\r\n{}", laid_out(&first), laid_out(&second))]), 3);
    assert_eq!(settled(&[&lines(&rows)]), 3);
    assert_eq!(settled(&[&json!(rows).to_string()]), 3);
    let second = of(Options::default(), &[&page(&[sale(1, "A"), sale(1, "A")])]).unwrap();
    let place = &second.rules["reconcile/operation/twice"].places[0];
    assert_eq!((place.line, place.element), (1, Some(2)));
}

#[test]
fn a_table_is_read_by_the_names_of_the_data_api_or_by_those_that_are_given() {
    let head = "operation_id,payment_id,operation_type,operation_status,sum_initial.amount,sum_initial.currency,note";
    let body = "1,A,sale,success,10.00,KES,\"two boxes, of \"\"tea\"\"\nand sugar\"\r\n2,B,sale,success,10.00,KES,\n";
    let table = format!("{head}\n{body}3,C,sale,success,10.00,KES,");
    assert_eq!(settled(&[&table]), 3);
    assert_eq!(settled(&[&format!("\u{feff}{table}")]), 3);
    for delimiter in [";", "\t"] {
        assert_eq!(settled(&[&table.replace(", of", " of").replace(',', delimiter)]), 3, "{delimiter:?}");
    }
    let export = table.replacen("payment_id", "Payment ID", 1).replacen("sum_initial.amount", "Amount", 1);
    let columns = |all: &[(&str, &str)]| Options {
        columns: all.iter().map(|(member, name)| ((*member).to_owned(), (*name).to_owned())).collect(),
        ..Options::default()
    };
    let named = columns(&[("payment_id", "payment id"), ("sum_initial.amount", "Amount")]);
    assert_eq!(of(named, &[&export]).unwrap().orders.settled, 3);
    for (table, options, why) in [
        (export.clone(), Options::default(), "line 1: no column for payment_id: name it, --column payment_id=HEADER"),
        (table.clone(), columns(&[("operation_completed_at", "Done")]), "line 1: no column for operation_completed_at"),
        (table.replacen("note", "payment_id", 1), Options::default(), "line 1: two columns are called `payment_id`"),
        (table.replacen("2,B,", "2,", 1), Options::default(), "line 4: has 6 columns and the header 7"),
        (table.replacen("2,B,", "2,,", 1), Options::default(), "line 4: payment_id is absent"),
        (format!("{head}\n\"{}", "x".repeat(1 << 17)), Options::default(), "line 2: a row of more than 65536 bytes"),
        (vec!["x"; 600].join(","), Options::default(), "line 1: more than 512 columns"),
        ("<html>".to_owned(), Options::default(), "a page of it is JSON"),
    ] {
        let refused = of(options, &[&table]).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
    let wrong =
        ecommpay_conformance::reconcile::Reconciliation::new(&crate::traffic_support::SPECS, columns(&[("x", "y")]));
    assert!(wrong.unwrap_err().starts_with("no column of x: the members are project_id, "));
}

#[test]
fn what_cannot_be_read_is_refused_and_never_told_as_missing() {
    let whole = page(&[sale(1, "A"), sale(2, "B")]);
    let cut = &whole[..whole.len() / 2];
    let without = |member: &str| {
        let mut row = sale(1, "A");
        row.as_object_mut().unwrap().remove(member);
        page(&[sale(2, "B"), row])
    };
    let long = format!("{{\"operations\":[],\"more\":\"{}\"}}", "x".repeat(9 << 20));
    let many = format!("{{\"operations\":[],\"more\":[{}]}}", vec!["1"; 300_000].join(","));
    for (text, why) in [
        (cut, "line 1: "),
        ("", "holds no operations"),
        ("{}", "line 1: neither a page of operations"),
        ("{\"operations\":{}}", "line 1: neither a page of operations"),
        ("{\"operations\":[1]}", "line 1, operation 1: is no JSON object"),
        ("{\"name\":\"Bad Request\",\"status\":400,\"code\":1}", "line 1: a refusal of the Data API, HTTP status 400"),
        (&without("payment_id"), "line 1, operation 2: payment_id is absent"),
        (&without("operation_id"), "line 1, operation 2: operation_id is absent"),
        (&without("operation_type"), "line 1, operation 2: operation_type is absent"),
        (&without("operation_status"), "line 1, operation 2: operation_status is absent"),
        (&without("sum_initial"), "line 1, operation 2: sum_initial.currency is absent"),
        (&page(&[with(sale(1, "A"), &[("/project_id", json!("tea"))])]), "project_id is no whole number"),
        (&long, "line 1: more than 8388608 bytes"),
        (&many, "line 1: more than 262144 values"),
    ] {
        let refused = of(Options::default(), &[text]).unwrap_err();
        assert!(refused.contains(why), "{why}: {refused}");
    }
    let mut books = books(Options::default());
    for (text, why) in [
        (&b"{}"[..], "line 1: no order: write"),
        (b"\n{\"id\":\"PLANTED\",\"amount\":1.5,\"currency\":\"KES\"}", "line 2: no order"),
        (b"{\"id\":\"PLANTED\",\"amount\":-1,\"currency\":\"KES\"}", "line 1: the amount is below zero"),
        (b"{\"id\":\"PLANTED\",\"amount\":1,\"currency\":\"shillings\"}", "line 1: the currency is no ISO 4217 code"),
        (b"{\"id\":\" \",\"amount\":1,\"currency\":\"KES\"}", "line 1: the id is empty"),
        (b"\x1f\x8b\x08", "zcat"),
        (&wide("{\"id\":\"PLANTED\"}"), "is UTF-16: `iconv -f UTF-16LE"),
        (&wide("\r\n{\"id\":\"PLANTED\"}"), "is UTF-16: `iconv -f UTF-16LE"),
        (&[b'x'; 1 << 17], "line 1: more than 65536 bytes"),
    ] {
        let refused = books.orders_stream("orders", text).unwrap_err();
        assert!(refused.contains(why) && !refused.contains("PLANTED"), "{refused}");
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn operations_in_wide_units_without_a_mark_are_told_as_that() {
    for text in
        [page(&[sale(1, "A")]), " []".to_owned(), "operation_id;payment_id\n".to_owned(), "Номер;Сумма;A\n".to_owned()]
    {
        let mut books = books(Options::default());
        let refused = books.operations_stream("pages", wide(&text).as_slice()).unwrap_err();
        assert!(refused.starts_with("is UTF-16: `iconv -f UTF-16LE"), "{text}: {refused}");
    }
}

/// Nothing is told as missing, and who mends one file does not find the next one only then.
#[test]
fn every_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(pages.join(name), text).unwrap();
    write("1.json", page(&[sale(1, "A")]).as_bytes());
    write("2.json", b"{\"operations\": [{}]}");
    write("3.json", page(&[sale(2, "B")]).as_bytes());
    write("4.csv", b"Payment ID\n");
    write("5.json", &wide("[]"));
    std::fs::write(folder.path().join("orders"), "{}").unwrap();
    let refused = program(
        folder.path(),
        &["--orders", "orders", "--operations", "pages", "--operations", "none", "--operations", "-"],
    );
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    let named: Vec<&str> = told.lines().map(|line| line.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(named, ["orders", "pages/2.json", "pages/4.csv", "pages/5.json", "none", "-"], "{told}");
    // of very many the first hundred
    let none: Vec<_> = (0..250).map(|n| folder.path().join(format!("none-{n}"))).collect();
    let told = books(Options::default()).operations(&none).unwrap_err();
    assert_eq!(told.lines().count(), 101);
    assert!(told.ends_with("\nand 150 more files"), "{told}");
}

/// Everything that there is to tell, once, with what must not be told in every text.
fn everything() -> Report {
    let orders: Vec<Value> =
        (0..8).map(|number| order(&format!("CANARY-{number}"), 4_215_162)).chain([order("CANARY-0", 1)]).collect();
    let of = |id: i64, payment: i64, kind: &str, status: &str, amount: i64| {
        let canaries = ["account_number", "customer_ip", "card_holder", "payment_description", "payment_method_name"];
        let row = row(id, &format!("CANARY-{payment}"), kind, status, amount);
        canaries.iter().fold(row, |row, member| with(row, &[(&format!("/{member}"), json!("CANARY"))]))
    };
    let rows = [
        of(1, 0, "sale", "success", 4_215_162),
        of(1, 0, "sale", "success", 4_215_162),
        of(2, 1, "sale", "CANARY", 4_215_162),
        of(3, 2, "CANARY", "success", 4_215_162),
        of(4, 3, "sale", "success", 4_215_161),
        of(5, 4, "sale", "success", 4_215_163),
        of(6, 5, "sale", "success", 4_215_162),
        of(6, 5, "sale", "success", 4_215_160),
        of(7, 5, "refund", "success", 4_215_163),
        of(8, 99, "sale", "success", 4_215_162),
    ];
    reconciled(Options { examples: 1, ..Options::default() }, &orders, &[&page(&rows)]).unwrap()
}

#[test]
fn no_report_says_more_than_where() {
    let report = everything();
    assert!(report.rules.len() > 10, "{report:?}");
    assert!(report.rules.values().any(|told| told.count > 1), "some rule is broken twice");
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    for kind in [Kind::Human, Kind::Json, Kind::Junit, Kind::Sarif, Kind::Github, Kind::Html] {
        let text = report.write(kind).unwrap();
        assert!(!text.contains("CANARY") && !text.contains("42151"), "{kind}: {text}");
        for id in report.rules.keys() {
            assert!(text.contains(id) && ids.contains(&id.as_str()), "{kind} does not tell {id}");
        }
        assert!(text.contains("orders") && text.contains("page-0"), "{kind}");
    }
    assert!(!format!("{report:?}").contains("CANARY"));
    let json: Value = serde_json::from_str(&report.write(Kind::Json).unwrap()).unwrap();
    assert_eq!(json["orders"]["read"], 9);
    assert_eq!(json["rules"]["reconcile/order/missing"]["places"][0]["line"], 7);
    let junit = quick_junit::Report::deserialize_from_str(&report.write(Kind::Junit).unwrap()).unwrap();
    let errors =
        report.rules.values().filter(|told| told.severity == ecommpay_conformance::traffic::rules::Severity::Error);
    assert_eq!((junit.tests, junit.failures), (RULES.len(), errors.count()));
    let sarif: Value = serde_json::from_str(&report.write(Kind::Sarif).unwrap()).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), report.rules.len());
    assert!(results.iter().all(|result| {
        let rule = &sarif["runs"][0]["tool"]["driver"]["rules"]
            [usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        rule["id"] == result["ruleId"]
    }));
    let page = report.write(Kind::Html).unwrap();
    assert!(page.contains("Content-Security-Policy") && !page.contains("<script"), "{page}");
    let github = report.write(Kind::Github).unwrap();
    assert!(github.lines().all(|line| line.starts_with("::")), "{github}");
}

#[test]
fn every_rule_has_one_id_and_is_listed() {
    let mut ids: Vec<String> = listed().into_iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    ids.dedup();
    assert!(ids.iter().all(|id| !LISTED.contains(id)), "no rule of traffic has such an id");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
}

#[test]
fn every_rule_is_documented_and_cites_a_document_of_the_platform() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reconcile.md")).unwrap();
    for rule in RULES {
        let severity = format!("{:?}", rule.severity).to_lowercase();
        let row = format!("| `{}` | {severity} | {} |", rule.id, rule.means);
        assert!(page.contains(&row), "docs/reconcile.md lacks {row}");
        let documents = &crate::traffic_support::SPECS.platform.documents;
        assert!(rule.cite.is_empty() || documents.contains_key(rule.cite), "{}: {}", rule.id, rule.cite);
    }
}

/// The run that the page shows.
#[test]
fn the_page_shows_what_the_program_prints() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reconcile.md")).unwrap();
    let shown = page.split("```").nth(1).unwrap().strip_prefix("console\n$ cargo conformance ").unwrap();
    let (command, printed) = shown.split_once('\n').unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("orders.jsonl", &lines(&["A", "B", "C"].map(|id| order(id, 1_000))));
    std::fs::create_dir(folder.path().join("pages")).unwrap();
    write("pages/1.json", &page_of(&[sale(1, "A"), row(2, "B", "sale", "success", 900)]));
    write("pages/2.json", &page_of(&[sale(1, "A"), sale(3, "C"), sale(4, "D")]));
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    let output = program(folder.path(), &arguments);
    assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap().as_str()), (Some(1), printed));
}

fn program(folder: &Path, arguments: &[&str]) -> Output {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecommpay-conformance"));
    command.current_dir(folder).arg("reconcile").args(arguments).arg("--specs").arg(specs).output().unwrap()
}

#[test]
fn exit_codes_and_files_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("orders.jsonl", &lines(&[order("A", 1_000), order("B", 1_000)]));
    std::fs::create_dir(folder.path().join("pages")).unwrap();
    write("pages/1.json", &page(&[sale(1, "A")]));
    write("pages/2.json", &page(&[sale(2, "B")]));
    write("one.json", &page(&[sale(1, "A")]));
    write("other.json", &page(&[with(sale(2, "B"), &[("/project_id", json!("126"))])]));
    write("nothing.jsonl", "");
    write("none.json", &page(&[]));
    let run = |arguments: &[&str]| program(folder.path(), &[&["--orders", "orders.jsonl"], arguments].concat());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let both = run(&["--operations", "pages", "--report", "html=r.html", "--report", "junit=r.xml"]);
    assert_eq!(both.status.code(), Some(0), "{}", text(&both.stderr));
    assert_eq!(
        text(&both.stdout),
        "orders      2\noperations  2 of project 125\n2 settled, 0 differ, 0 pending, 0 payments without an order, 0 advice, 0 notes\n"
    );
    assert!(folder.path().join("r.html").is_file() && folder.path().join("r.xml").is_file());
    let one = run(&["--operations", "one.json"]);
    assert_eq!(one.status.code(), Some(1));
    assert!(text(&one.stdout).contains("FAILED reconcile/order/missing (data-api): no operation of the order's payment is listed; 1 time\n  orders.jsonl:2\n"), "{}", text(&one.stdout));
    assert_eq!(run(&["--operations", "one.json", "--operations", "pages/2.json"]).status.code(), Some(0));
    let named = run(&["--operations", "one.json", "--operations", "other.json", "--project", "125"]);
    assert_eq!(named.status.code(), Some(1), "{}", text(&named.stderr));
    for (arguments, why) in [
        (
            &["--operations", "one.json", "--operations", "other.json"][..],
            "other.json: line 1, operation 1: the operation is of project 126",
        ),
        (&["--operations", "no-such-file"], "no-such-file: cannot be read: there is no such file"),
        (&["--operations", "orders.jsonl"], "orders.jsonl: line 1: neither a page of operations"),
        (&["--operations", "one.json", "--amounts", "cents"], "say minor"),
        (&["--operations", "one.json", "--column", "x=y"], "no column of x"),
        (&["--operations", "one.json", "--report", "csv=x"], "no report of kind"),
        (&["--operations", "one.json", "--report", "json=x", "--report", "human=x"], "two reports go to x"),
        (&[], "--operations"),
    ] {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", text(&refused.stdout));
        assert!(text(&refused.stderr).contains(why), "{arguments:?}: {}", text(&refused.stderr));
    }
    let nothing = program(folder.path(), &["--orders", "nothing.jsonl", "--operations", "none.json"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert!(text(&nothing.stderr).contains("nothing was checked"), "{}", text(&nothing.stderr));
}
