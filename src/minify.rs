//! HTML, style sheets and scripts made smaller without a visible difference.

use std::ops::Range;

/// Names the minifier and its settings in keys of published files.
#[cfg(feature = "minify")]
pub const VERSION: &str = "rozcestnik html minify-html 0.18.1 oxc 0.95 2";
/// Names the minifier and its settings in keys of published files.
#[cfg(not(feature = "minify"))]
pub const VERSION: &str = "rozcestnik html plain 2";

/// A page or whole elements of it, minified so that it stays valid HTML.
#[cfg(feature = "minify")]
pub fn html(page: &str) -> Vec<u8> {
    let settings = minify_html::Cfg {
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        ..minify_html::Cfg::new()
    };
    minify_html::minify(page.as_bytes(), &settings)
}

/// A whole page as it is: this program was built without its minifier.
#[cfg(not(feature = "minify"))]
pub fn html(page: &str) -> Vec<u8> {
    page.as_bytes().to_vec()
}

/// A style sheet, minified.
///
/// # Errors
/// The message and the zero-based line and one-based column of a syntax error.
#[cfg(feature = "minify")]
pub fn css(source: &str) -> Result<String, (String, u32, u32)> {
    use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
    let located = |error: lightningcss::error::Error<lightningcss::error::ParserError<'_>>| {
        let (line, column) = error.loc.map_or((0, 1), |loc| (loc.line, loc.column));
        (error.kind.to_string(), line, column)
    };
    let mut sheet = StyleSheet::parse(source, ParserOptions::default()).map_err(located)?;
    sheet.minify(MinifyOptions::default()).map_err(|error| (error.kind.to_string(), 0, 1))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })
        .map_err(|error| (error.kind.to_string(), 0, 1))?;
    Ok(printed.code)
}

/// A style sheet as it is: this program was built without its minifier.
///
/// # Errors
/// None in this build.
#[cfg(not(feature = "minify"))]
pub fn css(source: &str) -> Result<String, (String, u32, u32)> {
    Ok(source.to_owned())
}

/// An ES module, minified: without comments, local names shortened.
///
/// # Errors
/// The message and the place of a syntax error.
#[cfg(feature = "minify")]
pub fn script(source: &str) -> Result<String, (String, Range<usize>)> {
    use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
    let allocator = oxc_allocator::Allocator::default();
    let parser = oxc_parser::Parser::new(&allocator, source, oxc_span::SourceType::mjs());
    let parsed = parser.parse();
    if let Some(error) = parsed.errors.first() {
        let label = error.labels.iter().flatten().next();
        let at = label.map_or(0..0, |label| label.offset()..label.offset() + label.len());
        return Err((error.message.to_string(), at));
    }
    let mut program = parsed.program;
    let minifier = oxc_minifier::Minifier::new(oxc_minifier::MinifierOptions::default());
    let scoping = minifier.minify(&allocator, &mut program).scoping;
    let options = CodegenOptions {
        minify: true,
        comments: CommentOptions::disabled(),
        ..CodegenOptions::default()
    };
    Ok(Codegen::new().with_options(options).with_scoping(scoping).build(&program).code)
}

/// An ES module as it is: this program was built without its minifier.
///
/// # Errors
/// None in this build.
#[cfg(not(feature = "minify"))]
pub fn script(source: &str) -> Result<String, (String, Range<usize>)> {
    Ok(source.to_owned())
}
