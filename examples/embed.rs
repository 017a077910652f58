//! Search a dateline index from another program: open, ask, print.
//!
//! `cargo run --example embed -- corpus_samples/.dateline 'peace talks region:europe'`

use std::io::Write as _;

use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let index = arguments.next().unwrap_or_else(|| "corpus_samples/.dateline".to_owned());
    let query = arguments.next().unwrap_or_else(|| "\"peace talks\" region:europe".to_owned());

    let searcher = Searcher::open(index)?;
    // The library reads no clock: this is the day that `today` and `7d` count from.
    let request = SearchRequest::new(Query::parse(&query), date(2026, 11, 24));
    let answer = searcher.search(&request)?;

    let mut out = std::io::stdout().lock();
    writeln!(out, "{} articles, read as: {}", answer.total, answer.read_as)?;
    for hit in &answer.hits {
        let title = hit.title.as_deref().unwrap_or("(no headline)");
        writeln!(out, "{}  {}  {:?}", hit.date.as_deref().unwrap_or("no date"), title, hit.people)?;
        for snippet in &hit.snippets {
            writeln!(out, "    {}: {}", snippet.field, snippet.text)?;
        }
    }
    Ok(())
}
