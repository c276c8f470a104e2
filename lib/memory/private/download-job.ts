import { Construct } from 'constructs';
import { suffixedName } from '../../cluster/private/object-name';
import { invalid } from '../../core/errors';
import { EnvVar, KubeJob } from '../../crds/kubernetes';
import { Model } from '../../workload';

/** Any Python with pip; the recipes of Dynamo use the same image and pin the same client. */
const IMAGE = 'python:3.10-slim';
const CLIENT = 'huggingface_hub==1.16.4';

/** A Job that downloads a model into the cache, in the layout that workers with `HF_HOME` on the same volume find. */
export function addDownloadJob(scope: Construct, claimName: string, mountPath: string, model: Model): void {
  if (!model.hubId) {
    throw invalid({
      path: scope.node.path, value: `download: '${model.source}'`, reason: 'a model that already lies in a volume has nothing to download', fix: "give Model.huggingFace('organisation/name')",
    });
  }
  const env: EnvVar[] = [
    { name: 'HF_HOME', value: mountPath },
    { name: 'MODEL', value: model.hubId },
    ...model.revision ? [{ name: 'REVISION', value: model.revision }] : [],
    ...model.token ? [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: model.token.secret.name, key: model.token.key } } }] : [],
  ];
  const revision = model.revision ? ' --revision "$REVISION"' : '';
  const job = new KubeJob(scope, 'Download', {
    metadata: { name: suffixedName(scope, '-download') },
    spec: {
      backoffLimit: 3,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{
            name: 'download',
            image: IMAGE,
            command: ['/bin/sh', '-c'],
            args: [`set -eu\npip install --no-cache-dir ${CLIENT}\nhf download "$MODEL"${revision}\n`],
            env,
            resources: { requests: { cpu: { value: '2' }, memory: { value: '8Gi' } }, limits: { memory: { value: '8Gi' } } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
            volumeMounts: [{ name: 'models', mountPath }],
          }],
          volumes: [{ name: 'models', persistentVolumeClaim: { claimName } }],
        },
      },
    },
  });
  job.addDependency(scope.node.tryFindChild('Resource')!);
}
