// How visitors fill in forms: what they start, where they hesitate, what is refused, what they submit or leave. Nothing
// that is typed is ever read: not `value`, not the data of a form, of an input or of a key.

import type { Capture, Sink } from './capture';
import { described, found, isShownWrong, whyOf } from './forms/error';
import { type Field, isTyped } from './forms/field';
import * as fill from './forms/fill';
import * as groups from './forms/group';
import { guarded, later, listen } from './listen';

/** A form as it is filled in once; after its submission a change begins another one. */
interface Form extends fill.Filling {
  group: Element;
  about?: ReturnType<typeof groups.describe>;
}

/** Reports forms. `heard`: what happened while this was loaded, oldest first. */
export function attach(sink: Sink, ...heard: Event[]): Capture {
  const forms = new Map<Element, Form>();
  const watched = new WeakSet<Element>();
  let focused: fill.Entry | undefined;
  let focusedForm: Form;
  let since = 0;

  const aboutOf = (form: Form) => (form.about ??= groups.describe(form.group));
  const waiting: (() => void)[] = [];
  const tell = () => waiting.splice(0).forEach((act) => act());
  /** Notes an event with its time; the rest of the work is not for an input handler. */
  const say = (form: Form, name: string, data: object) => {
    const at = Date.now();
    waiting.push(() => sink.track(name, { ...aboutOf(form), ...data }, at));
    later(tell);
  };

  const formOf = (element: Element): Form | undefined => {
    const group = groups.groupOf(element);
    let form = forms.get(group);
    if (!form && (groups.isForm(group) || groups.isToFill(group))) {
      forms.set(group, (form = { ...fill.newFilling(), group }));
      watch(group);
    }
    return form;
  };

  const entryOf = (form: Form, field: Field): fill.Entry => {
    // The buttons of one choice are one field.
    const key = field.type === 'radio' ? field.name : field;
    let entry = form.entries.get(key);
    if (!entry) form.entries.set(key, (entry = fill.newEntry(groups.fieldName(field, form.group), isTyped(field))));
    return entry;
  };

  const start = (form: Form) => {
    if (!form.isStarted) say(form, 'form_start', {});
    form.isStarted = true;
  };

  const report = (form: Form, entry: fill.Entry) => {
    const data = fill.told(form, entry);
    if (data) say(form, 'form_field', data);
  };

  const focus = (form: Form, entry: fill.Entry, now: number) => {
    pause(now);
    focused = form.last = entry;
    focusedForm = form;
    since = now;
  };

  const pause = (now: number) => {
    if (focused) fill.spend(focusedForm, focused, Math.max(0, now - since));
    focused = undefined;
  };

  const leave = (now: number) => {
    const entry = focused!;
    pause(now);
    fill.leave(entry);
    report(focusedForm, entry);
  };

  const submit = (form: Form) => {
    if (form.isSubmitted) return;
    start(form);
    if (focused) focus(focusedForm, focused, performance.now());
    for (const entry of form.entries.values()) report(form, entry);
    form.isSubmitted = true;
    say(form, 'form_submit', fill.summary(form));
  };

  /** The visitor tries to submit; where no submission and no error comes of it, the page does it by itself. */
  const attempt = (form: Form, isLikely: () => boolean) => {
    fill.attempt(form);
    later(() => {
      if (form.isSubmitted || form.isWrong) return;
      if (form.isStarted && isLikely()) submit(form);
      else form.isTried = false;
    });
  };

  const fail = (form: Form, field: Field | undefined, why: string) => {
    const entry = field && entryOf(form, field);
    // Nobody is wrong while still typing.
    if (entry && entry === focused && !form.isTried) return;
    if (!fill.isNewError(form, entry)) return;
    start(form);
    say(form, 'form_error', { field: entry?.name, why });
  };

  const watch = (group: Element) => {
    if (watched.has(group) || group === document.body) return;
    watched.add(group);
    const changed = guarded((changes: MutationRecord[]) => {
      const form = forms.get(group);
      if (!form) return;
      const { fields, alert } = found(changes);
      for (const field of fields) fail(form, field, whyOf(field));
      if (alert && form.isTried && !form.isWrong) fail(form, described(alert, group), 'message');
    });
    const what = { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-invalid'] };
    new MutationObserver(changed).observe(group, what);
  };

  const acts: Record<string, (event: any) => void> = {
    focusin({ target, timeStamp }) {
      const field = groups.fieldOf(target);
      const form = field && formOf(field);
      if (!form) return;
      const entry = entryOf(form, field);
      // Where leaving the last one was not heard.
      if (focused && focused !== entry) leave(timeStamp);
      focus(form, entry, timeStamp);
    },

    focusout({ target, relatedTarget, timeStamp }) {
      if (!focused || !groups.fieldOf(target)) return;
      const next = groups.fieldOf(relatedTarget);
      const isSame = next && formOf(next) === focusedForm && entryOf(focusedForm, next) === focused;
      // The window lost the focus and not the field, or another button of the same choice has it.
      if (isSame || !document.hasFocus()) pause(timeStamp);
      else leave(timeStamp);
    },

    input({ target, inputType, isTrusted, timeStamp }) {
      const field = groups.fieldOf(target);
      let form = isTrusted && field && formOf(field);
      if (!form) return;
      if (form.isSubmitted) {
        forms.delete(form.group);
        form = formOf(field!)!;
      }
      const entry = entryOf(form, field!);
      if (entry !== focused && document.activeElement === target) focus(form, entry, timeStamp);
      start(form);
      fill.change(form, entry, inputType, groups.isEmpty(field!));
      form.last = entry;
    },

    click({ target }) {
      const button = groups.buttonOf(target);
      const form = button && formOf(button);
      if (!form) return;
      const { group } = form;
      if (!groups.sends(button) && (!form.isStarted || groups.hasSender(group))) return;
      const hidden = groups.hidden(group);
      // A button that shows the password is none that sends it.
      attempt(form, () => groups.isBehind(button, group) && hidden === groups.hidden(group));
    },

    beforeinput({ target, inputType }) {
      const field = inputType === 'insertLineBreak' && target.type !== 'textarea' && groups.fieldOf(target);
      const form = field && formOf(field);
      // Otherwise Enter presses the form's button.
      if (form && !groups.hasSender(form.group) && !field.matches(groups.TOGGLES)) attempt(form, () => true);
    },

    submit({ target }) {
      const form = formOf(target);
      if (!form || (!form.isStarted && !groups.isToFill(target))) return;
      form.isTried = true;
      submit(form);
    },

    invalid({ target }) {
      const field = groups.fieldOf(target);
      const form = field && forms.get(groups.groupOf(field));
      // A page may ask at any time, so that nobody sees it.
      if (form && (form.isTried || (form.isStarted && isShownWrong(field)))) fail(form, field, whyOf(field));
    },

    // A form that the page submits by script has no other event. What it holds is not looked at.
    formdata({ target }) {
      const form = forms.get(target);
      if (form) form.isTaken = true;
    },
  };

  for (const event of heard) acts[event.type]?.(event);
  const { activeElement: target } = document;
  const timeStamp = performance.now();
  if (heard.at(-1)?.target !== target) {
    pause(timeStamp);
    acts.focusin!({ target, timeStamp });
  }
  for (const form of forms.values()) {
    const wrong = groups.fieldsOf(form.group).filter(isShownWrong);
    // Refused before anybody heard of it: only a submission shows a field as wrong that was not changed.
    if (wrong.every((field) => form.entries.get(field)?.isChanged)) continue;
    form.isTried = true;
    for (const field of wrong) fail(form, field, whyOf(field));
  }
  for (const kind in acts) listen(document, kind, acts[kind]!);

  const end = (isHidden: boolean) => {
    pause(performance.now());
    for (const form of forms.values()) {
      for (const entry of form.entries.values()) report(form, entry);
      if (isHidden || !form.isStarted || form.isSubmitted) continue;
      if (form.isTaken || (form.isTried && !form.isWrong)) submit(form);
      // Choices alone, like those of a product or a filter, are no form that was given up.
      else if (fill.isTyped(form) || aboutOf(form).kind !== 'other') {
        say(form, 'form_abandon', { last_field: form.last?.name, ...fill.summary(form) });
      }
    }
    if (!isHidden) forms.clear();
    tell();
  };
  return { end };
}
