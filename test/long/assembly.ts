import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';

export interface AssemblyType {
  /** Such as `cdk8s-inference.serving.DynamoGraph`. */
  readonly fqn: string;
  readonly kind: 'class' | 'enum' | 'interface';
}

/** The types of the compiled library that exist at run time: classes and enums. */
export function jsiiKinds(root: string): AssemblyType[] {
  const assembly = JSON.parse(gunzipSync(fs.readFileSync(path.join(root, '.jsii.gz'))).toString()) as { types?: Record<string, AssemblyType> };
  return Object.values(assembly.types ?? {}).filter(({ kind }) => kind !== 'interface').map(({ fqn, kind }) => ({ fqn, kind }));
}
