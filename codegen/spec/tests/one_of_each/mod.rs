//! A small method around the few lines that a test is about.

use std::path::Path;

use methodspec::Memory;
use methodspec::resolved::{Form, Method, Operation, OperationKind, Row};

const HEAD: &str = "method: coral\nversion: 0.1.0\ntitle: Coral\nsummary: A wallet.\n\
    documents: { guide: { title: Guide, language: en, read: 2026-11 } }\ncite: guide\n\
    not_documented: [conversion, instruments]\n";
const SILENT: [(&str, &str); 4] =
    [("names", "coral"), ("kind", "mobile_money"), ("countries", "[FJ, TO]"), ("currencies", "[FJD, TOP, VUV]")];

/// The method that these lines make, with what a file must say beside them. An operation begins with two blanks.
pub(crate) fn method(lines: &str) -> Method {
    method_on(lines, ("", "")).unwrap_or_else(|faults| panic!("{}", faults.human(false)))
}

/// The same, after one edit of the platform's file.
pub(crate) fn method_on(lines: &str, (from, to): (&str, &str)) -> Result<Method, methodspec::Faults> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let says = |key: &str| lines.lines().any(|line| line.starts_with(&format!("{key}:")));
    let mut text = HEAD.to_owned();
    for (key, value) in SILENT.iter().filter(|(key, _)| !says(key)) {
        text.push_str(&format!("{key}: {value}\n"));
    }
    text.push_str(lines);
    if !says("operations") {
        text.push_str("operations:\n");
    }
    for kind in ["sale", "payout", "refund", "recurring", "chargeback"] {
        if !says(&format!("  {kind}")) {
            text.push_str(&format!("  {kind}: none\n"));
        }
    }
    let mut files = Memory::default();
    for file in ["platform.yaml", "operation-codes.yaml"] {
        files.0.insert(file.to_owned(), std::fs::read(folder.join(file)).expect("the platform"));
    }
    if let Some(platform) = files.0.get_mut("platform.yaml").filter(|_| !from.is_empty()) {
        let text = String::from_utf8(platform.clone()).expect("a text");
        assert!(text.contains(from), "{from}");
        *platform = text.replacen(from, to, 1).into_bytes();
    }
    files.0.insert("methods/coral.yaml".to_owned(), text.into_bytes());
    Ok(methodspec::load_with(&files)?.methods.remove("coral").expect("the method"))
}

pub(crate) fn operation(method: &Method, kind: OperationKind) -> &Operation {
    &method.operations[&kind]
}

pub(crate) fn form<'a>(method: &'a Method, id: &str) -> &'a Form {
    let id = format!("coral/{id}");
    let mut forms = method.operations.values().flat_map(|operation| &operation.forms);
    forms.find(|form| form.id == id).unwrap_or_else(|| panic!("no form {id}"))
}

pub(crate) fn row<'a>(form: &'a Form, path: &str) -> &'a Row {
    form.rows.iter().find(|row| row.path == path).unwrap_or_else(|| panic!("no field {path} in {}", form.id))
}
