//! The parts of which a report is the sum: a part that is lost or counted twice must not pass for the whole.

use super::shard::Shard;

/// The name of a report that is no part of anything.
pub(super) const WHOLE: &str = "whole";

/// Longest name of a part.
const LONGEST: usize = 64;

/// A name that `--part` may give: a shard that somebody else cut, or a word of its own.
///
/// # Errors
/// Why it is none.
pub fn part_name(text: &str) -> Result<String, String> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_word = text != WHOLE && !text.is_empty() && text.len() <= LONGEST && text.bytes().all(word);
    if is_word || text.parse::<Shard>().is_ok() {
        return Ok(text.to_owned());
    }
    Err(format!(
        "`{text}` names no part: write K/N, or up to {LONGEST} letters, digits, `-`, `_` and `.`, not `{WHOLE}`"
    ))
}

/// Whether these can be parts of one whole: each once, all of one cut.
///
/// # Errors
/// What does not belong together.
pub(super) fn fit(parts: &[String]) -> Result<(), String> {
    let mut sorted: Vec<&String> = parts.iter().collect();
    sorted.sort_unstable();
    if let Some(twice) = sorted.windows(2).find_map(|pair| pair.first().filter(|first| pair.last() == Some(first))) {
        let why = if *twice == WHOLE { ": name the parts of one input with --part NAME" } else { "" };
        return Err(format!("part {twice} is given twice{why}"));
    }
    if parts.len() > 1 && parts.iter().any(|part| part == WHOLE) {
        return Err(format!("a report of the {WHOLE} cannot be joined with another"));
    }
    let mut cuts = parts.iter().map(|part| (part, part.parse::<Shard>().ok().map(Shard::of)));
    let Some((first, cut)) = cuts.next() else { return Ok(()) };
    match cuts.find(|(_, other)| *other != cut) {
        Some((other, _)) => Err(format!("{first} and {other} are no parts of one cut")),
        None => Ok(()),
    }
}

/// The shards that lack to a whole, `2/8` or, of several, `2-5/8`. Of parts with names of their own nobody knows.
pub(super) fn missing(parts: &[String]) -> Vec<String> {
    let mut shards: Vec<Shard> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    shards.sort_unstable_by_key(|shard| shard.number());
    let Some(of) = shards.first().map(|shard| shard.of()) else { return Vec::new() };
    let (mut missing, mut next) = (Vec::new(), 0);
    // gaps, not numbers: a report may say that it is one of 2^64
    for (number, after) in shards.iter().map(|shard| (shard.number(), shard.number() + 1)).chain([(of, of)]) {
        match number.saturating_sub(next) {
            0 => {}
            1 => missing.push(format!("{next}/{of}")),
            _ => missing.push(format!("{next}-{}/{of}", number - 1)),
        }
        next = after;
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn parts_of_one_whole_fit() {
        for good in ["", "whole", "0/1", "1/3 0/3", "a b c-1", "0/3 2/3"] {
            assert_eq!(fit(&names(good)), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("0/2 1/2 0/2", "part 0/2 is given twice"),
            ("whole whole", "--part NAME"),
            ("a b a", "part a is given twice"),
            ("0/2 1/3", "no parts of one cut"),
            ("0/2 a", "no parts of one cut"),
            ("0/2 whole", "a report of the whole"),
            ("a whole", "a report of the whole"),
        ] {
            let refused = fit(&names(bad)).unwrap_err();
            assert!(refused.contains(why), "{bad}: {refused}");
        }
    }

    #[test]
    fn what_lacks_is_told_in_gaps() {
        assert_eq!(missing(&names("whole")), names(""));
        assert_eq!(missing(&names("a b")), names(""));
        assert_eq!(missing(&names("1/3 0/3 2/3")), names(""));
        assert_eq!(missing(&names("2/8 4/8")), names("0-1/8 3/8 5-7/8"));
        assert_eq!(missing(&names("0/18446744073709551615")), names("1-18446744073709551614/18446744073709551615"));
    }

    #[test]
    fn names_are_words_or_shards() {
        for good in ["0/4", "part-00017", "2026-11.jsonl"] {
            assert!(part_name(good).is_ok(), "{good}");
        }
        for bad in ["", "whole", "4/4", "a b", "a/b", &"x".repeat(65)] {
            assert!(part_name(bad).is_err(), "{bad}");
        }
    }
}
