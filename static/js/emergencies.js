// How long each chart still stands open in an emergency, for who looks at the list. The server's clock decides.

const loaded = Date.now();
const open = [...document.querySelectorAll("[data-ends]")];

function look() {
  for (const chip of open) {
    const seconds = Math.max(0, Math.ceil(Number(chip.dataset.ends) - (Date.now() - loaded) / 1000));
    chip.querySelector("[data-left]").textContent =
      `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

window.setInterval(look, 1000);
document.addEventListener("visibilitychange", look);
look();
