/* form[data-suggest]   a search whose field offers pages while somebody types: the combobox of the ARIA practices.
 *
 * The address in data-suggest answers {suggestions: [{title, hint, url, kind_label}]}; data-suggest-label names the
 * list and is spoken with the number of its entries. Without JavaScript the form searches.
 */

const PAUSE_MILLISECONDS = 150;
const LEAST_LETTERS = 2;

function span(className, text) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}

function offerSuggestions(form, number) {
  const input = form.querySelector("input[name=q]");
  const { suggest, suggestLabel } = form.dataset;
  const list = document.createElement("ul");
  const spoken = document.createElement("p");
  let active = -1;
  let running = new AbortController();
  let pause = 0;

  list.className = "k-suggest";
  list.id = `vorschlaege-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", suggestLabel);
  spoken.className = "k-visually-hidden";
  spoken.setAttribute("role", "status");
  // A search field is no combobox; a text field may be one.
  input.type = "text";
  input.inputMode = "search";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.parentElement.append(list);
  form.append(spoken);

  function choose(index) {
    active = index;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(pause);
    running.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function show(found) {
    list.replaceChildren(
      ...found.map(({ title, hint, url, kind_label: kind }, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.className = "k-suggest__entry";
        option.dataset.url = url;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(span("k-suggest__title", hint ? `${hint}: ${title}` : title), span("k-suggest__kind", kind));
        return option;
      }),
    );
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    spoken.textContent = found.length ? `${found.length} ${suggestLabel}` : "";
  }

  async function ask() {
    running.abort();
    running = new AbortController();
    const address = new URL(suggest, location.href);
    address.search = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const { suggestions } = await answer.json();
      if (document.activeElement === input) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function leave(option) {
    close();
    location.assign(option.dataset.url);
  }

  input.addEventListener("input", () => {
    clearTimeout(pause);
    if (input.value.trim().length < LEAST_LETTERS) return close();
    pause = setTimeout(ask, PAUSE_MILLISECONDS);
  });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      return close();
    }
    if (event.isComposing) return;
    if (list.hidden) {
      // Closed by Escape or by leaving the field: an arrow opens it again.
      if (!["ArrowDown", "ArrowUp"].includes(event.key) || input.value.trim().length < LEAST_LETTERS) return;
      event.preventDefault();
      ask();
      return;
    }
    if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      leave(list.children[active]);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      choose(active >= last ? -1 : active + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      choose(active < 0 ? last : active - 1);
    }
  });
  input.addEventListener("blur", close);
  // The field must keep the focus until the click has arrived.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) leave(option);
  });
  form.addEventListener("submit", close);
}

document.querySelectorAll("form[data-suggest]").forEach(offerSuggestions);
