//! How large a stream becomes when its filters are applied, found out without keeping it.
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::{self, Write, copy};
use weezl::BitOrder;
use weezl::decode::Decoder;

/// A filter of data streams (ISO 32000-1, 7.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    Hex,
    Base85,
    Flate,
    Lzw,
    RunLength,
}

/// Whether `data` becomes more than `limit` bytes. Costs nothing where it is too short for that.
pub(crate) fn is_beyond(data: &[u8], filters: &[Filter], limit: u64) -> bool {
    let most = filters.iter().fold(data.len() as u64, |n, f| n.saturating_mul(f.ratio()));
    let Some((last, first)) = filters.split_last().filter(|_| most > limit) else { return most > limit };
    let mut data = Cow::Borrowed(data);
    for filter in first {
        let mut kept = Capped { limit, count: 0, kept: Some(Vec::new()) };
        filter.write(&data, &mut kept);
        if kept.count > limit {
            return true;
        }
        data = kept.kept.unwrap_or_default().into();
    }
    let mut counted = Capped { limit, count: 0, kept: None };
    last.write(&data, &mut counted);
    counted.count > limit
}

impl Filter {
    /// The filter of a name, full or short.
    pub(crate) fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"ASCIIHexDecode" | b"AHx" => Self::Hex,
            b"ASCII85Decode" | b"A85" => Self::Base85,
            b"FlateDecode" | b"Fl" => Self::Flate,
            b"LZWDecode" | b"LZW" => Self::Lzw,
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            _ => return None,
        })
    }

    /// How many bytes one byte can become at most: Flate writes 258 for two bits; LZW its longest entry, below 4,096 bytes, for nine
    /// bits; run lengths 128 for two bytes; `z` in base 85 is four zeros.
    fn ratio(self) -> u64 {
        match self {
            Self::Hex => 1,
            Self::Base85 => 4,
            Self::Flate => 1032,
            Self::Lzw => 3641,
            Self::RunLength => 64,
        }
    }

    /// Writes what becomes of the data; what is damaged as far as it goes, as readers do.
    fn write(self, data: &[u8], out: &mut Capped) {
        // An error says that the data is damaged or the limit is reached, and what was written until then counts.
        let _ = match self {
            Self::Hex => hex(data, out),
            Self::Base85 => base85(data, out),
            Self::Flate => flate(data, out),
            Self::Lzw => Decoder::with_tiff_size_switch(BitOrder::Msb, 8).into_stream(&mut *out).decode_all(data).status,
            Self::RunLength => run_length(data, out),
        };
    }
}

/// Takes bytes up to a limit and fails beyond it.
struct Capped {
    limit: u64,
    count: u64,
    kept: Option<Vec<u8>>,
}

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.count += bytes.len() as u64;
        if self.count > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// zlib, or where its head is wrong deflate alone.
fn flate(data: &[u8], out: &mut Capped) -> io::Result<()> {
    let zlib = copy(&mut ZlibDecoder::new(data), out);
    if zlib.is_err() && out.count == 0 {
        copy(&mut DeflateDecoder::new(data), out)?;
    }
    Ok(())
}

fn hex(data: &[u8], out: &mut Capped) -> io::Result<()> {
    let digits: Vec<u8> = data.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16)).map(|d| d as u8).collect();
    let bytes: Vec<u8> = digits.chunks(2).map(|d| d[0] << 4 | d.get(1).copied().unwrap_or(0)).collect();
    out.write_all(&bytes)
}

fn base85(data: &[u8], out: &mut Capped) -> io::Result<()> {
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data.iter().copied().take_while(|b| *b != b'~') {
        match byte {
            b'z' if group.is_empty() => out.write_all(&[0; 4])?,
            b'!'..=b'u' => group.push(byte - b'!'),
            _ => {}
        }
        if group.len() == 5 {
            out.write_all(&value(&group).to_be_bytes())?;
            group.clear();
        }
    }
    let rest = group.len().saturating_sub(1);
    group.resize(5, b'u' - b'!');
    out.write_all(&value(&group).to_be_bytes()[..rest])
}

fn value(group: &[u8]) -> u32 {
    group.iter().fold(0, |n: u32, d| n.wrapping_mul(85).wrapping_add(u32::from(*d)))
}

fn run_length(mut data: &[u8], out: &mut Capped) -> io::Result<()> {
    while let [length, rest @ ..] = data {
        let n = usize::from(*length);
        let (bytes, used) = match n {
            0..=127 => (rest.get(..=n).unwrap_or(rest).to_vec(), n + 1),
            128 => return Ok(()),
            _ => (vec![rest.first().copied().unwrap_or(0); 257 - n], 1),
        };
        out.write_all(&bytes)?;
        data = rest.get(used..).unwrap_or_default();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Filter::{Base85, Flate, Hex, Lzw, RunLength};
    use super::*;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(data).and_then(|()| out.finish()).expect("memory")
    }

    #[test]
    fn lengths_are_found_through_any_filter() {
        let zeros = deflated(&[0; 5000]);
        let in_hex: Vec<u8> = zeros.iter().flat_map(|b| format!("{b:02X}").into_bytes()).collect();
        let lzw = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(&[0; 5000]).expect("memory");
        let cases: [(&[u8], &[Filter], u64); 7] = [
            (&zeros, &[Flate], 5000),
            (&zeros[2..], &[Flate], 5000),
            (&in_hex, &[Hex, Flate], 5000),
            (&deflated(&zeros), &[Flate, Flate], 5000),
            (&lzw, &[Lzw], 5000),
            (b"zz87cUR~>", &[Base85], 12),
            (&[255, 7, 2, 1, 2, 3, 128], &[RunLength], 5),
        ];
        for (data, filters, length) in cases {
            assert!(is_beyond(data, filters, length - 1), "{filters:?}");
            assert!(!is_beyond(data, filters, length), "{filters:?}");
        }
    }

    #[test]
    fn base85_gives_the_bytes_themselves() {
        let mut out = Capped { limit: 100, count: 0, kept: Some(Vec::new()) };
        Base85.write(b"87cURD]i,\"Ebo80~>", &mut out);
        assert_eq!(out.kept.as_deref(), Some(b"Hello World!".as_slice()));
    }
}
