//! What is served: routes and charts, out of the resolved specs.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use methodspec::resolved::{
    Channel, Form, Interface, Method, Operation, OperationKind, Presence, RequestKind, Role, Row, Said, Specs, Turn,
};
use serde_json::Value;

use super::lists::{self, List};
use super::parameters::Parameters;
use super::payment::{Payment, Waits};
use super::refusal::Refusal;
use super::shape::Shape;
use super::sum::{read, without_shape};

/// Where a clarification, or a further request without a documented path, goes: ours.
pub const CLARIFICATION: &str = "/v2/payment/clarification";

/// The specs, with what is needed to serve them.
pub struct Model {
    /// As resolved.
    pub specs: Specs,
    /// The operations at each Gate path: several methods or operations may share one.
    routes: HashMap<String, Vec<(String, OperationKind)>>,
    /// Paths of further requests, with the turn's name and its fields.
    further: HashMap<String, (String, Vec<String>)>,
    /// Lists of values by their path.
    pub(super) lists: HashMap<String, List>,
    /// Paths of the platform's own requests.
    requests: HashMap<String, RequestKind>,
    /// By a form's id.
    pub(super) shapes: HashMap<String, Shape>,
    /// Of the platform's own requests.
    platform_shapes: BTreeMap<RequestKind, Shape>,
    /// Of the platform's own parameters.
    parameters: BTreeMap<Interface, Parameters>,
    /// Forms without a generated schema.
    by_rows: HashSet<String>,
    /// The channel that a method's contract has.
    contracts: BTreeMap<String, String>,
}

impl Model {
    /// Puts them together.
    ///
    /// # Errors
    /// Where a schema is unreadable, or a contract names what is not there.
    pub fn new(specs: Specs, schemas: &Path, contracts: &[(String, String)]) -> Result<Self, String> {
        let mut model = Self {
            specs,
            routes: HashMap::new(),
            further: HashMap::new(),
            lists: HashMap::new(),
            requests: HashMap::new(),
            shapes: HashMap::new(),
            platform_shapes: BTreeMap::new(),
            parameters: BTreeMap::new(),
            by_rows: HashSet::new(),
            contracts: BTreeMap::new(),
        };
        let platform = &model.specs.platform;
        for (kind, request) in &platform.requests {
            // a host may bring a path of its own: both are served
            let prefix = platform.hosts.get(&request.host).and_then(|host| host.url.splitn(4, '/').nth(3));
            let path = match &request.path.said {
                Said::Is(path) => path.as_str(),
                _ if *kind == RequestKind::Clarification => CLARIFICATION,
                _ => continue,
            };
            model.requests.insert(path.to_owned(), *kind);
            model.requests.extend(prefix.map(|prefix| (format!("/{prefix}{path}"), *kind)));
            let mut rows = request.rows.clone();
            if *kind == RequestKind::Clarification {
                // on this path there are further requests too, whose fields may stand elsewhere: the payment knows
                rows.retain(|row| row.path != "additional_data");
            }
            model.platform_shapes.insert(*kind, Shape::of_rows("platform", &rows)?);
        }
        for interface in [Interface::Gate, Interface::PaymentPage] {
            model.parameters.insert(interface, Parameters::of(&model.specs.platform, interface)?);
        }
        for method in model.specs.methods.values() {
            model.lists.extend(lists::of(method));
            for (kind, operation) in &method.operations {
                if let Said::Is(path) = &operation.path.said {
                    model.routes.entry(path.clone()).or_default().push((method.key.clone(), *kind));
                }
                for turn in operation.channels.iter().flat_map(|channel| &channel.turns) {
                    if let Turn::Send { name, path, fields, .. } = turn
                        && let Said::Is(path) = &path.said
                    {
                        let fields = fields.iter().map(|row| pointer(&row.path)).collect();
                        model.further.insert(path.clone(), (name.clone(), fields));
                    }
                }
                for form in &operation.forms {
                    let shape = match Shape::read(schemas, &form.id)? {
                        Some(shape) => shape,
                        None => {
                            model.by_rows.insert(form.id.clone());
                            Shape::of_form(form)?
                        }
                    };
                    model.shapes.insert(form.id.clone(), shape);
                }
            }
        }
        for (method, channel) in contracts {
            let known = model
                .specs
                .methods
                .get(method)
                .ok_or_else(|| format!("--contract {method}={channel}: there is no method {method}"))?;
            if !known.operations.values().any(|operation| operation.channels.iter().any(|one| one.key == *channel)) {
                return Err(format!("--contract {method}={channel}: {method} has no channel {channel}"));
            }
            model.contracts.insert(method.clone(), channel.clone());
        }
        Ok(model)
    }

    /// What a Gate path serves.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&[(String, OperationKind)]> {
        self.routes.get(path).map(Vec::as_slice)
    }

    /// Which of the platform's own requests goes to a path.
    #[must_use]
    pub fn request(&self, path: &str) -> Option<RequestKind> {
        self.requests.get(path).copied()
    }

    /// Holds one of the platform's own requests against its spec.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn judge_request(&self, kind: RequestKind, json: &Value) -> Result<(), Refusal> {
        self.platform_shapes.get(&kind).map_or(Ok(()), |shape| shape.judge(json))
    }

    /// The turn that a request goes on with. Where an operation begins on the same path, what tells them apart is a field
    /// of the turn.
    #[must_use]
    pub fn further(&self, path: &str, body: &Value) -> Option<&str> {
        let (name, fields) = self.further.get(path)?;
        let goes_on = self.at(path).is_none() || fields.iter().any(|field| body.pointer(field).is_some());
        goes_on.then_some(name.as_str())
    }

    /// A method by its key.
    #[must_use]
    pub fn method(&self, key: &str) -> Option<&Method> {
        self.specs.methods.get(key)
    }

    /// An operation of a method.
    #[must_use]
    pub fn operation(&self, method: &str, kind: OperationKind) -> Option<&Operation> {
        self.method(method)?.operations.get(&kind)
    }

    /// The channel of an operation.
    #[must_use]
    pub fn channel<'a>(&self, operation: &'a Operation, key: Option<&str>) -> Option<&'a Channel> {
        operation.channels.iter().find(|channel| Some(channel.key.as_str()) == key)
    }

    /// Holds a request against the shapes of an operation, and finds its channel: the contract's, else the channel whose
    /// form takes the request and asks for most.
    ///
    /// # Errors
    /// What is wrong with it, by the form that comes nearest.
    pub fn judge(
        &self,
        method: &str,
        operation: &Operation,
        via: Interface,
        json: &Value,
    ) -> Result<Option<String>, Refusal> {
        let contract = self.contracts.get(method).filter(|key| operation.channels.iter().any(|one| one.key == **key));
        let fits = |form: &&Form| {
            let own = !matches!(form.role, Role::Further { .. } | Role::List { .. });
            own && form.interface == via
                && contract.is_none_or(|key| form.channels.is_empty() || form.channels.contains(key))
        };
        let mut forms: Vec<&Form> = operation.forms.iter().filter(fits).collect();
        if forms.is_empty()
            && via == Interface::Gate
            && let Some(sum) = read(json, "payment.amount")?
        {
            self.is_sum("payment.amount", sum)?;
        }
        forms.sort_by_key(|form| {
            std::cmp::Reverse(form.rows.iter().filter(|row| row.presence == Presence::Required).count())
        });
        // what a schema cannot say
        self.parameters.get(&via).map_or(Ok(()), |all| all.texts(json))?;
        let mut refusal: Option<Refusal> = None;
        for form in &forms {
            match self
                .shapes
                .get(&form.id)
                .map_or_else(|| without_shape(operation, via, json), |shape| shape.judge(json))
            {
                Ok(()) => return Ok(contract.cloned().or_else(|| self.first(operation, via, &form.channels))),
                Err(other) if refusal.as_ref().is_none_or(|best| other.faults.len() < best.faults.len()) => {
                    refusal = Some(other)
                }
                Err(_) => {}
            }
        }
        match refusal {
            Some(refusal) => Err(refusal),
            None => without_shape(operation, via, json)
                .and_then(|()| self.parameters(via, json))
                .map(|()| contract.cloned().or_else(|| self.first(operation, via, &[]))),
        }
    }

    /// Holds a request against what the platform says of its own parameters, whichever method it is of.
    ///
    /// # Errors
    /// Every rule that it breaks.
    pub(super) fn parameters(&self, via: Interface, json: &Value) -> Result<(), Refusal> {
        self.parameters.get(&via).map_or(Ok(()), |all| all.judge(json))
    }

    /// Whether some form of an operation takes a field on Gate.
    #[must_use]
    pub fn takes(&self, operation: &Operation, path: &str) -> bool {
        let forms = operation.forms.iter().filter(|form| form.interface == Interface::Gate);
        forms.flat_map(|form| &form.rows).any(|row| row.path == path)
    }

    fn first(&self, operation: &Operation, via: Interface, of: &[String]) -> Option<String> {
        let fits = |channel: &&Channel| channel.via.contains(&via) && (of.is_empty() || of.contains(&channel.key));
        operation.channels.iter().find(fits).map(|channel| channel.key.clone())
    }

    /// The clarifiable fields that a request to Gate lacks.
    #[must_use]
    pub fn missing(&self, operation: &Operation, channel: Option<&str>, json: &Value) -> Vec<String> {
        let absent = |path: &str| json.pointer(&pointer(path)).is_none();
        first_rows(operation, channel)
            .filter(|row| row.presence == Presence::Clarifiable && absent(&row.path))
            .map(|row| row.path.clone())
            .collect()
    }

    /// The rows of what a payment was asked for: the fields that its first request lacked, or those of a turn.
    #[must_use]
    pub(super) fn asked(&self, payment: &Payment) -> Vec<&Row> {
        let Some(operation) = self.operation(&payment.method, payment.kind) else { return Vec::new() };
        match &payment.waits {
            Waits::Further(name, _) => {
                let turns = self.channel(operation, payment.channel.as_deref()).map(|channel| channel.turns.iter());
                let fields = turns.into_iter().flatten().find_map(|turn| match turn {
                    Turn::Send { name: other, fields, .. } if other == name => Some(fields),
                    _ => None,
                });
                fields.into_iter().flatten().collect()
            }
            _ => {
                let rows = self.first_rows(payment);
                let row = |path: &String| rows.iter().find(|row| row.path == *path).copied();
                payment.missing.iter().filter_map(row).collect()
            }
        }
    }

    /// The rows of the request to Gate that opens such a payment.
    #[must_use]
    pub(super) fn first_rows(&self, payment: &Payment) -> Vec<&Row> {
        let operation = self.operation(&payment.method, payment.kind);
        operation.into_iter().flat_map(|operation| first_rows(operation, payment.channel.as_deref())).collect()
    }

    /// Methods that take a currency on the Payment Page for an operation.
    pub fn on_page<'a>(&'a self, kind: OperationKind, currency: &'a str) -> impl Iterator<Item = &'a Method> {
        self.specs.methods.values().filter(move |method| {
            method.operations.get(&kind).is_some_and(|operation| {
                operation.via.contains(&Interface::PaymentPage)
                    && operation
                        .currencies
                        .as_ref()
                        .is_none_or(|all| operation.currencies_open || all.iter().any(|one| one == currency))
            })
        })
    }

    /// Which operations of which methods are judged in another way than by their generated schemas.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        for method in self.specs.methods.values() {
            for operation in method.operations.values().filter(|operation| matches!(operation.path.said, Said::Is(_))) {
                let name = format!("{}/{}", method.key, operation.kind.key());
                let gate: Vec<&Form> =
                    operation.forms.iter().filter(|form| form.interface == Interface::Gate).collect();
                if gate.is_empty() {
                    told.push(format!("{name}: shape: not judged, the spec has no form of it"));
                } else if gate.iter().any(|form| self.by_rows.contains(&form.id)) {
                    told.push(format!("{name}: shape: judged by the spec, there is no JSON Schema"));
                }
            }
        }
        told
    }
}

/// The JSON pointer of a dotted path.
#[must_use]
pub fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

/// The rows of an operation's own request to Gate.
fn first_rows<'a>(operation: &'a Operation, channel: Option<&str>) -> impl Iterator<Item = &'a Row> {
    let fits = move |form: &&Form| {
        form.role == Role::First
            && form.interface == Interface::Gate
            && (form.channel.is_none() || form.channel.as_deref() == channel)
    };
    operation.forms.iter().filter(fits).flat_map(|form| &form.rows)
}

/// Whether an operation makes a payment.
#[must_use]
pub const fn opens(kind: OperationKind) -> bool {
    matches!(kind, OperationKind::Sale | OperationKind::Auth | OperationKind::Recurring | OperationKind::Payout)
}
