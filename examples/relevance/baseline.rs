//! tantivy as it ships, for comparison: BM25 over one field with headline and text, English stems,
//! any of the words.

use frostem::{Algorithm, Stemmer};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TEXT, Value as _};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::Result;

pub(crate) struct Baseline {
    searcher: Searcher,
    schema: Schema,
    stemmer: Stemmer,
}

impl Baseline {
    /// Indexes `texts` under their numbers.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = (u64, &'t str)>) -> Result<Baseline> {
        let mut builder = Schema::builder();
        let text = builder.add_text_field("text", TEXT);
        let number = builder.add_u64_field("number", STORED);
        let schema = builder.build();
        let index = Index::create_in_ram(schema.clone());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 100_000_000)?;
        let stemmer = Stemmer::new(Algorithm::English);
        for (value, content) in texts {
            let mut document = TantivyDocument::new();
            let tokens = stems(&stemmer, content)
                .enumerate()
                .map(|(position, text)| Token { position, text, ..Token::default() })
                .collect();
            document
                .add_pre_tokenized_text(text, PreTokenizedString { text: String::new(), tokens });
            document.add_u64(number, value);
            writer.add_document(document)?;
        }
        writer.commit()?;
        Ok(Baseline { searcher: index.reader()?.searcher(), schema, stemmer })
    }

    /// Numbers of the first `limit` articles for any of the words of `question`.
    pub(crate) fn search(&self, question: &str, limit: usize) -> Result<Vec<u64>> {
        let text = self.schema.get_field("text")?;
        let number = self.schema.get_field("number")?;
        let mut words: Vec<String> = stems(&self.stemmer, question).collect();
        words.sort();
        words.dedup();
        let queries: Vec<Box<dyn Query>> = words
            .iter()
            .map(|word| {
                let term = Term::from_field_text(text, word);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
            })
            .collect();
        let query = BooleanQuery::union(queries);
        let collector = TopDocs::with_limit(limit).order_by_score();
        let mut found = Vec::new();
        for (_, address) in self.searcher.search(&query, &collector)? {
            let document: TantivyDocument = self.searcher.doc(address)?;
            found.extend(document.get_first(number).and_then(|value| value.as_u64()));
        }
        Ok(found)
    }
}

fn stems<'s>(stemmer: &'s Stemmer, text: &'s str) -> impl Iterator<Item = String> + 's {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() < 40)
        .map(|word| stemmer.stem(&word.to_lowercase()).into_owned())
}
