//! Where requests go.

use std::fmt;

use super::Api;
use crate::page::{Page, is_host};
use crate::project::Mode;

/// The addresses of Gate, Data API and Payment Page: the platform's own, a white label's, or those of a test server here.
///
/// They are set together, so that no request of a white label goes to the platform's own host by mistake. Of the same
/// mode as the project: a live one has `https://` alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosts<M: Mode> {
    pub(super) gate: String,
    pub(super) data_api: String,
    page: Page<M>,
}

impl<M: Mode> Hosts<M> {
    /// The platform's own.
    ///
    /// # Errors
    /// Where one is no address to send to.
    pub fn of(api: &Api) -> Result<Self, NoHost> {
        Self::new(api.gate, api.data_api, api.payment_page)
    }

    /// All three, each `https://` and a name; the Data API's and the Payment Page's may have a path. In tests, `http://` and
    /// a loopback address will do too.
    ///
    /// # Errors
    /// Where one is anything else.
    pub fn new(gate: &str, data_api: &str, payment_page: &str) -> Result<Self, NoHost> {
        let gate = gate.strip_suffix('/').unwrap_or(gate);
        let data_api = data_api.strip_suffix('/').unwrap_or(data_api);
        if !is_host(gate, !M::LIVE) {
            return Err(NoHost("Gate", ""));
        }
        let (host, path) = split(data_api);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
        if !is_host(host, !M::LIVE) || !path.bytes().all(plain) {
            return Err(NoHost("the Data API", ""));
        }
        let page = Page::new(payment_page).map_err(|_| NoHost("the Payment Page", PATH))?;
        Ok(Self { gate: gate.to_owned(), data_api: data_api.to_owned(), page })
    }

    /// All three at one address, with the paths that they have on the platform: a test server on this machine.
    ///
    /// # Errors
    /// Where it is no address to send to.
    pub fn at(api: &Api, address: &str) -> Result<Self, NoHost> {
        let address = address.strip_suffix('/').unwrap_or(address);
        Self::new(address, &format!("{address}{}", split(api.data_api).1), address)
    }

    /// The Payment Page at these hosts.
    #[must_use]
    pub fn payment_page(&self) -> Page<M> {
        self.page.clone()
    }
}

/// Scheme and name, and the path.
fn split(address: &str) -> (&str, &str) {
    let start = address.find("://").map_or(0, |at| at + 3);
    let rest = address.get(start..).unwrap_or_default();
    let cut = rest.find('/').map_or(address.len(), |at| start + at);
    address.split_at_checked(cut).unwrap_or((address, ""))
}

/// An address that nothing is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoHost(&'static str, &'static str);

/// What else an address of the Payment Page may have.
const PATH: &str = ", perhaps with a path that does not end with a slash or /payment";

impl fmt::Display for NoHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the address of {} is not https:// and a name (in tests, http:// and a loopback address){}",
            self.0, self.1
        )
    }
}

impl std::error::Error for NoHost {}
