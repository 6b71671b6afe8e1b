//! Kinds of rules, by their ids.

/// Parts of ids that say what a rule is about.
const STEMS: &[&str] = &[
    "required",
    "type",
    "length",
    "format",
    "pattern",
    "values",
    "range",
    "currency",
    "amount",
    "together",
    "kept",
    "described",
    "facts",
    "signed",
    "same-rules",
    "schema",
    "names",
    "forms",
    "limits",
    "times",
    "callback",
    "example",
    "contradiction",
    "vector",
];

/// Kinds that no generator has a part in, with the reason.
pub(crate) const BEYOND: &[(&str, &str)] =
    &[("vector", "vectors hold the runtime's signature, which nothing that is generated computes")];

/// `amount/min/when` of `reef-money/sale/gate/amount/min/FJD/when/account.number=555`.
pub(crate) fn of(rule: &str) -> String {
    let (rule, when) = rule.split_once("/when/").map_or((rule, ""), |(rule, _)| (rule, "/when"));
    let mut parts = rule.split('/').skip(1);
    let Some(stem) = parts.find(|part| STEMS.contains(part)) else { return rule.to_owned() };
    match (stem, parts.next()) {
        ("amount" | "names", Some(what)) => format!("{stem}/{what}{when}"),
        _ => format!("{stem}{when}"),
    }
}
