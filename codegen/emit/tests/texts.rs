//! Whatever a text of a spec says, every output says just that: no manifest breaks, no page gains a link, no code runs.

use std::collections::BTreeMap;
use std::path::Path;

use methodspec::resolved::Specs;
use methodspec::{Files as _, Folder, Memory, turns_text};
use methodspec_codegen::{Files, Target, emit};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_yaml::Value;

/// Twenty scripts, and what quoting of one kind or another takes for its own.
const TEXTS: &[&str] = &[
    "ราคาที่ต้องชำระ น้ำ กำลัง",
    "हिन्दी में भुगतान क़ीमत",
    "café décomposé Å",
    "支付方式：微信",
    "お支払い、が",
    "결제 방법 각",
    "العربية: الدفع",
    "עברית: תשלום שָׁלוֹם",
    "Оплата картой й",
    "Πληρωμή ά",
    "Վճարում",
    "გადახდა",
    "বাংলা পেমেন্ট ো",
    "தமிழ் கட்டணம் கொ",
    "తెలుగు చెల్లింపు",
    "ಕನ್ನಡ ಪಾವತಿ ೊ",
    "മലയാളം പേയ്‌മെന്റ്",
    "ગુજરાતી ચુકવણી",
    "ਪੰਜਾਬੀ ਭੁਗਤਾਨ",
    "မြန်မာ ငွေပေးချေမှု",
    "ខ្មែរ ការទូទាត់",
    "ລາວ ການຊໍາລະ",
    "አማርኛ ክፍያ",
    "සිංහල ගෙවීම්",
    "Tiếng Việt ệ",
    "👩‍👩‍👧 🇹🇭 \u{10ffff}",
    "\u{feff}mark of order\u{ad}, soft hyphen\u{200b}, no width\u{2060}",
    "one\ntwo\n\nthree\ttab\u{a0}blank\u{2028}five\u{2029}six",
    "\"double\" 'single' `back` \"\"\" ''' ``` \\ \\u{e31} \\x41 \"# \"## r\"x\"",
    "ends with \\",
    "# heading * list _ em __ strong ~~gone~~ | pipe \\| pipe",
    "- item",
    "1. item",
    "2) item",
    "=== underline",
    "a\n---\nb\n===\nc\n\n    code\n\n- x\n+ y\n3. z",
    "[link](https://example.com/a) ![image](https://example.com/b.png) [ref]: https://example.com",
    "<b>bold</b> <script>alert(1)</script> <!-- hidden --> <img src=x onerror=alert(1)> </td></table>",
    "&lt;script&gt; &#60;b&#62; &copy; &amp; AT&T",
    "see https://example.com/path?a=1&b=2, and http://example.com.",
    "https://example.com/<script>alert(1)</script>",
    "https://example.com/`x`|y\"z",
    "*/ // /* {} {0} {name:?} ${x} $(x) %s %n @title@ #[doc = \"x\"]",
    "---\nkey: [value, {a: b}]\n...",
];

/// Keys whose values are prose.
const PROSE: &[&str] = &["title", "summary", "means", "note", "because", "about", "words", "what", "otherwise"];

/// The specs of this repository's tests, with every text of prose a text of the list after a mark of its own.
fn marked(round: usize) -> (Memory, BTreeMap<String, String>) {
    let folder = Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tests/specs"));
    let mut memory = Memory::default();
    let mut marks = BTreeMap::new();
    let read = |path: &str| folder.read(path).expect("readable").expect("there");
    for path in ["platform.yaml", "operation-codes.yaml"] {
        memory.0.insert(path.to_owned(), read(path));
    }
    for name in folder.list("methods").expect("a list") {
        let path = format!("methods/{name}");
        let mut value: Value = serde_yaml::from_slice(&read(&path)).expect("YAML");
        mark(&mut value, round, &mut marks);
        // JSON is YAML, with every letter that needs it escaped
        let text: String = serde_json::to_string_pretty(&value).expect("JSON").chars().map(escaped).collect();
        memory.0.insert(path, text.into_bytes());
        let examples = format!("examples/{}", name.trim_end_matches(".yaml"));
        for file in folder.list(&examples).expect("a list") {
            let path = format!("{examples}/{file}");
            let bytes = read(&path);
            memory.0.insert(path, bytes);
        }
    }
    (memory, marks)
}

/// As YAML wants it, where JSON leaves a control as it is.
fn escaped(letter: char) -> String {
    if matches!(letter, '\u{7f}'..='\u{9f}') { format!("\\u{:04x}", u32::from(letter)) } else { letter.to_string() }
}

fn mark(value: &mut Value, round: usize, marks: &mut BTreeMap<String, String>) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map.iter_mut() {
                match (key.as_str(), &value) {
                    // two words that are facts, and an about that leads to one
                    (_, Value::String(text)) if text == "none" || text == "not_documented" || text.starts_with('/') => {
                    }
                    (Some(key), Value::String(_)) if PROSE.contains(&key) => {
                        let nth = marks.len();
                        let name = format!("Mark{nth}x{round}");
                        let text = TEXTS.get((nth + round) % TEXTS.len()).copied().unwrap_or_default();
                        // at the beginning of the text as well as after the mark: there stands what begins a block
                        let text = format!("{text} {name} {text}");
                        *value = Value::String(text.clone());
                        marks.insert(name, text);
                    }
                    _ => mark(value, round, marks),
                }
            }
        }
        Value::Sequence(list) => list.iter_mut().for_each(|value| mark(value, round, marks)),
        _ => {}
    }
}

fn loaded(memory: &Memory) -> Specs {
    methodspec::load_with(memory).unwrap_or_else(|faults| panic!("{}", faults.human(false)))
}

/// A text as a page shows it: blanks are one, and what cannot be seen is not there.
fn shown(text: &str) -> String {
    let seen =
        |word: &str| word.chars().filter(|letter| !letter.is_control() && !turns_text(*letter)).collect::<String>();
    text.split_whitespace().map(seen).collect::<Vec<_>>().join(" ")
}

/// What a page says, read as Markdown; and that it holds no markup but its own.
fn read(what: &str, markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(html.starts_with("<!-- @generated by methodspec-codegen."), "{what}: HTML {html}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let of_page = dest_url.starts_with("https://") || dest_url.starts_with("http://");
                assert!(of_page && !dest_url.contains(['<', '`']), "{what}: a link to {dest_url}");
            }
            Event::Start(Tag::Image { dest_url, .. }) => panic!("{what}: an image {dest_url}"),
            Event::Start(Tag::FootnoteDefinition(_) | Tag::Strikethrough | Tag::Strong)
            | Event::FootnoteReference(_) => {
                panic!("{what}: {event:?}")
            }
            Event::Start(Tag::CodeBlock(_)) => assert!(what.starts_with("ecommpay/"), "{what}: a block of code"),
            // a block ends; a link goes on
            Event::End(end) if end != TagEnd::Link => text.push(' '),
            _ => {}
        }
    }
    shown(&text)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS
}

/// The doc comments of a file, block by block.
fn docs(code: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block = String::new();
    for line in code.lines().map(str::trim_start).chain([""]) {
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(text) => block = block + text.strip_prefix(' ').unwrap_or(text) + "\n",
            None => blocks.extend((!block.is_empty()).then(|| std::mem::take(&mut block))),
        }
    }
    blocks
}

/// Counts where marked texts stand whole in what a page says; a mark without its text is a fault.
fn found(what: &str, page: &str, marks: &BTreeMap<String, String>) -> usize {
    let mut count = 0;
    for (name, text) in marks.iter().filter(|(name, _)| page.contains(&format!("{name} "))) {
        let whole = shown(text);
        // in brackets and before a stop of the page's own, a text has none at its end
        let whole = whole.trim_end_matches(['.', ' ']);
        // a note that begins a sentence begins with a capital
        let mut letters = whole.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let begins = format!("{first}{}", letters.as_str());
        assert!(
            page.contains(whole) || page.contains(&begins),
            "{what}: {name} is not said whole\n{whole}\nin\n{page}"
        );
        count += 1;
    }
    count
}

fn is_control(letter: char) -> bool {
    letter.is_control() && letter != '\n' || turns_text(letter)
}

fn all(files: &Files, marks: &BTreeMap<String, String>) -> [usize; 4] {
    let mut counts = [0; 4];
    for (path, text) in files {
        let unseen = text.chars().find(|letter| is_control(*letter));
        match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("toml") => {
                let manifest: toml_edit::DocumentMut = text.parse().unwrap_or_else(|why| panic!("{path}: {why}"));
                let description = manifest["package"]["description"].as_str().expect("a description");
                for (name, text) in marks.iter().filter(|(name, _)| description.contains(name.as_str())) {
                    assert!(description.contains(text.as_str()), "{path}: {name}: {description:?}");
                    counts[0] += 1;
                }
            }
            Some("rs") => {
                syn::parse_file(text).unwrap_or_else(|why| panic!("{path}: {why}"));
                assert_eq!(unseen, None, "{path}");
                for block in docs(text) {
                    counts[1] += found(path, &read(path, &block), marks);
                }
            }
            Some("md") => {
                assert_eq!(unseen, None, "{path}");
                counts[2] += found(path, &read(path, text), marks);
                let mut html = String::new();
                pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options()));
                for tag in ["<script", "<img", "<b>", "href=\"javascript", "onerror=alert(1)>"] {
                    assert!(!html.contains(tag), "{path}: {tag}");
                }
            }
            Some("json") => {
                serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|why| panic!("{path}: {why}"));
            }
            Some("yaml") => {
                let read: Value = serde_yaml::from_str(text).unwrap_or_else(|why| panic!("{path}: {why}"));
                counts[3] += usize::from(read.as_mapping().is_some());
            }
            _ => panic!("{path}: what is it?"),
        }
    }
    counts
}

#[test]
fn every_text_stands_in_every_output_as_it_is() {
    let mut sums = [0; 4];
    // each text at each place: as many rounds as there are texts; a quarter of them unless all are asked for
    let step = if std::env::var_os("FULL").is_some_and(|full| !full.is_empty()) { 1 } else { 4 };
    for round in (0..TEXTS.len()).step_by(step) {
        let (memory, marks) = marked(round);
        assert!(marks.len() > TEXTS.len() / 2, "{} texts", marks.len());
        let specs = loaded(&memory);
        let files = emit(&specs, &Target::in_workspace()).expect("Rust");
        let counts = all(&files, &marks);
        sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let rounds = TEXTS.len().div_ceil(step);
    eprintln!("{rounds} rounds; texts found in manifests, docs, pages; specs: {sums:?}");
    assert!(
        sums[0] >= 3 * rounds && sums[1] >= 40 * rounds && sums[2] >= 40 * rounds && sums[3] >= 3 * rounds,
        "{sums:?}"
    );
}

#[test]
fn letters_that_turn_text_stand_in_no_output_that_is_read() {
    let (memory, _) = marked(0);
    let mut specs = loaded(&memory);
    // the loader refuses them: whoever makes a model in another way meets the emitter alone
    for method in specs.methods.values_mut() {
        for letter in ['\u{61c}', '\u{200e}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            method.title.push(letter);
            method.summary.insert(0, letter);
        }
    }
    let files = emit(&specs, &Target::in_workspace()).expect("Rust");
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with(".json")) {
        assert!(!text.contains(turns_text), "{path}");
    }
}
