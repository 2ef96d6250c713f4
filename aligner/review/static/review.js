// The review page: the pair with the frame, keys, what the server says has changed. htmx loads lists and panels.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const keys = JSON.parse(document.body.dataset.keys);
const panel = $("#panel"), tools = $("#tools").content.firstElementChild;
let seq = Number(document.body.dataset.seq);
let queue = Promise.resolve(); // requests that change something go one after the other
let wanted = null; // a row to go to as soon as it is loaded

// --- the pair with the frame, and the sentence chosen in it

const current = () => $(".row.current");
const sentences = (row) => $$(".text .s", row);
const chosen = (row) => $(".s.chosen", row);

function go(row, { focus = true } = {}) {
  if (!row) return;
  const old = current();
  if (old && old !== row) {
    if ($(".editor", old)) save(old);
    old.classList.remove("current");
    old.tabIndex = -1;
    chosen(old)?.classList.remove("chosen");
  }
  row.classList.add("current");
  row.tabIndex = 0;
  if (tools.parentElement !== row) row.append(tools);
  if (focus) row.focus({ preventScroll: true });
  const top = Math.max(0, $(".top").getBoundingClientRect().bottom), place = row.getBoundingClientRect();
  if (place.top < top || place.bottom > innerHeight) scrollBy({ top: place.top - top - 12 });
  loadWords(row);
}

function step(row, by, accept = () => true) {
  const rows = $$(".row, .block.waiting");
  for (let k = rows.indexOf(row) + by; rows[k]; k += by) {
    if (rows[k].matches(".waiting")) return goTo({ block: rows[k], last: by < 0 });
    if (accept(rows[k])) return go(rows[k]);
  }
}

// Go to a row that may not be loaded yet.
function goTo({ id, position, block, last }) {
  const row = id && $(`#row-${id}`);
  if (row) return go(row);
  block ??= $$(".block").filter((found) => Number(found.dataset.from.split("_")[1]) <= position).pop();
  if (!block?.matches(".waiting")) return;
  wanted = { id, block, last };
  block.scrollIntoView();
  htmx.trigger(block, "near");
}

function choose(row, by) {
  const all = sentences(row), now = chosen(row);
  const next = all[now ? all.indexOf(now) + by : by > 0 ? 0 : all.length - 1];
  if (!next) return;
  now?.classList.remove("chosen");
  next.classList.add("chosen");
  next.scrollIntoView({ block: "nearest" });
}

const place = (sentence) => sentence && {
  lang: sentence.closest(".side").dataset.side, sentence: parseInt(sentence.dataset.s) - 1,
};
const find = (row, { lang, sentence }) =>
  sentences(row).find((s) => parseInt(s.dataset.s) - 1 === sentence && s.closest(".side").dataset.side === lang);

// --- what changes something

function say(text) { if (text !== undefined) $("#said").textContent = text; }

function post(address, fields) {
  queue = queue.then(async () => {
    const body = new URLSearchParams({ ...(typeof fields === "function" ? fields() : fields), since: seq });
    const response = await fetch(address, { method: "POST", body }).catch(() => null);
    const text = await response?.text().catch(() => null);
    if (typeof text !== "string") {
      say(document.body.dataset.away);
      document.body.classList.add("away");
      return false;
    }
    back();
    if (/^text\/html/.test(response.headers.get("content-type"))) return show(text);
    if (!response.ok) say(text);
    return response.ok;
  });
  return queue;
}

function back() {
  if (!document.body.classList.contains("away")) return;
  document.body.classList.remove("away");
  say(document.body.dataset.back);
  $$(".editor.unsaved").forEach((form) => save(form.closest(".row")));
}

// Versions of a row and of those next to it, as they are shown.
function seen(row) {
  const rows = $$(".row"), at = rows.indexOf(row);
  return rows.slice(Math.max(0, at - 1), at + 2).map((r) => `${r.dataset.id}:${r.dataset.version}`).join();
}

function operate(row, name, fields = {}) {
  const id = row.dataset.id;
  return post(`/rows/${id}/${name}`, () => ({ ...fields, seen: seen($(`#row-${id}`) ?? row) }));
}

// Put what the server says into the page: rows that are new or other than they were, rows that are no more.
// True if what was asked for was done.
function show(html) {
  const answer = $("#changes", new DOMParser().parseFromString(html, "text/html"));
  const { done, focus, position, gone, undo, redo } = answer.dataset;
  const old = current(), kept = old && place(chosen(old)), focused = old?.contains(document.activeElement);
  seq = Number(answer.dataset.seq);
  const at = $$(".row");
  let fallback = null;
  for (const row of $$(".rows > .row", answer)) {
    const now = $(`#row-${row.dataset.id}`);
    if (now && $(".editor", now) && !now.dataset.saving) continue; // being written: a conflict when it is saved
    if (now) now.replaceWith(row);
    else {
      const before = $(`#row-${row.dataset.before}`) ?? at.filter((r) => Number(r.dataset.position) < Number(row.dataset.position)).pop();
      if (!before || before.parentElement?.nextElementSibling?.matches(".waiting") && before !== $(`#row-${row.dataset.before}`)) continue;
      before.after(row);
    }
  }
  for (const id of gone.split(" ").filter(Boolean)) {
    const row = $(`#row-${id}`);
    if (row?.classList.contains("current")) fallback = row.previousElementSibling ?? row.nextElementSibling;
    if (row?.contains(tools)) tools.remove();
    row?.remove();
  }
  $("#progress").replaceWith($("#progress", answer));
  $('[data-do="undo"]').disabled = !Number(undo);
  $('[data-do="redo"]').disabled = !Number(redo);
  say($(".said", answer).textContent);
  const conflict = $(".conflict", answer);
  const again = focus ? $(`#row-${focus}`) : old && ($(`#row-${old.dataset.id}`) ?? fallback);
  if (focus && !again) goTo({ id: focus, position: Number(position) });
  else if (again && (again !== old || focus)) go(again, { focus: (focused || Boolean(focus)) && !panel.open });
  if (again && kept) find(again, kept)?.classList.add("chosen");
  if (conflict) {
    $("#panel-body").replaceChildren(...conflict.childNodes);
    if (!panel.open) panel.showModal();
  }
  return done === "1";
}

async function listen() {
  if (document.hidden) return;
  try {
    const response = await fetch(`/changes?since=${seq}`);
    if (response.status === 200) queue.then(() => response.text()).then(show);
    back();
  } catch { /* said when something is to be saved */ }
}

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

function finding(row, by) {
  const all = $$("[data-finding-id]", row), now = all.findIndex((li) => li.classList.contains("chosen"));
  if (by) {
    all[now]?.classList.remove("chosen");
    all[(now + by) % all.length]?.classList.add("chosen");
  }
  const found = $("[data-finding-id].chosen", row) ?? all[0];
  if (found) pointAt(found);
  return found;
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
    $("[autofocus]", panel)?.focus();
  });
}

panel.addEventListener("close", () => {
  $("#panel-body").replaceChildren();
  current()?.focus({ preventScroll: true });
});

const looks = (name) => (row) => openPanel(`/rows/${row.dataset.id}/${name}`);
const decide = (name) => (row, from) => {
  const found = from?.closest("[data-finding-id]") ?? finding(row, 0);
  if (found) openPanel(`/rows/${row.dataset.id}/${name}?finding=${found.dataset.findingId}`);
};
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
  finding: (row) => finding(row, 1), confirm: decide("confirm"), ignore: decide("ignore"),
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
  } else if (target.id === "list") watch();
});
document.body.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => { if (target.id === "list" && target.contains(tools)) tools.remove(); });

watch();
go($(".row"));
setInterval(listen, 2500);
addEventListener("visibilitychange", listen);
