//! One printer for every text form of a declaration; `PrintForm` names the forms.
//!
//! | part | as written | canonical | display |
//! |---|---|---|---|
//! | group of fields | `(x y:int)` | `x:int y:int` | `x:int y:int` |
//! | arguments | `Pair<int,A>` | `Pair int A` | `Pair<int,A>` |
//! | brackets | `(Pair int A)` | `Pair int A` | `Pair<int,A>` |
//! | sums and numbers | `n+01+2` | `n+3` | `n+3` |
//! | repetition | `n*[ int ]` | `n*[ int ]` | `n*[int]` |
//! | parameters | `{X Y:Type}` | `X:Type Y:Type` | |
//! | written id, annotations, `=>` | yes | no | |
//!
//! Every form is a function of the ast; names are not looked up. Invariant: parsing the form as written gives the same
//! declaration, spans aside.

use std::fmt::{self, Display, Formatter};
use std::io::Write as _;

use super::ast::node::{ANGLE_FLAG, UPPER_FLAG};
use super::ast::{
    AppliedTerm, Children, Combinator, Declaration, DirectiveKind, Field, FoldedSum, Id, Ident, NodeKind, Number,
    Repetition, View,
};
use crate::fast_paths::take_canonical_run;

/// How a declaration or a part of it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PrintForm {
    /// Brackets, groups and digits as in the source, blanks as in Telegram's own schemas.
    AsWritten,
    /// The text whose CRC32 is the constructor id.
    Canonical(Rule),
    /// Types for readers and for JSON: all arguments in angle brackets.
    Display,
}

/// Which of the two rules for canonical forms is followed.
///
/// Telegram's own schema follows rule B. It keeps the `!` of a call, leaves out conditional fields of type `true`, and
/// replaces the type `bytes` by `string`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Rule A: the rule of TDLib, TON and VK, and of every id that is computed because none is written.
    A,
    /// Rule B: the rule of Telegram's `api.tl`.
    B,
}

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
    let printed = print_to_string(PrintForm::AsWritten, |printer| match declaration {
        Declaration::Combinator(combinator) => {
            combinator.annotations().for_each(|annotation| printer.push_strings(&["@", annotation.text, " "]));
            printer.print_combinator(combinator, 1);
        }
        Declaration::Directive(directive) => {
            let keyword = match directive.kind {
                DirectiveKind::Final => "Final ",
                DirectiveKind::New => "New ",
                DirectiveKind::Empty => "Empty ",
            };
            printer.push_strings(&[keyword, directive.name().text]);
        }
        Declaration::Partial(partial) => printer.print_term(partial.application().0, false),
    });
    printed + ";"
}

/// The combinator on one line, ending in `;`, with all eight digits of a written id and without annotations.
#[must_use]
pub fn line_with_full_id(combinator: Combinator<'_>) -> String {
    print_to_string(PrintForm::AsWritten, |printer| printer.print_combinator(combinator, 8)) + ";"
}

/// A type, an argument or a count, printed in this form.
pub(crate) fn term(term: View<'_>, form: PrintForm) -> String {
    print_to_string(form, |printer| printer.print_term(term, false))
}

/// The type of a field in display form, without the condition.
pub(crate) fn field_type(field: Field<'_>) -> String {
    print_to_string(PrintForm::Display, |printer| printer.print_field_type(field))
}

fn print_to_string(form: PrintForm, print: impl FnOnce(&mut Printer)) -> String {
    let mut printer = Printer::new(form);
    print(&mut printer);
    String::from_utf8(printer.out).unwrap_or_default()
}

/// Prints declarations and parts of them into one buffer.
pub(crate) struct Printer {
    form: PrintForm,
    /// The buffer, in UTF-8.
    out: Vec<u8>,
    /// Whether rule A and rule B give different canonical forms of the last combinator.
    rules_differ: bool,
}

impl Printer {
    pub(crate) fn new(form: PrintForm) -> Self {
        Self { form, out: Vec::new(), rules_differ: false }
    }

    /// Replaces the buffer by a canonical form; returns whether the other rule gives another text.
    pub(crate) fn replace_with_canonical_form(&mut self, combinator: Combinator<'_>, rule: Rule) -> bool {
        (self.form, self.rules_differ) = (PrintForm::Canonical(rule), false);
        self.out.clear();
        // The form is hardly ever longer than the declaration; growing by doubling would take up to twice the memory.
        self.out.reserve_exact(combinator.text_len());
        self.print_combinator(combinator, 0);
        self.rules_differ
    }

    /// Replaces the buffer by another text.
    pub(crate) fn replace_with(&mut self, text: &str) {
        self.out.clear();
        self.push_bytes(text.as_bytes());
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.out
    }

    /// The buffer as text. It is valid UTF-8, because it consists of ASCII and of slices of the source between tokens.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap_or_default()
    }

    #[inline]
    fn push_bytes(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
    }

    fn push_strings(&mut self, parts: &[&str]) {
        parts.iter().for_each(|part| self.push_bytes(part.as_bytes()));
    }

    fn print_combinator(&mut self, combinator: Combinator<'_>, min_id_digits: u8) {
        self.push_bytes(combinator.name_bytes());
        if self.form == PrintForm::AsWritten
            && let Some(id) = combinator.id()
        {
            let id = Id { n_digits: id.n_digits.max(min_id_digits), ..id };
            // Writing to a vector cannot fail.
            let _ = write!(self.out, "{id}");
        }
        combinator.param_nodes().for_each(|params| self.print_params(params));
        if combinator.is_builtin() {
            self.push_bytes(b" ?");
        }
        self.print_fields(combinator.field_nodes());
        let has_arrow = self.form == PrintForm::AsWritten && combinator.has_arrow();
        self.push_bytes(if has_arrow { b" => " } else { b" = " });
        self.print_term(combinator.result_node(), false);
    }

    /// Prints parameters: `{X Y:Type}` as written, ` X:Type Y:Type` in canonical form.
    fn print_params(&mut self, params: View<'_>) {
        let kind = params.children().last().map_or(&[][..], View::bytes);
        let names = params.children().filter(|view| view.kind() == NodeKind::Ident);
        if self.form == PrintForm::AsWritten {
            self.push_bytes(b" {");
            self.print_list(names, ["", " ", ":"]);
            self.push_bytes(kind);
            return self.push_bytes(b"}");
        }
        for name in names {
            self.push_bytes(b" ");
            self.push_bytes(name.bytes());
            self.push_bytes(b":");
            self.push_bytes(kind);
        }
    }

    /// Prints fields, each after a blank.
    fn print_fields(&mut self, mut fields: Children<'_>) {
        loop {
            if matches!(self.form, PrintForm::Canonical(_)) {
                let run = take_canonical_run(&mut fields);
                if !run.is_empty() {
                    self.push_bytes(b" ");
                    self.push_bytes(run);
                }
            }
            match fields.next() {
                Some(field) => self.print_field(Field(field)),
                None => return,
            }
        }
    }

    /// Prints a blank between fields; in display form none after an opening bracket.
    #[inline]
    fn print_field_separator(&mut self) {
        if self.form != PrintForm::Display || self.out.last() != Some(&b'[') {
            self.out.push(b' ');
        }
    }

    /// Prints one field or one group of fields.
    fn print_field(&mut self, field: Field<'_>) {
        if self.rule_b_omits(field) {
            return;
        }
        match field.0.kind() {
            NodeKind::FieldGroup if self.form == PrintForm::AsWritten => {
                self.push_bytes(b" (");
                self.print_list(field.name_nodes(), ["", " ", ":"]);
                self.print_condition_and_type(field);
                self.push_bytes(b")");
            }
            NodeKind::FieldGroup => {
                // Condition and type, which all names of a group share, are printed once and copied.
                let mut shared = 0..0;
                for name in field.name_nodes() {
                    self.print_field_name(name);
                    if shared.is_empty() {
                        let start = self.out.len();
                        self.print_condition_and_type(field);
                        shared = start..self.out.len();
                    } else {
                        self.out.extend_from_within(shared.clone());
                    }
                }
            }
            NodeKind::Field if field.0.node().end > field.0.node().start => {
                self.print_field_name(field.0);
                self.print_condition_and_type(field);
            }
            _ => {
                self.print_field_separator();
                self.print_condition_and_type(field);
            }
        }
    }

    /// Prints the separator before a field, the name of the field and a colon: ` x:`.
    #[inline]
    fn print_field_name(&mut self, name: View<'_>) {
        self.print_field_separator();
        self.push_bytes(name.bytes());
        self.push_bytes(b":");
    }

    /// Whether rule B leaves the field out: `x:flags.0?true` has no bytes besides its bit.
    fn rule_b_omits(&mut self, field: Field<'_>) -> bool {
        let is_presence = field.has_condition() && !field.is_call() && field.type_node().is_sole_name(b"true");
        self.rules_differ |= is_presence;
        is_presence && self.form == PrintForm::Canonical(Rule::B)
    }

    /// Prints condition and type of a field.
    fn print_condition_and_type(&mut self, field: Field<'_>) {
        if let Some((flags_field, bit)) = field.condition_nodes() {
            self.push_bytes(flags_field.bytes());
            self.push_bytes(b".");
            self.print_number(bit);
            self.push_bytes(b"?");
        }
        self.print_field_type(field);
    }

    fn print_field_type(&mut self, field: Field<'_>) {
        let ty = field.type_node();
        if field.is_call() {
            self.rules_differ = true;
            if self.form != PrintForm::Canonical(Rule::A) {
                self.push_bytes(b"!");
            }
        } else if ty.is_sole_name(b"bytes") {
            self.rules_differ = true;
            if self.form == PrintForm::Canonical(Rule::B) {
                return self.push_bytes(b"string");
            }
        }
        match ty.kind() {
            NodeKind::Repetition => self.print_repetition(Repetition(ty)),
            _ => self.print_term(ty, false),
        }
    }

    fn print_repetition(&mut self, repetition: Repetition<'_>) {
        if let Some(count) = repetition.count_node() {
            self.print_term(count, false);
            self.push_bytes(b"*");
        }
        self.push_bytes(b"[");
        self.print_fields(repetition.field_nodes());
        self.push_bytes(if self.form == PrintForm::Display { b"]" } else { b" ]" });
    }

    /// Prints a term; `is_bare` if a `%` stands before brackets around it.
    #[inline]
    fn print_term(&mut self, term: View<'_>, is_bare: bool) {
        match self.form {
            // A name without arguments is printed alike in all forms.
            _ if term.is_name_without_args() && !is_bare => self.push_bytes(term.bytes()),
            PrintForm::AsWritten => self.print_term_as_written(term),
            PrintForm::Canonical(_) => self.print_normalized_term(term, is_bare, [" ", " ", ""]),
            PrintForm::Display => self.print_normalized_term(term, is_bare, ["<", ",", ">"]),
        }
    }

    fn print_term_as_written(&mut self, term: View<'_>) {
        match term.kind() {
            NodeKind::Percent => {
                // A node of this kind stores in `end` the number of its `%`.
                (0..term.node().end).for_each(|_| self.push_bytes(b"%"));
                self.print_list(term.children(), ["", "", ""]);
            }
            NodeKind::Group => self.print_list(term.children(), ["(", " ", ")"]),
            NodeKind::Expr => self.print_list(term.children(), ["", " ", ""]),
            NodeKind::Sum => self.print_list(term.children(), ["", "+", ""]),
            _ => {
                self.push_bytes(term.bytes());
                let brackets = if term.has_flag(ANGLE_FLAG) { ["<", ",", ">"] } else { [" ", " ", ""] };
                self.print_list(term.children(), brackets);
            }
        }
    }

    /// Prints a term in normal form; `marks` are printed before, between and after its arguments.
    fn print_normalized_term(&mut self, term: View<'_>, is_bare: bool, marks: [&str; 3]) {
        let applied = AppliedTerm::of_term(term);
        let (head, is_bare) = (applied.head, is_bare || applied.is_bare);
        match head.kind() {
            NodeKind::Number => self.print_number(head),
            NodeKind::Sum => self.print_sum(head, is_bare),
            _ => {
                if is_bare && head.has_flag(UPPER_FLAG) {
                    self.push_bytes(b"%");
                }
                self.push_bytes(head.bytes());
            }
        }
        self.print_list(applied.args(), marks);
    }

    /// Prints terms; the three strings are printed before, between and after them. Prints nothing for no terms.
    fn print_list<'f>(&mut self, terms: impl Iterator<Item = View<'f>>, [open, separator, close]: [&str; 3]) {
        let mut mark = open;
        let mut is_empty = true;
        for term in terms {
            self.push_bytes(mark.as_bytes());
            self.print_term(term, false);
            (mark, is_empty) = (separator, false);
        }
        if !is_empty {
            self.push_bytes(close.as_bytes());
        }
    }

    /// Prints a folded sum: the terms, then the constant unless it is zero.
    fn print_sum(&mut self, sum: View<'_>, is_bare: bool) {
        let FoldedSum { constant, terms } = FoldedSum::of_sum(sum);
        for (idx, term) in terms.iter().enumerate() {
            if idx > 0 {
                self.push_bytes(b"+");
            }
            self.print_term(*term, is_bare);
        }
        match (terms.is_empty(), constant) {
            (true, _) => self.push_bytes(constant.to_string().as_bytes()),
            (false, 0) => {}
            (false, _) => self.push_bytes(format!("+{constant}").as_bytes()),
        }
    }

    /// Prints a number: its digits as written, or without leading zeros.
    fn print_number(&mut self, number: View<'_>) {
        let digits = number.bytes();
        let n_zeros = match self.form {
            PrintForm::AsWritten => 0,
            _ => digits.iter().take_while(|digit| **digit == b'0').count().min(digits.len().saturating_sub(1)),
        };
        self.push_bytes(&digits[n_zeros..]);
    }
}

impl Display for Ident<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl Display for Id {
    /// `#0949d9dc`, with as many digits as were written.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "#{:0width$x}", self.value, width = usize::from(self.n_digits))
    }
}

impl Display for Number<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits)
    }
}
