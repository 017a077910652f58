//! Dates as they are written, with what is read.

use super::*;

/// The date at its precision, the time, the offset, and the words it was read from.
fn shown(text: &str, context: DateContext) -> Option<String> {
    let found = find_date(text, context)?;
    let length = match found.precision {
        Precision::Day | Precision::Minute => 10,
        Precision::Month => 7,
        Precision::Year => 4,
    };
    let mut out = found.date.to_string()[..length].to_owned();
    if let Some(time) = found.time {
        out += &format!(" {:02}:{:02}", time.hour(), time.minute());
        if time.second() > 0 {
            out += &format!(":{:02}", time.second());
        }
    }
    if let Some(offset) = found.offset_minutes {
        out += &format!(" {offset:+}");
    }
    if let Some(doubt) = found.doubt {
        out += &format!(" {doubt:?}");
    }
    Some(out)
}

#[test]
fn dates() {
    for (text, expected) in [
        ("2024-08-16", "2024-08-16"),
        ("2024-08-16T10:12:00Z", "2024-08-16 10:12 +0"),
        ("2024-08-16T10:12:34.567+02:00", "2024-08-16 10:12:34 +120"),
        ("2024-08-16T10:12-0500", "2024-08-16 10:12 -300"),
        ("2024-08-16 10:12", "2024-08-16 10:12"),
        ("2024-08-16 10:12:05 +0200", "2024-08-16 10:12:05 +120"),
        ("2017-01-25T143600", "2017-01-25 14:36"),
        ("20240816", "2024-08-16"),
        ("20240816T101200Z", "2024-08-16 10:12 +0"),
        ("20240816101200", "2024-08-16 10:12"),
        ("2024/08/16", "2024-08-16"),
        ("2024.08.16.", "2024-08-16"),
        ("2024. 8. 16.", "2024-08-16"),
        ("Fri, 16 Aug 2024 10:12:00 +0200", "2024-08-16 10:12 +120"),
        ("Wed, 21 Apr 93 12:00:00 GMT", "1993-04-21 12:00 +0"),
        ("21 Apr 93 12:00:00 EST", "1993-04-21 12:00 -300"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06 08:49:37 +0"),
        ("Fri Aug 16 10:12:00 2024", "2024-08-16 10:12"),
        ("Fri Aug 16 10:12:00 EST 2024", "2024-08-16 10:12 -300"),
        ("16 August 2024", "2024-08-16"),
        ("16th of August, 2024", "2024-08-16"),
        ("August 16, 2024", "2024-08-16"),
        ("Aug. 16th, 2024", "2024-08-16"),
        ("August 16, 2024, Friday // 10:12", "2024-08-16 10:12"),
        ("Friday 16 August 2024 10.12 BST", "2024-08-16 10:12"),
        ("16.08.2024", "2024-08-16"),
        ("16.8.2024, 10.12 Uhr", "2024-08-16 10:12"),
        ("16/08/2024", "2024-08-16"),
        ("08/16/2024", "2024-08-16"),
        ("03/05/2024", "2024-05-03 DayFirst"),
        ("03/05/2024 3:45 PM EST", "2024-03-05 15:45 -300 MonthFirst"),
        ("05/05/2024", "2024-05-05"),
        ("03/14/1998 10:36:00", "1998-03-14 10:36"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26 15:01:01"),
        (" 1-MAR-1987 21:44:31.60", "1987-03-01 21:44:31"),
        ("16-Aug-2024", "2024-08-16"),
        ("2024-Aug-16", "2024-08-16"),
        ("2024 August 16", "2024-08-16"),
        ("August 1987", "1987-08"),
        ("30 February 2024", "2024-02"),
        ("août 1987", "1987-08"),
        ("agosto de 1987", "1987-08"),
        ("1987-08", "1987-08"),
        ("08/1987", "1987-08"),
        ("1987", "1987"),
        ("August 16, 2024 at 3:45 p.m. EST", "2024-08-16 15:45 -300"),
        ("August 16, 2024 12:05 AM", "2024-08-16 00:05"),
        ("August 16, 2024 3 pm PDT", "2024-08-16 15:00 -420"),
        ("10:30 GMT, 5 May 2021", "2021-05-05 10:30 +0"),
        ("16 Aug 2024 10:12 (UTC+2)", "2024-08-16 10:12 +120"),
        ("16 August 2024 10:12 CEST", "2024-08-16 10:12 +120"),
        ("16 August 2024 10:12 IST", "2024-08-16 10:12"),
        ("16 August 2024 10:12-11:30", "2024-08-16 10:12"),
        ("16. August 2024", "2024-08-16"),
        ("Donnerstag, 3. März 2011, 10.12 Uhr", "2011-03-03 10:12"),
        ("Freitag, 3. März 2011, 10.12 Uhr", "2011-03-03 10:12 Weekday"),
        ("Friday 08/03/2024", "2024-03-08"),
        ("Saturday 08/03/2024", "2024-08-03"),
        ("Friday 08/03/24", "2024-03-08"),
        ("Sunday, 14 June 98", "1998-06-14"),
        ("Friday, 16 August 24", "2024-08-16"),
        ("Monday, 20/4/03", "1903-04-20"),
        ("16 สิงหาคม 2567", "2024-08-16"),
        ("๑๖ สิงหาคม ๒๕๖๗", "2024-08-16"),
        ("16 tháng 8 năm 2024", "2024-08-16"),
        ("Ngày 16 tháng 8, 2024", "2024-08-16"),
        ("16. kolovoza 2024.", "2024-08-16"),
        ("16 Ogos 2024", "2024-08-16"),
        ("2024 m. rugpjūčio 16 d.", "2024-08-16"),
        ("16 באוגוסט 2024", "2024-08-16"),
        ("২০২৪ আগস্ট ১৬", "2024-08-16"),
        ("3. Jänner 2011", "2011-01-03"),
        ("1er mars 2011 à 10h12", "2011-03-01 10:12"),
        ("3 de marzo de 2011", "2011-03-03"),
        ("3 marzo 2011", "2011-03-03"),
        ("1º de março de 2011", "2011-03-01"),
        ("3 maart 2011", "2011-03-03"),
        ("16 августа 2024 г., 10:12", "2024-08-16 10:12"),
        ("16 августа 2024 года, 10:12 мск", "2024-08-16 10:12 +180"),
        ("3 września 2011", "2011-09-03"),
        ("16 серпня 2024", "2024-08-16"),
        ("16 Ağustos 2024", "2024-08-16"),
        ("16 أغسطس 2024", "2024-08-16"),
        ("16 أغسطس/آب 2024", "2024-08-16"),
        ("١٦ آب ٢٠٢٤", "2024-08-16"),
        ("2024年8月16日", "2024-08-16"),
        ("2024年8月16日 10時12分", "2024-08-16 10:12"),
        ("２０２４年８月１６日", "2024-08-16"),
        ("2024년 8월 16일", "2024-08-16"),
        ("12 December 1798", "1798-12-12"),
        ("1 January 2300", "2300-01-01"),
    ] {
        assert_eq!(shown(text, DateContext::default()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn no_dates() {
    for text in [
        "",
        "16 August",
        "2024-13-01",
        "16 August 1599",
        "1 January 2301",
        "3:1",
        "version 1.2.2003.4",
        "10.12.2003.1",
        "555-1234",
        "$2024",
        "No. 20241",
        "1445/02/10",
        "May",
    ] {
        assert_eq!(shown(text, DateContext::default()), None, "{text}");
    }
}

#[test]
fn context_gives_year_and_order() {
    let near = |year, month, day| DateContext {
        near: Some((jiff::civil::date(year, month, day), Precision::Day)),
    };
    for (text, context, expected) in [
        ("16 Aug", near(2024, 8, 17), "2024-08-16"),
        ("31 December", near(2024, 1, 1), "2023-12-31"),
        ("1 January", near(2023, 12, 31), "2024-01-01"),
        ("03/05/2024", near(2024, 3, 5), "2024-03-05"),
        ("03/05/2024", near(2024, 5, 4), "2024-05-03"),
        ("3.5.24", near(1925, 1, 1), "1924-05-03"),
    ] {
        assert_eq!(shown(text, context).as_deref(), Some(expected), "{text}");
    }
}

/// A date line or byline as papers of the language print it, every one of the same day.
#[test]
fn dates_in_the_languages_of_the_press() {
    for text in [
        "By Ada Bell | Friday, August 16, 2024",
        "Von Jan Bell, Freitag, 16. August 2024, 10.12 Uhr",
        "Publié le vendredi 16 août 2024 à 10h12",
        "Viernes, 16 de agosto de 2024",
        "venerdì 16 agosto 2024 - ore 10:12",
        "Sexta-feira, 16 de agosto de 2024",
        "vrijdag 16 augustus 2024",
        "Fredag 16 augusti 2024 kl 10.12",
        "Fredag d. 16. august 2024",
        "perjantai 16. elokuuta 2024 klo 10.12",
        "Piątek, 16 sierpnia 2024",
        "pátek 16. srpna 2024",
        "piatok 16. augusta 2024",
        "Petak, 16. kolovoza 2024.",
        "Опубликовано: пятница, 16 августа 2024 г., 10:12",
        "П'ятниця, 16 серпня 2024 року",
        "петък, 16 август 2024",
        "vineri, 16 august 2024",
        "2024. augusztus 16., péntek",
        "16 Ağustos 2024 Cuma",
        "Παρασκευή, 16 Αυγούστου 2024",
        "2024 m. rugpjūčio 16 d.",
        "الجمعة 16 أغسطس/آب 2024",
        "الجمعة 11 صفر 1446 هـ - 16 أغسطس 2024 م",
        "جمعه ۲۶ مرداد ۱۴۰۳",
        "יום שישי, 16 באוגוסט 2024",
        "शुक्रवार, 16 अगस्त 2024",
        "วันศุกร์ที่ 16 สิงหาคม พ.ศ. 2567",
        "16/08/2567 10:12 น.",
        "Thứ sáu, ngày 16 tháng 8 năm 2024",
        "Jumat, 16 Agustus 2024",
        "2024年8月16日 星期五",
        "令和6年8月16日（金）",
        "民國113年8月16日",
        "2024년 8월 16일 금요일",
        "Budapest, 2024. VIII. 16.",
        "16 VIII 2024",
        "16.VIII.2024",
    ] {
        let found = shown(text, DateContext::default());
        assert_eq!(
            found.as_deref().and_then(|found| found.get(..10)),
            Some("2024-08-16"),
            "{text}"
        );
    }
    for (text, expected) in [
        ("16. listopada 2024.", "2024-10-16"),
        ("16 listopada 2024", "2024-11-16"),
        ("16. listopadu 2024", "2024-11-16"),
        ("令和元年5月1日", "2019-05-01"),
        ("昭和39年10月10日", "1964-10-10"),
        ("平成31年4月30日 朝刊", "2019-04-30"),
        ("۳۰ اسفند ۱۴۰۳", "2025-03-20"),
        ("۱ فروردین ۱۳۵۸", "1979-03-21"),
        ("۲۲ بهمن ۱۳۵۷", "1979-02-11"),
        ("Vol. X, 16 August 1898", "1898-08-16"),
    ] {
        assert_eq!(shown(text, DateContext::default()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn spans_hold_date_and_time() {
    let text = "Posted: Friday, August 16, 2024 at 10:12 GMT by us";
    let found = find_date(text, DateContext::default()).map(|found| &text[found.start..found.end]);
    assert_eq!(found, Some("August 16, 2024 at 10:12 GMT"));
}
