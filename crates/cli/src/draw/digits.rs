//! Digits without a font file.

/// Rows of a digit, top to bottom; five bits a row, the leftmost the highest.
const ROWS: [[u8; 7]; 10] = [
    [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
    [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
    [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110],
    [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
    [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
];

/// Pixels that one dot of a digit is wide and high.
const DOT: i64 = 2;

/// Height of a digit in pixels.
pub(crate) const HEIGHT: i64 = 7 * DOT;

/// Pixels from one digit to the next.
pub(crate) const ADVANCE: i64 = 6 * DOT;

/// The pixels of an ASCII digit, from its top left corner; none for anything else.
pub(crate) fn pixels(digit: u8) -> impl Iterator<Item = (i64, i64)> {
    let rows = ROWS.get(usize::from(digit.wrapping_sub(b'0'))).copied().unwrap_or_default();
    (0..).zip(rows).flat_map(|(y, row)| {
        let dots = (0..5).filter(move |x| row >> (4 - x) & 1 == 1);
        dots.flat_map(move |x| (0..DOT).flat_map(move |dx| (0..DOT).map(move |dy| (x * DOT + dx, y * DOT + dy))))
    })
}
