//! Which methods and rules are run.

use std::fmt;

use glob::Pattern;
use methodspec::resolved::Specs;

/// Methods by key and rules by id or glob. Nothing given: all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    methods: Vec<String>,
    rule: Option<Matcher>,
}

/// An exact id, or a glob in which `*` stands for any text, `/` too.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    pub(super) text: String,
    pattern: Pattern,
}

impl Matcher {
    pub(super) fn new(text: &str) -> Result<Self, String> {
        // an id may hold characters that mean something in a glob, and is taken as it stands as well
        let pattern = Pattern::new(text).or_else(|why| {
            if text.contains('*') { Err(format!("{text:?} is no glob: {why}")) } else { Ok(Pattern::default()) }
        })?;
        Ok(Self { text: text.to_owned(), pattern })
    }

    pub(super) fn matches(&self, id: &str) -> bool {
        self.text == id || self.pattern.matches(id)
    }
}

impl Selection {
    /// Of these methods the rules of this id or glob.
    ///
    /// # Errors
    /// Where the text is no glob.
    pub fn new(methods: Vec<String>, rule: Option<&str>) -> Result<Self, String> {
        Ok(Self { methods, rule: rule.map(Matcher::new).transpose()? })
    }

    /// Whether a rule is among them.
    #[must_use]
    pub fn takes(&self, method: &str, rule: &str) -> bool {
        self.takes_method(method) && self.rule.as_ref().is_none_or(|wanted| wanted.matches(rule))
    }

    pub(super) fn takes_method(&self, method: &str) -> bool {
        self.methods.is_empty() || self.methods.iter().any(|wanted| wanted == method)
    }

    /// A method that does not exist is a slip, and not an empty run.
    ///
    /// # Errors
    /// Where a method is neither in the specs nor `platform`.
    pub fn refuse_unknown_methods(&self, specs: &Specs) -> Result<(), String> {
        let strange =
            self.methods.iter().find(|key| *key != super::others::PLATFORM && !specs.methods.contains_key(*key));
        let Some(strange) = strange else { return Ok(()) };
        let known = specs.methods.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        Err(format!("no method {strange:?} in the specs; there are {known} and platform"))
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let methods = self.methods.iter().map(|method| format!("--method {method}"));
        let rule = self.rule.iter().map(|rule| format!("--rule '{}'", rule.text));
        let told = methods.chain(rule).collect::<Vec<_>>().join(" ");
        f.write_str(if told.is_empty() { "all methods and rules" } else { &told })
    }
}
