// Hides the courses that were not chosen, keeps the choice in the address, and says what is on today
// and this week.

/** The day of a date by the reader's clock: `2027-01-11`. */
const dayOf = (date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((number) => String(number).padStart(2, "0"))
    .join("-");

function prepareFilter(form) {
  const timetable = form.closest("[data-weeks]");
  const courses = [...timetable.querySelectorAll("[data-kind]")];
  const towns = [...timetable.querySelectorAll(".timetable__town")];
  const status = form.querySelector("[role=status]");
  const { count, none } = form.dataset;
  const messages = JSON.parse(count);
  const rules = new Intl.PluralRules(document.documentElement.lang);
  const fields = [...form.elements].filter(({ name }) => name);

  function apply() {
    const chosen = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...chosen]) if (!value) chosen.delete(name);
    const isChosen = (course) =>
      [...chosen].every(([name, value]) =>
        name === "free"
          ? course.dataset.full === undefined
          : course.dataset[name].split(" ").includes(value),
      );
    for (const course of courses) course.hidden = !isChosen(course);
    for (const town of towns) town.hidden = !town.querySelector("[data-kind]:not([hidden])");
    const shown = courses.filter(({ hidden }) => !hidden).length;
    const message = messages[rules.select(shown)] ?? messages.other;
    const text = shown ? message.replace("{count}", shown) : none;
    status.textContent = chosen.size ? text : "";
    history.replaceState(null, "", `?${chosen}`.replace(/^\?$/, location.pathname) + location.hash);
  }

  const given = new URLSearchParams(location.search);
  for (const field of fields) {
    const value = given.get(field.name);
    if (field.type === "checkbox") field.checked = value === "1";
    else if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
  form.hidden = false;
  if (fields.some(({ name }) => given.has(name))) apply();
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
}

/** Lessons of today and of the rest of the week, below the filter. */
async function showWeek(form) {
  const { today, week, nothing, cancelled } = form.dataset;
  const { lang } = document.documentElement;
  const now = new Date();
  const first = dayOf(now);
  const monday = new Date(now);
  monday.setDate(now.getDate() - ((now.getDay() + 6) % 7));
  // A file for each week: what a phone must load does not grow with the year.
  const file = `/${dayOf(monday)}.json`;
  const { weeks } = form.closest("[data-weeks]").dataset;
  const address = weeks.split(" ").find((address) => address.endsWith(file));
  const lessons = address ? await (await fetch(address)).json() : [];
  const soon = lessons.filter(([, start]) => start >= first);
  const format = new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { weekday: "long" });
  const item = ([id, start, end, state]) => {
    const line = document.createElement("li");
    const link = document.getElementById(id).querySelector("a").cloneNode(true);
    const isToday = start.startsWith(first);
    const day = isToday ? today : format.format(new Date(start));
    const times = document.createElement("bdi");
    times.textContent = `${start.slice(11).replace(/^0/, "")}–${end.replace(/^0/, "")}`;
    line.append(`${day} `, times, " · ", link);
    if (state === "cancelled") line.append(` (${cancelled})`);
    return line;
  };
  const heading = document.createElement("h3");
  heading.textContent = week;
  const list = document.createElement("ul");
  list.append(...soon.map(item));
  const empty = document.createElement("p");
  empty.textContent = nothing;
  form.querySelector(".course-filter__week").append(heading, soon.length ? list : empty);
}

for (const form of document.querySelectorAll(".course-filter")) {
  prepareFilter(form);
  showWeek(form).catch(() => {});
}
