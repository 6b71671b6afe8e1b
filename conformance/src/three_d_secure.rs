//! What callbacks say of 3-D Secure: where data of the device go, then where the card holder is sent. Their statuses are the
//! same, so that only what is asked for tells one from the other.

use serde_json::{Map, Value, json};

/// The status of payment and operation during both steps.
pub(crate) const STATUS: &str = "awaiting 3ds result";
/// The member that asks for either step.
pub(crate) const MEMBER: &str = "threeds2";

/// A step of 3-D Secure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A hidden frame takes data of the device.
    Device,
    /// The card holder is sent to the bank.
    Challenge,
}

impl Step {
    /// Whether what a callback asks for is this step.
    pub(crate) fn is_asked(self, step: &Map<String, Value>) -> bool {
        step.get(MEMBER).is_some_and(|member| member.get(self.name()).is_some())
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Device => "iframe",
            Self::Challenge => "redirect",
        }
    }

    /// The members of a callback that asks for it; `address` is where the card holder is sent.
    pub(crate) fn members(self, address: &str) -> Map<String, Value> {
        // what is sent there is opaque: Base64 of an empty object
        let params = match self {
            Self::Device => json!({ "threeDSMethodData": "e30=", "3DSMethodData": "e30=" }),
            Self::Challenge => json!({ "creq": "e30=", "threeDSSessionData": "e30=" }),
        };
        let own = json!({ self.name(): { "url": address, "params": params } });
        Map::from_iter([(MEMBER.to_owned(), own)])
    }
}
