//! The last resort: a panic in one file's stages is that file's failure and not the run's.
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// `Some` while a file is being worked on: then a panic is noted here and not printed.
    static NOTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic inside it becomes a sentence with the place in the program it comes from.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    install();
    let outer = NOTED.replace(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(work));
    let place = NOTED.replace(outer).unwrap_or_default();
    result
        .map_err(|payload| format!("keikaku broke a promise of its own at {place}: {}. Please report this with the file.", said(&*payload)))
}

/// Puts a hook before the one that prints panics, once.
fn install() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let noted = NOTED.try_with(|noted| match noted.try_borrow_mut().as_deref_mut() {
                Ok(Some(place)) => {
                    *place = info.location().map_or_else(|| "an unknown place".to_owned(), |l| format!("{}:{}", short(l.file()), l.line()));
                    true
                }
                _ => false,
            });
            if !noted.unwrap_or(false) {
                print(info);
            }
        }));
    });
}

/// A source file without the folders of the machine that built it.
fn short(file: &str) -> &str {
    let normal = file.rfind("/src/").and_then(|at| file[..at].rfind('/'));
    normal.map_or(file, |at| &file[at + 1..])
}

fn said(payload: &(dyn Any + Send)) -> &str {
    payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_panic_is_a_sentence() {
        let message = super::catch(|| panic!("row {}", 3)).expect_err("it panics");
        assert!(message.contains("pipeline/src/caught.rs") && message.contains("row 3"), "{message}");
        assert_eq!(super::catch(|| 1), Ok(1));
    }
}
