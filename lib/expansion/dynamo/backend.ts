import { detectedBackends } from './command-line';
import { Component, isEngine, mainOf } from './component';
import type { Graph } from './graph';
import { OperatorFailure } from './operator-failure';

/** What the operator does without a backend: nothing. */
export const NO_BACKEND = 'noop';

/**
 * The backend that a component's pods are made for.
 *
 * @param explicit `spec.backendFramework`
 * @throws OperatorFailure where the operator fails: two backends, or another than the explicit one. Source: dynamo.md 2.2
 */
export function backendOf(component: Component, explicit: string | undefined): string {
  if (!isEngine(component.type)) return NO_BACKEND;
  const detected = detectedBackends(mainOf(component));
  if (detected.length > 1 && explicit === undefined) throw new OperatorFailure(`${component.name}: the command line names ${detected.join(' and ')}`);
  if (detected.length !== 1) return explicit ?? NO_BACKEND;
  if (explicit !== undefined && explicit !== detected[0]) throw new OperatorFailure(`${component.name}: the command line names ${detected[0]}, the graph ${explicit}`);
  return detected[0];
}

/**
 * The backend of all component deployments of a graph: the graph's own, or the one that its engines agree on; empty where there is none.
 *
 * @throws OperatorFailure where they do not agree
 */
export function backendOfDeployments(graph: Graph): string | undefined {
  if (graph.backendFramework !== undefined) return graph.backendFramework;
  const found = new Set(graph.components.filter((component) => isEngine(component.type)).map((component) => backendOf(component, undefined)));
  found.delete(NO_BACKEND);
  if (found.size > 1) throw new OperatorFailure(`components of several backends: ${[...found].join(', ')}`);
  return [...found][0];
}
