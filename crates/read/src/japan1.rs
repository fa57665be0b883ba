//! Embedded Adobe-Japan1 fonts without ToUnicode (all Japanese text of TeX and dvipdfmx): character code → CID by the font's encoding
//! CMap, CID → Unicode by Adobe-Japan1-UCS2.
use crate::pdf::base_name;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use std::collections::BTreeMap;

/// The fonts that need the repair, by base name.
#[derive(Default)]
pub(crate) struct Japan1 {
    encodings: BTreeMap<String, Encoding>,
    ucs2: Option<CMap>,
}

enum Encoding {
    /// The code is the CID.
    Identity,
    /// A predefined CMap.
    Predefined(Box<CMap>),
    /// ToUnicode is the name /Identity-H: the code is the Unicode value (some print drivers).
    Unicode,
}

impl Japan1 {
    /// Looks through all Type0 fonts of the file.
    pub(crate) fn of(pdf: &Pdf) -> Self {
        let mut encodings = BTreeMap::new();
        for object in pdf.objects() {
            let Object::Dict(font) = object else { continue };
            if font.get::<Name<'_>>("Subtype").is_none_or(|n| n.as_ref() != b"Type0") {
                continue;
            }
            let Some(name) = font.get::<Name<'_>>("BaseFont") else { continue };
            if let Some(encoding) = repair(&font) {
                encodings.insert(base_name(&name), encoding);
            }
        }
        let ucs2 = (!encodings.is_empty())
            .then(|| CidFamily::AdobeJapan1.ucs2_cmap().and_then(load_embedded))
            .flatten()
            .and_then(|data| CMap::parse(data, load_embedded));
        Self { encodings, ucs2 }
    }

    /// The text of a character code in a font that needs the repair.
    pub(crate) fn text(&self, font: &str, code: u32) -> Option<BfString> {
        let cid = match self.encodings.get(font)? {
            Encoding::Unicode => return char::from_u32(code).map(BfString::Char),
            Encoding::Identity => code,
            Encoding::Predefined(cmap) => (1..=4).rev().find_map(|length| cmap.lookup_cid_code(code, length))?,
        };
        self.ucs2.as_ref()?.lookup_bf_string(cid)
    }
}

fn repair(font: &Dict<'_>) -> Option<Encoding> {
    if font.contains_key("ToUnicode") {
        return font.get::<Name<'_>>("ToUnicode").filter(|n| n.as_ref().starts_with(b"Identity")).map(|_| Encoding::Unicode);
    }
    let descendant = font.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let ordering = descendant.get::<Dict<'_>>("CIDSystemInfo")?.get::<PdfString<'_>>("Ordering")?;
    if ordering.as_bytes() != b"Japan1" {
        return None;
    }
    let encoding = font.get::<Name<'_>>("Encoding")?;
    match encoding.as_ref() {
        b"Identity-H" | b"Identity-V" => Some(Encoding::Identity),
        name => {
            let cmap = CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded)?;
            Some(Encoding::Predefined(Box::new(cmap)))
        }
    }
}
