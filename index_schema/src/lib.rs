//! The declared fields of a dateline index, once.
//!
//! [`FIELDS`] is the one table from which everything that names a field follows: the engine's
//! schema (`src/index/schema.rs`), the names and aliases that the query language knows
//! (`src/query/`), the program's help, and the page `index_schema/FIELDS.md`. This crate knows
//! no engine, so that a remote client or a tool may use it alone.
//!
//! Invariants: names and aliases are unique over the whole table and lower case; a change of a
//! row's name, kind or flags changes what is on disk and therefore [`SCHEMA_VERSION`].

use serde::Serialize;

/// Version of the on-disk layout. An index carries the version it was written with; a reader
/// refuses any other.
pub const SCHEMA_VERSION: u32 = 3;

/// What a field holds, and thereby how its values are written in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FieldKind {
    /// Running text: words, phrases and wildcards.
    Text,
    /// Names of people: `Putin`, `"Vladimir Putin"`, `"Putin, Vladimir"`, `"V. Putin"`.
    Person,
    /// A place of the region tree, by name or code; holds everything below it.
    Region,
    /// A civil date or a range of dates.
    Date,
    /// A whole number or a range of them.
    Number,
    /// One value taken whole; case and accents do not matter.
    Keyword,
    /// The name of another field, for `has:`.
    Presence,
}

/// One row of [`FIELDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FieldDef {
    /// The canonical name, as printed back to the user.
    pub name: &'static str,
    /// Other names that mean the same field.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: FieldKind,
    /// Weight in a search without a field name, in tenths (`25` multiplies a score by 2.5);
    /// 0 means that the field is searched only by its name.
    pub weight_tenths: u8,
    /// Kept as a column too, so that its values can be counted over the matches.
    pub facet: bool,
    /// One line for help and documentation.
    pub help: &'static str,
}

impl FieldDef {
    /// Whether a search without a field name looks into this field.
    pub const fn searched_by_default(&self) -> bool {
        self.weight_tenths > 0
    }
}

const fn field(
    name: &'static str,
    aliases: &'static [&'static str],
    kind: FieldKind,
    help: &'static str,
) -> FieldDef {
    FieldDef { name, aliases, kind, weight_tenths: 0, facet: false, help }
}

const fn searched(def: FieldDef, weight_tenths: u8) -> FieldDef {
    FieldDef { weight_tenths, ..def }
}

const fn counted(def: FieldDef) -> FieldDef {
    FieldDef { facet: true, ..def }
}

/// Every field of the index, in the order in which help and documentation list them.
pub const FIELDS: &[FieldDef] = &[
    searched(field("title", &["headline", "hd"], FieldKind::Text, "the headline"), 40),
    field("lead", &[], FieldKind::Text, "the first paragraphs"),
    searched(field("body", &["text"], FieldKind::Text, "the article's text, lead included"), 10),
    searched(field("caption", &["captions"], FieldKind::Text, "picture captions and credits"), 5),
    counted(field("by", &["byline", "author"], FieldKind::Person, "who wrote it")),
    counted(field("people", &["person", "who"], FieldKind::Person, "people mentioned")),
    counted(field(
        "region",
        &["regions", "geo", "country"],
        FieldKind::Region,
        "what part of the world it is about, with everything below",
    )),
    field("place", &["places"], FieldKind::Text, "places named in the text"),
    field("dateline", &[], FieldKind::Text, "where it was filed from"),
    counted(field("source", &["pub", "publication"], FieldKind::Text, "the outlet or agency")),
    counted(field("section", &[], FieldKind::Text, "the section label")),
    counted(field("lang", &["language"], FieldKind::Keyword, "language, as an ISO 639 code")),
    field("words", &["length"], FieldKind::Number, "length of the body in words"),
    field("date", &[], FieldKind::Date, "the article's date, not the file's"),
    counted(field(
        "date.source",
        &[],
        FieldKind::Keyword,
        "what the date rests on: metadata, byline, dateline, url, path or file",
    )),
    field("date.precision", &[], FieldKind::Keyword, "minute, day, month or year"),
    field("url", &[], FieldKind::Text, "the article's address on the web"),
    counted(field("site", &[], FieldKind::Keyword, "the host part of the address")),
    field("path", &[], FieldKind::Text, "the file's path, by its parts"),
    field("file", &["filename"], FieldKind::Keyword, "the file's name"),
    field("ext", &[], FieldKind::Keyword, "the file's extension, without the dot"),
    field("id", &[], FieldKind::Keyword, "the article's id"),
    field("has", &[], FieldKind::Presence, "articles that have a value in the named field"),
    field("missing", &[], FieldKind::Presence, "articles that have none"),
];

/// Looks a field up by its name or one of its aliases, in any case.
///
/// ```
/// use dateline_index_schema::find;
/// assert_eq!(find("Headline").map(|f| f.name), Some("title"));
/// assert!(find("nonsense").is_none());
/// ```
pub fn find(name: &str) -> Option<&'static FieldDef> {
    FIELDS.iter().find(|def| {
        def.name.eq_ignore_ascii_case(name)
            || def.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// The page `FIELDS.md`, as a test holds it to be.
pub fn fields_markdown() -> String {
    let mut page = String::from(
        "# Fields\n\nPrinted from `FIELDS` in `index_schema/src/lib.rs`; do not edit by hand \
         (`DATELINE_BLESS=1 cargo test -p dateline-index-schema` writes it anew).\n\n\
         | field | also | holds | searched without a name, weight | counted | meaning |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for def in FIELDS {
        let also = def.aliases.iter().map(|a| format!("`{a}`")).collect::<Vec<_>>().join(", ");
        let weight = match def.weight_tenths {
            0 => String::new(),
            tenths => format!("{}.{}", tenths / 10, tenths % 10),
        };
        let kind = format!("{:?}", def.kind).to_lowercase();
        let counted = if def.facet { "yes" } else { "" };
        page.push_str(&format!(
            "| `{}` | {also} | {kind} | {weight} | {counted} | {} |\n",
            def.name, def.help
        ));
    }
    page.push_str(&format!("\nSchema version {SCHEMA_VERSION}.\n"));
    page
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn names_and_aliases_are_unique_and_lower_case() {
        let mut seen = HashSet::new();
        for def in FIELDS {
            for name in std::iter::once(&def.name).chain(def.aliases) {
                assert_eq!(**name, name.to_lowercase(), "{name}");
                assert!(seen.insert(*name), "{name} stands twice");
            }
        }
    }

    #[test]
    fn the_printed_page_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("FIELDS.md");
        let page = fields_markdown();
        if std::env::var_os("DATELINE_BLESS").is_some() {
            std::fs::write(&path, &page).expect("FIELDS.md can be written");
        }
        let written = std::fs::read_to_string(&path).expect("FIELDS.md is there");
        assert_eq!(written, page, "run DATELINE_BLESS=1 cargo test -p dateline-index-schema");
    }
}
