//! The grammar of patterns: what regex-lite, ECMA 262 with `u`, Python, PCRE and RE2 read alike. All else is a fault.
//!
//! Literals, escaped marks, classes, groups, alternatives, and one repetition behind each of them.

use std::iter::Peekable;
use std::str::Chars;

/// Marks that mean something outside a class.
const MARKS: &str = "^$\\.*+?()[]{}|";
/// Times that every engine counts to, one within another included.
const MOST: u32 = 1_000;
/// Letters and classes, those of a group as often as it is repeated: some engines write them out.
const LARGEST: u32 = 1_000;

/// Why engines would not read the inside of `^…$` alike; nothing where they do.
pub(crate) fn foreign(pattern: &str) -> Option<String> {
    let inner = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap_or(pattern);
    Reader { rest: inner.chars().peekable(), open: vec![Group::default()] }.all().err()
}

/// What stands before, to be repeated or not.
#[derive(Debug, Clone, Copy)]
struct Atom {
    is_group: bool,
    size: u32,
    /// How often something in it is counted.
    times: u32,
    /// Whether it matches no letter at all.
    empty: bool,
}

/// A group that is open: its alternatives so far.
#[derive(Debug)]
struct Group {
    size: u32,
    times: u32,
    /// Whether a whole alternative matches nothing, and whether this one does so far.
    any_empty: bool,
    empty: bool,
}

impl Default for Group {
    fn default() -> Group {
        Group { size: 0, times: 1, any_empty: false, empty: true }
    }
}

impl Group {
    fn take(&mut self, atom: Atom) {
        self.size = self.size.saturating_add(atom.size);
        self.times = self.times.max(atom.times);
        self.empty &= atom.empty;
    }

    fn alternative(&mut self) {
        self.any_empty |= self.empty;
        self.empty = true;
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    open: Vec<Group>,
}

type Read = Result<(), String>;

const LETTER: Atom = Atom { is_group: false, size: 1, times: 1, empty: false };

impl Reader<'_> {
    fn all(mut self) -> Read {
        // what stands before and can be repeated
        let mut before: Option<Atom> = None;
        while let Some(c) = self.rest.next() {
            if let '*' | '+' | '?' | '{' = c {
                let Some(atom) = before.take() else {
                    return Err(format!("nothing stands before `{c}` to be repeated"));
                };
                let atom = self.repeated(atom, c)?;
                self.take(atom);
                continue;
            }
            if let Some(atom) = before.take() {
                self.take(atom);
            }
            before = match c {
                '\\' => self.escaped(MARKS).map(|()| Some(LETTER))?,
                '[' => self.class().map(|()| Some(LETTER))?,
                '(' => self.group().map(|()| None)?,
                ')' if self.open.len() < 2 => return Err("`)` closes nothing".to_owned()),
                ')' => self.open.pop().map(|mut group| {
                    group.alternative();
                    Atom { is_group: true, size: group.size, times: group.times, empty: group.any_empty }
                }),
                '|' => {
                    self.open.iter_mut().last().into_iter().for_each(Group::alternative);
                    None
                }
                '.' => return Err("engines read `.` differently: name the characters in a class".to_owned()),
                '^' | '$' => return Err(format!("`{c}` stands inside: a pattern begins with `^` and ends with `$`")),
                ']' | '}' => return Err(format!("`{c}` closes nothing: write `\\{c}`")),
                _ => Some(LETTER),
            };
        }
        if let Some(atom) = before {
            self.take(atom);
        }
        match self.open.as_slice() {
            [whole] if whole.size > LARGEST => {
                Err(format!("some engines write repeated groups out: with more than {LARGEST} letters it is too large"))
            }
            [_] => Ok(()),
            _ => Err("`(` is not closed".to_owned()),
        }
    }

    fn take(&mut self, atom: Atom) {
        if let Some(group) = self.open.last_mut() {
            group.take(atom);
        }
    }

    /// An atom with what stands behind it.
    fn repeated(&mut self, atom: Atom, sign: char) -> Result<Atom, String> {
        let (least, most) = match sign {
            '{' => self.times()?,
            '?' => (0, Some(1)),
            '*' => (0, None),
            _ => (1, None),
        };
        if atom.is_group && atom.empty {
            return Err(format!("engines read `{sign}` differently behind a group that may match nothing"));
        }
        let counted = most.unwrap_or(least).max(1);
        let times = atom.times.saturating_mul(if sign == '{' { counted } else { 1 });
        if times > MOST {
            return Err(format!("it is counted {times} times within each other, and some engines count to {MOST}"));
        }
        let size = if atom.is_group { atom.size.saturating_mul(counted) } else { atom.size };
        Ok(Atom { size, times, empty: least == 0, ..atom })
    }

    fn escaped(&mut self, marks: &str) -> Read {
        match self.rest.next() {
            Some(c) if marks.contains(c) => Ok(()),
            Some(c) => Err(format!("engines read `\\{c}` differently")),
            None => Err("`\\` escapes nothing".to_owned()),
        }
    }

    fn group(&mut self) -> Read {
        self.open.push(Group::default());
        if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') {
            return Err("a group that looks around, or has flags or a name, is not read by all engines".to_owned());
        }
        Ok(())
    }

    fn class(&mut self) -> Read {
        let first = self.rest.peek().copied().filter(|first| matches!(first, '.' | ':' | '='));
        self.rest.next_if_eq(&'^');
        let mut before: Option<char> = None;
        let mut count = 0_u32;
        loop {
            let Some(c) = self.rest.next() else { return Err("`[` is not closed".to_owned()) };
            match c {
                // `[.a.]`, as within a class of POSIX
                ']' if count > 1 && first.is_some() && before == first => {
                    return Err(format!(
                        "engines read a class that begins and ends with `{}` differently",
                        first.unwrap_or_default()
                    ));
                }
                ']' if count > 0 => return Ok(()),
                ']' => return Err("engines read an empty class differently".to_owned()),
                '[' => return Err("engines read `[` inside a class differently: write `\\[`".to_owned()),
                '\\' => self.escaped("^$\\.*+?()[]{}|-")?,
                // operators on classes for some engines
                '&' | '~' | '-' | '|' if before == Some(c) => {
                    return Err(format!("engines read `{c}{c}` inside a class differently"));
                }
                _ => {}
            }
            count = count.saturating_add(1);
            before = (c != '\\').then_some(c);
        }
    }

    fn times(&mut self) -> Result<(u32, Option<u32>), String> {
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('}') => break,
                Some(c) => text.push(c),
                None => return Err("`{` is not closed".to_owned()),
            }
        }
        let (least, most) = text.split_once(',').unwrap_or((&text, &text));
        let count = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        let (lower, upper) = (count(least), count(most));
        let fits = match (lower, upper) {
            (Some(least), Some(most)) => 1 <= most && least <= most && most <= MOST,
            (Some(least), None) => most.is_empty() && least <= MOST,
            _ => false,
        };
        match lower {
            Some(least) if fits => Ok((least, upper)),
            _ => Err(format!("`{{{text}}}` is no number of times from 1 to {MOST}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn what_all_engines_read_alike_is_taken_and_all_else_told() {
        for good in [
            "^[0-9]{4}$",
            "^[A-Z]{2}[0-9]{3}$",
            "^(a|b)+$",
            "^(?:a|b){1,2}c?$",
            r"^\+[0-9]{8,12}$",
            r"^[0-9]{4}-[0-9]{4}$",
            r"^[A-Za-z0-9._%+\-]+@[a-z]$",
            "^[^;:]*$",
            r"^a\.b\$$",
            "^é{2,}$",
            "^[-a]$",
            "^[a-]$",
            "^([A-Z]+-)*[A-Z]{1000}$",
            "^(a|b?c)+$",
            "^(a|)b$",
            "^[.a]$",
            "^[.]$",
            "^[^.a.]$",
        ] {
            assert_eq!(foreign(good), None, "{good}");
        }
        for bad in [
            "^[[:alpha:]]+$",
            r"^[0-9]{4}\-[0-9]{4}$",
            "^+[0-9]{8,12}$",
            "^(+a)$",
            "^a|*$",
            r"^\d+$",
            r"^\w$",
            "^(?=a)b$",
            "^(?<n>a)$",
            "^(?i)a$",
            "^a++$",
            "^a+?$",
            "^a{2}{3}$",
            "^a{,3}$",
            "^a{3,2}$",
            "^a{2000}$",
            "^.*$",
            "^a$b$",
            "^a^b$",
            "^[]a]$",
            "^[^]$",
            "^[a&&b]$",
            "^[a--b]$",
            "^a]$",
            "^a}$",
            "^(a$",
            "^a)$",
            r"^[\d]$",
            r"^\/$",
            "^[a$",
            r"^\u{61}$",
            r"^(a)\1$",
            "^[a||b]$",
            "^[.a.]$",
            "^[a||b]$",
            "^[.a.]$",
            "^[a||b]$",
            "^[.a.]$",
            "^(a*)*$",
            "^(|a)+$",
            "^(a?b?){2}$",
            "^((a){100}){100}$",
            "^([0-9][0-9]){600}$",
            "^a{0}$",
        ] {
            assert!(foreign(bad).is_some(), "{bad}");
        }
    }
}
