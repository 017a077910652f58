//! What can be typed: commands, options, their defaults and help.

mod minus;
mod search;
mod size;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::terminal::ColourChoice;

pub(crate) use search::{CountArgs, Format, PeopleArgs, SearchArgs, SelectArgs};

/// Search news archives by word, date, region and people
///
/// Turn a folder of news articles into a search engine: read the files, work out each article's
/// date, region and people, and answer in milliseconds. No server, nothing to download.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Say when to colour the output; with `always`, control characters are escaped too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(display_order = 100)]
    pub(crate) color: ColourChoice,
}

const EXAMPLES: &str = "\
Examples:
  dateline search 'peace talks' --in ~/news     Index the folder if needed, then search it
  dateline index ~/news                         Bring the index up to date
  dateline search putin region:russia date:2024 Search it from inside the folder
  dateline inspect ~/news/article.txt           See what is read from a file, and why

Exit status: 0 when something was found, 1 when nothing was, 2 on an error.";

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(IndexArgs),
    Search(SearchArgs),
    /// Count the people in the articles that match
    #[command(after_help = "\
Examples:
  dateline people region:ukraine date:2024
  dateline people 'climate summit' --limit 50 --format json
  dateline people --suggest-merges >> .dateline/people.tsv")]
    People(PeopleArgs),
    /// Count the regions of the articles that match
    #[command(after_help = "\
Examples:
  dateline regions 'peace talks' --from 2024-06
  dateline regions people:putin --format json")]
    Regions(CountArgs),
    Show(ShowArgs),
    Inspect(InspectArgs),
    Stats(StatsArgs),
    Doctor(DoctorArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Build the index of a folder, or bring it up to date
///
/// Read new and changed files, drop vanished ones, leave the others alone. A file that cannot
/// be read is reported with its reason and never stops the run.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline index ~/news
  dateline index /archive/2023 /archive/2024 --index ~/index
  dateline index ~/news --dry-run --format json")]
pub(crate) struct IndexArgs {
    /// Take articles from these folders, or from single files
    #[arg(required = true, value_name = "FOLDER")]
    pub(crate) folders: Vec<PathBuf>,
    /// Keep the index in this folder [default: `.dateline` in the first FOLDER]
    #[arg(long, value_name = "DIR", env = "DATELINE_INDEX", hide_env_values = true)]
    pub(crate) index: Option<PathBuf>,
    /// Take values of tables and JSON from these names, such as `body=content,date=pub_date`
    ///
    /// Targets are body, title, date, author, source, section, language, url, location, person,
    /// region, caption, keyword, id and lead. Names that dateline knows need no mapping. A file
    /// that is in the index already and has not changed stays as it was read: use --rebuild.
    #[arg(long, value_name = "TARGET=NAME,...")]
    pub(crate) map: Option<String>,
    /// Use so many threads; 0 is one for each processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,
    /// Use so much memory for what is not yet written, such as 512MB or 1G
    #[arg(long, value_name = "SIZE", default_value = "256MB", value_parser = size::parse)]
    pub(crate) memory: usize,
    /// Throw away what is indexed and start from nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) rebuild: bool,
    /// Only tell what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print the report in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// The format of what is no list of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For reading
    #[default]
    Text,
    /// One JSON document
    Json,
}

/// The format of articles as they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ArticleFormat {
    /// For reading
    #[default]
    Text,
    /// One JSON document: an object, or an array of several
    Json,
    /// An object a line, each as soon as it is read
    Jsonl,
}

/// What may be asked of an article alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    /// When it was published
    Date,
}

/// Where the index is.
#[derive(Debug, Default, Args)]
pub(crate) struct IndexPlace {
    /// Use the index in this folder [default: `.dateline` here or in a folder above]
    #[arg(long, value_name = "DIR", env = "DATELINE_INDEX", hide_env_values = true)]
    pub(crate) index: Option<PathBuf>,
}

/// Print a whole article
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  dateline show 0b9d54e2a7c1f630        The id stands below each hit of `dateline search`")]
pub(crate) struct ShowArgs {
    /// Print the article with this id
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) place: IndexPlace,
    /// Print it in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Show what is read from a file, and why: each value with its evidence
///
/// Needs no index. A value that is wrong can be traced to the words that it rests on: the part
/// of the file, the bytes, the rule. A file of many articles shows them all.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline inspect article.txt
  dateline inspect archive.zip --record 3
  dateline inspect *.html --format jsonl | jq '.people[].name'
  dateline inspect --only date --format jsonl pages/*.html")]
pub(crate) struct InspectArgs {
    /// Read these files
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Show only article number N of each file [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) record: Option<u32>,
    /// Take values of tables and JSON from these names, such as `body=content,date=pub_date`
    ///
    /// Targets are body, title, date, author, source, section, language, url, location, person,
    /// region, caption, keyword, id and lead. Names that dateline knows need no mapping.
    #[arg(long, value_name = "TARGET=NAME,...")]
    pub(crate) map: Option<String>,
    /// Show the whole text and all evidence
    #[arg(long)]
    pub(crate) full: bool,
    /// Work out nothing but this, which is many times faster
    #[arg(long, value_name = "WHAT", conflicts_with = "full")]
    pub(crate) only: Option<Only>,
    /// With --only, use so many threads; 0 is one for each processor
    #[arg(long, value_name = "N", default_value_t = 0, requires = "only")]
    pub(crate) threads: usize,
    /// Print it in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ArticleFormat,
}

/// Tell how much the index holds
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    pub(crate) place: IndexPlace,
    /// Print it in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Tell how many articles have each field, and which files could not be read, and why
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) place: IndexPlace,
    /// Print it in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dateline completions bash > ~/.local/share/bash-completion/completions/dateline
  dateline completions fish > ~/.config/fish/completions/dateline.fish")]
pub(crate) struct CompletionsArgs {
    /// Write them for this shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dateline man search | man -l -")]
pub(crate) struct ManArgs {
    /// Print the page of this command [default: that of the program]
    #[arg(value_name = "COMMAND")]
    pub(crate) of: Option<String>,
}

/// Reads the arguments of the program.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut command = command();
    command.build();
    let arguments = minus::protect(&command, arguments);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches)
}

/// All commands, as clap knows them.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    fn query(line: &str) -> (String, SearchArgs) {
        let cli = parse(line.split(' ').map(OsString::from)).unwrap();
        match cli.command {
            Command::Search(arguments) => (arguments.select.query.join(" "), arguments),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_minus_belongs_to_the_query_and_options_stand_anywhere() {
        for (line, expected) in [
            ("dateline search putin -sport --limit 3", "putin -sport"),
            ("dateline search --limit 3 -sport putin", "-sport putin"),
            ("dateline search -title:sport --limit=3 -(a", "-title:sport -(a"),
            ("dateline --color never search a -b --limit 3 - c", "a -b - c"),
            ("dateline search --limit 3 -- -sport --all", "-sport --all"),
            ("dateline search --limit 3 a -- --all -h", "a --all -h"),
            ("dateline search --limit 3", ""),
        ] {
            let (text, arguments) = query(line);
            assert_eq!(text, expected, "{line}");
            assert_eq!(arguments.limit, 3, "{line}");
            assert!(!arguments.all, "{line}");
        }
    }

    #[test]
    fn an_unknown_option_is_an_error() {
        let error = parse(["dateline", "search", "a", "--nonsense"].map(OsString::from));
        assert_eq!(error.unwrap_err().kind(), clap::error::ErrorKind::UnknownArgument);
        let help = parse(["dateline", "search", "-h"].map(OsString::from));
        assert_eq!(help.unwrap_err().kind(), clap::error::ErrorKind::DisplayHelp);
    }
}
