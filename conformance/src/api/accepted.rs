//! Whether the schema of a route accepts a request.

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use methodspec::resolved::{Row, ValueKind};
use methodspec::sources::api::{Description, Shape, What};
use serde_json::Value;

/// The schema of one route.
pub(super) struct Accepted {
    validator: Validator,
    shape: Shape,
    /// Fields whose difference of a kind is on record.
    excused: Vec<(String, What)>,
    /// Lists and objects of which our spec names no member: what the suite puts in them says nothing.
    free: Vec<String>,
}

impl Accepted {
    /// # Errors
    /// Where the schema is none.
    pub(super) fn new(
        description: &Description,
        schema: &Value,
        rows: &[Row],
        excused: Vec<(String, What)>,
    ) -> Result<Self, String> {
        let holds = |row: &Row| rows.iter().any(|other| other.path.starts_with(&format!("{}.", row.path)));
        let free =
            rows.iter().filter(|row| matches!(row.value.kind, ValueKind::List | ValueKind::Object) && !holds(row));
        let free = free.map(|row| format!("{}.", row.path)).collect();
        let whole = description.with_definitions(schema);
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = options.build(&whole).map_err(|why| format!("the route's schema does not read: {why}"))?;
        Ok(Self { validator, shape: description.shape(schema), excused, free })
    }

    /// Every fault of a request that is not on record.
    pub(super) fn judge(&self, request: &Value) -> Result<(), String> {
        let mut faults = Vec::new();
        for error in self.validator.iter_errors(request) {
            let mut place = error.instance_path().as_str().trim_start_matches('/').replace('/', ".");
            if let ValidationErrorKind::Required { property: Value::String(name) } = error.kind() {
                place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
            }
            if !self.excuses(&place, what(error.kind())) {
                faults.push(format!("{}: {error}", if place.is_empty() { "the request" } else { &place }));
            }
        }
        for path in self.shape.unknown(request) {
            if !self.excuses(&path, Some(What::Unknown)) {
                faults.push(format!("{path}: no such member"));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
    }

    /// `what`: the kind of difference that a fault comes of, where one tells.
    fn excuses(&self, place: &str, what: Option<What>) -> bool {
        let recorded = |(path, kind): &(String, What)| path == place && what.is_none_or(|what| what == *kind);
        self.excused.iter().any(recorded) || self.free.iter().any(|holder| place.starts_with(holder))
    }
}

/// The kind of difference that a fault comes of; nothing where several may be behind it.
fn what(kind: &ValidationErrorKind) -> Option<What> {
    use ValidationErrorKind as Kind;
    Some(match kind {
        Kind::Required { .. } => What::Required,
        Kind::Type { .. } | Kind::Format { .. } => What::Type,
        Kind::MinLength { .. } | Kind::MaxLength { .. } | Kind::MinItems { .. } | Kind::MaxItems { .. } => What::Length,
        Kind::Minimum { .. } | Kind::Maximum { .. } | Kind::ExclusiveMinimum { .. } | Kind::ExclusiveMaximum { .. } => {
            What::Range
        }
        Kind::Enum { .. } | Kind::Constant { .. } | Kind::Pattern { .. } | Kind::MultipleOf { .. } => What::Values,
        Kind::AdditionalProperties { .. } => What::Unknown,
        _ => return None,
    })
}
