/* Says what libical, the reader of GNOME Calendar, Evolution and KOrganizer, finds in calendars:
 *
 *     FILE cs/timetable/courses.ics
 *     evening-1@portal.example 20260914T150000Z 20260914T163000Z regular
 *
 * Whatever it does not understand goes to standard error, and the exit code is 1. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct series {
    icalcomponent *calendar;
    const char *uid;
};

static void print(const char *uid, struct icaltimetype start, struct icaltimetype end, const char *state)
{
    const icaltimezone *utc = icaltimezone_get_utc_timezone();
    start = icaltime_convert_to_zone(start, (icaltimezone *)utc);
    end = icaltime_convert_to_zone(end, (icaltimezone *)utc);
    printf("%s %s %s %s\n", uid, icaltime_as_ical_string(start), icaltime_as_ical_string(end), state);
}

static icalproperty *recurrence_id(icalcomponent *event)
{
    return icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
}

/* A lesson by a rule, unless an event of its own takes its place. */
static void on_lesson(icalcomponent *event, struct icaltime_span *span, void *data)
{
    const struct series *series = data;
    icalcompiter other = icalcomponent_begin_component(series->calendar, ICAL_VEVENT_COMPONENT);
    (void)event;
    for (; icalcompiter_deref(&other); icalcompiter_next(&other)) {
        icalcomponent *one = icalcompiter_deref(&other);
        const char *uid = icalcomponent_get_uid(one);
        if (uid && recurrence_id(one) && strcmp(uid, series->uid) == 0) {
            /* icalcomponent_get_recurrenceid leaves out the time zone. */
            struct icaltimetype original = icalproperty_get_datetime_with_component(recurrence_id(one), one);
            if (icaltime_as_timet_with_zone(original, original.zone) == span->start)
                return;
        }
    }
    const icaltimezone *utc = icaltimezone_get_utc_timezone();
    print(series->uid, icaltime_from_timet_with_zone(span->start, 0, utc),
          icaltime_from_timet_with_zone(span->end, 0, utc), "regular");
}

static void read_event(icalcomponent *calendar, icalcomponent *event)
{
    const char *uid = icalcomponent_get_uid(event);
    if (!uid)
        return;
    struct icaltimetype start = icalcomponent_get_dtstart(event);
    if (start.is_date) {
        print(uid, start, icalcomponent_get_dtend(event), "day");
    } else if (recurrence_id(event)) {
        int is_cancelled = icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
        print(uid, start, icalcomponent_get_dtend(event), is_cancelled ? "cancelled" : "moved");
    } else {
        struct series series = {calendar, uid};
        icalcomponent_foreach_recurrence(event, icaltime_from_string("20000101T000000Z"),
                                         icaltime_from_string("20990101T000000Z"), on_lesson, &series);
    }
}

/* Says what was marked as wrong, and in what. */
static int report(const char *path, icalcomponent *component)
{
    int errors = 0;
    const char *kind = icalcomponent_kind_to_string(icalcomponent_isa(component));
    if (icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT && !icalcomponent_get_uid(component)) {
        fprintf(stderr, "%s: %s: no UID\n", path, kind);
        errors++;
    }
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    for (; property; property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY), errors++)
        fprintf(stderr, "%s: %s: %s\n", path, kind, icalproperty_get_xlicerror(property));
    icalcompiter inner = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT);
    for (; icalcompiter_deref(&inner); icalcompiter_next(&inner))
        errors += report(path, icalcompiter_deref(&inner));
    return errors;
}

static char *contents(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    char *text = calloc((size_t)length + 1, 1);
    if (text && fread(text, 1, (size_t)length, file) != (size_t)length) {
        free(text);
        text = NULL;
    }
    fclose(file);
    return text;
}

static int read_file(const char *path)
{
    char *text = contents(path);
    icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
    free(text);
    printf("FILE %s\n", path);
    if (!calendar || icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
        fprintf(stderr, "%s: no calendar\n", path);
        return 1;
    }
    int is_allowed = icalrestriction_check(calendar);
    int errors = report(path, calendar);
    if (!is_allowed && errors++ == 0)
        fprintf(stderr, "%s: a restriction of the format is broken\n", path);
    icalcompiter event = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; icalcompiter_deref(&event); icalcompiter_next(&event))
        read_event(calendar, icalcompiter_deref(&event));
    icalcomponent_free(calendar);
    return errors > 0;
}

int main(int count, char **paths)
{
    int is_wrong = count < 2;
    for (int number = 1; number < count; number++)
        is_wrong |= read_file(paths[number]);
    return is_wrong;
}
