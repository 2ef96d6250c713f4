// The page of `aligner report`: what is shown, in which order, in which theme. Follows words.js in the same script.

document.documentElement.classList.add("js");
const review = document.getElementById("review"), list = document.getElementById("list");
const inOrder = [...list.children];

function show(what) {
  review.dataset.show = what;
  review.querySelector(`input[name=show][value=${what}]`).checked = true;
}

function order(by) {
  const doubt = (pair) => Number(pair.dataset.confidence);
  list.append(...(by === "doubt" ? [...inOrder].sort((one, other) => doubt(one) - doubt(other)) : inOrder));
}

review.querySelector("form").addEventListener("change", ({ target }) =>
  target.name === "show" ? show(target.value) : order(target.value));

list.addEventListener("click", ({ target }) => {
  const button = target.closest("button.links");
  if (!button) return;
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", shown);
  showLinks(button.closest(".pair"), shown);
});

// A link leads to its pair, even to one that was filtered out.
addEventListener("click", ({ target }) => {
  const link = target.closest("a[href^='#pair-']");
  if (link && !document.querySelector(link.hash).checkVisibility()) show("all");
}, true);

// Both themes are the browser's own; the choice lasts as long as the page.
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});

// On paper nothing is folded away.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
