// Draftail and wagtail-localize make <style> elements as they run. Those get the nonce of the page; a <style> that
// smuggled markup brings along gets none and stays without effect (docs/adr/0009). Loaded before all other scripts.
(() => {
  const { nonce } = document.currentScript;
  const createElement = Document.prototype.createElement;

  Document.prototype.createElement = function (...parameters) {
    const element = createElement.apply(this, parameters);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
})();
