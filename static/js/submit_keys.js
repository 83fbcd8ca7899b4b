// Ctrl or Cmd and Enter send the form of a text that names them. Without this script the button serves.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
  const text = event.target.closest('textarea[aria-keyshortcuts~="Control+Enter"]');
  if (!text) return;
  event.preventDefault();
  text.form.requestSubmit();
});

for (const hint of document.querySelectorAll("[data-submit-keys]")) hint.hidden = false;
