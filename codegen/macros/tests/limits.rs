//! Limits of amounts, thousands of lists: the generated table, the JSON Schema and the suite say of each amount what a plain
//! reading of the lists says.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::limit_lists::{CONDITIONS, Entry, Fields, Is, Scope, list, spec};
use crate::support::{self, emitted, random::Random, specs};
use ecommpay_conformance::inputs;
use ecommpay_platform::facts::CURRENCIES;
use ecommpay_platform::runtime::form::{Form, Severity};
use serde_json::{Value, json};

/// The condition's number, its bounds, which of them it states, how strictly.
type Under = (usize, [Option<i64>; 3], [bool; 3], [&'static str; 3]);

/// What stands under no condition, and under each: ends, step, how strictly.
#[derive(Debug, Default)]
struct Plain {
    bounds: [Option<i64>; 3],
    force: [&'static str; 3],
    whens: Vec<Under>,
}

/// The plain reading: of each attribute the nearest scope that states it, of each condition the nearest scope that has it.
fn plain(scopes: &[&Scope], code: &str) -> Plain {
    let of = |key: &str| -> Vec<&Entry> { scopes.iter().filter_map(|scope| scope.get(key)).flatten().collect() };
    let (own, any) = (of(code), of("any"));
    let states_ends =
        |entries: &[&Entry]| entries.iter().any(|one| one.when.is_none() && !matches!(one.is, Is::Silent));
    // `any` is for currencies that have no range of their own
    let entries: Vec<&Entry> = if states_ends(&own) { own } else { own.into_iter().chain(any).collect() };
    let mut plain = Plain::default();
    let general = || entries.iter().filter(|one| one.when.is_none());
    let counts = general().find(|one| !matches!(one.is, Is::Silent));
    if let Some(Is::Range(least, greatest)) = counts.map(|one| &one.is) {
        (plain.bounds[0], plain.bounds[1]) = (*least, *greatest);
    }
    plain.bounds[2] = general().find_map(|one| one.by);
    // a range that a nearer scope replaces takes with it that the contract decides it
    let contract = |one: &Entry| counts.is_some_and(|counts| std::ptr::eq(*counts, one)) && is_contract(one);
    let force = general().find_map(|one| one.force.or(contract(one).then_some("contract")));
    let otherwise = general().any(|one| one.otherwise) && general().find_map(|one| one.force) != Some("enforced");
    plain.force = forces(force.unwrap_or("enforced"), otherwise);
    for (when, _) in CONDITIONS.iter().enumerate().take(5) {
        let Some(one) = entries.iter().find(|one| one.when == Some(when)) else { continue };
        let ((least, greatest), word) = match one.is {
            Is::Range(least, greatest) => ((least, greatest), None),
            Is::Word(word) => ((None, None), Some(word)),
            Is::Silent => ((None, None), None),
        };
        let stated = [least.is_some() || word.is_some(), greatest.is_some() || word.is_some(), one.by.is_some()];
        let force = one.force.unwrap_or(if word == Some("contract") { "contract" } else { "enforced" });
        let otherwise = one.otherwise && one.force != Some("enforced");
        plain.whens.push((when, [least, greatest, one.by], stated, forces(force, otherwise)));
    }
    plain
}

/// Amounts beside a step of which it is said what becomes of them are taken.
fn forces(all: &'static str, otherwise: bool) -> [&'static str; 3] {
    [all, all, if otherwise && all == "enforced" { "advisory" } else { all }]
}

fn is_contract(one: &Entry) -> bool {
    matches!(one.is, Is::Word("contract"))
}

impl Plain {
    /// The rules that an amount breaks, each with how strictly it is held.
    fn broken(
        &self,
        form: &str,
        code: &str,
        factor: i64,
        minor: i64,
        fields: &Fields,
    ) -> BTreeMap<String, &'static str> {
        const KINDS: [&str; 3] = ["min", "max", "step"];
        let breaks = |bound: usize, value: i64| match bound {
            0 => minor < value * factor,
            1 => minor > value * factor,
            _ => minor % (value * factor) != 0,
        };
        let holding: Vec<_> = self.whens.iter().filter(|(when, ..)| CONDITIONS[*when].2(fields)).collect();
        let mut broken = BTreeMap::new();
        for (bound, kind) in KINDS.into_iter().enumerate() {
            let replaced = holding.iter().any(|(_, _, stated, _)| stated[bound]);
            let own = self.bounds[bound].filter(|_| !replaced && self.force[bound] != "contract");
            if own.is_some_and(|value| breaks(bound, value)) {
                broken.insert(format!("{form}/amount/{kind}/{code}"), self.force[bound]);
            }
            for (when, bounds, _, force) in &holding {
                let force = force[bound];
                if force != "contract" && bounds[bound].is_some_and(|value| breaks(bound, value)) {
                    broken.insert(format!("{form}/amount/{kind}/{code}/when/{}", CONDITIONS[*when].1), force);
                }
            }
        }
        broken
    }

    /// Amounts at every bound and beside it.
    fn edges(&self, factor: i64) -> BTreeSet<i64> {
        let ends = self.whens.iter().flat_map(|(_, bounds, ..)| bounds).chain(&self.bounds).flatten();
        let beside = ends.flat_map(|end| [end * factor - 1, end * factor, end * factor + 1]);
        beside.filter(|minor| *minor > 0).collect()
    }
}

fn fields(random: &mut Random) -> Fields {
    let one = |random: &mut Random, of: &[Option<&'static str>]| of[random.below(of.len() as i64) as usize];
    let country = one(random, &[None, Some("FI"), Some("SE"), Some("NO")]);
    let operator = one(random, &[None, Some("CORAL"), Some("KAVA")]);
    let age = [None, Some(17), Some(18)][random.below(3) as usize];
    (country, operator, age, random.below(2) == 0)
}

fn request(minor: i64, code: &str, (country, operator, age, phone): &Fields) -> Value {
    let mut json = json!({ "payment": { "amount": minor, "currency": code }, "customer": {}, "account": {} });
    for (at, value) in [
        ("customer/country", country.map(Value::from)),
        ("account/operator", operator.map(Value::from)),
        ("account/age", age.map(Value::from)),
        ("customer/phone", phone.then(|| json!("79991234567"))),
    ] {
        let (holder, name) = at.split_once('/').expect("a member");
        if let Some(value) = value {
            json[holder][name] = value;
        }
    }
    json
}

/// Lists of one file: as many as a file may hold.
const CHANNELS: u32 = 30;

#[test]
fn every_engine_reads_lists_of_limits_as_they_are_written() {
    let lists = std::env::var("LIMIT_LISTS").ok().and_then(|count| count.parse().ok());
    let lists: u32 = lists.unwrap_or_else(|| support::cases(2_500));
    let each = u32::try_from(CURRENCIES.len()).expect("a count");
    let mut random = Random::new(17);
    let (mut left, mut tried, mut refused) = (lists.div_ceil(each), 0, 0);
    while left > 0 {
        // one alone would be no channel, but the operation itself
        let channels = left.clamp(2, CHANNELS);
        let (all, broken) = hold(&mut random, channels);
        (left, tried, refused) = (left.saturating_sub(channels), tried + all, refused + broken);
    }
    assert!(refused * 5 > tried && refused < tried, "{refused} of {tried} were refused");
}

/// Holds a list of each currency in each of so many channels against every engine: how many amounts were tried and refused.
fn hold(random: &mut Random, channels: u32) -> (usize, usize) {
    let codes: Vec<(&str, u32)> = CURRENCIES.iter().map(|(code, decimals, _)| (*code, u32::from(*decimals))).collect();
    let mut scope = |one_of: i64| -> Scope {
        let mut scope = Scope::new();
        for code in codes.iter().map(|(code, _)| *code).chain(["any"]) {
            if random.below(one_of) == 0 {
                scope.insert(code, list(random));
            }
        }
        scope
    };
    let (of_method, of_operation) = (scope(2), scope(3));
    let of_channels: Vec<Scope> = (0..channels).map(|_| scope(2)).collect();
    let spec = spec(&of_method, &of_operation, &of_channels);
    let specs = specs::specs("limits", &spec);
    let method = &specs.methods["limits"];
    let schemas = methodspec_codegen::schemas(&specs);
    let tables = emitted::forms(methodspec_codegen::module(method, &quote::quote!("spec.yaml")));
    let (mut tried, mut refused) = (0, 0);
    for form in method.operations.values().flat_map(|operation| &operation.forms) {
        let channel: usize =
            form.channel.as_deref().and_then(|key| key[1..].parse().ok()).expect("a form of a channel");
        let scopes = [&of_channels[channel], &of_operation, &of_method];
        let table: &Form = tables[&form.id];
        let schema = &schemas[&format!("schemas/limits/sale-gate-c{channel}.json")];
        let schema: Value = serde_json::from_str(schema).expect("JSON");
        let branches = by_currency(&schema, &form.id);
        for (code, decimals) in &codes {
            let plain = plain(&scopes, code);
            let schema = Schema::new(branches.get(code).map_or(&[][..], Vec::as_slice));
            let factor = 10_i64.pow(*decimals);
            for minor in plain.edges(factor) {
                let fields = fields(random);
                let json = request(minor, code, &fields);
                let wanted = plain.broken(&form.id, code, factor, minor, &fields);
                let told = || format!("{minor} {code} {fields:?} of {plain:?}");
                let found: BTreeMap<String, &str> = table
                    .validate(&json)
                    .into_iter()
                    .filter(|one| one.rule.contains("/amount/"))
                    .map(|one| (one.rule, if one.severity == Severity::Error { "enforced" } else { "advisory" }))
                    .collect();
                assert_eq!(found, wanted, "the generated table: {}", told());
                let wanted: BTreeSet<String> = wanted.into_keys().collect();
                assert_eq!(schema.broken_by(&json), wanted, "the JSON Schema: {}", told());
                let mut broken = inputs::broken(form, &json);
                broken.retain(|rule| rule.contains("/amount/"));
                assert_eq!(broken, wanted, "the suite: {}", told());
                tried += 1;
                refused += usize::from(!wanted.is_empty());
            }
        }
    }
    (tried, refused)
}

/// A JSON Schema of one currency's amounts, and the rules of its branches.
struct Schema {
    validator: jsonschema::Validator,
    rules: Vec<String>,
}

impl Schema {
    fn new(branches: &[&Value]) -> Self {
        let rules = branches.iter().map(|branch| branch["x-rule"].as_str().expect("a rule").to_owned());
        // a list of none is no schema
        let all: Vec<&Value> = branches.iter().copied().chain([&Value::Bool(true)]).collect();
        let schema = json!({ "allOf": all });
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        Self { validator, rules: rules.collect() }
    }

    fn broken_by(&self, json: &Value) -> BTreeSet<String> {
        let errors = self.validator.iter_errors(json).map(|error| {
            let path = error.schema_path().to_string();
            let branch = path.strip_prefix("/allOf/").and_then(|rest| rest.split('/').next());
            self.rules[branch.and_then(|number| number.parse::<usize>().ok()).expect("a branch")].clone()
        });
        errors.collect()
    }
}

/// The branches about amounts, by currency.
fn by_currency<'s>(schema: &'s Value, form: &str) -> BTreeMap<&'s str, Vec<&'s Value>> {
    let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for branch in schema["allOf"].as_array().expect("branches") {
        let rule = branch["x-rule"].as_str().and_then(|rule| rule.strip_prefix(form)?.strip_prefix("/amount/"));
        if let Some(code) = rule.and_then(|rule| rule.split('/').nth(1)) {
            found.entry(code).or_default().push(branch);
        }
    }
    found
}

#[test]
fn what_stands_without_a_condition_holds_wherever_none_does() {
    const AMOUNTS: &str = "      EUR: [10.00..5_000.00, { is: ..3_000.00, when: { customer.country: FI } }]\n      \
        USD: [10.00..5_000.00, { is: 20.00..6_000.00, when: { customer.country: FI } }]\n      \
        VUV:\n        - ..500_000\n        - { is: 1..900_000, when: { customer.country: TO } }\n        \
        - { is: ..900_000, force: contract, when: the merchant is new }\n";
    let specs = specs::specs("coral", &small(AMOUNTS));
    let method = &specs.methods["coral"];
    let form = &method.operations.values().find_map(|operation| operation.forms.first()).expect("a form");
    let tables = emitted::forms(methodspec_codegen::module(method, &quote::quote!("spec.yaml")));
    let schema: Value =
        serde_json::from_str(&methodspec_codegen::schemas(&specs)["schemas/coral/sale-gate.json"]).expect("JSON");
    for (code, country, taken, refused) in [
        ("EUR", None, [1_000, 500_000], [999, 500_001]),
        ("EUR", Some("SE"), [1_000, 500_000], [999, 500_001]),
        ("EUR", Some("FI"), [1_000, 300_000], [999, 300_001]),
        ("USD", Some("SE"), [1_000, 500_000], [999, 500_001]),
        ("USD", Some("FI"), [2_000, 600_000], [1_999, 600_001]),
        ("VUV", None, [1, 500_000], [500_001, 900_000]),
        ("VUV", Some("TO"), [500_001, 900_000], [900_001, 1_000_000]),
    ] {
        let schema = Schema::new(&by_currency(&schema, &form.id)[code]);
        for (minor, wanted) in taken.map(|minor| (minor, false)).into_iter().chain(refused.map(|minor| (minor, true))) {
            let json = request(minor, code, &(country, None, None, false));
            let of_amounts = |rules: BTreeSet<String>| rules.iter().any(|rule| rule.contains("/amount/"));
            let table = tables[&form.id].validate(&json).into_iter().map(|one| one.rule).collect();
            let told = format!("{minor} {code} in {country:?}");
            assert_eq!(of_amounts(table), wanted, "the table: {told}");
            assert_eq!(of_amounts(schema.broken_by(&json)), wanted, "the schema: {told}");
            assert_eq!(of_amounts(inputs::broken(form, &json)), wanted, "the suite: {told}");
        }
    }
    let limits = tables[&form.id].limits;
    let usd = limits.iter().find(|limit| limit.currency == "USD").expect("a limit");
    // an amount is made before it is known what else the request holds
    assert_eq!((usd.min, usd.max, usd.always_broken_by(600_000)), (Some(1_000), Some(500_000), None));
    assert!(usd.always_broken_by(600_001).is_some() && usd.always_broken_by(999).is_some());
}

#[test]
fn amounts_of_which_the_documents_say_what_becomes_of_the_fraction_are_taken() {
    let amounts = [
        ("EUR", "{ is: 10.00..500.00, by: \"1.00\", otherwise: the fraction is cut off }", false),
        ("USD", "{ is: 10.00..500.00, by: \"1.00\", otherwise: declined, force: enforced }", true),
        ("VUV", "{ is: 10..500, by: \"5\" }", true),
    ];
    let amounts = amounts.map(|(code, limits, refused)| (code, limits.to_owned(), refused));
    let block = amounts.iter().map(|(code, limits, _)| format!("      {code}: {limits}\n")).collect::<String>();
    let specs = specs::specs("coral", &small(&block));
    let method = &specs.methods["coral"];
    let form = method.operations.values().find_map(|operation| operation.forms.first()).expect("a form");
    let tables = emitted::forms(methodspec_codegen::module(method, &quote::quote!("spec.yaml")));
    let table = tables[&form.id];
    for (code, _, refused) in amounts {
        let minor = if code == "VUV" { 12 } else { 1_050 };
        let found = table.validate(&request(minor, code, &(None, None, None, false)));
        let found: Vec<_> = found.iter().filter(|one| one.rule.contains("/amount/")).collect();
        // told in any case
        assert_eq!(
            found.iter().map(|one| &one.rule).collect::<Vec<_>>(),
            [&format!("coral/sale/gate/amount/step/{code}")]
        );
        assert_eq!(found.iter().any(|one| one.severity == Severity::Error), refused, "{code}");
        let limit = table.limits.iter().find(|limit| limit.currency == code).expect("a limit");
        assert_eq!(limit.always_broken_by(minor).is_some(), refused, "{code}");
    }
}

#[test]
fn what_is_said_of_any_currency_holds_where_none_is_named() {
    for word in ["contract", "not_documented"] {
        for (amounts, refused) in [("any: 10.00..", true), ("any: not_documented", false)] {
            let text = small(&format!("      {amounts}\n"));
            let text = text.replace("currencies: [EUR, USD, VUV]", &format!("currencies: {word}"));
            let specs = specs::specs("coral", &text);
            let method = &specs.methods["coral"];
            let form = method.operations.values().find_map(|operation| operation.forms.first()).expect("a form");
            let table = emitted::forms(methodspec_codegen::module(method, &quote::quote!("spec.yaml")))[&form.id];
            let schema = &methodspec_codegen::schemas(&specs)["schemas/coral/sale-gate.json"];
            let schema: Value = serde_json::from_str(schema).expect("JSON");
            let branches = by_currency(&schema, &form.id);
            for (code, below, least) in [("EUR", 999, 1_000), ("JPY", 9, 10), ("KWD", 9_999, 10_000)] {
                let schema = Schema::new(branches.get(code).map_or(&[][..], Vec::as_slice));
                for (minor, wanted) in [(below, refused), (least, false)] {
                    let json = request(minor, code, &(None, None, None, false));
                    let found = table.validate(&json).iter().any(|one| one.rule.contains("/amount/min/"));
                    let told = format!("{minor} {code}, currencies: {word}, amounts: {amounts}");
                    assert_eq!((found, !schema.broken_by(&json).is_empty()), (wanted, wanted), "{told}");
                    assert_eq!(
                        inputs::broken(form, &json).iter().any(|rule| rule.contains("/amount/")),
                        wanted,
                        "{told}"
                    );
                }
            }
            // nobody said that each of them is taken
            let files = methodspec_codegen::emit(&specs, &methodspec_codegen::Target::in_workspace()).expect("Rust");
            let page = &files["ecommpay-coral/README.md"];
            let limits = if refused { "from 10.00 in any currency" } else { "in any currency, limits not documented" };
            assert!(page.contains(limits) && !page.contains("AED"), "{page}");
            let docs: String =
                files["ecommpay-coral/src/sale.rs"].lines().filter(|line| line.starts_with("//!")).collect();
            assert!(docs.contains(limits) && !docs.contains("AED"), "{docs}");
            let examples = files.iter().filter(|(file, _)| file.contains("/examples/"));
            assert!(examples.into_iter().all(|(_, text)| !text.contains("AED")));
        }
    }
}

/// A method with these amounts.
fn small(amounts: &str) -> String {
    format!(
        "method: coral\nversion: 0.1.0\ntitle: Coral\nsummary: A wallet.\n\
         documents: {{ guide: {{ title: Guide, language: en, read: 2026-11 }} }}\ncite: guide\nnames: coral\nkind: wallet\n\
         countries: [FI]\ncurrencies: [EUR, USD, VUV]\nnot_documented: [conversion, instruments]\noperations:\n  sale:\n    \
         via: [gate]\n    path: /v2/payment/coral/sale\n    times: not_documented\n    send: {{ customer.country: optional }}\n    \
         channels: none\n    amounts:\n{amounts}  payout: none\n  refund: none\n  recurring: none\n  chargeback: none\n"
    )
}
