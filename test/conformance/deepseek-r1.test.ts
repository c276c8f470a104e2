import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { DIFFERENCES } from './deepseek-r1-differences';
import { describeWithShared, documentsIn, SHARED } from '../support/shared';

const RECIPE = path.join(SHARED, 'upstream-examples', 'dynamo', 'recipes__deepseek-r1__trtllm__disagg__wide_ep__gb200__deploy.yaml');
const RECORD = path.join(SHARED, 'truth', 'operators', 'grove', 'dynamo__recipes__deepseek-r1__trtllm__disagg__wide_ep__gb200__deploy.json');
const OURS = path.join(__dirname, '..', '..', 'examples', 'deepseek-r1-gb200', 'dist', 'gb200', 'deepseek-r1.k8s.yaml');

/** Key of an item in a list of objects: order of these lists means nothing. */
const KEYS: Record<string, string> = {
  components: 'name', containers: 'name', env: 'name', volumes: 'name', volumeMounts: 'mountPath', resourceClaims: 'name', claims: 'name', tolerations: 'key',
};

/** A graph as path -> value, with lists keyed, names in lower case, and each call as module and flags. */
function flatten(value: any, at: string[] = [], into: Record<string, unknown> = {}): Record<string, unknown> {
  if (Array.isArray(value)) {
    const key = KEYS[at[at.length - 1]];
    value.forEach((item, i) => flatten(withoutKey(item, key), [...at, key ? keyOf(item[key]) : String(i)], into));
  } else if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [key, child] of Object.entries(value)) flatten(child, [...at, key], into);
  } else {
    into[at.join('.')] = value;
  }
  return into;
}

/** Component names count without case; variables do not. */
function keyOf(name: string): string {
  return /^[A-Z_]+$/.test(name) ? name : name.toLowerCase();
}

function withoutKey(item: any, key: string | undefined): any {
  if (!key) return item;
  const { [key]: _, command, args, ...rest } = item;
  return command || args ? { ...rest, call: callOf(command, args) } : rest;
}

/** `python3 -m module --flag value`, as list or inside a shell. */
function callOf(command: string[], args: string[]): { module: string; flags: Record<string, string> } {
  const words = [...command, ...args].filter((word) => word !== '/bin/sh' && word !== '-c').flatMap((word) => word.trim().split(/\s+/));
  const [python, dash, module, ...flags] = words;
  expect([python, dash]).toEqual(['python3', '-m']);
  return { module, flags: Object.fromEntries(flags.flatMap((word, i) => (word.startsWith('--') ? [[word, flags[i + 1]]] : []))) };
}

/** Documents by kind; ConfigMaps by the role whose engine they configure, without their content, which is compared on its own. */
function byKind(documents: any[]): Record<string, any> {
  return Object.fromEntries(documents.map((document) => {
    if (document.kind !== 'ConfigMap') return [document.kind === 'Queue' ? `Queue ${document.metadata.name}` : document.kind, document];
    const { data, ...rest } = document;
    return [`ConfigMap of ${/prefill|decode/.exec(document.metadata.name)![0]}`, { ...rest, file: Object.keys(data)[0] }];
  }));
}

const kind = (documents: any[], name: string) => documents.filter((document) => document.kind === name);

describeWithShared('examples/deepseek-r1-gb200 against the upstream recipe', () => {
  const record = () => JSON.parse(fs.readFileSync(RECORD, 'utf8'));

  test('differs where the table says, and nowhere else', () => {
    // The graph as the operator itself converts it; everything else, and the version that was written, as published.
    const [{ spec }] = kind(record().objects, 'DynamoGraphDeployment');
    const upstream = flatten(byKind(documentsIn(RECIPE).map((document) => (document.kind === 'DynamoGraphDeployment' ? { ...document, spec } : document))));
    const ours = flatten(byKind(documentsIn(OURS)));
    const all = [...new Set([...Object.keys(upstream), ...Object.keys(ours)])].sort();
    const different = all.filter((at) => JSON.stringify(upstream[at]) !== JSON.stringify(ours[at]));

    const unexplained = different.filter((at) => !DIFFERENCES.some(({ path: pattern }) => pattern.test(at)));
    expect(unexplained.map((at) => `${at}: ${JSON.stringify(upstream[at])} -> ${JSON.stringify(ours[at])}`)).toEqual([]);
    const unused = DIFFERENCES.filter(({ path: pattern }) => !different.some((at) => pattern.test(at)));
    expect(unused).toEqual([]);
    expect(Object.keys(upstream).filter((at) => !different.includes(at)).length).toBeGreaterThan(30);
  });

  test('the engines are configured alike, key for key', () => {
    const files = (documents: any[]) => kind(documents, 'ConfigMap').map((map) => parse(Object.values<string>(map.data)[0]));
    const [prefill, decode] = files(documentsIn(RECIPE));
    const byRanks = (a: any, b: any) => a.tensor_parallel_size - b.tensor_parallel_size;
    expect(files(documentsIn(OURS)).sort(byRanks)).toEqual([prefill, decode].sort(byRanks));
  });

  test('a worker sees the same environment', () => {
    const effective = (graph: any, component: any) => Object.fromEntries(
      [...graph.spec.env ?? [], ...component.podTemplate.spec.containers[0].env ?? []].map((variable) => [variable.name, variable.value]),
    );
    const upstream = kind(record().objects, 'DynamoGraphDeployment')[0];
    const ours = kind(documentsIn(OURS), 'DynamoGraphDeployment')[0];
    for (const name of ['prefill', 'decode']) {
      const component = (graph: any) => graph.spec.components.find((each: any) => each.name === name);
      expect(effective(ours, component(ours))).toEqual(effective(upstream, component(upstream)));
    }
  });

  test('needs the nodes, GPUs and claims that the real operators made of the recipe', () => {
    const podsOf = (component: string) => kind(record().objects, 'Pod').filter((pod) => pod.metadata.labels['nvidia.com/dynamo-component'] === component);
    const graph = kind(documentsIn(OURS), 'DynamoGraphDeployment')[0];
    for (const [name, nodes] of [['prefill', 1], ['decode', 8]] as const) {
      const ours = graph.spec.components.find((component: any) => component.name === name);
      const pods = podsOf(name);
      expect(pods).toHaveLength(nodes);
      expect(ours.replicas * (ours.multinode?.nodeCount ?? 1)).toBe(pods.length);
      for (const pod of pods) {
        const [main] = pod.spec.containers;
        const [container] = ours.podTemplate.spec.containers;
        // The API server takes the limit for a missing request.
        const { requests, limits, claims } = container.resources;
        expect({ requests: { ...limits, ...requests }, limits, claims }).toEqual(main.resources);
        expect(ours.podTemplate.spec.resourceClaims.map((claim: any) => claim.name)).toEqual(pod.spec.resourceClaims.map((claim: any) => claim.name));
      }
    }
    const domains = kind(documentsIn(OURS), 'ComputeDomain');
    expect(domains).toHaveLength(1);
    const claims = graph.spec.components.flatMap((component: any) => component.podTemplate.spec.resourceClaims ?? []);
    const [template] = domains.map((domain) => domain.spec.channel.resourceClaimTemplate.name);
    expect(claims.map((claim: any) => claim.resourceClaimTemplateName)).toEqual([template, template]);
  });

  test('gets the Services that the operators made, under its own name', () => {
    const services = (name: string) => kind(record().objects, 'Service').map((service) => service.metadata.name).filter((service) => service !== `${name}-0`);
    const graph = kind(documentsIn(OURS), 'DynamoGraphDeployment')[0];
    const ours = graph.spec.components.map((component: any) => component.name).sort();
    expect(services('trtllm-disagg-multinode')).toEqual(ours.map((component: string) => `trtllm-disagg-multinode-${component}`));
  });
});

