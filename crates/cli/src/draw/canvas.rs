//! Boxes and numbers on a picture.
use super::digits;
use super::marks::Mark;
use anyhow::Result;
use keikaku_model::Rect;
use keikaku_pipeline::Drawing;
use std::io::Write;

/// How much of the page is left to see under a filled box, of 255.
const FILL_ALPHA: u32 = 40;

/// How dark a thin outline is, of 255.
const THIN_ALPHA: u32 = 130;

/// A page's pixels.
pub(crate) struct Canvas {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
    /// Pixels a point.
    scale: f32,
}

/// A box in pixels, edges included.
#[derive(Clone, Copy)]
struct Pixels {
    x0: i64,
    y0: i64,
    x1: i64,
    y1: i64,
}

impl Canvas {
    /// A drawn page; `points` is the page's width.
    pub(crate) fn over(drawing: Drawing, points: f32) -> Self {
        let scale = drawing.width as f32 / points.max(1.0);
        let mut rgba = drawing.rgba;
        // The page steps back behind what is drawn on it.
        rgba.chunks_exact_mut(4).for_each(|p| p[..3].iter_mut().for_each(|c| *c = 255 - (255 - *c) / 2));
        Self { width: drawing.width, height: drawing.height, rgba, scale }
    }

    /// Draws a mark.
    pub(crate) fn draw(&mut self, mark: &Mark) {
        let area = self.pixels(&mark.bbox);
        if mark.filled {
            self.fill(area, mark.color, FILL_ALPHA);
        }
        let (width, alpha) = if mark.thick { (2, 255) } else { (1, THIN_ALPHA) };
        self.outline(area, width, mark.color, alpha);
        if let Some(number) = mark.number {
            self.number(area, number, mark.color);
        }
    }

    fn pixels(&self, r: &Rect) -> Pixels {
        let at = |v: f32| (v * self.scale).round() as i64;
        Pixels { x0: at(r.x0), y0: at(r.y0), x1: at(r.x1), y1: at(r.y1) }
    }

    fn fill(&mut self, area: Pixels, color: u32, alpha: u32) {
        let (x0, x1) = (area.x0.max(0), area.x1.min(i64::from(self.width) - 1));
        let (y0, y1) = (area.y0.max(0), area.y1.min(i64::from(self.height) - 1));
        for y in y0..=y1 {
            for x in x0..=x1 {
                self.blend(x, y, color, alpha);
            }
        }
    }

    fn outline(&mut self, a: Pixels, width: i64, color: u32, alpha: u32) {
        let w = width - 1;
        self.fill(Pixels { y1: a.y0 + w, ..a }, color, alpha);
        self.fill(Pixels { y0: a.y1 - w, ..a }, color, alpha);
        self.fill(Pixels { x1: a.x0 + w, ..a }, color, alpha);
        self.fill(Pixels { x0: a.x1 - w, ..a }, color, alpha);
    }

    /// The number in white on the colour, at the box's top left corner and outside it where there is room.
    fn number(&mut self, area: Pixels, number: u32, color: u32) {
        let digits = number.to_string();
        let (w, h) = (digits.len() as i64 * digits::ADVANCE + 2, digits::HEIGHT + 4);
        let (x, y) = ((area.x0 - w).max(0), area.y0.clamp(0, (i64::from(self.height) - h).max(0)));
        self.fill(Pixels { x0: x, y0: y, x1: x + w - 1, y1: y + h - 1 }, color, 255);
        for (i, digit) in (0..).zip(digits.bytes()) {
            for (dx, dy) in digits::pixels(digit) {
                self.blend(x + 2 + i * digits::ADVANCE + dx, y + 2 + dy, 0xFF_FFFF, 255);
            }
        }
    }

    fn blend(&mut self, x: i64, y: i64, color: u32, alpha: u32) {
        if x < 0 || y < 0 || x >= i64::from(self.width) || y >= i64::from(self.height) {
            return;
        }
        let at = (y as usize * self.width as usize + x as usize) * 4;
        let Some(pixel) = self.rgba.get_mut(at..at + 3) else { return };
        for (channel, shift) in pixel.iter_mut().zip([16, 8, 0]) {
            let over = (color >> shift) & 0xFF;
            *channel = ((over * alpha + u32::from(*channel) * (255 - alpha)) / 255) as u8;
        }
    }

    /// Writes the picture as PNG.
    pub(crate) fn write_png(&self, out: impl Write) -> Result<()> {
        let mut encoder = png::Encoder::new(out, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&self.rgba)?;
        Ok(())
    }
}
