// Two changes of one text, put together where they do not touch.

/** The smallest replacement that makes `after` of `before`: [from, to, text]. */
export function splice(before, after) {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [from, before.length - end, after.slice(from, after.length - end)];
}

/**
 * Brings a control, which held `sent` and in which typing went on, to what the server made of it, `stored`.
 * Answers whether that could be done: false where both changed the same place, and nothing is done.
 */
export function takeOver(control, sent, stored) {
  const [from, to, text] = splice(sent, stored);
  const [typedFrom, typedTo, typed] = splice(sent, control.value);
  const isUntouched = typedFrom === typedTo && !typed;
  if (!isUntouched && from <= typedTo && typedFrom <= to) return false;
  const shift = !isUntouched && typedTo < from ? typed.length - (typedTo - typedFrom) : 0;
  control.setRangeText(text, from + shift, to + shift, "preserve");
  return true;
}
