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

// The list is looked at every two seconds and drawn anew when its mark changed; its pages turn in their own time.
const LOOK = 2000;
const board = () => document.querySelector("[data-next]");
const stays = () => Date.now() + Number(board()?.dataset.turn || 20) * 1000;
let here = location.href, mark = "", turns = stays();

async function show(address) {
  const answer = await fetch(address, { cache: "no-cache", signal: AbortSignal.timeout(8000) });
  if (!answer.ok) throw new Error(answer.status);
  const found = answer.headers.get("etag") ?? "";
  if (address === here && found && found === mark) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#main", "body > header > div", "body > header > p", ".fresh"]) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) old.replaceWith(document.adoptNode(fresh));
  }
  since = page.querySelector(".cut .since")?.textContent ?? wall();
  [here, mark] = [address, found];
}

async function look() {
  const isTurn = Date.now() >= turns;
  try {
    await show(isTurn ? new URL(board()?.dataset.next || here, here).href : here);
    if (isTurn) turns = stays();
    online(true);
  } catch { online(false); }
  setTimeout(look, LOOK);
}
setTimeout(look, LOOK);
// From here the script turns the pages: the refresh of the header would put an error of the browser in place of the last list.
const stop = () => setTimeout(() => window.stop());
if (document.readyState === "complete") stop(); else addEventListener("load", stop);
