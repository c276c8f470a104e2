import { BoundKind, boundKinds } from './bound-kinds';
import { DIFFERENCES, UNBOUND, UNREADABLE } from './known-differences';
import { checkLiterals, Literal, LiteralError } from './literals';
import { describeWithShared, unreadableFiles, UpstreamDocument, upstreamDocuments } from './upstream';
import { UpstreamSchemas } from './upstream-schemas';

interface Case extends BoundKind {
  readonly id: string;
  readonly document: UpstreamDocument;
}

describeWithShared('upstream examples and the bindings', () => {
  const kinds = boundKinds();
  const documents = upstreamDocuments();
  const schemas = new UpstreamSchemas();
  const cases: Case[] = documents.flatMap((document) => (
    (kinds.get(`${document.manifest.apiVersion} ${document.manifest.kind}`) ?? []).map((bound) => ({ ...bound, document, id: `${document.id} ${bound.component}` }))));

  test('every file but those listed can be read', () => {
    expect(unreadableFiles()).toEqual(Object.keys(UNREADABLE).sort());
  });

  test('every kind but those listed is bound', () => {
    const unbound = documents.filter(({ manifest }) => !kinds.has(`${manifest.apiVersion} ${manifest.kind}`));
    const names = new Set(unbound.map(({ manifest }) => `${manifest.apiVersion} ${manifest.kind}`));
    expect([...names].sort()).toEqual(Object.keys(UNBOUND).sort());
    expect(cases.length).toBeGreaterThan(900);
  });

  test('manifest() of the camel-cased props is the document', () => {
    const changed = cases.filter(({ component, document: { manifest }, manifest: render }) => (
      JSON.stringify(sorted(render(schemas.propsOf(component, manifest)))) !== JSON.stringify(sorted(manifest))));
    expect(changed.map(({ id }) => id)).toEqual([]);
  });

  test('manifest() of the document itself is the document', () => {
    const changed = cases.filter(({ document: { manifest: { apiVersion, kind, ...props } }, manifest: render }) => (
      JSON.stringify(sorted(render(props))) !== JSON.stringify(sorted({ apiVersion, kind, ...props }))));
    expect(changed.map(({ id }) => id)).toEqual([]);
  });

  test('each is a TypeScript literal that compiles, but for the differences listed', () => {
    const literals = cases.map(({ id, component, namespace, className, document: { manifest } }): Literal => {
      const { status: _, ...props } = schemas.propsOf(component, manifest);
      return { id, type: `NonNullable<Parameters<typeof crds.${namespace}.${className}.manifest>[0]>`, value: props };
    });
    const errors = checkLiterals(literals);
    const known = (error: LiteralError) => DIFFERENCES.find(({ ids, message }) => ids.test(error.id) && message.test(error.message));
    expect(errors.filter((error) => !known(error))).toEqual([]);
    const seen = new Set(errors.map(known));
    expect(DIFFERENCES.filter((difference) => !seen.has(difference)).map(({ reason }) => reason)).toEqual([]);
  }, 120_000);
});

/** Keys in order, so that only content counts. */
function sorted(value: any): any {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
