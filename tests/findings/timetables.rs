//! Courses, their days and calendars.

const PAGE: &str = "
-- content/courses/cs.md --
---
title: Kurzy
summary: Všechny kurzy.
layout: timetable
---
";

/// A portal with a timetable page, and courses.
fn with_page(courses: &str) -> String {
    format!("{PAGE}-- content/data/timetables/winter.yaml --\n{courses}")
}

#[test]
fn days_without_a_lesson_cannot_be_changed() {
    let site = with_page(
        "a1:
  kind: czech
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  from: 2027-03-22
  to: 2027-04-12
  holidays: [public-holidays]
  cancelled: [{date: 2027-03-23}, {date: 2027-03-29}]
  moved: [{date: 2027-04-19, to: 2027-04-20}, {date: 2027-04-05, to: 2027-04-06}]
",
    );
    check!(&site, @r"
    content/data/timetables/winter.yaml:7:22: error[no-such-lesson]: there is no lesson on 2027-03-23 that could be cancelled or moved
    content/data/timetables/winter.yaml:7:42: error[no-such-lesson]: there is no lesson on 2027-03-29 that could be cancelled or moved
    content/data/timetables/winter.yaml:8:18: error[no-such-lesson]: there is no lesson on 2027-04-19 that could be cancelled or moved
    ");
}

#[test]
fn a_course_must_be_possible() {
    let site = with_page(
        "twice:
  kind: czech
  lessons: [{days: [mo], times: \"18:30-17:00\"}, {days: [we], times: 17-18}]
  from: 2027-03-22
  to: 2027-03-01
nothing:
  kind: event
no-days:
  kind: czech
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  to: 2027-03-01
Velká:
  kind: dance
  extra: [{date: 2027-02-30, times: \"17:00-18:30\"}]
",
    );
    check!(&site, @r"
    content/data/timetables/winter.yaml:3:33: error[bad-value]: `18:30-17:00` is not a time from–to, such as `09:00-16:00`
    content/data/timetables/winter.yaml:3:69: error[bad-value]: `17-18` is not a time from–to, such as `09:00-16:00`
    content/data/timetables/winter.yaml:5:7: error[bad-value]: `2027-03-01` is not a day that is not before `from` and at most three years after it
    content/data/timetables/winter.yaml:6:1: error[missing-key]: `lessons` is missing
    content/data/timetables/winter.yaml:8:1: error[missing-key]: `from` is missing
    content/data/timetables/winter.yaml:13:9: error[bad-value]: `dance` is not a value that is known here (write one of these: `czech`, `conversation`, `exam`, `orientation`, `adaptation`, `children`, `professionals`, `outing`, `event`, `lecture`)
    content/data/timetables/winter.yaml:14:18: error[bad-date]: `2027-02-30` is not a date (the calendar has no such day: check the month and the day)
    ");
}

#[test]
fn what_a_course_names_must_be_there() {
    let site = with_page(
        "a1:
  kind: czech
  place: centr
  price: course-price
  registration: {contact: office}
  holidays: [public-holiday, school]
  extra: [{date: 2027-03-01, times: \"17:00-18:30\", place: hall}]
-- content/data/places.yaml --
centre: {name: Centrum}
-- content/data/calendars.yaml --
summer: {name: Léto, includes: [schol], days: [{name: Léto, from: 2027-08-31, to: 2027-07-01}]}
",
    );
    check!(&site, @r"
    content/data/calendars.yaml:1:33: error[unknown-reference]: the calendar `schol` does not exist
    content/data/calendars.yaml:1:83: error[bad-value]: `2027-07-01` is not a day that is not before `from` and at most three years after it
    content/data/places.yaml:1:1: warning[unused-data]: no page uses the place `centre`
    content/data/timetables/winter.yaml:3:10: error[unknown-reference]: the place `centr` does not exist (did you mean `centre`?)
    content/data/timetables/winter.yaml:4:10: error[unknown-reference]: the value `course-price` does not exist
    content/data/timetables/winter.yaml:5:27: error[unknown-reference]: the contact `office` does not exist
    content/data/timetables/winter.yaml:6:14: error[unknown-reference]: the calendar `public-holiday` does not exist (did you mean `public-holidays`?)
    content/data/timetables/winter.yaml:6:30: error[unknown-reference]: the calendar `school` does not exist
    content/data/timetables/winter.yaml:7:59: error[unknown-reference]: the place `hall` does not exist
    ");
}

#[test]
fn rooms_levels_and_prices_must_fit() {
    let site = with_page(
        "a1:
  kind: czech
  level: A2
  level_to: A1
  place: centre
  room: hal
  free: true
  price: fee
  extra: [{date: 2027-03-01, times: \"17:00-18:30\"}]
a2:
  kind: czech
  place: centre
  room: hall
  free: true
  price: TODO
  sample: true
  extra: [{date: 2027-03-02, times: \"17:00-18:30\"}]
a3:
  kind: czech
  place: office
  room: \"2\"
  extra: [{date: 2027-03-03, times: \"17:00-18:30\"}]
-- content/data/values.yaml --
fee: {money: 1500}
-- content/data/places.yaml --
centre: {name: Centrum, rooms: {hall: Sál, \"2\": Učebna 2}}
office: {name: Úřad}
",
    );
    check!(&site, @r"
    content/data/timetables/winter.yaml:1:1: warning[sample-courses]: courses of this file that are only samples: 1
    content/data/timetables/winter.yaml:4:13: error[bad-value]: `A1` is not a level that is not below `level`
    content/data/timetables/winter.yaml:6:9: error[unknown-reference]: the room `hal` does not exist (did you mean `hall`?)
    content/data/timetables/winter.yaml:8:10: error[free-with-price]: a course with a price is not free
    content/data/timetables/winter.yaml:10:1: error[free-with-price]: a course with a price is not free
    ");
}

#[test]
fn days_and_numbers_of_lessons_are_compared() {
    let site = with_page(
        "off:
  kind: czech
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  from: 2027-01-12
  to: 2027-02-01
  number_of_lessons: 4
over:
  kind: czech
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  from: 2026-09-07
  to: 2026-10-12
cancelled:
  kind: lecture
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  from: 2027-01-11
  to: 2027-01-11
  cancelled: [{date: 2027-01-11}]
",
    );
    check!(&site, @r"
    content/data/timetables/winter.yaml:4:9: warning[start-off-weekday]: the course begins on 2027-01-12, and on that day of the week there is no lesson
    content/data/timetables/winter.yaml:6:22: warning[lesson-count]: 4 lessons are promised, 3 take place by the dates
    content/data/timetables/winter.yaml:7:1: warning[course-over]: the course `over` ended on 2026-10-12
    content/data/timetables/winter.yaml:10:9: warning[lesson-on-holiday]: the lesson on 2026-09-28 falls on a holiday
    content/data/timetables/winter.yaml:12:1: warning[no-lesson-to-come]: the course `cancelled` has no lesson from today on
    ");
}

#[test]
fn a_lesson_on_a_holiday_is_found() {
    let site = with_page(
        "a1:
  kind: czech
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  from: 2027-03-15
  to: 2027-04-05
b1:
  kind: czech
  lessons: [{days: [mo], times: \"17:00-18:30\"}]
  from: 2027-03-15
  to: 2027-04-05
  holidays: [public-holidays]
  moved: [{date: 2027-03-22, to: 2027-03-26}]
  extra: [{date: 2027-05-01, times: \"10:00-12:00\"}]
",
    );
    check!(&site, @r"
    content/data/timetables/winter.yaml:4:9: warning[lesson-on-holiday]: the lesson on 2027-03-29 falls on a holiday
    content/data/timetables/winter.yaml:12:34: warning[lesson-on-holiday]: the lesson on 2027-03-26 falls on a holiday
    content/data/timetables/winter.yaml:13:18: warning[lesson-on-holiday]: the lesson on 2027-05-01 falls on a holiday
    ");
}

#[test]
fn nobody_is_in_two_places_at_once() {
    let course = |id: &str, times: &str, more: &str| {
        format!(
            "{id}:
  kind: czech
  place: centre
  lessons: [{{days: [mo], times: \"{times}\"}}]
  from: 2027-01-11
  to: 2027-02-01
  {more}
"
        )
    };
    let courses = [
        course("a1", "17:00-18:30", "room: \"2\""),
        course("a2", "18:00-19:00", "room: \"2\""),
        course("b1", "19:00-20:00", "room: \"2\""),
        course("c1", "17:30-18:00", "teacher: Novák"),
        course("c2", "17:00-18:00", "teacher: Novák"),
    ];
    let places = "-- content/data/places.yaml --\ncentre: {name: Centrum}\n";
    check!(&with_page(&(courses.concat() + places)), @r"
    content/data/timetables/winter.yaml:8:1: warning[lesson-overlap]: `a2` and `a1` have the same room at the same time on 2027-01-11: centre 2
    content/data/timetables/winter.yaml:22:1: warning[lesson-overlap]: `c1` and `c2` have the same teacher at the same time on 2027-01-11: Novák
    ");
}

#[test]
fn links_by_address_lead_to_courses_and_weeks() {
    let site = "
-- content/courses/cs.md --
---
title: Kurzy
summary: Všechny kurzy.
layout: timetable
---
[kurz](/cs/courses/a1/), [jeho kalendář](/cs/courses/a1/a1.ics),
[týden](/cs/courses/week-most/), [jeho kalendář](/cs/courses/week-most/most.ics),
[vše](/cs/courses/courses.ics), [data](/cs/courses/lessons.json), [jinak](/cs/courses/a1/a2.ics),
[jiný kurz](/cs/courses/a2/), [jiné město](/cs/courses/week-teplice/)
-- content/data/timetables/winter.yaml --
a1: {kind: event, town: Most, extra: [{date: 2027-03-01, times: \"17:00-18:30\"}]}
";
    check!(site, @r"
    content/courses/cs.md:8:67: error[broken-link]: link to `/cs/courses/a1/a2.ics` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    content/courses/cs.md:9:1: error[broken-link]: link to `/cs/courses/a2/` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    content/courses/cs.md:9:31: error[broken-link]: link to `/cs/courses/week-teplice/` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    ");
}

#[test]
fn samples_are_counted_for_staff() {
    let site = with_page(
        "a1: {kind: lecture, sample: true, place: TODO, extra: [{date: 2027-03-01, times: \"17:00-18:30\"}]}
b1: {kind: lecture, place: TODO, price: TODO, extra: [{date: 2027-03-02, times: \"17:00-18:30\"}]}
",
    );
    check!(&site, @r"
    content/data/timetables/winter.yaml:1:1: warning[sample-courses]: courses of this file that are only samples: 1
    content/data/timetables/winter.yaml:2:1: warning[staff-todo]: `b1: place` still has to be filled in
    content/data/timetables/winter.yaml:2:1: warning[staff-todo]: `b1: price` still has to be filled in
    ");
}

#[test]
fn courses_need_a_page() {
    let site = "
-- content/data/timetables/winter.yaml --
a1: {kind: lecture, extra: [{date: 2027-03-01, times: \"17:00-18:30\"}]}
-- content/data/timetables/summer.yaml --
a1: {kind: lecture, extra: [{date: 2027-06-01, times: \"17:00-18:30\"}]}
";
    check!(site, @r"
    content/data/timetables/summer.yaml:1:1: error[no-timetable-page]: there are courses, but no page that shows them
    content/data/timetables/winter.yaml:1:1: error[duplicate-key]: `a1` stands here twice
    ");
}

#[test]
fn a_week_that_is_longer_than_a_page_is_found() {
    let course = |number: usize| {
        format!(
            "a{number}: {{kind: czech, town: Most, lessons: [{{days: [mo, tu, we, th, fr], times: \"17:00-18:30\"}}], from: 2027-01-11, to: 2027-01-15}}\n"
        )
    };
    let courses = |count: usize| with_page(&(1..=count).map(course).collect::<String>());
    check!(&courses(3), @"");
    check!(&courses(4), @"content/data/timetables/winter.yaml:1:1: warning[sheet-over-page]: the printed week of Most in `cs` does not fit on one page: 54 lines of 44");
}

#[test]
fn days_of_their_own_take_room_on_the_printed_week() {
    let days: String = (1..=24)
        .map(|day| format!("{{date: 2027-03-{day:02}, times: \"17:00-18:30\"}}, "))
        .collect();
    let course =
        |id: &str, days: &str| format!("{id}: {{kind: outing, town: Most, extra: [{days}]}}\n");
    let both = course("a", &days) + &course("b", &days);
    check!(&with_page(&course("a", &days)), @"");
    check!(&with_page(&both), @"content/data/timetables/winter.yaml:1:1: warning[sheet-over-page]: the printed week of Most in `cs` does not fit on one page: 51 lines of 44");
}
