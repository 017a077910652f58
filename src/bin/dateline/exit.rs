//! Exit codes, as in grep: 0 when something was found, 1 when nothing was, 2 on an error. A
//! closed pipe is a quiet 0: whoever reads has seen enough.

use std::io::Write as _;
use std::process::ExitCode;

use crate::terminal::Look;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It found or did what it was asked for.
    Found,
    /// It found nothing.
    Nothing,
    /// A part of it failed; the reasons have been told.
    Failed,
}

impl Outcome {
    /// `Found` where `found` holds.
    pub(crate) fn found(found: bool) -> Outcome {
        if found { Outcome::Found } else { Outcome::Nothing }
    }
}

/// Tells the user how it ended and turns it into the exit code.
pub(crate) fn report(result: anyhow::Result<Outcome>) -> ExitCode {
    match result {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            tell_error(&error);
            ExitCode::from(2)
        }
    }
}

/// Writes an error and its hint to stderr.
pub(crate) fn tell_error(error: &anyhow::Error) {
    tell("error", &message(error));
    if let Some(hint) = hint(error) {
        tell("hint", &hint);
    }
}

/// Writes `label: text` to stderr. A stderr that is closed is no reason to fail.
pub(crate) fn tell(label: &str, text: &str) {
    let look = Look::stderr();
    let text = look.clean(text);
    let _ = writeln!(std::io::stderr().lock(), "{label}: {text}");
}

/// Prints what clap has to say and gives its code.
pub(crate) fn of_arguments(error: &clap::Error) -> ExitCode {
    match error.print() {
        Err(failure) if failure.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    // Only our own output: a file that is read is never a pipe that closes.
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// The messages of an error and of what caused it, each said once.
fn message(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

fn hint(error: &anyhow::Error) -> Option<String> {
    let error = error.downcast_ref::<dateline::Error>()?;
    if error.is_no_index() {
        return Some(
            "make one with `dateline index FOLDER`, name one with `--index DIR`, or search with \
             `dateline search QUERY --in FOLDER`"
                .to_owned(),
        );
    }
    error.is_locked().then(|| {
        "wait until it has finished; searching goes on meanwhile, without `--in`".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_each_cause_once() {
        let io = std::io::Error::new(std::io::ErrorKind::NotFound, "no such file");
        let error = anyhow::Error::new(dateline::Error::io("a/b", io));
        assert_eq!(message(&error), "a/b: no such file");
        assert_eq!(
            message(&error.context("reading the index")),
            "reading the index: a/b: no such file"
        );
    }

    #[test]
    fn a_closed_pipe_is_told_from_other_errors() {
        let closed = std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        assert!(is_closed_pipe(&closed.into()));
        let other = std::io::Error::from(std::io::ErrorKind::NotFound);
        assert!(!is_closed_pipe(&other.into()));
    }
}
