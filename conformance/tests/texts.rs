//! Whatever a title says, the pages of the suite and of the Gate say just that, and no element more.

use crate::gate_support::{Gate, PROJECT, root, secret, start};
use ecommpay_conformance::gate::start::Start;
use ecommpay_conformance::report::{Kind, Report};
use ecommpay_conformance::run::{Known, Run, Selection};
use ecommpay_conformance::second_engine::Schemas;
use ecommpay_platform::runtime::sign::{Scalar, Signer};
use methodspec::resolved::Specs;
use methodspec::{Files as _, Folder, Memory};

#[path = "../../codegen/emit/tests/texts/list.rs"]
mod list;

const METHOD: &str = "card-partner";

/// The texts, eleven in one title: to read specs takes longer than to look at a page.
fn titles() -> Vec<String> {
    list::TEXTS.chunks(11).map(|texts| texts.join(" \u{b7} ")).collect()
}

/// The specs with a method's title and the titles of its documents replaced.
fn titled(title: &str) -> Specs {
    let folder = Folder(root().join("specs"));
    let read = |path: &str| folder.read(path).expect("readable").expect("there");
    let mut memory = Memory::default();
    for path in ["platform.yaml", "operation-codes.yaml"] {
        memory.0.insert(path.to_owned(), read(path));
    }
    let path = format!("methods/{METHOD}.yaml");
    let text = String::from_utf8(read(&path)).expect("UTF-8");
    let quoted: String = serde_json::to_string(title).expect("a text").chars().map(escaped).collect();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if let Some((before, after)) = line.clone().split_once("title: ") {
            // that of a document stands among other facts of it
            let rest = after.split_once(", language").map(|(_, rest)| format!(", language{rest}"));
            *line = format!("{before}title: {quoted}{}", rest.unwrap_or_default());
        }
    }
    memory.0.insert(path, lines.join("\n").into_bytes());
    let examples = format!("examples/{METHOD}");
    for file in folder.list(&examples).expect("a list") {
        let path = format!("{examples}/{file}");
        let bytes = read(&path);
        memory.0.insert(path, bytes);
    }
    methodspec::load_with(&memory).unwrap_or_else(|faults| panic!("{title:?}: {}", faults.human(false)))
}

/// As YAML wants it, where JSON leaves a letter as it is.
fn escaped(letter: char) -> String {
    if letter.is_ascii_graphic() || letter == ' ' {
        letter.to_string()
    } else {
        let mut units = [0; 2];
        match letter.encode_utf16(&mut units) {
            [unit] => format!("\\u{unit:04x}"),
            _ => format!("\\U{:08x}", u32::from(letter)),
        }
    }
}

/// A text in HTML, outside a tag or in quotes.
fn in_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Every tag of a page, in its order: no text adds one.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split(['>', ' ', '\n']).next()).collect()
}

/// A report with a failure, which names the documents.
fn report(specs: &Specs) -> Report {
    let schemas = Schemas::read(&root().join("generated/schemas"), specs);
    let method: Vec<_> = ecommpay::METHODS.iter().copied().filter(|method| method.key == METHOD).collect();
    let run = Run {
        specs,
        linked: &method,
        schemas: &schemas,
        selection: Selection::new(vec![METHOD.to_owned()], None).expect("a selection"),
        seed: 7,
        cases: 2,
        api: None,
        known: Known::default(),
        command: "cargo conformance run".to_owned(),
        folder: "specs/".to_owned(),
    };
    run.report().expect("a run")
}

#[test]
fn a_report_says_a_title_as_it_is() {
    // where a line may break depends on the text
    let html = |report: &Report| report.write(Kind::Html).expect("a page").replace("<wbr>", "");
    let plain = html(&report(&titled("a title")));
    assert!(plain.contains("a title"), "the page names documents");
    for title in &titles() {
        let report = report(&titled(title));
        let page = html(&report);
        assert!(page.contains(&in_html(title)), "{title:?}");
        assert!(tags(&page) == tags(&plain), "{title:?} adds an element or takes one");
        for kind in [Kind::Json, Kind::Sarif] {
            let text = report.write(kind).expect("JSON");
            let _: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{title:?}: {why}"));
        }
    }
}

#[tokio::test]
async fn the_payment_page_says_a_title_as_it_is() {
    let address = |base: &str| {
        let values = [
            ("project_id", Scalar::Integer(PROJECT)),
            ("payment_id", Scalar::Text("titled")),
            ("customer_id", Scalar::Text("1")),
            ("payment_amount", Scalar::Integer(10_000)),
            ("payment_currency", Scalar::Text("KES")),
            ("force_payment_method", Scalar::Text(METHOD)),
        ];
        ecommpay::runtime::page::reference_url(base, &values, &mut Signer::new(&secret()))
    };
    let page = async |title: &str| {
        let gate = Gate::begin(Start { specs: titled(title), ..start() }).await;
        let address = address(&gate.base);
        let path = address.strip_prefix(gate.base.as_str()).expect("below the base");
        let (status, page) = gate.get(path).await;
        assert_eq!(status, 200, "{title:?}: {page}");
        gate.end().await;
        page
    };
    let plain = page("a title").await;
    assert!(plain.contains("a title"), "{plain}");
    for title in &titles() {
        let page = page(title).await;
        assert!(page.contains(&in_html(title)), "{title:?}: {page}");
        assert!(tags(&page) == tags(&plain), "{title:?} adds an element or takes one");
    }
}
