//! The news agencies and outlets that sign datelines and bylines.

use crate::text::fold;

/// Names as agencies write them in datelines, folded and sorted.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "aa", "aap", "adn", "adnkronos", "aei", "afp", "africanews", "agencia brasil", "agencia efe",
    "agencies", "agency", "agencje", "agenturen", "agerpres", "agi", "ahram online", "al jazeera",
    "anadolu", "anadolu agency", "ani", "anp", "ansa", "antara", "ap", "apa", "apf", "aps",
    "armenpress", "askanews", "asp", "associated press", "ats", "azertac", "bbc", "bbc news", "belga",
    "belta", "bernama", "bgnes", "bloomberg", "bloomberg news", "bns", "bta", "cbc", "cbs", "cns",
    "cnn", "cp", "ctk", "dapd", "dha", "dj", "dow jones", "dpa", "dpa-afx", "dpa/tmn",
    "dw", "efe", "eurasianet", "europa press", "european press agency", "focus", "gna", "hina", "iha",
    "ians", "interfax", "interfax-ukraine", "ips", "irin", "irna", "itar-tass", "jiji", "jta",
    "kcna", "kna", "knight ridder", "kuna", "kyodo", "kyodo news", "lusa", "mena", "mti", "nan", "novinite",
    "npr", "ntb", "oana", "pa", "pap", "petra", "press association", "prensa latina", "ptj", "pti", "rbk", "reuter",
    "reuters", "rfe/rl", "ria", "ria novosti", "rtr", "rtt news", "sana", "sapa", "sda", "sid",
    "sipa", "sita", "sofia news agency", "sonda", "spa", "sputnik", "tanjug", "tass", "telam", "the associated press",
    "thomson reuters foundation", "tjn", "trend", "tt", "ukrinform", "unb", "unian", "uni", "upi",
    "usa today", "voa", "voa news", "vna", "wafa", "wam", "wikinews", "xinhua", "yonhap",
    "yonhap news", "zeit online",
    "аиф", "аи", "белта", "бгнес", "бта", "дан", "интерфакс", "интерфакс-украина", "прайм", "рбк",
    "регнум", "риа", "риа новости", "росбалт", "спутник", "тасс", "итар-тасс", "укринформ", "унiан", "униан",
    "унн", "укрінформ", "фокус",
    "ا ف ب", "ا ش ا", "اف ب", "الاناضول", "رويترز", "سانا", "سبا", "شينخوا", "كونا", "وات", "واس", "وام", "وفا", "وكالات",
    "共同", "新华社", "中新社", "時事", "ロイター", "연합뉴스",
];

/// Whether `text` names an agency or outlet that signs its stories.
pub(crate) fn is_agency(text: &str) -> bool {
    let folded = fold(text.trim().trim_matches(['.', ',', '/', '"', '«', '»']));
    AGENCIES.contains(&folded.as_ref())
        || folded.split_once('/').is_some_and(|(first, rest)| {
            AGENCIES.contains(&first.trim()) && AGENCIES.contains(&rest.trim())
        })
}
