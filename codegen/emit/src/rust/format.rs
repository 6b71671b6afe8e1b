//! Tokens as text that reads as if a person had laid it out.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{File, Item};

use super::tables;
use crate::EmitError;

/// Formats a file. `header` stands above everything, each line as a `//` comment.
pub(crate) fn format(file: &str, header: &str, tokens: TokenStream) -> Result<String, EmitError> {
    let parsed = syn::parse2(tokens).map_err(|why| EmitError { file: file.to_owned(), why })?;
    let mut code = String::new();
    lay_out(parsed, 0, &mut code);
    let header: String = header.lines().map(|line| format!("// {line}\n")).collect();
    Ok(format!("{header}\n{}", spaced(&code)))
}

/// Tables have a layout of their own, as deep in modules as they stand; all else is the formatter's.
fn lay_out(file: File, indent: usize, out: &mut String) {
    let mut code = File { items: Vec::new(), ..file };
    for item in file.items {
        match item {
            Item::Macro(table) if table.mac.path.is_ident("request") || is_list(&table.mac.path) => {
                plain(&mut code, indent, out);
                tables::item(table.into_token_stream(), indent, out);
            }
            Item::Static(table) if table.ident == "FORM" || table.ident == "METHOD" => {
                plain(&mut code, indent, out);
                tables::item(table.into_token_stream(), indent, out);
            }
            Item::Use(import) if import.attrs.is_empty() => {
                plain(&mut code, indent, out);
                tables::item(import.into_token_stream(), indent, out);
            }
            Item::Mod(mut module) => {
                let Some((_, items)) = module.content.take() else {
                    code.items.push(Item::Mod(module));
                    continue;
                };
                plain(&mut code, indent, out);
                let mut head = String::new();
                module.semi = Some(syn::token::Semi::default());
                plain(&mut of(vec![Item::Mod(module)]), indent, &mut head);
                out.push_str(head.trim_end().trim_end_matches(';'));
                out.push_str(" {\n");
                lay_out(of(items), indent + 4, out);
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str("}\n");
            }
            other => code.items.push(other),
        }
    }
    plain(&mut code, indent, out);
}

fn of(items: Vec<Item>) -> File {
    File { shebang: None, frontmatter: None, attrs: Vec::new(), items }
}

fn is_list(path: &syn::Path) -> bool {
    path.is_ident("currencies") || path.is_ident("types")
}

/// What the formatter prints, and `file` is empty then.
fn plain(file: &mut File, indent: usize, out: &mut String) {
    if file.items.is_empty() && file.attrs.is_empty() {
        return;
    }
    let printed = prettyplease::unparse(file);
    for line in printed.lines() {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
    file.items.clear();
    file.attrs.clear();
}

/// A blank line before each documented item or member that follows another: the formatter leaves none.
fn spaced(code: &str) -> String {
    let mut text = String::with_capacity(code.len() + code.len() / 16);
    let mut before = "";
    let mut in_use = false;
    for line in code.lines().map(str::trim_end) {
        let trimmed = line.trim_start();
        let opens = trimmed.starts_with("///") || trimmed.starts_with("#[") || starts_item(trimmed);
        let follows = before.ends_with('}') || before.ends_with(';');
        let neighbours = in_use && is_use(trimmed) || is_mod(before) && is_mod(trimmed);
        let ends_docs = before.starts_with("//!") && !trimmed.starts_with("//!");
        if (opens && follows && !neighbours || ends_docs) && !text.ends_with("\n\n") {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        in_use = is_use(trimmed) || in_use && !before.ends_with(';');
        before = trimmed;
    }
    text
}

fn starts_item(line: &str) -> bool {
    let line = line.strip_prefix("pub ").unwrap_or(line);
    [
        "fn ",
        "const ",
        "impl",
        "struct ",
        "enum ",
        "mod ",
        "static ",
        "use ",
        "type ",
        "currencies! ",
        "types! ",
        "request! ",
    ]
    .iter()
    .any(|start| line.starts_with(start))
}

fn is_use(line: &str) -> bool {
    line.starts_with("use ") || line.starts_with("pub use ")
}

fn is_mod(line: &str) -> bool {
    line.ends_with(';') && (line.starts_with("mod ") || line.starts_with("pub mod "))
}
