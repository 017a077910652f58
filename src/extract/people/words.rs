//! The words by which names are told from other capitalised words. Written for this project;
//! the given names come from `tools/make_names.py`. All folded.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::fold;

/// Given names, folded.
pub(super) static GIVEN_NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("given_names.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|name| fold(name).into_owned())
        .chain(RUSSIAN.iter().map(|name| (*name).to_owned()))
        .collect()
});

/// Titles and offices that stand before a name, in the languages of the press.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady",
    "president", "premier", "minister", "chancellor", "senator", "sen", "rep", "congressman",
    "congresswoman", "governor", "gov", "mayor", "judge", "justice", "general", "gen",
    "colonel", "col", "major", "captain", "capt", "lieutenant", "lt", "sergeant", "sgt",
    "admiral", "king", "queen", "prince", "princess", "pope", "archbishop", "bishop",
    "cardinal", "rev", "reverend", "rabbi", "imam", "sheikh", "ayatollah", "coach", "manager",
    "striker", "midfielder", "defender", "goalkeeper", "captain", "director", "chairman",
    "chairwoman", "chief", "secretary", "ambassador", "spokesman", "spokeswoman",
    "spokesperson", "analyst", "economist", "actor", "actress", "singer", "author", "leader",
    "lawyer", "detective", "inspector", "herr", "frau", "prasident", "prasidentin",
    "bundeskanzler", "bundeskanzlerin", "kanzler", "kanzlerin", "ministerin", "burgermeister",
    "burgermeisterin", "sprecher", "sprecherin", "monsieur", "madame", "mme", "m", "presidente",
    "senor", "senora", "ministre", "ministro", "ministra", "alcalde", "alcaldesa", "maire",
    "premierminister", "signor", "signora", "doctor", "don", "dona", "президент", "президента",
    "министр", "министра", "премьер", "губернатор", "мэр", "генерал", "господин", "депутат",
    "режиссер", "актер", "writer", "historian", "scientist", "engineer", "officer", "constable",
];

/// Words inside or at the end of a name that make it an organisation, a thing or a place.
#[rustfmt::skip]
pub(super) const NO_PERSON: &[&str] = &[
    "bbc", "cnn", "gop", "led", "calif", "msp", "mp", "mps", "rockets", "bulls", "lakers",
    "sharks", "eagles", "giants", "tigers", "rangers", "mother", "father", "brother", "sister",
    "aunt", "uncle", "conservative", "labour", "democrat", "republican", "u.s", "u.k", "u.n",
    "e.u", "d.c", "p.m", "a.m", "bbc", "cnn", "sport", "gop", "led", "calif", "msp", "mp",
    "mps", "rockets", "bulls", "lakers", "sharks", "eagles", "giants", "tigers", "rangers",
    "mother", "father", "brother", "sister", "aunt", "uncle", "green", "conservative", "labour",
    "democrat", "republican", "inc", "ltd", "llc", "corp", "corporation", "company", "co",
    "plc", "gmbh", "ag", "sa", "group", "holdings", "bank", "university", "college", "school",
    "institute", "academy", "hospital", "center", "centre", "museum", "foundation",
    "association", "society", "union", "party", "council", "committee", "commission",
    "ministry", "department", "agency", "office", "bureau", "court", "parliament", "congress",
    "senate", "assembly", "house", "army", "navy", "force", "forces", "police", "united",
    "city", "rovers", "wanderers", "athletic", "club", "fc", "league", "cup", "championship",
    "championships", "olympics", "games", "open", "prize", "award", "awards", "festival",
    "street", "road", "avenue", "square", "park", "bridge", "river", "lake", "mount",
    "mountain", "island", "islands", "bay", "beach", "valley", "airport", "station", "stadium",
    "arena", "hotel", "church", "cathedral", "mosque", "temple", "palace", "castle", "tower",
    "act", "bill", "treaty", "agreement", "accord", "plan", "programme", "program", "project",
    "times", "post", "journal", "news", "herald", "tribune", "gazette", "guardian", "press",
    "radio", "television", "tv", "airlines", "airways", "motors", "motor", "electric", "oil",
    "gas", "energy", "steel", "software", "systems", "records", "pictures", "studios",
    "entertainment", "theatre", "theater", "orchestra", "sachs", "stanley", "lynch", "brothers",
    "sons", "partners", "associates", "day", "week", "month", "year", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "war", "battle", "hurricane", "cyclone", "storm", "typhoon", "republic", "kingdom",
    "states", "state", "province", "county", "district", "region", "north", "south", "east",
    "west", "northern", "southern", "eastern", "western", "central", "new", "port", "san",
    "santa", "saint", "fort", "cape", "national", "international", "european", "world",
    "global", "federal", "royal", "general", "supreme", "high", "first", "second", "third",
    "windows", "internet", "web", "christmas", "easter", "bible", "koran", "ship", "uss", "hms",
    "mv", "airbus", "boeing", "microsoft", "google", "apple", "president", "minister",
    "government", "cabinet", "street", "wall", "white", "red", "black", "green", "blue", "i",
    "he", "she", "we", "they", "it", "this", "that", "these", "those", "there", "but", "and",
    "or", "the", "a", "an", "in", "on", "at", "of", "for", "to", "from", "with", "by", "as",
    "if", "when", "while", "after", "before", "since", "because", "although", "however",
    "meanwhile", "also", "his", "her", "its", "their", "our", "my", "your", "what", "who",
    "how", "why", "where", "which", "not", "no", "yes", "so", "then", "now", "here", "last",
    "next", "more", "most", "many", "some", "all", "both", "each", "every", "other", "another",
    "such", "only", "even", "just", "than", "about", "between", "during", "der", "die", "das",
    "und", "ein", "eine", "les", "le", "des", "el", "los", "las", "il", "lo",
];

/// Words of [`NO_PERSON`] that are a surname behind a given name.
pub(super) const SURNAMES_TOO: &[&str] =
    &["may", "day", "west", "white", "black", "green", "brown", "bush", "winter"];

/// East Asian family names, which stand before the given name.
#[rustfmt::skip]
pub(super) const FAMILY_FIRST: &[&str] = &[
    "kim", "lee", "park", "moon", "yoon", "xi", "li", "wang", "zhang", "liu", "chen", "yang",
    "hu", "wen", "jiang", "mao", "deng", "ban", "nguyen", "tran", "choi", "kang", "baek", "guo",
    "liang", "zhao", "zhou", "wu", "xu", "lin", "gao", "luo", "zheng", "huang", "peng", "bo",
    "roh", "chun", "ri",
];

/// Small words inside a name.
#[rustfmt::skip]
pub(super) const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "da", "di", "du", "del", "della", "dos", "das", "la",
    "le", "ter", "ten", "zu", "bin", "ibn", "bint", "al", "el", "y", "e", "und",
];

/// Verbs that people do, before or after a name.
#[rustfmt::skip]
pub(super) const SAYING: &[&str] = &[
    "said", "says", "told", "added", "warned", "announced", "insisted", "argued", "explained",
    "admitted", "claimed", "denied", "scored", "wrote", "tweeted", "recalled", "replied",
    "confirmed", "acknowledged", "who", "whose", "sagte", "erklarte", "dijo", "declaro",
    "disse", "сказал", "сказала", "заявил", "заявила", "сообщил",
];

/// People who need no first name in the news: surname, and the whole name. Heads of state and
/// government of the years 1990 to 2026 whose surname is hardly another's.
pub(super) const KNOWN: &[(&str, &str)] = &[
    ("putin", "Vladimir Putin"),
    ("lukashenko", "Alexander Lukashenko"),
    ("zelensky", "Volodymyr Zelensky"),
    ("zelenskyy", "Volodymyr Zelensky"),
    ("medvedev", "Dmitry Medvedev"),
    ("yeltsin", "Boris Yeltsin"),
    ("gorbachev", "Mikhail Gorbachev"),
    ("trump", "Donald Trump"),
    ("obama", "Barack Obama"),
    ("biden", "Joe Biden"),
    ("reagan", "Ronald Reagan"),
    ("thatcher", "Margaret Thatcher"),
    ("merkel", "Angela Merkel"),
    ("scholz", "Olaf Scholz"),
    ("macron", "Emmanuel Macron"),
    ("sarkozy", "Nicolas Sarkozy"),
    ("hollande", "François Hollande"),
    ("mitterrand", "François Mitterrand"),
    ("chirac", "Jacques Chirac"),
    ("berlusconi", "Silvio Berlusconi"),
    ("meloni", "Giorgia Meloni"),
    ("erdogan", "Recep Tayyip Erdoğan"),
    ("netanyahu", "Benjamin Netanyahu"),
    ("arafat", "Yasser Arafat"),
    ("assad", "Bashar al-Assad"),
    ("gaddafi", "Muammar Gaddafi"),
    ("mubarak", "Hosni Mubarak"),
    ("khamenei", "Ali Khamenei"),
    ("rouhani", "Hassan Rouhani"),
    ("ahmadinejad", "Mahmoud Ahmadinejad"),
    ("modi", "Narendra Modi"),
    ("musharraf", "Pervez Musharraf"),
    ("koizumi", "Junichiro Koizumi"),
    ("mandela", "Nelson Mandela"),
    ("mugabe", "Robert Mugabe"),
    ("bolsonaro", "Jair Bolsonaro"),
    ("chavez", "Hugo Chávez"),
    ("maduro", "Nicolás Maduro"),
    ("castro", "Fidel Castro"),
    ("netanjahu", "Benjamin Netanyahu"),
    ("timoshenko", "Yulia Tymoshenko"),
    ("tymoshenko", "Yulia Tymoshenko"),
    ("yanukovych", "Viktor Yanukovych"),
    ("poroshenko", "Petro Poroshenko"),
    ("yushchenko", "Viktor Yushchenko"),
    ("orban", "Viktor Orbán"),
    ("navalny", "Alexei Navalny"),
    ("lavrov", "Sergei Lavrov"),
    ("milosevic", "Slobodan Milošević"),
    ("tsipras", "Alexis Tsipras"),
    ("путин", "Владимир Путин"),
    ("лукашенко", "Александр Лукашенко"),
    ("зеленский", "Владимир Зеленский"),
    ("трамп", "Дональд Трамп"),
    ("байден", "Джо Байден"),
];

/// Russian given names, in the nominative.
#[rustfmt::skip]
pub(super) const RUSSIAN: &[&str] = &[
    "александр", "алексей", "анатолий", "андрей", "антон", "аркадий", "артем", "борис", "вадим",
    "валентин", "валерий", "василий", "виктор", "виталий", "владимир", "владислав", "вячеслав",
    "геннадий", "георгий", "григорий", "даниил", "денис", "дмитрий", "евгений", "егор", "иван",
    "игорь", "илья", "кирилл", "константин", "леонид", "максим", "михаил", "никита", "николай",
    "олег", "павел", "петр", "роман", "руслан", "семен", "сергей", "станислав", "степан",
    "федор", "юрий", "яков", "ярослав", "анна", "валентина", "вера", "галина", "дарья",
    "екатерина", "елена", "елизавета", "зоя", "ирина", "ксения", "лариса", "любовь", "людмила",
    "маргарита", "марина", "мария", "надежда", "наталья", "нина", "ольга", "полина", "светлана",
    "софья", "татьяна", "юлия", "дональд", "джо", "ангела", "эммануэль", "рамзан", "дмитро",
    "алла", "лидия", "тамара", "рустам", "тимур",
];
