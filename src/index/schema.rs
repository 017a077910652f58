//! The engine's schema, made from the table of `index_schema`, and the one tokenizer.
//!
//! Invariant: every declared field has exactly one place here, chosen by its kind; what else
//! stands in the schema (the stored article, the columns of the manifest) is named in this file
//! and nowhere else.

use dateline_index_schema::{FIELDS, FieldDef, FieldKind};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder,
    TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::text::terms::{Terms, exact_term};

/// Name under which the tokenizer is registered.
const WORDS_TOKENIZER: &str = "words";

/// The term of the field `has` that every article has, and no other document of the index.
pub(crate) const HAS_ARTICLE: &str = "article";

/// The fields of an index by what they are for.
#[derive(Clone, Debug)]
pub(crate) struct IndexFields {
    declared: Vec<Option<Field>>,
    /// The whole article, packed by `stored`.
    pub article: Field,
    /// Names of the fields that an article has a value in.
    pub has: Field,
    /// Hash of the article's id, a column: breaks ties and marks the place in a long answer.
    pub id_hash: Field,
    /// Hash of headline and text, a column and a term: exact copies are one hit.
    pub content: Field,
    /// Last day of the date's span, a column.
    pub date_last: Field,
    /// Ids of the article's own regions, a column.
    pub region_own: Field,
    /// Manifest: name of the file, on every document that comes from it.
    pub file_name: Field,
    /// Manifest: size of the file, on the last document that comes from it.
    pub file_size: Field,
    /// Manifest: time of the file in nanoseconds, on the last document that comes from it.
    pub file_modified: Field,
    /// Manifest: why a file or an article of it is not in the index, stored as JSON.
    pub file_problem: Field,
}

/// Columns whose names other modules open them by.
pub(crate) mod column {
    pub(crate) const ID_HASH: &str = "id_hash";
    pub(crate) const CONTENT: &str = "content_hash";
    pub(crate) const DATE: &str = "date";
    pub(crate) const DATE_LAST: &str = "date_last";
    pub(crate) const REGION_OWN: &str = "region_own";
    pub(crate) const FILE_NAME: &str = "file_name";
    pub(crate) const FILE_SIZE: &str = "file_size";
    pub(crate) const FILE_MODIFIED: &str = "file_modified";
}

/// Name of the engine's field for a declared field. The engine takes a dot for a path.
pub(crate) fn engine_name(def: &FieldDef) -> String {
    def.name.replace('.', "_")
}

/// Name of the column that holds the values of a declared field to be counted.
pub(crate) fn facet_column(def: &FieldDef) -> String {
    match def.kind {
        FieldKind::Region => column::REGION_OWN.to_owned(),
        FieldKind::Keyword => engine_name(def),
        _ => format!("{}_value", engine_name(def)),
    }
}

/// Name of the field that holds whole folded names, for `people:="Vladimir Putin"`.
pub(crate) fn whole_name_field(def: &FieldDef) -> String {
    format!("{}_whole", engine_name(def))
}

/// Makes the schema.
pub(crate) fn build_schema() -> Schema {
    let mut builder = Schema::builder();
    for def in FIELDS {
        add_declared(&mut builder, def);
    }
    builder.add_bytes_field("article", STORED);
    builder.add_u64_field(column::ID_HASH, FAST);
    builder.add_u64_field(column::CONTENT, FAST | INDEXED);
    builder.add_i64_field(column::DATE_LAST, FAST);
    builder.add_text_field(column::REGION_OWN, STRING | FAST);
    builder.add_text_field(column::FILE_NAME, STRING | FAST);
    builder.add_u64_field(column::FILE_SIZE, FAST);
    builder.add_i64_field(column::FILE_MODIFIED, FAST);
    builder.add_text_field("file_problem", STORED);
    builder.build()
}

fn add_declared(builder: &mut SchemaBuilder, def: &FieldDef) {
    let name = engine_name(def);
    let words = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(WORDS_TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    // Values to be counted are columns only; `raw` keeps each value whole.
    let counted = || TextOptions::default().set_fast("raw");
    match def.kind {
        FieldKind::Text => {
            builder.add_text_field(&name, words());
            if def.facet {
                builder.add_text_field(&facet_column(def), counted());
            }
        }
        FieldKind::Person => {
            builder.add_text_field(&name, words());
            builder.add_text_field(&whole_name_field(def), STRING);
            if def.facet {
                builder.add_text_field(&facet_column(def), counted());
            }
        }
        FieldKind::Region => {
            builder.add_text_field(&name, STRING);
        }
        FieldKind::Date => {
            builder.add_i64_field(&name, FAST);
        }
        FieldKind::Number => {
            builder.add_u64_field(&name, FAST);
        }
        FieldKind::Keyword if def.facet => {
            builder.add_text_field(&name, STRING | FAST);
        }
        FieldKind::Keyword => {
            builder.add_text_field(&name, STRING);
        }
        // `missing` is the negation of `has`: one field serves both.
        FieldKind::Presence if def.name == "has" => {
            builder.add_text_field(&name, STRING);
        }
        _ => {}
    }
}

impl IndexFields {
    /// Looks the fields up in `schema`; `None` when it was made by another version.
    pub(crate) fn of(schema: &Schema) -> Option<IndexFields> {
        let field = |name: &str| schema.get_field(name).ok();
        let declared = FIELDS.iter().map(|def| field(&engine_name(def))).collect();
        Some(IndexFields {
            declared,
            article: field("article")?,
            has: field("has")?,
            id_hash: field(column::ID_HASH)?,
            content: field(column::CONTENT)?,
            date_last: field(column::DATE_LAST)?,
            region_own: field(column::REGION_OWN)?,
            file_name: field(column::FILE_NAME)?,
            file_size: field(column::FILE_SIZE)?,
            file_modified: field(column::FILE_MODIFIED)?,
            file_problem: field("file_problem")?,
        })
    }

    /// The engine's field for a declared one; `None` for `missing`, which has no field.
    pub(crate) fn declared(&self, def: &FieldDef) -> Option<Field> {
        let position = FIELDS.iter().position(|row| row.name == def.name)?;
        self.declared.get(position).copied().flatten()
    }

    /// The engine's field for the declared field `name`.
    pub(crate) fn named(&self, name: &str) -> Option<Field> {
        dateline_index_schema::find(name).and_then(|def| self.declared(def))
    }
}

/// Registers the tokenizer.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WORDS_TOKENIZER, WordTokenizer::default());
    manager
}

/// [`Terms`] as the engine wants them: the folded word or pair, and in the same place the exact
/// form where it differs.
#[derive(Clone, Default)]
struct WordTokenizer {
    token: Token,
    exact: String,
}

struct WordStream<'a> {
    text: &'a str,
    terms: Terms<'a>,
    token: &'a mut Token,
    exact: &'a mut String,
    /// Whether `exact` comes next.
    exact_waits: bool,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        let WordTokenizer { token, exact } = self;
        WordStream { text, terms: Terms::new(text), token, exact, exact_waits: false }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if self.exact_waits {
            self.exact_waits = false;
            std::mem::swap(&mut self.token.text, self.exact);
            return true;
        }
        let Some(span) = self.terms.next(&mut self.token.text) else { return false };
        self.exact_waits = exact_term(&self.text[span.clone()], &self.token.text, self.exact);
        self.token.offset_from = span.start;
        self.token.offset_to = span.end;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_field_has_its_place() {
        let schema = build_schema();
        let fields = IndexFields::of(&schema).unwrap();
        for def in FIELDS {
            assert_eq!(fields.declared(def).is_some(), def.name != "missing", "{}", def.name);
            if def.facet {
                assert!(schema.get_field(&facet_column(def)).is_ok(), "{}", def.name);
            }
        }
    }
}
