//! The address of the Payment Page, and the object for the vendor's JavaScript widget.
//!
//! ```
//! use ecommpay_runtime::{Project, Secret, Test, page::Page, sign::Scalar};
//!
//! let project = Project::<Test>::new(100, Secret::new("secret")?)?;
//! let page = Page::<Test>::new("https://pay.example.test")?;
//! let url = page.url(&project, &[("payment_id", Scalar::Text("order 1")), ("payment_amount", Scalar::Integer(1000))])?;
//! assert!(url.starts_with("https://pay.example.test/payment?project_id=100&payment_id=order+1&payment_amount=1000&signature="));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::marker::PhantomData;

use crate::json;
use crate::sign::{Scalar, Signature, Signer};
use crate::{Mode, Project};

/// A parameter: its name and its value.
pub type Param<'a> = (&'a str, Scalar<'a>);

/// Where the Payment Page is, and as what we open it.
///
/// Of the same mode as the project: the page of a test cannot be opened with a live project.
///
/// ```compile_fail,E0308
/// use ecommpay_runtime::{Live, Project, Secret, Test, page::Page};
///
/// let project = Project::<Live>::new(100, Secret::new("secret")?)?;
/// Page::<Test>::new("https://pay.example.test")?.url(&project, &[])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<M: Mode> {
    base: String,
    interface_type: Option<String>,
    mode: PhantomData<M>,
}

impl<M: Mode> Page<M> {
    /// The page below a base address, the platform's or a white label's: `https://`, a name, and perhaps a path, to which
    /// `/payment` is appended, as the vendor's reference does. In tests, `http://` and a loopback address will do too.
    ///
    /// ```
    /// use ecommpay_runtime::page::{Page, PageFault};
    /// use ecommpay_runtime::{Project, Secret, Test};
    ///
    /// let project = Project::<Test>::new(100, Secret::new("secret")?)?;
    /// let page = Page::<Test>::new("https://pay.example.test/shop")?;
    /// assert!(page.url(&project, &[])?.starts_with("https://pay.example.test/shop/payment?project_id=100&"));
    /// assert_eq!(Page::<Test>::new("https://pay.example.test/"), Err(PageFault::Slash));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where what the reference would build is hardly an address of the page: see [`PageFault`].
    pub fn new(base: &str) -> Result<Page<M>, PageFault> {
        check_base(base, !M::LIVE)?;
        Ok(Page { base: base.to_owned(), interface_type: None, mode: PhantomData })
    }

    /// The number under which the platform knows the integration, sent as `interface_type`. Not sent unless set.
    #[must_use]
    pub fn interface_type(mut self, id: u32) -> Page<M> {
        self.interface_type = Some(format!("{{\"id\":{id}}}"));
        self
    }

    /// The address to send the customer to.
    ///
    /// `params` stand in it in the order in which they are given, after `project_id` and `interface_type` and before
    /// `signature`, which are not among them. Not all of them are signed: [`is_signed`].
    ///
    /// # Errors
    /// Where a parameter cannot be signed or sent.
    pub fn url(&self, project: &Project<M>, params: &[Param<'_>]) -> Result<String, PageFault> {
        let all = self.all(project, params)?;
        Ok(address(&self.base, &all, &sign(&all, &mut Signer::new(project.secret()))))
    }

    /// The object to give to the vendor's widget, as JSON. It can stand inside a `<script>`.
    ///
    /// # Errors
    /// Where a parameter cannot be signed or sent.
    pub fn widget(&self, project: &Project<M>, params: &[Param<'_>]) -> Result<String, PageFault> {
        let all = self.all(project, params)?;
        let mut object = String::from("{");
        for (name, value) in &all {
            json::quote(name, &mut object);
            object.push(':');
            match value {
                Scalar::Text(text) => json::quote(text, &mut object),
                Scalar::Boolean(boolean) => object.push_str(if *boolean { "true" } else { "false" }),
                other => other.write(&mut object),
            }
            object.push(',');
        }
        object.push_str("\"signature\":");
        json::quote(sign(&all, &mut Signer::new(project.secret())).as_str(), &mut object);
        object.push('}');
        Ok(object)
    }

    /// All parameters but the signature, looked at.
    fn all<'a>(&'a self, project: &Project<M>, params: &[Param<'a>]) -> Result<Vec<Param<'a>>, PageFault> {
        let mut all: Vec<Param<'a>> = Vec::with_capacity(params.len() + 2);
        all.push(("project_id", Scalar::Integer(project.id())));
        all.extend(self.interface_type.as_deref().map(|text| ("interface_type", Scalar::Text(text))));
        for &(name, value) in params {
            let fault = |fault: fn(String) -> PageFault| Err(fault(name.to_owned()));
            if name.is_empty() || name == "signature" || name.contains([';', ':']) {
                return fault(|name| PageFault::Name { name });
            }
            if all.iter().any(|(other, _)| *other == name) {
                return fault(|name| PageFault::Twice { name });
            }
            match value {
                Scalar::Null => return fault(|name| PageFault::Null { name }),
                Scalar::Text(text) if text.contains(';') => {
                    return fault(|name| PageFault::Semicolon { name });
                }
                _ => all.push((name, value)),
            }
        }
        Ok(all)
    }
}

/// What the vendor's reference builds, whatever the base address and the parameters are: for comparing with it.
///
/// It appends `/payment` to the base as it is, a slash or a query at its end included. It signs a `null` that it leaves out of the address, and lets a `;` pass, which can be forged into further
/// parameters; a [`Page`] takes neither.
pub fn reference_url(base: &str, params: &[Param<'_>], signer: &mut Signer) -> String {
    // How the page is framed is between it and the browser: in the address, not in the signature.
    let signed = params.iter().copied().filter(|(name, _)| *name != FRAME_MODE);
    let signature = signer.sign(signed);
    address(base, params, &signature)
}

/// What the reference appends to the base address.
const PAYMENT: &str = "/payment";

/// The parameter that the reference leaves out of the signature.
const FRAME_MODE: &str = "frame_mode";

/// Whether the Payment Page's signature covers a parameter: all but `frame_mode`, and those whose names begin with `_`.
///
/// That the latter are not covered is what four of the vendor's plug-ins do (WooCommerce among them); the vendor's SDKs sign
/// them, and the documents are silent.
#[must_use]
pub fn is_signed(name: &str) -> bool {
    name != FRAME_MODE && !name.starts_with('_')
}

fn address(base: &str, params: &[Param<'_>], signature: &Signature) -> String {
    let mut url = format!("{base}{PAYMENT}?");
    let mut text = String::new();
    for (name, value) in params.iter().filter(|(_, value)| *value != Scalar::Null) {
        text.clear();
        value.write(&mut text);
        encode(name, &mut url);
        url.push('=');
        encode(&text, &mut url);
        url.push('&');
    }
    url.push_str("signature=");
    encode(signature.as_str(), &mut url);
    url
}

fn sign(params: &[Param<'_>], signer: &mut Signer) -> Signature {
    signer.sign(params.iter().copied().filter(|(name, _)| is_signed(name)))
}

/// Refuses a base address to which `/payment` cannot well be appended.
fn check_base(base: &str, loopback: bool) -> Result<(), PageFault> {
    let after_scheme = base.find("://").map_or(0, |at| at + 3);
    let rest = base.get(after_scheme..).unwrap_or_default();
    let end = rest.find(['/', '?', '#']).map_or(base.len(), |at| after_scheme + at);
    let (host, path) = base.split_at(end);
    if !is_host(host, loopback) {
        return Err(PageFault::Host);
    }
    if path.contains(['?', '#']) {
        return Err(PageFault::Query);
    }
    if path.ends_with('/') {
        return Err(PageFault::Slash);
    }
    let mut segments = path.split('/').skip(1);
    if !segments.all(is_segment) {
        return Err(PageFault::Path);
    }
    if path.ends_with(PAYMENT) { Err(PageFault::Payment) } else { Ok(()) }
}

/// A segment that a browser asks for as it is given: of the letters of RFC 3986, and no `.` or `..`.
fn is_segment(segment: &str) -> bool {
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let is_hex = |digit: Option<u8>| digit.is_some_and(|digit| digit.is_ascii_hexdigit());
        let takes = match byte {
            b'%' => is_hex(bytes.next()) && is_hex(bytes.next()),
            other => other.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&other),
        };
        if !takes {
            return false;
        }
    }
    !matches!(segment, "" | "." | "..")
}

pub(crate) fn is_host(host: &str, loopback: bool) -> bool {
    let plain = |rest: &str| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    };
    let local = |rest: &str| {
        ["localhost", "127.0.0.1", "[::1]"].iter().filter_map(|name| rest.strip_prefix(name)).any(|port| {
            port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
        })
    };
    host.strip_prefix("https://").is_some_and(plain)
        || loopback && host.strip_prefix("http://").is_some_and(|rest| plain(rest) && local(rest))
}

/// As an HTML form is encoded by the vendor's reference: a space is `+`, of the rest only letters, digits, `-`, `_` and
/// `.` stay.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(byte as char),
            b' ' => out.push('+'),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 0xf] {
                    out.push(char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
}

/// Why there is no address for these parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageFault {
    /// The base address does not begin with `https://` and a name, or for tests with `http://` and a loopback address; or it
    /// has a user.
    Host,
    /// The base address has a query or a fragment: `/payment` would become a part of that.
    Query,
    /// The base address ends with a slash: the reference appends `/payment` behind it, and the path has two.
    Slash,
    /// The path of the base address has an empty segment, `.` or `..`, or a sign that cannot stand in a path as it is.
    Path,
    /// The base address ends with `/payment` already. The vendor's SDKs disagree: PHP and JavaScript append it once more,
    /// Python, Go, Java and .NET take the address as it is.
    Payment,
    /// A parameter has a name that cannot be sent.
    Name {
        /// The name.
        name: String,
    },
    /// A parameter is given twice, or is one that the page sets itself.
    Twice {
        /// The parameter's name.
        name: String,
    },
    /// A parameter is `null`. The reference signs it but does not send it, so the page would refuse the signature.
    Null {
        /// The parameter's name.
        name: String,
    },
    /// A value has a `;`, which separates what is signed, and which the platform forbids here.
    Semicolon {
        /// The parameter's name.
        name: String,
    },
}

impl fmt::Display for PageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PageFault::Host => f.write_str("the Payment Page's base address does not begin with https:// and a name"),
            PageFault::Query => f.write_str("the Payment Page's base address has a query or a fragment: leave it out"),
            PageFault::Slash => f.write_str("the Payment Page's base address ends with a slash: leave it out"),
            PageFault::Path => f.write_str(
                "the path of the Payment Page's base address has an empty segment, a dot segment, or a sign that must be written \
                 as %XX",
            ),
            PageFault::Payment => {
                f.write_str("the Payment Page's base address ends with /payment, which is appended: leave it out")
            }
            PageFault::Name { name } => write!(f, "{name:?} cannot be the name of a parameter"),
            PageFault::Twice { name } => write!(f, "{name:?} is given twice"),
            PageFault::Null { name } => write!(f, "{name:?} is null: leave it out"),
            PageFault::Semicolon { name } => write!(f, "{name:?} has a ';' in its value, which the platform forbids"),
        }
    }
}

impl std::error::Error for PageFault {}
