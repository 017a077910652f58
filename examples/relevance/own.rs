//! Our own queries over our own articles: which one ought to come first.

use std::collections::BTreeMap;
use std::path::PathBuf;

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};

use crate::{Options, Result, say};

pub(crate) fn measure(options: &Options, figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let Ok(table) = std::fs::read_to_string(root.join("tests/relevance/queries.tsv")) else {
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    update(&index, &[root.join("corpus_samples")], &IndexOptions::default(), &())?;
    let searcher = Searcher::open(&index)?;
    let (mut sum, mut count) = (0.0, 0.0);
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (query, wanted) = line.split_once('\t').ok_or("a line is a query, a tab and a file")?;
        let mut request = SearchRequest::new(Query::parse(query), jiff::civil::date(2026, 1, 1));
        request.snippets = 0;
        request.ranking = options.ranking;
        let hits = searcher.search(&request)?.hits;
        let place = hits.iter().position(|hit| {
            let name = format!("{}#{}", hit.path, hit.record);
            name.ends_with(wanted) || hit.path.ends_with(wanted)
        });
        count += 1.0;
        sum += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
        if options.wrong && place != Some(0) {
            say(&format!(
                "  {query}: {wanted} at {place:?}, first {:?}",
                hits.first().map(|hit| &hit.path)
            ))?;
        }
    }
    let mrr = 100.0 * sum / f64::max(count, 1.0);
    say(&format!("own queries  {count:>4} queries  MRR {mrr:.1}"))?;
    figures.insert("own queries MRR".to_owned(), mrr);
    Ok(())
}
