//! `Article ⇄ bytes`: an article as the index keeps it, without what can be told from the rest.
//!
//! The words of a piece of evidence are left out where they are what stands at its place, and a
//! region's name and path where they are those of the tree. What is left is JSON, packed by
//! itself (RFC 1951) with a dictionary of frequent words: an article is read back alone, and a
//! short text packs as well as one that stands among others. On recombined news, blocks of 8 KiB
//! of whole articles under LZ4 took 1.02 of the text.
//!
//! Invariant: what is read back equals what was kept, field by field.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use serde::{Deserialize, Serialize};

use crate::article::{
    Article, Evidence, Part, PersonMention, Published, RegionMention, RegionRole,
};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::region::Regions;

/// Longest article that is read back, in bytes of JSON: more is damage. Readers hand over less.
const MAX_BYTES: usize = 1 << 30;

/// Text that articles are likely to share with. The end counts most: it is nearest. A change of
/// it changes what is on disk and therefore `SCHEMA_VERSION`.
const DICTIONARY: &str = "January February March April June July August September October November December \
 Monday Tuesday Wednesday Thursday Friday Saturday Sunday million billion per cent percent dollars \
 company market shares government president minister prime minister foreign police officials \
 people years country countries United States international national public economic political \
 military security support according to spokesman statement reported announced agreement talks \
 election parliament party leader court children against between because before during through \
 another without further several number first second three under world there their which would \
 could should about after other those these where while being since until over more than last \
 year this week month today yesterday не что как его для это также был была было были который \
 которые года году после при или России por los las una para con del que como más pero esta este \
 todo también sobre entre dans les des une pour par sur pas qui que avec sont été aux mais plus \
 der die das und den von mit sich des dem nicht ein eine auch auf für ist wurde haben werden nach \
 bei wird said the said that he said it was is not have been has been had been will be would be \
 they were from the with the by the for the on the at the to the and the in the of the \
 {\"article\":{\"id\":\"\",\"path\":\"\",\"record\":1,\"format\":\"text\",\"encoding\":\"UTF-8\",\"title\":\"\",\"body\":\"\",\"lead_len\":,\"captions\":[\"\"],\"by\":[\"\"],\"source\":\"Reuters\",\"section\":\"\",\"lang\":\"en\",\"url\":\"https://www.\",\"words\":,\"places\":[\"\"]},\"date\":[\"20\",\"day\",\"byline\",[\"given and family name\",\"country\",\"capital\",\"demonym\",\"city\",\"label: name\",\"declared\",\"family name\"],[[2,,\"name\"],[2,";

/// What is serialised.
#[derive(Serialize, Deserialize)]
struct Stored {
    article: Article,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<(Published, StoredEvidence)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    regions: Vec<StoredRegion>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    people: Vec<(String, u32, Vec<String>, Vec<StoredEvidence>)>,
}

/// Id, name and path where they are not the tree's, role, weight, evidence.
type StoredRegion = (String, Option<(String, Vec<String>)>, RegionRole, f32, Vec<StoredEvidence>);

/// Part, first byte, length, rule, and the words where they do not stand there.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredEvidence {
    There(Part, usize, usize, String),
    Apart(Part, usize, usize, String, String),
}

/// The words at a place of an article, where it has that place.
fn words_at(article: &Article, part: Part, start: usize, end: usize) -> Option<&str> {
    let text = match part {
        Part::Title => article.title.as_deref()?,
        Part::Body => &article.body,
        _ => return None,
    };
    text.get(start..end)
}

impl StoredEvidence {
    fn keep(article: &Article, evidence: &Evidence) -> StoredEvidence {
        let Evidence { part, start, end, text, rule } = evidence;
        let length = end.saturating_sub(*start);
        if end >= start && words_at(article, *part, *start, *end) == Some(text) {
            StoredEvidence::There(*part, *start, length, rule.clone())
        } else {
            StoredEvidence::Apart(*part, *start, length, rule.clone(), text.clone())
        }
    }

    fn restore(self, article: &Article) -> Evidence {
        match self {
            StoredEvidence::There(part, start, length, rule) => {
                let end = start.saturating_add(length);
                let text = words_at(article, part, start, end).unwrap_or_default().to_owned();
                Evidence { part, start, end, text, rule }
            }
            StoredEvidence::Apart(part, start, length, rule, text) => {
                Evidence { part, start, end: start.saturating_add(length), text, rule }
            }
        }
    }
}

/// The article as bytes.
///
/// # Errors
/// `Engine` when it cannot be serialised or packed.
pub(crate) fn keep(article: &Article) -> Result<Vec<u8>> {
    let evidence = |all: &[Evidence]| -> Vec<StoredEvidence> {
        all.iter().map(|one| StoredEvidence::keep(article, one)).collect()
    };
    let bare = Article {
        id: article.id.clone(),
        path: article.path.clone(),
        record: article.record,
        format: article.format.clone(),
        encoding: article.encoding.clone(),
        title: article.title.clone(),
        body: article.body.clone(),
        lead_len: article.lead_len,
        captions: article.captions.clone(),
        by: article.by.clone(),
        source: article.source.clone(),
        section: article.section.clone(),
        lang: article.lang.clone(),
        url: article.url.clone(),
        dateline: article.dateline.clone(),
        words: article.words,
        date: None,
        regions: Vec::new(),
        people: Vec::new(),
        places: article.places.clone(),
        notes: article.notes.clone(),
    };
    let date = article.date.clone().map(|mut published| {
        let kept = StoredEvidence::keep(article, &published.evidence);
        published.evidence.text.clear();
        published.evidence.rule.clear();
        (published, kept)
    });
    let regions = article.regions.iter().map(|region| {
        let RegionMention { id, name, path, role, weight, evidence: all } = region;
        let of_tree = region_of_tree(id).is_some_and(|known| known == (name.clone(), path.clone()));
        let named = (!of_tree).then(|| (name.clone(), path.clone()));
        (id.clone(), named, *role, *weight, evidence(all))
    });
    let people = article.people.iter().map(|person| {
        let PersonMention { name, mentions, forms, evidence: all } = person;
        (name.clone(), *mentions, forms.clone(), evidence(all))
    });
    let stored =
        Stored { article: bare, date, regions: regions.collect(), people: people.collect() };
    let json = serde_json::to_vec(&stored).map_err(|error| {
        Error::new(ErrorKind::Engine, "article cannot be stored").with_source(error)
    })?;
    pack(&json)
}

/// The article of `bytes`, which [`keep`] made.
///
/// # Errors
/// `Damaged` when they are not such.
pub(crate) fn restore(bytes: &[u8]) -> Result<Article> {
    let json = unpack(bytes)?;
    let stored: Stored = serde_json::from_slice(&json).map_err(|error| {
        Error::new(ErrorKind::Damaged, "a stored article cannot be read").with_source(error)
    })?;
    let Stored { mut article, date, regions, people } = stored;
    let evidence = |all: Vec<StoredEvidence>, article: &Article| -> Vec<Evidence> {
        all.into_iter().map(|one| one.restore(article)).collect()
    };
    article.date = date.map(|(mut published, kept)| {
        published.evidence = kept.restore(&article);
        published
    });
    let regions = regions.into_iter().map(|(id, named, role, weight, all)| {
        let (name, path) = named.or_else(|| region_of_tree(&id)).unwrap_or_default();
        RegionMention { id, name, path, role, weight, evidence: evidence(all, &article) }
    });
    let regions = regions.collect();
    let people = people.into_iter().map(|(name, mentions, forms, all)| PersonMention {
        name,
        mentions,
        forms,
        evidence: evidence(all, &article),
    });
    let people = people.collect();
    article.regions = regions;
    article.people = people;
    Ok(article)
}

/// Name and path of a region as the tree has them.
fn region_of_tree(id: &str) -> Option<(String, Vec<String>)> {
    let regions = Regions::get();
    let name = regions.node(id)?.name.clone();
    Some((name, regions.path(id).into_iter().map(str::to_owned).collect()))
}

thread_local! {
    // Making them costs a quarter of a megabyte each.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
    static UNPACKER: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// Effort of packing. Level 5 saves 2 % of the text more and takes three times as long.
const LEVEL: u32 = 2;

fn pack(json: &[u8]) -> Result<Vec<u8>> {
    let failed = || Error::new(ErrorKind::Engine, "article cannot be packed");
    let length = u32::try_from(json.len()).ok().filter(|_| json.len() <= MAX_BYTES);
    let length = length.ok_or_else(failed)?;
    // Deflate adds at most 5 bytes to 16 KiB, and a few at the end.
    let mut packed = Vec::with_capacity(json.len() + json.len() / 1024 + 64);
    packed.extend(length.to_le_bytes());
    let status = PACKER.with_borrow_mut(|packer| {
        packer.reset();
        packer.set_dictionary(DICTIONARY.as_bytes()).map_err(|_| failed())?;
        packer.compress_vec(json, &mut packed, FlushCompress::Finish).map_err(|_| failed())
    })?;
    if status == Status::StreamEnd { Ok(packed) } else { Err(failed()) }
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>> {
    let damaged = || Error::new(ErrorKind::Damaged, "a stored article cannot be unpacked");
    let (length, packed) = bytes.split_first_chunk::<4>().ok_or_else(damaged)?;
    let length = u32::from_le_bytes(*length) as usize;
    // Deflate packs at most 1,032 to one.
    if length > MAX_BYTES || length / 1100 > packed.len() {
        return Err(damaged());
    }
    let mut json = Vec::with_capacity(length + 1);
    let status = UNPACKER.with_borrow_mut(|unpacker| {
        unpacker.reset(false);
        unpacker.set_dictionary(DICTIONARY.as_bytes()).map_err(|_| damaged())?;
        unpacker.decompress_vec(packed, &mut json, FlushDecompress::Finish).map_err(|_| damaged())
    })?;
    if status == Status::StreamEnd && json.len() == length { Ok(json) } else { Err(damaged()) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::article::{DateSource, Precision};

    fn check(article: &Article) {
        let bytes = keep(article).unwrap();
        assert_eq!(restore(&bytes).unwrap(), *article);
    }

    #[test]
    fn what_is_read_back_is_what_was_kept() {
        let mut article = Article {
            title: Some("Straße in Zürich".to_owned()),
            body: "日本 and Zürich \"quoted\"\n\n\u{1}end".to_owned(),
            captions: vec!["Zürich".to_owned()],
            notes: vec!["a note".to_owned()],
            ..Article::default()
        };
        check(&Article::default());
        check(&article);
        let at = |part, text: &str, start, end| Evidence::at(part, text, start, end, "name");
        let body = article.body.clone();
        article.date = Some(Published {
            date: Date::constant(1963, 5, 12),
            precision: Precision::Month,
            time: None,
            offset_minutes: Some(-90),
            alternative: Some(Date::constant(1963, 12, 5)),
            source: DateSource::Byline,
            evidence: at(Part::Header, "12 May 1963", 0, 11),
        });
        let mentions = vec![
            at(Part::Body, &body, 0, 6),
            at(Part::Caption, "Zürich", 0, 7),
            // Words that do not stand where they are said to stand, and a place out of the text.
            Evidence { part: Part::Body, start: 3, end: 5, text: "other".into(), rule: "r".into() },
            Evidence { part: Part::Title, start: 9, end: 2, text: String::new(), rule: "r".into() },
            Evidence { part: Part::Body, start: 900, end: 990, text: "x".into(), rule: "r".into() },
        ];
        for (id, name, path) in [("CH", "Elsewhere", vec!["Elsewhere"]), ("no such", "", vec![])] {
            let path = path.into_iter().map(str::to_owned).collect();
            let (role, weight) = (RegionRole::About, 0.25);
            let evidence = mentions.iter().filter(|e| e.end >= e.start).cloned().collect();
            article.regions.push(RegionMention {
                id: id.to_owned(),
                name: name.to_owned(),
                path,
                role,
                weight,
                evidence,
            });
        }
        if let Some((name, path)) = region_of_tree("CH") {
            assert!(name.contains("Switzerland"));
            let (role, evidence) = (RegionRole::Filed, Vec::new());
            article.regions.push(RegionMention {
                id: "CH".to_owned(),
                name,
                path,
                role,
                weight: 0.5,
                evidence,
            });
        }
        article.people.push(PersonMention {
            name: "Ann Bell".to_owned(),
            mentions: 3,
            forms: vec!["Bell".to_owned()],
            evidence: mentions.into_iter().filter(|e| e.end >= e.start).collect(),
        });
        check(&article);
    }

    #[test]
    fn damage_is_told() {
        let bytes = keep(&Article { body: "word ".repeat(500), ..Article::default() }).unwrap();
        assert!(bytes.len() < 300, "{}", bytes.len());
        for broken in [&[][..], &[1, 2, 3], &bytes[..bytes.len() / 2], &[255; 200], &[0, 0, 0, 64]]
        {
            assert_eq!(restore(broken).unwrap_err().kind(), ErrorKind::Damaged);
        }
    }
}
