//! Lists of limits as they are written in a spec.

use std::collections::BTreeMap;

use super::random::Random;

/// Conditions as a spec writes them, as rule ids tell them, and what they say of (country, operator, age, phone).
pub(crate) type Condition = (&'static str, &'static str, fn(&Fields) -> bool);
pub(crate) type Fields = (Option<&'static str>, Option<&'static str>, Option<i64>, bool);
pub(crate) const CONDITIONS: [Condition; 6] = [
    ("{ customer.country: FI }", "customer.country=FI", |fields| fields.0 == Some("FI")),
    ("{ customer.country: [FI, SE] }", "customer.country=FI|SE", |fields| matches!(fields.0, Some("FI" | "SE"))),
    ("{ customer.country: { except: [FI] } }", "customer.country!=FI", |fields| {
        fields.0.is_some_and(|one| one != "FI")
    }),
    ("{ account.age: { range: 18.. } }", "account.age=18..", |fields| fields.2.is_some_and(|age| age >= 18)),
    (
        "{ account.operator: CORAL, customer.phone: { sent: false } }",
        "account.operator=CORAL&customer.phone:absent",
        |fields| fields.1 == Some("CORAL") && !fields.3,
    ),
    ("the merchant is new", "", |_| false),
];

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// A number of [`CONDITIONS`].
    pub(crate) when: Option<usize>,
    pub(crate) is: Is,
    pub(crate) by: Option<i64>,
    pub(crate) force: Option<&'static str>,
    /// It says what becomes of other amounts.
    pub(crate) otherwise: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Is {
    Silent,
    Range(Option<i64>, Option<i64>),
    Word(&'static str),
}

pub(crate) type List = Vec<Entry>;
/// By currency or `any`, of one scope.
pub(crate) type Scope = BTreeMap<&'static str, List>;

fn entry(random: &mut Random, when: Option<usize>) -> Entry {
    // no list leaves no amount: every least amount is below every greatest, and a multiple of every step between them
    let least = (random.below(4) > 0).then(|| 1 + random.below(60));
    let greatest = (random.below(4) > 0).then(|| 300 + random.below(300));
    let is = match random.below(9) {
        0 => Is::Silent,
        1 => Is::Word(["none", "contract", "not_documented"][random.below(3) as usize]),
        _ if least.is_none() && greatest.is_none() => Is::Silent,
        _ => Is::Range(least, greatest),
    };
    let by = (random.below(4) == 0).then(|| [2, 3, 5, 10][random.below(4) as usize]);
    let force = (random.below(5) == 0).then(|| ["enforced", "advisory", "contract"][random.below(3) as usize]);
    let otherwise = by.is_some() && random.below(3) == 0;
    match is {
        Is::Silent if by.is_none() => Entry { when, is: Is::Range(Some(7), None), by, force, otherwise },
        is => Entry { when, is, by, force, otherwise },
    }
}

/// A list of one currency.
pub(crate) fn list(random: &mut Random) -> List {
    let general = (random.below(4) > 0).then(|| entry(random, None));
    let mut list: List = general.into_iter().collect();
    for when in 0..CONDITIONS.len() {
        // one in words alone is told of the limits themselves
        if random.below(4) == 0 && (when < 5 || !list.is_empty()) {
            list.insert(random.below(list.len() as i64 + 1) as usize, entry(random, Some(when)));
        }
    }
    if list.is_empty() { vec![entry(random, Some(0))] } else { list }
}

fn yaml(list: &List) -> String {
    let entries = list.iter().map(|one| {
        let mut keys = Vec::new();
        match &one.is {
            Is::Silent => {}
            Is::Range(least, greatest) => {
                let end = |end: &Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
                keys.push(format!("is: {}..{}", end(least), end(greatest)));
            }
            Is::Word(word) => keys.push(format!("is: {word}")),
        }
        keys.extend(one.by.map(|by| format!("by: \"{by}\"")));
        keys.extend(one.force.map(|force| format!("force: {force}")));
        keys.extend(one.otherwise.then(|| "otherwise: rounded down".to_owned()));
        keys.extend(one.when.map(|when| format!("when: {}", CONDITIONS[when].0)));
        format!("{{ {} }}", keys.join(", "))
    });
    let entries: Vec<String> = entries.collect();
    if entries.len() == 1 { entries[0].clone() } else { format!("[{}]", entries.join(", ")) }
}

fn block(scope: &Scope, indent: &str) -> String {
    scope.iter().map(|(code, list)| format!("{indent}{code}: {}\n", yaml(list))).collect()
}

/// A method with a channel for each of the last scopes.
pub(crate) fn spec(of_method: &Scope, of_operation: &Scope, of_channels: &[Scope]) -> String {
    let channels = of_channels.iter().enumerate().map(|(n, scope)| {
        // no two ask for the same
        format!(
            "      c{n}:\n        means: A way.\n        turns: []\n        send: {{ account.c{n}: optional }}\n        \
             fields: {{ account.c{n}: {{ type: text, means: A field. }} }}\n        amounts:\n{}",
            block(scope, "          ")
        )
    });
    format!(
        "method: limits\nversion: 0.1.0\ntitle: Limits\nsummary: Lists of limits.\n\
         documents: {{ guide: {{ title: Guide, language: en, read: 2026-11 }} }}\ncite: guide\nnames: limits\n\
         kind: wallet\ncountries: [FI]\ncurrencies: all\nnot_documented: [conversion, instruments]\n\
         fields:\n  account.operator: {{ type: text, means: The operator. }}\n  account.age: {{ type: integer, range: 0..150, means: An age. }}\n\
         amounts:\n{}operations:\n  sale:\n    via: [gate]\n    path: /v2/payment/limits/sale\n    times: not_documented\n    \
         send: {{ customer.country: optional, customer.phone: optional, account.operator: optional, account.age: optional }}\n    \
         amounts:\n{}    channels:\n{}  payout: none\n  refund: none\n  recurring: none\n  chargeback: none\n",
        block(of_method, "  "),
        block(of_operation, "      "),
        channels.collect::<String>()
    )
}
