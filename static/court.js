// What the page does faster with a script; every act works without it.

const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    const find = document.querySelector(".find input");
    if (find) { event.preventDefault(); find.focus(); find.select(); }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  }
  // Ctrl Enter sends the form in which one types, by its first button as Enter would.
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = typing(event.target)?.form;
    form?.requestSubmit(form.querySelector("[type=submit]"));
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) { if (!menu.contains(event.target)) menu.open = false; }
  const repair = event.target.closest("[data-repair]");
  if (repair) {
    const field = document.querySelector(repair.hash);
    if (field) { event.preventDefault(); field.value = repair.dataset.repair; field.focus(); field.dispatchEvent(new Event("change", { bubbles: true })); }
  }
  if (event.target.closest("[data-print]")) { event.preventDefault(); window.print(); }
});

// Chosen rows: the box in the head chooses all, the bar says how many.
function count(form) {
  const boxes = [...form.querySelectorAll("tbody .pick input")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-all]");
  if (all) { all.checked = chosen > 0 && chosen === boxes.length; all.indeterminate = chosen > 0 && chosen < boxes.length; }
  for (const words of form.querySelectorAll("[data-count-words]")) words.textContent = `${chosen} ${words.dataset.countWords}`;
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-all]")) { for (const box of form.querySelectorAll("tbody .pick input")) box.checked = event.target.checked; }
  count(form);
});
for (const form of document.querySelectorAll("form[data-bulk]")) count(form);

// What a browser misses in a form it says in the page's language, not in its own.
document.addEventListener("invalid", (event) => {
  if (event.target.validity.valueMissing) event.target.setCustomValidity(document.body.dataset.missing);
}, true);
for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => event.target.setCustomValidity?.(""));

// A weighty form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

// On a telephone the chosen tab and module may lie beyond the edge; they are brought into sight.
for (const strip of document.querySelectorAll(".tabs, .rail, .rail ul, .jump")) {
  const chosen = strip.querySelector("[aria-current]");
  if (chosen && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = chosen.offsetLeft - strip.offsetLeft - (strip.clientWidth - chosen.offsetWidth) / 2;
}

// A browser shows a day in the order of its own language; beside it stands the day as the court writes it, with its weekday.
for (const field of document.querySelectorAll(".control > input[data-weekdays]")) {
  const weekdays = field.dataset.weekdays.split(",");
  const said = document.createElement("output");
  said.className = "hint";
  field.after(said);
  const say = () => { said.textContent = field.value && `${field.value.split("-").reverse().join(".")}, ${weekdays[field.valueAsDate.getUTCDay()]}`; };
  field.addEventListener("input", say);
  say();
}

// Errors are read first.
document.querySelector(".summary-of-errors")?.focus({ preventScroll: true });

// Files may be dropped on the place that is drawn for them.
for (const place of document.querySelectorAll(".drop")) {
  const input = place.querySelector("input[type=file]");
  if (!input) continue;
  place.addEventListener("dragover", (event) => { event.preventDefault(); place.classList.add("over"); });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
