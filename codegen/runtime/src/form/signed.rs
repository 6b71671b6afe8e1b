//! A draft, judged and signed.

use std::fmt;

use super::draft::Draft;
use super::judge::Input;
use super::table::Source;
use super::violation::{Severity, Violation};
use super::write::{Given, Sent, json, leaves};
use super::{Gate, PaymentPage};
use crate::callback::Ambiguity;
use crate::json::Fault;
use crate::money::Contract;
use crate::page;
use crate::project::{Mode, Project};
use crate::sign::{Signature, Signer};

/// A request of Gate, ready to be sent: `POST` its body to its path.
///
/// `Debug` shows the path and the size, never the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Signed {
    /// Path below Gate's host.
    pub path: &'static str,
    /// JSON with the signature in it.
    pub body: String,
    /// What was found and does not stop the request.
    pub advice: Vec<Violation>,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("path", &self.path)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("advice", &self.advice)
            .finish()
    }
}

impl Draft<Gate> {
    /// Holds the request against the form and signs it with the project's secret.
    ///
    /// # Errors
    /// Where a rule is broken, a text could be read as further members, or what was added beyond the form cannot be
    /// signed.
    pub fn sign<M: Mode>(&self, project: &Project<M>) -> Result<Signed, Invalid> {
        self.sign_with(project.id(), &mut Signer::new(project.secret()), None)
    }

    /// As [`Draft::sign`], with what the merchant's contract changes.
    ///
    /// # Errors
    /// As [`Draft::sign`], by the contract's limits.
    pub fn sign_under<M: Mode>(&self, project: &Project<M>, contract: &Contract) -> Result<Signed, Invalid> {
        self.sign_with(project.id(), &mut Signer::new(project.secret()), Some(contract))
    }

    /// As [`Draft::sign`], with a signer that is kept: it makes the key's schedule once.
    ///
    /// # Errors
    /// As [`Draft::sign`].
    pub fn sign_with(&self, project: i64, signer: &mut Signer, contract: Option<&Contract>) -> Result<Signed, Invalid> {
        let mut advice = self.judged(contract)?;
        let given = Given { project, signature: None };
        self.semicolons(given, &mut advice)?;
        let signature = self.signature(given, signer)?;
        let body = json(self, Given { project, signature: Some(signature.as_str()) });
        Ok(Signed { path: self.form.path, body, advice })
    }
}

impl Draft<PaymentPage> {
    /// Holds the parameters against the form and signs them: the address at which the customer pays.
    ///
    /// `payment_id` stands first, as the vendor's own libraries have it, the rest in signing order.
    ///
    /// # Errors
    /// Where a rule is broken, or a value cannot stand in a signed address.
    pub fn url<M: Mode>(&self, page: &page::Page<M>, project: &Project<M>) -> Result<String, Invalid> {
        page.url(project, &self.parameters(None)?).map_err(Invalid::Page)
    }

    /// As [`Draft::url`], with what the merchant's contract changes.
    ///
    /// # Errors
    /// As [`Draft::url`].
    pub fn url_under<M: Mode>(
        &self,
        page: &page::Page<M>,
        project: &Project<M>,
        contract: &Contract,
    ) -> Result<String, Invalid> {
        page.url(project, &self.parameters(Some(contract))?).map_err(Invalid::Page)
    }

    /// The object for the vendor's JavaScript widget, as JSON that can stand inside a `<script>`.
    ///
    /// # Errors
    /// As [`Draft::url`].
    pub fn widget<M: Mode>(&self, page: &page::Page<M>, project: &Project<M>) -> Result<String, Invalid> {
        page.widget(project, &self.parameters(None)?).map_err(Invalid::Page)
    }

    /// As [`Draft::widget`], with what the merchant's contract changes.
    ///
    /// # Errors
    /// As [`Draft::url`].
    pub fn widget_under<M: Mode>(
        &self,
        page: &page::Page<M>,
        project: &Project<M>,
        contract: &Contract,
    ) -> Result<String, Invalid> {
        page.widget(project, &self.parameters(Some(contract))?).map_err(Invalid::Page)
    }

    /// The parameters in the order of the address, once no rule stops them.
    fn parameters(&self, contract: Option<&Contract>) -> Result<Vec<page::Param<'_>>, Invalid> {
        self.judged(contract)?;
        let given = Given { project: 0, signature: None };
        let mut parameters = Vec::new();
        for (row, sent) in
            leaves(self, given).filter(|(row, _)| !matches!(row.source, Source::Project | Source::Signature))
        {
            parameters.push((row.path, sent.scalar().ok_or_else(|| nested(row.path))?));
        }
        for (members, value) in self.added() {
            let [name] = members.as_slice() else {
                return Err(nested(&members.join(".")));
            };
            let value = Sent::Json(value).scalar().ok_or_else(|| nested(name))?;
            parameters.push((name, value));
        }
        parameters.sort_by_key(|(name, _)| *name != "payment_id");
        Ok(parameters)
    }
}

fn nested(name: &str) -> Invalid {
    Invalid::Nested { name: name.to_owned() }
}

impl<I> Draft<I> {
    /// The violations that do not stop the request; an error where one does.
    fn judged(&self, contract: Option<&Contract>) -> Result<Vec<Violation>, Invalid> {
        let violations = self.form.judge(self as &dyn Input, contract);
        if violations.iter().any(|violation| violation.severity == Severity::Error) {
            return Err(Invalid::Rules { form: self.form.id, violations });
        }
        Ok(violations)
    }

    fn signature(&self, given: Given<'_>, signer: &mut Signer) -> Result<Signature, Invalid> {
        let plain = self.extras.is_empty() && leaves(self, given).all(|(_, sent)| !matches!(sent, Sent::Json(_)));
        if !plain {
            return signer.sign_json(json(self, given).as_bytes()).map_err(Invalid::Beyond);
        }
        let mut lines = signer.begin();
        for (row, sent) in leaves(self, given) {
            if let Some(value) = sent.scalar() {
                lines.field(row.path, value);
            }
        }
        Ok(lines.finish())
    }
}

/// Why a request is not signed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Invalid {
    /// Rules of the form are broken.
    Rules {
        /// Id of the form.
        form: &'static str,
        /// All of them, with those that alone would not stop the request.
        violations: Vec<Violation>,
    },
    /// What was added beyond the form cannot be signed.
    Beyond(Fault),
    /// A text holds a `;` behind which it could be read as further members, here or in the callbacks that bring it back:
    /// nothing escapes a `;` in what is signed. Any other `;` is advice.
    Semicolon {
        /// The member, by its path: `payment.description`.
        name: String,
        /// In which way.
        ambiguity: Ambiguity,
    },
    /// A value cannot stand in a signed address.
    Page(page::PageFault),
    /// An object or a list cannot be a parameter of the Payment Page: write it as the text that the page documents.
    Nested {
        /// The parameter's name.
        name: String,
    },
}

impl Invalid {
    /// The broken rules, if that is why.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        match self {
            Self::Rules { violations, .. } => violations,
            _ => &[],
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules { form, violations } => {
                write!(f, "the request breaks rules of {form}:")?;
                violations.iter().try_for_each(|violation| write!(f, "\n  {violation}"))
            }
            Self::Beyond(fault) => write!(f, "what was added beyond the form cannot be signed: {fault}"),
            Self::Semicolon { name, ambiguity } => {
                write!(f, "{name:?}: {ambiguity}, which a signature does not tell apart; write a space behind the ';'")
            }
            Self::Page(fault) => fault.fmt(f),
            Self::Nested { name } => {
                write!(f, "{name:?} is an object or a list, which cannot be a parameter of the Payment Page")
            }
        }
    }
}

impl std::error::Error for Invalid {}
