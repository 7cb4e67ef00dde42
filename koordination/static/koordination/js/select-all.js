// "Alle auswählen" above the languages of a translation.
document.addEventListener("DOMContentLoaded", () => {
  const all = document.querySelector('[name="select_all"]');
  all?.addEventListener("change", () => {
    for (const box of document.querySelectorAll('[name="locales"]')) box.checked = all.checked;
  });
});
