//! Which rules a request breaks, by what the spec says of them: of presence, of values, of sums, under conditions, of values
//! that go together. What is of a wrong type or form is not looked at: whoever makes such a fault knows it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use methodspec::resolved::{
    Condition, ConditionalLimit, Force, Form, Limit, Presence, Row, Said, Source, Test, Together, Value as Spec,
    ValueKind,
};
use serde_json::Value;

use super::conditions::{Conditions, find, news, text};

/// Ids of the rules that a request breaks, with its texts that hold objects unpacked.
pub(super) fn broken(form: &Form, json: &Value) -> BTreeSet<String> {
    let conditions = Conditions::of(form);
    let mut broken = BTreeSet::new();
    for row in &form.rows {
        conditions.of_row(row, json, &mut broken);
    }
    broken.extend(conditions.limits_broken_by(json));
    for table in &conditions.tables {
        if conditions.is_broken(table, json) {
            broken.extend(conditions.rule_of(table));
        }
    }
    broken
}

/// Whether a rule of the form is of a kind that is looked at here.
pub(super) fn knows(form: &Form, rule: &str) -> bool {
    let kind = rule.strip_prefix(&form.id).and_then(|rest| rest.split('/').nth(1));
    !matches!(kind, Some("type" | "format"))
}

impl Conditions<'_> {
    fn of_row(&self, row: &Row, json: &Value, broken: &mut BTreeSet<String>) {
        let id = |kind: &str, path: &str, when: &str| format!("{}/{kind}/{path}{when}", self.form.id);
        let missed = |path: &str| {
            let holder =
                path.rsplit_once('.').is_none_or(|(holder, _)| find(json, holder).is_some_and(Value::is_object));
            holder && find(json, path).is_none()
        };
        if row.presence == Presence::Required && missed(&row.path) {
            broken.insert(id("required", &row.path, ""));
        }
        for one in row.presence_when.iter().filter(|one| one.presence == Presence::Required) {
            let told =
                self.told(&one.when).filter(|_| row.presence != Presence::Required && self.holds(&one.when, json));
            let Some(told) = told else { continue };
            let paths = self.holders(row, &one.when).into_iter().chain([row.path.clone()]).filter(|path| missed(path));
            broken.extend(paths.map(|path| id("required", &path, &format!("/when/{told}"))));
        }
        let Some(value) = find(json, &row.path).filter(|value| is_typed(row, value)) else { return };
        if row.source != Source::Signature {
            broken.extend(breaks(&row.value, value).into_iter().map(|kind| id(kind, &row.path, "")));
        }
        let closed =
            row.value.kind == ValueKind::Currency && !self.form.amounts.is_empty() && !self.form.currencies_open;
        if closed && value.as_str().is_some_and(|code| !self.form.amounts.contains_key(code)) {
            broken.insert(id("currency", &row.path, ""));
        }
        for one in row.value_when.iter().filter(|one| self.holds(&one.when, json)) {
            let Some(told) = self.told(&one.when) else { continue };
            let kinds = breaks(&news(&one.value, &row.value), value).into_iter();
            broken.extend(kinds.map(|kind| id(kind, &row.path, &format!("/when/{told}"))));
        }
    }

    /// Objects that must be there with a field, where they need not be otherwise and the condition neither tests them nor
    /// what is inside them.
    pub(super) fn holders(&self, row: &Row, condition: &Condition) -> Vec<String> {
        let Condition::All(tests) = condition else { return Vec::new() };
        let tested = |holder: &str| {
            let there = tests.iter().filter(|(_, test)| *test != Test::Sent(false));
            let below =
                |path: String| path.strip_prefix(holder).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            there.map(|(path, _)| self.place(path)).any(below)
        };
        let optional = |other: &&Row| {
            row.path.starts_with(&format!("{}.", other.path))
                && other.presence != Presence::Required
                && !tested(&other.path)
        };
        self.form.rows.iter().filter(optional).map(|other| other.path.clone()).collect()
    }

    /// Values that do not go together, where the table's condition holds.
    pub(super) fn is_broken(&self, table: &Together, json: &Value) -> bool {
        table.when.as_ref().is_none_or(|when| self.holds(when, json)) && !agrees(table, &self.columns(table), json)
    }

    /// The rule's id; nothing for a table under a condition in words.
    pub(super) fn rule_of(&self, table: &Together) -> Option<String> {
        let told = match &table.when {
            Some(when) => format!("/when/{}", self.told(when)?),
            None => String::new(),
        };
        Some(format!("{}/together/{}{told}", self.form.id, self.columns(table).join("+")))
    }

    /// Amount in minor units and currency, where there are both.
    pub(super) fn asked<'a>(&self, json: &'a Value) -> Option<(i64, &'a str)> {
        let path = |kind| self.form.rows.iter().find(|row| row.value.kind == kind).map(|row| row.path.as_str());
        let (least, most) = super::sum_ends(self.form);
        let within = |minor: &i64| *minor >= least && *minor <= most;
        let minor = find(json, path(ValueKind::Amount)?)?.as_i64().filter(within)?;
        Some((minor, find(json, path(ValueKind::Currency)?)?.as_str()?))
    }

    fn limits_broken_by(&self, json: &Value) -> Vec<String> {
        let Some((minor, code)) = self.asked(json) else { return Vec::new() };
        let id = |kind: &str, when: &str| format!("{}/amount/{kind}/{code}{when}", self.form.id);
        let Some(limit) = self.form.amounts.get(code) else { return Vec::new() };
        let holding = || limit.when.iter().filter(|one| self.holds(&one.when, json));
        let own = beyond(limit.min, limit.max, limit.step, minor).into_iter();
        // where a condition holds, what its entry states stands in place of what holds elsewhere
        let own = own.filter(|kind| limit.force != Force::Contract && !holding().any(|one| stands_for(one, kind)));
        let mut broken: Vec<String> = own.map(|kind| id(kind, "")).collect();
        for one in holding().filter(|one| one.force != Force::Contract) {
            let Some(told) = self.told(&one.when) else { continue };
            let kinds = beyond(one.min, one.max, one.step, minor).into_iter();
            broken.extend(kinds.map(|kind| id(kind, &format!("/when/{told}"))));
        }
        broken
    }

    /// Bounds of a currency that a request with its conditions must keep: each counts. The step is one of which all are
    /// divisors, as far as one is known.
    pub(super) fn bounds_here(&self, code: &str, json: &Value) -> Option<Bounds> {
        let limit = self.form.amounts.get(code)?;
        let holding: Vec<&ConditionalLimit> = limit.when.iter().filter(|one| self.holds(&one.when, json)).collect();
        let enforced = |force| force != Force::Contract;
        let of = |kind: &str, own: Option<i64>, theirs: fn(&ConditionalLimit) -> Option<i64>| -> Vec<i64> {
            let replaced = holding.iter().any(|one| stands_for(one, kind));
            let own = own.filter(|_| enforced(limit.force) && !replaced);
            own.into_iter()
                .chain(holding.iter().filter(|one| enforced(one.force)).filter_map(|one| theirs(one)))
                .collect()
        };
        Some(Bounds {
            min: of("min", limit.min, |one| one.min).into_iter().max(),
            max: of("max", limit.max, |one| one.max).into_iter().min(),
            step: of("step", limit.step, |one| one.step).into_iter().filter(|step| *step > 0).fold(1, common_multiple),
        })
    }

    /// Every conditional limit that is a rule.
    pub(super) fn limits(&self) -> impl Iterator<Item = (&Limit, &ConditionalLimit)> {
        let all = self.form.amounts.values().flat_map(|limit| limit.when.iter().map(move |one| (limit, one)));
        all.filter(|(_, one)| one.force != Force::Contract)
    }
}

/// Kinds of the rules of a field that a value of its type breaks.
pub(super) fn breaks(spec: &Spec, value: &Value) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    if let Some(text) = value.as_str() {
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if spec.length.0.is_some_and(|least| length < least) || spec.length.1.is_some_and(|most| length > most) {
            kinds.push("length");
        }
        if spec.pattern.as_deref().is_some_and(|pattern| !matches(pattern, text)) {
            kinds.push("pattern");
        }
    }
    if spec.kind == ValueKind::Digits
        && value.as_str().is_some_and(|text| text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        kinds.push("format");
    }
    let out_of_range = |integer: i64| {
        spec.range.0.is_some_and(|least| integer < least) || spec.range.1.is_some_and(|most| integer > most)
    };
    if value.as_i64().is_some_and(out_of_range) {
        kinds.push("range");
    }
    let listed = spec.open || spec.values.is_empty() || spec.values.iter().any(|(known, _)| *known == text(value));
    if !listed && (value.is_string() || value.is_i64()) {
        kinds.push("values");
    }
    kinds
}

thread_local! {
    /// Patterns are few, and tried often.
    static PATTERNS: RefCell<HashMap<String, Option<regex_lite::Regex>>> = RefCell::default();
}

/// A pattern that cannot be read is the loader's matter.
fn matches(pattern: &str, text: &str) -> bool {
    PATTERNS.with_borrow_mut(|patterns| {
        let read = patterns.entry(pattern.to_owned()).or_insert_with(|| regex_lite::Regex::new(pattern).ok());
        read.as_ref().is_some_and(|pattern| pattern.is_match(text))
    })
}

/// What sums of a currency must keep.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) step: i64,
}

/// What sums must keep where the condition of one entry holds, and no other.
pub(super) fn alone(limit: &Limit, one: &ConditionalLimit) -> Bounds {
    let kept = |kind: &str, own: Option<i64>, theirs: Option<i64>| {
        let own = own.filter(|_| limit.force != Force::Contract);
        if stands_for(one, kind) { theirs } else { own }
    };
    Bounds {
        min: kept("min", limit.min, one.min),
        max: kept("max", limit.max, one.max),
        step: kept("step", limit.step, one.step).unwrap_or(1).max(1),
    }
}

/// The least number that is a multiple of both, or the greater where it is too large.
fn common_multiple(a: i64, b: i64) -> i64 {
    let (mut high, mut low) = (a.max(b), a.min(b));
    while low != 0 {
        (high, low) = (low, high % low);
    }
    (a / high.max(1)).checked_mul(b).unwrap_or(a.max(b))
}

/// Whether an entry under a condition has a bound, or a word, in place of one that holds without it.
fn stands_for(one: &ConditionalLimit, kind: &str) -> bool {
    let word = one.ends.as_ref().is_some_and(|ends| *ends != Said::Is(()));
    match kind {
        "min" => one.min.is_some() || word,
        "max" => one.max.is_some() || word,
        _ => one.step.is_some(),
    }
}

/// The bounds that a sum breaks.
pub(super) fn beyond(min: Option<i64>, max: Option<i64>, step: Option<i64>, minor: i64) -> Vec<&'static str> {
    let broken = [
        ("min", min.is_some_and(|min| minor < min)),
        ("max", max.is_some_and(|max| minor > max)),
        ("step", step.is_some_and(|step| step > 0 && minor % step != 0)),
    ];
    broken.into_iter().filter_map(|(kind, breaks)| breaks.then_some(kind)).collect()
}

fn is_typed(row: &Row, value: &Value) -> bool {
    match row.value.kind {
        ValueKind::Integer => value.is_i64(),
        ValueKind::Amount => value.as_i64().is_some_and(|minor| minor >= 0),
        ValueKind::Boolean | ValueKind::Object | ValueKind::List | ValueKind::Json => false,
        _ => value.is_string(),
    }
}

fn agrees(table: &Together, columns: &[String], json: &Value) -> bool {
    let comparable = |value: &&Value| value.is_string() || value.is_i64();
    let found: Vec<Option<String>> =
        columns.iter().map(|column| find(json, column).filter(comparable).map(text)).collect();
    if table.same {
        let mut there = found.iter().flatten();
        return there.next().is_none_or(|first| there.all(|other| other == first));
    }
    let row_agrees = |row: &Vec<Vec<String>>| {
        found.iter().zip(row).all(|(value, cell)| value.as_ref().is_none_or(|value| cell.contains(value)))
    };
    table.rows.iter().any(row_agrees)
}
