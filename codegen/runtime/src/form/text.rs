//! Texts, each of a type of its own: a payment id is no customer id.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use super::format::Format;
use super::pattern;

/// What a text must be.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct TextRule {
    /// Its form.
    pub format: Format,
    /// Fewest code points.
    pub min: u32,
    /// Most code points.
    pub max: u32,
    /// A pattern that the whole text matches.
    pub pattern: Option<&'static str>,
    /// The values it may have, with their labels; empty: any.
    pub values: &'static [(&'static str, &'static str)],
    /// Other values than `values` are let through: the list is known not to be complete.
    pub open: bool,
}

impl TextRule {
    /// Any text.
    #[must_use]
    pub const fn new() -> Self {
        Self { format: Format::Any, min: 0, max: u32::MAX, pattern: None, values: &[], open: false }
    }

    /// Sets the form.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Sets the length in code points, both ends included.
    #[must_use]
    pub const fn length(mut self, min: u32, max: u32) -> Self {
        self.min = min;
        self.max = max;
        self
    }

    /// Sets the pattern, anchored at both ends.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Sets the only values that are taken.
    #[must_use]
    pub const fn values(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.values = values;
        self
    }

    /// Sets values that are known beside others.
    #[must_use]
    pub const fn known(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.values = values;
        self.open = true;
        self
    }

    /// Every part of the rule that `text` does not keep.
    pub fn broken_by(&self, text: &str) -> impl Iterator<Item = TextFault> + use<> {
        let length = text.chars().count();
        let bounds = usize::try_from(self.min).unwrap_or(usize::MAX)..=usize::try_from(self.max).unwrap_or(usize::MAX);
        let listed = self.open || self.values.is_empty() || self.values.iter().any(|(value, _)| *value == text);
        [
            (!bounds.contains(&length), TextFault::Length),
            (!self.format.takes(text), TextFault::Format),
            (self.pattern.is_some_and(|pattern| !pattern::matches(pattern, text)), TextFault::Pattern),
            (!listed, TextFault::Value),
        ]
        .into_iter()
        .filter_map(|(broken, fault)| broken.then_some(fault))
    }
}

impl Default for TextRule {
    fn default() -> Self {
        Self::new()
    }
}

/// Which part of a [`TextRule`] does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextFault {
    /// Too short or too long.
    Length,
    /// Not of the form.
    Format,
    /// Does not match the pattern.
    Pattern,
    /// Not one of the values.
    Value,
}

/// What sets one type of text apart. Implemented by generated code.
pub trait TextKind: 'static {
    /// What it is, for messages: `payment id`.
    const NAME: &'static str;
    /// What it must be.
    const RULE: TextRule;
}

/// A text that keeps the rule of its kind.
///
/// `Debug` shows the kind and the length, never the text: it may be personal.
pub struct Text<K> {
    text: String,
    kind: PhantomData<fn() -> K>,
}

impl<K: TextKind> Text<K> {
    /// The kind of a row that holds it.
    pub const KIND: super::Kind = super::Kind::Text(K::RULE);

    /// Takes a text.
    ///
    /// # Errors
    /// Where the text does not keep the rule of the kind.
    pub fn new(text: impl Into<String>) -> Result<Self, TextError> {
        let text = text.into();
        match K::RULE.broken_by(&text).next() {
            None => Ok(Self { text, kind: PhantomData }),
            Some(fault) => Err(TextError { name: K::NAME, rule: K::RULE, fault, length: text.chars().count() }),
        }
    }

    /// One of the values that the rule of the kind lists. For generated code, which makes the rule and the values of one list.
    #[doc(hidden)]
    #[must_use]
    pub fn listed(value: &'static str) -> Self {
        Self { text: value.to_owned(), kind: PhantomData }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }
}

impl<K: TextKind> FromStr for Text<K> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Self::new(text)
    }
}

impl<K> Clone for Text<K> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}

impl<K> PartialEq for Text<K> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl<K> Eq for Text<K> {}

impl<K: TextKind> fmt::Debug for Text<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}, {} characters>", K::NAME, self.text.chars().count())
    }
}

/// Why a text is not of its kind. Shows lengths and rules, never the text.
#[derive(Debug, Clone, Copy)]
pub struct TextError {
    name: &'static str,
    rule: TextRule,
    fault: TextFault,
    length: usize,
}

impl TextError {
    /// Which part of the rule does not hold.
    #[must_use]
    pub const fn fault(&self) -> TextFault {
        self.fault
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: found {}, wanted {}", self.name, found(self.length), self.rule.wanted(self.fault))
    }
}

impl std::error::Error for TextError {}

/// A text as messages show it.
pub(super) fn found(length: usize) -> String {
    match length {
        0 => "an empty text".to_owned(),
        1 => "a text of 1 character".to_owned(),
        _ => format!("a text of {length} characters"),
    }
}

impl TextRule {
    /// What would have been right, in words.
    pub(super) fn wanted(&self, fault: TextFault) -> String {
        match fault {
            TextFault::Length if self.max == u32::MAX => {
                format!("at least {} characters", self.min)
            }
            TextFault::Length if self.min == self.max => format!("{} characters", self.min),
            TextFault::Length => format!("{} to {} characters", self.min, self.max),
            TextFault::Format => self.format.told().to_owned(),
            TextFault::Pattern => format!("a text that matches {}", self.pattern.unwrap_or_default()),
            TextFault::Value => {
                let values: Vec<&str> = self.values.iter().take(12).map(|(value, _)| *value).collect();
                let more = if self.values.len() > values.len() { ", …" } else { "" };
                format!("one of {}{more}", values.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    enum Id {}
    impl TextKind for Id {
        const NAME: &'static str = "id";
        const RULE: TextRule = TextRule::new().length(1, 3);
    }

    #[test]
    fn lengths_count_code_points() {
        assert!("ÄÖÜ".parse::<Text<Id>>().is_ok());
        assert_eq!(Text::<Id>::new("").unwrap_err().to_string(), "id: found an empty text, wanted 1 to 3 characters");
        assert_eq!(Text::<Id>::new("abcd").unwrap_err().fault(), TextFault::Length);
    }

    #[test]
    fn debug_never_shows_the_text() {
        let id: Text<Id> = "abc".parse().unwrap();
        assert_eq!(format!("{id:?}"), "<id, 3 characters>");
    }
}
