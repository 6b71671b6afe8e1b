//! What of the traffic a report may print: words of the documents, where they belong. Everything else is told by its
//! length alone.

use std::collections::HashSet;

use methodspec::resolved::{Said, Specs};

/// Members whose values name nobody: statuses, types, codes, currencies, labels of methods.
pub const PATHS: &[&str] = &[
    "payment.status",
    "payment.type",
    "payment.method",
    "payment.sum.currency",
    "operation.status",
    "operation.type",
    "operation.code",
    "operation.sum_initial.currency",
    "operation.sum_converted.currency",
    "recurring.status",
    "recurring.type",
    "recurring.currency",
    "redirect_data.method",
    "display_data[].type",
    "force_payment_method",
];

/// Longest value of these that is printed; longer than any that is documented.
const LONGEST: usize = 40;
/// Longest code that is printed: never a number of a card, an account or a telephone.
const CODE: usize = 6;
/// The member that is one.
const OF_CODE: &str = "operation.code";

/// The words of the documents, in small letters: of statuses, types, labels of methods, currencies.
#[derive(Debug, Default)]
pub struct Words(HashSet<String>);

impl Words {
    /// Of specs.
    #[must_use]
    pub fn of(specs: &Specs) -> Self {
        let platform = &specs.platform;
        let lists = platform.lists.values().flatten();
        let listed = lists.flat_map(|listed| std::iter::once(&listed.value).chain(&listed.also));
        let types = platform.operations.values();
        let types = types.flat_map(|operation| operation.payment_type.iter().chain(&operation.operation_type));
        let names = specs.methods.values().map(|method| &method.names);
        let names = names.flat_map(|names| [&names.callback, &names.gate, &names.payment_page]);
        let names =
            names.filter_map(|fact| if let Said::Is(names) = &fact.said { Some(names) } else { None }).flatten();
        let texts = listed.chain(types).chain(names).chain(platform.currencies.keys());
        // in what a redirect says
        let methods = ["GET", "POST"].into_iter().map(str::to_owned);
        Self(
            texts
                .flat_map(|text| words(text))
                .map(str::to_lowercase)
                .chain(methods.map(|word| word.to_lowercase()))
                .collect(),
        )
    }

    /// A value for a report: itself where its member is harmless and every word of it is one of the documents, a code where
    /// codes belong, else its length. A word that no document has may be a name, and digits in groups a number of a card.
    #[must_use]
    pub fn shown(&self, path: &str, text: &str) -> String {
        let length = text.chars().count();
        let known = |word: &str| self.0.contains(&word.to_lowercase());
        let is_code = path == OF_CODE && text.len() <= CODE && text.bytes().all(|byte| byte.is_ascii_digit());
        let mut all = words(text).peekable();
        let plain = |c: char| c.is_alphanumeric() || is_between(c);
        if PATHS.contains(&path)
            && length <= LONGEST
            && all.peek().is_some()
            && (is_code || text.chars().all(plain) && all.all(known))
        {
            format!("`{text}`")
        } else {
            format!("a text of {length} characters")
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_between).filter(|word| !word.is_empty())
}

const fn is_between(character: char) -> bool {
    matches!(character, ' ' | '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_documents_are_printed_where_they_belong() {
        let known = ["awaiting", "3ds", "result", "success", "kes", "10", "0", "1", "4242", "192", "168"];
        let words = Words(known.map(str::to_owned).into());
        let length = |text: &str| format!("a text of {} characters", text.chars().count());
        for (path, text) in [
            ("payment.status", "awaiting 3ds result"),
            ("payment.status", "Awaiting_3DS-result"),
            ("payment.sum.currency", "KES"),
            ("operation.code", "20999"),
            ("operation.code", "0"),
        ] {
            assert_eq!(words.shown(path, text), format!("`{text}`"));
        }
        for (path, text) in [
            ("payment.id", "success"),
            ("payment.id", "1"),
            ("payment.status", ""),
            ("payment.status", "..."),
            ("payment.status", "4242424242424242"),
            ("payment.status", "4242 4242 4242 4241"),
            ("payment.status", "4242-4242-4242-4241"),
            ("payment.status", "٤٢٤٢ ٤٢٤٢"),
            ("payment.status", "192.168.7.9"),
            ("payment.status", "2001:db8::1"),
            ("payment.method", "me@example.test"),
            ("payment.method", "Anna Kowalska"),
            ("payment.method", "anna"),
            ("payment.status", "success of Anna"),
            ("payment.status", "success\u{1b}[2J"),
            ("operation.code", "1234567"),
            ("operation.code", "12 34"),
            ("operation.code", "４２４２"),
            ("operation.code", "Anna"),
            ("force_payment_method", "12345"),
        ] {
            assert_eq!(words.shown(path, text), length(text), "{path}");
        }
        assert_eq!(words.shown("payment.status", &"success ".repeat(9)), length(&"success ".repeat(9)));
    }
}
