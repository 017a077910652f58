//! Every language through the whole program: found by other forms of a word, by a part of what
//! stands without spaces, by its exact form, and marked where it stands.

use std::collections::BTreeSet;

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};
use jiff::civil::date;

/// Language declared, headline, text.
const ARTICLES: &[(&str, &str, &str)] = &[
    (
        "en",
        "Turkey votes again",
        "Turkey held an election. The turkey was cooked by Polish cooks \
      who polish shoes. The WHO said nothing. He sent his résumé to resume work. The treaty was \
      negotiated in May.",
    ),
    (
        "ja",
        "東京都が新計画",
        "東京都は新しい計画を発表した。首相は大阪で会見した。ジョン・スミス氏も出席した。",
    ),
    ("ja", "京都の祭り", "京都で祭りが開かれた。多くの観光客が水を求めた。"),
    (
        "zh",
        "习近平会见普京",
        "习近平在北京会见俄罗斯总统弗拉基米尔·普京。双方讨论了奥运会和贸易问题。",
    ),
    ("th", "ข่าวน้ำท่วม", "นายกรัฐมนตรีประกาศแผนใหม่เพื่อแก้ปัญหาน้ำท่วมในกรุงเทพมหานคร"),
    (
        "ar",
        "زيارة",
        "زار الرئيس المصري مدينة القاهرة يوم أمس والتقى بالوزراء. وقال المتحدث إن المفاوضات مستمرة.",
    ),
    ("he", "דיווח", "צה\"ל הודיע כי ראש הממשלה נסע לשלום."),
    (
        "de",
        "Sperrung",
        "In Zürich wurden die Straßen gesperrt. Der Bürgermeister sah die Wohnungen.",
    ),
    (
        "tr",
        "İstanbul'da seçim",
        "İstanbul'da belediye seçimi yapıldı. Evlerden çıkan halk oy kullandı.",
    ),
    ("fr", "Hier", "Le président a annoncé les élections. Les cafe\u{301}s étaient fermés."),
    ("es", "Ayer", "Los gobiernos firmaron los acuerdos."),
    ("it", "Ieri", "I governi hanno firmato gli accordi."),
    ("pt", "Ontem", "Os partidos assinaram os documentos."),
    ("nl", "Gisteren", "De regeringen hebben de verdragen ondertekend."),
    ("sv", "Igår", "Flickorna köpte tidningarna."),
    ("no", "Igår", "Avtalene ble lest av dommerne."),
    ("da", "Igår", "Aftalerne blev læst af ministrene."),
    ("fi", "Eilen", "Taloissa asui kalastajia."),
    ("hu", "Tegnap", "A házakban sok asztalok voltak."),
    ("ro", "Ieri", "Ministrul a vorbit despre alegerile locale."),
    ("ru", "Вчера", "Министры обсудили переговоры в Минске."),
    ("el", "Χθες", "Οι υπουργοί μίλησαν για τις εκλογές."),
    ("uk", "Вчора", "Міністри обговорили переговори у Києві."),
    ("pl", "Wczoraj", "Ministrowie czytali gazety."),
    ("cs", "Včera", "Noviny psaly o hradech."),
    ("ca", "Ahir", "Els governs van parlar."),
];

/// What is asked, the languages of the articles that have it, and what is marked in them.
type Asked<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

fn check(asked: &[Asked<'_>]) {
    let folder = tempfile::tempdir().unwrap();
    for (number, (lang, title, text)) in ARTICLES.iter().enumerate() {
        let article = format!("---\ntitle: {title:?}\nlang: {lang}\n---\n{text}\n");
        std::fs::write(folder.path().join(format!("{number}.md")), article).unwrap();
    }
    let index = folder.path().join(".dateline");
    update(&index, &[folder.path().to_path_buf()], &IndexOptions::default(), &()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let mut wrong = Vec::new();
    for (query, langs, marked) in asked {
        let request = SearchRequest::new(Query::parse(query), date(2026, 11, 24));
        let answer = searcher.search(&request).unwrap();
        let mut found: Vec<String> =
            answer.hits.iter().map(|hit| hit.lang.clone().unwrap_or_default()).collect();
        found.sort();
        let mut marks = BTreeSet::new();
        for snippet in answer.hits.iter().flat_map(|hit| &hit.snippets) {
            for &(start, end) in &snippet.highlights {
                marks.insert(snippet.text[start..end].to_owned());
            }
        }
        let expected: BTreeSet<String> = marked.iter().map(|mark| (*mark).to_owned()).collect();
        if found != *langs || marks != expected {
            wrong.push(format!("{query}: {found:?} {marks:?}, not {langs:?} {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_word_finds_the_forms_of_its_stem_in_every_language() {
    check(&[
        ("negotiation", &["en"], &["negotiated"]),
        ("Wohnung", &["de"], &["Wohnungen"]),
        ("présidents", &["fr"], &["président"]),
        ("gobierno", &["es"], &["gobiernos"]),
        ("accordo", &["it"], &["accordi"]),
        ("documento", &["pt"], &["documentos"]),
        ("verdrag", &["nl"], &["verdragen"]),
        ("flicka", &["sv"], &["Flickorna"]),
        ("dommer", &["no"], &["dommerne"]),
        ("aftale", &["da"], &["Aftalerne"]),
        ("talossa", &["fi"], &["Taloissa"]),
        ("asztal", &["hu"], &["asztalok"]),
        ("alegeri", &["ro"], &["alegerile"]),
        ("evde", &["tr"], &["Evlerden"]),
        ("министров", &["ru"], &["Министры"]),
        ("εκλογών", &["el"], &["εκλογές"]),
        ("міністр", &["uk"], &["Міністри"]),
        ("gazeta", &["pl"], &["gazety"]),
        ("hrad", &["cs"], &["hradech"]),
        // A word means the same in several languages.
        ("govern", &["ca", "it"], &["governi", "governs"]),
        // The article and other small words are written together with the word.
        ("رئيس", &["ar"], &["الرئيس"]),
        ("مفاوضات", &["ar"], &["المفاوضات"]),
        ("وزراء", &["ar"], &["بالوزراء"]),
        ("الوزراء", &["ar"], &["بالوزراء"]),
    ]);
}

#[test]
fn what_stands_in_a_row_is_found_without_spaces() {
    check(&[
        ("東京", &["ja"], &["東京"]),
        ("東京都", &["ja"], &["東京都"]),
        ("京都", &["ja", "ja"], &["京都"]),
        ("=京都", &["ja"], &["京都"]),
        ("水", &["ja"], &["水"]),
        ("新しい計画", &["ja"], &["新しい計画"]),
        ("ジョン・スミス", &["ja"], &["ジョン・スミス"]),
        ("ｽﾐｽ", &["ja"], &["スミス"]),
        ("首相 w/9 大阪", &["ja"], &["首相", "大阪"]),
        ("奥运", &["zh"], &["奥运"]),
        ("奥运会和贸易", &["zh"], &["奥运会和贸易"]),
        ("普京", &["zh"], &["普京"]),
        ("\"总统 弗拉基米尔\"", &["zh"], &["总统弗拉基米尔"]),
        ("北平", &[], &[]),
        ("น้ำท่วม", &["th"], &["น้ำท่วม"]),
        ("กรุงเทพ", &["th"], &["กรุงเทพ"]),
        ("แผนใหม่", &["th"], &["แผนใหม่"]),
    ]);
}

#[test]
fn spellings_are_found_and_marked_where_they_stand() {
    check(&[
        ("strassen", &["de"], &["Straßen"]),
        ("\"die Strassen\"", &["de"], &["die Straßen"]),
        ("zurich", &["de"], &["Zürich"]),
        ("istanbul", &["tr"], &["İstanbul"]),
        ("cafés", &["fr"], &["cafe\u{301}s"]),
        ("القاهره", &["ar"], &["القاهرة"]),
        ("امس", &["ar"], &["أمس"]),
        ("צהל", &["he"], &["צה\"ל"]),
    ]);
}

#[test]
fn exact_forms_keep_case_and_accents() {
    check(&[
        ("=Turkey", &["en"], &["Turkey"]),
        ("=turkey", &["en"], &["turkey"]),
        ("=TURKEY", &[], &[]),
        ("=WHO", &["en"], &["WHO"]),
        ("=who", &["en"], &["who"]),
        ("=Who", &[], &[]),
        ("=Polish", &["en"], &["Polish"]),
        ("=polish", &["en"], &["polish"]),
        ("=résumé", &["en"], &["résumé"]),
        ("=أمس", &["ar"], &["أمس"]),
        ("=امس", &[], &[]),
        ("=القاهرة", &["ar"], &["القاهرة"]),
        ("=القاهره", &[], &[]),
        ("=resume", &["en"], &["resume"]),
        ("=cafés", &["fr"], &["cafe\u{301}s"]),
        ("=cafes", &[], &[]),
        ("=İstanbul", &["tr"], &["İstanbul"]),
        ("=WHO pre/1 said", &["en"], &["WHO", "said"]),
        ("=who pre/1 said", &[], &[]),
        ("=who pre/1 =polish", &["en"], &["who", "polish"]),
        // What is kept for them does not show elsewhere.
        ("turkey", &["en"], &["Turkey", "turkey"]),
        ("*urkey", &["en"], &["Turkey", "turkey"]),
        ("turky~1", &["en"], &["Turkey", "turkey"]),
        ("/turk.y/", &["en"], &["Turkey", "turkey"]),
    ]);
}
