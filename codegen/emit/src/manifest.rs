//! Manifests of generated crates. A TOML library writes them: a title may hold any letter, and TOML escapes other ones than Rust.

use methodspec::turns_text;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value, value};

use crate::Target;
use crate::crates::BY;

/// A manifest to be written.
pub(crate) struct Manifest<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: &'a str,
    pub(crate) description: &'a str,
    /// What it is made from.
    pub(crate) from: &'a str,
    pub(crate) dependencies: Table,
    pub(crate) features: Table,
    /// Programs beside the crate, with the features that they need.
    pub(crate) examples: Vec<(&'static str, Vec<String>)>,
}

impl Manifest<'_> {
    pub(crate) fn text(self, target: &Target) -> String {
        let mut package = Table::new();
        for (key, text) in [
            ("name", self.name),
            ("version", self.version),
            ("description", self.description),
            ("edition", "2024"),
            ("rust-version", &target.rust_version),
            ("license", "MIT OR Apache-2.0"),
            ("readme", "README.md"),
        ] {
            // what lists the crate shows the text as it stands
            package.insert(key, value(text.replace(turns_text, "")));
        }
        package.decor_mut().set_prefix(format!("# {BY} from {}. Do not edit.\n\n", self.from));
        let mut document = DocumentMut::new();
        document.insert("package", Item::Table(package));
        document.insert("lib", Item::Table(self.library()));
        document.insert("dependencies", Item::Table(self.dependencies));
        if !self.features.is_empty() {
            document.insert("features", Item::Table(self.features));
        }
        if !self.examples.is_empty() {
            document.insert("dev-dependencies", Item::Table(servers()));
            document.insert("example", Item::ArrayOfTables(self.examples.into_iter().map(example).collect()));
        }
        let lints = table([("unsafe_code", "forbid"), ("missing_docs", "warn")]);
        let mut all = table([("rust", Item::Table(lints))]);
        all.set_implicit(true);
        document.insert("lints", Item::Table(all));
        document.to_string()
    }

    /// The suite drives a generated crate through its tables. A run of documented examples costs a program, and only the
    /// facade, which has the examples, documents any.
    fn library(&self) -> Table {
        let mut library = table([("test", value(false))]);
        if self.examples.is_empty() {
            library.insert("doctest", value(false));
        }
        library
    }
}

/// What the examples need beside the facade: a server for callbacks.
fn servers() -> Table {
    let of = |version: &str, features: &[&str]| {
        let mut one = InlineTable::new();
        one.insert("version", version.into());
        one.insert("default-features", false.into());
        one.insert("features", features.iter().copied().collect::<Array>().into());
        one
    };
    table([("axum", of("0.8", &["http1", "tokio"])), ("tokio", of("1", &["macros", "net", "rt-multi-thread", "sync"]))])
}

fn example((name, features): (&'static str, Vec<String>)) -> Table {
    table([("name", Value::from(name)), ("required-features", Array::from_iter(features).into())])
}

/// A dependency on a crate beside this one.
pub(crate) fn at(path: &str, version: &str) -> InlineTable {
    InlineTable::from_iter([("path", path), ("version", version)])
}

/// A list, an item a line.
pub(crate) fn lines<'a>(items: impl Iterator<Item = &'a String>) -> Array {
    let mut list: Array = items.collect();
    list.iter_mut().for_each(|item| item.decor_mut().set_prefix("\n    "));
    list.set_trailing("\n");
    list.set_trailing_comma(true);
    list
}

/// A table of a few entries, in their order.
pub(crate) fn table<V: Into<Item>>(entries: impl IntoIterator<Item = (&'static str, V)>) -> Table {
    Table::from_iter(entries)
}
