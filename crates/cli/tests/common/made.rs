//! Files made to break a reader, small as files go: what they cost is in what they ask for.

/// What becomes of a hostile file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// It is converted, and its document has these diagnostics among others.
    Told(&'static [&'static str]),
    /// It is in quarantine with this code.
    Refused(&'static str),
}

const A4: &str = "595 842";
const ONE_PAGE: &str = "Kids[3 0 R]/Count 1";

/// A PDF of these objects, numbered from 1; the first is its catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", i + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    offsets.iter().for_each(|at| bytes.extend(format!("{at:010} 00000 n \n").into_bytes()));
    bytes.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).into_bytes());
    bytes
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<<{dictionary}/Length {}>>stream\n", data.len()).into_bytes();
    bytes.extend(data);
    bytes.extend(b"\nendstream");
    bytes
}

/// The parts of a PDF of one page.
struct Parts {
    tree: String,
    size: &'static str,
    /// What the page's content is: a reference or an array of them.
    contents: String,
    content: Vec<u8>,
    form: Vec<u8>,
    font: Vec<u8>,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            tree: ONE_PAGE.to_owned(),
            size: A4,
            contents: "4 0 R".to_owned(),
            content: stream("", b"BT /A 12 Tf 100 700 Td (x) Tj ET"),
            form: b"null".to_vec(),
            font: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec(),
        }
    }
}

impl Parts {
    fn pdf(self) -> Vec<u8> {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {}]/Contents {}/Resources<</XObject<</F 5 0 R>>/Font<</A 6 0 R>>>>>>",
            self.size, self.contents
        );
        let tree = format!("<</Type/Pages/{}>>", self.tree);
        pdf(&["<</Type/Catalog/Pages 2 0 R>>".into(), tree.into(), page.into(), self.content, self.form, self.font])
    }
}

fn tree(tree: &str) -> Vec<u8> {
    Parts { tree: tree.to_owned(), ..Parts::default() }.pdf()
}

fn content(content: Vec<u8>) -> Vec<u8> {
    Parts { content, ..Parts::default() }.pdf()
}

/// Zeros, 258 a code, as a zlib stream of one block with fixed codes (RFC 1951, 3.2.6) and without its check sum.
fn zeros(length: usize) -> Vec<u8> {
    // The block's head and a zero; then "258 times what stood one byte before" again and again; then the block's end.
    let head = [true, true, false, false, false, true, true, false, false, false, false];
    let again = [true, true, false, false, false, true, false, true, false, false, false, false, false];
    let bits = head.into_iter().chain(again.into_iter().cycle().take(again.len() * (length / 258))).chain([false; 7]);
    let mut bytes = vec![0x78, 0xDA];
    let (mut byte, mut filled) = (0u8, 0u32);
    for bit in bits {
        byte |= u8::from(bit) << filled;
        filled += 1;
        if filled == 8 {
            bytes.push(byte);
            (byte, filled) = (0, 0);
        }
    }
    bytes.push(byte);
    bytes
}

/// A zlib stream of blocks that are not compressed (RFC 1951, 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let last = data.len().div_ceil(0xFFFF).max(1) - 1;
    let blocks = data.chunks(0xFFFF).enumerate().flat_map(|(i, block)| {
        let length = block.len() as u16;
        [&[u8::from(i == last)][..], &length.to_le_bytes(), &(!length).to_le_bytes(), block].concat()
    });
    [0x78, 0x01].into_iter().chain(blocks).collect()
}

/// A zlib stream of `first` and then zeros: a block that is not compressed, and not the last, before one of fixed codes.
fn after(first: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = [&stored(first), &zeros(length)[2..]].concat();
    bytes[2] &= !1;
    bytes
}

/// A document of `count` pages with 50 lines of 40 characters each, every tenth of which looks like a heading.
pub(crate) fn long(count: usize) -> Vec<u8> {
    let words: Vec<char> =
        "海岬町の経営相談に応じ関係する機関と手を携えて創業を助け岬の景色を生かした観光の道をひらく".chars().cycle().take(200).collect();
    let line = |page: usize, line: usize| -> String {
        let words = &words[(page * 7 + line * 11) % 100..][..40];
        if line.is_multiple_of(10) { format!("（{}）{}", line / 10 + 1, String::from_iter(&words[..12])) } else { words.iter().collect() }
    };
    let hex = |text: &str| -> String { text.encode_utf16().map(|unit| format!("{unit:04x}")).collect() };
    let show = |page, i| format!("BT /A 10 Tf 60 {} Td <{}> Tj ET\n", 760 - 14 * i, hex(&line(page, i)));
    let kids: String = (0..count).map(|i| format!("{} 0 R ", 5 + 2 * i)).collect();
    let font = "<</Type/Font/Subtype/Type0/BaseFont/Mincho/Encoding/UniJIS-UTF16-H/DescendantFonts[4 0 R]>>";
    let inner =
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/Mincho/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 6>>/DW 1000>>";
    let head =
        ["<</Type/Catalog/Pages 2 0 R>>".to_owned(), format!("<</Type/Pages/Count {count}/Kids[{kids}]>>"), font.into(), inner.into()];
    let pages = (0..count).flat_map(|i| {
        let resources = "/Resources<</Font<</A 3 0 R>>>>";
        let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {A4}]{resources}/Contents {} 0 R>>", 6 + 2 * i);
        let content: String = (0..50).map(|line| show(i, line)).collect();
        [page.into_bytes(), stream("", content.as_bytes())]
    });
    pdf(&head.into_iter().map(String::into_bytes).chain(pages).collect::<Vec<_>>())
}

/// A million texts, each shown at a place of its own.
fn million() -> Vec<u8> {
    let shown = (0..1_000_000).map(|i| format!("1 0 0 1 {} {} Tm (a) Tj ", i % 590, i % 840));
    stream("", format!("BT /A 12 Tf {}ET", shown.collect::<String>()).as_bytes())
}

/// 100,000 pages that are there, all with one content.
fn many_pages() -> Vec<u8> {
    let kids: String = (5..100_005).map(|n| format!("{n} 0 R ")).collect();
    let first = [
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        format!("<</Type/Pages/Kids[{kids}]/Count 100000/MediaBox[0 0 {A4}]>>").into_bytes(),
        b"null".to_vec(),
        stream("", b"BT ET"),
    ];
    pdf(&first.into_iter().chain((0..100_000).map(|_| b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec())).collect::<Vec<_>>())
}

/// A PDF whose cross-reference stream has `count` entries: its own objects, and others at the same place in vain.
fn references(count: usize) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {A4}]>>");
    let objects = ["<</Type/Catalog/Pages 2 0 R>>".to_owned(), format!("<</Type/Pages/{ONE_PAGE}>>"), page];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    // One byte an entry is enough for objects that stand at the head of the file.
    let mut places = vec![0];
    for (i, object) in objects.iter().enumerate() {
        places.push(u8::try_from(bytes.len()).expect("small objects"));
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).into_bytes());
    }
    let start = bytes.len();
    let table = stream(&format!("/Type/XRef/Size {count}/W[0 1 0]/Root 1 0 R/Filter/FlateDecode"), &after(&places, count + 258));
    bytes.extend([b"4 0 obj\n", table.as_slice(), b"\nendobj\n"].concat());
    bytes.extend(format!("startxref\n{start}\n%%EOF\n").into_bytes());
    bytes
}

/// A page of 60,000 boxes, lines and characters each, drawn over one another.
fn crowded() -> Vec<u8> {
    let spot = |i: usize| (i * 7919 % 590, i * 104_729 % 840);
    let drawn = (0..60_000).map(|i| {
        let (x, y) = spot(i);
        format!("{x} {y} {} 9 re f {x} {y} m {} {y} l S BT /A 9 Tf {x} {y} Td (a) Tj ET ", i % 70 + 4, x + 40)
    });
    stream("", drawn.collect::<String>().as_bytes())
}

/// Forty forms, each of which draws the next one twice: 2⁴⁰ drawings, and none draws itself.
fn laughs() -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = vec![
        "<</Type/Catalog/Pages 2 0 R>>".into(),
        format!("<</Type/Pages/{ONE_PAGE}>>").into(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {A4}]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>").into(),
        stream("", b"/F Do"),
    ];
    let form = |n| stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {n} 0 R>>>>"), b"/F Do /F Do");
    objects.extend((6..46).map(form));
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 9 9 re f"));
    pdf(&objects)
}

/// A font whose CMaps use themselves.
fn circular_cmaps() -> Vec<u8> {
    let cmap = "/CMapName /X def /X usecmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <3042> endbfrange";
    let font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 5 0 R/ToUnicode 5 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>>>]>>";
    let form = stream("/Type/CMap/CMapName/X/UseCMap 5 0 R", cmap.as_bytes());
    Parts { form, font: font.into(), ..Parts::default() }.pdf()
}

/// The hostile files, each with what becomes of it.
pub(crate) fn hostile() -> Vec<(&'static str, Vec<u8>, End)> {
    use End::{Refused, Told};
    let nested = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let array = String::from_utf8(nested.clone()).expect("brackets");
    let form = |draws: &[u8]| stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>", draws);
    let drawing = |draws: &[u8]| Parts { content: stream("", draws), form: form(draws), ..Parts::default() }.pdf();
    let raw = |length: &str| content(format!("<</Length {length}>>stream\nBT ET\nendstream").into_bytes());
    let flate = |data: &[u8]| content(stream("/Filter/FlateDecode", data));
    let hidden = after(b"endstream endobj", 2 << 30);
    let twice = content(stream("/Filter[/FlateDecode/FlateDecode]", &stored(&zeros(2 << 30))));
    let parts = Parts {
        contents: format!("[{}]", "4 0 R ".repeat(1000)),
        content: stream("/Filter/FlateDecode", &zeros(100 << 20)),
        ..Parts::default()
    };
    vec![
        ("empty", Vec::new(), Refused("file-empty")),
        ("cut", b"%PDF-1.7\n1 0 obj\n<</Type/Cat".to_vec(), Refused("pdf-damaged")),
        ("text", "名前だけのPDF".as_bytes().to_vec(), Refused("not-a-pdf")),
        ("password", include_bytes!("../../../../corpora/broken/password.pdf").to_vec(), Refused("password-needed")),
        ("bomb", flate(&zeros(2 << 30)), Told(&["stream-too-large"])),
        ("bomb-in-a-bomb", twice, Told(&["stream-too-large"])),
        ("bomb-behind-an-end", flate(&hidden), Told(&["stream-too-large"])),
        ("bomb-in-parts", parts.pdf(), Told(&["stream-too-large"])),
        ("references", references(100_000_000), Told(&["stream-too-large"])),
        ("objects", references(3_000_000), Refused("too-many-objects")),
        ("tree-that-loops", tree("Kids[2 0 R 3 0 R]/Count 2"), Told(&[])),
        ("pages-claimed", tree("Kids[3 0 R]/Count 100000"), Told(&[])),
        ("page-repeated", tree(&format!("Kids[{}]/Count 100000", "3 0 R ".repeat(100_000))), Told(&[])),
        ("pages", many_pages(), Refused("too-many-pages")),
        ("arrays", tree(&format!("{ONE_PAGE}/X {array}")), Told(&["nesting-too-deep"])),
        ("operands", content(stream("", &nested)), Told(&["nesting-too-deep"])),
        ("vast", Parts { size: "1000000000 1000000000", ..Parts::default() }.pdf(), Told(&["page-too-large"])),
        ("form", drawing(b"/F Do"), Told(&["form-recursion"])),
        ("forms", drawing(b"/F Do /F Do"), Told(&["form-recursion"])),
        ("forms-doubled", laughs(), Told(&["page-too-dense"])),
        ("cmaps", circular_cmaps(), Told(&[])),
        ("million", content(million()), Told(&["page-too-dense"])),
        ("crowded", content(crowded()), Told(&[])),
        ("length-negative", raw("-5"), Told(&[])),
        ("length-absurd", raw("99999999999999999999"), Told(&[])),
        ("length-beyond", raw("4294967295"), Told(&[])),
    ]
}
