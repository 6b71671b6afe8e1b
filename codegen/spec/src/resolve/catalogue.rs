//! Fields: the platform's catalogue with what a method says over it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fault::Kind;
use crate::load::node::step;
use crate::model::fact::{Stated, Word};
use crate::model::field::{Field, Fields};
use crate::resolved as r;

use super::atom::Codes;
use super::judge::{Here, Judge, from_platform};
use super::sums::Sums;
use super::value::lay_over;
use super::words::{paths, refused_for_field, snake};

/// A field with what narrowed it.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) field: r::Field,
    /// The method, not the catalogue, says what the value is.
    pub(crate) own: bool,
    /// Values that depend on a condition.
    pub(crate) conditional: Vec<r::ConditionalValue>,
}

impl Catalogue {
    /// The fields themselves.
    pub(crate) fn into_fields(self) -> impl Iterator<Item = r::Field> {
        Arc::unwrap_or_clone(self.fields).into_values().map(|known| known.field)
    }
}

/// Fields by Gate path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    /// Shared until a scope says something: most say nothing.
    pub(crate) fields: Arc<BTreeMap<String, Known>>,
    /// What countries and currencies are held against.
    pub(crate) codes: Codes,
    /// Which amount and currency are the sum.
    pub(crate) sums: Sums,
}

impl Catalogue {
    pub(crate) fn of_platform(platform: &r::Platform) -> Catalogue {
        let known = |field: &r::Field| {
            let field = r::Field { cite: from_platform(&field.cite), ..field.clone() };
            Known { field, own: false, conditional: Vec::new() }
        };
        let (codes, sums) = (Codes::of_platform(platform), Sums::of_platform(platform));
        let fields = platform.fields.iter().map(|(path, field)| {
            let mut known = known(field);
            known.own |= sums.settle(path, &mut known.field.value, codes.currencies());
            (path.clone(), known)
        });
        Catalogue { fields: Arc::new(fields.collect()), codes, sums }
    }

    /// This catalogue where only these currencies are taken; `None`: the documents do not name them all.
    pub(crate) fn taking(mut self, currencies: Option<&[String]>) -> Catalogue {
        self.codes.taking(currencies);
        self
    }

    /// This catalogue with a scope's `fields` over it.
    pub(crate) fn with(&self, judge: &Judge<'_>, fields: Option<&Fields>, here: &Here) -> Catalogue {
        let mut all = self.clone();
        let Some(fields) = fields else { return all };
        let here = here.down("fields").cited(fields.head.cite.as_ref());
        for (key, entries) in &fields.map {
            let at = here.down(key.as_str());
            for path in paths(key.as_str()) {
                if path.contains("[]") {
                    let help =
                        "say in the `means` of the list what its items hold: what is sent has no fields inside a list";
                    judge.tell_key(
                        Kind::WrongForm,
                        &at.pointer,
                        format!("`{path}` is inside a list"),
                        vec![help.to_owned()],
                    );
                }
                for (n, field) in entries.0.iter().enumerate() {
                    let at = if entries.0.len() > 1 { at.down(n) } else { at.clone() };
                    all.lay(judge, &path, field, &at.clone().cited(field.cite.as_ref()));
                }
            }
        }
        // Once all are known: a condition may name a field that is declared after it.
        for (key, entries) in &fields.map {
            let at = here.down(key.as_str());
            for (n, field) in entries.0.iter().enumerate() {
                let at = if entries.0.len() > 1 { at.down(n) } else { at.clone() };
                super::condition::check(judge, field.when.as_ref(), &all, &at.pointer);
            }
        }
        all
    }

    /// Lays one entry over the field at a path.
    pub(crate) fn lay(&mut self, judge: &Judge<'_>, path: &str, field: &Field, here: &Here) {
        let new = !self.fields.contains_key(path);
        let known = Arc::make_mut(&mut self.fields).entry(path.to_owned()).or_insert_with(|| Known {
            field: fresh(path, here),
            own: true,
            conditional: Vec::new(),
        });
        if let Some(when) = &field.when {
            let mut value = known.field.value.clone();
            lay_over(judge, field, &here.pointer, &mut value);
            for (key, values) in [("values", &field.values), ("known", &field.known)] {
                super::value_names::without_effect(judge, values.as_ref(), &step(&here.pointer, key));
            }
            self.sums.settle(path, &mut value, self.codes.currencies());
            from_one(&mut value);
            if let Some(example) = &field.example
                && let Some((kind, why, help)) = super::atom::refused(&value, &example.to_string(), &self.codes)
            {
                let place = step(&here.pointer, "example");
                judge.tell(kind, &place, format!("the example of `{path}`: {why}"), help);
            }
            known.conditional.push(r::ConditionalValue {
                when: super::condition::read(when),
                value,
                cite: here.cite.clone(),
            });
            return;
        }
        let changed = lay_over(judge, field, &here.pointer, &mut known.field.value);
        let is_amount = known.field.value.kind == r::ValueKind::Amount;
        let beside = self.sums.settle(path, &mut known.field.value, self.codes.currencies());
        from_one(&mut known.field.value);
        if changed || beside {
            let key = if field.known.is_some() { "known" } else { "values" };
            let own = field.known.is_some() || field.values.is_some();
            let place = if own { step(&here.pointer, key) } else { here.pointer.clone() };
            super::atom::listed(judge, &known.field.value, &self.codes, path, &place);
        }
        if let Some(example) = &field.example {
            known.field.example = Some(example.to_string());
        }
        if let Some(example) = known.field.example.as_deref().filter(|_| changed || field.example.is_some())
            && let Some((kind, why, help)) = super::atom::refused(&known.field.value, example, &self.codes)
        {
            let place = if field.example.is_some() { step(&here.pointer, "example") } else { here.pointer.clone() };
            judge.tell(kind, &place, format!("the example of `{path}`: {why}"), help);
        }
        known.own |= changed || new;
        let own = &mut known.field;
        if let Some(means) = &field.means {
            means.as_str().clone_into(&mut own.means);
        }
        if let Some(note) = &field.note {
            own.note = Some(note.as_str().to_owned());
        }
        if beside && is_amount {
            Sums::in_minor_units(&mut own.means);
        }
        if changed || new || field.cite.is_some() {
            own.cite.clone_from(&here.cite);
        }
        if let Some(rust) = &field.rust {
            rust.as_str().clone_into(&mut own.rust);
            if let Some(why) = refused_for_field(&own.rust) {
                judge.tell(Kind::RustName, &step(&here.pointer, "rust"), why, vec!["take another name".to_owned()]);
            }
        }
        match &field.payment_page {
            Some(Stated::Is(name)) => own.payment_page = Some(name.as_str().to_owned()),
            Some(Stated::Word(Word::None)) => own.payment_page = None,
            Some(Stated::Word(_)) | None => {}
        }
        if let Some(Stated::Word(Word::None)) = field.gate {
            own.gate = false
        }
    }
}

/// A sum begins at 1 where nobody says where: a payment of 0 pays nothing, so 0 has to be written.
pub(crate) fn from_one(value: &mut r::Value) {
    if value.kind == r::ValueKind::Amount && value.range.0.is_none() {
        value.range.0 = Some(1);
    }
}

/// A field of which nothing is known but its path.
pub(crate) fn fresh(path: &str, here: &Here) -> r::Field {
    r::Field {
        path: path.to_owned(),
        payment_page: Some(path.replace('.', "_")),
        gate: true,
        rust: snake(path),
        value: r::Value::default(),
        means: String::new(),
        example: None,
        note: None,
        cite: here.cite.clone(),
    }
}
