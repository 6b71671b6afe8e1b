//! Absent means absent: what a method lacks does not compile, and what it has does. Made from the specs.

use crate::compile;
use crate::compile::Program;
use crate::support;
use methodspec::resolved::{
    Force, Form, Interface, Limit, Method, Operation, OperationKind, Presence, Source, ValueKind,
};

const OPERATIONS: [(OperationKind, &str); 8] = [
    (OperationKind::Sale, "sale"),
    (OperationKind::Auth, "auth"),
    (OperationKind::Capture, "capture"),
    (OperationKind::Cancel, "cancel"),
    (OperationKind::Recurring, "recurring"),
    (OperationKind::Refund, "refund"),
    (OperationKind::Payout, "payout"),
    (OperationKind::Chargeback, "chargeback"),
];

#[test]
fn what_a_method_lacks_does_not_compile() {
    let specs = support::specs();
    let channels: Vec<String> = specs
        .methods
        .values()
        .flat_map(|method| method.operations.values())
        .flat_map(|operation| &operation.channels)
        .map(|channel| channel.module.clone())
        .collect();
    let codes: Vec<String> = specs.platform.currencies.keys().cloned().collect();
    let mut programs = Vec::new();
    for method in specs.methods.values() {
        programs.push(operations(method));
        for operation in method.operations.values().filter(|operation| !operation.forms.is_empty()) {
            programs.push(without_fields(method, operation));
            programs.push(without_channels(method, operation, &channels));
            for taker in takers(method, operation) {
                programs.push(currencies(&taker, &codes));
                programs.push(outside_of_limits(&taker));
                programs.push(at_the_limits(&taker));
            }
        }
    }
    let wanted: usize = programs.iter().map(Program::expectations).sum();
    assert!(wanted > 100, "only {wanted} refusals are asked for: the specs were not read");
    let faults = compile::faults("absent", &programs);
    assert!(faults.is_empty(), "{} of {wanted}:\n{}", faults.len(), faults.join("\n"));
}

fn name(kind: OperationKind) -> &'static str {
    OPERATIONS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

fn operations(method: &Method) -> Program {
    let mut program = Program::new(format!("{}-lacks-operations", method.key));
    program.line("#![allow(unused_imports)]");
    for (kind, name) in OPERATIONS {
        let has = method.operations.get(&kind).is_some_and(|operation| !operation.forms.is_empty());
        let import = format!("use ecommpay::{}::{name} as _{name};", method.module);
        if has {
            program.line(import);
        } else {
            program.refused(import, "E0432", format!("no `{name}` in"));
        }
    }
    program
}

/// Modules of the forms of an operation, with their forms.
fn modules<'a>(method: &Method, operation: &'a Operation) -> Vec<(String, &'a Form)> {
    let base = format!("ecommpay::{}::{}", method.module, name(operation.kind));
    let module = |form: &Form| {
        let path = form.module.iter().map(String::as_str);
        std::iter::once(base.as_str()).chain(path).collect::<Vec<_>>().join("::")
    };
    operation.forms.iter().map(|form| (module(form), form)).collect()
}

fn without_fields(method: &Method, operation: &Operation) -> Program {
    let mut program = Program::new(format!("{}-{}-without-a-field", method.key, name(operation.kind)));
    for (index, (module, form)) in modules(method, operation).into_iter().enumerate() {
        let required: Vec<&str> = form
            .rows
            .iter()
            .filter(|row| row.source == Source::Caller && row.presence == Presence::Required)
            .filter(|row| row.value.kind != ValueKind::Currency)
            .map(|row| row.rust.as_str())
            .collect();
        let literal = |left_out: Option<&str>| {
            let kept = required.iter().filter(|field| Some(**field) != left_out);
            let fields: Vec<String> = kept.map(|field| format!("{field}: f.{field}")).collect();
            format!("{module}::Fields {{ {} }}", fields.join(", "))
        };
        program.line(format!("pub fn whole_{index}(f: {module}::Fields) -> {module}::Fields {{ {} }}", literal(None)));
        for field in &required {
            let function = format!("pub fn no_{index}_{field}(f: {module}::Fields) -> {module}::Fields {{");
            let body = literal(Some(field));
            program.refused(format!("{function} {body} }}"), "E0063", format!("missing field `{field}`"));
        }
    }
    program
}

fn without_channels(method: &Method, operation: &Operation, all: &[String]) -> Program {
    let mut program = Program::new(format!("{}-{}-lacks-channels", method.key, name(operation.kind)));
    program.line("#![allow(unused_imports)]");
    let own: Vec<&String> = operation.forms.iter().filter_map(|form| form.module.first()).collect();
    let mut others: Vec<&String> = all.iter().filter(|channel| !own.contains(channel)).collect();
    others.sort();
    others.dedup();
    for channel in others {
        let import = format!("use ecommpay::{}::{}::{channel} as _{channel};", method.module, name(operation.kind));
        program.refused(import, "E0432", format!("no `{channel}` in"));
    }
    program
}

/// A request that takes an amount, of a type of its own.
struct Taker<'a> {
    name: String,
    module: String,
    form: &'a Form,
}

/// Every request of an operation that takes an amount; of the two of a channel the one to Gate, whose type the other has.
fn takers<'a>(method: &Method, operation: &'a Operation) -> Vec<Taker<'a>> {
    let takes = |form: &Form| form.rows.iter().any(|row| row.value.kind == ValueKind::Amount);
    let is_first = |form: &Form| {
        let gate = |other: &&Form| other.interface == Interface::Gate && other.channel == form.channel;
        form.interface == Interface::Gate || !operation.forms.iter().filter(gate).any(takes)
    };
    let taker = |(module, form): (String, &'a Form)| Taker { name: form.id.replace('/', "-"), module, form };
    modules(method, operation).into_iter().filter(|(_, form)| takes(form) && is_first(form)).map(taker).collect()
}

fn currencies(taker: &Taker<'_>, codes: &[String]) -> Program {
    let mut program = Program::new(format!("{}-lacks-currencies", taker.name));
    program.line(format!("use {}::Currency;", taker.module));
    for code in codes {
        let line = format!("pub const IN_{code}: Currency = Currency::{code};");
        if taker.form.amounts.contains_key(code) {
            program.line(line);
        } else {
            program.refused(line, "E0599", format!("`{code}`"));
        }
    }
    program
}

fn enforced<'a>(taker: &Taker<'a>) -> impl Iterator<Item = &'a Limit> {
    taker.form.amounts.values().filter(|limit| limit.force == Force::Enforced)
}

fn outside_of_limits(taker: &Taker<'_>) -> Program {
    let mut program = Program::new(format!("{}-outside-of-limits", taker.name));
    program.line("#![allow(unused_imports)]");
    program.line(format!("use ecommpay::runtime::amount;\nuse {} as taker;", taker.module));
    for limit in enforced(taker) {
        let sides = [("below", limit.min.map(|min| min - 1)), ("above", limit.max.map(|max| max + 1))];
        for (side, minor) in sides {
            if let Some(minor) = minor.filter(|minor| *minor >= 0) {
                let (code, sum) = (&limit.currency, support::major(minor, limit.decimals));
                let lower = code.to_lowercase();
                let line = format!("pub fn {side}_{lower}() {{ let _ = amount!(taker, {code} {sum}); }}");
                program.refused(line, "E0080", " takes ");
            }
        }
    }
    program
}

fn at_the_limits(taker: &Taker<'_>) -> Program {
    let mut program = Program::new(format!("{}-at-the-limits", taker.name));
    program.line("#![allow(unused_imports)]");
    program.line(format!("use ecommpay::runtime::amount;\nuse {} as taker;", taker.module));
    for limit in enforced(taker) {
        for (side, minor) in [("least", limit.min), ("most", limit.max)] {
            if let Some(minor) = minor {
                let (code, sum) = (&limit.currency, support::major(minor, limit.decimals));
                let lower = code.to_lowercase();
                program.line(format!("pub fn {side}_{lower}() {{ let _ = amount!(taker, {code} {sum}); }}"));
            }
        }
    }
    program
}
