//! The text that is signed, for those who want to see it.

use super::{flatten, lines};
use crate::json::{Duplicates, Fault, Limits, Tape, checked};

/// The text to sign of a JSON text by the bare reference rule.
///
/// The last of a key's values counts, `;` and `null` pass, and members named `signature` are signed like any other: a
/// request must not have one when it is signed. For comparing with other signers; to sign, use [`super::Signer`].
///
/// ```
/// use ecommpay_runtime::sign::text_to_sign;
///
/// assert_eq!(text_to_sign(br#"{"b": [true, null], "a:a": 1.50}"#)?, "a::a:1.5;b:0:1;b:1:");
/// # Ok::<(), ecommpay_runtime::json::Fault>(())
/// ```
pub fn text_to_sign(json: &[u8]) -> Result<String, Fault> {
    text(json, false)
}

/// The same for a callback: members named `signature` are left out, at any depth, unless they are `null`.
pub fn callback_text_to_sign(json: &[u8]) -> Result<String, Fault> {
    text(json, true)
}

/// What [`callback_text_to_sign`] makes, piece by piece.
pub(crate) fn callback_pieces(json: &[u8], take: impl FnMut(&str)) -> Result<(), Fault> {
    pieces(json, true, take)
}

fn text(json: &[u8], without_signatures: bool) -> Result<String, Fault> {
    let mut text = String::new();
    pieces(json, without_signatures, |piece| text.push_str(piece))?;
    Ok(text)
}

fn pieces(json: &[u8], without_signatures: bool, take: impl FnMut(&str)) -> Result<(), Fault> {
    let limits = Limits::reference();
    let body = checked(json, &limits)?;
    let (mut tape, mut paths) = (Tape::default(), String::new());
    flatten::plain(body, &limits, Duplicates::LastWins, without_signatures, &mut tape, &mut paths)?;
    lines::emit(body, &tape, &paths, |_| "", take);
    Ok(())
}
