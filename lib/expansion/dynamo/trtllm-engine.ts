import { quotedLine, runScript, startsPython } from './command-line';
import { Engine } from './engine';
import { gpusPerNode } from './gpu-resources';
import type { NodeGroup } from './node-group';
import type { ContainerDraft, EnvVar } from './pod-draft';
import { PORTS } from '../../facts/ports';

/** Secret with the keys of mpirun's ssh: the chart's default. Source: dynamo.md 3.5, 4.2. */
const SSH_SECRET = 'mpi-run-ssh-secret';

const SSH = PORTS.multinodeSsh.port;

/** Variables that mpirun hands to every rank beside the container's own. Source: dynamo.md 8.6, recorded. */
const FORWARDED = [
  'CPATH', 'CUDA_VISIBLE_DEVICES', 'HF_DATASETS_CACHE', 'HF_ENDPOINT', 'HF_HOME', 'HF_TOKEN', 'HOME', 'HUGGING_FACE_HUB_TOKEN', 'LD_LIBRARY_PATH',
  'MODEL_PATH', 'NCCL_DEBUG', 'NCCL_IB_DISABLE', 'NCCL_P2P_DISABLE', 'PATH', 'PYTHONPATH', 'TENSORRT_LLM_CACHE_DIR', 'TOKENIZERS_PARALLELISM',
  'TRANSFORMERS_CACHE', 'TRITON_PTXAS_PATH', 'TRTLLM_USE_UCX_KVCACHE', 'USER',
];

/** TensorRT-LLM: workers run sshd, the leader starts every rank with mpirun. Source: dynamo.md 3.5, 8.6. */
export const TRTLLM_ENGINE: Engine = {
  changeContainer(container, { role, group }) {
    if (!group) return;
    if (role === 'worker') {
      delete container.livenessProbe;
      delete container.startupProbe;
      container.readinessProbe = { tcpSocket: { port: SSH }, initialDelaySeconds: 20, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 10 };
    }
    container.volumeMounts = [...container.volumeMounts ?? [], { name: SSH_SECRET, mountPath: '/ssh-pk', readOnly: true }];
    container.env = [...container.env ?? [], { name: 'OMPI_MCA_orte_keep_fqdn_hostnames', value: '1' }];
    const script = role === 'leader' ? leaderScript(container, group) : [...sshSetup(true), ...sshServer()];
    runScript(container, '/bin/sh', script.join(' && '));
  },
  changePod(spec, { group }) {
    if (group) spec.volumes = [...spec.volumes ?? [], { name: SSH_SECRET, secret: { secretName: SSH_SECRET, defaultMode: 0o644 } }];
  },
};

function leaderScript(container: ContainerDraft, group: NodeGroup): string[] {
  const ranks = group.nodes * gpusPerNode(container.resources);
  const hosts = group.hosts();
  const mpirun = [
    'mpirun $([ "$(id -u)" = "0" ] && echo --allow-run-as-root) --oversubscribe',
    `-n ${ranks} -H ${hosts.join(',')} --mca pml ob1`,
    `--mca plm_rsh_args "-p ${SSH} -o StrictHostKeyChecking=no -i $HOME/.ssh/id_rsa"`,
    forwarded(container.env ?? []),
    `bash -c 'trtllm-llmapi-launch ${launched(container)}'`,
  ].join(' ');
  return [...sshSetup(false), ...group.waitsForNames ? [waitForNames(hosts.slice(1))] : [], mpirun];
}

/** Of a shell's command only the script is kept. */
function launched(container: ContainerDraft): string {
  if (startsPython(container)) return [quotedLine(container.command), quotedLine(container.args)].filter((part) => part !== '').join(' ');
  return (container.args ?? container.command ?? []).join(' ');
}

function forwarded(env: readonly EnvVar[]): string {
  return [...new Set([...FORWARDED, ...env.map(({ name }) => name)])].sort().map((name) => `-x ${name}`).join(' ');
}

/** Keys of the Secret, where ssh looks for them whoever the user is. */
function sshSetup(serves: boolean): string[] {
  return [
    `mkdir -p $HOME/.ssh${serves ? ' $HOME/.ssh/host_keys $HOME/.ssh/run' : ''}`,
    'ls -la /ssh-pk/',
    'cp /ssh-pk/private.key $HOME/.ssh/id_rsa',
    'cp /ssh-pk/private.key.pub $HOME/.ssh/id_rsa.pub',
    'cp /ssh-pk/private.key.pub $HOME/.ssh/authorized_keys',
    'chmod 600 $HOME/.ssh/id_rsa $HOME/.ssh/authorized_keys',
    'chmod 644 $HOME/.ssh/id_rsa.pub',
    printed(['Host *', 'IdentityFile \'$HOME\'/.ssh/id_rsa', 'StrictHostKeyChecking no', `Port ${SSH}`], 'config'),
  ];
}

function sshServer(): string[] {
  const hostKey = (kind: string) => `.ssh/host_keys/ssh_host_${kind}_key`;
  const kinds = ['rsa', 'ecdsa', 'ed25519'];
  return [
    ...kinds.map((kind) => `ssh-keygen -t ${kind} -f $HOME/${hostKey(kind)} -N ''`),
    printed([
      `Port ${SSH}`,
      ...kinds.map((kind) => `HostKey '$HOME'/${hostKey(kind)}`),
      'PidFile \'$HOME\'/.ssh/run/sshd.pid',
      'StrictModes no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'PubkeyAuthentication yes',
      'AuthorizedKeysFile \'$HOME\'/.ssh/authorized_keys',
    ], 'sshd_config'),
    '/usr/sbin/sshd -D -f $HOME/.ssh/sshd_config',
  ];
}

function printed(lines: readonly string[], file: string): string {
  return `printf '${lines.map((line) => `${line}\\n`).join('')}' > $HOME/.ssh/${file}`;
}

function waitForNames(hosts: readonly string[]): string {
  return [
    `TIMEOUT=300; START_TIME=$(date +%s); for worker in ${hosts.join(' ')}; do echo "Waiting for DNS: $worker"; `,
    'until getent hosts $worker >/dev/null 2>&1; do CURRENT_TIME=$(date +%s); ',
    'if [ $((CURRENT_TIME - START_TIME)) -gt $TIMEOUT ]; then echo "ERROR: Timeout waiting for DNS: $worker"; exit 1; fi; ',
    'echo "DNS not ready for $worker, retrying..."; sleep 2; done; echo "✓ DNS resolved: $worker"; done; echo "All workers DNS ready"',
  ].join('');
}
