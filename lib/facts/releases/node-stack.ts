import type { ReleasePin } from '../release-pin';

/** What runs below Dynamo on every line shipped here: the combination of autumn 2026 (newer.md 1), as far as its files could be read. */
export const NODE_STACK: readonly ReleasePin[] = [
  {
    component: 'gpu-operator',
    version: 'v26.7.0',
    reason: 'chart and CRDs read at this tag; pinned by NVIDIA AICR beside Dynamo 1.4.2 (26.7.2 exists)',
    source: 'newer.md 1 (NVIDIA/aicr recipes/registry.yaml @005da13a), operators.md A (NVIDIA/gpu-operator v26.7.0)',
  },
  {
    component: 'gpu-driver',
    version: '580.173.02',
    reason: 'meets the 580 that CUDA 13 images need; the chart\'s default 595.91.07 breaks GPUDirect over EFA on AWS GB200 and GB300',
    source: 'newer.md 0 and 4 (aicr #2383, #2439), operators.md A4 (published driver versions)',
    settings: { 'driver.version': '580.173.02' },
  },
  {
    component: 'network-operator',
    version: '26.4.1',
    reason: 'newest whose chart and CRDs could be read, pinned by NVIDIA AICR; 26.7.1 is out and lists no API change',
    source: 'newer.md 1 and 5, operators.md C (Mellanox/network-operator v26.4.1)',
  },
  {
    component: 'nfd',
    version: '0.19.0',
    reason: 'the sub-chart of GPU Operator v26.7.0; its CRDs are the same in both operators',
    source: 'newer.md 1, operators.md A4, B (kubernetes-sigs/node-feature-discovery v0.19.0)',
  },
  {
    component: 'modelexpress',
    version: '0.5.1',
    reason: 'newest whose chart and CRDs could be read',
    source: 'memory.md 3, optimization-tooling-registry.md 0 (ai-dynamo/modelexpress v0.5.1)',
  },
  {
    component: 'gateway-api',
    version: 'v1.6.1',
    reason: 'newest, standard channel; agentgateway 1.4.1 is built on it',
    source: 'serving.md 0, newer.md 8 (kubernetes-sigs/gateway-api v1.6.1)',
  },
  {
    component: 'agentgateway',
    version: 'v1.4.1',
    reason: 'its CRDs could be read; 1.4.0 is the lowest whose CRDs Kubernetes 1.37 accepts (tags 2.2.x are older than 1.x)',
    source: 'serving.md 0, newer.md 2 and 8 (agentgateway/agentgateway v1.4.1, aicr #2587)',
  },
  {
    component: 'lws',
    version: 'v0.10.0',
    reason: 'only for multinode graphs off Grove, which need 0.7.0; newest whose CRDs could be read (1.0.0 is out)',
    source: 'crds/ECOSYSTEM.md (kubernetes-sigs/lws v0.10.0), newer.md 8, dynamo.md 4.1',
  },
  {
    component: 'aiperf',
    version: '0.11.0',
    reason: 'the image tag that a Dynamo recipe uses; the Kubernetes operator came later',
    source: 'optimization-tooling-registry.md 0 (ai-dynamo/aiperf 0.11.0)',
  },
  {
    component: 'ucx',
    version: '1.21.x',
    reason: 'in every runtime image of Dynamo 1.4 to 1.6',
    source: 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo, Compatibility)',
  },
];

/** Versions of the schemas that all lines share, by folder of the CRD sources (its SOURCE.md or ECOSYSTEM.md names the tag). */
export const SHARED_SCHEMAS: { readonly [component: string]: string } = {
  'agentgateway': '1.4.1',
  'argo-cd': '3.5.1',
  'dra-driver': '0.4.1', // byte-identical on main just before v0.5.0
  'external-secrets': '2.9.0',
  'flux': 'helm-1.6.3_kustomize-1.9.4_source-1.9.1',
  'gateway-api': '1.6.1',
  'gpu-operator': '26.7.0',
  'grove': '0.1.0-alpha.12-rc1',
  'istio': '1.30.3',
  'jobset': '0.11.1',
  'kai-scheduler': '0.17.0',
  'keda': '2.20.2',
  'llm-d-router': '0.10.0',
  'lws': '0.10.0',
  'maintenance': '26.4.1',
  'modelexpress': '0.5.1',
  'mpi-operator': '0.8.0',
  'multus': '26.4.1',
  'network-operator': '26.4.1',
  'nfd': '0.19.0',
  'nic-configuration': '26.4.1',
  'nv-ipam': '26.4.1',
  'prometheus-operator': '0.93.0',
  'spectrum-x': '26.4.1',
  'sriov': '26.4.1',
};

/** Kubernetes minors: dra v1 (ComputeDomains) from 1.34; GPU Operator 26.7.0 and KAI v0.17 documented to 1.36. Source: operators.md A4, scheduling.md 1.4, infrastructure.md 2.2. */
export const KUBERNETES_MINORS: readonly number[] = [34, 35, 36];

/** `kubeVersion: ">=1.30.0-0"` of dynamo-platform. Source: dynamo.md 4.1, dynamo-1.5-1.6.md 1. */
export const MINIMUM_KUBERNETES_MINOR = 30;

/** Lowest driver for the CUDA 13 images of Dynamo 1.3 and later. Source: dynamo.md (Releases), dynamo-1.5-1.6.md 1. */
export const MINIMUM_DRIVER = 580;
