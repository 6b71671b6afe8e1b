//! The kinds of faults with their stable codes.

macro_rules! kinds {
    ($($name:ident $code:literal $about:literal;)*) => {
        /// What kind of fault. The code is stable: lists of accepted warnings and other programs may hold it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $about] $name,)*
        }

        impl Kind {
            /// Every kind, in order.
            pub const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// `unknown-key`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Kind::$name => $code,)* }
            }

            /// What it means, a sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Kind::$name => $about,)* }
            }
        }
    };
}

kinds! {
    // reading
    Unreadable "unreadable" "The file or folder cannot be read.";
    Outside "outside" "The file is a link that leads out of the folder of specs.";
    NotAFile "not-a-file" "A folder, or something else, stands where a file must be.";
    TooLarge "too-large" "The file is larger than any spec may be.";
    NotUtf8 "not-utf8" "The file is not UTF-8.";
    Empty "empty-file" "The file holds nothing.";
    Syntax "yaml-syntax" "The text is not YAML.";
    TooDeep "too-deep" "Lists and maps stand too deep in each other.";
    SecondDocument "second-document" "A file holds one YAML document.";
    DuplicateKey "duplicate-key" "A map holds a key twice.";
    Anchor "anchor" "Anchors, aliases and merge keys are not used: a spec is read where it stands.";
    Tag "tag" "Tags are not used.";
    ComplexKey "complex-key" "A key is a text.";
    QuoteIt "quote-it" "A bare scalar that YAML 1.1 and 1.2 read differently, or that loses its text.";
    ReadDifferently "read-differently" "A form of YAML that other readers read differently or not at all.";
    EmptyValue "empty-value" "A key without a value.";
    TurnsText "turns-text" "A letter turns the direction of the text around it: what is seen is not what is read.";
    ControlCharacter "control-character" "A control character or separator of lines: it is not seen, and many readers of YAML refuse it.";
    Address "address" "An address that does not begin with https:// or http://.";
    More "more" "A file has more faults than are shown.";
    // shape
    UnknownKey "unknown-key" "The language has no such key here.";
    MissingKey "missing-key" "A key that must be there is absent.";
    WrongType "wrong-type" "A value of another kind is wanted here.";
    WrongForm "wrong-form" "The value is not written as this place wants it.";
    // the platform and the folder
    Misplaced "misplaced" "The file's name and what it says of itself differ.";
    UnknownField "unknown-field" "Neither the catalogue nor the method knows the field.";
    UnknownCurrency "unknown-currency" "The platform's table holds no such currency.";
    UnknownCountry "unknown-country" "ISO 3166-1 holds no such country.";
    UnknownName "unknown-name" "The platform lists no such name.";
    UnknownDocument "unknown-document" "No document of this key is declared.";
    // cites
    CitePastEnd "cite-past-end" "A cite stands past the document's last line.";
    CiteBackwards "cite-backwards" "A cite ends before it begins.";
    CiteWithoutLines "cite-without-lines" "A cite gives lines of a document that has none.";
    Uncited "uncited" "No document stands behind a fact.";
    // meaning
    MustSay "must-say" "A fact that every method must speak of is missing.";
    SaidTwice "said-twice" "A fact is given and also listed as not documented.";
    MinAboveMax "min-above-max" "A range ends before it begins.";
    Decimals "decimals" "More decimals than the currency has.";
    OutOfRange "out-of-range" "A number is too large.";
    NotOffered "not-offered" "A part takes what the whole does not.";
    Conflict "conflict" "One place says two things.";
    UnusedChannel "unused-channel" "Nothing uses the channel.";
    DeadRule "dead-rule" "A rule is about a field that no request sends.";
    Unresolved "unresolved" "A reference leads nowhere.";
    SameCode "same-code" "Two methods share a code or a label.";
    RustName "rust-name" "A name cannot become a Rust name of its own.";
    // examples
    ErratumAbsent "erratum-absent" "A declared erratum is not in the example.";
    ErratumUndeclared "erratum-undeclared" "An example has an erratum that is not declared.";
    BrokenExample "broken-example" "An example does not read, even repaired.";
    // the documents themselves
    SourceMissing "source-missing" "A document is not in the folder of documents.";
    SourceDiffers "source-differs" "A document is not as the spec says: digest, lines or an example.";
    SourceSilent "source-silent" "A cited place does not hold what the fact claims.";
    OldDocument "old-document" "A document was read long ago, or nobody knows when.";
    // the platform's API description
    ApiDiffers "api-differs" "The API description says otherwise, and no record says why.";
    ApiRecord "api-record" "A record of a difference from the API description that is not there.";
    ApiVersion "api-version" "The API description is another than the documents name.";
    ApiUnused "api-unused" "No host is described by the API description: nothing is held against it.";
}
