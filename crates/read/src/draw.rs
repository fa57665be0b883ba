//! A page as a picture, for looking at what was read.
use crate::ReadError;
use crate::pdf::{looked_over, parsed};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::FontQuery;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A drawn page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pixels row by row, four bytes each: red, green, blue, alpha (always 255).
    pub rgba: Vec<u8>,
}

/// Longest side of a drawing in pixels: hayro counts them in 16 bits.
const LONGEST_SIDE: f32 = 16_000.0;

/// Fonts for text whose own font is not in the file: Debian's packages of Japanese fonts, gothic before mincho.
const FALLBACK_FONTS: &[&str] = &[
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
];

/// Draws page `page` (1-based) at `scale` pixels a point on white.
///
/// # Errors
/// Those of [`crate::pages`], [`ReadError::NoSuchPage`] and [`ReadError::Undrawable`].
pub fn draw(bytes: &[u8], page: u32, scale: f32) -> Result<Drawing, ReadError> {
    let pdf = parsed(&looked_over(bytes).value)?;
    let pages = pdf.pages();
    let found =
        (page as usize).checked_sub(1).and_then(|i| pages.get(i)).ok_or(ReadError::NoSuchPage { page, pages: pages.len() as u32 })?;
    let (width, height) = found.render_dimensions();
    let scale = scale.min(LONGEST_SIDE / width.max(height).max(1.0));
    let fallback = FALLBACK_FONTS.iter().find_map(|path| std::fs::read(path).ok()).map(Arc::new);
    let plain = InterpreterSettings::default().font_resolver;
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |query| match (query, &fallback) {
            (FontQuery::Fallback(f), Some(font)) if f.character_collection.is_some() => Some((font.clone(), 0)),
            _ => plain(query),
        }),
        ..InterpreterSettings::default()
    };
    let target = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = catch_unwind(AssertUnwindSafe(|| render(found, &RenderCache::new(), &settings, &RenderSettings::default(), &target)))
        .map_err(|_| ReadError::Undrawable { page })?;
    let rgba = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b, 255]).collect();
    Ok(Drawing { width: u32::from(pixmap.width()), height: u32::from(pixmap.height()), rgba })
}
