//! What each command does, on the library's public items.

mod count;
mod index;
mod inspect;
mod look;
mod search;

use std::io::Write;

use anyhow::Context as _;
use clap::CommandFactory as _;
use dateline::read::{FieldMap, ReadOptions};

use crate::args::{self, Cli, Command};
use crate::exit::Outcome;
use crate::terminal::Look;

/// Runs the command that was typed; results go to `out`.
pub(crate) fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let terminal = Look::stdout(cli.color);
    match cli.command {
        Command::Index(arguments) => index::run(&arguments, terminal, out),
        Command::Search(arguments) => search::run(&arguments, terminal, out),
        Command::People(arguments) => count::people(&arguments, terminal, out),
        Command::Regions(arguments) => count::run("region", &arguments, terminal, out),
        Command::Show(arguments) => look::show(&arguments, terminal, out),
        Command::Inspect(arguments) => inspect::run(&arguments, terminal, out),
        Command::Stats(arguments) => look::stats(&arguments, terminal, out),
        Command::Doctor(arguments) => look::doctor(&arguments, terminal, out),
        Command::Completions(arguments) => {
            clap_complete::generate(
                arguments.shell,
                &mut Cli::command(),
                "dateline",
                &mut Writer(out),
            );
            Ok(Outcome::Found)
        }
        Command::Man(arguments) => {
            let all = args::command();
            let command = match &arguments.of {
                None => all,
                Some(name) => match all.find_subcommand(name) {
                    Some(command) => command.clone(),
                    None => anyhow::bail!("there is no command {name}"),
                },
            };
            clap_mangen::Man::new(command).render(&mut Writer(out))?;
            Ok(Outcome::Found)
        }
    }
}

/// The user's own day.
fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// How files are read, with the columns that the user names.
fn reading(map: Option<&str>) -> anyhow::Result<ReadOptions> {
    let mut options = ReadOptions::default();
    if let Some(map) = map {
        options.map = FieldMap::parse(map).context("--map")?;
    }
    Ok(options)
}

/// Lets those who want a sized writer write to ours.
struct Writer<'a>(&'a mut dyn Write);

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// Writes a value as one JSON document.
fn write_json<T: serde::Serialize>(value: &T, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(out, "{text}")?;
    Ok(())
}
