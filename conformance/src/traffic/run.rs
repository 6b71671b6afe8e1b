//! The run over all recorded bodies, whatever they are.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use ecommpay_platform::Method;
use ecommpay_platform::runtime::json::{Document, Limits};
use methodspec::resolved::Specs;

use super::callback::Callbacks;
use super::facts;
use super::files::{Files, STANDARD_INPUT};
use super::finding::Finding;
use super::input::{Bodies, Recorded};
use super::keys::Secrets;
use super::orders::Orders;
use super::parts::WHOLE;
use super::report::{Of, Report};
use super::request::Requests;
use super::rules;
use super::shard::Shard;
use super::wrapper::{Unwrapped, unwrap};
use crate::regular;
use crate::weight::{VALUES, is_too_much};

/// How a run is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Follow the stories of payments: 168 bytes for each, and an index.
    pub story: bool,
    /// Take the payments of one shard alone.
    pub shard: Option<Shard>,
    /// Places that are kept of each rule.
    pub examples: usize,
    /// Most bytes of a body.
    pub limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { story: true, shard: None, examples: 5, limit: 1 << 20 }
    }
}

/// Judges bodies of one kind.
pub(super) trait Judge {
    /// Where a body names its payment: the first path that is there counts.
    fn payment_paths(&self) -> &[&str];

    /// Tells what is wrong with a body; whether there was anything to hold it against.
    fn judge(&mut self, body: &[u8], path: Option<&str>, findings: &mut Vec<Finding>, report: &mut Report) -> bool;

    /// How many payments were followed.
    fn payments(&self) -> usize;

    /// Takes what was ordered; whoever knows no sums does nothing with it.
    fn orders(&mut self, _: Orders) {}
}

/// A run under way. It reads its input once, and keeps none of it.
pub struct Run<'a> {
    judge: Box<dyn Judge + 'a>,
    report: Report,
    limits: Limits,
    options: Options,
    /// Bodies of other shards.
    elsewhere: u64,
}

impl<'a> Run<'a> {
    /// Checks what a merchant received.
    #[must_use]
    pub fn callbacks(specs: &'a Specs, methods: &[&'static Method], secrets: Secrets, options: Options) -> Self {
        let limits = Limits::default().body(options.limit);
        let judge = Callbacks::new(specs, methods, secrets, limits, options.story);
        Self::new(Box::new(judge), Of::Callbacks, specs, true, options)
    }

    /// Holds the sums of what was paid against orders, too.
    #[must_use]
    pub fn against(mut self, orders: Orders) -> Self {
        self.report.orders = true;
        self.judge.orders(orders);
        self
    }

    /// Checks what a merchant sent. Without secrets the signatures are not checked.
    #[must_use]
    pub fn requests(specs: &'a Specs, methods: &[&'static Method], secrets: Secrets, options: Options) -> Self {
        let limits = Limits::default().body(options.limit);
        let signed = !secrets.is_empty();
        let judge = Requests::new(specs, methods, secrets, limits, options.story);
        Self::new(Box::new(judge), Of::Requests, specs, signed, options)
    }

    fn new(judge: Box<dyn Judge + 'a>, of: Of, specs: &Specs, signed: bool, options: Options) -> Self {
        let part = options.shard.map_or_else(|| WHOLE.to_owned(), |shard| shard.to_string());
        let report = Report::new(of, facts::digest(specs), options.story, signed, options.examples, part);
        let limits = Limits::default().body(options.limit);
        Self { judge, report, limits, options, elsewhere: 0 }
    }

    /// Names the part of the whole that the input is, where somebody else cut it: two of one name are never joined.
    #[must_use]
    pub fn of_part(mut self, name: String) -> Self {
        self.report.parts = vec![name];
        self
    }

    /// Checks every body of the files: `-` is standard input, a folder is what is in it. What cannot be read is told in the
    /// report, and the rest goes on.
    pub fn files(&mut self, arguments: &[PathBuf]) {
        for path in Files::new(arguments) {
            let (path, read) = match path {
                Ok(path) => {
                    let read = self.file(&path);
                    (path, read)
                }
                Err((path, why)) => (path, Err(format!("cannot be read: {why}"))),
            };
            if let Err(why) = read {
                self.not_read(&path, why);
            }
        }
    }

    fn file(&mut self, path: &Path) -> Result<(), String> {
        let told = |why: io::Error| match why.kind() {
            // it says what the file is instead
            io::ErrorKind::InvalidData => why.to_string(),
            _ => format!("cannot be read: {why}"),
        };
        if path.as_os_str() == STANDARD_INPUT {
            return self.stream(STANDARD_INPUT, io::stdin().lock()).map_err(told);
        }
        let file = regular::open(path)?;
        self.stream(&path.to_string_lossy(), BufReader::with_capacity(1 << 16, file)).map_err(told)
    }

    /// Counts a file that could not be read, or not to its end, where a body without a payment would be.
    fn not_read(&mut self, path: &Path, why: String) {
        if self.is_elsewhere(b"") {
            self.elsewhere += 1;
            return;
        }
        let mut findings = vec![Finding::new(&rules::FILE, "", why)];
        self.report.add(&path.to_string_lossy(), (0, None), false, &mut findings);
    }

    /// Checks every body of a stream, by the name that it is to have in the report.
    ///
    /// # Errors
    /// Where the stream cannot be read.
    pub fn stream(&mut self, name: &str, input: impl BufRead) -> io::Result<()> {
        let mut bodies = Bodies::new(input, self.options.limit);
        let mut findings = Vec::new();
        while let Some(Recorded { line, element, body }) = bodies.next()? {
            let unwrapped = match body {
                None => Err(format!("more than {} bytes", self.options.limit)),
                Some(body) if is_too_much(body) => Err(format!("more than {VALUES} values")),
                Some(body) => Ok(unwrap(body, &self.limits)),
            };
            // what a text of the line holds is a body of its own
            let unwrapped = unwrapped.and_then(|unwrapped| match &unwrapped.body {
                Cow::Owned(body) if is_too_much(body) => Err(format!("more than {VALUES} values")),
                _ => Ok(unwrapped),
            });
            if self.is_elsewhere(unwrapped.as_ref().map_or(&b""[..], |unwrapped| unwrapped.body.as_ref())) {
                self.elsewhere += 1;
                continue;
            }
            let judged = match unwrapped {
                Err(found) => {
                    findings.push(Finding::new(&rules::UNREADABLE, "", found));
                    true
                }
                Ok(Unwrapped { body, path }) => {
                    self.judge.judge(&body, path.as_deref(), &mut findings, &mut self.report)
                }
            };
            let unreadable = findings.iter().any(|finding| finding.rule == rules::UNREADABLE.id);
            self.report.unreadable += u64::from(unreadable);
            self.report.add(name, (line, element), judged, &mut findings);
        }
        Ok(())
    }

    /// The report, and how many bodies belonged to other shards.
    #[must_use]
    pub fn finish(mut self) -> (Report, u64) {
        self.report.payments = self.judge.payments() as u64;
        (self.report, self.elsewhere)
    }

    fn is_elsewhere(&self, body: &[u8]) -> bool {
        let Some(shard) = self.options.shard else { return false };
        let document = Document::read(body, &self.limits).ok();
        let id = document
            .as_ref()
            .and_then(|document| self.judge.payment_paths().iter().find_map(|path| document.at(path)?.as_str()));
        !shard.has(id.unwrap_or_default())
    }
}

/// Prints what was counted so far.
impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Run({} bodies)", self.report.bodies())
    }
}
