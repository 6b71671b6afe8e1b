//! Documented examples: the files byte for byte, with their errata exactly as declared.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Found, Kind};
use crate::load::files::Files;
use crate::load::source::Source;
use crate::load::texts::letters;
use crate::load::{Sink, text};
use crate::model::method::{ErratumWord, Example, ExampleWord, Method};
use crate::resolved as r;

use super::errata::{scan, value};
use super::judge::{Here, Judge};
use super::words::{OPERATIONS, operation_word};

/// Texts of a method's examples, by file name.
pub(crate) type Texts = BTreeMap<String, String>;

/// Reads the files that a method declares. Tells files that cannot be read, and files that nothing declares.
pub(crate) fn read(files: &dyn Files, own: &Method, sink: &mut Sink) -> Texts {
    let folder = format!("examples/{}", own.method.as_str());
    let declared: BTreeSet<&str> = own.examples.iter().flat_map(|map| map.map.keys()).map(|key| key.as_str()).collect();
    match files.list(&folder) {
        Ok(names) => {
            for name in names.iter().filter(|name| !name.starts_with('.') && !declared.contains(name.as_str())) {
                sink.file_fault(
                    Kind::Misplaced,
                    &format!("{folder}/{name}"),
                    "no method declares this example".to_owned(),
                    &format!("declare it under `examples` of methods/{}.yaml, or remove it", own.method.as_str()),
                );
            }
        }
        Err(unread) => sink.file_fault(unread.kind, &folder, unread.message, ""),
    }
    declared
        .into_iter()
        .filter_map(|name| {
            let path = format!("{folder}/{name}");
            let read = text(files, &path, sink)?;
            let mut found = Found::default();
            letters(&Source::new(path.as_str(), read.as_str()), &mut found);
            sink.found(&path, found);
            sink.texts.insert(path, read.clone());
            Some((name.to_owned(), read))
        })
        .collect()
}

fn kind(word: ExampleWord) -> r::ExampleKind {
    match word {
        ExampleWord::PaymentPageRequest => r::ExampleKind::PaymentPageRequest,
        ExampleWord::GateRequest => r::ExampleKind::GateRequest,
        ExampleWord::Callback => r::ExampleKind::Callback,
        ExampleWord::RedirectData => r::ExampleKind::RedirectData,
        ExampleWord::DisplayData => r::ExampleKind::DisplayData,
    }
}

fn erratum(word: ErratumWord) -> r::Erratum {
    match word {
        ErratumWord::ExtraClosingBrace => r::Erratum::ExtraClosingBrace,
        ErratumWord::LeadingZeroNumber => r::Erratum::LeadingZeroNumber,
        ErratumWord::JsObject => r::Erratum::JsObject,
        ErratumWord::LineBreakInString => r::Erratum::LineBreakInString,
        ErratumWord::BareFragment => r::Erratum::BareFragment,
        ErratumWord::Elided => r::Erratum::Elided,
        ErratumWord::Unsigned => r::Erratum::Unsigned,
    }
}

fn erratum_word(erratum: r::Erratum) -> &'static str {
    match erratum {
        r::Erratum::ExtraClosingBrace => "extra_closing_brace",
        r::Erratum::LeadingZeroNumber => "leading_zero_number",
        r::Erratum::JsObject => "js_object",
        r::Erratum::LineBreakInString => "line_break_in_string",
        r::Erratum::BareFragment => "bare_fragment",
        r::Erratum::Elided => "elided",
        r::Erratum::Unsigned => "unsigned",
    }
}

/// The examples of a method. Tells references that lead nowhere and errata that are not as declared.
pub(crate) fn examples(
    judge: &Judge<'_>,
    own: &Method,
    operations: &BTreeMap<r::OperationKind, r::Operation>,
    texts: &Texts,
) -> Vec<r::Example> {
    let here = Here::default().down("examples");
    own.examples
        .iter()
        .flat_map(|map| &map.map)
        .filter_map(|(file, example)| {
            let at = here.down(file.as_str());
            let (operation, channel) = of(judge, example, operations, &at)?;
            ends(judge, example, operations.get(&operation), channel.as_deref(), &at);
            turn(judge, example, operations.get(&operation), channel.as_deref(), &at);
            breaks(judge, example, operations, &at);
            let text = texts.get(file.as_str())?;
            let json = repaired(judge, example, text, file.as_str(), &at)?;
            Some(r::Example {
                file: file.as_str().to_owned(),
                kind: kind(example.is),
                operation,
                channel,
                turn: example.turn.as_ref().map(|turn| turn.as_str().to_owned()),
                ends: example.ends.as_ref().map(|end| end.as_str().to_owned()),
                at: example.at.iter().map(|(key, printed)| Judge::cite(key.as_str(), printed)).collect(),
                errata: example
                    .errata
                    .iter()
                    .flatten()
                    .map(|word| erratum(*word))
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect(),
                breaks: example.breaks.iter().flatten().map(|rule| rule.as_str().to_owned()).collect(),
                text: text.clone(),
                repaired: scan(text).repaired,
                json,
            })
        })
        .collect()
}

fn of(
    judge: &Judge<'_>,
    example: &Example,
    operations: &BTreeMap<r::OperationKind, r::Operation>,
    here: &Here,
) -> Option<(r::OperationKind, Option<String>)> {
    let at = here.down("of").pointer;
    let (word, channel) = match example.of.as_str().split_once('/') {
        Some((word, channel)) => (word, Some(channel)),
        None => (example.of.as_str(), None),
    };
    let Some(kind) = OPERATIONS.into_iter().find(|kind| operation_word(*kind) == word) else {
        let message = format!("there is no operation `{word}`");
        judge.tell(Kind::Unresolved, &at, message, judge.did_you_mean(word, OPERATIONS.map(operation_word)));
        return None;
    };
    let Some(operation) = operations.get(&kind) else {
        let help = vec!["an example shows an operation of the method".to_owned()];
        judge.tell(Kind::Unresolved, &at, format!("the method has no {word}"), help);
        return None;
    };
    if let Some(channel) = channel
        && !operation.channels.iter().any(|one| one.key == channel)
    {
        let known = operation.channels.iter().map(|one| one.key.as_str());
        judge.tell(
            Kind::Unresolved,
            &at,
            format!("the {word} has no channel `{channel}`"),
            judge.did_you_mean(channel, known),
        );
        return None;
    }
    Some((kind, channel.map(str::to_owned)))
}

fn ends(judge: &Judge<'_>, example: &Example, operation: Option<&r::Operation>, channel: Option<&str>, here: &Here) {
    let (Some(end), Some(operation)) = (&example.ends, operation) else {
        return;
    };
    let of_channel =
        operation.channels.iter().filter(|one| Some(one.key.as_str()) == channel).flat_map(|one| &one.ends);
    let known: Vec<&str> = operation.ends.iter().chain(of_channel).map(|end| end.key.as_str()).collect();
    if !known.contains(&end.as_str()) {
        let message = format!("the operation has no end `{}`", end.as_str());
        judge.tell(Kind::Unresolved, &here.down("ends").pointer, message, judge.did_you_mean(end.as_str(), known));
    }
}

/// The name of a further request must be that of a turn.
fn turn(judge: &Judge<'_>, example: &Example, operation: Option<&r::Operation>, channel: Option<&str>, here: &Here) {
    let (Some(turn), Some(operation)) = (&example.turn, operation) else { return };
    let channels = operation.channels.iter().filter(|one| channel.is_none_or(|key| one.key == key));
    let turns = channels.flat_map(|one| &one.turns).filter_map(|turn| match turn {
        r::Turn::Send { name, .. } => Some(name.as_str()),
        _ => None,
    });
    let known: Vec<&str> = turns.collect();
    if !known.contains(&turn.as_str()) {
        let message = format!("no turn is called `{}`", turn.as_str());
        judge.tell(Kind::Unresolved, &here.down("turn").pointer, message, judge.did_you_mean(turn.as_str(), known));
    }
}

/// `sale/amounts/THB`, `sale/required/customer.id`: the rule must be one that the method has.
fn breaks(judge: &Judge<'_>, example: &Example, operations: &BTreeMap<r::OperationKind, r::Operation>, here: &Here) {
    for (n, rule) in example.breaks.iter().flatten().enumerate() {
        let rule = rule.as_str();
        let mut parts = rule.split('/');
        let word = parts.next().unwrap_or_default();
        let operation =
            OPERATIONS.into_iter().find(|kind| operation_word(*kind) == word).and_then(|kind| operations.get(&kind));
        let rest: Vec<&str> = parts.collect();
        let there = operation.is_some_and(|operation| match rest.as_slice() {
            ["amounts", code] => operation.amounts.contains_key(*code),
            [.., "required", path] => {
                operation.forms.iter().flat_map(|form| &form.rows).any(|row| row.path == *path || row.field == *path)
            }
            _ => false,
        });
        if !there {
            judge.tell(
                Kind::Unresolved,
                &here.down("breaks").down(n).pointer,
                format!("the method has no rule `{rule}`"),
                vec!["rules are `sale/amounts/THB`, `sale/required/customer.id`".to_owned()],
            );
        }
    }
}

/// What the text says, if its errata are as declared.
fn repaired(judge: &Judge<'_>, example: &Example, text: &str, file: &str, here: &Here) -> Option<serde_json::Value> {
    let scan = scan(text);
    let declared: Vec<r::Erratum> = example.errata.iter().flatten().map(|word| erratum(*word)).collect();
    let list = here.down("errata");
    let mut good = true;
    for (n, one) in declared.iter().enumerate() {
        if declared.iter().take(n).any(|other| other == one) {
            judge.tell(
                Kind::Conflict,
                &list.down(n).pointer,
                format!("`{}` stands twice", erratum_word(*one)),
                Vec::new(),
            );
        }
        // What is left out of the print, no scan finds.
        if *one != r::Erratum::Unsigned && !scan.errata.contains(one) {
            good = false;
            judge.tell(
                Kind::ErratumAbsent,
                &list.down(n).pointer,
                format!("the example has no {}", erratum_word(*one)),
                vec!["take it from the list; the file must stay as printed".to_owned()],
            );
        }
    }
    for one in scan.errata.iter().filter(|one| !declared.contains(one)) {
        good = false;
        let all: Vec<&str> = scan.errata.iter().map(|one| erratum_word(*one)).collect();
        judge.tell_key(
            Kind::ErratumUndeclared,
            &here.pointer,
            format!("`{file}` has an erratum that is not declared: {}", erratum_word(*one)),
            vec![format!("declare it: `errata: [{}]`", all.join(", "))],
        );
    }
    if !good {
        return None;
    }
    match value(&scan) {
        Ok(value) => {
            let signed = [&value["signature"], &value["general"]["signature"]].into_iter().any(|one| !one.is_null());
            if let Some(n) = declared.iter().position(|one| signed && *one == r::Erratum::Unsigned) {
                judge.tell(
                    Kind::ErratumAbsent,
                    &list.down(n).pointer,
                    "the example has a signature",
                    vec!["take `unsigned` from the list".to_owned()],
                );
            }
            Some(value)
        }
        Err(why) => {
            judge.tell_key(
                Kind::BrokenExample,
                &here.pointer,
                format!("`{file}` does not read as JSON: {why}"),
                vec!["the file must be as printed; perhaps lines are missing at its start or end".to_owned()],
            );
            None
        }
    }
}
