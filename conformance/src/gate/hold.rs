//! One Gate for a journal: a lock on the file that the system takes back however the program ends. Nobody but the owner
//! may read it.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

const HELD: &str = "another Gate has this journal open: end it, or name another file";

/// A lock outlives its Gate for a moment: a process that was just started has a copy of it until its program runs.
#[cfg(unix)]
const TRIES: u32 = 20;
#[cfg(unix)]
const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);

/// Opens a journal for this Gate alone.
pub(super) fn open(path: &Path) -> Result<File, String> {
    let file = held(path, options().create(true))?;
    if is_at(&file, path) {
        return Ok(file);
    }
    // another Gate put a new file there since this one was opened
    Err(HELD.to_owned())
}

/// A new file beside a journal, which is to take its place. What a Gate left there that was killed is gone.
pub(super) fn beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut place = path.as_os_str().to_owned();
    place.push(".new");
    let place = PathBuf::from(place);
    match std::fs::remove_file(&place) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let file = held(&place, options().create_new(true)).map_err(io::Error::other)?;
    Ok((file, place))
}

/// Puts a file in a journal's place. It is whole there, or is not there.
pub(super) fn replace(file: &File, place: &Path, path: &Path) -> io::Result<()> {
    file.sync_all()?;
    std::fs::rename(place, path)?;
    // else a loss of power could bring the old one back
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// Takes a journal that others could read from them. A file that turned out to be something else keeps its mode.
pub(super) fn hide(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if file.metadata()?.permissions().mode() & 0o777 != MODE {
            file.set_permissions(std::fs::Permissions::from_mode(MODE))?;
        }
    }
    #[cfg(windows)]
    let _ = file;
    Ok(())
}

#[cfg(unix)]
fn held(path: &Path, options: &OpenOptions) -> Result<File, String> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let file = options.open(path).map_err(|why| why.to_string())?;
    let mut tries = TRIES;
    loop {
        tries -= 1;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(Errno::WOULDBLOCK) if tries == 0 => return Err(HELD.to_owned()),
            Err(Errno::WOULDBLOCK) => std::thread::sleep(PAUSE),
            Err(why) => return Err(format!("cannot be locked: {why}")),
        }
    }
}

#[cfg(windows)]
fn held(path: &Path, options: &OpenOptions) -> Result<File, String> {
    const SHARING_VIOLATION: i32 = 32;
    let told = |why: io::Error| match why.raw_os_error() {
        Some(SHARING_VIOLATION) => HELD.to_owned(),
        _ => why.to_string(),
    };
    options.open(path).map_err(told)
}

#[cfg(unix)]
const MODE: u32 = 0o600;

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let known = |metadata: io::Result<std::fs::Metadata>| metadata.map(|known| (known.dev(), known.ino())).ok();
    known(file.metadata()) == known(path.metadata())
}

#[cfg(windows)]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, MODE);
    #[cfg(windows)]
    {
        // read by others, and replaced by this Gate, while it is open
        const SHARED_FOR_READING_AND_REPLACING: u32 = 1 | 4;
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, SHARED_FOR_READING_AND_REPLACING);
    }
    options
}
