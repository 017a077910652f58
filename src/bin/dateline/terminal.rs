//! What the output goes to: whether it is a terminal, how wide it is, whether it takes colour;
//! and what must never reach a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::IsTerminal as _;

/// Whether output is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColourChoice {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    #[default]
    Auto,
    /// Always, as for a pager.
    Always,
    /// Never.
    Never,
}

/// How output may look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Whether a person reads it on a terminal, so that control characters must be shown and
    /// not sent.
    pub(crate) terminal: bool,
    /// Whether it takes colour.
    pub(crate) colour: bool,
    /// Columns to wrap at; `None` leaves lines whole.
    pub(crate) width: Option<usize>,
}

/// Text wider than this is tiring to read, however wide the terminal.
const MOST_COLUMNS: usize = 110;

/// A narrower terminal than this gets lines that it has to wrap itself.
const LEAST_COLUMNS: usize = 40;

impl Look {
    /// Of stdout.
    pub(crate) fn stdout(choice: ColourChoice) -> Look {
        let terminal = std::io::stdout().is_terminal();
        let colour = match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => {
                terminal
                    && !is_set("NO_COLOR")
                    && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
            }
        };
        let width = terminal.then(|| {
            terminal_size::terminal_size()
                .map_or(80, |(width, _)| usize::from(width.0))
                .clamp(LEAST_COLUMNS, MOST_COLUMNS)
        });
        // Forced colour means that a pager stands between us and a terminal.
        Look { terminal: terminal || colour, colour, width }
    }

    /// Of stderr, without colour.
    pub(crate) fn stderr() -> Look {
        Look { terminal: std::io::stderr().is_terminal(), colour: false, width: None }
    }

    /// `text` as it may be shown: unchanged in a pipe, escaped on a terminal.
    pub(crate) fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.terminal { sanitize(text) } else { Cow::Borrowed(text) }
    }

    /// `text`, cleaned, in `style`.
    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        let text = self.clean(text);
        if self.colour && !text.is_empty() {
            format!("{}{text}{RESET}", style.start())
        } else {
            text.into_owned()
        }
    }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// What ends a style.
pub(crate) const RESET: &str = "\x1b[0m";

/// What a piece of output is; its colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A headline or a label.
    Strong,
    /// A match.
    Match,
    /// Something that is there if one looks for it.
    Faint,
}

impl Style {
    /// What starts it.
    pub(crate) const fn start(self) -> &'static str {
        match self {
            Style::Strong => "\x1b[1m",
            Style::Match => "\x1b[1;4;33m",
            Style::Faint => "\x1b[2m",
        }
    }
}

/// Shows what a terminal would obey: control characters, and characters that change the
/// direction of what follows, as `\u{1b}`. Line ends and tabs are kept.
///
/// An article may hold anything; a terminal can be made to retitle its window, to print what
/// was not written, or to show words in another order than they have.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_dangerous) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_dangerous(c) {
            // Writing to a string cannot fail.
            let _ = write!(clean, "\\u{{{:x}}}", u32::from(c));
        } else {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

fn is_dangerous(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Marks, embeddings and overrides, isolates: the characters that Unicode Standard
        // Annex 9 gives the property Bidi_Control.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        // C0, DEL and C1; among them ESC and CSI.
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_passes() {
        for (text, expected) in [
            ("plain, ünïcödé, 中文, עברית", "plain, ünïcödé, 中文, עברית"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
            ("\x1b[31mred\x1b[0m", "\\u{1b}[31mred\\u{1b}[0m"),
            ("\x1b]0;title\x07", "\\u{1b}]0;title\\u{7}"),
            ("carriage\rreturn", "carriage\\u{d}return"),
            ("bell\u{7}back\u{8}del\u{7f}", "bell\\u{7}back\\u{8}del\\u{7f}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
            ("\u{200e}\u{200f}\u{61c}", "\\u{200e}\\u{200f}\\u{61c}"),
            ("\0", "\\u{0}"),
        ] {
            assert_eq!(sanitize(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_pipe_gets_the_text_untouched() {
        let pipe = Look { terminal: false, colour: false, width: None };
        assert_eq!(pipe.clean("\x1b[31m"), "\x1b[31m");
        assert_eq!(pipe.paint(Style::Match, "a"), "a");
        let terminal = Look { terminal: true, colour: true, width: Some(80) };
        assert_eq!(terminal.paint(Style::Strong, "\x1b"), "\x1b[1m\\u{1b}\x1b[0m");
    }
}
