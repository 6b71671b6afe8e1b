use std::fmt;

/// A value that holds no others, as it is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// Signed as nothing, with its path.
    Null,
    /// Signed as it is.
    Text(&'a str),
    /// Signed in decimal digits.
    Integer(i64),
    /// Signed as `1` or `0`.
    Boolean(bool),
    /// A number by its JSON text: signed as the reference prints it.
    Number(&'a str),
}

impl Scalar<'_> {
    /// Appends the value as it is signed.
    pub fn write(self, out: &mut String) {
        use fmt::Write;
        match self {
            Scalar::Null => {}
            Scalar::Text(text) => out.push_str(text),
            Scalar::Integer(integer) => {
                // A String takes whatever is written.
                let _ = write!(out, "{integer}");
            }
            Scalar::Boolean(boolean) => out.push(if boolean { '1' } else { '0' }),
            Scalar::Number(digits) => super::number::with_signed(digits, |text| out.push_str(text)),
        }
    }
}

/// Prints what it is, never what it says: card data passes through here.
impl fmt::Debug for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scalar::Null => "Null",
            Scalar::Text(_) => "Text(..)",
            Scalar::Integer(_) => "Integer(..)",
            Scalar::Boolean(_) => "Boolean(..)",
            Scalar::Number(_) => "Number(..)",
        })
    }
}
