//! From a received body to a callback that can be trusted.

use super::index::Index;
use super::place::{ABSENT, Finder, Unprotected};
use super::{DedupeKey, Keys, Note, Reason, Refusal, Shape, Verified, ambiguous};
use crate::json::{Document, Duplicates, Fault, Item, Kind, Limits, Tape, View, What, checked, scan};
use crate::sign::flatten::Walk;
use crate::sign::lines;
use crate::sign::{Key, order::Sorted};

/// Verifies a callback with the limits and the strictness that suit the platform.
///
/// `body` is the request's body as it was received, byte for byte.
///
/// # Errors
/// A [`Refusal`], which says why, and what to answer over HTTP.
pub fn verify(shape: &'static Shape, keys: &Keys, body: &[u8]) -> Result<Verified, Refusal> {
    Verifier::new(shape).verify(keys, body)
}

/// The project that a body says it is for: the one thing that may be read before it is verified.
///
/// # Errors
/// A [`Refusal`] where the body cannot be read or names no project, or two.
pub fn peek_project(body: &[u8], limits: &Limits) -> Result<i64, Refusal> {
    let text = checked(body, limits)?;
    let mut tape = Tape::default();
    scan(text, limits, Duplicates::Refuse, &mut tape, false)?;
    project(Item { view: View { body: text, tape: &tape }, at: 0 })?.ok_or(Refusal::new(Reason::ProjectMissing))
}

/// [`verify`] with other limits, or with some of its refusals switched off.
#[derive(Debug, Clone, Copy)]
pub struct Verifier {
    shape: &'static Shape,
    limits: Limits,
    take_duplicate_keys: bool,
    take_ambiguous_text: bool,
    take_other_types: bool,
    dedupe_key: bool,
}

impl Verifier {
    /// As strict as [`verify`].
    pub fn new(shape: &'static Shape) -> Verifier {
        Verifier {
            shape,
            limits: Limits::default(),
            take_duplicate_keys: false,
            take_ambiguous_text: false,
            take_other_types: false,
            dedupe_key: false,
        }
    }

    /// How much is read.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Verifier {
        self.limits = limits;
        self
    }

    /// Takes a key that an object has twice: its last value counts, as for the platform.
    #[must_use]
    pub fn take_duplicate_keys(mut self) -> Verifier {
        self.take_duplicate_keys = true;
        self
    }

    /// Takes texts that could as well be further fields. Somebody may have hidden fields in them.
    #[must_use]
    pub fn take_ambiguous_text(mut self) -> Verifier {
        self.take_ambiguous_text = true;
        self
    }

    /// Takes fields of types that the platform does not send. Somebody may have changed them.
    #[must_use]
    pub fn take_other_types(mut self) -> Verifier {
        self.take_other_types = true;
        self
    }

    /// Has the key that tells old news from new ready: made from the lines that were signed, while they are at hand. Without
    /// this, [`Reading::dedupe_key`](super::Reading::dedupe_key) reads the body again. It is the same key.
    #[must_use]
    pub fn with_dedupe_key(mut self) -> Verifier {
        self.dedupe_key = true;
        self
    }

    /// Verifies a body, as received, with the keys of the project that it names. A body that names none is of the only
    /// project that there are keys of, which its signature then proves, and a [`Note`] says so.
    ///
    /// # Errors
    /// A [`Refusal`], which says why, and what to answer over HTTP.
    pub fn verify(&self, keys: &Keys, body: &[u8]) -> Result<Verified, Refusal> {
        self.verify_choosing(body, |named| Some((named.or_else(|| keys.only_project())?, keys)))
    }

    /// [`Verifier::verify`] with keys that are chosen for the body: `choose` is given the project that it names, if any, and
    /// gives the project that it is of, and keys of that one. So it need not be read beforehand to know whose keys to fetch.
    ///
    /// # Errors
    /// A [`Refusal`], which says why, and what to answer over HTTP. Where nothing is chosen, the project is missing or not
    /// known.
    pub fn verify_choosing<'k>(
        &self,
        body: &[u8],
        choose: impl FnOnce(Option<i64>) -> Option<(i64, &'k Keys)>,
    ) -> Result<Verified, Refusal> {
        let mut notes = Vec::new();
        let document = self.read(body, &mut notes)?;
        if document.root().kind() != Kind::Object {
            return Err(Refusal::new(Reason::NoObject));
        }
        let received = signature(document.root())?.to_owned();
        let named = project(document.root())?;
        if named.is_none() {
            notes.push(Note::ProjectNotNamed);
        }
        let otherwise = if named.is_none() { Reason::ProjectMissing } else { Reason::ProjectUnknown };
        let (project, keys) = choose(named).ok_or(Refusal::new(otherwise))?;
        let keys = keys.of(project).ok_or(Refusal::new(Reason::ProjectUnknown))?;
        self.verify_with(document, project, keys, &received, notes)
    }

    /// Lays out what was signed, holds the signature against it, and judges what the signature does not decide.
    fn verify_with(
        &self,
        mut document: Document,
        project: i64,
        keys: &[Key],
        received: &str,
        mut notes: Vec<Note>,
    ) -> Result<Verified, Refusal> {
        let index = self.shape.index();
        let finder =
            Finder { index, found: vec![ABSENT; self.shape.fields().len()], unprotected: None, kept: Vec::new() };
        let mut paths = String::new();
        let mut walk = Walk::new(&document.body, &self.limits, true, &mut document.tape, &mut paths, finder);
        walk.run()?;
        let Finder { found, unprotected, kept, .. } = walk.guide;
        let sorted = lines::sort(&mut document.tape, &paths, |at| index.signed(at));

        // Nothing else is told of a text before its signature is known to be right.
        let (key_index, has_semicolon) = held(&document, &paths, index, keys, received)?;
        let plain = ambiguous::is_plain(&document.tape, has_semicolon);
        if sorted != Sorted::Unique || unprotected.is_some() || !plain {
            let doubt = (sorted, unprotected, plain);
            self.doubtful(&document, &paths, doubt, &mut notes)
                .map_err(|refusal| refusal.about(payment(document.root())))?;
        }
        let path = |row: usize| self.shape.fields().get(row).map(|field| field.path);
        notes.extend(kept.into_iter().map(|row| Note::Type { field: row.and_then(path) }));
        let news = self.dedupe_key.then(|| {
            DedupeKey::of_pieces(|take| {
                lines::emit(&document.body, &document.tape, &paths, |at| index.signed(at), take);
                true
            })
        });
        let text = lines::text_nodes(&document.tape);
        document.tape.nodes.truncate(text);
        Ok(Verified { document, shape: self.shape, found, notes, key_index, project, news: news.flatten() })
    }

    /// What the signature does not decide, of a body that is not as plain as most.
    #[cold]
    #[inline(never)]
    fn doubtful(
        &self,
        document: &Document,
        paths: &str,
        (sorted, unprotected, plain): (Sorted, Option<Unprotected>, bool),
        notes: &mut Vec<Note>,
    ) -> Result<(), Refusal> {
        if sorted != Sorted::Unique {
            return Err(Refusal::new(Reason::PathTwice));
        }
        self.unprotected(unprotected, notes)?;
        if plain { Ok(()) } else { self.texts(document, paths, self.shape.index(), notes) }
    }

    fn read(&self, body: &[u8], notes: &mut Vec<Note>) -> Result<Document, Fault> {
        let body = checked(body, &self.limits)?.to_owned();
        let mut tape = Tape::default();
        match scan(&body, &self.limits, Duplicates::Refuse, &mut tape, true) {
            Err(fault) if fault.what() == What::DuplicateKey && self.take_duplicate_keys => {
                scan(&body, &self.limits, Duplicates::LastWins, &mut tape, true)?;
                notes.push(Note::DuplicateKey);
            }
            other => other?,
        }
        Ok(Document { body, tape })
    }

    fn unprotected(&self, unprotected: Option<Unprotected>, notes: &mut Vec<Note>) -> Result<(), Refusal> {
        let refusal = match unprotected {
            None => return Ok(()),
            Some(Unprotected::Rootless) => return Err(Refusal::new(Reason::EmptyKey)),
            Some(Unprotected::Type(row)) => match row.and_then(|row| self.shape.fields().get(row)) {
                Some(field) => Refusal::field(Reason::Type, field.path),
                None => Refusal::new(Reason::Type),
            },
        };
        if !self.take_other_types {
            return Err(refusal);
        }
        notes.push(Note::Type { field: refusal.field_path() });
        Ok(())
    }

    fn texts(&self, document: &Document, paths: &str, index: &Index, notes: &mut Vec<Note>) -> Result<(), Refusal> {
        let texts = ambiguous::find(&document.body, &document.tape, paths, index);
        notes.extend(texts.semicolons.into_iter().map(|path| Note::Semicolon { path }));
        if let Some((path, ambiguity)) = texts.ambiguous {
            if !self.take_ambiguous_text {
                return Err(Refusal::ambiguous(ambiguity));
            }
            notes.push(Note::Ambiguous { path });
        }
        Ok(())
    }
}

/// Which key made the signature, and whether a text holds a `;`.
fn held(
    document: &Document,
    paths: &str,
    index: &Index,
    keys: &[Key],
    received: &str,
) -> Result<(usize, bool), Refusal> {
    let count = document.tape.nodes.len() - lines::text_nodes(&document.tape);
    for (number, key) in keys.iter().enumerate() {
        let mut sink = key.sink();
        lines::emit(&document.body, &document.tape, paths, |at| index.signed(at), |piece| sink.push(piece));
        let semicolons = sink.semicolons();
        if sink.finish().matches(received) {
            return Ok((number, semicolons + 1 > count));
        }
    }
    Err(Refusal::new(Reason::SignatureWrong))
}

/// A member at the top, and the same in `general`; a `null` counts as none.
fn either<'a>(root: Item<'a>, key: &str) -> (Option<Item<'a>>, Option<Item<'a>>) {
    let given = |item: &Item<'_>| item.kind() != Kind::Null;
    (root.get(key).filter(given), root.get("general").and_then(|general| general.get(key)).filter(given))
}

fn signature(root: Item<'_>) -> Result<&str, Refusal> {
    let text = |item: Item<'_>| match item.as_str() {
        None => Err(Refusal::new(Reason::SignatureNoText)),
        Some("") => Err(Refusal::new(Reason::SignatureEmpty)),
        Some(_) => Ok(()),
    };
    let (top, general) = either(root, "signature");
    for item in [top, general].into_iter().flatten() {
        text(item)?;
    }
    match (top.and_then(Item::as_str), general.and_then(Item::as_str)) {
        (Some(one), Some(other)) if one != other => Err(Refusal::new(Reason::SignaturesDisagree)),
        (Some(one), _) | (None, Some(one)) => Ok(one),
        (None, None) => Err(Refusal::new(Reason::SignatureMissing)),
    }
}

/// The payment that a body says it is about, where it gives an identifier that the platform takes.
fn payment(root: Item<'_>) -> Option<&str> {
    let text = |path: &str| root.at(path).and_then(Item::as_str);
    let id = text("payment.id").or_else(|| text("general.payment_id"))?;
    (1..=PAYMENT_ID).contains(&id.chars().take(PAYMENT_ID + 1).count()).then_some(id)
}

/// The most characters of a payment's identifier.
const PAYMENT_ID: usize = 255;

/// The project that a body names, at the top or in `general`.
fn project(root: Item<'_>) -> Result<Option<i64>, Refusal> {
    let number =
        |item: Item<'_>| item.as_i64().or_else(|| digits(item.as_str()?)).ok_or(Refusal::new(Reason::ProjectNoInteger));
    if root.kind() != Kind::Object {
        return Err(Refusal::new(Reason::NoObject));
    }
    let (top, general) = either(root, "project_id");
    match (top.map(number).transpose()?, general.map(number).transpose()?) {
        (Some(one), Some(other)) if one != other => Err(Refusal::new(Reason::ProjectsDisagree)),
        (top, general) => Ok(top.or(general)),
    }
}

/// A number that is written as a text, as test callbacks of the vendor's SDKs have it: it is signed as the number is.
fn digits(text: &str) -> Option<i64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}
