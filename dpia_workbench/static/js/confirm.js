// Asks before a button does something that cannot be undone.

/** Show the question of a button and answer whether the reader said yes. */
function ask(button) {
  const dialog = document.createElement("dialog");
  const question = document.createElement("p");
  const actions = document.createElement("p");
  question.id = "confirm-question";
  question.textContent = button.dataset.confirm;
  dialog.setAttribute("aria-labelledby", question.id);
  actions.className = "actions";
  for (const answer of ["no", "yes"]) {
    const choice = document.createElement("button");
    const look = answer === "yes" ? "primary-action" : "secondary-action";
    choice.type = "button";
    choice.className = `utrecht-button utrecht-button--${look}`;
    choice.textContent = button.dataset[answer === "yes" ? "confirmYes" : "confirmNo"];
    choice.addEventListener("click", () => dialog.close(answer));
    actions.append(choice);
  }
  dialog.append(question, actions);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  if (await ask(button)) {
    button.dataset.confirmed = "yes";
    button.form.requestSubmit(button);
    delete button.dataset.confirmed;
  } else {
    button.focus();
  }
});
