//! Types of a table as TL text: `Vector<Message>`, `%user`, `!X`.

use tl_runtime::table::{Arg, Args, Number, Table, Type, TypeRef};

/// Maximum nesting depth of a printed type. Only damaged tables have deeper ones.
const MAX_DEPTH: u32 = 16;

/// A type as TL text.
pub(super) fn type_text(table: &Table<'_>, ty: TypeRef) -> String {
    let mut text = String::new();
    push_type(&mut text, table, ty, MAX_DEPTH);
    text
}

fn push_type(text: &mut String, table: &Table<'_>, ty: TypeRef, depth_left: u32) {
    let Some(depth_left) = depth_left.checked_sub(1) else { return text.push('…') };
    match table.ty(ty) {
        Type::Nat | Type::Flags => text.push('#'),
        Type::True => text.push_str("true"),
        Type::Bool => text.push_str("Bool"),
        Type::Int => text.push_str("int"),
        Type::Long => text.push_str("long"),
        Type::Int53 => text.push_str("int53"),
        Type::Double => text.push_str("double"),
        Type::Float => text.push_str("float"),
        Type::Int128 => text.push_str("int128"),
        Type::Int256 => text.push_str("int256"),
        Type::String => text.push_str("string"),
        Type::Bytes => text.push_str("bytes"),
        Type::Function => text.push_str("Function"),
        Type::Vector { is_bare, element } => {
            text.push_str(if is_bare { "vector<" } else { "Vector<" });
            push_type(text, table, element, depth_left);
            text.push('>');
        }
        Type::Boxed(ty, args) => push_generic(text, table, ty.name(), &args, depth_left),
        Type::Bare(constructor, args) => {
            text.push('%');
            push_generic(text, table, constructor.name(), &args, depth_left);
        }
        Type::Param(_) | Type::BareParam(_) => text.push('X'),
        Type::Call(_) => text.push_str("!X"),
        Type::Repetition { .. } => text.push_str("[ … ]"),
        _ => text.push_str("Object"),
    }
}

fn push_generic(text: &mut String, table: &Table<'_>, name: &str, args: &Args<'_>, depth_left: u32) {
    text.push_str(name);
    for (index, arg) in args.iter().enumerate() {
        text.push(if index == 0 { '<' } else { ',' });
        match arg {
            Arg::Type(ty) => push_type(text, table, ty, depth_left),
            Arg::Number(Number::Constant(number)) => text.push_str(&number.to_string()),
            Arg::Number(_) => text.push('n'),
        }
    }
    if !args.is_empty() {
        text.push('>');
    }
}
