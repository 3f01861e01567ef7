//! Spare bits of `#` fields: zero in flags fields, random in all other `#` fields.

use tl_interpreter::{BitChoice, Interpreter};

/// All bits that occur in the first field of `declaration`, over many values of it.
#[track_caller]
fn bits_of_first_field(declaration: &str, bits: BitChoice) -> u32 {
    let (_, schema, diagnostics) = tl_parser::read_text("a.tl", declaration);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut interpreter = Interpreter::new(&schema, 1);
    let values = (0..200).map(|_| interpreter.value_of_call_chain(&["a"], bits));
    let words = values.map(|value| u32::from_le_bytes(value[4..8].try_into().expect("four bytes")));
    words.fold(0, |sum, word| sum | word)
}

#[test]
fn flags_fields_have_no_spare_bits() {
    for name in ["flags", "flags2", "flags10"] {
        let declaration = format!("a {name}:# x:{name}.0?int y:{name}.3?int = A;");
        assert_eq!(bits_of_first_field(&declaration, BitChoice::None), 0, "{name}");
        assert_eq!(bits_of_first_field(&declaration, BitChoice::All), 0b1001, "{name}");
        assert_eq!(bits_of_first_field(&declaration, BitChoice::Random), 0b1001, "{name}");
        assert_eq!(bits_of_first_field(&format!("a {name}:# x:int = A;"), BitChoice::All), 0, "{name}");
    }
}

#[test]
fn number_fields_with_other_names_have_spare_bits() {
    for name in ["mode", "flagship", "flags_extra", "flags2x"] {
        let declaration = format!("a {name}:# x:{name}.0?int y:{name}.3?int = A;");
        assert_eq!(bits_of_first_field(&declaration, BitChoice::None), !0b1001, "{name}");
        assert_eq!(bits_of_first_field(&declaration, BitChoice::All), u32::MAX, "{name}");
        assert_eq!(bits_of_first_field(&declaration, BitChoice::Random), u32::MAX, "{name}");
        assert_eq!(bits_of_first_field(&format!("a {name}:# x:int = A;"), BitChoice::None), u32::MAX, "{name}");
    }
}

#[test]
fn numbers_that_types_depend_on_have_spare_bits() {
    for declaration in [
        "a flags:# x:flags.0?int 2*[ y:flags.3?int ] = A;",
        "user {fields:#} x:fields.0?int = User fields; a flags:# y:flags.3?int user:(User flags) = A;",
    ] {
        assert_eq!(bits_of_first_field(declaration, BitChoice::All), u32::MAX, "{declaration}");
    }
    // Passing the number as an argument is no use of it, because no field depends on the parameter.
    let declaration = "user {fields:#} x:int = User fields; a flags:# y:flags.3?int user:(User flags) = A;";
    assert_eq!(bits_of_first_field(declaration, BitChoice::All), 0b1000);
}
