//! Where words end in the scripts that are written without spaces between them: Han and kana,
//! Thai, Lao, Khmer, Burmese.
//!
//! Dictionaries of ICU find the words (`icu_segmenter`). They are right about nine times in ten,
//! and what they do with a name depends on what stands beside it. So the index does not keep
//! their words: it keeps pairs of characters (see `super::terms`), which find every place where
//! what was typed stands, and only remembers which of them begin and end a word. The words are
//! counted for an article's length.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;

use super::{Tokens, char_at, is_ignorable, stands_alone, words};

/// Dictionaries for all of these scripts. The neural models that `icu_segmenter` has besides for
/// the four scripts of South-East Asia are forty times slower on Thai: 0.4 against 16 MB/s.
static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Longest run that is looked at as one, in bytes: no sentence is as long.
const MAX_RUN_BYTES: usize = 16 * 1024;

/// Whether `c` may stand in a run of characters that are words by themselves.
fn in_run(c: char) -> bool {
    (stands_alone(c) && c.is_alphanumeric())
        || is_combining_mark(c)
        || is_ignorable(c)
        // The dot between the parts of a foreign name.
        || matches!(c, '・' | '･' | '·')
}

/// The end of the run that begins at `start`.
pub(super) fn run_end(text: &str, start: usize) -> usize {
    let mut end = start;
    while end - start < MAX_RUN_BYTES {
        let Some(c) = char_at(text, end).filter(|c| in_run(*c)) else { break };
        end += c.len_utf8();
    }
    end
}

/// Writes to `cuts` the places between the words of the run `text[start..end]`, both ends
/// included, as byte offsets in `text`.
pub(super) fn cuts(text: &str, start: usize, end: usize, cuts: &mut Vec<usize>) {
    cuts.clear();
    cuts.extend(SEGMENTER.segment_str(&text[start..end]).map(|cut| start + cut));
}

/// Number of words of `text`, whose `tokens` were read. The words of scripts without spaces are
/// counted as a dictionary finds them; a token there is a character.
pub(crate) fn count_words(text: &str, tokens: &Tokens) -> usize {
    let alone = |at: usize| {
        let start = tokens.span(at).start;
        // All of these scripts are written with three bytes or more a character.
        text.as_bytes()[start] >= 0xe0 && char_at(text, start).is_some_and(stands_alone)
    };
    let mut count = 0;
    let mut run_cuts = Vec::new();
    let mut run = 0;
    for at in 0..tokens.len() {
        let start = tokens.span(at).start;
        if start < run {
            continue;
        }
        if !alone(at) {
            count += 1;
            continue;
        }
        run = run_end(text, start).max(start + 1);
        cuts(text, start, run, &mut run_cuts);
        count +=
            run_cuts.windows(2).filter(|cut| words(&text[cut[0]..cut[1]]).next().is_some()).count();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, expected) in [
            ("", 0..=0),
            ("Peace talks, again.", 3..=3),
            ("习近平在北京会见普京。", 5..=8),
            ("東京都は新しい計画を発表した。", 6..=11),
            ("นายกรัฐมนตรีประกาศแผนใหม่", 3..=6),
            ("ប្រទេសកម្ពុជា", 1..=3),
            ("ປະເທດລາວ", 1..=3),
            ("မြန်မာနိုင်ငံ", 1..=4),
            ("iPhone手机 2024年", 4..=4),
        ] {
            let count = count_words(text, &Tokens::new(text));
            assert!(expected.contains(&count), "{text}: {count}");
        }
    }
}
