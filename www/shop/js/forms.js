/**
 * Form checks by the browser's own constraints, shown in the page's words beside the field.
 *
 * A field says what is asked in `data-missing` (it is empty) and `data-wrong` (it does not fit). Because the browser checks,
 * a form that is not right fires no `submit` at all, so nobody counts one that was refused.
 * Fields carry no `name`: should a script fail, a form has nothing to send.
 */

import { el } from './dom.js';

/**
 * Calls `then` when the form is submitted and right; the browser never sends it anywhere.
 * Otherwise each wrong field shows its error, the errors are announced and the first wrong field gets the focus.
 */
export function whenValid(form, then) {
  const summary = el('p', { class: 'form-error', role: 'alert' });
  form.prepend(summary);
  let wrong = [];

  form.addEventListener(
    'invalid',
    (event) => {
      event.preventDefault();
      // The browser tells of one field at a time; a task later it has told of all.
      if (wrong.length === 0) setTimeout(report);
      wrong.push(event.target);
    },
    true,
  );
  form.addEventListener('input', ({ target }) => {
    if (target.getAttribute('aria-invalid') === 'true' && target.validity.valid) showError(target, '');
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    summary.textContent = '';
    then();
  });

  function report() {
    for (const field of wrong) showError(field, errorOf(field));
    // One error is read out as it is, and seen beside its field; several are counted.
    summary.classList.toggle('unseen', wrong.length === 1);
    summary.textContent = wrong.length === 1 ? errorOf(wrong[0]) : `${wrong.length} answers need another look.`;
    wrong[0].focus();
    wrong = [];
  }
}

/** What the fields of a form hold, by their ids, without blanks around. */
export function values(form) {
  const fields = [...form.elements].filter((field) => field.id && 'value' in field && field.type !== 'submit');
  return Object.fromEntries(fields.map((field) => [field.id, field.value.trim()]));
}

/** Fills fields by their ids; unknown ids are passed over. */
export function fill(form, kept) {
  for (const [id, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(id);
    if (field) field.value = value;
  }
}

function errorOf(field) {
  const { validity, dataset } = field;
  return (validity.valueMissing ? dataset.missing : dataset.wrong) ?? field.validationMessage;
}

/** Writes, changes or (with an empty message) takes away the error of one field. */
function showError(field, message) {
  const id = `${field.id}-error`;
  let note = document.getElementById(id);
  if (!note) {
    note = el('p', { class: 'field-error', id });
    field.closest('.field').append(note);
    field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), id].filter(Boolean).join(' '));
  }
  note.textContent = message;
  field.setAttribute('aria-invalid', String(message !== ''));
}
