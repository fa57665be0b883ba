//! Signals: the first one ends a run in good order, the second at once.
use anyhow::Result;
use keikaku_pipeline::Stop;

/// Lets SIGINT and SIGTERM ask the run to stop, which is told once; a second one does what it would have done without us.
#[cfg(unix)]
pub(crate) fn stop(stop: Stop, told: impl Fn() + Send + 'static) -> Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if stop.is_asked() {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            stop.ask();
            told();
        }
    });
    Ok(())
}

/// Lets a worker finish the file in hand when the whole group is asked to end: the run stops it, and it ends with the run.
#[cfg(unix)]
pub(crate) fn ignore() -> Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, std::sync::Arc::default())?;
    }
    Ok(())
}

/// Without signals there is nothing to do.
#[cfg(not(unix))]
pub(crate) fn stop(_: Stop, _: impl Fn() + Send + 'static) -> Result<()> {
    Ok(())
}

/// Without signals there is nothing to do.
#[cfg(not(unix))]
pub(crate) fn ignore() -> Result<()> {
    Ok(())
}
