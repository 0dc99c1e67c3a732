//! Detects the text encoding and decodes it.

use std::io::{self, Cursor, Read};

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;

use grove_recipe::TextEncoding;

/// Detects the encoding by the first bytes: a byte order mark, or the zero bytes of UTF-16. Anything else is UTF-8
/// until an invalid byte is found.
pub fn detect(head: &[u8]) -> TextEncoding {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => return TextEncoding::Utf8,
        [0xFF, 0xFE, ..] => return TextEncoding::Utf16Le,
        [0xFE, 0xFF, ..] => return TextEncoding::Utf16Be,
        _ => {}
    }
    // In most tables most characters are below 256, so that one byte of each pair is zero.
    let pairs = head.len() / 2;
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if pairs > 0 && odd * 2 > pairs && even * 10 < pairs {
        return TextEncoding::Utf16Le;
    }
    if pairs > 0 && even * 2 > pairs && odd * 10 < pairs {
        return TextEncoding::Utf16Be;
    }
    TextEncoding::Utf8
}

/// Decodes to UTF-8 without a mark. UTF-8 is passed on unchanged, so that the reader of a value finds invalid bytes; an
/// invalid pair of UTF-16 becomes U+FFFD, which is reported.
pub fn decode(mut bytes: Box<dyn Read>, encoding: TextEncoding) -> io::Result<Box<dyn Read>> {
    let known = match encoding {
        TextEncoding::Utf8 => {
            const MARK: &[u8] = b"\xEF\xBB\xBF";
            let mut head = Vec::new();
            bytes
                .by_ref()
                .take(MARK.len() as u64)
                .read_to_end(&mut head)?;
            if head == MARK {
                head.clear();
            }
            return Ok(Box::new(Cursor::new(head).chain(bytes)));
        }
        TextEncoding::Utf16Le => UTF_16LE,
        TextEncoding::Utf16Be => UTF_16BE,
        TextEncoding::Windows1252 => WINDOWS_1252,
    };
    let reader = DecodeReaderBytesBuilder::new()
        .encoding(Some(known))
        .bom_override(false)
        .strip_bom(true)
        .build(bytes);
    Ok(Box::new(reader))
}

/// Counts the characters of several bytes in UTF-8, and the invalid bytes of a text. O(bytes).
pub fn characters_and_errors(mut text: Box<dyn Read>) -> io::Result<(u64, u64)> {
    const LONGEST_LETTER: usize = 4;
    let (mut letters, mut broken) = (0, 0);
    let mut buffer = vec![0; 1 << 16];
    let mut kept = 0;
    loop {
        let read = text.read(&mut buffer[kept..])?;
        let filled = kept + read;
        // The end of what was read may be inside a character.
        let mut end = filled;
        if read > 0 {
            while end > 0 && filled - end < LONGEST_LETTER && !buffer[end - 1].is_ascii() {
                end -= 1;
            }
        }
        for chunk in buffer[..end].utf8_chunks() {
            letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            broken += u64::from(!chunk.invalid().is_empty());
        }
        if read == 0 {
            return Ok((letters, broken));
        }
        buffer.copy_within(end..filled, 0);
        kept = filled - end;
    }
}
