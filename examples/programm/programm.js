// A whole front end for the programme in one file: it lists the courses of a Koordination and requests a seat.
// Everything from the API goes into the page as text, never as HTML.

const api = document.querySelector('meta[name="koordination-api"]').content;
const element = (id) => document.getElementById(id);
const PAGE = 10;
const FAULT = "Das hat nicht geklappt. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.";

class Problem extends Error {
  constructor(problem, retryAfter) {
    super(problem.detail || FAULT);
    this.errors = problem.errors || [];
    if (retryAfter) this.message += ` (Noch ${retryAfter} Sekunden.)`;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, api), {
      credentials: "omit",
      ...options,
      headers: { "Accept-Language": "de", ...options.headers },
    });
  } catch {
    throw new Problem({});
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(answer, response.headers.get("Retry-After"));
  return answer;
}

function add(parent, name, text) {
  const child = document.createElement(name);
  child.textContent = text;
  parent.append(child);
  return child;
}

// -------------------------------------------------------------------- preview

// The CMS opens this page in a frame, with a token behind the #: show the draft instead of the programme.
async function preview(token) {
  element("programme").hidden = true;
  element("preview").hidden = false;
  try {
    const page = await ask(`seiten/vorschau/?token=${encodeURIComponent(token)}`, { cache: "no-store" });
    element("preview-heading").textContent = page.title;
    element("preview-text").textContent = page.introduction || page.summary || page.description;
  } catch (problem) {
    element("preview-heading").textContent = problem.message;
  }
}

// ------------------------------------------------------------------ programme

const whenFormat = new Intl.DateTimeFormat("de-DE", {
  dateStyle: "full",
  timeStyle: "short",
  timeZone: "Europe/Berlin",
});
let shown = 0;

function show(course) {
  const item = add(element("courses"), "li", "");
  add(item, "h3", course.title);
  const when = course.starts_at ? `${whenFormat.format(new Date(course.starts_at))} Uhr` : "";
  add(item, "p", [when, course.place ? course.place.name : "online", course.price_note].filter(Boolean).join(" · "));
  add(item, "p", course.summary);
  if (course.is_bookable) {
    add(item, "p", course.seats_free === 1 ? "Noch ein Platz frei" : `${course.seats_free} Plätze frei`);
  }
  if (course.is_bookable && asksForMore(course)) {
    add(item, "a", `Auf der Website der Koordinierungsstelle anmelden: ${course.title}`).href = course.url;
  } else if (course.is_bookable) {
    add(item, "button", `Platz anfragen: ${course.title}`).addEventListener("click", () => open(course));
  } else {
    add(item, "p", course.state === "called_off" ? "Abgesagt" : "Zurzeit nicht buchbar");
  }
}

// The form below asks neither for single dates nor for "on site or online": the site's own form does.
function asksForMore(course) {
  return course.single_dates || course.ways.length > 1;
}

async function load(from) {
  if (from === 0) element("courses").replaceChildren();
  const free = element("free").checked ? "&free=true" : "";
  try {
    const { count, items } = await ask(`kurse/?limit=${PAGE}&offset=${from}${free}`);
    items.forEach(show);
    shown = from + items.length;
    element("status").textContent = count ? `${shown} von ${count} Kursen` : "Zurzeit gibt es keinen Kurs.";
    element("more").hidden = shown >= count;
  } catch (problem) {
    element("status").textContent = problem.message;
  }
}

// -------------------------------------------------------------------- booking

let course = null;
let key = "";
let sent = "";

// One key for one content: sent again after a broken connection, it books no second seat.
function keyFor(body) {
  if (body !== sent) key = crypto.randomUUID();
  sent = body;
  return key;
}

async function open(chosen) {
  course = chosen;
  element("wording").textContent = "";
  clear();
  element("form").hidden = false;
  element("sent").hidden = true;
  element("programme").hidden = true;
  element("booking").hidden = false;
  element("booking-heading").textContent = course.title;
  element("booking-heading").focus();
  try {
    element("wording").textContent = (await ask("buchungen/einwilligung/")).text;
  } catch (problem) {
    tell(problem);
  }
}

function clear() {
  element("fault").hidden = true;
  for (const error of document.querySelectorAll(".error")) error.remove();
  for (const field of element("form").elements) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

function tell(problem) {
  const wrong = problem.errors.filter(({ field }) => element("form").elements[field]);
  // What this form has no field for would otherwise be told nowhere.
  const others = problem.errors.filter((error) => !wrong.includes(error)).map(({ message }) => message);
  element("fault").textContent = [problem.message, ...others].join(" ");
  element("fault").hidden = false;
  for (const { field, message } of wrong) {
    const control = element("form").elements[field];
    const error = add(control.closest(".field"), "span", message);
    error.className = "error";
    error.id = `${field}-error`;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", error.id);
  }
  (wrong.length ? element("form").elements[wrong[0].field] : element("fault")).focus();
}

async function send(event) {
  event.preventDefault();
  clear();
  const { name, email, phone, remark, consent } = element("form").elements;
  const button = element("form").querySelector('[type="submit"]');
  button.disabled = true;
  const body = JSON.stringify({
    course: course.id,
    name: name.value,
    email: email.value,
    phone: phone.value,
    remark: remark.value,
    consent: consent.checked,
  });
  try {
    await ask("buchungen/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": keyFor(body) },
      body,
    });
    element("form").hidden = true;
    element("form").reset();
    element("sent").textContent = `Wir haben Ihnen eine E-Mail geschickt. Bitte öffnen Sie den Link darin: ${
      course.needs_approval ? "Erst dann sehen wir Ihre Anfrage und schreiben Ihnen." : "Erst dann ist Ihr Platz fest."
    }`;
    element("sent").hidden = false;
    element("sent").focus();
  } catch (problem) {
    tell(problem);
  } finally {
    button.disabled = false;
  }
}

element("form").addEventListener("submit", send);
element("back").addEventListener("click", () => {
  element("booking").hidden = true;
  element("programme").hidden = false;
  load(0);
});
element("free").addEventListener("change", () => load(0));
element("more").addEventListener("click", () => load(shown));
const token = new URLSearchParams(location.hash.slice(1)).get("vorschau");
if (token) preview(token);
else load(0);
