//! The option `--dialect`, which every command that reads schemas has.

use clap::{Args, ValueEnum};
use tl_parser::Dialect;

/// The dialect of the files to read.
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct DialectArgs {
    /// Additions to the language to accept: those of VK are annotations, `=>` and `float`
    #[arg(long, value_name = "DIALECT", value_enum, default_value_t = DialectName::Tl)]
    dialect: DialectName,
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
