//! Random (query, hit) pairs, and whether every mark of every snippet is right.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use dateline::article::{Article, ArticleId, Evidence, Part};
use dateline::extract::region::Regions;
use dateline::names::NameBook;
use dateline::query::note::NoteKind;
use dateline::query::resolved::{TextPart, WordPattern};
use dateline::query::{Query, Strictness};
use dateline::search::{SearchBackend as _, SearchRequest, Searcher, Snippet};
use dateline::text::{fold, words};
use jiff::civil::{Date, date};

use super::matching::{Asked, Matcher, Place, Stemmers, Words, asked};
use super::queries::{Chance, KINDS, make};

/// The day that relative dates would count from; no query here has one.
const TODAY: Date = date(2026, 11, 24);

/// Articles whose words make the queries.
const MOST_ARTICLES: usize = 3000;

/// The figures of one kind of query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    pub(crate) queries: u64,
    pub(crate) pairs: u64,
    pub(crate) snippets: u64,
    pub(crate) marks: u64,
    /// Hits without a mark, although there is something to mark in what is shown.
    pub(crate) unmarked: u64,
    /// Hits whose match is in nothing that is shown.
    pub(crate) elsewhere: u64,
    pub(crate) wrong: u64,
}

/// Figures by kind, and what was wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) kinds: BTreeMap<&'static str, Figures>,
    pub(crate) wrong: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Asks random queries until `pairs` hits have been looked at. `change` is done to every snippet
/// before, to see that the check sees faults.
pub(crate) fn run(
    searcher: &Searcher,
    pairs: u64,
    seed: u64,
    change: fn(&mut Snippet),
) -> Result<Report> {
    let mut ids: Vec<ArticleId> = Vec::new();
    let mut everything = SearchRequest::new(Query::parse("*"), TODAY);
    everything.snippets = 0;
    searcher.stream(&everything, &mut |hit| {
        ids.push(hit.id);
        ControlFlow::Continue(())
    })?;
    let mut chance = Chance::new(seed);
    let mut articles = Vec::new();
    for _ in 0..ids.len().min(MOST_ARTICLES) {
        let id = ids.swap_remove(chance.below(ids.len()));
        articles.extend(searcher.article(&id)?);
    }
    // As the searcher chooses them: those of one article in fifty, or more.
    let languages = searcher.stats()?.languages;
    let all: u64 = languages.iter().map(|language| language.count).sum();
    let frequent = languages.iter().filter(|language| language.count * 50 >= all);
    let stemmers =
        Stemmers::of(&frequent.map(|language| language.value.clone()).collect::<Vec<_>>());

    let mut report = Report::default();
    let (mut done, mut tries) = (0, 0);
    while done < pairs && tries < pairs * 20 + 1000 {
        tries += 1;
        let Some(kind) = chance.pick(KINDS).copied() else { break };
        let Some(article) = chance.pick(&articles) else { break };
        let Some(typed) = make(kind, article, &mut chance) else { continue };
        let query = Query::parse(&typed);
        let clause = query.resolve(TODAY, Strictness::Lenient)?.clause;
        let mut conditions = Vec::new();
        asked(&clause, 1, &mut conditions);
        let mut answer = searcher.search(&SearchRequest::new(query, TODAY))?;
        answer.hits.iter_mut().flat_map(|hit| &mut hit.snippets).for_each(change);
        let figures = report.kinds.entry(kind).or_default();
        figures.queries += 1;
        let limited = answer.notes.iter().any(|note| note.kind == NoteKind::Limit);
        for hit in &answer.hits {
            let Some(article) = searcher.article(&hit.id)? else { continue };
            done += 1;
            figures.pairs += 1;
            let check = Check::new(&article, &conditions, &stemmers, !limited);
            let marks: usize = hit.snippets.iter().map(|snippet| snippet.highlights.len()).sum();
            figures.snippets += hit.snippets.len() as u64;
            figures.marks += marks as u64;
            let mut faults: Vec<String> =
                hit.snippets.iter().filter_map(|snippet| check.snippet(snippet).err()).collect();
            if marks == 0 {
                if check.has_something_to_mark() {
                    figures.unmarked += 1;
                    faults.push("nothing is marked".to_owned());
                } else {
                    figures.elsewhere += 1;
                }
            }
            figures.wrong += faults.len() as u64;
            let place = format!("{kind}: {typed}  in {} #{} {}", hit.path, hit.record, hit.id);
            report.wrong.extend(faults.into_iter().map(|fault| format!("{place}\n    {fault}")));
        }
    }
    Ok(report)
}

/// One article, with what each condition of the query has in each of its texts.
struct Check<'a> {
    article: &'a Article,
    conditions: &'a [Asked<'a>],
    texts: Vec<Shown<'a>>,
}

struct Shown<'a> {
    field: &'static str,
    text: &'a str,
    /// The byte ranges that may be marked.
    allowed: Vec<Range<usize>>,
    /// Those of them that must be, where they are shown: of words near each other, the nearest
    /// are enough.
    needed: Vec<Range<usize>>,
}

/// What of `part` has to be marked wherever it stands: of a plain word the word as typed, because
/// which other forms are looked for is for the index to say.
fn certain(part: &TextPart) -> Option<TextPart> {
    match part {
        TextPart::Word(WordPattern::Stemmed(word)) => {
            Some(TextPart::Word(WordPattern::Folded(word.clone())))
        }
        TextPart::Word(_) | TextPart::Phrase { slop: None, .. } => Some(part.clone()),
        TextPart::Any(parts) => Some(TextPart::Any(parts.iter().filter_map(certain).collect())),
        _ => None,
    }
}

impl<'a> Check<'a> {
    /// With `all`, every match has to be marked: the query stands for no more words than are
    /// looked for.
    fn new(
        article: &'a Article,
        conditions: &'a [Asked<'a>],
        stemmers: &'a Stemmers,
        all: bool,
    ) -> Self {
        let matcher = Matcher { stemmers };
        let title = article.title.as_deref().unwrap_or_default();
        let shown = [("title", title), ("body", article.body.as_str())].into_iter();
        let captions = article.captions.iter().map(|text| ("caption", text.as_str()));
        let shown: Vec<(&'static str, &str)> = shown.chain(captions).collect();
        let mut texts: Vec<Shown<'_>> = shown
            .iter()
            .map(|(field, text)| Shown { field, text, allowed: Vec::new(), needed: Vec::new() })
            .collect();
        for condition in conditions {
            let Asked::Text { field, part, least } = condition else { continue };
            if *field == Some("place") {
                let places = article.places.iter();
                let named: Vec<&String> = places
                    .filter(|place| !matcher.places(part, &Words::new(place)).is_empty())
                    .collect();
                for Shown { text, allowed, .. } in &mut texts {
                    for place in &named {
                        let found = text.match_indices(place.as_str());
                        allowed.extend(found.map(|(at, place)| at..at + place.len()));
                    }
                }
                continue;
            }
            let mut units: Vec<Vec<Range<usize>>> = Vec::new();
            let mut needed: Vec<Vec<Range<usize>>> = Vec::new();
            let certain = if all { certain(part) } else { None };
            let mut count = 0;
            for (number, (name, text)) in shown.iter().enumerate() {
                let here = field.is_none_or(|field| field == *name)
                    || (*field == Some("lead") && *name == "body");
                let end = if *field == Some("lead") { article.lead().len() } else { text.len() };
                units.push(Vec::new());
                needed.push(Vec::new());
                if here {
                    let words = Words::new(text);
                    count += matcher.places(part, &words).len();
                    let bytes =
                        |(start, last): Place| words.spans[start].start..words.spans[last - 1].end;
                    let found = matcher.units(part, &words).into_iter().map(bytes);
                    units[number].extend(found.filter(|bytes| bytes.end <= end));
                    for place in certain.iter().flat_map(|part| matcher.units(part, &words)) {
                        needed[number].extend(Some(bytes(place)).filter(|at| at.end <= end));
                    }
                }
            }
            if count >= *least as usize {
                for (shown, (units, needed)) in texts.iter_mut().zip(units.into_iter().zip(needed))
                {
                    shown.allowed.extend(units);
                    shown.needed.extend(needed);
                }
            }
        }
        for (evidence, is_certain) in stated(article, conditions) {
            for Shown { field, text, allowed, needed } in &mut texts {
                let part = match evidence.part {
                    Part::Title => "title",
                    Part::Body => "body",
                    Part::Caption => "caption",
                    _ => continue,
                };
                let bytes = evidence.start..evidence.end;
                if part == *field && text.get(bytes.clone()) == Some(&evidence.text) {
                    allowed.push(bytes.clone());
                    needed.extend(Some(bytes).filter(|_| is_certain));
                }
            }
        }
        Check { article, conditions, texts }
    }

    fn has_something_to_mark(&self) -> bool {
        self.texts.iter().any(|shown| !shown.allowed.is_empty())
    }

    /// What is wrong with a snippet.
    fn snippet(&self, snippet: &Snippet) -> std::result::Result<(), String> {
        let Snippet { field, text, highlights } = snippet;
        let shown = format!("{field}: {text:?} {highlights:?}");
        let mut before = 0;
        for (start, end) in highlights {
            if start < &before || end <= start || text.get(*start..*end).is_none() {
                return Err(format!("ranges overlap, or are off characters: {shown}"));
            }
            before = *end;
        }
        let known = self.texts.iter().filter(|shown| shown.field == *field);
        if known.clone().next().is_none() {
            return self.value(snippet).then_some(()).ok_or(format!("no such value: {shown}"));
        }
        let mut is_there = false;
        let mut missing = None;
        for Shown { text: whole, allowed, needed, .. } in known {
            for (at, offset) in standing(whole, text) {
                is_there = true;
                let right = highlights.iter().all(|(start, end)| {
                    let bytes =
                        (*start + at).wrapping_sub(offset)..(*end + at).wrapping_sub(offset);
                    covered(&bytes, allowed)
                });
                // Nor is a match left out that can be seen.
                let end = at + text.len() - offset;
                let left_out = needed.iter().find(|range| {
                    at <= range.start
                        && range.end <= end
                        && standing_at(text, offset, range.start - at, &whole[(*range).clone()])
                        && !highlights.iter().any(|(first, last)| {
                            *first + at <= range.start + offset && range.end + offset <= *last + at
                        })
                });
                match left_out {
                    None if right => return Ok(()),
                    Some(range) if right => missing = Some(&whole[range.clone()]),
                    _ => {}
                }
            }
        }
        if !is_there {
            return Err(format!("not in the article: {shown}"));
        }
        if let Some(missing) = missing {
            return Err(format!("{missing:?} is not marked: {shown}"));
        }
        let marks: Vec<&str> = highlights.iter().map(|(start, end)| &text[*start..*end]).collect();
        Err(format!("marked {marks:?} without a match: {shown}"))
    }

    /// Whether a snippet of another field is one of the article's values.
    fn value(&self, snippet: &Snippet) -> bool {
        let article = self.article;
        let evidence = stated(article, self.conditions).any(|(one, _)| one.text == snippet.text);
        let is = |value: &Option<String>| value.as_deref() == Some(&snippet.text);
        match snippet.field {
            "people" | "region" => evidence,
            "by" => article.by.contains(&snippet.text),
            "source" => is(&article.source),
            "section" => is(&article.section),
            "dateline" => is(&article.dateline),
            "url" => is(&article.url),
            "path" => article.path == snippet.text,
            _ => false,
        }
    }
}

/// The evidence of the people and regions that are asked for, and whether it has to be marked:
/// not where a person may be called by another name.
fn stated<'a>(
    article: &'a Article,
    conditions: &'a [Asked<'a>],
) -> impl Iterator<Item = (&'a Evidence, bool)> {
    let people = article.people.iter().filter_map(|person| {
        let forms = std::iter::once(&person.name).chain(&person.forms).collect::<Vec<_>>();
        let asked = conditions.iter().filter_map(|condition| match condition {
            Asked::Person { field: "people", words } => is_person(words, &forms),
            _ => None,
        });
        asked.max().map(|is_certain| (person, is_certain))
    });
    let regions = article.regions.iter().filter(|region| {
        conditions.iter().any(|condition| {
            let Asked::Region { name } = condition else { return false };
            let known = |region: &str| Regions::get().find(region).map(|node| node.id.clone());
            let asked = known(name);
            let heirs = asked.iter().flat_map(|id| Regions::get().formers_of(id));
            let formers: Vec<&str> = heirs.map(|node| node.name.as_str()).collect();
            region.path.iter().any(|above| known(above) == asked)
                || region.path.iter().any(|above| formers.contains(&above.as_str()))
                || asked.is_some_and(|asked| {
                    Regions::get().ancestors(&region.id).contains(&asked.as_str())
                })
        })
    });
    let people = people.flat_map(|(person, is_certain)| {
        person.evidence.iter().map(move |evidence| (evidence, is_certain))
    });
    people.chain(regions.flat_map(|region| &region.evidence).map(|evidence| (evidence, true)))
}

/// Whether one of the forms has the words asked for (then that is certain), or may be another name
/// of that person.
fn is_person(asked: &[WordPattern], forms: &[&String]) -> Option<bool> {
    let typed: Vec<&str> = asked
        .iter()
        .filter_map(|pattern| match pattern {
            WordPattern::Folded(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    let folded = |name: &str| -> Vec<String> {
        let all = words(name).map(|span| fold(&name[span]).into_owned());
        all.flat_map(|word| word.split('.').map(str::to_owned).collect::<Vec<_>>())
            .filter(|word| !word.is_empty())
            .collect()
    };
    let initial = |word: &str| word.chars().take(1).collect::<String>();
    let book = NameBook::embedded();
    let shown = book.shown(&typed.join(" "));
    let whole = |form: &&String| folded(form) == typed;
    if forms.iter().any(whole) {
        return Some(true);
    }
    let named = forms.iter().any(|form| {
        let form = folded(form);
        let run = typed.concat();
        let ends = |words: &[&str]| {
            // Given name or its initial, and family name.
            let [first, .., last] = words else { return false };
            form.last().is_some_and(|word| word == last)
                && form.first().is_some_and(|word| word == first || initial(word) == *first)
        };
        typed.iter().all(|word| form.iter().any(|known| known == word || initial(known) == *word))
            || ends(&typed)
            // Characters of a script without spaces.
            || (form.concat().contains(&run))
    }) || forms.iter().any(|form| shown.is_some() && book.shown(form) == shown)
        || forms.iter().any(|form| is_spelling(&typed, &folded(form)));
    named.then_some(false)
}

/// Whether two names may be spellings of one: as many words, each nearly the same in Latin
/// letters. What they are is said in `names/spelling.rs`; this is a coarser look.
fn is_spelling(typed: &[&str], form: &[String]) -> bool {
    // A surname alone stands for those who have it.
    let form = if typed.len() == 1 { &form[form.len().saturating_sub(1)..] } else { form };
    typed.len() == form.len()
        && typed.iter().zip(form).all(|(typed, word)| {
            let (typed, word) = (in_latin(typed), in_latin(word));
            let long = typed.chars().count().max(word.chars().count());
            super::matching::edits(&typed, &word) <= long / 2
        })
}

/// Cyrillic letters as English newspapers write them, roughly.
fn in_latin(word: &str) -> String {
    const LATIN: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s",
        "t", "u", "f", "kh", "ts", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya",
    ];
    let mut latin = String::new();
    for c in word.chars() {
        let letter = u32::from(c).checked_sub(0x430).and_then(|at| LATIN.get(at as usize));
        match letter {
            Some(letter) => latin.push_str(letter),
            None => latin.push(c),
        }
    }
    latin
}

/// Where the snippet stands in the text: bytes of the text and of the snippet at which it begins.
fn standing(whole: &str, snippet: &str) -> Vec<(usize, usize)> {
    let space = |text: &str| text.replace('\n', " ");
    let whole = space(whole);
    let closers = ['\u{202c}', '\u{2069}'];
    let mut readings = vec![(0, snippet.to_owned())];
    let cut_before = snippet.strip_prefix('…');
    readings.extend(cut_before.map(|rest| ('…'.len_utf8(), rest.to_owned())));
    for (offset, reading) in readings.clone() {
        let cut_after = reading.strip_suffix('…').unwrap_or(&reading);
        readings.push((offset, cut_after.to_owned()));
        readings.push((offset, cut_after.trim_end_matches(closers).to_owned()));
    }
    let mut found = Vec::new();
    for (offset, reading) in readings {
        found.extend(whole.match_indices(&space(&reading)).map(|(at, _)| (at, offset)));
    }
    found
}

/// Whether the snippet has `words` so many bytes behind where it begins in the text.
fn standing_at(snippet: &str, offset: usize, at: usize, words: &str) -> bool {
    let here = snippet.get(offset + at..offset + at + words.len());
    here.is_some_and(|here| here == words.replace('\n', " "))
}

/// Whether `mark` is one of the ranges, or several of them that overlap.
fn covered(mark: &Range<usize>, allowed: &[Range<usize>]) -> bool {
    let inside: Vec<&Range<usize>> =
        allowed.iter().filter(|range| mark.start <= range.start && range.end <= mark.end).collect();
    let mut end = mark.start;
    loop {
        let next = inside
            .iter()
            .filter(|range| range.start <= end && (range.start < end || end == mark.start))
            .map(|range| range.end)
            .max();
        match next {
            Some(next) if next > end => end = next,
            _ => return end == mark.end,
        }
    }
}
