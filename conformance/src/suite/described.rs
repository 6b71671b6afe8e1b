//! The generated table of a form against its spec: where the request goes, its fields and what they may hold, its sums,
//! and what holds only under a condition.

use ecommpay_platform::runtime::form as generated;
use ecommpay_platform::runtime::method::FormEntry;
use ecommpay_platform::runtime::money;
use methodspec::resolved::{self, Condition, Row, Source, ValueKind};

use super::table::same;
use super::trial::Trial;
use crate::check::Failure;
use crate::inputs;

impl Trial<'_> {
    /// The table says of the form what the spec says.
    pub(super) fn described(&self, entry: &FormEntry) -> Result<(), Failure> {
        let (spec, table) = (self.form, entry.form);
        let is_page = table.interface == generated::Interface::PaymentPage;
        if table.path != spec.path || is_page != (spec.interface == resolved::Interface::PaymentPage) {
            return Err(Failure::new(&spec.path, format!("it goes to {}", table.path)));
        }
        if !table.channels.iter().eq(spec.channels.iter()) {
            return Err(Failure::new(format!("{:?}", spec.channels), format!("its channels are {:?}", table.channels)));
        }
        let found: Vec<String> = table.rows.iter().map(of_table).collect();
        let wanted: Vec<String> = spec.rows.iter().map(of_spec).collect();
        same("the table's fields", &found.iter().cloned().collect(), &wanted.iter().cloned().collect())?;
        if found != wanted {
            return Err(Failure::from("the table's fields are not in signing order"));
        }
        let found = table.limits_when.iter().map(limit_of_table).collect();
        let wanted = inputs::limits_when(spec).into_iter().map(limit_of_spec).collect();
        same("the table's limits under conditions", &found, &wanted)?;
        let found = table.narrowings.iter().map(|one| format!("{} {}", one.path, kind(one.kind))).collect();
        let wanted = spec.rows.iter().flat_map(narrowed).collect();
        same("what the table's fields are under conditions", &found, &wanted)?;
        let found = table.together.iter().map(|one| format!("{} {:?}", one.told, one.rows)).collect();
        let wanted = inputs::tables(spec).into_iter().map(|(told, rows)| format!("{told} {rows:?}")).collect();
        same("the table's values that go together", &found, &wanted)?;
        Ok(())
    }
}

fn of_table(row: &generated::Row) -> String {
    let (path, presence, source) = (row.path, row.presence, row.source);
    // the signature is the form's own: what its text looks like is no rule
    let kind = if source == generated::Source::Signature { String::new() } else { kind(row.kind) };
    format!("{path} {presence:?} {source:?} {kind} ({})", row.cite)
}

fn of_spec(row: &Row) -> String {
    let (path, presence, source) = (&row.path, row.presence, &row.source);
    let kind = match source {
        Source::Signature => String::new(),
        Source::Encoded => format!("Encoded {:?}", row.value.encoded.unwrap_or(resolved::Encoding::Json)),
        _ => value(&row.value),
    };
    let cite = row.cite.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    format!("{path} {presence:?} {source:?} {kind} ({cite})")
}

/// What a value may be, as the table has it.
fn kind(kind: generated::Kind) -> String {
    match kind {
        generated::Kind::Text(rule) => {
            text(&format!("{:?}", rule.format), (rule.min, rule.max), rule.pattern, values(rule.values), rule.open)
        }
        generated::Kind::Integer(rule) => {
            let listed = rule.values.iter().map(|(value, label)| (value.to_string(), *label));
            integer((rule.min, rule.max), listed.map(|(value, label)| format!("{value}={label}")).collect(), rule.open)
        }
        generated::Kind::Amount(rule) => format!("Amount {}..{}", rule.min, rule.max),
        generated::Kind::Encoded(encoding) => format!("Encoded {encoding:?}"),
        other => format!("{other:?}"),
    }
}

/// What a value may be, as the spec has it.
fn value(spec: &resolved::Value) -> String {
    let listed = values(&spec.values);
    match spec.kind {
        ValueKind::Integer => {
            integer((spec.range.0.unwrap_or(i64::MIN), spec.range.1.unwrap_or(i64::MAX)), listed, spec.open)
        }
        ValueKind::Amount => {
            format!("Amount {}..{}", spec.range.0.unwrap_or(i64::MIN), spec.range.1.unwrap_or(i64::MAX))
        }
        ValueKind::Boolean | ValueKind::Currency | ValueKind::Object | ValueKind::List | ValueKind::Json => {
            format!("{:?}", spec.kind)
        }
        kind => {
            let format = if kind == ValueKind::Text { "Any".to_owned() } else { format!("{kind:?}") };
            let length = (spec.length.0.unwrap_or(0), spec.length.1.unwrap_or(u32::MAX));
            text(&format, length, spec.pattern.as_deref(), listed, spec.open)
        }
    }
}

fn values<V: AsRef<str>, L: AsRef<str>>(values: &[(V, L)]) -> Vec<String> {
    values.iter().map(|(value, label)| format!("{}={}", value.as_ref(), label.as_ref())).collect()
}

fn text(format: &str, (min, max): (u32, u32), pattern: Option<&str>, values: Vec<String>, open: bool) -> String {
    // of an empty list it means nothing whether others may come
    let open = open && !values.is_empty();
    format!("Text {format} {min}..{max} {pattern:?} {values:?} open: {open}")
}

fn integer((min, max): (i64, i64), values: Vec<String>, open: bool) -> String {
    let open = open && !values.is_empty();
    format!("Integer {min}..{max} {values:?} open: {open}")
}

/// What a field must be under a condition, beside what it must be anyway.
fn narrowed(row: &Row) -> impl Iterator<Item = String> + '_ {
    let checked = row.value_when.iter().filter(|one| matches!(one.when, Condition::All(_)));
    checked.map(|one| format!("{} {}", row.path, value(&inputs::news(&one.value, &row.value))))
}

fn limit_of_table(one: &generated::LimitWhen) -> String {
    let limit = &one.limit;
    let force = match limit.force {
        money::Force::Enforced => "enforced",
        money::Force::Advisory => "advisory",
        _ => "contract",
    };
    let bounds = [limit.min, limit.max, limit.step];
    limit_told((limit.currency, limit.decimals), bounds, force, [one.lifts_ends, limit.step_told], one.when.told)
}

fn limit_of_spec(one: inputs::LimitWhen) -> String {
    let (limit, bounds) = (&one.limit, &one.bounds);
    let force = match bounds.force {
        resolved::Force::Enforced => "enforced",
        resolved::Force::Advisory => "advisory",
        resolved::Force::Contract => "contract",
    };
    let ends = [bounds.min, bounds.max, bounds.step];
    limit_told((&limit.currency, limit.decimals), ends, force, [one.lifts, bounds.step_told], &one.told)
}

fn limit_told(of: (&str, u8), bounds: [Option<i64>; 3], force: &str, told: [bool; 2], when: &str) -> String {
    let [lifts, step_told] = told;
    format!("{}/{} {bounds:?} {force} lifts: {lifts} step told: {step_told} when {when}", of.0, of.1)
}
