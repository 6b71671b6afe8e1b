//! What cargo has built for this test, given to the compiler: nothing is built a second time for a program of a few lines.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The compiler that cargo uses.
pub(crate) fn rustc() -> OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| {
        let beside = Path::new(env!("CARGO")).with_file_name(format!("rustc{}", std::env::consts::EXE_SUFFIX));
        if beside.is_file() { beside.into() } else { "rustc".into() }
    })
}

/// Arguments that make these crates known to a program.
pub(crate) fn externs(names: &[&str]) -> Vec<OsString> {
    let exe = std::env::current_exe().expect("this program");
    let folder = exe.parent().expect("the folder of this program");
    let mut arguments: Vec<OsString> =
        vec!["-L".into(), OsString::from_iter(["dependency=".as_ref(), folder.as_os_str()])];
    for name in names {
        let path = newest(folder, name);
        arguments.extend(["--extern".into(), OsString::from_iter([format!("{name}=").as_ref(), path.as_os_str()])]);
    }
    arguments
}

/// A crate may have been built for several selections of features: any of them serves, if it is of today's sources.
fn newest(folder: &Path, name: &str) -> PathBuf {
    let rlib = (format!("lib{name}-"), ".rlib");
    let plugin = (format!("{DLL_PREFIX}{name}-"), DLL_SUFFIX);
    let is_ours = |path: &PathBuf| {
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        [&rlib, &plugin].iter().any(|(start, end)| file.starts_with(start) && file.ends_with(end))
    };
    let files = fs::read_dir(folder).expect("the folder of libraries").flatten().map(|entry| entry.path());
    let newest = files.filter(is_ours).max_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    newest.unwrap_or_else(|| panic!("{name} was not built: no library of it in {}", folder.display()))
}
