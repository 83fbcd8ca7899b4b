// One key for each link that names it in `aria-keyshortcuts`, in the row that has the focus.
// A digit chooses among the paths. Without this script the links serve as they are; who doesn't want the keys turns them off.
"use strict";

const OFF = "cii-shortcuts-off";
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const legend = document.querySelector("[data-shortcuts]");
const turn = legend.querySelector("button");
const choices = [...document.querySelectorAll("[data-choices] input[type=radio]")];
const rows = [...document.querySelectorAll("[data-row]")];

const isOff = () => localStorage.getItem(OFF) !== null;
const show = () => turn.setAttribute("aria-pressed", String(isOff()));
const current = () => rows.findIndex((row) => row.contains(document.activeElement));

const move = (step) => {
  const place = Math.min(Math.max(current() + step, 0), rows.length - 1);
  rows[place].querySelector("[data-row-link]").focus();
};

turn.addEventListener("click", () => {
  if (isOff()) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
  show();
});

document.addEventListener("keydown", (event) => {
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches(TYPING)) return;
  if (rows.length && (event.key === "j" || event.key === "k")) {
    move(event.key === "j" ? 1 : -1);
    return;
  }
  const choice = choices[Number(event.key) - 1];
  if (choice) {
    choice.focus();
    choice.click();
    return;
  }
  const place = rows[Math.max(current(), 0)] || document;
  place.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`)?.click();
});

legend.hidden = false;
show();
