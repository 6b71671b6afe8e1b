//! Operations out of a table of comma-separated values.
//!
//! No document tells the columns of an export. So its header must have the names of the Data API's members, or the caller
//! says which column is which.

use std::io::{BufRead, Cursor, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::book::Reconciliation;
use super::payment::Spot;
use super::row::{MEMBERS, NAMES, Row};

/// Longest row, in bytes.
const LONGEST: usize = 64 << 10;
/// Most columns.
const COLUMNS: usize = 512;
/// Members that a table need not have.
const OPTIONAL: [&str; 5] =
    ["project_id", "payment_method_name", "sum_converted.amount", "sum_converted.currency", "operation_completed_at"];

/// Reads a table, and takes each row.
pub(super) fn read(books: &mut Reconciliation<'_>, file: u16, mut input: impl BufRead) -> Result<(), String> {
    let mut head = Vec::new();
    (&mut input).take(LONGEST as u64).read_until(b'\n', &mut head).map_err(|why| format!("cannot be read: {why}"))?;
    let delimiter = delimiter(&head);
    let mut table = Table::new(Cursor::new(head).chain(input), delimiter);
    let Some(header) = table.next()? else { return Err("holds no table".to_owned()) };
    let header = table.fields(header).map_err(|why| format!("line 1: {why}"))?;
    let columns = columns(&header, &books.options.columns)?;
    let width = header.len();
    loop {
        let Some(count) = table.next()? else { return Ok(()) };
        let line = table.begun;
        let at = |why: String| format!("line {line}: {why}");
        let fields = table.fields(count).map_err(at)?;
        if fields.len() != width {
            return Err(at(format!("has {} columns and the header {width}: it may be cut off", fields.len())));
        }
        let texts = columns.map(|column| column.and_then(|column| fields.get(column)).map(|text| text.trim()));
        books.row(&Row::of_texts(texts), Spot { file, element: 0, line }).map_err(at)?;
    }
}

/// What parts the columns: whichever of three the header has most of.
fn delimiter(head: &[u8]) -> u8 {
    let count = |wanted: u8| head.iter().filter(|byte| **byte == wanted).count();
    // of equals the last one counts
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// The column of each member.
fn columns(header: &[&str], named: &[(String, String)]) -> Result<[Option<usize>; MEMBERS], String> {
    let mut columns = [None; MEMBERS];
    for (place, name) in columns.iter_mut().zip(NAMES) {
        let own = named.iter().find(|(member, _)| member == name);
        let wanted = own.map_or(name, |(_, column)| column.as_str());
        let mut found = header.iter().enumerate().filter(|(_, text)| text.trim().eq_ignore_ascii_case(wanted));
        *place = found.next().map(|(at, _)| at);
        if found.next().is_some() {
            return Err(format!("line 1: two columns are called `{name}`"));
        }
        if place.is_none() && (own.is_some() || !OPTIONAL.contains(&name)) {
            return Err(format!(
                "line 1: no column for {name}: name it, --column {name}=HEADER. Columns are known by the names of the Data API; a page of it is JSON"
            ));
        }
    }
    Ok(columns)
}

/// Rows out of a stream. It holds one row.
struct Table<R> {
    input: R,
    reader: Reader,
    /// The line of the input, and that on which the last row begins, counted from 1.
    line: u64,
    begun: u64,
    row: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: BufRead> Table<R> {
    fn new(input: R, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { input, reader, line: 1, begun: 1, row: vec![0; LONGEST], ends: vec![0; COLUMNS] }
    }

    /// Reads the next row: how many columns it has.
    fn next(&mut self) -> Result<Option<usize>, String> {
        let (mut bytes, mut count) = (0, 0);
        self.pass_line_ends()?;
        self.begun = self.line;
        let line = self.begun;
        loop {
            let input = self.input.fill_buf().map_err(|why| format!("line {line}: cannot be read: {why}"))?;
            let (row, ends) = (self.row.get_mut(bytes..), self.ends.get_mut(count..));
            let (result, used, written, ended) =
                self.reader.read_record(input, row.unwrap_or_default(), ends.unwrap_or_default());
            let ended_lines = input.iter().take(used).filter(|byte| **byte == b'\n').count();
            self.line += ended_lines as u64;
            self.input.consume(used);
            (bytes, count) = (bytes + written, count + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    return Err(format!(
                        "line {line}: a row of more than {LONGEST} bytes: a quotation mark may be open"
                    ));
                }
                ReadRecordResult::OutputEndsFull => return Err(format!("line {line}: more than {COLUMNS} columns")),
                ReadRecordResult::Record => return Ok(Some(count)),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Goes past the rest of a line's end and empty lines: the row begins behind them.
    fn pass_line_ends(&mut self) -> Result<(), String> {
        loop {
            let line = self.line;
            let input = self.input.fill_buf().map_err(|why| format!("line {line}: cannot be read: {why}"))?;
            let Some(byte) = input.first().filter(|byte| matches!(byte, b'\r' | b'\n')) else { return Ok(()) };
            self.line += u64::from(*byte == b'\n');
            self.input.consume(1);
        }
    }

    /// The texts of the row that was read last.
    fn fields(&self, count: usize) -> Result<Vec<&str>, String> {
        let mut start = 0;
        let ends = self.ends.iter().take(count);
        ends.map(|end| {
            let bytes = self.row.get(std::mem::replace(&mut start, *end)..*end).unwrap_or_default();
            std::str::from_utf8(bytes).map_err(|_| "is no UTF-8: save the table as UTF-8".to_owned())
        })
        .collect()
    }
}
