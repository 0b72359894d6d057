//! What one language writes its own way: dates, numbers, money, lists, plurals, alphabetical order.
//!
//! Everything comes from CLDR by way of ICU4X, with these decisions of ours: digits are Latin in
//! every language, because readers compare them with papers and screens in Czech offices; clocks
//! have 24 hours; dates are Gregorian; `en` is British; and no text holds direction marks, because
//! [`crate::isolate`] marks directions in the page.

use std::cmp::Ordering;

use icu::calendar::{Date, Gregorian};
use icu::datetime::fieldsets::enums::DateFieldSet;
use icu::datetime::fieldsets::{E, MD, YMD};
use icu::datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::plurals::PluralRules;
use jiff::civil;

use super::order::Order;
use super::{Locale, Number, PluralCategory};

/// A space at which no line breaks.
const NO_BREAK_SPACE: &str = "\u{a0}";

type DateFormatter = FixedCalendarDateTimeFormatter<Gregorian, DateFieldSet>;

/// The prepared formatters of one language. Build it once; all threads may use it.
///
/// Where the compiled data should lack a formatter, numbers and dates are written as in data files.
#[derive(Debug)]
pub struct Formats {
    language: String,
    plurals: Option<PluralRules>,
    numbers: Option<DecimalFormatter>,
    lists: Option<ListFormatter>,
    long: Option<DateFormatter>,
    month_and_day: Option<DateFormatter>,
    weekdays_long: [String; 7],
    weekdays_short: [String; 7],
    order: Option<Order>,
}

impl Locale {
    /// The plural category of a number by the rules of the language alone.
    pub fn plural(&self, number: &Number) -> PluralCategory {
        icu::locale::Locale::try_from_str(self.as_str())
            .ok()
            .and_then(|locale| PluralRules::try_new_cardinal((&locale).into()).ok())
            .map_or(PluralCategory::Other, |rules| rules.category_for(number.decimal()).into())
    }
}

impl Formats {
    /// Prepares the formatters of a language.
    pub fn new(locale: &Locale) -> Self {
        let tag = if locale.as_str() == "en" { "en-GB" } else { locale.as_str() };
        let data = icu::locale::Locale::try_from_str(&format!("{tag}-u-nu-latn"))
            .unwrap_or(icu::locale::Locale::UNKNOWN);
        let dates = DateTimeFormatterPreferences::from(&data);
        Self {
            language: locale.language().to_owned(),
            plurals: PluralRules::try_new_cardinal((&data).into()).ok(),
            numbers: DecimalFormatter::try_new((&data).into(), DecimalFormatterOptions::default())
                .ok(),
            lists: ListFormatter::try_new_and((&data).into(), ListFormatterOptions::default()).ok(),
            long: DateFormatter::try_new(dates, DateFieldSet::YMD(YMD::long())).ok(),
            month_and_day: DateFormatter::try_new(dates, DateFieldSet::MD(MD::long())).ok(),
            weekdays_long: weekdays(dates, E::long()),
            weekdays_short: weekdays(dates, E::short()),
            order: Order::new(&data),
        }
    }

    /// Whether CLDR has the names and patterns of the language. Without them the months are
    /// `M01` to `M12`, the weekdays English, and there is one plural category.
    pub fn is_supported(&self) -> bool {
        !self.date_long(civil::Date::constant(2027, 1, 15)).contains("M01")
    }

    /// The form that goes with a counted number.
    pub fn plural(&self, number: &Number) -> PluralCategory {
        self.plurals
            .as_ref()
            .map_or(PluralCategory::Other, |rules| rules.category_for(number.decimal()).into())
    }

    /// The forms that a catalog of the language must have, in the order of CLDR.
    pub fn plural_categories(&self) -> Vec<PluralCategory> {
        let Some(rules) = &self.plurals else { return vec![PluralCategory::Other] };
        let mut categories: Vec<_> = rules.categories().map(PluralCategory::from).collect();
        categories.sort();
        categories
    }

    /// `15. ledna 2027`, with the day bound to the month.
    pub fn date_long(&self, date: civil::Date) -> String {
        if self.language == "vi" {
            // CLDR leaves the year without its word, which reads like a slip.
            return format!("{} năm {}", self.month_and_day(date), date.year());
        }
        bind_day(clean(&format(self.long.as_ref(), date)))
    }

    /// `15. ledna – 15. února 2027`, `15–20 January 2027`. In languages whose habits are not
    /// tested here both dates are whole.
    pub fn date_range_long(&self, from: civil::Date, to: civil::Date) -> String {
        let last = self.date_long(to);
        if from == to {
            return last;
        }
        let is_short = matches!(&*self.language, "cs" | "uk" | "ru" | "vi" | "en" | "ar");
        if !is_short || from.year() != to.year() {
            return format!("{}{NO_BREAK_SPACE}– {last}", self.date_long(from));
        }
        if from.month() != to.month() {
            return format!("{}{NO_BREAK_SPACE}– {last}", self.month_and_day(from));
        }
        let ordinal = if self.language == "cs" { "." } else { "" };
        format!("{}{ordinal}–{last}", from.day())
    }

    /// `pondělí`.
    pub fn weekday_long(&self, weekday: civil::Weekday) -> &str {
        &self.weekdays_long[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }

    /// `po`. Arabic does not shorten weekdays.
    pub fn weekday_short(&self, weekday: civil::Weekday) -> &str {
        &self.weekdays_short[usize::from(weekday.to_monday_zero_offset().unsigned_abs())]
    }

    /// `17:30`, the same in every language.
    pub fn time(time: civil::Time) -> String {
        clock(minutes_of(time))
    }

    /// `9:00–17:00`, the same in every language.
    pub fn time_range(from: civil::Time, to: civil::Time) -> String {
        Self::hours(minutes_of(from), minutes_of(to))
    }

    /// The same in minutes from midnight, which may be the end too: `22:00–24:00`.
    pub fn hours(from: u16, to: u16) -> String {
        format!("{}–{}", clock(from), clock(to))
    }

    /// `a, b a c`.
    pub fn list_and<S: AsRef<str>>(&self, items: &[S]) -> String {
        let items = items.iter().map(AsRef::as_ref);
        match &self.lists {
            Some(lists) => lists.format_to_string(items),
            None => items.collect::<Vec<_>>().join(", "),
        }
    }

    /// `1 500`, `13,5`.
    pub fn number(&self, number: &Number) -> String {
        self.decimal(number.decimal())
    }

    /// `13,5 %`, with the space that the language has there.
    pub fn percent(&self, number: &Number) -> String {
        let number = self.number(number);
        match &*self.language {
            "be" | "bs" | "cs" | "da" | "de" | "es" | "fi" | "fr" | "hr" | "lt" | "nb" | "nn"
            | "no" | "ro" | "ru" | "sk" | "sl" | "sv" => format!("{number}{NO_BREAK_SPACE}%"),
            "tr" => format!("%{number}"),
            _ => format!("{number}%"),
        }
    }

    /// `1 500 Kč`, in English `CZK 1,500`: with the sign that stands on bills and price lists.
    /// Cents are written if there are any.
    pub fn money(&self, amount: &Number, currency: &str) -> String {
        let amount = self.decimal(&amount.with_cents());
        let sign = match currency {
            "CZK" if self.language != "en" => "Kč",
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            code => code,
        };
        match (&*self.language, sign) {
            ("en", "€" | "£" | "$") => format!("{sign}{amount}"),
            ("en", _) => format!("{sign}{NO_BREAK_SPACE}{amount}"),
            _ => format!("{amount}{NO_BREAK_SPACE}{sign}"),
        }
    }

    /// Alphabetical order. Numbers in the text count by their value, punctuation at its start and
    /// the Arabic article do not count; only equal texts are equal.
    pub fn compare(&self, left: &str, right: &str) -> Ordering {
        self.order.as_ref().map_or_else(|| left.cmp(right), |order| order.compare(left, right))
    }

    /// Bytes in the order of [`Self::compare`], for sorting long lists.
    pub fn sort_key(&self, text: &str) -> Vec<u8> {
        self.order.as_ref().map_or_else(|| text.as_bytes().to_vec(), |order| order.sort_key(text))
    }

    /// The heading of an A–Z index under which a text stands: `Ch`, `0–9`. Texts sorted by
    /// [`Self::compare`] have each heading once.
    pub fn index_letter(&self, text: &str) -> String {
        self.order
            .as_ref()
            .map_or_else(|| text.chars().take(1).collect(), |order| order.index_letter(text))
    }

    fn decimal(&self, decimal: &Decimal) -> String {
        match &self.numbers {
            Some(numbers) => clean(&numbers.format_to_string(decimal)),
            None => decimal.to_string(),
        }
    }

    fn month_and_day(&self, date: civil::Date) -> String {
        bind_day(clean(&format(self.month_and_day.as_ref(), date)))
    }
}

fn minutes_of(time: civil::Time) -> u16 {
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

fn clock(minutes: u16) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

fn weekdays(preferences: DateTimeFormatterPreferences, fields: E) -> [String; 7] {
    let formatter = DateFormatter::try_new(preferences, DateFieldSet::E(fields)).ok();
    // 11 January 2027 is a Monday.
    let monday = civil::Date::constant(2027, 1, 11);
    let mut day = monday.series(jiff::Span::new().days(1));
    std::array::from_fn(|_| format(formatter.as_ref(), day.next().unwrap_or(monday)))
}

fn format(formatter: Option<&DateFormatter>, date: civil::Date) -> String {
    let gregorian = Date::try_new_gregorian(
        date.year().into(),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    );
    match (formatter, gregorian) {
        (Some(formatter), Ok(gregorian)) => formatter.format(&gregorian).to_string(),
        _ => date.to_string(),
    }
}

/// Without direction marks, and with one kind of no-break space: the narrow one is in few fonts.
fn clean(text: &str) -> String {
    text.replace(['\u{200e}', '\u{200f}', '\u{61c}'], "").replace('\u{202f}', NO_BREAK_SPACE)
}

/// Keeps a day at the start on one line with what follows.
fn bind_day(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 1..=2) { text.replacen(' ', NO_BREAK_SPACE, 1) } else { text }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    const LOCALES: [&str; 7] = ["cs", "uk", "ru", "vi", "en", "ar", "mn"];

    fn formats(tag: &str) -> Formats {
        Formats::new(&Locale::parse(tag).unwrap())
    }

    /// One line for each language; no-break spaces are shown as `~`.
    fn table(write: impl Fn(&Formats) -> String) -> String {
        let line = |tag: &&str| format!("{tag} {}", write(&formats(tag)).replace('\u{a0}', "~"));
        LOCALES.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn all_threads_may_use_the_formats_of_a_language() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<Formats>();
    }

    #[test]
    fn a_language_without_data_says_so() {
        for tag in LOCALES {
            assert!(formats(tag).is_supported(), "{tag}");
        }
        assert!(!formats("rom").is_supported());
        assert_eq!(formats("rom").plural_categories(), [PluralCategory::Other]);
        assert_eq!(formats("rom").date_long(date(2027, 1, 15)), "2027 M01 15");
        assert!(
            !Formats::new(&Locale::parse("ckb").unwrap())
                .number(&number("-5"))
                .contains('\u{200f}')
        );
    }

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        insta::assert_snapshot!(table(|f| f.date_long(date(2027, 1, 15))), @r"
        cs 15.~ledna 2027
        uk 15~січня 2027~р.
        ru 15~января 2027~г.
        vi 15~tháng 1 năm 2027
        en 15~January 2027
        ar 15~يناير 2027
        mn 2027~оны нэгдүгээр сарын 15
        ");
    }

    #[test]
    fn ranges_of_dates_drop_what_they_share() {
        let range = |from, to| table(move |f| f.date_range_long(from, to));
        insta::assert_snapshot!(range(date(2027, 1, 15), date(2027, 2, 15)), @r"
        cs 15.~ledna~– 15.~února 2027
        uk 15~січня~– 15~лютого 2027~р.
        ru 15~января~– 15~февраля 2027~г.
        vi 15~tháng 1~– 15~tháng 2 năm 2027
        en 15~January~– 15~February 2027
        ar 15~يناير~– 15~فبراير 2027
        mn 2027~оны нэгдүгээр сарын 15~– 2027~оны хоёрдугаар сарын 15
        ");
        insta::assert_snapshot!(range(date(2027, 1, 15), date(2027, 1, 20)), @r"
        cs 15.–20.~ledna 2027
        uk 15–20~січня 2027~р.
        ru 15–20~января 2027~г.
        vi 15–20~tháng 1 năm 2027
        en 15–20~January 2027
        ar 15–20~يناير 2027
        mn 2027~оны нэгдүгээр сарын 15~– 2027~оны нэгдүгээр сарын 20
        ");
        insta::assert_snapshot!(range(date(2026, 12, 15), date(2027, 1, 20)), @r"
        cs 15.~prosince 2026~– 20.~ledna 2027
        uk 15~грудня 2026~р.~– 20~січня 2027~р.
        ru 15~декабря 2026~г.~– 20~января 2027~г.
        vi 15~tháng 12 năm 2026~– 20~tháng 1 năm 2027
        en 15~December 2026~– 20~January 2027
        ar 15~ديسمبر 2026~– 20~يناير 2027
        mn 2026~оны арван хоёрдугаар сарын 15~– 2027~оны нэгдүгээр сарын 20
        ");
        insta::assert_snapshot!(range(date(2027, 1, 15), date(2027, 1, 15)), @r"
        cs 15.~ledna 2027
        uk 15~січня 2027~р.
        ru 15~января 2027~г.
        vi 15~tháng 1 năm 2027
        en 15~January 2027
        ar 15~يناير 2027
        mn 2027~оны нэгдүгээр сарын 15
        ");
        let german = formats("de").date_range_long(date(2027, 1, 15), date(2027, 2, 15));
        assert_eq!(german, "15.\u{a0}Januar 2027\u{a0}– 15.\u{a0}Februar 2027");
    }

    #[test]
    fn weekdays_have_names() {
        let week = [
            civil::Weekday::Monday,
            civil::Weekday::Tuesday,
            civil::Weekday::Wednesday,
            civil::Weekday::Thursday,
            civil::Weekday::Friday,
            civil::Weekday::Saturday,
            civil::Weekday::Sunday,
        ];
        insta::assert_snapshot!(table(|f| week.map(|day| f.weekday_long(day)).join(", ")), @r"
        cs pondělí, úterý, středa, čtvrtek, pátek, sobota, neděle
        uk понеділок, вівторок, середа, четвер, пʼятниця, субота, неділя
        ru понедельник, вторник, среда, четверг, пятница, суббота, воскресенье
        vi Thứ Hai, Thứ Ba, Thứ Tư, Thứ Năm, Thứ Sáu, Thứ Bảy, Chủ Nhật
        en Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday
        ar الاثنين, الثلاثاء, الأربعاء, الخميس, الجمعة, السبت, الأحد
        mn Даваа, Мягмар, Лхагва, Пүрэв, Баасан, Бямба, Ням
        ");
        insta::assert_snapshot!(table(|f| week.map(|day| f.weekday_short(day)).join(", ")), @r"
        cs po, út, st, čt, pá, so, ne
        uk пн, вт, ср, чт, пт, сб, нд
        ru пн, вт, ср, чт, пт, сб, вс
        vi Thứ 2, Thứ 3, Thứ 4, Thứ 5, Thứ 6, Thứ 7, CN
        en Mon, Tue, Wed, Thu, Fri, Sat, Sun
        ar الاثنين, الثلاثاء, الأربعاء, الخميس, الجمعة, السبت, الأحد
        mn Да, Мя, Лх, Пү, Ба, Бя, Ня
        ");
    }

    #[test]
    fn numbers_and_percentages_have_latin_digits() {
        let numbers = ["5", "1500", "10000", "1234567.5", "-13.5", "2.0"];
        insta::assert_snapshot!(
            table(|f| numbers.map(|text| f.number(&number(text))).join(" ")), @r"
        cs 5 1~500 10~000 1~234~567,5 -13,5 2,0
        uk 5 1~500 10~000 1~234~567,5 -13,5 2,0
        ru 5 1~500 10~000 1~234~567,5 -13,5 2,0
        vi 5 1.500 10.000 1.234.567,5 -13,5 2,0
        en 5 1,500 10,000 1,234,567.5 -13.5 2.0
        ar 5 1,500 10,000 1,234,567.5 -13.5 2.0
        mn 5 1,500 10,000 1,234,567.5 -13.5 2.0
        ");
        insta::assert_snapshot!(table(|f| f.percent(&number("13.5"))), @r"
        cs 13,5~%
        uk 13,5%
        ru 13,5~%
        vi 13,5%
        en 13.5%
        ar 13.5%
        mn 13.5%
        ");
        assert_eq!(formats("fa").number(&number("1500")), "1,500");
        assert_eq!(formats("tr").percent(&number("5")), "%5");
    }

    #[test]
    fn money_carries_the_sign_of_the_bills() {
        insta::assert_snapshot!(table(|f| f.money(&number("1500"), "CZK")), @r"
        cs 1~500~Kč
        uk 1~500~Kč
        ru 1~500~Kč
        vi 1.500~Kč
        en CZK~1,500
        ar 1,500~Kč
        mn 1,500~Kč
        ");
        insta::assert_snapshot!(table(|f| f.money(&number("400000"), "EUR")), @r"
        cs 400~000~€
        uk 400~000~€
        ru 400~000~€
        vi 400.000~€
        en €400,000
        ar 400,000~€
        mn 400,000~€
        ");
        insta::assert_snapshot!(table(|f| f.money(&number("99.5"), "CZK")), @r"
        cs 99,50~Kč
        uk 99,50~Kč
        ru 99,50~Kč
        vi 99,50~Kč
        en CZK~99.50
        ar 99.50~Kč
        mn 99.50~Kč
        ");
        insta::assert_snapshot!(table(|f| f.money(&number("3200.0"), "UAH")), @r"
        cs 3~200~UAH
        uk 3~200~UAH
        ru 3~200~UAH
        vi 3.200~UAH
        en UAH~3,200
        ar 3,200~UAH
        mn 3,200~UAH
        ");
    }

    #[test]
    fn lists_end_with_and() {
        insta::assert_snapshot!(table(|f| f.list_and(&["A", "B", "C"])), @r"
        cs A, B a~C
        uk A, B і C
        ru A, B и C
        vi A, B và C
        en A, B and C
        ar A وB وC
        mn A, B, C
        ");
        insta::assert_snapshot!(table(|f| f.list_and(&["A".to_owned(), "B".to_owned()])), @r"
        cs A a~B
        uk A і B
        ru A и B
        vi A và B
        en A and B
        ar A وB
        mn A, B
        ");
        assert_eq!(formats("cs").list_and(&["A"]), "A");
        assert_eq!(formats("cs").list_and::<&str>(&[]), "");
    }

    #[test]
    fn clocks_have_24_hours_everywhere() {
        assert_eq!(Formats::time(time(17, 30, 0, 0)), "17:30");
        assert_eq!(Formats::time_range(time(9, 0, 0, 0), time(17, 5, 0, 0)), "9:00–17:05");
        assert_eq!(Formats::hours(0, 24 * 60), "0:00–24:00");
    }

    #[test]
    fn plurals_follow_cldr() {
        let names = |categories: Vec<PluralCategory>| {
            categories.into_iter().map(PluralCategory::name).collect::<Vec<_>>().join(" ")
        };
        insta::assert_snapshot!(table(|f| names(f.plural_categories())), @r"
        cs one few many other
        uk one few many other
        ru one few many other
        vi one other
        en one other
        ar zero one two few many other
        mn one other
        ");
        let counts = ["0", "1", "2", "3", "5", "11", "21", "100", "1.5"];
        insta::assert_snapshot!(
            table(|f| names(counts.iter().map(|text| f.plural(&number(text))).collect())), @r"
        cs other one few few other other other other many
        uk many one few few many many one many other
        ru many one few few many many one many other
        vi one one other other other other other other other
        en other one other other other other other other other
        ar zero one two few few many many other other
        mn other one other other other other other other other
        ");
    }
}
