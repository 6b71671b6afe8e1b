//! Files that a run reads: regular ones. A pipe would be waited for, and a device may never end.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Most bytes of a file that is read as a whole, where people write it.
pub const WRITTEN: u64 = 256 << 10;
/// Most bytes of a report.
pub const REPORT: u64 = 16 << 20;
/// Longest single text in such a file, in bytes.
pub const SCALAR: usize = 4096;

/// Opens a regular file.
///
/// # Errors
/// What it is instead, and what to do.
pub fn open(path: &Path) -> Result<File, String> {
    is_regular(&path.metadata().map_err(|why| absent(path, &why))?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        // it may have become a pipe since
        let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags);
    }
    let file = options.open(path).map_err(|why| absent(path, &why))?;
    is_regular(&file.metadata().map_err(|why| format!("cannot be read: {why}"))?)?;
    Ok(file)
}

/// Reads a regular file of at most so many bytes.
///
/// # Errors
/// As [`open`], and where it is longer.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    open(path)?.take(most + 1).read_to_end(&mut bytes).map_err(|why| format!("cannot be read: {why}"))?;
    if bytes.len() as u64 > most {
        return Err(format!("is above {most} bytes: no such file is so long"));
    }
    Ok(bytes)
}

/// Reads a regular file of text of at most so many bytes.
///
/// # Errors
/// As [`read`], and where it is no UTF-8.
pub fn text(path: &Path, most: u64) -> Result<String, String> {
    String::from_utf8(read(path, most)?).map_err(|why| {
        let at = why.utf8_error().valid_up_to();
        format!("is no UTF-8 from byte {at} on: save it as UTF-8")
    })
}

/// Levels of brackets and of marks before a value, in a file that people write.
const LEVELS: usize = 64;

/// Reads a file that people write in YAML: its reader takes the square of the time for what is nested deep.
///
/// # Errors
/// As [`text`], and where it is deeper than any such file.
pub fn yaml(path: &Path) -> Result<String, String> {
    let text = text(path, WRITTEN)?;
    let (mut depth, mut marks) = (0_usize, 0_usize);
    for (number, line) in text.lines().enumerate() {
        // what quoted texts and comments hold is counted too: nobody writes so many there
        for pair in
            line.as_bytes().windows(2).chain([line.as_bytes().get(line.len().saturating_sub(1)..).unwrap_or_default()])
        {
            match pair {
                [b'[' | b'{', ..] => depth += 1,
                [b']' | b'}', ..] => depth = depth.saturating_sub(1),
                _ => {}
            }
            marks = match pair {
                [b'-' | b'?', b' ' | b'\t'] => marks + 1,
                [b' ' | b'\t', ..] => marks,
                _ => 0,
            };
            if depth > LEVELS || marks > LEVELS {
                return Err(format!("line {} is nested deeper than {LEVELS} levels: no such file is", number + 1));
            }
        }
        marks = 0;
    }
    Ok(text)
}

/// Refuses a text that is longer than any that belongs there.
///
/// # Errors
/// How long it is.
pub fn scalar(what: &str, text: &str) -> Result<(), String> {
    if text.len() <= SCALAR {
        return Ok(());
    }
    Err(format!("{what} has {} bytes, and at most {SCALAR} are read", text.len()))
}

fn is_regular(metadata: &Metadata) -> Result<(), String> {
    if metadata.is_file() {
        return Ok(());
    }
    Err(format!(
        "is {}, no regular file: give what it holds as standard input, `-`, or as a file",
        kind(metadata.file_type())
    ))
}

#[cfg(unix)]
fn kind(file: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    match file {
        _ if file.is_dir() => "a folder",
        _ if file.is_fifo() => "a pipe",
        _ if file.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn kind(file: FileType) -> &'static str {
    if file.is_dir() { "a folder" } else { "a device" }
}

fn absent(path: &Path, why: &io::Error) -> String {
    let is_link = path.symlink_metadata().is_ok_and(|known| known.is_symlink());
    #[cfg(unix)]
    if why.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return "is a link that leads back to itself".to_owned();
    }
    match why.kind() {
        io::ErrorKind::NotFound if is_link => "is a link that leads nowhere".to_owned(),
        io::ErrorKind::NotFound => "cannot be read: there is no such file".to_owned(),
        _ => format!("cannot be read: {why}"),
    }
}
