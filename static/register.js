// The registration page for keyboard hands; without this file the page works by its buttons alone.
const form = document.querySelector("[data-register]");

const fill = async (address, into) => {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  into.innerHTML = await answer.text();
  // A register that is silent or knows nobody leaves the name to be written by hand; a mistyped number is mended.
  if (into.querySelector(".notice.warn")) into.parentElement.querySelector(".by-hand")?.setAttribute("open", "");
};

const ask = (button) => {
  const value = (name) => form.elements[`${button.dataset.prefix}-${name}`].value.trim();
  const query = new URLSearchParams({ fin: value("fin"), voen: value("voen") });
  return fill(`${button.dataset.told}?${query}`, document.getElementById(button.dataset.into));
};

const reckon = (panel) => {
  const query = new URLSearchParams();
  for (const name of panel.dataset.watch.split(" ")) {
    const field = form.elements[name];
    if (field && (field.type !== "checkbox" || field.checked)) query.set(name, field.value);
  }
  return fill(`${panel.dataset.fragment}?${query}`, panel);
};

if (form) {
  for (const button of form.querySelectorAll("[data-told]")) {
    button.addEventListener("click", (event) => { event.preventDefault(); ask(button); });
    for (const name of ["fin", "voen"]) {
      form.elements[`${button.dataset.prefix}-${name}`].addEventListener("change", () => ask(button));
    }
  }
  const panel = form.querySelector("[data-fragment]");
  if (panel) form.addEventListener("change", (event) => {
    if (panel.dataset.watch.split(" ").includes(event.target.name)) reckon(panel);
  });
}
