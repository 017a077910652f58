//! Who is who across articles: the spellings of one person's name, and the user's own word on it.
//!
//! An index holds names as its articles write them. A [`NameBook`] brings them together when a
//! query is answered and when people are counted, so that a correction needs no new index:
//!
//! 1. `people.tsv` beside the index, which the user writes ([`NameBook::with_user_file`]);
//! 2. the table of aliases that comes with dateline (`aliases.tsv`): `Путин`, `V. Putin`,
//!    `Wladimir Putin`;
//! 3. whole names that differ in spelling and alphabet only (`spelling`).
//!
//! People are never brought together by a surname alone, but for the few of the table whose
//! surname is nobody else's in the news.

mod spelling;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::text::{fold, words};

pub(crate) use spelling::key as spelling_key;

/// Name of the user's file in the folder of an index.
pub const USER_FILE: &str = "people.tsv";

/// The names of people, brought together.
#[derive(Clone, Debug, Default)]
pub struct NameBook {
    groups: Vec<Group>,
    /// Folded form → group.
    by_form: HashMap<String, usize>,
    /// Folded names that the user has blocked.
    blocked: HashSet<String>,
    /// Folded names that the user keeps apart.
    apart: HashSet<String>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    shown: String,
    /// Folded.
    forms: Vec<String>,
}

static TABLE: LazyLock<NameBook> = LazyLock::new(|| {
    let mut book = NameBook::default();
    for line in include_str!("aliases.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let (shown, lone, more) = (cells.next(), cells.next(), cells.next());
        let Some(shown) = shown.filter(|name| !name.is_empty()) else { continue };
        let split =
            |cell: Option<&'static str>| cell.unwrap_or("").split('|').filter(|f| !f.is_empty());
        let mut forms: Vec<String> = Vec::new();
        for full in split(more).chain([shown]) {
            forms.push(folded(full));
            // `V. Putin`: an initial before a surname that is nobody else's.
            let parts: Vec<String> =
                words(full).map(|span| fold(&full[span]).into_owned()).collect();
            if let [first, .., last] = parts.as_slice()
                && split(lone).any(|surname| folded(surname) == *last)
                && let Some(initial) = first.chars().next()
            {
                forms.push(format!("{initial} {last}"));
            }
        }
        forms.extend(split(lone).map(folded));
        book.add(shown, forms);
    }
    book
});

/// The folded words of a name as the index holds them.
fn folded(name: &str) -> String {
    crate::index::person_words(name).join(" ")
}

impl NameBook {
    /// The table that comes with dateline, alone.
    pub fn embedded() -> NameBook {
        TABLE.clone()
    }

    /// The table with a user's file on top; the notes name lines that are not understood.
    ///
    /// A line is a word and names, parted by tabs (here ⇥); `#` opens a remark:
    ///
    /// ```text
    /// merge ⇥ Vladimir Putin ⇥ W. Putin ⇥ Putin   # all are Vladimir Putin
    /// split ⇥ George Bush ⇥ George W. Bush        # each of them is somebody of their own
    /// rename ⇥ Volodymyr Zelensky ⇥ Volodymyr Zelenskyy
    /// block ⇥ Queen Elizabeth                     # no person: never found, never counted
    /// ```
    ///
    /// ```
    /// let file = "merge\tAnn Bell\tA. Bell\nmerg\tJo Park\n";
    /// let (book, notes) = dateline::names::NameBook::with_user_file(file);
    /// assert_eq!(book.shown("A. Bell").as_deref(), Some("Ann Bell"));
    /// assert_eq!(notes.len(), 1);
    /// assert!(notes[0].starts_with("people.tsv, line 2"));
    /// ```
    pub fn with_user_file(text: &str) -> (NameBook, Vec<String>) {
        let mut book = NameBook::embedded();
        let mut notes = Vec::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split('#').next().unwrap_or_default().trim_end();
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<&str> =
                line.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect();
            match cells.as_slice() {
                ["merge", shown, others @ ..] if !others.is_empty() => book.merge(shown, others),
                ["split", names @ ..] if !names.is_empty() => {
                    names.iter().for_each(|name| book.split(name));
                }
                ["rename", old, new] => book.rename(old, new),
                ["block", names @ ..] if !names.is_empty() => {
                    book.blocked.extend(names.iter().map(|name| folded(name)));
                }
                [what, ..] if !matches!(*what, "merge" | "split" | "rename" | "block") => {
                    notes.push(format!(
                        "{USER_FILE}, line {number}: expected merge, split, rename or block and \
                         names parted by tabs, found {what}: the line is left out"
                    ));
                }
                _ => notes.push(format!(
                    "{USER_FILE}, line {number}: too few names parted by tabs: the line is left out"
                )),
            }
        }
        (book, notes)
    }

    fn add(&mut self, shown: &str, forms: Vec<String>) {
        let group = self.groups.len();
        let mut kept = Vec::new();
        for form in forms {
            // Of two claims to a form the first holds.
            if !form.is_empty() && !self.by_form.contains_key(&form) {
                self.by_form.insert(form.clone(), group);
                kept.push(form);
            }
        }
        self.groups.push(Group { shown: shown.to_owned(), forms: kept });
    }

    fn merge(&mut self, shown: &str, others: &[&str]) {
        let mut forms: Vec<String> = Vec::new();
        for name in others.iter().chain([&shown]) {
            let form = folded(name);
            // What was one with it before stays so.
            let joined = self.by_form.get(&form).map(|group| self.groups[*group].forms.clone());
            forms.extend(joined.unwrap_or_default());
            forms.push(form);
        }
        for form in &forms {
            self.take_out(form);
            self.apart.remove(form);
        }
        self.add(shown, forms);
    }

    fn take_out(&mut self, form: &str) {
        if let Some(group) = self.by_form.remove(form) {
            self.groups[group].forms.retain(|known| known != form);
        }
    }

    fn split(&mut self, name: &str) {
        let form = folded(name);
        self.take_out(&form);
        self.apart.insert(form);
    }

    fn rename(&mut self, old: &str, new: &str) {
        self.merge(new, &[old]);
    }

    /// The name under which a person is counted: `None` where the user has blocked it.
    pub fn shown(&self, name: &str) -> Option<String> {
        let form = folded(name);
        if self.blocked.contains(&form) {
            return None;
        }
        let group = self.by_form.get(&form).or_else(|| self.by_form.get(&without_middle(&form)?));
        let shown = match group {
            Some(group) if !self.apart.contains(&form) => self.groups[*group].shown.clone(),
            _ => name.to_owned(),
        };
        (!self.blocked.contains(&folded(&shown))).then_some(shown)
    }

    /// Whether the user has blocked the name of these folded words.
    pub(crate) fn is_blocked(&self, form: &str) -> bool {
        self.blocked.contains(form)
    }

    /// All folded names of the person who is called by these folded words; only these where
    /// nobody else is known by them.
    pub(crate) fn forms(&self, form: &str) -> &[String] {
        self.by_form.get(form).map_or(&[], |group| &self.groups[*group].forms)
    }

    /// Whether the user keeps a name apart from others that are spelt alike.
    pub(crate) fn is_apart(&self, form: &str) -> bool {
        self.apart.contains(form)
    }

    /// Brings counted names together: by the table and the user's file, then whole names that
    /// differ in spelling alone, under the spelling that is counted most, in Latin letters where
    /// there is one. An article that has two names of a person counts for both.
    pub fn count(&self, counts: impl Iterator<Item = (String, u64)>) -> Vec<(String, u64)> {
        let mut by_name: BTreeMap<String, u64> = BTreeMap::new();
        for (name, count) in counts {
            if let Some(shown) = self.shown(&name) {
                *by_name.entry(shown).or_default() += count;
            }
        }
        let mut by_key: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
        let mut alone = Vec::new();
        for (name, count) in by_name {
            match spelling_key(&name).filter(|_| !self.apart.contains(&folded(&name))) {
                Some(key) => by_key.entry(key).or_default().push((name, count)),
                None => alone.push((name, count)),
            }
        }
        for (_, mut spellings) in by_key {
            let foreign = |name: &str| !name.chars().any(|c| c.is_ascii_alphabetic());
            spellings.sort_by(|a, b| {
                let rank =
                    |(name, count): &(String, u64)| (foreign(name), std::cmp::Reverse(*count));
                rank(a).cmp(&rank(b)).then_with(|| a.0.cmp(&b.0))
            });
            let sum = spellings.iter().map(|(_, count)| count).sum();
            if let Some((name, _)) = spellings.into_iter().next() {
                alone.push((name, sum));
            }
        }
        alone
    }
}

/// `vladimir v putin` as `vladimir putin`.
fn without_middle(form: &str) -> Option<String> {
    let parts: Vec<&str> = form.split(' ').collect();
    match parts.as_slice() {
        [first, middle, last]
            if middle.chars().count() == 1
                || ["ovich", "evich", "ович", "евич", "овна", "евна"]
                    .iter()
                    .any(|end| middle.ends_with(end)) =>
        {
            Some(format!("{first} {last}"))
        }
        _ => None,
    }
}

/// Lines for `people.tsv` that would bring together names which look like one person's: an
/// initial or a middle name more or less, a letter more or less in a long surname. `counts` are
/// the names of an index with how often each is found; the surest proposals come first.
pub fn suggested_merges(counts: &[(String, u64)]) -> Vec<String> {
    /// Words, name, count.
    type Counted<'n> = (Vec<String>, &'n str, u64);
    let mut by_surname: BTreeMap<String, Vec<Counted<'_>>> = BTreeMap::new();
    for (name, count) in counts {
        let parts: Vec<String> = folded(name).split(' ').map(str::to_owned).collect();
        if let Some(last) = parts.last() {
            by_surname.entry(last.clone()).or_default().push((parts, name, *count));
        }
    }
    let mut found: Vec<(u64, String)> = Vec::new();
    for people in by_surname.values() {
        let full: Vec<_> = people
            .iter()
            .filter(|(parts, ..)| parts.len() > 1 && parts[0].chars().count() > 1)
            .collect();
        for (parts, name, count) in people {
            let fits: Vec<_> =
                full.iter().filter(|(other, ..)| other != parts && may_be(parts, other)).collect();
            if let [(_, whole, more)] = fits.as_slice() {
                let mut line = String::new();
                let _ = write!(line, "merge\t{whole}\t{name}");
                found.push(((*count).min(*more), line));
            }
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().map(|(_, line)| line).collect()
}

/// Whether the shorter name `a` may stand for `b`, which has the same surname.
fn may_be(a: &[String], b: &[String]) -> bool {
    let (Some(first_a), Some(first_b)) = (a.first(), b.first()) else { return false };
    let initial = first_a.chars().count() == 1 && first_b.starts_with(first_a.as_str());
    match a.len() {
        1 => false,
        len if len == b.len() && len == 2 => initial,
        len => len < b.len() && (first_a == first_b || initial),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_name() {
        let book = NameBook::embedded();
        for name in [
            "V. Putin",
            "Vladimir V. Putin",
            "Путин",
            "Poutine",
            "Wladimir Putin",
            "Владимир Путин",
        ] {
            assert_eq!(book.shown(name).as_deref(), Some("Vladimir Putin"), "{name}");
        }
        for name in ["Lyudmila Putin", "Peter Trump", "George Bush", "Clinton"] {
            assert_eq!(book.shown(name).as_deref(), Some(name));
        }
    }

    #[test]
    fn the_user_has_the_last_word() {
        let file = "# mine\nmerge\tAnn Bell\tA. Bell\tAnnie Bell\nsplit\tPutin\n\
                    rename\tJo Park\tJoanna Park\nblock\tSanta Claus\nmerge\tAlone\n";
        let (book, notes) = NameBook::with_user_file(file);
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].contains("line 6"));
        assert_eq!(book.shown("Annie Bell").as_deref(), Some("Ann Bell"));
        assert_eq!(book.shown("Putin").as_deref(), Some("Putin"));
        assert_eq!(book.shown("Jo Park").as_deref(), Some("Joanna Park"));
        assert_eq!(book.shown("Santa Claus"), None);
    }

    #[test]
    fn counts_are_brought_together() {
        let counts =
            [("Sergei Ivanov", 2), ("Сергей Иванов", 5), ("Putin", 1), ("Vladimir Putin", 3)];
        let counted = NameBook::embedded().count(counts.iter().map(|(n, c)| ((*n).to_owned(), *c)));
        assert!(counted.contains(&("Sergei Ivanov".to_owned(), 7)), "{counted:?}");
        assert!(counted.contains(&("Vladimir Putin".to_owned(), 4)), "{counted:?}");
    }

    #[test]
    fn merges_are_proposed() {
        let counts = [
            ("John Major", 9),
            ("J. Major", 2),
            ("Ann Bell", 1),
            ("Ann Mary Bell", 1),
            ("Major", 1),
        ];
        let counts: Vec<_> = counts.iter().map(|(n, c)| ((*n).to_owned(), *c)).collect();
        assert_eq!(
            suggested_merges(&counts),
            ["merge\tJohn Major\tJ. Major", "merge\tAnn Mary Bell\tAnn Bell"]
        );
    }
}
