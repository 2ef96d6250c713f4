// What a person does on the review page: writing, panels, keys, clicks. htmx loads lists and panels; the rows are in rows.js.
"use strict";

const keys = JSON.parse(document.body.dataset.keys);

// --- writing

async function edit(row) {
  if ($(".editor", row)) return $(".editor textarea", row).focus();
  const response = await fetch(`/rows/${row.dataset.id}/edit`);
  if (!response.ok) return say(await response.text());
  const side = $(`.side[data-side="${document.body.dataset.translation}"]`, row);
  side.insertAdjacentHTML("beforeend", await response.text());
  const area = $("textarea", side);
  area.dataset.start = area.defaultValue;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

// Save what was written, and close; true unless it could not be saved.
async function save(row, { discard = false } = {}) {
  const form = $(".editor", row), area = $("textarea", form), lang = form.elements.lang.value;
  clearTimeout(form.timer);
  const typed = area.value !== area.dataset.start || $(".badge", form);
  if (discard || !typed) {
    if (typed) await post(`/rows/${row.dataset.id}/draft`, { lang, discard: 1 });
    form.remove();
    return true;
  }
  row.dataset.saving = 1;
  const done = await operate(row, "edit", { lang, text: area.value });
  delete row.dataset.saving;
  const away = document.body.classList.contains("away");
  form.classList.toggle("unsaved", away);
  if (!away) form.remove(); // there is a new row, or the text stands in the panel
  return done;
}

function drafted(form) {
  clearTimeout(form.timer);
  const id = form.closest(".row").dataset.id;
  form.timer = setTimeout(() => post(`/rows/${id}/draft`, { lang: form.elements.lang.value, text: form.elements.text.value }), 300);
}

// --- findings, words, panels

const OPEN = "[data-finding-id]:not(.confirmed, .ignored)";

// The finding that keys act upon: the chosen one, or the first that nobody has decided about.
function finding(row) {
  const found = $("[data-finding-id].chosen", row) ?? $(OPEN, row) ?? $("[data-finding-id]", row);
  if (found) pointAt(found);
  return found;
}

// Choose the next open finding of the pair; behind the last, the first one of a later pair.
function nextFinding(row) {
  const all = $$("[data-finding-id]", row), at = all.findIndex((li) => li.classList.contains("chosen"));
  const next = all.slice(at + 1).find((li) => li.matches(OPEN));
  all.forEach((li) => li.classList.remove("chosen"));
  if (next) next.classList.add("chosen");
  else {
    step(row, 1, (later) => $(OPEN, later));
    if (current() === row) return;
    $(OPEN, current())?.classList.add("chosen");
  }
  finding(current());
}

async function loadWords(row) {
  if (row.dataset.links !== undefined) return;
  row.dataset.links = "";
  const response = await fetch(`/rows/${row.dataset.id}/words`).catch(() => null);
  if (response?.ok) row.dataset.links = await response.text();
}

function openPanel(address) {
  panel.returnTo = current();
  htmx.ajax("GET", address, { target: "#panel-body", swap: "innerHTML" }).then(() => {
    if (!panel.open) panel.showModal();
    const first = $("[autofocus]", panel);
    first?.focus();
    first?.select?.();
  });
}

panel.addEventListener("close", () => {
  $("#panel-body").replaceChildren();
  current()?.focus({ preventScroll: true });
});

const looks = (name) => (row) => openPanel(`/rows/${row.dataset.id}/${name}`);
const decided = (row, from) => (from?.closest("[data-finding-id]") ?? finding(row))?.dataset.findingId;
const moves = (name) => (row) => operate(row, name, place(chosen(row)) ?? {});
const DO = {
  approve: async (row) => {
    if (row.classList.contains("approved")) return operate(row, "reopen");
    const id = row.dataset.id;
    if (await operate(row, "approve")) step($(`#row-${id}`), 1);
  },
  reject: (row) => operate(row, row.classList.contains("rejected") ? "reopen" : "reject"),
  edit, comment: looks("comment"), error: looks("error"), history: looks("history"), context: looks("context"),
  merge: (row) => operate(row, "merge"), "merge-up": (row) => operate(row, "merge-up"),
  split: moves("split"), up: moves("up"), down: moves("down"), link: moves("link"), unlink: moves("unlink"),
  finding: nextFinding,
  confirm: (row, from) => { const id = decided(row, from); if (id) return operate(row, "confirm", { finding: id }); },
  ignore: (row, from) => { const id = decided(row, from); if (id) openPanel(`/rows/${row.dataset.id}/ignore?finding=${id}`); },
  undecide: (row, from) => operate(row, "undecide", { finding: from.closest("[data-finding-id]").dataset.findingId }),
  "remove-error": (row, from) => operate(row, "remove-error", { place: from.closest("[data-place]").dataset.place }),
  words: async (row) => { await loadWords(row); showLinks(row, !row.classList.contains("linked")); },
  next: (row) => step(row, 1), previous: (row) => step(row, -1),
  right: (row) => choose(row, 1), left: (row) => choose(row, -1),
  unreviewed: (row) => step(row, 1, (r) => !r.matches(".approved, .rejected")),
};
const ALWAYS = {
  undo: () => post("/undo", here), redo: () => post("/redo", here), realign: () => post("/realign", {}),
  export: () => openPanel("/export"), help: () => openPanel("/help"), reviewer: () => openPanel("/reviewer"),
  search: () => $("#text").select(),
  theme: () => {
    const dark = getComputedStyle(document.body).colorScheme === "dark" || document.documentElement.dataset.theme === "dark" ||
      !document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    remember("theme", document.documentElement.dataset.theme);
  },
};
const here = () => ({ at: current()?.dataset.id ?? "" });
const remember = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)}; path=/; SameSite=Strict; max-age=31536000`; };

function perform(name, from) {
  if (ALWAYS[name]) return ALWAYS[name]();
  const row = from?.closest(".row") ?? current() ?? $(".row");
  if (!row) return;
  if (row !== current()) go(row);
  return DO[name](row, from);
}

// --- events

addEventListener("keydown", async (event) => {
  if (event.defaultPrevented || event.isComposing || panel.open && !event.target.closest("form")) return;
  const chord = (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.code;
  const form = event.target.closest("form[data-do], form[data-set]"), row = event.target.closest(".row");
  if (form && chord === "Ctrl+Enter") {
    event.preventDefault();
    if (!form.matches(".editor")) return form.requestSubmit();
    if (await save(row)) perform("approve", $(`#row-${row.dataset.id}`));
  } else if (form?.matches(".editor") && chord === "Escape") {
    event.preventDefault();
    await save(row);
    if (!panel.open && !form.matches(".unsaved")) current()?.focus({ preventScroll: true });
  } else if (event.target.matches("#text") && ["Escape", "Enter", "ArrowDown"].includes(event.code)) {
    event.preventDefault();
    go(current() ?? $(".row"));
  } else if (!event.target.matches("input, textarea, select") && !panel.open && keys[chord]) {
    event.preventDefault();
    perform(keys[chord]);
  } else if (row && chord === "Escape" && !panel.open) {
    $$(".chosen", row).forEach((lit) => lit.classList.remove("chosen"));
  } else if (event.target.matches(".row") && chord === "Enter") {
    event.preventDefault();
    perform("edit");
  }
});

addEventListener("click", (event) => {
  const button = event.target.closest("button"), row = event.target.closest(".row");
  if (button?.dataset.do) return perform(button.dataset.do, button);
  if (button?.dataset.goto) return goTo({ id: button.dataset.goto, position: Infinity });
  if (button?.matches("[data-close]")) return panel.close();
  if (button?.matches("[data-approve]")) return save(row).then((done) => done && perform("approve", $(`#row-${row.dataset.id}`)));
  if (button?.matches("[data-discard]")) {
    if (!panel.open) return save(row, { discard: true });
    const form = button.closest("form");
    post(`/rows/${form.dataset.row}/draft`, { lang: form.elements.lang.value, discard: 1 });
    return panel.close();
  }
  if (!row || button || event.target.closest("form, a")) return;
  const sentence = event.target.closest(".text .s");
  go(row, { focus: !getSelection().toString() });
  chosen(row)?.classList.remove("chosen");
  sentence?.classList.add("chosen");
});

addEventListener("submit", (event) => {
  const form = event.target, name = form.dataset.do;
  if (form.id === "filters") return;
  event.preventDefault();
  if (form.matches(".editor")) return save(form.closest(".row"));
  const fields = Object.fromEntries(new FormData(form));
  if (form.dataset.set) {
    remember(form.dataset.set, fields[form.dataset.set]);
    $(`[data-do="${form.dataset.set}"] b`).textContent = fields[form.dataset.set];
  } else operate(form.dataset.row ? $(`#row-${form.dataset.row}`) : current(), name, fields);
  panel.close();
});

addEventListener("input", (event) => { if (event.target.closest(".editor")) drafted(event.target.form); });
addEventListener("focusin", (event) => { const row = event.target.closest?.(".row"); if (row && row !== current()) go(row, { focus: false }); });
addEventListener("pointerover", (event) => { const row = event.target.closest?.(".row"); if (row) loadWords(row); });

const near = new IntersectionObserver((found) => {
  for (const { isIntersecting, target } of found) if (isIntersecting) { near.unobserve(target); htmx.trigger(target, "near"); }
}, { rootMargin: "1500px" });
const watch = () => $$(".block.waiting").forEach((block) => near.observe(block));

document.body.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.matches(".block")) {
    target.classList.remove("waiting");
    if (wanted?.block === target) {
      const rows = $$(".row", target), { id, last } = wanted;
      wanted = null;
      go(id ? $(`#row-${id}`) : rows[last ? rows.length - 1 : 0]);
    }
  } else if (target.id === "list") {
    watch();
    scrollTo({ top: 0 });
  }
  markFound();
});
document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => { if (target.id === "list" && target.contains(tools)) tools.remove(); });

watch();
markFound();
go($(".row"));
setInterval(listen, 2500);
addEventListener("visibilitychange", listen);
