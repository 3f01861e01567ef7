//! What can be asked for about findings: their form, and what is done about warnings.
//!
//! Invariant: of two levels for one code, the later one on the command line counts.

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use tl_parser::{Code, Level, Levels};

/// The form of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text with the lines that it is about, on standard error
    #[default]
    Human,
    /// One JSON object for each finding, a line each, on standard output
    Json,
    /// Annotations of a GitHub workflow, on standard output
    Github,
}

/// What was asked for about findings.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Findings")]
pub(crate) struct Reporting {
    /// Form of findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: Format,
    #[command(flatten)]
    levels: LevelFlags,
}

impl Reporting {
    /// Findings in this form, with the usual levels.
    pub(crate) fn of(format: Format) -> Self {
        Self { format, ..Self::default() }
    }

    /// The same, with a code at this level if it was below.
    pub(crate) fn at_least(&self, code: Code, level: Level) -> Self {
        let mut reporting = self.clone();
        if self.levels().level(code) < level {
            reporting.levels.levels.set(code, level).unwrap_or_default();
        }
        reporting
    }

    /// What is done about warnings.
    pub(crate) fn levels(&self) -> &Levels {
        &self.levels.levels
    }
}

/// Stands for all codes that would be warnings.
const WARNINGS: &str = "warnings";

const FLAGS: [(&str, char, Level, &str); 3] = [
    ("allow", 'A', Level::Allow, "Say nothing of this lint; `cargo xtask explain` lists all"),
    ("warn", 'W', Level::Warn, "Make warnings of this lint"),
    ("deny", 'D', Level::Deny, "Make errors of this lint, or of all `warnings`"),
];

/// `--allow`, `--warn` and `--deny`, in the order in which they were given.
#[derive(Clone, Debug, Default)]
struct LevelFlags {
    levels: Levels,
}

impl Args for LevelFlags {
    fn augment_args(command: Command) -> Command {
        let flags = FLAGS.map(|(name, short, _, help)| {
            let flag = clap::Arg::new(name).long(name).short(short).value_name("CODE").help(help);
            flag.action(clap::ArgAction::Append).value_parser(lint)
        });
        command.args(flags)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LevelFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut wanted = Vec::new();
        for (name, _, level, _) in FLAGS {
            let indices = matches.indices_of(name).into_iter().flatten();
            let lints = matches.get_many::<Lint>(name).into_iter().flatten().copied();
            wanted.extend(indices.zip(lints).map(|(index, lint)| (index, lint, level)));
        }
        wanted.sort_by_key(|(index, ..)| *index);
        let mut levels = Levels::default();
        for (_, lint, level) in wanted {
            match lint {
                Lint::Warnings => levels.set_warnings(level),
                // The parser of values lets lints pass alone.
                Lint::Code(code) => levels.set(code, level).unwrap_or_default(),
            }
        }
        Ok(Self { levels })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What a level can be asked for.
#[derive(Clone, Copy, Debug)]
enum Lint {
    Warnings,
    Code(Code),
}

fn lint(name: &str) -> Result<Lint, String> {
    if name == WARNINGS {
        return Ok(Lint::Warnings);
    }
    let is_lint = |code: &Code| code.default_level().is_some();
    let known = || {
        let names: Vec<_> = Code::ALL.iter().filter(|code| is_lint(code)).map(|code| code.as_str()).collect();
        format!("lints are {}, and `{WARNINGS}` for all that are warnings", names.join(", "))
    };
    match name.parse::<Code>() {
        Ok(code) if is_lint(&code) => Ok(Lint::Code(code)),
        Ok(_) => Err(format!("a finding of this code is always an error; {}", known())),
        Err(_) => Err(format!("there is no such code; {}", known())),
    }
}
