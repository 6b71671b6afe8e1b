//! Tokens as text that reads as if a person had laid it out.

use proc_macro2::TokenStream;

use crate::EmitError;

/// Formats a file. `header` stands above everything, each line as a `//` comment.
pub(crate) fn format(file: &str, header: &str, tokens: TokenStream) -> Result<String, EmitError> {
    let parsed = syn::parse2(tokens).map_err(|why| EmitError { file: file.to_owned(), why })?;
    let body = spaced(&prettyplease::unparse(&parsed));
    let header: String = header.lines().map(|line| format!("// {line}\n")).collect();
    Ok(format!("{header}\n{body}"))
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
    ["fn ", "const ", "impl", "struct ", "enum ", "mod ", "static ", "use ", "type "]
        .iter()
        .any(|start| line.starts_with(start))
}

fn is_use(line: &str) -> bool {
    line.starts_with("use ") || line.starts_with("pub use ")
}

fn is_mod(line: &str) -> bool {
    line.ends_with(';') && (line.starts_with("mod ") || line.starts_with("pub mod "))
}
