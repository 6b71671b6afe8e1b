//! One Gate for a journal: a lock on the file that the system takes back however the program ends.

use std::fs::{File, OpenOptions};
use std::path::Path;

const HELD: &str = "another Gate has this journal open: end it, or name another file";

/// Opens a journal for this Gate alone. Others may read it.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> Result<File, String> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = options().open(path).map_err(|why| why.to_string())?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(Errno::WOULDBLOCK) => Err(HELD.to_owned()),
        Err(why) => Err(format!("cannot be locked: {why}")),
    }
}

/// Opens a journal for this Gate alone. Others may read it.
#[cfg(windows)]
pub(super) fn open(path: &Path) -> Result<File, String> {
    use std::os::windows::fs::OpenOptionsExt;

    const SHARED_FOR_READING: u32 = 1;
    const SHARING_VIOLATION: i32 = 32;
    let told = |why: std::io::Error| match why.raw_os_error() {
        Some(SHARING_VIOLATION) => HELD.to_owned(),
        _ => why.to_string(),
    };
    options().share_mode(SHARED_FOR_READING).open(path).map_err(told)
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    options
}
