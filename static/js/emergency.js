// How long a chart stays open in an emergency. The server's clock decides: this one only shows it, and leaves the page
// when the time is over, so that nothing stays on the screen that nobody may see any more.

import { announce } from "./app.js";

const loaded = Date.now();
const SAID_AT = [300, 60];

function words(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

for (const banner of document.querySelectorAll("[data-emergency]")) {
  const over = loaded + Number(banner.dataset.emergency) * 1000;
  let said = Infinity;
  const look = () => {
    const seconds = Math.ceil((over - Date.now()) / 1000);
    if (seconds <= 0) {
      window.clearInterval(timer);
      document.body.replaceChildren();
      window.location.replace("/charts/?over=emergency");
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
