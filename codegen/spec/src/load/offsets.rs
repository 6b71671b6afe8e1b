//! Where in the bytes of a file a character of it stands.

/// Characters to bytes: the parser counts characters.
pub(super) enum Offsets {
    /// Every character is a byte.
    Same(usize),
    Table(Vec<usize>),
}

impl Offsets {
    pub(super) fn of(text: &str) -> Offsets {
        if text.is_ascii() {
            return Offsets::Same(text.len());
        }
        Offsets::Table(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    pub(super) fn byte(&self, character: usize) -> usize {
        match self {
            Offsets::Same(len) => character.min(*len),
            Offsets::Table(table) => table.get(character).or(table.last()).copied().unwrap_or(0),
        }
    }
}
