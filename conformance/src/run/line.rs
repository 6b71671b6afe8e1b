//! The line of a spec's file that a rule comes from, as near as its text shows.

/// The line of what the rule is about within its operation; else of the operation, of the key at the top that it is
/// about, or the first.
pub(super) fn of(text: &str, operation: &str, rule: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let mut parts = rule.split('/').skip(1);
    if operation == "-" {
        return top(&lines, parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), rule);
    }
    let Some((begin, end)) = block(&lines, operation) else { return 1 };
    // `<method>/sale/gate/amount/min/KES` comes from the limit, `…/required/customer.id` from the field
    let subject = rule.split("/when/").next().unwrap_or(rule).rsplit('/').next().unwrap_or(rule);
    find(&lines, begin + 1, end, |line| names(line, subject)).unwrap_or(begin) + 1
}

/// What is of the method as a whole: its names, its contradictions, the limits of an operation.
fn top(lines: &[&str], first: &str, second: &str, rule: &str) -> usize {
    let all = |wanted: &str| find(lines, 0, lines.len(), |line| key(line) == wanted);
    let found = match (first, second) {
        ("names" | "callback", _) => all("names"),
        ("contradiction", _) => {
            let about = rule.splitn(3, '/').nth(2).unwrap_or_default().split('#').next().unwrap_or_default();
            find(lines, 0, lines.len(), |line| {
                let line = line.trim_start().trim_start_matches("- ").trim_start_matches(['{', ' ']);
                let told = line.strip_prefix("about:").unwrap_or_default();
                !told.is_empty() && super::contradictions::id(told.trim().trim_matches('"')) == about
            })
        }
        (operation, "limits") => block(lines, operation)
            .map(|(begin, end)| find(lines, begin + 1, end, |line| key(line) == "amounts").unwrap_or(begin)),
        _ => all("method"),
    };
    found.unwrap_or(0) + 1
}

/// First and last line, counted from 0, of an operation.
fn block(lines: &[&str], operation: &str) -> Option<(usize, usize)> {
    let operations = lines.iter().position(|line| *line == "operations:")?;
    let begin = find(lines, operations + 1, lines.len(), |line| indent(line) == 2 && key(line) == operation)?;
    let after = find(lines, begin + 1, lines.len(), |line| indent(line) <= 2 && !line.trim().is_empty());
    Some((begin, after.unwrap_or(lines.len())))
}

fn find(lines: &[&str], from: usize, to: usize, fits: impl Fn(&str) -> bool) -> Option<usize> {
    lines.get(from..to)?.iter().position(|line| fits(line)).map(|at| from + at)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn key(line: &str) -> &str {
    line.split(':').next().unwrap_or(line).trim()
}

/// Whether a line's key is this field, under its name on either interface; `customer.id+phone` names two.
fn names(line: &str, subject: &str) -> bool {
    if !line.contains(':') {
        return false;
    }
    let subject = subject.replace('.', "_");
    let mut parts = key(line).split('+').map(|part| part.replace('.', "_"));
    let Some(first) = parts.next().filter(|first| !first.is_empty()) else { return false };
    let holder = first.rsplit_once('_').map_or("", |(holder, _)| holder);
    first == subject || parts.any(|part| part == subject || subject == format!("{holder}_{part}"))
}
