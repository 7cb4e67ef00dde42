/* [data-followed]   a list of hits: the address is told once when a link in it is opened, while the browser leaves. */

for (const list of document.querySelectorAll("[data-followed]")) {
  let told = false;
  list.addEventListener("click", (event) => {
    if (!told && event.target.closest("a")) {
      told = true;
      fetch(list.dataset.followed, { keepalive: true }).catch(() => {});
    }
  });
}
