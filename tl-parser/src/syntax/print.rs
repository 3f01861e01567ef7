//! From a declaration back to its line.
//!
//! One space between tokens where one may stand, none where none is usual: the layout of Telegram's own schemas.
//! Invariant: reading what was printed gives the same declaration, places aside.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::syntax::ast::{
    AngleArgs, Application, Args, Atom, Combinator, Condition, Declaration, Directive, DirectiveKind, Expr, Field,
    FieldType, Id, Ident, Number, Params, Partial, Repetition, Sum, Term, Terms,
};

/// The declaration on one line, ending in `;`.
///
/// ```
/// let mut sources = tl_parser::SourceMap::new();
/// sources.add("user.tl", "user  id : long // his\n = User ;");
/// let (file, _) = tl_parser::parse(&sources.sources()[0]);
/// let lines: Vec<_> = file.declarations().map(tl_parser::print::declaration).collect();
/// assert_eq!(lines, ["user id:long = User;"]);
/// ```
#[must_use]
pub fn declaration(declaration: Declaration<'_>) -> String {
    match declaration {
        Declaration::Combinator(combinator) => format!("{combinator};"),
        Declaration::Directive(directive) => format!("{directive};"),
        Declaration::Partial(partial) => format!("{partial};"),
    }
}

/// The combinator on one line, ending in `;`, its id, if it has one, with all eight digits; annotations left out.
#[must_use]
pub fn line(combinator: Combinator<'_>) -> String {
    let mut line = String::new();
    // Writing to a string cannot fail.
    let _ = write_combinator(&mut line, combinator, 8);
    line.push(';');
    line
}

fn write_combinator(f: &mut impl fmt::Write, combinator: Combinator<'_>, min_digits: u8) -> fmt::Result {
    f.write_str(combinator.name().text)?;
    if let Some(id) = combinator.id() {
        let id = Id { n_digits: id.n_digits.max(min_digits), ..id };
        write!(f, "{id}")?;
    }
    combinator.params().try_for_each(|params| write!(f, " {params}"))?;
    if combinator.is_builtin() {
        f.write_str(" ?")?;
    }
    combinator.fields().try_for_each(|field| write!(f, " {field}"))?;
    let equals = if combinator.has_arrow() { "=>" } else { "=" };
    write!(f, " {equals} {}", combinator.result())
}

/// Writes `items` with `separator` between them; says whether there were any.
fn list<T: Display>(
    f: &mut Formatter<'_>,
    items: impl Iterator<Item = T>,
    separator: &str,
) -> Result<bool, fmt::Error> {
    let mut is_first = true;
    for item in items {
        if !is_first {
            f.write_str(separator)?;
        }
        is_first = false;
        item.fmt(f)?;
    }
    Ok(!is_first)
}

impl Display for AngleArgs<'_> {
    /// `<int,string>`, or nothing for no arguments.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.exprs().next().is_none() {
            return Ok(());
        }
        f.write_char('<')?;
        list(f, self.exprs(), ",")?;
        f.write_char('>')
    }
}

impl Display for Combinator<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.annotations().try_for_each(|annotation| write!(f, "@{annotation} "))?;
        write_combinator(f, *self, 1)
    }
}

impl Display for Directive<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let keyword = match self.kind {
            DirectiveKind::Final => "Final",
            DirectiveKind::New => "New",
            DirectiveKind::Empty => "Empty",
        };
        write!(f, "{keyword} {}", self.name())
    }
}

impl Display for Partial<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.application().fmt(f)
    }
}

impl Display for Application<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)?;
        match self.args() {
            Args::Angle(args) => args.fmt(f),
            Args::Juxtaposed(terms) => terms.sums().try_for_each(|sum| write!(f, " {sum}")),
        }
    }
}

impl Display for Params<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        list(f, self.names(), " ")?;
        write!(f, ":{}}}", self.kind())
    }
}

impl Display for Field<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (open, close) = if self.is_group() { ("(", ")") } else { ("", "") };
        f.write_str(open)?;
        if list(f, self.names(), " ")? {
            f.write_char(':')?;
        }
        if let Some(condition) = &self.condition() {
            condition.fmt(f)?;
        }
        write!(f, "{}{close}", self.ty())
    }
}

impl Display for Condition<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}?", self.flags_field, self.bit)
    }
}

impl Display for FieldType<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(f),
            Self::Call(term) => write!(f, "!{term}"),
            Self::Repetition(repetition) => repetition.fmt(f),
        }
    }
}

impl Display for Repetition<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(count) = &self.count() {
            write!(f, "{count}*")?;
        }
        f.write_str("[ ")?;
        self.fields().try_for_each(|field| write!(f, "{field} "))?;
        f.write_char(']')
    }
}

impl Display for Expr<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        list(f, self.sums(), " ").map(|_| ())
    }
}

impl Display for Terms<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        list(f, self.sums(), " ").map(|_| ())
    }
}

impl Display for Sum<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        list(f, self.operands(), "+").map(|_| ())
    }
}

impl Display for Term<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for _ in 0..self.n_percents() {
            f.write_char('%')?;
        }
        match self.atom() {
            Atom::Name(name, args) => write!(f, "{name}{args}"),
            Atom::Nat(args) => write!(f, "#{args}"),
            Atom::Number(number) => number.fmt(f),
            Atom::Group(terms) => write!(f, "({terms})"),
        }
    }
}

impl Display for Ident<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl Display for Id {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "#{:0width$x}", self.value, width = usize::from(self.n_digits))
    }
}

impl Display for Number<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits)
    }
}
