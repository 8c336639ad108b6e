// Files for evidence by dragging and pasting. Without this file the ordinary file field does it.

const zone = document.querySelector("[data-drop]");
const input = zone.querySelector("input[type=file]");
const list = zone.querySelector("[data-drop-list]");
const isTooLarge = (file) => file.size > Number(zone.dataset.largest);

/** Show what is chosen, and what is too large to be sent. */
function show() {
  const entries = [...input.files].map((file) => {
    const entry = document.createElement("li");
    entry.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1000))} kB)`;
    if (isTooLarge(file)) {
      const warning = document.createElement("span");
      warning.dataset.tooLargeFile = "";
      warning.textContent = ` ${zone.dataset.tooLarge}`;
      entry.append(warning);
    }
    return entry;
  });
  list.hidden = false;
  list.replaceChildren(...entries);
}

/** Add files to those that are chosen already. */
function take(files) {
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  show();
}

/** Give what is pasted a name that tells it from the next one: browsers call it image.png. */
function named(file) {
  if (file.name && file.name !== "image.png") return file;
  const moment = new Date().toISOString().slice(0, 19).replaceAll(/[T:]/g, "-");
  const ending = file.type.split("/")[1] || "png";
  return new File([file], `${zone.dataset.name}-${moment}.${ending}`, { type: file.type });
}

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  zone.classList.add("drop--over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("drop--over");
});
document.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  zone.classList.remove("drop--over");
  take(event.dataTransfer.files);
});
document.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  const isText = event.clipboardData.types.includes("text/plain");
  const isTyping = event.target.closest?.("textarea, input:not([type=file])");
  if (!files.length || (isText && isTyping)) return;
  event.preventDefault();
  take(files.map(named));
});
input.addEventListener("change", show);
input.form.addEventListener("submit", (event) => {
  if (![...input.files].some(isTooLarge)) return;
  event.preventDefault();
  input.focus();
});
zone.querySelector("[data-drop-hint]").hidden = false;
