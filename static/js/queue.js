// j and k move through the list; Enter on a link is the browser's own.
import { listen } from "./keyboard.js";

const links = () => [...document.querySelectorAll("#queue a.open")];

function move(step) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  all[Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}

listen({ j: () => move(1), k: () => move(-1) });
