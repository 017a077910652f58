//! Openings of agency stories, with what is read.

use super::*;

/// Place, agency and date as `place|agency|date`, and the text that is left.
fn shown(paragraph: &str) -> Option<(String, String)> {
    let near = Some((date(2024, 1, 1), Precision::Year));
    let found = read(paragraph, near)?;
    let words =
        |range: Option<Range<usize>>| range.map_or("", |range| &paragraph[range]).to_owned();
    let date = found.date.map(|date| date.date.to_string()).unwrap_or_default();
    let rest = format!("{}{}", &paragraph[..found.start], &paragraph[found.end..]);
    Some((format!("{}|{}|{date}", words(found.place), words(found.agency)), rest))
}

#[test]
fn datelines() {
    for (opening, expected) in [
        ("MINSK, Aug 16 (Reuters) - ", "MINSK|Reuters|2024-08-16"),
        ("PARIS, March 3, 2011 (AFP) -- ", "PARIS|AFP|2011-03-03"),
        ("LAGOS (Reuters) - ", "LAGOS|Reuters|"),
        ("NEW DELHI: ", "NEW DELHI||"),
        ("MUMBAI: ", "MUMBAI||"),
        ("Jakarta, 12 May 2003 — ", "Jakarta||2003-05-12"),
        ("WASHINGTON — ", "WASHINGTON||"),
        ("WASHINGTON - ", "WASHINGTON||"),
        ("MOSCOW/KYIV, 3 Aug. - ", "MOSCOW/KYIV||2024-08-03"),
        ("MOSCOW/KYIV (Reuters) - ", "MOSCOW/KYIV|Reuters|"),
        ("(CNN) -- ", "|CNN|"),
        ("(CNN)", "|CNN|"),
        ("(CBS/AP) VIENNA - ", "VIENNA|CBS/AP|"),
        ("ERIE, Pa. — ", "ERIE, Pa.||"),
        ("ANKARA, Reuters - ", "ANKARA|Reuters|"),
        ("القاهرة، رويترز - ", "القاهرة|رويترز|"),
        ("ST. PETERSBURG, Russia (AP) _ ", "ST. PETERSBURG, Russia|AP|"),
        ("KEY BISCAYNE, Fla. (AP) — ", "KEY BISCAYNE, Fla.|AP|"),
        ("RICHMOND, Va. Feb 26 - ", "RICHMOND, Va.||2024-02-26"),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti|AP|"),
        ("BERLIN (dpa) - ", "BERLIN|dpa|"),
        ("Berlin (dpa) - ", "Berlin|dpa|"),
        ("Wien – ", "Wien||"),
        ("Madrid, 3 mar (EFE).- ", "Madrid|EFE|2024-03-03"),
        ("Paris, le 3 mars 2011 - ", "Paris||2011-03-03"),
        ("PARIS, 3 mars (AFP) - ", "PARIS|AFP|2024-03-03"),
        ("(ANSA) - ROMA, 16 AGO - ", "ROMA|ANSA|2024-08-16"),
        ("МОСКВА, 16 авг — РИА Новости. ", "МОСКВА|РИА Новости|2024-08-16"),
        ("Москва. 16 августа. ИНТЕРФАКС - ", "Москва|ИНТЕРФАКС|2024-08-16"),
        ("МОСКВА, 16 августа. /ТАСС/. ", "МОСКВА|ТАСС|2024-08-16"),
        ("القاهرة (رويترز) - ", "القاهرة|رويترز|"),
        ("新华社北京8月16日电 ", "北京|新华社|2024-08-16"),
        ("BEIJING, Aug. 16 (Xinhua) -- ", "BEIJING|Xinhua|2024-08-16"),
        ("THURSDAY, March 31 (HealthDay News) - ", "|HealthDay News|2024-03-31"),
        ("April 1 (Bloomberg) - ", "|Bloomberg|2024-04-01"),
        ("DETROIT, March 4 -", "DETROIT||2024-03-04"),
        ("SAO PAULO, Dec 31 - ", "SAO PAULO||2024-12-31"),
        ("26 juin 2012. - ", "||2012-06-26"),
        ("HAMBURG/BERLIN, 3. März (Reuters) - ", "HAMBURG/BERLIN|Reuters|2024-03-03"),
        ("KYIV, Ukraine, Thursday (AP) - ", "KYIV, Ukraine|AP|"),
    ] {
        for text in ["The council met.", "Der Rat tagte."] {
            let paragraph = format!("{opening}{text}");
            let read = shown(&paragraph);
            let expected = (expected.to_owned(), text.to_owned());
            assert_eq!(read, Some(expected), "{paragraph}");
        }
    }
    let note = "(Adds quotes, background) LIMA, Jan 2 (Reuters) - The council met.";
    let left = "(Adds quotes, background) The council met.";
    assert_eq!(shown(note), Some(("LIMA|Reuters|2024-01-02".to_owned(), left.to_owned())));
}

#[test]
fn no_datelines() {
    for paragraph in [
        "WASHINGTON - based groups said no.",
        "FILE - In this photo the council met.",
        "BREAKING: The council met.",
        "UPDATE 1-The council met.",
        "LIVE: The council met.",
        "OPINION — The council met.",
        "NATO — The alliance met.",
        "Blitzer: Good morning.",
        "The council – which met on 3 March – said no.",
        "The council met on Tuesday - its first meeting since May.",
        "Jane Doe (Labour) - The council met.",
        "Well, March 3 was a day - as days go - like others.",
        "In Paris, on 3 March - a Tuesday - the council met.",
        "COVID-19 — The council met.",
        "Yes — The council met.",
        "THE COUNCIL MET IN PARIS - NOBODY CAME",
        "(Read more) The council met.",
        "",
        "-",
        "— ",
    ] {
        assert_eq!(shown(paragraph), None, "{paragraph}");
    }
}

#[test]
fn declared_datelines() {
    for (value, expected) in [
        ("    SALVADOR, Feb 26 - ", Some("SALVADOR")),
        ("MINSK, Aug 16 (Agency)", Some("MINSK")),
        ("Reykjavik", Some("Reykjavik")),
        ("3 March 2011?", None),
    ] {
        let place = read_declared(value, None).and_then(|found| found.place);
        assert_eq!(place.map(|place| &value[place]), expected, "{value}");
    }
}
