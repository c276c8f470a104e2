import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';

export interface AssemblyType {
  /** Such as `cdk8s-inference.serving.DynamoGraph`. */
  readonly fqn: string;
  readonly kind: 'class' | 'enum' | 'interface';
  /** Such as `serving`; missing at the root. */
  readonly namespace?: string;
}

interface Assembly {
  readonly name: string;
  readonly types?: Record<string, AssemblyType>;
  readonly submodules?: Record<string, unknown>;
}

function assembly(root: string): Assembly {
  return JSON.parse(gunzipSync(fs.readFileSync(path.join(root, '.jsii.gz'))).toString()) as Assembly;
}

/** The types of the compiled library that exist at run time: classes and enums. */
export function jsiiKinds(root: string): AssemblyType[] {
  return Object.values(assembly(root).types ?? {}).filter(({ kind }) => kind !== 'interface');
}

/** The namespaces of the compiled library, such as `serving` or `crds.dynamo`. */
export function submodules(root: string): string[] {
  const { name, submodules: named } = assembly(root);
  return Object.keys(named ?? {}).map((fqn) => fqn.slice(name.length + 1)).sort();
}
