//! The grammar of patterns: what regex-lite, ECMA 262 with `u`, Python, PCRE and RE2 read alike. All else is a fault.
//!
//! Literals, escaped marks, classes, groups, alternatives, and one repetition behind each of them.

use std::iter::Peekable;
use std::str::Chars;

/// Marks that mean something outside a class.
const MARKS: &str = "^$\\.*+?()[]{}|";
/// Times that every engine counts to.
const MOST: u32 = 1_000;

/// Why engines would not read the inside of `^…$` alike; nothing where they do.
pub(crate) fn foreign(pattern: &str) -> Option<String> {
    let inner = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')).unwrap_or(pattern);
    Reader { rest: inner.chars().peekable(), depth: 0 }.all().err()
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

type Read = Result<(), String>;

impl Reader<'_> {
    fn all(mut self) -> Read {
        // whether something stands before that can be repeated
        let mut atom = false;
        while let Some(c) = self.rest.next() {
            atom = match c {
                '\\' => self.escaped(MARKS).map(|()| true)?,
                '[' => self.class().map(|()| true)?,
                '(' => self.group().map(|()| false)?,
                ')' if self.depth == 0 => return Err("`)` closes nothing".to_owned()),
                ')' => {
                    self.depth -= 1;
                    true
                }
                '|' => false,
                '*' | '+' | '?' | '{' if !atom => return Err(format!("nothing stands before `{c}` to be repeated")),
                '*' | '+' | '?' => false,
                '{' => self.times().map(|()| false)?,
                '.' => return Err("engines read `.` differently: name the characters in a class".to_owned()),
                '^' | '$' => return Err(format!("`{c}` stands inside: a pattern begins with `^` and ends with `$`")),
                ']' | '}' => return Err(format!("`{c}` closes nothing: write `\\{c}`")),
                _ => true,
            };
        }
        if self.depth > 0 { Err("`(` is not closed".to_owned()) } else { Ok(()) }
    }

    fn escaped(&mut self, marks: &str) -> Read {
        match self.rest.next() {
            Some(c) if marks.contains(c) => Ok(()),
            Some(c) => Err(format!("engines read `\\{c}` differently")),
            None => Err("`\\` escapes nothing".to_owned()),
        }
    }

    fn group(&mut self) -> Read {
        self.depth += 1;
        if self.rest.next_if_eq(&'?').is_some() && self.rest.next() != Some(':') {
            return Err("a group that looks around, or has flags or a name, is not read by all engines".to_owned());
        }
        Ok(())
    }

    fn class(&mut self) -> Read {
        self.rest.next_if_eq(&'^');
        let mut before: Option<char> = None;
        let mut any = false;
        loop {
            let Some(c) = self.rest.next() else { return Err("`[` is not closed".to_owned()) };
            match c {
                ']' if any => return Ok(()),
                ']' => return Err("engines read an empty class differently".to_owned()),
                '[' => return Err("engines read `[` inside a class differently: write `\\[`".to_owned()),
                '\\' => self.escaped("^$\\.*+?()[]{}|-")?,
                // operators on classes for some engines
                '&' | '~' | '-' if before == Some(c) => {
                    return Err(format!("engines read `{c}{c}` inside a class differently"));
                }
                _ => {}
            }
            any = true;
            before = (c != '\\').then_some(c);
        }
    }

    fn times(&mut self) -> Read {
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
        let fits = match (count(least), count(most)) {
            (Some(least), Some(most)) => least <= most && most <= MOST,
            (Some(least), None) => most.is_empty() && least <= MOST,
            _ => false,
        };
        if fits { Ok(()) } else { Err(format!("`{{{text}}}` is no number of times up to {MOST}")) }
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
        ] {
            assert!(foreign(bad).is_some(), "{bad}");
        }
    }
}
