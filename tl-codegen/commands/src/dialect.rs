//! The options `--dialect` and `--allow block-comment`: how the text of a schema is read.
//!
//! In commands with levels of lints, `--allow` is declared by [`ReportingArgs`](crate::ReportingArgs), whose values
//! include `block-comment`. Invariant: every command that reads schemas has both options.

use clap::{Args, ValueEnum};
use tl_parser::{Dialect, Syntax};

use crate::reporting::BLOCK_COMMENT_VALUE;

/// The dialect of the files to read.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct DialectArgs {
    /// Additions to the language to accept: those of VK are annotations, `=>` and `float`
    #[arg(long, value_name = "DIALECT", value_enum, default_value_t = DialectName::Tl)]
    dialect: DialectName,
}

impl DialectArgs {
    /// The syntax of the files, for a command whose [`ReportingArgs`](crate::ReportingArgs) has the option `--allow`.
    #[must_use]
    pub fn syntax(self, reporting: &crate::ReportingArgs) -> Syntax {
        Syntax { dialect: self.into(), block_comments: reporting.allows_block_comments() }
    }
}

/// The dialect of the files to read, and the comments in them, for a command without levels of lints.
#[derive(Args, Clone, Debug, Default)]
pub struct SyntaxArgs {
    /// The dialect of the files.
    #[command(flatten)]
    dialect: DialectArgs,
    /// Additions to the language to accept: `block-comment` reads `/* … */`
    #[arg(long, short = 'A', value_name = "WHAT", value_parser = [BLOCK_COMMENT_VALUE])]
    allow: Vec<String>,
}

impl From<&SyntaxArgs> for Syntax {
    fn from(args: &SyntaxArgs) -> Self {
        Self { dialect: args.dialect.into(), block_comments: !args.allow.is_empty() }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum DialectName {
    #[default]
    /// TL as Telegram, TDLib and TON write it
    Tl,
    /// TL as VK writes it
    Vk,
}

impl From<DialectArgs> for Dialect {
    fn from(args: DialectArgs) -> Self {
        match args.dialect {
            DialectName::Tl => Self::Tl,
            DialectName::Vk => Self::Vk,
        }
    }
}
