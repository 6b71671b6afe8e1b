//! The signature of a recorded request.

use ecommpay_platform::runtime::form::Violation;
use ecommpay_platform::runtime::json::{Document, Limits};
use ecommpay_platform::runtime::sign::{Scalar, Signer};

use super::finding::Finding;
use super::keys::Secrets;
use super::page;
use super::rules;

/// Holds the signature against the secrets: whether it was checked and holds.
pub(super) fn judge(
    secrets: &mut Secrets,
    (body, limits): (&[u8], &Limits),
    document: &Document,
    (project, is_page): (Option<i64>, bool),
) -> Result<bool, Box<Finding>> {
    if secrets.is_empty() {
        return Ok(false);
    }
    let wrong = |rule, at, found: &str| Err(Box::new(Finding::new(rule, at, found)));
    let [of_project, of_signature] =
        if is_page { ["project_id", "signature"] } else { ["general.project_id", "general.signature"] };
    let Some(ready) = project.and_then(|project| secrets.of(project)) else {
        let found = if project.is_some() { "no secret was given for it" } else { NOTHING };
        return wrong(&rules::REQUEST_PROJECT, of_project, found);
    };
    let Some(received) = document.at(of_signature).and_then(|item| item.as_str()) else {
        return wrong(&rules::REQUEST_SIGNATURE, of_signature, NOTHING);
    };
    // of the Payment Page not every parameter is signed
    let parameters = is_page.then(|| page::signed(document)).flatten();
    let holds = |signer: &mut Signer| match &parameters {
        Some(all) => {
            let all = all.iter().map(|(name, text)| (*name, Scalar::Text(text)));
            signer.sign(all).matches(received)
        }
        None => signer.sign_json_within(body, limits).is_ok_and(|signature| signature.matches(received)),
    };
    if ready.signers.iter_mut().any(holds) {
        return Ok(true);
    }
    let as_sdk = is_page && ready.signers.iter_mut().any(|signer| page::is_signed_by_sdk(document, signer, received));
    wrong(&rules::REQUEST_SIGNATURE, of_signature, if as_sdk { AS_SDK } else { "another signature" })
}

/// What is absent.
const NOTHING: &str = "nothing";

/// The vendor disagrees with itself.
const AS_SDK: &str = "a signature of the parameters that begin with `_` too, as the vendor's SDKs make it: the page here follows \
                      its plug-ins, which leave them out";

/// The finding, unless what is absent is what the rules of the form say already: one fault is told once. That the signature
/// alone is absent is said by the rule for signatures, and no longer by the form.
pub(super) fn beside(
    sealed: Result<bool, Box<Finding>>,
    violations: &mut Vec<Violation>,
    missing: &[String],
) -> Option<Finding> {
    let finding = *sealed.err()?;
    if finding.found != NOTHING {
        return Some(finding);
    }
    let pointer = format!("/{}", finding.at.replace('.', "/"));
    if finding.rule == rules::REQUEST_SIGNATURE.id {
        violations.retain(|broken| broken.pointer != pointer);
    }
    let holds = |broken: &Violation| broken.pointer == pointer || pointer.starts_with(&format!("{}/", broken.pointer));
    let is_told = violations.iter().any(holds) || missing.iter().any(|name| *name == finding.at);
    (!is_told).then_some(finding)
}
