//! Operations out of the Data API, page by page.

use std::fmt;
use std::marker::PhantomData;

use http::{Request, Response};

use super::core::{post, refusal};
use super::{Core, Error, Platform, Refused, Unreadable};
use crate::Secret;
use crate::form::{Draft, Gate, Slot};
use crate::json::{Document, Item, Kind};
use crate::project::Mode;
use crate::sign::Signer;

/// Who asks the Data API: a token, and the secret that goes with it.
#[derive(Clone)]
pub struct Token {
    token: String,
    secret: Secret,
}

impl Token {
    /// As the platform gave them.
    ///
    /// # Errors
    /// Where the token is empty.
    pub fn new(token: &str, secret: Secret) -> Result<Self, NoToken> {
        if token.is_empty() { Err(NoToken) } else { Ok(Self { token: token.to_owned(), secret }) }
    }
}

/// Prints neither.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// A token of no characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoToken;

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the Data API's token is empty")
    }
}

impl std::error::Error for NoToken {}

/// An interval of time, both ends as `YYYY-MM-DD hh:mm:ss` in a time zone.
///
/// ```
/// use ecommpay_runtime::client::Interval;
///
/// let november = Interval::new("2026-11-01 00:00:00", "2026-11-30 23:59:59").in_zone("Asia/Singapore");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interval {
    /// Its beginning.
    pub from: String,
    /// Its end.
    pub to: String,
    /// The time zone by its name, `Asia/Singapore`, or as it differs from UTC, `+10:30`; without one it is that of the
    /// account.
    pub zone: Option<String>,
}

impl Interval {
    /// Between two moments in the time zone of the account.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into(), zone: None }
    }

    /// In another time zone.
    #[must_use]
    pub fn in_zone(self, zone: impl Into<String>) -> Self {
        Self { zone: Some(zone.into()), ..self }
    }
}

/// A list of operations, page after page. It does no input and output.
#[derive(Debug)]
pub struct Pages<P: Platform> {
    pub(super) draft: Draft<Gate>,
    token: Token,
    offset: i64,
    most: i64,
    over: bool,
    platform: PhantomData<fn() -> P>,
}

impl<P: Platform> Pages<P> {
    /// The operations of the core's project in an interval; [`Pages::select`] and its like ask for others, or for fewer.
    ///
    /// # Errors
    /// Where the platform's documents do not give the request.
    pub fn new<M: Mode>(core: &Core<M, P>, token: &Token, interval: &Interval) -> Result<Self, Error> {
        let listing = P::API.operations.ok_or(Error::NotDocumented)?;
        let text = |text: &str| Slot::Text(text.to_owned());
        let [project, by, from, to, zone] = listing.asks;
        let draft = Draft::<Gate>::new(listing.form)
            .set(project, Slot::Json(serde_json::json!([core.project().id()])))
            .set(by, text(&token.token))
            .set(from, text(&interval.from))
            .set(to, text(&interval.to));
        let draft = match &interval.zone {
            Some(name) => draft.set(zone, text(name)),
            None => draft,
        };
        Ok(Self {
            draft,
            token: token.clone(),
            offset: 0,
            most: i64::from(listing.most),
            over: false,
            platform: PhantomData,
        })
    }

    /// How many entries a page holds; as many as the platform gives unless set.
    #[must_use]
    pub fn per_page(mut self, entries: u32) -> Self {
        self.most = i64::from(entries.max(1)).min(self.most);
        self
    }

    /// The request for the next page; none once there is no further one.
    ///
    /// # Errors
    /// Where it breaks a rule of the form.
    pub fn request<M: Mode>(&self, core: &Core<M, P>) -> Result<Option<Request<Vec<u8>>>, Error> {
        let Some(listing) = P::API.operations.filter(|_| !self.over) else { return Ok(None) };
        let draft = self.draft.clone().set(listing.limit, self.most).set(listing.offset, self.offset);
        let signed = draft.sign_with(0, &mut Signer::new(&self.token.secret), None)?;
        post(&core.hosts.data_api, &signed).map(Some)
    }

    /// Reads a page. One with fewer entries than were asked for is the last.
    ///
    /// # Errors
    /// [`Error::Refused`] and [`Error::Unreadable`]
    pub fn read<M: Mode>(
        &mut self,
        core: &Core<M, P>,
        response: &Response<Vec<u8>>,
    ) -> Result<Vec<P::Operation>, Error> {
        // a second question after a fault would ask for the same page for ever
        self.over = true;
        let (http, body) = refusal::<P>(response, core.settings.listing_bytes)?;
        if let Some(member) = P::API.operations.and_then(|listing| listing.refused_by)
            && response.status().is_client_error()
            && body.at(member).and_then(Item::as_i64) == Some(i64::from(http))
        {
            // its codes are no operation codes
            return Err(Error::Refused(Refused::read(&P::API.refused, |_| super::Kind::Other, http, &body)));
        }
        let unknown = Error::Unreadable(Unreadable::Unknown(http));
        let known = P::API.operations.and_then(|listing| listing.list);
        let list = match known {
            Some(path) => body.at(path),
            None => only_list(body.root()),
        };
        let Some(list) = list.filter(|list| http == 200 && list.kind() == Kind::List) else { return Err(unknown) };
        let mut page = Vec::new();
        for item in list.items() {
            page.push(P::Operation::from(Entry::read(item).ok_or(Error::Unreadable(Unreadable::Unknown(http)))?));
        }
        let count = i64::try_from(page.len()).unwrap_or(i64::MAX);
        if count > self.most {
            return Err(unknown);
        }
        self.offset += count;
        self.over = count < self.most;
        Ok(page)
    }

    /// No further page: one could not be had, and who asks until there is none must come to an end.
    pub(super) fn end(&mut self) {
        self.over = true;
    }

    /// Id of the request's form.
    #[must_use]
    pub const fn form(&self) -> &'static str {
        self.draft.form().id
    }
}

/// Where the documents do not name the list: the body itself, or the only member that is a list.
fn only_list(root: Item<'_>) -> Option<Item<'_>> {
    if root.kind() == Kind::List {
        return Some(root);
    }
    let mut lists = root.members().map(|(_, item)| item).filter(|item| item.kind() == Kind::List);
    lists.next().filter(|_| lists.next().is_none())
}

/// One entry of a list: an object.
///
/// `Debug` shows nothing of what it says.
#[derive(Debug, Clone)]
pub struct Entry(Document);

impl Entry {
    fn read(item: Item<'_>) -> Option<Self> {
        let limits = crate::json::Limits::default().body(usize::MAX);
        let object = item.kind() == Kind::Object;
        object.then(|| Document::read(item.raw(), &limits).ok()).flatten().map(Self)
    }

    /// A member by its path: members joined by dots.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<Item<'_>> {
        self.0.at(path)
    }

    /// All of it.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.0
    }
}
