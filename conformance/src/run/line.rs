//! The line of a spec's file that a rule comes from, as near as its text shows.

/// The line of the field or currency within its operation; else of the operation; else the first.
pub(super) fn of(text: &str, operation: &str, rule: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let key = |line: &str, key: &str| {
        let line = line.trim_start().trim_start_matches("- ").trim_start_matches('{').trim_start();
        line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'))
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(operations) = lines.iter().position(|line| *line == "operations:") else { return 1 };
    let below = lines
        .iter()
        .enumerate()
        .skip(operations + 1)
        .take_while(|(_, line)| indent(line) > 0 || line.trim().is_empty());
    let Some((begin, depth)) =
        below.clone().find(|(_, line)| indent(line) == 2 && key(line, operation)).map(|(at, line)| (at, indent(line)))
    else {
        return 1;
    };
    let block = below.skip_while(move |(at, _)| *at <= begin);
    let block = block.take_while(|(_, line)| indent(line) > depth || line.trim().is_empty());
    // `card-partner/sale/gate/amount/min/KES` comes from the limit, `…/required/customer.id` from the field
    let subject = rule.split("/when/").next().unwrap_or(rule).rsplit('/').next().unwrap_or(rule);
    let names = |line: &str| {
        let line = line.trim_start();
        let word = line.split(':').next().unwrap_or(line);
        word.split('+').any(|part| part == subject || subject.ends_with(&format!(".{part}")) || part.ends_with(subject))
            && !word.is_empty()
    };
    block.clone().find(|(_, line)| line.contains(':') && names(line)).map_or(begin, |(at, _)| at) + 1
}
