import type { SynthFinding } from '../../cluster/private/synth-checks';
import type { Release } from '../../facts/release';
import type { EngineConfig } from '../engine-config';
import type { Model } from '../model';
import type { Parallelism } from '../parallelism';
import type { Role } from '../role';

/** What an engine process is started for. */
export interface EngineTask {
  readonly model: Model;
  readonly role: Role;
  readonly parallelism: Parallelism;
  readonly config?: EngineConfig;
  readonly release: Release;
  /** GPUs that each pod of the engine has. */
  readonly gpusPerPod: number;
  /** Pods of one engine. */
  readonly nodes: number;
}

/** The process: its arguments, and the file they name, if any. */
export interface EngineProcess {
  readonly command: string[];
  readonly args: string[];
  /** Engine file as plain data, mounted where `args` names it. */
  readonly file?: EngineFile;
}

export interface EngineFile {
  readonly name: string;
  readonly content: { readonly [key: string]: unknown };
}

/** Folder of the container into which the engine file is mounted. */
export const ENGINE_FILE_FOLDER = '/etc/inference-engine';

/** How one backend spells model, role and parallelism. */
export interface EngineDialect {
  /** Dynamo's name of the backend, as in `spec.backendFramework`. */
  readonly backend: string;
  /** Whether it renders the options of a class. */
  accepts(config: EngineConfig): boolean;
  process(task: EngineTask): EngineProcess;
  /** What is wrong with the task on every cluster. */
  contradictions(task: EngineTask): SynthFinding[];
  /** What is wrong with the task on the nodes of its pool. */
  check(task: EngineTask): SynthFinding[];
}
