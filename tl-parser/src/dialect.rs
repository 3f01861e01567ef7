//! The dialects of TL.

/// Which additions to the language are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// TL as Telegram, TDLib and TON write it.
    #[default]
    Tl,
    /// The same, with what VK adds: annotations (`@read`), the arrow `=>` before the result of a function, `float`.
    Vk,
}
