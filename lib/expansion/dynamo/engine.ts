import type { Component } from './component';
import type { NodeGroup, Role } from './node-group';
import type { ContainerDraft, PodSpecDraft } from './pod-draft';

/** A pod of an engine, as the rewriting of command lines sees it. */
export interface EnginePod {
  readonly component: Component;
  readonly role: Role;
  /** Nodes of its replica; undefined on a single node. */
  readonly group?: NodeGroup;
  /** Graph that it is part of. */
  readonly graph: string;
  /** Of the pod template, with what it has of the graph. */
  readonly annotations: { readonly [key: string]: string };
}

/** How a backend changes pods of its engines. */
export interface Engine {
  /** Changes the container `main`, before volumes are put together. */
  readonly changeContainer: (container: ContainerDraft, pod: EnginePod) => void;
  /** Changes the pod, when its containers are complete. */
  readonly changePod: (spec: PodSpecDraft, pod: EnginePod) => void;
}

/** Takes away every probe: a worker of a group answers none. Source: dynamo.md 3.5. */
export function withoutProbes(container: ContainerDraft): void {
  delete container.livenessProbe;
  delete container.readinessProbe;
  delete container.startupProbe;
}
