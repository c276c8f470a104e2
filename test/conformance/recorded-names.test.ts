import * as fs from 'fs';
import * as path from 'path';
import * as names from '../../lib/facts/dynamo-names';
import * as grove from '../../lib/facts/grove';

/** What the real operators created (../shared/truth/README.md): Dynamo 1.4.0 and Grove alpha.12-rc1. */
const RECORDED = path.join(__dirname, '../../../shared/truth/operators');

interface Recorded {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string>; readonly ownerReferences?: string[] };
  readonly spec?: any;
}

interface Recording {
  readonly file: string;
  readonly objects: Recorded[];
}

function recordings(): Recording[] {
  if (!fs.existsSync(RECORDED)) return [];
  const files = ['grove', 'topology'].flatMap((folder) => fs.readdirSync(path.join(RECORDED, folder)).map((file) => `${folder}/${file}`));
  return files.filter((file) => file.endsWith('.json')).map((file) => ({
    file,
    objects: JSON.parse(fs.readFileSync(path.join(RECORDED, file), 'utf8')).objects,
  }));
}

const ALL = recordings();
const named = (recording: Recording, kind: string, owner: string) => recording.objects
  .filter((object) => object.kind === kind && object.metadata.ownerReferences?.includes(owner))
  .map((object) => object.metadata.name).sort();
const sets = ALL.flatMap((recording) => recording.objects.filter((object) => object.kind === 'PodCliqueSet').map((set) => ({ recording, set })));
const graphs = ALL.flatMap((recording) => recording.objects.filter((object) => object.kind === 'DynamoGraphDeployment').map((graph) => ({ recording, graph })));

function components(graph: Recorded): (names.NamedComponent & { scalingAdapter?: unknown; modelRef?: { name: string } })[] {
  return graph.spec.components.map((component: any) => ({
    ...component, nodeCount: component.multinode?.nodeCount, interPodGms: component.experimental?.gpuMemoryService?.mode === 'InterPod',
  }));
}

const withRecordings = ALL.length > 0 ? describe : describe.skip;
if (ALL.length === 0) test.todo('recorded names: not run, ../shared/truth is not there');

withRecordings('Names as the operators of Dynamo 1.4.0 and Grove alpha.12-rc1 make them', () => {
  test('there is something to compare with', () => {
    expect([graphs.length > 190, sets.length > 230]).toEqual([true, true]);
  });

  test('PodCliqueSets of graphs, shortened ones included', () => {
    let compared = 0;
    for (const { recording, graph } of graphs) {
      const recorded = named(recording, 'PodCliqueSet', `DynamoGraphDeployment/${graph.metadata.name}`);
      if (recorded.length === 0) continue; // off Grove, or failed
      expect([recording.file, recorded]).toEqual([recording.file, [names.podCliqueSetName(graph.metadata.name, components(graph))]]);
      expect(names.componentsOverBudget(graph.metadata.name, components(graph))).toEqual([]);
      compared++;
    }
    expect(compared).toBe(199);
  });

  test('cliques and scaling groups of graphs, in order', () => {
    for (const { recording, graph } of graphs) {
      const owner = `DynamoGraphDeployment/${graph.metadata.name}`;
      const set = recording.objects.find((object) => object.kind === 'PodCliqueSet' && object.metadata.ownerReferences?.includes(owner));
      if (!set) continue;
      const parts = components(graph);
      expect([recording.file, set.spec.template.cliques.map((clique: any) => clique.name)])
        .toEqual([recording.file, parts.flatMap((part) => names.cliqueNames(part))]);
      expect([recording.file, (set.spec.template.podCliqueScalingGroups ?? []).map((group: any) => [group.name, group.cliqueNames])])
        .toEqual([recording.file, parts.filter(names.isScalingGroup).map((part) => [names.componentInNames(part.name), names.cliqueNames(part)])]);
    }
  });

  test('Services, accounts, roles, scaling adapters and ConfigMaps of graphs', () => {
    for (const { recording, graph } of graphs) {
      const owner = `DynamoGraphDeployment/${graph.metadata.name}`;
      if (named(recording, 'PodCliqueSet', owner).length === 0) continue;
      const parts = components(graph);
      const graphName = graph.metadata.name;
      const models = [...new Set(parts.flatMap((part) => part.modelRef ? names.modelServiceName(part.modelRef.name) : []))];
      expect([recording.file, named(recording, 'Service', owner)]).toEqual([recording.file, [...parts.map((part) => names.componentServiceName(graphName, part.name)), ...models].sort()]);
      expect(named(recording, 'ServiceAccount', owner)).toEqual([names.discoveryServiceAccountName(graphName)]);
      expect(named(recording, 'Role', owner)).toEqual([names.discoveryRoleName(graphName)]);
      expect(named(recording, 'RoleBinding', owner)).toEqual([names.discoveryRoleBindingName(graphName)]);
      expect(named(recording, 'DynamoGraphDeploymentScalingAdapter', owner)).toEqual(parts.filter((part) => part.scalingAdapter).map((part) => names.scalingAdapterName(graphName, part.name)).sort());
      expect(named(recording, 'ConfigMap', owner).includes(names.waitLeaderConfigMapName(graphName))).toBe(parts.some((part) => (part.nodeCount ?? 1) > 1));
      const pods = recording.objects.filter((object) => object.kind === 'Pod' && object.metadata.labels?.['nvidia.com/dynamo-graph-deployment-name'] === graphName);
      const global = graph.spec.components.some((component: any) => component.globalDynamoNamespace);
      expect([...new Set(pods.map((pod) => pod.metadata.labels?.['nvidia.com/dynamo-namespace']))].filter((value) => value !== names.dynamoNamespace('NAMESPACE', graphName, global)))
        .toEqual([]);
    }
  });

  test('everything that Grove makes of a set', () => {
    for (const { recording, set } of sets) {
      const { file } = recording;
      const podCliqueSet = set.metadata.name;
      const groups: any[] = set.spec.template.podCliqueScalingGroups ?? [];
      const live = (kind: string, name: string) => recording.objects.find((object) => object.kind === kind && object.metadata.name === name)?.spec;
      const cliques: string[] = [];
      const scalingGroups: string[] = [];
      const gangs = new Set<string>();
      const hostnames: string[] = [];
      const add = (position: grove.CliquePosition) => {
        const name = grove.podCliqueName(position);
        cliques.push(name);
        for (let k = 0; k < (live('PodClique', name)?.replicas ?? 0); k++) hostnames.push(grove.podHostname(position, k));
      };
      for (let replica = 0; replica < (set.spec.replicas ?? 0); replica++) {
        gangs.add(grove.basePodGangName(podCliqueSet, replica));
        for (const { name: clique } of set.spec.template.cliques) {
          if (!groups.some((group) => group.cliqueNames.includes(clique))) add({ podCliqueSet, replica, clique });
        }
        for (const group of groups) {
          scalingGroups.push(grove.scalingGroupName(podCliqueSet, group.name, replica));
          for (let groupReplica = 0; groupReplica < (live('PodCliqueScalingGroup', scalingGroups[scalingGroups.length - 1])?.replicas ?? 0); groupReplica++) {
            gangs.add(grove.podGangNameOfGroupReplica(podCliqueSet, group.name, groupReplica, group.minAvailable, replica));
            for (const clique of group.cliqueNames) add({ podCliqueSet, replica, clique, group: group.name, groupReplica });
          }
        }
      }
      const owned = (kind: string) => recording.objects.filter((object) => object.kind === kind && object.metadata.labels?.['app.kubernetes.io/part-of'] === podCliqueSet);
      const ownedNames = (kind: string) => owned(kind).map((object) => object.metadata.name).sort();
      expect([file, ownedNames('PodClique')]).toEqual([file, cliques.sort()]);
      expect([file, ownedNames('PodCliqueScalingGroup')]).toEqual([file, scalingGroups.sort()]);
      expect([file, ownedNames('PodGang')]).toEqual([file, [...gangs].sort()]);
      expect([file, ownedNames('Service')]).toEqual([file, Array.from({ length: set.spec.replicas ?? 0 }, (_, i) => grove.headlessServiceName(podCliqueSet, i)).sort()]);
      expect([file, ownedNames('ServiceAccount'), ownedNames('Role')]).toEqual([file, [grove.serviceAccountName(podCliqueSet)], [grove.podRoleName(podCliqueSet)]]);
      // Pods that the API server refused are missing; no other name may appear.
      expect([file, owned('Pod').map((pod) => pod.spec.hostname).filter((hostname) => !hostnames.includes(hostname))]).toEqual([file, []]);
      expect([file, owned('Pod').filter((pod) => !cliques.includes(pod.metadata.name.slice(0, -1)))]).toEqual([file, []]);
    }
  });

  test('shared claims and automatic ComputeDomains', () => {
    const recorded: string[] = [];
    for (const { recording, set } of sets) {
      const podCliqueSet = set.metadata.name;
      const template = set.spec.template;
      const groups: any[] = template.podCliqueScalingGroups ?? [];
      const predicted = new Set<string>();
      const replicas = Array.from({ length: set.spec.replicas ?? 0 }, (_, replica) => replica);
      for (const { name, scope } of template.resourceSharing ?? []) {
        if (scope === 'AllReplicas') predicted.add(grove.setClaimName(podCliqueSet, name));
        else for (const replica of replicas) predicted.add(grove.setClaimName(podCliqueSet, name, replica));
      }
      const groupReplicas = (group: any) => Array.from({ length: group.replicas ?? 1 }, (_, groupReplica) => groupReplica);
      for (const replica of replicas) {
        for (const group of groups) {
          for (const { name, scope } of group.resourceSharing ?? []) {
            if (scope === 'AllReplicas') predicted.add(grove.groupClaimName(podCliqueSet, group.name, name, replica));
            else groupReplicas(group).forEach((each) => predicted.add(grove.groupClaimName(podCliqueSet, group.name, name, replica, each)));
          }
        }
        for (const clique of template.cliques) {
          const group = groups.find((each) => each.cliqueNames.includes(clique.name));
          const positions: grove.CliquePosition[] = group
            ? groupReplicas(group).map((groupReplica) => ({ podCliqueSet, replica, clique: clique.name, group: group.name, groupReplica }))
            : [{ podCliqueSet, replica, clique: clique.name }];
          for (const { name, scope } of clique.resourceSharing ?? []) {
            for (const position of positions) {
              if (scope === 'AllReplicas') predicted.add(grove.cliqueClaimName(position, name));
              else for (let k = 0; k < clique.spec.replicas; k++) predicted.add(grove.cliqueClaimName(position, name, k));
            }
          }
        }
      }
      const mine = recording.objects.filter((object) => object.metadata.labels?.['app.kubernetes.io/part-of'] === podCliqueSet);
      const claims = mine.filter((object) => object.kind === 'ResourceClaim').map((object) => object.metadata.name);
      expect([recording.file, claims.filter((claim) => !predicted.has(claim))]).toEqual([recording.file, []]);
      recorded.push(...claims);
      for (const domain of mine.filter((object) => object.kind === 'ComputeDomain')) {
        const mnnvlGroup = domain.metadata.labels!['grove.io/mnnvl-group'];
        expect(replicas.map((replica) => grove.mnnvlComputeDomainName(podCliqueSet, mnnvlGroup, replica))).toContain(domain.metadata.name);
        recorded.push(domain.metadata.name);
      }
    }
    expect(recorded.length).toBe(15); // 14 claims, 1 ComputeDomain: scheduling.md 9.1
  });

  test('the suffix bug is the only way to another template', () => {
    for (const { set } of sets) {
      const cliques: string[] = set.spec.template.cliques.map((clique: any) => clique.name);
      cliques.forEach((clique, i) => {
        const confused = cliques.slice(0, i).some((earlier) => clique.endsWith(earlier));
        expect(grove.templateIndex(grove.podCliqueName({ podCliqueSet: set.metadata.name, clique }), cliques) !== i).toBe(confused);
      });
    }
  });
});
