// Starts the widgets which Wagtail starts by inline scripts: those are forbidden here (docs/adr/0009).
(() => {
  // Nothing else can be named: markup that somebody has smuggled in must not choose what is called.
  const STARTERS = new Set([
    "Chooser",
    "DocumentChooser",
    "ImageChooser",
    "InlinePanel",
    "MultipleChooserPanel",
    "PageChooser",
    "SnippetChooser",
    "createTaskChooser",
    "initDateChooser",
    "initDateTimeChooser",
    "initTimeChooser",
  ]);

  class CmsStart extends HTMLElement {
    // Runs when the element enters the document, in the order of an inline script at its place.
    connectedCallback() {
      // A row of an inline panel that is moved enters once more.
      if (this.started || !STARTERS.has(this.getAttribute("call"))) return;
      this.started = true;
      new window[this.getAttribute("call")](...JSON.parse(this.getAttribute("arguments")));
    }
  }

  customElements.define("cms-start", CmsStart);
})();
