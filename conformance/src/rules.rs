//! Every rule of the methods that are linked, with what checks it.

use std::collections::BTreeMap;
use std::path::Path;

use ecommpay_platform::Method;
use ecommpay_platform::runtime::form::Severity;
use ecommpay_platform::runtime::money::Force;

use crate::second_engine::SchemaRules;

/// A rule, and who checks it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Id of the rule.
    pub id: String,
    /// `error` stops a request, `advice` does not, `contract` waits for what the merchant's contract says.
    pub severity: &'static str,
    /// Where the documents say so.
    pub cite: &'static str,
    /// Why JSON Schema cannot say it; nothing where both engines check it.
    pub by_code: Option<String>,
}

/// Rules of all forms, in the order of the tables. Without a folder of schemas every rule is taken as checked by both.
///
/// # Errors
/// Where a form has no schema in the folder.
pub fn list(methods: &[&'static Method], schemas: Option<&Path>) -> Result<Vec<Listed>, String> {
    let mut listed = Vec::new();
    for entry in methods.iter().flat_map(|method| method.forms) {
        let by_code: BTreeMap<String, String> = match schemas {
            Some(folder) => {
                let schema = SchemaRules::read(folder, entry.form.id)?;
                schema.by_code().map(|(id, why)| (id.to_owned(), why.to_owned())).collect()
            }
            None => BTreeMap::new(),
        };
        listed.extend(entry.form.rules().map(|rule| Listed {
            by_code: by_code.get(&rule.id).cloned(),
            id: rule.id,
            severity: if rule.severity == Severity::Error { "error" } else { "advice" },
            cite: rule.cite,
        }));
        listed.extend(entry.form.limits.iter().filter(|limit| limit.force == Force::Contract).map(|limit| Listed {
            id: format!("{}/amount/contract/{}", entry.form.id, limit.currency),
            severity: "contract",
            cite: limit.cite,
            by_code: Some("a schema does not know the merchant's contract".to_owned()),
        }));
    }
    Ok(listed)
}

impl std::fmt::Display for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let checked = self.by_code.as_ref().map_or("both".to_owned(), |why| format!("code: {why}"));
        write!(f, "{}  {}  {}  checked_by {checked}", self.id, self.severity, self.cite)
    }
}
