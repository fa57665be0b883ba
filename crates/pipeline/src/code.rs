//! The stable codes of `run.json` and `quarantine/`: why an input was not converted.

/// Defines the codes once: the enum, its names and the list of all.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Why an input was not converted. The README explains each; a test holds its list against this one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// How outputs name it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    /// No bytes.
    FileEmpty = "file-empty",
    /// Named .pdf, but something else.
    NotAPdf = "not-a-pdf",
    /// Neither a PDF nor a text.
    NotAPlan = "not-a-plan",
    /// Encrypted.
    PasswordNeeded = "password-needed",
    /// No page tree to be found.
    PdfDamaged = "pdf-damaged",
    /// More pages than the run allows.
    TooManyPages = "too-many-pages",
    /// More objects than any plan has.
    TooManyObjects = "too-many-objects",
    /// Anything else that stops the reader.
    Unreadable = "unreadable",
    /// A worker took too long over it, twice.
    WorkerTimeout = "worker-timeout",
    /// A worker needed too much memory for it, twice.
    WorkerMemory = "worker-memory",
    /// A worker ended over it, twice.
    WorkerAborted = "worker-aborted",
    /// No worker could be started.
    WorkerUnavailable = "worker-unavailable",
    /// A promise of our own code was broken.
    Internal = "internal",
    /// The file system did not give its bytes.
    InputUnreadable = "input-unreadable",
    /// It was there when the run began.
    InputVanished = "input-vanished",
    /// It was written to while it was read.
    InputChanged = "input-changed",
    /// An archive, or a file in one, that can't be unpacked.
    ZipDamaged = "zip-damaged",
    /// An archive in an archive.
    ZipNested = "zip-nested",
    /// It expands to more than any plan.
    ZipTooLarge = "zip-too-large",
    /// The file system did not take its records.
    OutputUnwritable = "output-unwritable",
    /// The disk is full.
    OutputFull = "output-full",
    /// Named, but no file was found.
    InputMissing = "input-missing",
    /// The same bytes as another input.
    Duplicate = "duplicate",
    /// The run was stopped before it.
    Interrupted = "interrupted",
}

impl Code {
    /// The code of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether it says more about the moment than about the file's bytes: such a file is tried again.
    pub(crate) fn is_passing(self) -> bool {
        matches!(
            self,
            Self::InputUnreadable
                | Self::InputVanished
                | Self::InputChanged
                | Self::OutputUnwritable
                | Self::OutputFull
                | Self::WorkerUnavailable
                | Self::Interrupted
        )
    }

    /// Whether a file with it has a place in `quarantine/`.
    pub fn is_quarantined(self) -> bool {
        !matches!(self, Self::InputMissing | Self::Duplicate | Self::Interrupted)
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn names_are_told_apart() {
        for code in Code::ALL {
            assert_eq!(Code::of(code.name()), Some(*code));
        }
    }

    #[test]
    fn the_readme_lists_every_code_once() {
        let readme = include_str!("../../../README.md");
        let rows = readme.lines().skip_while(|line| !line.starts_with("| code |")).take_while(|line| line.starts_with('|'));
        let firsts = rows.filter_map(|row| row.split('|').nth(1));
        let mut listed: Vec<&str> = firsts.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
        let mut known: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        listed.sort_unstable();
        known.sort_unstable();
        assert_eq!(listed, known);
    }
}
