/* Three improvements; every page works without them.
 *
 * form[data-live]    a GET form that filters a list: a change fetches the filtered page and puts every element
 *                    marked data-live-region (each with an id) into place; the button of the form stays. The text of
 *                    data-live-summary ("12 Kurse") is spoken.
 * [data-pass-on]     a hidden button that hands on the address it holds: by what the device offers to share with, else
 *                    by copying it. data-pass-on-copy is its label then, data-pass-on-copied what it says afterwards.
 * [data-embed-url]   a film or map of somebody else, loaded by the click that asks for it.
 */

const announcer = document.createElement("p");
announcer.className = "k-visually-hidden";
announcer.setAttribute("role", "status");

function replaceRegions(page) {
  for (const region of document.querySelectorAll("[data-live-region][id]")) {
    const fresh = page.getElementById(region.id);
    if (fresh) region.replaceChildren(...fresh.childNodes);
  }
}

function makeLive(form) {
  let running = new AbortController();
  form.addEventListener("change", async () => {
    running.abort();
    running = new AbortController();
    const values = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = new URL(form.action);
    address.search = new URLSearchParams(values);
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      announcer.textContent = page.querySelector("[data-live-summary]")?.textContent.trim() ?? "";
      replaceRegions(page);
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    }
  });
}

function offerEmbed(figure) {
  const button = figure.querySelector("[data-embed-open]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = figure.dataset.embedUrl;
    frame.title = figure.dataset.embedTitle;
    frame.allow = "fullscreen";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    figure.replaceChildren(frame);
    frame.focus();
  });
}

function offerPassingOn(button) {
  if (!navigator.share && !navigator.clipboard) return;
  const { passOn: address, passOnCopy, passOnCopied } = button.dataset;
  const label = button.querySelector(".kern-label");
  if (!navigator.share) label.textContent = passOnCopy;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) return await navigator.share({ url: address });
      await navigator.clipboard.writeText(address);
      label.textContent = passOnCopied;
      announcer.textContent = passOnCopied;
    } catch {
      // Whoever changed their mind, or whose browser forbids it, still sees the address.
    }
  });
}

const liveForms = document.querySelectorAll("form[data-live]");
const passedOn = document.querySelectorAll("[data-pass-on]");
if (liveForms.length || passedOn.length) document.body.append(announcer);
liveForms.forEach(makeLive);
passedOn.forEach(offerPassingOn);
document.querySelectorAll("[data-embed-url]").forEach(offerEmbed);
