//! Findings: what is wrong, where, and what to do about it.
//!
//! A [`Diagnostic`] holds no prose. It names a [`Code`] and carries arguments; [`crate::message`]
//! turns both into a sentence in the language of the person who reads it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A path of an input file, relative to the root of the site, with `/` between its parts.
pub type SourcePath = Arc<str>;

/// A range of bytes in one whole input file; `start == end` points between two bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file, relative to the root of the site.
    pub path: SourcePath,
    /// First byte, counted from the start of the file.
    pub start: usize,
    /// First byte after the range.
    pub end: usize,
}

impl Span {
    /// A range of bytes in the file at `path`.
    pub fn new(path: &SourcePath, range: std::ops::Range<usize>) -> Self {
        Self { path: path.clone(), start: range.start, end: range.end }
    }

    /// The start of a file, for findings that concern the file as a whole.
    pub fn file(path: &SourcePath) -> Self {
        Self::new(path, 0..0)
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// The portal is published, and somebody should look at it; `check --strict` fails.
    Warning,
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident;)*) => {
        /// The kind of a finding. Its name is stable: people search for it and `explain` takes it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`; `rozcestnik explain ", $name, "` says more.")] $variant,)*
        }

        impl Code {
            /// Every code, in the order in which the stages find them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, in kebab case.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How much findings of this kind matter.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// The code of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    UnreadableFile = "unreadable-file", Error;
    NotUtf8 = "not-utf8", Error;
    FileNameCollision = "file-name-collision", Error;
    MergeConflict = "merge-conflict", Error;
    MissingConfig = "missing-config", Error;
    BadYaml = "bad-yaml", Error;
    DuplicateKey = "duplicate-key", Error;
    UnknownKey = "unknown-key", Error;
    WrongType = "wrong-type", Error;
    BadValue = "bad-value", Error;
    BadDate = "bad-date", Error;
    MissingKey = "missing-key", Error;
    BadLocale = "bad-locale", Error;
    MissingTitle = "missing-title", Error;
    MissingSummary = "missing-summary", Warning;
    UnknownLocaleFile = "unknown-locale-file", Error;
    UnknownDataFile = "unknown-data-file", Error;
    MissingSource = "missing-source", Warning;
    MissingTranslation = "missing-translation", Warning;
    MissingOriginal = "missing-original", Warning;
    TranslationCircle = "translation-circle", Error;
    UnknownSection = "unknown-section", Warning;
    TranslationOutdated = "translation-outdated", Warning;
    TranslationUnrecorded = "translation-unrecorded", Warning;
    MissingCatalog = "missing-catalog", Warning;
    MissingMessage = "missing-message", Warning;
    UnknownMessage = "unknown-message", Error;
    MissingPluralCategory = "missing-plural-category", Warning;
    PlaceholderMismatch = "placeholder-mismatch", Error;
    MissingText = "missing-text", Warning;
    ControlCharacter = "control-character", Error;
    RawHtml = "raw-html", Error;
    UnsupportedMarkdown = "unsupported-markdown", Error;
    SkippedHeadingLevel = "skipped-heading-level", Error;
    DuplicateHeadingId = "duplicate-heading-id", Error;
    EmptyLink = "empty-link", Error;
    MissingAltText = "missing-alt-text", Error;
    MissingPicture = "missing-picture", Error;
    BadPicture = "bad-picture", Error;
    UnknownReference = "unknown-reference", Error;
    BrokenLink = "broken-link", Error;
    BrokenAnchor = "broken-anchor", Error;
    BrokenFootnote = "broken-footnote", Error;
    AddressCollision = "address-collision", Error;
    AddressMoved = "address-moved", Error;
    NoSuchLesson = "no-such-lesson", Error;
    FreeWithPrice = "free-with-price", Error;
    StartOffWeekday = "start-off-weekday", Warning;
    LessonCount = "lesson-count", Warning;
    LessonOnHoliday = "lesson-on-holiday", Warning;
    LessonOverlap = "lesson-overlap", Warning;
    CourseOver = "course-over", Warning;
    NoLessonToCome = "no-lesson-to-come", Warning;
    SampleCourses = "sample-courses", Warning;
    NoTimetablePage = "no-timetable-page", Error;
    SheetOverPage = "sheet-over-page", Warning;
    PanelOverflow = "panel-overflow", Error;
    SheetPageCount = "sheet-page-count", Error;
    ScriptWithoutFont = "script-without-font", Error;
    PdfMissing = "pdf-missing", Warning;
    PdfOutdated = "pdf-outdated", Warning;
    ReviewSoon = "review-soon", Warning;
    ExpiresSoon = "expires-soon", Warning;
    DifferentFact = "different-fact", Warning;
    MissingFact = "missing-fact", Warning;
    AddedFact = "added-fact", Warning;
    DifferentStructure = "different-structure", Warning;
    PeriodBackwards = "period-backwards", Error;
    MessageTooLong = "message-too-long", Error;
    NoFont = "no-font", Warning;
    CampaignOver = "campaign-over", Warning;
    UnknownLeafletSection = "unknown-leaflet-section", Error;
    LeafletBesideItself = "leaflet-beside-itself", Error;
    EmptyLeaflet = "empty-leaflet", Error;
    UnpairedBlock = "unpaired-block", Warning;
    LeafletFull = "leaflet-full", Warning;
    SheetWithoutAddress = "sheet-without-address", Warning;
    MissingEditor = "missing-editor", Error;
    NoOwner = "no-owner", Warning;
    ReviewOverdue = "review-overdue", Warning;
    PageExpired = "page-expired", Warning;
    UnusedData = "unused-data", Warning;
    UnusedPicture = "unused-picture", Warning;
    StaffTodo = "staff-todo", Warning;
    TemplateError = "template-error", Error;
    BadStyleSheet = "bad-style-sheet", Error;
    LowContrast = "low-contrast", Warning;
    IdleOverride = "idle-override", Warning;
    BadScript = "bad-script", Error;
    WrongStatement = "wrong-statement", Error;
    IncompletePublicity = "incomplete-publicity", Warning;
    MissingPublicity = "missing-publicity", Error;
    AlteredEmblem = "altered-emblem", Error;
    StatementStyle = "statement-style", Error;
    LargerLogo = "larger-logo", Error;
    LowResolution = "low-resolution", Warning;
    PageOverBudget = "page-over-budget", Warning;
    PageNotFindable = "page-not-findable", Warning;
    NoStemmer = "no-stemmer", Warning;
    SearchFailed = "search-failed", Error;
    ExchangeFormat = "exchange-format", Error;
    ExchangeSyntax = "exchange-syntax", Error;
    ExchangeLanguage = "exchange-language", Error;
    UnknownPage = "unknown-page", Error;
    UnknownUnit = "unknown-unit", Warning;
    DuplicateUnit = "duplicate-unit", Error;
    TranslationIncomplete = "translation-incomplete", Warning;
    SourceChanged = "source-changed", Warning;
    TranslationChanged = "translation-changed", Warning;
    ReferencesDiffer = "references-differ", Error;
    MarkupBroken = "markup-broken", Error;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A second place that belongs to a finding, such as the first of two equal keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where it is.
    pub span: Span,
    /// Name of the text of this label in the messages of the code.
    pub text: &'static str,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[must_use]
pub struct Diagnostic {
    /// The smallest range that is wrong; `None` only where no input file is to blame.
    pub span: Option<Span>,
    /// What kind of finding.
    pub code: Code,
    /// Values for the `{placeholders}` of the message.
    pub arguments: BTreeMap<&'static str, String>,
    /// Name of the hint among those of the code, where we know what to do.
    pub hint: Option<&'static str>,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn at(code: Code, span: Span) -> Self {
        Self { span: Some(span), ..Self::nowhere(code) }
    }

    /// A finding that no input file is to blame for.
    pub fn nowhere(code: Code) -> Self {
        Self { span: None, code, arguments: BTreeMap::new(), hint: None, labels: Vec::new() }
    }

    /// The same with a value for the placeholder `{name}`.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.arguments.insert(name, value.to_string());
        self
    }

    /// The same with the hint of this name.
    pub fn hint(mut self, name: &'static str) -> Self {
        self.hint = Some(name);
        self
    }

    /// The same with `similar` as its hint if one of `candidates` is close to `word`.
    pub fn did_you_mean<'a>(
        self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match most_similar(word, candidates) {
            Some(suggestion) => self.with("suggestion", suggestion).hint("similar"),
            None => self,
        }
    }

    /// The same with a second place.
    pub fn label(mut self, span: Span, text: &'static str) -> Self {
        self.labels.push(Label { span, text });
        self
    }
}

/// Findings of a stage, in any order until [`Diagnostics::finish`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No findings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds those of another stage.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Sorts by file and place and drops repetitions.
    pub fn finish(&mut self) {
        self.0.sort();
        self.0.dedup();
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|diagnostic| diagnostic.code.severity() == severity).count()
    }

    /// Those that forbid publication.
    pub fn errors(&self) -> Self {
        let is_error = |finding: &&Diagnostic| finding.code.severity() == Severity::Error;
        self.iter().filter(is_error).cloned().collect()
    }

    /// Whether anything forbids publication.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|diagnostic| diagnostic.code.severity() == Severity::Error)
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.0.extend(iter);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<T: IntoIterator<Item = Diagnostic>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

/// The candidate with the smallest edit distance to `word`, if it is close enough to be meant.
pub fn most_similar<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        // The id of the home page is empty: nobody means it by another word.
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
fn edit_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().flat_map(char::to_lowercase).collect();
    let right: Vec<char> = right.chars().flat_map(char::to_lowercase).collect();
    let mut before_previous = vec![0; right.len() + 1];
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, &a) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &b) in right.iter().enumerate() {
            let replaced = previous[column] + usize::from(a != b);
            let mut best = replaced.min(previous[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && a == right[column - 1] && left[row - 1] == b {
                best = best.min(before_previous[column - 1] + 1);
            }
            current.push(best);
        }
        before_previous = std::mem::replace(&mut previous, current);
    }
    previous[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_candidate_is_suggested() {
        assert_eq!(most_similar("sumary", ["summary", "slug"]), Some("summary"));
        assert_eq!(most_similar("tilte", ["title", "tile-size"]), Some("title"));
        assert_eq!(most_similar("Reviewed", ["reviewed"]), Some("reviewed"));
        assert_eq!(most_similar("colour", ["title", "slug"]), None);
        assert_eq!(most_similar("x", [""]), None);
    }

    #[test]
    fn every_code_has_a_name_of_its_own() {
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
    }

    #[test]
    fn findings_come_out_in_the_order_of_the_files_without_repetition() {
        let (a, b): (SourcePath, SourcePath) = ("a.md".into(), "b.md".into());
        let mut found: Diagnostics = [
            Diagnostic::at(Code::RawHtml, Span::new(&b, 0..1)),
            Diagnostic::at(Code::RawHtml, Span::new(&a, 9..10)),
            Diagnostic::at(Code::RawHtml, Span::new(&a, 2..3)),
            Diagnostic::at(Code::RawHtml, Span::new(&a, 2..3)),
        ]
        .into_iter()
        .collect();
        found.finish();
        let places: Vec<_> =
            found.iter().flat_map(|d| &d.span).map(|s| (&*s.path, s.start)).collect();
        assert_eq!(places, [("a.md", 2), ("a.md", 9), ("b.md", 0)]);
    }
}
