//! What no request sends, held against the description all the same: fields of the platform, and bare paths.

use std::collections::BTreeMap;

use crate::resolved::{Field, Row};

use super::judge::Judge;
use super::paths::Bare;
use super::values::Held;
use super::{Description, Difference, PLATFORM, Request, Shape, compare, words};

impl<'a> Judge<'a> {
    /// The fields of the platform that no request sends, against every route that has them.
    pub(super) fn catalogue(
        &mut self,
        (fields, held): (&BTreeMap<String, Field>, &mut usize),
        routes: &BTreeMap<&str, (Shape, Vec<&'a [Row]>)>,
        title: &str,
    ) {
        let of_platform = Request::of_platform();
        for field in fields.values().filter(|field| field.gate && !field.path.contains("[]")) {
            let sent = |rows: &&&[Row]| rows.iter().any(|row| row.path == field.path);
            let mut found = Vec::new();
            let mut known = false;
            for (route, (shape, requests)) in routes {
                let Some(theirs) = compare::lookup(shape, &field.path) else { continue };
                known = true;
                // requests that send it are held against the route already, as their method has it
                if requests.iter().any(|rows| sent(&rows)) {
                    continue;
                }
                self.says(&[PLATFORM], &field.path, words::says(shape, &field.path));
                if let Some(theirs) = theirs {
                    *held += 1;
                    let mut here = Vec::new();
                    Held::field(&field.path, &field.value).against(theirs, &mut here);
                    found.extend(here.into_iter().map(|one| (*route, one)));
                }
            }
            if !known {
                self.says(&[PLATFORM], &field.path, vec![compare::UNKNOWN.to_owned()]);
                found.push(("", compare::unknown(&field.path)));
            }
            for (route, found) in found {
                let difference = Difference::of_every_route(found);
                self.difference(difference, of_platform, route, title);
            }
        }
    }

    /// A path that the specs know without knowing its request.
    pub(super) fn path(&mut self, bare: &Bare<'a>, description: &Description, below: &str) {
        let path = format!("{below}{}", bare.path);
        let Err(found) = compare::route(&path, description.route(&path)) else { return };
        self.says(&[bare.method], "path", vec![found.theirs.clone()]);
        let at = path.clone();
        let difference = Difference {
            method: bare.method.to_owned(),
            operation: bare.operation.to_owned(),
            request: bare.id.clone(),
            route: path,
            field: found.path,
            what: found.what,
            ours: found.ours,
            theirs: found.theirs,
            record: None,
        };
        let request = Request { method: bare.method, operation: bare.operation, ..Request::of_platform() };
        self.difference(difference, request, &at, &description.title);
    }
}
