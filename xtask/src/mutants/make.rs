//! From operators to mutants.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use methodspec::resolved::{Method, Specs};
use quote::quote;

use super::operators::{self, Change, Operator};

/// A method whose generated code has one mistake; or none, for methods as they should be.
pub(crate) struct Mutant {
    /// `limit-min-up sandbar-money/sale FJD`.
    pub(crate) name: String,
    /// The operator; nothing where there is no mistake.
    pub(crate) operator: Option<&'static str>,
    /// Key of the method.
    pub(crate) method: String,
    /// The module's text.
    pub(crate) code: String,
}

/// Keys of the invented methods, made so that every kind of rule can be broken.
pub(crate) fn invented(root: &Path) -> anyhow::Result<BTreeSet<String>> {
    let folder = root.join(super::project::INVENTED).join("methods");
    let mut keys = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        keys.extend(entry?.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    Ok(keys)
}

/// The methods without a mistake that are used, then the mutants by operator.
pub(crate) fn mutants(specs: &Specs, invented: &BTreeSet<String>, full: bool) -> anyhow::Result<Vec<Mutant>> {
    let (ours, real): (Vec<&Method>, Vec<&Method>) =
        specs.methods.values().partition(|method| invented.contains(&method.key));
    let mut mutants = Vec::new();
    for (nth, operator) in operators::all().enumerate() {
        let of_ours = ours.iter().flat_map(|method| of(operator, method, full));
        let mut made: Vec<Mutant> = if full { of_ours.collect() } else { of_ours.take(1).collect() };
        // each operator begins with another real method, so that all of them have their turn
        let turn = real.iter().cycle().skip(nth % real.len().max(1)).take(real.len());
        if full || made.is_empty() {
            made.extend(turn.flat_map(|method| of(operator, method, false)).take(1));
        }
        made.is_empty().then_some(()).map_or(Ok(()), |()| {
            Err(anyhow::anyhow!("{}: no method has a place for it: add one to the invented methods", operator.name))
        })?;
        mutants.append(&mut made);
    }
    let used: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.method.as_str()).collect();
    let used = specs.methods.values().filter(|method| used.contains(method.key.as_str()));
    let right = used.map(|method| Mutant {
        name: format!("no-mistake {}", method.key),
        operator: None,
        method: method.key.clone(),
        code: code(method),
    });
    let right: Vec<Mutant> = right.collect();
    Ok(right.into_iter().chain(mutants).collect())
}

/// Mutants of one method: one of each shape, or the first alone. Where the code comes out as it should be, nothing is
/// wrong with it, and it is no mutant.
fn of(operator: &'static Operator, method: &Method, full: bool) -> Vec<Mutant> {
    let right = code(method);
    let one = |at: &str, code: String| Mutant {
        name: format!("{} {at}", operator.name),
        operator: Some(operator.name),
        method: method.key.clone(),
        code,
    };
    match operator.change {
        Change::Text(edit) => {
            let code = edit(&right).filter(|code| *code != right);
            code.map(|code| one(&method.key, code)).into_iter().collect()
        }
        Change::Model(sites) => {
            let mut shapes = BTreeSet::new();
            let mut mutants = Vec::new();
            for site in sites(method) {
                let wrong = code(&site.method);
                if wrong != right && shapes.insert(site.shape) {
                    mutants.push(one(&site.at, wrong));
                    if !full {
                        break;
                    }
                }
            }
            mutants
        }
    }
}

fn code(method: &Method) -> String {
    // the text is always that of the true spec: the suite holds the code against it
    let spec = format!("../specs/methods/{}.yaml", method.key);
    methodspec_codegen::module(method, &quote!(#spec)).to_string()
}
