//! The check against the documents themselves.
//!
//! Every document must be there with its digest and its count of lines; every cited place must hold what the fact claims
//! (numbers, codes, paths, names of fields, as whole tokens) or the printed words that the cite gives; every example must be
//! what its places print, white space aside. Lines that nothing cites are listed, for people to read.

pub mod api;
mod claims;
mod literal;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::fault::{Fault, Faults, Kind};
use crate::load::node::{Node, What};
use crate::load::source::Source;
use crate::resolved::{Cite, Document, Method, Specs};
use claims::{Claim, Literal, Slack};
use literal::{bare, flat, holds};

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// What does not hold, in the method's file that says it.
    pub faults: Faults,
    /// The documents looked at.
    pub documents: Vec<Looked>,
    /// How many facts with literals were checked.
    pub claims: usize,
    /// How many places of examples were compared.
    pub places: usize,
}

/// One document of one method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Key of the method.
    pub method: String,
    /// Key of the document.
    pub document: String,
    /// Its file in the folder of documents.
    pub file: String,
    /// How many lines it has: newlines, plus one where the last line is open.
    pub lines: usize,
    /// Lines that nothing cites and that are not blank: number and text.
    pub uncited: Vec<(usize, String)>,
}

/// Checks all methods against the documents in a folder.
#[must_use]
pub fn check(specs: &Specs, documents: &Path) -> Report {
    let mut all = Report { faults: Faults::default(), documents: Vec::new(), claims: 0, places: 0 };
    let mut faults = Vec::new();
    let mut texts = BTreeMap::new();
    for method in specs.methods.values() {
        let source = Source::new(method.source.as_str(), method.text.as_str());
        let (node, _) = crate::load::read(&source);
        if let Some(node) = node {
            Looking { method, source: &source, node: &node, texts: BTreeMap::new(), faults: &mut faults }
                .run(documents, &mut all);
        }
        texts.insert(method.source.clone(), method.text.clone());
    }
    all.faults = Faults::new(faults, BTreeMap::new(), texts);
    all
}

struct Looking<'a> {
    method: &'a Method,
    source: &'a Source,
    node: &'a Node,
    /// Lines of the documents, by key.
    texts: BTreeMap<String, Vec<String>>,
    faults: &'a mut Vec<Fault>,
}

impl Looking<'_> {
    fn run(&mut self, folder: &Path, all: &mut Report) {
        for (key, document) in &self.method.documents {
            self.document(folder, key, document);
        }
        let claims = claims::of(self.node);
        all.claims += claims.iter().filter(|claim| !claim.literals.is_empty()).count();
        for claim in &claims {
            self.claim(claim);
        }
        self.printed(self.node);
        for example in &self.method.examples {
            for cite in &example.at {
                all.places += 1;
                let Some(text) = self.range(cite) else {
                    continue;
                };
                if bare(&text) != bare(&example.text) {
                    let at = format!("/examples/{}/at", example.file);
                    let message = format!("{} does not print `{}`", cite, example.file);
                    self.tell(Kind::SourceDiffers, self.node.locate_key(&at), message, "only white space may differ");
                }
            }
        }
        let cited = self.cited();
        for (key, lines) in &self.texts {
            let none = BTreeSet::new();
            let cited = cited.get(key).unwrap_or(&none);
            let uncited = lines.iter().enumerate().map(|(n, line)| (n + 1, line));
            all.documents.push(Looked {
                method: self.method.key.clone(),
                document: key.clone(),
                file: self.method.documents.get(key).and_then(|d| d.file.clone()).unwrap_or_default(),
                lines: lines.len(),
                uncited: uncited
                    .filter(|(n, line)| !cited.contains(n) && !line.trim().is_empty())
                    .map(|(n, line)| (n, line.clone()))
                    .collect(),
            });
        }
    }

    fn tell(&mut self, kind: Kind, bytes: std::ops::Range<usize>, message: String, help: &str) {
        let mut fault = self.source.fault(kind, bytes, message);
        if !help.is_empty() {
            fault.help.push(help.to_owned());
        }
        self.faults.push(fault);
    }

    /// Reads a document and compares its digest and its count of lines.
    fn document(&mut self, folder: &Path, key: &str, document: &Document) {
        let Some(file) = &document.file else { return };
        let at = |what: &str| self.node.locate(&format!("/documents/{key}/{what}"));
        let (at_file, at_digest, at_lines) = (at("file"), at("sha256"), at("lines"));
        let bytes = match std::fs::read(folder.join(file)) {
            Ok(bytes) => bytes,
            Err(_) => {
                self.tell(
                    Kind::SourceMissing,
                    at_file,
                    format!("the document `{file}` is not there"),
                    "name the folder that holds the documents",
                );
                return;
            }
        };
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if document.sha256.as_ref().is_some_and(|known| *known != digest) {
            self.tell(
                Kind::SourceDiffers,
                at_digest,
                format!("the document has the digest {digest}"),
                "the document changed: read it again, then mend the facts",
            );
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // `split_terminator` gives the newlines, plus one where the last line is open.
        let lines: Vec<String> =
            text.split_terminator('\n').map(|line| line.trim_end_matches('\r').to_owned()).collect();
        if document.lines.is_some_and(|known| usize::try_from(known) != Ok(lines.len())) {
            let message = format!("the document has {} lines", lines.len());
            self.tell(Kind::SourceDiffers, at_lines, message, "newlines, plus one where the last line is open");
        }
        self.texts.insert(key.to_owned(), lines);
    }

    /// The lines of a cite.
    fn range(&self, cite: &Cite) -> Option<String> {
        let lines = self.texts.get(&cite.document)?;
        let (first, last) = cite.lines?;
        let first = usize::try_from(first).ok()?.checked_sub(1)?;
        lines.get(first..usize::try_from(last).ok()?).map(|lines| lines.join("\n"))
    }

    fn claim(&mut self, claim: &Claim) {
        // A page without lines cannot be looked at.
        let seen: Vec<(&Cite, String)> =
            claim.cites.iter().filter_map(|cite| self.range(cite).map(|text| (cite, flat(&text)))).collect();
        if seen.len() < claim.cites.len() || claim.literals.is_empty() {
            return;
        }
        let words: Vec<String> = claim.cites.iter().filter_map(|cite| cite.printed.as_deref()).map(flat).collect();
        let found = |text: &str, spellings: &[String]| spellings.iter().any(|one| holds(text, one));
        for Literal { written, spellings, slack } in &claim.literals {
            let excused = match slack {
                Slack::None => false,
                Slack::Glued => words.iter().any(|words| spellings.iter().any(|one| words.contains(one.as_str()))),
                Slack::Words => !words.is_empty(),
            };
            if !excused && !seen.iter().any(|(_, text)| found(text, spellings)) {
                let places: Vec<String> = claim.cites.iter().map(ToString::to_string).collect();
                let message = format!("`{written}` stands nowhere in {}", places.join(", "));
                self.tell(
                    Kind::SourceSilent,
                    claim.bytes.clone(),
                    message,
                    "cite the line that prints it, or give the printed words: `{ 'ru:35': … }`",
                );
            }
        }
        if claim.own {
            for (cite, text) in &seen {
                let holds_one = claim.literals.iter().any(|one| found(text, &one.spellings));
                if cite.printed.is_none() && !holds_one {
                    let message = format!("{} holds nothing of {}", cite, claim.what);
                    self.tell(
                        Kind::SourceSilent,
                        claim.bytes.clone(),
                        message,
                        "cite only lines that say so, or give the printed words",
                    );
                }
            }
        }
    }

    /// The printed words of every cite.
    fn printed(&mut self, node: &Node) {
        match &node.what {
            What::Map(entries) => {
                for entry in entries {
                    if entry.key != "cite" {
                        self.printed(&entry.value);
                        continue;
                    }
                    self.words(&entry.value);
                }
            }
            What::List(items) => items.iter().for_each(|item| self.printed(item)),
            _ => {}
        }
    }

    fn words(&mut self, node: &Node) {
        match &node.what {
            What::List(items) => items.iter().for_each(|item| self.words(item)),
            What::Map(entries) => {
                for entry in entries {
                    let What::Text(words) = &entry.value.what else {
                        continue;
                    };
                    let cite = crate::resolve::cite_of(&entry.key, Some(words));
                    if self.range(&cite).is_some_and(|text| !flat(&text).contains(flat(words).trim())) {
                        let message = format!("{} does not print `{words}`", cite);
                        self.tell(
                            Kind::SourceSilent,
                            entry.value.bytes.clone(),
                            message,
                            "copy the words as they stand",
                        );
                    }
                }
            }
            _ => {}
        }
    }

    /// Cited lines by document.
    fn cited(&self) -> BTreeMap<String, BTreeSet<usize>> {
        let mut cites = Vec::new();
        gather(self.node, &mut cites);
        let mut out: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for cite in cites {
            if let Some((first, last)) = cite.lines {
                let lines = out.entry(cite.document).or_default();
                lines.extend((first..=last).filter_map(|line| usize::try_from(line).ok()));
            }
        }
        out
    }
}

fn gather(node: &Node, out: &mut Vec<Cite>) {
    match &node.what {
        What::Map(entries) => {
            for entry in entries {
                match entry.key.as_str() {
                    "cite" | "at" | "says" if !matches!(&entry.value.what, What::Text(text) if text.contains(' ')) => {
                        claims::collect(&entry.value, out);
                    }
                    _ => gather(&entry.value, out),
                }
            }
        }
        What::List(items) => items.iter().for_each(|item| gather(item, out)),
        _ => {}
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for one in &self.documents {
            writeln!(
                f,
                "{} {} ({}): {} lines, {} uncited",
                one.method,
                one.document,
                one.file,
                one.lines,
                one.uncited.len()
            )?;
            for (n, line) in &one.uncited {
                writeln!(f, "  {n:>4}  {}", line.chars().take(140).collect::<String>())?;
            }
        }
        writeln!(f, "{} facts and {} places of examples checked", self.claims, self.places)?;
        write!(f, "{}", self.faults)
    }
}
