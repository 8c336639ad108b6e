// Hides questions that hang on another answer while they do not apply. Without this file they are
// all there, and what does not apply is not counted. The rule is that of risk/questionnaire.py.

const UNKNOWN = "unknown";

/** Return what is chosen in a question. */
function chosen(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:checked`)].map((box) => box.value);
}

/** Return whether a condition holds: "question=option|option". Not knowing keeps a question. */
function holds(form, condition) {
  const [name, options] = condition.split("=");
  const asked = form.querySelector(`[data-question="${CSS.escape(name)}"]`);
  const answers = chosen(form, name);
  if (asked.hidden) return false;
  if (answers.length === 0 || answers.includes(UNKNOWN)) return true;
  return options.split("|").some((option) => answers.includes(option));
}

for (const form of document.querySelectorAll("form[data-screening]")) {
  // In the order of the page: a condition always looks at an earlier question.
  const update = () =>
    form.querySelectorAll("[data-when]").forEach((part) => {
      part.hidden = !part.dataset.when.split(" ").some((condition) => holds(form, condition));
    });
  update();
  form.addEventListener("change", update);
  form.addEventListener("click", update); // a kept draft is put back by a button
}
