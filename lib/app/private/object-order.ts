import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** What others refer to comes first; kinds that are not named come between the two lists. */
const FIRST = [
  'Namespace', 'CustomResourceDefinition', 'PriorityClass', 'StorageClass', 'DeviceClass', 'Topology', 'ClusterTopologyBinding', 'Queue',
  'ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'Secret', 'ConfigMap', 'PersistentVolume', 'PersistentVolumeClaim',
  'ComputeDomain', 'ResourceClaimTemplate', 'ResourceClaim', 'Service', 'Job',
];
const LAST = ['DynamoGraphDeployment', 'HorizontalPodAutoscaler', 'ScaledObject'];

/**
 * The objects of a chart: after what they depend on, and else in an order that does not hang on when they were created
 * (kind, API group, name), so that moving a statement moves nothing in the output.
 */
export function orderedObjects(chart: Chart): ApiObject[] {
  const objects = chart.node.findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart)
    .map((object) => ({ object, key: keyOf(object) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ object }) => object);
  const ordered = new Set<ApiObject>();
  const visiting = new Set<ApiObject>();
  const members = new Set(objects);
  const visit = (object: ApiObject) => {
    if (ordered.has(object)) return;
    if (visiting.has(object)) throw new Error(`${object.node.path}: depends on itself through its dependencies. Fix: remove one of them`);
    visiting.add(object);
    const before = new Set(dependenciesOf(object).flatMap((target) => target.node.findAll()));
    for (const other of objects) {
      if (before.has(other) && members.has(other) && other !== object) visit(other);
    }
    visiting.delete(object);
    ordered.add(object);
  };
  objects.forEach(visit);
  return [...ordered];
}

function dependenciesOf(object: ApiObject): IConstruct[] {
  return object.node.scopes.flatMap((scope) => scope.node.dependencies);
}

function keyOf(object: ApiObject): string {
  const first = FIRST.indexOf(object.kind);
  const last = LAST.indexOf(object.kind);
  const rank = first >= 0 ? first : last >= 0 ? 200 + last : 100;
  return [String(rank).padStart(3, '0'), object.kind, object.apiGroup, object.metadata.namespace ?? '', object.name, object.node.path].join('\u0000');
}
