//! Bodies in chunks (RFC 9112, section 7.1): read to the letter, extensions and trailers checked and left out.

use std::ops::Range;

use super::extension::Extension;
use super::refusal::{Flaw, Refusal};
use super::scan::{HeadScan, Scanned};

/// Digits of a size: more than any chunk needs, and no more than a `u64` holds.
const MOST_DIGITS: u8 = 16;
/// Bytes of extensions in one body. Nobody sends any, apart from those who test how much is read.
const MOST_EXTENSION: u32 = 4096;

/// Where the reading of a chunked body stands.
#[derive(Debug)]
pub(crate) struct Chunks {
    state: State,
    /// Of the size while it is read, then of the bytes that are to come.
    left: u64,
    digits: u8,
    extension: u32,
    trailer: Vec<u8>,
    scan: HeadScan,
    most_trailer: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Size,
    Extension(Extension),
    SizeFeed,
    Data,
    DataReturn,
    DataFeed,
    Trailer,
    Done,
}

/// What the next bytes are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chunked {
    /// Everything was read, and more is needed.
    More,
    /// So much was read, of which this is data.
    Data { used: usize, data: Range<usize> },
    /// So much was read, and the body is complete.
    Done { used: usize },
}

impl Chunks {
    /// `most_trailer` is how many bytes of trailers are read.
    pub(crate) fn new(most_trailer: usize) -> Self {
        Self {
            state: State::Size,
            left: 0,
            digits: 0,
            extension: 0,
            trailer: Vec::new(),
            scan: HeadScan::default(),
            most_trailer,
        }
    }

    /// Reads up to the end of the next stretch of data.
    pub(crate) fn next(&mut self, bytes: &[u8]) -> Result<Chunked, Refusal> {
        let mut at = 0;
        while at < bytes.len() {
            match self.state {
                State::Data => {
                    let rest = bytes.len() - at;
                    let length = usize::try_from(self.left).map_or(rest, |left| left.min(rest));
                    self.left -= length as u64;
                    if self.left == 0 {
                        self.state = State::DataReturn;
                    }
                    let end = at + length;
                    return Ok(Chunked::Data { used: end, data: at..end });
                }
                State::Trailer => return self.trailer(bytes, at),
                State::Done => return Ok(Chunked::Done { used: at }),
                _ => self.step(bytes[at])?,
            }
            at += 1;
        }
        Ok(Chunked::More)
    }

    /// One byte of what is around the data.
    fn step(&mut self, byte: u8) -> Result<(), Refusal> {
        self.state = match (self.state, byte) {
            (State::Size, byte) if byte.is_ascii_hexdigit() => {
                self.digits += 1;
                if self.digits > MOST_DIGITS {
                    return Err(malformed(Flaw::ChunkSize));
                }
                let digit = char::from(byte).to_digit(16).unwrap_or_default();
                self.left = self.left << 4 | u64::from(digit);
                State::Size
            }
            (State::Size, b'\r') if self.digits > 0 => State::SizeFeed,
            (State::Size, b' ' | b'\t' | b';') if self.digits > 0 => {
                self.extended(Extension::Space, byte)?
            }
            (State::Size, _) => return Err(malformed(Flaw::ChunkSize)),
            (State::Extension(read), b'\r') if read.may_end() => State::SizeFeed,
            (State::Extension(read), byte) => self.extended(read, byte)?,
            (State::SizeFeed, b'\n') => {
                self.digits = 0;
                if self.left == 0 { State::Trailer } else { State::Data }
            }
            (State::DataReturn, b'\r') => State::DataFeed,
            (State::DataFeed, b'\n') => State::Size,
            (State::DataReturn | State::DataFeed, _) => return Err(malformed(Flaw::ChunkEnd)),
            _ => return Err(malformed(Flaw::ChunkExtension)),
        };
        Ok(())
    }

    /// One byte of an extension.
    fn extended(&mut self, read: Extension, byte: u8) -> Result<State, Refusal> {
        self.extension += 1;
        match read.then(byte) {
            Some(read) if self.extension <= MOST_EXTENSION => Ok(State::Extension(read)),
            _ => Err(malformed(Flaw::ChunkExtension)),
        }
    }

    /// The fields after the last chunk, up to the empty line. They are checked, and forgotten.
    fn trailer(&mut self, bytes: &[u8], at: usize) -> Result<Chunked, Refusal> {
        let before = self.trailer.len();
        // One byte more than may be: enough to see that it is too much.
        let room = (self.most_trailer + 1).saturating_sub(before).min(bytes.len() - at);
        self.trailer.extend_from_slice(&bytes[at..at + room]);
        match self.scan.scan(&self.trailer) {
            Scanned::BareLineFeed => Err(malformed(Flaw::Trailer)),
            Scanned::Partial if self.trailer.len() > self.most_trailer => {
                Err(Refusal::HeadTooLarge)
            }
            Scanned::Partial => Ok(Chunked::More),
            Scanned::Complete { end, lines } => {
                let mut fields = vec![httparse::EMPTY_HEADER; lines];
                match httparse::parse_headers(&self.trailer[..end], &mut fields) {
                    Ok(httparse::Status::Complete(_)) => {
                        self.state = State::Done;
                        Ok(Chunked::Done { used: at + end - before })
                    }
                    _ => Err(malformed(Flaw::Trailer)),
                }
            }
        }
    }
}

fn malformed(flaw: Flaw) -> Refusal {
    Refusal::Malformed(flaw)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&[u8]]) -> Result<(Vec<u8>, Option<Vec<u8>>), Refusal> {
        let mut chunks = Chunks::new(64);
        let mut body = Vec::new();
        let mut rest: Option<Vec<u8>> = None;
        for piece in pieces {
            let mut bytes = *piece;
            while !bytes.is_empty() {
                if let Some(rest) = &mut rest {
                    rest.extend_from_slice(bytes);
                    break;
                }
                match chunks.next(bytes)? {
                    Chunked::More => break,
                    Chunked::Data { used, data } => {
                        body.extend_from_slice(&bytes[data]);
                        bytes = &bytes[used..];
                    }
                    Chunked::Done { used } => {
                        rest = Some(Vec::new());
                        bytes = &bytes[used..];
                    }
                }
            }
        }
        Ok((body, rest))
    }

    #[test]
    fn every_cut_reads_the_same() {
        type Expected = Result<(&'static [u8], Option<&'static [u8]>), Flaw>;
        let cases: [(&[u8], Expected); 21] = [
            (b"5\r\nhello\r\n0\r\n\r\n", Ok((b"hello", Some(b"")))),
            (b"5\r\nhello\r\n0\r\n\r\nGET /", Ok((b"hello", Some(b"GET /")))),
            (b"005\r\nhello\r\n000\r\n\r\n", Ok((b"hello", Some(b"")))),
            (
                b"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n",
                Ok((b"01234567890123456789", Some(b""))),
            ),
            (b"5;a=b;c=\"d\"\r\nhello\r\n0;x\r\n\r\n", Ok((b"hello", Some(b"")))),
            (b"5 ;a\r\nhello\r\n0\r\n\r\n", Ok((b"hello", Some(b"")))),
            (b"0\r\nx-sum: 1\r\ny: 2\r\n\r\nrest", Ok((b"", Some(b"rest")))),
            (b"5\r\nhel", Ok((b"hel", None))),
            (b"5 \r\nhello\r\n0\r\n\r\n", Err(Flaw::ChunkExtension)),
            (b"5;\r\nhello\r\n0\r\n\r\n", Err(Flaw::ChunkExtension)),
            (b"\r\nhello", Err(Flaw::ChunkSize)),
            (b"g\r\n", Err(Flaw::ChunkSize)),
            (b"0x5\r\nhello\r\n", Err(Flaw::ChunkSize)),
            (b"-1\r\n", Err(Flaw::ChunkSize)),
            (b"00000000000000005\r\nhello\r\n0\r\n\r\n", Err(Flaw::ChunkSize)),
            (b"5\nhello\r\n0\r\n\r\n", Err(Flaw::ChunkSize)),
            (b"5;a\nhello\r\n0\r\n\r\n", Err(Flaw::ChunkExtension)),
            (b"5\r\nhelloX\r\n0\r\n\r\n", Err(Flaw::ChunkEnd)),
            (b"5\r\nhello\n0\r\n\r\n", Err(Flaw::ChunkEnd)),
            (b"0\r\nbad name: 1\r\n\r\n", Err(Flaw::Trailer)),
            (b"0\r\nx: 1\n\r\n", Err(Flaw::Trailer)),
        ];
        for (bytes, expected) in cases {
            let expected = expected
                .map(|(body, rest)| (body.to_vec(), rest.map(<[u8]>::to_vec)))
                .map_err(Refusal::Malformed);
            for cut in 0..=bytes.len() {
                let found = read(&[&bytes[..cut], &bytes[cut..]]);
                assert_eq!(found, expected, "{:?} cut at {cut}", String::from_utf8_lossy(bytes));
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(read(&single), expected, "{:?} by bytes", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_around_the_data_has_a_limit() {
        let extension = [b"5;".as_slice(), &[b'a'; 5000], b"\r\nhello\r\n0\r\n\r\n"].concat();
        assert_eq!(read(&[&extension]), Err(Refusal::Malformed(Flaw::ChunkExtension)));
        let trailer = [b"0\r\nx: ".as_slice(), &[b'a'; 80], b"\r\n\r\n"].concat();
        assert_eq!(read(&[&trailer]), Err(Refusal::HeadTooLarge));
    }
}
