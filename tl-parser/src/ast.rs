//! A schema as written: every declaration with its places, nothing looked up.
//!
//! Brackets, groups of names, the spelling of numbers and of ids are kept, so that [`crate::print`] gives a
//! declaration back; blanks and comments are not. What a name means is not known here. Invariant: every list that the
//! grammar demands something of (`sums`, `operands`, `names`) is not empty.

use crate::schema::Section;
use crate::source::{SourceId, Span};

/// One text, read.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Where it came from.
    pub source: SourceId,
    /// The number in its last `// LAYER n` comment.
    pub layer: Option<u32>,
    /// What it declares, in order.
    pub declarations: Vec<Declaration>,
    /// Names in statements that could not be read: whatever they were, they count as declared.
    pub broken_names: Vec<String>,
}

/// One statement.
#[derive(Clone, Debug)]
pub enum Declaration {
    /// `user#12345678 id:long = User;`
    Combinator(Combinator),
    /// `Final User;`
    Directive(Directive),
    /// `Vector int;`
    Partial(Partial),
}

/// A constructor or a function.
#[derive(Clone, Debug)]
pub struct Combinator {
    /// Where it stands.
    pub section: Section,
    /// Its name; `_` for a default constructor.
    pub name: Ident,
    /// The id written behind its name.
    pub id: Option<Id>,
    /// Parameters in curly brackets.
    pub params: Vec<Params>,
    /// Fields.
    pub body: Body,
    /// What stands right of `=`.
    pub result: Application,
}

/// What stands between the parameters of a combinator and its `=`.
#[derive(Clone, Debug)]
pub enum Body {
    /// Any number of fields.
    Fields(Vec<Field>),
    /// The `?` of a built-in.
    Builtin,
}

/// A statement about a type.
#[derive(Clone, Debug)]
pub struct Directive {
    /// What it says.
    pub kind: DirectiveKind,
    /// Which type it is about.
    pub name: Ident,
}

/// What a directive says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectiveKind {
    /// No constructor follows.
    Final,
    /// The type was not mentioned before.
    New,
    /// The type has no constructors at all.
    Empty,
}

/// A type or constructor applied to some arguments, as a statement of its own.
#[derive(Clone, Debug)]
pub struct Partial {
    /// Where it stands.
    pub section: Section,
    /// What is applied to what.
    pub application: Application,
}

/// A name and its place.
#[derive(Clone, Debug)]
pub struct Ident {
    /// The name, with its namespace.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// A written constructor id.
#[derive(Clone, Copy, Debug)]
pub struct Id {
    /// The number.
    pub value: u32,
    /// With how many digits it is written: 1 to 8.
    pub n_digits: u8,
    /// Its place, the `#` included.
    pub span: Span,
}

/// One pair of curly brackets: `{X Y:Type}`.
#[derive(Clone, Debug)]
pub struct Params {
    /// The names in it.
    pub names: Vec<Ident>,
    /// The kind as written: `Type`, `#`, or a mistake.
    pub kind: Ident,
}

/// A field, or a group of fields that share a type.
#[derive(Clone, Debug)]
pub struct Field {
    /// No name, one name, or the names of a group.
    pub names: Vec<Ident>,
    /// Whether it stands in round brackets: `(x y:int)`.
    pub is_group: bool,
    /// The bit it depends on.
    pub condition: Option<Condition>,
    /// Its type.
    pub ty: FieldType,
    /// Its place, name and condition included.
    pub span: Span,
}

/// `flags.3?`
#[derive(Clone, Debug)]
pub struct Condition {
    /// The name before the dot.
    pub mask: Ident,
    /// The number behind it.
    pub bit: Number,
}

/// What stands for the type of a field.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// `Vector<int>`
    Plain(Term),
    /// `!X`
    Call(Term),
    /// `n*[ x:int ]`
    Repetition(Repetition),
}

/// Fields in square brackets.
#[derive(Clone, Debug)]
pub struct Repetition {
    /// What stands before the `*`.
    pub count: Option<Term>,
    /// The opening bracket.
    pub bracket: Span,
    /// What is repeated.
    pub fields: Vec<Field>,
}

/// A name and its arguments, without brackets around them.
#[derive(Clone, Debug)]
pub struct Application {
    /// What is applied.
    pub name: Ident,
    /// To what.
    pub args: Args,
}

/// Arguments of an [`Application`].
#[derive(Clone, Debug)]
pub enum Args {
    /// `<int, string>`
    Angle(Vec<Expr>),
    /// `int string`, or nothing.
    Juxtaposed(Vec<Sum>),
}

/// Terms side by side: the first is applied to the others.
#[derive(Clone, Debug)]
pub struct Expr {
    /// The terms.
    pub sums: Vec<Sum>,
}

/// Terms joined by `+`.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The terms.
    pub operands: Vec<Term>,
}

/// A type or number, as small as it gets.
#[derive(Clone, Debug)]
pub struct Term {
    /// How many `%` stand in front.
    pub n_percents: usize,
    /// What it is.
    pub atom: Atom,
    /// Its place, brackets and marks included.
    pub span: Span,
}

/// A [`Term`] without its marks.
#[derive(Clone, Debug)]
pub enum Atom {
    /// `Vector<int>`, `int`, `X`
    Name(Ident, Vec<Expr>),
    /// `#`, with arguments that it cannot have.
    Nat(Vec<Expr>),
    /// `4`
    Number(Number),
    /// `(Vector int)`
    Group(Expr),
}

/// A number as written.
#[derive(Clone, Debug)]
pub struct Number {
    /// Its digits.
    pub digits: String,
    /// Its place.
    pub span: Span,
}

impl Number {
    /// Its value, if that fits in 32 bits.
    #[must_use]
    pub fn value(&self) -> Option<u32> {
        self.digits.parse().ok()
    }
}

impl Sum {
    /// Where it begins and ends.
    #[must_use]
    pub fn span(&self) -> Span {
        match self.operands.as_slice() {
            [] => Span::default(),
            [only] => only.span,
            [first, .., last] => first.span.to(last.span),
        }
    }
}

impl Field {
    /// The term it repeats nothing of, if its type is one.
    #[must_use]
    pub fn term(&self) -> Option<&Term> {
        match &self.ty {
            FieldType::Plain(term) | FieldType::Call(term) => Some(term),
            FieldType::Repetition(_) => None,
        }
    }
}
