//! What signs and verifies.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

/// A project's secret key.
///
/// Wiped from memory when dropped. Never printed, and it cannot be serialised.
///
/// ```
/// use ecommpay_runtime::Secret;
///
/// let secret = Secret::new("from your vault")?;
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
/// # Ok::<(), ecommpay_runtime::EmptySecret>(())
/// ```
///
/// There is no way to print it:
///
/// ```compile_fail,E0277
/// println!("{}", ecommpay_runtime::Secret::new("from your vault")?);
/// # Ok::<(), ecommpay_runtime::EmptySecret>(())
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

const fn wiped_on_drop<T: zeroize::ZeroizeOnDrop>() {}
const _: () = wiped_on_drop::<Zeroizing<Vec<u8>>>();

impl Secret {
    /// Takes a secret. A `String` or `Vec` given whole is wiped too.
    ///
    /// An empty one is refused: anybody could sign with it, and it mostly means that a variable was not set.
    pub fn new(secret: impl Into<Vec<u8>>) -> Result<Secret, EmptySecret> {
        let secret = Zeroizing::new(secret.into());
        if secret.is_empty() { Err(EmptySecret) } else { Ok(Secret(secret)) }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = EmptySecret;

    fn from_str(secret: &str) -> Result<Secret, EmptySecret> {
        Secret::new(secret)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A secret of no characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptySecret;

impl fmt::Display for EmptySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the secret is empty")
    }
}

impl std::error::Error for EmptySecret {}
