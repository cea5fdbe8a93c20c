//! Where an answer ends. One request is under way on a connection at a time, so that an answer ends where the bytes do.

/// An answer that is complete.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Whether the connection may be used again.
    pub(crate) stays: bool,
}

/// The answer, if all of it is there.
pub(crate) fn read_answer(bytes: &[u8]) -> Option<Answer> {
    let end = find(bytes, b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let status = head.get(9..12)?.parse().ok()?;
    let mut length = 0;
    let mut is_chunked = false;
    let mut stays = true;
    for line in head.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.parse().ok()?;
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            is_chunked = value.eq_ignore_ascii_case("chunked");
        } else if name.eq_ignore_ascii_case("connection") {
            stays = !value.eq_ignore_ascii_case("close");
        }
    }
    let body = &bytes[end..];
    let is_complete = if is_chunked { has_last_chunk(body) } else { body.len() >= length };
    is_complete.then_some(Answer { status, stays })
}

fn has_last_chunk(mut body: &[u8]) -> bool {
    while let Some(end) = find(body, b"\r\n") {
        let size = std::str::from_utf8(&body[..end]).ok();
        let Some(size) = size.and_then(|size| usize::from_str_radix(size, 16).ok()) else {
            return false;
        };
        let Some(rest) = body.get(end + 2 + size + 2..) else { return false };
        if size == 0 {
            return true;
        }
        body = rest;
    }
    false
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::{Answer, read_answer};

    #[test]
    fn an_answer_is_complete_with_its_last_byte() {
        for (text, status, stays) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc", 200, true),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
                200,
                true,
            ),
            (
                "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                404,
                false,
            ),
        ] {
            for end in 0..text.len() {
                assert_eq!(read_answer(&text.as_bytes()[..end]), None, "{end} of {text}");
            }
            assert_eq!(read_answer(text.as_bytes()), Some(Answer { status, stays }));
        }
    }
}
