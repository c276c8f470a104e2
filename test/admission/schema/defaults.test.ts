import { nodeOf } from './nodes';
import { withDefaults } from '../../../lib/admission/schema/defaults';
import { SchemaNode } from '../../../lib/admission/schema/schema-node';

const node = nodeOf({
  type: 'object',
  properties: {
    mode: { type: 'string', default: 'auto' },
    note: { type: 'string' },
    maybe: { type: 'string', nullable: true },
    probe: { type: 'object', default: {}, properties: { port: { type: 'integer', default: 80 } } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    items: { type: 'array', items: { type: 'object', properties: { size: { type: 'integer', default: 1 } } } },
  },
});

test('writes defaults, also within defaults', () => {
  expect(withDefaults({}, node)).toEqual({ mode: 'auto', probe: { port: 80 } });
});

test('writes defaults into what is there', () => {
  expect(withDefaults({ mode: 'x', probe: { port: 1 }, items: [{}, { size: 2 }] }, node)).toEqual({ mode: 'x', probe: { port: 1 }, items: [{ size: 1 }, { size: 2 }] });
});

test('null that may not stand is dropped, or the default; null that may stand stays; in a list it stays', () => {
  const value = { mode: null, note: null, maybe: null, labels: { a: null, b: 'c' }, items: [null] };
  expect(withDefaults(value, node)).toEqual({ mode: 'auto', maybe: null, labels: { b: 'c' }, items: [null], probe: { port: 80 } });
});

test('what needs no change is not copied', () => {
  const value = { mode: 'x', probe: { port: 1 }, labels: { a: 'b' } };
  expect(withDefaults(value, node)).toBe(value);
});

test('of Go types null is the zero value in maps and lists', () => {
  const native = SchemaNode.of({
    type: 'object',
    properties: { labels: { type: 'object', additionalProperties: { type: 'string' } }, args: { type: 'array', items: { type: 'string' } }, name: { type: 'string' } },
  }, { shapes: {}, overlay: {} });
  expect(withDefaults({ labels: { a: null }, args: [null], name: null }, native)).toEqual({ labels: { a: '' }, args: [''] });
});
