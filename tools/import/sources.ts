/** The folder of the CRD copies, beside the repository. */
export const SHARED = '../shared/crds';

/** One version of a component: which files of which repository it is made from. */
export interface Source {
  readonly component: string;
  readonly version: string;
  /** `owner/name` on GitHub; undefined for derived files. */
  readonly repository?: string;
  /** Tag or commit. */
  readonly ref?: string;
  /** The folder of the copies, below SHARED. */
  readonly folder: string;
  /** Which files of `folder` (default: all YAML files directly in it). */
  readonly files?: RegExp;
  /** Upstream path of a file; undefined where the path is not known. */
  readonly path?: (file: string) => string | undefined;
  /** The path was found in an index of the repository, at another commit: the hash decides whether it is the same file. */
  readonly pathFromIndex?: boolean;
  /** Why there is no path, where that is known. */
  readonly unfetchable?: string;
  /** Only some kinds of this version are at hand: that others are missing says nothing about it. */
  readonly partial?: boolean;
  /** Bind only versions that are served and not deprecated. */
  readonly currentOnly?: boolean;
  /** This version is `base` changed by the delta file of `files`. */
  readonly base?: string;
  /** The files are derived from other sources, not copies of upstream files. */
  readonly derived?: boolean;
}

const under = (folder: string) => (file: string) => `${folder}/${file}`;
const indexed = (folder: string) => ({ path: under(folder), pathFromIndex: true });
const KUBERNETES = { component: 'kubernetes', folder: 'kubernetes', repository: 'cdk8s-team/cdk8s', ref: '71f8cba7ecc809d861e837e842217202d5e5a16c' };
const DYNAMO = { component: 'dynamo', folder: 'dynamo' };
const NETWORK = { version: '26.4.1', repository: 'Mellanox/network-operator', ref: 'v26.4.1' };
const FLUX = { component: 'flux', version: 'helm-1.6.3_kustomize-1.9.4_source-1.9.1', folder: 'flux', currentOnly: true };

/**
 * All inputs, from the SOURCE.md files and ECOSYSTEM.md beside the copies. Not read: `preview-*` folders,
 * `gateway-api/admission-policy` (no CRD). ECOSYSTEM.md names no upstream paths: those are from an index.
 */
export const SOURCES: readonly Source[] = [
  { ...KUBERNETES, version: '1.34', files: /^v1\.34\.json$/, unfetchable: 'a subset of kubernetes-schemas/v1.34.0/_definitions.json' },
  { ...KUBERNETES, version: '1.36', files: /^v1\.36\.json$/, unfetchable: 'a subset of kubernetes-schemas/v1.36.0/_definitions.json' },

  { component: 'agentgateway', version: '1.4.1', folder: 'agentgateway', repository: 'agentgateway/agentgateway', ref: '163ea2146acb7b82082acea30ed691b29079095f', path: under('controller/install/helm/agentgateway-crds/templates') },
  { component: 'aiperf', version: '0.13.0', folder: 'aiperf', derived: true },
  { component: 'argo-cd', version: '3.5.1', folder: 'argo-cd', repository: 'argoproj/argo-cd', ref: 'v3.5.1', ...indexed('manifests/crds'), currentOnly: true },
  { component: 'dra-driver', version: '0.4.1', folder: 'dra-driver', repository: 'kubernetes-sigs/dra-driver-nvidia-gpu', ref: '764900e7833798a1528bd52a2af3e1b2d5f7a616', path: under('deployments/helm/dra-driver-nvidia-gpu/crds') },
  { ...DYNAMO, version: '1.4.0', files: /^nvidia\.com_/, repository: 'ai-dynamo/dynamo', ref: 'cdf9267d27ac12e6424a515e9169694a3a152556', path: under('deploy/operator/config/crd/bases') },
  { ...DYNAMO, version: '1.5', files: /^DELTA-1\.5\.yaml$/, base: '1.4.0', derived: true },
  { ...DYNAMO, version: '1.6', files: /^DELTA-1\.6\.yaml$/, base: '1.5', derived: true },
  { component: 'external-secrets', version: '2.9.0', folder: 'external-secrets', repository: 'external-secrets/external-secrets', ref: 'v2.9.0', ...indexed('config/crds/bases') },
  { ...FLUX, files: /^helm\./, repository: 'fluxcd/helm-controller', ref: 'v1.6.3', ...indexed('config/crd/bases') },
  { ...FLUX, files: /^kustomize\./, repository: 'fluxcd/kustomize-controller', ref: 'v1.9.4', ...indexed('config/crd/bases') },
  { ...FLUX, files: /^source\./, repository: 'fluxcd/source-controller', ref: 'v1.9.1', ...indexed('config/crd/bases') },
  { component: 'gaie', version: '1.5.0', partial: true, folder: 'gaie/legacy-gaie-v1.5.0', repository: 'kubernetes-sigs/gateway-api-inference-extension', ref: 'df9f8909fe06fe2dfd4a6fc0bd0c01a0acabf849', path: under('config/crd/bases') },
  { component: 'gaie', version: '1.6.0', folder: 'gaie', repository: 'kubernetes-sigs/gateway-api-inference-extension', ref: '992e5c292afb248801ce8d9234eb5b9d28eea231', path: under('config/crd/bases') },
  { component: 'gateway-api', version: '1.6.1', folder: 'gateway-api', repository: 'kubernetes-sigs/gateway-api', ref: '8bb74df00e56ec8f944d48c25e6c1c9c2f6848e3', path: under('config/crd/standard') },
  { component: 'gpu-operator', version: '26.7.0', folder: 'gpu-operator', repository: 'NVIDIA/gpu-operator', ref: 'v26.7.0', path: under('deployments/gpu-operator/crds') },
  { component: 'grove', version: '0.1.0-alpha.12-rc1', folder: 'grove', files: /^grove\.io_/, repository: 'ai-dynamo/grove', ref: '19905d530d48bdabe3f1de6a8a175544f941d81e', path: under('operator/api/core/v1alpha1/crds') },
  { component: 'grove', version: '0.1.0-alpha.12-rc1', folder: 'grove', files: /^scheduler\.grove\.io_/, repository: 'ai-dynamo/grove', ref: '19905d530d48bdabe3f1de6a8a175544f941d81e', path: under('scheduler/api/core/v1alpha1/crds') },
  { component: 'istio', version: '1.30.3', folder: 'istio', repository: 'istio/api', ref: '1.30.3', unfetchable: 'one CRD of a larger upstream file' },
  { component: 'jobset', version: '0.11.1', folder: 'jobset', repository: 'kubernetes-sigs/jobset', ref: 'v0.11.1', ...indexed('config/components/crd/bases') },
  { component: 'kai-scheduler', version: '0.17.0', folder: 'kai-scheduler', repository: 'kai-scheduler/KAI-Scheduler', ref: 'f218c69bee5e5fc6031273ba555d09916b1ca89a', path: under('deployments/kai-scheduler/crds') },
  { component: 'keda', version: '2.20.2', folder: 'keda', repository: 'kedacore/keda', ref: 'v2.20.2', ...indexed('config/crd/bases'), currentOnly: true },
  { component: 'llm-d-router', version: '0.10.0', folder: 'gaie/llm-d-router-v0.10.0', repository: 'llm-d/llm-d-router', ref: '71f4f0999f95b96c49a9d0c4afbd18dfdb943c26', path: under('config/crd/bases') },
  { component: 'lws', version: '0.10.0', folder: 'lws', repository: 'kubernetes-sigs/lws', ref: 'v0.10.0', ...indexed('config/crd/bases') },
  { component: 'maintenance', ...NETWORK, folder: 'maintenance', path: under('deployment/network-operator/charts/maintenance-operator-chart/crds') },
  { component: 'modelexpress', version: '0.5.1', folder: 'modelexpress', repository: 'ai-dynamo/modelexpress', ref: 'v0.5.1', path: under('examples') },
  { component: 'mpi-operator', version: '0.8.0', folder: 'mpi-operator', repository: 'kubeflow/mpi-operator', ref: 'v0.8.0', ...indexed('manifests/base') },
  { component: 'multus', ...NETWORK, folder: 'multus', path: under('deployment/network-operator/crds') },
  { component: 'network-operator', ...NETWORK, folder: 'network-operator', path: under('deployment/network-operator/crds') },
  { component: 'nfd', version: '0.19.0', folder: 'nfd', repository: 'kubernetes-sigs/node-feature-discovery', ref: 'v0.19.0', path: under('deployment/base/nfd-crds') },
  { component: 'nic-configuration', version: '26.4.1', folder: 'nic-configuration', repository: 'Mellanox/nic-configuration-operator', ref: 'network-operator-v26.4.1', path: under('config/crd/bases') },
  { component: 'nv-ipam', version: '26.4.1', folder: 'nv-ipam', repository: 'Mellanox/nvidia-k8s-ipam', ref: 'network-operator-v26.4.1', path: under('deploy/crds') },
  { component: 'prometheus-operator', version: '0.93.0', folder: 'prometheus-operator', repository: 'prometheus-operator/prometheus-operator', ref: 'v0.93.0', ...indexed('example/prometheus-operator-crd'), currentOnly: true },
  { component: 'spectrum-x', version: '26.4.1', folder: 'spectrum-x', repository: 'Mellanox/spectrum-x-operator', ref: 'network-operator-v26.4.1', path: under('config/crd/bases') },
  { component: 'sriov', ...NETWORK, folder: 'sriov', path: under('deployment/network-operator/charts/sriov-network-operator/crds') },
];

/** How a component is spelled in doc lines where its name alone is not how people write it. */
export const TITLES: { readonly [component: string]: string } = {
  dynamo: 'Dynamo', gaie: 'GAIE', kubernetes: 'Kubernetes',
};

/** The CRDs that a delta file adds lack what a CRD says about names; DELTA-1.6.yaml gives it in a note. */
export const ADDED_KINDS: { readonly [kind: string]: { readonly plural: string; readonly shortNames: string[]; readonly scope: 'Namespaced' } } = {
  LPXGraphDeployment: { plural: 'lpxgraphdeployments', shortNames: ['lpxgd'], scope: 'Namespaced' },
};

/** CEL rules of a base that a delta file says not to evaluate against its release (`unresolved` in DELTA-1.6.yaml), by message. */
export const DOUBTFUL_RULES: { readonly [componentVersion: string]: readonly string[] } = {
  'dynamo 1.6': ['minAvailable is immutable after creation'],
};
