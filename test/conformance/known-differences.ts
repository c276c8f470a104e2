/** Files that `yaml` refuses, and why. */
export const UNREADABLE: { readonly [file: string]: string } = {
  'network-operator/network-operator-docs__docs__deployment-guide-kubernetes__block43.yaml':
    'a quoted string continues at column 0, which YAML 1.2 does not allow (the API server\'s reader does)',
  'network-operator/network-operator-docs__docs__deployment-guide-kubernetes__block44.yaml': 'the same',
};

const NOT_IN_SHARED = 'its CRD is not among ../shared/crds';

/** Kinds of upstream examples that the library binds nowhere, and why. */
export const UNBOUND: { readonly [apiVersionAndKind: string]: string } = {
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy': 'not among the kinds of crds/kubernetes/v1.34.json',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding': 'not among the kinds of crds/kubernetes/v1.34.json',
  'aigateway.envoyproxy.io/v1beta1 AIGatewayRoute': NOT_IN_SHARED,
  'eksctl.io/v1alpha5 ClusterConfig': 'no Kubernetes object: a file of eksctl',
  'kubeflow.org/v1 PyTorchJob': NOT_IN_SHARED,
  'llm-d.ai/v1alpha1 EndpointPickerConfig': 'no Kubernetes object: a file of the endpoint picker',
  'monitoring.coreos.com/v1 Prometheus': NOT_IN_SHARED,
  'ray.io/v1 RayJob': NOT_IN_SHARED,
  'serving.kserve.io/v1alpha1 ClusterServingRuntime': NOT_IN_SHARED,
  'serving.kserve.io/v1beta1 InferenceService': NOT_IN_SHARED,
};

interface Difference {
  /** Of the documents that it is about. */
  readonly ids: RegExp;
  /** Of the compiler. */
  readonly message: RegExp;
  readonly reason: string;
}

/** What the compiler refuses in literals of upstream documents, and why that is right. The status of an object is no prop. */
export const DIFFERENCES: readonly Difference[] = [
  {
    ids: /^aiperf\/recipes__qwen3\.6-35b__perf\.yaml#0 kubernetes$/,
    message: /^Type 'string' is not assignable to type '(\{ \[key: string\]: string; \}|Toleration\[\])'/,
    reason: 'placeholders where a map and a list belong (refused by the API server)',
  },
  {
    ids: /__(deepseek-v32-fp4|kimi-k2\.5)__trtllm__.*deploy\.yaml#0 dynamo$/,
    message: /^Type 'null' is not assignable to type 'Container\[\] \| undefined'/,
    reason: '`containers:` with nothing below it is null; the API server drops it',
  },
  {
    ids: /__(qwen3-32b|qwen3-vl-30b)__vllm__.*deploy\.yaml#0 dynamo$/,
    message: /^Type 'null' is not assignable to type 'string \| undefined'/,
    reason: '`subComponentType: null`; the API server drops it',
  },
  {
    ids: /^dra-driver\/demo__specs__imex__nvbandwidth-test-job.*\.yaml#1 mpi-operator$/,
    message: /^Type 'null' is not assignable to type 'EnvVar\[\] \| undefined'/,
    reason: '`env:` with nothing below it is null; the API server drops it',
  },
  {
    ids: /gpu-operator__config__samples__v1_clusterpolicy\.yaml#0 gpu-operator$/,
    message: /^Type 'null' is not assignable to type 'ClusterPolicySpecValidatorCuda \| undefined'/,
    reason: '`plugin:` with nothing below it (its `env` is indented too little) is null; the API server drops it',
  },
  {
    ids: /gpu-operator__config__samples__nvidia_v1alpha1_gpucluster\.yaml#0 gpu-operator$/,
    message: /^Object literal may only specify known properties, and '"rootFS"' does not exist/,
    reason: 'unknown field spec.hostPaths.rootFS (refused by the API server)',
  },
  {
    ids: /^grove-invalid\/.*#0 grove$/,
    message: /^Property 'roleName' is missing/,
    reason: 'roleName is required (refused by the API server)',
  },
  {
    ids: /dra-sriov-driver__block04\.yaml#0 kubernetes$/,
    message: /^Property 'uid' is missing|is missing the following properties from type 'ResourceSliceSpec'/,
    reason: 'cut short in the documentation: uid, driver and pool are required (refused by the API server)',
  },
];
