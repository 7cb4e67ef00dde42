// On a narrow window each row of a listing is a card (cms.css): there a value needs the name of its column.
(() => {
  // Whether the browser still calls it a table does not hang on how it is drawn.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };

  const nameOf = (head) => (head.querySelector("a") ?? head).textContent.trim();

  function prepare(table) {
    const names = [...(table.tHead?.rows[0]?.cells ?? [])].map(nameOf);
    if (names.length < 2) return;
    for (const row of [...table.tBodies, ...[table.tFoot].filter(Boolean)].flatMap((part) => [...part.rows])) {
      const cells = [...row.cells];
      if (cells.length !== names.length) continue;
      const lead = cells.find((cell) => cell.matches(".title")) ?? cells.find((cell) => cell.textContent.trim());
      cells.forEach((cell, number) => {
        const isEmpty = !cell.textContent.trim() && !cell.querySelector("img, input, svg");
        cell.setAttribute("data-column", cell === lead ? "" : names[number]);
        cell.toggleAttribute("data-lead", cell === lead);
        cell.toggleAttribute("data-empty", isEmpty);
      });
    }
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td")]) {
      part.setAttribute("role", ROLES[part.tagName]);
    }
    for (const head of table.querySelectorAll("th")) {
      head.setAttribute("role", head.closest("thead") ? "columnheader" : "rowheader");
    }
    table.classList.add("listing--cards");
  }

  const prepareAll = () => document.querySelectorAll("main table.listing:not(.listing--cards)").forEach(prepare);

  document.addEventListener("DOMContentLoaded", prepareAll);
  // Searching and filtering put other rows in the place of the first ones.
  document.addEventListener("w-swap:success", prepareAll);
})();
