// The rows of the review page: the one with the frame, the sentence chosen in it; what the server says has changed.
// What a person does stands in review.js.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
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
  markFound();
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
