//! Errata of printed examples: found, and repaired exactly as declared.
//!
//! A small scanner reads the text as JSON would, but forgives what documents print wrongly, and notes each thing that it
//! forgave. What it notes must be what the spec declares.

use std::collections::BTreeSet;

use crate::resolved::Erratum;

/// What an example's text is, read with forgiveness.
pub(crate) struct Scan {
    /// The errata found.
    pub(crate) errata: BTreeSet<Erratum>,
    /// The text with them repaired: strict JSON, or the JavaScript of it where `JsObject` is found.
    pub(crate) repaired: String,
}

/// Reads a text.
pub(crate) fn scan(text: &str) -> Scan {
    let mut scanner =
        Scanner { rest: text.chars().peekable(), out: String::new(), errata: BTreeSet::new(), depth: 0, surplus: 0 };
    scanner.run();
    let Scanner { mut out, mut errata, surplus, .. } = scanner;
    if surplus == 1 && out.trim_end().ends_with(SURPLUS) {
        errata.insert(Erratum::ExtraClosingBrace);
        out = out.replace(SURPLUS, "");
    } else {
        out = out.replace(SURPLUS, "}");
    }
    let trimmed = out.trim();
    if is_member(trimmed) {
        errata.insert(Erratum::BareFragment);
        out = format!("{{{trimmed}}}");
    }
    Scan { errata, repaired: out }
}

/// The value that a text says once its errata are repaired.
pub(crate) fn value(scan: &Scan) -> Result<serde_json::Value, String> {
    if scan.errata.contains(&Erratum::JsObject) {
        json5::from_str(&scan.repaired).map_err(|error| error.to_string())
    } else {
        serde_json::from_str(&scan.repaired).map_err(|error| error.to_string())
    }
}

/// Stands for a brace that closes nothing; no document prints it.
const SURPLUS: char = '\u{E000}';

struct Scanner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    out: String,
    errata: BTreeSet<Erratum>,
    depth: usize,
    surplus: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(c) = self.rest.next() {
            match c {
                '"' | '\'' => {
                    if c == '\'' {
                        self.errata.insert(Erratum::JsObject);
                    }
                    self.out.push(c);
                    self.string(c);
                }
                '{' | '[' => {
                    self.depth += 1;
                    self.out.push(c);
                }
                '}' if self.depth == 0 => {
                    self.surplus += 1;
                    self.out.push(SURPLUS);
                }
                '}' | ']' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.out.push(c);
                }
                '0'..='9' | '-' => self.number(c),
                c if c.is_alphabetic() || c == '_' || c == '$' => self.word(c),
                c => self.out.push(c),
            }
        }
    }

    fn string(&mut self, quote: char) {
        let mut dots = 0;
        while let Some(c) = self.rest.next() {
            dots = if c == '.' { dots + 1 } else { 0 };
            if dots == 3 || c == '…' {
                self.errata.insert(Erratum::Elided);
            }
            match c {
                '\\' => {
                    self.out.push(c);
                    if let Some(next) = self.rest.next() {
                        self.out.push(next);
                    }
                }
                '\n' | '\r' => {
                    self.errata.insert(Erratum::LineBreakInString);
                    // The break and the white space around it are of the print, not of the text.
                    while self.out.ends_with([' ', '\t']) {
                        self.out.pop();
                    }
                    while self.rest.next_if(|next| next.is_whitespace()).is_some() {}
                }
                c => {
                    self.out.push(c);
                    if c == quote {
                        return;
                    }
                }
            }
        }
    }

    fn number(&mut self, first: char) {
        let mut text = String::from(first);
        while let Some(c) = self.rest.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-')) {
            text.push(c);
        }
        let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
        let bare = digits.trim_start_matches('0');
        if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
            self.errata.insert(Erratum::LeadingZeroNumber);
            self.out.push_str(sign);
            self.out.push_str(if bare.is_empty() { "0" } else { bare });
        } else {
            self.out.push_str(&text);
        }
    }

    fn word(&mut self, first: char) {
        let mut text = String::from(first);
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            text.push(c);
        }
        if !matches!(text.as_str(), "true" | "false" | "null") {
            self.errata.insert(Erratum::JsObject);
        }
        self.out.push_str(&text);
    }
}

/// Whether a text is `"name": …` without braces around it.
fn is_member(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('"') else {
        return false;
    };
    rest.split_once('"').is_some_and(|(_, after)| after.trim_start().starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Vec<Erratum>, Result<serde_json::Value, String>) {
        let scan = scan(text);
        (scan.errata.iter().copied().collect(), value(&scan))
    }

    #[test]
    fn each_erratum_is_found_and_repaired() {
        use serde_json::json;
        for (text, erratum, want) in [
            ("{ \"a\": 1 }\n}", Erratum::ExtraClosingBrace, json!({"a": 1})),
            ("{ \"a\": 000 }", Erratum::LeadingZeroNumber, json!({"a": 0})),
            ("{ \"a\": 0012 }", Erratum::LeadingZeroNumber, json!({"a": 12})),
            ("{ a: 'x' }", Erratum::JsObject, json!({"a": "x"})),
            ("{ \"a\": \"x  \n   y\" }", Erratum::LineBreakInString, json!({"a": "xy"})),
            ("\"a\": [1]", Erratum::BareFragment, json!({"a": [1]})),
            ("{ \"a\": \"x...y\" }", Erratum::Elided, json!({"a": "x...y"})),
        ] {
            let (errata, value) = found(text);
            assert_eq!(errata, [erratum], "{text}");
            assert_eq!(value, Ok(want), "{text}");
        }
    }

    #[test]
    fn strict_json_has_none() {
        let (errata, value) = found("{ \"a\": [0, -0.5, 10, 1e3, true, null, \"}..{'\"] }");
        assert_eq!(errata, []);
        assert!(value.is_ok());
    }

    #[test]
    fn two_braces_too_many_are_no_erratum_that_can_be_declared() {
        let (errata, value) = found("{ \"a\": 1 }}}");
        assert_eq!(errata, []);
        assert!(value.is_err());
    }
}
