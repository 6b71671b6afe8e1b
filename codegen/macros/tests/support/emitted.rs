//! Tables of limits, read back from the Rust that the generator wrote for them: thousands, which a compiler would take
//! minutes for.

use std::collections::BTreeMap;

use ecommpay_platform::runtime::form::{Form, IntegerRule, Kind, LimitWhen, Row, Test, When};
use ecommpay_platform::runtime::money::{Bounds, Force, Limit};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// An expression of a table: what is built, with what, and what is then said of it.
#[derive(Debug, Clone)]
enum Expr {
    Integer(i64),
    Text(&'static str),
    Word(String),
    List(Vec<Expr>),
    Call { name: String, given: Vec<Expr>, then: Vec<(String, Vec<Expr>)> },
}

/// The forms of a module, by id: amount, currency and their limits alone.
pub(crate) fn forms(module: TokenStream) -> BTreeMap<String, &'static Form> {
    let mut found = BTreeMap::new();
    walk(module, &mut found);
    found
}

fn walk(tokens: TokenStream, found: &mut BTreeMap<String, &'static Form>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let limits = position(&tokens, &["currencies", "!"]).and_then(|at| match tokens.get(at + 2) {
        Some(TokenTree::Group(group)) => Some(currencies(group.stream())),
        _ => None,
    });
    if let (Some(limits), Some(at)) = (limits, position(&tokens, &["FORM", ":", "Form", "="])) {
        let end = tokens[at..].iter().position(|token| is(token, ";")).expect("the end of the table");
        let form = table(&tokens[at + 4..at + end], limits, found);
        found.insert(form.id.to_owned(), form);
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            walk(group.stream(), found);
        }
    }
}

fn position(tokens: &[TokenTree], words: &[&str]) -> Option<usize> {
    tokens.windows(words.len()).position(|window| window.iter().zip(words).all(|(token, word)| is(token, word)))
}

fn is(token: &TokenTree, word: &str) -> bool {
    match token {
        TokenTree::Ident(ident) => *ident == word,
        TokenTree::Punct(mark) => word.chars().eq([mark.as_char()]),
        _ => false,
    }
}

fn currencies(tokens: TokenStream) -> &'static [&'static Limit] {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let entries = tokens.split(|token| is(token, ",")).skip(1);
    let limits = entries.filter_map(|entry| {
        let at = entry.iter().position(|token| is(token, "="))?;
        // one of an earlier request stands with that one's table
        let value = Some(expression(&entry[at + 1..])).filter(|value| matches!(value, Expr::Call { .. }))?;
        Some(&*Box::leak(Box::new(limit(&value))))
    });
    leaked(limits)
}

fn table(
    tokens: &[TokenTree],
    limits: &'static [&'static Limit],
    found: &BTreeMap<String, &'static Form>,
) -> &'static Form {
    let Expr::Call { name, given, then } = expression(tokens) else { panic!("a table") };
    let [Expr::Text(id), Expr::Text(of), Expr::Text(path)] = given.as_slice() else { panic!("{name} {given:?}") };
    let said = |key: &str| then.iter().find(|(name, _)| name == key).and_then(|(_, given)| given.first());
    if let Some(Expr::Word(other)) = said("same_as") {
        let module = other.trim_start_matches("super::").trim_end_matches("::FORM");
        let other = found.iter().find(|(id, _)| id.ends_with(&format!("/{module}"))).expect("an earlier request").1;
        return Box::leak(Box::new(Form::gate(id, of, path).same_as(other)));
    }
    let whens = match said("limits_when") {
        Some(Expr::List(entries)) => leaked(entries.iter().map(limit_when)),
        None => &[],
        Some(other) => panic!("{other:?}"),
    };
    let (mut amount, mut currency) = (None, None);
    let Some(Expr::List(rows)) = said("rows") else { panic!("no rows") };
    for row in rows {
        let Expr::Call { given, .. } = row else { panic!("{row:?}") };
        match given.as_slice() {
            [Expr::Text(path), Expr::Call { name, given, .. }] if name.ends_with("Kind::Amount") => {
                amount = Some(Row::new(path, Kind::Amount(integers(&given[0]))));
            }
            [Expr::Text(path), Expr::Word(kind)] if kind.ends_with("Kind::Currency") => {
                currency = Some(Row::new(path, Kind::Currency));
            }
            _ => {}
        }
    }
    let rows = leaked([amount.expect("an amount"), currency.expect("a currency")].into_iter());
    Box::leak(Box::new(Form::gate(id, of, path).limits(limits).rows(rows).limits_when(whens)))
}

fn integers(rule: &Expr) -> IntegerRule {
    let Expr::Call { then, .. } = rule else { panic!("{rule:?}") };
    let range = then.iter().find(|(name, _)| name == "range").map(|(_, given)| given.as_slice());
    match range {
        Some([Expr::Integer(least), Expr::Integer(greatest)]) => IntegerRule::new().range(*least, *greatest),
        other => panic!("{other:?}"),
    }
}

fn limit(expression: &Expr) -> Limit {
    let Expr::Call { given, then, .. } = expression else { panic!("{expression:?}") };
    let [Expr::Text(code), Expr::Integer(decimals)] = given.as_slice() else { panic!("{given:?}") };
    let mut limit = Limit::new(code, u8::try_from(*decimals).expect("decimals"));
    for (name, given) in then {
        limit = match (name.as_str(), given.as_slice()) {
            ("min", [Expr::Integer(minor)]) => limit.min(*minor),
            ("max", [Expr::Integer(minor)]) => limit.max(*minor),
            ("step", [Expr::Integer(minor)]) => limit.step(*minor),
            ("step_told", []) => limit.step_told(),
            ("widest", [bounds]) => limit.widest(self::bounds(bounds)),
            ("force", [Expr::Word(force)]) if force.ends_with("Advisory") => limit.force(Force::Advisory),
            ("force", [Expr::Word(force)]) if force.ends_with("Contract") => limit.force(Force::Contract),
            ("told", [Expr::Text(told), Expr::Text(cite)]) => limit.told(told, cite),
            other => panic!("{other:?}"),
        };
    }
    limit
}

fn bounds(expression: &Expr) -> Bounds {
    let Expr::Call { then, .. } = expression else { panic!("{expression:?}") };
    then.iter().fold(Bounds::new(), |bounds, (name, given)| match (name.as_str(), given.as_slice()) {
        ("min", [Expr::Integer(minor)]) => bounds.min(*minor),
        ("max", [Expr::Integer(minor)]) => bounds.max(*minor),
        ("step", [Expr::Integer(minor)]) => bounds.step(*minor),
        other => panic!("{other:?}"),
    })
}

fn limit_when(expression: &Expr) -> LimitWhen {
    let Expr::Call { given, then, .. } = expression else { panic!("{expression:?}") };
    let [of, Expr::Call { given: condition, .. }] = given.as_slice() else { panic!("{given:?}") };
    let [Expr::List(tests), Expr::Text(told)] = condition.as_slice() else { panic!("{condition:?}") };
    let tests = tests.iter().map(|test| match test {
        Expr::List(pair) => match pair.as_slice() {
            [Expr::Text(path), test] => (*path, self::test(test)),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    });
    let entry = LimitWhen::new(limit(of), When::new(leaked(tests), told));
    if then.iter().any(|(name, _)| name == "lifts_ends") { entry.lifts_ends() } else { entry }
}

fn test(expression: &Expr) -> Test {
    let Expr::Call { name, given, .. } = expression else { panic!("{expression:?}") };
    let texts = |given: &[Expr]| match given {
        [Expr::List(texts)] => leaked(texts.iter().map(|text| match text {
            Expr::Text(text) => *text,
            other => panic!("{other:?}"),
        })),
        other => panic!("{other:?}"),
    };
    let end = |end: &Expr| match end {
        Expr::Integer(end) => *end,
        Expr::Word(word) if word == "i64::MIN" => i64::MIN,
        Expr::Word(word) if word == "i64::MAX" => i64::MAX,
        other => panic!("{other:?}"),
    };
    match (name.as_str(), given.as_slice()) {
        ("Test::OneOf", given) => Test::OneOf(texts(given)),
        ("Test::NoneOf", given) => Test::NoneOf(texts(given)),
        ("Test::Range", [least, greatest]) => Test::Range(end(least), end(greatest)),
        ("Test::Sent", [Expr::Word(word)]) => Test::Sent(word == "true"),
        other => panic!("{other:?}"),
    }
}

fn expression(tokens: &[TokenTree]) -> Expr {
    let mut tokens = tokens.iter().filter(|token| !is(token, "&")).peekable();
    let mut name = String::new();
    let mut negative = false;
    let first = loop {
        match tokens.next() {
            Some(TokenTree::Punct(mark)) if mark.as_char() == '-' => negative = true,
            Some(TokenTree::Punct(mark)) if mark.as_char() == ':' => name.push(':'),
            Some(TokenTree::Ident(ident)) => {
                name.push_str(&ident.to_string());
                if tokens.peek().is_none_or(|token| !is(token, ":")) {
                    match tokens.peek() {
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                            let given = list(group.stream());
                            tokens.next();
                            break Expr::Call { name, given, then: Vec::new() };
                        }
                        _ => break Expr::Word(name),
                    }
                }
            }
            Some(TokenTree::Literal(literal)) => match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(text) => break Expr::Text(text.value().leak()),
                syn::Lit::Int(digits) => {
                    let integer: i64 = digits.base10_parse().expect("a whole number");
                    break Expr::Integer(if negative { -integer } else { integer });
                }
                _ => panic!("{literal}"),
            },
            Some(TokenTree::Group(group)) => break Expr::List(list(group.stream())),
            other => panic!("{other:?}"),
        }
    };
    let Expr::Call { name, given, mut then } = first else { return first };
    while let Some(token) = tokens.next() {
        assert!(is(token, "."), "{token}");
        match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(name)), Some(TokenTree::Group(group))) => {
                then.push((name.to_string(), list(group.stream())));
            }
            other => panic!("{other:?}"),
        }
    }
    Expr::Call { name, given, then }
}

fn list(tokens: TokenStream) -> Vec<Expr> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.split(|token| is(token, ",")).filter(|one| !one.is_empty()).map(expression).collect()
}

fn leaked<T>(all: impl Iterator<Item = T>) -> &'static [T] {
    Box::leak(all.collect::<Vec<T>>().into_boxed_slice())
}
