//! The words of LexisNexis: names of fields and lines of its layouts, in the languages of the
//! service. Folded: small letters, no accents, spaces for hyphens.

use super::super::MetadataKey;

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// It stands over the text.
    Head(MetadataKey),
    /// The number of words; stands over the text.
    Length,
    /// It stands under the text, in some layouts over it.
    Tail(MetadataKey),
    /// When the service took the article in; stands under the text.
    Loaded,
}

/// Names of fields.
pub(super) const FIELDS: &[(Field, &[&str])] = &[
    (
        Field::Length,
        &["length", "lange", "longueur", "longitud", "extension", "lengte", "lunghezza", "tamanho"],
    ),
    (
        Field::Loaded,
        &[
            "load date",
            "ladedatum",
            "update",
            "date de chargement",
            "date chargement",
            "fecha de carga",
            "fecha carga",
            "laad datum",
            "laaddatum",
            "data di caricamento",
            "data de carregamento",
        ],
    ),
    (
        Field::Head(MetadataKey::Title),
        &[
            "headline",
            "uberschrift",
            "schlagzeile",
            "titre",
            "titular",
            "titel",
            "titulo",
            "titolo",
            "kop",
        ],
    ),
    (
        Field::Head(MetadataKey::Author),
        &["byline", "autor", "auteur", "author", "verfasser", "door", "autore", "firma"],
    ),
    (
        Field::Head(MetadataKey::Section),
        &[
            "section", "rubrik", "rubrique", "seccion", "sectie", "rubriek", "sezione", "secao",
            "ressort",
        ],
    ),
    (Field::Head(MetadataKey::Dateline), &["dateline", "ort", "ortsmarke", "lieu", "data y lugar"]),
    (
        Field::Head(MetadataKey::Lead),
        &[
            "highlight",
            "abstract",
            "zusammenfassung",
            "hoogtepunt",
            "encart",
            "resume",
            "sumario",
            "blickfang",
        ],
    ),
    (
        Field::Tail(MetadataKey::Language),
        &["language", "sprache", "langue", "idioma", "taal", "lingua"],
    ),
    (
        Field::Tail(MetadataKey::Caption),
        &["graphic", "grafik", "graphique", "grafico", "illustratie", "grafiek", "illustration"],
    ),
    (Field::Tail(MetadataKey::Person), &["person", "personne", "persona", "persoon"]),
    (
        Field::Tail(MetadataKey::Region),
        &[
            "geographic",
            "country",
            "state",
            "city",
            "geographie",
            "geografie",
            "geografia",
            "region",
        ],
    ),
    (
        Field::Tail(MetadataKey::Keyword),
        &[
            "subject",
            "company",
            "organization",
            "organisation",
            "industry",
            "keyword",
            "keywords",
            "term",
            "terms",
            "thema",
            "sujet",
            "branche",
            "firma/unternehmen",
            "unternehmen",
            "societe",
            "asunto",
            "onderwerp",
        ],
    ),
    (Field::Tail(MetadataKey::Url), &["url"]),
    (
        Field::Tail(MetadataKey::Other),
        &[
            "publication type",
            "document type",
            "pub type",
            "content type",
            "type de publication",
            "type publication",
            "publikationstyp",
            "tipo de publicacion",
            "publicatietype",
            "tipo di pubblicazione",
            "journal code",
            "code journal",
            "zeitungscode",
            "zeitungs code",
            "correction",
            "correction date",
            "corrections",
            "series",
            "type",
            "typ",
            "publication",
            "notes",
            "note",
            "isbn",
            "issn",
            "ticker",
            "volume",
            "edition",
            "distribution",
            "acc no",
            "accession number",
            "doc id",
            "document number",
            "name",
            "category",
            "cat",
        ],
    ),
];

/// Lines that part the head from the text in the newer layout.
pub(super) const BODY_LINES: &[&str] = &[
    "body",
    "text",
    "textkorper",
    "hauptteil",
    "volltext",
    "corps",
    "corps du texte",
    "cuerpo",
    "cuerpo del texto",
    "corpo",
    "corpo del testo",
    "hoofdtekst",
    "tekst",
];

/// Lines under the text of the newer layout, and what then follows.
pub(super) const TAIL_LINES: &[(MetadataKey, &[&str])] = &[
    (
        MetadataKey::Other,
        &[
            "classification",
            "klassifizierung",
            "clasificacion",
            "classificatie",
            "classificazione",
            "classificacao",
            "notes",
            "correction",
            "bibliography",
        ],
    ),
    (
        MetadataKey::Caption,
        &["graphic", "grafik", "graphique", "grafico", "illustratie", "grafiek"],
    ),
];

/// Lines under each article of the newer layout.
pub(super) const END_LINES: &[&str] = &[
    "end of document",
    "ende des dokuments",
    "dokumentende",
    "fin du document",
    "fin de document",
    "fin del documento",
    "fin de documento",
    "einde van het document",
    "einde van document",
    "einde document",
    "fine del documento",
    "fine documento",
    "fim do documento",
];

/// Words between the numbers of `1 of 10 DOCUMENTS`.
pub(super) const OF_WORDS: &[&str] = &["of", "von", "de", "van", "di", "av", "sur", "da"];

/// Beginnings of lines that say that there is a further edition or a correction; they stand
/// between date and headline.
pub(super) const LABEL_WORDS: &[&str] =
    &["edition", "ausgabe", "auflage", "edicion", "edizione", "editie", "appended", "final"];

/// Words that only stand in what is said of an author after the name.
pub(super) const BYLINE_NOTES: &[&str] = &[
    "reported",
    "reporting",
    "contributed",
    "contributing",
    "writes",
    "compiled",
    "freelance",
    "staff",
    "special",
    "correspondent",
    "reporter",
    "writer",
    "editor",
    "columnist",
    "newspapers",
    "news",
    "herald",
    "gazette",
    "times",
    "star",
    "sun",
    "journal",
    "citizen",
    "press",
    "post",
    "professor",
    "director",
    "university",
    "korrespondent",
    "redaktion",
];
