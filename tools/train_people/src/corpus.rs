//! The training data: sentences of tagged tokens become texts with spans, as the tagger meets
//! them.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use flate2::read::GzDecoder;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    Place,
    Organisation,
    Other,
}

/// A text with the names in it.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The file it is from.
    pub set: &'static str,
    pub lang: &'static str,
    pub text: String,
    /// Names in byte ranges, in order.
    pub names: Vec<(Range<usize>, Kind)>,
}

/// How the tokens of a file are put together again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hyphens {
    /// A lone hyphen is a dash.
    Dashes,
    /// A lone hyphen joins what is beside it.
    Joining,
}

/// Files, how they are put together, and language. `uner_ewt` is left out: CC BY-SA binds
/// adaptations of the data, and whether a model is one is not settled.
const FILES: &[(&str, Hyphens, &str)] = &[
    ("wikigold.conll.gz", Hyphens::Dashes, "en"),
    ("redocred.conll.gz", Hyphens::Joining, "en"),
    ("crossner.conll.gz", Hyphens::Dashes, "en"),
    ("btc.conll.gz", Hyphens::Dashes, "en"),
    ("wnut17.conll.gz", Hyphens::Dashes, "en"),
    ("multiner_gov.conll.gz", Hyphens::Joining, "en"),
    ("germeval2014_de_dev.tsv.gz", Hyphens::Dashes, "de"),
    ("enp_DE.lft.bio.gz", Hyphens::Dashes, "de"),
    ("enp_DE.sbb.bio.gz", Hyphens::Dashes, "de"),
    ("enp_NL.kb.bio.gz", Hyphens::Dashes, "nl"),
    ("enp_FR.bnf.bio.gz", Hyphens::Dashes, "fr"),
];

/// Reads every file of `folder`.
pub(crate) fn read(folder: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for (name, hyphens, lang) in FILES {
        let file = File::open(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
        let lines = BufReader::new(GzDecoder::new(file)).lines();
        let mut builder = Builder::new(name, lang, *hyphens);
        for line in lines {
            let line = line?;
            builder.line(&line);
        }
        builder.finish();
        documents.append(&mut builder.documents);
    }
    Ok(documents)
}

/// The articles of Wikinews in `folder`, with no names told; none where it is not there.
pub(crate) fn wikinews(folder: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for year in ["wikinews_2019.csv", "wikinews_2020.csv"] {
        let Ok(file) = File::open(folder.join(year)) else { continue };
        let mut rows = csv::Reader::from_reader(BufReader::new(file));
        for row in rows.records() {
            let row = row?;
            let text = format!("{}\n\n{}", &row[2], &row[3]);
            documents.push(Document { set: "wikinews", lang: "en", text, names: Vec::new() });
        }
    }
    Ok(documents)
}

struct Builder {
    set: &'static str,
    lang: &'static str,
    hyphens: Hyphens,
    documents: Vec<Document>,
    text: String,
    names: Vec<(Range<usize>, Kind)>,
    open: Option<Kind>,
    /// Whether the next token is put against the last one.
    close: bool,
    quoted: bool,
    tokens: usize,
    sentences: usize,
}

impl Builder {
    fn new(set: &'static str, lang: &'static str, hyphens: Hyphens) -> Self {
        Builder {
            set,
            lang,
            hyphens,
            documents: Vec::new(),
            text: String::new(),
            names: Vec::new(),
            open: None,
            close: true,
            quoted: false,
            tokens: 0,
            sentences: 0,
        }
    }

    fn line(&mut self, line: &str) {
        if line.starts_with("-DOCSTART-") {
            self.finish();
            return;
        }
        if line.trim().is_empty() {
            self.open = None;
            self.quoted = false;
            self.sentences += 1;
            // German sentences are in no order.
            if self.set.starts_with("germeval") {
                self.finish();
            }
            return;
        }
        if line.starts_with('#') && line.contains('\t') && self.set.starts_with("germeval") {
            return;
        }
        let cells: Vec<&str> = line.split(['\t', ' ']).collect();
        let (token, tag) = match cells.as_slice() {
            [_, token, tag, _] if self.set.starts_with("germeval") => (*token, *tag),
            [token, .., tag] => (*token, *tag),
            _ => return,
        };
        self.token(token, tag);
        // Newspapers come as one long text.
        if self.set.starts_with("enp") && self.tokens >= 400 && token == "." {
            self.finish();
        }
    }

    fn token(&mut self, token: &str, tag: &str) {
        self.tokens += 1;
        let (begins, kind) = match tag.split_once('-') {
            Some((how, kind)) => (how == "B", kind_of(kind)),
            None => (true, None),
        };
        let token = match token {
            "-LRB-" => "(",
            "-RRB-" => ")",
            "``" | "''" => "\"",
            other => other,
        };
        let joining = self.hyphens == Hyphens::Joining && matches!(token, "-" | "–" | "/");
        let follows = joining
            || matches!(
                token,
                "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "'s" | "’s" | "n't" | "'"
            )
            || (token == "\"" && self.quoted)
            || (token.starts_with(['\'', '’']) && token.len() > 1 && token.len() < 5);
        if !self.close && !follows && !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        self.close = joining
            || matches!(token, "(" | "[" | "$" | "£" | "#" | "€")
            || (token == "\"" && !self.quoted);
        if token == "\"" {
            self.quoted = !self.quoted;
        }
        let end = self.text.len();
        match (kind, self.names.last_mut()) {
            (Some(kind), Some((span, known)))
                if !begins && self.open == Some(kind) && *known == kind =>
            {
                span.end = end;
            }
            (Some(kind), _) => self.names.push((start..end, kind)),
            (None, _) => {}
        }
        self.open = kind;
    }

    fn finish(&mut self) {
        if !self.text.is_empty() {
            self.documents.push(Document {
                set: self.set,
                lang: self.lang,
                text: std::mem::take(&mut self.text),
                names: std::mem::take(&mut self.names),
            });
        }
        self.open = None;
        self.close = true;
        self.quoted = false;
        self.tokens = 0;
        self.sentences = 0;
    }
}

fn kind_of(kind: &str) -> Option<Kind> {
    match kind {
        "PER" | "PEr" => Some(Kind::Person),
        "LOC" => Some(Kind::Place),
        "ORG" => Some(Kind::Organisation),
        _ => Some(Kind::Other),
    }
}
