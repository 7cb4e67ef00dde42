// The addresses of the dialogues, which wagtail-localize's editor reads from the window.
window.chooserUrls = { ...document.currentScript.dataset };
