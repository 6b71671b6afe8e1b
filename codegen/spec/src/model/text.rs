//! Texts: free ones, and ones of a fixed form with one pattern for typing and for the schema.

/// Declares texts of a fixed form. The pattern is the schema's and typing's alike, so the two cannot differ.
macro_rules! form {
    ($($(#[$about:meta])* $name:ident, $title:literal, $pattern:expr;)*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// As written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            #[allow(dead_code)]
            pub(crate) fn fits(text: &str) -> bool {
                // most texts are free, and the longest: they need no look at each letter
                if $pattern == FREE {
                    return !text.is_empty();
                }
                static PATTERN: std::sync::LazyLock<Option<regex_lite::Regex>> =
                    std::sync::LazyLock::new(|| regex_lite::Regex::new($pattern).ok());
                PATTERN.as_ref().is_some_and(|pattern| pattern.is_match(text))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                if Self::fits(&text) { Ok($name(text)) } else { Err(serde::de::Error::custom(concat!("not ", $title))) }
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "title": $title, "pattern": $pattern })
            }
        }

        impl $crate::model::keyed::Key for $name {
            const PATTERN: &'static str = $pattern;
            const TITLE: &'static str = $title;
        }
    )*};
}

/// Any letters, at least one.
const FREE: &str = r"^[\s\S]+$";

form! {
    /// Free text: never empty, never a bare number, true or false.
    Text, "a text", FREE;
    /// `tide-pay`: file name, crate name, rule ids.
    MethodKey, "a key of lower-case letters, digits and hyphens", r"^[a-z0-9]+(-[a-z0-9]+)*$";
    /// `redirect`, `confirm`: the name of a module in Rust.
    Snake, "a snake_case key", r"^[a-z][a-z0-9_]*$";
    /// `0.1.0`.
    Version, "a version such as 0.1.0", r"^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$";
    /// The short name of a document: `ru`.
    DocumentKey, "a document's key", r"^[a-z][a-z0-9_-]*$";
    /// A month or a day.
    Day, "a month or day such as 2026-11 or \"2026-11-21\"", r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$";
    /// SHA-256 in lower-case hexadecimal digits.
    Sha256, "64 hexadecimal digits", r"^[0-9a-f]{64}$";
    /// `THB`.
    CurrencyCode, "a currency code", r"^[A-Z][A-Z0-9]{2,4}$";
    /// `THB`, `FJD+TOP`, or `any`.
    CurrencyKey, "a currency code, several joined by `+`, or `any`", r"^(any|[A-Z][A-Z0-9]{2,4}(\+[A-Z][A-Z0-9]{2,4})*)$";
    /// `TH`.
    CountryCode, "a country code of two letters", r"^[A-Z]{2}$";
    /// JSON members joined by dots: `customer.ip_address`; `[]` after a member means each item of its list.
    Path, "a field's path", r"^[^.+ ]+(\.[^.+ ]+)*$";
    /// A path, or keys of one parent joined by `+`: `customer.id+ip_address`.
    PathKey, "a field's path, or several of one parent joined by `+`", r"^[^.+ ]+(\.[^.+ ]+)*(\+[^.+ ]+(\.[^.+ ]+)*)*$";
    /// `ru:35`, `ru:35-37`, `guide`.
    CiteKey, "a cite such as ru:35-37", r"^[a-z][a-z0-9_-]*(:[1-9][0-9]{0,6}(-[1-9][0-9]{0,6})?)?$";
    /// `/v2/payment/…`.
    UrlPath, "a path such as /v2/payment/sale", r"^(/([A-Za-z0-9._~-]+|\{operation\}))+/?$";
    /// `https://docs.example.com/a`: no other scheme, no user, nothing that a page would have to escape.
    Url, "an address that begins with https:// or http://",
        r#"^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][^\s"'<>\\^`{|}\x00-\x20\x7f]*)?$"#;
    /// `reef-money-sale.txt`.
    FileName, "a file name", r"^[A-Za-z0-9][A-Za-z0-9._-]*$";
    /// `sale`, `sale/redirect`.
    OperationPath, "an operation, or operation/channel", r"^[a-z]+(/[a-z][a-z0-9_]*)?$";
    /// One amount as printed: `1.00`.
    Sum, "an amount in quotes such as \"1.00\"", r"^([0-9]{1,3}(_[0-9]{3}){1,6}|[0-9]{1,19})(\.[0-9]{1,18})?$";
    /// An amount as printed, or a range of them: `500.00..500_000.00`, `1.00..`, `..5`.
    SumRange, "an amount range such as 1.00..5_000.00",
        r"^(([0-9]{1,3}(_[0-9]{3}){1,6}|[0-9]{1,19})(\.[0-9]{1,18})?(\.\.(([0-9]{1,3}(_[0-9]{3}){1,6}|[0-9]{1,19})(\.[0-9]{1,18})?)?)?|\.\.([0-9]{1,3}(_[0-9]{3}){1,6}|[0-9]{1,19})(\.[0-9]{1,18})?)$";
    /// A range of whole numbers: `8..9`, `1..`, `..255`.
    WholeRange, "a range such as 8..9",
        r"^(-?([0-9]{1,3}(_[0-9]{3}){1,5}|[0-9]{1,18})\.\.(-?([0-9]{1,3}(_[0-9]{3}){1,5}|[0-9]{1,18}))?|\.\.-?([0-9]{1,3}(_[0-9]{3}){1,5}|[0-9]{1,18}))$";
    /// A time, or a range of times: `6min`, `3min..4min`, `..24h`.
    Duration, "a time such as 6min or 3min..4min",
        r"^([0-9]{1,6}(s|min|h|d)(\.\.([0-9]{1,6}(s|min|h|d))?)?|\.\.[0-9]{1,6}(s|min|h|d))$";
    /// A decimal factor in quotes: `"1.12"`.
    Factor, "a decimal number in quotes such as \"1.12\"", r"^[0-9]{1,6}(\.[0-9]{1,2})?$";
    /// An operation code in quotes: `"20000"`.
    OperationCode, "an operation code in quotes such as \"20000\"", r"^[0-9]{1,12}$";
}
