//! Of two bodies that share a signed text and differ in meaning, the one that was not sent is never accepted.
//!
//! From each honest body every other way is built in which its signed text can be put together, over all members at once.
//! A pair counts where both bodies have one signed text, the signature of the other is seen to be right, and lines differ,
//! so that some member says something else. How many pairs the guard of before would have accepted is printed, by the
//! number of lines that are new.
//!
//! `PAIRS=10000000 cargo test --release -p ecommpay-runtime --test all -- --ignored --nocapture every_repartition`

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use crate::support::{Dice, PROJECT, SECRET, SHAPE, keys, mac};
use crate::verify_honest::honest;
use ecommpay_runtime::callback::{JsonShape, Keys, Reason, verify};
use ecommpay_runtime::sign::callback_text_to_sign;
use ecommpay_runtime::sign::natural::compare;
use serde_json::{Map, Value, json};

/// The most pieces of which a body is made anew.
const PIECES: usize = 5;

/// A line of a body: its path as it is signed, and its value.
type Line = (String, String);
/// A piece of a signed text, as a line.
type Piece<'a> = (&'a str, &'a str);

#[test]
fn no_repartition_of_an_honest_body_is_accepted() {
    run(100_000);
}

#[test]
#[ignore = "ten million pairs: some minutes in a release build"]
fn every_repartition_of_ten_million_is_refused() {
    run(std::env::var("PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(10_000_000));
}

#[derive(Default)]
struct Count {
    pairs: BTreeMap<usize, usize>,
    before: BTreeMap<usize, usize>,
    bodies: usize,
    /// Of the body at hand: two ways to cut can give one body.
    seen: HashSet<String>,
}

/// However many cores there are: the same pairs in every run.
const WORKERS: usize = 4;

#[allow(clippy::print_stdout)]
fn run(wanted: usize) {
    let counts = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..WORKERS).map(|number| scope.spawn(move || work(number, wanted.div_ceil(WORKERS)))).collect();
        workers.into_iter().map(|worker| worker.join().expect("a pair was accepted")).collect::<Vec<_>>()
    });
    let (mut pairs, mut before, mut bodies) = (BTreeMap::new(), BTreeMap::new(), 0);
    for count in counts {
        bodies += count.bodies;
        count.pairs.into_iter().for_each(|(pieces, more)| *pairs.entry(pieces).or_insert(0) += more);
        count.before.into_iter().for_each(|(pieces, more)| *before.entry(pieces).or_insert(0) += more);
    }
    let total: usize = pairs.values().sum();
    println!("{total} pairs from {bodies} honest bodies, none accepted; the guard of before, by pieces:");
    for (pieces, pairs) in &pairs {
        println!("  {pieces} pieces: {} of {pairs}", before.get(pieces).unwrap_or(&0));
    }
    assert!(total >= wanted);
    assert!(before.values().sum::<usize>() > 0, "nothing that the guard of before let pass was tried");
    assert!((1..=PIECES).all(|number| pairs.contains_key(&number)), "{pairs:?}");
}

fn work(number: usize, wanted: usize) -> Count {
    let mut dice = Dice::new(41 + number as u64);
    let keys = keys();
    let mut count = Count::default();
    let mut total = 0;
    while total < wanted {
        let sent = body(&mut dice, count.bodies * WORKERS + number);
        count.bodies += 1;
        let text = callback_text_to_sign(sent.to_string().as_bytes()).expect("JSON");
        let signature = mac(SECRET, &text);
        let mut genuine = sent.clone();
        genuine["signature"] = json!(signature);
        let got = verify(&SHAPE, &keys, genuine.to_string().as_bytes());
        got.unwrap_or_else(|refusal| panic!("an honest body is refused: {refusal}: {sent}"));
        let own = lines(&sent);
        count.seen.clear();
        for pieces in repartitions(&text, &own, &mut dice) {
            total += pair(&own, &signature, &keys, &pieces, &mut count);
        }
    }
    count
}

/// Judges one other way to put the text together: 1 if it counts.
fn pair(own: &[Line], signature: &str, keys: &Keys, pieces: &[Piece<'_>], count: &mut Count) -> usize {
    let new = pieces.iter().filter(|piece| !own.iter().any(|own| is_same(own, piece))).count();
    if !(1..=PIECES).contains(&new) {
        return 0;
    }
    let Some(mut other) = object(pieces) else { return 0 };
    other["signature"] = json!(signature);
    let other = other.to_string();
    let Err(refusal) = verify(&SHAPE, keys, other.as_bytes()) else { panic!("accepted, and not sent: {other}") };
    // Whatever is refused before its signature is seen to be right is no pair.
    let held = [Reason::Ambiguous, Reason::Type, Reason::PathTwice, Reason::EmptyKey].contains(&refusal.reason());
    if !held || !count.seen.insert(other) {
        return 0;
    }
    *count.pairs.entry(new).or_default() += 1;
    if refusal.reason() == Reason::Ambiguous && !before::refuses(pieces) {
        *count.before.entry(new).or_default() += 1;
    }
    1
}

/// Whether two lines are one and the same, wherever their paths end.
fn is_same((path, value): &Line, (other_path, other_value): &Piece<'_>) -> bool {
    let length = path.len() + value.len();
    let line = |path: &str, value: &str| format!("{path}:{value}");
    length == other_path.len() + other_value.len() && line(path, value) == line(other_path, other_value)
}

/// A callback as the platform could send it: few members in one of two, all of them in the other.
fn body(dice: &mut Dice, number: usize) -> Value {
    let mut root = Map::new();
    let mut payment = json!({ "id": format!("o-{number}"), "status": *dice.pick(&["success", "decline"]) });
    payment["description"] = json!(honest(dice));
    if number % 2 == 1 {
        payment["method"] = json!("coral");
        payment["type"] = json!("purchase");
        payment["sum"] = json!({ "amount": 1_000 + number, "currency": "THB" });
        root.insert("account".into(), json!({ "number": "411111******1111" }));
        root.insert("customer".into(), json!({ "id": format!("u-{number}") }));
        let operation = json!({ "id": number, "type": "sale", "status": "success", "code": "0", "message": "Success" });
        root.insert("operation".into(), operation);
    }
    if dice.below(2) == 0 {
        root.insert("project_id".into(), json!(PROJECT));
    } else {
        root.insert("general".into(), json!({ "project_id": PROJECT }));
    }
    // What the shape does not know, or has in lists and maps.
    let more = [
        ("note", json!("x")),
        ("rrn", json!("123")),
        ("is_cascading", json!(true)),
        ("threeds2", json!({ "iframe": { "url": "https://acs.example/m" } })),
        ("display_data", json!([{ "type": "add_info", "data": "5" }])),
        ("redirect_data", json!({ "url": "https://x.example", "body": { "PaReq": "eJ" } })),
    ];
    for (name, value) in more {
        if dice.below(4) == 0 {
            root.insert(name.into(), value);
        }
    }
    if dice.below(3) == 0 {
        payment["attempts_timeout"] = json!(30);
    }
    root.insert("payment".into(), payment);
    Value::Object(root)
}

/// The lines of a body, in the order in which they are signed.
fn lines(body: &Value) -> Vec<Line> {
    fn walk(value: &Value, path: &str, all: &mut Vec<Line>) {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}:{key}") };
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| walk(value, &below(key), all)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(at, value)| walk(value, &below(&at.to_string()), all));
            }
            Value::Bool(truth) => all.push((path.to_owned(), u8::from(*truth).to_string())),
            Value::String(text) => all.push((path.to_owned(), text.clone())),
            other => all.push((path.to_owned(), other.to_string())),
        }
    }
    let mut all = Vec::new();
    walk(body, "", &mut all);
    all.sort_by(|one, other| compare(&one.0, &other.0));
    all
}

/// Other ways to put a text together: cut in up to five pieces in every way, and the body's own lines with up to five of
/// its cuts made or taken away.
fn repartitions<'a>(text: &'a str, own: &[Line], dice: &mut Dice) -> Vec<Vec<Piece<'a>>> {
    let cuts: Vec<usize> = text.match_indices(';').map(|(at, _)| at).collect();
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let some = |most: usize, dice: &mut Dice| -> Vec<usize> {
        let mut some: Vec<usize> = (0..1 + dice.below(most)).map(|_| *dice.pick(&cuts)).collect();
        some.sort_unstable();
        some.dedup();
        some
    };
    if cuts.len() <= ALL {
        choose(&cuts, PIECES - 1, &mut Vec::new(), &mut sets);
    } else {
        sets.extend((0..SAMPLE).map(|_| some(PIECES - 1, dice)));
    }
    let mut at = 0;
    let genuine: Vec<usize> = own
        .iter()
        .map(|(path, value)| {
            at += path.len() + 1 + value.len() + 1;
            at - 1
        })
        .take(own.len() - 1)
        .collect();
    let several: Vec<Vec<usize>> = (0..SAMPLE).map(|_| some(PIECES, dice)).collect();
    for toggled in cuts.iter().map(|cut| vec![*cut]).chain(several) {
        sets.push(cuts.iter().copied().filter(|cut| genuine.contains(cut) != toggled.contains(cut)).collect());
    }
    let table = Readings::new(text, &cuts);
    sets.iter().flat_map(|cuts| table.of(cuts)).collect()
}

/// A text with so many cuts is put together in every way; of a longer one, as many ways as `SAMPLE` are drawn.
const ALL: usize = 12;
const SAMPLE: usize = 300;

fn choose(from: &[usize], most: usize, taken: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
    all.push(taken.clone());
    if taken.len() == most {
        return;
    }
    for (at, cut) in from.iter().enumerate() {
        taken.push(*cut);
        choose(&from[at + 1..], most, taken, all);
        taken.pop();
    }
}

/// How each piece between two cuts of a text reads as a line. Where it is a field its path ends there; of one that is
/// none, the first two colons are tried. Each piece is read once: it stands in thousands of the ways to put a text together.
struct Readings<'a> {
    text: &'a str,
    /// Where a piece may start: after each cut.
    starts: Vec<usize>,
    /// By start and end, each among the cuts.
    pieces: Vec<[Option<Piece<'a>>; 2]>,
}

impl<'a> Readings<'a> {
    fn new(text: &'a str, cuts: &[usize]) -> Self {
        let starts: Vec<usize> = [0].into_iter().chain(cuts.iter().map(|cut| cut + 1)).collect();
        let ends: Vec<usize> = cuts.iter().copied().chain([text.len()]).collect();
        let pieces = starts.iter().flat_map(|start| {
            ends.iter().map(|end| if start <= end { read(&text[*start..*end]) } else { [None; 2] }).collect::<Vec<_>>()
        });
        let pieces = pieces.collect();
        Self { text, starts, pieces }
    }

    fn of(&self, cuts: &[usize]) -> Vec<Vec<Piece<'a>>> {
        let mut from = 0;
        let mut rows = Vec::with_capacity(cuts.len() + 1);
        for end in cuts.iter().map(|cut| cut + 1).chain([self.text.len() + 1]) {
            // an end is the place before a start, or that of the text
            let to = self.starts.binary_search(&end).map_or(self.starts.len() - 1, |at| at - 1);
            rows.push(self.pieces[from * self.starts.len() + to]);
            from = to + 1;
        }
        [0, 1]
            .into_iter()
            .filter_map(|nth| rows.iter().map(|piece| piece[nth]).collect())
            // Any other order is not that of the text.
            .filter(|pieces: &Vec<Piece<'_>>| pieces.windows(2).all(|two| compare(two[0].0, two[1].0).is_le()))
            .collect()
    }
}

fn read(piece: &str) -> [Option<Piece<'_>>; 2] {
    // No path of a field is longer than these.
    let colons: Vec<usize> = piece.match_indices(':').map(|(at, _)| at).take(4).collect();
    let known = colons.iter().copied().rfind(|at| shape(&piece[..*at]).is_some());
    [0, 1].map(|nth| {
        let at = known.or_else(|| colons.get(nth).copied())?;
        Some((&piece[..at], &piece[at + 1..]))
    })
}

/// What stands at a path, list items and members of maps too.
fn shape(path: &str) -> Option<JsonShape> {
    static LEAVES: LazyLock<HashMap<String, JsonShape>> = LazyLock::new(|| {
        let leaf = |json: JsonShape| !matches!(json, JsonShape::Object | JsonShape::List);
        let fields = SHAPE.fields().iter().filter(|field| leaf(field.json));
        fields.map(|field| (field.path.replace("[]", ".0").replace('.', ":"), field.json)).collect()
    });
    if let Some(json) = LEAVES.get(path) {
        return Some(*json);
    }
    if let Some((holder, _)) = path.rsplit_once(':')
        && let Some(JsonShape::Map) = LEAVES.get(holder)
    {
        return Some(JsonShape::Map);
    }
    // The item of a list, whichever it is.
    let mut keys = path.splitn(3, ':');
    let (list, item, rest) = (keys.next()?, keys.next()?, keys.next()?);
    let digits = !item.is_empty() && item.bytes().all(|byte| byte.is_ascii_digit());
    if digits { LEAVES.get(&format!("{list}:0:{rest}")).copied() } else { None }
}

/// A body of these lines, with the types that the platform sends; nothing where no body has them.
fn object(lines: &[Piece<'_>]) -> Option<Value> {
    let mut root = Map::new();
    for &(path, value) in lines {
        let mut keys: Vec<String> = path.replace("::", "\0").split(':').map(|key| key.replace('\0', ":")).collect();
        let last = keys.pop()?;
        let mut at = &mut root;
        for key in keys {
            at = at.entry(key).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
        }
        let value = match shape(path) {
            Some(JsonShape::Integer) => value.parse::<i64>().map_or_else(|_| json!(value), |number| json!(number)),
            Some(JsonShape::Boolean) if ["0", "1"].contains(&value) => json!(value == "1"),
            _ => json!(value),
        };
        if at.insert(last, value).is_some() {
            return None;
        }
    }
    for name in ["display_data", "errors"] {
        if let Some(Value::Object(items)) = root.get(name)
            && (0..items.len()).all(|at| items.contains_key(&at.to_string()))
        {
            let items = (0..items.len()).map(|at| items[&at.to_string()].clone()).collect();
            root.insert(name.to_owned(), Value::Array(items));
        }
    }
    Some(Value::Object(root))
}

/// The guard as it was before, to be measured against.
mod before {
    use std::cmp::Ordering;

    use super::{JsonShape, Piece, shape};
    use ecommpay_runtime::sign::natural;

    pub(super) fn refuses(lines: &[Piece<'_>]) -> bool {
        let mut cuts = 0;
        lines.iter().enumerate().any(|(at, (own, value))| {
            let in_path = shape(own).is_none() && own.contains(';');
            if !in_path && !value.contains(';') {
                return false;
            }
            let next = lines.get(at + 1).map(|(path, _)| *path);
            let whole = format!("{own}:{value}");
            whole.match_indices(';').any(|(cut, _)| {
                let Some(field) = field(&whole[cut + 1..]) else { return false };
                cuts += 1;
                let after = in_path || precedes(own, &field);
                cuts > 100 || after && next.is_none_or(|next| precedes(&field, next))
            })
        })
    }

    fn precedes(one: &str, other: &str) -> bool {
        one != other && natural::compare(one, other) != Ordering::Greater
    }

    /// The path of the field with which a text starts, if it does.
    fn field(text: &str) -> Option<String> {
        let first = text.split(';').next()?;
        let colons = first.match_indices(':').map(|(at, _)| at);
        let whole = colons
            .chain([first.len()])
            .find(|at| shape(&first[..*at]).is_some_and(|json| json == JsonShape::Map || *at < first.len()))?;
        Some(first[..whole].to_owned())
    }
}
