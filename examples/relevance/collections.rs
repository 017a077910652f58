//! The judged collections, as they lie in the folder of corpora: packed, in the layouts of the
//! 1960s.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use crate::Result;

/// Articles, questions, and which articles answer which question.
#[derive(Default)]
pub(crate) struct Collection {
    pub name: &'static str,
    /// Title and text; the first is number 1.
    pub articles: Vec<(String, String)>,
    /// Number and text.
    pub questions: Vec<(u32, String)>,
    /// Articles by question.
    pub answers: BTreeMap<u32, BTreeSet<u32>>,
}

/// Every file of a packed data set, by its path.
fn files(archive: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let packed = flate2::read::GzDecoder::new(std::fs::File::open(archive)?);
    let mut tar = tar::Archive::new(packed);
    for entry in tar.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        found.insert(path, String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(found)
}

pub(crate) fn all(corpora: &Path) -> Result<Vec<Collection>> {
    let time = files(&corpora.join("time-ir/time-ir.tar.gz"))?;
    let small = files(&corpora.join("ir-small/ir-small.tar.gz"))?;
    let file = |files: &BTreeMap<String, String>, end: &str| -> Result<String> {
        let found = files.iter().find(|(path, _)| path.ends_with(end));
        found.map(|(_, text)| text.clone()).ok_or_else(|| format!("no file {end}").into())
    };
    let mut collections = Vec::new();
    let mut articles = Vec::new();
    for piece in file(&time, "TIME.ALL")?.split("*TEXT").skip(1) {
        let text = piece.split("*STOP").next().unwrap_or_default();
        let (_, text) = text.split_once('\n').unwrap_or_default();
        articles.push((String::new(), text.trim().to_owned()));
    }
    let mut questions = Vec::new();
    for piece in file(&time, "TIME.QUE")?.split("*FIND").skip(1) {
        let (number, text) = piece.trim_start().split_once('\n').unwrap_or_default();
        let text = text.split("*STOP").next().unwrap_or_default();
        questions
            .push((number.trim().parse()?, text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    let answers = judgements(&file(&time, "qrels.txt")?, 2);
    collections.push(Collection { name: "time-ir", articles, questions, answers });
    for (name, texts, queries, judged) in [
        ("cran", "cran.all.1400", "cran.qry", "cranqrel"),
        ("adi", "ADI.ALL", "ADI.QRY", "ADI.REL"),
    ] {
        let articles = records(&file(&small, texts)?)
            .into_iter()
            .map(|mut record| {
                (record.remove(&'T').unwrap_or_default(), record.remove(&'W').unwrap_or_default())
            })
            .collect();
        let questions = (1..)
            .zip(records(&file(&small, queries)?))
            .map(|(number, mut record)| (number, record.remove(&'W').unwrap_or_default()))
            .collect();
        let answers = judgements(&file(&small, judged)?, 1);
        collections.push(Collection { name, articles, questions, answers });
    }
    Ok(collections)
}

/// Lines of question, article and more: `article` is the column of the article.
fn judgements(text: &str, article: usize) -> BTreeMap<u32, BTreeSet<u32>> {
    let mut answers: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for line in text.lines() {
        let columns: Vec<&str> = line.split_whitespace().collect();
        // Cranfield marks what is of no interest by -1.
        if columns.last() == Some(&"-1") {
            continue;
        }
        let number = |column: usize| columns.get(column).and_then(|text| text.parse().ok());
        if let (Some(question), Some(article)) = (number(0), number(article)) {
            answers.entry(question).or_default().insert(article);
        }
    }
    answers
}

/// Records of `.I n`, then fields that begin with a line of a dot and a letter.
fn records(text: &str) -> Vec<BTreeMap<char, String>> {
    let mut records: Vec<BTreeMap<char, String>> = Vec::new();
    let mut field = ' ';
    for line in text.lines() {
        if line.starts_with(".I ") {
            records.push(BTreeMap::new());
            field = ' ';
        } else if let Some(letter) = line.strip_prefix('.').filter(|rest| rest.trim().len() == 1) {
            field = letter.chars().next().unwrap_or(' ');
        } else if let Some(record) = records.last_mut() {
            let text: &mut String = record.entry(field).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    records
}
