//! `Article → IndexedDocument`: which of an article's values go into which field.
//!
//! A new field of the table has one line here. Invariants: an article gives one document; the
//! document holds a share of the memory budget until the engine has taken it in.

use std::hash::Hasher as _;

use jiff::civil::Date;
use tantivy::schema::document::{CompactDocValue, Document};
use tantivy::schema::{Field, TantivyDocument};
use twox_hash::XxHash64;

use super::budget::Permit;
use super::progress::FileProblem;
use super::schema::{HAS_ARTICLE, IndexFields, facet_column, whole_name_field};
use crate::article::{Article, ArticleId};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::region::Regions;
use crate::names::spelling_key;
use crate::text::{fold, pieces};
use crate::walk::Source;

/// A document on its way into the engine.
pub(crate) struct IndexedDocument {
    fields: TantivyDocument,
    /// Given back when the engine takes the document out of its queue.
    _permit: Option<Permit>,
}

impl Document for IndexedDocument {
    type Value<'a> = CompactDocValue<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.fields.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.fields
    }
}

/// Makes documents for one schema.
#[derive(Clone, Debug)]
pub(crate) struct DocumentMaker {
    fields: IndexFields,
    by: PersonFields,
    people: PersonFields,
    source_value: Field,
    section_value: Field,
}

#[derive(Clone, Debug)]
struct PersonFields {
    names: Field,
    whole: Field,
    counted: Field,
}

impl DocumentMaker {
    /// Looks up every field once.
    pub(crate) fn new(schema: &tantivy::schema::Schema, fields: &IndexFields) -> Result<Self> {
        let get = |name: &str| {
            schema.get_field(name).map_err(|_| {
                Error::new(ErrorKind::SchemaVersion, format!("the index has no field {name}"))
            })
        };
        let def = |name: &str| {
            dateline_index_schema::find(name).ok_or_else(|| {
                Error::new(ErrorKind::Engine, format!("no field {name} is declared"))
            })
        };
        let person = |name: &str| -> Result<PersonFields> {
            let row = def(name)?;
            Ok(PersonFields {
                names: get(name)?,
                whole: get(&whole_name_field(row))?,
                counted: get(&facet_column(row))?,
            })
        };
        Ok(DocumentMaker {
            fields: fields.clone(),
            by: person("by")?,
            people: person("people")?,
            source_value: get(&facet_column(def("source")?))?,
            section_value: get(&facet_column(def("section")?))?,
        })
    }

    /// The document of `article`, which lies in `file` or in an archive of that name. `last_of` is the file when this is its last article, and
    /// marks the file as wholly indexed.
    pub(crate) fn article(
        &self,
        article: &Article,
        file: &str,
        last_of: Option<&Source>,
        permit: Permit,
    ) -> Result<IndexedDocument> {
        let mut values = Values { maker: self, document: TantivyDocument::new() };
        values.text("title", article.title.as_deref().unwrap_or_default());
        values.text("lead", article.lead());
        values.text("body", &article.body);
        for caption in &article.captions {
            values.text("caption", caption);
        }
        for name in &article.by {
            values.person("by", &self.by, name, &[]);
        }
        for person in &article.people {
            values.person("people", &self.people, &person.name, &person.forms);
        }
        values.regions(article);
        for place in &article.places {
            values.text("place", place);
        }
        values.text("dateline", article.dateline.as_deref().unwrap_or_default());
        if let Some(source) = &article.source {
            values.text("source", source);
            values.document.add_text(self.source_value, source);
        }
        if let Some(section) = &article.section {
            values.text("section", section);
            values.document.add_text(self.section_value, section);
        }
        values.keyword("lang", article.lang.as_deref().unwrap_or_default());
        values.number("words", u64::from(article.words));
        values.date(article);
        if let Some(url) = &article.url {
            values.text("url", url);
            values.keyword("site", host(url).unwrap_or_default());
        }
        values.path(&article.path);
        values.keyword("id", article.id.as_str());
        let Values { mut document, .. } = values;
        document.add_text(self.fields.has, HAS_ARTICLE);
        document.add_u64(self.fields.id_hash, id_hash(&article.id));
        document.add_u64(self.fields.content, content_hash(article));
        document.add_bytes(self.fields.article, &super::stored::keep(article)?);
        self.manifest(&mut document, file, last_of);
        Ok(IndexedDocument { fields: document, _permit: Some(permit) })
    }

    /// The document that stands for a problem of a file, and, with `last_of`, for a file that
    /// was read to its end.
    pub(crate) fn problem(
        &self,
        problem: &FileProblem,
        file: &str,
        last_of: Option<&Source>,
    ) -> IndexedDocument {
        let mut document = TantivyDocument::new();
        // A struct of strings and numbers always serialises.
        document
            .add_text(self.fields.file_problem, serde_json::to_string(problem).unwrap_or_default());
        self.manifest(&mut document, file, last_of);
        IndexedDocument { fields: document, _permit: None }
    }

    fn manifest(&self, document: &mut TantivyDocument, name: &str, last_of: Option<&Source>) {
        document.add_text(self.fields.file_name, name);
        if let Some(source) = last_of {
            document.add_u64(self.fields.file_size, source.size);
            document.add_i64(self.fields.file_modified, source.modified_nanos);
        }
    }
}

/// A document being filled: every value also marks its field as present.
struct Values<'a> {
    maker: &'a DocumentMaker,
    document: TantivyDocument,
}

impl Values<'_> {
    fn present(&mut self, name: &str) {
        self.document.add_text(self.maker.fields.has, name);
    }

    fn text(&mut self, name: &str, value: &str) {
        if let Some(field) = self.maker.fields.named(name).filter(|_| !value.trim().is_empty()) {
            self.document.add_text(field, value);
            self.present(name);
        }
    }

    fn keyword(&mut self, name: &str, value: &str) {
        if let Some(field) = self.maker.fields.named(name).filter(|_| !value.is_empty()) {
            self.document.add_text(field, fold(value));
            self.present(name);
        }
    }

    fn number(&mut self, name: &str, value: u64) {
        if let Some(field) = self.maker.fields.named(name) {
            self.document.add_u64(field, value);
            self.present(name);
        }
    }

    fn person(&mut self, field_name: &str, fields: &PersonFields, name: &str, forms: &[String]) {
        for variant in name_variants(name, forms) {
            self.document.add_text(fields.names, variant);
        }
        self.document.add_text(fields.whole, person_words(name).join(" "));
        if let Some(key) = spelling_key(name) {
            self.document.add_text(fields.whole, spelling_term(&key));
        }
        self.document.add_text(fields.counted, name);
        self.present(field_name);
    }

    fn regions(&mut self, article: &Article) {
        let Some(field) = self.maker.fields.named("region") else { return };
        let mut known: Vec<&str> = Vec::new();
        for region in &article.regions {
            self.document.add_text(self.maker.fields.region_own, &region.id);
            let above = Regions::get().ancestors(&region.id);
            for id in std::iter::once(region.id.as_str()).chain(above) {
                if !known.contains(&id) {
                    known.push(id);
                    self.document.add_text(field, id);
                }
            }
        }
        if !known.is_empty() {
            self.present("region");
        }
    }

    fn date(&mut self, article: &Article) {
        let Some(published) = &article.date else { return };
        let (first, last) = published.span();
        if let Some(field) = self.maker.fields.named("date") {
            self.document.add_i64(field, day_number(first));
            self.document.add_i64(self.maker.fields.date_last, day_number(last));
            self.present("date");
        }
        self.keyword("date.source", published.source.as_str());
        self.keyword("date.precision", published.precision.as_str());
    }

    fn path(&mut self, path: &str) {
        self.text("path", path);
        let file = path.rsplit('/').next().unwrap_or(path);
        self.keyword("file", file);
        if let Some((stem, extension)) = file.rsplit_once('.')
            && !stem.is_empty()
        {
            self.keyword("ext", extension);
        }
    }
}

/// Days since 1 January 1970, negative before.
pub(crate) fn day_number(date: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    i64::from((date - epoch).get_days())
}

/// The id as a number, for the column that breaks ties.
pub(crate) fn id_hash(id: &ArticleId) -> u64 {
    u64::from_str_radix(id.as_str(), 16).unwrap_or_default()
}

/// A hash of headline and text without white space: equal for exact copies. An article without
/// text has no copies; two flashes of the same headline may be of different days.
fn content_hash(article: &Article) -> u64 {
    let mut hasher = XxHash64::with_seed(0);
    let title = article.title.as_deref().unwrap_or_default();
    let id = if article.body.trim().is_empty() { article.id.as_str() } else { "" };
    for text in [title, "\0", &article.body, id] {
        text.split_whitespace().for_each(|word| hasher.write(word.as_bytes()));
    }
    hasher.finish()
}

/// The term that whole names share which differ in spelling alone.
pub(crate) fn spelling_term(key: &str) -> String {
    format!("~{key}")
}

/// The folded words of a person's name; initials run together (`J.K.`) are parted.
pub(crate) fn person_words(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for span in pieces(name) {
        found.extend(fold(&name[span]).split('.').filter(|w| !w.is_empty()).map(str::to_owned));
    }
    found
}

/// The forms under which a person is found: the whole name; given and last name; initial and
/// last name; and the forms that the article itself uses where they have other words.
pub(crate) fn name_variants(name: &str, forms: &[String]) -> Vec<String> {
    let whole = person_words(name);
    let mut variants = vec![whole.join(" ")];
    let mut add = |variant: String| {
        if !variant.is_empty() && !variants.contains(&variant) {
            variants.push(variant);
        }
    };
    if let [first, .., last] = whole.as_slice() {
        let initial: String = first.chars().take(1).collect();
        add(format!("{first} {last}"));
        add(format!("{initial} {last}"));
        if whole.len() > 2 {
            add(format!("{initial} {}", whole[1..].join(" ")));
        }
    }
    for form in forms {
        let form = person_words(form);
        if form.iter().any(|word| !whole.contains(word)) {
            add(form.join(" "));
        }
    }
    variants
}

/// The host of a web address, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

// The table and this file must name the same fields: a row without a line here is a defect.
#[cfg(test)]
const UNFILLED: &[&str] = &["has", "missing"];

#[cfg(test)]
mod tests {
    use dateline_index_schema::FIELDS;

    use super::*;

    #[test]
    fn names_are_found_under_their_usual_forms() {
        for (name, forms, expected) in [
            ("Vladimir Putin", &["Putin"][..], vec!["vladimir putin", "v putin"]),
            ("J.K. Rowling", &[], vec!["j k rowling", "j rowling", "j k rowling"]),
            (
                "Volodymyr Zelensky",
                &["Zelenskyy"],
                vec!["volodymyr zelensky", "v zelensky", "zelenskyy"],
            ),
            ("Pelé", &[], vec!["pele"]),
        ] {
            let forms: Vec<String> = forms.iter().map(|f| (*f).to_owned()).collect();
            let mut expected: Vec<&str> = expected;
            expected.dedup();
            let variants = name_variants(name, &forms);
            for variant in &expected {
                assert!(variants.iter().any(|v| v == variant), "{name}: {variants:?}");
            }
        }
    }

    #[test]
    fn hosts_are_cut_out_of_addresses() {
        for (url, expected) in [
            ("https://www.example.org/a?b", Some("example.org")),
            ("http://user@news.example.org:8080/", Some("news.example.org")),
            ("not an address", None),
        ] {
            assert_eq!(host(url), expected);
        }
    }

    #[test]
    fn days_count_from_1970_and_reach_far_back() {
        assert_eq!(day_number(Date::constant(1970, 1, 2)), 1);
        assert_eq!(day_number(Date::constant(1600, 1, 1)), -135_140);
    }

    #[test]
    fn every_declared_field_is_filled() {
        let source = include_str!("document.rs");
        for def in FIELDS.iter().filter(|def| !UNFILLED.contains(&def.name)) {
            assert!(source.contains(&format!("(\"{}\"", def.name)), "{} is never filled", def.name);
        }
    }
}
