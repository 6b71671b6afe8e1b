//! What the platform says of its own parameters: it holds whichever method is used.

use super::{Cite, Field, Interface, Platform, Presence, Row, Source, ValueKind};

impl Platform {
    /// The platform's parameters of an interface, a row each in order of their paths: any request may have them, of a form
    /// that names them or not. Who signs gives project and signature, which are not among them.
    #[must_use]
    pub fn parameters(&self, interface: Interface) -> Vec<Row> {
        let mut rows: Vec<Row> = self.fields.values().filter_map(|field| self.parameter(field, interface)).collect();
        rows.sort_by(|one, other| one.path.cmp(&other.path));
        rows
    }

    fn parameter(&self, field: &Field, interface: Interface) -> Option<Row> {
        let is_object = field.value.kind == ValueKind::Object && field.value.encoded.is_none();
        let path = match interface {
            Interface::Gate if field.gate => &field.path,
            // parameters of an address hold no others
            Interface::PaymentPage if !is_object => field.payment_page.as_ref()?,
            _ => return None,
        };
        let enveloped = self.envelope.values().flatten().any(|path| *path == field.path);
        let name = field.path.rsplit('.').next().unwrap_or_default();
        if enveloped && matches!(name, "project_id" | "signature") {
            return None;
        }
        let marked = |cite: &Cite| Cite { document: format!("platform/{}", cite.document), ..cite.clone() };
        Some(Row {
            path: path.clone(),
            field: field.path.clone(),
            rust: field.rust.clone(),
            value: field.value.clone(),
            own: false,
            presence: Presence::Optional,
            source: match (is_object, field.value.encoded) {
                (true, _) => Source::Holder,
                (false, Some(_)) => Source::Encoded,
                (false, None) => Source::Caller,
            },
            inside: false,
            means: field.means.clone(),
            example: field.example.clone(),
            cite: field.cite.iter().map(marked).collect(),
            note: None,
            presence_when: Vec::new(),
            value_when: Vec::new(),
        })
    }
}
