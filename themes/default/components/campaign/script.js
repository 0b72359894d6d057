// What is over is hidden, should the portal not have been compiled since.
const now = new Date();
const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
for (const campaign of document.querySelectorAll("[data-last-day]")) {
  campaign.hidden = campaign.dataset.lastDay < day;
}
for (const list of document.querySelectorAll(".campaigns, .campaign-banner, .next-courses")) {
  list.hidden = !list.querySelector("[data-last-day]:not([hidden])");
}
