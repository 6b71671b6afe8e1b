//! Patterns of the grammar and beside it, with texts, for tests that hold engines of regular expressions against each other.

use super::pattern::foreign;

/// SplitMix64: the numbers are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        u64::try_from(n.max(1)).ok().and_then(|n| usize::try_from(self.next() % n).ok()).unwrap_or_default()
    }

    fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among.get(self.below(among.len())).copied().unwrap_or_default()
    }
}

/// Letters that are easily read differently: marks, other alphabets, beyond 16 bits, ends of lines, letters that fold.
const LETTERS: [&str; 30] = [
    "a", "b", "z", "A", "0", "9", "-", "_", " ", "/", ",", ":", "&", "~", "#", "'", "\"", "<", "=", "!", "@", "%", "é",
    "ß", "Ж", "ก", "😀", "\u{130}", "ſ", "K",
];
const ESCAPED: [&str; 14] =
    ["\\^", "\\$", "\\\\", "\\.", "\\*", "\\+", "\\?", "\\(", "\\)", "\\[", "\\]", "\\{", "\\}", "\\|"];
const IN_CLASS: [&str; 34] = [
    "a",
    "b",
    "0-9",
    "a-z",
    "A-Z",
    "à-ÿ",
    "а-я",
    "ก-๛",
    "😀-😎",
    "\\-",
    "\\]",
    "\\[",
    "\\\\",
    "\\^",
    ".",
    "*",
    "+",
    "?",
    "(",
    ")",
    "{",
    "}",
    "|",
    "$",
    ",",
    "&",
    "~",
    "#",
    " ",
    "/",
    "é",
    "+-9",
    "!-~",
    "-",
];
const TIMES: [&str; 12] = ["*", "+", "?", "{2}", "{0}", "{1,}", "{0,2}", "{2,3}", "{1000}", "{0,1}", "{3}", "{1,1}"];
/// What only some engines take.
const BESIDE: [&str; 24] = [
    ".",
    "\\d",
    "\\w",
    "\\s",
    "\\b",
    "(?=a)",
    "(?<n>a)",
    "(?i)",
    "a+?",
    "a++",
    "[]a]",
    "[^]",
    "[[:alpha:]]",
    "[a&&b]",
    "[a--b]",
    "\\-",
    "\\/",
    "\\u{61}",
    "\\x41",
    "\\1",
    "]",
    "}",
    "{",
    "{,3}",
];
const ENDS: [&str; 6] = ["\n", "\r", "\u{2028}", "\u{0}", "\u{ffff}", " "];

fn sequence(random: &mut Random, depth: usize) -> String {
    (0..random.below(4)).map(|_| piece(random, depth)).collect()
}

fn piece(random: &mut Random, depth: usize) -> String {
    let atom = match random.below(10) {
        0..=2 => random.pick(&LETTERS).to_owned(),
        3 => random.pick(&ESCAPED).to_owned(),
        4..=6 => {
            let items: String = (0..=random.below(3)).map(|_| random.pick(&IN_CLASS)).collect();
            format!("[{}{items}]", random.pick(&["", "", "^"]))
        }
        7..=8 if depth < 3 => {
            let alternatives: Vec<String> = (0..=random.below(3)).map(|_| sequence(random, depth + 1)).collect();
            format!("({}{})", random.pick(&["", "?:"]), alternatives.join("|"))
        }
        9 if random.below(4) == 0 => random.pick(&BESIDE).to_owned(),
        _ => random.pick(&LETTERS).to_owned(),
    };
    if random.below(3) == 0 { format!("{atom}{}", random.pick(&TIMES)) } else { atom }
}

/// A text that has something of the pattern.
fn text(random: &mut Random, pattern: &str) -> String {
    let letters: Vec<char> = pattern.chars().filter(|letter| !matches!(letter, '^' | '$' | '\\')).collect();
    let mut text = String::new();
    for _ in 0..random.below(6) {
        match random.below(8) {
            0 => text.push_str(random.pick(&LETTERS)),
            1 if random.below(3) == 0 => text.push_str(random.pick(&ENDS)),
            2 => {
                text.extend(text.clone().chars().last());
            }
            _ => text.extend(letters.get(random.below(letters.len()))),
        }
    }
    if random.below(12) == 0 { format!("{text}\n") } else { text }
}

/// As many patterns that the loader takes, each with texts and whether regex-lite matches them. The same for one seed.
#[doc(hidden)]
#[must_use]
pub fn pattern_cases(seed: u64, count: usize) -> Vec<(String, Vec<(String, bool)>)> {
    let mut random = Random(seed);
    let mut cases = Vec::new();
    while cases.len() < count {
        let inner = sequence(&mut random, 0);
        let alternatives = random.below(6) == 0;
        let pattern = if alternatives {
            format!("^({inner}|{})$", sequence(&mut random, 0))
        } else {
            format!("^{inner}{}$", piece(&mut random, 0))
        };
        if foreign(&pattern).is_some() {
            continue;
        }
        let Ok(regex) = regex_lite::Regex::new(&pattern) else { continue };
        let mut texts: Vec<String> = (0..12).map(|_| text(&mut random, &pattern)).collect();
        texts.extend(of(&mut random, &pattern));
        let texts = texts.into_iter().map(|text| {
            let matches = regex.is_match(&text);
            (text, matches)
        });
        cases.push((pattern.clone(), texts.collect()));
    }
    cases
}

/// Texts out of short runs of the pattern's own plain letters: nearly every simple pattern matches one of them.
fn of(random: &mut Random, pattern: &str) -> Vec<String> {
    let plain = pattern.trim_matches(['^', '$']).replace(['(', ')', '*', '+', '?', '\\'], "").replace(":", "");
    let halves: Vec<&str> = plain.split(['|', '[', ']', '{', '}']).collect();
    // short: engines that go back take long over what is repeated within each other
    let short = |text: &str| text.chars().take(10).collect::<String>();
    let cut = short(random.pick(&halves));
    vec![short(&plain), cut.clone(), format!("{cut}\n"), format!("{cut}{cut}")]
}
