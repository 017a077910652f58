//! Arabic names, without capitals: given names in a row, or one behind a title.

use super::lists::{Kinds, Lists};
use super::mentions::{Mention, Proof};
use super::reading::{Gap, Reading, Shape};

/// Titles and offices before a name, folded.
#[rustfmt::skip]
const CUES: &[&str] = &[
    "الرييس", "الرئيس", "رييس", "رئيس", "الوزير", "وزير", "السيد", "السيده", "الشيخ", "الملك", "الامير", "الدكتور",
    "النايب", "النائب", "اللواء", "العميد", "الجنرال", "القايد", "القائد", "الناطق", "المتحدث", "المدرب", "اللاعب",
    "الفنان", "الممثل", "المخرج", "الكاتب", "الشاعر", "محمد", "نظيره", "الوزراء", "الخارجيه", "الداخليه", "الدفاع",
];

/// Words that end a name.
const STOPS: &[&str] = &[
    "في",
    "من",
    "على",
    "علي",
    "الى",
    "الي",
    "ان",
    "عن",
    "مع",
    "هذا",
    "التي",
    "الذي",
    "قال",
    "اليوم",
    "امس",
    "بعد",
    "قبل",
];

fn is_arabic(word: &str) -> bool {
    word.starts_with(|c: char| ('\u{620}'..='\u{6ff}').contains(&c))
}

/// Finds the mentions of people in Arabic letters.
pub(super) fn mentions(lists: &Lists, reading: &Reading<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    let words = &reading.words;
    let kinds = |at: usize| lists.of(reading.folded(at));
    let mut at = 0;
    while at < words.len() {
        let word = reading.folded(at);
        if !is_arabic(word) || words[at].shape != Shape::Small || !kinds(at).any(Kinds::GIVEN) {
            at += 1;
            continue;
        }
        let near = (1..=2).filter(|back| at >= *back).map(|back| reading.folded(at - back));
        let cue = at > 0
            && words[at].gap == Gap::Space
            && near.into_iter().any(|word| CUES.contains(&word));
        let mut end = at + 1;
        let mut listed = 1;
        while end < words.len() && end - at < 4 && words[end].gap == Gap::Space {
            let next = reading.folded(end);
            let joins = matches!(next, "بن" | "ابو" | "عبد" | "ال");
            let known = kinds(end).any(Kinds(Kinds::GIVEN.0 | Kinds::SURNAME.0));
            if STOPS.contains(&next) || !(known || joins || next.starts_with("ال")) {
                break;
            }
            listed += usize::from(known);
            end += 1;
            if next.starts_with("ال") {
                break;
            }
        }
        let last = reading.folded(end - 1);
        let descends = last.starts_with("ال") && (last.ends_with('ي') || end - at > 2);
        if end - at > 1 && (cue || listed > 1 || descends) {
            found.push(Mention { start: at, end, proof: Proof::Words, woman: None });
            at = end;
        } else if cue
            && end < words.len()
            && words[end].gap == Gap::Space
            && !STOPS.contains(&reading.folded(end))
            && is_arabic(reading.folded(end))
        {
            found.push(Mention { start: at, end: end + 1, proof: Proof::Words, woman: None });
            at = end + 1;
        } else {
            at += 1;
        }
    }
    found
}
