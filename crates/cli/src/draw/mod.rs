//! A page as a picture with a stage's boxes on it.
mod canvas;
mod digits;
mod marks;

use anyhow::{Context, Result, bail};
use canvas::Canvas;
use keikaku_model::page::PageKind;
use keikaku_pipeline::{Stage, Stages};
use std::path::Path;

/// Pixels a point: 144 dpi, enough to tell the boxes of 6-point type apart.
const SCALE: f32 = 2.0;

/// Draws page `number` (1-based) with the marks of `stage` and writes it as PNG.
pub(crate) fn page(bytes: &[u8], stages: &Stages, stage: Stage, number: u32, png: &Path) -> Result<()> {
    let Some(page) = stages.pages.page(number) else { bail!("there is no page {number}") };
    if page.kind != PageKind::Drawn {
        bail!("a text file has no page image; leave --draw out to see its records as JSON");
    }
    let drawing = keikaku_pipeline::draw(bytes, number, SCALE)?;
    let mut canvas = Canvas::over(drawing, page.width);
    marks::of(stages, stage, number).iter().for_each(|mark| canvas.draw(mark));
    let file = std::fs::File::create(png).with_context(|| format!("{} can't be written", png.display()))?;
    canvas.write_png(std::io::BufWriter::new(file))
}
