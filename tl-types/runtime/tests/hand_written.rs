//! A type written by hand: alone, as a type argument and inside of types in generated form, with errors and panics.

use std::cell::Cell;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

use tl_runtime::{
    Bare, BareArgument, Builtin, Combinator, Declaration, Deserialize, ErrorKind, HasBareForm, ListForm, Lossless,
    Observer, Reader, Serialize, Visitor, Writer,
};

/// An even number in 4 bytes. Decoding panics at 13, which stands for a bug.
#[derive(Clone, Debug, PartialEq)]
struct Even(i32);

const ODD_NUMBER_ERROR: ErrorKind = ErrorKind::InvalidValue { reason: "odd number" };

thread_local! {
    /// The number of values that exist in this thread.
    static N_ALIVE: Cell<usize> = const { Cell::new(0) };
}

/// An even number whose values are counted.
#[derive(Debug)]
struct Counted(Even);

impl Drop for Counted {
    fn drop(&mut self) {
        N_ALIVE.set(N_ALIVE.get() - 1);
    }
}

impl Serialize for Even {
    fn serialize(&self, mut w: Writer<'_>) {
        if self.0 % 2 != 0 {
            w.fail(ODD_NUMBER_ERROR);
        }
        w.write(&self.0);
    }

    fn observe(&self, o: &mut dyn Observer) {
        self.0.observe(o);
    }
}

impl Deserialize for Even {
    const LEAST_SIZE: usize = 4;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        let number = i32::deserialize(r);
        assert_ne!(number, 13, "a bug");
        if number % 2 != 0 {
            r.fail(ODD_NUMBER_ERROR);
        }
        Self(number)
    }
}

impl Deserialize for Counted {
    const LEAST_SIZE: usize = 4;

    fn deserialize(r: &mut Reader<'_>) -> Self {
        let even = Even::deserialize(r);
        N_ALIVE.set(N_ALIVE.get() + 1);
        Self(even)
    }
}

/// A combinator in the form that the generator emits, with fields of the type written by hand.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    first: Even,
    others: Vec<Even>,
}

impl Combinator for Pair {
    const DECLARATION: Declaration = Declaration {
        id: 7,
        least_size: 12,
        names: "pair first others",
        tl: "pair first:even others:Vector<even> = Pair;",
    };

    fn visit<V: Visitor>(&self, v: &mut V) {
        v.object(0, &self.first);
        v.list(1, ListForm::Boxed, &self.others);
    }
}

impl Bare for Pair {
    fn deserialize_fields(r: &mut Reader<'_>) -> Self {
        Self { first: r.object(0), others: r.vector(1) }
    }
}

fn pair(first: i32, other: i32) -> Pair {
    Pair { first: Even(first), others: vec![Even(other)] }
}

/// The encoding of a pair, which may have numbers that the type refuses.
fn pair_encoding(first: i32, other: i32) -> Vec<u8> {
    [7, first, 0x1cb5_c415, 1, other].iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// The start of a vector of `count` items.
fn vector_header(count: u32) -> Vec<u8> {
    [0x1cb5_c415, count].iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[test]
fn hand_written_values_survive_a_round_trip() {
    assert_eq!(Even::from_bytes(&Even(2).to_bytes().unwrap()), Ok(Even(2)));
    let evens = vec![Even(2), Even(-4)];
    assert_eq!(Vec::<Even>::from_bytes(&evens.to_bytes().unwrap()), Ok(evens.clone()));
    let builtin = Builtin::<_, 9>(Even(6));
    assert_eq!(Builtin::<Even, 9>::from_bytes(&builtin.to_bytes().unwrap()), Ok(builtin));
    let bare = BareArgument(evens);
    assert_eq!(BareArgument::<Vec<Even>>::from_bytes(&bare.to_bytes().unwrap()), Ok(bare));
    let bytes = pair_encoding(2, 4);
    assert_eq!(pair(2, 4).to_bytes().unwrap(), bytes);
    assert_eq!(Pair::from_bytes(&bytes), Ok(pair(2, 4)));
    let lossless = Lossless::<Pair>::from_bytes(&bytes).unwrap();
    assert_eq!((lossless.to_bytes().unwrap(), lossless.into_inner()), (bytes, pair(2, 4)));
}

#[test]
fn hand_written_errors_have_offset_and_path() {
    let error = Even::from_bytes(&[3, 0, 0, 0]).unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.path().count()), (ODD_NUMBER_ERROR, 4, 0));
    assert_eq!(error.to_string(), "odd number at byte 4");
    let error = Pair::from_bytes(&pair_encoding(1, 2)).unwrap_err();
    assert_eq!(error.to_string(), "odd number at byte 8 in `pair.first`");
    let error = Pair::from_bytes(&pair_encoding(2, 1)).unwrap_err();
    assert_eq!(error.to_string(), "odd number at byte 20 in `pair.others[0]`");
    // The first error counts.
    let error = Pair::from_bytes(&pair_encoding(1, 1)).unwrap_err();
    assert_eq!(error.offset(), 8);
    let error = Even::from_bytes(&[3, 0, 0]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEnd { needed: 4, left: 3 });
}

#[test]
fn hand_written_errors_keep_the_output() {
    let mut out = vec![1];
    let error = pair(2, 3).append_to(&mut out).unwrap_err();
    assert_eq!((error.kind(), error.offset(), out), (ODD_NUMBER_ERROR, 16, vec![1]));
}

#[test]
fn item_counts_are_checked_before_decoding() {
    let bytes: Vec<u8> = [0x1cb5_c415_u32, 3, 2, 2].iter().flat_map(|word| word.to_le_bytes()).collect();
    let error = Vec::<Even>::from_bytes(&bytes).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::VectorTooLong { count: 3, left: 8 });
}

fn decoding_unwinds<T: Deserialize>(bytes: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| drop(T::from_bytes(bytes)))).is_err()
}

#[test]
fn panics_unwind_outside_of_generated_types() {
    let bug = 13_i32.to_le_bytes();
    assert!(decoding_unwinds::<Even>(&bug));
    assert!(decoding_unwinds::<Vec<Even>>(&vec![2, 13].to_bytes().unwrap()));
    assert!(decoding_unwinds::<Vec<Vec<Even>>>(&vec![vec![2], vec![13]].to_bytes().unwrap()));
    assert!(decoding_unwinds::<Builtin<Even, 9>>(&Builtin::<_, 9>(13).to_bytes().unwrap()));
    assert!(decoding_unwinds::<BareArgument<EvenWithBareForm>>(&bug));
}

/// A type written by hand that has a bare form.
struct EvenWithBareForm;

impl HasBareForm for EvenWithBareForm {
    const LEAST_SIZE: usize = 4;

    fn serialize_bare<V: Visitor>(&self, _: &mut V) {}

    fn deserialize_bare(r: &mut Reader<'_>) -> Self {
        Even::deserialize(r);
        Self
    }
}

#[test]
fn items_before_a_panic_are_dropped() {
    assert!(decoding_unwinds::<Vec<Counted>>(&vec![2, 4, 13].to_bytes().unwrap()));
    assert_eq!(N_ALIVE.get(), 0);
    drop(Vec::<Counted>::from_bytes(&vec![2, 4].to_bytes().unwrap()).map(|counted| assert_eq!(counted[1].0, Even(4))));
    assert_eq!(N_ALIVE.get(), 0);
}

/// The variable that makes this program decode pairs whose decoding panics: `field`, `vector` or `item`.
const CHILD_PROCESS_VARIABLE: &str = "TL_DECODES_A_BUG";

/// A panic in a field of a generated type ends the process, so another process decodes the value.
#[test]
fn panics_in_fields_of_generated_types_end_the_process() {
    if cfg!(miri) {
        // Miri starts no processes.
        return;
    }
    if let Some(place) = env::var_os(CHILD_PROCESS_VARIABLE) {
        let _ = match place.to_str() {
            Some("field") => catch_unwind(|| drop(Pair::from_bytes(&pair_encoding(13, 2)))),
            Some("vector") => catch_unwind(|| drop(Pair::from_bytes(&pair_encoding(2, 13)))),
            _ => {
                catch_unwind(|| drop(Vec::<Pair>::from_bytes(&[&vector_header(1)[..], &pair_encoding(2, 13)].concat())))
            }
        };
        return;
    }
    for place in ["field", "vector", "item"] {
        let this_test = "panics_in_fields_of_generated_types_end_the_process";
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.arg(this_test).env(CHILD_PROCESS_VARIABLE, place).output().unwrap();
        assert!(!output.status.success(), "the panic was caught: {place}");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert!(messages.contains("cannot unwind"), "{place}: {messages}");
    }
}
