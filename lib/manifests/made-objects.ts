import { ManifestObject, record, text, valueAt } from './manifest-object';

/** An object that a controller makes of another. */
export interface MadeObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * What controllers outside of the stack make of an object, in its namespace: the objects that no manifest holds although others name them. What the
 * operators of the stack make is lib/expansion's.
 */
export function madeOf(object: ManifestObject): MadeObject[] {
  return MADE[`${object.group}/${object.kind}`]?.(object) ?? [];
}

const MADE: { readonly [kind: string]: (object: ManifestObject) => MadeObject[] } = {
  // crds/external-secrets, `target`: named like the ExternalSecret by default; Merge fills a Secret that exists, None makes none.
  'external-secrets.io/ExternalSecret': ({ name, manifest }) => {
    const target = record(valueAt(manifest, ['spec', 'target']));
    return target?.creationPolicy === 'Merge' || target?.creationPolicy === 'None' ? [] : secret(text(target?.name) ?? name);
  },
  // github.com/bitnami-labs/sealed-secrets, overview: the Secret has the name of the SealedSecret.
  'bitnami.com/SealedSecret': ({ name }) => secret(name),
  // cert-manager.io/docs/usage/certificate: in the namespace of the Certificate.
  'cert-manager.io/Certificate': ({ manifest }) => secret(text(valueAt(manifest, ['spec', 'secretName']))),
};

function secret(name: string | undefined): MadeObject[] {
  return name === undefined || name === '' ? [] : [{ group: '', kind: 'Secret', name }];
}
