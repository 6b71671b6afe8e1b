//! Requests for the journeys: the suite's own valid inputs, with what only this run can know put in.

use ecommpay::platform::runtime::form::{Draft, Gate, PaymentPage};
use ecommpay::platform::runtime::method::{FormEntry, Read};
use ecommpay_conformance::inputs;
use methodspec::resolved::{Form, Operation};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// A form with the way into its typed API, by the method's table and by its spec.
#[derive(Clone, Copy)]
pub(crate) struct Way {
    pub(crate) entry: &'static FormEntry,
    pub(crate) operation: &'static Operation,
    pub(crate) form: &'static Form,
}

/// Makes requests, always the same ones.
pub(crate) struct Maker {
    runner: TestRunner,
    shop: String,
}

impl Maker {
    pub(crate) fn new(shop: &str) -> Maker {
        Maker { runner: TestRunner::deterministic(), shop: shop.to_owned() }
    }

    /// A request that keeps every rule, about a payment. Where it directs callbacks, they go to the shop, at once.
    pub(crate) fn json(&mut self, way: Way, payment: &str) -> Value {
        let mut json = inputs::valid(way.form).new_tree(&mut self.runner).unwrap().current();
        for path in ["general.merchant_callback_url", "merchant_callback_url"] {
            if inputs::take(&mut json, path).is_some() {
                inputs::put(json.as_object_mut().unwrap(), path, json!(self.shop));
            }
        }
        inputs::take(&mut json, "callback");
        for path in ["general.payment_id", "payment_id"] {
            if inputs::take(&mut json, path).is_some() {
                inputs::put(json.as_object_mut().unwrap(), path, json!(payment));
            }
        }
        json
    }

    /// A value of a field.
    pub(crate) fn value(&mut self, row: &methodspec::resolved::Row) -> Value {
        inputs::field(row).new_tree(&mut self.runner).unwrap().current()
    }
}

impl Way {
    pub(crate) fn gate(self, json: &Value) -> Draft<Gate> {
        let Read::Gate(read) = self.entry.read else { panic!("{} is no form of Gate", self.form.id) };
        read(json).unwrap_or_else(|why| panic!("{}: {why}", self.form.id))
    }

    pub(crate) fn page(self, json: &Value) -> Draft<PaymentPage> {
        let Read::Page(read) = self.entry.read else { panic!("{} is no form of the page", self.form.id) };
        read(json).unwrap_or_else(|why| panic!("{}: {why}", self.form.id))
    }
}

/// Amount and currency of a request, where it has them.
pub(crate) fn sum(json: &Value) -> Option<(i64, String)> {
    let at = |gate: &str, page: &str| json.pointer(gate).or_else(|| json.get(page)).cloned();
    let amount = at("/payment/amount", "payment_amount")?.as_i64()?;
    Some((amount, at("/payment/currency", "payment_currency")?.as_str()?.to_owned()))
}
