//! Dotted paths (`customer.id`) and JSON pointers (`/customer/id`).

use serde_json::Value;

/// The JSON pointer of a dotted path.
pub(super) fn pointer(path: &str) -> String {
    pointer_to(path.split('.'))
}

/// The JSON pointer of a chain of members.
pub(super) fn pointer_to<'a>(members: impl Iterator<Item = &'a str>) -> String {
    let mut pointer = String::new();
    for member in members {
        pointer.push('/');
        push_escaped(&mut pointer, member);
    }
    pointer
}

fn push_escaped(pointer: &mut String, member: &str) {
    for letter in member.chars() {
        match letter {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The members of a JSON pointer; `None` where it is none, or points at the whole.
pub(super) fn members(pointer: &str) -> Option<Vec<String>> {
    let rest = pointer.strip_prefix('/')?;
    rest.split('/').map(unescape).collect()
}

fn unescape(member: &str) -> Option<String> {
    let mut text = String::with_capacity(member.len());
    let mut letters = member.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '~') {
            (_, true) => match letters.next() {
                Some('0') => text.push('~'),
                Some('1') => text.push('/'),
                _ => return None,
            },
            (other, false) => text.push(other),
        }
    }
    Some(text)
}

/// Whether a chain of members leads below the object at `holder`.
pub(super) fn leads_below(members: &[String], holder: &str) -> bool {
    let depth = holder.split('.').count();
    members.len() > depth && holder.split('.').zip(members).all(|(wanted, member)| wanted == member)
}

/// What stands at a dotted path.
pub(super) fn find<'a>(json: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(json, |at, member| at.get(member))
}

/// What stands at a dotted path, to be changed.
pub(super) fn find_mut<'a>(json: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('.').try_fold(json, |at, member| at.get_mut(member))
}

/// Whether `path` lies below `holder`.
pub(super) fn is_below(path: &str, holder: &str) -> bool {
    path.strip_prefix(holder).is_some_and(|rest| rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_and_come_back() {
        assert_eq!(pointer("a.b/c~d"), "/a/b~1c~0d");
        assert_eq!(members("/a/b~1c~0d"), Some(vec!["a".to_owned(), "b/c~d".to_owned()]));
        assert_eq!(members("/"), Some(vec![String::new()]));
        for bad in ["", "a", "/~2", "/~"] {
            assert_eq!(members(bad), None, "{bad}");
        }
    }

    #[test]
    fn below_needs_a_whole_member() {
        assert!(is_below("customer.id", "customer"));
        assert!(!is_below("customer_id", "customer"));
        assert!(!is_below("customer", "customer"));
    }
}
