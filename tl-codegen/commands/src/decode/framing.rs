//! Streams of messages: the frames of a transport, one after the other.
//!
//! Source: <https://core.telegram.org/mtproto/mtproto-transports>. Invariant: the frames tile the stream.

use clap::ValueEnum;

/// The transport that frames the messages of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Framing {
    /// A length of one or four bytes, in words; the stream may start with ef
    Abridged,
    /// A length of four bytes; the stream may start with ee ee ee ee
    Intermediate,
    /// As intermediate, with up to 15 bytes of padding; the stream may start with dd dd dd dd
    Padded,
}

/// A frame of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// The offset in the stream.
    pub(super) offset: usize,
    /// The bytes with the length.
    pub(super) bytes: &'a [u8],
    /// Number of bytes before the payload: the tag of the stream and the length.
    pub(super) n_header: usize,
    /// The stated length of the payload in bytes; more than there are in a cut frame.
    pub(super) stated_len: usize,
}

/// Splits a stream into frames. The last one may be cut.
pub(super) fn split(stream: &[u8], framing: Framing) -> Vec<Frame<'_>> {
    let tag: &[u8] = match framing {
        Framing::Abridged => &[0xef],
        Framing::Intermediate => &[0xee; 4],
        Framing::Padded => &[0xdd; 4],
    };
    let mut frames = Vec::new();
    let mut offset = 0;
    while let Some(rest) = stream.get(offset..).filter(|rest| !rest.is_empty()) {
        // The client sends the tag once, before its first message.
        let n_tag = if offset == 0 && rest.starts_with(tag) { tag.len() } else { 0 };
        let (n_length, stated_len) = length(rest.get(n_tag..).unwrap_or_default(), framing);
        let n_header = (n_tag + n_length).min(rest.len());
        let end = n_header.saturating_add(stated_len).min(rest.len());
        frames.push(Frame { offset, bytes: rest.get(..end).unwrap_or(rest), n_header, stated_len });
        offset += end;
    }
    frames
}

/// The number of bytes of a length, and the length.
fn length(bytes: &[u8], framing: Framing) -> (usize, usize) {
    match (framing, bytes) {
        (Framing::Abridged, [0x7f, a, b, c, ..]) => (4, 4 * usize_of([*a, *b, *c, 0])),
        (Framing::Abridged, [words, ..]) if *words != 0x7f => (1, 4 * usize::from(words & 0x7f)),
        (Framing::Abridged, _) => (4, usize::MAX),
        (_, [a, b, c, d, ..]) => (4, usize_of([*a, *b, *c, *d & 0x7f])),
        _ => (4, usize::MAX),
    }
}

fn usize_of(bytes: [u8; 4]) -> usize {
    usize::try_from(u32::from_le_bytes(bytes)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Framing, split};

    fn payloads(stream: &[u8], framing: Framing) -> Vec<Vec<u8>> {
        let frames = split(stream, framing);
        assert_eq!(frames.iter().map(|frame| frame.bytes.len()).sum::<usize>(), stream.len());
        frames.iter().map(|frame| frame.bytes[frame.n_header..].to_vec()).collect()
    }

    #[test]
    fn each_transport_is_split_with_and_without_its_tag() {
        let abridged = [&[1][..], &[9; 4], &[0x7f, 2, 0, 0], &[8; 8]].concat();
        let expected = [vec![9; 4], vec![8; 8]];
        assert_eq!(payloads(&abridged, Framing::Abridged), expected);
        assert_eq!(payloads(&[&[0xef][..], &abridged].concat(), Framing::Abridged), expected);
        let intermediate = [&[4, 0, 0, 0][..], &[9; 4], &[8, 0, 0, 0], &[8; 8]].concat();
        assert_eq!(payloads(&intermediate, Framing::Intermediate), expected);
        assert_eq!(payloads(&[&[0xee; 4][..], &intermediate].concat(), Framing::Intermediate), expected);
        assert_eq!(payloads(&[&[0xdd; 4][..], &intermediate].concat(), Framing::Padded), expected);
    }

    #[test]
    fn frames_tile_any_stream() {
        let mut rng = fastrand::Rng::with_seed(1);
        for _ in 0..2000 {
            let stream: Vec<_> = (0..rng.usize(..40)).map(|_| [0, 1, 4, 0x7f, 0xef, 0xff][rng.usize(..6)]).collect();
            for framing in [Framing::Abridged, Framing::Intermediate, Framing::Padded] {
                payloads(&stream, framing);
            }
        }
    }
}
