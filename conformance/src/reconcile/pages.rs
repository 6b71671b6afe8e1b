//! Operations out of a stream: pages of the Data API, operations one by one, or a table.

use std::io::{BufRead, Cursor, Read};

use ecommpay_platform::runtime::json::{Document, Item, Kind};

use super::book::Reconciliation;
use super::csv;
use super::payment::Spot;
use super::row::Row;
use crate::traffic::encoding;
use crate::traffic::input::{Bodies, Recorded};
use crate::weight;

/// Longest page, in bytes. The Data API gives a thousand operations at once, and each has about a thousand bytes.
pub(super) const LONGEST: usize = 8 << 20;
/// Most values of a page.
const VALUES: usize = 1 << 18;
/// The member of an answer with the list.
const LIST: &str = "operations";
/// A member by which an operation that stands alone is known.
const OF_OPERATION: [&str; 2] = ["operation_id", "payment_id"];

impl Reconciliation<'_> {
    /// Takes operations: answers of the Data API (one, one a line, or a list of them), operations one by one, or a table of
    /// comma-separated values whose header has the Data API's names.
    ///
    /// # Errors
    /// Where the stream cannot be read to its end, or an operation is not told in full.
    pub fn operations_stream(&mut self, name: &str, mut input: impl BufRead) -> Result<(), String> {
        let mut begun = Vec::new();
        encoding::begin(&mut input, &mut begun).map_err(|why| why.to_string())?;
        let file = self.file(name)?;
        let mut input = Cursor::new(begun).chain(input);
        let start = input.fill_buf().map_err(|why| format!("cannot be read: {why}"))?;
        match start.trim_ascii_start().first() {
            None | Some(b'{' | b'[') => self.json(file, input),
            Some(_) => csv::read(self, file, input),
        }
    }

    fn json(&mut self, file: u16, input: impl BufRead) -> Result<(), String> {
        let mut bodies = Bodies::new(input, LONGEST);
        let mut any = false;
        while let Some(Recorded { line, element, body }) = bodies.next().map_err(|why| why.to_string())? {
            let at = |why: String| format!("line {line}: {why}");
            let body = body.ok_or_else(|| at(format!("more than {LONGEST} bytes: ask for pages of {LIST}")))?;
            if weight::has_more(body, VALUES) {
                return Err(at(format!("more than {VALUES} values: ask for pages of {LIST}")));
            }
            let document = Document::read(body, &self.limits)
                .map_err(|fault| at(format!("{fault}: a page is read whole or not at all")))?;
            let element = element.map_or(0, |element| u32::try_from(element).unwrap_or(u32::MAX));
            self.body(document.root(), Spot { file, element, line })?;
            any = true;
        }
        if any {
            return Ok(());
        }
        Err(format!(
            "holds no {LIST}: a page without any is {{\"{LIST}\": []}}, and nothing at all may be a file that was cut off"
        ))
    }

    /// A page, or an operation.
    fn body(&mut self, root: Item<'_>, spot: Spot) -> Result<(), String> {
        let line = spot.line;
        match root.get(LIST) {
            Some(list) if list.kind() == Kind::List => {
                for (number, item) in (1..).zip(list.items()) {
                    self.item(item, Spot { element: number, ..spot })?;
                }
                Ok(())
            }
            None if OF_OPERATION.iter().any(|member| root.get(member).is_some()) => self.item(root, spot),
            None if root.get("status").is_some() => {
                let status = root.get("status").and_then(Item::as_i64).map(|status| format!(", HTTP status {status}"));
                Err(format!("line {line}: a refusal of the Data API{}: it lists nothing", status.unwrap_or_default()))
            }
            _ => Err(format!(
                "line {line}: neither a page of operations (a list `{LIST}`) nor an operation (`payment_id`)"
            )),
        }
    }

    fn item(&mut self, item: Item<'_>, spot: Spot) -> Result<(), String> {
        let at = |why: String| match spot.element {
            0 => format!("line {}: {why}", spot.line),
            element => format!("line {}, operation {element}: {why}", spot.line),
        };
        if item.kind() != Kind::Object {
            return Err(at("is no JSON object".to_owned()));
        }
        let row = Row::of_item(item).map_err(at)?;
        self.row(&row, spot).map_err(at)
    }
}
