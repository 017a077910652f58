//! The words by which people's names are told from other words, beside the lists of the model.
//! Written for this project. All folded.

/// Titles, and words that open a sentence before a name: never part of one, and left off at its
/// head.
#[rustfmt::skip]
pub(super) const LEFT_OFF: &[&str] = &[
    "mr", "mrs", "ms", "miss", "messrs", "dr", "prof", "professor", "sir", "dame", "lord", "lady",
    "president", "vice-president", "premier", "minister", "prime", "chancellor", "senator", "sen",
    "rep", "congressman", "congresswoman", "gov", "mayor", "justice", "general",
    "gen", "colonel", "col", "major", "maj", "captain", "capt", "lieutenant", "lt", "sergeant",
    "sgt", "admiral", "adm", "cmdr", "commander", "commissioner", "brig", "brigadier", "king", "queen",
    "princess", "pope", "archbishop", "cardinal", "rev", "reverend", "rabbi", "imam",
    "sheikh", "ayatollah", "coach", "director", "chairman", "chairwoman", "chief", "secretary",
    "ambassador", "spokesman", "spokeswoman", "spokesperson", "leader", "detective", "inspector",
    "herr", "herrn", "frau", "hr", "prasident", "prasidentin", "bundeskanzler", "bundeskanzlerin",
    "kanzler", "kanzlerin", "ministerin", "burgermeister", "burgermeisterin", "sprecher",
    "sprecherin", "monsieur", "madame", "mme", "mm", "mlle", "presidente", "senor", "senora",
    "ministre", "ministro", "ministra", "alcalde", "alcaldesa", "maire", "signor", "signora",
    "so", "but", "and", "when", "then", "yet", "because", "though", "although", "while", "if",
    "since", "meanwhile", "however", "und", "aber", "doch", "mais", "pero", "maar",
    "doctor", "the", "a", "president-elect", "ex-president", "el", "hon", "pfc", "cpl", "spc", "pvt",
    "officer", "constable", "deputy", "assistant", "attorney", "actor", "actress", "singer",
    "author", "analyst", "striker", "midfielder", "defender", "goalkeeper", "sra", "srta", "graf",
    "dhr", "mevrouw", "meneer", "koning", "koningin", "premierminister", "monsignor", "father",
    "dona", "mother", "aunt", "uncle", "brother", "sister", "st.", "foreign", "defense", "defence", "finance",
    "interior", "former", "late", "general-secretary", "representative", "governor", "councilman",
    "councillor", "superintendent", "sultan", "emir", "crown", "emperor", "empress", "duchess",
    "президент", "президента", "президенту", "президентом", "министр", "министра", "премьер",
    "губернатор", "губернатора", "мэр", "мэра", "генерал", "генерала", "господин", "депутат",
    "депутата", "режиссер", "актер", "судья", "судьи", "лидер", "глава", "директор", "адвокат",
    "профессор", "академик", "доктор", "школьница", "принцесса", "принцессы",
];

/// Last words of firms' names that begin like a person's: `Carolina Power`.
pub(super) const FIRM_LASTS: &[&str] = &[
    "power",
    "light",
    "broadcasting",
    "savings",
    "airways",
    "airlines",
    "bancorp",
    "steel",
    "electric",
    "petroleum",
    "chemical",
    "publicity",
    "mine",
    "mines",
    "motors",
    "foods",
    "stores",
    "products",
];

/// Second names of firms that are called by two.
pub(super) const FIRM_SECONDS: &[&str] = &[
    "phelps", "row", "lufkin", "ross", "whitney", "sons", "co", "company", "young", "lybrand",
    "spencer", "gamble", "touche", "poor", "jaffray", "wesson", "decker", "perkins", "brown",
    "bros", "partners", "noble", "nephew", "lyle", "spencers", "burnham", "guaranty", "curtis",
    "strauss", "myers",
];

/// Words that open a place's or a ship's name, and no person's.
pub(super) const PLACE_FIRSTS: &[&str] = &[
    "port", "mount", "lake", "cape", "fort", "north", "south", "east", "west", "new", "san",
    "santa", "hotel", "camp", "gulf", "villa", "monte", "rio", "puerto", "playa", "isla", "costa",
    "sao", "radio", "team", "club", "real", "atletico", "sporting", "inter", "ac", "fc", "as",
];

/// Titles after which any name is a person's, and which say nothing without one.
pub(super) const CIVIL_TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "gen", "col", "maj", "capt", "lt", "sgt",
    "adm", "sen", "rep", "gov", "rev", "herr", "frau", "mme", "mlle", "monsieur", "madame",
    "senor", "senora", "lord", "lady", "dame", "king", "queen", "prince", "princess",
];

/// Words directly behind a name that make it one of a firm or a place.
pub(super) const FIRM_WORDS: &[&str] = &[
    "inc",
    "ltd",
    "llc",
    "corp",
    "co",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "cos",
    "bros",
    "brothers",
    "sons",
    "partners",
    "associates",
    "securities",
    "capital",
    "holdings",
    "group",
    "bank",
    "industries",
    "university",
    "college",
    "school",
    "institute",
    "foundation",
    "hospital",
    "center",
    "centre",
    "museum",
    "library",
    "stadium",
    "airport",
    "street",
    "avenue",
    "road",
    "square",
    "park",
    "hall",
    "house",
    "award",
    "prize",
    "cup",
    "trophy",
    "filmproduktion",
    "company",
    "stores",
    "records",
    "pictures",
    "studios",
    "productions",
    "communications",
    "international",
    "technologies",
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

/// Small words at the head of a surname.
pub(super) const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "da", "di", "du", "del", "della", "dos", "das", "la", "le",
    "ter", "ten", "zu", "bin", "ibn", "bint", "al", "el", "ul", "ad", "abu", "ben", "af", "av",
    "as", "ash", "d", "l",
];

/// Names that look like a person's and are a firm's, a prize's, a place's or a creature's.
#[rustfmt::skip]
pub(super) const NO_PEOPLE: &[&str] = &[
    "freddie mac", "fannie mae", "ginnie mae", "sallie mae", "merrill lynch", "morgan stanley",
    "goldman sachs", "salomon smith barney", "smith barney", "lehman brothers", "salomon brothers",
    "wells fargo", "morgan grenfell", "kidder peabody", "drexel burnham", "drexel burnham lambert",
    "dean witter", "dean witter reynolds", "charles schwab", "jp morgan", "j p morgan", "j.p morgan",
    "thomson reuters", "dow jones", "standard poor", "standard and poor", "arthur andersen",
    "ernst young", "price waterhouse", "coopers lybrand", "peat marwick", "deloitte touche",
    "rolls royce", "harley davidson", "aston martin", "marks spencer", "procter gamble",
    "johnson johnson", "eli lilly", "philip morris", "sara lee", "ralston purina", "burger king",
    "j.c penney", "jc penney", "saks fifth avenue", "calvin klein", "tommy hilfiger", "hugo boss",
    "christian dior", "louis vuitton", "mercedes benz", "alfa romeo", "kraft heinz", "ben jerry",
    "santa claus", "father christmas", "uncle sam", "jack daniels", "johnnie walker", "mickey mouse",
    "donald duck", "christie's", "sotheby's", "mcdonald", "mcdonald's", "wendy's",
    "texas instruments", "saint petersburg", "santa barbara", "santa monica", "santa clara",
    "santa cruz", "santa fe", "san jose", "san juan", "san antonio", "san diego", "st louis",
    "st petersburg", "saint louis", "el salvador", "costa rica", "puerto rico", "hong kong",
    "new york", "los angeles", "las vegas", "buenos aires", "rio de janeiro", "tel aviv", "abu dhabi",
    "salt lake", "baton rouge", "virginia beach", "long island", "wall street", "downing street",
    "allah", "god", "islam", "hezbollah", "hamas", "taliban", "al jazeera", "al qaeda", "al qaida",
    "boko haram", "sinn fein", "abu sayyaf", "tamil tigers", "lashkar e taiba", "falun gong",
    "emmy", "grammy", "covid", "facebook", "twitter", "google", "amazon",
    "kevlar", "dolby", "skype", "siri", "wilma",
    "morgan guaranty", "usines renault", "jeumont schneider", "aston villa", "crystal palace", "mark iv",
    "harris upham", "sao paulo",  "l.m ericsson", "allis chalmers", "kitty hawk", "vera drake", "alex brown", "james capel", "samuel montagu", "s.g warburg", "s g warburg", "l.f rothschild",
    "bear stearns", "chase manhattan", "jardine fleming", "jardine matheson", "gruppo ferruzzi",
    "borg warner", "diamond shamrock", "e.f hutton", "ef hutton", "shearson lehman", "a.g edwards",
    "donaldson lufkin", "lazard freres", "dillon read", "alex brown", "paine webber", "painewebber",
    "prudential bache", "kleinwort benson", "hoare govett", "philips petroleum", "hill samuel",
    "warner lambert", "bristol myers", "colgate palmolive", "smith kline", "smithkline beecham",
    "blue arrow", "guinness peat", "cazenove", "franz ferdinand", "harry potter", "spider man",
    "marine one", "air force one", "jim beam", "ben nevis", "big ben", "st james", "saint james",
    "san marino", "peter pan", "king kong", "robin hood", "sherlock holmes", "james bond", "superman",
    "batman", "jack daniel", "john deere", "john hancock", "john lewis", "jp morgan chase", "wal mart",
    "mary kay", "estee lauder", "yves saint laurent", "pierre cardin", "ralph lauren", "giorgio armani",
    "levi strauss", "du pont", "dupont", "american dow jones", "lloyd's", "lloyds", "moody's", "reuters", "walt disney", "chrysler",
    "honda", "toyota", "siemens", "philips", "boeing", "sainsbury",
    "tesco", "morrisons", "barclays", "warburg", "schroder", "schroders",
    "baker hughes", "mcdonnell douglas", "martin marietta", "hewlett packard", "texaco", "sears",
    "sears roebuck", "montgomery ward", "wayne state", "notre dame", "santo domingo",
];

/// Verbs of saying beside a Russian name.
pub(super) const SAYING: &[&str] = &[
    "сказал",
    "сказала",
    "заявил",
    "заявила",
    "сообщил",
    "сообщила",
    "отметил",
    "отметила",
    "подчеркнул",
    "подчеркнула",
    "рассказал",
    "рассказала",
    "считает",
    "добавил",
    "добавила",
    "пояснил",
    "пояснила",
    "ответил",
    "уверен",
    "полагает",
    "напомнил",
    "признал",
    "объяснил",
    "предложил",
    "который",
    "которая",
];

/// Single words that name nobody unless the article has a full name with them: firms, money,
/// abbreviated states and months, parties and peoples.
#[rustfmt::skip]
pub(super) const NOBODY_ALONE: &[&str] = &[
    "washington", "manila", "paris", "london", "tokyo", "moscow", "beijing", "berlin", "sydney", "madrid",
    "rome", "vienna", "geneva", "cairo", "delhi", "santiago", "lima", "austin", "dallas", "houston", "boston",
    "denver", "orlando", "chelsea", "everton", "arsenal", "ericsson", "ferruzzi", "keidanren", "mercalli",
    "salvador", "heck", "alex", "donaldson", "fenner", "piper", "phelps", "delegates", "goldman", "sachs", "salomon", "shearson", "merrill", "kidder", "citicorp", "renault", "swissair",
    "exxon", "gencorp", "yukos", "yugansk", "toshiba", "dell", "gartner", "sterling", "pierce", "stearns",
    "hutton", "dow", "sky", "cairn", "standard", "morgan", "lazard", "drexel", "lehman", "lynch", "stanley",
    "barclays", "lloyds", "renault", "peugeot", "citroen", "mercedes", "daimler", "fiat", "volvo", "saab",
    "skoda", "ferrari", "porsche", "nokia", "samsung", "sony", "nintendo", "burisma", "pfizer", "merck",
    "nestle", "danone", "mark", "franc", "yen", "euro", "dollar", "pound", "co", "corp", "inc", "ltd",
    "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la", "md",
    "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "vt",
    "va", "wash", "wis", "wyo", "scot", "latino", "latina", "boro", "birther", "devon", "cowboy", "borders",
    "tory", "tories", "labour", "democrat", "republican", "christian", "muslim", "jew", "hindu", "sikh",
    "islam", "israel", "iran", "iraq", "lebanon", "kuwait", "jordan", "senate", "congress", "parliament",
    "kremlin", "pentagon", "nato", "opec", "ecb", "fed", "bundesbank", "treasury", "internet", "windows",
    "christmas", "easter", "lent", "god", "satan", "image", "photo", "file", "reuter", "afp",
];
