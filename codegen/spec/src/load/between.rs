//! The letters between the tokens of YAML, of which a parser says nothing and on which readers disagree.

use super::source::Source;

/// What is wrong, and what to do.
pub(super) type Wrong = (&'static str, &'static str);

const TAB: Wrong = ("a tab between words, where many readers take none", "write blanks");
pub(super) const EXPLICIT: Wrong =
    ("a key that not every reader takes", "write `key: value`, the key and its colon on one line, without `?`");
const DIRECTIVE: Wrong = ("a directive, which not every reader takes", "take the line away");
const DOCUMENT_END: Wrong = ("a mark of the document's end, which not every reader takes", "take the line away");
const HEADER: Wrong = (
    "a block of text whose first line not every reader takes",
    "end the line of its key with `|-` or `>-`, and nothing behind it",
);
pub(super) const NEXT_LINE: Wrong =
    ("a value that is not on the line of its key or dash, which readers read differently", "write it on that line");
pub(super) const OUTDENTED: Wrong = (
    "brackets go on no further right than what they are the value of, which not every reader takes",
    "indent the line",
);
const COMMENT: Wrong = (
    "an indented comment below a text, which some readers take for its next line",
    "begin the comment in the first column, or write it above",
);
const EMPTY_OPEN: Wrong =
    ("empty brackets over several lines, which readers read differently", "write them on one line");
const STRANGE: Wrong = ("a letter that is part of no value", "take it away, or quote what it belongs to");

/// A token, by what some readers take a comment below it for.
#[derive(Debug, Clone, Copy)]
pub(super) enum After {
    /// A block of text.
    Block,
    /// A bare text within an indentation of so many columns.
    Bare(usize),
    Other,
}

/// The state between two tokens.
#[derive(Debug)]
pub(super) struct Between<'a> {
    source: &'a Source,
    /// Lists and maps in brackets that are open.
    pub(super) depth: usize,
    /// The column beyond which lines within the brackets stand.
    pub(super) around: Option<usize>,
    /// Indentation around the next token.
    indent: Option<usize>,
    comment: bool,
    /// Whether the next token is a block of text, and whether its `|` or `>` was there.
    block: bool,
    header: bool,
    /// What stands before: a comment that goes on there is read as its next line.
    after: After,
    /// Whether an empty line came.
    empty: bool,
    /// Whether the name of an anchor, an alias or a tag has begun.
    named: bool,
    /// Whether nothing but blanks stood in the line.
    first: bool,
    /// Where brackets were opened that hold nothing yet.
    opened: Option<usize>,
    /// The last letter that is no blank, and the last of all.
    mark: char,
    last: char,
}

impl<'a> Between<'a> {
    /// After what ends at `from`, within so many brackets.
    pub(super) fn new(source: &'a Source, from: usize, depth: usize, around: Option<usize>) -> Self {
        Between {
            source,
            depth,
            around,
            indent: None,
            comment: false,
            block: false,
            header: false,
            after: After::Other,
            empty: false,
            named: false,
            first: source.is_first(from),
            opened: None,
            mark: '\0',
            last: '\0',
        }
    }

    /// Before a token within an indentation; `block`: it is a block of text.
    pub(super) fn before(self, indent: Option<usize>, block: bool) -> Self {
        Between { indent, block, ..self }
    }

    /// What the last token is.
    pub(super) fn after(self, after: After) -> Self {
        Between { after, ..self }
    }

    /// The next letter, at a byte of the file.
    pub(super) fn letter(&mut self, letter: char, at: usize) -> Option<Wrong> {
        let wrong = match letter {
            _ if self.named => return None,
            // an anchor, an alias or a tag has a fault of its own; its name is no letter between tokens
            '&' | '*' | '!' if !self.comment => {
                self.named = true;
                None
            }
            '\n' => self.line(),
            _ if self.comment => return None,
            ' ' | '\r' => None,
            '#' => {
                self.comment = true;
                let column = self.source.column(at);
                let goes_on = match self.after {
                    After::Block => column > 0,
                    After::Bare(indent) => self.empty && column > indent,
                    After::Other => false,
                };
                (goes_on && self.mark == '\0').then_some(COMMENT)
            }
            _ => self.token(letter, at),
        };
        if !matches!(letter, '\n' | '\r') {
            self.last = letter;
        }
        wrong
    }

    fn line(&mut self) -> Option<Wrong> {
        let wrong = if self.mark == ':' && self.depth > 0 {
            Some(NEXT_LINE)
        } else if self.header && (self.mark != '-' || self.last == ' ' && !self.comment) {
            Some(HEADER)
        } else {
            None
        };
        self.empty |= self.first && !self.comment;
        (self.comment, self.first, self.header) = (false, true, false);
        wrong
    }

    fn token(&mut self, letter: char, at: usize) -> Option<Wrong> {
        let first = std::mem::take(&mut self.first);
        let opened = self.opened.take();
        self.mark = letter;
        if first && self.depth > 0 && self.around.is_some_and(|around| self.source.column(at) <= around) {
            return Some(OUTDENTED);
        }
        match letter {
            '\t' => Some(TAB),
            '?' => Some(EXPLICIT),
            '%' => Some(DIRECTIVE),
            '.' => Some(DOCUMENT_END),
            '|' | '>' if self.block => {
                self.header = true;
                first.then_some(HEADER)
            }
            '0'..='9' | '+' if self.header => Some(HEADER),
            '-' | ':' | ',' => None,
            '[' | '{' => {
                if self.depth == 0 {
                    // brackets in a line of their own go on there or further right
                    let own = first.then(|| self.source.column(at)).filter(|_| self.indent.is_some());
                    self.around = own.map_or(self.indent, |own| own.checked_sub(1));
                }
                self.depth += 1;
                self.opened = Some(at);
                None
            }
            ']' | '}' => {
                self.depth = self.depth.saturating_sub(1);
                let empty = opened.and_then(|opened| self.source.text.get(opened..at));
                empty.is_some_and(|empty| empty.contains('\n')).then_some(EMPTY_OPEN)
            }
            _ => Some(STRANGE),
        }
    }
}
