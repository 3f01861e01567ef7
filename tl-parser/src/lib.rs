//! Reader of the TL language.
