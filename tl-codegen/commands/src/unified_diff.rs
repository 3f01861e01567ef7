//! The changes that the formatter makes, as a unified diff.
//!
//! The formatter changes blanks only, so both texts have the same other bytes in the same order. Counting these bytes
//! pairs the lines in linear time, where a general algorithm needs quadratic time for texts without a common line.
//! Invariant: a printed line has no control character but tabs, so that a CR at its end is seen.

use std::fmt::Write as _;
use std::ops::Range;

use tl_parser::diagnostic::printable_lines;

/// Number of unchanged lines before and after a change.
const N_CONTEXT_LINES: usize = 2;

/// The changes from `text` to `formatted`, under the name of the file.
pub(crate) fn unified_diff(name: &str, text: &str, formatted: &str) -> String {
    let old: Vec<_> = text.split_inclusive('\n').collect();
    let new: Vec<_> = formatted.split_inclusive('\n').collect();
    let changes = changed_lines(&old, &new);
    let is_same_hunk = |one: &Change, next: &Change| next.old.start - one.old.end <= 2 * N_CONTEXT_LINES;
    let mut diff = format!("--- {name}\n+++ {name} (formatted)\n");
    for hunk in changes.chunk_by(is_same_hunk) {
        write_hunk(&mut diff, &old, &new, hunk);
    }
    diff
}

/// Lines that are replaced by other lines; either range may be empty.
#[derive(Clone, Debug)]
struct Change {
    old: Range<usize>,
    new: Range<usize>,
}

/// The changes in the order of the lines; between two of them there is an unchanged line.
fn changed_lines(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut changes = Vec::<Change>::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && old.get(i) == new.get(j) {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (old_end, new_end) = end_of_change(old, new, i, j);
        match changes.last_mut().filter(|last| last.old.end == i && last.new.end == j) {
            Some(last) => (last.old.end, last.new.end) = (old_end, new_end),
            None => changes.push(Change { old: i..old_end, new: j..new_end }),
        }
        (i, j) = (old_end, new_end);
    }
    changes
}

/// The ends of the least lines from `i` and `j` on that have the same number of bytes other than blanks.
fn end_of_change(old: &[&str], new: &[&str], mut i: usize, mut j: usize) -> (usize, usize) {
    let n_bytes = |lines: &[&str], idx: usize| lines.get(idx).map(|line| n_bytes_but_blanks(line));
    // An empty line that only one text has is a change of its own.
    match (n_bytes(old, i), n_bytes(new, j)) {
        (Some(0), Some(1..) | None) => return (i + 1, j),
        (Some(1..) | None, Some(0)) => return (i, j + 1),
        (Some(0), Some(0)) => return (i + 1, j + 1),
        _ => {}
    }
    let (mut n_old, mut n_new) = (0, 0);
    loop {
        match (n_bytes(old, i), n_bytes(new, j)) {
            (Some(n), next) if n_old <= n_new || next.is_none() => (i, n_old) = (i + 1, n_old + n),
            (_, Some(n)) => (j, n_new) = (j + 1, n_new + n),
            _ => return (i, j),
        }
        if n_old == n_new {
            return (i, j);
        }
    }
}

/// The number of bytes of a line that the formatter keeps.
fn n_bytes_but_blanks(line: &str) -> usize {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x0b;
    line.trim_start_matches('\u{feff}').bytes().filter(|byte| !is_blank(byte)).count()
}

fn write_hunk(diff: &mut String, old: &[&str], new: &[&str], changes: &[Change]) {
    let ([first, ..], [.., last]) = (changes, changes) else { return };
    let n_before = first.old.start.min(N_CONTEXT_LINES);
    let n_after = (old.len() - last.old.end).min(N_CONTEXT_LINES);
    let whole =
        [first.old.start - n_before..last.old.end + n_after, first.new.start - n_before..last.new.end + n_after];
    let [old_range, new_range] = whole.clone().map(|Range { start, end }| {
        // A range without lines is named by the line before it.
        format!("{},{}", start + usize::from(end > start), end - start)
    });
    let _ = writeln!(diff, "@@ -{old_range} +{new_range} @@");
    let mut end = whole[0].start;
    for change in changes {
        old[end..change.old.start].iter().for_each(|line| write_line(diff, ' ', line));
        old[change.old.clone()].iter().for_each(|line| write_line(diff, '-', line));
        new[change.new.clone()].iter().for_each(|line| write_line(diff, '+', line));
        end = change.old.end;
    }
    old[end..whole[0].end].iter().for_each(|line| write_line(diff, ' ', line));
}

fn write_line(diff: &mut String, sign: char, line: &str) {
    let (line, ending) = match line.strip_suffix('\n') {
        Some(line) => (line, ""),
        None => (line, "\n\\ No newline at end of file"),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(diff, "{sign}{}{ending}", printable_lines(line));
}

#[cfg(test)]
mod tests {
    use super::unified_diff;

    #[track_caller]
    fn assert_diff(text: &str, formatted: &str, expected: &str) {
        let expected = format!("--- a.tl\n+++ a.tl (formatted)\n{expected}");
        assert_eq!(unified_diff("a.tl", text, formatted), expected);
    }

    #[test]
    fn changes_have_context_and_visible_line_ends() {
        assert_diff(
            "one\ntwo\nthree\nfo  ur\nfive\nsix\nseven\neight\nnine\u{1b}",
            "one\ntwo\nthree\nfo ur\nfive\nsix\nseven\neight\nnine\u{1b}\n",
            "@@ -2,8 +2,8 @@\n two\n three\n-fo  ur\n+fo ur\n five\n six\n seven\n eight\n-nine\\u{1b}\n\
             \\ No newline at end of file\n+nine\\u{1b}\n",
        );
        assert_diff("a\r\n\r\n", "a\n", "@@ -1,2 +1,1 @@\n-a\\r\n-\\r\n+a\n");
        assert_diff("\n\n", "", "@@ -1,2 +0,0 @@\n-\n-\n");
    }

    #[test]
    fn distant_changes_are_hunks_of_their_own() {
        assert_diff(
            "a  b\n1\n2\n3\n4\n5\nc  d\n",
            "a b\n1\n2\n3\n4\n5\nc d\n",
            "@@ -1,3 +1,3 @@\n-a  b\n+a b\n 1\n 2\n@@ -5,3 +5,3 @@\n 4\n 5\n-c  d\n+c d\n",
        );
    }

    #[test]
    fn split_joined_and_empty_lines_are_paired() {
        assert_diff("a;b;\nc\n", "a;\nb;\nc\n", "@@ -1,2 +1,3 @@\n-a;b;\n+a;\n+b;\n c\n");
        assert_diff("a\nb;\nc\n", "a b;\nc\n", "@@ -1,3 +1,2 @@\n-a\n-b;\n+a b;\n c\n");
        assert_diff("a\n\n\nb\n", "a\n\nb\n", "@@ -1,4 +1,3 @@\n a\n \n-\n b\n");
        assert_diff("a\nb\n", "a\n\nb\n", "@@ -1,2 +1,3 @@\n a\n+\n b\n");
        assert_diff("a\n \t\nb\n", "a\n\nb\n", "@@ -1,3 +1,3 @@\n a\n- \t\n+\n b\n");
    }
}
