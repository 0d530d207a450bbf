// The kiosk turns its pages by itself, shows the wall clock, and keeps the last list with its time when the network is gone.

const main = () => document.querySelector("#main");
const clock = document.querySelector(".clock");
const zone = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Baku", hourCycle: "h23" };
// The server's clock may stand ahead of the glass (demo, wrong battery): the difference is kept from the page.
let ahead = 0;
if (clock?.dataset.now) ahead = Date.parse(clock.dataset.now) - Date.now();
const wall = () => new Intl.DateTimeFormat("az", zone).format(new Date(Date.now() + ahead));

function tick() {
  if (!clock) return;
  clock.textContent = wall();
  clock.dateTime = clock.textContent;
}
setInterval(tick, 1000);

let since = document.querySelector(".cut .since")?.textContent;
function online(is) {
  const cut = document.querySelector(".cut");
  const fresh = document.querySelector(".fresh");
  if (!cut) return;
  cut.hidden = is;
  if (fresh) fresh.hidden = !is;
  if (!is) cut.querySelector(".since").textContent = since;
}

async function turn() {
  const place = document.querySelector("[data-next]");
  const next = new URL(place?.dataset.next || location.href, location.href);
  try {
    const answer = await fetch(next, { headers: { "X-Kiosk": "1" }, signal: AbortSignal.timeout(8000) });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#main", "body > header > div", "body > header > p", ".fresh"]) {
      const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    since = page.querySelector(".cut .since")?.textContent ?? wall();
    online(true);
  } catch { online(false); }
  plan();
}
function plan() {
  const seconds = Number(main()?.querySelector("[data-turn]")?.dataset.turn || main()?.dataset.turn || 20);
  setTimeout(turn, seconds * 1000);
}
plan();
// From here the script turns the pages: the refresh of the header would put an error of the browser in place of the last list.
const stop = () => setTimeout(() => window.stop());
if (document.readyState === "complete") stop(); else addEventListener("load", stop);
