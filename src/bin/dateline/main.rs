//! The program `dateline`: arguments in, results on stdout, all else on stderr.
//!
//! It is built on the library's public items alone. What a command does stands in `commands`,
//! how a result looks in `render`; here they are only brought together.

mod args;
mod commands;
mod exit;
mod locate;
mod progress;
mod render;
mod terminal;
mod wrap;

use std::io::{BufWriter, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    quiet_readers();
    let cli = match args::parse(std::env::args_os()) {
        Ok(cli) => cli,
        // Help and version, too, come this way; clap knows which stream and code they take.
        Err(error) => return exit::of_arguments(&error),
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let result = commands::run(cli, &mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    // After a failure what was found up to then is still shown.
    let _ = out.flush();
    exit::report(result)
}

/// Keeps panics of threads that read untrusted files with other people's parsers off the
/// terminal: what they make of a file is a line of the report.
fn quiet_readers() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some("dateline-pdf") {
            tell(panic);
        }
    }));
}
