//! Changes of one request.

use crate::resolved::{Form, Presence, Row, Source, Value};

use super::{Impact, Seen};

pub(super) fn compare(seen: &mut Seen<'_>, was: &Form, is: &Form) {
    seen.fix(&format!("{}/path", is.id), &was.path, &is.path);
    for old in caller(was) {
        let at = format!("{}/{}", is.id, old.path);
        match caller(is).find(|new| new.path == old.path) {
            None => seen.tell(Impact::Breaking, &at, "the field is gone"),
            Some(new) => row(seen, &at, old, new),
        }
    }
    for new in caller(is).filter(|new| !caller(was).any(|old| old.path == new.path)) {
        let at = format!("{}/{}", is.id, new.path);
        if new.presence == Presence::Required {
            seen.tell(Impact::Breaking, &at, "the field is newly required");
        } else {
            seen.tell(Impact::Addition, &at, "the field is new");
        }
    }
}

fn caller(form: &Form) -> impl Iterator<Item = &Row> {
    form.rows.iter().filter(|row| row.source == Source::Caller)
}

fn row(seen: &mut Seen<'_>, at: &str, was: &Row, is: &Row) {
    if was.rust != is.rust {
        seen.tell(Impact::Breaking, at, format!("was `{}` in Rust, is `{}`", was.rust, is.rust));
    }
    match (was.presence == Presence::Required, is.presence == Presence::Required) {
        (false, true) => seen.tell(Impact::Breaking, at, "the field is newly required"),
        // it leaves the struct of required fields, which is filled by name
        (true, false) => seen.tell(Impact::Breaking, at, "the field is no longer required"),
        _ => seen.fix(&format!("{at}/presence"), &was.presence, &is.presence),
    }
    if (was.presence_when.len(), was.value_when.len()) != (is.presence_when.len(), is.value_when.len())
        || was.presence_when != is.presence_when
        || was.value_when != is.value_when
    {
        seen.tell(Impact::Breaking, at, "what holds under conditions has changed");
    }
    seen.fix(&format!("{at}/means"), &was.means, &is.means);
    value(seen, at, &was.value, &is.value);
}

fn value(seen: &mut Seen<'_>, at: &str, was: &Value, is: &Value) {
    if was.kind != is.kind {
        seen.tell(Impact::Breaking, at, format!("was {:?}, is {:?}", was.kind, is.kind));
        return;
    }
    seen.bound(&format!("{at}/length/min"), was.length.0, is.length.0, |was, is| is > was);
    seen.bound(&format!("{at}/length/max"), was.length.1, is.length.1, |was, is| is < was);
    seen.bound(&format!("{at}/range/min"), was.range.0, is.range.0, |was, is| is > was);
    seen.bound(&format!("{at}/range/max"), was.range.1, is.range.1, |was, is| is < was);
    if was.pattern != is.pattern {
        let impact = if is.pattern.is_some() { Impact::Breaking } else { Impact::Addition };
        seen.tell(impact, at, format!("pattern was {:?}, is {:?}", was.pattern, is.pattern));
    }
    let closed = |value: &Value| !value.open && !value.values.is_empty();
    match (closed(was), closed(is)) {
        (false, true) => seen.tell(Impact::Breaking, at, "only listed values are taken now"),
        (true, false) => seen.tell(Impact::Addition, at, "other values are taken now"),
        (true, true) => {
            let (old, new) = (was.values.iter().map(|(value, _)| value), is.values.iter().map(|(value, _)| value));
            seen.members(&format!("{at}/values"), old, new);
        }
        (false, false) => seen.fix(&format!("{at}/known"), &was.values, &is.values),
    }
}
