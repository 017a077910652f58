//! Words that decide whether what stands before a dash is a place.

use crate::text::fold;

/// Words that open a note or a service line, even with a day or an agency behind them.
pub(crate) const NEVER_PLACES: &[&str] = &[
    "by",
    "update",
    "updated",
    "factbox",
    "in",
    "on",
    "at",
    "since",
    "until",
    "after",
    "from",
    "timeline",
    "corrected",
    "refile",
    "published",
    "posted",
];

/// Words in capitals before a dash or colon that are not places.
#[rustfmt::skip]
pub(crate) const NOT_PLACES: &[&str] = &[
    "alert", "analysis", "announcement", "answer", "bbc", "breaking", "briefing", "brief", "bulletin", "by", "cia", "column", "comment",
    "commentary", "correction", "corrected", "corrects", "covid", "data", "date", "developing", "editorial", "editor", "embargo", "eu",
    "exclusive", "explainer", "factbox", "fbi", "feature", "file", "fifa", "flash", "focus", "graphic", "highlights",
    "i", "imf", "insight", "instant", "interview", "just", "latest", "lead", "letter", "live", "more", "nasa", "nato", "new",
    "news", "newsmaker", "note", "notes", "obituary", "opec", "opinion", "opinions", "photo", "photos", "pictures", "picture", "poll", "preview",
    "profile", "quotes", "question", "read", "refile", "repeat", "report", "review", "rpt", "scenarios", "special", "sport", "sports", "summary", "table", "the",
    "timeline", "top", "un", "uefa", "unicef", "unesco", "update", "updated", "urgent", "us", "usa", "video", "watch", "weather", "who", "wrapup",
    "срочно", "молния", "видео", "мнение", "eilmeldung", "urgente", "ultima hora", "alerte", "exclusif", "exclusiva", "kommentar",
];

/// Cities that datelines name without a day or an agency, also in small letters; folded. Capitals
/// and the cities that agencies let stand without a country.
#[rustfmt::skip]
const CITIES: &[&str] = &[
    "abidjan", "abu dhabi", "abuja", "accra", "addis ababa", "aleppo", "alger", "algiers", "almaty", "amman", "amsterdam", "ankara", "antalya", "astana", "asuncion",
    "athen", "athenes", "athens", "atlanta", "auckland", "baghdad", "baku", "baltimore", "bamako", "bangalore", "bangkok", "barcelona", "basel", "beijing", "beirut", "belfast",
    "belgrade", "bengaluru", "berlin", "bern", "bogota", "bonn", "boston", "brasilia", "bratislava", "brasil", "bremen", "brussel", "brussels", "bruxelles", "bucharest", "budapest",
    "buenos aires", "cairo", "canberra", "cape town", "caracas", "chandigarh", "chennai", "chicago", "chisinau", "cincinnati", "cleveland", "colombo", "conakry", "copenhagen", "dakar", "dallas",
    "damascus", "dar es salaam", "davos", "delhi", "denver", "detroit", "dhaka", "doha", "donetsk", "dortmund", "dresden", "dubai", "dublin", "dusseldorf", "edinburgh", "frankfurt", "freetown", "gaza", "geneva", "genf", "geneve", "glasgow", "graz",
    "guatemala city", "hague", "hamburg", "hannover", "hanoi", "harare", "havana", "helsinki", "hong kong", "honolulu", "houston", "hyderabad", "indianapolis",
    "innsbruck", "islamabad", "istanbul", "jakarta", "jerusalem", "johannesburg", "juba", "kabul", "kairo", "kampala", "karachi", "kathmandu", "khartoum", "kiev", "kigali", "kinshasa", "klagenfurt",
    "koln", "kolkata", "kuala lumpur", "kuwait city", "kyiv", "lagos", "lahore", "la habana", "la paz", "las vegas", "leipzig", "lima", "linz", "lisboa", "lisbon", "ljubljana", "london", "londres", "los angeles", "luanda", "lusaka",
    "luxembourg", "madrid", "mailand", "managua", "manama", "manila", "maputo", "mexico city", "miami", "milan", "milano", "milwaukee", "minneapolis", "minsk", "mogadishu", "monrovia", "montevideo", "montreal", "moscou", "moscow", "moskau", "mumbai", "munchen", "munich", "muscat",
    "nairobi", "new delhi", "new orleans", "new york", "nicosia", "oklahoma city", "oslo", "ottawa", "ouagadougou", "panama city", "paris", "patna", "peking", "philadelphia", "phoenix", "phnom penh", "pittsburgh", "port-au-prince", "prag", "prague",
    "praha", "pretoria", "pristina", "pyongyang", "quebec city", "quito", "rabat", "ramallah", "rangoon", "reykjavik", "riga", "rio de janeiro", "riyadh", "rom", "roma", "rome", "salt lake city", "salzburg", "san antonio", "san diego",
    "san francisco", "san jose", "san juan", "san salvador", "sanaa", "santiago", "santo domingo", "sao paulo", "sarajevo", "seattle", "seoul", "shanghai", "singapore", "skopje", "sofia", "srinagar", "st. louis", "st. petersburg",
    "stockholm", "strasbourg", "stuttgart", "sydney", "taipei", "tallinn", "tashkent", "tbilisi", "tegucigalpa", "tehran", "tel aviv", "the hague", "tirana", "tokyo", "toronto", "tripoli", "tunis", "ulan bator",
    "united nations", "vancouver", "vatican city", "vienna", "vientiane", "vilnius", "warsaw", "warschau", "warszawa", "washington", "wellington", "wien", "yangon", "yaounde", "yerevan", "zagreb", "zurich",
    "москва", "киев", "минск", "вашингтон", "лондон", "париж", "санкт-петербург", "берлин", "брюссель",
];

/// Whether datelines name `place` without its country.
pub(crate) fn is_known_city(place: &str) -> bool {
    CITIES.contains(&fold(place.trim()).as_ref())
}
