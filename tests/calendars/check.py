#!/usr/bin/env python3
"""Whether other people's readers find in the calendars of portals what lessons.json says.

    check.py READER PORTAL...

READER is read.c, compiled. Each calendar is read by libical and by python-icalendar, which must not
find a mistake, and expanded by libical and by recurring-ical-events, which must find the lessons
that the lessons.json of the same edition names: all of them in courses.ics, those of one course or
of one town in the others. The time zone must be that of the system, in the past and in the future.
"""

import datetime
import json
import pathlib
import subprocess
import sys
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

PRAGUE = ZoneInfo("Europe/Prague")
UTC = datetime.timezone.utc
# The rules of today hold since 1996.
FIRST_YEAR, LAST_YEAR = 1997, 2037
MOST_SHOWN = 40

problems = []
checked_zones = set()


def main():
    reader, *portals = sys.argv[1:]
    editions = []
    for portal in portals:
        found_here = [file.parent for file in sorted(pathlib.Path(portal).rglob("lessons.json"))]
        if not found_here:
            sys.exit(f"{portal}: no lessons.json")
        editions += found_here
    files = [file for edition in editions for file in sorted(edition.rglob("*.ics"))]
    by_libical = libical(reader, files)
    count = 0
    for edition in editions:
        by_town, lessons = published(edition / "lessons.json")
        count += lessons.total()
        for file in sorted(edition.rglob("*.ics")):
            seen = python(file)
            if seen is None:
                continue
            compare(file, "libical", by_libical[file], "recurring-ical-events", seen)
            own = Counter({lesson: times for lesson, times in seen.items() if lesson[-1] != "day"})
            ids = courses_of(file, edition, by_town, {course_of(lesson) for lesson in own})
            wanted = Counter({lesson: n for lesson, n in lessons.items() if lesson[0] in ids})
            named = Counter()
            for lesson, times in own.items():
                named[course_of(lesson), *lesson[1:]] += times
            compare(file, "recurring-ical-events", named, "lessons.json", wanted)
    for problem in problems[:MOST_SHOWN]:
        print(problem, file=sys.stderr)
    print(f"{len(files)} calendars, {len(editions)} editions with {count} lessons: {len(problems)} problems")
    sys.exit(bool(problems))


def courses_of(file, edition, by_town, found):
    """Ids of the courses that have to be in a calendar."""
    name, folder = file.stem, file.parent.name
    every = {course for courses in by_town for course in courses}
    if file.parent == edition and name == "courses":
        return every
    if folder == name:
        return {name} & every
    if folder == f"week-{name}":
        # The address of a town is made of its name, so take the town of any of its courses.
        return next((courses for courses in by_town if courses & found), set())
    problems.append(f"{file}: a calendar in an unexpected place")
    return found


def compare(file, one, seen, other, wanted):
    for lesson in sorted(seen - wanted):
        problems.append(f"{file}: {' '.join(lesson)}: known to {one}, not to {other}")
    for lesson in sorted(wanted - seen):
        problems.append(f"{file}: {' '.join(lesson)}: known to {other}, not to {one}")


def published(file):
    """The ids of the courses of each town, and all lessons, by what lessons.json says."""
    lessons = Counter()
    towns = defaultdict(set)
    for course in json.loads(file.read_text("utf-8"))["courses"]:
        for lesson in course["lessons"]:
            lessons[course["id"], lesson["start"], lesson["end"], lesson["state"]] += 1
            towns[course["town"], course["online"] and not course["town"]].add(course["id"])
    return list(towns.values()), lessons


def course_of(lesson):
    """`evening` of `evening-1@portal.example` and `evening-extra-20261024-1000@portal.example`."""
    name = lesson[0].rpartition("@")[0]
    return name.rpartition("-extra-")[0] or name.rpartition("-")[0]


def found(uid, start, end, state):
    if state == "regular" and "-extra-" in uid:
        state = "extra"
    minutes = "%Y-%m-%dT%H:%M" if state != "day" else "%Y-%m-%d"
    return uid, start.strftime(minutes), end.strftime(minutes), state


def libical(reader, files):
    """The lessons of each file as libical sees them."""
    run = subprocess.run([reader, *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    problems.extend(f"libical: {line}" for line in run.stderr.splitlines())
    if run.returncode not in (0, 1) or (run.returncode == 1) != bool(run.stderr):
        problems.append(f"libical: exit code {run.returncode}")
    lessons = {file: Counter() for file in files}
    for line in run.stdout.splitlines():
        if line.startswith("FILE "):
            file = pathlib.Path(line.removeprefix("FILE "))
            continue
        uid, start, end, state = line.rsplit(" ", 3)
        if state == "day":
            times = [datetime.datetime.strptime(time, "%Y%m%d") for time in (start, end)]
        else:
            utc = [datetime.datetime.strptime(time, "%Y%m%dT%H%M%SZ") for time in (start, end)]
            times = [time.replace(tzinfo=UTC).astimezone(PRAGUE) for time in utc]
        lessons[file][found(uid, *times, state)] += 1
    return lessons


def python(file):
    """The lessons as python-icalendar and recurring-ical-events see them, if nothing is wrong."""
    count = len(problems)
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    for component in calendar.walk():
        errors = list(component.errors)
        errors += [(name, "missing") for name in component.required if name not in component]
        errors += [(name, "twice") for name in component.singletons if isinstance(component.get(name), list)]
        problems.extend(f"{file}: {component.name}: {name}: {error}" for name, error in errors)
    zones = calendar.walk("VTIMEZONE")
    if [zone["TZID"] for zone in zones] != [PRAGUE.key]:
        problems.append(f"{file}: time zones: {[zone['TZID'] for zone in zones]}")
    for zone in zones:
        check_zone(file, zone)
    names = Counter()
    for event in calendar.walk("VEVENT"):
        names[event.get("UID"), event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else None] += 1
    problems.extend(f"{file}: {name}: {times} times" for name, times in names.items() if times > 1)
    if len(problems) > count:
        return None
    lessons = Counter()
    for event in recurring_ical_events.of(calendar).all():
        uid, original = event["UID"], event.get("RECURRENCE-ID")
        if not isinstance(event.start, datetime.datetime):
            state = "day"
        elif event.get("STATUS") == "CANCELLED":
            state = "cancelled"
        elif original and (uid, original.dt) in names:
            state = "moved"
        else:
            state = "regular"
        times = event.start, event.end
        if state != "day":
            times = [time.astimezone(PRAGUE) for time in times]
        lessons[found(uid, *times, state)] += 1
    return lessons


def check_zone(file, zone):
    """Every hour of the weeks in which the clock changes, one a day besides."""
    if (text := zone.to_ical()) in checked_zones:
        return
    checked_zones.add(text)
    own = zone.to_tz(lookup_tzid=False)
    time = datetime.datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    while time.year <= LAST_YEAR:
        offsets = time.astimezone(own).utcoffset(), time.astimezone(PRAGUE).utcoffset()
        if offsets[0] != offsets[1]:
            problems.append(f"{file}: on {time} the zone is {offsets[0]} from UTC, not {offsets[1]}")
            return
        is_change = time.month in (3, 10) and time.day > 24
        time += datetime.timedelta(hours=1 if is_change else 24)


if __name__ == "__main__":
    main()
