//! From a declaration back to its line.
//!
//! One space between tokens where one may stand, none where none is usual: the layout of Telegram's own schemas.
//! Invariant: reading what was printed gives the same declaration, places aside.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::ast::{
    Application, Args, Atom, Body, Combinator, Condition, Declaration, Directive, DirectiveKind, Expr, Field,
    FieldType, Id, Ident, Number, Params, Partial, Repetition, Sum, Term,
};

/// The declaration on one line, ending in `;`.
#[must_use]
pub fn declaration(declaration: &Declaration) -> String {
    match declaration {
        Declaration::Combinator(combinator) => format!("{combinator};"),
        Declaration::Directive(directive) => format!("{directive};"),
        Declaration::Partial(partial) => format!("{partial};"),
    }
}

/// The combinator on one line, ending in `;`, its id, if it has one, with all eight digits.
#[must_use]
pub fn line(combinator: &Combinator) -> String {
    let mut line = String::new();
    // Writing to a string cannot fail.
    let _ = write_combinator(&mut line, combinator, 8);
    line.push(';');
    line
}

fn write_combinator(f: &mut impl fmt::Write, combinator: &Combinator, min_digits: u8) -> fmt::Result {
    f.write_str(&combinator.name.text)?;
    if let Some(id) = combinator.id {
        let id = Id { n_digits: id.n_digits.max(min_digits), ..id };
        write!(f, "{id}")?;
    }
    for params in &combinator.params {
        write!(f, " {params}")?;
    }
    match &combinator.body {
        Body::Builtin => f.write_str(" ?")?,
        Body::Fields(fields) => fields.iter().try_for_each(|field| write!(f, " {field}"))?,
    }
    write!(f, " = {}", combinator.result)
}

/// Writes `items` with `separator` between them.
fn list<T: Display>(f: &mut Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (idx, item) in items.iter().enumerate() {
        if idx > 0 {
            f.write_str(separator)?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

/// Writes `<int,string>`, or nothing for no arguments.
fn angle(f: &mut Formatter<'_>, args: &[Expr]) -> fmt::Result {
    if args.is_empty() {
        return Ok(());
    }
    f.write_char('<')?;
    list(f, args, ",")?;
    f.write_char('>')
}

impl Display for Combinator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_combinator(f, self, 1)
    }
}

impl Display for Directive {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let keyword = match self.kind {
            DirectiveKind::Final => "Final",
            DirectiveKind::New => "New",
            DirectiveKind::Empty => "Empty",
        };
        write!(f, "{keyword} {}", self.name)
    }
}

impl Display for Partial {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.application.fmt(f)
    }
}

impl Display for Application {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)?;
        match &self.args {
            Args::Angle(args) => angle(f, args),
            Args::Juxtaposed(sums) => sums.iter().try_for_each(|sum| write!(f, " {sum}")),
        }
    }
}

impl Display for Params {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        list(f, &self.names, " ")?;
        write!(f, ":{}}}", self.kind)
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (open, close) = if self.is_group { ("(", ")") } else { ("", "") };
        f.write_str(open)?;
        list(f, &self.names, " ")?;
        if !self.names.is_empty() {
            f.write_char(':')?;
        }
        if let Some(condition) = &self.condition {
            condition.fmt(f)?;
        }
        write!(f, "{}{close}", self.ty)
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}?", self.mask, self.bit)
    }
}

impl Display for FieldType {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(term) => term.fmt(f),
            Self::Call(term) => write!(f, "!{term}"),
            Self::Repetition(repetition) => repetition.fmt(f),
        }
    }
}

impl Display for Repetition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(count) = &self.count {
            write!(f, "{count}*")?;
        }
        f.write_str("[ ")?;
        for field in &self.fields {
            write!(f, "{field} ")?;
        }
        f.write_char(']')
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        list(f, &self.sums, " ")
    }
}

impl Display for Sum {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        list(f, &self.operands, "+")
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for _ in 0..self.n_percents {
            f.write_char('%')?;
        }
        match &self.atom {
            Atom::Name(name, args) => {
                name.fmt(f)?;
                angle(f, args)
            }
            Atom::Nat(args) => {
                f.write_char('#')?;
                angle(f, args)
            }
            Atom::Number(number) => number.fmt(f),
            Atom::Group(expr) => write!(f, "({expr})"),
        }
    }
}

impl Display for Ident {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Display for Id {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "#{:0width$x}", self.value, width = usize::from(self.n_digits))
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}
