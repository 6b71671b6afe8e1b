//! Twenty bodies that are meant to cost more than they weigh, of any length.

/// A body of ordinary members at the top, each with a key and a text of 20 bytes: what the others are held against.
pub(crate) fn flat(length: usize) -> String {
    let mut dice = Dice(length as u64);
    fill(length, |_| format!("\"{}\":\"{}\"", dice.letters(20), dice.letters(20)))
}

/// The bodies, each named and about as long as it is asked for.
pub(crate) fn all(length: usize) -> Vec<(&'static str, String)> {
    let half = "k".repeat(length / 2);
    let mut dice = Dice(7);
    let order = |number: usize| number.wrapping_mul(2_654_435_761) % 1_000_003;
    let under = |key: &str, inside: String| format!("{{\"project_id\":777,\"{key}\":{inside}}}");
    let members = |length: usize, member: &mut dyn FnMut(usize) -> String| format!("{{{}}}", joined(length, member));
    let mut bodies = vec![
        ("a long key over numbers", under(&half, members(length / 2, &mut |n| format!("\"{n}\":0")))),
        ("a long key over shuffled numbers", under(&half, members(length / 2, &mut |n| format!("\"{}\":0", order(n))))),
        ("a long key over few numbers", under(&half, members(48, &mut |n| format!("\"{}\":0", order(n))))),
        ("a long key over a list", under(&half, format!("[{}]", joined(length / 2, &mut |_| "1".to_owned())))),
        ("keys that differ in white space", fill(length, |n| format!("\"a{}b\":0", " ".repeat(1 + n)))),
        ("keys that differ in zeros", fill(length, |n| format!("\"a{}1\":0", "0".repeat(1 + n)))),
        ("digits and spaces in turns", fill(length, |n| format!("\"a{}{n}\":0", "1 ".repeat(n % 200)))),
        ("digits of one start", fill(length, |n| format!("\"{}{}\":0", "1".repeat(400), order(n)))),
        ("letters of one start", fill(length, |n| format!("\"{}{}\":0", "k".repeat(400), order(n)))),
        ("letters of one start, reversed", fill(length, |n| format!("\"{}{}\":0", "k".repeat(100), 9_999_999 - n))),
        ("many short keys", fill(length, |n| format!("\"{:x}\":0", order(n)))),
        ("60 levels over a list", nested(60, &format!("[{}]", joined(length / 2, &mut |_| "1".to_owned())))),
        ("a text of semicolons", under("note", format!("\"{}\"", ";".repeat(length)))),
        ("a text of names", under("zzz", format!("\"{}\"", ";abc:1".repeat(length / 6)))),
        ("texts with a name each", fill(length, |n| format!("\"z{n}\":\";abc{n}:1\""))),
        ("a text of paths", under("zzz", format!("\"{}\"", ";payment:sum:amount:x".repeat(length / 21)))),
        ("escapes", fill(length, |_| format!("\"{}\":\"{}\"", dice.letters(8), "\\u0061".repeat(20)))),
        ("fractions", fill(length, |n| format!("\"f{n}\":1.7976931348623157e{}", n % 300))),
        ("keys of colons", fill(length, |n| format!("\"{}{n}\":0", ":".repeat(300)))),
        ("empty objects", fill(length, |n| format!("\"{n:x}\":{{}}"))),
    ];
    for (_, body) in &mut bodies {
        // What is shorter is filled with a text that costs what it weighs.
        let missing = length.saturating_sub(body.len() + 12);
        body.insert_str(1, &format!("\"fill\":\"{}\",", "x".repeat(missing)));
    }
    bodies
}

/// An object of members of a project, as many as make up the length.
fn fill(length: usize, mut member: impl FnMut(usize) -> String) -> String {
    format!("{{\"project_id\":777,{}}}", joined(length.saturating_sub(20), &mut member))
}

fn joined(length: usize, member: &mut dyn FnMut(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        let next = member(number);
        if number > 0 && text.len() + next.len() > length {
            break;
        }
        if number > 0 {
            text.push(',');
        }
        text.push_str(&next);
    }
    text
}

fn nested(levels: usize, inside: &str) -> String {
    format!("{{\"project_id\":777,\"d\":{}{inside}{}}}", "{\"d\":".repeat(levels), "}".repeat(levels))
}

struct Dice(u64);

impl Dice {
    fn letters(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| {
                self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b'a' + ((self.0 >> 33) % 26) as u8)
            })
            .collect()
    }
}
