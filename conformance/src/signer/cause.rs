//! Why an answer is wrong, where a single value is enough to show it: the hint is then about that value, and not about the
//! payload in which it happened to stand.

use std::collections::BTreeMap;

use ecommpay_platform::runtime::json::{Document, Item, Kind, Limits, quote};

use super::case::Case;
use super::feature::Feature;
use super::judge::{Found, Outcome};
use super::session::Session;

/// Values that are asked about, of one payload and of all.
const LEAVES: usize = 24;
const ALL: usize = 2_000;
/// Longest value that is asked about.
const LONGEST: usize = 1 << 10;

/// What is known of values that were asked about alone.
#[derive(Default)]
pub(super) struct Causes {
    /// What the program said where it was wrong.
    asked: BTreeMap<String, Option<Found>>,
}

/// The smallest payload that shows a fault, with a hint that fits.
pub(super) type Cause = (Case, Found);

/// What a text can have that a reader changes, and the text without it.
type Trait = (&'static str, fn(&str) -> String);

const TRIMS: &str = "sign each text as it came: trim nothing";

/// In the order in which they are looked for: each leaves the others as they are.
fn traits() -> [Trait; 6] {
    let without_marks =
        |text: &str| text.replace(|sign: char| sign.is_control() || "\u{2028}\u{2029}".contains(sign), "_");
    [
        // blanks alone: line ends are controls
        (TRIMS, |text| text.trim_matches([' ', '\u{a0}']).to_owned()),
        (Feature::Semicolons.mend(), |text| text.replace(';', ",")),
        (Feature::ControlTexts.mend(), without_marks),
        (Feature::UnicodeValues.mend(), |text| text.replace(|sign: char| !sign.is_ascii(), "_")),
        (Feature::UnicodeValues.mend(), |text| text.replace(['\\', '"', '/', '<', '>', '&'], "_")),
        (Feature::Lookalikes.mend(), |text| format!("x{}", text.replace(|sign: char| sign.is_ascii_digit(), "n"))),
    ]
}

impl Causes {
    /// A value of the case that the program gets wrong alone. Nothing where it gets a plain one wrong too: then the value
    /// is not why.
    pub(super) fn find(&mut self, session: &mut Session<'_>, case: &Case) -> Option<Cause> {
        if self.wrong(session, "\"b\"").is_some() {
            return None;
        }
        let document = Document::read(case.json.as_bytes(), &Limits::default()).ok()?;
        let mut leaves = Vec::new();
        collect(document.root(), &mut leaves);
        leaves.into_iter().find_map(|leaf| self.of(session, case, &leaf))
    }

    fn of(&mut self, session: &mut Session<'_>, case: &Case, leaf: &str) -> Option<Cause> {
        let mut found = self.wrong(session, leaf)?;
        let hint = match serde_json::from_str::<String>(leaf) {
            Ok(text) => self.of_text(session, &text),
            Err(_) => of_number(leaf),
        };
        found.mend = found.mend.or(Some(hint));
        let mut alone = Case::sign(case.feature, alone(leaf)).ok()?;
        alone.name = format!("{}, that value alone", case.name);
        Some((alone, found))
    }

    /// What of a text the program changes: without it, it gets the text right.
    fn of_text(&mut self, session: &mut Session<'_>, text: &str) -> &'static str {
        let mut is_cause = |change: fn(&str) -> String| {
            let other = change(text);
            other != text && self.wrong(session, &quoted(&other)).is_none()
        };
        let cause = traits().into_iter().find(|(_, change)| is_cause(*change));
        cause.map_or(Feature::Plain.mend(), |(hint, _)| hint)
    }

    /// What the program says of a value alone, where that is wrong.
    fn wrong(&mut self, session: &mut Session<'_>, leaf: &str) -> Option<Found> {
        if let Some(known) = self.asked.get(leaf) {
            return known.clone();
        }
        if self.asked.len() >= ALL {
            return None;
        }
        let case = Case::sign(Feature::Plain, alone(leaf)).ok()?;
        let found = match session.judge(&case) {
            Ok(Outcome::Failed(found)) => Some(found),
            _ => None,
        };
        self.asked.insert(leaf.to_owned(), found.clone());
        found
    }
}

fn alone(leaf: &str) -> String {
    format!("{{\"a\":{leaf}}}")
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    quote(text, &mut out);
    out
}

/// Values that are neither objects nor lists, as they are written.
fn collect(item: Item<'_>, leaves: &mut Vec<String>) {
    if leaves.len() >= LEAVES {
        return;
    }
    match item.kind() {
        Kind::Object => item.members().for_each(|(_, item)| collect(item, leaves)),
        Kind::List => item.items().for_each(|item| collect(item, leaves)),
        _ => {
            if let Ok(raw) = std::str::from_utf8(item.raw())
                && raw.len() <= LONGEST
                && !leaves.iter().any(|known| known == raw)
            {
                leaves.push(raw.to_owned());
            }
        }
    }
}

fn of_number(leaf: &str) -> &'static str {
    let digits = leaf.trim_start_matches('-');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let feature = match leaf {
        "true" | "false" => Feature::Booleans,
        "null" => Feature::Nulls,
        _ if leaf.parse::<f64>().is_ok_and(f64::is_infinite) => Feature::Infinite,
        _ if leaf.contains(['e', 'E']) || digits.len() > 15 && !fraction.is_empty() => Feature::LongFractions,
        _ if !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0') => Feature::WholeFractions,
        _ if !fraction.is_empty() => Feature::Fractions,
        _ if leaf.parse::<i64>().is_err() => Feature::HugeIntegers,
        _ if whole.len() > 15 => Feature::BigIntegers,
        _ => Feature::Plain,
    };
    feature.mend()
}
