//! What is typed, and how it is read.

use jiff::civil::Date;

use super::note::NoteKind::{self, BadValue, Limit, ReadAs, Repaired, UnknownField};
use super::{Query, Strictness};

mod trees;

const TODAY: Date = Date::constant(2024, 9, 1);

fn check(typed: &str, read_as: &str, notes: &[NoteKind]) {
    let read = Query::parse(typed).resolve(TODAY, Strictness::Lenient).unwrap();
    assert_eq!(read.read_as, read_as, "{typed}");
    let kinds: Vec<NoteKind> = read.notes.iter().map(|note| note.kind).collect();
    assert_eq!(kinds, notes, "{typed}: {:?}", read.notes);
    for note in &read.notes {
        assert!(!note.text.is_empty(), "{typed}");
    }
}

#[test]
fn queries_are_read_as_people_mean_them() {
    for (typed, read_as) in [
        (
            "people:\"Vladimir Putin\" region:russia date:2024-08..2024-09 \"peace talks\"~3 -sport title:ukrain*",
            "people:\"vladimir putin\" AND region:russia AND date:2024-08-01..2024-09-30 AND \"peace talks\"~3 AND NOT sport AND title:ukrain*",
        ),
        (
            "lukashenko w/10 (negotiat* OR talks) -football",
            "(lukashenko w/10 (negotiat* OR talks)) AND NOT football",
        ),
        ("atleast3(kursk) since:2024-08", "atleast3(kursk) AND date:2024-08-01.."),
        ("“peace talks” putin", "\"peace talks\" AND putin"),
        ("\"joh* doe\"~2", "\"joh* doe\"~2"),
        ("joh* w/2 doe", "joh* w/2 doe"),
        ("people:putin,zelensky", "people:putin OR people:zelensky"),
        ("oil AND NOT region:usa", "oil AND NOT region:usa"),
        (
            "people:O'Brien AT&T U.S. COVID-19 Al-Jazeera",
            "people:o'brien AND at&t AND u.s AND \"covid 19\" AND \"al jazeera\"",
        ),
        ("=WHO pandemic", "=WHO AND pandemic"),
        ("lukashenka~1", "lukashenka~1"),
        (
            "title:(peace OR truce) by:petrov words:300..1200 has:people",
            "(title:peace OR title:truce) AND by:petrov AND words:300..1200 AND has:people",
        ),
        ("", "*"),
        ("*", "*"),
        ("-a", "NOT a"),
        ("people:\"Putin, Vladimir\"", "people:\"vladimir putin\""),
        ("people:\"V.V. Putin\"", "people:\"v v putin\""),
        ("people:(putin AND zelensky)", "people:putin AND people:zelensky"),
        ("date:>=2024-08 date:<2025", "date:2024-08-01.. AND date:..2024-12-31"),
        ("date:[2024-01 TO 2024-02}", "date:2024-01-01..2024-01-31"),
        ("date:missing", "NOT has:date"),
        ("date.source:dateline", "date.source:dateline"),
        ("source:reuters,afp", "source:reuters OR source:afp"),
        ("region:=europe", "region:=europe"),
        ("region:\"Middle East\"", "region:\"middle east\""),
        ("cats and dogs", "cats AND and AND dogs"),
        ("http://localhost/a", "\"http localhost a\""),
        ("at 10:12", "at AND \"10 12\""),
        ("title:oil^2 gas", "title:oil^2 AND gas"),
        ("a NEAR/3 b pre/2 c", "(a w/3 b) pre/2 c"),
        ("/ukrain(e|ian)/", "/ukrain(e|ian)/"),
        ("a || b", "a OR b"),
        ("a && b", "a AND b"),
        ("headline:peace", "title:peace"),
        ("russia (ukraine OR kyiv)", "russia AND (ukraine OR kyiv)"),
        ("+a b c", "a AND (b AND c)"),
        ("-\"a b\" -title:x", "NOT \"a b\" AND NOT title:x"),
        ("a|b", "a OR b"),
        ("a&&b", "a AND b"),
        ("（a OR b） title：c", "(a OR b) AND title:c"),
        ("「日本」 «a» „b“ ‘c d’", "\"日本\" AND \"a\" AND \"b\" AND \"c d\""),
        ("צה\"ל", "צהל"),
        ("\"(peace OR cease fire) talks\"", "\"peace talks\" OR \"cease fire talks\""),
        ("\"World Health (WHO) said\"", "\"world health who said\""),
        ("\"joh~1 =Doe\"", "\"joh~1 =Doe\""),
        ("title:1,200 words:1,200", "title:1,200 AND words:1200"),
        ("title:=WHO", "title:=WHO"),
        ("date:2020..2021,2023", "date:2020-01-01..2021-12-31 OR date:2023-01-01..2023-12-31"),
        ("date:(2020..2021 OR 2023)", "date:2020-01-01..2021-12-31 OR date:2023-01-01..2023-12-31"),
        ("since:\"3 days ago\"", "date:2024-08-29.."),
        ("lang:german ext:.PDF", "lang:de AND ext:pdf"),
        ("site:www.bbc.co.uk", "site:=bbc.co.uk OR site:*.bbc.co.uk"),
        ("missing:date", "NOT has:date"),
        ("words:>1,000 words:<2k", "words:1001.. AND words:..1999"),
        ("https://a.org/b?c=(d)|e", "\"https a org b c d e\""),
        ("#strike @union $5bn", "strike AND union AND 5bn"),
    ] {
        check(typed, read_as, &[]);
    }
}

#[test]
fn what_is_guessed_or_repaired_is_noted() {
    for (typed, read_as, notes) in [
        ("russia ukraine OR kyiv", "russia AND (ukraine OR kyiv)", &[ReadAs][..]),
        ("a AND b OR c", "(a AND b) OR c", &[ReadAs]),
        ("(peace", "peace", &[Repaired]),
        ("peace)", "peace", &[Repaired]),
        ("\"open quote", "\"open quote\"", &[Repaired]),
        ("\"\"", "*", &[Repaired]),
        ("AND", "*", &[Repaired]),
        ("title:", "has:title", &[Repaired]),
        ("date:banana", "NOT *", &[BadValue]),
        ("ttle:peace", "\"ttle peace\"", &[UnknownField]),
        ("who is putin?", "who AND is AND putin", &[ReadAs]),
        ("date:2024..2023", "date:2023-01-01..2024-12-31", &[Repaired]),
        ("words:many", "NOT *", &[BadValue]),
        ("date:10/11/2024", "date:2024-11-10", &[ReadAs]),
        ("date:16 August 2024 talks", "date:2024-08-16 AND talks", &[ReadAs]),
        ("date:2023-2024", "date:2023-01-01..2024-12-31", &[ReadAs]),
        ("words:300–400", "words:300..400", &[ReadAs]),
        ("words:500..300", "words:300..500", &[Repaired]),
        ("title: peace", "title:peace", &[Repaired]),
        ("people:putin, zelensky", "people:putin AND zelensky", &[ReadAs]),
        ("a w/in 5 b", "a w/5 b", &[ReadAs]),
        ("a near5 b adj2 c", "(a w/5 b) pre/2 c", &[ReadAs, ReadAs]),
        ("a w/5 (b c)", "(a w/5 b) AND (a w/5 c)", &[ReadAs]),
        ("title:a w/5 body:b", "title:a AND body:b", &[Repaired]),
        ("w/5 a", "\"w 5\" AND a", &[Repaired]),
        ("a – b !c", "a AND b AND NOT c", &[Repaired, ReadAs]),
        ("c++", "c", &[ReadAs]),
        ("a~0.8", "a~1", &[Repaired]),
        ("\"a b\"~", "\"a b\"", &[Repaired]),
        ("a~9", "a~2", &[Limit]),
        ("a^9999", "a^1000", &[Limit]),
        ("atleast0(a)", "atleast1(a)", &[Repaired]),
        ("atleast2(region:france)", "region:france", &[Repaired]),
        ("region:ukrane", "region:ukrane", &[BadValue]),
        ("has:nonsense", "NOT *", &[BadValue]),
        ("before:1600", "NOT *", &[BadValue]),
    ] {
        check(typed, read_as, notes);
    }
}

#[test]
fn nothing_that_is_typed_stops_it() {
    let deep = "(".repeat(10_000);
    let nested = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
    let many = "a ".repeat(20_000);
    let stars = "a* ".repeat(100);
    let minus = "-".repeat(10_000);
    for typed in [
        "-",
        ":",
        "(",
        ")",
        "()",
        "NOT",
        "OR OR",
        "a OR",
        "^",
        "a^",
        "~",
        "\"",
        "/",
        "=",
        "w/5",
        "a w/5",
        "[",
        "date:[",
        "date:..",
        "..",
        "title:()",
        "title:(a",
        "»",
        "“",
        "%",
        "&&",
        "|",
        "atleast3(",
        "atleast(a)",
        "people:",
        "people:,",
        "a,b",
        "title:,,",
        "NOT NOT a",
        "- a",
        "date:>",
        "\u{0}",
        "é:ü",
        "region:\"\"",
        &deep,
        &nested,
        &many,
        &minus,
    ] {
        let read = Query::parse(typed).resolve(TODAY, Strictness::Lenient).unwrap();
        assert!(read.notes.len() < 10_000);
        assert!(!read.read_as.is_empty(), "{typed}");
    }
    check(&many, &vec!["a"; 4096].join(" AND "), &[Limit]);
    let (kept, left_out) = (vec!["a*"; 64].join(" AND "), " AND NOT *".repeat(36));
    check(&stars, &format!("{kept}{left_out}"), &[Limit]);
}

#[test]
fn filters_hold_for_the_whole_query() {
    let query = Query::parse("a OR b").filter("region", "Middle East").filter("date", "2024..");
    let read = query.resolve(TODAY, Strictness::Lenient).unwrap();
    assert_eq!(read.read_as, "(a OR b) AND region:\"middle east\" AND date:2024-01-01..");
}

#[test]
fn strictness_turns_the_first_note_into_an_error() {
    let error = Query::parse("a ttle:b").resolve(TODAY, Strictness::Strict).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Query);
    assert!(error.message().ends_with("\n  a ttle:b\n    ^"), "{error}");
    assert!(Query::parse("a b").resolve(TODAY, Strictness::Strict).is_ok());
}
