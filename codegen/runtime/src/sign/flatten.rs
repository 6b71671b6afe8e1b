//! From a tape to lines: walks a text, and knows the path of every value in it.

use super::lines::{emit_value, sort};
use crate::json::{Duplicates, Fault, Kind, Limits, Node, Span, Tape, What, mark, scan};

/// Follows the walk over a text, and says which places it knows.
pub(crate) trait Guide {
    /// A place that the guide may know.
    type Place: Copy;
    /// Why a text is not walked to its end.
    type Stop: From<Fault>;

    fn root(&self) -> Self::Place;
    fn member(&self, parent: Self::Place, key: &str) -> Self::Place;
    fn item(&self, parent: Self::Place) -> Self::Place;
    /// A value stands at this place, `at` on the tape.
    fn meet(&mut self, place: Self::Place, at: usize, node: &mut Node) -> Result<(), Self::Stop>;
    /// A path that the guide has ready, with a colon after it: its number, and its rank among those.
    fn known(&self, place: Self::Place) -> Option<(u32, u32)>;
}

/// Knows no place.
struct Stranger;

impl Guide for Stranger {
    type Place = ();
    type Stop = Fault;

    fn root(&self) {}
    fn member(&self, (): (), _key: &str) {}
    fn item(&self, (): ()) {}
    fn meet(&mut self, (): (), _at: usize, _node: &mut Node) -> Result<(), Fault> {
        Ok(())
    }
    fn known(&self, (): ()) -> Option<(u32, u32)> {
        None
    }
}

/// Reads, flattens and sorts a text that is no callback.
pub(crate) fn plain(
    body: &str,
    limits: &Limits,
    duplicates: Duplicates,
    without_signatures: bool,
    tape: &mut Tape,
    paths: &mut String,
) -> Result<(), Fault> {
    scan(body, limits, duplicates, tape, true)?;
    let mut walk = Walk::new(body, limits, without_signatures, tape, paths, Stranger);
    walk.count_only = true;
    walk.run()?;
    let bytes = std::mem::take(&mut walk.path_bytes);
    walk.paths.reserve(bytes);
    walk.count_only = false;
    walk.run()?;
    sort(tape, paths, |_| "");
    Ok(())
}

/// The keys on the way to a value.
struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step,
    /// Bytes of the whole path.
    len: usize,
}

#[derive(Clone, Copy)]
enum Step {
    /// The value on the tape whose key it is.
    Key(usize),
    Index(u32),
}

pub(crate) struct Walk<'a, G> {
    body: &'a str,
    tape: &'a mut Tape,
    paths: &'a mut String,
    pub(crate) guide: G,
    without_signatures: bool,
    count_only: bool,
    path_bytes: usize,
    /// Bytes of the text to sign so far, and the most that it may have.
    bytes: usize,
    most: usize,
}

impl<'a, G: Guide> Walk<'a, G> {
    pub(crate) fn new(
        body: &'a str,
        limits: &Limits,
        without_signatures: bool,
        tape: &'a mut Tape,
        paths: &'a mut String,
        guide: G,
    ) -> Walk<'a, G> {
        let most = limits.text_bytes(body.len());
        Walk { body, tape, paths, guide, without_signatures, count_only: false, path_bytes: 0, bytes: 0, most }
    }

    /// Walks the whole text.
    pub(crate) fn run(&mut self) -> Result<(), G::Stop> {
        self.bytes = 0;
        let root = Path { parent: None, step: Step::Index(0), len: 0 };
        let place = self.guide.root();
        // A text that is one bare value has no path to sign it under.
        if self.tape.node(0).is_some_and(Node::is_container) {
            self.value(0, &root, place)?;
        }
        Ok(())
    }

    /// Walks one value: whether the signature covers anything of it.
    fn value(&mut self, at: usize, path: &Path<'_>, place: G::Place) -> Result<bool, G::Stop> {
        let Some(node) = self.tape.nodes.get_mut(at) else {
            return Ok(false);
        };
        self.guide.meet(place, at, node)?;
        let node = *node;
        let covered = match node.kind {
            Kind::Object => self.object(at, node, path, place)?,
            Kind::List => self.list(at, node, path, place)?,
            _ => {
                self.line(at, node, path, place)?;
                true
            }
        };
        if !covered {
            self.hide(at);
        }
        Ok(covered)
    }

    fn object(&mut self, at: usize, node: Node, path: &Path<'_>, place: G::Place) -> Result<bool, G::Stop> {
        let end = at + node.size as usize;
        let mut covered = false;
        let mut child = at + 1;
        while child < end {
            let Some(&node) = self.tape.node(child) else {
                break;
            };
            let key = self.tape.key(self.body, &node);
            let unsigned =
                key == "frame_mode" || self.without_signatures && key == "signature" && node.kind != Kind::Null;
            if unsigned {
                self.hide(child);
            } else {
                let length = key.len() + key.bytes().filter(|&byte| byte == b':').count();
                let place = self.guide.member(place, key);
                let step = Path { parent: Some(path), step: Step::Key(child), len: joined(path.len, length) };
                covered |= self.value(child, &step, place)?;
            }
            child += node.size as usize;
        }
        Ok(covered)
    }

    fn list(&mut self, at: usize, node: Node, path: &Path<'_>, place: G::Place) -> Result<bool, G::Stop> {
        let end = at + node.size as usize;
        let mut covered = false;
        let mut child = at + 1;
        let mut index: u32 = 0;
        while child < end {
            let Some(size) = self.tape.node(child).map(|node| node.size as usize) else {
                break;
            };
            let place = self.guide.item(place);
            let length = index.checked_ilog10().unwrap_or(0) as usize + 1;
            let step = Path { parent: Some(path), step: Step::Index(index), len: joined(path.len, length) };
            covered |= self.value(child, &step, place)?;
            child += size;
            index += 1;
        }
        Ok(covered)
    }

    fn line(&mut self, at: usize, node: Node, path: &Path<'_>, place: G::Place) -> Result<(), G::Stop> {
        let mut value = 0;
        if node.kind == Kind::Text {
            value = node.value.len as usize;
        } else {
            emit_value(self.body, self.tape, &node, &mut |text: &str| value = text.len());
        }
        // Counted before anything is built: a short text can have very long paths.
        let separator = usize::from(self.bytes > 0);
        self.bytes += separator + path.len + 1 + value;
        if self.bytes > self.most {
            return Err(Fault::new(What::SignedSize, node.at as usize).into());
        }
        if self.count_only {
            self.path_bytes += path.len + 1;
            return Ok(());
        }
        let line = match self.guide.known(place) {
            Some((number, rank)) => {
                Node { key: Span { start: number, len: 0 }, at: rank, marks: node.marks | mark::KNOWN, ..node }
            }
            None => {
                let start = self.paths.len();
                self.write(path);
                self.paths.push(':');
                Node { key: Span::new(start, self.paths.len()), at: 0, ..node }
            }
        };
        self.tape.nodes.push(Node { size: at as u32, ..line });
        Ok(())
    }

    fn write(&mut self, path: &Path<'_>) {
        let Some(parent) = path.parent else { return };
        // An empty path before it leaves no trace, not even a separator.
        if parent.len > 0 {
            self.write(parent);
            self.paths.push(':');
        }
        match path.step {
            Step::Index(index) => super::Scalar::Integer(index.into()).write(self.paths),
            Step::Key(at) => {
                let key = self.tape.node(at).map_or("", |node| self.tape.key(self.body, node));
                for (index, part) in key.split(':').enumerate() {
                    if index > 0 {
                        self.paths.push_str("::");
                    }
                    self.paths.push_str(part);
                }
            }
        }
    }

    fn hide(&mut self, at: usize) {
        if let Some(node) = self.tape.nodes.get_mut(at) {
            node.marks |= mark::HIDDEN;
        }
    }
}

/// The length of a path with one more step.
fn joined(parent: usize, step: usize) -> usize {
    if parent == 0 { step } else { parent + 1 + step }
}
