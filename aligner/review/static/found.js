// What was searched for is marked in the rows, without touching the text; where the browser can do that.
"use strict";

// As the server compares: capitals, «ё» and kinds of space make no difference. As long as it was.
const plain = (text) => text.toLowerCase().replaceAll("ё", "е").replace(/\s/g, " ");

function markFound() {
  if (!CSS.highlights) return;
  const sought = plain($("#text").value.trim()), marks = new Highlight();
  if (sought) $$(".row :is(.text, .corrected)").forEach((text) => ranges(text, sought).forEach((range) => marks.add(range)));
  CSS.highlights.set("found", marks);
}

// Where a text holds it; the text may be in several nodes.
function ranges(text, sought) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const whole = plain(nodes.map((node) => node.data).join("")), found = [];
  for (let at = whole.indexOf(sought); at >= 0; at = whole.indexOf(sought, at + sought.length)) {
    const range = new Range();
    let start = 0;
    for (const node of nodes) {
      const end = start + node.length;
      if (start <= at && at < end) range.setStart(node, at - start);
      if (start < at + sought.length && at + sought.length <= end) range.setEnd(node, at + sought.length - start);
      start = end;
    }
    found.push(range);
  }
  return found;
}
