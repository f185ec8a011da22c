// How long a chart stays open in an emergency. The server's clock decides: this one only shows it. When the time is
// over, a page that shows that chart or names its patient is left, so that nothing stays on the screen that nobody may
// see any more; any other page stays as it is, with what was typed into it, and its banner says so instead.

import { announce } from "./app.js";

const loaded = Date.now();
const SAID_AT = [300, 60];

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

function shows(banner) {
  const whose = banner.querySelector("[data-whose]")?.textContent;
  return "here" in banner.dataset || (whose && document.getElementById("main").textContent.includes(whose));
}

function takeDown(banner) {
  const over = banner.querySelector("[data-over]");
  over.hidden = false;
  banner.removeAttribute("data-emergency");
  banner.setAttribute("aria-label", "An emergency access is over");
  banner.replaceChildren(banner.querySelector(".icon"), over);
  announce(over.textContent);
}

for (const banner of document.querySelectorAll("[data-emergency]")) {
  const over = loaded + Number(banner.dataset.emergency) * 1000;
  let said = Infinity;
  const look = () => {
    const seconds = Math.ceil((over - Date.now()) / 1000);
    if (seconds <= 0) {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      if (shows(banner)) {
        document.body.replaceChildren();
        window.location.replace("/charts/?over=emergency");
      } else {
        takeDown(banner);
      }
      return;
    }
    banner.querySelector("[data-left]").textContent = words(seconds);
    const step = SAID_AT.find((one) => seconds <= one && one < said);
    if (step && seconds > step - 10) announce(`Emergency access ends in ${step / 60} minute${step > 60 ? "s" : ""}.`);
    if (step) said = step;
  };
  const timer = window.setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  look();
}
