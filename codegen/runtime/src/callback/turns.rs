//! What an intermediate callback asks the merchant to do.

use std::fmt;

use super::{Pair, Verified};
use crate::json::{Item, Items};

/// Where and how the customer is to be redirected.
///
/// `Debug` shows the method and the names of the body's members, no address and no value.
#[derive(Clone)]
pub struct RedirectData<'a> {
    pub(super) url: &'a str,
    pub(super) method: Option<&'a str>,
    pub(super) body: Vec<Pair<'a>>,
}

impl<'a> RedirectData<'a> {
    /// Where to.
    #[must_use]
    pub const fn url(&self) -> &'a str {
        self.url
    }

    /// The HTTP method as sent: `GET` or `POST`.
    #[must_use]
    pub const fn method(&self) -> Option<&'a str> {
        self.method
    }

    /// Whether the body is to be posted as a form. Otherwise the customer's browser just opens the address.
    #[must_use]
    pub fn is_post(&self) -> bool {
        self.method.is_some_and(|method| method.eq_ignore_ascii_case("POST"))
    }

    /// Members of the form to post. Empty where the platform sends `{}` or `[]`.
    #[must_use]
    pub fn body(&self) -> &[Pair<'a>] {
        &self.body
    }
}

/// Prints names of members and nothing of what they say.
impl fmt::Debug for RedirectData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.body.iter().map(|pair| pair.key).collect();
        f.debug_struct("RedirectData").field("is_post", &self.is_post()).field("body", &names).finish_non_exhaustive()
    }
}

/// What the customer is to be shown: a code to scan, an account to pay to.
#[derive(Clone, Copy)]
pub struct DisplayData<'a>(pub(super) Item<'a>);

impl<'a> DisplayData<'a> {
    /// The entries, in the order of the callback.
    #[must_use]
    pub fn entries(&self) -> Entries<'a> {
        Entries(self.0.items())
    }

    /// The data of the first entry of a type: `qr_img`.
    #[must_use]
    pub fn data_of(&self, kind: &str) -> Option<&'a str> {
        self.entries().find(|entry| entry.kind() == Some(kind)).and_then(|entry| entry.data())
    }
}

impl fmt::Debug for DisplayData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries()).finish()
    }
}

/// The entries of [`DisplayData`].
#[derive(Debug, Clone)]
pub struct Entries<'a>(Items<'a>);

impl<'a> Iterator for Entries<'a> {
    type Item = DisplayEntry<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(DisplayEntry)
    }
}

/// One thing to be shown.
#[derive(Clone, Copy)]
pub struct DisplayEntry<'a>(Item<'a>);

impl<'a> DisplayEntry<'a> {
    /// What the data is: `qr_img`, `add_info`.
    #[must_use]
    pub fn kind(&self) -> Option<&'a str> {
        self.text("type")
    }

    /// What it is called: `QR code`, `account_number`.
    #[must_use]
    pub fn title(&self) -> Option<&'a str> {
        self.text("title")
    }

    /// The data itself. Of a code it is the text to encode, or an image as a `data:` URL.
    #[must_use]
    pub fn data(&self) -> Option<&'a str> {
        self.text("data")
    }

    /// Whether the data is an image already, and not a text to be shown as a code.
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.data().is_some_and(|data| data.starts_with("data:image/"))
    }

    fn text(&self, member: &str) -> Option<&'a str> {
        self.0.get(member).and_then(Item::as_str)
    }
}

/// Prints nothing of what it says.
impl fmt::Debug for DisplayEntry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DisplayEntry").field("is_image", &self.is_image()).finish_non_exhaustive()
    }
}

impl Verified {
    /// The data of a redirect at the rows of its address, method and body.
    pub(super) fn redirect_at(
        &self,
        url: usize,
        method: Option<usize>,
        body: Option<usize>,
    ) -> Option<RedirectData<'_>> {
        let text = |row: usize| self.field(row).and_then(Item::as_str);
        let url = text(url)?;
        let body = body.map(|row| self.map(row).collect()).unwrap_or_default();
        Some(RedirectData { url, method: method.and_then(text), body })
    }
}
