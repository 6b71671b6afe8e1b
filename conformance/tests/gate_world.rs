//! The Gate's state under whatever happens to it.

use crate::support::cases;
use crate::traffic_support::SPECS;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use crate::gate_support::{PROJECT, general, root, secret, sign, specs, verified};
use ecommpay_conformance::gate::clock::Clock;
use ecommpay_conformance::gate::deliver::{Send, pause};
use ecommpay_conformance::gate::input::{
    self, Action, Asks, Control, Ending, Input, Manner, Options, Outcome, Started,
};
use ecommpay_conformance::gate::journal::{Header, Journal};
use ecommpay_conformance::gate::judge::Judge;
use ecommpay_conformance::gate::model::{Model, opens};
use ecommpay_conformance::gate::past::{Told, replay};
use ecommpay_conformance::gate::payment::{Key, Payment, Waits};
use ecommpay_conformance::gate::refusal::Why;
use ecommpay_conformance::gate::rules::Rules;
use ecommpay_conformance::gate::world::{Settings, World};
use ecommpay_conformance::inputs;
use ecommpay_conformance::traffic::{Run as Traffic, Secrets};
use methodspec::resolved::{Interface, OperationKind, Row, Said, Turn};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

const BEGAN: i64 = 1_800_000_000_000;

#[derive(Debug, Clone)]
enum Step {
    Open { form: usize, payment: usize, quiet: bool },
    Refund { payment: usize, amount: Option<i64>, refund: usize },
    Clarify { payment: usize },
    Control { payment: usize, action: Action, amount: Option<i64>, deliver: Manner },
    Answer { status: Option<u16> },
    Pass { seconds: i64 },
    Compact,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let payment = 0..3_usize;
    let amount = || prop::option::of(-1..200_000_i64);
    let action = prop::sample::select(vec![
        Action::Success,
        Action::Success,
        Action::Decline,
        Action::Expire,
        Action::Refund,
        Action::Reverse,
        Action::Part,
        Action::Part,
        Action::Debit,
        Action::Clarify,
        Action::Authenticate,
    ]);
    let manner = (0..90_u32, any::<[bool; 4]>()).prop_map(|(late, [twice, out_of_order, never, bad_signature])| {
        Manner { late: late / 2, twice, out_of_order, never, bad_signature }
    });
    let step = prop_oneof![
        3 => (any::<usize>(), payment.clone(), any::<bool>()).prop_map(|(form, payment, quiet)| Step::Open { form, payment, quiet }),
        2 => (payment.clone(), amount(), 0..12_usize).prop_map(|(payment, amount, refund)| Step::Refund { payment, amount, refund }),
        1 => payment.clone().prop_map(|payment| Step::Clarify { payment }),
        8 => (payment, action, amount(), manner).prop_map(|(payment, action, amount, deliver)| Step::Control { payment, action, amount, deliver }),
        4 => prop::sample::select(vec![Some(200), Some(200), Some(500), None]).prop_map(|status| Step::Answer { status }),
        4 => prop_oneof![0..8_i64, 0..4000_i64].prop_map(|seconds| Step::Pass { seconds }),
        1 => Just(Step::Compact),
    ];
    // two sales, and some of what can be done to them, before whatever else happens
    let opened = prop::array::uniform2(0..SALES).prop_map(|forms| {
        let opened = forms.into_iter().zip(0..2).map(|(form, payment)| Step::Open { form, payment, quiet: false });
        opened.chain([Step::Pass { seconds: 2 }]).collect::<Vec<_>>()
    });
    let plot: Vec<Step> = PLOT
        .iter()
        .map(|(payment, action)| {
            let (payment, action) = (*payment, *action);
            Step::Control { payment, action, amount: None, deliver: Manner::default() }
        })
        .collect();
    let plot = prop::sample::subsequence(plot, 0..=PLOT.len());
    (opened, plot, prop::collection::vec(step, 1..60)).prop_map(|(opened, plot, more)| [opened, plot, more].concat())
}

/// So many requests that open a payment are of sales, at least: they come first.
const SALES: usize = 6;

/// What may happen to two sales, in this order.
const PLOT: [(usize, Action); 11] = [
    (0, Action::Clarify),
    (0, Action::Authenticate),
    (0, Action::Authenticate),
    (0, Action::Part),
    (0, Action::Part),
    (0, Action::Decline),
    (1, Action::Success),
    (1, Action::Debit),
    (1, Action::Decline),
    (1, Action::Debit),
    (0, Action::Refund),
];

impl Step {
    /// Every callback comes, and none before another.
    fn deliver_in_order(&mut self) {
        match self {
            Self::Open { quiet, .. } => *quiet = false,
            Self::Control { deliver, .. } => *deliver = Manner { twice: deliver.twice, ..Manner::default() },
            _ => {}
        }
    }
}

struct Bench {
    model: Arc<Model>,
    judge: Judge,
    /// Requests that open a payment: path and body.
    forms: Vec<(String, Value)>,
    refunds: Vec<String>,
}

fn bench() -> Bench {
    bench_with(&[])
}

fn bench_with(contracts: &[(String, String)]) -> Bench {
    let specs = specs();
    let mut runner = TestRunner::deterministic();
    let (mut forms, mut others, mut refunds) = (Vec::new(), Vec::new(), Vec::new());
    for operation in specs.methods.values().flat_map(|method| method.operations.values()) {
        let Said::Is(path) = &operation.path.said else { continue };
        if !opens(operation.kind) {
            refunds.push(path.clone());
            continue;
        }
        for form in operation.forms.iter().filter(|form| form.interface == Interface::Gate) {
            let all = if operation.kind == OperationKind::Sale { &mut forms } else { &mut others };
            all.push((path.clone(), inputs::valid(form).new_tree(&mut runner).unwrap().current()));
        }
    }
    assert!(forms.len() >= SALES);
    forms.extend(others);
    let model = Arc::new(Model::new(specs, &root().join("generated/schemas"), contracts).unwrap());
    let judge = Judge::new(model.clone(), Rules::default(), &[(PROJECT, secret())]);
    Bench { model, judge, forms, refunds }
}

impl Bench {
    fn world(&self, retain: usize) -> World {
        let settings = Settings {
            base: "http://127.0.0.1:1".to_owned(),
            seed: 7,
            started: Started { callback_url: Some("http://127.0.0.1:2/".to_owned()), retain, projects: vec![PROJECT] },
        };
        World::new(self.model.clone(), settings, BEGAN)
    }

    fn request(&self, path: &str, mut body: Value, payment: usize) -> Input {
        body["general"]["project_id"] = json!(PROJECT);
        body["general"]["payment_id"] =
            json!(format!("{}{payment}", if payment.is_multiple_of(2) { "p" } else { "P" }));
        body["general"].as_object_mut().unwrap().remove("merchant_callback_url");
        body["general"].as_object_mut().unwrap().remove("signature");
        sign(&mut body);
        Input::Request(self.judge.gate(path, body.to_string().as_bytes()).expect("it is signed"))
    }

    fn input(&self, world: &World, step: &Step, waiting: &mut Vec<Send>) -> Option<Input> {
        Some(match step {
            Step::Open { form, payment, quiet } => {
                let (path, body) = &self.forms[form % self.forms.len()];
                let mut body = body.clone();
                body["callback"] = json!({ "force_disable": u8::from(*quiet) });
                if *form < SALES || form % 2 == 0 {
                    // the debits of some have an identifier of their own
                    let scheduled = if form % 4 == 0 { "" } else { "p2" };
                    body["recurring"] = json!({ "register": true, "scheduled_payment_id": scheduled });
                }
                if form % 5 == 1 {
                    // above what most take: it fails once it was taken in
                    body["payment"]["amount"] = json!(9_999_999_999_999_i64);
                }
                self.request(path, body, *payment)
            }
            Step::Refund { payment, amount, refund } => {
                let mut body = general("");
                body["payment"] = json!({ "merchant_refund_id": format!("r{refund}"), "description": "back" });
                if let Some(amount) = amount {
                    let known = world.book().get(&Key::new(PROJECT, &format!("p{payment}")));
                    body["payment"]["amount"] = json!(amount);
                    body["payment"]["currency"] = json!(known.map_or("EUR", |payment| payment.currency.as_str()));
                }
                let known = world.book().get(&Key::new(PROJECT, &format!("p{payment}")));
                let own = known.and_then(|known| self.model.operation(&known.method, OperationKind::Refund));
                let path = match own.map(|own| &own.path.said) {
                    Some(Said::Is(path)) if refund % 4 < 3 => path,
                    _ => &self.refunds[refund % self.refunds.len()],
                };
                self.request(path, body, *payment)
            }
            Step::Clarify { payment } => {
                let mut body = general("");
                body["additional_data"] = json!({});
                self.request("/v2/payment/clarification", body, *payment)
            }
            Step::Control { payment, action, amount, deliver } => Input::Control(Control {
                payment_id: format!("p{payment}"),
                project: None,
                action: *action,
                // what does not go with an action is refused, and nothing happens
                options: Options {
                    amount: amount.filter(|_| action.takes_sum()),
                    deliver: Manner { out_of_order: false, ..deliver.clone() },
                    ..Options::default()
                },
            }),
            Step::Answer { status } => {
                let send = waiting.pop()?;
                Input::Delivered { delivery: send.delivery, attempt: send.attempt, status: *status }
            }
            Step::Pass { .. } | Step::Compact => return None,
        })
    }
}

/// Where a callback says of what kind it is, and how.
const KINDS: [(&str, &str); 4] = [
    ("/payment/status", "partially paid"),
    ("/payment/status", "awaiting 3ds result"),
    ("/payment/status", "awaiting clarification"),
    ("/operation/type", "recurring"),
];

/// Each ended operation with how it ended.
fn ended(world: &World) -> BTreeMap<u64, (String, Option<String>, i64)> {
    let payments = world.book().sorted();
    let all = payments.values().flat_map(|payment| &payment.operations).filter(|operation| operation.ended);
    all.map(|operation| (operation.id, (operation.status.clone(), operation.code.clone(), operation.changed))).collect()
}

#[test]
fn whatever_happens_ends_are_final_sums_are_sums_callbacks_verify_and_the_journal_restores() {
    let bench = bench();
    let mut runner = TestRunner::new(Config { cases: cases(160), failure_persistence: None, ..Config::default() });
    let case = (steps(), prop::sample::select(vec![0_usize, 2, 1000, 1000]), any::<bool>());
    let seen = RefCell::new(BTreeMap::new());
    runner
        .run(&case, |(mut steps, retain, in_order)| {
            if in_order {
                steps.iter_mut().for_each(Step::deliver_in_order);
            }
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("journal");
            let mut journal = opened(&file);
            let (mut world, mut at, mut waiting) = (bench.world(retain), BEGAN, Vec::new());
            let mut over: BTreeMap<u64, (String, Option<String>, i64)> = BTreeMap::new();
            let mut lines = String::new();
            for step in &steps {
                if let Step::Compact = step {
                    journal.compact(&world).unwrap();
                }
                if let Step::Pass { seconds } = step {
                    at += seconds * 1000;
                    // in two steps, the second of which the journal does not see
                    world.advance(at - seconds * 300);
                    world.advance(at);
                }
                let answer = bench.input(&world, step, &mut waiting).and_then(|input| {
                    journal.input(at, &input).unwrap();
                    world.apply(at, &input)
                });
                if let Some(answer) = answer {
                    prop_assert!(answer.body.is_object());
                    journal.outcome(at, Some(&answer), &[]).unwrap();
                }
                for send in world.take_sends() {
                    let mut body: Value = serde_json::from_str(&send.body).unwrap();
                    bench.judge.sign(send.project, &mut body).unwrap();
                    let got = verified(body.to_string().as_bytes()).map_err(TestCaseError::fail)?;
                    prop_assert!(got.payment_id().is_some());
                    for kind in KINDS.iter().filter(|kind| body.pointer(kind.0).is_some_and(|value| value == kind.1)) {
                        *seen.borrow_mut().entry(*kind).or_insert(0_usize) += 1;
                    }
                    lines.push_str(&format!("{body}\n"));
                    waiting.push(send);
                }
                let now = ended(&world);
                for (operation, how) in &now {
                    prop_assert_eq!(over.get(operation).unwrap_or(how), how, "an operation ended twice");
                }
                over.extend(now);
                for payment in world.book().sorted().values() {
                    prop_assert!(payment.left >= 0 && payment.sum >= 0);
                    let back: i64 = payment
                        .operations
                        .iter()
                        .filter(|one| {
                            one.ended && one.status == "success" && matches!(one.name.as_str(), "refund" | "reversal")
                        })
                        .map(|one| one.amount)
                        .sum();
                    let took = payment.operations.iter().filter(|one| {
                        one.ended
                            && one.status == "success"
                            && matches!(one.name.as_str(), "sale" | "auth" | "recurring")
                    });
                    let took: i64 = took.map(|one| one.took()).sum();
                    prop_assert!(back <= took, "more went back than was paid");
                    prop_assert!(payment.kind == OperationKind::Payout || payment.left == took - back, "what is left");
                    prop_assert!(payment.operations.iter().filter(|one| !one.ended).count() <= 1);
                }
            }
            let mut secrets = Secrets::default();
            secrets.add(Some(PROJECT), secret());
            let mut run = Traffic::callbacks(&SPECS, ecommpay::METHODS, secrets, Default::default());
            run.stream("t", lines.as_bytes()).unwrap();
            let (report, _) = run.finish();
            // of what is held back or late no story is known
            prop_assert!(report.failed == 0 || !in_order, "callbacks: {}", report.json());
            drop(journal);
            let past = Journal::open(&file, Header::new(0, 0)).unwrap();
            prop_assert_eq!(past.header, Header::new(7, BEGAN));
            let mut again = bench.world(retain);
            replay(&mut again, past).unwrap();
            // both as they stand at this moment: what the last step made due may not have been done yet
            world.advance(at);
            again.advance(at);
            prop_assert!(again == world, "the journal restores another state");
            Ok(())
        })
        .unwrap();
    let seen = seen.into_inner();
    assert!(KINDS.iter().all(|kind| seen.contains_key(kind)), "of each kind something came: {seen:?}");
}

/// Everything that is due within some seconds: the callbacks, verified, each answered with 200.
fn pass(bench: &Bench, world: &mut World, seconds: i64) -> Vec<Value> {
    world.advance(world.now() + seconds * 1000);
    let mut all = Vec::new();
    for send in world.take_sends() {
        let mut body: Value = serde_json::from_str(&send.body).unwrap();
        bench.judge.sign(send.project, &mut body).unwrap();
        verified(body.to_string().as_bytes()).unwrap();
        all.push(body);
        let (delivery, attempt) = (send.delivery, send.attempt);
        world.apply(world.now(), &Input::Delivered { delivery, attempt, status: Some(200) });
    }
    all
}

#[test]
fn every_operation_and_channel_of_every_method_walks_to_its_end() {
    let specs = specs();
    let mut walked = 0;
    for (key, method) in &specs.methods {
        for operation in method.operations.values().filter(|operation| opens(operation.kind)) {
            let Said::Is(path) = &operation.path.said else { continue };
            let channels: Vec<Option<&str>> = match operation.channels.as_slice() {
                [] => vec![None],
                all => all
                    .iter()
                    .filter(|one| one.via.contains(&Interface::Gate))
                    .map(|one| Some(one.key.as_str()))
                    .collect(),
            };
            for channel in channels {
                let contracts: Vec<_> = channel.map(|channel| (key.clone(), channel.to_owned())).into_iter().collect();
                let bench = bench_with(&contracts);
                let of = |form: &&methodspec::resolved::Form| {
                    form.interface == Interface::Gate
                        && channel.is_none_or(|channel| {
                            form.channels.is_empty() || form.channels.iter().any(|one| one == channel)
                        })
                };
                // of a path without a form nobody knows what is sent
                if operation.forms.is_empty() {
                    continue;
                }
                let form = operation.forms.iter().find(of).unwrap_or_else(|| panic!("{key}: no form for {channel:?}"));
                let body = inputs::valid(form).new_tree(&mut TestRunner::deterministic()).unwrap().current();
                let mut world = bench.world(1000);
                let answer = world.apply(BEGAN, &bench.request(path, body, 0)).unwrap();
                assert_eq!(answer.status, 200, "{key} {channel:?}: {}", answer.body);
                let told = walk(&bench, &mut world, key, channel);
                let last = told.last().unwrap();
                assert_eq!(
                    (&last["payment"]["status"], &last["operation"]["status"]),
                    (&json!("success"), &json!("success")),
                    "{key} {channel:?}"
                );
                assert_eq!(last["operation"]["code"], "0");
                let turns = operation
                    .channels
                    .iter()
                    .find(|one| Some(one.key.as_str()) == channel)
                    .map_or(&[][..], |one| &one.turns);
                for turn in turns {
                    let member = match turn {
                        Turn::Redirect { .. } => "redirect_data",
                        Turn::Display { .. } => "display_data",
                        Turn::Send { .. } => continue,
                    };
                    assert!(told.iter().any(|one| one.get(member).is_some()), "{key} {channel:?}: no {member}");
                }
                walked += 1;
            }
        }
    }
    assert!(walked >= 10, "{walked} were walked");
}

/// Gives whatever is asked for, and lets the tester decide what does not end by itself.
fn walk(bench: &Bench, world: &mut World, method: &str, channel: Option<&str>) -> Vec<Value> {
    let mut told = Vec::new();
    for _ in 0..8 {
        told.extend(pass(bench, world, 10));
        let payment = world.book().sorted().into_values().next().unwrap().clone();
        let mut more = general("");
        match &payment.waits {
            Waits::Nothing => {}
            Waits::Clarification => more["additional_data"] = fields(bench, &payment, &payment.missing),
            Waits::Further(_, asked) => {
                let empty = bench.request("/v2/payment/clarification", more.clone(), 0);
                assert_eq!(
                    world.apply(world.now(), &empty).unwrap().status,
                    400,
                    "{method} {channel:?} asks for {asked:?}"
                );
                more = fields(bench, &payment, asked);
            }
        }
        if payment.waits != Waits::Nothing {
            let answer = world.apply(world.now(), &bench.request("/v2/payment/clarification", more, 0)).unwrap();
            assert_eq!(answer.status, 200, "{method} {channel:?}: {}", answer.body);
        }
    }
    let control =
        Control { payment_id: "p0".to_owned(), project: None, action: Action::Success, options: Options::default() };
    world.apply(world.now(), &Input::Control(control));
    told.extend(pass(bench, world, 1));
    told
}

/// A JSON object with a value of its row at each of these paths.
fn fields(bench: &Bench, payment: &Payment, paths: &[String]) -> Value {
    let operation = bench.model.operation(&payment.method, payment.kind).unwrap();
    let turns = operation.channels.iter().flat_map(|channel| &channel.turns);
    let further = turns.filter_map(|turn| if let Turn::Send { fields, .. } = turn { Some(fields) } else { None });
    let rows: Vec<&Row> = further.flatten().chain(operation.forms.iter().flat_map(|form| &form.rows)).collect();
    let mut body = json!({});
    for path in paths {
        let row = rows.iter().find(|row| row.path == *path).unwrap();
        let mut at = &mut body;
        for step in path.split('.') {
            at = &mut at[step];
        }
        *at = inputs::field(row).new_tree(&mut TestRunner::deterministic()).unwrap().current();
    }
    body
}

#[test]
fn a_method_without_schemas_is_held_against_its_spec() {
    let specs = specs();
    let empty = tempfile::tempdir().unwrap();
    let model = Arc::new(Model::new(specs, empty.path(), &[]).unwrap());
    assert!(model.told().iter().all(|line| line.contains("judged")) && !model.told().is_empty());
    let judge = Judge::new(model.clone(), Rules::default(), &[(PROJECT, secret())]);
    let asks = |amount: i64, customer: Value| {
        let mut body = json!({
            "general": { "project_id": PROJECT, "payment_id": "1" },
            "customer": customer,
            "payment": { "amount": amount, "currency": "KES" }
        });
        sign(&mut body);
        judge.gate("/v2/payment/card-partner/sale", body.to_string().as_bytes()).unwrap().asks
    };
    let whole = json!({ "id": "1", "ip_address": "1.2.3.4" });
    assert!(matches!(asks(100_000, whole.clone()), Asks::Open(_)));
    assert!(matches!(asks(100_000, json!({})), Asks::Refused(refusal) if refusal.why == Why::Required));
    let later = asks(1, whole);
    let Asks::Open(open) = later else { panic!("it is taken in") };
    assert!(open.fails.is_some_and(|refusal| refusal.why == Why::UnderLimit), "and fails later");
}

#[test]
fn a_bank_that_does_not_go_with_the_currency_has_a_code_of_its_own() {
    let platform = specs().platform;
    assert_eq!(Why::of_rule("together", "account.bank_id+payment.currency").code(&platform), "2641");
    assert_eq!(Why::of_rule("together", "account.bank_id+customer.country").code(&platform), "702");
}

#[test]
fn every_list_of_the_specs_is_served() {
    let bench = bench();
    let mut lists = 0;
    for operation in bench.model.specs.methods.values().flat_map(|method| method.operations.values()) {
        for row in operation.forms.iter().flat_map(|form| &form.rows) {
            let Some(path) = row.value.from.as_ref().and_then(|from| from.list.as_ref()) else { continue };
            let path = path.replace("{operation}", operation.kind.key());
            let mut body = general("1");
            body["payment"] = json!({ "amount": 1_000_000, "currency": operation.amounts.keys().next() });
            assert!(bench.judge.gate(&path, body.to_string().as_bytes()).is_err(), "{path}: without a signature");
            let answer = bench.world(1).apply(BEGAN, &bench.request(&path, body, 0)).unwrap();
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            let known = answer.body.as_array().unwrap();
            assert_eq!(known.len(), row.value.values.len(), "{path}");
            lists += 1;
        }
    }
    assert!(lists >= 2, "{lists} were asked for");
}

#[test]
fn a_torn_last_line_is_dropped_a_broken_one_before_is_told() {
    let bench = bench();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("journal");
    let (path, body) = &bench.forms[0];
    let mut journal = opened(&file);
    for payment in 0..3 {
        journal.input(BEGAN + 1, &bench.request(path, body.clone(), payment)).unwrap();
    }
    drop(journal);
    let whole = std::fs::read(&file).unwrap();
    assert!(!String::from_utf8_lossy(&whole).contains("signature"), "no signature is written down");
    let lines: Vec<usize> =
        whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    for cut in lines[2]..whole.len() {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let (_, told) = read(&file).unwrap();
        assert_eq!(told.lines, 2, "cut at {cut}");
        assert_eq!(told.note.is_some(), cut > lines[2]);
        assert_eq!(std::fs::metadata(&file).unwrap().len(), lines[2] as u64, "what is torn is cut off");
    }
    let mut broken = whole;
    broken[lines[0] + 5] = b'}';
    std::fs::write(&file, &broken).unwrap();
    let told = read(&file).err().unwrap();
    assert!(told.contains("line 2 was changed"), "{told}");
}

fn opened(file: &Path) -> Journal {
    Journal::open(file, Header::new(7, BEGAN)).unwrap().read(|_, _| Ok(())).unwrap().0
}

fn read(file: &Path) -> Result<(Journal, Told), String> {
    Journal::open(file, Header::new(0, 0))?.read(|_, _| Ok(()))
}

#[test]
fn the_schedule_is_the_documented_one() {
    let specs = specs();
    let schedule = &specs.platform.delivery;
    let pauses: Vec<i64> = (1..=120).filter_map(|attempt| pause(schedule, attempt)).collect();
    assert_eq!(pauses.len(), 119, "120 tries");
    assert_eq!(pauses[..5], [10_000; 5]);
    assert_eq!(pauses[5] / 100, 840, "84.0 s to the seventh try: 70 + 10 * 1.12^3");
    let growing = pauses[5..].iter().take_while(|pause| **pause < 14_400_000).count();
    assert_eq!((growing, pauses[5 + 62]), (62, 14_400_000), "62 growing pauses, then four hours each");
    let days = pauses.iter().sum::<i64>() as f64 / 86_400_000.0;
    assert!((10.0..11.0).contains(&days), "within eleven days: {days}");
}

#[test]
fn rules_of_a_file_end_payments_by_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.yaml");
    std::fs::write(&file, "- { when: { amount: 5 }, end: decline, code: '20105', after: 1, deliver: { twice: true } }\n- { when: { customer: vip, operation: sale }, end: success }\n").unwrap();
    let rules = Rules::read(&file).unwrap();
    let bench = bench();
    let method = bench
        .model
        .specs
        .methods
        .values()
        .find(|method| method.operations.values().any(|one| one.kind.key() == "sale"))
        .unwrap();
    let sale = method.operations.values().find(|one| one.kind.key() == "sale").unwrap();
    let ending = |body: Value| rules.ending(method, sale, &body);
    let first = ending(json!({ "payment": { "amount": 5 }, "customer": { "id": "vip" } })).unwrap();
    let deliver = Manner { twice: true, ..Manner::default() };
    let wanted = Ending { code: Some("20105".to_owned()), after: Some(1), deliver, ..input::ending(Outcome::Decline) };
    assert!(first == wanted);
    assert_eq!(ending(json!({ "customer": { "id": "vip" } })).unwrap().outcome, Outcome::Success);
    assert!(ending(json!({ "customer": { "id": "other" } })).is_none());
    std::fs::write(&file, "- { whne: {}, end: success }\n").unwrap();
    assert!(Rules::read(&file).err().unwrap().contains("whne"));
}

#[test]
fn a_year_is_written_as_it_is_read() {
    use ecommpay_conformance::gate::clock::{LAST, Pace, read, written, zone};
    for (text, seconds) in
        [("1970-01-01 00:00:00", 0), ("2000-02-29 12:00:00", 951_825_600), ("2026-11-22 03:04:05", 1_795_316_645)]
    {
        assert_eq!(read(text), Some(seconds * 1000));
        assert_eq!(written(seconds * 1000), format!("{}+0000", text.replace(' ', "T")));
    }
    let seen: HashMap<&str, Option<i64>> =
        ["", "2026-13-01 00:00:00", "2026-11-22T03:04:05Z", "2026-11-22 25:00:00", "ä026-11-22 03:04:0"]
            .into_iter()
            .map(|text| (text, read(text)))
            .collect();
    assert!(seen.values().all(Option::is_none), "{seen:?}");
    assert_eq!(read("2026-11-22T03:04:05"), read("2026-11-22 03:04:05"));
    for (text, minutes) in [("UTC", Some(0)), ("+10:30", Some(630)), ("-03:00", Some(-180)), ("+15:00", None)] {
        assert_eq!(zone(text), minutes.map(|minutes| minutes * 60_000), "{text}");
    }
    assert!(["", "Asia/Singapore", "+1:00", "+10:3", "10:30", "+ä:00"].iter().all(|text| zone(text).is_none()));
    let clock = Clock::new(Pace::Manual, LAST - 5);
    assert_eq!(clock.after(5), Ok(LAST));
    assert!(clock.after(6).unwrap_err().contains("9999") && clock.after(i64::MAX).is_err());
    assert!(written(LAST).starts_with("9999-12-31T23:59:59"));
    assert_eq!(Clock::at(Pace::Times(1), i64::MAX).now(), LAST);
}
