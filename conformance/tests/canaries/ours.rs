//! Types that print texts which are the program's own or the tester's choice, and what these are.

const TABLES: &str = "tables of rules, out of the specs";
const SUITE: &str = "inputs and findings of the suite itself, made from the specs";
const PROGRAM: &str = "payloads of the suite, and what a program under test makes of them";
const NAMES: &str = "names of files, methods, rules and parameters that the caller chose";
const MONEY: &str = "limits and sums, which name nobody";
const ADDRESS: &str = "an address that cannot hold a user";

const TYPE: &str = "the type of an operation, out of a callback that was verified: a word of the platform's";

pub(super) const ALL: &[(&str, &str)] = &[
    ("conformance/check.rs Check", SUITE),
    ("conformance/check.rs Failure", SUITE),
    ("conformance/gate/past.rs Told", NAMES),
    ("conformance/gate/payment.rs Waits", TABLES),
    ("conformance/inputs/faults.rs Fault", SUITE),
    ("conformance/linked.rs Report", SUITE),
    ("conformance/receiver/report.rs Report", SUITE),
    ("conformance/receiver/report.rs Score", SUITE),
    ("conformance/reconcile/book.rs Options", NAMES),
    ("conformance/report/model.rs CheckResult", SUITE),
    ("conformance/report/model.rs Failure", SUITE),
    ("conformance/report/model.rs Remark", SUITE),
    ("conformance/report/model.rs Report", SUITE),
    ("conformance/report/model.rs RuleResult", SUITE),
    ("conformance/report/model.rs StaleEntry", NAMES),
    ("conformance/rules.rs Place", TABLES),
    ("conformance/rules.rs Rule", TABLES),
    ("conformance/run/known.rs Known", NAMES),
    ("conformance/run/select.rs Selection", NAMES),
    ("conformance/second_engine.rs SchemaRule", TABLES),
    ("conformance/second_engine.rs SchemaRules", TABLES),
    ("conformance/signer/program.rs Trouble", PROGRAM),
    ("conformance/signer/report.rs Evidence", PROGRAM),
    ("conformance/signer/report.rs Report", PROGRAM),
    ("conformance/signer/report.rs Row", PROGRAM),
    ("conformance/traffic/harmless.rs Words", TABLES),
    ("conformance/vectors/mod.rs Fault", NAMES),
    ("runtime/callback/order.rs Mismatch", TYPE),
    ("runtime/callback/order.rs Unpaid", TYPE),
    ("runtime/callback/reading.rs Reading", TABLES),
    ("runtime/callback/shape.rs Shape", TABLES),
    ("runtime/client/hosts.rs Hosts", ADDRESS),
    ("runtime/client/listing.rs Interval", NAMES),
    ("runtime/client/selection.rs NoSelection", NAMES),
    ("runtime/form/rule.rs Rule", TABLES),
    ("runtime/money/amount.rs Amount", MONEY),
    ("runtime/money/contract.rs Contract", MONEY),
    ("runtime/money/contract.rs ContractError", MONEY),
    ("runtime/page.rs Page", ADDRESS),
    ("runtime/page.rs PageFault", NAMES),
];
