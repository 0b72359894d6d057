//! HTML and CSS made smaller without a visible difference.

/// Names the minifier and its settings in keys of published files.
#[cfg(feature = "minify")]
pub const VERSION: &str = "rozcestnik html minify-html 0.18.1 2";
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
