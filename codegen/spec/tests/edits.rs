//! Random edits of specs: nothing panics, every refusal has a position, and schema and types judge alike.
//!
//! 2,000 edits in `cargo test`. More, or others:
//! `EDITS=100000 SEED=7 cargo test --release -p methodspec edits`; a failure prints its seed and the text.

use std::collections::BTreeMap;
use std::path::Path;

use methodspec::{Files, Folder, Memory};

/// SplitMix64: a small generator whose numbers are the same everywhere.
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
        usize::try_from(self.next() % u64::try_from(n.max(1)).expect("fits")).expect("fits")
    }

    fn pick<'a>(&mut self, list: &'a [String]) -> &'a str {
        &list[self.below(list.len())]
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
}

/// A folder of specs in memory.
fn folder(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder(path.to_owned());
    let mut out = BTreeMap::new();
    let mut add = |name: String| {
        if let Ok(Some(bytes)) = folder.read(&name) {
            out.insert(name, bytes);
        }
    };
    for name in ["platform.yaml", "operation-codes.yaml"] {
        add(name.to_owned());
    }
    for method in folder.list("methods").expect("methods") {
        add(format!("methods/{method}"));
        let examples = format!("examples/{}", method.trim_end_matches(".yaml"));
        for example in folder.list(&examples).expect("examples") {
            add(format!("{examples}/{example}"));
        }
    }
    out
}

/// The samples of this package, and the real specs where they are.
fn samples() -> Vec<BTreeMap<String, Vec<u8>>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = here.join("../../specs");
    let mut all = vec![folder(&here.join("tests/specs"))];
    if real.join("platform.yaml").exists() {
        all.push(folder(&real));
    }
    all
}

/// One file with what it needs to be judged: an edit of one method needs no others.
fn around(all: &BTreeMap<String, Vec<u8>>, edited: &str) -> BTreeMap<String, Vec<u8>> {
    let method = edited.strip_prefix("methods/").map(|name| format!("examples/{}/", name.trim_end_matches(".yaml")));
    all.iter()
        .filter(|(name, _)| {
            *name == edited || !name.contains('/') || method.as_ref().is_some_and(|folder| name.starts_with(folder))
        })
        .map(|(name, bytes)| (name.clone(), bytes.clone()))
        .collect()
}

const ODD: &[&str] = &[
    "",
    " ",
    "~",
    "null",
    "true",
    "NO",
    "0",
    "-1",
    "1.5",
    "1e3",
    "999999999999999999999",
    "1..",
    "..1",
    "9..1",
    "[]",
    "{}",
    "[",
    "}",
    "\"",
    "'",
    ":",
    ": ",
    "- ",
    "&a",
    "*a",
    "<<",
    "!!str",
    "---",
    "...",
    "#",
    "%",
    "@",
    "`",
    "|",
    ">",
    "\t",
    "\u{0}",
    "\u{7f}",
    "é",
    "\u{1F600}",
    "none",
    "contract",
    "not_documented",
    "all",
    "is",
    "cite",
    "when",
    "required",
    "\\",
    "/",
    "~1",
    "+",
    "a+b+",
    "customer..id",
    "\u{feff}",
    "\r",
];

/// Words, numbers and marks of a text.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                out.push((from, at));
                start = None;
                out.push((at, at + c.len_utf8()));
            }
            (false, None) => out.push((at, at + c.len_utf8())),
            (true, Some(_)) => {}
        }
    }
    out
}

fn edit(text: &str, pool: &[String], random: &mut Random) -> Vec<u8> {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        let spots = tokens(&text);
        if spots.is_empty() {
            break;
        }
        let (from, to) = spots[random.below(spots.len())];
        match random.below(8) {
            0 | 1 => text.replace_range(from..to, random.pick(pool)),
            2 => text.replace_range(from..to, ODD[random.below(ODD.len())]),
            3 => text.replace_range(from..to, ""),
            4 => text.insert_str(from, ODD[random.below(ODD.len())]),
            5 => {
                let lines: Vec<&str> = text.lines().collect();
                let (a, b) = (random.below(lines.len()), random.below(lines.len()));
                let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
                match random.below(4) {
                    0 => lines.swap(a, b),
                    1 => drop(lines.remove(a)),
                    2 => lines.insert(b, lines[a].clone()),
                    _ => lines[a].insert(0, ' '),
                }
                text = lines.join("\n");
            }
            6 => {
                let (a, b) = spots[random.below(spots.len())];
                let piece = text[a..b].to_owned();
                text.replace_range(from..to, &piece);
            }
            _ => {
                let keep = from;
                if random.below(10) == 0 {
                    text.truncate(keep);
                }
            }
        }
    }
    let mut bytes = text.into_bytes();
    if random.below(40) == 0 && !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] = u8::try_from(random.below(256)).expect("a byte");
    }
    bytes
}

/// What came of some edits.
#[derive(Default)]
struct Tally {
    refused: u64,
    taken: u64,
    twice: u64,
    differ: Vec<String>,
}

/// The samples with all their words.
struct Samples {
    folders: Vec<BTreeMap<String, Vec<u8>>>,
    pool: Vec<String>,
}

impl Samples {
    fn read() -> Samples {
        let folders = samples();
        let texts = folders.iter().flat_map(BTreeMap::iter).filter(|(name, _)| name.ends_with(".yaml"));
        let texts = texts.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
        let pool =
            texts.flat_map(|text| tokens(text).into_iter().map(|(a, b)| text[a..b].to_owned()).collect::<Vec<_>>());
        Samples { pool: pool.collect(), folders }
    }

    /// Files that are edited, with the folder in which they stand.
    fn files(&self) -> Vec<(usize, &String)> {
        let edited = |name: &&String| name.ends_with(".yaml");
        self.folders
            .iter()
            .enumerate()
            .flat_map(|(n, all)| all.keys().filter(edited).map(move |name| (n, name)))
            .collect()
    }
}

/// One edit, held against schema and types; `whole`: and loaded with the folder in which it stands, which takes longer.
fn one(seed: u64, samples: &Samples, files: &[(usize, &String)], whole: bool, tally: &mut Tally) {
    let mut random = Random(seed);
    let (n, name) = files[random.below(files.len())];
    let mut case = around(&samples.folders[n], name);
    let text = String::from_utf8(case[name].clone()).expect("a sample");
    let edited = edit(&text, &samples.pool, &mut random);
    if let Ok(text) = std::str::from_utf8(&edited) {
        let kind = match name.as_str() {
            "platform.yaml" => "platform",
            "operation-codes.yaml" => "codes",
            _ => "method",
        };
        if let Some((schema, types)) = methodspec::judged_twice(text, kind) {
            tally.twice += 1;
            if schema != types {
                tally.differ.push(format!("seed {seed}, {name}: schema says {schema}, types say {types}"));
            }
        }
    }
    if !whole {
        return;
    }
    case.insert(name.clone(), edited);
    let (specs, faults) = methodspec::check_with(&Memory(case));
    assert_eq!(specs.is_none(), faults.has_errors(), "seed {seed}");
    if specs.is_none() {
        tally.refused += 1;
        assert!(!faults.is_empty(), "seed {seed}: refused without a reason");
    } else {
        tally.taken += 1;
    }
    for fault in &faults {
        assert!(fault.place.line >= 1 && fault.place.column >= 1, "seed {seed}: {fault:?}");
        assert!(fault.place.bytes.start <= fault.place.bytes.end, "seed {seed}: {fault:?}");
        assert!(!fault.message.is_empty() && !fault.file.is_empty(), "seed {seed}: {fault:?}");
    }
    // Both reports can be written of anything.
    assert!(faults.human(false).ends_with('\n'), "seed {seed}");
    assert_eq!(faults.json().as_array().map(Vec::len), Some(faults.len()), "seed {seed}");
}

#[test]
fn random_edits() {
    let full = std::env::var_os("FULL").is_some_and(|full| !full.is_empty());
    let count = number("EDITS", if full { 2000 } else { 500 });
    let first = number("SEED", 1);
    let whole = |seed: u64| count < 100 || seed.is_multiple_of(3);
    let samples = Samples::read();
    let files = samples.files();
    let threads = std::thread::available_parallelism().map_or(1, |n| u64::try_from(n.get()).unwrap_or(1));
    let work = |thread: u64| {
        let mut tally = Tally::default();
        for seed in (first + thread..first + count).step_by(usize::try_from(threads).expect("fits")) {
            // A panic inside says which edit it was.
            let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                one(seed, &samples, &files, whole(seed), &mut tally)
            }));
            assert!(judged.is_ok(), "seed {seed} panicked; run it alone: EDITS=1 SEED={seed}");
        }
        tally
    };
    let work = &work;
    let tallies: Vec<Tally> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let sum = |of: fn(&Tally) -> u64| tallies.iter().map(of).sum::<u64>();
    let (refused, taken, twice) = (sum(|t| t.refused), sum(|t| t.taken), sum(|t| t.twice));
    eprintln!("{count} edits from seed {first}: {refused} refused, {taken} taken, {twice} judged by schema and types");
    let differ: Vec<&str> = tallies.iter().flat_map(|tally| &tally.differ).map(String::as_str).collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert_eq!(refused + taken, (first..first + count).filter(|seed| whole(*seed)).map(|_| 1).sum::<u64>());
    assert!(count < 100 || (refused > 0 && taken > 0), "the edits are no test: {refused} refused, {taken} taken");
}
