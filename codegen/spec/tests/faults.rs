//! Every fault has a case on disk: `faults/<what-is-wrong>/`, see the README there.
//!
//! `UPDATE_FAULTS=1 cargo test -p methodspec --test faults` writes the reports anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use libtest_mimic::{Arguments, Failed, Trial};
use methodspec::{Files, Folder, Kind, Unread};

/// A case laid over the platform of `tests/specs`.
struct Case {
    own: Folder,
    base: Option<Folder>,
}

impl Files for Case {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        match (self.own.read(path)?, &self.base) {
            (Some(bytes), _) => Ok(Some(bytes)),
            (None, Some(base)) if !path.contains('/') => base.read(path),
            (None, _) => Ok(None),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Unread> {
        self.own.list(folder)
    }
}

fn main() {
    let arguments = Arguments::from_args();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let seen: Arc<Mutex<BTreeSet<Kind>>> = Arc::default();
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(here.join("faults")).expect("cases").map(|entry| entry.expect("a case").path()).collect();
    names.retain(|path| path.is_dir());
    names.sort();
    let whole = arguments.filter.is_none() && !arguments.list;
    let trials = names
        .into_iter()
        .map(|path| {
            let base = here.join("specs");
            let seen = Arc::clone(&seen);
            Trial::test(path.file_name().expect("a name").to_string_lossy().into_owned(), move || {
                one(&path, base, &seen)
            })
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if whole {
        let seen = seen.lock().expect("not poisoned");
        let missing: Vec<&str> = Kind::ALL
            .iter()
            .filter(|kind| !seen.contains(kind) && !ELSEWHERE.contains(kind))
            .map(|kind| kind.code())
            .collect();
        assert!(missing.is_empty(), "kinds of faults without a case: {missing:?}");
    }
    conclusion.exit();
}

/// Tested in `tests/loading.rs`, `tests/sources.rs` and `tests/sources_api.rs`: they need files that no repository should hold; and
/// with `lint`: a document grows old with the day.
const ELSEWHERE: &[Kind] = &[
    Kind::Outside,
    Kind::TooLarge,
    Kind::SourceMissing,
    Kind::SourceDiffers,
    Kind::SourceSilent,
    Kind::OldDocument,
    Kind::ApiDiffers,
    Kind::ApiRecord,
    Kind::ApiVersion,
    Kind::ApiUnused,
];

fn one(path: &Path, base: PathBuf, seen: &Mutex<BTreeSet<Kind>>) -> Result<(), Failed> {
    let base = (!path.join("bare").exists()).then_some(Folder(base));
    let (_, faults) = methodspec::check_with(&Case { own: Folder(path.to_owned()), base });
    if faults.is_empty() {
        return Err("no fault was found".into());
    }
    seen.lock().map_err(|_| "poisoned")?.extend(faults.iter().map(|fault| fault.kind));
    for fault in &faults {
        let place = &fault.place;
        if place.line == 0 || place.column == 0 || place.bytes.start > place.bytes.end {
            return Err(format!("no position: {fault:?}").into());
        }
    }
    let json = format!("{:#}\n", faults.json());
    compare(&path.join("report.txt"), &faults.human(false))?;
    compare(&path.join("report.json"), &json)
}

fn compare(file: &Path, found: &str) -> Result<(), Failed> {
    if std::env::var_os("UPDATE_FAULTS").is_some() {
        return std::fs::write(file, found).map_err(|error| error.to_string().into());
    }
    let wanted = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    if wanted == found {
        return Ok(());
    }
    Err(format!("{} differs; UPDATE_FAULTS=1 writes it anew\n--- wanted\n{wanted}\n--- found\n{found}", file.display())
        .into())
}
