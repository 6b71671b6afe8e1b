//! Tokens as text that reads as if a person had laid it out.

use proc_macro2::TokenStream;

use super::items::{Item, split};
use super::tables;
use crate::EmitError;

/// Formats a file. `header` stands above everything, each line as a `//` comment.
pub(crate) fn format(file: &str, header: &str, tokens: TokenStream) -> Result<String, EmitError> {
    let mut code = String::new();
    lay_out(tokens, 0, &mut code).map_err(|why| EmitError { file: file.to_owned(), why })?;
    let header: String = header.lines().map(|line| format!("// {line}\n")).collect();
    Ok(spaced(header + "\n", &code))
}

/// Tables have a layout of their own, as deep in modules as they stand; all else is the formatter's.
fn lay_out(tokens: TokenStream, indent: usize, out: &mut String) -> syn::Result<()> {
    let mut code = TokenStream::new();
    for item in split(tokens) {
        match item {
            Item::Code(tokens) => code.extend(tokens),
            Item::Table(tokens) => {
                plain(&mut code, indent, out)?;
                tables::item(tokens, indent, out);
            }
            Item::Module(head, content) => {
                plain(&mut code, indent, out)?;
                tables::head(head, indent, out);
                out.push_str(" {\n");
                lay_out(content, indent + 4, out)?;
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str("}\n");
            }
        }
    }
    plain(&mut code, indent, out)
}

/// What the formatter prints, and `code` is empty then.
fn plain(code: &mut TokenStream, indent: usize, out: &mut String) -> syn::Result<()> {
    let code = std::mem::take(code);
    if code.is_empty() {
        return Ok(());
    }
    for line in prettyplease::unparse(&syn::parse2(code)?).lines() {
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
        out.push('\n');
    }
    Ok(())
}

/// A blank line before each documented item or member that follows another: the formatter leaves none.
fn spaced(mut text: String, code: &str) -> String {
    text.reserve(code.len() + code.len() / 16);
    let mut before = "";
    let mut in_use = false;
    for line in code.lines().map(str::trim_end) {
        let trimmed = line.trim_start();
        let opens = trimmed.starts_with("///") || trimmed.starts_with("#[") || starts_item(trimmed);
        let follows = (before.ends_with('}') || before.ends_with(';')) && !before.starts_with("//");
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
        "ecommpay_",
        "currencies! ",
        "listed! ",
        "members! ",
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
