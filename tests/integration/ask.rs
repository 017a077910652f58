//! The query language over a real index: for every form, the articles that are found, and with
//! them those that are not. The corpus is small enough to be seen at once.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use dateline::index::{IndexOptions, update};
use dateline::query::note::NoteKind;
use dateline::query::{Query, Strictness};
use dateline::search::{Hits, Match, SearchBackend as _, SearchRequest, Searcher};
use jiff::civil::date;

/// Name, headline, date, people, region, text. An empty value is not stated.
type Row<'t> = (&'t str, &'t str, &'t str, &'t [&'t str], &'t str, &'t str);

#[rustfmt::skip]
const ARTICLES: &[Row<'_>] = &[
    ("envoys", "Ukrainian envoys arrive for peace", "2024-08-20", &["Vladimir Putin"], "Russia",
     "The peace of the talks was kept for an hour. Nobody spoke of the weather."),
    ("match", "Ukrainian side wins peace cup", "2024-08-21", &["Vladimir Putin"], "Russia",
     "Peace talks were one thing, sport another, said the coach."),
    ("october", "Ukraine waits", "2024-10-01", &["Vladimir Putin"], "Russia",
     "New peace talks were announced. The hall stood empty."),
    ("apart", "Ukraine and the river", "2024-09-30", &["Vladimir Putin"], "Russia",
     "There was peace in the valley of the quiet green river before the talks."),
    ("namesake", "Ukraine hires a cook", "2024-08-22", &["Lyudmila Putin"], "Russia",
     "At the peace talks soup was served."),
    ("abroad", "Ukraine in Paris", "2024-08-23", &["Vladimir Putin"], "France",
     "At the peace talks wine was served."),
    ("minsk", "Minsk listens", "2023-02-01", &["Alexander Lukashenko"], "Belarus",
     "Lukashenko said that he had negotiated with the millers through the night."),
    ("goalkeeper", "Minsk plays", "2023-02-02", &["Alexander Lukashenko"], "Belarus",
     "Lukashenko opened the talks and the football season in one speech."),
    ("farm", "Minsk harvests", "2023-02-03", &["Alexander Lukashenko"], "Belarus",
     "Lukashenko looked at beets. One two three four five six seven eight nine ten eleven talks."),
    ("kursk3", "The road", "2024-08-01", &[], "", "Kursk was far. To Kursk they went, and from Kursk they wrote."),
    ("kursk2", "The rail", "2024-08-02", &[], "", "Kursk was near. To Kursk they went by rail."),
    ("kursk-old", "The river road", "2024-07-31", &[], "", "Kursk, Kursk and again Kursk."),
    ("hull", "A harbour", "1999-05-05", &["John Prescott"], "United Kingdom",
     "Russia was mentioned in passing, and Kyiv in a footnote."),
    ("odessa", "A market", "1999-05-06", &[], "", "Russia sold fish to Ukraine."),
    ("lonely", "A bench", "1999-05-07", &[], "", "Kyiv has a bench that nobody sits on."),
    ("doe", "A clerk", "1985-01-01", &[], "", "Johnny Q Doe was paid on Friday."),
    ("doe-far", "A teller", "1985-01-02", &[], "", "Joanna and her brother and sister met Mr Doe."),
    ("zelensky", "A visit", "2022-03-03", &["Volodymyr Zelensky"], "Ukraine", "The president went to the front."),
    ("both", "A call", "2022-03-04", &["Volodymyr Zelensky", "Vladimir Putin"], "Russia", "The two spoke by telephone."),
    ("texas", "Oil in Texas", "2001-01-01", &[], "USA", "Oil was found below the church."),
    ("baku", "Oil in Baku", "2001-01-02", &[], "Azerbaijan", "Oil was found below the bath."),
    ("chair", "Seats", "2021-06-01", &["Miles O'Brien"], "USA",
     "AT&T left the U.S. market over COVID-19, as Al-Jazeera was told."),
    ("chairs", "Benches", "2021-06-02", &["Miles O'Brien"], "USA",
     "AT and T left the market over COVID of 19 kinds. Al met Jazeera."),
    ("who", "Doctors warn", "2020-03-11", &[], "", "The WHO called it a pandemic."),
    ("whoever", "Doctors ask", "2020-03-12", &[], "", "Nobody knew who had a pandemic in mind."),
    ("lukashenka", "A spelling", "2010-10-10", &[], "", "Mr Lukashenka, as he is spelt in Minsk."),
    ("truce", "A truce holds", "1995-11-21", &["Ann Bell"], "", "The truce was signed in Dayton."),
    ("long", "A peace holds", "1995-11-22", &["Ann Bell"], "", ""),
    ("undated", "No day", "", &[], "", "Nobody wrote the day on this zeppelin."),
    ("caps", "On capitals", "2019-01-01", &[], "", "Cats and dogs or birds. Price: $5bn, or 1,200 each, 50% off at 10:12. #strike @union c."),
    ("phrase", "A sentence", "2019-01-02", &[], "", "A cease fire talks of its own; the alpha beta gamma delta of it."),
    ("reversed", "A mirror", "2019-01-03", &[], "", "The delta gamma beta alpha of it."),
    ("web", "A page", "2019-01-04", &[], "", "See https://news.example.org/a?b=c for more."),
];

fn corpus() -> (tempfile::TempDir, Searcher) {
    let folder = tempfile::tempdir().unwrap();
    for (name, title, day, people, region, body) in ARTICLES {
        let mut article = serde_json::json!({ "title": title, "body": body, "lang": "en" });
        let mut put = |key: &str, value: serde_json::Value| article[key] = value;
        if !day.is_empty() {
            put("date", (*day).into());
        }
        if !people.is_empty() {
            put("people", serde_json::json!(people));
        }
        if !region.is_empty() {
            put("region", (*region).into());
        }
        if matches!(*name, "truce" | "long") {
            put("author", "Ivan Petrov".into());
            let words = if *name == "long" { "word ".repeat(400) } else { (*body).to_owned() };
            put("body", words.into());
        }
        if *name == "web" {
            put("url", "https://www.news.example.org/world/a?b=c".into());
            put("publisher", "Reuters".into());
        }
        if *name == "caps" {
            put("url", "https://example.org/caps".into());
            put("publisher", "AFP".into());
        }
        let json = serde_json::to_string(&article).unwrap();
        std::fs::write(folder.path().join(format!("{name}.json")), json).unwrap();
    }
    let index = folder.path().join(".dateline");
    update(&index, &[folder.path().to_path_buf()], &IndexOptions::default(), &()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    (folder, searcher)
}

fn ask(searcher: &Searcher, query: &str, matching: Match) -> Hits {
    let mut request = SearchRequest::new(Query::parse(query), date(2024, 9, 1));
    request.limit = 100;
    request.matching = matching;
    searcher.search(&request).unwrap()
}

fn names(answer: &Hits) -> BTreeSet<&str> {
    answer.hits.iter().map(|hit| hit.path.trim_end_matches(".json")).collect()
}

/// What a query finds, and the kinds of its notes, less those on words that no article has.
#[track_caller]
fn check(searcher: &Searcher, query: &str, expected: &[&str], notes: &[NoteKind]) {
    let answer = ask(searcher, query, Match::All);
    let expected: BTreeSet<&str> = expected.iter().copied().collect();
    assert_eq!(names(&answer), expected, "{query}: read as {}", answer.read_as);
    let kinds: Vec<NoteKind> = answer
        .notes
        .iter()
        .map(|note| note.kind)
        .filter(|kind| *kind != NoteKind::Suggestion)
        .collect();
    assert_eq!(kinds, notes, "{query}: {:?}", answer.notes);
    // The reading, typed, finds the same.
    let again = ask(searcher, &answer.read_as, Match::All);
    assert_eq!(names(&again), expected, "{query}: read as {}", answer.read_as);
}

/// Every row of the table *Must read right* of the language.
#[test]
fn what_must_read_right_finds_what_is_meant() {
    use NoteKind::{BadValue, Limit, ReadAs, Repaired};
    let (_folder, searcher) = corpus();
    let everything: Vec<&str> = ARTICLES.iter().map(|article| article.0).collect();
    for (query, expected, notes) in [
        (
            "people:\"Vladimir Putin\" region:russia date:2024-08..2024-09 \"peace talks\"~3 -sport title:ukrain*",
            &["envoys"][..],
            &[][..],
        ),
        ("lukashenko w/10 (negotiat* OR talks) -football", &["minsk"], &[]),
        ("atleast3(kursk) since:2024-08", &["kursk3"], &[]),
        ("“peace talks” putin", &[], &[]),
        ("“peace talks” sport", &["match"], &[]),
        ("“peace talks” people:putin", &["match", "october", "namesake", "abroad"], &[]),
        ("russia ukraine OR kyiv", &["hull", "odessa"], &[ReadAs]),
        ("fish AND russia OR sits", &["odessa", "lonely"], &[ReadAs]),
        ("\"joh* doe\"~2", &["doe"], &[]),
        ("joh* w/2 doe", &["doe"], &[]),
        ("joh* w/1 doe", &[], &[]),
        ("jo* w/9 doe", &["doe", "doe-far"], &[]),
        (
            "people:putin,zelensky",
            &["envoys", "match", "october", "apart", "namesake", "abroad", "zelensky", "both"],
            &[],
        ),
        ("oil AND NOT region:usa", &["baku"], &[]),
        ("people:O'Brien AT&T U.S. COVID-19 Al-Jazeera", &["chair"], &[]),
        ("lukashenka~1", &["minsk", "goalkeeper", "farm", "lukashenka"], &[]),
        ("title:(peace OR truce) by:petrov words:300..1200 has:people", &["long"], &[]),
        ("(zeppelin", &["undated"], &[Repaired]),
        ("zeppelin)", &["undated"], &[Repaired]),
        ("\"this zeppelin", &["undated"], &[Repaired]),
        ("zeppelin \"\"", &["undated"], &[Repaired]),
        ("zeppelin AND", &["undated"], &[Repaired]),
        ("zeppelin -", &["undated"], &[Repaired]),
        ("zeppelin :", &["undated"], &[Repaired]),
        ("zeppelin title:", &["undated"], &[Repaired]),
        ("zeppelin date:banana", &[], &[BadValue]),
    ] {
        check(&searcher, query, expected, notes);
    }
    for typed in ["\"\"", "AND", "-", ":"] {
        check(&searcher, typed, &everything, &[Repaired]);
    }
    let deep = format!("{}zeppelin", "(".repeat(10_000));
    let answer = ask(&searcher, &deep, Match::All);
    assert_eq!(names(&answer), ["undated"].into());
    assert!(answer.notes.iter().any(|note| note.kind == Limit), "{:?}", answer.notes);
    // The empty string: everything, the newest first.
    let all = ask(&searcher, "", Match::Auto);
    assert_eq!(all.total, ARTICLES.len() as u64);
    let dates: Vec<Option<&str>> = all.hits.iter().map(|hit| hit.date.as_deref()).collect();
    let mut sorted = dates.clone();
    sorted.sort_by(|a, b| b.cmp(a));
    assert_eq!(dates, sorted);
}

#[test]
fn dates_and_fields_find_what_they_say() {
    let (_folder, searcher) = corpus();
    let of_1999 = ["hull", "odessa", "lonely"];
    for (query, expected) in [
        ("date:1999", &of_1999[..]),
        ("date:1999-05", &of_1999),
        ("date:1999-05-06", &["odessa"]),
        ("date:19990506", &["odessa"]),
        ("date:\"6 May 1999\"", &["odessa"]),
        ("date:may-1999", &of_1999),
        ("date:1999-Q2", &of_1999),
        ("date:1999-W18", &of_1999),
        ("date:1990s -by:petrov", &of_1999),
        ("date:1985..1995-11-21", &["doe", "doe-far", "truce"]),
        ("date:..1985", &["doe", "doe-far"]),
        ("date:2024-09..", &["october", "apart", "undated"]),
        ("since:2024-09 until:2024-09", &["apart"]),
        ("after:2024-08 before:2024-10", &["apart"]),
        ("after:1999-05-05 before:1999-05-07", &["odessa"]),
        ("on:1999-05-07", &["lonely"]),
        ("date:>1999-05-05 date:<=1999-05-06", &["odessa"]),
        ("date:{1999-05-05 TO 1999-05-07}", &["odessa"]),
        ("date:12d..today -date.source:file", &["envoys", "match", "namesake", "abroad"]),
        ("date:\"last month\" kursk", &["kursk3", "kursk2"]),
        ("date.source:file", &["undated"]),
        ("date.precision:day date:1985", &["doe", "doe-far"]),
        ("has:by", &["truce", "long"]),
        ("missing:people date:1999", &["odessa", "lonely"]),
        ("missing:date", &[]),
        ("date:missing", &[]),
        ("region:missing has:url", &["web", "caps"]),
        ("site:news.example.org", &["web"]),
        ("site:example.org", &["web", "caps"]),
        ("site:=example.org", &["caps"]),
        ("site:https://www.example.org/x", &["web", "caps"]),
        ("source:reuters,afp", &["web", "caps"]),
        ("pub:reuters", &["web"]),
        ("url:\"world a\"", &["web"]),
        ("file:web.json", &["web"]),
        ("file:w*.json", &["who", "whoever", "web"]),
        ("ext:.JSON hd:zeppelin", &[]),
        ("ext:json body:zeppelin", &["undated"]),
        ("lang:english zeppelin", &["undated"]),
        ("words:>300", &["long"]),
        ("region:europe has:url", &[]),
        ("region:RU date:2022", &["both"]),
        ("country:rus date:2022", &["both"]),
        ("region:=europe", &[]),
        ("people:(putin AND zelensky)", &["both"]),
        ("people:\"Putin, Vladimir\" date:2022", &["both"]),
        ("people:\"V. Putin\" date:2022", &["both"]),
        ("people:\"v* putin\" date:2022", &["both"]),
        ("people:=\"Miles O'Brien\"", &["chair", "chairs"]),
        ("title:(minsk -plays)", &["minsk", "farm"]),
        ("title:\"oil texas\"~1", &["texas"]),
        ("title:/oi[l]/", &["texas", "baku"]),
    ] {
        check(&searcher, query, expected, &[]);
    }
}

#[test]
fn what_people_type_elsewhere_finds_what_they_expect() {
    use NoteKind::{ReadAs, Repaired, UnknownField};
    let (_folder, searcher) = corpus();
    for (query, expected, notes) in [
        ("+oil -\"the church\"", &["baku"][..], &[][..]),
        ("oil -title:baku", &["texas"], &[]),
        ("oil -region:usa,france", &["baku"], &[]),
        ("oil –church", &["baku"], &[ReadAs]),
        ("oil !church", &["baku"], &[ReadAs]),
        ("oil AND (bath OR church)", &["texas", "baku"], &[]),
        ("oil AND NOT (bath OR fire)", &["texas"], &[]),
        ("（bath OR church） title：oil", &["texas", "baku"], &[]),
        ("oil&&bath", &["baku"], &[]),
        ("bath|church", &["texas", "baku"], &[]),
        ("title: oil bath", &["baku"], &[Repaired]),
        ("ttle:oil", &[], &[UnknownField]),
        ("„this zeppelin“", &["undated"], &[]),
        ("«this zeppelin»", &["undated"], &[]),
        ("‘this zeppelin’", &["undated"], &[]),
        ("\"zeppelin this\"", &[], &[]),
        ("who is on a zeppelin?", &[], &[ReadAs]),
        ("russia w/in 10 kyiv", &["hull"], &[ReadAs]),
        ("russia w/s kyiv", &["hull"], &[ReadAs]),
        ("alpha pre/3 delta", &["phrase"], &[]),
        ("delta pre/3 alpha", &["reversed"], &[]),
        ("alpha w/3 delta", &["phrase", "reversed"], &[]),
        ("alpha w/2 delta", &[], &[]),
        ("\"alpha delta\"~2", &["phrase", "reversed"], &[]),
        ("\"alpha * gamma\"", &["phrase"], &[]),
        ("\"(alpha OR delta) (beta OR gamma)\"", &["phrase", "reversed"], &[]),
        (
            "\"(peace OR cease fire) talks\"",
            &["match", "october", "namesake", "abroad", "phrase"],
            &[],
        ),
        ("\"alpho~1 beta\"", &["phrase"], &[]),
        ("(alpha w/1 beta) w/3 \"gamma delta\"", &["phrase"], &[]),
        ("\"alpha beta\" pre/1 gam*", &["phrase"], &[]),
        ("alph~ w/2 gamma", &["phrase", "reversed"], &[]),
        ("alpha w/3 (beta delta)", &["phrase", "reversed"], &[ReadAs]),
        ("title:oil w/3 body:church", &["texas"], &[Repaired]),
        ("atleast2(alpha OR delta)", &["phrase", "reversed"], &[]),
        ("atleast3(alpha OR delta)", &[], &[]),
        ("$5bn 1,200 50% 10:12 #strike @union c++", &["caps"], &[ReadAs]),
        ("https://news.example.org/a?b=c", &["web"], &[]),
        ("cats and dogs", &["caps"], &[]),
        ("CATS DOGS", &["caps"], &[]),
        ("date:6 May 1999", &["odessa"], &[ReadAs]),
        ("words:300-1,200", &["long"], &[ReadAs]),
        ("date:1985-1995 by:petrov", &["truce", "long"], &[ReadAs]),
        ("date:1995..1985 by:petrov", &["truce", "long"], &[Repaired]),
        ("z?ppelin", &["undated"], &[]),
        ("*ppelin", &["undated"], &[]),
        ("/z.p+elin/", &["undated"], &[]),
        ("zepelin~1", &["undated"], &[]),
        ("zeppelin^3 OR sits^0.1", &["undated", "lonely"], &[]),
    ] {
        check(&searcher, query, expected, notes);
    }
}

#[test]
fn words_side_by_side_are_loosened_only_where_asked_and_with_a_note() {
    let (_folder, searcher) = corpus();
    let any: BTreeSet<&str> = ["undated", "baku"].into();
    assert_eq!(names(&ask(&searcher, "zeppelin bath", Match::All)), BTreeSet::new());
    assert_eq!(names(&ask(&searcher, "zeppelin bath", Match::Any)), any);
    let auto = ask(&searcher, "zeppelin bath", Match::Auto);
    assert_eq!(names(&auto), any);
    assert!(auto.notes.iter().any(|note| note.kind == NoteKind::Answer), "{:?}", auto.notes);
    // What is joined by AND is meant, and so is what has a plus.
    assert_eq!(names(&ask(&searcher, "zeppelin AND bath", Match::Auto)), BTreeSet::new());
    let required = ask(&searcher, "+oil zeppelin bath fire", Match::Auto);
    assert_eq!(names(&required), ["baku"].into());
}

#[test]
fn unknown_words_names_and_places_are_answered_with_the_nearest() {
    let (_folder, searcher) = corpus();
    for (query, expected) in [
        ("zepelin", "no article has zepelin (did you mean zeppelin?)"),
        ("zepelni", "no article has zepelni (did you mean zeppelin?)"),
        ("kusrk oil", "no article has kusrk (did you mean kursk?)"),
        ("title:ukrainain", "no article has title:ukrainain (did you mean ukrainian?)"),
        (
            "people:lukashenkp",
            "no article has people:lukashenkp (did you mean lukashenko or lukashenka?)",
        ),
        (
            "people:\"alexander lukashenkp\"",
            "no article has people:\"alexander lukashenkp\" (did you mean \"alexander lukashenko\" or \"alexander lukashenka\"?)",
        ),
        ("source:reutrs", "no article has source:reutrs (did you mean reuters?)"),
        ("qqqqqqqq", "no article has qqqqqqqq"),
    ] {
        let answer = ask(&searcher, query, Match::All);
        assert_eq!(answer.total, 0, "{query}");
        let told: Vec<&str> = answer
            .notes
            .iter()
            .filter(|note| note.kind == NoteKind::Suggestion)
            .map(|note| note.text.as_str())
            .collect();
        assert_eq!(told, [expected], "{query}");
    }
    let place = ask(&searcher, "oil region:ukrane", Match::All);
    assert_eq!(place.notes[0].text, "no region is called ukrane (did you mean Ukraine?)");
    assert_eq!((place.notes[0].start, place.notes[0].end), (11, 17));
    // Known words, other spellings of known people, and what is left out need no help.
    for query in ["negotiate", "people:Poutine", "oil -zepelin", "zep*", "1,200"] {
        let answer = ask(&searcher, query, Match::All);
        assert!(answer.notes.is_empty(), "{query}: {:?}", answer.notes);
    }
    let answer = ask(&searcher, "title:oil zepelin", Match::All);
    assert_eq!((answer.notes[0].start, answer.notes[0].end), (10, 17));
}

/// Queries that would take a machine down: answered, in bounded time.
#[test]
fn hostile_queries_are_answered() {
    let (_folder, searcher) = corpus();
    let near = |count: usize| {
        (0..count)
            .map(|n| format!("oil {}/{} ", if n % 2 == 0 { "w" } else { "pre" }, n + 1))
            .collect::<String>()
    };
    let words = |count: usize| (0..count).map(|n| format!("w{n}")).collect::<Vec<_>>();
    for typed in [
        "(".repeat(10_000),
        format!("{}oil{}", "(".repeat(10_000), ")".repeat(10_000)),
        "((a OR b) AND ".repeat(3_000),
        "title:(".repeat(5_000),
        "atleast999999999(oil)".to_owned(),
        "atleast99999999999999999999(oil OR bath)".to_owned(),
        "atleast3(".repeat(5_000),
        near(4_000),
        format!("({}) w/5 ({})", words(500).join(" OR "), words(500).join(" OR ")),
        format!("({}) w/5 ({})", words(60).join(" "), words(60).join(" ")),
        format!("\"{}\"", words(5_000).join(" ")),
        format!("\"{}\"~4000000000", words(200).join(" ")),
        format!("\"{}\"", "(a OR b OR c OR d) ".repeat(40)),
        format!("id:{}", words(100_000).join(",")),
        words(100_000).join(" "),
        words(4_000).join(" OR "),
        "* ".repeat(5_000),
        "a* ".repeat(5_000),
        "*a*b*c* ".repeat(5_000),
        format!("{}a", "*a".repeat(5_000)),
        format!("file:{}a", "*a".repeat(5_000)),
        "?".repeat(10_000),
        "oil~2 ".repeat(3_000),
        format!("{}~2", "o".repeat(10_000)),
        "/(.*a){100}/ /(.{100}){100}/ /((((a*)*)*)*)*/ /[a-z]{1,1000}/".to_owned(),
        "/(/ /[/ /\\/".to_owned(),
        "- ".repeat(10_000),
        "-".repeat(100_000),
        "\"".repeat(100_001),
        "[".repeat(100_000),
        "date:[ ".repeat(20_000),
        "x:y ".repeat(20_000),
        "date:banana ".repeat(20_000),
        format!("{}:a", "x".repeat(500_000)),
        "oil^99999999999999999999999999999999999999999999".to_owned(),
        "NOT ".repeat(50_000),
        "a\u{301}".repeat(100_000),
        "語".repeat(300_000),
        "\u{0}\u{fdd0}\u{202e}".repeat(1_000),
        "a".repeat(2_000_000),
    ] {
        let started = Instant::now();
        let answer = ask(&searcher, &typed, Match::Auto);
        let took = started.elapsed();
        let shown: String = typed.chars().take(40).collect();
        // No measurement: what takes so long on any machine does not end.
        assert!(took < Duration::from_secs(300), "{shown}: {took:?}");
        assert!(answer.notes.len() < 100, "{shown}: {} notes", answer.notes.len());
        let strict = Query::parse(&typed).resolve(date(2024, 9, 1), Strictness::Strict);
        if let Err(error) = strict {
            assert!(error.message().len() < 2_000, "{shown}");
        }
    }
}
