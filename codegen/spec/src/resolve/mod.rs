//! Checks of meaning, and resolution: typed files to [`crate::resolved::Specs`].

mod across;
mod answers;
mod atom;
mod bounds;
mod callbacks;
mod catalogue;
mod channel;
mod cites;
mod condition;
mod dead;
mod encoded;
mod ends;
mod errata;
mod example;
mod form;
mod form_of_text;
mod forms;
mod judge;
mod limits;
mod limits_when;
mod lists;
mod meaning;
mod method;
mod money;
mod notes;
mod operation;
mod page_names;
mod parts;
mod pattern;
pub(crate) mod pattern_cases;
mod platform;
mod record;
mod requests;
mod required_with;
mod said;
mod send;
mod sets;
mod steps;
mod sums;
mod together;
mod told;
mod turns;
mod value;
mod value_names;
mod words;

use std::collections::BTreeMap;

use crate::fault::{Faults, Kind};
use crate::load::files::Files;
use crate::load::{File, Sink, file, shape};
use crate::model::method::Method;
use crate::model::platform::{OperationCodes, Platform};
use crate::parallel;
use crate::resolved::Specs;

use judge::Judge;

pub(crate) use words::paths;

/// A cite as its parts.
pub(crate) fn cite_of(key: &str, printed: Option<&str>) -> crate::resolved::Cite {
    Judge::cite(key, printed)
}

/// What a folder says, and every fault of it.
pub(crate) fn folder(files: &dyn Files) -> (Option<Specs>, Faults) {
    let shared = || {
        let mut sink = Sink::default();
        let platform: Option<File<Platform>> = file(files, "platform.yaml", &shape::PLATFORM, &mut sink);
        let codes: Option<File<OperationCodes>> = file(files, "operation-codes.yaml", &shape::CODES, &mut sink);
        (platform, codes, sink)
    };
    let ((platform, codes, mut sink), (methods, found)) = parallel::both(shared, || methods(files));
    sink.take(found);
    let (Some(platform), Some(codes)) = (platform, codes) else {
        return (None, Faults::new(sink.faults, sink.more, sink.texts));
    };

    let judge = Judge::new(&platform.source, &platform.node, &platform.typed.documents, false);
    let resolved = platform::platform(&judge, &platform, &codes);
    sink.found("platform.yaml", judge.into_faults());
    let judge = Judge::new(&codes.source, &codes.node, &codes.typed.documents, false);
    cites::check(&judge, &codes.node);
    if let crate::load::node::What::Map(entries) = &codes.node.what {
        cites::uncited(&judge, entries, &["version", "documents", "note", "cite"]);
    }
    sink.found("operation-codes.yaml", judge.into_faults());

    let shared = catalogue::Catalogue::of_platform(&resolved);
    let flows = steps::flows(&platform.typed);
    let judged = parallel::map(&methods, |(file, texts)| {
        let judge = Judge::new(&file.source, &file.node, &file.typed.documents, file.typed.draft);
        let method = method::method(&judge, file, &resolved, &shared, &flows, texts);
        (method, judge.into_faults())
    });
    let mut done = BTreeMap::new();
    let mut drafts = Vec::new();
    for ((file, _), (method, faults)) in methods.iter().zip(judged) {
        sink.found(&file.source.file, faults);
        if file.typed.draft {
            drafts.push(method.key);
        } else {
            done.insert(method.key.clone(), method);
        }
    }
    drafts.sort();
    let finished: Vec<&File<Method>> = methods.iter().map(|(file, _)| file).filter(|file| !file.typed.draft).collect();
    sink.faults.extend(across::check(&finished, &done));
    let faults = Faults::new(sink.faults, sink.more, sink.texts);
    let specs = (!faults.has_errors()).then_some(Specs { platform: resolved, methods: done, drafts });
    (specs, faults)
}

/// The files of methods that read, in order of their names, with the examples that they name.
fn methods(files: &dyn Files) -> (Vec<(File<Method>, example::Texts)>, Sink) {
    let mut sink = Sink::default();
    let mut names = match files.list("methods") {
        Ok(names) => names,
        Err(unread) => {
            sink.file_fault(unread.kind, "methods", unread.message, "");
            return (Vec::new(), sink);
        }
    };
    names.sort();
    let mut paths = Vec::new();
    for name in names.iter().filter(|name| !name.starts_with('.') && !name.ends_with('~')) {
        let path = format!("methods/{name}");
        if name.ends_with(".yml") {
            sink.file_fault(Kind::Misplaced, &path, "files of methods end in `.yaml`".to_owned(), "rename it");
        } else if name.ends_with(".yaml") {
            paths.push(path);
        }
    }
    let read = parallel::map(&paths, |path| {
        let mut sink = Sink::default();
        let method: Option<File<Method>> = file(files, path, &shape::METHOD, &mut sink);
        let method = method.map(|method| {
            let texts = match files.has_examples() {
                true => example::read(files, &method.typed, &mut sink),
                false => example::Texts::new(),
            };
            (method, texts)
        });
        (method, sink)
    });
    let mut methods = Vec::new();
    for (method, found) in read {
        methods.extend(method);
        sink.take(found);
    }
    (methods, sink)
}
