//! Drawn pages from bytes: a small language in which a few bytes make a heading, a table or something that no one would draw.
use keikaku_model::Rect;
use keikaku_model::glyphs::Glyphs;
use keikaku_model::page::{FileInfo, Font, Glyph, Page, PageKind, Pages, Ruling, Shape, Source, TextLayer, Visibility};

/// What plans are made of; single characters come as they are.
const WORDS: [&str; 32] = [
    "第１章",
    "１．",
    "（１）",
    "①",
    "・",
    "○",
    "施策",
    "取組内容",
    "目標値",
    "現状値",
    "担当課",
    "産業振興課",
    "令和６年度",
    "令和７年度",
    "120件",
    "うち新規20社",
    "（再掲）",
    "新規",
    "→",
    "年間",
    "を実施する。",
    "の推進",
    "（",
    "）",
    "％",
    "事業名",
    "所管",
    "3,000千円",
    "4月",
    "………… 3",
    "用語",
    "海岬町",
];

/// Glyphs of all pages together: more only make it slow.
const MOST: usize = 600;

struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// A coordinate: a grid of quarters of a hundredth of the page, and now and then far off or none at all.
    fn place(&mut self, side: f32) -> f32 {
        match self.next().unwrap_or(0) {
            255 => f32::from(self.next().unwrap_or(0)) * 1e6,
            254 => -f32::from(self.next().unwrap_or(0)),
            n => f32::from(n) / 250.0 * side,
        }
    }
}

/// The pages that the bytes draw.
pub(crate) fn pages(data: &[u8]) -> Pages {
    let mut bytes = Bytes(data);
    let mut pages = vec![blank(1)];
    let mut pen = Pen { x: 60.0, y: 60.0, size: 10.0, vertical: false, bold: false };
    let mut drawn = 0;
    while let (Some(what), true) = (bytes.next(), drawn < MOST) {
        let count = pages.len();
        let Some(page) = pages.last_mut() else { break };
        match what {
            0..=31 => pen.write(WORDS[usize::from(what)], page),
            32..=126 => pen.write(char::from(what).encode_utf8(&mut [0; 4]), page),
            127..=199 => {
                let code = u32::from(what - 127) << 8 | u32::from(bytes.next().unwrap_or(0));
                pen.write(char::from_u32(0x3000 + code).unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]), page);
            }
            200..=209 => (pen.x, pen.y) = (bytes.place(595.0), bytes.place(842.0)),
            210..=214 => (pen.x, pen.y) = (60.0, pen.y + pen.size * 1.5),
            215..=219 => pen.size = f32::from(bytes.next().unwrap_or(10)) / 4.0,
            220..=222 => pen.vertical = !pen.vertical,
            223..=225 => pen.bold = !pen.bold,
            226..=233 => {
                let (x, y, length) = (bytes.place(595.0), bytes.place(842.0), bytes.place(595.0));
                let (x1, y1) = if what % 2 == 0 { (x + length, y) } else { (x, y + length) };
                page.rulings.push(Ruling { x0: x, y0: y, x1, y1, width: 0.5, color: 0 });
            }
            234..=241 => {
                let bbox = Rect::new(bytes.place(595.0), bytes.place(842.0), bytes.place(595.0), bytes.place(842.0));
                page.shapes.push(Shape {
                    bbox,
                    fill: (what % 2 == 0).then_some(0xDD_DDDD),
                    stroke: (what % 3 == 0).then_some(0),
                    is_rect: what < 240,
                });
            }
            242..=245 => page.images.push(Rect::new(bytes.place(595.0), bytes.place(842.0), bytes.place(595.0), bytes.place(842.0))),
            246..=249 => page.drawings.push(Rect::new(bytes.place(595.0), bytes.place(842.0), bytes.place(595.0), bytes.place(842.0))),
            250 => grid(&mut bytes, page),
            _ if count < 6 => pages.push(blank(count as u32 + 1)),
            _ => {}
        }
        drawn += 1;
    }
    Pages { source: source(data.len()), info: FileInfo::default(), fonts: vec![font(false), font(true)], pages }
}

struct Pen {
    x: f32,
    y: f32,
    size: f32,
    vertical: bool,
    bold: bool,
}

impl Pen {
    fn write(&mut self, text: &str, page: &mut Page) {
        for ch in text.chars() {
            let advance = if ch.is_ascii() { self.size / 2.0 } else { self.size };
            let bbox = Rect::new(self.x, self.y, self.x + advance, self.y + self.size);
            let visibility = Visibility::Visible;
            let (size, vertical, bold) = (self.size, self.vertical, self.bold);
            page.glyphs.push(Glyph { ch, bbox, size, font: u16::from(bold), color: 0, vertical, bold, visibility });
            if vertical { self.y += self.size } else { self.x += advance }
        }
    }
}

/// The rules of a table of as many rows and columns as the next byte says.
fn grid(bytes: &mut Bytes<'_>, page: &mut Page) {
    let shape = bytes.next().unwrap_or(0);
    let (rows, columns) = (f32::from(shape % 12 + 1), f32::from(shape / 12 % 8 + 1));
    let (x, y, width, height) = (bytes.place(595.0), bytes.place(842.0), bytes.place(595.0), bytes.place(842.0));
    for i in 0..=rows as u8 {
        let at = y + height * f32::from(i) / rows;
        page.rulings.push(Ruling { x0: x, y0: at, x1: x + width, y1: at, width: 0.5, color: 0 });
    }
    for i in 0..=columns as u8 {
        let at = x + width * f32::from(i) / columns;
        page.rulings.push(Ruling { x0: at, y0: y, x1: at, y1: y + height, width: 0.5, color: 0 });
    }
}

fn blank(number: u32) -> Page {
    Page {
        number,
        width: 595.0,
        height: 842.0,
        kind: PageKind::Drawn,
        glyphs: Glyphs::default(),
        rulings: Vec::new(),
        shapes: Vec::new(),
        images: Vec::new(),
        drawings: Vec::new(),
    }
}

fn font(bold: bool) -> Font {
    Font { name: if bold { "Sketch-Bold" } else { "Sketch" }.to_owned(), bold, gothic: bold }
}

fn source(bytes: usize) -> Source {
    Source {
        file_name: "sketch.pdf".to_owned(),
        sha256: "0".repeat(64),
        media_type: "application/pdf".to_owned(),
        bytes: bytes as u64,
        pages: None,
        producer: None,
        encoding: None,
        text_layer: TextLayer::Native,
    }
}
