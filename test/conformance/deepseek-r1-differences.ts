/** The five sorts of difference between our manifest and the one that upstream published. */
export type Sort = 'apiVersion' | 'image tag' | 'operator default not written' | 'upstream defect' | 'deliberate';

export interface Difference {
  /** Paths of the flattened graph that differ, from the first character to the last. */
  readonly path: RegExp;
  readonly sort: Sort;
  readonly reason: string;
}

const WORKER = '(prefill|decode)';
const MAIN = 'podTemplate\\.spec\\.containers\\.main';

/** Every difference of examples/deepseek-r1-gb200 from the upstream recipe as the operator itself converts it to v1beta1. */
export const DIFFERENCES: Difference[] = [
  {
    path: /^DynamoGraphDeployment\.apiVersion$/,
    sort: 'apiVersion',
    reason: 'v1beta1: v1alpha1 is deprecated and warns on each apply (DGD-07)',
  },
  {
    path: /^ComputeDomain\.spec\.numNodes$/,
    sort: 'upstream defect',
    reason: '0 instead of 9: the number is deprecated, cannot be changed once applied, and is wrong as soon as a role is scaled (CD-02)',
  },
  {
    path: /^(DynamoGraphDeployment|ComputeDomain|ConfigMap of \w+)\.metadata\.(name|namespace)$/,
    sort: 'deliberate',
    reason: 'names from the ids of the program, in the namespace of its chart',
  },
  {
    path: /^ComputeDomain\.spec\.channel\.resourceClaimTemplate\.name$/,
    sort: 'deliberate',
    reason: 'named after our domain; the pods claim the same template',
  },
  {
    path: /^ConfigMap of \w+\.file$/,
    sort: 'deliberate',
    reason: 'one file name for every engine file; its content is compared on its own',
  },
  {
    path: /^(Queue \w+\..*|DynamoGraphDeployment\.metadata\.annotations\.nvidia\.com\/kai-scheduler-queue)$/,
    sort: 'deliberate',
    reason: 'a queue with a guarantee for the gang; upstream runs in the default queue',
  },
  {
    path: /^DynamoGraphDeployment\.spec\.components\.\w+\.minAvailable$/,
    sort: 'operator default not written',
    reason: 'the defaulting webhook writes 1 on the Grove pathway; it is in the record, not in the recipe',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.frontend\\.${MAIN}\\.call\\.(module|flags\\.--http-port)$`),
    sort: 'operator default not written',
    reason: 'python3 -m dynamo.frontend on port 8000 is what the operator runs for type frontend (dynamo.md 3.3)',
  },
  {
    path: /^DynamoGraphDeployment\.spec\.components\.\w+\.podTemplate\.spec\.affinity$/,
    sort: 'operator default not written',
    reason: 'an empty affinity is none',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.image$`),
    sort: 'image tag',
    reason: 'the runtime of the release, 1.4.2, instead of 1.3.0: operator and runtime belong to one line (DGD-03)',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.frontend\\.${MAIN}\\.image$`),
    sort: 'deliberate',
    reason: 'the frontend image of the release holds no engine, so it runs on a CPU node (DGD-06)',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.call\\.flags\\.--model(-path)?$`),
    sort: 'deliberate',
    reason: '--model-path is a deprecated alias of --model, which a planner does not read (dynamo.md 3.12)',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.(${MAIN}\\.(call\\.flags\\.--extra-engine-args|volumeMounts\\..*)|podTemplate\\.spec\\.volumes\\.(\\w+-config-volume|engine-config)\\..*)$`),
    sort: 'deliberate',
    reason: 'one file name and one folder for every engine file, mounted read-only; the file\'s content is compared on its own',
  },
  {
    path: /^DynamoGraphDeployment\.spec\.components\.\w+\.podTemplate\.spec\.volumes\.model-cache\..*$/,
    sort: 'upstream defect',
    reason: 'the volume is declared: upstream leaves it to the operator, which makes up a claim of whatever name the mount has (DGD-51)',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.podTemplate\\.metadata\\.annotations\\.cdk8s-inference/engine-config$`),
    sort: 'deliberate',
    reason: 'a changed engine file rolls the pods, which read it once at start',
  },
  {
    path: /^DynamoGraphDeployment\.spec\.components\.\w+\.podTemplate\.spec\.(nodeSelector|tolerations)\..*$/,
    sort: 'deliberate',
    reason: 'the nodes of the pool that the role runs on',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.podTemplate\\.spec\\.resourceClaims\\.compute-domain-channel\\.resourceClaimTemplateName$`),
    sort: 'deliberate',
    reason: 'the name of our domain; the claim is the same',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.workingDir$`),
    sort: 'deliberate',
    reason: 'the backend is started by module name and every path is absolute',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.livenessProbe\\..*$`),
    sort: 'deliberate',
    reason: 'the operator\'s default of runtime 1.4 restarts an engine after one failed probe (DGD-60)',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.startupProbe\\.httpGet\\.port$`),
    sort: 'deliberate',
    reason: 'the port by its name, which the operator may number as it likes; 9090 is the same port',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.startupProbe\\.initialDelaySeconds$`),
    sort: 'deliberate',
    reason: '600 probes every 10 s are the time that matters; 30 s more at the start change nothing',
  },
  {
    path: /^DynamoGraphDeployment\.spec\.env\.NCCL_(MNNVL|CUMEM)_ENABLE\.value$/,
    sort: 'deliberate',
    reason: 'written into the GPU pods that hold the claim, where upstream gives it to the frontend as well',
  },
  {
    path: new RegExp(`^DynamoGraphDeployment\\.spec\\.components\\.${WORKER}\\.${MAIN}\\.env\\.NCCL_(MNNVL|CUMEM)_ENABLE\\.value$`),
    sort: 'deliberate',
    reason: 'the other end of the entry above: the variables of a worker are the same',
  },
];
