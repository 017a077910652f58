//! `-word` in a query: everything but what has the word.
//!
//! clap takes what begins with `-` for an option; told to allow it in a value, it takes options
//! for values too. So a minus that belongs to a query is hidden from clap and shown again when
//! the query is read. No command that takes a query has a short option other than `-h`.

use std::ffi::OsString;

/// Stands for a minus that belongs to the query. Unicode sets this character aside for a
/// program's inner use; it is in no text.
const HIDDEN: char = '\u{fdd0}';

/// The commands whose values are queries.
const WITH_QUERY: &[&str] = &["search", "people", "regions"];

/// Hides the minus of every argument that is part of a query.
pub(super) fn protect(
    command: &clap::Command,
    arguments: impl IntoIterator<Item = OsString>,
) -> Vec<OsString> {
    let mut protected = Vec::new();
    let mut of: Option<&clap::Command> = None;
    // Whether the next argument is the value of the option before.
    let mut value_follows = false;
    let mut arguments = arguments.into_iter();
    protected.extend(arguments.next());
    for argument in arguments.by_ref() {
        let text = argument.to_str();
        if std::mem::take(&mut value_follows) {
            protected.push(argument);
            continue;
        }
        match text {
            Some("--") => {
                protected.push(argument);
                break;
            }
            Some(text) if text.starts_with("--") => {
                value_follows = takes_value(of.unwrap_or(command), text);
                protected.push(argument);
            }
            Some(text) if of.is_some() && is_excluded_word(text) => {
                protected.push(format!("{HIDDEN}{text}").into());
            }
            Some(text) if of.is_none() && !text.starts_with('-') => {
                if !WITH_QUERY.contains(&text) {
                    protected.push(argument);
                    break;
                }
                of = command.find_subcommand(text);
                protected.push(argument);
            }
            _ => protected.push(argument),
        }
    }
    protected.extend(arguments);
    protected
}

/// Reads a word of a query back.
pub(super) fn reveal(word: &str) -> Result<String, std::convert::Infallible> {
    Ok(word.strip_prefix(HIDDEN).unwrap_or(word).to_owned())
}

fn is_excluded_word(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-') && text != "-h"
}

fn takes_value(command: &clap::Command, option: &str) -> bool {
    let name = option.trim_start_matches("--");
    !name.contains('=')
        && command.get_arguments().any(|argument| {
            argument.get_long() == Some(name) && argument.get_action().takes_values()
        })
}
