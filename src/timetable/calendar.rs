//! Public holidays of the Czech Republic by Act 245/2000 Coll.

use jiff::ToSpan;
use jiff::civil::Date;

/// The calendar that nobody has to write.
pub const PUBLIC_HOLIDAYS: &str = "public-holidays";

/// The public holiday on a day: the name of its message, such as `holiday_11_17`.
///
/// ```
/// use jiff::civil::date;
/// use rozcestnik::timetable::public_holiday;
/// assert_eq!(public_holiday(date(2027, 3, 26)), Some("holiday_good_friday"));
/// assert_eq!(public_holiday(date(2027, 3, 27)), None);
/// ```
pub fn public_holiday(day: Date) -> Option<&'static str> {
    match (day.month(), day.day()) {
        (1, 1) => Some("holiday_01_01"),
        (5, 1) => Some("holiday_05_01"),
        (5, 8) => Some("holiday_05_08"),
        (7, 5) => Some("holiday_07_05"),
        (7, 6) => Some("holiday_07_06"),
        (9, 28) => Some("holiday_09_28"),
        (10, 28) => Some("holiday_10_28"),
        (11, 17) => Some("holiday_11_17"),
        (12, 24) => Some("holiday_12_24"),
        (12, 25) => Some("holiday_12_25"),
        (12, 26) => Some("holiday_12_26"),
        _ => {
            let easter = easter_sunday(day.year());
            // Good Friday became a holiday in 2016.
            if day.year() >= 2016 && day == easter.saturating_sub(2.days()) {
                Some("holiday_good_friday")
            } else if day == easter.saturating_add(1.day()) {
                Some("holiday_easter_monday")
            } else {
                None
            }
        }
    }
}

/// Easter Sunday of the Gregorian calendar: the algorithm of J. M. Oudin, as in the Astronomical
/// Almanac.
fn easter_sunday(year: i16) -> Date {
    let year = i32::from(year);
    let century = year / 100;
    let golden = year % 19;
    let correction = (century - 17) / 25;
    let epact = (century - century / 4 - (century - correction) / 3 + 19 * golden + 15) % 30;
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
    let days_after_28_february = moon - weekday;
    let month = 3 + (days_after_28_february + 40) / 44;
    let day = days_after_28_february + 28 - 31 * (month / 4);
    let narrow = |number: i32| i8::try_from(number).unwrap_or(1);
    Date::new(i16::try_from(year).unwrap_or(1), narrow(month), narrow(day)).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_moves() {
        // From the tables of the United States Naval Observatory.
        for sunday in [
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2011, 4, 24),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2028, 4, 16),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(sunday.year()), sunday);
        }
        for year in 1900..2200 {
            assert_eq!(easter_sunday(year).weekday(), jiff::civil::Weekday::Sunday);
        }
    }

    #[test]
    fn a_year_has_thirteen_public_holidays() {
        let days = date(2027, 1, 1).series(1.day()).take_while(|day| day.year() == 2027);
        let holidays: Vec<_> = days.filter(|day| public_holiday(*day).is_some()).collect();
        assert_eq!(holidays.len(), 13);
        assert!(holidays.contains(&date(2027, 3, 26)) && holidays.contains(&date(2027, 3, 29)));
    }
}
