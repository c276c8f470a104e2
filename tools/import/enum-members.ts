import { TypeGenerator } from 'json2jsii';

/**
 * The members that json2jsii makes of string values; undefined where it would drop one (values that are equal in upper or lower
 * case) or where a member would not be a name of its own: those stay strings.
 */
export function enumMembers(values: readonly unknown[]): { name: string; value: string }[] | undefined {
  if (!values.length || !values.every((value) => typeof value === 'string' && /^[A-Za-z]/.test(value))) return undefined;
  const generator = new TypeGenerator();
  generator.emitType('Probe', { type: 'string', enum: values as string[] });
  const members = [...generator.render().matchAll(/^ {2}(\w+) = (".*"),$/gm)].map(([, name, value]) => ({ name, value: JSON.parse(value) as string }));
  const distinct = new Set(members.map(({ name }) => name));
  return members.length === values.length && distinct.size === values.length ? members : undefined;
}
