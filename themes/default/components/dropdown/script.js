/** Closes an open dropdown on Escape and on a click anywhere else. */
function start(root) {
  const open = () => root.querySelectorAll("details.dropdown[open]");

  root.addEventListener("click", (event) => {
    for (const dropdown of open()) {
      if (!dropdown.contains(event.target)) dropdown.open = false;
    }
  });

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const dropdown of open()) {
      const hadFocus = dropdown.contains(root.activeElement);
      dropdown.open = false;
      if (hadFocus) dropdown.querySelector("summary").focus();
    }
  });
}

start(document);
