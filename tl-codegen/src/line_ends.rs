//! Line ends: LF, or CR LF as some systems and editors write it.
//!
//! Invariant: nothing here changes a text.

/// Whether two texts are equal but for CR LF in place of LF.
#[must_use]
pub fn differ_in_line_ends_only(one: &[u8], other: &[u8]) -> bool {
    one != other && without_crs_at_line_ends(one).eq(without_crs_at_line_ends(other))
}

/// The bytes of a text, without each CR before a LF.
fn without_crs_at_line_ends(text: &[u8]) -> impl Iterator<Item = u8> {
    let nexts = text.iter().skip(1).map(Some).chain([None]);
    text.iter().zip(nexts).filter(|(byte, next)| !(**byte == b'\r' && *next == Some(&b'\n'))).map(|(byte, _)| *byte)
}

#[cfg(test)]
mod tests {
    use super::differ_in_line_ends_only;

    #[test]
    fn only_pairs_of_cr_and_lf_count_as_line_ends() {
        assert!(differ_in_line_ends_only(b"a\r\nb\r\n", b"a\nb\n"));
        assert!(differ_in_line_ends_only(b"a\r\nb\n", b"a\nb\r\n"));
        for (one, other) in [("a\n", "a\n"), ("a\r\nb", "a\nc"), ("a\rb", "ab"), ("a\r", "a"), ("a\n", "a")] {
            assert!(!differ_in_line_ends_only(one.as_bytes(), other.as_bytes()), "{one:?} {other:?}");
        }
    }
}
