//! What the Gate says of a callback that the tester wrote, before it signs and sends it.

use ecommpay_platform::runtime::callback::{Contradiction, Mismatch, Order, Reason, peek_project};
use ecommpay_platform::runtime::json::Limits;
use ecommpay_platform::{Callback, READING};
use methodspec::resolved::{OperationKind, Said};
use serde_json::{Value, json};

use super::input::{Manner, Own};
use super::judge::Judge;
use super::payment::Key;
use super::world::World;

/// A callback as a merchant reads it once it is signed.
pub struct Read {
    callback: Callback,
    project: i64,
    /// Not signed.
    body: String,
}

/// What the Gate says of a callback.
pub struct Verdict {
    /// It says that its payment is paid.
    pub is_paid: bool,
    /// What is paid so far, in minor units, and the currency.
    pub paid: Option<(i64, String)>,
    /// Equal for the same news, and for no other.
    pub news: String,
    /// Equal for news of one operation of one payment.
    pub action: Option<String>,
    /// Why it confirms nothing: its members contradict each other, or the payment that this Gate has.
    pub against: Option<String>,
}

impl Judge {
    /// Signs a callback and reads it, as its receiver would. What signature it has counts for nothing.
    ///
    /// # Errors
    /// Where no receiver could: it is no callback of a project that is served, or a member by which things are decided has
    /// another type. No text of it is repeated.
    pub fn read_own(&self, mut callback: Value) -> Result<Read, String> {
        let members = callback.as_object_mut().ok_or("the callback is no JSON object")?;
        members.remove("signature");
        members.get_mut("general").and_then(Value::as_object_mut).map(|general| general.remove("signature"));
        let body = callback.to_string();
        let project = match peek_project(body.as_bytes(), &Limits::default()) {
            Err(refusal) if refusal.reason() == Reason::ProjectMissing => self
                .only_project()
                .ok_or("the callback names no project, and several are served: give it a project_id")?,
            read => read.map_err(|refusal| format!("the callback cannot be read: {}", refusal.reason()))?,
        };
        self.sign(project, &mut callback).map_err(|why| why.to_string())?;
        let read = ecommpay_platform::verify(&self.keys, callback.to_string().as_bytes());
        let callback = read.map_err(|refusal| {
            let at = refusal.field_path().unwrap_or_default();
            format!("the callback cannot be read: {} {at}", refusal.reason()).trim_end().to_owned()
        })?;
        Ok(Read { callback, project, body })
    }

    /// What the Gate says of it: by itself, and where the Gate has its payment, by what that was opened with.
    #[must_use]
    pub fn verdict(&self, world: &World, read: &Read) -> Verdict {
        let callback = &read.callback;
        let paid = callback.sum_paid_so_far().map(|(amount, currency)| (amount, currency.to_owned()));
        Verdict {
            is_paid: callback.is_paid(),
            paid,
            news: callback.dedupe_key().to_string(),
            action: callback.action_key().map(|key| key.to_string()),
            against: self.against(world, read),
        }
    }

    fn against(&self, world: &World, Read { callback, project, .. }: &Read) -> Option<String> {
        let may_differ = self.sum_may_differ(callback);
        if READING.took_money(callback)
            && let Err(contradiction) = READING.contradiction(callback, may_differ)
        {
            return Some(contradiction.to_string());
        }
        let Some(id) = callback.payment_id() else {
            let nothing = Order { project_id: *project, payment_id: "", amount: 0, currency: "" };
            let two = matches!(callback.check(&nothing), Err(Mismatch::Contradiction(Contradiction::Payments)));
            return two.then(|| Contradiction::Payments.to_string());
        };
        let (payment, amount) = world.ordered(&Key::new(*project, id))?;
        // each debit of a series has a sum of its own
        let is_debit = payment.series().is_some() && self.kind(callback) == Some(OperationKind::Recurring);
        if !callback.is_paid() || is_debit {
            return None;
        }
        let order = Order { project_id: *project, payment_id: id, amount, currency: &payment.currency };
        // where another sum may be paid, the platform sends it
        let checked = if may_differ { Ok(()) } else { callback.check(&order) };
        checked.err().map(|mismatch| mismatch.to_string())
    }

    /// The operation that a callback tells of.
    fn kind(&self, callback: &Callback) -> Option<OperationKind> {
        let word = callback.operation_type()?;
        let mut kinds = self.model.specs.platform.operations.iter();
        kinds
            .find(|(_, operation)| operation.operation_type.iter().any(|one| one == word.as_str()))
            .map(|(kind, _)| *kind)
    }

    /// Whether the documents of its method say that another sum may be paid.
    fn sum_may_differ(&self, callback: &Callback) -> bool {
        let Some((label, kind)) = READING.method(callback).zip(self.kind(callback)) else { return false };
        let is_called = |labels: &Vec<String>| labels.iter().any(|one| one == label);
        let mut methods = self.model.specs.methods.values();
        let method =
            methods.find(|method| matches!(&method.names.callback.said, Said::Is(labels) if is_called(labels)));
        let operation = method.and_then(|method| method.operations.get(&kind));
        operation.is_some_and(|operation| operation.sum_may_differ() == Some(true))
    }
}

impl Read {
    /// As something that happens to the Gate.
    #[must_use]
    pub fn input(self, deliver: Manner) -> Own {
        let payment_id = self.callback.payment_id().unwrap_or_default().to_owned();
        Own { project: self.project, payment_id, body: self.body, deliver }
    }
}

impl Verdict {
    /// As the tester is answered.
    #[must_use]
    pub fn json(&self) -> Value {
        let paid = self.paid.as_ref().map(|(amount, currency)| json!({ "amount": amount, "currency": currency }));
        json!({ "is_paid": self.is_paid, "paid": paid, "news": self.news, "action": self.action, "error": self.against })
    }
}
