/** The steps of a rule's `fieldPath`, which starts at the node that has the rule: `.spec.template['a.b']`. */
export function fieldSteps(fieldPath: string | undefined): (string | number)[] {
  if (!fieldPath) return [];
  const steps = fieldPath.matchAll(/\.?([A-Za-z_$][\w$-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g);
  return [...steps].map(([, name, quoted, index]) => (index === undefined ? name ?? quoted.replace(/\\(.)/g, '$1') : Number(index)));
}
