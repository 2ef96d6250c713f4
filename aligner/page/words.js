// Word links, sentences of a bead and findings of a pair: shown when a reader points at them.
// A pair is an element .pair with two .text elements, English first, and data-links as aligner/page/words.py packs it.
"use strict";

// Wrap the linked words of a pair, once; each gets the numbers of its links, which it may share with neighbours.
function wrapWords(pair) {
  if (pair.wrapped || !pair.dataset.links) return;
  pair.wrapped = true;
  const numbers = pair.dataset.links.split(" ").map(Number);
  pair.querySelectorAll(".text").forEach((text, side) => {
    const words = new Map();
    for (let k = 2 * side; k < numbers.length; k += 4) {
      const start = numbers[k], word = words.get(start) ?? { start, end: start + numbers[k + 1], links: [] };
      word.links.push(Math.floor(k / 4) + 1);
      words.set(start, word);
    }
    wrapIn(text, [...words.values()].sort((one, other) => one.start - other.start));
  });
}

// Words are in order and don't overlap; one that runs across several text nodes is wrapped in each.
function wrapIn(text, words) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  let offset = 0, next = 0;
  for (let node of nodes) {
    const end = offset + node.length;
    let at = offset;  // where the rest of the node begins
    for (; next < words.length && words[next].start < end; next++) {
      const word = words[next], from = Math.max(word.start, offset), to = Math.min(word.end, end);
      if (from > at) node = node.splitText(from - at);
      if (to < end) node.splitText(to - from);
      const rest = node.nextSibling, span = document.createElement("span");
      span.className = "w";
      span.dataset.w = word.links.join(" ");
      if (to === word.end) span.dataset.last = "";
      node.replaceWith(span);
      span.append(node);
      node = rest;
      at = to;
      if (word.end > end) break;
    }
    offset = end;
  }
}

// Light up what belongs to the element that is pointed at; put out what was lit.
function pointAt(element) {
  document.querySelectorAll(".on").forEach((lit) => lit.classList.remove("on"));
  const pair = element.closest?.(".pair");
  if (!pair) return;
  wrapWords(pair);
  const word = element.closest(".w"), sentence = element.closest(".s"), finding = element.closest("[data-finding]");
  const light = (selector) => pair.querySelectorAll(selector).forEach((found) => found.classList.add("on"));
  if (sentence) light(`.s[data-b="${sentence.dataset.b}"]`);
  for (const link of word?.dataset.w.split(" ") ?? []) light(`.w[data-w~="${link}"]`);
  if (finding) light(`.mark[data-f~="${finding.dataset.finding}"]`);
}

// Number all linked words of a pair, or stop it: for those who don't point with a mouse.
function showLinks(pair, shown) {
  wrapWords(pair);
  pair.classList.toggle("linked", shown);
  pair.querySelectorAll(".w").forEach((word) => shown ? word.tabIndex = 0 : word.removeAttribute("tabindex"));
}

addEventListener("pointerover", (event) => pointAt(event.target));
addEventListener("focusin", (event) => pointAt(event.target));
