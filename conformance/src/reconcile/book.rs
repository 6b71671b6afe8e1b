//! Both sides, as far as they were read.

use std::collections::{BTreeSet, HashMap};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use ecommpay_platform::runtime::callback::same_value;
use ecommpay_platform::runtime::json::Limits;
use methodspec::resolved::{OperationKind, Specs};

use super::payment::{Again, Conversion, Effect, Operation, Payment, Spot, State};
use super::report::Report;
use super::row::{NAMES, Row};
use super::sum::{self, Amounts, Written};
use super::{pages, rules};
use crate::traffic::facts::Facts;
use crate::traffic::rules::Rule;
use crate::traffic::shard::{digest, payment_id_without_case};
use crate::traffic::store::Store;
use crate::traffic::{Files, Place, STANDARD_INPUT, ends, time};
use crate::{gate, plain, regular};

/// How books are held against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The project whose orders these are. Without it all operations must be of one.
    pub project: Option<i64>,
    /// How sums of operations are written; without it they must show it.
    pub amounts: Option<Amounts>,
    /// What an export calls a member of the Data API: (`payment_id`, `Payment ID`).
    pub columns: Vec<(String, String)>,
    /// Places that are kept of each rule.
    pub examples: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { project: None, amounts: None, columns: Vec::new(), examples: 100 }
    }
}

/// Orders and operations, as far as they were read. It keeps a small record of each, and no text.
pub struct Reconciliation<'a> {
    facts: Facts<'a>,
    specs: &'a Specs,
    /// Types of operations that take money.
    takes_money: BTreeSet<&'a str>,
    /// All types that the documents list.
    types: BTreeSet<&'a str>,
    pub(super) options: Options,
    pub(super) limits: Limits,
    files: Vec<String>,
    /// Their numbers by name: a folder may have as many as there are numbers.
    numbers: HashMap<String, u16>,
    pub(super) payments: Store<Payment>,
    pub(super) operations: Store<Operation>,
    /// The first row that showed how sums are written.
    written: Option<(Written, Spot)>,
    /// The project of the rows, and where it was named first.
    project: Option<(i64, Option<Spot>)>,
    pub(super) report: Report,
}

impl<'a> Reconciliation<'a> {
    /// Nothing yet.
    ///
    /// # Errors
    /// Where a column is named of no member that is read.
    pub fn new(specs: &'a Specs, options: Options) -> Result<Self, String> {
        if let Some((member, _)) = options.columns.iter().find(|(member, _)| !NAMES.contains(&member.as_str())) {
            return Err(format!("no column of {}: the members are {}", plain::short(member), NAMES.join(", ")));
        }
        let types = || specs.platform.lists.get("operation_type").into_iter().flatten();
        let spellings = |listed: &'a methodspec::resolved::Listed| std::iter::once(&listed.value).chain(&listed.also);
        let report = Report::new(options.examples, options.project);
        Ok(Self {
            facts: Facts::new(specs, &[]),
            specs,
            takes_money: types().filter(|one| one.takes_money).flat_map(spellings).map(String::as_str).collect(),
            types: types().flat_map(spellings).map(String::as_str).collect(),
            project: options.project.map(|project| (project, None)),
            options,
            limits: Limits::default().body(pages::LONGEST),
            files: Vec::new(),
            numbers: HashMap::new(),
            payments: Store::default(),
            operations: Store::default(),
            written: None,
            report,
        })
    }

    /// Takes the orders of a file; `-` is standard input.
    ///
    /// # Errors
    /// Where it cannot be read, or a line is no order.
    pub fn orders(&mut self, file: &Path) -> Result<(), String> {
        let told = |why: String| format!("{}: {why}", plain::path(file));
        if file.as_os_str() == STANDARD_INPUT {
            return self.orders_stream(STANDARD_INPUT, std::io::stdin().lock()).map_err(told);
        }
        let input = regular::open(file).map_err(told)?;
        self.orders_stream(&file.to_string_lossy(), BufReader::new(input)).map_err(told)
    }

    /// Takes the operations of files: pages of the Data API, or exports. `-` is standard input, a folder every file below it.
    ///
    /// # Errors
    /// Where one cannot be read to its end, or an operation is not told in full: what is not read would be told as missing. Every
    /// such file is named, a line each, with the first that is wrong in it.
    pub fn operations(&mut self, files: &[PathBuf]) -> Result<(), String> {
        let mut faults = Unread::default();
        for file in Files::new(files) {
            let (file, read) = match file {
                Ok(file) => {
                    let read = self.operations_file(&file);
                    (file, read)
                }
                Err((folder, why)) => (folder, Err(format!("cannot be read: {why}"))),
            };
            if let Err(why) = read {
                faults.add(|| format!("{}: {why}", plain::path(&file)));
            }
        }
        faults.told()
    }

    fn operations_file(&mut self, file: &Path) -> Result<(), String> {
        if file.as_os_str() == STANDARD_INPUT {
            return self.operations_stream(STANDARD_INPUT, std::io::stdin().lock());
        }
        let input = regular::open(file)?;
        self.operations_stream(&file.to_string_lossy(), BufReader::with_capacity(1 << 16, input))
    }

    /// Takes an operation out of a list that the caller has at hand.
    ///
    /// # Errors
    /// Where a member is absent or cannot be read. What it holds is not repeated.
    pub fn operation(&mut self, row: &Row<'_>) -> Result<(), String> {
        let number = self.report.operations.listed + 1;
        let file = self.file("operations")?;
        self.row(row, Spot { file, element: u32::try_from(number).unwrap_or(u32::MAX), line: 0 })
            .map_err(|why| format!("operation {number}: {why}"))
    }

    /// The number of a file.
    pub(super) fn file(&mut self, name: &str) -> Result<u16, String> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        let number = u16::try_from(self.files.len());
        let number = number.map_err(|_| "more than 65,536 files: join pages into fewer files".to_owned())?;
        self.files.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        Ok(number)
    }

    /// The payment of an identifier, made where it is new.
    pub(super) fn payment(&mut self, id: &str) -> Result<&mut Payment, String> {
        let key = digest(&[payment_id_without_case(id).as_bytes()]);
        let at = self.payments.len() as u32;
        let known = self.payments.entry(key, || Payment::new(key, at));
        known.map(|(payment, _)| payment).ok_or_else(|| "more than 2^32 payments".to_owned())
    }

    /// Adds a broken rule to the report.
    pub(super) fn tell(&mut self, rule: &Rule, spot: Spot, found: &str) {
        let file = self.files.get(usize::from(spot.file)).cloned().unwrap_or_default();
        let element = (spot.element > 0).then_some(u64::from(spot.element));
        self.report.add(rule, Place { file, line: spot.line, element, at: String::new(), found: found.to_owned() });
    }

    /// Takes an operation.
    pub(super) fn row(&mut self, row: &Row<'_>, spot: Spot) -> Result<(), String> {
        self.report.operations.listed += 1;
        if !self.is_of_project(row, spot)? {
            self.report.operations.elsewhere += 1;
            self.tell(&rules::OTHER_PROJECT, spot, "");
            return Ok(());
        }
        let [_, payment, operation, kind, status, ..] = NAMES;
        let payment_id = row.payment.ok_or_else(|| absent(payment))?;
        let id = row.operation.ok_or_else(|| absent(operation))?;
        let kind = row.kind.ok_or_else(|| absent(kind))?;
        let state = self.state(row.status.ok_or_else(|| absent(status))?, spot);
        let effect = self.effect(kind, spot);
        let moves = matches!(effect, Effect::Take | Effect::Return | Effect::ReturnTakenBack);
        let counts = moves && state == State::Done;
        let (amount, currency) = if counts { self.sum(row, spot)? } else { (0, 0) };
        let take = effect == Effect::Take;
        let converted = if counts && take { self.converted(row, spot)? } else { None };
        let is_debit = take && self.specs.platform.reading.sums.series.iter().any(|one| same_value(one, kind));
        let may_differ = take && self.may_differ(row, kind);
        let conversion = match converted {
            None => Conversion::Unknown,
            // where another sum may be paid, what was asked for is no measure of it
            Some(converted) if may_differ || converted == amount => Conversion::Agrees,
            Some(_) => Conversion::Differs,
        };
        let amount = converted.filter(|_| may_differ).unwrap_or(amount);
        let completed = row.completed.and_then(moment).unwrap_or_default();
        let payment = self.payment(payment_id)?.at;
        let key = digest(&[id.as_bytes()]);
        let new = Operation {
            key,
            payment,
            effect,
            state,
            may_differ,
            is_debit,
            conversion,
            amount,
            currency,
            completed,
            spot,
        };
        let (known, first) = self.operations.entry(key, || new).ok_or("more than 2^32 operations")?;
        if first {
            if conversion == Conversion::Differs {
                self.tell(&rules::SUMS, spot, "");
            }
            return Ok(());
        }
        self.report.operations.twice += 1;
        let before = known.spot;
        match known.again(&new) {
            Again::Same => self.tell(&rules::TWICE, spot, ""),
            Again::Newer => {
                *known = Operation { spot: before, ..new };
                if conversion == Conversion::Differs {
                    self.tell(&rules::SUMS, spot, "");
                }
                self.tell(&rules::TWICE, spot, "it has come to an end since");
            }
            Again::Other => self.tell(&rules::VERSIONS, spot, ""),
        }
        Ok(())
    }

    /// Whether a row is of the orders' project.
    fn is_of_project(&mut self, row: &Row<'_>, spot: Spot) -> Result<bool, String> {
        let Some(text) = row.project else {
            self.tell(&rules::PROJECT_NOT_NAMED, spot, "");
            return Ok(true);
        };
        let project: i64 = text.parse().map_err(|_| "project_id is no whole number".to_owned())?;
        match self.project {
            None => {
                self.project = Some((project, Some(spot)));
                self.report.project = Some(project);
                Ok(true)
            }
            Some((own, _)) if own == project => Ok(true),
            // nobody said which
            Some((own, Some(_))) => Err(format!(
                "the operation is of project {project} and others are of {own}: say whose orders these are, --project {own} or --project {project}"
            )),
            Some((_, None)) => Ok(false),
        }
    }

    fn state(&mut self, status: &str, spot: Spot) -> State {
        match self.facts.operation_status(status) {
            Some((ends::SUCCESS, _)) => State::Done,
            Some((_, true)) => State::Failed,
            Some((_, false)) => State::Undecided,
            None => {
                self.tell(&rules::STATUS, spot, "");
                State::Undecided
            }
        }
    }

    fn effect(&mut self, kind: &str, spot: Spot) -> Effect {
        let is_among = |types: &BTreeSet<&str>| types.iter().any(|one| same_value(one, kind));
        if is_among(&self.takes_money) {
            return Effect::Take;
        }
        match self.facts.kind(kind) {
            Some(OperationKind::Refund) => Effect::Return,
            Some(OperationKind::Auth) => Effect::Hold,
            Some(OperationKind::Cancel) => Effect::Release,
            _ if self.facts.takes_refund_back(kind) => Effect::ReturnTakenBack,
            _ if is_among(&self.types) => Effect::None,
            _ => {
                self.tell(&rules::TYPE, spot, "");
                Effect::None
            }
        }
    }

    /// The sum of an operation that counts, and the number of its currency.
    fn sum(&mut self, row: &Row<'_>, spot: Spot) -> Result<(i64, u16), String> {
        let [.., amount, currency, _, _, _] = NAMES;
        let code = row.currency.ok_or_else(|| absent(currency))?;
        let number = sum::currency(code)
            .ok_or_else(|| format!("{currency} is no ISO 4217 code: three capital letters, such as KES"))?;
        let text = row.amount.ok_or_else(|| absent(amount))?;
        Ok((self.amount(amount, text, code, spot)?, number))
    }

    /// What it comes to after conversion, where that is in the same currency and written alike.
    fn converted(&mut self, row: &Row<'_>, spot: Spot) -> Result<Option<i64>, String> {
        let [.., member, _, _] = NAMES;
        let (Some(text), Some(code)) = (row.converted, row.converted_currency) else { return Ok(None) };
        let otherwise = self.specs.platform.reading.sums.converted_otherwise.iter().any(|one| one == code);
        if otherwise || row.currency != Some(code) {
            return Ok(None);
        }
        self.amount(member, text, code, spot).map(Some)
    }

    fn amount(&mut self, amount: &str, text: &str, code: &str, spot: Spot) -> Result<i64, String> {
        let decimals = self.specs.platform.currencies.get(code).map(|currency| currency.decimals);
        let (sum, written) =
            sum::read(text, decimals, self.options.amounts).map_err(|why| format!("{amount} {why}"))?;
        match self.written {
            _ if self.options.amounts.is_some() || written == Written::Alike => {}
            None => self.written = Some((written, spot)),
            Some((before, _)) if before == written => {}
            Some((_, first)) => {
                let file = self.files.get(usize::from(first.file)).map(|name| plain::line(name)).unwrap_or_default();
                return Err(format!(
                    "{amount} is written otherwise than at {file}:{}: one has decimals and the other has none. Say how all of them are written, --amounts minor or --amounts major",
                    first.line
                ));
            }
        }
        Ok(sum)
    }

    /// Whether the documents of the method say that another sum may be paid than asked for.
    fn may_differ(&self, row: &Row<'_>, kind: &str) -> bool {
        let method = row.method.and_then(|label| self.facts.method(label));
        let operation = method.zip(self.facts.kind(kind)).and_then(|(method, kind)| method.spec.operations.get(&kind));
        operation.is_some_and(|operation| operation.sum_may_differ() == Some(true))
    }
}

/// Files that could not be read: the first hundred by name, the rest by their number.
#[derive(Default)]
struct Unread {
    named: Vec<String>,
    more: usize,
}

impl Unread {
    const NAMED: usize = 100;

    fn add(&mut self, told: impl FnOnce() -> String) {
        if self.named.len() < Self::NAMED { self.named.push(told()) } else { self.more += 1 }
    }

    fn told(mut self) -> Result<(), String> {
        if self.more > 0 {
            self.named.push(format!("and {} more files", self.more));
        }
        if self.named.is_empty() { Ok(()) } else { Err(self.named.join("\n")) }
    }
}

fn absent(member: &str) -> String {
    format!("{member} is absent: list it in `fields` of the request, or name its column, --column {member}=HEADER")
}

/// Seconds since 1970 of a time as either source writes it.
fn moment(text: &str) -> Option<i64> {
    time::seconds(text).or_else(|| gate::clock::read(text).map(|milliseconds| milliseconds.div_euclid(1000)))
}

/// Prints how much was read.
impl std::fmt::Debug for Reconciliation<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reconciliation({} payments, {} operations)", self.payments.len(), self.operations.len())
    }
}
