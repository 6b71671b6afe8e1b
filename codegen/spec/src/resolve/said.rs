//! Must-say: facts that every method must speak of, and that no fact is both given and listed as missing.

use crate::fault::Kind;
use crate::load::node::step;
use crate::resolved as r;

use super::judge::Judge;

/// Tells facts that are neither given nor listed as not documented, or both. The others are listed for the caller.
pub(crate) fn must_say(judge: &Judge<'_>, pointer: &str, must: &[(&str, bool)], listed: &[&str], what: &str) {
    let missing: Vec<&str> =
        must.iter().filter(|(key, given)| !given && !listed.contains(key)).map(|(key, _)| *key).collect();
    if !missing.is_empty() {
        let list = missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        judge.tell(
            Kind::MustSay,
            pointer,
            format!("{what} does not speak of {list}"),
            vec![format!("give the facts with their cites, or list them: `not_documented: [{}]`", missing.join(", "))],
        );
    }
    for (n, key) in listed.iter().enumerate() {
        if must.iter().any(|(own, given)| own == key && *given) {
            judge.tell(
                Kind::SaidTwice,
                &step(&step(pointer, "not_documented"), n),
                format!("`{key}` is given, and listed as not documented"),
                vec!["take it from the list, or take the fact away".to_owned()],
            );
        }
    }
}

/// The word of an operation that says no more.
pub(crate) fn support(word: crate::model::fact::Word) -> r::Support {
    match word {
        crate::model::fact::Word::None => r::Support::None,
        crate::model::fact::Word::Contract => r::Support::Contract,
        crate::model::fact::Word::NotDocumented => r::Support::NotDocumented,
    }
}
