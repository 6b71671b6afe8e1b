//! What a folder and its files can be, beyond the cases on disk.

use std::path::Path;

use methodspec::{Files, Folder, Kind, Memory, Severity};

fn sample() -> Memory {
    let folder = Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs"));
    let mut files = Memory::default();
    for name in ["platform.yaml", "operation-codes.yaml", "methods/reef-money.yaml"] {
        files.0.insert(name.to_owned(), folder.read(name).expect("readable").expect("there"));
    }
    files
}

fn kinds(files: &Memory) -> Vec<Kind> {
    methodspec::check_with(files).1.iter().map(|fault| fault.kind).collect()
}

#[test]
fn a_file_of_more_than_a_mebibyte_is_not_read() {
    let mut files = sample();
    files.0.insert("methods/big.yaml".to_owned(), vec![b'#'; (1 << 20) + 1]);
    assert_eq!(kinds(&files), [Kind::TooLarge]);
    // On disk, too: no more is read than that.
    let dir = tempfile::tempdir().expect("a folder");
    for (name, bytes) in &files.0 {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    let (_, faults) = methodspec::check_with(&Folder(dir.path().to_owned()));
    assert_eq!(faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [Kind::TooLarge]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused_and_not_quoted() {
    let place = tempfile::tempdir().expect("a folder");
    let (home, secret) = (place.path().join("specs"), place.path().join("elsewhere"));
    std::fs::create_dir_all(secret.join("methods")).expect("a folder");
    for name in ["secret.yaml", "methods/secret.yaml"] {
        std::fs::write(secret.join(name), "secret: [hunter2\n").expect("written");
    }
    let lay = |files: &Memory| {
        std::fs::remove_dir_all(&home).ok();
        std::fs::create_dir_all(home.join("methods")).expect("a folder");
        for (name, bytes) in &files.0 {
            std::fs::write(home.join(name), bytes).expect("written");
        }
    };
    let refused = |what: &str| {
        let (specs, faults) = methodspec::check_with(&Folder(home.clone()));
        assert!(specs.is_none(), "{what}");
        assert!(faults.iter().any(|fault| fault.kind == Kind::Outside), "{what}: {faults}");
        assert!(!faults.human(false).contains("hunter2"), "{what}: {faults}");
        assert!(!faults.json().to_string().contains("hunter2"), "{what}");
    };
    let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, home.join(at)).expect("a link");
    lay(&sample());
    link(&secret.join("secret.yaml"), "methods/zebra.yaml");
    refused("a file");
    lay(&sample());
    link(Path::new("../../elsewhere/secret.yaml"), "methods/zebra.yaml");
    refused("a relative link");
    lay(&sample());
    std::fs::remove_file(home.join("platform.yaml")).expect("removed");
    link(&secret.join("secret.yaml"), "platform.yaml");
    refused("the platform");
    lay(&sample());
    std::fs::remove_dir_all(home.join("methods")).expect("removed");
    link(&secret.join("methods"), "methods");
    refused("a folder");
    // within the folder a link is a file like others
    lay(&sample());
    std::fs::rename(home.join("methods/reef-money.yaml"), home.join("kept")).expect("moved");
    link(Path::new("../kept"), "methods/reef-money.yaml");
    let (specs, faults) = methodspec::check_with(&Folder(home.clone()));
    assert!(specs.is_some(), "{faults}");
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let faults = methodspec::load(Path::new("no/such/folder")).expect_err("nothing to load");
    assert_eq!(
        faults.iter().map(|fault| fault.file.as_str()).collect::<Vec<_>>(),
        ["operation-codes.yaml", "platform.yaml"]
    );
}

#[test]
fn carriage_returns_change_nothing_and_a_byte_order_mark_is_told() {
    let plain = methodspec::load_with(&sample()).unwrap_or_else(|faults| panic!("{faults}"));
    let mut files = sample();
    let text = String::from_utf8(files.0["methods/reef-money.yaml"].clone()).expect("text").replace('\n', "\r\n");
    files.0.insert("methods/reef-money.yaml".to_owned(), format!("\u{feff}{text}").into_bytes());
    assert_eq!(kinds(&files), [Kind::ControlCharacter]);
    files.0.insert("methods/reef-money.yaml".to_owned(), text.into_bytes());
    let other = methodspec::load_with(&files).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(plain.methods["reef-money"].operations.len(), other.methods["reef-money"].operations.len());
    assert_eq!(plain.methods["reef-money"].summary, other.methods["reef-money"].summary);
}

#[test]
fn positions_count_characters_after_other_alphabets() {
    let mut files = sample();
    let text = String::from_utf8(files.0["methods/reef-money.yaml"].clone()).expect("text");
    let text = text.replace("conversion: none", "conversion: { note: Платёж, i: none }");
    files.0.insert("methods/reef-money.yaml".to_owned(), text.clone().into_bytes());
    let (_, faults) = methodspec::check_with(&files);
    let unknown = faults.iter().find(|fault| fault.kind == Kind::UnknownKey).expect("an unknown key");
    let line = text.lines().nth(unknown.place.line - 1).expect("the line");
    let column = line.chars().position(|c| c == 'ё').expect("the letter") + 2 + 3;
    assert_eq!((unknown.place.column, &text[unknown.place.bytes.clone()]), (column, "i"));
}

#[test]
fn a_draft_is_listed_and_its_faults_are_warnings() {
    let mut files = sample();
    let text = String::from_utf8(files.0["methods/reef-money.yaml"].clone()).expect("text");
    let text = text.replace("version: 0.1.0", "version: 0.1.0\ndraft: true").replace("kind: mobile_money\n", "");
    files.0.insert("methods/reef-money.yaml".to_owned(), text.into_bytes());
    let (specs, faults) = methodspec::check_with(&files);
    let specs = specs.expect("warnings stop nothing");
    assert_eq!(specs.drafts, ["reef-money"]);
    assert!(specs.methods.is_empty());
    assert_eq!(
        faults.iter().map(|fault| (fault.kind, fault.severity)).collect::<Vec<_>>(),
        [(Kind::MustSay, Severity::Warning)]
    );
}

#[test]
fn the_colours_of_a_terminal_are_asked_for() {
    let mut files = sample();
    files.0.remove("operation-codes.yaml");
    let (_, faults) = methodspec::check_with(&files);
    assert!(!faults.human(false).contains('\u{1b}'));
    assert!(faults.human(true).contains('\u{1b}'));
    assert_eq!(faults.to_string(), faults.human(false));
}

#[test]
fn codes_of_faults_are_unique_and_kebab() {
    let mut codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
    assert!(
        codes.iter().all(|code| { code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') })
    );
    assert!(Kind::ALL.iter().all(|kind| kind.about().ends_with('.')));
}

#[test]
fn schemas_are_valid_and_allow_no_null() {
    for schema in [methodspec::schema::method(), methodspec::schema::platform(), methodspec::schema::codes()] {
        jsonschema::meta::validate(&schema).expect("a valid schema");
        assert!(schema["x-generated-by"].as_str().is_some_and(|by| by.starts_with("methodspec ")));
        assert!(!schema.to_string().contains("\"null\""));
    }
}

#[test]
fn lines_may_end_as_on_windows_and_no_text_holds_their_ends() {
    let mut files = sample();
    let path = "methods/reef-money.yaml".to_owned();
    let text = String::from_utf8(files.0.remove(&path).expect("there")).expect("UTF-8");
    let summary = text.lines().find(|line| line.starts_with("summary:")).expect("a summary");
    let text = text.replace(summary, "summary: |-\n  one\n  two\n\n  three \"four\"");
    let specs = |text: String, files: &mut Memory| {
        files.0.insert(path.clone(), text.into_bytes());
        let (specs, faults) = methodspec::check_with(files);
        specs.unwrap_or_else(|| panic!("{faults}")).methods
    };
    let (unix, windows) = (specs(text.clone(), &mut files), specs(text.replace('\n', "\r\n"), &mut files));
    let summary = |methods: &std::collections::BTreeMap<String, methodspec::resolved::Method>| {
        methods["reef-money"].summary.clone()
    };
    assert_eq!(summary(&windows), summary(&unix));
}

/// Each control character, as it is and escaped, in a text, a key and a comment.
#[test]
fn no_control_character_is_taken() {
    let told = |text: String| {
        let mut files = sample();
        files.0.insert("methods/a.yaml".to_owned(), text.into_bytes());
        kinds(&files).iter().filter(|kind| **kind == Kind::ControlCharacter).count()
    };
    let spec = "title: \"a@z\"\n\"k@z\": 1\nsummary: |\n  a@z\n# a@z\nversion: 0.1.0\n";
    let letters = ('\0'..='"').chain('~'..='\u{a0}').chain(['\u{ad}', '\u{feff}', '\u{fffd}', '\u{fffe}', '\u{ffff}']);
    for letter in letters {
        let control = letter.is_control() && letter != '\t' && letter != '\n' || letter >= '\u{fffe}';
        assert_eq!(told(spec.replace('@', &letter.to_string())), if control { 4 } else { 0 }, "{letter:?}");
        let escaped = format!("title: \"a\\u{:04x}z\"\n", u32::from(letter));
        assert_eq!(told(escaped), usize::from(control), "{letter:?} escaped");
    }
}
