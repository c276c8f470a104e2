import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { requirePartName, requireSetName } from './gang-names';
import { wholeNumber } from '../../core/ranges';
import { CliquePosition, headlessServiceName, podCliqueName, podDnsName, podHostname, scalingGroupName } from '../../facts/grove';
import { GangPosition } from '../gang-position';
import { ICliqueRole, IPodCliqueSet, PodCliqueSetAttributes } from '../pod-clique-set-names';

/** A PodCliqueSet that somebody else created; how many copies and pods it has is not known. */
export class ImportedPodCliqueSet extends Construct implements IPodCliqueSet {
  private readonly namespace: string;

  constructor(scope: Construct, id: string, public readonly name: string, { namespace }: PodCliqueSetAttributes) {
    super(scope, id);
    requireSetName(this.node.path, name);
    this.namespace = namespace ?? Chart.of(this).namespace ?? 'default';
  }

  public headlessServiceName(replica: number = 0): string {
    return headlessServiceName(this.name, this.index('replica', replica));
  }

  public scalingGroupName(group: string, replica: number = 0): string {
    requirePartName(this.node.path, 'scaling group', group);
    return scalingGroupName(this.name, group, this.index('replica', replica));
  }

  public roleNamed(role: string, group?: string): ICliqueRole {
    requirePartName(this.node.path, 'role', role);
    if (group !== undefined) requirePartName(this.node.path, 'scaling group', group);
    const at = ({ replica = 0, instance = 0, pod = 0 }: GangPosition = {}): [CliquePosition, number] => {
      const groupReplica = group === undefined ? undefined : this.index('instance', instance);
      return [{ podCliqueSet: this.name, replica: this.index('replica', replica), clique: role, group, groupReplica }, this.index('pod', pod)];
    };
    return {
      podCliqueName: (position) => podCliqueName(at(position)[0]),
      hostname: (position) => podHostname(...at(position)),
      dnsName: (position) => podDnsName(...at(position), this.namespace),
    };
  }

  private index(prop: string, value: number): number {
    return wholeNumber(this.node.path, prop, value, 0, 'count from 0');
  }
}
