//! What a signer can get right or wrong: the lines of the report.

use serde::Deserialize;

use crate::lines::lines;

lines! {
    /// A feature of the signature, or of verifying callbacks.
    #[derive(Deserialize)]
    Feature:
    /// Messages of documents and of the SDKs' own tests.
    Documented: "documented messages",
        "join the lines `path:value`, sorted by path, with `;`; HMAC-SHA512 with the secret as key; Base64 with padding",
    /// Parameters that open the Payment Page.
    Page: "Payment Page parameters", "sign the parameters as one flat object, before any URL encoding",
    /// Objects in objects, texts and integers.
    Plain: "plain objects", "a path is the keys from the top joined by `:`; a line is the path, `:` and the value as it is",
    /// Lists of ten items at most.
    ShortLists: "lists up to ten", "an item's key is its index, counted from 0",
    /// Lists whose indices have more than one digit.
    LongLists: "lists over ten", "compare runs of digits in paths as numbers: `items:2` comes before `items:10`",
    /// Keys with numbers in them.
    NumberedKeys: "numbers in keys",
        "compare runs of digits in paths as numbers (`line2` before `line10`), runs that start with 0 digit by digit",
    /// Keys that differ in case.
    CaseKeys: "upper and lower case in keys", "compare the bytes of paths: upper case comes before `_`, `_` before lower case",
    /// Keys of which one begins with the other.
    PrefixKeys: "keys that begin alike",
        "sort by the whole path, not by level and not by the line: `:` of the path counts as a character, the value does not",
    /// Colons in keys.
    Colons: "colons in keys", "double every `:` in a key, at every level",
    /// Semicolons in keys and values.
    Semicolons: "semicolons", "leave `;` in keys and values as it is",
    /// Texts beyond ASCII.
    UnicodeValues: "unicode in values", "undo the escapes of JSON, sign UTF-8, do not normalise",
    /// Keys beyond ASCII.
    UnicodeKeys: "unicode in keys", "compare the UTF-8 bytes of paths, not UTF-16 units",
    /// `true` and `false`.
    Booleans: "booleans", "`true` is `1`, `false` is `0`; the texts \"true\" and \"false\" stay",
    /// `null`.
    Nulls: "nulls", "`null` is an empty value: the line `path:` stays",
    /// Items of lists that are `null`, `true` or `false`.
    ListScalars: "null and booleans in lists",
        "an item is printed as any other value: `null` is empty and keeps its line, `true` is `1`, `false` is `0`",
    /// Keys that objects of some languages have already.
    ObjectNames: "names that objects have already",
        "keep members in a map: `__proto__`, `constructor` and `length` are keys like any other",
    /// CR LF, NUL and the line separators of Unicode.
    ControlTexts: "line ends and controls in values", "CR LF, NUL and U+2028 in a text stay as they are",
    /// Texts that look like dates, times, numbers or `null`.
    Lookalikes: "texts that look like something else",
        "a text stays a text, whatever it looks like: switch off what a reader makes of dates and numbers in quotes",
    /// Keys with blanks and brackets.
    OddKeys: "blanks and brackets in keys",
        "a key is a key, with blanks and `[` in it: read it neither as a path nor as a form's field",
    /// Objects and lists without members.
    Empty: "empty containers", "an empty object or list has no line; an empty text has the line `path:`",
    /// Numbers with a fraction.
    Fractions: "fractions", "print a fraction as it is: 1.5 stays `1.5`",
    /// Numbers with a fraction of zero.
    WholeFractions: "fractions of zero", "a fraction of zero goes: 1.0 is `1`",
    /// Numbers that need more than 14 digits, or an exponent.
    LongFractions: "long and scientific numbers", "print doubles with 14 significant digits, as PHP does: `1.0E+21`",
    /// Integers beyond 2^53, within 64 bits.
    BigIntegers: "big integers", "keep 64-bit integers exact: do not read them as doubles",
    /// Integers beyond 64 bits.
    HugeIntegers: "integers beyond 64 bits", "an integer beyond 64 bits is printed as a double with 14 significant digits",
    /// Numbers beyond every double.
    Infinite: "numbers beyond every double", "a number that no double holds is printed as `INF` or `-INF`",
    /// Keys that are integers.
    IntegerKeys: "integers as keys", "a key that is an integer is a key like any other",
    /// The empty key.
    EmptyKeys: "the empty key", "below an empty key at the top the path starts anew",
    /// A key that an object has twice.
    DuplicateKeys: "keys that come twice", "the last value of a key counts",
    /// `frame_mode` is not signed.
    FrameMode: "frame_mode", "leave out every key `frame_mode` with all that is in it, at every level",
    /// Members named `signature` in what is signed or verified.
    NestedSignature: "nested signature",
        "signing leaves a member `signature` in; verifying takes every one that is not `null` out, in lists too",
    /// Messages larger than what a pipe holds.
    Large: "large messages", "read and write whole lines, whatever their length",
    /// Callbacks as the platform sends them.
    Genuine: "genuine callbacks",
        "take out the member `signature`, sign what is left, compare; a genuine callback that is refused is lost news",
    /// The same callbacks, written otherwise.
    Rewritten: "callbacks written otherwise",
        "decode the body first: white space, escapes and the order of members do not count",
    /// The signature stands in `general`.
    Placed: "signature in `general`", "where there is no `signature` at the top, take the one in `general`",
    /// Callbacks that were changed, or signed with another secret.
    Tampered: "tampered callbacks", "compare all 88 characters, case and padding included, with the signature of what is left",
    /// Callbacks without a signature that could hold.
    Unsigned: "callbacks without a signature", "a signature that is absent, null, empty or no text is refused",
    /// Bodies that are no callbacks.
    Malformed: "bodies that are no callbacks", "refuse what is no JSON object; do not crash on it",
    /// Answering at all.
    Protocol: "the protocol", "answer each line with one line that carries its `id`, and write nothing else to standard output",
}
