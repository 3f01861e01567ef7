//! The options `--format`, `--allow`, `--warn` and `--deny`: the form and the levels of findings.
//!
//! Invariant: if a code is given two levels, the later one on the command line counts.

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use tl_parser::{Code, Level, Levels};

/// The value of `--allow` that makes `/* … */` a comment.
pub(crate) const BLOCK_COMMENT_VALUE: &str = "block-comment";

/// The output form of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text with the source lines that each finding is about, on the standard error
    #[default]
    Human,
    /// One JSON object per line for each finding, on the standard output
    Json,
    /// Annotations of a GitHub workflow, on the standard output
    Github,
}

/// The output form of findings, and the level of each lint.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Findings")]
pub struct ReportingArgs {
    /// Form of printed findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    levels: LintLevelArgs,
}

impl ReportingArgs {
    /// Options that print findings in the given form and keep the default levels.
    #[must_use]
    pub fn in_format(format: Format) -> Self {
        Self { format, ..Self::default() }
    }

    /// The same options, with the level of `code` raised to `level` if it is lower.
    #[must_use]
    pub fn with_min_level(&self, code: Code, level: Level) -> Self {
        let mut reporting = self.clone();
        if self.lint_levels().level(code) < level {
            reporting.levels.levels.set(code, level).unwrap_or_default();
        }
        reporting
    }

    /// The same options, with `level` for `code` if no option gives it a level.
    #[must_use]
    pub fn with_default_level(&self, code: Code, level: Level) -> Self {
        let mut reporting = self.clone();
        reporting.levels.levels.set_if_unset(code, level).unwrap_or_default();
        reporting
    }

    /// Whether `/* … */` is a comment.
    #[must_use]
    pub fn allows_block_comments(&self) -> bool {
        self.levels.block_comments
    }

    /// The level of each lint.
    #[must_use]
    pub fn lint_levels(&self) -> &Levels {
        &self.levels.levels
    }
}

/// The value of a level option that means all lints whose level is `warn`.
const ALL_WARNINGS_VALUE: &str = "warnings";

/// Name, short name, level and help text of each level option.
const LEVEL_OPTIONS: [(&str, char, Level, &str); 3] = [
    (
        "allow",
        'A',
        Level::Allow,
        "Suppress findings of this lint; `{program} explain` lists all lints. `block-comment` reads `/* … */`",
    ),
    ("warn", 'W', Level::Warn, "Report findings of this lint as warnings"),
    ("deny", 'D', Level::Deny, "Report findings of this lint, or of all `warnings`, as errors"),
];

/// The levels of all lints, after the level options are applied in the order of the command line.
#[derive(Clone, Debug, Default)]
struct LintLevelArgs {
    levels: Levels,
    /// Whether `--allow block-comment` was given.
    block_comments: bool,
}

impl Args for LintLevelArgs {
    fn augment_args(command: Command) -> Command {
        let options = LEVEL_OPTIONS.map(|(name, short, _, help)| {
            let option = clap::Arg::new(name).long(name).short(short).value_name("CODE").help(help);
            let parse = match name {
                "allow" => parse_allow_value,
                _ => parse_warn_or_deny_value,
            };
            option.action(clap::ArgAction::Append).value_parser(parse)
        });
        command.args(options)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LintLevelArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut wanted = Vec::new();
        for (name, _, level, _) in LEVEL_OPTIONS {
            let indices = matches.indices_of(name).into_iter().flatten();
            let lints = matches.get_many::<LevelOptionValue>(name).into_iter().flatten().copied();
            wanted.extend(indices.zip(lints).map(|(index, lint)| (index, lint, level)));
        }
        wanted.sort_by_key(|(index, ..)| *index);
        let mut levels = Levels::default();
        let mut block_comments = false;
        for (_, lint, level) in wanted {
            match lint {
                LevelOptionValue::Warnings => levels.set_level_of_warnings(level),
                // Cannot fail: `parse_allow_value` and `parse_warn_or_deny_value` accept only codes that are lints.
                LevelOptionValue::Code(code) => levels.set(code, level).unwrap_or_default(),
                LevelOptionValue::BlockComment => block_comments = true,
            }
        }
        Ok(Self { levels, block_comments })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A parsed value of a level option.
#[derive(Clone, Copy, Debug)]
enum LevelOptionValue {
    Warnings,
    Code(Code),
    /// No lint, but an addition to the syntax, which can only be allowed.
    BlockComment,
}

fn parse_allow_value(name: &str) -> Result<LevelOptionValue, String> {
    match name {
        BLOCK_COMMENT_VALUE => Ok(LevelOptionValue::BlockComment),
        _ => parse_warn_or_deny_value(name),
    }
}

fn parse_warn_or_deny_value(name: &str) -> Result<LevelOptionValue, String> {
    if name == ALL_WARNINGS_VALUE {
        return Ok(LevelOptionValue::Warnings);
    }
    let is_lint = |code: &Code| code.default_level().is_some();
    let known = || {
        let names: Vec<_> = Code::ALL.iter().filter(|code| is_lint(code)).map(|code| code.as_str()).collect();
        format!("lints are {}, and `{ALL_WARNINGS_VALUE}` for all that are warnings", names.join(", "))
    };
    match name.parse::<Code>() {
        Ok(code) if is_lint(&code) => Ok(LevelOptionValue::Code(code)),
        Ok(_) => Err(format!("a finding of this code is always an error; {}", known())),
        Err(_) => Err(format!("there is no such code; {}", known())),
    }
}
